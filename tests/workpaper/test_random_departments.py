"""Departments with few or many figures, zeros and odd names: nothing computed is without a source."""

from __future__ import annotations

import pytest

from report_author.ooxml.package import read_package
from report_author.workpaper.compare import compare_report
from report_author.workpaper.tie import Area, Origin, tie_out
from tests.support.departments import made_from


@pytest.mark.parametrize(
    "seed", [*range(3), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(3, 12))]
)
def test_numbers_of_the_computed_sections_come_from_figures_or_from_typed_words(seed: int) -> None:
    made = made_from(seed)
    tie = tie_out(made.report, made.tables, made.evidence)
    computed = [e for e in tie.entries if e.heading.startswith("第二部分") and e.area is not Area.TABLES]
    assert computed
    assert [(e.place, e.shown, e.context) for e in computed if e.origin is Origin.FIXED] == []
    package = read_package(made.report)
    assert compare_report(tie, package, package).findings == []
