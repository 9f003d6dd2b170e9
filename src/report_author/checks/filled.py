"""The cells of a workbook in which a clerk has typed something that can be checked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from report_author.ooxml.sheets import RawCell, RawWorkbook, column_letters
from report_author.workbook.layout import SHEETS
from report_author.workbook.locate import SheetMap, sheets_of
from report_author.workbook.shape import Column, Kind
from report_author.workbook.sheets_results import CHECKS

#: a text that is a code: 311001, P01
_CODE = re.compile(r"[A-Za-z]{0,4}\d{1,24}")
#: what stands there is itself what the facts are held against
_YARDSTICK = frozenset((CHECKS.id,))
#: a code that is no figure of the report
_NOT_CHECKED = frozenset(("format_id",))


@dataclass(frozen=True, slots=True)
class Filled:
    """One filled cell: ``sheet`` is its name in this workbook, ``at`` its row and column from zero, ``block`` the layout's id."""

    sheet: str
    at: tuple[int, int]
    block: str
    column: Column
    cell: RawCell

    @property
    def place(self) -> str:
        return f"{self.sheet}!{column_letters(self.at[1])}{self.at[0] + 1}"

    @property
    def is_code(self) -> bool:
        """Whether it is a text that is a code: a project, a budget unit."""
        return (
            self.column.kind is Kind.TEXT
            and not self.column.options
            and _CODE.fullmatch(self.cell.text.strip()) is not None
        )


def filled_cells(book: RawWorkbook) -> tuple[Filled, ...]:
    """Amounts, counts, codes, dates, choices that are typed, in the order of the workbook; prose is left out.

    批复数 and 核实说明 are left out as well.
    """
    return tuple(each for each in _typed(book) if _checkable(each))


def with_cell(book: RawWorkbook, where: Filled, cell: RawCell) -> RawWorkbook:
    """The workbook with another cell at this place; ``book`` stays as it is."""
    return RawWorkbook(
        tuple(
            replace(sheet, cells={**sheet.cells, where.at: cell}) if sheet.name == where.sheet else sheet
            for sheet in book.sheets
        )
    )


def _checkable(filled: Filled) -> bool:
    column = filled.column
    if column.field in _NOT_CHECKED or column.kind is Kind.LONG:
        return False
    return column.kind is not Kind.TEXT or bool(column.options) or filled.is_code


def _typed(book: RawWorkbook) -> Iterator[Filled]:
    found = sheets_of(book, [])
    for declared in SHEETS:
        if declared.id not in found or declared.id in _YARDSTICK:
            continue
        sheet = SheetMap(declared, found[declared.id], [])
        for form in sheet.forms():
            for column in form.form.columns:
                at = form.values.get(column.field)
                if at is not None and at in form.sheet.cells:
                    yield Filled(form.sheet.name, at, form.form.id, column, form.sheet.cells[at])
        for each in sheet.lists():
            for row in each.rows:
                for column in each.block.inputs:
                    place = (row, each.columns.get(column.field, -1))
                    label = each.block.fixed is not None and column is each.block.columns[0]
                    if place in each.sheet.cells and not label:
                        yield Filled(each.sheet.name, place, each.block.id, column, each.sheet.cells[place])
