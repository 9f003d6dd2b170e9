"""Judge 5: faults planted into templates are stopped with the template's place; right reports stop nobody."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from report_author.pipeline.build import render
from report_author.pipeline.self_audit import PROVED, STOPS, self_audit
from report_author.workbook.create import create_workbook
from tests.pipeline.planted import Fault, all_faults, templates_with
from tests.support.departments import own_report
from tests.support.samples import FOLDER, NAMES
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


@pytest.mark.slow
def test_nine_of_ten_planted_faults_are_stopped_with_the_place_in_the_template(tmp_path: Path) -> None:
    invented = tmp_path / "随机.xlsx"
    create_workbook(invented, random_entries(3), year=2021)
    books = [*(FOLDER / name for name in NAMES), invented]
    faults = all_faults()
    missed = []
    for number, fault in enumerate(faults):
        folder = tmp_path / str(number)
        folder.mkdir()
        if not _stopped(fault, folder, books):
            missed.append(fault.name)
    assert len(faults) >= 40
    assert len(missed) * 10 <= len(faults), missed


@pytest.mark.slow
def test_the_kinds_that_stop_are_silent_on_right_reports() -> None:
    spoke = []
    warned = 0
    for seed in range(PROVED):
        found = self_audit(own_report(seed), ())
        spoke += [
            (seed, f.code, f.place, f.message)
            for f in found
            if f.code in STOPS and f.severity.value == "error"
        ]
        warned += bool([f for f in found if f.severity.value == "warning"])
    assert PROVED >= 300
    assert spoke == []
    assert warned * 20 <= PROVED
