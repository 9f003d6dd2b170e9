"""The changes of the parts are held against the change of the whole."""

from __future__ import annotations

import pytest

from report_author.audit.claims.report import make_report
from report_author.audit.judges.changes import judge_change_sums
from report_author.audit.judges.relations import Relation
from report_author.audit.reading.text_reader import document_of

_HEAD = "2022年“三公”经费支出20万元，比上年减少{0}万元。其中：因公出国（境）费0万元，与上年持平；"
_REST = "公务用车购置及运行维护费15万元，比上年减少1.5万元；公务接待费5万元，比上年增加0.5万元。"


def _judged(*paragraphs: str) -> list[Relation]:
    return list(judge_change_sums(make_report(document_of("某局2022年度部门决算", paragraphs))))


def test_changes_that_add_up_hold() -> None:
    assert [r.verdict.value for r in _judged(_HEAD.format("1") + _REST)] == ["平"]


def test_changes_that_do_not_add_up_are_named_with_both_sides() -> None:
    (found,) = _judged(_HEAD.format("2") + _REST)
    assert (found.stated, found.expected, found.difference) == ("减少2万元", "减少1万元", "1万元")


def test_parts_in_paragraphs_of_their_own_count() -> None:
    (found,) = _judged(
        "一、预算增减情况",
        "2022年基本支出较上年增加10.25万元。",
        "1.工资福利支出较上年增加8.15万元。",
        "2.商品和服务支出较上年减少1.05万元。",
        "3.对个人和家庭的补助较上年增加2.15万元。",
    )
    assert found.expected == "增加9.25万元"


@pytest.mark.parametrize(
    "text",
    [
        "“三公”经费支出20万元，比上年减少2万元。其中：公务用车购置及运行维护费15万元，比上年减少1.5万元；公务接待费5万元，比上年增加0.5万元。",
        "“三公”经费支出20万元，比上年减少2万元。",
    ],
)
def test_a_part_that_is_not_told_proves_nothing(text: str) -> None:
    assert _judged(text) == []
