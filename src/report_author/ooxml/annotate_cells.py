"""Colours on the cells of a worksheet."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from report_author.ooxml.annotate_styles import StyleBook
from report_author.ooxml.sheets import cell_position


def topmost(root: etree._Element, ref: str) -> str:
    """The cell that shows where ``ref`` is: itself, or the first of the merged cells that cover it."""
    row, column = cell_position(ref)
    for merge in root.iter("{*}mergeCell"):
        first, _, last = merge.get("ref", "A1").partition(":")
        (top, left), (bottom, right) = cell_position(first), cell_position(last or first)
        if top <= row <= bottom and left <= column <= right:
            return first.replace("$", "")
    return ref


def colour_cells(root: etree._Element, colours: Mapping[str, str], styles: StyleBook) -> None:
    """Give the cells of the worksheet ``root`` their colours (``RRGGBB`` by reference); blank ones are made first."""
    data = next(iter(root.iterchildren("{*}sheetData")))
    rows = {int(row.get("r", 0)): row for row in data}
    for ref, colour in colours.items():
        number, column = cell_position(ref)
        row = rows.get(number + 1)
        if row is None:
            row = rows[number + 1] = _inserted_row(data, number + 1)
        cell = _cell(row, ref, column, root)
        cell.set("s", str(styles.filled(int(cell.get("s", "0")), colour)))


def _inserted_row(data: etree._Element, number: int) -> etree._Element:
    row = etree.Element(f"{{{etree.QName(data).namespace}}}row", r=str(number))
    after = next((other for other in data if int(other.get("r", 0)) > number), None)
    if after is None:
        data.append(row)
    else:
        after.addprevious(row)
    return row


def _cell(row: etree._Element, ref: str, column: int, root: etree._Element) -> etree._Element:
    after = None
    for other in row.iterchildren("{*}c"):
        found = other.get("r", "")
        if found == ref:
            return other
        if found and cell_position(found)[1] > column:
            after = other
            break
    cell = etree.Element(
        f"{{{etree.QName(row).namespace}}}c", r=ref, s=_inherited_style(row, column + 1, root)
    )
    if after is None:
        row.append(cell)
    else:
        after.addprevious(cell)
    row.attrib.pop("spans", "")  # a mere hint, wrong now
    return cell


def _inherited_style(row: etree._Element, column: int, root: etree._Element) -> str:
    """The format of a cell that is not written: its row's, else that of its column (counted from 1)."""
    if row.get("customFormat") in ("1", "true"):
        return row.get("s", "0")
    for item in root.iter("{*}col"):
        if int(item.get("min", 0)) <= column <= int(item.get("max", 0)):
            return item.get("style", "0")
    return "0"
