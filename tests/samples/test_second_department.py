"""The invented bureau shows what the published sample lacks, consistently."""

from __future__ import annotations

from report_author.model.choices import (
    Fund,
    LastYearRow,
    Nature,
    SanGongItem,
    Source,
    VehicleType,
)
from report_author.model.codes import Codebook
from tests.samples.arithmetic import closings, problems, spent, total
from tools.samples.second_department import ENTRIES
from tools.samples.to_facts import entries_to_facts

FACTS = entries_to_facts(ENTRIES)


def test_every_identity_holds() -> None:
    assert problems(FACTS) == []


def test_every_code_stands_in_the_book_of_the_year() -> None:
    codes = Codebook.for_year(2021)
    assert all(codes.function(row.function) for row in FACTS.expenditures)
    assert all(codes.economic(row.economic) for row in FACTS.expenditures if row.economic)


def test_all_incomes_occur_except_government_funds() -> None:
    assert {row.source for row in FACTS.incomes} == set(Source) - {Source.GOVERNMENT}
    assert spent(FACTS, fund=Fund.GOVERNMENT) == 0


def test_all_natures_of_expenditure_occur() -> None:
    assert {row.nature for row in FACTS.expenditures} == set(Nature)


def test_money_is_carried_in_and_out() -> None:
    assert total(row.opening for row in FACTS.carryovers) > 0
    assert total(row.from_non_fiscal for row in FACTS.carryovers) > 0
    assert total(row.distribution for row in FACTS.carryovers) > 0
    assert total(closings(FACTS).values()) > 0


def test_budgets_are_met_exceeded_missed_or_absent() -> None:
    signs = set()
    for budget in FACTS.budgets:
        outturn = spent(FACTS, function=budget.function, fund=budget.fund, nature=budget.nature)
        signs.add((bool(budget.revised), (outturn > budget.revised) - (outturn < budget.revised)))
    assert signs == {(True, 0), (True, 1), (True, -1), (False, 1)}


def test_every_item_that_differs_from_its_budget_has_a_reason() -> None:
    explained = {row.function for row in FACTS.item_reasons}
    for budget in FACTS.budgets:
        outturn = spent(FACTS, function=budget.function, fund=budget.fund, nature=budget.nature)
        if budget.fund is Fund.GENERAL and budget.revised != outturn:
            assert budget.function in explained


def test_sangong_shows_a_zero_base_and_an_equal_year() -> None:
    before = {row.row: row for row in FACTS.last_year}
    actual = {row.item: row.actual for row in FACTS.sangong}
    assert before[LastYearRow.ABROAD].published == 0 < actual[SanGongItem.ABROAD]
    receptions = actual[SanGongItem.RECEPTION_DOMESTIC] + actual[SanGongItem.RECEPTION_FOREIGN]
    assert (before[LastYearRow.RECEPTION].published, before[LastYearRow.RECEPTION].unit) == (receptions, "元")


def test_a_sedan_is_bought() -> None:
    bought = [row for row in FACTS.vehicles_by_type if row.bought]
    assert [(row.type, row.bought) for row in bought] == [(VehicleType.SEDAN, 1)]


def test_a_project_is_paid_from_two_funds() -> None:
    assert {row.fund for row in FACTS.projects if row.code == "P01"} == {Fund.GENERAL, Fund.OTHER}
