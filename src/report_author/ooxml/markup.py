"""XML names of the Office formats with the one strict way to parse them."""

from __future__ import annotations

import re
from typing import TypeAlias

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
XML = "http://www.w3.org/XML/1998/namespace"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"

#: an element of a tree; lxml keeps its name to itself
Element: TypeAlias = etree._Element
XML_SPACE = f"{{{XML}}}space"
#: Characters that no text may hold: not XML, or reserved for our own marks (C0 controls, lone surrogates, non-characters).
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
#: how an attribute says yes
YES = ("1", "true")
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


class DoctypeRefused(etree.XMLSyntaxError):
    """A part that declares a document type; Office never writes one."""

    def __init__(self, message: str) -> None:
        SyntaxError.__init__(self, message)


def w(name: str) -> str:
    """The qualified name of a WordprocessingML element or attribute."""
    return f"{{{W}}}{name}"


def s(name: str) -> str:
    """The qualified name of a SpreadsheetML element."""
    return f"{{{S}}}{name}"


def value(element: Element, path: str, name: str = "val") -> str:
    """The attribute ``w:val``, or another of that name space, of the element at ``path``; empty where there is none."""
    found = element.find("/".join(map(w, path.split("/"))))
    return "" if found is None else found.get(w(name), "")


def count_at(element: Element, path: str, least: int) -> int:
    """The number that ``value`` finds; ``least`` where it is smaller or none."""
    text = value(element, path)
    return max(int(text), least) if text.isdecimal() else least


def is_on(switch: Element | None) -> bool:
    """Whether an element that switches something on, such as ``w:vanish``, is there and does."""
    return switch is not None and switch.get(w("val"), "1") not in ("0", "false", "off")


def own(element: Element, *tags: str) -> list[Element]:
    """What ``element`` holds of these tags, without what a nested element of its own kind holds: the rows of a table …"""
    return [each for each in element.iter(*tags) if next(each.iterancestors(element.tag)) is element]


def child(parent: Element, name: str, at: int | None = None) -> Element:
    """The child ``name`` of ``parent``, which is made where it is missing: as the last, or at ``at``."""
    found = parent.find(name)
    if found is None:
        found = etree.Element(name)
        parent.insert(len(parent) if at is None else at, found)
    return found


def detach(*elements: Element) -> None:
    """Take elements out of their trees."""
    for element in elements:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)


def parse_xml(data: bytes) -> Element:
    """Parse ``data`` strictly; raises ``etree.XMLSyntaxError``. Entities, DTDs and the network stay closed."""
    if b"<!DOCTYPE" in data:
        raise DoctypeRefused("a document type declaration is not allowed")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_blank_text=False)
    return etree.fromstring(data, parser)


def serialise(root: Element) -> bytes:
    """``root`` as the bytes of a part."""
    return (DECLARATION + etree.tostring(root, encoding="unicode")).encode("utf-8")


def escape_xml(text: str) -> str:
    """``text`` as the text of an element."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def quote_attribute(text: str) -> str:
    """``text`` as the value of an attribute, with its quotes."""
    inner = (
        escape_xml(text)
        .replace('"', "&quot;")
        .replace("\n", "&#10;")
        .replace("\r", "&#13;")
        .replace("\t", "&#9;")
    )
    return f'"{inner}"'
