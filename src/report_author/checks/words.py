"""How amounts and differences are worded in findings."""

from __future__ import annotations

from decimal import Decimal

from report_author.model.money import half_up


def yuan(amount: Decimal) -> str:
    """1234567.5 → 1,234,567.50元."""
    return f"{half_up(amount, 2):,f}元"


def difference(left: Decimal, right: Decimal, left_name: str, right_name: str) -> str:
    """“甲比乙多 1.00元” with the direction said in words."""
    gap = left - right
    return f"{left_name}比{right_name}{'多' if gap > 0 else '少'} {yuan(abs(gap))}"
