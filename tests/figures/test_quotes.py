"""Texts of the clerk quote figures as {名称}; all else stays as typed."""

from __future__ import annotations

import dataclasses
import re
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from report_author.figures.account import Conventions
from report_author.figures.figure import Figure
from report_author.figures.texts import USE_LEAD, Phrase, Quoter, bare, paragraphs
from report_author.figures.values import Wanted
from report_author.model.choices import Numbering, Position, ReasonKey
from report_author.model.facts import Quotable, Reason, Text
from report_author.model.findings import Severity, error
from tests.figures.books import (
    facts_with,
    look_up,
    names_of,
    printed,
    printed_in_ledger,
    seed_facts,
    shipped_format,
)

MISSING = error("V80", "上年数!B3", "没有填", "请填写")
KNOWN: dict[str, object] = {
    "支出.本年合计": Figure("本年支出合计", Decimal("16525448.73")),
    "一般公共预算.占支出": Figure("占比", Decimal("37.20"), "%"),
    "资产.车辆数": Figure("车辆数", Decimal(1), "辆"),
    "年度": 2021,
    "部门.全称": "中共米易县委政法委员会",
    "公开时间": "",
    "机构.下属独立核算": True,
    "三公.接待明细": (),
    "三公.比上年": Wanted(MISSING),
}
CONTRACT = Quotable(name="合同金额", value=Decimal("27184224.65"), unit="元", cells={"value": "文字材料!B40"})
QUOTER = Quoter(
    [CONTRACT, Quotable(name="巡防队员", value=Decimal(2000), unit="人")],
    KNOWN.get,
    Conventions.from_options(shipped_format().options),
)


def quoted(text: str) -> tuple[str, list[Any]]:
    shown, ledger = printed_in_ledger(QUOTER.text(text, "文字材料!E5"))
    return shown, ledger.noted


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("支出{支出.本年合计}万元", "支出1652.54万元"),
        ("支出{支出.本年合计}元", "支出16525448.73元"),
        ("占{一般公共预算.占支出}%", "占37.2%"),
        ("车{资产.车辆数}辆", "车1辆"),
        ("合同{合同金额}元", "合同27184224.65元"),
        ("合同{合同金额}万元", "合同2718.42万元"),
        ("队员{巡防队员}余人", "队员2000余人"),
        ("{年度}年，{部门.全称}", "2021年，中共米易县委政法委员会"),
        ("{资产.车辆数}{资产.车辆数}", "11"),
    ],
)
def test_a_quoted_name_becomes_its_figure_in_the_unit_typed_behind_it(text: str, expected: str) -> None:
    assert quoted(text) == (expected, [])


def test_a_quoted_figure_keeps_its_cell() -> None:
    _, ledger = printed_in_ledger(QUOTER.text("合同{合同金额}元", ""))
    assert ledger.printed[0].figure.sources == ("文字材料!B40",)


@pytest.mark.parametrize(
    "text", ["{}", "{1}", "{ 空格 }", "{{双}", "a{b", "}{", "{3.14}", "{甲-乙}", "{“甲”}", "{.}"]
)
def test_braces_that_quote_no_name_stay_as_typed(text: str) -> None:
    shown, noted = quoted(text)
    assert shown == str(escape(text))
    assert [each.severity for each in noted] == ([Severity.WARNING] if text == "{{双}" else [])


def test_an_unknown_name_stays_as_typed_with_a_warning() -> None:
    shown, [found] = quoted("支出{支出.本年合汁}万元")
    assert shown == "支出{支出.本年合汁}万元"
    assert (found.code, found.severity, found.place) == ("V85", Severity.WARNING, "文字材料!E5")
    assert found.quote == "{支出.本年合汁}" and found.advice


@pytest.mark.parametrize("name", ["公开时间", "机构.下属独立核算", "三公.接待明细"])
def test_what_is_no_figure_stays_as_typed_with_a_warning(name: str) -> None:
    shown, [found] = quoted(f"见{{{name}}}")
    assert (shown, found.code) == (f"见{{{name}}}", "V85")


def test_money_without_a_unit_is_missing_and_says_which_name_was_typed() -> None:
    shown, [found] = quoted("支出{支出.本年合计}，")
    assert shown == "支出【缺】，"
    assert (found.code, found.severity, found.quote) == ("V84", Severity.ERROR, "{支出.本年合计}")
    assert "万元" in found.advice


def test_a_figure_that_is_still_missing_reports_its_own_finding() -> None:
    assert quoted("{三公.比上年}") == ("【缺】", [MISSING])


def test_signs_of_xml_in_a_quoting_text_are_escaped() -> None:
    assert quoted("A&B <局> {资产.车辆数}辆")[0] == "A&amp;B &lt;局&gt; 1辆"


@given(st.text(alphabet=st.sampled_from("{}}{甲乙1.&<%元万 \n") | st.characters(exclude_categories=["Cs"])))
def test_any_text_that_quotes_nothing_goes_through_unchanged(text: str) -> None:
    known_shape = re.search(r"\{([^\W\d][\w.]{0,60})\}", text)
    result = QUOTER.text(text, "")
    if known_shape is None:
        assert result == text and isinstance(result, str)
    else:
        assert printed(result) == str(escape(text))  # no known name can be made of these characters


def test_texts_are_numbered_by_counting() -> None:
    one, two, none = Numbering.FIRST, Numbering.SECOND, Numbering.NONE
    rows = [
        Text(position=Position.DUTY, numbering=kind, heading="" if kind is two else "头", body="正文。")
        for kind in (none, one, two, two, one, two)
    ]
    found = paragraphs("文字", rows, QUOTER)
    assert [row["编号"] for row in found] == ["", "1.", "（1）", "（2）", "2.", "（1）"]
    assert found[1]["全文"] == "头。正文。"
    assert found[2]["全文"] == "正文。"


def test_a_heading_that_ends_a_sentence_gets_no_second_stop() -> None:
    rows = [Text(position=Position.WORK, heading="有始有终！", body="正文")]
    assert paragraphs("文字", rows, QUOTER)[0]["全文"] == "有始有终！正文"


def test_headings_quote_like_bodies() -> None:
    rows = [Text(position=Position.WORK, heading="支出{支出.本年合计}万元", body="用于{资产.车辆数}辆车。")]
    [row] = paragraphs("文字", rows, QUOTER)
    assert printed(row["小标题"]) == "支出1652.54万元"
    assert printed(row["全文"]) == "支出1652.54万元。用于1辆车。"


def test_a_text_may_quote_any_figure_of_the_report() -> None:
    text = "支出{支出.本年合计}万元，占{一般公共预算.占支出}%，减少{一般公共预算.比上年.增减额}万元、{一般公共预算.比上年.增减率}%"
    names = names_of(facts_with(texts=(Text(position=Position.WORK, body=text),)))
    body = look_up(names, "文字.重点工作")[0]["正文"]
    assert printed(body) == "支出1652.54万元，占37.2%，减少1120.12万元、64.57%"


@pytest.mark.parametrize(
    "name",
    ["文字.重点工作", "原因.收支变动", "用途.公车运行", "项目.自评表", "整体评价.文字", "一般公共预算.项"],
)
def test_a_text_that_quotes_texts_does_not_run_in_circles(name: str) -> None:
    text = f"见{{{name}}}。"
    facts = facts_with(
        texts=(Text(position=Position.WORK, body=text),),
        reasons=tuple(dataclasses.replace(reason, text=text) for reason in seed_facts().reasons),
        projects=tuple(dataclasses.replace(project, goal_planned=text) for project in seed_facts().projects),
        eval_texts=tuple(dataclasses.replace(each, body=text) for each in seed_facts().eval_texts),
    )
    names = names_of(facts)
    for where in ("文字.重点工作", "原因.收支变动", "用途.公车运行"):
        value = look_up(names, where)
        shown, ledger = printed_in_ledger(value if not isinstance(value, tuple) else value[0]["正文"])
        assert shown.startswith(f"见{{{name}}}")
        assert [found.code for found in ledger.noted] == ["V85"]
    assert printed(look_up(names, "项目.自评表")[0]["目标预期"]).startswith("见{")


def test_a_project_text_may_quote_its_own_project() -> None:
    projects = tuple(
        dataclasses.replace(project, goal_planned="预算{本项目.预算}元，执行{本项目.执行}万元")
        for project in seed_facts().projects
    )
    form = names_of(facts_with(projects=projects))["项目"]["自评表"][0]
    assert printed(form["目标预期"]) == "预算167,375元，执行16.74万元"


def test_the_same_amount_has_commas_in_a_table_and_none_in_prose() -> None:
    assert str(QUOTER.text("合同{合同金额}元", "")) == "合同27184224.65元"
    assert (
        str(QUOTER.within("本项目", {}, grouped=True).text("合同{合同金额}元", "")) == "合同27,184,224.65元"
    )


@pytest.mark.parametrize(
    "typed",
    [
        "主要原因是厉行节约，减少开支",
        "主要原因：厉行节约，减少开支。",
        "原因是厉行节约，减少开支；",
        "主要是厉行节约，减少开支",
        "变动原因：主要是厉行节约，减少开支，",
        "其主要原因为：厉行节约，减少开支。",
        "　主要变动原因是 厉行节约，减少开支\n",
        "变动的主要原因是厉行节约，减少开支",
        "差异原因：厉行节约，减少开支",
        "原因主要是厉行节约，减少开支",
        "厉行节约，减少开支",
    ],
)
def test_a_reason_says_why_once_however_it_was_typed(typed: str) -> None:
    assert bare(typed) == "厉行节约，减少开支"


@pytest.mark.parametrize(
    "typed",
    [
        "主要用于采购办公设备",
        "用于采购办公设备。",
        "主要用途：采购办公设备",
        "用途是采购办公设备；",
        "主要是用于采购办公设备",
        "主要是采购办公设备",
        "主要用于：采购办公设备",
        "采购办公设备",
    ],
)
def test_a_use_says_what_for_once_however_it_was_typed(typed: str) -> None:
    assert bare(typed, USE_LEAD) == "采购办公设备"


@pytest.mark.parametrize(
    "typed",
    [
        "因历史原因拨款减少",
        "人员增加的主要原因是招录",
        "用于防火的支出增加",
        "主要人员调出",
        "原因不明的水费退回",
        "由于疫情，接待减少",
        "增加2.5",
    ],
)
def test_words_of_the_clerks_own_are_kept(typed: str) -> None:
    assert bare(typed) == typed


def test_a_reason_quotes_figures_and_loses_its_own_full_stop() -> None:
    reasons = (Reason(key=ReasonKey.TOTAL_CHANGE, text="车辆{资产.车辆数}辆。"),)
    reason = names_of(facts_with(reasons=reasons))["原因"]["收支变动"]
    assert isinstance(reason, Phrase) and reason
    assert printed(reason) == "车辆1辆"
