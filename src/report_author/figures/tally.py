"""Sums of facts by key, remembering the cells that went into each."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from decimal import Decimal
from functools import partial

from report_author.figures.figure import Figure
from report_author.model.facts import Record
from report_author.model.money import ZERO

Part = tuple[Record, str, Decimal]


def cells_of(parts: Iterable[Part]) -> Iterator[str]:
    """The workbook cells of the summed facts."""
    return (record.cell(field) for record, field, _ in parts)


class Tally:
    """Amounts (元) gathered under keys; one fact may stand under many keys (项, its 款, its 类, 合计)."""

    __slots__ = ("_parts",)

    def __init__(self) -> None:
        self._parts: dict[Hashable, list[Part]] = {}

    def add(
        self, keys: Iterable[Hashable], record: Record, amount: Decimal, field: str = "amount", sign: int = 1
    ) -> None:
        if not amount:
            return
        part = (record, field, amount * sign)
        for key in keys:
            self._parts.setdefault(key, []).append(part)

    def amount(self, key: Hashable) -> Decimal:
        return sum((part[2] for part in self._parts.get(key, ())), ZERO)

    def figure(self, key: Hashable, name: str, formula: str = "", unit: str = "元") -> Figure:
        """The sum under ``key``; a key nobody used is zero."""
        parts = self._parts.get(key, [])
        return Figure(name, sum((part[2] for part in parts), ZERO), unit, formula, partial(cells_of, parts))

    def __iter__(self) -> Iterator[Hashable]:
        return iter(self._parts)


def levels(code: str) -> tuple[str, ...]:
    """The keys a 功能科目 counts under: 合计 (""), 类 (3 digits), 款 (5), 项 (7)."""
    return (
        ("", code[:3], code[:5], code[:7])
        if len(code) >= 7
        else ("", code[:3], code[:5])
        if len(code) >= 5
        else ("", code[:3])
    )
