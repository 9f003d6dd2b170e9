"""Whole reports of several provinces: right ones raise nothing, wrong numbers are found without any workbook."""

from __future__ import annotations

import random
import re

import pytest

from report_author.audit.audit import audit
from report_author.audit.claims.report import make_report
from report_author.audit.judges.changes import judge_change_sums
from report_author.audit.judges.relations import Verdict
from report_author.audit.reading.text_reader import read_text
from report_author.model.findings import Severity
from tests.audit.whole_reports import REPORTS, amounts
from tests.audit.wordings import Worded, filled, wrong_versions
from tests.support.share import ALL, every

_LOOKS = (Severity.ERROR, Severity.WARNING)


def _report(style: str, department: int) -> Worded:
    return filled(REPORTS[style], amounts(random.Random(department)))


def _doubts(text: str) -> set[tuple[str, str, str, str]]:
    found = audit(make_report(read_text("报告", text))).doubts
    return {(d.code, d.message, d.stated, d.quote) for d in found if d.severity in _LOOKS}


@pytest.mark.parametrize("department", range(3))
@pytest.mark.parametrize("style", REPORTS)
def test_a_right_report_raises_nothing(style: str, department: int) -> None:
    assert _doubts(_report(style, department).text) == set()


@pytest.mark.parametrize("style", REPORTS)
def test_much_is_checked_in_a_report(style: str) -> None:
    audited = audit(make_report(read_text("报告", _report(style, 0).text)))
    assert audited.checked == audited.held >= 20
    assert len(audited.not_judged) <= 3


def _missed(style: str, department: int, step: int, start: int = 0) -> tuple[list[str], int]:
    right = _report(style, department)
    wrong = list(wrong_versions(right, department))[start::step]
    missed = [text[max(0, slot.start - 25) : slot.end + 8] for slot, text in wrong if not _doubts(text)]
    return missed, len(wrong)


@pytest.mark.parametrize("style", REPORTS)
@pytest.mark.slow
def test_wrong_numbers_are_found(style: str) -> None:
    missed, tried = _missed(style, 0, 4)
    assert len(missed) <= tried * 0.05, missed


def test_a_report_that_tells_all_changes_of_the_parts_is_held_to_their_sum() -> None:
    text = _report("广西预算样式", 0).text
    (held,) = judge_change_sums(make_report(read_text("报告", text)))
    assert held.verdict is Verdict.HOLDS and len(held.tokens) == 3
    word = re.search(r"“三公”经费预算[\d.,]+元，同比(增加|减少)", text)
    assert word is not None
    other = {"增加": "减少", "减少": "增加"}[word[1]]
    turned = text[: word.start(1)] + other + text[word.end(1) :]
    (broken,) = judge_change_sums(make_report(read_text("报告", turned)))
    assert broken.verdict is Verdict.BROKEN and broken.stated.startswith(other)


@pytest.mark.slow
@pytest.mark.parametrize("style", REPORTS)
def test_every_number_in_turn_is_found(style: str) -> None:
    """Over five departments, in each a fifth of the numbers, in the next another fifth; with REPORT_AUTHOR_ALL=1 all."""
    missed, tried = list[str](), 0
    for department in range(5):
        lost, count = _missed(style, department, every(5), 0 if ALL else department)
        missed, tried = missed + lost, tried + count
        assert not ALL or len(lost) <= count * 0.05, lost
    assert tried >= 5 * 48 // every(5)
    assert len(missed) <= tried * 0.05, missed
