"""第一部分 is printed with its own words, each numbered once."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

import pytest

from report_author.model.choices import Numbering, OrgKind, OrgRelation, Position, ReasonKey
from report_author.model.facts import Indicator, Institution, ItemReason, Reason, Text
from tests.checks.books import changed, findings, only, rows_with

DUTY = Text(position=Position.DUTY, body="贯彻执行法律法规。")
LEAD = Text(position=Position.WORK_LEAD, body="全年工作如下：")


@pytest.mark.parametrize(
    ("texts", "heading"),
    [
        ((LEAD,), "主要职能"),
        ((DUTY,), "重点工作完成情况"),
        ((DUTY, Text(position=Position.WORK)), "重点工作完成情况"),
    ],
)
def test_a_part_nobody_wrote_is_asked_for(texts: tuple[Text, ...], heading: str) -> None:
    found = only(changed(texts=texts), "V97")
    assert found.place == f"文字材料·{heading}"
    assert found.severity.value == "error"


@pytest.mark.parametrize("work", [LEAD, Text(position=Position.WORK, heading="抓好防火")])
def test_a_lead_or_an_item_is_enough(work: Text) -> None:
    assert not [found for found in findings(changed(texts=(DUTY, work))) if found.code == "V97"]


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ("2020年，圆满完成任务。", True),
        ("2021年，圆满完成任务。", False),
        ("比2020年多，2021年完成。", False),
        ("圆满完成任务。", False),
    ],
)
def test_works_that_name_only_another_year_are_last_years(body: str, wrong: bool) -> None:
    text = Text(position=Position.WORK_LEAD, body=body, cells={"body": "文字材料!E14"})
    told = [found for found in findings(changed(texts=(DUTY, text))) if found.code == "N43"]
    assert [found.place for found in told] == (["文字材料!E14"] if wrong else [])


@pytest.mark.parametrize(
    ("numbering", "body", "wrong"),
    [
        (Numbering.FIRST, "1.抓好防火。", True),
        (Numbering.FIRST, "（二）抓好防火。", True),
        (Numbering.NONE, "1.抓好防火。", False),
        (Numbering.FIRST, "1.25万亩林地得到管护。", False),
        (Numbering.SECOND, "一、抓好防火。", True),
    ],
)
def test_a_number_before_a_numbered_paragraph_would_be_printed_twice(
    numbering: Numbering, body: str, wrong: bool
) -> None:
    text = Text(position=Position.DUTY, numbering=numbering, body=body)
    assert bool([found for found in findings(changed(texts=(text, LEAD))) if found.code == "N44"]) is wrong


@pytest.mark.parametrize(
    ("typed", "again"),
    [
        ("运行费减少的主要原因是厉行节约", "运行费减少的主要原因是"),
        ("主要原因是厉行节约", ""),
        ("原因不明的水费退回", ""),
        ("因历史原因，拨款减少", ""),
    ],
)
def test_a_reason_that_says_the_reason_is_once_more_is_told(typed: str, again: str) -> None:
    reason = Reason(key=ReasonKey.VEHICLE_CHANGE, text=typed, cells={"text": "原因说明!C18"})
    told = [found for found in findings(changed(reasons=(reason,))) if found.code == "N51"]
    assert [(found.place, found.stated) for found in told] == ([("原因说明!C18", again)] if again else [])


@pytest.mark.parametrize(
    ("name", "without"),
    [
        ("米易县 法学会", "米易县法学会"),
        ("米易县\u3000法学会", "米易县法学会"),
        ("米易县（ 筹）法学会", ""),
        ("米易县法学会 A 组", ""),
        ("清廉米易 平安米易进万家宣传册", ""),
        ("米易县法学会", ""),
    ],
)
def test_a_space_within_a_name_is_asked_about_with_both_writings(name: str, without: str) -> None:
    row = Institution(
        name=name, kind=OrgKind.MASS, relation=OrgRelation.ENTRUSTED, cells={"name": "单位与人员!C20"}
    )
    told = [found for found in findings(changed(institutions=(row,), projects=())) if found.code == "N52"]
    assert [found.place for found in told] == (["单位与人员!C20"] if without else [])
    for found in told:
        assert found.severity.value == "info"
        assert (found.stated, found.expected) == (f"“{name}”", f"“{without}”，或确实有空格")


@pytest.mark.parametrize("typed", ["主要原因是无", "无。", "原因：没有"])
def test_a_reason_that_is_nothing_but_its_lead_is_nothing(typed: str) -> None:
    reason = Reason(key=ReasonKey.VEHICLE_CHANGE, text=typed)
    assert [found.code for found in findings(changed(reasons=(reason,))) if found.code == "N42"]


def test_reasons_of_items_that_met_their_budget_are_asked_about_in_one_line() -> None:
    rows = tuple(
        ItemReason(function=code, text="人员调出", cells={"text": f"原因说明!D{n}"})
        for n, code in enumerate(("2040201", "2040250"), start=31)
    )
    [found] = [found for found in findings(changed(item_reasons=rows)) if found.code == "N53"]
    assert (found.place, found.severity.value) == ("原因说明!D31", "info")
    assert "2040201（原因说明!D31）、2040250（原因说明!D32）" in found.message


def test_the_reason_of_an_item_that_missed_its_budget_belongs() -> None:
    facts = rows_with("budgets", lambda row: row.function == "2040201", revised=Decimal(1))
    facts = dataclasses.replace(
        facts, item_reasons=(ItemReason(function="2040201", text="人员调出，工资减少"),)
    )
    assert not [found for found in findings(facts) if found.code == "N53"]


@pytest.mark.parametrize(
    "words",
    [
        "XXX",
        "增加××项目",
        "待填",
        "（占位）",
        "测试",
        "TODO",
        "新增项目____个",
        "待补充。",
        "某某村道路建设",
        "xxx",
        "人员增加【】",
        "此处填写原因",
        "……",
    ],
)
def test_words_that_hold_a_place_stop_at_their_cell(words: str) -> None:
    reason = Reason(key=ReasonKey.RECEPTION_CHANGE, text=words, cells={"text": "原因说明!C12"})
    found = only(changed(reasons=(reason,)), "N55")
    assert (found.place, found.severity.value, found.releasable) == ("原因说明!C12", "error", False)


@pytest.mark.parametrize(
    "words",
    [
        "软件测试费用增加",
        "开展核酸测试",
        "购置X光机1台",
        "王××因病退休",
        "川A·XXXXX更新",
        "138××××1234",
        "新建占位式公厕",
        "待业人员培训增加",
        "二〇〇八年建成",
        "预算管理制度有待完善。",
        "此处填埋垃圾",
        "张某某案",
        "依法审理王××案",
        "Windows XP升级",
        "3×4平方米",
        "参照XXL号采购",
    ],
)
def test_words_that_only_look_so_are_left_alone(words: str) -> None:
    reason = Reason(key=ReasonKey.RECEPTION_CHANGE, text=words, cells={"text": "原因说明!C12"})
    assert not [found for found in findings(changed(reasons=(reason,))) if found.code == "N55"]


@pytest.mark.parametrize(
    ("goal", "wrong"),
    [
        ("2019年底前完成。", True),
        ("2020年12月底前建成投入使用", True),
        ("完成2020年度目标任务", True),
        ("2021年底前完成。", False),
        ("2019年开工，2021年完成", False),
        ("到2025年底前建成", False),
        ("落实2019年中央一号文件", False),
    ],
)
def test_a_goal_of_a_year_gone_by_is_asked_about(goal: str, wrong: bool) -> None:
    row = Indicator(
        project="XM18",
        level1="产出",
        level2="数量",
        level3="条数",
        planned=goal,
        cells={"planned": "绩效指标!F9"},
    )
    told = [found.place for found in findings(changed(indicators=(row,))) if found.code == "N56"]
    assert told == (["绩效指标!F9"] if wrong else [])
