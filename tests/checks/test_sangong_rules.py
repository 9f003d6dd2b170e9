"""“三公”经费 against 经济科目, lists, counts, vehicles, budget: one case that passes, one that does not."""

from __future__ import annotations

import dataclasses
import re
from decimal import Decimal

import pytest

from report_author.model.choices import Fund, SanGongItem, VehicleType, VehicleUse
from report_author.model.facts import Reception, SanGong
from report_author.model.findings import Severity
from tests.checks.books import (
    changed,
    codes,
    counts_with,
    family,
    findings,
    only,
    place_of,
    rows_with,
    without_cells,
    yuan,
)
from tests.figures.books import seed_facts, with_options

Item = SanGongItem


@pytest.mark.parametrize(
    ("kind", "economic"),
    [
        (Item.ABROAD, "30212"),
        (Item.VEHICLE_PURCHASE, "31013、30913"),
        (Item.VEHICLE_RUNNING, "30231"),
        (Item.RECEPTION_DOMESTIC, "30217"),
        (Item.RECEPTION_FOREIGN, "30217"),
    ],
)
def test_every_item_ties_to_its_economic_code(kind: SanGongItem, economic: str) -> None:
    before = next(row.actual for row in seed_facts().sangong if row.item is kind)
    facts = rows_with("sangong", lambda row: row.item is kind, actual=before + Decimal("0.01"))
    found = only(facts, "W04")
    assert found.severity is Severity.WARNING and economic in found.message
    assert "三公经费表比支出表多 0.01元" in found.message
    assert Decimal(found.stated.strip("元").replace(",", "")) - Decimal(
        found.expected.strip("元").replace(",", "")
    ) == Decimal("0.01")


def test_items_are_tied_purse_by_purse() -> None:
    facts = rows_with("sangong", lambda row: row.item is Item.VEHICLE_RUNNING, fund=Fund.GOVERNMENT)
    found = [each for each in findings(facts) if family(each) == "W04"]
    assert [(each.stated, each.expected) for each in found] == [
        (yuan("0"), yuan("31300")),
        (yuan("31300"), yuan("0")),
    ]
    assert len({each.id for each in found}) == 2


def test_foreign_receptions_within_the_domestic_are_counted_once() -> None:
    facts = rows_with("sangong", lambda row: row.item is Item.RECEPTION_FOREIGN, actual=Decimal(100))
    assert "W04" in codes(facts)
    assert "W04" not in codes(facts, with_options(外事接待口径="其中"))


def test_a_list_of_receptions_does_not_exceed_their_total() -> None:
    first = place_of("receptions", lambda row: True, "amount")
    facts = rows_with("receptions", lambda row: row.visitor == "攀枝花市教整办", amount=Decimal("800.01"))
    found = only(facts, "N14")
    assert (found.severity, found.place) == (Severity.ERROR, first)
    assert (found.stated, found.expected) == (yuan("10400.01"), f"不大于 {yuan('10400')}")
    assert "多 0.01元" in found.message


def test_a_partial_list_of_receptions_is_no_fault() -> None:
    assert findings(changed(receptions=seed_facts().receptions[:2])) == []


@pytest.mark.parametrize(("field", "name", "total"), [("batches", "批次", 6), ("people", "人次", 58)])
def test_listed_batches_and_people_do_not_exceed_their_total(field: str, name: str, total: int) -> None:
    facts = rows_with("receptions", lambda row: row.visitor == "攀枝花电视台", **{field: total + 1})
    found = only(facts, "N14")
    assert found.severity is Severity.ERROR and name in found.message
    assert found.expected.startswith(f"不大于 {total} ") and int(found.stated.split()[0]) > total


def test_foreign_receptions_are_held_against_their_own_total() -> None:
    foreign = Reception(foreign=True, visitor="外宾", amount=Decimal(5), batches=1)
    found = [each for each in findings(changed(receptions=(foreign,))) if family(each) == "N14"]
    assert [(each.stated, each.expected) for each in found] == [
        ("5.00元", "不大于 0.00元"),
        ("1 批", "不大于 0 批"),
    ]
    assert len({each.id for each in found}) == 2


@pytest.mark.parametrize(
    ("code", "kind", "field"),
    [
        ("W09", Item.RECEPTION_DOMESTIC, "domestic_batches"),
        ("W09", Item.RECEPTION_DOMESTIC, "domestic_people"),
        ("W09", Item.RECEPTION_FOREIGN, "foreign_batches"),
        ("W09", Item.RECEPTION_FOREIGN, "foreign_people"),
        ("W12", Item.ABROAD, "abroad_groups"),
        ("W12", Item.ABROAD, "abroad_people"),
    ],
)
def test_money_and_its_count_go_together(code: str, kind: SanGongItem, field: str) -> None:
    spent = any(row.actual for row in seed_facts().sangong if row.item is kind)
    found = only(counts_with(**{field: 0 if spent else 3}), code)
    assert (found.severity, found.place) == (Severity.WARNING, f"counts!{field}0")
    stated, expected = found.stated.split()[0], re.sub(r" \S+$", "", found.expected)
    assert (stated, expected) == (("0", "大于 0") if spent else ("3", "0"))
    assert kind.value in found.message


def test_money_without_any_count_is_asked_for_where_the_report_prints_it() -> None:
    assert "W09" not in codes(counts_with(domestic_people=None))


def test_a_reception_has_at_least_one_guest() -> None:
    found = only(counts_with(domestic_people=5), "W10")
    assert (found.severity, found.place) == (Severity.WARNING, "counts!domestic_people0")
    assert (found.stated, found.expected) == ("5 人次", "不小于 6 批")
    assert "W10" not in codes(counts_with(domestic_people=6))


def test_the_prices_by_type_are_the_purchase() -> None:
    facts = rows_with(
        "vehicles_by_type", lambda row: row.type is VehicleType.SEDAN, price=Decimal("180000"), bought=1
    )
    found = only(facts, "N13")
    assert (found.severity, found.place) == (Severity.ERROR, "vehicles_by_type!price0")
    assert (found.stated, found.expected) == (yuan("180000"), yuan("0"))
    assert "各车型之和比购置费决算数多 180,000.00元" in found.message


@pytest.mark.parametrize(
    ("bought", "price", "stated", "expected"), [(1, "0", "1 辆", "0 辆"), (0, "9", "0 辆", "大于 0 辆")]
)
def test_no_car_without_money_and_no_money_without_a_car(
    bought: int, price: str, stated: str, expected: str
) -> None:
    facts = (
        rows_with(
            "vehicles_by_type", lambda row: row.type is VehicleType.SEDAN, bought=bought, price=Decimal(price)
        )
        if bought
        else changed()
    )
    rows = tuple(
        dataclasses.replace(row, actual=Decimal(price)) if row.item is Item.VEHICLE_PURCHASE else row
        for row in facts.sangong
    )
    found = only(dataclasses.replace(facts, sangong=rows), "W08")
    assert (found.severity, found.place) == (Severity.WARNING, "vehicles_by_type!bought0")
    assert (found.stated, found.expected) == (stated, expected)


def test_a_car_bought_and_paid_is_no_fault() -> None:
    facts = rows_with(
        "vehicles_by_type", lambda row: row.type is VehicleType.SEDAN, bought=1, price=Decimal(9)
    )
    rows = tuple(
        dataclasses.replace(row, actual=Decimal(9)) if row.item is Item.VEHICLE_PURCHASE else row
        for row in facts.sangong
    )
    assert not codes(dataclasses.replace(facts, sangong=rows)) & {"N13", "W08"}


def test_official_cars_are_part_of_all_vehicles() -> None:
    facts = rows_with("vehicles_by_type", lambda row: row.type is VehicleType.OFF_ROAD, held=2)
    found = only(facts, "N16")
    assert (found.severity, found.place) == (Severity.ERROR, "vehicles_by_type!held0")
    assert (found.stated, found.expected) == ("2 辆", "不大于 1 辆")
    more = rows_with("vehicles_by_use", lambda row: row.use is VehicleUse.ENFORCEMENT, held=4)
    assert findings(more) == []


def test_running_costs_need_a_car() -> None:
    facts = rows_with("vehicles_by_type", lambda row: row.type is VehicleType.OFF_ROAD, held=0)
    found = only(facts, "W05")
    assert (found.severity, found.stated, found.expected) == (Severity.WARNING, "0 辆", "大于 0 辆")
    assert yuan("31300") in found.message


@pytest.mark.parametrize(("option", "field"), [("全年预算数", "revised"), ("年初预算数", "initial")])
def test_an_item_does_not_exceed_the_budget_of_the_format(option: str, field: str) -> None:
    def running(row: SanGong) -> bool:
        return row.item is Item.VEHICLE_RUNNING

    fmt = with_options(三公预算数口径=option)
    found = only(rows_with("sangong", running, **{field: Decimal("31299.99")}), "W03", fmt)
    assert (found.severity, found.place) == (Severity.WARNING, place_of("sangong", running, "actual"))
    assert (found.stated, found.expected) == (yuan("31300"), f"不大于 {yuan('31299.99')}")
    assert "W03" not in codes(rows_with("sangong", running, **{field: Decimal("31300")}), fmt)


def test_findings_without_cells_still_have_places_of_their_own() -> None:
    rows = tuple(
        dataclasses.replace(row, revised=Decimal(0), initial=Decimal(0)) for row in seed_facts().sangong
    )
    facts = without_cells(
        dataclasses.replace(counts_with(domestic_batches=0, domestic_people=0), sangong=rows)
    )
    found = findings(facts)
    assert {family(each) for each in found} == {"W03", "W09", "N14"}
    assert len({each.id for each in found}) == len(found)
    assert all(each.place for each in found)
