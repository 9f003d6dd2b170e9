"""Notes on cells, of the kind that every version of Excel, WPS, LibreOffice shows."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping

from lxml import etree

from report_author.ooxml.markup import CONTENT_TYPES, XML_SPACE, parse_xml, serialise
from report_author.ooxml.package import CONTENT_TYPES_PART, Package
from report_author.ooxml.relations import related, relations, with_part, with_relation
from report_author.ooxml.sheets import cell_position

_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_LOOSE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_VML_SPACES = {
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "x": "urn:schemas-microsoft-com:office:excel",
}
_BOX = '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
#: what may follow legacyDrawing in a worksheet
_AFTER = ("legacyDrawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst")
#: characters in a line of a note, as wide as Chinese; in pixels its lines' height, a box's width, a usual column, a usual row
_ROOM, _LINE, _WIDE, _COLUMN, _ROW = 26, 18, 350, 64, 20


def relation_base(root: etree._Element) -> str:
    """The namespace of ``r:id`` in the part ``root``, transitional or strict."""
    return _STRICT if "purl.oclc.org" in (etree.QName(root).namespace or "") else _LOOSE


def with_notes(
    package: Package, part: str, root: etree._Element, notes: Mapping[str, str], author: str
) -> Package:
    """``package`` whose worksheet ``part`` is ``root`` with ``notes`` (text by cell); notes already there stay."""
    comments = next(iter(related(package, part, "comments")), "")
    if comments:
        page = parse_xml(package[comments])
    else:
        space = etree.QName(root).namespace
        page = parse_xml(f'<comments xmlns="{space}"><authors/><commentList/></comments>'.encode())
    fresh = _write(page, notes, author)
    if comments:
        package = package.with_parts({comments: serialise(page)})
    else:
        comments = _free(package, "xl/comments{}.xml")
        package = with_part(package, comments, serialise(page), _COMMENTS_TYPE)
        package, _ = with_relation(package, part, "comments", comments, type_base=relation_base(root))
    package = _with_shapes(package, part, root, {ref: notes[ref] for ref in fresh})
    return package.with_parts({part: serialise(root)})


def _write(page: etree._Element, notes: Mapping[str, str], author: str) -> list[str]:
    """Put the notes into a comments part; the cells that had none before."""
    authors, listed = (next(iter(page.iterchildren("{*}" + name))) for name in ("authors", "commentList"))
    names = [element.text or "" for element in authors]
    if author not in names:
        etree.SubElement(authors, _own(page, "author")).text = author
        names.append(author)
    known = {comment.get("ref", ""): comment for comment in listed}
    fresh = []
    for ref, text in sorted(notes.items(), key=lambda item: cell_position(item[0])):
        comment = known.get(ref)
        if comment is None:
            fresh.append(ref)
            comment = etree.SubElement(
                listed, _own(page, "comment"), ref=ref, authorId=str(names.index(author))
            )
            body = etree.SubElement(comment, _own(page, "text"))
        else:
            body = next(iter(comment.iterchildren("{*}text")))
            _plain_to_run(body)
            _run(body, "\n\n", bold=False)
        head, line_break, rest = text.partition("\n")
        _run(body, head, bold=True)
        if rest:
            _run(body, line_break + rest, bold=False)
    return fresh


def _plain_to_run(body: etree._Element) -> None:
    """A text is either plain or made of runs: what is plain becomes the first run."""
    for plain in list(body.iterchildren("{*}t")):
        run = etree.Element(_own(body, "r"))
        body.replace(plain, run)
        run.append(plain)


def _run(body: etree._Element, text: str, *, bold: bool) -> None:
    run = etree.SubElement(body, _own(body, "r"))
    look = etree.SubElement(run, _own(body, "rPr"))
    if bold:
        etree.SubElement(look, _own(body, "b"))
    etree.SubElement(look, _own(body, "sz"), val="9")
    etree.SubElement(look, _own(body, "color"), rgb="FF000000")
    etree.SubElement(look, _own(body, "rFont"), val="微软雅黑")
    written = etree.SubElement(run, _own(body, "t"))
    written.text = text
    written.set(XML_SPACE, "preserve")


def _with_shapes(package: Package, part: str, root: etree._Element, notes: Mapping[str, str]) -> Package:
    """A hidden box for each note; without one the note does not show."""
    linked = next(iter(root.iterchildren("{*}legacyDrawing")), None)
    if linked is not None:
        number = next(str(value) for key, value in linked.attrib.items() if str(key).endswith("}id"))
        drawing = next(r.target for r in relations(package, part) if r.id == number)
        text = package[drawing].decode("utf-8")
        return package.with_parts({drawing: _more_shapes(text, notes, root).encode("utf-8")})
    spaces = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in _VML_SPACES.items())
    drawing = _free(package, "xl/drawings/vmlDrawing{}.vml")
    data = _more_shapes(f"<xml {spaces}></xml>", notes, root).encode("utf-8")
    package = _with_default_type(package.with_parts({drawing: data}))
    base = relation_base(root)
    package, number = with_relation(package, part, "vmlDrawing", drawing, type_base=base)
    element = etree.Element(_own(root, "legacyDrawing"))
    element.set(f"{{{base}}}id", number)
    after = next((child for child in root if etree.QName(child).localname in _AFTER), None)
    if after is None:
        root.append(element)
    else:
        after.addprevious(element)
    return package


def _more_shapes(vml: str, notes: Mapping[str, str], root: etree._Element) -> str:
    """A drawing in VML, which is not always well-formed, with a box for every note before its end."""
    used = [int(number) for number in re.findall(r"_x0000_s(\d+)", vml)]
    block = max(used, default=1024)
    lacking = [f' xmlns:{p}="{name}"' for p, name in _VML_SPACES.items() if f"xmlns:{p}=" not in vml]
    boxes = "" if "_x0000_t202" in vml else _BOX
    columns, rows = _widths(root), _heights(root)
    for number, (ref, text) in enumerate(notes.items(), start=block + 1):
        row, column = cell_position(ref)
        tall = _LINE * sum(1 + len(line) // _ROOM for line in text.split("\n")) + 16
        right, down = _reach(columns, column + 1, _WIDE + 15, _COLUMN), _reach(rows, row, tall + 4, _ROW)
        anchor = f"{column + 1}, 15, {row}, 4, {right[0]}, {right[1]}, {down[0]}, {down[1]}"
        boxes += _shape(number, row, column, anchor, tall)
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


def _widths(root: etree._Element) -> dict[int, int]:
    """The columns of a sheet that have a width of their own, in pixels; those hidden have none."""
    sizes: dict[int, int] = {}
    for item in root.iter("{*}col"):
        width = 0 if item.get("hidden") in ("1", "true") else round(float(item.get("width", "9")) * 7 + 5)
        for column in range(int(item.get("min", 1)), min(int(item.get("max", 1)), 500) + 1):
            sizes[column - 1] = width
    return sizes


def _heights(root: etree._Element) -> dict[int, int]:
    sizes: dict[int, int] = {}
    for row in root.iter("{*}row"):
        if row.get("hidden") in ("1", "true"):
            sizes[int(row.get("r", 1)) - 1] = 0
        elif row.get("ht"):
            sizes[int(row.get("r", 1)) - 1] = round(float(row.get("ht", "15")) * 96 / 72)
    return sizes


def _shape(number: int, row: int, column: int, anchor: str, tall: int) -> str:
    return (
        f'<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;margin-left:80pt;margin-top:5pt;'
        f'width:{_WIDE * 3 // 4}pt;height:{tall * 3 // 4}pt;z-index:{number - 1024};visibility:hidden" '
        'fillcolor="#ffffe1" o:insetmode="auto">'
        '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
        '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
        '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:Anchor>{anchor}</x:Anchor>"
        f"<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
    )


def _with_default_type(package: Package) -> Package:
    """The content type of ``.vml`` files."""
    root = parse_xml(package[CONTENT_TYPES_PART])
    if any(e.get("Extension", "").lower() == "vml" for e in root.iter(f"{{{CONTENT_TYPES}}}Default")):
        return package
    root.insert(0, etree.Element(f"{{{CONTENT_TYPES}}}Default", Extension="vml", ContentType=_VML_TYPE))
    return package.with_parts({CONTENT_TYPES_PART: serialise(root)})


def _free(package: Package, pattern: str) -> str:
    """The first name of a ``pattern`` with a number that no part has."""
    number = 1
    taken = {name.lower() for name in package}
    while pattern.format(number).lower() in taken:
        number += 1
    return posixpath.normpath(pattern.format(number))


def _own(element: etree._Element, name: str) -> str:
    """``name`` in the namespace of ``element``."""
    return f"{{{etree.QName(element).namespace}}}{name}"
