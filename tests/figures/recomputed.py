"""The sums behind every grid, straight from the facts: nothing of the product's own sums is used here."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from report_author.model.choices import Fund, Nature, SanGongItem, Source
from report_author.model.facts import Facts, Project

NIL = Decimal(0)
FISCAL = (Fund.GENERAL, Fund.GOVERNMENT, Fund.CAPITAL)
FUND_OF = {
    Source.GENERAL: Fund.GENERAL,
    Source.GOVERNMENT: Fund.GOVERNMENT,
    Source.CAPITAL: Fund.CAPITAL,
}


def heads_of(code: str) -> list[str]:
    """All that a code counts under, 合计 included: its own beginnings of 0, 3, 5, 7 digits."""
    return sorted({code[:length] for length in (0, 3, 5, 7)})


class Sums:
    """Every sum a grid may need, by plain addition over the rows of one workbook."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.spent: dict[tuple[str, Fund, Nature, str], Decimal] = defaultdict(Decimal)
        for row in facts.expenditures:
            for code in heads_of(row.function):
                for economic in heads_of(row.economic):
                    self.spent[code, row.fund, row.nature, economic] += row.amount
        self.got: dict[tuple[str, Source], Decimal] = defaultdict(Decimal)
        for income in facts.incomes:
            for code in heads_of(income.function):
                self.got[code, income.source] += income.amount
        self.opened: dict[tuple[str, Fund], Decimal] = defaultdict(Decimal)
        self.used: dict[Fund, Decimal] = defaultdict(Decimal)
        self.distributed: dict[Fund, Decimal] = defaultdict(Decimal)
        for carry in facts.carryovers:
            for code in heads_of(carry.function):
                self.opened[code, carry.fund] += carry.opening + carry.centralised
            self.used[carry.fund] += carry.from_non_fiscal
            self.distributed[carry.fund] += carry.distribution

    def out(
        self,
        code: str = "",
        funds: tuple[Fund, ...] = tuple(Fund),
        natures: tuple[Nature, ...] = tuple(Nature),
        economic: str = "",
    ) -> Decimal:
        """支出 under a 功能科目 and an 经济科目."""
        return sum((self.spent.get((code, f, n, economic), NIL) for f in funds for n in natures), NIL)

    def income(self, code: str = "", sources: tuple[Source, ...] = tuple(Source)) -> Decimal:
        return sum((self.got.get((code, source), NIL) for source in sources), NIL)

    def opening(self, code: str = "", funds: tuple[Fund, ...] = tuple(Fund)) -> Decimal:
        return sum((self.opened.get((code, fund), NIL) for fund in funds), NIL)

    def closing(self, fund: Fund, code: str = "") -> Decimal:
        """年末 of one fund; 使用非财政拨款结余 and 结余分配 count for the fund as a whole."""
        sources = tuple(source for source in Source if FUND_OF.get(source, Fund.OTHER) is fund)
        left = self.opening(code, (fund,)) + self.income(code, sources) - self.out(code, (fund,))
        return left if code else left + self.used[fund] - self.distributed[fund]

    def sangong(self, items: tuple[SanGongItem, ...], funds: tuple[Fund, ...], field: str) -> Decimal:
        return sum(
            (getattr(r, field) for r in self.facts.sangong if r.item in items and r.fund in funds), NIL
        )

    def codes(
        self, *, funds: tuple[Fund, ...] = tuple(Fund), natures: tuple[Nature, ...] = tuple(Nature)
    ) -> list[str]:
        """合计 with every 类, 款, 项 that was spent on, ascending."""
        rows = self.facts.expenditures
        return sorted(
            {
                c
                for r in rows
                if r.fund in funds and r.nature in natures and r.amount
                for c in heads_of(r.function)
            }
        )

    def economics(self, funds: tuple[Fund, ...], natures: tuple[Nature, ...] = tuple(Nature)) -> list[str]:
        rows = self.facts.expenditures
        return sorted(
            {
                c
                for r in rows
                if r.fund in funds and r.nature in natures and r.amount
                for c in heads_of(r.economic)
            }
        )

    def projects_of(self, item: str) -> list[tuple[str, Decimal]]:
        """(name, 一般公共预算 执行数) of the projects of one 项; a further row without a 科目 follows the first."""
        first: dict[str, Project] = {}
        sums: dict[str, Decimal] = {}
        for row in self.facts.projects:
            head = first.setdefault(row.code, row)
            if row.fund is Fund.GENERAL and (row.function or head.function) == item:
                sums[row.code] = sums.get(row.code, NIL) + row.actual
        return [(first[code].name, value) for code, value in sums.items() if value]
