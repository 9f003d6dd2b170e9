"""The styles of a Word document, with what they inherit."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

from report_author.ooxml.markup import Element, parse_xml, value, w
from report_author.ooxml.package import Package
from report_author.ooxml.relations import related
from report_author.ooxml.shown_text import is_hidden

_T = TypeVar("_T")
_HEADING = re.compile(r"(?:heading|标题) ?[1-9]")


class StyleSheet:
    """The styles of ``body`` by id; ``paragraphs`` are those of paragraphs, ``default`` is the one that a paragraph has by itself."""

    def __init__(self, package: Package, body: str) -> None:
        self.elements: dict[str, Element] = {}
        self.paragraphs: list[str] = []
        self.default = ""
        for part in related(package, body, "styles"):
            for style in parse_xml(package[part]).iter(w("style")):
                identity = style.get(w("styleId"), "")
                self.elements[identity] = style
                if style.get(w("type"), "paragraph") == "paragraph":
                    self.paragraphs.append(identity)
                    if style.get(w("default")) in ("1", "true", "on"):
                        self.default = identity
        self.names = {identity: value(style, "name") for identity, style in self.elements.items()}
        self._chains = {identity: self._chain(identity) for identity in self.elements}

    def _chain(self, identity: str) -> list[str]:
        """The style, what it is based on, and so on; a circle ends where it closes."""
        chain: list[str] = []
        while identity in self.elements and identity not in chain:
            chain.append(identity)
            identity = value(self.elements[identity], "basedOn")
        return chain

    def inherited(self, own: Callable[[Element], _T | None]) -> dict[str, _T]:
        """What ``own`` finds in each style, else in the nearest one that it is based on; without those that say nothing."""
        known = {identity: own(style) for identity, style in self.elements.items()}
        found = {}
        for identity, chain in self._chains.items():
            for at in chain:
                if (said := known[at]) is not None:
                    found[identity] = said
                    break
        return found

    def values(self, path: str) -> dict[str, str]:
        """The ``w:val`` of the element at ``path`` by style, as ``inherited``."""
        return self.inherited(lambda style: value(style, path) or None)


class WordStyles:
    """What reading a document needs of its styles: names, outline levels, lists; ``hidden`` are those that hide text."""

    def __init__(self, package: Package, body: str) -> None:
        sheet = StyleSheet(package, body)
        self._names = sheet.names
        self._levels = sheet.inherited(_level)
        self._lists = sheet.inherited(lambda style: _digits(style, "pPr/numPr/numId"))
        self._depths = sheet.inherited(lambda style: _digits(style, "pPr/numPr/ilvl"))
        hides = sheet.inherited(lambda style: is_hidden(style.find(w("rPr"))))
        self.hidden = frozenset(identity for identity, hidden in hides.items() if hidden)

    def name(self, identity: str) -> str:
        return self._names.get(identity, "")

    def level(self, paragraph: Element, style: str) -> int:
        """1 for the outermost heading; 0 for body text."""
        own = value(paragraph, "pPr/outlineLvl")
        level = int(own) if own.isdigit() else self._levels.get(style, 9)
        return level + 1 if level < 9 else 0

    def list_of(self, paragraph: Element, style: str) -> tuple[str, int] | None:
        """The list that numbers a paragraph with the level in it, from 0; None for a paragraph without a number."""
        number = value(paragraph, "pPr/numPr/numId") or self._lists.get(style, "")
        if number in ("", "0"):
            return None
        depth = value(paragraph, "pPr/numPr/ilvl")
        return number, int(depth if depth.isdigit() else self._depths.get(style, "0"))


def _digits(style: Element, path: str) -> str | None:
    text = value(style, path)
    return text if text.isdigit() else None


def _level(style: Element) -> int | None:
    """The outline level from 0: as the style says, else as its name does."""
    said, name = _digits(style, "pPr/outlineLvl"), value(style, "name").lower()
    if said is None and _HEADING.fullmatch(name):
        return int(name[-1]) - 1
    return None if said is None else int(said)
