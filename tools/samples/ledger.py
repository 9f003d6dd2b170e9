"""Shorthands that turn compact tables of amounts into workbook entries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from report_author.model.choices import Fund, Nature, Source

Entries = dict[str, Any]
Row = dict[str, Any]

_FISCAL_SOURCE = {
    Fund.GENERAL: Source.GENERAL,
    Fund.GOVERNMENT: Source.GOVERNMENT,
    Fund.CAPITAL: Source.CAPITAL,
}


def expenditures(
    function: str, fund: Fund, nature: Nature, amounts: Mapping[str, str], *, unit: str = ""
) -> list[Row]:
    """支出 rows of one 功能科目项 from ``{economic 款: 元}``."""
    return [
        {
            "unit": unit,
            "function": function,
            "fund": fund,
            "nature": nature,
            "economic": economic,
            "amount": Decimal(amount),
        }
        for economic, amount in amounts.items()
    ]


def spent(rows: Iterable[Row], *keys: str) -> dict[tuple[Any, ...], Decimal]:
    """Σ amount of ``rows`` by ``keys``, 元, in the order of first appearance."""
    totals: dict[tuple[Any, ...], Decimal] = defaultdict(Decimal)
    for row in rows:
        totals[tuple(row[key] for key in keys)] += row["amount"]
    return dict(totals)


def incomes_equal_to(rows: Iterable[Row]) -> list[Row]:
    """收入 rows that just cover fiscal ``rows`` of 支出: nothing is carried over."""
    return [
        {"function": function, "source": _FISCAL_SOURCE[fund], "amount": amount}
        for (function, fund), amount in spent(rows, "function", "fund").items()
    ]


def budgets_equal_to(rows: Iterable[Row], initial: Mapping[tuple[str, Fund, Nature], str]) -> list[Row]:
    """预算数 rows whose 全年预算数 is the outturn and whose 年初预算数 is given, 元."""
    return [
        {
            "function": function,
            "fund": fund,
            "nature": nature,
            "initial": Decimal(initial[(function, fund, nature)]),
            "revised": amount,
        }
        for (function, fund, nature), amount in spent(rows, "function", "fund", "nature").items()
    ]
