"""Income, expenditure, carry-over, last year, operating costs, procurement: one case that passes, one that does not."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from typing import Any

import pytest

from report_author.model.choices import (
    Fund,
    LastYearRow,
    Nature,
    OrgKind,
    Scope,
    Source,
)
from report_author.model.facts import Budget, CarryOver, Expenditure, LastYear
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
    unchecked,
    yuan,
)
from tests.figures.books import seed_facts, with_options

BOTH = "收入与结转"


def carry(fund: Fund, **fields: str) -> CarryOver:
    values: dict[str, Any] = {name: Decimal(value) for name, value in fields.items()}
    function = "2120801" if fund is Fund.GOVERNMENT else "2040201"
    return CarryOver(function=function, fund=fund, **values)


def last_closing(value: str, unit: str, adjustment: str = "0") -> tuple[LastYear, ...]:
    others = tuple(row for row in seed_facts().last_year if row.row is not LastYearRow.CARRY_END)
    closing = LastYear(
        row=LastYearRow.CARRY_END,
        published=Decimal(value),
        unit=unit,
        adjustment=Decimal(adjustment),
        cells={"published": "上年数!B19"},
    )
    return (*others, closing)


def test_the_seed_is_right() -> None:
    assert findings(changed()) == [] and unchecked(changed()) == []


def test_income_and_expenditure_must_be_filled_in() -> None:
    found = [each for each in findings(changed(incomes=(), expenditures=())) if family(each) == "V90"]
    assert [each.place for each in found] == ["收入与结转", "支出"]
    assert {each.severity for each in found} == {Severity.ERROR}


def test_what_is_not_filled_in_is_told_in_words() -> None:
    found = [each for each in findings(changed(incomes=(), expenditures=())) if family(each) == "V90"]
    assert [each.message for each in found] == ["“收入与结转”表还没有填收入。", "“支出”表还没有填金额。"]
    assert "金额写 0" in found[0].advice


def test_a_unit_without_income_says_so_by_a_typed_zero() -> None:
    nothing = dataclasses.replace(seed_facts().incomes[0], amount=Decimal(0))
    assert "V90" not in {family(each) for each in findings(changed(incomes=(nothing,)))}


def test_a_budget_must_be_filled_in() -> None:
    found = only(changed(budgets=()), "V91")
    assert (found.severity, found.place) == (Severity.ERROR, "预算数")
    assert "V92" not in codes(changed(budgets=()))


def test_the_budget_that_the_format_takes_must_be_filled_in() -> None:
    facts = rows_with("budgets", lambda row: True, revised=Decimal(0), initial=Decimal(5))
    found = only(facts, "V92")
    assert (found.severity, found.place) == (Severity.ERROR, "预算数") and "全年预算数" in found.message
    assert "V92" not in codes(facts, with_options(五三预算数口径="年初预算数"))


def test_a_budget_of_other_purses_only_is_not_enough() -> None:
    budget = Budget(function="2120801", fund=Fund.GOVERNMENT, nature=Nature.PROJECT, revised=Decimal(5))
    assert {"V92"} <= codes(changed(budgets=(budget,)))


@pytest.mark.parametrize(
    ("fund", "severity"), [(Fund.GENERAL, Severity.ERROR), (Fund.OTHER, Severity.WARNING)]
)
def test_nothing_can_be_left_that_is_less_than_nothing(fund: Fund, severity: Severity) -> None:
    spent = Expenditure(
        function="2040201", fund=fund, nature=Nature.PROJECT, economic="30201", amount=Decimal("0.01")
    )
    found = only(changed(expenditures=(*seed_facts().expenditures, spent)), "R22")
    assert (found.severity, found.place) == (severity, f"{BOTH}·{fund.value}")
    assert (found.stated, found.expected) == ("-0.01元", "0 或正数")
    assert "是 -0.01元，应为 0 或正数" in found.message


def test_a_remainder_is_no_fault() -> None:
    facts = changed(carryovers=(carry(Fund.GENERAL, opening="0.01"),), last_year=last_closing("0.01", "元"))
    assert findings(facts) == []


@pytest.mark.parametrize(
    ("field", "label"), [("from_non_fiscal", "使用非财政拨款结余"), ("distribution", "结余分配")]
)
def test_fiscal_money_has_no_such_item(field: str, label: str) -> None:
    wrong = dataclasses.replace(carry(Fund.GENERAL, **{field: "3"}), cells={field: "收入与结转!H30"})
    found = only(changed(carryovers=(wrong,)), "R21")
    assert (found.severity, found.place) == (Severity.ERROR, "收入与结转!H30")
    assert (found.stated, found.expected) == ("3.00元", "0.00元") and label in found.message
    assert "R21" not in codes(changed(carryovers=(carry(Fund.OTHER, **{field: "3"}),)))


def test_an_item_of_a_fund_table_is_not_left_negative() -> None:
    """The fund as a whole balances; one 项 got what another spent."""
    facts = rows_with("incomes", lambda row: row.function == "2120801", function="2120802")
    found = only(facts, "R48")
    assert found.severity is Severity.WARNING and "2120801" in found.message
    assert (found.stated, found.expected) == (yuan("-2223500.14"), "0 或正数")
    general = rows_with("incomes", lambda row: row.function == "2040202", function="2040201")
    assert "R48" not in codes(general)


def test_fiscal_expenditure_needs_its_economic_code() -> None:
    def first(row: Expenditure) -> bool:
        return row is not None and row.function == "2210201"

    found = only(rows_with("expenditures", first, economic=""), "R35")
    assert (found.severity, found.place) == (Severity.ERROR, place_of("expenditures", first, "economic"))
    assert "2210201" in found.message and yuan("377400") in found.message
    assert "R35" not in codes(rows_with("expenditures", first, economic="", fund=Fund.OTHER))
    assert "R35" not in codes(rows_with("expenditures", first, economic="", nature=Nature.TO_SUPERIOR))


@pytest.mark.parametrize(
    ("function", "fund", "wrong"),
    [
        ("2230105", Fund.GENERAL, True),
        ("2040201", Fund.CAPITAL, True),
        ("2230105", Fund.CAPITAL, False),
        ("2040201", Fund.OTHER, False),
    ],
)
def test_223_is_spent_from_state_capital_alone(function: str, fund: Fund, wrong: bool) -> None:
    spent = Expenditure(
        function=function,
        fund=fund,
        nature=Nature.PROJECT,
        economic="31201",
        amount=Decimal(8),
        cells={"function": "支出!B99"},
    )
    facts = changed(expenditures=(*seed_facts().expenditures, spent))
    assert ("R64" in codes(facts)) is wrong
    if wrong:
        found = only(facts, "R64")
        assert (found.severity, found.place) == (Severity.WARNING, "支出!B99")
        assert function in found.message and fund.value in found.message


def test_this_years_opening_is_last_years_closing() -> None:
    opening = (carry(Fund.GENERAL, opening="200000.00"),)
    found = only(changed(carryovers=opening, last_year=last_closing("19", "万元")), "W16")
    assert (found.severity, found.place) == (Severity.WARNING, "上年数!B19")
    assert (found.stated, found.expected) == (yuan("200000"), yuan("190000"))
    assert "年初数比上年末数多 10,000.00元" in found.message
    assert "W16" not in codes(changed(carryovers=opening, last_year=last_closing("19", "万元", "1")))
    assert "W16" not in codes(changed(carryovers=opening, last_year=last_closing("200000", "元")))


@pytest.mark.parametrize(
    ("opening", "unit", "wrong"),
    [("199950.00", "万元", False), ("199949.99", "万元", True), ("199999.99", "元", True)],
)
def test_last_years_closing_is_known_as_it_was_printed(opening: str, unit: str, wrong: bool) -> None:
    value = "20" if unit == "万元" else "200000"
    facts = changed(carryovers=(carry(Fund.GENERAL, opening=opening),), last_year=last_closing(value, unit))
    assert ("W16" in codes(facts)) is wrong


def test_without_last_years_closing_the_opening_is_not_checked_and_that_is_said() -> None:
    facts = changed(carryovers=(carry(Fund.GENERAL, opening="5"),), last_year=())
    [told] = [each for each in unchecked(facts) if "W16" in each.code]
    assert "W16" in told.code and "年末结转和结余" in told.why
    assert not [each for each in unchecked(changed(last_year=())) if "W16" in each.code]


def test_operating_costs_are_part_of_the_running_expenditure() -> None:
    found = only(counts_with(operating_administrative=Decimal("299000.01")), "R59")
    assert (found.severity, found.place) == (Severity.WARNING, "counts!operating_administrative0")
    assert (found.stated, found.expected) == (yuan("299000.01"), f"不大于 {yuan('299000')}")
    assert "R59" not in codes(counts_with(operating_administrative=Decimal("298999.99")))


def test_operating_costs_are_all_of_it_where_the_format_says_so() -> None:
    whole = with_options(机关运行经费口径="全部公用")
    found = only(counts_with(operating_administrative=Decimal("298999.99")), "R59", whole)
    assert (found.stated, found.expected) == (yuan("298999.99"), yuan("299000"))
    assert "少 0.01元" in found.message
    assert codes(changed(), whole) == set()


def test_an_institution_has_no_operating_costs() -> None:
    department = dataclasses.replace(seed_facts().department, scope=Scope.UNIT, kind=OrgKind.INSTITUTION)
    found = only(changed(department=department), "W23")
    assert (found.severity, found.stated, found.expected) == (Severity.WARNING, yuan("299000"), "0.00元")
    like = dataclasses.replace(department, kind=OrgKind.CIVIL_SERVICE_LIKE)
    assert "W23" not in codes(changed(department=like))
    whole = dataclasses.replace(department, scope=Scope.DEPARTMENT)
    assert "W23" not in codes(changed(department=whole))


def test_micro_enterprises_are_part_of_the_small_and_medium() -> None:
    found = only(counts_with(micro_contracts=Decimal("1556450.01")), "R62")
    assert (found.severity, found.place) == (Severity.ERROR, "counts!micro_contracts0")
    assert (found.stated, found.expected) == (yuan("1556450.01"), f"不大于 {yuan('1556450')}")
    assert "R62" not in codes(counts_with(micro_contracts=Decimal("1556450")))


def test_contracts_beyond_the_procurement_are_asked_about() -> None:
    found = only(counts_with(sme_contracts=Decimal("2223500.01")), "W22")
    assert (found.severity, found.place) == (Severity.WARNING, "counts!sme_contracts0")
    assert (found.stated, found.expected) == (yuan("2223500.01"), f"不大于 {yuan('2223500')}")
    assert "W22" not in codes(counts_with(sme_contracts=Decimal("2223500")))


def test_every_source_belongs_to_a_purse() -> None:
    """A purse's income is what the rules hold its expenditure against."""
    assert {source.fund for source in Source} == set(Fund)
