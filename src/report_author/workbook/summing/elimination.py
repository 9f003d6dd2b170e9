"""Money that moved between units of one department: found, taken out of the sums by contrary rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from report_author.model.choices import Nature, Source
from report_author.model.facts import Expenditure, Income
from report_author.model.money import ZERO

#: the 单位 of the contrary rows
ELIMINATION = "内部抵销"
#: what one unit receives, what another pays for it
_DIRECTIONS = ((Source.SUPERIOR, Nature.TO_SUBORDINATE), (Source.SUBORDINATE, Nature.TO_SUPERIOR))


@dataclass(frozen=True, slots=True)
class Transfers:
    """Both sides of one direction: the rows that are internal (equal in sum), the rows left over."""

    source: Source
    nature: Nature
    incomes: tuple[Income, ...] = ()
    spent: tuple[Expenditure, ...] = ()
    other_incomes: tuple[Income, ...] = ()
    other_spent: tuple[Expenditure, ...] = ()

    @property
    def amount(self) -> Decimal:
        return _sum(self.incomes)


def find_transfers(incomes: Sequence[Income], expenditures: Sequence[Expenditure]) -> list[Transfers]:
    """The internal transfers of each direction that occurs, among rows that name their 单位.

    Internal is all of both sides where the sums are equal, else every amount that as many rows of one side as of the other
    have. What 财政拨款 paid is never taken out: the fund balances would no longer hold.
    """
    found = []
    for source, nature in _DIRECTIONS:
        got = [row for row in incomes if row.source is source]
        paid = [row for row in expenditures if row.nature is nature]
        if got and paid:
            found.append(_match(source, nature, got, paid))
    return found


def _match(source: Source, nature: Nature, got: list[Income], paid: list[Expenditure]) -> Transfers:
    own = [row for row in paid if not row.fund.fiscal]
    groups: list[tuple[list[Income], list[Expenditure]]]
    if _sum(got) == _sum(own):
        groups = [(got, own)]
    else:
        by_amount: dict[Decimal, tuple[list[Income], list[Expenditure]]] = defaultdict(lambda: ([], []))
        for income in got:
            by_amount[income.amount][0].append(income)
        for row in own:
            by_amount[row.amount][1].append(row)
        groups = [group for group in by_amount.values() if len(group[0]) == len(group[1])]
    groups = [
        group for group in groups if not {row.unit for row in group[0]} & {row.unit for row in group[1]}
    ]
    inner_got = tuple(row for group in groups for row in group[0])
    inner_paid = tuple(row for group in groups for row in group[1])
    return Transfers(
        source,
        nature,
        inner_got,
        inner_paid,
        tuple(row for row in got if not any(row is each for each in inner_got)),
        tuple(row for row in paid if not any(row is each for each in inner_paid)),
    )


def contrary_rows(transfers: Sequence[Transfers]) -> tuple[tuple[Income, ...], tuple[Expenditure, ...]]:
    """Negative rows of the unit 内部抵销, one for each key, so that every unit's own figures stay as they are."""
    incomes: dict[tuple[str, Source], Income] = {}
    spent: dict[tuple[object, ...], Expenditure] = {}
    for each in transfers:
        for got in each.incomes:
            key = (got.function, got.source)
            before = incomes.get(key, replace(got, unit=ELIMINATION, amount=ZERO, cells={}))
            incomes[key] = replace(before, amount=before.amount - got.amount)
        for paid in each.spent:
            full_key = (paid.function, paid.fund, paid.nature, paid.economic)
            kept = spent.get(full_key, replace(paid, unit=ELIMINATION, amount=ZERO, cells={}))
            spent[full_key] = replace(kept, amount=kept.amount - paid.amount)
    return tuple(incomes.values()), tuple(spent.values())


def _sum(rows: Sequence[Income] | Sequence[Expenditure]) -> Decimal:
    return sum((row.amount for row in rows), ZERO)
