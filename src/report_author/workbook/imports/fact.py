"""The rows for the workbook with what was found wrong on the way."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from report_author.model.findings import Finding, error, warning
from report_author.model.money import ZERO
from report_author.workbook.imports.algebra import minus
from report_author.workbook.imports.tables import Line, total
from report_author.workbook.imports.view import Amount


@dataclass(frozen=True, slots=True)
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
        self.facts.append(
            Fact(
                block,
                tuple(about.items()),
                {k: v for k, (v, _) in values.items()},
                {k: c for k, (_, c) in values.items()},
            )
        )

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
