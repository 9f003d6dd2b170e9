"""Accepts the tracked changes of a template."""

from __future__ import annotations

from lxml import etree

from report_author.ooxml.markup import Element, W, detach, w

_UNWRAP = ("ins", "moveTo", "customXmlInsRangeStart", "customXmlInsRangeEnd")
_REMOVE = (
    "del",
    "moveFrom",
    "moveFromRangeStart",
    "moveFromRangeEnd",
    "moveToRangeStart",
    "moveToRangeEnd",
    "customXmlDelRangeStart",
    "customXmlDelRangeEnd",
    "customXmlMoveFromRangeStart",
    "customXmlMoveFromRangeEnd",
    "customXmlMoveToRangeStart",
    "customXmlMoveToRangeEnd",
    "numberingChange",
    "cellIns",
    "cellMerge",
)
_MARKS = {w("rPr"), w("trPr"), w("numPr")}


def accept_changes(root: Element) -> None:
    """Make ``root`` what Word's “accept all changes” makes of it: half a tag in an insertion is then an ordinary half."""
    detach(*(row for row in root.iter(w("tr")) if row.find(f"{w('trPr')}/{w('del')}") is not None))
    detach(*(cell for cell in root.iter(w("tc")) if cell.find(f"{w('tcPr')}/{w('cellDel')}") is not None))
    ended = [p for p in root.iter(w("p")) if p.find(f"{w('pPr')}/{w('rPr')}/{w('del')}") is not None]
    for element in list(root.iter(f"{{{W}}}*")):
        name = etree.QName(element).localname
        if name.endswith("PrChange") or name in _REMOVE:
            detach(element)
        elif name in _UNWRAP:
            if element.getparent() is not None and element.getparent().tag in _MARKS:  # type: ignore[union-attr]
                detach(element)
            else:
                unwrap(element)
    for paragraph in ended:
        _merge_into_next(paragraph)


def _merge_into_next(paragraph: Element) -> None:
    """A deleted paragraph mark joins the paragraph to the next one, whose properties win."""
    following = paragraph.getnext()
    if paragraph.getparent() is None or following is None or following.tag != w("p"):
        return
    at = 0 if following.find(w("pPr")) is None else 1
    following[at:at] = [child for child in paragraph if child.tag != w("pPr")]
    detach(paragraph)


def unwrap(element: Element) -> None:
    """Replace ``element`` by its children."""
    for child in list(element) if element.getparent() is not None else ():
        element.addprevious(child)
    detach(element)
