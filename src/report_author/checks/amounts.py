"""Figures known only as they were printed; how amounts and differences are worded in findings."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from report_author.figures.figure import Figure
from report_author.model.money import ZERO, half_up, plain


class Rounded(Figure):
    """A figure whose true value lies within ``half`` of ``value`` (half a unit of its last shown digit, 元)."""

    __slots__ = ("half",)

    def __init__(
        self,
        name: str,
        value: Decimal,
        unit: str = "元",
        formula: str = "",
        sources: Iterable[str] | Callable[[], Iterable[str]] = (),
        half: Decimal = ZERO,
    ) -> None:
        super().__init__(name, value, unit, formula, sources)
        self.half = half

    def _combined(self, other: object, value: Decimal, sign: str) -> Figure:
        made = super()._combined(other, value, sign)
        return Rounded(
            made.name, value, self.unit, made.formula, lambda: made.sources, self.half + half_of(other)
        )


def half_of(value: object) -> Decimal:
    """How far the true value of a side may lie from the one that is shown."""
    return value.half if isinstance(value, Rounded) else ZERO


def total(name: str, parts: Iterable[Figure], unit: str = "元") -> Rounded:
    """The sum of figures, with their cells and with the room that their rounding leaves."""
    kept = tuple(parts)
    return Rounded(
        name,
        sum((part.value for part in kept), ZERO),
        kept[0].unit if kept else unit,
        "",
        lambda: (cell for part in kept if part.value for cell in part.sources),
        sum((half_of(part) for part in kept), ZERO),
    )


def scaled(figure: Figure, factor: Decimal, name: str) -> Rounded:
    """``figure`` times a plain number."""
    return Rounded(
        name, figure.value * factor, figure.unit, name, lambda: figure.sources, half_of(figure) * abs(factor)
    )


def yuan(amount: Decimal) -> str:
    """1234567.5 → 1,234,567.50元."""
    return f"{half_up(amount, 2):,f}元"


def difference(left: Decimal, right: Decimal, left_name: str, right_name: str) -> str:
    """“甲比乙多 1.00元” with the direction said in words."""
    gap = left - right
    return f"{left_name}比{right_name}{'多' if gap > 0 else '少'} {yuan(abs(gap))}"


def amount_text(value: Any) -> str:
    """A value of a rule as a person reads it: money in 元, counts with their unit."""
    if isinstance(value, Figure):
        return quantity(value.value, value.unit)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (int, Decimal)):
        return quantity(Decimal(value), "")
    return "空" if value is None else str(value)


def quantity(value: Decimal, unit: str) -> str:
    """A number with its unit."""
    if unit == "元":
        return yuan(value)
    digits = plain(half_up(value, 2), strip_zeros=True)
    return f"{digits}{unit}" if unit in ("", "%") else f"{digits} {unit}"
