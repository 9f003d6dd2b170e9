"""Numbers as printed: a printed number stands for every value that rounds to it; amounts and percentages as tokens."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import ROUND_FLOOR, Decimal, localcontext

from report_author.audit.reading.blocks import Block
from report_author.model.money import NumberClass, find_numbers, half_up, plain
from report_author.records import frozen

HUNDRED = Decimal(100)


@frozen
class Span:
    """All values from ``low`` to ``high``."""

    low: Decimal
    high: Decimal

    def __add__(self, other: Span) -> Span:
        return Span(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Span) -> Span:
        return Span(self.low - other.high, self.high - other.low)

    @property
    def middle(self) -> Decimal:
        return (self.low + self.high) / 2

    def meets(self, other: Span) -> bool:
        """Whether one value can be both."""
        return self.low <= other.high and other.low <= self.high

    def percent_of(self, whole: Span) -> Span | None:
        """``self`` as % of ``whole``, both not negative; None where the whole may be zero."""
        if whole.low <= 0:
            return None
        with localcontext() as context:
            context.prec = 30
            ratios = [a * HUNDRED / b for a in (self.low, self.high) for b in (whole.low, whole.high)]
        return Span(min(ratios), max(ratios))

    def over_percent(self, rate: Span) -> Span | None:
        """What ``self`` is ``rate`` % of."""
        if rate.low <= 0:
            return None
        with localcontext() as context:
            context.prec = 30
            return Span(max(self.low, Decimal(0)) * HUNDRED / rate.high, self.high * HUNDRED / rate.low)


def room(count: int) -> Decimal:
    """尾差 that rounding ``count`` parts and their whole to 0.01 万元 can leave, in 元."""
    return Decimal(50) * (count + 1)


def around(value: Decimal, places: int) -> Span:
    """What prints as ``value`` with ``places`` decimals."""
    half = Decimal(5).scaleb(-places - 1)
    return Span(value - half, value + half)


def total(spans: Iterable[Span]) -> Span:
    low = high = Decimal(0)
    for span in spans:
        low, high = low + span.low, high + span.high
    return Span(low, high)


def truncated(stated: Decimal, places: int, true: Span) -> bool:
    """Whether ``stated`` is ``true`` cut off after ``places`` decimals instead of rounded."""
    unit = Decimal(1).scaleb(-places)
    floors = {value.quantize(unit, rounding=ROUND_FLOOR) for value in (true.low, true.high)}
    return stated in floors and stated < true.high


def shown(value: Decimal, places: int = 2) -> str:
    """``value`` rounded, without trailing zeros."""
    return plain(half_up(value, places), strip_zeros=True)


NUMBER = r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_MONEY_UNITS = {"亿元": 8, "千万元": 7, "百万元": 6, "万元": 4, "千元": 3, "元": 0}
_TOKEN = re.compile(
    rf"(?<![\d.,A-Za-z])(?<!\d )(?P<number>{NUMBER})(?P<unit>亿元|千万元|百万元|万元|千元|元(?!/)|个百分点|%)"
)
_RANGE = re.compile(r"(?:[-~～—至到]|以上|以下|以内|左右)$")


#: words for averages and limits: such amounts are no part of any sum
_EACH = re.compile(
    r"(?:单价|每次|每人次?|每批次?|每辆车?|每车|标准|限额|上限)(?:约|为|是)*$|(?:[车辆人户台单次]|批次|人次)均(?![为系是未无由])|平均"
)


@dataclass(frozen=True, eq=False)
class Token:
    """An amount or a percentage in a block; ``value`` in its own ``unit`` as printed with ``places`` decimals."""

    block: Block
    start: int
    end: int
    value: Decimal
    places: int
    unit: str

    @property
    def is_money(self) -> bool:
        return self.unit in _MONEY_UNITS

    @property
    def is_percent(self) -> bool:
        return self.unit == "%"

    @property
    def text(self) -> str:
        """As printed, unit included."""
        return self.block.plain.text[self.start : self.end]

    @property
    def yuan(self) -> Decimal:
        return self.value.scaleb(_MONEY_UNITS[self.unit])

    @property
    def absolute(self) -> Token:
        """The same without its sign."""
        return self if self.value >= 0 else replace(self, value=-self.value)

    def span(self, places: int | None = None) -> Span:
        """Every value it can stand for: 元 for an amount, % for a percentage."""
        found = around(self.value, self.places if places is None else max(places, self.places))
        if not self.is_money:
            return found
        shift = _MONEY_UNITS[self.unit]
        return Span(found.low.scaleb(shift), found.high.scaleb(shift))


@frozen
class Style:
    """How a report prints: decimals that it keeps where zeros may be trimmed (None: numbers stand as they are)."""

    money: int | None
    percent: int | None

    def span(self, token: Token) -> Span:
        """The narrow reading: trimmed zeros are zeros."""
        if token.is_percent:
            return token.span(self.percent)
        if token.unit == "万元" and self.money is not None:
            return token.span(self.money)
        return token.span(2 if token.unit == "元" else None)


def sum_of(tokens: Iterable[Token]) -> Decimal:
    """The sum of amounts, in 元."""
    return sum((token.yuan for token in tokens), Decimal(0))


def plus(tokens: Iterable[Token]) -> str:
    """The sum as a calculation: “1万元＋2万元”."""
    return "＋".join(token.text for token in tokens)


def tokens_of(block: Block) -> list[Token]:
    """Every amount, every percentage of a block in order, as ``model.numbers`` tells them from codes, dates, names.

    Bounds such as “50万元以上” and averages are left out: they are no part of a sum.
    """
    found = []
    text = block.plain.text
    stating = {n.start for n in find_numbers(text) if n.kind in (NumberClass.AMOUNT, NumberClass.PERCENT)}
    for match in _TOKEN.finditer(text):
        if match.start() + match["number"].startswith("-") not in stating:
            continue
        if re.match(
            r"(?:[（(]含[）)])?(?:及?以上|及?以下|以内|左右|（含）|/)", text[match.end() : match.end() + 8]
        ):
            continue
        clause = re.split("[，。；：（）]", text[max(0, match.start() - 24) : match.start()])[-1]
        if _EACH.search(clause):
            continue
        digits = match["number"].replace(",", "")
        places = len(digits.partition(".")[2])
        found.append(Token(block, match.start(), match.end(), Decimal(digits), places, match["unit"]))
    return found


def style_of(tokens: Iterable[Token]) -> Style:
    """What the numbers of a report show about its habit of printing."""
    listed = list(tokens)
    return Style(
        _habit([t for t in listed if t.unit == "万元" and t.value]),
        _habit([t for t in listed if t.is_percent and t.value not in (0, 100)]),
    )


def _habit(tokens: list[Token]) -> int | None:
    """The decimals of nearly all of ``tokens``: one in ten loses a zero by chance, hardly more than a quarter do."""
    if len(tokens) < 4:
        return None
    for places in (2, 1):
        kept = sum(1 for token in tokens if token.places == places)
        more = sum(1 for token in tokens if token.places > places)
        if kept * 20 >= len(tokens) * 13 and more * 10 <= len(tokens):
            return places
    return None
