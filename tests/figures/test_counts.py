"""Counts of people, institutions, vehicles, projects: of rows, each counted once, with their cells."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

import pytest

from report_author.model.choices import OrgKind, OrgRelation, Source, VehicleUse
from report_author.model.facts import Income, Institution, Staff, VehicleByUse
from tests.figures.books import facts_with, look_up, names_of, printed, seed_facts, with_cells

BELOW, OWN, ENTRUSTED = OrgRelation.SUBORDINATE, OrgRelation.OWN, OrgRelation.ENTRUSTED


def test_a_post_within_another_is_not_counted_twice() -> None:
    staff = (
        Staff(post="行政编制", posts=9, actual_name="公务员", actual=8),
        Staff(post="政法专项编制", posts=4, within="行政编制"),
        Staff(actual_name="工勤人员", actual=2),
        Staff(post="事业编制", posts=3),
    )
    people = names_of(with_cells(facts_with(staff=staff)))["人员"]
    assert (people["编制合计"].value, people["实有合计"].value) == (12, 10)
    assert people["编制合计"].sources == ("staff!posts0", "staff!posts3")
    assert people["实有合计"].sources == ("staff!actual0", "staff!actual2")
    assert [(row["名称"], printed(row["数"]), row["其中"]) for row in people["编制"]] == [
        ("行政编制", "9", False),
        ("政法专项编制", "4", True),
        ("事业编制", "3", False),
    ]
    assert [row["名称"] for row in people["实有"]] == ["公务员", "工勤人员"]


def test_no_staff_is_no_data() -> None:
    assert names_of(facts_with(staff=()))["人员"]["有数据"] is False


def test_institutions_are_counted_by_kind_and_relation() -> None:
    rows = (
        Institution(name="甲局", kind=OrgKind.ADMINISTRATIVE, relation=BELOW, independent=True),
        Institution(name="乙所", kind=OrgKind.CIVIL_SERVICE_LIKE, relation=BELOW),
        Institution(name="丙中心", kind=OrgKind.INSTITUTION, relation=BELOW),
        Institution(name="丁会", kind=OrgKind.MASS, relation=BELOW),
        Institution(name="戊会", kind=OrgKind.MASS, relation=ENTRUSTED),
        Institution(name="办公室", kind=OrgKind.INTERNAL, relation=OWN),
        Institution(name="内设股", kind=OrgKind.INTERNAL, relation=BELOW),
    )
    names = names_of(facts_with(institutions=rows))["机构"]
    counts = ("下属数", "下属行政数", "下属参公数", "下属其他数", "代管数")
    assert [printed(names[name]) for name in counts] == ["4", "1", "1", "2", "1"]
    assert (names["下属名单"], names["代管名单"], names["内设名单"]) == (
        "甲局、乙所、丙中心、丁会",
        "戊会",
        "办公室、内设股",
    )
    assert names["下属独立核算"] is True


def test_vehicles_are_counted_by_use() -> None:
    rows = tuple(VehicleByUse(use=use, held=n) for n, use in enumerate(VehicleUse))
    assets = names_of(with_cells(facts_with(vehicles_by_use=rows)))["资产"]
    assert (assets["车辆数"].value, assets["其他用车数"].value) == (28, 7)
    assert assets["车辆数"].sources == tuple(f"vehicles_by_use!held{n}" for n in range(8))
    assert assets["其他用车数"].sources == ("vehicles_by_use!held7",)
    assert [row["名称"] for row in assets["车辆构成"]] == [use.value for use in VehicleUse][1:]


def test_a_project_with_several_rows_is_one_project() -> None:
    head = next(row for row in seed_facts().projects if row.pre_assessed)
    more = dataclasses.replace(head, initial=head.initial + 1)
    names = names_of(facts_with(projects=(*seed_facts().projects, more)))["绩效"]
    assert printed(names["事前评估数"]) == "18"
    assert names["事前评估名单"].count(f"“{head.name}”") == 1


@pytest.mark.parametrize("source", [source for source in Source if not source.fund.fiscal])
def test_a_source_is_explained_where_there_is_such_income(source: Source) -> None:
    some = Income(function="2040201", source=source, amount=Decimal(1))
    for incomes, explained in (((*seed_facts().incomes, some), True), (seed_facts().incomes, False)):
        terms = [row["名称"] for row in names_of(facts_with(incomes=incomes))["名词"]]
        assert (source.value in terms) is explained


def test_the_department_goes_by_its_full_name_where_it_has_no_short_one() -> None:
    department = dataclasses.replace(seed_facts().department, short_name="", superior="")
    names = names_of(facts_with(department=department))
    assert look_up(names, "部门.简称") == look_up(names, "部门.主管部门") == "中共米易县委政法委员会"
    assert (names["公开时间"], names["年度"], names["上年"]) == ("2022年9月1日", 2021, 2020)
    undated = dataclasses.replace(department, publish_date=None)
    assert names_of(facts_with(department=undated))["公开时间"] == ""
