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
from report_author.ooxml.markup import ILLEGAL, Element, W, child, count_at, detach, own, w
from report_author.records import frozen
from report_author.templating.messages import finding

#: A figure's text between its marks.
_MARK = re.compile(f"{MARK_OPEN}(\\d+){MARK_TEXT}([^{MARK_CLOSE}]*){MARK_CLOSE}")
#: An edit of a rendered part.
Change = Callable[[Element], object]

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
_CELL_PROPERTIES = ("cnfStyle", "tcW", "gridSpan", "hMerge", "vMerge", "tcBorders", "shd")
_BOOKMARKS = etree.XPath("//w:bookmarkStart|//w:bookmarkEnd", namespaces=_NAMESPACES)
_MARKER = re.compile(f"{MARK_OPEN}\\d+{MARK_TEXT}|{MARK_CLOSE}")


def _found(path: Any, root: Element) -> list[Element]:
    elements: list[Element] = path(root)
    return elements


def fill_empty(root: Element) -> None:
    """A cell keeps a last paragraph, a row its cells, a table its rows: what loops and conditions have emptied is made valid."""
    for path in _HOLLOW:
        detach(*_found(path, root))
    for path in _WITHOUT_END:
        for element in _found(path, root):
            etree.SubElement(element, w("p"))


@dataclass(slots=True)
class Bookmarks:
    """Numbers the bookmarks of one document, so that a loop repeats no id and no name."""

    count: int = 0
    names: Counter[str] = field(default_factory=Counter)

    def number(self, root: Element) -> None:
        """Each bookmark of a part gets an id; one of which a condition has kept only one end goes.

        The first printing keeps the name, to which links point; copies get a number.
        """
        open_: dict[str, Element] = {}
        for element in _found(_BOOKMARKS, root):
            old = element.get(w("id"), "")
            start = open_.pop(old, None)
            if element.tag == w("bookmarkEnd"):
                if start is None:
                    detach(element)
                else:
                    element.set(w("id"), start.get(w("id"), ""))
                continue
            if start is not None:
                detach(start)
            self.count += 1
            element.set(w("id"), str(self.count))
            name = element.get(w("name"), "")
            self.names[name] += 1
            if self.names[name] > 1:
                element.set(w("name"), f"{name[:34]}_{self.names[name]}")
            open_[old] = element
        detach(*open_.values())


def fit_grids(root: Element) -> None:
    """A table whose columns are repeated has as many grid columns as cells, in its old width (WPS draws by the grid)."""
    for sign in _found(_GRIDS, root):
        table = next(sign.iterancestors())
        detach(sign)
        grid = table.find(w("tblGrid"))
        if grid is None:
            continue
        rows = own(table, w("tr"))
        wanted = max((sum(map(_span, own(row, w("tc")))) for row in rows), default=0)
        columns = grid.findall(w("gridCol"))
        if wanted in (0, len(columns)):
            continue
        width = sum(int(column.get(w("w"), "0")) for column in columns) // wanted
        detach(*columns)
        for _ in range(wanted):
            etree.SubElement(grid, w("gridCol"), {w("w"): str(width)})


def merge_cells(root: Element) -> None:
    """Merge the cells marked ``vm`` and ``hm`` with equal neighbours; the signs go."""
    signs = _found(_MERGES, root)
    for table in dict.fromkeys(next(sign.iterancestors(w("tbl"))) for sign in signs):
        rows = own(table, w("tr"))
        for row in rows:
            _merge_across(own(row, w("tc")))
        _merge_down(rows)
    detach(*signs)


def signed(element: Element, sign: str) -> bool:
    """Whether ``element`` carries the sign (a processing instruction) among its children."""
    return any(isinstance(each, etree._ProcessingInstruction) and each.target == sign for each in element)


def _shown(cell: Element) -> str:
    text = "\n".join("".join(t.text or "" for t in p.iter(w("t"))) for p in cell.iter(w("p")))
    return _MARKER.sub("", text)


def set_cell_property(cell: Element, name: str, **attributes: str) -> None:
    """Give a cell ``gridSpan``, ``vMerge`` or ``shd`` anew, at its place in the schema."""
    properties = child(cell, w("tcPr"), 0)
    detach(*properties.findall(w(name)))
    before = [w(each) for each in _CELL_PROPERTIES[: _CELL_PROPERTIES.index(name)]]
    new = etree.Element(w(name), {w(key): text for key, text in attributes.items()})
    properties.insert(sum(each.tag in before for each in properties), new)


def _span(cell: Element) -> int:
    return count_at(cell, "tcPr/gridSpan", 1)


def _merge_across(cells: list[Element]) -> None:
    first: Element | None = None
    for cell in cells:
        signs = first is not None and signed(cell, "hm") and signed(first, "hm")
        if first is None or not signs or _shown(cell) != _shown(first):
            first = cell
            continue
        set_cell_property(first, "gridSpan", val=str(_span(first) + _span(cell)))
        width, added = (c.find(f"{w('tcPr')}/{w('tcW')}") for c in (first, cell))
        if width is not None and added is not None and width.get(w("type")) == added.get(w("type")) == "dxa":
            width.set(w("w"), str(int(width.get(w("w"), "0")) + int(added.get(w("w"), "0"))))
        detach(cell)


def _merge_down(rows: list[Element]) -> None:
    """A signed cell joins the signed one above it when their texts agree, as do those of all signed cells to their left."""
    above: dict[int, tuple[Element, tuple[str, ...]]] = {}
    for row in rows:
        here: dict[int, tuple[Element, tuple[str, ...]]] = {}
        column = count_at(
            row, "trPr/gridBefore", 0
        )  # columns left out before the first cell (WPS likes them)
        lefts: tuple[str, ...] = ()
        for cell in own(row, w("tc")):
            if signed(cell, "vm"):
                lefts = (*lefts, _shown(cell))
                start = above.get(column)
                if start is not None and start[1] == lefts and _span(start[0]) == _span(cell):
                    set_cell_property(start[0], "vMerge", val="restart")
                    set_cell_property(cell, "vMerge")
                    _blank(cell)
                    here[column] = start
                else:
                    here[column] = (cell, lefts)
            column += _span(cell)
        above = here


def _blank(cell: Element) -> None:
    """Leave one empty paragraph, with its format."""
    first = cell.findall(w("p"))[0]
    detach(*(e for e in cell.iterchildren("*") if e.tag != w("tcPr") and e is not first))
    detach(*(each for each in first if each.tag != w("pPr")))


_GAPS = (w("tab"), w("br"), w("cr"))
_BARE = etree.XPath(f"//@*[contains(., '{MARK_OPEN}')] | //text()[contains(., '{MARK_OPEN}')]")


@frozen
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


def take_marks(root: Element, part: str, ledger: Ledger) -> tuple[list[Mark], list[Finding]]:
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

    def paragraphs(self, root: Element) -> None:
        offsets: dict[Element, list[int]] = {}
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

    def rest(self, root: Element) -> None:
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
