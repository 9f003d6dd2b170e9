"""A blank is not 0: what must be typed, what an answer states, what other cells show."""

from __future__ import annotations

import dataclasses
from decimal import Decimal as D
from typing import Any

import pytest

from report_author.model.choices import (
    Fund,
    LastYearRow,
    Nature,
    OrgKind,
    OrgRelation,
    ProcurementKind,
    SanGongItem,
    VehicleType,
    VehicleUse,
)
from report_author.model.facts import CarryOver, Expenditure, Facts, Institution, SanGong
from report_author.model.findings import Finding, Severity
from tests.checks.books import changed, counts_with, findings, rows_with
from tests.figures.books import account_of, names_of, second_facts, seed_facts, with_cells

DOMESTIC, ABROAD, FOREIGN = SanGongItem.RECEPTION_DOMESTIC, SanGongItem.ABROAD, SanGongItem.RECEPTION_FOREIGN
PURCHASE, RUNNING = SanGongItem.VEHICLE_PURCHASE, SanGongItem.VEHICLE_RUNNING


def asked(facts: Facts) -> list[Finding]:
    """What has to be typed."""
    return [found for found in findings(facts) if found.code == "V86"]


def places(facts: Facts) -> set[str]:
    return {found.place for found in asked(facts)}


def clashes(facts: Facts) -> list[Finding]:
    return [found for found in findings(facts) if found.code == "V44"]


def listed(facts: Facts, code: str) -> str:
    told = [found.message for found in findings(facts) if found.code == code]
    assert len(told) <= 1, "all in one"
    return told[0] if told else ""


def of_item(item: SanGongItem, **fields: Any) -> Facts:
    return rows_with("sangong", lambda row: row.item is item, **fields)


def counted(facts: Facts, **fields: Any) -> Facts:
    return dataclasses.replace(facts, counts=dataclasses.replace(facts.counts, **fields))


def without(facts: Facts, *items: SanGongItem) -> Facts:
    return dataclasses.replace(facts, sangong=tuple(row for row in facts.sangong if row.item not in items))


def spending(facts: Facts, economic: str) -> Facts:
    row = Expenditure(
        function="2040201", fund=Fund.GENERAL, nature=Nature.BASIC, economic=economic, amount=D(9000)
    )
    return dataclasses.replace(facts, expenditures=(*facts.expenditures, row))


def cell(facts: Facts, block: str, number: int, name: str) -> str:
    return str(getattr(facts, block)[number].cell(name))


# ------------------------------------------------------------------ 年初预算数, 全年预算数


@pytest.mark.parametrize("block", ["budgets", "projects", "sangong"])
def test_a_blank_revised_budget_beside_an_initial_one_is_asked_for(block: str) -> None:
    facts = rows_with(
        block, lambda row: row is getattr(with_cells(seed_facts()), block)[0] or row.initial, revised=None
    )
    told = asked(facts)
    assert told and all(
        found.severity is Severity.ERROR and found.place.startswith(f"{block}!revised") for found in told
    )
    assert all(
        "年初预算数" in found.message and f"{block}!initial" in found.message
        for found in told
        if "只填了" in found.message
    )


def test_nothing_else_is_asked_because_of_a_blank_revised_budget() -> None:
    told = [found.code for found in findings(of_item(DOMESTIC, revised=None))]
    assert told == ["V86"]


def test_unadjusted_takes_the_initial_budget_for_the_row_that_says_so() -> None:
    facts = rows_with("budgets", lambda row: row.function == "2080505", revised=None, unadjusted=True)
    assert not asked(facts)
    row = next(row for row in account_of(facts).facts.budgets if row.function == "2080505")
    assert row.revised == row.initial and row.cell("revised") == row.cell("initial")


def test_one_answer_speaks_for_the_whole_sangong_block() -> None:
    facts = rows_with("sangong", lambda row: True, revised=None)
    assert len(asked(facts)) == 5
    answered = counted(facts, sangong_unadjusted=True)
    assert not asked(answered)
    assert names_of(answered)["三公"]["预算"].value == sum(row.initial for row in seed_facts().sangong)


def test_unadjusted_beside_another_revised_budget_is_an_error() -> None:
    facts = rows_with("budgets", lambda row: row.function == "2040201", unadjusted=True)
    (found,) = clashes(facts)
    assert (
        found.severity is Severity.ERROR
        and "1,720,000.00元" in found.message
        and "1,883,012.00元" in found.message
    )
    assert clashes(counted(of_item(RUNNING, revised=D(1)), sangong_unadjusted=True))


def test_a_blank_initial_budget_is_money_added_during_the_year_and_listed() -> None:
    facts = rows_with("budgets", lambda row: row.function in ("2040201", "2040250"), initial=None)
    assert not asked(facts)
    told = listed(facts, "V46")
    assert "2040201" in told and "2040250" in told and "budgets!initial" in told
    assert not listed(changed(), "V46")


@pytest.mark.parametrize("block", ["budgets", "projects"])
def test_a_begun_row_without_any_budget_is_asked_for(block: str) -> None:
    facts = rows_with(block, lambda row: row is not None, initial=None, revised=None)
    assert len(asked(facts)) == len(getattr(facts, block))


def test_more_spent_than_budgeted_asks_first_for_a_budget_left_out() -> None:
    facts = rows_with("budgets", lambda row: row.function == "2080505", revised=D(1))
    wanted = next(
        row["原因"] for row in names_of(facts)["一般公共预算"]["项"] if "2080505" in str(row["科目名"])
    )
    assert (
        "追加的预算、上年结转的指标有没有漏填" in wanted.finding.advice
        and "大于预算数" in wanted.finding.message
    )


# ------------------------------------------------------------------ counts and answers


@pytest.mark.parametrize(
    "field",
    [
        "abroad_groups",
        "abroad_people",
        "domestic_batches",
        "domestic_people",
        "foreign_batches",
        "foreign_people",
        "general_equipment",
        "special_equipment",
        "sme_contracts",
        "micro_contracts",
    ],
)
def test_a_blank_count_is_asked_for_at_its_cell(field: str) -> None:
    assert f"counts!{field}0" in places(counts_with(**{field: None}))


@pytest.mark.parametrize("item", list(SanGongItem))
def test_a_blank_outturn_is_asked_for_at_its_cell(item: SanGongItem) -> None:
    facts = of_item(item, actual=None)
    number = list(SanGongItem).index(item)
    assert cell(facts, "sangong", number, "actual") in places(facts)


_ANSWERS = [
    ("no_abroad", (ABROAD,), ("abroad_groups", "abroad_people")),
    ("no_foreign", (FOREIGN,), ("foreign_batches", "foreign_people")),
]


@pytest.mark.parametrize(("answer", "items", "counts"), _ANSWERS)
def test_an_answer_states_the_zeros_of_its_group(
    answer: str, items: tuple[SanGongItem, ...], counts: tuple[str, ...]
) -> None:
    facts = counted(
        of_item(items[0], initial=None, revised=None, actual=None), **dict.fromkeys(counts), **{answer: True}
    )
    assert not findings(facts)
    settled = account_of(facts).facts
    assert all(getattr(settled.counts, name) == 0 for name in counts)


def test_an_answer_keeps_a_typed_budget_and_still_asks_for_the_revised_one() -> None:
    facts = counted(of_item(ABROAD, initial=D(80000), revised=None, actual=None), no_abroad=True)
    assert places(facts) == {cell(facts, "sangong", 0, "revised")}
    facts = counted(of_item(ABROAD, initial=D(80000), revised=D(0), actual=None), no_abroad=True)
    assert not asked(facts) and account_of(facts).facts.sangong[0].initial == 80000


@pytest.mark.parametrize(
    ("answer", "other"),
    [
        ("no_domestic", "sangong!actual"),
        ("no_vehicles", "vehicles_by_type!held"),
        ("no_procurement", "procurements!amount"),
    ],
)
def test_an_answer_beside_a_figure_is_an_error_that_names_both(answer: str, other: str) -> None:
    told = clashes(counts_with(**{answer: True}))
    assert any(found.place.startswith(other) and f"counts!{answer}0" in found.message for found in told)
    assert all(found.severity is Severity.ERROR for found in told)


def test_an_answer_beside_the_economic_item_is_an_error() -> None:
    assert any("30212" in found.message for found in clashes(spending(counts_with(no_abroad=True), "30212")))
    facts = counted(with_cells(second_facts()), no_equipment=True, no_purchase=True)
    told = {found.place.partition("!")[0] for found in clashes(facts)}
    assert {"counts", "sangong", "vehicles_by_type", "expenditures"} <= told


def test_a_group_left_blank_that_the_expenditure_confirms_is_listed_once() -> None:
    none = dict.fromkeys(("abroad_groups", "abroad_people", "foreign_batches", "foreign_people"))
    facts = counted(without(changed(), ABROAD, FOREIGN), **none)
    assert not asked(facts)
    assert all(word in listed(facts, "V45") for word in ("因公出国（境）", "外事接待"))
    assert {"因公出国（境）费决算数", "因公出国（境）费预算数、决算数"} & {
        found.quote for found in asked(spending(facts, "30212"))
    }


def test_a_blank_foreign_reception_is_asked_for_where_the_domestic_one_leaves_money_over() -> None:
    facts = counted(without(changed(), FOREIGN), foreign_batches=None, foreign_people=None)
    assert not asked(facts)
    assert any("外事接待" in found.quote for found in asked(spending(facts, "30217")))


def test_a_group_with_one_cell_typed_is_asked_for_the_others() -> None:
    facts = counted(without(changed(), ABROAD), abroad_groups=0, abroad_people=None)
    assert any("人数" in found.quote for found in asked(facts)) and any(
        "决算数" in found.quote for found in asked(facts)
    )


# ------------------------------------------------------------------ vehicles


def test_a_typed_row_of_vehicles_is_asked_for_its_blank_cells() -> None:
    for name in ("bought", "price", "held"):
        facts = rows_with("vehicles_by_type", lambda row: row.type is VehicleType.SEDAN, **{name: None})
        assert f"vehicles_by_type!{name}0" in places(facts)


def test_vehicles_bought_need_money_and_money_needs_vehicles() -> None:
    facts = with_cells(second_facts())
    for name in ("bought", "price"):
        rows = tuple(
            dataclasses.replace(row, **{name: None}) if row.bought else row for row in facts.vehicles_by_type
        )
        assert f"vehicles_by_type!{name}0" in places(dataclasses.replace(facts, vehicles_by_type=rows))


def test_rows_without_a_purchase_may_stay_blank_where_the_others_make_up_the_cost() -> None:
    facts = with_cells(second_facts())
    rows = tuple(
        row if row.bought else dataclasses.replace(row, bought=None, price=None)
        for row in facts.vehicles_by_type
    )
    assert not asked(dataclasses.replace(facts, vehicles_by_type=rows))
    short = tuple(dataclasses.replace(row, price=D(1)) if row.bought else row for row in rows)
    assert asked(dataclasses.replace(facts, vehicles_by_type=short))


def test_vehicles_by_use_beside_a_typed_one_may_stay_blank() -> None:
    facts = rows_with("vehicles_by_use", lambda row: row.use is VehicleUse.LEADER, held=None)
    assert not asked(facts)


def test_the_vehicles_missing_by_use_are_asked_for() -> None:
    facts = rows_with("vehicles_by_use", lambda row: row.use is VehicleUse.OTHER, held=None)
    assert any("其他用车" in found.quote for found in asked(facts))
    assert any(
        found.place.startswith("vehicles_by_use") or "按用途" in found.quote
        for found in asked(changed(vehicles_by_use=()))
    )


def test_the_vehicles_missing_by_type_are_asked_for() -> None:
    assert any("按车型" in found.quote for found in asked(changed(vehicles_by_type=())))


def _no_vehicle_rows(facts: Facts) -> Facts:
    return dataclasses.replace(without(facts, PURCHASE, RUNNING), vehicles_by_type=(), vehicles_by_use=())


def test_no_vehicles_is_taken_only_where_last_year_had_none_either() -> None:
    without_30231 = tuple(row for row in changed().expenditures if row.economic != "30231")
    facts = dataclasses.replace(_no_vehicle_rows(changed()), expenditures=without_30231)
    assert any(RUNNING.value in found.quote for found in asked(facts))
    blank = tuple(
        dataclasses.replace(row, published=None) if row.row is LastYearRow.VEHICLE_RUNNING else row
        for row in facts.last_year
    )
    quiet = dataclasses.replace(facts, last_year=blank)
    assert not asked(quiet) and "公务用车" in listed(quiet, "V45")


# ------------------------------------------------------------------ 政府采购, 机关运行经费, 年初结转, 是否


def test_once_one_kind_of_procurement_is_typed_the_others_are_asked_for() -> None:
    facts = rows_with("procurements", lambda row: row.kind is ProcurementKind.WORKS, amount=None)
    assert any("工程" in found.quote for found in asked(facts))
    assert any("三格都是空的" in found.message for found in asked(changed(procurements=())))
    none = counted(changed(procurements=()), no_procurement=True, sme_contracts=None, micro_contracts=None)
    assert not asked(none)


def _members(kind: OrgKind, *institutions: Institution, **counts: Any) -> Facts:
    facts = counts_with(**{"operating_administrative": None, "operating_civil_service_like": None, **counts})
    return dataclasses.replace(
        facts, department=dataclasses.replace(facts.department, kind=kind), institutions=institutions
    )


def _unit(kind: OrgKind, *, independent: bool = False) -> Institution:
    return Institution(name="某大队", kind=kind, relation=OrgRelation.SUBORDINATE, independent=independent)


def test_an_administrative_unit_has_to_tell_its_operating_cost() -> None:
    assert places(_members(OrgKind.ADMINISTRATIVE)) == {"counts!operating_administrative0"}
    assert not asked(_members(OrgKind.ADMINISTRATIVE, operating_administrative=D(0)))
    assert places(_members(OrgKind.CIVIL_SERVICE_LIKE)) == {"counts!operating_civil_service_like0"}


def test_an_independent_member_of_the_other_kind_has_to_tell_its_own() -> None:
    unit = _unit(OrgKind.CIVIL_SERVICE_LIKE, independent=True)
    facts = _members(OrgKind.ADMINISTRATIVE, unit, operating_administrative=D(299000))
    assert places(facts) == {"counts!operating_civil_service_like0"}
    inside = _unit(OrgKind.CIVIL_SERVICE_LIKE)
    assert not asked(_members(OrgKind.ADMINISTRATIVE, inside, operating_administrative=D(299000)))


def test_a_department_of_institutions_alone_is_not_asked() -> None:
    facts = _members(OrgKind.INSTITUTION, _unit(OrgKind.INSTITUTION))
    assert not asked(facts) and names_of(facts)["机关运行经费"]["不适用"]
    assert places(_members(OrgKind.INSTITUTION, _unit(OrgKind.CIVIL_SERVICE_LIKE))) == {
        "counts!operating_civil_service_like0"
    }


def test_an_operating_cost_without_a_member_that_can_have_one_is_doubted() -> None:
    facts = _members(OrgKind.INSTITUTION, operating_administrative=D(299000))
    assert any(
        found.code.startswith("N26") and found.severity is Severity.WARNING for found in findings(facts)
    )


def test_no_carry_over_at_all_has_to_agree_with_last_year() -> None:
    facts = rows_with("last_year", lambda row: row.row is LastYearRow.CARRY_END, published=D("45.00"))
    assert any("年初结转和结余" in found.quote for found in asked(facts))
    row = CarryOver(function="2040201", fund=Fund.GENERAL)
    assert not asked(dataclasses.replace(facts, carryovers=(row,)))


def test_the_report_does_not_say_none_because_one_tick_was_left_blank() -> None:
    facts = rows_with("projects", lambda row: row.code == "XM18", monitored=None)
    assert places(facts) == {"projects!monitored17"}
    assert "绩效监控" in listed(rows_with("projects", lambda row: True, monitored=None), "V45")
    assert places(rows_with("projects", lambda row: row.code == "XM18", publish_form=None)) == {
        "projects!publish_form17"
    }


def test_a_sangong_row_of_a_fund_without_its_outturn_is_found_by_the_economic_item() -> None:
    facts = without(changed(), PURCHASE)
    facts = dataclasses.replace(
        facts, sangong=(*facts.sangong, SanGong(item=PURCHASE, initial=D(5), revised=D(5)))
    )
    assert any(PURCHASE.value in found.quote for found in asked(spending(facts, "31013")))


def test_an_outturn_typed_as_zero_speaks_for_counts_of_which_none_is_typed() -> None:
    facts = counts_with(abroad_groups=None, abroad_people=None)
    assert not asked(facts) and "因公出国（境）团组数" in listed(facts, "V45")
    assert asked(counts_with(abroad_groups=None)), "one of them was typed: the other was forgotten"
    facts = rows_with("vehicles_by_type", lambda row: True, bought=None, price=None)
    assert not asked(facts) and "购置公务用车" in listed(facts, "V45")
    assert asked(spending(facts, "31013"))
