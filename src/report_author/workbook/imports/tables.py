"""What the tables of all sources say together, and how it is added up, before facts are made of it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from report_author.model.choices import Fund, Nature, Source
from report_author.model.findings import Finding, error, info, warning
from report_author.model.money import ZERO
from report_author.records import frozen
from report_author.workbook.imports.view import Amount

#: 功能项, or (功能项, 经济款), or 经济款 → amount
Line = dict[Any, Amount]
#: stands for all three funds of 财政拨款
FISCAL = "财政拨款"


@dataclass(slots=True)
class Tables:
    """Lines by what they are about; ``None`` as fund, nature or source means all of them together.

    ``items`` are fields that a source states outright: (block, key, field) → value with its cell.
    """

    spent: dict[tuple[Fund | None, Nature | None], Line] = field(default_factory=dict)
    detail: dict[tuple[Fund | None, Nature | None], Line] = field(default_factory=dict)
    economics: dict[tuple[Fund | None, Nature | None], Line] = field(default_factory=dict)
    income: dict[Source | str | None, Line] = field(default_factory=dict)
    opening: dict[Fund | None, Line] = field(default_factory=dict)
    closing: dict[Fund | None, Line] = field(default_factory=dict)
    from_non_fiscal: dict[Fund | None, Line] = field(default_factory=dict)
    distribution: dict[Fund | None, Line] = field(default_factory=dict)
    totals: dict[Hashable, Amount] = field(default_factory=dict)
    items: dict[tuple[str, tuple[Any, ...], str], tuple[Any, str]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def add(self, store: dict[Any, Line], about: Any, line: Line) -> None:
        """Add a line; where another source gave it already, both must agree, fact by fact."""
        known = store.get(about)
        if known is None:
            store[about] = dict(line)
            return
        for at in dict.fromkeys((*known, *line)):
            mine, its = known.get(at), line.get(at)
            slack = max((a.slack for a in (*known.values(), *line.values())), default=ZERO)
            if abs((mine.value if mine else ZERO) - (its.value if its else ZERO)) > slack:
                self._differ(mine, its)
            if its is not None and (mine is None or its.slack < mine.slack):
                known[at] = its

    def add_total(self, about: Hashable, amount: Amount) -> None:
        known = self.totals.get(about)
        if known is not None and abs(known.value - amount.value) > known.slack + amount.slack:
            self._differ(known, amount)
        if known is None or amount.slack < known.slack:
            self.totals[about] = amount

    def add_item(
        self, block: str, at: tuple[Any, ...], name: str, value: Any, cell: str, slack: Decimal = ZERO
    ) -> None:
        """A field stated outright; two sources that differ leave it out."""
        known = self.items.get((block, at, name))
        if known is None:
            self.items[block, at, name] = (value, cell)
            return
        same = known[0] == value
        if not same and isinstance(value, Decimal) and isinstance(known[0], Decimal):
            same = abs(known[0] - value) <= slack
        if not same:
            self._conflict(known[1], cell, str(known[0]), str(value))
            self.items[block, at, name] = (None, known[1])

    def add_amount(self, block: str, at: tuple[Any, ...], name: str, amount: Amount | None) -> None:
        """A field whose amount is stated outright; a blank cell states nothing."""
        if amount is not None:
            self.add_item(block, at, name, amount.value, amount.cell, amount.slack)

    def _differ(self, mine: Amount | None, its: Amount | None) -> None:
        nothing = Amount(ZERO, "另一来源（没有这一行）")
        mine, its = mine or nothing, its or nothing
        self._conflict(mine.cell, its.cell, f"{mine.value:,.2f}", f"{its.value:,.2f}")

    def _conflict(self, first: str, second: str, left: str, right: str) -> None:
        self.findings.append(
            error(
                "I09",
                first,
                f"同一个数在两处不一样：另一处是 {second}",
                "请核对是哪一份旧了，改正或去掉一份来源后再导入",
                quote=second,
                stated=left,
                expected=right,
            )
        )

    def left_out(self, place: str, message: str, advice: str = "需要时请在填报表里填写") -> None:
        """What a source has but the workbook does not take."""
        self.findings.append(info("I20", place, message, advice))


def total(line: Mapping[Any, Amount]) -> Decimal:
    return sum((amount.value for amount in line.values()), ZERO)


def minus(whole: Line, *parts: Line) -> Line:
    """``whole`` less ``parts``; what rounding alone can explain is nothing."""
    left: Line = {}
    for at in dict.fromkeys([*whole, *(at for part in parts for at in part)]):
        amounts = [part[at] for part in parts if at in part]
        mine = whole.get(at) or Amount(ZERO, amounts[0].cell)
        value = mine.value - sum((a.value for a in amounts), ZERO)
        slack = mine.slack + sum((a.slack for a in amounts), ZERO)
        if value and abs(value) > slack:
            left[at] = Amount(value, mine.cell, slack)
    return left


def plus(*parts: Line) -> Line:
    """The sum of lines."""
    added: Line = {}
    for part in parts:
        for at, amount in part.items():
            known = added.get(at, Amount(ZERO, amount.cell))
            added[at] = Amount(known.value + amount.value, known.cell, known.slack + amount.slack)
    return added


def row_of(detail: Line, function: str) -> Line:
    """What a matrix holds of one 项."""
    return {at: amount for at, amount in detail.items() if at[0] == function}


def value_of(line: Line, function: str) -> Decimal:
    """The amount of one 项, zero where there is none (元)."""
    return line[function].value if function in line else ZERO


def fen(value: Decimal) -> int:
    """元 as whole 分."""
    return int(value.scaleb(2).to_integral_value())


@frozen
class Fact:
    """One row for a list of the workbook: its key fields, the fields taken, each with its source cell."""

    block: str
    about: tuple[tuple[str, Any], ...]
    values: dict[str, Any] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Gathering:
    """The facts made so far, the findings on the way."""

    findings: list[Finding]
    facts: list[Fact] = field(default_factory=list)

    def fact(self, block: str, about: dict[str, Any], values: dict[str, tuple[Any, str]]) -> None:
        """Add a row: its key, its fields with their source cells."""
        made = Fact(block, tuple(about.items()))
        for name, (value, cell) in values.items():
            made.values[name], made.cells[name] = value, cell
        self.facts.append(made)

    def amount(self, block: str, amount: Amount, **about: Any) -> None:
        """Add a row that has but an amount."""
        self.fact(block, about, {"amount": (amount.value, amount.cell)})

    def tie(self, what: str, stated: Amount | None, *lines: Line) -> None:
        """Report a printed total that is not the sum of its lines."""
        if stated is None:
            return
        summed = sum((total(line) for line in lines), ZERO)
        count = sum(len(line) for line in lines) + 1
        slack = max((a.slack for line in lines for a in line.values()), default=stated.slack)
        if abs(summed - stated.value) > slack * count:
            self.untied(what, stated, summed)

    def same(self, what: str, whole: Line, *parts: Line) -> None:
        """Report where a whole is not the sum of its parts."""
        for function, amount in minus(whole, *parts).items():
            if abs(amount.value) > amount.slack:
                self.untied(f"{function} {what}与各资金之和", amount, ZERO)

    def untied(self, what: str, stated: Amount, summed: Decimal) -> None:
        """Report two figures that ought to be equal (元)."""
        self.findings.append(
            error(
                "I17",
                stated.cell,
                f"{what}对不上",
                "请核对几张来源表是不是同一次导出的",
                stated=f"{stated.value:,.2f}",
                expected=f"{summed:,.2f}",
            )
        )

    def open(self, amount: Amount, message: str) -> None:
        """Report what the tables leave open."""
        self.findings.append(
            warning("I18", amount.cell, message, "请在填报表里填写，或补上决算软件的明细表再导入")
        )


#: 款 and 项 of 政府收支分类科目 that only 政府性基金预算 spends
_GOVERNMENT = (
    "20610",
    "20707",
    "20709",
    "20710",
    "20822",
    "20823",
    "20829",
    "21160",
    "21161",
    "21208",
    "21209",
    "21210",
    "21211",
    "21213",
    "21214",
    "21215",
    "21216",
    "21217",
    "21218",
    "21219",
    "21366",
    "21367",
    "21369",
    "21370",
    "21371",
    "21460",
    "21462",
    "21463",
    "21464",
    "21468",
    "21469",
    "21470",
    "21471",
    "21472",
    "21473",
    "21562",
    "22904",
    "22908",
    "22960",
    "23104",
    "23204",
    "23304",
    "234",
)
_CAPITAL = "223"


def fund_by_code(function: str) -> Fund | None:
    """政府性基金 or 国有资本经营 where the code says so; ``None`` where it does not."""
    if function.startswith(_CAPITAL):
        return Fund.CAPITAL
    return Fund.GOVERNMENT if function.startswith(_GOVERNMENT) else None
