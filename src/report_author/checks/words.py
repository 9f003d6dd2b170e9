"""How amounts and differences are worded in findings."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from report_author.figures.figure import Figure
from report_author.model.money import half_up, plain


def yuan(amount: Decimal) -> str:
    """1234567.5 → 1,234,567.50元."""
    return f"{half_up(amount, 2):,f}元"


def difference(left: Decimal, right: Decimal, left_name: str, right_name: str) -> str:
    """“甲比乙多 1.00元” with the direction said in words."""
    gap = left - right
    return f"{left_name}比{right_name}{'多' if gap > 0 else '少'} {yuan(abs(gap))}"


def amount_text(value: Any) -> str:
    """A value of a rule as a person reads it: money in 元, counts with their unit."""
    if isinstance(value, Figure):
        return quantity(value.value, value.unit)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (int, Decimal)):
        return quantity(Decimal(value), "")
    return "空" if value is None else str(value)


def quantity(value: Decimal, unit: str) -> str:
    """A number with its unit."""
    if unit == "元":
        return yuan(value)
    digits = plain(half_up(value, 2), strip_zeros=True)
    return f"{digits}{unit}" if unit in ("", "%") else f"{digits} {unit}"
