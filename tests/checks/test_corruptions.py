"""A wrong figure anywhere in a workbook with 批复数 is found, and what nothing watches is said."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from report_author.checks.coverage import Watch, coverage_of
from report_author.cli.covering import coverage_json, coverage_text
from report_author.ooxml.sheets import parse_workbook
from report_author.workbook.create import workbook_bytes
from tests.checks.books import rule_book
from tests.checks.corrupted import UNREAD, Score, column_of, mistakes, read_cells, sample
from tests.figures.books import shipped_format
from tests.support.share import ALL, share
from tools.make_samples import SAMPLES
from tools.samples.random_department import random_entries

BOTH = pytest.mark.parametrize("number", range(len(SAMPLES)), ids=["seed", "second"])
#: of the mistakes in cells that something reads
WANTED = 0.95


@BOTH
@pytest.mark.slow
def test_a_mistake_in_any_of_a_hundred_cells_is_found(number: int) -> None:
    rng, of, score = Random(20211231 + number), sample(number), Score.empty()
    for filled in rng.sample(read_cells(of), 100):
        made = mistakes(of, filled, rng)
        if made:
            label = rng.choice(sorted(made))
            score.count(of, filled, label, made[label])
    assert score.made["全部"] > 90
    assert score.rate >= WANTED, str(score)


@pytest.mark.slow
@BOTH
def test_every_kind_of_mistake_in_every_cell_is_found(number: int) -> None:
    """A run does a fifth of each kind of mistake in each column, with ``REPORT_AUTHOR_ALL=1`` all."""
    rng, of, score = Random(number), sample(number), Score.empty()
    made = [
        (filled, label, cell)
        for filled in read_cells(of)
        for label, cell in mistakes(of, filled, rng).items()
    ]
    for filled, label, cell in share(made, lambda one: (column_of(one[0]), one[1]), 5):
        score.count(of, filled, label, cell)
    print(score)
    assert score.rate >= WANTED, str(score)


@pytest.mark.slow
@pytest.mark.parametrize("number", [1, *([0] if ALL else [])])
def test_the_cells_that_nothing_watches_are_those_that_nothing_reads(number: int) -> None:
    """But for zeros and choices that change nothing: a blank amount has no fund. The first sample with REPORT_AUTHOR_ALL=1."""
    watcher = sample(number).watcher
    covered = coverage_of(watcher.book, watcher.name, shipped_format(), rule_book())
    assert covered.approved > 100
    listed = {each.filled.place for each in covered.cells if each.watch is not Watch.EXACT}
    unread = {each.filled.place for each in covered.cells if column_of(each.filled) in UNREAD}
    assert unread <= listed
    assert len(listed - unread) <= 0.05 * len(covered.cells), sorted(listed - unread)


def test_the_untouched_samples_raise_nothing_that_is_not_explained() -> None:
    for number, entries in enumerate(SAMPLES):
        known = {code for code, *_ in sample(number).watcher.known}
        explained = {row["finding_id"].partition("-")[0] for row in entries.get("explanations", [])}
        assert known == explained


def test_a_small_workbook_says_which_cells_to_look_at() -> None:
    entries = random_entries(4, classes=1, projects=0)
    kept = {block: entries[block] for block in ("department", "incomes", "last_year")}
    kept["incomes"], kept["last_year"] = kept["incomes"][:1], kept["last_year"][:2]
    book = parse_workbook(workbook_bytes(kept, year=2021))
    covered = coverage_of(book, "小.xlsx", shipped_format(), rule_book())
    watch = {column_of(each.filled): each.watch for each in covered.cells}
    assert watch["department", "unit_code"] is Watch.NONE
    assert watch["department", "publish_date"] is Watch.LOOSE
    assert watch["department", "year"] is Watch.EXACT
    assert watch["incomes", "amount"] is Watch.NONE
    assert not any(each.by for each in covered.cells if each.watch is Watch.NONE)
    assert all(each.by and each.missed for each in covered.cells if each.watch is Watch.LOOSE)
    text = coverage_text(covered)
    assert (
        "没有批复数、审核公式或名录管这一格，请人工核对" in text
        and "单位代码　C16" in text
        and "还没有填批复数" in text
    )
    answer = coverage_json(Path("小.xlsx"), covered)
    assert {"place": "首页!C16", "label": "单位代码", "watch": "none", "missed": ["写错末位"]} in answer[
        "unwatched"
    ]
    assert coverage_of(book, "小.xlsx", shipped_format(), rule_book()) == covered
