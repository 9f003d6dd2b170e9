"""What the workbooks that list something have in common: how they are opened, how their heads and links look."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from xlsxwriter.workbook import Format, Workbook, Worksheet

#: the columns of a list: what is said above each, how wide it is
Header = Sequence[tuple[str, float]]
_OPTIONS = {
    "in_memory": True,
    "strings_to_urls": False,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
}


def listing_book(target: io.BytesIO, title: str) -> Workbook:
    """A workbook that takes every text as a text; the same from run to run."""
    book = Workbook(target, _OPTIONS)
    book.set_properties({"title": title, "created": datetime(2000, 1, 1)})
    return book


class Looks:
    """The formats of the cells."""

    def __init__(self, book: Workbook, size: int, head: str) -> None:
        self._book = book
        self._font = {"font_name": "宋体", "font_size": size}
        self.note = self.bare()
        self.text = self.cell(text_wrap=True)
        self.whole = self.cell(num_format="0")
        self.head = self.cell(text_wrap=True, bold=True, bg_color="4472C4", font_color="FFFFFF", valign=head)

    def bare(self, **more: Any) -> Format:
        """The look of a cell without a border."""
        return self._book.add_format({**self._font, **more})

    def cell(self, **more: Any) -> Format:
        return self.bare(**{"valign": "top", "border": 1, "border_color": "BFBFBF", **more})


def for_print(sheet: Worksheet) -> None:
    """Across A4, as many pages down as it takes."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def head(sheet: Worksheet, header: Header, rows: int, looks: Looks) -> None:
    """The first row of a list of so many ``rows``: it stays in sight, is repeated on every page, has filters."""
    for column, (label, width) in enumerate(header):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, label, looks.head)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(rows, 1), len(header) - 1)
    for_print(sheet)
    sheet.repeat_rows(0)
