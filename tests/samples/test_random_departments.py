"""Random departments are consistent, varied, the same for the same seed."""

from __future__ import annotations

from functools import cache

import pytest

from report_author.model.choices import Fund, Nature
from report_author.model.codes import Codebook
from report_author.model.facts import Facts
from tests.samples.arithmetic import heads, problems, spent
from tools.samples import random_codes
from tools.samples.random_department import random_entries
from tools.samples.to_facts import entries_to_facts

SEEDS = range(200)


@cache
def many() -> list[Facts]:
    return [entries_to_facts(random_entries(seed)) for seed in SEEDS]


@pytest.mark.parametrize("seed", SEEDS)
def test_every_identity_holds(seed: int) -> None:
    assert problems(many()[seed]) == []


def test_the_same_seed_gives_the_same_department() -> None:
    assert random_entries(7) == random_entries(7)


def test_two_seeds_differ() -> None:
    assert random_entries(7) != random_entries(8)


@pytest.mark.parametrize(("classes", "projects"), [(1, 0), (1, 10), (20, 10)])
def test_the_number_of_classes_and_projects_can_be_asked_for(classes: int, projects: int) -> None:
    for seed in range(10):
        facts = entries_to_facts(random_entries(seed, classes=classes, projects=projects))
        used = {row.function[:3] for row in facts.expenditures if row.fund is Fund.GENERAL}
        assert (len(used), len(heads(facts))) == (classes, projects)


def test_all_codes_stand_in_the_book_of_the_year() -> None:
    codes = Codebook.for_year(2021)
    functions = [item for items in random_codes.GENERAL.values() for item in items]
    assert all(codes.function(code) for code in (*functions, *random_codes.GOVERNMENT, *random_codes.CAPITAL))
    economics = (*random_codes.PERSONNEL, *random_codes.OPERATING, *random_codes.PROJECT)
    assert all(codes.economic(code) for code in economics)


def test_every_fund_and_nature_occurs_now_and_then_not() -> None:
    for fund in (Fund.GOVERNMENT, Fund.CAPITAL, Fund.OTHER):
        assert {bool(spent(facts, fund=fund)) for facts in many()} == {True, False}
    for nature in set(Nature) - {Nature.BASIC}:
        assert {bool(spent(facts, nature=nature)) for facts in many()} == {True, False}


def test_sangong_is_paid_from_two_funds_now_and_then() -> None:
    funds = [{row.fund for row in facts.sangong if row.actual} for facts in many()]
    assert {Fund.GENERAL, Fund.GOVERNMENT} in funds
    assert set() in funds


def test_last_year_is_nothing_equal_or_different() -> None:
    seen = set()
    for facts in many():
        before = next(row for row in facts.last_year if row.row.name == "GOVERNMENT_EXPENSE").published or 0
        now = spent(facts, fund=Fund.GOVERNMENT)
        seen.add((bool(before), bool(now)))
    assert seen == {(False, False), (False, True), (True, False), (True, True)}


def test_names_hold_rare_characters_and_xml_signs() -> None:
    names = "".join(project.name for facts in many() for project in facts.projects)
    assert all(sign in names for sign in ("𠮷", "&", "<", "“"))
    assert any("𠮷" in facts.department.full_name for facts in many())
