"""Tables inside a report: published tables, sums, self-evaluation forms."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from report_author.audit.claims.report import Report
from report_author.audit.judges.forms import judge_form_grid, judge_forms
from report_author.audit.judges.grid_cells import Table, cell_block
from report_author.audit.judges.grid_sums import judge_sums_of
from report_author.audit.judges.relations import Doubt, NotJudged, Relation
from report_author.audit.judges.table_cells import TableCells
from report_author.audit.judges.table_projects import judge_projects
from report_author.audit.judges.table_text import judge_text
from report_author.audit.judges.tables import Rules, merged, rule_doubts, table_cells
from report_author.audit.reading.blocks import Block, Grid
from report_author.checks.tables import located
from report_author.model.findings import Severity
from report_author.ooxml.sheets import CellKind, RawCell, RawSheet, RawWorkbook, cell_position, column_letters

_LINES, _SHORT = 6, 60
_MOST = 3  # more faults than this in one table: its columns were not read as they are meant


@dataclass(frozen=True, slots=True)
class _Sheets:
    """Grids as sheets, so that whatever reads a workbook reads them; the first row is the title."""

    book: RawWorkbook
    published: frozenset[int]


def judge_grids(report: Report, rules: Rules | None = None) -> Iterator[Relation | Doubt | NotJudged]:
    """Every table of the report; published tables by the rules where these are given."""
    grids = report.document.grids
    blocks = _cell_blocks(report)
    sheets = _as_sheets(report, blocks)
    by_rules = rules is not None and len(sheets.published) >= 3
    if sheets.published:
        yield from _published(report, sheets, rules if by_rules else None, blocks)
    for number, grid in enumerate(grids):
        table = Table(grid, blocks)
        if number not in sheets.published or not by_rules:
            yield from judge_sums_of(table)
        yield from judge_form_grid(table)
    yield from judge_forms(report)


def _as_sheets(report: Report, blocks: Mapping[int, Block]) -> _Sheets:
    order = {block: number for number, block in enumerate(report.document.blocks)}
    made = []
    for number, grid in enumerate(report.document.grids):
        first = blocks.get(grid.first_paragraph)
        above = _above(report.document.blocks, order[first]) if first is not None else []
        made.append(_sheet(number, grid, above or grid.before.split("\n")))
    names = {sheet.raw.name for sheet in located(RawWorkbook(tuple(made))).values()}
    published = frozenset(number for number, sheet in enumerate(made) if sheet.name in names)
    return _Sheets(RawWorkbook(tuple(made[number] for number in sorted(published))), published)


def _above(blocks: Sequence[Block], at: int) -> list[str]:
    """The short lines right above a table: title, number, department, unit."""
    found: list[str] = []
    for block in reversed(blocks[max(0, at - _LINES) : at]):
        if block.kind != "正文" or len(block.text) > _SHORT:
            break
        found.insert(0, block.text)
    return found


def _sheet(number: int, grid: Grid, above: Sequence[str]) -> RawSheet:
    """The paragraphs above the table fill the first row."""
    lines = [line for line in above if line.strip()]
    cells = {(0, column): _raw(0, column, line) for column, line in enumerate(lines)}
    for row, texts in enumerate(grid.rows, start=1):
        cells |= {(row, column): _raw(row, column, text) for column, text in enumerate(texts) if text.strip()}
    covered = {
        (row + 1 + down, column + right): (row + 1, column)
        for row, column, height, width in grid.merged
        for down in range(height)
        for right in range(width)
        if down or right
    }
    return RawSheet(f"表格{number}", True, cells, covered)


def _raw(row: int, column: int, text: str) -> RawCell:
    return RawCell(f"{column_letters(column)}{row + 1}", CellKind.TEXT, text.strip())


def published_cells(report: Report) -> TableCells | None:
    """The 公开表 that stand in a report itself; None where there are none."""
    blocks = _cell_blocks(report)
    sheets = _as_sheets(report, blocks)
    return _cells(report, sheets, blocks) if sheets.published else None


def _cell_blocks(report: Report) -> dict[int, Block]:
    return {block.paragraph: block for block in report.document.blocks if block.kind == "表格" and block.paragraph >= 0}


def _cells(report: Report, sheets: _Sheets, blocks: Mapping[int, Block]) -> TableCells:
    grids = report.document.grids

    def block_at(place: str, _: str) -> Block:
        name, _, ref = place.partition("!")
        row, column = cell_position(ref)
        return cell_block(grids[int(name.removeprefix("表格"))], row - 1, column, blocks)

    return table_cells(sheets.book, report.year or 2021, block_at)


def _published(
    report: Report, sheets: _Sheets, rules: Rules | None, blocks: Mapping[int, Block]
) -> Iterator[Relation | Doubt | NotJudged]:
    grids = report.document.grids
    cells = _cells(report, sheets, blocks)
    found = [*rule_doubts(sheets.book, rules, cells)] if rules is not None else []
    doubts = [_worded(each, grids) for each in found if isinstance(each, Doubt)]
    faults = Counter(_table(doubt.place) for doubt in doubts if doubt.severity is Severity.ERROR)
    misread = {place for place, count in faults.items() if count > _MOST}
    for place in sorted(misread):
        yield NotJudged("C52", place, "", f"这张表有{faults[place]}处不平，可能是表格的行列没有读对，没有核对")
    yield from merged([doubt for doubt in doubts if _table(doubt.place) not in misread], [*judge_text(report, cells), *judge_projects(cells)])
    yield from (replace(each, place="报告里的公开表") for each in found if isinstance(each, NotJudged))


def _table(place: str) -> str:
    """The table of a cell's place."""
    return re.sub(r"第\d+行第\d+格$", "", place)


def _worded(doubt: Doubt, grids: Sequence[Grid]) -> Doubt:
    """Where no cell is to blame, the table by its place in the document."""
    named = re.fullmatch(r"表格(\d+)", doubt.place)
    message = re.sub(r"表格(\d+)", lambda found: grids[int(found[1])].place, doubt.message)
    return replace(doubt, place=grids[int(named[1])].place if named else doubt.place, message=message)
