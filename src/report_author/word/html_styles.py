"""What a web page keeps of the paragraph styles of a finished report."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from report_author.ooxml.markup import parse_xml, w
from report_author.ooxml.package import Package
from report_author.ooxml.relations import main_part, related

_ALIGN = {"center": "center", "right": "right", "end": "right"}
_DEEPEST = 6
_CAPTIONS = ("图题", "caption")
#: A heading of an inserted document, under the heading of the annex.
_OF_ANNEX = re.compile(r"heading ([1-9])（附件\d+）")
_ANNEX_LEVEL = 2


@dataclass(frozen=True, slots=True)
class WebStyle:
    """A paragraph style: ``level`` 1–6 of a heading (0: none), ``align`` (empty: left), its list with the level in it."""

    name: str = ""
    level: int = 0
    align: str = ""
    number: tuple[str, int] | None = None

    @property
    def is_caption(self) -> bool:
        """Whether paragraphs of this style stand under pictures."""
        return self.name.lower() in _CAPTIONS


def read_web_styles(package: Package) -> dict[str, WebStyle]:
    """The paragraph styles by id, what they inherit included; the default one under the empty id, too."""
    styles = {}
    default = ""
    for part in related(package, main_part(package) or "", "styles"):
        for style in parse_xml(package[part]).iter(w("style")):
            if style.get(w("type"), "paragraph") == "paragraph":
                styles[style.get(w("styleId"), "")] = style
                if style.get(w("default")) in ("1", "true", "on"):
                    default = style.get(w("styleId"), "")
    found = {identity: _read(styles, identity) for identity in styles}
    return {"": found.get(default, WebStyle()), **found}


def web_style(paragraph: etree._Element, styles: Mapping[str, WebStyle]) -> WebStyle:
    """The style of a paragraph with its own alignment, level, list in place of those of the style."""
    properties = paragraph.find(w("pPr"))
    if properties is None:
        return styles[""]
    style = styles.get(value(properties, "pStyle"), styles[""])
    level, align, number = value(properties, "outlineLvl"), value(properties, "jc"), _number(properties)
    return WebStyle(
        style.name,
        _level(level) if level else style.level,
        _ALIGN.get(align, "") if align else style.align,
        number or style.number,
    )


def value(element: etree._Element, path: str) -> str:
    """The ``w:val`` of the element at ``path``; empty where there is none."""
    found = element.find("/".join(w(name) for name in path.split("/")))
    return found.get(w("val"), "") if found is not None else ""


def _read(styles: Mapping[str, etree._Element], identity: str) -> WebStyle:
    name = value(styles[identity], "name")
    chain = _chain(styles, identity)
    level = next((text for style in chain if (text := value(style, "pPr/outlineLvl"))), "")
    align = next((text for style in chain if (text := value(style, "pPr/jc"))), "")
    lists = (_number(properties) for style in chain if (properties := style.find(w("pPr"))) is not None)
    annex = _OF_ANNEX.fullmatch(name.lower())
    plain = re.fullmatch(r"heading ([1-9])", name.lower())
    if annex:
        number = min(int(annex.group(1)) + _ANNEX_LEVEL, _DEEPEST)
    else:
        number = min(int(plain.group(1)), _DEEPEST) if plain else _level(level)
    return WebStyle(name, number, _ALIGN.get(align, ""), next((found for found in lists if found), None))


def _level(text: str) -> int:
    return min(int(text) + 1, _DEEPEST) if text.isdecimal() and int(text) < 9 else 0


def _number(properties: etree._Element) -> tuple[str, int] | None:
    """The list and the level in it; the list ``0`` takes a paragraph out of that of its style."""
    identity, level = value(properties, "numPr/numId"), value(properties, "numPr/ilvl")
    return (identity, int(level) if level.isdecimal() else 0) if identity else None


def _chain(styles: Mapping[str, etree._Element], identity: str) -> list[etree._Element]:
    """The style, what it is based on, and so on; a circle ends where it closes."""
    chain: dict[str, etree._Element] = {}
    while identity in styles and identity not in chain:
        chain[identity] = styles[identity]
        identity = value(styles[identity], "basedOn")
    return list(chain.values())
