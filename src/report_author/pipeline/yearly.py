"""Workbooks made of other workbooks: last year's rolled over, a roster's prefilled."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from report_author.figures.account import Account
from report_author.figures.last_year import figures_of_the_year, opening_balances
from report_author.figures.vocabulary import vocabulary
from report_author.model.codes import Codebook
from report_author.model.facts import Facts
from report_author.model.findings import Finding, Severity, error, has_errors, info, warning
from report_author.model.format import Format
from report_author.model.money import wan
from report_author.pipeline.building import check
from report_author.pipeline.importing import prepare_import, write_import
from report_author.pipeline.library import library_for
from report_author.pipeline.outcome import Outcome, file_name, publish
from report_author.records import frozen
from report_author.workbook.create import workbook_bytes
from report_author.workbook.entries import Entries, list_entries, standing_entries
from report_author.workbook.imports.folder import (
    Kind,
    Listed,
    Sorted,
    read_roster,
    sort_files,
)
from report_author.workbook.imports.last_report import LastReport
from report_author.workbook.imports.source import REPORTS, SHEETS
from report_author.workbook.read import read_workbook

# ---------------------------------------------------------------- next year's workbook out of this year's


def roll_over(book: Path, out: Path | None = None, year: int | None = None) -> Outcome:
    """Write the workbook of the year after ``book``; nothing is written while an 错误 stands.

    Without ``out`` the new workbook stands beside the old one as ``{年度}年度{部门全称}填报表.xlsx``; one that is there
    already is never replaced.
    """
    facts, findings = read_workbook(book)
    if facts is None or has_errors(findings):
        message, advice = "去年的填报表有错误，没有结转。", "请按上面的提示改好去年的填报表，再结转一次。"
        return Outcome((*findings, error("Y03", book.name, message, advice)))
    coming = year or facts.department.year + 1
    problems = _refusals(facts, book, coming)
    target = out or _workbook_of(facts.department.full_name, coming, book.parent)
    if target.exists():
        message = f"“{target.name}”已经有了，没有覆盖。"
        problems.append(error("Y04", target.name, message, "请先把它移走，或用 --out 另起一个文件名。"))
    if problems:
        return Outcome(tuple(problems))
    old, found = library_for(book).choose_for(facts)
    new, found_new = library_for(target).choose(coming, "")
    if old is None or new is None:
        return Outcome((*found, *found_new))
    entries = entries_of_next_year(facts, old)
    findings = [*_old_errors(book), *what_is_new(old, new, facts), *_codes_gone(facts, coming)]
    problems = publish({target: workbook_bytes(entries, year=coming)})
    if problems:
        return Outcome((*findings, *problems))
    return Outcome((*findings, _done(facts, entries)), outputs=(target,))


def entries_of_next_year(facts: Facts, fmt: Format) -> Entries:
    """What the next year's workbook takes over: ``fmt`` is the format that these facts were published in."""
    account = Account(facts, fmt)
    entries = standing_entries(facts, f"{facts.department.year}年度填报表")
    entries["last_year"] = list_entries("last_year", figures_of_the_year(account, vocabulary(account)))
    if balances := opening_balances(facts):
        entries["carryovers"] = list_entries("carryovers", balances)
    return entries


def _refusals(facts: Facts, book: Path, coming: int) -> list[Finding]:
    year = facts.department.year
    if coming != year + 1:
        return [
            error(
                "Y01",
                facts.department.cell("year") or book.name,
                f"这是{year}年度的填报表，只能结转成{year + 1}年度的：{coming}年度的上年数不在里面。",
                f"请改用{coming - 1}年度的填报表，或者把 --year 改成 {year + 1}。",
                stated=str(coming),
                expected=str(year + 1),
            )
        ]
    if not facts.incomes and not facts.expenditures:
        return [
            error(
                "Y02",
                book.name,
                "这份填报表没有收入也没有支出，结转不出上年数。",
                "请选用去年填好、已经生成过报告的填报表。",
            )
        ]
    return []


def _workbook_of(full_name: str, year: int, folder: Path) -> Path:
    return folder / f"{year}年度{file_name(full_name)}填报表.xlsx"


def _old_errors(book: Path) -> list[Finding]:
    """The figures are carried as they stand; that last year's workbook is not without 错误 has to be known."""
    wrong = [found for found in check(book).findings if found.severity is Severity.ERROR]
    if not wrong:
        return []
    return [
        warning(
            "Y05",
            book.name,
            f"去年的填报表还有 {len(wrong)} 条错误（{'、'.join(sorted({each.code for each in wrong}))}），"
            "上年数照填报表里的数结转。",
            "请用 check 检查去年的填报表；上年数要与去年公开的报告一致。",
        )
    ]


def what_is_new(old: Format, new: Format, facts: Facts) -> Iterator[Finding]:
    """What the format of the new year asks that the old one did not, or asks no more."""
    year, scope = facts.department.year, facts.department.scope.value
    if facts.department.format_id and old.id != new.id:
        yield info(
            "Y10",
            "首页·报告格式",
            f"去年指定了“{old.name}”，今年按年度选用“{new.name}”。",
            "仍要用去年的格式，请在首页“报告格式”里填上。",
            stated=new.id,
            expected=old.id,
        )
    before, after = ([table.title for table in each.tables_for(scope)] for each in (old, new))
    if added := [title for title in after if title not in before]:
        yield info(
            "Y11",
            "公开表",
            f"今年的格式比去年多了 {len(added)} 张表：{'、'.join(added)}。",
            "这些表由系统从填报表生成；请核对所需的数是否都填了。",
        )
    if gone := [title for title in before if title not in after]:
        yield info(
            "Y12",
            "公开表",
            f"今年的格式不再有这 {len(gone)} 张表：{'、'.join(gone)}。",
            "填报表的栏目没有减少，去年的数都已结转。",
        )
    for key, value in new.options.items():
        if key not in ("格式名称", "启用年度") and old.options.get(key) != value:
            yield info(
                "Y13",
                f"格式·{key}",
                f"格式的“{key}”由“{old.options.get(key, '')}”（{year}年度）改为“{value}”。",
                "请按新的口径填写今年的数；口径影响上年数的，在上年数表填口径调整数。",
                stated=value,
                expected=old.options.get(key, ""),
            )
    if captions := [c.caption for c in new.charts if c.key not in {chart.key for chart in old.charts}]:
        yield info("Y14", "图", f"今年的格式多了图：{'、'.join(captions)}。", "图由系统生成，不用填。")


def _codes_gone(facts: Facts, coming: int) -> Iterator[Finding]:
    """Openings under codes that the new year does not know: they have to move to another code."""
    codes = Codebook.for_year(coming)
    for row in opening_balances(facts):
        if codes.function(row.function) is not None:
            continue
        yield warning(
            "Y15",
            f"收入与结转·{row.function}",
            f"年初结转用的科目 {row.function} 不在{coming}年度的科目里，结转 {row.opening:f} 元（{row.fund.value}）。",
            "请按今年的科目改写这一行。",
            stated=row.function,
        )


def _done(facts: Facts, entries: Entries) -> Finding:
    year = facts.department.year
    kept = sum(len(rows) for block, rows in entries.items() if isinstance(rows, list))
    return info(
        "Y20",
        "首页",
        f"已从{year}年度填报表结转：上年数 {len(entries['last_year'])} 行（以元为单位，精确到分），"
        f"年初结转 {len(entries.get('carryovers', ()))} 行，共 {kept} 行；收入、支出、预算、“三公”经费、项目、"
        "重点工作、变动原因等已清空。",
        "有“去年内容”的表请逐项核对，改好后在表上方的“已核对”选“是”。",
    )


# ---------------------------------------------------------------- one prefilled workbook for every department of a roster


#: what a department needs from elsewhere: lists of the workbook by what a person calls them
_NEEDED = (
    ("last_year", "上年数"),
    ("incomes", "收入"),
    ("expenditures", "支出"),
    ("budgets", "预算数"),
    ("sangong", "“三公”经费"),
)


@frozen
class Bureau:
    """What one run knows: the year, where the workbooks go, all files that are bound to somebody."""

    year: int
    out: Path
    files: tuple[Sorted, ...]

    def of(self, who: Listed, kind: Kind, year: int) -> list[Sorted]:
        return [each for each in self.files if each.owner is who and each.kind is kind and each.year == year]


def prefill(
    roster_path: Path, folder: Path, out: Path, year: int | None = None
) -> list[tuple[Path, Outcome]]:
    """Write ``{年度}年度{全称}填报表.xlsx`` into ``out`` for every department; what was found for each, the roster first.

    A workbook that is there already is never replaced. Without ``year`` the title of the roster names it.
    """
    roster, findings = read_roster(roster_path)
    if roster is None or has_errors(findings):
        return [(roster_path, Outcome(tuple(findings)))]
    wanted = year or roster.year
    if not wanted:
        missing = error("X04", roster_path.name, "名册没有写年度。", "请用 --year 写明年度，如 --year 2022。")
        return [(roster_path, Outcome((*findings, missing)))]
    paths = [path for path in _files(folder, out) if path.resolve() != roster_path.resolve()]
    files, left = sort_files(paths, roster)
    bureau = Bureau(wanted, out, tuple(files))
    findings = [*findings, *left, *_returned(bureau), *_other_years(bureau)]
    return [
        (roster_path, Outcome(tuple(findings))),
        *(
            (path, _one(bureau, who, path))
            for who in roster.listed
            for path in (_workbook_of(who.full_name, wanted, out),)
        ),
    ]


def _files(folder: Path, out: Path) -> list[Path]:
    """All files of the folder and those below it that may be of use; not what an earlier run has made."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file()
        and path.suffix.lower() in (*SHEETS, *REPORTS)
        and not path.name.startswith(("~$", "."))
        and out.resolve() not in path.resolve().parents
    )


def _returned(bureau: Bureau) -> Iterator[Finding]:
    """Workbooks of this year that came back: twice from one department, or made with another template."""
    back = [each for each in bureau.files if each.kind is Kind.FILLED and each.year == bureau.year]
    seen: dict[str, Sorted] = {}
    for each in back:
        first = seen.setdefault(each.owner.code, each)
        if first is not each:
            same = "内容完全相同" if first.path.read_bytes() == each.path.read_bytes() else "内容不同"
            yield warning(
                "X05",
                each.path.name,
                f"{each.owner.full_name}（{each.owner.code}）交回了两份{bureau.year}年度填报表：“{first.path.name}”和“{each.path.name}”，{same}。",
                "请与该部门核对，只留一份。",
                stated=each.path.name,
                expected=first.path.name,
            )
        if each.missing:
            yield warning(
                "X06",
                each.path.name,
                f"“{each.path.name}”不是现在的模板，缺少：{'、'.join(each.missing)}。",
                "请让该部门用现在的填报表重填，或用 import 把数导入新的填报表。",
            )
        if each.facts is not None and each.facts.department.full_name != each.owner.full_name:
            yield warning(
                "X07",
                each.path.name,
                f"编码 {each.owner.code} 的全称与名册不同。",
                "请核对名册和填报表首页。",
                stated=each.facts.department.full_name,
                expected=each.owner.full_name,
            )


def _other_years(bureau: Bureau) -> Iterator[Finding]:
    usable = {
        Kind.FILLED: (bureau.year, bureau.year - 1),
        Kind.EXPORT: (bureau.year,),
        Kind.REPORT: (bureau.year - 1,),
    }
    for each in bureau.files:
        if each.year not in usable[each.kind]:
            wanted = "、".join(map(str, usable[each.kind]))
            yield warning(
                "X08",
                each.path.name,
                f"“{each.path.name}”是{each.owner.full_name}{each.year}年度的{each.kind.value}，没有用上。",
                f"预填{bureau.year}年度要用{wanted}年度的。",
                stated=str(each.year),
                expected=wanted,
            )


def _one(bureau: Bureau, who: Listed, target: Path) -> Outcome:
    if target.exists():
        return Outcome(
            (warning("X09", target.name, "填报表已经有了，没有覆盖。", "需要重新预填时，先把它移走。"),)
        )
    entries, findings = _entries(bureau, who, target)
    exports = [each.path for each in bureau.of(who, Kind.EXPORT, bureau.year)]
    # the figures are merged beside the final place, so that a workbook appears there complete
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / target.name
        book.write_bytes(workbook_bytes(entries, year=bureau.year))
        if exports:
            prepared = prepare_import(exports, book)
            # the workbook comes without them, so their 错误 do not stop it
            findings += [_as_warning(each) for each in prepared.findings]
            if has_errors(prepared.findings):
                names = "、".join(path.name for path in exports)
                findings.append(
                    warning(
                        "X10",
                        target.name,
                        f"决算报表有错误，没有导入（{names}）。",
                        "请按提示改正这些文件后，用 import 导入。",
                    )
                )
            else:
                findings += write_import(prepared, book, overwrite=False)[1]
        facts, _ = read_workbook(book)
        findings += _missing(bureau, who, facts, target)
        problems = publish({target: book.read_bytes()})
    return Outcome((*findings, *problems), outputs=() if problems else (target,))


def _as_warning(found: Finding) -> Finding:
    return replace(found, severity=Severity.WARNING) if found.severity is Severity.ERROR else found


def _entries(bureau: Bureau, who: Listed, target: Path) -> tuple[Entries, list[Finding]]:
    """What is known without exports: the roster's words, last year's workbook, else last year's report."""
    findings: list[Finding] = []
    entries: Entries = {}
    last = [each.facts for each in bureau.of(who, Kind.FILLED, bureau.year - 1) if each.facts is not None]
    reports = [
        each.report for each in bureau.of(who, Kind.REPORT, bureau.year - 1) if each.report is not None
    ]
    for several in (last, reports):
        if len(several) > 1:
            findings.append(
                warning(
                    "X11",
                    target.name,
                    f"去年的材料有 {len(several)} 份，没有用上。",
                    "请只留一份，再运行一次。",
                )
            )
    if len(last) == 1:
        library = library_for(target)
        fmt = (
            library.choose(bureau.year - 1, last[0].department.format_id)[0]
            or library.choose(bureau.year - 1, "")[0]
        )
        if fmt is not None:
            entries = entries_of_next_year(last[0], fmt)
    if len(reports) == 1:
        findings += _with_report(entries, reports[0], target)
    known = {
        "full_name": who.full_name,
        "short_name": who.short_name,
        "unit_code": who.code,
        "kind": who.kind,
        "scope": who.scope,
        "superior": who.superior,
        "region": who.region,
    }
    department = {name: value for name, value in known.items() if value}
    entries["department"] = {**entries.get("department", {}), **department, "year": bureau.year}
    return entries, findings


def _with_report(entries: Entries, report: LastReport, target: Path) -> Iterator[Finding]:
    """Take over a report where there is no workbook; else hold what was published against the workbook."""
    if "last_year" not in entries:
        entries["last_year"] = list_entries("last_year", report.last_year)
        if report.texts:
            entries["texts"] = list_entries("texts", report.texts)
            entries["carried"] = {"texts_from": f"{report.year}年度公开报告"}
        return
    rolled = {row["row"]: row["published"] for row in entries["last_year"]}
    for row in report.last_year:
        stated, expected = wan(rolled[row.row]), row.published
        if expected is not None and stated != (expected if row.unit == "万元" else wan(expected)):
            yield warning(
                "X12",
                f"上年数·{row.row.value}",
                f"去年的填报表与去年公开的报告不一致（{row.cell('published')}）。",
                "上年数要与公开的报告一致，请核对。",
                stated=f"{stated:f}万元",
                expected=f"{expected:f}{row.unit}",
            )


def _missing(bureau: Bureau, who: Listed, facts: Facts | None, target: Path) -> Iterator[Finding]:
    if facts is None:
        return
    lacking = [label for block, label in _NEEDED if not _filled(facts, block)]
    if lacking:
        sources = []
        if not bureau.of(who, Kind.EXPORT, bureau.year):
            sources.append(f"{bureau.year}年度决算报表")
        if not [*bureau.of(who, Kind.FILLED, bureau.year - 1), *bureau.of(who, Kind.REPORT, bureau.year - 1)]:
            sources.append(f"{bureau.year - 1}年度填报表或公开报告")
        why = f"没有找到{'、'.join(sources)}" if sources else "现有的文件里没有"
        yield info(
            "X20", target.name, f"还缺：{'、'.join(lacking)}（{why}）。", "请补齐文件再预填，或由部门自己填。"
        )


def _filled(facts: Facts, block: str) -> bool:
    rows = getattr(facts, block)
    if block == "sangong":
        return any(row.initial or row.revised or row.actual for row in rows)
    return bool(rows)
