"""The published tables: their own rules, then the text against them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from report_author.audit.claims.report import Report
from report_author.audit.judges.catalogue import KINDS
from report_author.audit.judges.relations import ERROR, INFO, WARNING, Doubt, NotJudged, Relation, Verdict
from report_author.audit.judges.table_cells import TableCells
from report_author.audit.judges.table_text import judge_projects, judge_text
from report_author.audit.reading.blocks import Block
from report_author.audit.reading.cover import cover_of
from report_author.checks.grids import PrintedSheet, squeezed
from report_author.checks.rulebook import RuleBook
from report_author.checks.tables import LEAST, check_sheets, grids_of, located, year_in
from report_author.model.findings import Finding, Severity
from report_author.model.format import Format
from report_author.ooxml.sheets import RawWorkbook, cell_position
from report_author.records import frozen

_MISSING_TABLES = (
    "R69"  # which tables must be there depends on the province: here the report's own list decides
)
_EMPTY = "R70"
_PRINTED = re.compile(r"-?[\d,]+\.\d{1,2}")


class Rules(NamedTuple):
    """A format with its 审核公式."""

    fmt: Format
    book: RuleBook


@frozen
class Tables:
    """A workbook of 公开表 with the rules that judge it; ``name`` is its file's.

    ``read`` are its sheets, its grids where somebody has read them; ``formulas`` tells whether the 审核公式 are still to
    be judged on them.
    """

    name: str
    book: RawWorkbook
    rules: Rules
    read: tuple[Mapping[str, PrintedSheet], Mapping[str, object]] | None = None
    formulas: bool = True


def judge_tables(report: Report, tables: Tables) -> Iterator[Relation | Doubt | NotJudged]:
    """The rules inside and between the tables (C52), then every figure of the text that a table prints as well."""
    sheets, grids = tables.read or _read(tables.book, report.year or tables.rules.fmt.year)
    if len(sheets) < LEAST:
        yield NotJudged("C52", tables.name, "", "这个工作簿不像部门决算公开表（至少要认出3张表），没有核对")
        return
    cells = TableCells(sheets, grids)
    ruled = [*rule_doubts(tables.rules, cells, formulas=tables.formulas)]
    doubts = [each for each in ruled if isinstance(each, Doubt)]
    yield from merged(doubts, [*judge_text(report, cells), *judge_projects(cells)])
    yield from _about(report, tables, cells)
    yield from (replace(each, place=tables.name) for each in ruled if isinstance(each, NotJudged))


def _read(book: RawWorkbook, year: int) -> tuple[Mapping[str, PrintedSheet], Mapping[str, object]]:
    sheets = located(book)
    return sheets, grids_of(sheets, year_in(sheets) or year)


def rule_doubts(rules: Rules, cells: TableCells, *, formulas: bool = True) -> Iterator[Doubt | NotJudged]:
    """What the 审核公式 find in the tables."""
    findings, unchecked = check_sheets(cells.sheets, cells.grids, rules.fmt, rules.book, formulas=formulas)
    yield from (
        _doubt(found, cells)
        for found in findings
        if found.code != _MISSING_TABLES and not _has_zeros(found, cells)
    )
    yield from (NotJudged("C52", "", each.code, each.why) for each in unchecked)


def table_cells(
    book: RawWorkbook, year: int, block_at: Callable[[str, str], Block] | None = None
) -> TableCells:
    """The tables of a workbook as the text is held against them."""
    sheets, grids = _read(book, year)
    return TableCells(sheets, grids, block_at) if block_at is not None else TableCells(sheets, grids)


def merged(
    doubts: Sequence[Doubt], found: Sequence[Relation | NotJudged]
) -> Iterator[Relation | Doubt | NotJudged]:
    """A cell that breaks a rule and differs from the text is one doubt with both."""
    doubts = _one_for_each_cell(doubts)
    by_place = {doubt.place: doubt for doubt in doubts if doubt.severity is not INFO}
    more: dict[str, list[str]] = {}
    for each in found:
        places = [token.block.place for token in each.tokens[1:]] if isinstance(each, Relation) else []
        known = next((place for place in places if place in by_place), None)
        if (
            isinstance(each, Relation)
            and each.verdict is Verdict.BROKEN
            and known is not None
            and len(places) == 1
        ):
            more.setdefault(known, []).append(f"{each.tokens[0].block.place}：{each.message}")
        else:
            yield each
    for doubt in doubts:
        yield replace(doubt, also=(*doubt.also, *more.get(doubt.place, ())))


def _has_zeros(found: Finding, cells: TableCells) -> bool:
    """Whether a table that is called empty prints amounts, be they 0.00: then it needs no explanation."""
    sheet = next((each for each in cells.sheets.values() if each.raw.name == found.place), None)
    return found.code == _EMPTY and sheet is not None and any(map(_PRINTED.fullmatch, sheet.texts.values()))


def _one_for_each_cell(doubts: Sequence[Doubt]) -> list[Doubt]:
    """Rules that name the same cell have one cause: the worst speaks, the others follow."""
    kept: dict[str, Doubt] = {}
    for number, doubt in enumerate(sorted(doubts, key=lambda each: each.severity.rank)):
        alone = doubt.block is None or doubt.severity is INFO
        key = f"{number}" if alone else doubt.place
        first = kept.get(key)
        kept[key] = replace(first, also=(*first.also, doubt.message)) if first is not None else doubt
    return [*kept.values()]


def _doubt(found: Finding, cells: TableCells) -> Doubt:
    block = _cell(found.place, cells)
    basis = re.search(r"（依据：(.+?)）", found.advice)
    return Doubt(
        "C52",
        found.severity,
        block,
        block.place if block else found.place,
        found.quote or (block.text if block else ""),
        found.message,
        found.advice,
        found.stated,
        found.expected,
        f"审核公式{found.code}",
        "",
        "高",
        basis[1] if basis else KINDS["C52"].basis,
    )


def _cell(place: str, cells: TableCells) -> Block | None:
    name, _, ref = place.rpartition("!")
    sheet = next((each for each in cells.sheets.values() if each.raw.name == name), None)
    if sheet is None or not re.fullmatch(r"[A-Z]+\d+", ref):
        return None
    cell = sheet.raw.cells.get(cell_position(ref))
    return cells.block_at(place, cell.text if cell is not None else "")


def _about(report: Report, tables: Tables, cells: TableCells) -> Iterator[Doubt]:
    """Year, department, list of tables as report and workbook tell them."""
    year = year_in(cells.sheets)
    if year and report.year and year != report.year:
        yield _plain(
            "C11",
            ERROR,
            tables.name,
            f"公开表是{year}年度的，报告是{report.year}年度的。",
            "请核对是否拿错了文件。",
            f"{year}年度",
            f"{report.year}年度",
        )
    text = squeezed("".join(block.text for block in report.blocks))
    told = (
        "" if cover_of(report.document)[0] else _department(cells.sheets)
    )  # a cover is held against them as the files are opened
    if told and told not in text:
        yield _plain(
            "C12",
            WARNING,
            tables.name,
            f"公开表的部门（单位）是“{told}”，报告里没有这个名称。",
            "请统一用全称。",
            told,
            "",
        )
    lost = [
        spec.title
        for spec in tables.rules.fmt.tables
        if spec.grid not in cells.sheets and _listed(spec.title, text)
    ]
    if lost:
        yield _plain(
            "C18",
            WARNING,
            tables.name,
            f"报告列出的{len(lost)}张表在公开表里没有找到：{'、'.join(lost)}。",
            "请补上；没有数据的表也要列出空表并说明。",
            "",
            f"{len(lost)}张",
        )


def _listed(title: str, text: str) -> bool:
    return bool(re.search(rf"[、.．表]{re.escape(squeezed(title))}", text))


def department_of(tables: Tables) -> str:
    """Whose tables they are, as the line above one of them says."""
    return _department(located(tables.book))


def _department(sheets: Mapping[str, PrintedSheet]) -> str:
    for sheet in sheets.values():
        for text in sheet.heads():
            found = re.match(r"(?:部门|单位|编制单位|部门名称|单位名称)[:：](.+)", text)
            if found and not re.match(r"(?:万元|元)", found[1]):
                return re.sub(r"(?:金额)?单位[:：].*$", "", found[1])
    return ""


def _plain(
    code: str, severity: Severity, place: str, message: str, advice: str, stated: str, expected: str
) -> Doubt:
    return Doubt(code, severity, None, place, "", message, advice, stated, expected, basis=KINDS[code].basis)
