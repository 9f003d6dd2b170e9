"""Figures known only as they were printed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal

from report_author.figures.figure import Figure
from report_author.model.money import ZERO


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
