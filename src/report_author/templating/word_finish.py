"""What is left to do with a rendered part: emptied containers, bookmarks, cells that merge, provenance marks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from report_author.figures.ledger import MARK_CLOSE, MARK_OPEN, MARK_TEXT, Ledger, Printed
from report_author.model.findings import Finding
from report_author.ooxml.markup import ILLEGAL, W, w
from report_author.templating.messages import finding

#: A figure's text between its marks.
_MARK = re.compile(f"{MARK_OPEN}(\\d+){MARK_TEXT}([^{MARK_CLOSE}]*){MARK_CLOSE}")
#: An edit of a rendered part.
Change = Callable[[etree._Element], object]

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
_MARKER = re.compile(f"{MARK_OPEN}\\d+{MARK_TEXT}|{MARK_CLOSE}")


def _found(path: Any, root: etree._Element) -> list[etree._Element]:
    elements: list[etree._Element] = path(root)
    return elements


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def fill_empty(root: etree._Element) -> None:
    """A cell keeps a last paragraph, a row its cells, a table its rows: what loops and conditions have emptied is made valid."""
    for path in _HOLLOW:
        for element in _found(path, root):
            _remove(element)
    for path in _WITHOUT_END:
        for element in _found(path, root):
            etree.SubElement(element, w("p"))


@dataclass(slots=True)
class Bookmarks:
    """Numbers the bookmarks of one document, so that a loop repeats no id and no name."""

    count: int = 0
    names: Counter[str] = field(default_factory=Counter)

    def number(self, root: etree._Element) -> None:
        """Each bookmark of a part gets an id; one of which a condition has kept only one end goes.

        The first printing keeps the name, to which links point; copies get a number.
        """
        open_: dict[str, etree._Element] = {}
        for element in _found(_BOOKMARKS, root):
            old = element.get(w("id"), "")
            start = open_.pop(old, None)
            if element.tag == w("bookmarkEnd"):
                if start is None:
                    _remove(element)
                else:
                    element.set(w("id"), start.get(w("id"), ""))
                continue
            if start is not None:
                _remove(start)
            self.count += 1
            element.set(w("id"), str(self.count))
            name = element.get(w("name"), "")
            self.names[name] += 1
            if self.names[name] > 1:
                element.set(w("name"), f"{name[:34]}_{self.names[name]}")
            open_[old] = element
        for start in open_.values():
            _remove(start)


def fit_grids(root: etree._Element) -> None:
    """A table whose columns are repeated has as many grid columns as cells, in its old width (WPS draws by the grid)."""
    for sign in _found(_GRIDS, root):
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


def merge_cells(root: etree._Element) -> None:
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


_GAPS = (w("tab"), w("br"), w("cr"))
_BARE = etree.XPath(f"//@*[contains(., '{MARK_OPEN}')] | //text()[contains(., '{MARK_OPEN}')]")


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a figure is printed: ``paragraph`` counts the ``w:p`` of the rendered part from 0, ``offset`` the characters before it.

    ``paragraph`` and ``offset`` are -1 for a figure outside of any text, such as an alt text.
    """

    printed: Printed
    part: str
    paragraph: int
    offset: int


def broken(text: str, part: str, problem: Exception) -> Finding:
    """``text`` was rendered as ``part`` and is no XML: the finding quotes the words around the place."""
    column = getattr(problem, "position", (1, 1))[1]
    around = re.sub(
        f"<[^>]*>?|[{MARK_OPEN}{MARK_TEXT}{MARK_CLOSE}]", "", text[max(0, column - 60) : column + 60]
    )
    advice = "请检查这一处的标签和所用的名称，并告诉维护人员"
    return finding("T15", part, "生成的内容不是完整的文档，没有写出", advice, around.strip()[:60])


def take_marks(root: etree._Element, part: str, ledger: Ledger) -> tuple[list[Mark], list[Finding]]:
    """Take the marks out of a rendered tree, those of its paragraphs first; what they stood around stays."""
    reader = _MarkReader(part, ledger)
    reader.paragraphs(root)
    reader.rest(root)
    return reader.marks, reader.findings


@dataclass(slots=True)
class _MarkReader:
    part: str
    ledger: Ledger
    marks: list[Mark] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def paragraphs(self, root: etree._Element) -> None:
        offsets: dict[etree._Element, list[int]] = {}
        for element in root.iter(w("p"), w("t"), *_GAPS):
            if element.tag == w("p"):
                offsets[element] = [len(offsets), 0]
                continue
            here = offsets.get(next(element.iterancestors(w("p")), element))
            if element.tag == w("t"):
                text = element.text or ""
                if MARK_OPEN in text:
                    element.text = text = self._read(text, here)
                if here:
                    here[1] += len(text)
            elif here and not element.attrib:
                here[1] += 1

    def rest(self, root: etree._Element) -> None:
        """Names, alternative texts, properties, the texts of charts."""
        bare: Any = _BARE(root)
        for found in bare:
            element, text = found.getparent(), self._read(str(found), None)
            if found.is_attribute:
                element.set(found.attrname, text)
            elif found.is_tail:
                element.tail = text
            else:
                element.text = text

    def _read(self, text: str, here: list[int] | None) -> str:
        """``text`` without its marks; ``here`` is the number of its paragraph with the characters before it."""
        taken = 0
        for found in _MARK.finditer(text):
            number, shown = int(found[1]), found[2]
            if number < len(self.ledger.printed) and self.ledger.printed[number].text == shown:
                place = (here[0], here[1] + found.start() - taken) if here else (-1, -1)
                self.marks.append(Mark(self.ledger.printed[number], self.part, *place))
            else:
                self._add(f"数字“{shown}”的来源记号不对")
            taken += len(found[0]) - len(shown)
        plain = _MARK.sub(r"\2", text)
        if ILLEGAL.search(plain):
            self._add("数字的来源记号不完整")
        return plain

    def _add(self, message: str) -> None:
        self.findings.append(
            finding("T15", self.part, message, "这是程序的问题，请把填报表和模板发给维护人员")
        )
