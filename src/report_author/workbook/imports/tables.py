"""What the tables of all sources say together, before facts are made of it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from report_author.model.choices import Fund, Nature, Source
from report_author.model.findings import Finding, error, info
from report_author.model.money import ZERO
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
            left, right = (mine.value if mine else ZERO), (its.value if its else ZERO)
            if abs(left - right) > slack:
                self._differ(mine, its, left, right)
            if its is not None and (mine is None or its.slack < mine.slack):
                known[at] = its

    def add_total(self, about: Hashable, amount: Amount) -> None:
        known = self.totals.get(about)
        if known is not None and abs(known.value - amount.value) > known.slack + amount.slack:
            self._differ(known, amount, known.value, amount.value)
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

    def _differ(self, mine: Amount | None, its: Amount | None, left: Decimal, right: Decimal) -> None:
        first = mine.cell if mine else "另一来源（没有这一行）"
        second = its.cell if its else "另一来源（没有这一行）"
        self._conflict(first, second, f"{left:,.2f}", f"{right:,.2f}")

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
