"""For each rule on what the lists say of one another, facts that break it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date
from decimal import Decimal as D
from typing import Any

from report_author.model.choices import OrgKind, OrgRelation, SanGongItem, Scope
from report_author.model.facts import (
    ClassUse,
    Facts,
    Indicator,
    Institution,
    ItemReason,
    Reception,
    Staff,
)
from tests.checks.books import changed, counts_with, rows_with
from tests.figures.books import seed_facts

HOME, GUESTS = SanGongItem.RECEPTION_DOMESTIC, SanGongItem.RECEPTION_FOREIGN


def _department(**fields: Any) -> Facts:
    return changed(department=dataclasses.replace(seed_facts().department, **fields))


def _institution(kind: OrgKind, relation: OrgRelation, **more: bool) -> Facts:
    return changed(
        institutions=(
            *seed_facts().institutions,
            Institution(name="新设机构", kind=kind, relation=relation, **more),
        )
    )


def _institution_money(**counts: D) -> Facts:
    """机关运行经费 of a kind of unit that is nowhere among the institutions."""
    return dataclasses.replace(
        counts_with(**counts),
        department=dataclasses.replace(seed_facts().department, kind=OrgKind.INSTITUTION),
    )


def _guests(item: SanGongItem, *, foreign: bool, batches: int, people: int, money: str) -> Facts:
    """One reception with 2 批次, 9 人次, 500 元, beside other totals."""
    label = "foreign" if foreign else "domestic"
    facts = counts_with(**{f"{label}_batches": batches, f"{label}_people": people})
    spent = tuple(
        dataclasses.replace(row, actual=D(money)) if row.item is item else row for row in facts.sangong
    )
    row = Reception(foreign=foreign, visitor="考察团", batches=2, people=9, amount=D(500))
    return dataclasses.replace(facts, sangong=spent, receptions=(row,))


def _listed(**fields: Any) -> Facts:
    return changed(receptions=(Reception(visitor="考察团", amount=D(500), **fields),))


def _indicator(level1: str, level2: str) -> Facts:
    row = Indicator(
        project="XM14", level1=level1, level2=level2, level3="新指标", planned="好", achieved="好"
    )
    return changed(indicators=(*seed_facts().indicators, row))


def _within(posts: int) -> Facts:
    rows = (Staff(post="行政编制", posts=7), Staff(post="政法专项编制", posts=posts, within="行政编制"))
    return changed(staff=rows)


#: what the totals are instead, by the known side and the other: only they differ from the one reception
_TOTALS = {
    ("批次", "金额"): {"batches": 2, "people": 99, "money": "800"},
    ("金额", "批次"): {"batches": 5, "people": 99, "money": "500"},
    ("金额", "人次"): {"batches": 5, "people": 99, "money": "500"},
    ("人次", "金额"): {"batches": 5, "people": 9, "money": "800"},
    ("批次", "人次"): {"batches": 2, "people": 99, "money": "800"},
}

LIST_CASES: dict[str, Callable[[], Facts]] = {
    "N25": lambda: _department(publish_date=date(2021, 9, 1)),
    "N26-1": lambda: _department(kind=OrgKind.INTERNAL),
    "N26-2": lambda: _institution_money(operating_administrative=D(5)),
    "N26-3": lambda: _institution_money(operating_civil_service_like=D(5)),
    "N26-4": lambda: _department(scope=Scope.UNIT),
    "N27-1": lambda: _institution(OrgKind.INTERNAL, OrgRelation.ENTRUSTED),
    "N27-2": lambda: _institution(OrgKind.MASS, OrgRelation.OWN),
    "N27-3": lambda: _institution(OrgKind.INTERNAL, OrgRelation.OWN, independent=True),
    "N28-1": lambda: rows_with("receptions", lambda row: True, foreign=True),
    "N28-2": lambda: dataclasses.replace(
        _guests(GUESTS, foreign=True, batches=2, people=9, money="500"), receptions=seed_facts().receptions
    ),
    "N28-3": lambda: _listed(batches=0),
    "N28-4": lambda: _listed(batches=3, people=2),
    "N29-1": lambda: rows_with("projects", lambda row: row.monitored, has_goal=False),
    "N29-2": lambda: rows_with("projects", lambda row: row.self_assessed, has_goal=False),
    "N30-1": lambda: rows_with("projects", lambda row: row.code == "XM14", publish_form=False),
    "N30-2": lambda: rows_with("projects", lambda row: row.code == "XM18", own_report=False),
    "N30-3": lambda: changed(evaluation=dataclasses.replace(seed_facts().evaluation, annexed=False)),
    "N31-1": lambda: _indicator("效益指标", "质量指标"),
    "N31-2": lambda: _indicator("完成指标", "社会效益指标"),
    "N31-3": lambda: _indicator("效益指标", "满意度指标"),
    "N31-4": lambda: _indicator("产出指标", "质量指标"),
    "N32-1": lambda: changed(class_uses=(*seed_facts().class_uses, ClassUse(function="205", text="培训"))),
    "N32-2": lambda: changed(item_reasons=(ItemReason(function="2050803", text="培训班推迟到下年举办"),)),
    "N33": lambda: _within(8),
    **{
        f"N14-{7 + 5 * side + n}": lambda item=item, foreign=bool(side), totals=totals: _guests(
            item, foreign=foreign, **totals
        )
        for side, item in enumerate((HOME, GUESTS))
        for n, totals in enumerate(_TOTALS.values())
    },
}
