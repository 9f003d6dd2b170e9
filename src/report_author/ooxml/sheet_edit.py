"""Sets cells of an existing workbook in place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lxml import etree

from report_author.ooxml.markup import XML_SPACE, parse_xml, serialise
from report_author.ooxml.package import Package
from report_author.ooxml.relations import drop_part, main_part, related, relations
from report_author.ooxml.sheets import column_letters

#: a cell by its row and column, both from zero
At = tuple[int, int]
_REFERENCE = re.compile(r"(\$?[A-Z]{1,3})(\d+)(?![\d(])")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_EPOCH = date(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class Result:
    """The cached value of a formula; a cell without a formula is left alone."""

    value: str | Decimal | int


@dataclass(frozen=True, slots=True)
class Copied:
    """A value for the formula of this cell; where it has none, the formula some rows above is moved down to it."""

    value: str
    above: int


#: what a cell can be given: a plain value, a fresh result of its own formula, a formula copied from above
NewValue = str | Decimal | int | date | Result | Copied


def set_cells(package: Package, changes: Mapping[str, Mapping[At, NewValue]]) -> Package:
    """``package`` with the cells of each named sheet set; styles and everything else stay.

    A new cell takes the style of the cell above it. Excel is asked to calculate everything when it opens the file.
    Raises ``KeyError`` for a sheet that is not there, ``ValueError`` for text that no cell can hold.
    """
    main = main_part(package)
    assert main is not None
    parts = _sheet_parts(package, main)
    changed = {parts[name]: _edited(package[parts[name]], cells) for name, cells in changes.items() if cells}
    if not changed:
        return package
    changed[main] = _calculated_on_load(package[main])
    edited = package.with_parts(changed)
    # the order of calculation may name cells that are formulas no longer; Excel makes it anew
    return drop_part(edited, *related(edited, main, "calcChain"))


def _sheet_parts(package: Package, main: str) -> dict[str, str]:
    targets = {r.id: r.target for r in relations(package, main) if r.kind == "worksheet"}
    found = {}
    for sheet in _all(parse_xml(package[main]), "sheet"):
        ids = [str(value) for name, value in sheet.attrib.items() if str(name).endswith("}id")]
        if ids and ids[0] in targets:
            found[sheet.get("name", "")] = targets[ids[0]]
    return found


def _calculated_on_load(data: bytes) -> bytes:
    root = parse_xml(data)
    settings = next(iter(_all(root, "calcPr")), None)
    if settings is None:
        settings = etree.SubElement(root, _named(root, "calcPr"))
        for later in ("oleSize", "customWorkbookViews", "pivotCaches", "extLst"):
            for element in _all(root, later):
                if element.getparent() is root:
                    element.addprevious(settings)
                    break
    settings.set("fullCalcOnLoad", "1")
    return serialise(root)


def _edited(data: bytes, cells: Mapping[At, NewValue]) -> bytes:
    root = parse_xml(data)
    sheet_data = next(iter(_all(root, "sheetData")))
    rows = _Rows(sheet_data)
    before = len(rows.elements)
    for (row, column), value in sorted(cells.items()):
        cell = rows.cell(row, column, create=not isinstance(value, Result))
        if cell is not None:
            _set(cell, value, rows, row, column)
    if len(rows.elements) > before:
        for dimension in _all(root, "dimension"):
            root.remove(dimension)  # it is optional, and now too small
    return serialise(root)


class _Rows:
    """The rows of a sheet by number, with their cells by column."""

    def __init__(self, sheet_data: etree._Element) -> None:
        self._data = sheet_data
        self.elements: dict[int, etree._Element] = {}
        self._cells: dict[int, dict[int, etree._Element]] = {}
        row = -1
        for element in _children(sheet_data, "row"):
            row = int(element.get("r", row + 2)) - 1
            element.set("r", str(row + 1))
            self.elements[row] = element

    def cell(self, row: int, column: int, *, create: bool) -> etree._Element | None:
        cells = self._cells_of(row)
        if column in cells or not create:
            return cells.get(column)
        element = self._row(row)
        new = etree.Element(_named(self._data, "c"), r=f"{column_letters(column)}{row + 1}")
        style = self.style(row, column)
        if style:
            new.set("s", style)
        following = [at for at in cells if at > column]
        if following:
            cells[min(following)].addprevious(new)
        else:
            element.append(new)
        element.attrib.pop("spans", "")
        self._cells[row][column] = new
        return new

    def style(self, row: int, column: int) -> str | None:
        """The style of the nearest cell above in the same column."""
        for above in range(row - 1, max(row - 40, -1), -1):
            cell = self._cells_of(above).get(column)
            if cell is not None:
                return cell.get("s")
        return None

    def _row(self, row: int) -> etree._Element:
        element = self.elements.get(row)
        if element is None:
            element = etree.Element(_named(self._data, "row"), r=str(row + 1))
            above = self.elements.get(row - 1)
            for name in ("ht", "customHeight"):
                if above is not None and above.get(name):
                    element.set(name, above.get(name, ""))
            following = [at for at in self.elements if at > row]
            if following:
                self.elements[min(following)].addprevious(element)
            else:
                self._data.append(element)
            self.elements[row] = element
            self._cells[row] = {}
        return element

    def _cells_of(self, row: int) -> dict[int, etree._Element]:
        if row not in self._cells:
            found: dict[int, etree._Element] = {}
            column = -1
            for cell in _children(self.elements[row], "c") if row in self.elements else ():
                ref = cell.get("r")
                column = _column(ref) if ref else column + 1
                cell.set("r", f"{column_letters(column)}{row + 1}")
                found[column] = cell
            self._cells[row] = found
        return self._cells[row]


def _set(cell: etree._Element, value: NewValue, rows: _Rows, row: int, column: int) -> None:
    formula = next(iter(_children(cell, "f")), None)
    if isinstance(value, Result):
        if formula is not None:
            _store(cell, value.value, formula)
        return
    if isinstance(value, Copied):
        if formula is not None:
            _store(cell, value.value, formula)
            return
        above = rows.cell(row - value.above, column, create=False)
        pattern = next(iter(_children(above, "f")), None) if above is not None else None
        if pattern is None or not pattern.text or pattern.get("t"):
            return
        formula = etree.Element(_named(cell, "f"))
        formula.text = _moved(pattern.text, row - value.above, row)
        _store(cell, value.value, formula)
        return
    _store(cell, value, None)


def _store(cell: etree._Element, value: str | Decimal | int | date, formula: etree._Element | None) -> None:
    for child in list(cell):
        cell.remove(child)
    cell.attrib.pop("t", "")
    if formula is not None:
        formula.tail = None
        cell.append(formula)
    if isinstance(value, str) and formula is None:
        if _FORBIDDEN.search(value):
            raise ValueError("a character that no cell can hold")
        cell.set("t", "inlineStr")
        text = etree.SubElement(etree.SubElement(cell, _named(cell, "is")), _named(cell, "t"))
        text.text = value
        text.set(XML_SPACE, "preserve")
        return
    stored = etree.SubElement(cell, _named(cell, "v"))
    if isinstance(value, str):
        cell.set("t", "str")
        stored.text = value
    elif isinstance(value, date):
        stored.text = str((value - _EPOCH).days)
    else:
        stored.text = f"{value:f}" if isinstance(value, Decimal) else str(value)


def _moved(formula: str, old: int, new: int) -> str:
    """References to the row ``old``, where it is not fixed by ``$``, lead to the row ``new``."""
    return _REFERENCE.sub(
        lambda found: f"{found[1]}{new + 1}" if int(found[2]) == old + 1 else found[0], formula
    )


def _column(ref: str) -> int:
    column = 0
    for letter in ref.rstrip("0123456789"):
        column = column * 26 + ord(letter.upper()) - 64
    return column - 1


def _named(near: etree._Element, name: str) -> str:
    """``name`` in the namespace of ``near``: strict and transitional files differ."""
    return f"{{{etree.QName(near).namespace}}}{name}"


def _children(element: etree._Element, name: str) -> list[etree._Element]:
    return [c for c in element if isinstance(c.tag, str) and c.tag.rpartition("}")[2] == name]


def _all(root: etree._Element, name: str) -> list[etree._Element]:
    return list(root.iter(f"{{*}}{name}"))
