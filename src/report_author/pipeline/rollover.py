"""Next year's workbook out of this year's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from report_author.figures.account import Account
from report_author.figures.last_year import figures_of_the_year, opening_balances
from report_author.figures.vocabulary import vocabulary
from report_author.model.codes import Codebook
from report_author.model.facts import CarryOver, Facts
from report_author.model.findings import Finding, Severity, error, has_errors, info, warning
from report_author.model.format import Format
from report_author.pipeline.build import check
from report_author.pipeline.library import Library, roots_for
from report_author.pipeline.outcome import Outcome
from report_author.pipeline.publish import file_name, publish
from report_author.workbook.create import workbook_bytes
from report_author.workbook.entries import Entries, list_entries
from report_author.workbook.read import read_workbook
from report_author.workbook.standing import standing_entries


def roll_over(book: Path, out: Path | None = None, year: int | None = None) -> Outcome:
    """Write the workbook of the year after ``book``; nothing is written while an 错误 stands.

    Without ``out`` the new workbook stands beside the old one as ``{年度}年度{部门全称}填报表.xlsx``; one that is there
    already is never replaced.
    """
    facts, findings = read_workbook(book)
    if facts is None or has_errors(findings):
        return Outcome((*findings, _not_readable(book)))
    coming = year or facts.department.year + 1
    problems = _refusals(facts, book, coming)
    target = out or book.with_name(f"{coming}年度{file_name(facts.department.full_name)}填报表.xlsx")
    if target.exists():
        problems.append(_exists(target))
    if problems:
        return Outcome(tuple(problems))
    library = Library.of(roots_for(book))
    old, found = library.choose(facts.department.year, facts.department.format_id)
    new, found_new = Library.of(roots_for(target)).choose(coming, "")
    if old is None or new is None:
        return Outcome((*found, *found_new))
    entries = entries_of_next_year(facts, old)
    findings = [*_old_errors(book), *what_is_new(old, new, facts), *_codes_gone(facts, coming)]
    problems = publish({target: workbook_bytes(entries, year=coming, codebook=Codebook.for_year(coming))})
    if problems:
        return Outcome((*findings, *problems))
    return Outcome((*findings, _done(facts, entries)), outputs=(target,))


def entries_of_next_year(facts: Facts, fmt: Format) -> Entries:
    """What the next year's workbook takes over: ``fmt`` is the format that these facts were published in."""
    account = Account(facts, Codebook.for_year(facts.department.year), fmt)
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


def _not_readable(book: Path) -> Finding:
    return error(
        "Y03",
        book.name,
        "去年的填报表有错误，没有结转。",
        "请按上面的提示改好去年的填报表，再结转一次。",
    )


def _exists(target: Path) -> Finding:
    return error(
        "Y04",
        target.name,
        f"“{target.name}”已经有了，没有覆盖。",
        "请先把它移走，或用 --out 另起一个文件名。",
    )


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
    titles = [[table.title for table in each.tables_for(scope)] for each in (old, new)]
    before, after = titles
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
    left: list[CarryOver] = [row for row in opening_balances(facts) if codes.function(row.function) is None]
    for row in left:
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
