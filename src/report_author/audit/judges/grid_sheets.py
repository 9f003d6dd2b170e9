"""The tables inside a report as sheets, so that whatever reads a workbook reads them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from report_author.audit.claims.report import Report
from report_author.audit.judges.grid_cells import cell_block
from report_author.audit.judges.table_cells import TableCells
from report_author.audit.judges.tables import table_cells
from report_author.audit.reading.blocks import Block, Document, Grid
from report_author.checks.tables import located
from report_author.ooxml.sheets import CellKind, RawCell, RawSheet, RawWorkbook, cell_position, column_letters

_LINES, _SHORT, _LONG = 6, 60, 200
_SHEET = "表格"


class Sheets(NamedTuple):
    """The 公开表 among the tables of a report: ``published`` are their numbers, ``cells`` what a text repeats of them."""

    book: RawWorkbook
    published: frozenset[int]
    cells: TableCells


def cell_blocks(document: Document) -> dict[str, Block]:
    """The first block of each cell by its place."""
    found: dict[str, Block] = {}
    for block in document.blocks:
        if block.kind == "表格":
            found.setdefault(block.place, block)
    return found


def published_sheets(report: Report) -> Sheets | None:
    """The 公开表 that stand in a report itself; None where there are none."""
    grids = report.document.grids
    blocks = cell_blocks(report.document)
    made = _sheets(report.document)
    names = {sheet.raw.name for sheet in located(RawWorkbook(made)).values()}
    if not names:
        return None

    def block_at(place: str, _: str) -> Block:
        number, _, ref = place.removeprefix(_SHEET).partition("!")
        row, column = cell_position(ref)
        return cell_block(grids[int(number)], row - 1, column, blocks)

    published = frozenset(number for number, sheet in enumerate(made) if sheet.name in names)
    book = RawWorkbook(tuple(made[number] for number in sorted(published)))
    return Sheets(book, published, table_cells(book, report.year or 2021, block_at))


def published_cells(report: Report) -> TableCells | None:
    """What a text repeats of the 公开表 in its own report."""
    found = published_sheets(report)
    return found.cells if found is not None else None


def in_words(text: str, grids: Sequence[Grid]) -> str:
    """The names of sheets in ``text`` turned into those of the tables."""
    return re.sub(rf"{_SHEET}(\d+)(?![\d.])", lambda found: _place(grids, int(found[1])) or found[0], text)


def _place(grids: Sequence[Grid], number: int) -> str:
    return grids[number].place if number < len(grids) else ""


def table_of(place: str) -> str:
    """The table of a cell's place."""
    return re.sub(r"第\d+行第\d+格$", "", place)


def _sheets(document: Document) -> tuple[RawSheet, ...]:
    ends: dict[str, tuple[int, int]] = {}
    for number, block in enumerate(document.blocks):
        if block.kind == "表格":
            name = table_of(block.place)
            ends[name] = (ends[name][0] if name in ends else number, number)
    made = []
    for number, grid in enumerate(document.grids):
        first, last = ends.get(grid.place, (0, len(document.blocks)))
        above = _above(document.blocks, first) or grid.before.split("\n")
        made.append(_sheet(number, grid, above, _below(document.blocks, last)))
    return tuple(made)


def _above(blocks: Sequence[Block], at: int) -> list[str]:
    """The short lines right above a table: title, number, department, unit."""
    found: list[str] = []
    for block in reversed(blocks[max(0, at - _LINES) : at]):
        if block.kind != "正文" or len(block.text) > _SHORT:
            break
        found.insert(0, block.text)
    return found


def _below(blocks: Sequence[Block], at: int) -> list[str]:
    """The notes right below a table."""
    found = []
    for block in blocks[at + 1 : at + 1 + _LINES]:
        if block.kind != "正文" or not re.match(
            r"[（(]?(?:注|说明|备注|本表|此表)|.{0,40}(?:没有|无).{0,40}(?:空表|数据)", block.plain.text
        ):
            break
        found.append(block.text[:_LONG])
    return found


def _sheet(number: int, grid: Grid, above: Sequence[str], below: Sequence[str]) -> RawSheet:
    """The paragraphs above the table fill the first row, those below it a row each."""
    cells = {
        (0, column): _raw(0, column, line)
        for column, line in enumerate(each for each in above if each.strip())
    }
    for row, texts in enumerate(grid.rows, start=1):
        cells |= {(row, column): _raw(row, column, text) for column, text in enumerate(texts) if text.strip()}
    for row, line in enumerate(below, start=len(grid.rows) + 1):
        cells[row, 0] = _raw(row, 0, _note(line))
    covered = {
        (row + 1 + down, column + right): (row + 1, column)
        for row, column, height, width in grid.merged
        for down in range(height)
        for right in range(width)
        if down or right
    }
    return RawSheet(f"{_SHEET}{number}", True, cells, covered)


def _note(line: str) -> str:
    """A line that readers of tables know as a note."""
    return line if re.match(r"\s*(?:注|说明|备注)[:：]", line) else f"说明：{line}"


def _raw(row: int, column: int, text: str) -> RawCell:
    return RawCell(f"{column_letters(column)}{row + 1}", CellKind.TEXT, text.strip())
