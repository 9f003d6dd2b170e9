"""Right departments: what must pass without a false finding, in the magnitudes of published county reports.

``right_departments(seed=0)``: every department, in a fixed order; seed 0 has the planned totals, another seed other
amounts and names. ``right(name, seed=0)``: the one of that name. A department has ``name``, ``title`` (Chinese, what
it is), ``warnings`` (the codes of the 警告 that are true of it, sorted), ``entries``, ``facts``, ``size_speaks`` (last
year is no stranger in size) and ``book()``, the bytes of its workbook. The unit slips to try on a book are in ``tests.support.unit_slips``.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property

from report_author.model.choices import LastYearRow
from report_author.model.facts import Facts
from report_author.pipeline.library import Library, shipped_root
from report_author.workbook.create import workbook_bytes
from tests.support.right_making import entries_of
from tests.support.right_plan import Plan
from tests.support.right_plans import PLANS
from tests.support.right_plans_more import MORE_PLANS
from tools.samples.approval import complete_approval
from tools.samples.ledger import Entries
from tools.samples.to_facts import entries_to_facts


@dataclass(frozen=True, eq=False)
class Right:
    """One right department."""

    plan: Plan
    seed: int

    @property
    def name(self) -> str:
        return self.plan.key

    @property
    def title(self) -> str:
        return self.plan.title

    @property
    def warnings(self) -> tuple[str, ...]:
        return tuple(sorted(self.plan.warns))

    @cached_property
    def entries(self) -> Entries:
        """Block id → what is typed; zeros are typed, so the book does not leave them blank."""
        entries = entries_of(self.plan, self.seed)
        if self.plan.approved:
            fmt, _ = Library.of((shipped_root(),)).choose(2021, "")
            assert fmt is not None
            entries["approved"] = complete_approval(entries_to_facts(entries), fmt)
        return entries

    @cached_property
    def facts(self) -> Facts:
        return entries_to_facts(self.entries)

    @property
    def size_speaks(self) -> bool:
        """Whether last year's spending is near enough to this year's to say something about the unit."""
        row = next(row for row in self.facts.last_year if row.row is LastYearRow.EXPENSE_YEAR)
        before = (row.published or Decimal(0)) * (10_000 if row.unit == "万元" else 1)
        now = sum(each.amount for each in self.facts.expenditures)
        return bool(before) and Decimal("0.1") < now / before < 10

    def book(self) -> bytes:
        """The workbook, in the layout that the program has today; made once."""
        return self._book

    @cached_property
    def _book(self) -> bytes:
        return workbook_bytes(self.entries, year=2021)


@cache
def right_departments(seed: int = 0) -> tuple[Right, ...]:
    """Every right department; the same for the same seed."""
    return tuple(Right(plan, seed) for plan in (*PLANS, *MORE_PLANS))


def right(name: str, seed: int = 0) -> Right:
    """The right department of that name."""
    return next(each for each in right_departments(seed) if each.name == name)
