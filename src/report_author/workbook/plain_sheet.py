"""Sheets of a workbook that only show something; the reader passes over them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from xlsxwriter.workbook import Workbook

from report_author.workbook.computed import Computed
from report_author.workbook.shape import TIE_OUT
from report_author.workbook.styles import Styles

_HEADER = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainSheet:
    """A title, a line that explains, a header, rows; the first row of data is sheet row ``FIRST_ROW``."""

    name: str
    title: str
    hint: str
    header: tuple[str, ...]
    widths: tuple[int, ...]
    rows: Sequence[tuple[str | Decimal | Computed, ...]]


#: counts from 1, as formulas do
FIRST_ROW = _HEADER + 2


def write_plain_sheet(book: Workbook, sheet: PlainSheet, styles: Styles) -> None:
    """Add ``sheet`` behind the sheets already there; it is protected, since nothing in it is to be typed."""
    out = book.add_worksheet(sheet.name)
    looks = styles.of_sheet(TIE_OUT)
    out.set_tab_color(f"#{TIE_OUT}")
    out.hide_gridlines(2)
    for column, width in enumerate(sheet.widths):
        out.set_column(column, column, width)
    out.write_string(0, 0, sheet.title, looks.title())
    out.write_string(1, 0, sheet.hint, looks.hint())
    for column, label in enumerate(sheet.header):
        out.write_string(_HEADER, column, label, looks.header())
    money = looks.computed("#,##0.00")
    for number, row in enumerate(sheet.rows, start=_HEADER + 1):
        for column, value in enumerate(row):
            match value:
                case str():
                    out.write_string(number, column, value, looks.label())
                case Decimal():
                    out.write_number(number, column, value, money)
                case Computed():
                    out.write_formula(number, column, value.formula, money, value.value)
    out.freeze_panes(_HEADER + 1, 3)
    out.repeat_rows(0, _HEADER)
    out.set_landscape()
    out.fit_to_pages(1, 0)
    out.protect("", {"format_columns": True, "format_rows": True})
