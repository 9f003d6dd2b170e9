"""Holds the facts of 支出 against every table they came from."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from decimal import Decimal
from typing import Any

from report_author.model.choices import Fund, Nature
from report_author.model.money import ZERO
from report_author.workbook.imports.algebra import minus
from report_author.workbook.imports.fact import Fact
from report_author.workbook.imports.tables import FISCAL, Line, Tables
from report_author.workbook.imports.view import Amount

_WITHOUT = (Nature.TO_SUPERIOR, Nature.TO_SUBORDINATE)
#: what does not tie: (what, the amount as printed, the sum of the facts)
Report = Callable[[str, Amount, Decimal], None]


def check_sums(tables: Tables, report: Report) -> None:
    """支出 of all funds is the sum of the funds, of all natures the sum of the natures, for every 项."""
    spent = tables.spent
    for fund in (None, *Fund):
        _check_sum(spent.get((fund, None)), [spent.get((fund, n)) for n in Nature], report)
    for nature in (None, *Nature):
        _check_sum(spent.get((None, nature)), [spent.get((f, nature)) for f in Fund], report)


def check_rests(tables: Tables, printed: Collection[object], report: Report) -> None:
    """What is left of a whole is never below zero: else the tables do not belong together."""
    for about, line in tables.spent.items():
        for function, amount in line.items():
            if about not in printed and amount.value < -amount.slack:
                report(f"{function} 支出减去其他各表后为负数，与别的表", amount, ZERO)
                return


def _check_sum(whole: Line | None, parts: list[Line | None], report: Report) -> None:
    known = [part for part in parts if part is not None]
    if whole is None or len(known) < len(parts):
        return
    for function, rest in minus(whole, *known).items():
        printed = whole.get(function, Amount(ZERO, rest.cell))
        report(f"{function} 支出与各表之和", printed, printed.value - rest.value)


def check_spending(tables: Tables, facts: Iterable[Fact], report: Report) -> None:
    """Each cell of each table is the sum of the facts below it, as far as these are complete."""
    rows = [(dict(f.about), f.values["amount"]) for f in facts if f.block == "expenditures"]
    given = {(row["fund"], row["nature"]) for row, _ in rows}
    known = {pair for pair in tables.spent if None not in pair} | given
    open_functions = {
        row["function"] for row, _ in rows if not row["economic"] and row["nature"] not in _WITHOUT
    }
    for (fund, nature), line in tables.detail.items():
        funds, natures = _range(fund, nature)
        if not {(f, n) for f in funds for n in natures} <= known:
            continue
        sums: dict[tuple[str, str], Decimal] = {}
        for row, amount in rows:
            if row["fund"] in funds and row["nature"] in natures and row["economic"]:
                at = (row["function"], row["economic"])
                sums[at] = sums.get(at, ZERO) + amount
        # a detail table may leave out, or show, what has no 经济科目
        whole = {at for at in dict.fromkeys((*line, *sums)) if at[0] not in open_functions}
        _compare(
            {at: line[at] for at in whole if at in line}, {at: sums[at] for at in whole if at in sums}, report
        )
    for about, line in tables.economics.items():
        funds, natures = _range(*about)
        if not {(f, n) for f in funds for n in natures} <= known:
            continue
        if any(r["fund"] in funds and r["nature"] in natures and not r["economic"] for r, _ in rows):
            continue
        by_economic: dict[str, Decimal] = {}
        for row, amount in rows:
            if row["fund"] in funds and row["nature"] in natures:
                by_economic[row["economic"]] = by_economic.get(row["economic"], ZERO) + amount
        _compare(line, by_economic, report)


def _range(fund: Fund | str | None, nature: Nature | None) -> tuple[set[Fund], set[Nature]]:
    """The funds and natures that a table is about; 财政拨款 pays for nothing but 基本支出 and 项目支出."""
    if isinstance(fund, Fund):
        funds = {fund}
    else:
        funds = {f for f in Fund if f.fiscal} if fund == FISCAL else set(Fund)
    natures = {nature} if nature is not None else set(Nature)
    return funds, natures


def _compare(line: dict[Any, Amount], sums: dict[Any, Decimal], report: Report) -> None:
    slack = max((amount.slack for amount in line.values()), default=ZERO) * 4
    for at in dict.fromkeys((*line, *sums)):
        printed, summed = line.get(at), sums.get(at, ZERO)
        if abs((printed.value if printed else ZERO) - summed) > slack:
            words = " ".join(at) if isinstance(at, tuple) else str(at)
            cell = printed or next(iter(line.values()), Amount(ZERO, words))
            report(f"{words} 与另一张表", Amount(printed.value if printed else ZERO, cell.cell), summed)
            return
