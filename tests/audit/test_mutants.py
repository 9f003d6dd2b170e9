"""Our own reports with one wrong number or word each: the audit finds nearly all of them, and nothing in right ones."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.audit.cases import NAMES, Case, questions, random_case, sample_case, tables_of
from tests.audit.mutants import Mutant, Relations, mutants, numbers, turned
from tests.support.share import every, share

#: doubts about what stands in the workbook itself: totals of last year as published, more officials than posts
_IN_THE_WORKBOOK = frozenset(("C47", "C43"))
both = pytest.mark.parametrize("name", NAMES)
with_and_without = pytest.mark.parametrize("tables", (False, True), ids=("报告", "报告和公开表"))


def related(case: Case, *, tables: bool) -> list[Mutant]:
    """Every wrong version of every number that another number contradicts."""
    relations = Relations(case.tie.entries, tables=tables)
    return [mutant for entry in numbers(case) if relations.of(entry) for mutant in mutants(case, entry)]


def missed(case: Case, tried: Sequence[Mutant], *, tables: bool) -> list[Mutant]:
    book = tables_of(case) if tables else None
    known = questions(case.document, book)
    return [mutant for mutant in tried if questions(mutant.document, book).keys() <= known.keys()]


def told(mutant: Mutant) -> str:
    return f"{mutant.entry.shown}→{mutant.shown}{mutant.entry.unit} {mutant.entry.context[:50]}"


def unfounded(case: Case, *, tables: bool) -> list[str]:
    found = questions(case.document, tables_of(case) if tables else None).values()
    return [f"{d.code} {d.place} {d.message}" for d in found if d.code not in _IN_THE_WORKBOOK]


@both
@with_and_without
def test_a_right_report_raises_no_question(name: str, tables: bool) -> None:
    assert unfounded(sample_case(name), tables=tables) == []


@pytest.mark.parametrize("seed", range(3))
@with_and_without
def test_reports_of_odd_departments_raise_no_question(seed: int, tables: bool) -> None:
    assert unfounded(random_case(seed), tables=tables) == []


@both
@pytest.mark.slow
def test_a_wrong_number_is_found_by_the_numbers_it_belongs_to(name: str) -> None:
    case = sample_case(name)
    tried = [mutant for mutant in related(case, tables=False) if mutant.coarse][::17]
    lost = missed(case, tried, tables=False)
    assert len(tried) > 15
    assert len(lost) <= 1, [told(mutant) for mutant in lost]


@both
@pytest.mark.slow
def test_tables_find_more(name: str) -> None:
    case = sample_case(name)
    tried = related(case, tables=True)[::199]
    lost = missed(case, tried, tables=True)
    assert len(lost) <= 1, [told(mutant) for mutant in lost]


@both
@pytest.mark.slow
def test_a_direction_turned_round_is_found(name: str) -> None:
    case = sample_case(name)
    known = questions(case.document).keys()
    tried = [*turned(case)][::5]
    assert len(tried) > 5
    for text, document in tried:
        assert not questions(document).keys() <= known, text


@pytest.mark.slow
@with_and_without
def test_of_all_wrong_numbers_nearly_all_are_found(tables: bool) -> None:
    """A run tries one in six of each kind of mistake, one in sixteen where there are tables.

    ``REPORT_AUTHOR_ALL=1``: all of them (with tables one in four).
    """
    tried, lost = list[Mutant](), list[Mutant]()
    for name in NAMES:
        case = sample_case(name)
        relatives = related(case, tables=tables)[:: 4 if tables else 1]
        tried += (these := share(relatives, lambda mutant: mutant.kind, 4 if tables else 6))
        lost += missed(case, these, tables=tables)
    assert len(tried) > (300 / every(4) if tables else 1000 / every(6))
    assert len(lost) <= 0.15 * len(tried), [told(mutant) for mutant in lost]
    coarse = [mutant for mutant in tried if mutant.coarse]
    assert sum(mutant.coarse for mutant in lost) <= 0.05 * len(coarse), [told(m) for m in lost if m.coarse]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4, 60, every(4)))
def test_no_odd_department_is_asked_without_reason(seed: int) -> None:
    """But for growth of ten thousand times, which is asked about in whatever department it stands.

    A run does 14 departments of 56, with ``REPORT_AUTHOR_ALL=1`` all.
    """
    for tables in (False, True):
        assert [told for told in unfounded(random_case(seed), tables=tables) if "约一万倍" not in told] == []


@pytest.mark.slow
@both
def test_every_direction_turned_round_is_found(name: str) -> None:
    case = sample_case(name)
    known = questions(case.document).keys()
    tried = [*turned(case)]
    assert len(tried) > 25
    assert [text for text, document in tried if questions(document).keys() <= known] == []
