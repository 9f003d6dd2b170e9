"""A finished table on whole pages: no last page with a few rows, no page too wide to read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from report_author.templating.sheet_heights import Wrapping, column_pixels, grown_rows
from report_author.templating.sheet_moves import Moves
from report_author.templating.sheet_xml import SheetXml, column_number

#: paper by its number in the file: short side, long side (points)
_PAPERS = {"8": (841.9, 1190.6), "9": (595.3, 841.9), "11": (419.5, 595.3)}
_WIDE = re.compile(r'\s\bfitToWidth="\d+"')
_FIT = re.compile(r'<pageSetUpPr\b[^>]*\bfitToPage="(?:1|true)"')
_SETUP = re.compile(r"<pageSetup\b[^>]*/>")
_MARGINS = re.compile(r"<pageMargins\b[^>]*/>")
_ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')
_COLUMN = re.compile(r"<col\b[^>]*/>")
_FORMAT = re.compile(r"<sheetFormatPr\b[^>]*/>")
_ROW_START = re.compile(r'<row r="(\d+)"(?:[^>]*?\sht="([\d.]+)")?')
_HIDDEN_ROW = re.compile(r'<row r="(\d+)"[^>]*\shidden="(?:1|true)"')
_TITLES = re.compile(r"\$?([A-Z]{1,3}|\d+):\$?([A-Z]{1,3}|\d+)(?=$|,)")
#: a table is not shrunk further than this to put all its columns on one page: letters of 10.5 pt are then 5.25 pt high
LEGIBLE = 0.5
#: a last page filled less than this is saved by shrinking the table a little
_FEW_ROWS = 0.25
_POINTS_PER_PIXEL = 0.75
#: columns are this much broader where the standard font of the workbook has wider digits, or is not installed
_FONTS = (1.0, 8 / 7, 4 / 3)


@dataclass(frozen=True, slots=True)
class PageLayout:
    """What the paper of one sheet of the template depends on; titles are rows or columns repeated on every page."""

    wrapping: Mapping[int, tuple[Wrapping, ...]]
    title_rows: tuple[int, int] | None
    title_columns: tuple[int, int] | None

    def finish(self, head: str, rows: str, tail: str, moves: Moves) -> tuple[str, str]:
        """Rows and tail of a finished sheet with the heights and the number of pages that its text needs."""
        widths = _widths(
            head, moves.columns.last if moves.columns.origins is None else len(moves.columns.origins)
        )
        rows = grown_rows(rows, self.wrapping, moves, widths)
        setup = _SETUP.search(tail)
        if setup is None or not _FIT.search(head):
            return rows, tail
        page = dict(_ATTRIBUTE.findall(setup.group()))
        if page.get("fitToHeight") != "0" or page.get("paperSize") not in _PAPERS:
            return rows, tail
        room = _room(page, tail)
        points = [width * _POINTS_PER_PIXEL for width in widths]
        left = sum(points[slice(*_bounds(self.title_columns, moves, across=True))])
        across = int(page.get("fitToWidth", "1"))
        if across == 1 and left:
            across = _pages_across(room[0], sum(points), left)
        heights = _heights(head, rows)
        first, last = _bounds(self.title_rows, moves, across=False)
        titles, body = sum(heights[first:last]), [*heights[:first], *heights[last:]]
        wide = left * (across - 1) + sum(points) or 1.0
        scales = [min(1.0, across * room[0] / (wide * broader)) for broader in _FONTS]
        pages = min(_pages_down(room[1] / scale - titles, body) for scale in scales)
        fitted = setup.group().replace('fitToHeight="0"', f'fitToHeight="{pages}"')
        if across != int(page.get("fitToWidth", "1")):
            fitted = _WIDE.sub("", fitted).replace("<pageSetup", f'<pageSetup fitToWidth="{across}"', 1)
        return rows, tail[: setup.start()] + fitted + tail[setup.end() :]


def page_layout(xml: SheetXml, wrapping: Mapping[int, tuple[Wrapping, ...]], titles: str) -> PageLayout:
    """The layout of a sheet whose print titles are ``titles`` (``公开07表!$A:$E,公开07表!$1:$8``, or empty)."""
    rows = columns = None
    for first, last in _TITLES.findall(titles):
        if first.isdigit():
            rows = (int(first), int(last))
        else:
            columns = (column_number(first) + 1, column_number(last) + 1)
    return PageLayout(wrapping, rows, columns)


def _bounds(titles: tuple[int, int] | None, moves: Moves, *, across: bool) -> tuple[int, int]:
    """The finished title lines as a slice; nothing of ``[0:0]`` where there are none."""
    if titles is None:
        return 0, 0
    first, last = (moves.columns if across else moves.rows).bounds(*titles)
    return (first - 1, last) if last >= first else (0, 0)


def _widths(head: str, columns: int) -> list[float]:
    """Pixels of the first ``columns`` finished columns."""
    sheet = _FORMAT.search(head)
    default = float(dict(_ATTRIBUTE.findall(sheet.group() if sheet else "")).get("defaultColWidth", "9.14"))
    widths = [column_pixels(default)] * columns
    for item in _COLUMN.findall(head):
        found = dict(_ATTRIBUTE.findall(item))
        width = 0.0 if found.get("hidden") in ("1", "true") else float(found.get("width", default))
        for at in range(int(found["min"]), min(int(found["max"]), columns) + 1):
            widths[at - 1] = column_pixels(width)
    return widths


def _heights(head: str, rows: str) -> list[float]:
    """Points of every finished row."""
    sheet = _FORMAT.search(head)
    default = float(dict(_ATTRIBUTE.findall(sheet.group() if sheet else "")).get("defaultRowHeight", "15"))
    heights: list[float] = []
    for number, height in _ROW_START.findall(rows):
        heights += [default] * (int(number) - 1 - len(heights))
        heights.append(float(height) if height else default)
    for number in _HIDDEN_ROW.findall(rows) if " hidden=" in rows else ():
        heights[int(number) - 1] = 0.0
    return heights


def _room(page: Mapping[str, str], tail: str) -> tuple[float, float]:
    """Width and height inside the margins (points)."""
    short, long = _PAPERS[page["paperSize"]]
    width, height = (long, short) if page.get("orientation") == "landscape" else (short, long)
    found = _MARGINS.search(tail)
    margins = {name: float(value) * 72 for name, value in _ATTRIBUTE.findall(found.group() if found else "")}
    return (
        width - margins.get("left", 50.4) - margins.get("right", 50.4),
        height - margins.get("top", 54.0) - margins.get("bottom", 54.0),
    )


def _pages_across(room: float, whole: float, left: float) -> int:
    """How many pages a table of this width goes over when its ``left`` columns come again on each."""
    for pages in range(1, 20):
        if pages * room >= LEGIBLE * (left * (pages - 1) + whole):
            return pages
    return 1


def _pages_down(room: float, heights: Sequence[float]) -> int:
    """How many pages these rows fill, each holding ``room`` points of them."""
    pages, used = 1, 0.0
    for height in heights:
        if used and used + height > room:
            pages, used = pages + 1, 0.0
        used += height
    return pages - 1 if pages > 1 and used < _FEW_ROWS * room else pages
