"""Marks laid over somebody's workbook: coloured cells, notes, a sheet in front."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from report_author.ooxml.annotate_cells import colour_cells, topmost
from report_author.ooxml.annotate_front import FrontSheet, with_front_sheet
from report_author.ooxml.annotate_notes import with_notes
from report_author.ooxml.annotate_styles import StyleBook
from report_author.ooxml.markup import parse_xml, serialise
from report_author.ooxml.package import Package
from report_author.ooxml.relations import main_part, related, relations


@dataclass(frozen=True, slots=True)
class CellNote:
    """A mark on one cell: ``fill`` is its new colour (``RRGGBB``), ``text`` the note; its first line stands in bold."""

    sheet: str
    ref: str
    fill: str
    text: str


def annotate_workbook(
    package: Package, notes: Sequence[CellNote], author: str, front: FrontSheet | None = None
) -> Package:
    """``package`` with ``notes`` on its cells, ``front`` before its sheets; every other part stays byte for byte.

    A cell keeps its own format but the colour; several notes on one cell become one, the colour of the first wins. A
    note on a cell under a merge goes to the visible cell. Notes already there stay, ours below them. Marks for sheets
    that the workbook lacks are left out. Raises ``etree.XMLSyntaxError`` or ``KeyError`` for a damaged package.
    """
    main = main_part(package)
    if main is None:
        return package
    by_part = _by_part(package, main, notes)
    styles = StyleBook.of(package, main)
    for part, cells in by_part.items():
        root = parse_xml(package[part])
        visible: dict[str, list[CellNote]] = defaultdict(list)
        for ref, found in cells.items():
            visible[topmost(root, ref)] += found
        colour_cells(root, {ref: found[0].fill for ref, found in visible.items()}, styles)
        package = with_notes(
            package,
            part,
            root,
            {ref: "\n\n".join(n.text for n in found) for ref, found in visible.items()},
            author,
        )
    if front is not None:
        package = with_front_sheet(package, main, front, styles)
    return styles.stored(package)


def sheet_parts(package: Package, main: str) -> dict[str, str]:
    """The part of every worksheet by the name on its tab."""
    targets = {r.id: r for r in relations(package, main)}
    found: dict[str, str] = {}
    for sheet in parse_xml(package[main]).iter("{*}sheet"):
        ids = [str(value) for key, value in sheet.attrib.items() if str(key).endswith("}id")]
        relation = targets.get(ids[0]) if ids else None
        if relation is not None and relation.kind == "worksheet":
            found[sheet.get("name", "")] = relation.target
    return found


def _by_part(
    package: Package, main: str, notes: Sequence[CellNote]
) -> Mapping[str, Mapping[str, list[CellNote]]]:
    parts = sheet_parts(package, main)
    found: dict[str, dict[str, list[CellNote]]] = {}
    for note in notes:
        if note.sheet in parts:
            found.setdefault(parts[note.sheet], {}).setdefault(note.ref, []).append(note)
    return found


def with_print_header(package: Package, words: str) -> Package:
    """Every worksheet prints ``words`` in red at the top of each page, before what its header says already."""
    main = main_part(package)
    if main is None:
        return package
    changed: dict[str, bytes] = {}
    for part in related(package, main, "worksheet"):
        root = parse_xml(package[part])
        _print_header(root, words)
        changed[part] = serialise(root)
    return package.with_parts(changed)


#: what may follow headerFooter in a worksheet
_AFTER_HEADER = (
    "rowBreaks",
    "colBreaks",
    "customProperties",
    "cellWatches",
    "ignoredErrors",
    "smartTags",
    "drawing",
    "drawingHF",
    "legacyDrawing",
    "legacyDrawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
)


def _print_header(root: etree._Element, words: str) -> None:
    space = etree.QName(root).namespace
    header = root.find(f"{{{space}}}headerFooter")
    if header is None:
        header = etree.Element(f"{{{space}}}headerFooter")
        after = next((c for c in root if etree.QName(c).localname in _AFTER_HEADER), None)
        if after is None:
            root.append(header)
        else:
            after.addprevious(header)
    wanted = ["oddHeader"]
    wanted += ["evenHeader"] if header.get("differentOddEven") in ("1", "true") else []
    wanted += ["firstHeader"] if header.get("differentFirst") in ("1", "true") else []
    order = ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")
    for name in wanted:
        element = header.find(f"{{{space}}}{name}")
        if element is None:
            element = etree.Element(f"{{{space}}}{name}")
            header.append(element)
        element.text = _centred(words, element.text or "")
    header[:] = sorted(header, key=lambda child: order.index(etree.QName(child).localname))


def _centred(words: str, before: str) -> str:
    """The header code ``before`` with red ``words`` first in its centre section."""
    own = f'&C&"-,Bold"&20&KFF0000{words}&"-,Regular"&10&K000000 '
    left, centre, rest = before.partition("&C")
    if centre:
        return f"{left}{own}{rest}"
    left, right, rest = before.partition("&R")
    return f"{left}{own}{right}{rest}"
