"""Numbers as printed: a printed number stands for every value that rounds to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal, localcontext

from report_author.model.money import half_up, plain

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Span:
    """All values from ``low`` to ``high``."""

    low: Decimal
    high: Decimal

    def __add__(self, other: Span) -> Span:
        return Span(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Span) -> Span:
        return Span(self.low - other.high, self.high - other.low)

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
