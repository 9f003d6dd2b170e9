"""The workbooks of units summed into that of their department."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from xlsxwriter.utility import xl_rowcol_to_cell

from report_author.figures.account import Account, Conventions
from report_author.figures.blanks import settle_amounts
from report_author.figures.grids import Spot, grid_amounts, is_total
from report_author.figures.vocabulary import vocabulary
from report_author.model.choices import Scope
from report_author.model.facts import Expenditure, Explanation, Facts, Income
from report_author.model.findings import Finding, error, has_errors, info, warning
from report_author.model.format import Format
from report_author.model.money import ZERO
from report_author.ooxml.sheets import parse_workbook
from report_author.pipeline.importing import free_backup
from report_author.pipeline.library import library_for
from report_author.pipeline.outcome import Outcome, publish
from report_author.records import frozen
from report_author.workbook.computed import EVEN, UNEVEN, Computed
from report_author.workbook.create import FIRST_ROW, PlainSheet, workbook_bytes
from report_author.workbook.entries import facts_to_entries
from report_author.workbook.read import interpret, read_workbook
from report_author.workbook.summing import (
    ELIMINATION,
    Transfers,
    consolidate,
    contrary_rows,
    expenditures_of,
    find_transfers,
    in_order,
    incomes_of,
    projects_of,
    quotable_conflicts,
)

SHEET = "汇总核对"
_LABELS = ("公开表", "项目", "栏目", "部门")


@frozen
class Compared:
    """One amount of one table: the department's, each unit's (elimination last)."""

    table: str
    row: str
    column: str
    total: bool
    whole: Decimal
    parts: tuple[Decimal, ...]

    @property
    def sum(self) -> Decimal:
        return sum(self.parts, ZERO)

    @property
    def even(self) -> bool:
        return self.whole == self.sum


def compare(
    department: Facts,
    units: Sequence[Facts],
    elimination: tuple[tuple[Income, ...], tuple[Expenditure, ...]],
    fmt: Format,
) -> list[Compared]:
    """Every amount of every table of the format, in their order."""
    only_contrary = replace(
        Facts(department=department.department), incomes=elimination[0], expenditures=elimination[1]
    )
    books = [_tables(each, fmt) for each in (department, *units, only_contrary)]
    found = []
    for table in fmt.tables:
        if table.grid not in books[0]:
            continue
        whole, *parts = (book[table.grid] for book in books)
        spots = dict.fromkeys(spot for amounts in (whole, *parts) for spot in amounts)
        found += [
            Compared(
                table.title,
                *spot,
                is_total(spot),
                whole.get(spot, ZERO),
                tuple(part.get(spot, ZERO) for part in parts),
            )
            for spot in spots
        ]
    return found


def _tables(facts: Facts, fmt: Format) -> Mapping[str, Mapping[Spot, Decimal]]:
    grids = vocabulary(Account(facts, fmt))["表"]
    return {name: grid_amounts(grids[name]) for name in grids}


def check_sheet(compared: Sequence[Compared], units: Sequence[str], eliminated: bool) -> PlainSheet:
    """The totals of every table, department against units, with formulas that compare them."""
    shown = [row for row in compared if row.total or not row.even]
    names = (*units, *((ELIMINATION,) if eliminated else ()))
    return PlainSheet(
        name=SHEET,
        title="汇总核对",
        hint=f"部门的每张公开表 = 各单位之和（单位：元，数量照列）。列出合计栏；明细栏共 {len(compared) - len(shown)} 个数也已逐格核对，全部相符。",
        header=(*_LABELS, *names, "各单位之和", "差额", "结果"),
        widths=(44, 30, 14, 18, *(18 for _ in names), 18, 12, 8),
        rows=[_row(row, number, len(names)) for number, row in enumerate(shown, start=FIRST_ROW)],
    )


def _row(row: Compared, number: int, count: int) -> tuple[str | Decimal | Computed, ...]:
    whole, first = xl_rowcol_to_cell(number - 1, 3), len(_LABELS)
    added = xl_rowcol_to_cell(number - 1, first + count)
    off = xl_rowcol_to_cell(number - 1, first + count + 1)
    units = f"{xl_rowcol_to_cell(number - 1, first)}:{xl_rowcol_to_cell(number - 1, first + count - 1)}"
    return (
        row.table,
        row.row,
        row.column,
        row.whole,
        *row.parts[:count],
        Computed(f"=ROUND(SUM({units}),2)", row.sum),
        Computed(f"=ROUND({whole}-{added},2)", row.whole - row.sum),
        Computed(f'=IF({off}=0,"{EVEN}","{UNEVEN}")', EVEN if row.even else UNEVEN),
    )


#: asked with the transfers found; the answer says whether they are taken out
Ask = Callable[[Sequence[Transfers]], bool]


@frozen
class Read:
    """A workbook with its facts."""

    path: Path
    facts: Facts


def consolidate_into(
    units: Sequence[Path], target: Path, eliminate: bool | Ask
) -> list[tuple[Path, Outcome]]:
    """Put the figures of ``units`` into the workbook ``target``; what was found for each file, the department's last.

    The earlier workbook is kept beside it as ``….xlsx.bak``. Nothing is written while an 错误 stands.
    """
    outcomes: list[tuple[Path, Outcome]] = []
    books: list[Read] = []
    for path in (*units, target):
        facts, findings = read_workbook(path)
        if facts is not None and path is not target:
            facts, lacking = _settled(facts, path)
            findings = [*findings, *lacking]
        outcomes.append((path, Outcome(tuple(findings))))
        if facts is not None and not has_errors(findings):
            books.append(Read(path, facts))
    if len(books) <= len(units):
        stopped = error(
            "H01", target.name, "有填报表读不出来或有错误，没有汇总。", "请按提示改好那一份，再汇总一次。"
        )
        return _with(outcomes, [stopped])
    *parts, whole = books
    problems = list(_refusals(parts, whole))
    if problems:
        return _with(outcomes, problems)
    return _with(outcomes, *_consolidated(parts, whole, eliminate))


def _settled(facts: Facts, path: Path) -> tuple[Facts, list[Finding]]:
    """A unit's facts with its blanks resolved by its own answers; what stays blank is missing in the sums, which is said."""
    fmt, _ = library_for(path).choose_for(facts)
    foreign_is_part = fmt is not None and Conventions.from_options(fmt.options).foreign_is_part
    settled = settle_amounts(facts, foreign_is_part=foreign_is_part)
    if not settled.lacking:
        return settled.facts, []
    named = "；".join(f"{each.cell} {each.label}" for each in settled.lacking)
    told = warning(
        "H08",
        path.name,
        f"这份填报表有 {len(settled.lacking)} 处空着没填，汇总数里就没有这些数：{named}。",
        "请先检查这份填报表（check），补齐再汇总：没有的填 0，或选“是”（本部门没有……）。",
        stated=f"{len(settled.lacking)} 处空白",
    )
    return settled.facts, [told]


def _with(
    outcomes: list[tuple[Path, Outcome]], findings: Sequence[Finding], outputs: tuple[Path, ...] = ()
) -> list[tuple[Path, Outcome]]:
    *others, (path, last) = outcomes
    return [*others, (path, Outcome((*last.findings, *findings), outputs=outputs))]


def _consolidated(
    parts: Sequence[Read], whole: Read, eliminate: bool | Ask
) -> tuple[list[Finding], tuple[Path, ...]]:
    year = whole.facts.department.year
    fmt, findings = library_for(whole.path).choose_for(whole.facts)
    if fmt is None:
        return findings, ()
    units = in_order([part.facts for part in parts])
    transfers = find_transfers(
        [row for unit in units for row in incomes_of(unit)],
        [row for unit in units for row in expenditures_of(unit)],
    )
    inner = [each for each in transfers if each.amount]
    wanted = bool(inner) and (eliminate if isinstance(eliminate, bool) else eliminate(inner))
    contrary = contrary_rows(inner if wanted else [])
    facts = consolidate(whole.facts, units, contrary)
    facts, data = _explained(facts, whole.path.name)
    compared = compare(facts, units, contrary, fmt)
    findings = [*_transfer_findings(transfers, wanted), *_notes(whole, parts, units)]
    if not all(row.even for row in compared):
        return [*findings, *_uneven(whole, compared)], ()
    sheet = check_sheet(compared, [unit.department.short_name for unit in units], bool(contrary[0]))
    data = workbook_bytes(facts_to_entries(facts), year=year, more=[sheet])
    kept = free_backup(whole.path)
    problems = publish({kept: whole.path.read_bytes(), whole.path: data})
    if problems:
        return [*findings, *problems], ()
    return [*findings, _done(units, compared, fmt, kept)], (whole.path,)


def _explained(facts: Facts, name: str) -> tuple[Facts, bytes]:
    """The facts as the written workbook says them; the contrary rows are explained, so that nobody is asked why they are negative."""
    year = facts.department.year
    data = workbook_bytes(facts_to_entries(facts), year=year)
    again, findings = interpret(parse_workbook(data), name)
    assert again is not None
    negative = {row.cell("amount") for row in again.incomes if row.unit == ELIMINATION}
    negative |= {row.cell("amount") for row in again.expenditures if row.unit == ELIMINATION}
    known = {each.finding_id for each in facts.explanations}
    added = tuple(
        Explanation(finding_id=found.id, text="汇总时抵销单位之间的内部往来")
        for found in findings
        if found.code == "V24" and found.place in negative and found.id not in known
    )
    return replace(again, explanations=(*again.explanations, *added)), data


def _refusals(parts: Sequence[Read], whole: Read) -> Iterator[Finding]:
    year = whole.facts.department.year
    seen: dict[str, Path] = {}
    for part in parts:
        who = part.facts.department
        if who.year != year:
            yield error(
                "H02",
                part.path.name,
                f"“{part.path.name}”是{who.year}年度的，部门填报表是{year}年度的。",
                "请选用同一年度的填报表。",
                stated=str(who.year),
                expected=str(year),
            )
        for name in filter(None, (who.full_name, who.unit_code)):
            if name in seen:
                yield error(
                    "H03",
                    part.path.name,
                    f"“{part.path.name}”与“{seen[name].name}”是同一个单位（{name}）。",
                    "每个单位只能有一份填报表；确是两个单位的，请改正首页的全称和单位代码。",
                    stated=name,
                )
            seen.setdefault(name, part.path)
        if part.path.resolve() == whole.path.resolve():
            yield error(
                "H03",
                part.path.name,
                "部门填报表不能同时又是下属单位的填报表。",
                "部门本级请另存一份填报表，与下属单位一起汇总。",
            )
    names = {ELIMINATION, *(part.facts.department.full_name for part in parts)}
    for part in parts:
        names |= {row.unit for row in incomes_of(part.facts)}
        names |= {row.unit for row in expenditures_of(part.facts)}
    yield from _strangers(whole, names)
    for first, other in quotable_conflicts(whole.facts, [part.facts for part in parts]):
        yield error(
            "H05",
            f"文字材料·{other.name}",
            f"引用数据“{other.name}”在几份填报表里的数值不同。",
            "请在其中一份里换一个名称（文字里的 {名称} 也要改），再汇总。",
            quote=other.name,
            stated=f"{other.value:f}{other.unit}",
            expected=f"{first.value:f}{first.unit}",
        )


def _strangers(whole: Read, names: set[str]) -> Iterator[Finding]:
    """Rows of the department's workbook that no unit would replace: they would be lost."""
    facts = whole.facts
    rows = [(row.unit, row.cell("amount")) for row in facts.incomes]
    rows += [(row.unit, row.cell("amount")) for row in facts.expenditures]
    rows += [(row.unit, row.cell("opening")) for row in facts.carryovers]
    strange = [(unit, cell) for unit, cell in rows if unit not in names]
    if strange:
        unit, cell = strange[0]
        yield error(
            "H04",
            cell or whole.path.name,
            f"部门填报表里有 {len(strange)} 行不属于这几个单位的数（{unit or '没有填所属单位'}），汇总会把它们盖掉，没有汇总。",
            "部门本级的数请另存成一份填报表，与下属单位一起汇总；不要的就先清空。",
            stated=unit,
        )


def _transfer_findings(transfers: Sequence[Transfers], wanted: bool) -> Iterator[Finding]:
    for each in transfers:
        pair = f"{each.source.value}与{each.nature.value}"
        if each.amount and wanted:
            yield info(
                "H10",
                f"收入与结转·{ELIMINATION}",
                f"已抵销内部往来（{pair}）{each.amount:f} 元，两边各减这个数。",
                f"抵销用所属单位“{ELIMINATION}”的负数行表示，各单位的数没有改动。",
            )
        elif each.amount:
            yield warning(
                "H11",
                "收入与结转·上级补助收入",
                f"单位之间有内部往来（{pair}）{each.amount:f} 元，没有抵销，部门的收入和支出会重复计算。",
                "要抵销时加 --eliminate 再汇总一次。",
                stated=f"{each.amount:f}",
            )
        if each.other_incomes or each.other_spent:
            got = sum(row.amount for row in each.other_incomes)
            paid = sum(row.amount for row in each.other_spent)
            yield warning(
                "H12",
                f"收入与结转·{each.source.value}",
                f"{each.source.value} {got:f} 元、{each.nature.value} {paid:f} 元对不上（两边金额不等，或用的是财政拨款），按对外收支处理，没有抵销。",
                "确是部门内部往来的，请核对两边单位的填报表，改成一致后再汇总。",
                stated=f"{got:f}",
                expected=f"{paid:f}",
            )


def _notes(whole: Read, parts: Sequence[Read], units: Sequence[Facts]) -> Iterator[Finding]:
    if whole.facts.department.scope is not Scope.DEPARTMENT:
        yield warning(
            "H13",
            whole.facts.department.cell("scope"),
            "部门填报表首页的“口径”是“单位”。",
            "汇总下属单位的报告，口径应选“部门”。",
            stated=Scope.UNIT.value,
            expected=Scope.DEPARTMENT.value,
        )
    if shared := projects_of(units).shared:
        yield warning(
            "H14",
            "项目",
            f"项目 {'、'.join(shared)} 在几个单位都有，名称相同，按同一个项目合并金额。",
            "确是不同项目的，请改用不同的项目代码；合并的项目，绩效指标和说明取自第一个单位。",
        )
    for part in parts:
        files = [each.annex_file for each in part.facts.projects if each.annex_file]
        if files and part.path.parent.resolve() != whole.path.parent.resolve():
            yield warning(
                "H15",
                part.path.name,
                f"“{part.path.name}”的项目附件 {'、'.join(files)} 不在部门填报表的文件夹里。",
                "请把这些文件复制到部门填报表旁边。",
            )


def _uneven(whole: Read, compared: Sequence[Compared]) -> Iterator[Finding]:
    for row in compared:
        if not row.even:
            yield error(
                "H09",
                f"{row.table}·{row.row}·{row.column}",
                "汇总数不等于各单位之和，没有写入。",
                "这是程序的错误，请把这几份填报表发给维护人员。",
                stated=f"{row.whole:f}",
                expected=f"{row.sum:f}",
            )


def _done(units: Sequence[Facts], compared: Sequence[Compared], fmt: Format, kept: Path) -> Finding:
    return info(
        "H20",
        "汇总核对",
        f"已汇总 {len(units)} 个单位：{'、'.join(unit.department.full_name for unit in units)}。"
        f"{len(fmt.tables)} 张表逐格核对 {len(compared)} 个数，部门 = 各单位之和，差额 0.00。",
        f"核对结果在工作表“汇总核对”；文字仍是部门填报表原来的，原来的文件另存为“{kept.name}”。",
    )
