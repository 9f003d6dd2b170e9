"""The published report of 中共米易县委政法委员会: its real errors are found, nothing that is right is called wrong."""

from __future__ import annotations

from functools import cache

import pytest

from report_author.audit.audit import Audit, audit
from report_author.audit.claims.report import make_report
from report_author.audit.judges.relations import Doubt
from report_author.audit.reading.blocks import squeeze
from report_author.audit.reading.text_reader import read_text
from report_author.model.findings import Severity
from tests.audit.published_errors import ERRORS, ODD_BUT_RIGHT, Wrong
from tests.report.prose import PUBLISHED


@cache
def audited() -> Audit:
    return audit(make_report(read_text("公开原文", PUBLISHED.read_text(encoding="utf-8"))))


def says(doubt: Doubt, wrong: Wrong) -> bool:
    """Whether ``doubt`` is about this error: its kind, at its words."""
    if doubt.code not in wrong.codes:
        return False
    told = [doubt.quote, doubt.message, doubt.stated, *doubt.also, doubt.block.text if doubt.block else ""]
    return any(squeeze(wrong.words).text in squeeze(text).text for text in told)


def serious(doubt: Doubt) -> bool:
    return doubt.severity in (Severity.ERROR, Severity.WARNING)


def test_nearly_all_real_errors_are_found() -> None:
    missed = [wrong for wrong in ERRORS if not any(says(doubt, wrong) for doubt in audited().doubts)]
    certain = [wrong for wrong in ERRORS if wrong.certain]
    assert len(missed) <= 0.2 * len(ERRORS), [f"{w.words}：{w.what}" for w in missed]
    assert sum(w.certain for w in missed) <= 0.1 * len(certain), [
        f"{w.words}：{w.what}" for w in missed if w.certain
    ]


def test_whatever_is_called_wrong_is_wrong() -> None:
    unfounded = [d for d in audited().doubts if serious(d) and not any(says(d, wrong) for wrong in ERRORS)]
    assert [f"{d.code} {d.place} {d.message}" for d in unfounded] == []


@pytest.mark.parametrize(("words", "why"), ODD_BUT_RIGHT)
def test_what_looks_odd_but_is_right_is_left_alone(words: str, why: str) -> None:
    plain = squeeze(words).text
    at = [(block, block.plain.text.find(plain)) for block in audited().report.document.blocks]
    spans = [(block, start, start + len(plain)) for block, start in at if start >= 0]
    assert spans, words
    for block, start, end in spans:
        over = [
            d
            for d in audited().doubts
            if serious(d) and d.block is block and start <= d.start and d.end <= end
        ]
        assert [f"{d.code} {d.message}" for d in over] == [], why
