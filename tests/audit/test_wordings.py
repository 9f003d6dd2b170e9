"""Claims are understood however a department words them."""

from __future__ import annotations

import pytest

from report_author.audit.audit import Audit, audit
from report_author.audit.claims.report import make_report
from report_author.audit.reading.text_reader import document_of
from report_author.model.findings import Severity
from tests.audit.wordings import FORMS, worded, wrong_versions

#: kinds of doubt about relations between numbers
_NUMBERS = frozenset(("C02", "C03", "C13", "C14", "C15", "C16", "C21", "C31", "C33", "C36"))


def _audited(text: str) -> Audit:
    kind = "2023年部门预算" if "2023年" in text else "2022年度部门决算"
    return audit(make_report(document_of(f"某局{kind}", [text])))


def _about_numbers(audited: Audit) -> list[str]:
    return [d.message for d in audited.doubts if d.severity is not Severity.INFO and d.code in _NUMBERS]


@pytest.mark.parametrize("form", FORMS)
def test_a_right_text_raises_no_doubt_about_its_numbers(form: str) -> None:
    for seed in range(3):
        right = worded(form, seed)
        assert _about_numbers(_audited(right.text)) == [], right.text


@pytest.mark.parametrize("form", [form for form in FORMS if "万元" in form or "元" in form])
def test_something_is_checked_in_every_wording(form: str) -> None:
    assert _audited(worded(form, 0).text).held >= 1


def test_wrong_numbers_and_words_are_found_in_nearly_all_wordings() -> None:
    missed, tried = [], 0
    for form in FORMS:
        for slot, text in wrong_versions(worded(form, 1), 1):
            tried += 1
            if not _about_numbers(_audited(text)):
                missed.append(text[max(0, slot.start - 12) : slot.end + 6])
    assert tried > 400
    assert len(missed) <= tried * 0.03, missed
