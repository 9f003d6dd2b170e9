"""Edits somebody's workbook and loses nothing: a part that is not edited stays byte for byte.

Cached values, lists, formats, notes, text boxes, extensions of later Excels stay, since only the cells that are set change.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property

from lxml import etree

from report_author.ooxml.markup import XML_SPACE, YES, Element, child, parse_xml, serialise
from report_author.ooxml.package import Package
from report_author.ooxml.relations import drop_part, first_related, main_part, related
from report_author.ooxml.sheets import cell_position, cell_ref, corners, worksheets
from report_author.records import frozen

#: a cell by its row and column, both from zero
At = tuple[int, int]
_REFERENCE = re.compile(r"(\$?[A-Z]{1,3})(\d+)(?![\d(])")
_EPOCH = date(1899, 12, 30)
#: what may follow an element in a worksheet or a workbook
_AFTER_DRAWING = "legacyDrawingHF drawingHF picture oleObjects controls webPublishItems tableParts extLst"
_FOLLOWING = {
    "headerFooter": "rowBreaks colBreaks customProperties cellWatches ignoredErrors smartTags drawing "
    f"legacyDrawing {_AFTER_DRAWING}",
    "legacyDrawing": _AFTER_DRAWING,
    "calcPr": "oleSize customWorkbookViews pivotCaches extLst",
}


@frozen
class Result:
    """The cached value of a formula; a cell without a formula is left alone."""

    value: str | Decimal | int


@frozen
class Copied:
    """A value for the formula of this cell; where it has none, the formula some rows above is moved down to it."""

    value: str
    above: int


#: what a cell can be given: a plain value, a fresh result of its own formula, a formula copied from above
NewValue = str | Decimal | int | date | Result | Copied


class OpenBook:
    """A workbook opened for edits: a part becomes a tree when it is first edited, bytes again in :meth:`closed`.

    ``package`` has what is not a tree (new parts, relations). Raises ``KeyError`` for a package that is no workbook,
    ``etree.XMLSyntaxError`` for a damaged one.
    """

    def __init__(self, package: Package) -> None:
        self.package = package
        self._trees: dict[str, Element] = {}
        self.main = main_part(package) or ""
        self.sheets = {
            sheet.get("name", ""): part
            for sheet, part in worksheets(package, self.main, parse_xml(package[self.main]))
        }

    def tree(self, part: str) -> Element:
        """The root of ``part``, whose changes will be kept."""
        if part not in self._trees:
            self._trees[part] = parse_xml(self.package[part])
        return self._trees[part]

    @cached_property
    def styles(self) -> Styles:
        """The formats of cells, to be asked for when one is added."""
        part = first_related(self.package, self.main, "styles")
        return Styles(self.tree(part) if part else None)

    def closed(self) -> Package:
        """The package with every edit."""
        return self.package.with_parts({part: serialise(root) for part, root in self._trees.items()})


def set_cells(package: Package, changes: Mapping[str, Mapping[At, NewValue]]) -> Package:
    """``package`` with the cells of each named sheet set; styles and everything else stay.

    A new cell takes the style of the cell above it. Excel is asked to calculate everything when it opens the file.
    Raises ``KeyError`` for a sheet that is not there, ``ValueError`` for text that no cell can hold.
    """
    wanted = {name: cells for name, cells in changes.items() if cells}
    if not wanted:
        return package
    book = OpenBook(package)
    for name, cells in wanted.items():
        root = book.tree(book.sheets[name])
        rows = Rows(root)
        before = len(rows)
        for at, value in sorted(cells.items()):
            _set(rows, at, value)
        for dimension in root.findall("{*}dimension") if len(rows) > before else ():
            root.remove(dimension)  # it is optional, and now too small
    main = book.tree(book.main)
    settings = main.find("{*}calcPr")
    if settings is None:
        settings = inserted(main, "calcPr")
    settings.set("fullCalcOnLoad", "1")
    # the order of calculation may name cells that are formulas no longer; Excel makes it anew
    return drop_part(book.closed(), *related(package, book.main, "calcChain"))


def named(near: Element, name: str) -> str:
    """``name`` in the namespace of ``near``: strict and transitional files differ."""
    return f"{{{etree.QName(near).namespace}}}{name}"


def inserted(root: Element, name: str) -> Element:
    """A new child of a worksheet or a workbook, before the ones that have to follow it."""
    element = etree.Element(named(root, name))
    following = _FOLLOWING[name].split()
    before = [each for each in root if etree.QName(each).localname not in following]
    root.insert(len(before), element)
    return element


def topmost(root: Element, at: At) -> At:
    """The cell that shows where ``at`` is: itself, or the first of the merged cells that cover it."""
    for merge in root.iter("{*}mergeCell"):
        first, last = corners(merge.get("ref", "A1"))
        if first[0] <= at[0] <= last[0] and first[1] <= at[1] <= last[1]:
            return first
    return at


class Rows:
    """The cells of the worksheet ``root``, found or made by row and column."""

    def __init__(self, root: Element) -> None:
        self._root = root
        self._data = next(root.iterchildren("{*}sheetData"))
        self._rows: dict[int, Element] = {}
        self._cells: dict[int, dict[int, Element]] = {}
        row = -1
        for element in self._data.iterchildren("{*}row"):
            row = int(element.get("r", row + 2)) - 1
            element.set("r", str(row + 1))
            self._rows[row] = element

    def __len__(self) -> int:
        return len(self._rows)

    def cell(self, at: At) -> Element | None:
        return self._cells_of(at[0]).get(at[1])

    def made(self, at: At, style: str | None) -> Element:
        """The cell, which is made with ``style`` where it is not there."""
        row, column = at
        cells = self._cells_of(row)
        if column not in cells:
            element = self._row(row)
            cell = etree.Element(named(self._data, "c"), r=cell_ref(row, column))
            if style:
                cell.set("s", style)
            _put(element, cell, cells, column)
            element.attrib.pop("spans", "")  # a mere hint, wrong now
        return cells[column]

    def style_above(self, at: At) -> str | None:
        """The style of the nearest cell above in the same column."""
        for above in range(at[0] - 1, max(at[0] - 40, -1), -1):
            cell = self.cell((above, at[1]))
            if cell is not None:
                return cell.get("s")
        return None

    def style_around(self, at: At) -> str:
        """The style that a cell shows which is not written: its row's, else that of its column."""
        row = self._rows.get(at[0])
        if row is not None and row.get("customFormat") in YES:
            return row.get("s", "0")
        for item in self._root.iter("{*}col"):
            if int(item.get("min", 0)) <= at[1] + 1 <= int(item.get("max", 0)):
                return item.get("style", "0")
        return "0"

    def set_height(self, row: int, points: float) -> None:
        """Give a row a height of its own."""
        self._row(row).attrib.update({"ht": str(points), "customHeight": "1"})

    def _row(self, row: int) -> Element:
        if row not in self._rows:
            element = etree.Element(named(self._data, "row"), r=str(row + 1))
            above = self._rows.get(row - 1, element)
            for name in ("ht", "customHeight"):
                if above.get(name):
                    element.set(name, above.get(name, ""))
            _put(self._data, element, self._rows, row)
        return self._rows[row]

    def _cells_of(self, row: int) -> dict[int, Element]:
        if row not in self._cells:
            found: dict[int, Element] = {}
            column = -1
            for cell in self._rows[row].iterchildren("{*}c") if row in self._rows else ():
                ref = cell.get("r")
                column = cell_position(ref)[1] if ref else column + 1
                cell.set("r", cell_ref(row, column))
                found[column] = cell
            self._cells[row] = found
        return self._cells[row]


def _put(parent: Element, new: Element, known: dict[int, Element], number: int) -> None:
    """Put a row or a cell before the first of a higher number."""
    following = [at for at in known if at > number]
    if following:
        known[min(following)].addprevious(new)
    else:
        parent.append(new)
    known[number] = new


def _set(rows: Rows, at: At, value: NewValue) -> None:
    cell = rows.cell(at) if isinstance(value, Result) else rows.made(at, rows.style_above(at))
    if cell is None:
        return
    if not isinstance(value, Result | Copied):
        _store(cell, value, None)
        return
    formula = cell.find("{*}f")
    if formula is None and isinstance(value, Copied):
        formula = _copied(rows, at, value.above)
    if formula is not None:
        _store(cell, value.value, formula)


def _copied(rows: Rows, at: At, above: int) -> Element | None:
    """The formula ``above`` rows higher, moved to ``at``; None where there is none, or one that several cells share."""
    source = rows.cell((at[0] - above, at[1]))
    pattern = source.find("{*}f") if source is not None else None
    if pattern is None or not pattern.text or pattern.get("t"):
        return None
    old, new = str(at[0] - above + 1), str(at[0] + 1)
    formula = etree.Element(pattern.tag)
    formula.text = _REFERENCE.sub(lambda ref: ref[1] + (new if ref[2] == old else ref[2]), pattern.text)
    return formula


def _store(cell: Element, value: str | Decimal | int | date, formula: Element | None) -> None:
    cell[:] = []
    cell.attrib.pop("t", "")
    if formula is not None:
        formula.tail = None
        cell.append(formula)
    elif isinstance(value, str):
        set_text(cell, value)
        return
    stored = etree.SubElement(cell, named(cell, "v"))
    if isinstance(value, str):
        cell.set("t", "str")
        stored.text = value
    elif isinstance(value, date):
        stored.text = str((value - _EPOCH).days)
    else:
        stored.text = f"{value:f}" if isinstance(value, Decimal) else str(value)


def set_text(cell: Element, text: str) -> None:
    """Give an empty cell a text; raises ``ValueError`` for a character that XML cannot hold."""
    cell.set("t", "inlineStr")
    written = etree.SubElement(etree.SubElement(cell, named(cell, "is")), named(cell, "t"))
    written.text = text
    written.set(XML_SPACE, "preserve")


class Styles:
    """The styles part opened for additions; what is there already keeps its numbers.

    A workbook without a styles part (no program writes one) takes no colours.
    """

    def __init__(self, root: Element | None) -> None:
        self._root = root
        self._made: dict[tuple[str, str], int] = {}

    def filled(self, style: int, colour: str) -> int:
        """The cell format ``style`` in every respect but its colour, which is ``RRGGBB``."""
        if self._root is None:
            return style
        key = (str(style), colour)
        if key not in self._made:
            formats = self._group("cellXfs")
            known = copy.deepcopy(list(formats)[style : style + 1])
            [found] = known or [etree.Element(named(formats, "xf"), numFmtId="0")]
            found.attrib.update({"fillId": str(self._fill(colour)), "applyFill": "1"})
            self._made[key] = _appended(formats, found)
        return self._made[key]

    def look(
        self,
        *,
        size: int = 10,
        bold: bool = False,
        colour: str = "000000",
        fill: str = "",
        border: bool = False,
    ) -> int:
        """A wrapped text in 微软雅黑, from nothing."""
        font = self._added(
            "fonts",
            f'<font>{"<b/>" * bold}<sz val="{size}"/><color rgb="FF{colour}"/>'
            '<name val="微软雅黑"/><charset val="134"/></font>',
        )
        line = '<{0} style="thin"><color rgb="FFBFBFBF"/></{0}>'
        sides = "".join(line.format(side) for side in ("left", "right", "top", "bottom"))
        lines = self._added("borders", f"<border>{sides}<diagonal/></border>") if border else 0
        return self._added(
            "cellXfs",
            f'<xf numFmtId="0" fontId="{font}" fillId="{self._fill(fill) if fill else 0}" borderId="{lines}" xfId="0" '
            'applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">'
            f'<alignment vertical="center" wrapText="{int(border)}"/></xf>',
        )

    def _fill(self, colour: str) -> int:
        return self._added(
            "fills",
            f'<fill><patternFill patternType="solid"><fgColor rgb="FF{colour}"/><bgColor indexed="64"/></patternFill></fill>',
        )

    def _added(self, name: str, xml: str) -> int:
        """The number of a format in its group, to which it is added where it is new."""
        if self._root is None:
            return 0
        if (name, xml) not in self._made:
            group = self._group(name)
            space = etree.QName(group).namespace
            element = parse_xml(f'<styleSheet xmlns="{space}">{xml}</styleSheet>'.encode())[0]
            self._made[name, xml] = _appended(group, element)
        return self._made[name, xml]

    def _group(self, name: str) -> Element:
        """``fonts``, ``fills``, ``borders`` or ``cellXfs``, which every styles part has."""
        assert self._root is not None
        return next(self._root.iterchildren("{*}" + name))


def _appended(group: Element, element: Element) -> int:
    group.append(element)
    group.set("count", str(len(group)))
    return len(group) - 1


def with_print_header(package: Package, words: str) -> Package:
    """Every worksheet prints ``words`` in red at the top of each page, before what its header says already."""
    book = OpenBook(package)
    for part in related(package, book.main, "worksheet"):
        root = book.tree(part)
        header = root.find("{*}headerFooter")
        if header is None:
            header = inserted(root, "headerFooter")
        names = ["oddHeader"]
        names += ["evenHeader"] if header.get("differentOddEven") in YES else []
        names += ["firstHeader"] if header.get("differentFirst") in YES else []
        for name in names:
            element = child(header, named(header, name))
            element.text = _centred(words, element.text or "")
        order = ["oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"]
        header[:] = sorted(header, key=lambda child: order.index(etree.QName(child).localname))
    return book.closed()


def _centred(words: str, before: str) -> str:
    """The header code ``before`` with red ``words`` first in its centre section."""
    own = f'&C&"-,Bold"&20&KFF0000{words}&"-,Regular"&10&K000000 '
    left, centre, rest = before.partition("&C")
    if centre:
        return f"{left}{own}{rest}"
    left, right, rest = before.partition("&R")
    return f"{left}{own}{right}{rest}"
