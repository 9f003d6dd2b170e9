"""A named figure: an exact number that knows its unit, its formula, its source cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from functools import total_ordering

from report_author.figures.ledger import Printed
from report_author.model.facts import Record
from report_author.model.money import ZERO, half_up, plain, wan

Sources = tuple[str, ...]


@total_ordering
class Figure:
    """An exact value with a name.

    ``unit`` is 元 for money, % for rates, else the counting word (个, 人, 辆 …). ``sources`` are cells such as ``支出!H12``;
    they may be given as a function so that tables with thousands of figures need not collect them.
    Figures cannot be compared with text, sliced, or joined: only numbers are.
    """

    __slots__ = ("_sources", "formula", "name", "unit", "value")

    def __init__(
        self,
        name: str,
        value: Decimal,
        unit: str = "元",
        formula: str = "",
        sources: Iterable[str] | Callable[[], Iterable[str]] = (),
    ) -> None:
        self.name = name
        self.value = value
        self.unit = unit
        self.formula = formula
        self._sources = sources

    @property
    def sources(self) -> Sources:
        found = self._sources() if callable(self._sources) else self._sources
        return tuple(dict.fromkeys(cell for cell in found if cell))

    @property
    def is_money(self) -> bool:
        return self.unit == "元"

    def __bool__(self) -> bool:
        return bool(self.value)

    def __repr__(self) -> str:
        return f"Figure({self.name} = {self.value} {self.unit})"

    def _number(self, other: object) -> Decimal:
        if isinstance(other, Figure):
            if other.unit != self.unit:
                raise UnitMismatch(
                    f"“{self.name}”的单位是{self.unit}，“{other.name}”的单位是{other.unit}，不能比较或相加减"
                )
            return other.value
        if isinstance(other, (int, Decimal)) and not isinstance(other, bool):
            return Decimal(other)
        raise NotANumber(f"“{self.name}”是数字，不能与文字“{other}”比较或相加减")

    def __eq__(self, other: object) -> bool:
        return self.value == self._number(other)

    def __lt__(self, other: object) -> bool:
        return self.value < self._number(other)

    def __hash__(self) -> int:
        return id(self)

    def _combined(self, other: object, value: Decimal, sign: str) -> Figure:
        name = other.name if isinstance(other, Figure) else other
        sources = sources_of(self, other) if isinstance(other, Figure) else self._sources
        return Figure(f"{self.name}{sign}{name}", value, self.unit, f"{self.name} {sign} {name}", sources)

    def __add__(self, other: object) -> Figure:
        return self._combined(other, self.value + self._number(other), "+")

    def __sub__(self, other: object) -> Figure:
        return self._combined(other, self.value - self._number(other), "-")

    def __html__(self) -> str:
        """The default view: counts and rates as they are. Money has none, its unit must be said: ``|万元`` or ``|元``."""
        if self.is_money:
            raise MoneyWithoutUnit(f"金额“{self.name}”没有写明单位")
        return Shown(self, self.unit, plain(self.value, strip_zeros=True)).__html__()

    __str__ = __html__


def sources_of(*figures: Figure) -> Callable[[], Iterator[str]]:
    """The cells of several figures, gathered when they are asked for."""
    return lambda: (cell for figure in figures for cell in figure.sources)


def added(name: str, formula: str, *parts: Figure) -> Figure:
    """The sum of figures (元), with all their cells."""
    return Figure(name, sum((part.value for part in parts), ZERO), "元", formula, sources_of(*parts))


def summed(name: str, rows: Sequence[Record], field: str, unit: str, formula: str) -> Figure:
    """One number of each of these rows added up; a blank one counts as none."""
    total = sum((getattr(row, field) or ZERO for row in rows), ZERO)
    return Figure(name, total, unit, formula, [row.cell(field) for row in rows])


#: A figure in one view, ready to print: 万元, 元, % …
Shown = Printed


class MoneyWithoutUnit(TypeError):
    """A template prints money and does not say in which unit."""


class UnitMismatch(TypeError):
    """Two figures of different units were compared or added."""


class NotANumber(TypeError):
    """A figure was compared with, or added to, something that is not a number."""


def show_wan(figure: Figure, *, strip_zeros: bool) -> Shown:
    """Money (元) in 万元 with two decimals."""
    return Shown(figure, "万元", plain(wan(figure.value), strip_zeros=strip_zeros))


def show_yuan(figure: Figure, *, strip_zeros: bool, thousands: bool = False) -> Shown:
    """Money in 元 with two decimals, with thousands commas where asked."""
    text = plain(half_up(figure.value), strip_zeros=strip_zeros, thousands=thousands)
    return Shown(figure, "元", text)
