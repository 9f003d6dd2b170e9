"""Finds the paragraph of a Word template that a paragraph of the report came from, by its words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from report_author.checks.rules_texts import PLACEHOLDER
from report_author.model.money import NumberClass, find_numbers
from report_author.templating.word_places import TemplateParagraph

_SPACES = re.compile(r"\s+")
_LEAST = 2  # so many signs say which paragraph it was
#: amounts that a template says rightly: a threshold, the size of a tail, a standard
_BOUND_AFTER = re.compile(r"(?:（含）)?(?:及?以上|及?以下|以内|左右|的?尾差|的差额|/)")
_BOUND_BEFORE = re.compile(
    r"(?:超过|高于|低于|不足|不到|达到|单价|每[人次辆车台]|标准|限额|上限|比例)[^，。；]{0,6}$"
)
_SAID_BEFORE = re.compile(
    r"(?:[收支]入?出|合计|总计|决算|预算|金额|数|[为是占约共计有]|增加|减少|增长|下降|经费|费|采购|车辆|用车|团组|接待|购置|资金|结余|的)[“”：:]?$"
)
_COUNTED = re.compile(r"\s*(?:辆|个|人次?|次|批次|台|项|家)")
#: what somebody meant to write later: what is none in a typed text, in a template besides the bare words
_UNWRITTEN = re.compile(rf"{PLACEHOLDER.pattern}|占位|待定|测试文[字本]", re.IGNORECASE)
#: words that are never said twice, then those that a template does not say twice
TWICE = re.compile(r"(主要(?:变动)?原因是|主要用于|主要包括|其中[：:]|万元)\1")
_FIXED_TWICE = re.compile(
    r"(主要(?:变动)?原因是|主要用于|主要包括|其中[：:]|万元|增加|减少|增长|下降|合计|总计|支出|收入|决算|预算|占|%)\1"
)


@dataclass(frozen=True, slots=True)
class Slip:
    """What is wrong with the fixed words of a template, whatever the department."""

    place: str
    code: str
    message: str
    advice: str
    quote: str
    stated: str


@dataclass(frozen=True)
class TemplateWords:
    """The paragraphs of one template."""

    paragraphs: Sequence[TemplateParagraph]

    def paragraph(self, text: str, heading: str) -> TemplateParagraph | None:
        """The one whose fixed words stand in ``text`` in their order; the same heading decides between alike ones."""
        wanted, above = _squeezed(text), _squeezed(heading)
        best: tuple[int, int] = (0, 0)
        found = None
        for words, title, paragraph in self._squeezed:
            hit, lost = _met(words, wanted)
            if hit < _LEAST or (hit * 4 < len(wanted) and lost > hit):
                continue
            score = (hit * 2 - lost + (12 if title and title in above else 0), hit)
            if score > best:
                best, found = score, paragraph
        return found

    def place(self, text: str, heading: str) -> str:
        """Its place; empty where no words say it."""
        found = self.paragraph(text, heading)
        return found.place if found is not None else ""

    @cached_property
    def _squeezed(self) -> list[tuple[tuple[str, ...], str, TemplateParagraph]]:
        return [
            (tuple(filter(None, map(_squeezed, each.words))), _squeezed(each.heading.split("…")[-1]), each)
            for each in self.paragraphs
            if each.words
        ]

    @cached_property
    def slips(self) -> tuple[Slip, ...]:
        """Numbers, blanks, doubled words that were typed into the template: they are printed for every department."""
        return tuple(
            slip for each in self.paragraphs for words in each.words for slip in _slips(each.place, words)
        )


def _slips(place: str, words: str) -> Iterator[Slip]:
    for number in find_numbers(words):
        if _stated(words, number.start, number.end, number.kind):
            quote = words[max(0, number.start - 20) : number.end + 6].strip()
            advice = "请改为模板标签（双花括号里的名称），由程序填数；确是固定的标准、限额的，写明“以上”“以下”“标准”。"
            message = f"模板里写死了一个数“{number.text}”，每个部门都会印成这个数。"
            yield Slip(place, "S05", message, advice, quote, number.text)
    for found in _UNWRITTEN.finditer(words):
        message = f"模板里有没有写完的文字“{found.group()}”，会原样公开。"
        yield Slip(place, "S06", message, "请写好这一处，或删去。", words.strip()[:60], found.group())
    for found in _FIXED_TWICE.finditer(words):
        message = f"“{found.group(1)}”写了两遍。"
        yield Slip(place, "S07", message, "请删去一个。", words.strip()[:60], found.group())


def _stated(words: str, start: int, end: int, kind: NumberClass) -> bool:
    """Whether a number is put as a figure of the department."""
    before, after = words[:start].rstrip(), words[end:]
    counted = kind is NumberClass.COUNT and _COUNTED.match(after)
    if kind not in (NumberClass.AMOUNT, NumberClass.PERCENT) and not counted and "." not in words[start:end]:
        return False
    if kind not in (NumberClass.AMOUNT, NumberClass.PERCENT, NumberClass.COUNT):
        return False
    tail = re.sub(r"^\s*(?:[千百]?万|亿)?元|^\s*[%％]", "", after)
    if _BOUND_AFTER.match(tail) or _BOUND_BEFORE.search(before):
        return False
    return "." in words[start:end] or _SAID_BEFORE.search(before) is not None or not before


def _met(words: Sequence[str], text: str) -> tuple[int, int]:
    """How many signs of ``words`` stand in ``text`` in their order, how many do not."""
    at = hit = lost = 0
    for piece in words:
        found = text.find(piece, at)
        if found < 0:
            lost += len(piece)
        else:
            hit += sum(map(str.isalnum, piece))
            at = found + len(piece)
    return hit, lost


def _squeezed(text: str) -> str:
    return _SPACES.sub("", text)
