"""Judge 5: faults planted into templates are stopped with the template's place; right reports stop nobody."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from report_author.pipeline.building import render
from report_author.pipeline.own_report import PROVED, STOPS, self_audit
from report_author.workbook.create import create_workbook
from tests.pipeline.planted import Fault, all_faults, templates_with
from tests.support.departments import own_report
from tests.support.samples import FOLDER, NAMES
from tests.support.share import every, share
from tools.samples.random_department import random_entries


def _stopped(fault: Fault, folder: Path, books: list[Path]) -> bool:
    """Whether the fault is stopped with its place in one of the departments: in the others it may print what is right."""
    templates_with(fault, folder)
    for book in books:
        own = folder / book.name
        shutil.copy(book, own)
        made = render(own)
        if made.printed is None and any(
            fault.place in f.place for f in made.findings if f.severity.value == "error"
        ):
            return True
    return False


@pytest.fixture(scope="session")
def books(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Both samples and a random department."""
    invented = tmp_path_factory.mktemp("planted") / "随机.xlsx"
    create_workbook(invented, random_entries(3), year=2021)
    return [*(FOLDER / name for name in NAMES), invented]


def test_many_different_faults_are_planted() -> None:
    names = [fault.name for fault in all_faults()]
    assert len(set(names)) == len(names) >= 55


@pytest.mark.slow
@pytest.mark.parametrize(
    "fault", share(all_faults(), lambda fault: fault.place, 2), ids=lambda fault: fault.name
)
def test_a_planted_fault_is_stopped_with_its_place_in_the_template(
    fault: Fault, books: list[Path], tmp_path: Path
) -> None:
    """A run plants every second fault under each heading and in each sheet, with REPORT_AUTHOR_ALL=1 all 59."""
    assert _stopped(fault, tmp_path, books)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(2))
def test_the_kinds_that_stop_are_silent_on_right_reports(part: int) -> None:
    """A run audits 60 right reports, with REPORT_AUTHOR_ALL=1 all that ``PROVED`` counts."""
    seeds = range(part, PROVED, 2 * every(5))
    spoke = []
    warned = 0
    for seed in seeds:
        found = self_audit(own_report(seed), ())
        spoke += [
            (seed, f.code, f.place, f.message)
            for f in found
            if f.code in STOPS and f.severity.value == "error"
        ]
        warned += bool([f for f in found if f.severity.value == "warning"])
    assert PROVED >= 300
    assert spoke == []
    assert warned * 20 <= len(seeds)
