"""Page numbers in the contents: what is measured, how a page of a PDF is numbered in print, where the number is written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from report_author.ooxml.markup import Element, child, parse_xml, serialise, value, w
from report_author.ooxml.package import Package, read_package, write_package
from report_author.ooxml.relations import first_related, main_part
from report_author.records import frozen
from report_author.word.clean import without_field_update
from report_author.word.contents import add_bookmark

_PAGEREF = re.compile(r"PAGEREF\s+(\S+)")
_LIKELY_PAGE = "88"
_SECTION_ID = 200_001  # behind the bookmarks of the headings


def listed_headings(data: bytes) -> list[str]:
    """The bookmarks to which the contents of a finished report refer, in order."""
    package = read_package(data)
    return [name for name, _ in _page_texts(_body(package)[1])]


def measuring_copy(data: bytes) -> bytes:
    """A copy of a finished report that LibreOffice lays out as Word does the original; only its pages are ever read.

    Each section's first paragraph gets a bookmark, the numbers a likely width. A grid of characters is replaced by the same
    spacing, because LibreOffice 7.4 gives such a page 14 characters a line in place of 28.
    """
    package = without_field_update(read_package(data))
    part, root = _body(package)
    for _, text in _page_texts(root):
        text.text = _LIKELY_PAGE
    for start in root.iter(w("bookmarkStart")):
        start.set(w("name"), _measured_name(start.get(w("name"), "")))
    for number, section in enumerate(_sections(root)):
        add_bookmark(section.first, _section_name(number), _SECTION_ID + number)
    package = _without_character_grid(package, root)
    return write_package(package.with_parts({part: serialise(root)}))


def printed_numbers(data: bytes, pages: Mapping[str, int]) -> dict[str, int] | None:
    """The number printed on the page of each listed heading.

    ``pages`` says on which page of the PDF, counted from 0, each bookmark of the measuring copy stands. None where one is
    missing: numbers of some headings only would be worse than none.
    """
    _, root = _body(read_package(data))
    wanted = [name for name, _ in _page_texts(root)]
    sections = list(_sections(root))
    names = [_section_name(number) for number in range(len(sections))]
    if not pages.keys() >= {*names, *map(_measured_name, wanted)}:
        return None
    numbers: dict[str, int] = {}
    first_page, first_number = 0, 1
    for section, page in zip(sections, map(pages.__getitem__, names), strict=True):
        number = section.start if section.start is not None else first_number + page - first_page
        if section.parity is not None and number % 2 != section.parity:
            number += 1  # Word and LibreOffice leave a page blank, which the PDF leaves out
        first_page, first_number = page, number
        for mark in section.bookmarks & set(wanted):
            numbers[mark] = number + pages[_measured_name(mark)] - page
    return numbers if numbers.keys() >= set(wanted) else None


def with_page_numbers(data: bytes, numbers: Mapping[str, int]) -> bytes:
    """The report with its contents complete; Word and WPS open it without asking to update anything."""
    package = without_field_update(read_package(data))
    part, root = _body(package)
    for name, text in _page_texts(root):
        text.text = str(numbers[name])
    return write_package(package.with_parts({part: serialise(root)}))


@frozen
class _Section:
    """A section of the body. ``parity`` is 1 for one that begins on an odd page, 0 on an even one."""

    first: Element
    bookmarks: frozenset[str]
    start: int | None
    parity: int | None


def _body(package: Package) -> tuple[str, Element]:
    part = main_part(package) or ""
    return part, parse_xml(package[part])


def _measured_name(bookmark: str) -> str:
    """Letters and digits only: LibreOffice rewrites every other sign in the name of a destination."""
    return re.sub("[^0-9A-Za-z]", "", bookmark)


def _section_name(number: int) -> str:
    return f"Section{number}"


def _sections(root: Element) -> Iterator[_Section]:
    first: Element | None = None
    bookmarks: set[str] = set()
    for element in root.iter(w("p"), w("bookmarkStart"), w("sectPr")):
        if element.tag == w("p"):
            first = element if first is None else first
        elif element.tag == w("bookmarkStart"):
            bookmarks.add(element.get(w("name"), ""))
        elif first is not None:
            parity = {"oddPage": 1, "evenPage": 0}.get(value(element, "type"))
            start = value(element, "pgNumType", "start")
            yield _Section(first, frozenset(bookmarks), int(start) if start else None, parity)
            first, bookmarks = None, set()


def _page_texts(root: Element) -> Iterator[tuple[str, Element]]:
    """The text element of every page number in the contents, with the bookmark it belongs to."""
    for link in root.iter(w("hyperlink")):
        instruction = "".join(piece.text or "" for piece in link.iter(w("instrText")))
        found = _PAGEREF.search(instruction)
        texts = list(link.iter(w("t")))
        if found and texts and found[1] == link.get(w("anchor")):
            yield found[1], texts[-1]


def _without_character_grid(package: Package, root: Element) -> Package:
    """The grid's spacing becomes the spacing that every style starts from."""
    grids = [g for g in root.iter(w("docGrid")) if g.get(w("type")) in ("linesAndChars", "snapToChars")]
    styles = first_related(package, main_part(package) or "", "styles")
    if not grids or not styles:
        return package
    pitch, extra = grids[-1].get(w("linePitch"), "0"), int(grids[-1].get(w("charSpace"), "0"))
    for grid in grids:
        grid.attrib.clear()
    sheet = parse_xml(package[styles])
    defaults = child(sheet, w("docDefaults"), 0)
    run = child(child(defaults, w("rPrDefault"), 0), w("rPr"))
    if run.find(w("spacing")) is None:  # charSpace counts 1/4096 pt, w:spacing 1/20 pt
        child(run, w("spacing")).set(w("val"), str(round(extra * 20 / 4096)))
    lines = child(child(child(defaults, w("pPrDefault")), w("pPr")), w("spacing"))
    if lines.get(w("line")) is None:
        lines.set(w("line"), pitch)
        lines.set(w("lineRule"), "atLeast")
    return package.with_parts({styles: serialise(sheet)})
