"""This year's figures as next year's 上年数 and 年初结转."""

from __future__ import annotations

from decimal import Decimal

from report_author.figures.account import FISCAL, Account
from report_author.figures.values import Names
from report_author.model.choices import Fund, LastYearRow
from report_author.model.facts import CarryOver, Facts, LastYear
from report_author.model.money import ZERO

Row = LastYearRow


def figures_of_the_year(account: Account, names: Names) -> tuple[LastYear, ...]:
    """Every row of 上年数 in 元, exact, as the report of this year counts it."""
    note = f"取自{account.year}年度填报表"
    return tuple(
        LastYear(row=row, published=amount, unit="元", note=note)
        for row, amount in _amounts(account, names).items()
    )


def _amounts(account: Account, names: Names) -> dict[LastYearRow, Decimal]:
    money_in, money_out, fiscal, three = names["收入"], names["支出"], names["财政拨款"], names["三公"]
    return {
        Row.INCOME_YEAR: money_in["本年合计"].value,
        Row.EXPENSE_YEAR: money_out["本年合计"].value,
        Row.INCOME_GRAND: money_in["总计"].value,
        Row.EXPENSE_GRAND: money_out["总计"].value,
        Row.FISCAL_INCOME: fiscal["收入"].value,
        Row.FISCAL_EXPENSE: fiscal["支出"].value,
        Row.FISCAL_GRAND_INCOME: fiscal["收入"].value + fiscal["年初"].value,
        Row.FISCAL_GRAND_EXPENSE: fiscal["支出"].value + fiscal["年末"].value,
        **{
            row: account.expense(row.value, "", funds=[fund]).value
            for row, fund in zip(
                (Row.GENERAL_EXPENSE, Row.GOVERNMENT_EXPENSE, Row.CAPITAL_EXPENSE), FISCAL, strict=True
            )
        },
        Row.ABROAD: three["出国"]["决算"].value,
        Row.VEHICLE_PURCHASE: three["购置"]["决算"].value,
        Row.VEHICLE_RUNNING: three["运行"]["决算"].value,
        Row.RECEPTION: three["接待"]["决算"].value,
        Row.OPERATING: names["机关运行经费"]["合计"].value,
        Row.CARRY_END: money_out["年末结转和结余"].value,
    }


def opening_balances(facts: Facts) -> tuple[CarryOver, ...]:
    """What every 单位 × 功能科目项 × 资金性质 has left at the end of the year, as the next year's opening; zero is left out.

    The 单位 is kept only where every row names one: a balance needs both its income and its expenditure.
    """
    units = [row.unit for row in facts.incomes] + [row.unit for row in facts.expenditures]
    by_unit = all((*units, *(row.unit for row in facts.carryovers)))
    left: dict[tuple[str, str, Fund], Decimal] = {}

    def add(unit: str, function: str, fund: Fund, amount: Decimal) -> None:
        key = (unit if by_unit else "", function, fund)
        left[key] = left.get(key, ZERO) + amount

    for got in facts.incomes:
        add(got.unit, got.function, got.source.fund, got.amount)
    for spent in facts.expenditures:
        add(spent.unit, spent.function, spent.fund, -spent.amount)
    for carry in facts.carryovers:
        kept = carry.opening + carry.centralised + carry.from_non_fiscal - carry.distribution
        add(carry.unit, carry.function, carry.fund, kept)
    ordered = sorted(left.items(), key=lambda item: (item[0][0], item[0][1], list(Fund).index(item[0][2])))
    return tuple(
        CarryOver(unit=unit, function=function, fund=fund, opening=amount)
        for (unit, function, fund), amount in ordered
        if amount
    )
