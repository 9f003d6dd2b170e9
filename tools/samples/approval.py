"""批复数 complete for a department: every total that can be held against the facts, equal to them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from report_author.checks.approved import ITEMS
from report_author.figures.account import Account
from report_author.model.choices import Fund, Nature, Source
from report_author.model.facts import Approved, Facts
from report_author.model.format import Format
from tools.samples.ledger import Row


def complete_approval(facts: Facts, fmt: Format) -> list[Row]:
    """The rows of 批复数: each total, then by 功能科目项, by 经济科目款, by 支出性质."""
    account = Account(facts, fmt)
    rows: list[Row] = []
    for wanted in _wanted(facts):
        look = ITEMS[wanted.item](account, wanted)
        if look is not None and (look.value or not wanted.function):
            row = {
                "item": wanted.item,
                "function": wanted.function,
                "nature": wanted.nature,
                "amount": look.value,
            }
            rows.append({key: value for key, value in row.items() if value != ""})
    return rows


def _wanted(facts: Facts) -> Iterator[Approved]:
    for item in ITEMS:
        if item not in ("功能科目支出", "经济科目支出"):
            yield Approved(item=item)
    natures = [nature.value for nature in Nature]
    functions = sorted(
        {row.function for row in (*facts.incomes, *facts.expenditures, *facts.budgets, *facts.carryovers)}
    )
    spending = ["功能科目支出", *(item for item in ITEMS if item.endswith("财政拨款支出")), "其他资金支出"]
    budgets = [f"{fund.value}{label}" for fund in Fund for label in ("年初预算数", "全年预算数")]
    for item, function, nature in product((*spending, *budgets), functions, natures):
        yield Approved(item=item, function=function, nature=nature)
    balances = [f"{fund.value}{label}" for fund in Fund for label in ("年初结转和结余", "年末结转和结余")]
    for item, function in product((*(source.value for source in Source), *balances), functions):
        yield Approved(item=item, function=function)
    economics = sorted({row.economic for row in facts.expenditures if row.economic})
    for code, nature in product(economics, natures):
        yield Approved(item="经济科目支出", function=code, nature=nature)
