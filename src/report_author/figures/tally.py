"""Sums of facts by key, remembering the cells that went into each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
    """Amounts (元) gathered under codes; one fact may stand under several (项, its 款, its 类, 合计)."""

    __slots__ = ("_parts", "_sums")

    def __init__(self) -> None:
        self._parts: dict[str, list[Part]] = {}
        self._sums: dict[str, Decimal] = {}

    def add(self, codes: Iterable[str], record: Record, amount: Decimal, field: str = "amount") -> None:
        """Count ``amount`` under every one of ``codes``; nothing is counted where it is zero."""
        if not amount:
            return
        part = (record, field, amount)
        for code in codes:
            if code in self._sums:
                self._sums[code] += amount
                self._parts[code].append(part)
            else:
                self._sums[code] = amount
                self._parts[code] = [part]

    def amount(self, code: str) -> Decimal:
        return self._sums.get(code, ZERO)

    def figure(self, code: str, name: str, formula: str = "") -> Figure:
        """The sum under ``code``; a code nobody used is zero."""
        parts = self._parts.get(code)
        if parts is None:
            return Figure(name, ZERO, "元", formula)
        return Figure(name, self._sums[code], "元", formula, partial(cells_of, parts))

    def __iter__(self) -> Iterator[str]:
        return iter(self._sums)


#: What a key without facts answers with.
NOTHING = Tally()


def levels(code: str) -> tuple[str, ...]:
    """The keys a 功能科目 counts under: 合计 (""), 类 (3 digits), 款 (5), 项 (7)."""
    if len(code) > 5:
        return ("", code[:3], code[:5], code)
    return economic_levels(code)


def economic_levels(code: str) -> tuple[str, ...]:
    """The keys an 经济科目 counts under: 合计 (""), 类 (3 digits), 款 (5)."""
    return ("", code[:3], code) if len(code) > 3 else ("", code) if code else ("",)
