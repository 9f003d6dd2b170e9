"""Marks laid over somebody's workbook: coloured cells, notes, a sheet in front."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from lxml import etree

from report_author.ooxml.markup import CONTENT_TYPES, YES, Element, parse_xml, quote_attribute, serialise
from report_author.ooxml.package import CONTENT_TYPES_PART, Package
from report_author.ooxml.relations import (
    content_type,
    first_related,
    free_name,
    relation_id,
    relations,
    with_part,
    with_relation,
)
from report_author.ooxml.sheet_editor import At, OpenBook, Rows, inserted, named, set_text, topmost
from report_author.ooxml.sheets import cell_position, cell_ref, column_letters
from report_author.records import frozen

_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_LOOSE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_VML_SPACES = {
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "x": "urn:schemas-microsoft-com:office:excel",
}
_BOX = '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
#: characters in a line of a note, as wide as Chinese; in pixels its lines' height, a box's width, a usual column, a usual row
_ROOM, _LINE, _WIDE, _COLUMN, _ROW = 26, 18, 350, 64, 20
_LINK = "0563C1"
_FRONT = """<worksheet xmlns="{space}">\
<sheetPr><tabColor rgb="FFC00000"/><pageSetUpPr fitToPage="1"/></sheetPr><dimension ref="A1:{last}"/>\
<sheetViews><sheetView showGridLines="0" tabSelected="1" workbookViewId="0">\
<pane ySplit="{top}" topLeftCell="A{below}" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>\
<sheetFormatPr defaultRowHeight="15"/><cols>{columns}</cols><sheetData/>{links}\
<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.6" header="0.3" footer="0.3"/>\
<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>"""


@frozen
class CellNote:
    """A mark on one cell: ``fill`` is its new colour (``RRGGBB``), ``text`` the note; its first line stands in bold."""

    sheet: str
    ref: str
    fill: str
    text: str


@frozen
class FrontRow:
    """A row of the table: its texts, its height in points, where ``link`` (``'支出'!H12``) leads, its first cell's colour."""

    cells: tuple[str, ...]
    height: float
    link: str = ""
    fill: str = ""


@frozen
class FrontSheet:
    """``lead`` are lines above the table, the first as a title. ``linked`` is the column (from 0) that carries the links.

    ``again``: the workbook has such a sheet from an earlier time, which is filled anew.
    """

    name: str
    lead: tuple[str, ...]
    header: tuple[str, ...]
    widths: tuple[float, ...]
    rows: tuple[FrontRow, ...]
    linked: int = 0
    again: bool = False


def with_marks(
    book: OpenBook, notes: Sequence[CellNote], author: str, front: FrontSheet | None = None
) -> Package:
    """``book`` with ``notes`` on its cells, ``front`` before its sheets; every other part stays byte for byte.

    A cell keeps its own format but the colour; several notes on one cell become one, the colour of the first wins. A
    note on a cell under a merge goes to the visible cell. Notes already there stay, ours below them. Marks for sheets
    that the workbook lacks are left out. Raises ``etree.XMLSyntaxError`` or ``KeyError`` for a damaged package.
    """
    by_sheet: dict[str, list[CellNote]] = defaultdict(list)
    for note in notes:
        by_sheet[note.sheet].append(note)
    for name in [name for name in by_sheet if name in book.sheets]:
        root = book.tree(book.sheets[name])
        rows = Rows(root)
        visible: dict[At, list[CellNote]] = defaultdict(list)
        for note in by_sheet[name]:
            visible[topmost(root, cell_position(note.ref))].append(note)
        for at, found in visible.items():
            cell = rows.made(at, rows.style_around(at))
            cell.set("s", str(book.styles.filled(int(cell.get("s", "0")), found[0].fill)))
        texts = {at: "\n\n".join(note.text for note in found) for at, found in sorted(visible.items())}
        _add_notes(book, book.sheets[name], texts, author)
    if front is not None:
        _add_front(book, front)
    return book.closed()


# ---------------------------------------------------------------- notes, of the kind that every program shows


def _add_notes(book: OpenBook, part: str, notes: Mapping[At, str], author: str) -> None:
    """Put ``notes`` into the comments of the worksheet ``part``, each that is new with a box."""
    root = book.tree(part)
    comments = first_related(book.package, part, "comments")
    if not comments:
        comments = free_name(book.package, "xl/comments{}.xml")
        empty = f'<comments xmlns="{etree.QName(root).namespace}"><authors/><commentList/></comments>'
        book.package = with_part(book.package, comments, empty.encode(), _COMMENTS_TYPE)
        book.package, _ = with_relation(book.package, part, "comments", comments, type_base=_base(root))
    page = book.tree(comments)
    authors, listed = (next(page.iterchildren("{*}" + name)) for name in ("authors", "commentList"))
    names = [element.text or "" for element in authors]
    if author not in names:
        etree.SubElement(authors, named(page, "author")).text = author
        names.append(author)
    known = {comment.get("ref", ""): comment for comment in listed}
    fresh = {}
    for at, text in notes.items():
        comment = known.get(cell_ref(*at))
        if comment is None:
            fresh[at] = text
            number = str(names.index(author))
            comment = etree.SubElement(listed, named(page, "comment"), ref=cell_ref(*at), authorId=number)
            body = etree.SubElement(comment, named(page, "text"))
        else:
            body = next(comment.iterchildren("{*}text"))
            _plain_to_run(body)
            _run(body, "\n\n", bold=False)
        head, line_break, rest = text.partition("\n")
        _run(body, head, bold=True)
        if rest:
            _run(body, line_break + rest, bold=False)
    _add_boxes(book, part, fresh)


def _plain_to_run(body: Element) -> None:
    """A text is either plain or made of runs: what is plain becomes the first run."""
    for plain in list(body.iterchildren("{*}t")):
        run = etree.Element(named(body, "r"))
        body.replace(plain, run)
        run.append(plain)


def _run(body: Element, text: str, *, bold: bool) -> None:
    xml = (
        f'<r xmlns="{etree.QName(body).namespace}"><rPr>{"<b/>" * bold}<sz val="9"/><color rgb="FF000000"/>'
        '<rFont val="微软雅黑"/></rPr><t xml:space="preserve"/></r>'
    )
    run = parse_xml(xml.encode())
    run[1].text = text
    body.append(run)


def _add_boxes(book: OpenBook, part: str, notes: Mapping[At, str]) -> None:
    """A hidden box for each note; without one the note does not show."""
    root = book.tree(part)
    base = _base(root)
    linked = root.find("{*}legacyDrawing")
    if linked is not None:
        drawing = next(r.target for r in relations(book.package, part) if r.id == relation_id(linked))
    else:
        drawing = free_name(book.package, "xl/drawings/vmlDrawing{}.vml")
        spaces = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in _VML_SPACES.items())
        book.package = _with_vml_type(book.package.with_parts({drawing: f"<xml {spaces}></xml>".encode()}))
        book.package, number = with_relation(book.package, part, "vmlDrawing", drawing, type_base=base)
        inserted(root, "legacyDrawing").set(f"{{{base}}}id", number)
    vml = _more_boxes(book.package[drawing].decode("utf-8"), notes, root)
    book.package = book.package.with_parts({drawing: vml.encode("utf-8")})


def _more_boxes(vml: str, notes: Mapping[At, str], root: Element) -> str:
    """A drawing in VML, which is not always well-formed, with a box for every note before its end."""
    block = max(map(int, re.findall(r"_x0000_s(\d+)", vml)), default=1024)
    lacking = [f' xmlns:{p}="{name}"' for p, name in _VML_SPACES.items() if f"xmlns:{p}=" not in vml]
    boxes = "" if "_x0000_t202" in vml else _BOX
    columns, rows = _widths(root), _heights(root)
    for number, ((row, column), text) in enumerate(notes.items(), start=block + 1):
        tall = _LINE * sum(1 + len(line) // _ROOM for line in text.split("\n")) + 16
        right, down = _reach(columns, column + 1, _WIDE + 15, _COLUMN), _reach(rows, row, tall + 4, _ROW)
        anchor = f"{column + 1}, 15, {row}, 4, {right[0]}, {right[1]}, {down[0]}, {down[1]}"
        boxes += (
            f'<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;margin-left:80pt;margin-top:5pt;'
            f'width:{_WIDE * 3 // 4}pt;height:{tall * 3 // 4}pt;z-index:{number - 1024};visibility:hidden" '
            'fillcolor="#ffffe1" o:insetmode="auto">'
            '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
            '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
            '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
            f"<x:Anchor>{anchor}</x:Anchor>"
            f"<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
        )
    if lacking:
        boxes = re.sub(r"<v:shape(type)? ", lambda found: found[0].rstrip() + "".join(lacking) + " ", boxes)
    inside, end, name = vml.rpartition("</")
    return f"{inside}{boxes}{end}{name}"


def _reach(sizes: Mapping[int, int], first: int, wanted: int, usual: int) -> tuple[int, int]:
    """The column (or row) in which ``wanted`` pixels from the start of ``first`` end, how far into it they reach."""
    while wanted > sizes.get(first, usual):
        wanted -= sizes.get(first, usual)
        first += 1
    return first, wanted


def _widths(root: Element) -> dict[int, int]:
    """The columns of a sheet that have a width of their own, in pixels; those hidden have none."""
    sizes: dict[int, int] = {}
    for item in root.iter("{*}col"):
        width = 0 if item.get("hidden") in YES else round(float(item.get("width", "9")) * 7 + 5)
        for column in range(int(item.get("min", 1)), min(int(item.get("max", 1)), 500) + 1):
            sizes[column - 1] = width
    return sizes


def _heights(root: Element) -> dict[int, int]:
    return {
        int(row.get("r", 1)) - 1: 0
        if row.get("hidden") in YES
        else round(float(row.get("ht", "15")) * 96 / 72)
        for row in root.iter("{*}row")
        if row.get("ht") or row.get("hidden") in YES
    }


def _with_vml_type(package: Package) -> Package:
    """The content type of ``.vml`` files."""
    if content_type(package, ".vml"):
        return package
    root = parse_xml(package[CONTENT_TYPES_PART])
    root.insert(0, etree.Element(f"{{{CONTENT_TYPES}}}Default", Extension="vml", ContentType=_VML_TYPE))
    return package.with_parts({CONTENT_TYPES_PART: serialise(root)})


# ---------------------------------------------------------------- the sheet in front


def _add_front(book: OpenBook, front: FrontSheet) -> None:
    """Let the workbook open on ``front``; its own sheets follow as they were."""
    main = book.tree(book.main)
    base = _base(main)
    sheets = next(main.iterchildren("{*}sheets"))
    for relation in relations(book.package, book.main):
        shows = relation.kind in ("worksheet", "chartsheet") and relation.target in book.package
        if shows and b"tabSelected" in book.package[relation.target]:
            # typing into two selected sheets would change both
            for view in book.tree(relation.target).iter("{*}sheetView"):
                view.attrib.pop("tabSelected", "")
    page = _front_page(front, book, etree.QName(main).namespace or "")
    if front.again:
        old = book.tree(book.sheets[front.name])
        old[:] = list(page)
        return
    part = free_name(book.package, "xl/worksheets/findings{}.xml")
    book.package = with_part(book.package, part, serialise(page), _SHEET_TYPE)
    book.package, relation_id = with_relation(book.package, book.main, "worksheet", part, type_base=base)
    taken = {sheet.get("name", "").casefold() for sheet in sheets}
    names = (front.name, *(f"{front.name}{number}" for number in range(2, len(taken) + 3)))
    name = next(each for each in names if each.casefold() not in taken)
    entry = etree.Element(named(main, "sheet"), name=name)
    entry.set("sheetId", str(max(int(sheet.get("sheetId", "0")) for sheet in sheets) + 1))
    entry.set(f"{{{base}}}id", relation_id)
    sheets.insert(0, entry)
    for defined in main.iter("{*}definedName"):
        local = defined.get("localSheetId")
        if local is not None:
            defined.set("localSheetId", str(int(local) + 1))
    for view in main.iter("{*}workbookView"):
        for attribute in ("activeTab", "firstSheet"):
            view.attrib.pop(attribute, "")


def _front_page(front: FrontSheet, book: OpenBook, space: str) -> Element:
    top = len(front.lead) + 1
    widths = "".join(
        f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
        for number, width in enumerate(front.widths, start=1)
    )
    links = "".join(
        f'<hyperlink ref="{column_letters(front.linked)}{number}" location={quote_attribute(row.link)} '
        f"display={quote_attribute(row.cells[front.linked])}/>"
        for number, row in enumerate(front.rows, start=top + 1)
        if row.link
    )
    page = _FRONT.format(
        space=space,
        last=cell_ref(top + len(front.rows) - 1, len(front.header) - 1),
        top=top,
        below=top + 1,
        columns=widths,
        links=links and f"<hyperlinks>{links}</hyperlinks>",
    )
    root = parse_xml(page.encode())
    rows, styles = Rows(root), book.styles
    for number, line in enumerate(front.lead):
        _write_row(rows, number, [line], [styles.look(size=10 if number else 16, bold=not number)])
    header = styles.look(bold=True, colour="FFFFFF", fill="4472C4", border=True)
    _write_row(rows, top - 1, front.header, [header] * len(front.header), 24)
    plain, linked = styles.look(border=True), styles.look(border=True, colour=_LINK)
    for number, row in enumerate(front.rows, start=top):
        looks = [plain] * len(row.cells)
        if row.link:
            looks[front.linked] = linked
        if row.fill:
            looks[0] = styles.look(border=True, bold=True, fill=row.fill)
        _write_row(rows, number, row.cells, looks, row.height)
    return root


def _write_row(
    rows: Rows, number: int, texts: Sequence[str], looks: Sequence[int], height: float = 0
) -> None:
    for column, (text, look) in enumerate(zip(texts, looks, strict=True)):
        set_text(rows.made((number, column), str(look)), text)
    if height:
        rows.set_height(number, height)


def _base(root: Element) -> str:
    """The namespace of ``r:id`` in the part ``root``, transitional or strict."""
    return _STRICT if "purl.oclc.org" in (etree.QName(root).namespace or "") else _LOOSE
