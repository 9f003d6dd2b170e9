"""The groups of cells that one answer (“本部门没有……”) settles, with what else may show that there is nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from report_author.model.choices import Fund, LastYearRow, SanGongItem
from report_author.model.facts import Facts, Record
from report_author.model.money import ZERO

_COUNT_LABELS = {
    "abroad_groups": "因公出国（境）团组数",
    "abroad_people": "因公出国（境）人数",
    "domestic_batches": "国内公务接待批次",
    "domestic_people": "国内公务接待人次",
    "foreign_batches": "外事接待批次",
    "foreign_people": "外事接待人次",
}


@dataclass(frozen=True, slots=True)
class Group:
    """One “三公” item: its answer (a field of ``Counts``), the 经济科目 that hold its money, its counts.

    ``answers_held``: the answer speaks of the vehicles held at the end of the year, not of the money of the item.
    """

    label: str
    items: tuple[SanGongItem, ...]
    economic: tuple[str, ...]
    answer: str
    counts: tuple[str, ...] = ()
    answers_held: bool = False

    @staticmethod
    def count_label(name: str) -> str:
        return _COUNT_LABELS[name]

    def typed(self, facts: Facts) -> bool:
        """Whether something of the group is typed outside of “三公” and 统计数."""
        match self.items[0]:
            case SanGongItem.VEHICLE_PURCHASE:
                return any(row.bought is not None or row.price is not None for row in facts.vehicles_by_type)
            case SanGongItem.VEHICLE_RUNNING:
                held = [
                    *(row.held for row in facts.vehicles_by_type),
                    *(row.held for row in facts.vehicles_by_use),
                ]
                return any(each is not None for each in held) and not facts.counts.no_vehicles
            case SanGongItem.RECEPTION_DOMESTIC | SanGongItem.RECEPTION_FOREIGN:
                return any(row.foreign is self._foreign for row in facts.receptions)
            case _:
                return False

    @property
    def _foreign(self) -> bool:
        return self.items[0] is SanGongItem.RECEPTION_FOREIGN

    def unexplained(self, facts: Facts, foreign_is_part: bool) -> Decimal:
        """财政拨款 spent under the group's 经济科目 that no typed row accounts for."""
        spent = _fiscal(facts, self.economic)
        twins = (SanGongItem.RECEPTION_DOMESTIC, SanGongItem.RECEPTION_FOREIGN)
        if self.items[0] in twins and not foreign_is_part:
            other = next(item for item in twins if item not in self.items)
            return max(
                spent - sum((row.actual or ZERO for row in facts.sangong if row.item is other), ZERO), ZERO
            )
        return spent

    def quiet(self, facts: Facts) -> bool:
        """Vehicles are there from year to year: last year's figures must be 0 or blank as well."""
        if self.items[0] is not SanGongItem.VEHICLE_RUNNING or facts.counts.no_vehicles:
            return True
        rows = (LastYearRow.VEHICLE_PURCHASE, LastYearRow.VEHICLE_RUNNING)
        bought = any(row.bought for row in facts.vehicles_by_type)
        return not bought and not any(row.published for row in facts.last_year if row.row in rows)

    def contrary(self, facts: Facts) -> Iterator[tuple[Record, str, str, str]]:
        """What is typed elsewhere that the answer contradicts."""
        for spent in facts.expenditures:
            if (
                spent.economic in self.economic
                and spent.fund.fiscal
                and spent.amount
                and not self._shared(facts)
            ):
                yield spent, "amount", f"支出表经济科目 {spent.economic}", f"{spent.amount:,.2f}元"
        if self.items[0] is SanGongItem.VEHICLE_PURCHASE:
            for row in facts.vehicles_by_type:
                if row.bought:
                    yield row, "bought", f"{row.type.value}本年购置数", f"{row.bought}辆"
                if row.price:
                    yield row, "price", f"{row.type.value}购置金额", f"{row.price:,.2f}元"
        if self.items[0] in (SanGongItem.RECEPTION_DOMESTIC, SanGongItem.RECEPTION_FOREIGN):
            for each in facts.receptions:
                if each.foreign is self._foreign and each.amount:
                    yield each, "amount", f"接待明细“{each.visitor}”", f"{each.amount:,.2f}元"

    def _shared(self, facts: Facts) -> bool:
        """30217 holds both kinds of reception: what the other kind accounts for does not contradict."""
        return self.items[0] in (SanGongItem.RECEPTION_DOMESTIC, SanGongItem.RECEPTION_FOREIGN) and (
            not self.unexplained(facts, foreign_is_part=False)
        )


def _fiscal(facts: Facts, economic: tuple[str, ...], fund: Fund | None = None) -> Decimal:
    return sum(
        (
            row.amount
            for row in facts.expenditures
            if row.economic in economic and row.fund.fiscal and fund in (None, row.fund)
        ),
        ZERO,
    )


def without_fiscal_money(facts: Facts, group: Group) -> list[Fund]:
    """The funds that spent under the group's 经济科目 and have no typed “三公” row."""
    if group.items[0] in (SanGongItem.RECEPTION_DOMESTIC, SanGongItem.RECEPTION_FOREIGN):
        return []
    have = {row.fund for row in facts.sangong if row.item in group.items}
    return [
        fund for fund in Fund if fund.fiscal and fund not in have and _fiscal(facts, group.economic, fund)
    ]


_Item = SanGongItem
GROUPS = (
    Group("因公出国（境）", (_Item.ABROAD,), ("30212",), "no_abroad", ("abroad_groups", "abroad_people")),
    Group(
        "国内公务接待",
        (_Item.RECEPTION_DOMESTIC,),
        ("30217",),
        "no_domestic",
        ("domestic_batches", "domestic_people"),
    ),
    Group(
        "外事接待",
        (_Item.RECEPTION_FOREIGN,),
        ("30217",),
        "no_foreign",
        ("foreign_batches", "foreign_people"),
    ),
    Group("购置公务用车", (_Item.VEHICLE_PURCHASE,), ("31013", "30913"), "no_purchase"),
    Group("公务用车", (_Item.VEHICLE_RUNNING,), ("30231",), "no_vehicles", answers_held=True),
)
