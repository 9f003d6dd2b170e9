"""What the contents page needs of the paragraph styles of a template."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from report_author.ooxml.markup import parse_xml, serialise, w
from report_author.ooxml.package import Package
from report_author.ooxml.relations import main_part, related

LEVELS = range(1, 10)
_STEP = 320  # twips that each level is moved in: one character of 16 pt


@dataclass(frozen=True, slots=True)
class ParagraphStyles:
    """The paragraph styles by id, what they inherit included. Levels count from 1 (``heading 1``, ``w:outlineLvl`` 0)."""

    default: str
    ids: Mapping[str, str]
    headings: Mapping[str, int]
    outline: Mapping[str, int]
    numbered: frozenset[str]
    tabbed: frozenset[str]

    def entry(self, level: int) -> str:
        """The id of the style ``toc N``."""
        return self.ids[f"toc {level}"]

    def has_entry(self, level: int) -> bool:
        return f"toc {level}" in self.ids


def read_styles(package: Package) -> ParagraphStyles:
    """The paragraph styles of ``package``; none where it has no styles part."""
    styles = {}
    default = ""
    for part in _parts(package):
        for style in parse_xml(package[part]).iter(w("style")):
            if style.get(w("type"), "paragraph") == "paragraph":
                styles[style.get(w("styleId"), "")] = style
                if style.get(w("default")) in ("1", "true", "on"):
                    default = style.get(w("styleId"), "")
    names = {identity: _value(style, "name").lower() for identity, style in styles.items()}
    headings = {}
    for identity, name in names.items():
        found = re.fullmatch(r"heading ([1-9])", name)
        if found:
            headings[identity] = int(found.group(1))
    outline: dict[str, int] = {}
    numbered, tabbed = set(), set()
    for identity in styles:
        chain = _chain(styles, identity)
        level = next((v for style in chain if (v := _value(style, "pPr/outlineLvl"))), "")
        if level.isdecimal() and int(level) + 1 in LEVELS:
            outline[identity] = int(level) + 1
        if next((v for style in chain if (v := _value(style, "pPr/numPr/numId"))), "0") != "0":
            numbered.add(identity)
        if any(
            tab.get(w("val")) == "right" for style in chain for tab in style.iterfind(_path("pPr/tabs/tab"))
        ):
            tabbed.add(identity)
    ids = {name: identity for identity, name in names.items()}
    return ParagraphStyles(default, ids, headings, outline, frozenset(numbered), frozenset(tabbed))


def with_entry_styles(package: Package, levels: range) -> Package:
    """``package`` with a style ``toc N`` for each of ``levels``: Word keeps the unused ones to itself, outside of the file."""
    parts = _parts(package)
    known = read_styles(package)
    missing = [level for level in levels if not known.has_entry(level)]
    if not parts or not missing:
        return package
    root = parse_xml(package[parts[0]])
    taken = {style.get(w("styleId")) for style in root.iter(w("style"))}
    for level in missing:
        identity = f"TOC{level}" if f"TOC{level}" not in taken else f"TOCEntry{level}"
        root.append(_entry_style(identity, level, known.default))
    return package.with_parts({parts[0]: serialise(root)})


def _entry_style(identity: str, level: int, base: str) -> etree._Element:
    style = etree.Element(w("style"), {w("type"): "paragraph", w("styleId"): identity})
    etree.SubElement(style, w("name"), {w("val"): f"toc {level}"})
    if base:
        etree.SubElement(style, w("basedOn"), {w("val"): base})
    etree.SubElement(style, w("uiPriority"), {w("val"): "39"})
    properties = etree.SubElement(style, w("pPr"))
    left = {w("left"): str((level - 1) * _STEP), w("firstLineChars"): "0", w("firstLine"): "0"}
    etree.SubElement(properties, w("ind"), left)
    return style


def _parts(package: Package) -> tuple[str, ...]:
    body = main_part(package)
    return related(package, body, "styles") if body else ()


def _path(names: str) -> str:
    return "/".join(w(name) for name in names.split("/"))


def _value(style: etree._Element, path: str) -> str:
    found = style.find(_path(path))
    return found.get(w("val"), "") if found is not None else ""


def _chain(styles: Mapping[str, etree._Element], identity: str) -> list[etree._Element]:
    """The style, what it is based on, and so on; a circle ends where it closes."""
    chain: dict[str, etree._Element] = {}
    while identity in styles and identity not in chain:
        chain[identity] = styles[identity]
        identity = _value(styles[identity], "basedOn")
    return list(chain.values())
