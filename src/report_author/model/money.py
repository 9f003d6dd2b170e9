"""Money in 元 as Decimal, with the one function that rounds."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, localcontext

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


def plain(value: Decimal, *, strip_zeros: bool) -> str:
    """Digits without thousands commas; ``strip_zeros`` turns 46.30 into 46.3 (四川正文的写法)."""
    text = f"{value:f}"
    if strip_zeros and "." in text:
        text = text.rstrip("0").rstrip(".")
    return text
