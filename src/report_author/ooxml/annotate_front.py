"""A new first sheet in somebody's workbook: a table whose rows lead to cells."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from report_author.ooxml.annotate_notes import relation_base
from report_author.ooxml.annotate_styles import StyleBook
from report_author.ooxml.markup import XML_SPACE, parse_xml, serialise
from report_author.ooxml.package import Package
from report_author.ooxml.relations import relations, with_part, with_relation
from report_author.ooxml.sheets import column_letters

_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_LINK = "0563C1"


@dataclass(frozen=True, slots=True)
class FrontRow:
    """A row of the table: its texts, its height in points, where ``link`` (``'支出'!H12``) leads, its first cell's colour."""

    cells: tuple[str, ...]
    height: float
    link: str = ""
    fill: str = ""


@dataclass(frozen=True, slots=True)
class FrontSheet:
    """``lead`` are lines above the table, the first as a title. ``linked`` is the column (from 0) that carries the links."""

    name: str
    lead: tuple[str, ...]
    header: tuple[str, ...]
    widths: tuple[float, ...]
    rows: tuple[FrontRow, ...]
    linked: int = 0


def with_front_sheet(package: Package, main: str, front: FrontSheet, styles: StyleBook) -> Package:
    """``package`` that opens on ``front``; its own sheets follow as they were."""
    book = parse_xml(package[main])
    base = relation_base(book)
    space = etree.QName(book).namespace or ""
    sheets = next(iter(book.iterchildren("{*}sheets")))
    names = {sheet.get("name", "").casefold() for sheet in sheets}
    part = _free_part(package)
    package = _unselected(package, main)
    package = with_part(package, part, _sheet_xml(front, styles, space), _SHEET_TYPE)
    package, relation = with_relation(package, main, "worksheet", part, type_base=base)
    entry = etree.Element(f"{{{space}}}sheet", name=_free_name(front.name, names))
    entry.set("sheetId", str(max(int(sheet.get("sheetId", "0")) for sheet in sheets) + 1))
    entry.set(f"{{{base}}}id", relation)
    sheets.insert(0, entry)
    for name in book.iter(f"{{{space}}}definedName"):
        local = name.get("localSheetId")
        if local is not None:
            name.set("localSheetId", str(int(local) + 1))
    for view in book.iter(f"{{{space}}}workbookView"):
        for attribute in ("activeTab", "firstSheet"):
            view.attrib.pop(attribute, "")
    return package.with_parts({main: serialise(book)})


def _free_part(package: Package) -> str:
    number = 1
    while f"xl/worksheets/findings{number}.xml" in package:
        number += 1
    return f"xl/worksheets/findings{number}.xml"


def _free_name(wanted: str, taken: set[str]) -> str:
    name, number = wanted, 1
    while name.casefold() in taken:
        number += 1
        name = f"{wanted}{number}"
    return name


def _unselected(package: Package, main: str) -> Package:
    """No other sheet is selected: typing into two selected sheets changes both."""
    changed = {}
    for relation in relations(package, main):
        if relation.kind in ("worksheet", "chartsheet") and b"tabSelected" in package.get(
            relation.target, b""
        ):
            root = parse_xml(package[relation.target])
            for view in root.iter("{*}sheetView"):
                view.attrib.pop("tabSelected", "")
            changed[relation.target] = serialise(root)
    return package.with_parts(changed)


def _sheet_xml(front: FrontSheet, styles: StyleBook, space: str) -> bytes:
    root = parse_xml(f'<worksheet xmlns="{space}"/>'.encode())
    setup = etree.SubElement(
        etree.SubElement(root, f"{{{space}}}sheetPr"), f"{{{space}}}pageSetUpPr", fitToPage="1"
    )
    setup.getparent().insert(0, etree.Element(f"{{{space}}}tabColor", rgb="FFC00000"))  # type: ignore[union-attr]
    top = len(front.lead) + 1
    last = f"{column_letters(len(front.header) - 1)}{top + len(front.rows)}"
    etree.SubElement(root, f"{{{space}}}dimension", ref=f"A1:{last}")
    views = etree.SubElement(root, f"{{{space}}}sheetViews")
    view = etree.SubElement(
        views, f"{{{space}}}sheetView", showGridLines="0", tabSelected="1", workbookViewId="0"
    )
    etree.SubElement(
        view,
        f"{{{space}}}pane",
        ySplit=str(top),
        topLeftCell=f"A{top + 1}",
        activePane="bottomLeft",
        state="frozen",
    )
    etree.SubElement(root, f"{{{space}}}sheetFormatPr", defaultRowHeight="15")
    columns = etree.SubElement(root, f"{{{space}}}cols")
    for number, width in enumerate(front.widths, start=1):
        etree.SubElement(
            columns, f"{{{space}}}col", min=str(number), max=str(number), width=str(width), customWidth="1"
        )
    data = etree.SubElement(root, f"{{{space}}}sheetData")
    for number, line in enumerate(front.lead, start=1):
        _row(data, number, [(line, styles.look(size=16 if number == 1 else 10, bold=number == 1))])
    header = styles.look(bold=True, colour="FFFFFF", fill="4472C4", border=True)
    _row(data, top, [(label, header) for label in front.header], 24)
    plain, linked = styles.look(border=True), styles.look(border=True, colour=_LINK)
    links = []
    for number, row in enumerate(front.rows, start=top + 1):
        looks = [plain] * len(row.cells)
        if row.link:
            looks[front.linked] = linked
            links.append((f"{column_letters(front.linked)}{number}", row))
        if row.fill:
            looks[0] = styles.look(border=True, bold=True, fill=row.fill)
        _row(data, number, list(zip(row.cells, looks, strict=True)), row.height)
    if links:
        group = etree.SubElement(root, f"{{{space}}}hyperlinks")
        for ref, row in links:
            etree.SubElement(
                group, f"{{{space}}}hyperlink", ref=ref, location=row.link, display=row.cells[front.linked]
            )
    etree.SubElement(
        root,
        f"{{{space}}}pageMargins",
        left="0.4",
        right="0.4",
        top="0.5",
        bottom="0.6",
        header="0.3",
        footer="0.3",
    )
    etree.SubElement(root, f"{{{space}}}pageSetup", paperSize="9", orientation="landscape", fitToHeight="0")
    return serialise(root)


def _row(data: etree._Element, number: int, cells: list[tuple[str, int]], height: float = 0) -> None:
    space = etree.QName(data).namespace
    row = etree.SubElement(data, f"{{{space}}}row", r=str(number))
    if height:
        row.set("ht", str(height))
        row.set("customHeight", "1")
    for column, (text, style) in enumerate(cells):
        cell = etree.SubElement(
            row, f"{{{space}}}c", r=f"{column_letters(column)}{number}", s=str(style), t="inlineStr"
        )
        written = etree.SubElement(etree.SubElement(cell, f"{{{space}}}is"), f"{{{space}}}t")
        written.text = text
        written.set(XML_SPACE, "preserve")
