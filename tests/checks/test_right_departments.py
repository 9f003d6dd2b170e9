"""Right departments in the magnitudes of published reports: no 错误, no 警告 but those that are true of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from report_author.model.findings import Severity
from report_author.pipeline.build import render
from tests.support.right_departments import Right, right_departments

#: every so many is looked at in the quick run
_STEP = 8


def _cases(seed: int, step: int) -> list[object]:
    return [
        pytest.param(each, id=f"{each.name}-{seed}", marks=[pytest.mark.slow] if not step or at % step else [])
        for at, each in enumerate(right_departments(seed))
    ]


@pytest.mark.parametrize("department", [*_cases(0, _STEP), *_cases(1, 0)[:: _STEP // 2]])
def test_a_right_department_passes_with_the_warnings_that_are_true_of_it(department: Right, tmp_path: Path) -> None:
    book = tmp_path / "填报表.xlsx"
    book.write_bytes(department.book())
    found = render(book).findings
    assert [each.message for each in found if each.severity is Severity.ERROR] == []
    warned = [each.code for each in found if each.severity is Severity.WARNING]
    assert tuple(sorted(warned)) == department.warnings, [each.message for each in found]


def test_the_same_seed_gives_the_same_departments_and_another_seed_others() -> None:
    first, again = right_departments(0)[0], right_departments.__wrapped__(0)[0]
    assert first.entries == again.entries
    assert first.entries != right_departments(1)[0].entries
