"""The account (账目): facts, classification, format choices, with the sums everything else is made from."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import cached_property, partial

from report_author.figures.conventions import Conventions
from report_author.figures.figure import Figure
from report_author.figures.tally import Part, Tally, cells_of, levels
from report_author.model.codes import Codebook
from report_author.model.facts import (
    Budget,
    Facts,
    Fund,
    LastYear,
    LastYearRow,
    Nature,
    Reason,
    ReasonKey,
    Source,
)
from report_author.model.format import Format
from report_author.model.money import YUAN_PER_WAN, ZERO

FISCAL = (Fund.GENERAL, Fund.GOVERNMENT, Fund.CAPITAL)


class Account:
    """One department's facts, ready to be summed. Immutable once made; safe to read from several threads."""

    def __init__(self, facts: Facts, codebook: Codebook, fmt: Format) -> None:
        self.facts = facts
        self.codebook = codebook
        self.format = fmt
        self.conventions = Conventions.from_options(fmt.options)
        self.year = facts.department.year
        self.last_year = self.year - 1

    def expense(
        self,
        name: str,
        formula: str,
        *,
        funds: Iterable[Fund] = tuple(Fund),
        natures: Iterable[Nature] = tuple(Nature),
        economic: Callable[[str], bool] | None = None,
    ) -> Figure:
        """Sum of 支出 (元) over the given 资金性质 and 支出性质."""
        fund_set, nature_set = frozenset(funds), frozenset(natures)
        return _sum(
            name,
            formula,
            (
                (row, "amount", row.amount)
                for row in self.facts.expenditures
                if row.fund in fund_set
                and row.nature in nature_set
                and (economic is None or economic(row.economic))
            ),
        )

    def income(self, name: str, formula: str, sources: Iterable[Source] = tuple(Source)) -> Figure:
        """Sum of 收入 (元) over the given sources."""
        wanted = frozenset(sources)
        return _sum(
            name, formula, ((row, "amount", row.amount) for row in self.facts.incomes if row.source in wanted)
        )

    def opening(self, name: str, funds: Iterable[Fund] = tuple(Fund)) -> Figure:
        """年初结转和结余 with its 归集调整 (元)."""
        wanted = frozenset(funds)
        parts: list[Part] = []
        for row in self.facts.carryovers:
            if row.fund in wanted:
                parts += [(row, "opening", row.opening), (row, "centralised", row.centralised)]
        return _sum(name, "结转和结余表：年初结转和结余 + 归集调整", parts)

    def carry_field(self, name: str, field: str, label: str) -> Figure:
        """使用非财政拨款结余 or 结余分配 (元)."""
        return _sum(
            name,
            f"结转和结余表：{label}之和",
            ((row, field, getattr(row, field)) for row in self.facts.carryovers),
        )

    def closing(self, name: str, funds: Iterable[Fund] = tuple(Fund)) -> Figure:
        """年末结转和结余 (元) = 年初 + 归集调整 + 收入 + 使用非财政拨款结余 - 支出 - 结余分配; never typed."""
        wanted = frozenset(funds)
        return _sum(
            name,
            "年初结转和结余 + 本年收入 + 使用非财政拨款结余 - 本年支出 - 结余分配",
            (part for fund, _, part in self.balance_parts if fund in wanted),
        )

    @cached_property
    def balance_parts(self) -> tuple[tuple[Fund, str, Part], ...]:
        """Every signed part of 年末结转和结余 with its fund and 功能科目项."""
        found: list[tuple[Fund, str, Part]] = []
        for income in self.facts.incomes:
            found.append((income.source.fund, income.function, (income, "amount", income.amount)))
        for spent in self.facts.expenditures:
            found.append((spent.fund, spent.function, (spent, "amount", -spent.amount)))
        for carry in self.facts.carryovers:
            for field, sign in (
                ("opening", 1),
                ("centralised", 1),
                ("from_non_fiscal", 1),
                ("distribution", -1),
            ):
                value: Decimal = getattr(carry, field)
                if value:
                    found.append((carry.fund, carry.function, (carry, field, value * sign)))
        return tuple(found)

    @cached_property
    def expense_by_code(self) -> Tally:
        """Keys ``(fund or None, nature or None, code)`` with code "" (合计), 类, 款, 项."""
        tally = Tally()
        for row in self.facts.expenditures:
            keys = [
                (fund, nature, code)
                for code in levels(row.function)
                for fund in (row.fund, None)
                for nature in (row.nature, None)
            ]
            tally.add(keys, row, row.amount)
        return tally

    @cached_property
    def income_by_code(self) -> Tally:
        """Keys ``(source or fund or None, code)``."""
        tally = Tally()
        for row in self.facts.incomes:
            tally.add(
                [(key, code) for code in levels(row.function) for key in (row.source, row.source.fund, None)],
                row,
                row.amount,
            )
        return tally

    @cached_property
    def budget_by_code(self) -> dict[bool, Tally]:
        """Keys ``(fund, code)``; ``[True]`` is 全年预算数, ``[False]`` 年初预算数."""
        tallies = {True: Tally(), False: Tally()}
        for row in self.facts.budgets:
            keys = [(row.fund, code) for code in levels(row.function)]
            tallies[True].add(keys, row, row.revised, "revised")
            tallies[False].add(keys, row, row.initial, "initial")
        return tallies

    @cached_property
    def _last_year_rows(self) -> dict[LastYearRow, LastYear]:
        return {row.row: row for row in self.facts.last_year}

    def last_year_record(self, row: LastYearRow) -> LastYear | None:
        return self._last_year_rows.get(row)

    def published(self, rows: Iterable[LastYearRow], name: str) -> tuple[Figure, bool] | None:
        """Last year's published figure (元) with whether it is known in 元; None where a row is not filled."""
        total = ZERO
        cells: list[str] = []
        exact = True
        for key in rows:
            record = self._last_year_rows.get(key)
            if record is None or record.published is None:
                return None
            in_yuan = record.unit == "元"
            exact = exact and in_yuan
            total += (record.published + record.adjustment) * (1 if in_yuan else YUAN_PER_WAN)
            cells += [record.cell("published"), record.cell("adjustment")]
        return Figure(name, total, "元", "上年数表：上年公开数 + 口径调整数", tuple(cells)), exact

    @cached_property
    def reasons(self) -> dict[ReasonKey, Reason]:
        return {reason.key: reason for reason in self.facts.reasons}

    @cached_property
    def _added_names(self) -> dict[tuple[str, str], str]:
        return {(added.system, added.code): added.name for added in self.format.codes}

    @cached_property
    def basic_panels(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The economic 类 of 人员经费 and of 公用经费."""
        return self.format.code_list("人员经费科目"), self.format.code_list("公用经费科目")

    def function_name(self, code: str) -> str:
        """Name of a 功能科目; the code itself where no book has it (the reader has warned)."""
        return self._added_names.get(("功能", code)) or self.codebook.function_name(code) or code

    def economic_name(self, code: str) -> str:
        """Name of a 经济科目; the code itself where no book has it."""
        return self._added_names.get(("经济", code)) or self.codebook.economic_name(code) or code


def _sum(name: str, formula: str, parts: Iterable[Part]) -> Figure:
    kept = [part for part in parts if part[2]]
    return Figure(name, sum((part[2] for part in kept), ZERO), "元", formula, partial(cells_of, kept))


def budget_total(budgets: Iterable[Budget], fund: Fund, *, revised: bool, name: str) -> Figure:
    """Sum of 预算数 of one fund (元)."""
    field = "revised" if revised else "initial"
    label = "全年预算数" if revised else "年初预算数"
    return _sum(
        name,
        f"预算数表：资金性质为{fund.value}的{label}之和",
        ((row, field, getattr(row, field)) for row in budgets if row.fund is fund),
    )
