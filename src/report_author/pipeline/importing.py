"""New workbooks; figures of other programs brought into one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from report_author.checks.units import ranges, suspect_units
from report_author.figures.account import Account
from report_author.model.codes import Codebook
from report_author.model.findings import UNIT, Finding, error, has_errors, warning
from report_author.model.money import YUAN_PER_WAN, exact_wan
from report_author.ooxml.package import Package, PackageError, read_package, write_package
from report_author.ooxml.sheet_editor import set_cells
from report_author.ooxml.sheets import cell_position, parse_workbook
from report_author.pipeline.library import library_for
from report_author.pipeline.outcome import publish
from report_author.pipeline.verify import verify_cells
from report_author.records import frozen
from report_author.workbook.create import workbook_bytes
from report_author.workbook.imports.last_report import report_facts
from report_author.workbook.imports.recognise import read_sources
from report_author.workbook.imports.resolve import Resolver
from report_author.workbook.imports.source import REPORTS, SHEETS
from report_author.workbook.imports.tables import Fact
from report_author.workbook.imports.writing import Current, Plan, State, current, plan_merge, refreshed, shown
from report_author.workbook.layout import BUDGET_UNIT
from report_author.workbook.read import interpret, open_book

# ---------------------------------------------------------------- a new fill-in workbook


def new_workbook(out: Path | str, department: str, year: int, wanted_format: str = "") -> list[Finding]:
    """Write an empty workbook of ``department`` for ``year`` to ``out``; findings say why not: a file is there already."""
    out = Path(out)
    if out.exists():
        return [error("P06", str(out), f"“{out}”已经有了，没有覆盖。", "请换一个文件名，或先把它移走。")]
    fmt, findings = library_for(out).choose(year, wanted_format)
    if fmt is None:
        return findings
    entries = {
        "department": {"full_name": department, "year": year, "format_id": fmt.id if wanted_format else ""}
    }
    return publish({out: workbook_bytes(entries, year=year)})


ENDINGS = (*SHEETS, *REPORTS)


@frozen
class Prepared:
    """A plan for one workbook with what the sources left open; nothing is written yet."""

    plan: Plan
    findings: tuple[Finding, ...]
    package: Package | None = None
    codebook: Codebook | None = None


def prepare_import(sources: Sequence[Path], into: Path, *, overwrite: bool = False) -> Prepared:
    """Read the sources, see where each figure would go; an 错误 among the findings forbids writing.

    Amounts typed in 万元 are an 错误 unless the source is to ``overwrite`` them.
    """
    book, findings = open_book(into)
    if book is None:
        return Prepared(Plan(), tuple(findings))
    facts, problems = interpret(book, into.name)
    if facts is None:
        return Prepared(Plan(), tuple(f for f in problems if f.severity.value == "error"))
    codebook = Codebook.for_year(facts.department.year)
    reports = [path for path in sources if path.suffix.lower() in REPORTS]
    sheets = [path for path in sources if path not in reports and path != into]
    tables = read_sources(sheets, facts.department, codebook)
    resolved = Resolver(tables).resolve()
    now = current(book, codebook)
    published, problems = report_facts(reports, facts, now)
    plan = plan_merge([_in_its_unit(fact, now) for fact in (*resolved, *published)], now)
    found = (*_out_by_ten_thousand(plan, overwrite=overwrite), *tables.findings, *problems, *plan.findings)
    try:
        return Prepared(plan, found, read_package(into), codebook)
    except PackageError as problem:
        return Prepared(plan, (*found, error("F08", into.name, problem.message, problem.advice)))


def _in_its_unit(fact: Fact, now: Current) -> Fact:
    """A row of 预算数 in 万元 where the workbook has it filled in 万元."""
    unit = now.forms.get(("department", BUDGET_UNIT))
    if fact.block != "budgets" or unit is None or unit[2] != "万元":
        return fact
    amounts = {
        name: exact_wan(value) if isinstance(value, Decimal) else value for name, value in fact.values.items()
    }
    return replace(fact, values=amounts)


def _out_by_ten_thousand(plan: Plan, *, overwrite: bool) -> list[Finding]:
    """The finding that what is typed is ten thousand times less, or more, than what the source has in 元."""
    off = [change for change in plan.of(State.CONFLICT) if _ten_thousand(change.old, change.new)]
    if len(off) < 2:
        return []
    less = abs(off[0].old) < abs(off[0].new)
    words = "小了一万倍，像是以万元填的" if less else "大了一万倍"
    said = (
        f"单位：填报表里这些金额比来源{words}：{ranges(change.place for change in off)}，共 {len(off)} 格。"
    )
    example = f"依据：{off[0].label} 填的是 {shown(off[0].old)}，{off[0].source} 是 {shown(off[0].new)}。"
    advice = "请把这些金额改成元再导入；要以来源的数为准，请加 --overwrite。"
    make = warning if overwrite else error
    return [
        make(
            UNIT,
            off[0].place,
            said + example,
            advice,
            quote="单位",
            stated=shown(off[0].old),
            expected=shown(off[0].new),
        )
    ]


def _ten_thousand(old: Any, new: Any) -> bool:
    if not isinstance(old, Decimal) or not isinstance(new, Decimal):
        return False
    low, high = sorted((abs(old), abs(new)))
    return bool(low) and abs(low * YUAN_PER_WAN - high) <= YUAN_PER_WAN / 100


def write_import(prepared: Prepared, into: Path, *, overwrite: bool) -> tuple[Path | None, list[Finding]]:
    """Carry out a plan; the earlier file stays beside the new one, whose name is returned, or findings say why not."""
    if prepared.package is None or prepared.codebook is None or has_errors(prepared.findings):
        return None, []
    if (into.parent / f"~${into.name}").exists():
        return None, [error("P01", into.name, "填报表正在 Excel 或 WPS 中打开", "请先保存并关闭，再导入")]
    cells = prepared.plan.cells(overwrite=overwrite)
    edited = set_cells(prepared.package, cells)
    edited = _settled(edited, prepared, into, overwrite=overwrite)
    data = write_package(refreshed(edited, prepared.codebook))
    problems = verify_cells(data, cells)
    if problems:
        return None, problems
    backup = free_backup(into)
    problems = publish({backup: into.read_bytes(), into: data})
    return (None, problems) if problems else (backup, [])


def _settled(package: Package, prepared: Prepared, into: Path, *, overwrite: bool) -> Package:
    """Amounts of an odd size that agree to the 分 with an export in 元 are settled: 首页 says so."""
    changes = prepared.plan.changes
    agreed = {
        change.place
        for change in changes
        if change.state is not State.CONFLICT or (overwrite and change.writable)
    }
    to_the_fen = any(isinstance(change.new, Decimal) and change.new % 100 for change in changes)
    book = parse_workbook(write_package(package))
    facts, findings = interpret(book, into.name)
    if facts is None or prepared.codebook is None or not to_the_fen or facts.department.unit_confirmed:
        return package
    fmt, _ = library_for(into).choose_for(facts)
    doubt = suspect_units(Account(facts, fmt), findings) if fmt is not None else None
    sheet, _, ref = facts.department.cell("unit_confirmed").partition("!")
    main = [each.cell for each in doubt.suspects if each.node in _SETTLING] if doubt is not None else []
    if doubt is None or doubt.certain or not ref or not main or not agreed.issuperset(main):
        return package
    words = f"与导入的决算报表（单位：元）逐格一致，核对数 {doubt.check_sum:f}"
    return set_cells(package, {sheet: {cell_position(ref): words}})


#: with income and spending known to the 分, what hangs on them is of the same unit
_SETTLING = frozenset(("incomes.amount", "expenditures.amount"))


def free_backup(book: Path) -> Path:
    """``W.xlsx.bak``, ``W.xlsx.bak2`` …: the first name that is free, so that no earlier file is lost."""
    number = 1
    while True:
        name = book.with_name(f"{book.name}.bak{number if number > 1 else ''}")
        if not name.exists():
            return name
        number += 1
