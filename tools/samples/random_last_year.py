"""Random 上年数 that agree with one another and with this year's opening."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from random import Random
from typing import Any

from report_author.model.choices import Fund, LastYearRow, SanGongItem
from report_author.model.money import half_up
from tools.samples.ledger import Row
from tools.samples.random_money import ZERO, amount

_SANGONG_ROWS = {
    LastYearRow.ABROAD: (SanGongItem.ABROAD,),
    LastYearRow.VEHICLE_PURCHASE: (SanGongItem.VEHICLE_PURCHASE,),
    LastYearRow.VEHICLE_RUNNING: (SanGongItem.VEHICLE_RUNNING,),
    LastYearRow.RECEPTION: (SanGongItem.RECEPTION_DOMESTIC, SanGongItem.RECEPTION_FOREIGN),
}


def last_year(rng: Random, entries: dict[str, Any]) -> list[Row]:
    """One row for every figure of last year's report, in 元 or, where nothing was carried over, in 万元."""
    values = _totals(rng, entries)
    for row, items in _SANGONG_ROWS.items():
        now = _sum(fact["actual"] for fact in entries["sangong"] if fact["item"] in items)
        values[row] = _before(rng, now)
    counts = entries["counts"]
    now = counts["operating_administrative"] + counts["operating_civil_service_like"]
    values[LastYearRow.OPERATING] = _before(rng, now)
    in_wan = not values[LastYearRow.CARRY_END] and rng.random() < 0.7
    return [
        {
            "row": row,
            "published": values[row].scaleb(-4) if in_wan else values[row],
            "unit": "万元" if in_wan else "元",
        }
        for row in LastYearRow
    ]


def _totals(rng: Random, entries: dict[str, Any]) -> dict[LastYearRow, Decimal]:
    """Last year's incomes, expenditures and 总计, 元; its closing is this year's opening."""
    spending = {
        fund: _before(rng, _sum(row["amount"] for row in entries["expenditures"] if row["fund"] is fund))
        for fund in Fund
    }
    closing = {
        fund: _sum(row["opening"] for row in entries["carryovers"] if row["fund"] is fund) for fund in Fund
    }
    fiscal = _sum(spending[fund] for fund in Fund if fund.fiscal)
    fiscal_grand = fiscal + _sum(closing[fund] for fund in Fund if fund.fiscal)
    other_grand = spending[Fund.OTHER] + closing[Fund.OTHER]
    fiscal_income = fiscal_grand - _hundreds(min(amount(rng), fiscal_grand) if rng.random() < 0.5 else ZERO)
    return {
        LastYearRow.INCOME_YEAR: fiscal_income + other_grand,
        LastYearRow.EXPENSE_YEAR: fiscal + spending[Fund.OTHER],
        LastYearRow.INCOME_GRAND: fiscal_grand + other_grand,
        LastYearRow.EXPENSE_GRAND: fiscal_grand + other_grand,
        LastYearRow.FISCAL_INCOME: fiscal_income,
        LastYearRow.FISCAL_EXPENSE: fiscal,
        LastYearRow.FISCAL_GRAND_INCOME: fiscal_grand,
        LastYearRow.FISCAL_GRAND_EXPENSE: fiscal_grand,
        LastYearRow.GENERAL_EXPENSE: spending[Fund.GENERAL],
        LastYearRow.GOVERNMENT_EXPENSE: spending[Fund.GOVERNMENT],
        LastYearRow.CAPITAL_EXPENSE: spending[Fund.CAPITAL],
        LastYearRow.CARRY_END: _sum(closing.values()),
    }


def _before(rng: Random, now: Decimal) -> Decimal:
    """What a figure was last year, 元 in whole hundreds: nothing, as shown now, or something else."""
    return _hundreds(rng.choice((ZERO, now, now + amount(rng), max(now - amount(rng), ZERO), amount(rng))))


def _hundreds(yuan: Decimal) -> Decimal:
    """``yuan`` as last year's report showed it, 万元 with two decimals, back in 元."""
    return half_up(half_up(yuan.scaleb(-4), 2).scaleb(4), 2)


def _sum(values: Iterable[Decimal]) -> Decimal:
    return sum(values, ZERO)
