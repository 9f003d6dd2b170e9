"""Many departments in one process: nothing of one is left for the next."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from report_author.model.facts import Facts
from report_author.model.findings import Finding, Unchecked
from report_author.pipeline.building import check
from report_author.workbook.create import create_workbook
from tests.checks.books import checked
from tests.figures.books import departments
from tools.make_samples import SAMPLES

Answer = tuple[list[Finding], list[Unchecked]]


def spoilt(facts: Facts) -> Facts:
    """The same department with a wrong amount in each list of money."""
    spent = facts.expenditures
    wrong = dataclasses.replace(spent[0], amount=spent[0].amount + Decimal("0.01"))
    return dataclasses.replace(facts, expenditures=(wrong, *spent[1:]), incomes=facts.incomes[:-1])


def test_each_department_is_judged_as_if_it_were_alone() -> None:
    chosen = [facts for facts in list(departments().values())[:4] if len(facts.expenditures) < 200]
    everyone = [*chosen, *map(spoilt, chosen)]
    assert len(everyone) > 2
    alone: list[Answer] = [checked(facts) for facts in everyone]
    order = [*range(len(everyone))]
    Random(1).shuffle(order)
    for number in order:
        assert checked(everyone[number]) == alone[number]


@pytest.fixture
def book(tmp_path: Path) -> Callable[[str, dict], Path]:
    def make(name: str, entries: dict) -> Path:
        create_workbook(tmp_path / f"{name}.xlsx", entries, year=2021)
        return tmp_path / f"{name}.xlsx"

    return make


def test_checked_twice_is_checked_once_and_a_b_a_gives_the_same_a(book: Callable[[str, dict], Path]) -> None:
    first, second = SAMPLES
    wrong = {**first, "expenditures": [*first["expenditures"][1:]], "projects": first["projects"][:-1]}
    a, b = book("甲", wrong), book("乙", dict(second))
    once = check(a)
    assert once.findings
    other = check(b)
    assert check(a) == once
    assert check(b) == other
    assert not {each.message for each in once.findings} & {each.message for each in other.findings}
