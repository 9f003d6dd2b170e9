"""Rows of a finished sheet that are as high as their wrapped text needs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from lxml import etree

from report_author.ooxml.markup import parse_xml
from report_author.ooxml.sheets import column_letters
from report_author.templating.sheet_moves import Moves
from report_author.templating.sheet_xml import SheetXml, column_number, unescape_xml

_MERGE = re.compile(r'<mergeCell\b[^>]*?\bref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_STYLE = re.compile(r'\bs="(\d+)"')
_HEIGHT = re.compile(r'\s*\bht="([\d.]+)"')
_ANY_HEIGHT = re.compile(r'\s*\b(?:ht|customHeight)="[^"]*"')
_OWN_HEIGHT = re.compile(r'\bcustomHeight="(?:1|true)"')
_ANY_TAG = re.compile(r"[{｛][{｛]")
#: pixels of a column of width 1, of the padding of a cell, of one step of indent
_UNIT, _PADDING, _INDENT = 7, 5, 9
#: height of a line in sizes of its font, with the space above and below the text (points)
_LINE, _SPACE = 1.35, 5


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How a cell style sets text: size of its font (points), steps of indent, whether it wraps."""

    size: float
    indent: int
    wraps: bool


@dataclass(frozen=True, slots=True)
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
        found.append(
            TextStyle(
                sizes[font] if font < len(sizes) else 11.0,
                int(_attribute(alignment, "indent", "0")),
                _attribute(alignment, "wrapText", "0") in ("1", "true"),
            )
        )
    return found


def _attribute(element: etree._Element | None, name: str, default: str) -> str:
    return default if element is None else element.get(name, default)


def wrapping_cells(xml: SheetXml, styles: Sequence[TextStyle]) -> Mapping[int, tuple[Wrapping, ...]]:
    """Cells with tags and wrapped text by row, in rows to which the template gives no height of its own."""
    across: dict[tuple[int, int], int] = {}
    down: set[tuple[int, int]] = set()
    for left, top, right, bottom in _MERGE.findall(xml.tail):
        at = (int(top), column_number(left))
        across[at] = column_number(right)
        if top != bottom:
            down.add(at)
    found: dict[int, tuple[Wrapping, ...]] = {}
    for row in xml.rows:
        if _OWN_HEIGHT.search(row.attributes):
            continue
        cells = []
        for cell in row.cells:
            number = _STYLE.search(cell.attributes)
            place = (row.number, cell.column)
            if number is None or place in down or not _ANY_TAG.search(cell.text):
                continue
            index = int(number[1])
            if index < len(styles) and styles[index].wraps:
                cells.append(Wrapping(cell.column + 1, across.get(place, cell.column) + 1, styles[index]))
        if cells:
            found[row.number] = tuple(cells)
    return found


def needed_height(text: str, width: float, style: TextStyle) -> float:
    """Points that ``text`` needs in a cell of ``width`` (pixels)."""
    letter = style.size * 96 / 72 / 2
    room = max(2, int((width - _PADDING - style.indent * _INDENT) / letter))
    lines = sum(max(1, ceil(_letters(line) / room)) for line in text.split("\n"))
    return round(lines * style.size * _LINE + _SPACE, 2)


def _letters(text: str) -> int:
    """The width of ``text`` in halves of a Chinese character."""
    return sum(2 if ord(letter) > 0x2000 else 1 for letter in text)


def column_pixels(width: float) -> float:
    """Pixels of a column whose ``width`` attribute this is."""
    return width * _UNIT


def grown_rows(
    rows: str, wrapping: Mapping[int, tuple[Wrapping, ...]], moves: Moves, widths: Sequence[float]
) -> str:
    """The finished ``rows``; those with long text in ``wrapping`` cells get the height that it needs.

    ``widths`` are the pixels of the finished columns.
    """
    if not wrapping:
        return rows
    origins = moves.rows.origins
    places = enumerate(origins, start=1) if origins is not None else ((row, row) for row in sorted(wrapping))
    pieces: list[str] = []
    done = 0
    for number, origin in places:
        cells = wrapping.get(origin)
        if cells is None:
            continue
        start = rows.find(f'<row r="{number}"', done)
        end = rows.find("</row>", start)
        pieces += (rows[done:start], _grown(rows[start:end], number, cells, moves, widths))
        done = end
    return "".join((*pieces, rows[done:]))


def _grown(row: str, number: int, cells: Sequence[Wrapping], moves: Moves, widths: Sequence[float]) -> str:
    head, bracket, inner = row.partition(">")
    needed = max(_needed(inner, number, cell, moves, widths) for cell in cells)
    old = _HEIGHT.search(head)
    if needed <= (float(old[1]) if old else 0):
        return row
    return f'{_ANY_HEIGHT.sub("", head)} ht="{needed:g}" customHeight="1"{bracket}{inner}'


def _needed(cells: str, row: int, cell: Wrapping, moves: Moves, widths: Sequence[float]) -> float:
    first, last = moves.columns.bounds(cell.first, cell.last)
    found = re.search(
        rf'<c r="{column_letters(first - 1)}{row}"[^>]*>(?:<is>)?<t\b[^>]*>(.*?)</t>', cells, re.S
    )
    return needed_height(unescape_xml(found[1]), sum(widths[first - 1 : last]), cell.style) if found else 0
