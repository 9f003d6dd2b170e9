"""For each rule on last year's figures, facts that break it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal as D

from report_author.model.choices import Fund, LastYearRow
from report_author.model.facts import Facts
from tests.checks.books import rows_with

Make = Callable[[], Facts]
Row = LastYearRow
_BILLION, _PENNY = D(10) ** 9, D("0.01")


def _last(row: LastYearRow, amount: D, unit: str) -> Make:
    return lambda: rows_with("last_year", lambda each: each.row is row, published=amount, unit=unit)


def _budget(**amounts: D) -> Make:
    return lambda: rows_with("budgets", lambda row: row.function == "2040201", **amounts)


#: the parts in the order of the rules
_PARTS = (
    Row.INCOME_YEAR,
    Row.EXPENSE_YEAR,
    Row.FISCAL_INCOME,
    Row.FISCAL_EXPENSE,
    Row.GENERAL_EXPENSE,
    Row.OPERATING,
    Row.ABROAD,
    Row.VEHICLE_PURCHASE,
    Row.VEHICLE_RUNNING,
    Row.RECEPTION,
)
_BOTH_YEARS = (
    Row.INCOME_YEAR,
    Row.EXPENSE_YEAR,
    Row.GENERAL_EXPENSE,
    Row.VEHICLE_RUNNING,
    Row.RECEPTION,
    Row.OPERATING,
)

LAST_YEAR_CASES: dict[str, Make] = {
    **{f"N39-{n}": _last(part, _BILLION, "万元") for n, part in enumerate(_PARTS, start=1)},
    **{f"N40-{2 * n - 1}": _last(row, _BILLION, "万元") for n, row in enumerate(_BOTH_YEARS, start=1)},
    **{f"N40-{2 * n}": _last(row, _PENNY, "元") for n, row in enumerate(_BOTH_YEARS, start=1)},
    "N41-1": _budget(initial=_BILLION, revised=D(1)),
    "N41-2": _budget(initial=D(1), revised=_BILLION),
    "N41-3": lambda: rows_with("budgets", lambda row: row.fund is Fund.GENERAL, revised=D(1)),
    "N41-4": _budget(revised=D(1)),
}
