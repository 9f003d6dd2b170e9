"""What reading a Word document needs of its styles."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

from lxml import etree

from report_author.ooxml.markup import W, parse_xml, w
from report_author.ooxml.package import Package
from report_author.ooxml.relations import related
from report_author.ooxml.shown_text import is_hidden

_T = TypeVar("_T")
_HEADING = re.compile(r"(?:heading|标题) ?[1-9]")


class WordStyles:
    """Names, outline levels, lists of the styles of ``body``, inherited ones included; ``hidden`` are those that hide text."""

    def __init__(self, package: Package, body: str) -> None:
        self._names: dict[str, str] = {}
        self._parents: dict[str, str] = {}
        levels: dict[str, int] = {}
        lists: dict[str, str] = {}
        depths: dict[str, int] = {}
        hiding: dict[str, bool] = {}
        for part in related(package, body, "styles"):
            for style in parse_xml(package[part]).iter(w("style")):
                identity = style.get(w("styleId"), "")
                self._names[identity] = value_of(style.find(w("name")))
                self._parents[identity] = value_of(style.find(w("basedOn")))
                _keep(levels, identity, value_of(style.find(f"{w('pPr')}/{w('outlineLvl')}")), int)
                _keep(lists, identity, value_of(style.find(f"{w('pPr')}/{w('numPr')}/{w('numId')}")), str)
                _keep(depths, identity, value_of(style.find(f"{w('pPr')}/{w('numPr')}/{w('ilvl')}")), int)
                hides = is_hidden(style.find(w("rPr")))
                if hides is not None:
                    hiding[identity] = hides
        for identity, name in self._names.items():
            if _HEADING.fullmatch(name.lower()):
                levels.setdefault(identity, int(name[-1]) - 1)
        self._levels = self._inherited(levels)
        self._lists = self._inherited(lists)
        self._depths = self._inherited(depths)
        self.hidden = frozenset(identity for identity, hides in self._inherited(hiding).items() if hides)

    def _inherited(self, own: dict[str, _T]) -> dict[str, _T]:
        found = dict(own)
        for identity in self._parents:
            at, seen = identity, {""}
            while at not in seen and at not in own:
                seen.add(at)
                at = self._parents.get(at, "")
            if at in own:
                found[identity] = own[at]
        return found

    def name(self, identity: str) -> str:
        return self._names.get(identity, "")

    def level(self, paragraph: etree._Element, style: str) -> int:
        """1 for the outermost heading; 0 for body text."""
        own = value_of(paragraph.find(f"{w('pPr')}/{w('outlineLvl')}"))
        level = int(own) if own.isdigit() else self._levels.get(style, 9)
        return level + 1 if level < 9 else 0

    def list_of(self, paragraph: etree._Element, style: str) -> tuple[str, int] | None:
        """The list that numbers a paragraph with the level in it, from 0; None for a paragraph without a number."""
        own = paragraph.find(f"{w('pPr')}/{w('numPr')}")
        number = value_of(own.find(w("numId"))) if own is not None else ""
        depth = value_of(own.find(w("ilvl"))) if own is not None else ""
        number = number or self._lists.get(style, "")
        if number in ("", "0"):
            return None
        return number, int(depth) if depth.isdigit() else self._depths.get(style, 0)


def value_of(element: etree._Element | None) -> str:
    """``w:val`` of an element; empty where there is none."""
    return "" if element is None else element.get(f"{{{W}}}val", "")


def _keep(found: dict[str, _T], identity: str, text: str, kind: Callable[[str], _T]) -> None:
    if text.isdigit():
        found[identity] = kind(text)
