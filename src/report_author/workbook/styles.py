"""The looks of the fill-in workbook."""

from __future__ import annotations

import unicodedata
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from report_author.workbook.shape import Column, Kind

FONT = "微软雅黑"
_INPUT, _COMPUTED, _LINE = "#FFF9E1", "#F2F2F2", "#BFBFBF"
_LINE_HEIGHT = 16.5
#: Excel refuses taller rows
_TALLEST = 409
_NUMBER_FORMATS = {
    Kind.MONEY: "#,##0.00",
    Kind.NUMBER: "#,##0.00####",
    Kind.COUNT: "0",
    Kind.DATE: "yyyy-mm-dd",
}


class Styles:
    """The cell formats of one workbook, each made once."""

    def __init__(self, book: Workbook, colour: str = "4472C4") -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}
        self._colour = f"#{colour}"

    def of_sheet(self, colour: str) -> Styles:
        """The same formats with the headers in the colour of a sheet's group."""
        other = Styles(self._book, colour)
        other._made = self._made
        return other

    def _format(self, **properties: Any) -> Format:
        wanted = {"font_name": FONT, "font_size": 10, "valign": "vcenter", **properties}
        key = tuple(sorted(wanted.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(wanted)
        return self._made[key]

    def _boxed(self, **properties: Any) -> Format:
        return self._format(border=1, border_color=_LINE, **properties)

    def title(self) -> Format:
        return self._format(font_size=18, bold=True, font_color=self._colour)

    def hint(self) -> Format:
        return self._format(font_color="#595959")

    def block_title(self) -> Format:
        return self._format(font_size=12, bold=True, font_color=self._colour)

    def header(self) -> Format:
        fill = {"font_color": "#FFFFFF", "bg_color": self._colour}
        return self._boxed(**fill, bold=True, align="center", text_wrap=True)

    def label(self) -> Format:
        return self._boxed(bg_color=_COMPUTED, text_wrap=True, indent=1)

    def note(self) -> Format:
        return self._format(font_color="#7F7F7F", indent=1)

    def computed(self, number_format: str = "") -> Format:
        """A computed text, or a number where a number format is given."""
        side = {"num_format": number_format} if number_format else {"align": "left", "indent": 1}
        return self._boxed(bg_color=_COMPUTED, font_color="#595959", **side)

    def verdict(self) -> Format:
        fill = {"bg_color": _COMPUTED, "font_color": "#375623"}
        return self._boxed(**fill, bold=True, align="center")

    def alarm(self) -> Format:
        """Laid over a result that needs a look."""
        return self._book.add_format({"font_color": "#C00000", "bold": True, "bg_color": "#F8CBAD"})

    def lacking(self) -> Format:
        """Laid over a cell that its row needs, still blank."""
        return self._book.add_format({"bg_color": "#F8CBAD"})

    def link(self) -> Format:
        fill = {"bg_color": _COMPUTED, "font_color": "#0563C1"}
        return self._boxed(**fill, underline=1, indent=1)

    def input(self, column: Column) -> Format:
        look: dict[str, Any] = {"bg_color": _INPUT, "locked": False}
        if column.kind in _NUMBER_FORMATS:
            pattern = "0" if column.field == "year" else _NUMBER_FORMATS[column.kind]
            look |= {"num_format": pattern, "align": "right"}
            if column.kind is Kind.DATE or column.field == "year":
                look |= {"align": "left", "indent": 1}
        else:
            look |= {"num_format": "@", "text_wrap": True, "align": "left", "indent": 1}
            if column.kind is Kind.YES_NO:
                look |= {"align": "center", "indent": 0}
        return self._boxed(**look)


def lines(text: str, width: float) -> int:
    """How many lines a wrapped cell of ``width`` characters needs; a Chinese character is two wide."""
    room = max(width - 2, 2)
    return sum(max(1, -(-_extent(part) // int(room))) for part in text.split("\n"))


def height(line_count: int) -> float:
    """The row height, in points, of so many lines."""
    return min(max(20.0, line_count * _LINE_HEIGHT + 4), _TALLEST)


def _extent(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)
