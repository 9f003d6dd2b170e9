"""The numbers that Word gives to the paragraphs of a list, as text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from report_author.figures.numerals import chinese
from report_author.ooxml.markup import parse_xml, w
from report_author.ooxml.package import Package
from report_author.ooxml.relations import main_part, related
from report_author.word.html_styles import value

_PLACE = re.compile(r"%([1-9])")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_CHINESE = ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographDigital", "taiwaneseCountingThousand")
_BULLET = "•"


@dataclass(frozen=True, slots=True)
class _Level:
    format: str
    text: str
    start: int


@dataclass(slots=True)
class ListNumbers:
    """Counts the lists of a document from its beginning: ``label`` is asked once for each paragraph, in order."""

    _levels: Mapping[str, Mapping[int, _Level]]
    _lists: Mapping[str, str]
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, package: Package) -> ListNumbers:
        levels: dict[str, dict[int, _Level]] = {}
        lists: dict[str, str] = {}
        for part in related(package, main_part(package) or "", "numbering"):
            root = parse_xml(package[part])
            abstracts = {each.get(w("abstractNumId"), ""): _read_levels(each) for each in root.iter(w("abstractNum"))}
            for num in root.iter(w("num")):
                identity, abstract = num.get(w("numId"), ""), value(num, "abstractNumId")
                changed = {
                    number: level
                    for override in num.iter(w("lvlOverride"))
                    for number, level in _read_levels(override).items()
                }
                levels[identity] = {**abstracts.get(abstract, {}), **changed}
                # lists that share a definition count on, unless one of them begins anew
                restarts = next(num.iter(w("startOverride")), None) is not None
                lists[identity] = f"{abstract}/{identity}" if restarts else abstract
        return cls(levels, lists)

    def label(self, number: tuple[str, int] | None) -> str:
        """The number of the next paragraph in this list at this level, such as ``（一）``; empty outside of lists."""
        if number is None or number[0] not in self._lists:
            return ""
        identity, depth = number
        levels = self._levels[identity]
        counts = self._counts.setdefault(self._lists[identity], {})
        if depth not in levels:
            return ""
        counts[depth] = counts.get(depth, levels[depth].start - 1) + 1
        for deeper in [each for each in counts if each > depth]:
            del counts[deeper]
        level = levels[depth]
        if level.format == "bullet":
            return _BULLET
        return _PLACE.sub(lambda found: _one(levels, counts, int(found.group(1)) - 1), level.text)


def _read_levels(owner: etree._Element) -> dict[int, _Level]:
    found = {}
    for level in owner.iter(w("lvl")):
        start = value(level, "start")
        number = level.get(w("ilvl"), "0")
        if number.isdecimal():
            text = value(level, "lvlText")
            found[int(number)] = _Level(value(level, "numFmt"), text, int(start) if start.isdecimal() else 1)
    return found


def _one(levels: Mapping[int, _Level], counts: Mapping[int, int], depth: int) -> str:
    if depth not in levels:
        return ""
    return numeral(counts.get(depth, levels[depth].start), levels[depth].format)


def numeral(number: int, kind: str) -> str:
    """``number`` in one of Word's number formats; Arabic where the format is not known here."""
    if kind == "none":
        return ""
    if kind in _CHINESE and 0 < number < 1000:
        return chinese(number)
    if kind == "ideographTraditional" and 0 < number <= len(_STEMS):
        return _STEMS[number - 1]
    if kind in ("lowerLetter", "upperLetter") and number > 0:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if kind == "lowerLetter" else letter.upper()
    if kind in ("lowerRoman", "upperRoman") and 0 < number < 4000:
        text = ""
        for worth, sign in _ROMAN:
            text, number = text + sign * (number // worth), number % worth
        return text if kind == "lowerRoman" else text.upper()
    if kind.startswith("decimalEnclosedCircle") and 0 < number <= 20:
        return chr(ord("①") + number - 1)
    if kind == "decimalFullWidth":
        return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))
    return str(number)
