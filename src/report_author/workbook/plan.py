"""Where each block of a new workbook stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from xlsxwriter.utility import xl_col_to_name

from report_author.workbook.layout import SHEETS
from report_author.workbook.shape import Block, CheckBlock, Form, ListBlock, Sheet

#: column A holds the hidden ids
FIRST_COLUMN = 1
#: blank rows kept below the rows that are filled
_SPARE_ROWS = 10
#: validations of the last list of a sheet reach this far beyond its formatted rows
_REACH = 1000


@dataclass(frozen=True, slots=True)
class Place:
    """A block on its sheet; rows and columns count from zero.

    ``header`` is the row of the column labels, ``first`` … ``last`` the formatted data rows, ``reach`` the
    last row that validations and totals include. A list has its hidden id row just above the header.
    """

    sheet: Sheet
    block: Block
    top: int
    header: int
    first: int
    last: int
    reach: int
    columns: Mapping[str, int]

    @property
    def ids(self) -> int:
        """The hidden row of field ids (lists only)."""
        return self.header - 1

    def range(self, field: str) -> str:
        """All rows of a column, as other sheets refer to it: ``'支出'!$H$6:$H$305``."""
        column = xl_col_to_name(self.columns[field], col_abs=True)
        return f"'{self.sheet.name}'!{column}${self.first + 1}:{column}${self.reach + 1}"


def plan(counts: Mapping[str, int]) -> dict[str, Place]:
    """The places of all blocks by block key; ``counts`` is the number of filled rows of each list."""
    places: dict[str, Place] = {}
    for sheet in SHEETS:
        row = 2 + sheet.hint.count("\n") + 1
        for block in sheet.blocks:
            place = _place(sheet, block, row, counts.get(block.key, 0), block is sheet.blocks[-1])
            places[block.key] = place
            row = place.last + 2
    return places


def _place(sheet: Sheet, block: Block, top: int, filled: int, last_block: bool) -> Place:
    match block:
        case Form():
            header, rows, columns = (
                top + 1,
                len(block.columns),
                {c.field: FIRST_COLUMN + 1 for c in block.columns},
            )
        case ListBlock():
            rows = len(block.fixed) if block.fixed else max(block.rows, filled + _SPARE_ROWS)
            header, columns = top + 2, column_positions(block)
        case CheckBlock():
            header, rows, columns = top + 1, len(block.checks), {}
        case _:
            # every sheet but the first, then the live checks
            header, rows, columns = top + 1, len(SHEETS), {}
    last = header + rows
    grows = last_block and isinstance(block, ListBlock) and block.fixed is None
    return Place(sheet, block, top, header, header + 1, last, last + _REACH if grows else last, columns)


def column_positions(block: ListBlock) -> dict[str, int]:
    """The sheet column of each field; a spanning cell pushes the next ones to the right."""
    positions, at = {}, FIRST_COLUMN
    for column in block.columns:
        positions[column.field] = at
        at += column.span
    return positions
