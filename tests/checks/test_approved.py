"""批复数: the facts are held against what the 财政批复 or the 决算 software has fixed."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

import pytest

from report_author.checks.approved import ITEMS
from report_author.model.facts import Approved, Facts
from report_author.model.findings import Finding, Severity
from tests.checks.books import changed, findings, place_of, rows_with, unchecked
from tests.figures.books import account_of, second_facts, seed_facts


def right(facts: Facts, item: str, function: str = "", nature: str = "") -> Approved:
    """The approved figure that agrees with the facts."""
    row = Approved(item=item, function=function, nature=nature, cells={"amount": f"校验与核实!F{item}"})
    figure = ITEMS[item](account_of(facts), row)
    return dataclasses.replace(row, amount=figure.value if figure else Decimal(0))


def held(facts: Facts) -> list[Finding]:
    return [found for found in findings(facts) if found.code == "P10"]


@pytest.mark.parametrize("facts", [seed_facts(), second_facts()], ids=["seed", "second"])
def test_right_totals_are_no_finding(facts: Facts) -> None:
    rows = tuple(
        right(facts, item)
        for item in ITEMS
        if ITEMS[item](account_of(facts), Approved(item=item)) is not None
    )
    assert held(dataclasses.replace(facts, approved=rows)) == []


def test_every_item_is_held_to_the_last_fen() -> None:
    rows = []
    for item in ITEMS:
        row = right(second_facts(), item)
        more = 1 if "数" in item or "批" in item else Decimal("0.01")
        rows.append(dataclasses.replace(row, amount=row.amount + more))
    facts = dataclasses.replace(second_facts(), approved=tuple(rows))
    told = {found.place: found for found in held(facts)}
    lacking = [row for row in rows if row.cell("amount") not in told]
    for row in lacking:  # the sample does not have this figure: then that is said
        assert ITEMS[row.item](account_of(facts), row) is None, row.item
    assert sum("P10" in each.code for each in unchecked(facts)) == len(lacking)
    assert len(told) + len(lacking) == len(ITEMS) and len(told) > 100
    for found in told.values():
        assert found.severity is Severity.ERROR and "批复数少" in found.message, found
        assert found.stated != found.expected, found


def test_an_item_can_be_held_by_code_and_nature() -> None:
    row = right(seed_facts(), "功能科目支出", "2040201", "基本支出")
    assert row.amount > 0 and held(changed(approved=(row,))) == []
    facts = rows_with("expenditures", lambda each: each.function == "2040201", function="2040202")
    [found] = held(dataclasses.replace(facts, approved=(row,)))
    assert "2040201" in found.message and found.place == "校验与核实!F功能科目支出"


def test_an_unknown_item_is_not_silently_passed() -> None:
    facts = changed(approved=(Approved(item="随便写的", amount=Decimal(1)),))
    assert [each.code for each in unchecked(facts)] == ["P10"]


def test_a_wrong_amount_is_one_finding_at_its_cell_that_names_the_other_totals() -> None:
    whole, item = (
        right(seed_facts(), "本年支出合计"),
        right(seed_facts(), "功能科目支出", "2040201", "基本支出"),
    )
    economic = right(seed_facts(), "经济科目支出", "30101")
    wanted = place_of(
        "expenditures", lambda row: row.function == "2040201" and row.economic == "30101", "amount"
    )
    facts = rows_with(
        "expenditures",
        lambda row: row.cell("amount") == wanted,
        amount=next(
            row.amount
            for row in seed_facts().expenditures
            if row.function == "2040201" and row.economic == "30101"
        )
        + Decimal("0.01"),
    )
    [found] = held(dataclasses.replace(facts, approved=(whole, item, economic)))
    assert found.place == wanted and "多 0.01元" in found.message
    assert "本年支出合计" in found.message and "也差这个数" in found.message


def test_two_wrong_amounts_of_different_size_are_two_findings() -> None:
    rows = tuple(right(seed_facts(), "功能科目支出", code) for code in ("2040201", "2210201"))
    facts = rows_with("expenditures", lambda row: row.economic == "30113", amount=Decimal(1))
    facts = dataclasses.replace(
        facts,
        expenditures=tuple(
            dataclasses.replace(row, amount=row.amount + 2)
            if row.function == "2040201" and row.economic == "30101"
            else row
            for row in facts.expenditures
        ),
    )
    assert len(held(dataclasses.replace(facts, approved=rows))) == 2
