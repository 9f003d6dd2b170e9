"""Adds, subtracts, looks into lines of amounts."""

from __future__ import annotations

from decimal import Decimal

from report_author.model.money import ZERO
from report_author.workbook.imports.tables import Line
from report_author.workbook.imports.view import Amount


def minus(whole: Line, *parts: Line) -> Line:
    """``whole`` less ``parts``; what rounding alone can explain is nothing."""
    left: Line = {}
    for at in dict.fromkeys([*whole, *(at for part in parts for at in part)]):
        amounts = [part[at] for part in parts if at in part]
        mine = whole.get(at)
        value = (mine.value if mine else ZERO) - sum((a.value for a in amounts), ZERO)
        slack = (mine.slack if mine else ZERO) + sum((a.slack for a in amounts), ZERO)
        if value and abs(value) > slack:
            left[at] = Amount(value, mine.cell if mine else amounts[0].cell, slack)
    return left


def plus(*parts: Line) -> Line:
    """The sum of lines."""
    added: Line = {}
    for part in parts:
        for at, amount in part.items():
            known = added.get(at)
            added[at] = (
                amount
                if known is None
                else Amount(known.value + amount.value, known.cell, known.slack + amount.slack)
            )
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
