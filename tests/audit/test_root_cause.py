"""Several broken relations become one doubt about the number that they share."""

from __future__ import annotations

from report_author.audit.audit import audit
from report_author.audit.claims.report import make_report
from report_author.audit.judges.relations import Relation, Verdict, grouped
from report_author.audit.reading.text_reader import document_of
from report_author.model.findings import Severity


def test_of_two_numbers_that_may_be_wrong_the_same_is_suspected_each_time() -> None:
    for _ in range(20):
        report = make_report(document_of("某局2022年度部门决算", ["收入10万元，支出20万元。"]))
        first, second = report.readings[0].tokens
        both = [
            Relation("C33", Verdict.BROKEN, pair, "不等。", stated="10万元", expected="20万元")
            for pair in ((first, second), (second, first))
        ]
        (doubt,) = grouped(report, both)
        assert "与“10万元”有关的2处关系" in doubt.message


def test_a_suspect_is_told_by_a_relation_about_it() -> None:
    report = make_report(document_of("某局2022年度部门决算", ["收入10万元，支出20万元，结余30万元。"]))
    part, whole, other = report.readings[0].tokens
    broken = [
        Relation(
            "C33",
            Verdict.BROKEN,
            (whole, part),
            "不等。",
            stated="20万元",
            expected="40万元",
            difference="20万元",
        ),
        Relation(
            "C36",
            Verdict.BROKEN,
            (part, other),
            "不同。",
            stated="10万元",
            expected="30万元",
            severity=Severity.WARNING,
        ),
    ]
    (doubt,) = grouped(report, broken)
    assert (doubt.severity, doubt.stated, doubt.expected) == (Severity.ERROR, "10万元", "30万元")


def test_a_suspect_that_no_relation_is_about_has_no_value_of_another_number() -> None:
    report = make_report(document_of("某局2022年度部门决算", ["收入10万元，支出20万元，结余30万元。"]))
    part, whole, other = report.readings[0].tokens
    broken = [
        Relation("C33", Verdict.BROKEN, (head, part), "不等。", stated=head.text, expected="40万元")
        for head in (whole, other)
    ]
    (doubt,) = grouped(report, broken)
    assert (doubt.stated, doubt.expected) == ("10万元", "")


def test_totals_that_differ_are_one_doubt() -> None:
    report = make_report(
        document_of("某局2021年度部门决算", ["2021年度收入总计1614.63万元，支出总计1870.91万元。"])
    )
    found = [(d.code, d.stated, d.expected) for d in audit(report).doubts if d.severity is not Severity.INFO]
    assert found == [("C47", "1870.91万元", "1614.63万元")]
