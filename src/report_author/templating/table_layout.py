"""A finished table on paper: rows as high as their wrapped text, no last page with a few rows, no page too wide to read."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping, Sequence
from math import ceil

from report_author.ooxml.markup import YES, Element, parse_xml, s
from report_author.ooxml.sheets import column_number
from report_author.records import frozen
from report_author.templating.table_moves import LAST_COLUMN, Moves
from report_author.templating.table_plan import PlanRow

_TAG = re.compile(r"[{｛][{｛]")
_TITLES = re.compile(r"\$?([A-Z]{1,3}|\d+):\$?([A-Z]{1,3}|\d+)(?=$|,)")
_CORNERS = re.compile(r"([A-Z]+)(\d+):([A-Z]+)(\d+)")
#: pixels of a column of width 1, of the padding of a cell, of one step of indent
_UNIT, _PADDING, _INDENT = 7, 5, 9
#: height of a line in sizes of its font, with the space above and below the text (points)
_LINE, _SPACE = 1.35, 5
#: paper by its number in the file: short side, long side (points)
_PAPERS = {"8": (841.9, 1190.6), "9": (595.3, 841.9), "11": (419.5, 595.3)}
#: a table is not shrunk further than this to put all its columns on one page: letters of 10.5 pt are then 5.25 pt high
LEGIBLE = 0.5
#: a last page filled less than this is saved by shrinking the table a little
_FEW_ROWS = 0.25
_POINTS_PER_PIXEL = 0.75
#: columns are this much broader where the standard font of the workbook has wider digits, or is not installed
_FONTS = (1.0, 8 / 7, 4 / 3)


@frozen
class TextStyle:
    """How a cell style sets text: size of its font (points), steps of indent, whether it wraps."""

    size: float
    indent: int
    wraps: bool


@frozen
class Wrapping:
    """A cell of the template with a tag whose text wraps; its columns count from 1."""

    first: int
    last: int
    style: TextStyle


def text_styles(styles: bytes) -> list[TextStyle]:
    """The cell styles of styles.xml by number."""
    root = parse_xml(styles)
    sizes = [float(_attribute(font.find("{*}sz"), "val", "11")) for font in root.iterfind("{*}fonts/{*}font")]
    found = []
    for style in root.iterfind("{*}cellXfs/{*}xf"):
        alignment = style.find("{*}alignment")
        font = int(style.get("fontId", "0"))
        size = sizes[font] if font < len(sizes) else 11.0
        wraps = _attribute(alignment, "wrapText", "0") in YES
        found.append(TextStyle(size, int(_attribute(alignment, "indent", "0")), wraps))
    return found


def _attribute(element: Element | None, name: str, default: str) -> str:
    return default if element is None else element.get(name, default)


def wrapping_cells(
    tree: Element, rows: Sequence[PlanRow], styles: Sequence[TextStyle]
) -> dict[int, tuple[Wrapping, ...]]:
    """Cells with tags and wrapped text by row, in rows to which the template gives no height of its own."""
    across: dict[tuple[int, int], int] = {}
    down: set[tuple[int, int]] = set()
    for merge in tree.iter(s("mergeCell")):
        found = _CORNERS.fullmatch(merge.get("ref", ""))
        if found:
            at = (int(found[2]), column_number(found[1]))
            across[at] = column_number(found[3])
            if found[2] != found[4]:
                down.add(at)
    wrapping: dict[int, tuple[Wrapping, ...]] = {}
    for row in rows:
        cells = tuple(
            Wrapping(
                cell.column + 1, across.get((row.number, cell.column), cell.column) + 1, styles[cell.style]
            )
            for cell in row.cells
            if (row.number, cell.column) not in down
            and _TAG.search(cell.text)
            and cell.style < len(styles)
            and styles[cell.style].wraps
        )
        if cells and not row.own_height:
            wrapping[row.number] = cells
    return wrapping


def needed_height(text: str, width: float, style: TextStyle) -> float:
    """Points that ``text`` needs in a cell of ``width`` (pixels)."""
    letter = style.size * 96 / 72 / 2
    room = max(2, int((width - _PADDING - style.indent * _INDENT) / letter))
    lines = sum(max(1, ceil(_letters(line) / room)) for line in text.split("\n"))
    return round(lines * style.size * _LINE + _SPACE, 2)


def _letters(text: str) -> int:
    """The width of ``text`` in halves of a Chinese character."""
    return sum(2 if ord(letter) > 0x2000 else 1 for letter in text)


# ---------------------------------------------------------------- columns


def column_pixels(tree: Element, last: int, origins: Sequence[int] | None) -> list[float]:
    """Pixels of the finished columns; ``origins`` are their template columns, None for 1 … ``last``."""
    default = float(_attribute(tree.find(s("sheetFormatPr")), "defaultColWidth", "9.14"))
    widths = [default * _UNIT] * last
    for column in tree.iterfind(f"{s('cols')}/{s('col')}"):
        hidden = column.get("hidden") in YES
        width = 0.0 if hidden else float(column.get("width", default)) * _UNIT
        for at in range(int(column.get("min", 1)), min(int(column.get("max", 1)), last) + 1):
            widths[at - 1] = width
    return widths if origins is None else [widths[origin - 1] for origin in origins]


def move_columns(tree: Element, moves: Moves) -> None:
    """Let the widths follow the columns."""
    origins, columns = moves.columns.origins, tree.find(s("cols"))
    if origins is None or columns is None:
        return
    by_column: dict[int, Element] = {}
    beyond: list[Element] = []
    last = moves.columns.last
    for column in list(columns):
        low, high = int(column.get("min", 1)), int(column.get("max", 1))
        by_column.update(dict.fromkeys(range(low, min(high, last) + 1), column))
        if high > last:
            beyond.append(
                _column(column, max(low, last + 1) - last + len(origins), high - last + len(origins))
            )
        columns.remove(column)
    for at, origin in enumerate(origins, start=1):
        if origin in by_column:
            columns.append(_column(by_column[origin], at, at))
    columns.extend(beyond)


def _column(model: Element, first: int, last: int) -> Element:
    column = copy.copy(model)
    column.set("min", str(first))
    column.set("max", str(min(last, LAST_COLUMN)))
    return column


# ---------------------------------------------------------------- pages


@frozen
class PageLayout:
    """Rows or columns of a sheet of the template that are repeated on every page, with the cells whose text wraps."""

    wrapping: Mapping[int, tuple[Wrapping, ...]]
    title_rows: tuple[int, int] | None = None
    title_columns: tuple[int, int] | None = None

    @classmethod
    def of(cls, wrapping: Mapping[int, tuple[Wrapping, ...]], titles: str) -> PageLayout:
        """``titles`` as the workbook names them: ``公开07表!$A:$E,公开07表!$1:$8``, or empty."""
        rows = columns = None
        for first, last in _TITLES.findall(titles):
            if first.isdigit():
                rows = (int(first), int(last))
            else:
                columns = (column_number(first) + 1, column_number(last) + 1)
        return cls(wrapping, rows, columns)

    def fit(
        self, tree: Element, given: Sequence[float | None], widths: Sequence[float], moves: Moves
    ) -> None:
        """Set the number of pages that a finished sheet needs, where the template leaves it open.

        ``given`` are the heights of its rows (points; None: the sheet's usual height), ``widths`` pixels of its columns.
        """
        setup = tree.find(s("pageSetup"))
        fits = tree.find(f"{s('sheetPr')}/{s('pageSetUpPr')}")
        if setup is None or _attribute(fits, "fitToPage", "0") not in YES:
            return
        if setup.get("fitToHeight") != "0" or setup.get("paperSize") not in _PAPERS:
            return
        room = _room(setup, tree.find(s("pageMargins")))
        points = [width * _POINTS_PER_PIXEL for width in widths]
        left = sum(points[slice(*_bounds(self.title_columns, moves, across=True))])
        wanted = int(setup.get("fitToWidth", "1"))
        across = _pages_across(room[0], sum(points), left) if wanted == 1 and left else wanted
        usual = float(_attribute(tree.find(s("sheetFormatPr")), "defaultRowHeight", "15"))
        heights = [usual if height is None else height for height in given]
        first, last = _bounds(self.title_rows, moves, across=False)
        titles, body = sum(heights[first:last]), [*heights[:first], *heights[last:]]
        wide = left * (across - 1) + sum(points) or 1.0
        scales = [min(1.0, across * room[0] / (wide * broader)) for broader in _FONTS]
        pages = min(_pages_down(room[1] / scale - titles, body) for scale in scales)
        setup.set("fitToHeight", str(pages))
        if across != wanted:
            setup.set("fitToWidth", str(across))


def _bounds(titles: tuple[int, int] | None, moves: Moves, *, across: bool) -> tuple[int, int]:
    """The finished title lines as a slice; nothing of ``[0:0]`` where there are none."""
    if titles is None:
        return 0, 0
    first, last = (moves.columns if across else moves.rows).bounds(*titles)
    return (first - 1, last) if last >= first else (0, 0)


def _room(setup: Element, margins: Element | None) -> tuple[float, float]:
    """Width and height inside the margins (points)."""
    short, long = _PAPERS[setup.get("paperSize", "9")]
    width, height = (long, short) if setup.get("orientation") == "landscape" else (short, long)

    def margin(side: str, usual: str) -> float:
        return float(_attribute(margins, side, usual)) * 72

    return (
        width - margin("left", "0.7") - margin("right", "0.7"),
        height - margin("top", "0.75") - margin("bottom", "0.75"),
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
