"""The identities that facts must keep, computed here without the product's own sums."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from report_author.model.choices import Fund, LastYearRow, Nature, SanGongItem
from report_author.model.facts import Facts, Project

CENT = Decimal("0.01")

#: 款 (or 项 prefix) that only 政府性基金预算 may use, as far as the samples draw on them.
GOVERNMENT_PREFIXES = (
    "20822",
    "20823",
    "21208",
    "21210",
    "21211",
    "21213",
    "21214",
    "21366",
    "22904",
    "22908",
    "22960",
)

SANGONG_ECONOMICS = {
    (SanGongItem.ABROAD,): ("30212",),
    (SanGongItem.VEHICLE_PURCHASE,): ("31013", "30913"),
    (SanGongItem.VEHICLE_RUNNING,): ("30231",),
    (SanGongItem.RECEPTION_DOMESTIC, SanGongItem.RECEPTION_FOREIGN): ("30217",),
}


def total(values: Iterable[Decimal]) -> Decimal:
    return sum(values, Decimal(0))


def wan(yuan: Decimal) -> Decimal:
    """元 → 万元 as printed."""
    return (yuan / 10000).quantize(CENT, ROUND_HALF_UP)


def percent(part: Decimal, whole: Decimal) -> Decimal:
    return (part / whole * 100).quantize(CENT, ROUND_HALF_UP)


def spent(facts: Facts, **where: Any) -> Decimal:
    """Σ 支出 of the rows whose fields have the given values; ``function`` and ``economic`` match as prefixes."""
    return total(
        row.amount
        for row in facts.expenditures
        if all(
            getattr(row, name).startswith(value)
            if isinstance(value, str | tuple)
            else getattr(row, name) is value
            for name, value in where.items()
        )
    )


def closings(facts: Facts) -> dict[tuple[str, Fund], Decimal]:
    """年末结转和结余 per 项 and fund."""
    left: dict[tuple[str, Fund], Decimal] = defaultdict(Decimal)
    for carry in facts.carryovers:
        left[carry.function, carry.fund] += (
            carry.opening + carry.centralised + carry.from_non_fiscal - carry.distribution
        )
    for income in facts.incomes:
        left[income.function, income.source.fund] += income.amount
    for row in facts.expenditures:
        left[row.function, row.fund] -= row.amount
    return left


def problems(facts: Facts) -> list[str]:
    """Every identity that ``facts`` break; empty when they are consistent."""
    return [
        *(f"年末为负 {key}: {left}" for key, left in closings(facts).items() if left < 0),
        *_codes(facts),
        *_keys(facts),
        *_last_year(facts),
        *_sangong(facts),
        *_property(facts),
        *_projects(facts),
    ]


def _codes(facts: Facts) -> Iterable[str]:
    for row in facts.expenditures:
        government = row.function.startswith(GOVERNMENT_PREFIXES)
        if government is not (row.fund is Fund.GOVERNMENT):
            yield f"基金科目用错 {row.function} {row.fund}"
        if row.function.startswith("223") is not (row.fund is Fund.CAPITAL):
            yield f"国资科目用错 {row.function} {row.fund}"
        if (row.nature in (Nature.TO_SUPERIOR, Nature.TO_SUBORDINATE)) is bool(row.economic):
            yield f"经济科目与支出性质不符 {row.function} {row.nature}"
        if row.amount <= 0 or row.amount != row.amount.quantize(CENT):
            yield f"金额 {row.amount}"


def _keys(facts: Facts) -> Iterable[str]:
    keys = [(r.unit, r.function, r.fund, r.nature, r.economic) for r in facts.expenditures]
    if len(keys) != len(set(keys)):
        yield "支出行重复"
    budgets = [(b.function, b.fund, b.nature) for b in facts.budgets]
    if len(budgets) != len(set(budgets)) or set(budgets) != {
        (r.function, r.fund, r.nature) for r in facts.expenditures
    }:
        yield "预算行与支出不对应"


def _last_year(facts: Facts) -> Iterable[str]:
    year = {
        row.row: row.published * (10000 if row.unit == "万元" else 1)
        for row in facts.last_year
        if row.published is not None
    }
    opening = total(carry.opening for carry in facts.carryovers)
    if year[LastYearRow.CARRY_END] != opening:
        yield f"上年年末 {year[LastYearRow.CARRY_END]} 年初 {opening}"
    if year[LastYearRow.INCOME_GRAND] != year[LastYearRow.EXPENSE_GRAND]:
        yield "上年总计不平"
    if year[LastYearRow.EXPENSE_GRAND] < year[LastYearRow.EXPENSE_YEAR] + opening:
        yield "上年总计小于支出加结转"
    by_fund = (LastYearRow.GENERAL_EXPENSE, LastYearRow.GOVERNMENT_EXPENSE, LastYearRow.CAPITAL_EXPENSE)
    if total(year[row] for row in by_fund) != year[LastYearRow.FISCAL_EXPENSE]:
        yield "上年财政拨款支出不等于三项之和"


def _sangong(facts: Facts) -> Iterable[str]:
    for fund in Fund:
        for items, economics in SANGONG_ECONOMICS.items():
            stated = total(row.actual for row in facts.sangong if row.fund is fund and row.item in items)
            if stated != spent(facts, fund=fund, economic=economics):
                yield f"三公 {items[0].value} {fund.value}"
    counts = facts.counts
    for foreign, item, batches, people in (
        (False, SanGongItem.RECEPTION_DOMESTIC, counts.domestic_batches, counts.domestic_people),
        (True, SanGongItem.RECEPTION_FOREIGN, counts.foreign_batches, counts.foreign_people),
    ):
        rows = [row for row in facts.receptions if row.foreign is foreign]
        stated = total(row.actual for row in facts.sangong if row.item is item)
        if total(row.amount for row in rows) > stated:
            yield f"接待明细大于{item.value}"
        if sum(row.batches or 0 for row in rows) > (batches or 0) or sum(row.people or 0 for row in rows) > (
            people or 0
        ):
            yield f"{item.value}批次或人次小于明细"
        if bool(stated) is not bool(batches):
            yield f"{item.value}与批次不符"


def _property(facts: Facts) -> Iterable[str]:
    price = total(row.actual for row in facts.sangong if row.item is SanGongItem.VEHICLE_PURCHASE)
    if total(row.price for row in facts.vehicles_by_type) != price:
        yield "购车金额"
    if any(
        bool(row.price) is not bool(row.bought) or row.held < row.bought for row in facts.vehicles_by_type
    ):
        yield "购车数"
    if sum(row.held for row in facts.vehicles_by_type) != sum(row.held for row in facts.vehicles_by_use):
        yield "车辆数"
    counts = facts.counts
    operating = (counts.operating_administrative or 0) + (counts.operating_civil_service_like or 0)
    public = spent(
        facts, fund=Fund.GENERAL, nature=Nature.BASIC, economic=("302", "307", "310", "312", "399")
    )
    if operating > public:
        yield f"机关运行经费 {operating} 大于公用经费 {public}"
    bought = total(row.amount for row in facts.procurements)
    if not (counts.micro_contracts or 0) <= (counts.sme_contracts or 0) <= bought:
        yield "授予中小企业合同"


def _projects(facts: Facts) -> Iterable[str]:
    by_place: dict[tuple[str, Fund], Decimal] = defaultdict(Decimal)
    for project in facts.projects:
        by_place[project.function, project.fund] += project.actual
    for (function, fund), actual in by_place.items():
        if actual > spent(facts, function=function, fund=fund, nature=Nature.PROJECT):
            yield f"项目执行数大于项目支出 {function} {fund.value}"
    forms = {project.code for project in heads(facts) if project.publish_form}
    if {row.project for row in facts.indicators} != forms:
        yield "指标与公开自评表的项目不对应"


def heads(facts: Facts) -> list[Project]:
    """The first row of every project; later rows only add money."""
    first: dict[str, Project] = {}
    for project in facts.projects:
        first.setdefault(project.code, project)
    return list(first.values())
