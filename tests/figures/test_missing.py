"""What the report needs and the workbook lacks is asked for, at its cell."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from typing import Any

import pytest

from report_author.figures.texts import Phrase
from report_author.figures.values import Wanted
from report_author.model.choices import Fund, LastYearRow, ReasonKey
from report_author.model.facts import Facts, LastYear, Reason
from report_author.model.findings import Finding, Severity
from tests.figures.books import (
    facts_with,
    look_up,
    names_of,
    printed_in_ledger,
    seed_facts,
    with_cells,
    with_options,
)

LAST_YEAR = {
    "总体.收入变动": LastYearRow.INCOME_YEAR,
    "总体.支出上年": LastYearRow.EXPENSE_YEAR,
    "财政拨款.收入变动": LastYearRow.FISCAL_INCOME,
    "一般公共预算.比上年": LastYearRow.GENERAL_EXPENSE,
    "一般公共预算.上年": LastYearRow.GENERAL_EXPENSE,
    "政府性基金预算.比上年": LastYearRow.GOVERNMENT_EXPENSE,
    "三公.出国.比上年": LastYearRow.ABROAD,
    "三公.购置.比上年": LastYearRow.VEHICLE_PURCHASE,
    "三公.运行.比上年": LastYearRow.VEHICLE_RUNNING,
    "三公.接待.比上年": LastYearRow.RECEPTION,
    "机关运行经费.比上年": LastYearRow.OPERATING,
}
REASONS = {
    "原因.收支变动": ReasonKey.TOTAL_CHANGE,
    "原因.一般公共预算变动": ReasonKey.GENERAL_CHANGE,
    "原因.一般公共预算差异": ReasonKey.GENERAL_BUDGET,
    "原因.三公差异": ReasonKey.SANGONG_BUDGET,
    "原因.出国变动": ReasonKey.ABROAD_CHANGE,
    "原因.公车变动": ReasonKey.VEHICLE_CHANGE,
    "原因.接待变动": ReasonKey.RECEPTION_CHANGE,
    "原因.机关运行变动": ReasonKey.OPERATING_CHANGE,
    "用途.公车运行": ReasonKey.VEHICLE_RUNNING_USE,
    "用途.国内接待": ReasonKey.RECEPTION_DOMESTIC_USE,
    "用途.外事接待": ReasonKey.RECEPTION_FOREIGN_USE,
    "用途.政府采购": ReasonKey.PROCUREMENT_USE,
    "用途.其他用车": ReasonKey.OTHER_VEHICLE_USE,
}


def wanted(facts: Facts, name: str) -> Finding:
    """The finding of a value that must be missing; it is false in a condition."""
    value = look_up(names_of(facts), name)
    assert isinstance(value, Wanted) and not value, value
    assert value.finding.severity is Severity.ERROR
    assert value.finding.advice.startswith("请")
    return value.finding


def emptied(row: LastYearRow) -> tuple[LastYear, ...]:
    return tuple(
        dataclasses.replace(each, published=None) if each.row is row else each
        for each in seed_facts().last_year
    )


@pytest.mark.parametrize("name", LAST_YEAR)
def test_a_row_of_last_year_that_the_workbook_lacks_is_asked_for(name: str) -> None:
    row = LAST_YEAR[name]
    found = wanted(facts_with(last_year=tuple(r for r in seed_facts().last_year if r.row is not row)), name)
    assert (found.code, found.place) == ("V80", f"上年数·{row.value}")
    assert row.value in found.message and "填 0" in found.advice


@pytest.mark.parametrize("name", LAST_YEAR)
def test_an_empty_cell_of_last_year_is_asked_for_at_its_place(name: str) -> None:
    facts = with_cells(facts_with(last_year=emptied(LAST_YEAR[name])))
    index = next(n for n, row in enumerate(facts.last_year) if row.row is LAST_YEAR[name])
    assert wanted(facts, name).place == f"last_year!published{index}"


def test_a_row_left_blank_is_asked_for_at_the_cell_where_it_would_stand() -> None:
    unfilled = {"本年收入合计": "上年数!B5", ReasonKey.TOTAL_CHANGE.value: "原因说明!C4"}
    facts = facts_with(last_year=(), reasons=(), unfilled=unfilled)
    assert wanted(facts, "总体.收入变动").place == "上年数!B5"
    assert wanted(facts, "原因.收支变动").place == "原因说明!C4"


def test_a_missing_part_of_公车_is_asked_for_alone() -> None:
    facts = with_cells(facts_with(last_year=emptied(LastYearRow.VEHICLE_RUNNING)))
    found = wanted(facts, "三公.公车.比上年")
    index = next(n for n, row in enumerate(facts.last_year) if row.row is LastYearRow.VEHICLE_RUNNING)
    assert found.place == f"last_year!published{index}"
    assert "上年公开数“公务用车运行维护费”没有填" in found.message


@pytest.mark.parametrize(
    ("option", "row"), [("本年合计", LastYearRow.INCOME_YEAR), ("总计", LastYearRow.INCOME_GRAND)]
)
def test_the_basis_of_the_format_decides_which_row_is_asked_for(option: str, row: LastYearRow) -> None:
    facts = facts_with(last_year=())
    value = look_up(names_of(facts, with_options(收支口径=option)), "总体.收入变动")
    assert isinstance(value, Wanted) and value.finding.place == f"上年数·{row.value}"


def test_nothing_is_said_to_have_moved_while_last_year_is_missing() -> None:
    names = names_of(facts_with(last_year=()))
    assert names["总体"]["有变动"] is False and names["财政拨款"]["合并"] is False


def test_口径调整_is_part_of_last_years_figure() -> None:
    rows = tuple(
        dataclasses.replace(row, adjustment=Decimal("-34.79"))
        if row.row is LastYearRow.GENERAL_EXPENSE
        else row
        for row in seed_facts().last_year
    )
    assert look_up(names_of(facts_with(last_year=rows)), "一般公共预算.上年").value == 17000000


@pytest.mark.parametrize("name", REASONS)
def test_a_missing_reason_or_use_is_asked_for(name: str) -> None:
    key = REASONS[name]
    found = wanted(facts_with(reasons=()), name)
    assert (found.code, found.place) == ("V81", f"原因说明·{key.value}")
    assert key.value in found.advice


@pytest.mark.parametrize("text", ["", "。", " 。；"])
def test_an_empty_reason_is_asked_for_at_its_cell(text: str) -> None:
    facts = with_cells(facts_with(reasons=(Reason(key=ReasonKey.TOTAL_CHANGE, text=text),)))
    assert wanted(facts, "原因.收支变动").place == "reasons!text0"


def test_四_repeats_the_reason_of_一_unless_it_has_its_own() -> None:
    one = Reason(key=ReasonKey.TOTAL_CHANGE, text="项目减少。")
    own = Reason(key=ReasonKey.FISCAL_CHANGE, text="基金项目减少。")
    assert look_up(names_of(facts_with(reasons=(one,))), "原因.财政拨款变动") == "项目减少"
    assert look_up(names_of(facts_with(reasons=(one, own))), "原因.财政拨款变动") == "基金项目减少"
    assert wanted(facts_with(reasons=()), "原因.财政拨款变动").place == "原因说明·收入支出总体·变动原因"


def test_the_reason_of_every_item_is_asked_for_by_its_code() -> None:
    rows = names_of(facts_with(item_reasons=()))["一般公共预算"]["项"]
    assert rows
    for row in rows:
        finding = row["原因"].finding
        assert (finding.code, finding.place) == ("V83", f"原因说明·分科目预算差异原因·{row['编码']}")
        assert finding.stated.startswith("决算数 ") and finding.expected.startswith("与预算数 ")
        assert row["编码"] in finding.advice


def test_the_use_of_a_class_is_asked_for_by_its_code() -> None:
    rows = names_of(facts_with(class_uses=()))["财政拨款"]["类"]
    assert [row["用途"].finding.place for row in rows] == [
        f"原因说明·类级科目的主要用途·{code}" for code in ("204", "208", "210", "212", "221")
    ]


@pytest.mark.parametrize(
    ("name", "field"), [("三公.国内批次", "domestic_batches"), ("三公.国内人次", "domestic_people")]
)
def test_a_count_is_asked_for_where_money_was_spent(name: str, field: str) -> None:
    empty: dict[str, Any] = {field: None}
    facts = facts_with(counts=dataclasses.replace(seed_facts().counts, **empty))
    assert wanted(facts, name).place.startswith("三公资产采购·国内公务接待")
    assert wanted(with_cells(facts), name).place == f"counts!{field}0"


def test_a_count_without_money_is_zero_only_where_the_department_says_so() -> None:
    counts = dataclasses.replace(seed_facts().counts, abroad_groups=None, foreign_people=None)
    for name in ("三公.团组数", "三公.外事人次"):
        assert wanted(facts_with(counts=counts), name).code == "V86"
    names = names_of(facts_with(counts=dataclasses.replace(counts, no_abroad=True, no_foreign=True)))
    assert (names["三公"]["团组数"].value, names["三公"]["外事人次"].value) == (0, 0)


@pytest.mark.parametrize(
    ("field", "name", "place"),
    [("goal_planned", "目标预期", "项目"), ("goal_achieved", "目标实际", "项目"), ("score", "得分", "项目")],
)
def test_a_published_form_asks_for_its_texts(field: str, name: str, place: str) -> None:
    empty: dict[str, Any] = {field: None if field == "score" else ""}
    projects = tuple(dataclasses.replace(project, **empty) for project in seed_facts().projects)
    value = names_of(facts_with(projects=projects))["项目"]["自评表"][0][name]
    assert (value.finding.code, value.finding.place) == ("V82", place)


def test_an_indicator_without_values_is_asked_for() -> None:
    indicators = tuple(dataclasses.replace(row, planned="", achieved="") for row in seed_facts().indicators)
    row = names_of(facts_with(indicators=indicators))["项目"]["自评表"][0]["指标"][0]
    assert row["预期"].finding.place == row["实际"].finding.place == "绩效指标"
    assert row["三级"] in row["预期"].finding.message


def test_the_region_the_score_and_a_purpose_are_asked_for() -> None:
    facts = facts_with(
        department=dataclasses.replace(seed_facts().department, region=""),
        evaluation=dataclasses.replace(seed_facts().evaluation, score=None),
        receptions=tuple(dataclasses.replace(row, purpose="") for row in seed_facts().receptions),
    )
    assert wanted(facts, "部门.行政区划").place == "首页"
    assert wanted(facts, "整体评价.得分").place == "评价报告"
    assert names_of(facts)["三公"]["接待明细"][0]["事由"].finding.place == "接待明细"


def test_a_printed_gap_shows_and_is_noted() -> None:
    value = look_up(names_of(facts_with(reasons=())), "原因.收支变动")
    shown, ledger = printed_in_ledger(Phrase("原因是", value, "。"))
    assert shown == "原因是【缺】。" and ledger.noted == [value.finding]


def test_no_sample_lacks_anything_that_its_branches_print() -> None:
    names = names_of(seed_facts())
    assert not [
        name
        for name in (*LAST_YEAR, *REASONS)
        if isinstance(look_up(names, name), Wanted)
        and name not in ("用途.外事接待", "原因.一般公共预算差异", "原因.出国变动")
    ]
    assert Fund.GENERAL in {row.fund for row in seed_facts().budgets}
