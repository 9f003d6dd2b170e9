"""The grid of a table of a finished report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from report_author.ooxml.markup import w
from report_author.word.html_styles import value

_WRAPPERS = (w("sdt"), w("sdtContent"), w("customXml"), w("ins"))


@dataclass(slots=True)
class WebCell:
    """A cell with the columns and rows that it covers; without an element where a row leaves columns free."""

    element: etree._Element | None
    column: int
    columns: int
    rows: int = 1


@dataclass(frozen=True, slots=True)
class WebTable:
    """The cells row by row, each where it begins; the first ``heads`` rows are repeated on every page. ``widths`` are in %."""

    rows: tuple[tuple[WebCell, ...], ...]
    heads: int
    widths: tuple[int, ...]


def children(parent: etree._Element, *tags: str) -> Iterator[etree._Element]:
    """The children with these tags, content controls seen through."""
    for child in parent:
        if child.tag in tags:
            yield child
        elif child.tag in _WRAPPERS:
            yield from children(child, *tags)


def read_table(table: etree._Element) -> WebTable:
    """Cells merged down become one cell over several rows."""
    rows: list[tuple[WebCell, ...]] = []
    above: dict[int, WebCell] = {}
    heads = 0
    for number, row in enumerate(children(table, w("tr"))):
        cells, above = _row(row, above)
        rows.append(tuple(cells))
        if heads == number and row.find(f"{w('trPr')}/{w('tblHeader')}") is not None:
            heads += 1
    if any(number + cell.rows > heads for number, row in enumerate(rows[:heads]) for cell in row):
        heads = 0  # a cell goes on below the head: no cell may stand in both
    texts = [column.get(w("w"), "") for column in table.iterfind(f"{w('tblGrid')}/{w('gridCol')}")]
    grid = [int(text) if text.isdecimal() else 0 for text in texts]
    whole = sum(grid)
    widths = tuple(width * 100 // whole for width in grid) if whole else ()
    return WebTable(tuple(rows), heads, widths)


def _row(row: etree._Element, above: dict[int, WebCell]) -> tuple[list[WebCell], dict[int, WebCell]]:
    """The cells that begin in this row; also, by column, the cells that those of the next row may go on."""
    cells: list[WebCell] = []
    open_cells: dict[int, WebCell] = {}
    column = _count(row, "trPr/gridBefore", 0)
    if column:
        cells.append(WebCell(None, 0, column))
    for element in children(row, w("tc")):
        merge = element.find(f"{w('tcPr')}/{w('vMerge')}")
        columns = _count(element, "tcPr/gridSpan", 1)
        upper = above.get(column)
        if (
            merge is not None
            and merge.get(w("val"), "continue") == "continue"
            and upper
            and upper.columns == columns
        ):
            upper.rows += 1
            open_cells[column] = upper
        else:
            cell = WebCell(element, column, columns)
            cells.append(cell)
            if merge is not None:
                open_cells[column] = cell
        column += columns
    after = _count(row, "trPr/gridAfter", 0)
    if after:
        cells.append(WebCell(None, column, after))
    return cells, open_cells


def _count(element: etree._Element, path: str, default: int) -> int:
    text = value(element, path)
    return max(int(text), default) if text.isdecimal() else default
