"""Several broken relations become one doubt about the number that they share."""

from __future__ import annotations

from report_author.audit.claims.report import make_report
from report_author.audit.judges.relations import Relation, Verdict
from report_author.audit.judges.root_cause import grouped
from report_author.audit.reading.text_reader import document_of


def test_of_two_numbers_that_may_be_wrong_the_same_is_suspected_each_time() -> None:
    for _ in range(20):
        report = make_report(document_of("某局2022年度部门决算", ["收入10万元，支出20万元。"]))
        first, second = report.readings[0].tokens
        both = [Relation("C33", Verdict.BROKEN, pair, "不等。", stated="10万元", expected="20万元") for pair in ((first, second), (second, first))]
        (doubt,) = grouped(report, both)
        assert "与“10万元”有关的2处关系" in doubt.message
