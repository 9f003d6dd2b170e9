"""Numbers: money in 元 as Decimal with the one function that rounds; what counts as a number in a text."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal, localcontext
from enum import Enum

from report_author.records import frozen

# ---------------------------------------------------------------- money in 元 as Decimal, with the one function that rounds


ZERO = Decimal(0)
FEN = Decimal("0.01")
YUAN_PER_WAN = Decimal(10000)
_QUANTA = {places: Decimal(1).scaleb(-places) for places in range(0, 9)}


def half_up(value: Decimal, places: int = 2) -> Decimal:
    """Round ``value`` to ``places`` decimals, halves away from zero (四舍五入). The only rounding there is."""
    with localcontext() as context:
        context.prec = 50
        rounded = value.quantize(_QUANTA[places], rounding=ROUND_HALF_UP)
    return rounded if rounded else abs(rounded)  # never "-0.00"


def exact_wan(yuan: Decimal) -> Decimal:
    """元 as 万元, nothing lost: 6146681.19 → 614.668119."""
    return yuan.scaleb(-4)


def wan(yuan: Decimal) -> Decimal:
    """元 as 万元 at print precision (two decimals): 6146681.19 → 614.67."""
    return half_up(yuan.scaleb(-4), 2)


def percent(part: Decimal, whole: Decimal, places: int = 2) -> Decimal:
    """``part`` as % of ``whole`` (both in one unit), rounded; ``whole`` must not be zero."""
    with localcontext() as context:
        context.prec = 50
        return half_up(part * 100 / whole, places)


def plain(value: Decimal, *, strip_zeros: bool, thousands: bool = False) -> str:
    """Digits, with ``thousands`` commas where asked; ``strip_zeros`` turns 46.30 into 46.3 (四川正文的写法)."""
    text = f"{value:,f}" if thousands else f"{value:f}"
    if strip_zeros and "." in text:
        text = text.rstrip("0").rstrip(".")
    return text


class NumberClass(Enum):
    """金额, 百分比, 数量 count as numbers of a report; the other classes are parts of names, dates, lists."""

    AMOUNT = "金额"
    PERCENT = "百分比"
    COUNT = "数量"
    DATE = "年份日期"
    DOCUMENT = "文号"
    CODE = "编码"
    ORDINAL = "序号"
    PAGE = "页码"
    NAME = "名称"

    @property
    def counted(self) -> bool:
        """Whether numbers of this class state something that can be right or wrong."""
        return self in (NumberClass.AMOUNT, NumberClass.PERCENT, NumberClass.COUNT)


@frozen
class Number:
    """A number in a text: ``text[start:end]``; ``unit`` is what follows an amount or a percentage (万元, 元, %)."""

    start: int
    end: int
    text: str
    kind: NumberClass
    unit: str = ""

    @property
    def value(self) -> Decimal:
        """As written; the unit is not applied."""
        return Decimal(self.text.replace(",", "").replace("，", ""))


_HAN = "[\u4e00-\u9fff]"
_YEAR = r"(?<!\d)(?:19|20)\d\d(?!\d)"
#: what may follow a count; a 5- or 7-digit number before one of them is no code
_MEASURE = "(?:[万亿元个次辆名户件份批台套项所家间亩册起条场处天年月日小余多级期平吨千米倍头只株本张篇宗例位支村组座]|人(?!力)|公[里斤顷])"
_LIST = re.compile(
    r"[\s　]*(?:\d{1,3}[.．、](?!\d)|\d{1,3}[.．](?=\d{3}(?:\d{2}){0,2}[\u4e00-\u9fff])(?!\d+"
    + _MEASURE
    + r")|[（(]\d{1,3}[）)])"
)
_CHAIN = re.compile(
    r"(?<!\d)(\d{3})(?!\d)[^，,。\d]*[，,][^，,。\d]*(\1\d{2})(?!\d)[^，,。\d]*[，,][^，,。\d]*(\2\d{2})(?!\d)"
)

#: In this order: the first class whose pattern covers a number has it.
_PATTERNS: tuple[tuple[NumberClass, re.Pattern[str]], ...] = (
    (NumberClass.PAGE, re.compile(r"\t\s*\d+\s*$|[—–-]\s*\d+\s*[—–-]\s*$")),
    (
        NumberClass.DOCUMENT,
        re.compile(
            rf"[〔\[［【（(]\s*{_YEAR}\s*[〕\]］】）)]\s*第?\s*\d+\s*号?|{_YEAR}\s*年第\s*\d+\s*号|\d+\s*号(?=[文令])"
        ),
    ),
    (
        NumberClass.CODE,
        re.compile(
            r"(?:代码|编码|编号|邮编|电话|传真|账号)[：:为是]?\s*[\d\-—]+|[（(]\d{6}[）)]|(?<!\d)0\d{2,3}[-—]\d{7,8}"
            r"|[A-Z]{1,5}(?:/[A-Z])?[\s-]?\d+(?:[.\-—]\d+)*"
            rf"|(?<![\d.,])[23]\d{{4}}(?:\d{{2}})?(?={_HAN})(?!{_MEASURE})|(?<={_HAN})[23]\d{{4}}(?:\d{{2}})?(?=[：:，,）)]|$)"
            rf"|(?<![\d.,])[23]\d{{2}}(?={_HAN}{{1,14}}(?:支出|（类）|\(类\)))(?!{_MEASURE})"
        ),
    ),
    (
        NumberClass.DATE,
        re.compile(
            rf"{_YEAR}\s*年?\s*[-—–～~至到、和]\s*(?={_YEAR}\s*年)|{_YEAR}\s*年|{_YEAR}[-/.]\d{{1,2}}[-/.]\d{{1,2}}"
            r"|(?<!\d)\d{1,2}月?\s*[-—–～~至到、]\s*\d{1,2}\s*月|(?<![\d.])\d{1,2}\s*月|(?<=月)\s*\d{1,2}\s*[日号]?"
            r"|(?<!\d)\d{1,2}[:：]\d{2}(?!\d)"
        ),
    ),
    (
        NumberClass.ORDINAL,
        re.compile(
            r"第\s*\d+(?:\s*[-—至、]\s*\d+)*|(?:图|表|附件|附表|附录|公开)\s*\d+(?:[-.．]\d+)*|[（(]\d{1,2}[）)]"
            r"|(?<=[。；：，、\s])\d{1,2}[.．、](?=[^\d\s])"
        ),
    ),
    (NumberClass.NAME, re.compile(r"\d+(?:\+[\dA-Z]+)+|(?<![\d.])\d+[A-Z](?![A-Za-z])")),
)
_NUMBER = re.compile(r"\d{1,3}(?:[,，]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?")
_UNIT = re.compile(
    r"(?:\s*[-—–～~至]\s*[\d.]+)?\s*(?:(?P<amount>(?:[千百]?万|[千百]?亿|千|百)?(?:元|美元|港元|欧元))|(?P<percent>%|％|‰|个百分点))"
)


def find_numbers(text: str) -> list[Number]:
    """Every number of a paragraph or cell, in order; each digit of ``text`` belongs to one of them."""
    listed = _LIST.match(text)
    begin = listed.end() if listed else 0
    covers = [(NumberClass.ORDINAL, 0, begin)] if listed else []
    for chain in _CHAIN.finditer(text, begin):
        covers += [(NumberClass.CODE, *chain.span(group)) for group in (1, 2, 3)]
    if any(character.isdigit() for character in text):
        covers += [
            (kind, *found.span()) for kind, pattern in _PATTERNS for found in pattern.finditer(text, begin)
        ]
    spans = [found.span() for found in _NUMBER.finditer(text, 0, begin)]
    spans += [found.span() for found in _NUMBER.finditer(text, begin)]
    return [_number(text, start, end, covers) for start, end in spans]


def _number(text: str, start: int, end: int, covers: list[tuple[NumberClass, int, int]]) -> Number:
    shown = text[start:end]
    for kind, first, last in covers:
        if first <= start and end <= last:
            return Number(start, end, shown, kind)
    unit = _UNIT.match(text, end)
    if unit is not None and unit["amount"]:
        return Number(start, end, shown, NumberClass.AMOUNT, unit["amount"])
    if (unit is not None and unit["percent"]) or text.endswith("百分之", 0, start):
        return Number(start, end, shown, NumberClass.PERCENT, unit["percent"] if unit is not None else "%")
    return Number(start, end, shown, NumberClass.COUNT)
