"""What the blank cells of a workbook stand for: nothing is 0 unless it was typed, answered, or shown by other cells."""

from __future__ import annotations

from report_author.figures.blanks.accounts import (
    settle_equipment,
    settle_openings,
    settle_operating,
    settle_procurement,
)
from report_author.figures.blanks.budgets import settle_budgets
from report_author.figures.blanks.flags import settle_flags
from report_author.figures.blanks.groups import GROUPS
from report_author.figures.blanks.sangong import settle_group
from report_author.figures.blanks.settled import Settled
from report_author.figures.blanks.vehicles import settle_purchases, settle_vehicles
from report_author.model.facts import Facts


def settle(facts: Facts, *, foreign_is_part: bool) -> Settled:
    """Resolve the blanks of ``facts``; ``foreign_is_part``: 外事接待费 is part of 国内公务接待费."""
    settled = settle_amounts(facts, foreign_is_part=foreign_is_part)
    settle_flags(settled)
    return settled


def settle_amounts(facts: Facts, *, foreign_is_part: bool) -> Settled:
    """:func:`settle` without 是 or 否: what can be added up."""
    settled = Settled(facts)
    settle_budgets(settled)
    for group in GROUPS:
        settle_group(settled, group, foreign_is_part)
    settle_purchases(settled)
    settle_vehicles(settled)
    settle_equipment(settled)
    settle_procurement(settled)
    settle_operating(settled)
    settle_openings(settled)
    return settled
