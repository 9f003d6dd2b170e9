"""The numbers that Word gives to the paragraphs of a list, as text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from lxml import etree

from report_author.ooxml.markup import parse_xml, w
from report_author.ooxml.package import Package
from report_author.ooxml.relations import main_part, related
from report_author.word.html_styles import value
from report_author.word.numerals import numeral

_PLACE = re.compile(r"%([1-9])")
_BULLET = "•"
_OFF = ("0", "false", "off")


@dataclass(frozen=True, slots=True)
class _Level:
    """``restart`` is the level (from 1) whose use makes this one begin anew; 0 never, None any above."""

    format: str
    text: str
    start: int
    restart: int | None = None
    legal: bool = False


@dataclass(frozen=True, slots=True)
class _List:
    """A ``w:num``: its levels, the definition whose count it shares, where it begins that count anew."""

    definition: str
    levels: Mapping[int, _Level]
    begins: Mapping[int, int]


@dataclass(slots=True)
class ListNumbers:
    """Counts the lists of a document from its beginning: ``label`` is asked once for each paragraph, in order."""

    _lists: Mapping[str, _List]
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    @classmethod
    def of(cls, package: Package) -> ListNumbers:
        lists: dict[str, _List] = {}
        for part in related(package, main_part(package) or "", "numbering"):
            root = parse_xml(package[part])
            definitions = {each.get(w("abstractNumId"), ""): each for each in root.iter(w("abstractNum"))}
            styled = {
                value(each, "styleLink"): identity
                for identity, each in definitions.items()
                if value(each, "styleLink")
            }
            for num in root.iter(w("num")):
                identity = value(num, "abstractNumId")
                if identity in definitions:
                    identity = styled.get(value(definitions[identity], "numStyleLink"), identity)
                    levels = dict(_read_levels(definitions[identity]))
                    lists[num.get(w("numId"), "")] = _overridden(num, identity, levels)
        return cls(lists)

    def label(self, number: tuple[str, int] | None) -> str:
        """The number of the next paragraph in this list at this level, such as ``（一）``; empty outside of lists."""
        if number is None or number[0] not in self._lists:
            return ""
        identity, depth = number
        listed = self._lists[identity]
        if depth not in listed.levels:
            return ""
        counts = self._counts.setdefault(listed.definition, {})
        if depth in listed.begins and (identity, depth) not in self._begun:
            counts[depth] = listed.begins[depth]
        else:
            counts[depth] = counts.get(depth, listed.levels[depth].start - 1) + 1
        self._begun.add((identity, depth))
        for deeper in [each for each in counts if each > depth and _restarts(listed.levels.get(each), depth)]:
            del counts[deeper]
        level = listed.levels[depth]
        if level.format == "bullet":
            return _BULLET
        return _PLACE.sub(
            lambda found: _one(listed.levels, counts, int(found.group(1)) - 1, level.legal), level.text
        )


def _overridden(num: etree._Element, definition: str, levels: dict[int, _Level]) -> _List:
    begins: dict[int, int] = {}
    for override in num.iter(w("lvlOverride")):
        levels.update(_read_levels(override))
        start, depth = value(override, "startOverride"), override.get(w("ilvl"), "")
        if start.isdecimal() and depth.isdecimal():
            begins[int(depth)] = int(start)
            if int(depth) in levels:
                levels[int(depth)] = replace(levels[int(depth)], start=int(start))
    return _List(definition, levels, begins)


def _read_levels(owner: etree._Element) -> Iterator[tuple[int, _Level]]:
    for level in owner.iter(w("lvl")):
        depth = level.get(w("ilvl"), "0")
        if not depth.isdecimal():
            continue
        # a format that not every Word knows stands in a choice, the one for all after it
        formats = [each.get(w("val"), "") for each in level.iter(w("numFmt"))]
        start, restart = value(level, "start"), value(level, "lvlRestart")
        legal = level.find(w("isLgl"))
        yield (
            int(depth),
            _Level(
                formats[-1] if formats else "decimal",
                value(level, "lvlText"),
                int(start) if start.isdecimal() else 0,
                int(restart) if restart.isdecimal() else None,
                legal is not None and legal.get(w("val"), "1") not in _OFF,
            ),
        )


def _restarts(level: _Level | None, used: int) -> bool:
    return level is None or level.restart is None or used < level.restart


def _one(levels: Mapping[int, _Level], counts: Mapping[int, int], depth: int, legal: bool) -> str:
    if depth not in levels:
        return ""
    form = levels[depth].format
    if legal and not form.startswith("decimal"):
        form = "decimal"
    return numeral(counts.get(depth, levels[depth].start), form)
