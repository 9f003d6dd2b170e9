"""Slips of the keyboard: a digit wrong, left out or added, two digits swapped, the decimal point moved."""

from __future__ import annotations

from decimal import Decimal

#: numbers with fewer digits resemble one another by chance
ENOUGH = 4


def slip(stated: Decimal, true: Decimal, places: int = 2) -> str:
    """Which slip made ``stated`` out of ``true``; empty for none, or where both are the same."""
    if stated == true or stated <= 0 or true <= 0:
        return ""
    if stated in (true * 10, true * 100, true * 10000) or true in (stated * 10, stated * 100, stated * 10000):
        return "小数点移位"
    wrong, right = _digits(stated, places), _digits(true, places)
    if len(wrong) == len(right):
        at = [n for n in range(len(wrong)) if wrong[n] != right[n]]
        if len(at) == 1:
            return "一位数字不同"
        swapped = (
            len(at) == 2
            and at[1] == at[0] + 1
            and wrong[at[0]] == right[at[1]]
            and wrong[at[1]] == right[at[0]]
        )
        return "两位数字颠倒" if swapped else ""
    shorter, longer = sorted((wrong, right), key=len)
    if len(longer) - len(shorter) == 1 and any(
        longer[:n] + longer[n + 1 :] == shorter for n in range(len(longer))
    ):
        return "少写或多写一位"
    return ""


def significant(value: Decimal) -> int:
    """How many digits of a number say something: zeros at either end do not."""
    return len(f"{abs(value):f}".replace(".", "").strip("0"))


def _digits(value: Decimal, places: int) -> str:
    """Digits up to ``places`` decimals, or as many as the number has."""
    own = -int(value.as_tuple().exponent)
    return f"{value:.{max(places, own)}f}".replace(".", "")
