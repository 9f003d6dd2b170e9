"""A 核实说明 releases a 警告 while the figures stay the same."""

from __future__ import annotations

from dataclasses import replace

import pytest

from report_author.model.facts import Explanation
from report_author.model.findings import Finding, error, has_errors, info, warning
from report_author.model.format import Opinion
from report_author.review.release import record, release, unexplained

OVER = warning(
    "W03", "三公资产采购!F7", "超过预算。", "请核对。", stated="58,600.00元", expected="不大于 0.00元"
)
MORE = warning(
    "W03", "三公资产采购!F7", "超过预算。", "请核对。", stated="58,700.00元", expected="不大于 0.00元"
)
BAD = error("R22", "支出!H9", "不平。", "请改正。", stated="1.00元", expected="2.00元")


def said(number: str) -> list[Explanation]:
    return [Explanation(finding_id=number, text="团组经批准追加。", cells={"finding_id": "校验与核实!B70"})]


def codes(findings: list[Finding]) -> list[str]:
    return [found.code for found in findings]


def test_the_number_that_was_shown_releases_the_warning() -> None:
    [found] = release([OVER], said(OVER.number))
    assert found.explanation == "团组经批准追加。"
    assert found.label == "已核实"
    assert found.as_json()["severity"] == "warning"
    assert unexplained([found]) is None


def test_a_number_typed_in_another_way_counts_too() -> None:
    typed = f" {OVER.number.lower().replace('-', '－')} "
    assert release([OVER], said(typed))[0].explanation
    assert release([OVER], said(f"［{OVER.number}］"))[0].explanation, "copied with the brackets of the list"


def test_other_figures_need_another_explanation() -> None:
    assert OVER.id == MORE.id and OVER.number != MORE.number
    found, stale = release([MORE], said(OVER.number))
    assert not found.explanation
    assert (stale.code, stale.severity.value, stale.place) == ("K02", "info", "校验与核实!B70")
    assert MORE.number in stale.advice


def test_the_number_without_its_end_is_completed_by_the_program() -> None:
    found, stale = release([OVER], said(OVER.id))
    assert not found.explanation
    assert stale.code == "K05" and OVER.number in stale.advice


def test_an_explanation_of_nothing_is_mentioned() -> None:
    assert codes(release([], said(OVER.number))) == ["K01"]


def test_an_error_is_never_released() -> None:
    found, stale = release([BAD], said(BAD.number))
    assert not found.explanation
    assert stale.code == "K03"


@pytest.mark.parametrize(
    "words",
    [
        "无",
        "已核实",
        "属实",
        "同上",
        "情况属实",
        "没有问题",
        "/",
        "——",
        "经核实，数据准确无误。",
        "1",
        "OK",
        "已核对无误",
    ],
)
def test_words_that_do_not_say_what_the_matter_is_release_nothing(words: str) -> None:
    found, told = release([OVER], [replace(said(OVER.number)[0], text=words)])
    assert not found.explanation and words in found.advice
    assert (told.code, told.severity.value) == ("K06", "info")


@pytest.mark.parametrize(
    "words",
    ["团组经批准追加。", "退休干部未缴纳。", "无公务用车，租车费记在其他交通费用。", "决算批复数如此。"],
)
def test_words_that_say_it_do(words: str) -> None:
    assert release([OVER], [replace(said(OVER.number)[0], text=words)])[0].explanation == words


def test_a_stop_of_our_own_audit_is_released_as_a_warning() -> None:
    stop = replace(BAD, code="S05", releasable=True)
    [found] = release([stop], said(stop.number))
    assert (found.label, found.severity.value) == ("已核实", "warning")
    assert not has_errors([found]) and has_errors([stop])


def test_the_bureau_releases_a_stop_with_its_reason_but_no_error_of_the_workbook() -> None:
    stop = replace(BAD, code="S05", releasable=True)
    opinions = [Opinion(stop.number, "模板下周更换，同意公开。"), Opinion(BAD.number, "同意公开，数字如此。")]
    released, kept = release([stop, BAD], [], opinions)
    assert released.explanation == "财政部门放行意见：模板下周更换，同意公开。"
    assert not kept.explanation and kept.severity.value == "error"


def test_warnings_left_without_a_word_are_counted_once_each() -> None:
    missing = unexplained([OVER, OVER, BAD, info("P10", "报告目录", "没有页码。", "请更新。")])
    assert missing is not None and missing.severity.value == "error"
    assert missing.stated == "1 条没有说明" and OVER.number in missing.message
    assert unexplained([BAD]) is None


def test_the_record_says_finding_figures_and_words() -> None:
    text = record("2021年度某局部门决算", release([OVER, BAD], said(OVER.number)))
    for words in (
        "2021年度某局部门决算核实说明",
        OVER.number,
        "三公资产采购!F7",
        "58,600.00元",
        "不大于 0.00元",
        "团组经批准追加。",
    ):
        assert words in text
    assert "R22" not in text
    assert record("某局", [OVER]) == ""
