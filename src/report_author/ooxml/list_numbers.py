"""The numbers that Word gives to the paragraphs of a list, as text, in its number formats."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from report_author.ooxml.markup import Element, is_on, parse_xml, value, w
from report_author.ooxml.package import Package
from report_author.ooxml.relations import main_part, related
from report_author.records import frozen

_PLACE = re.compile(r"%([1-9])")
_BULLET = "•"


@frozen
class _Level:
    """``restart`` is the level (from 1) whose use makes this one begin anew; 0 never, None any above."""

    format: str
    text: str
    start: int
    restart: int | None = None
    legal: bool = False


@frozen
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
            lambda found: _one(listed.levels, counts, int(found[1]) - 1, level.legal), level.text
        )


def _overridden(num: Element, definition: str, levels: dict[int, _Level]) -> _List:
    begins: dict[int, int] = {}
    for override in num.iter(w("lvlOverride")):
        levels.update(_read_levels(override))
        start, depth = value(override, "startOverride"), override.get(w("ilvl"), "")
        if start.isdecimal() and depth.isdecimal():
            begins[int(depth)] = int(start)
            if int(depth) in levels:
                levels[int(depth)] = replace(levels[int(depth)], start=int(start))
    return _List(definition, levels, begins)


def _read_levels(owner: Element) -> Iterator[tuple[int, _Level]]:
    for level in owner.iter(w("lvl")):
        depth = level.get(w("ilvl"), "0")
        if not depth.isdecimal():
            continue
        # a format that not every Word knows stands in a choice, the one for all after it
        formats = [each.get(w("val"), "") for each in level.iter(w("numFmt"))]
        start, restart = value(level, "start"), value(level, "lvlRestart")
        yield (
            int(depth),
            _Level(
                formats[-1] if formats else "decimal",
                value(level, "lvlText"),
                int(start) if start.isdecimal() else 0,
                int(restart) if restart.isdecimal() else None,
                is_on(level.find(w("isLgl"))),
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


_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_COUNTING = (
    "chineseCounting",
    "chineseCountingThousand",
    "japaneseCounting",
    "taiwaneseCounting",
    "taiwaneseCountingThousand",
)
_BY_DIGIT = ("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital")
_LEGAL = ("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal")
_TO_LEGAL = str.maketrans("一二三四五六七八九十百", "壹贰叁肆伍陆柒捌玖拾佰")
#: one character for each number from 1 on
_SERIES = {
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
    "decimalEnclosedCircle": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedCircleChinese": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedFullstop": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
    "decimalEnclosedParen": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
    "ideographEnclosedCircle": "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉",
}


def numeral(number: int, kind: str) -> str:
    """``number`` in one of Word's number formats; Arabic where the format is not known here."""
    if kind == "none":
        return ""
    if kind in _SERIES and 0 < number <= len(_SERIES[kind]):
        return _SERIES[kind][number - 1]
    if kind.startswith("upper"):
        return numeral(number, kind.replace("upper", "lower")).upper()
    if kind == "lowerLetter" and number > 0:
        return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
    if kind == "lowerRoman" and 0 < number < 4000:
        return _roman(number)
    if kind in _COUNTING or kind in _BY_DIGIT or kind in _LEGAL:
        return _chinese(number, kind)
    if kind in ("decimalFullWidth", "decimalFullWidth2"):
        return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))
    if kind == "decimalZero":
        return f"{number:02d}"
    return f"- {number} -" if kind == "numberInDash" else str(number)


def _roman(number: int) -> str:
    text = ""
    for worth, sign in _ROMAN:
        text, number = text + sign * (number // worth), number % worth
    return text


def _chinese(number: int, kind: str) -> str:
    if kind in _BY_DIGIT:
        return str(number).translate(str.maketrans("0123456789", "〇一二三四五六七八九"))
    if not 0 < number < 1000:
        return "〇" if number == 0 else str(number)
    return chinese(number).translate(_TO_LEGAL) if kind in _LEGAL else chinese(number)


_DIGITS = "零一二三四五六七八九"


def chinese(number: int) -> str:
    """1 → 一, 10 → 十, 21 → 二十一, 105 → 一百零五 (1–999)."""
    if not 0 < number < 1000:
        raise ValueError(f"no heading has number {number}")
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = ""
    if hundreds:
        text += _DIGITS[hundreds] + "百"
        if rest and not tens:
            text += "零"
    if tens:
        text += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    if ones:
        text += _DIGITS[ones]
    return text
