"""Edits a rendered part: cells that merge, containers that loops have emptied."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from lxml import etree

from report_author.ooxml.markup import W, w

#: An edit of a rendered part; says whether it changed anything.
Change = Callable[[etree._Element], bool]

_NAMESPACES = {"w": W}
_HOLLOW = (
    etree.XPath("//w:tr[not(.//w:tc)]", namespaces=_NAMESPACES),
    etree.XPath("//w:tbl[not(.//w:tr)]", namespaces=_NAMESPACES),
)
_WITHOUT_END = (
    etree.XPath("//w:tc[not(*[last()][self::w:p])]", namespaces=_NAMESPACES),
    etree.XPath(
        "//w:txbxContent[not(w:p)]|/w:hdr[not(w:p)]|/w:ftr[not(w:p)]|//w:footnote[not(w:p)]|//w:endnote[not(w:p)]",
        namespaces=_NAMESPACES,
    ),
)
_MERGES = etree.XPath("//processing-instruction('vm')|//processing-instruction('hm')")
_GRIDS = etree.XPath("//processing-instruction('grid')")
_BOOKMARKS = etree.XPath("//w:bookmarkStart|//w:bookmarkEnd", namespaces=_NAMESPACES)
_MARKER = re.compile("\ufdd2\\d+\ufdd3|\ufdd4")


def _found(path: Any, root: etree._Element) -> list[etree._Element]:
    elements: list[etree._Element] = path(root)
    return elements


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def fill_empty(root: etree._Element) -> bool:
    """A cell keeps a last paragraph, a row its cells, a table its rows: what loops and conditions have emptied is made valid."""
    changed = False
    for path in _HOLLOW:
        for element in _found(path, root):
            changed = True
            _remove(element)
    for path in _WITHOUT_END:
        for element in _found(path, root):
            changed = True
            etree.SubElement(element, w("p"))
    return changed


def drop_orphan_bookmarks(root: etree._Element) -> bool:
    """A bookmark of which a condition has kept only one end goes."""
    starts: dict[str, etree._Element] = {}
    ends: dict[str, etree._Element] = {}
    for element in _found(_BOOKMARKS, root):
        (starts if element.tag == w("bookmarkStart") else ends)[element.get(w("id"), "")] = element
    orphans = [starts[i] for i in starts.keys() - ends.keys()] + [
        ends[i] for i in ends.keys() - starts.keys()
    ]
    for element in orphans:
        _remove(element)
    return bool(orphans)


def fit_grids(root: etree._Element) -> bool:
    """A table whose columns are repeated has as many grid columns as cells, in its old width (WPS draws by the grid)."""
    signs = _found(_GRIDS, root)
    for sign in signs:
        table = sign.getparent()
        _remove(sign)
        grid = table.find(w("tblGrid")) if table is not None else None
        if table is None or grid is None:
            continue
        rows = [row for row in table.iter(w("tr")) if next(row.iterancestors(w("tbl"))) is table]
        wanted = max((sum(_span(cell) for cell in _cells(row)) for row in rows), default=0)
        columns = grid.findall(w("gridCol"))
        if wanted in (0, len(columns)):
            continue
        width = sum(int(column.get(w("w"), "0")) for column in columns) // wanted
        for column in columns:
            grid.remove(column)
        for _ in range(wanted):
            etree.SubElement(grid, w("gridCol")).set(w("w"), str(width))
    return bool(signs)


def merge_cells(root: etree._Element) -> bool:
    """Merge the cells marked ``vm`` and ``hm`` with equal neighbours; the signs go."""
    signs = _found(_MERGES, root)
    tables: dict[etree._Element, None] = {}
    for sign in signs:
        tables[next(sign.iterancestors(w("tbl")))] = None
    for table in tables:
        rows = [row for row in table.iter(w("tr")) if next(row.iterancestors(w("tbl"))) is table]
        for row in rows:
            _merge_across(_cells(row))
        _merge_down(rows)
    for sign in signs:
        _remove(sign)
    return bool(signs)


def _cells(row: etree._Element) -> list[etree._Element]:
    return [cell for cell in row.iter(w("tc")) if next(cell.iterancestors(w("tr"))) is row]


def _signed(cell: etree._Element, sign: str) -> bool:
    return any(isinstance(child, etree._ProcessingInstruction) and child.target == sign for child in cell)


def _shown(cell: etree._Element) -> str:
    text = "\n".join("".join(t.text or "" for t in p.iter(w("t"))) for p in cell.iter(w("p")))
    return _MARKER.sub("", text)


def _properties(cell: etree._Element) -> etree._Element:
    found = cell.find(w("tcPr"))
    if found is None:
        found = etree.Element(w("tcPr"))
        cell.insert(0, found)
    return found


def _set_property(cell: etree._Element, name: str, value: str | None, after: tuple[str, ...]) -> None:
    properties = _properties(cell)
    for old in properties.findall(w(name)):
        properties.remove(old)
    new = etree.Element(w(name))
    if value is not None:
        new.set(w("val"), value)
    properties.insert(sum(1 for child in properties if child.tag in [w(n) for n in after]), new)


def _span(cell: etree._Element) -> int:
    span = cell.find(f"{w('tcPr')}/{w('gridSpan')}")
    return int(span.get(w("val"), "1")) if span is not None else 1


def _merge_across(cells: list[etree._Element]) -> None:
    first: etree._Element | None = None
    for cell in cells:
        if (
            first is None
            or not _signed(cell, "hm")
            or not _signed(first, "hm")
            or _shown(cell) != _shown(first)
        ):
            first = cell
            continue
        _set_property(first, "gridSpan", str(_span(first) + _span(cell)), ("cnfStyle", "tcW"))
        width, added = (c.find(f"{w('tcPr')}/{w('tcW')}") for c in (first, cell))
        if width is not None and added is not None and width.get(w("type")) == added.get(w("type")) == "dxa":
            width.set(w("w"), str(int(width.get(w("w"), "0")) + int(added.get(w("w"), "0"))))
        _remove(cell)


def _indent(row: etree._Element) -> int:
    """Grid columns that a row leaves out before its first cell (WPS likes them)."""
    before = row.find(f"{w('trPr')}/{w('gridBefore')}")
    return int(before.get(w("val"), "0")) if before is not None else 0


def _merge_down(rows: list[etree._Element]) -> None:
    """A signed cell joins the signed one above it when their texts agree, as do those of all signed cells to their left."""
    above: dict[int, tuple[etree._Element, tuple[str, ...]]] = {}
    for row in rows:
        here: dict[int, tuple[etree._Element, tuple[str, ...]]] = {}
        column = _indent(row)
        lefts: tuple[str, ...] = ()
        for cell in _cells(row):
            if _signed(cell, "vm"):
                lefts = (*lefts, _shown(cell))
                start = above.get(column)
                if start is not None and start[1] == lefts and _span(start[0]) == _span(cell):
                    _set_property(start[0], "vMerge", "restart", ("cnfStyle", "tcW", "gridSpan", "hMerge"))
                    _set_property(cell, "vMerge", None, ("cnfStyle", "tcW", "gridSpan", "hMerge"))
                    _blank(cell)
                    here[column] = start
                else:
                    here[column] = (cell, lefts)
            column += _span(cell)
        above = here


def _blank(cell: etree._Element) -> None:
    """Leave one empty paragraph, with its format."""
    paragraphs = cell.findall(w("p"))
    for child in list(cell):
        if (
            child.tag != w("tcPr")
            and child is not paragraphs[0]
            and not isinstance(child, etree._ProcessingInstruction)
        ):
            cell.remove(child)
    for child in list(paragraphs[0]):
        if child.tag != w("pPr"):
            paragraphs[0].remove(child)
