"""What may be written in a tag, what is said when it may not."""

from __future__ import annotations

from decimal import Decimal

import pytest
from markupsafe import escape

from report_author.figures.figure import Figure
from report_author.figures.values import Names, Wanted
from report_author.model.findings import Finding, error
from report_author.templating import grammar
from report_author.templating.expressions import Source, TemplateEnvironment
from report_author.templating.messages import CODES
from report_author.templating.renderlog import Position
from tests.templating.wordkit import FILTERS

ENVIRONMENT = TemplateEnvironment(FILTERS, lambda value: str(escape(value)), str)


def show(inner: str, names: object) -> tuple[str, list[Finding]]:
    """``{{ inner }}`` for ``names``."""
    assert grammar.check_output(ENVIRONMENT, inner) == []
    source = Source()
    source.tag(grammar.output(inner), Position("第1段", "{{ " + inner + " }}"))
    findings: list[Finding] = []
    return source.compile(ENVIRONMENT).render(Names("", names), findings), findings  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("inner", "code", "says"),
    [
        ("收入()", "T02", "不能调用函数"),
        ("甲[1:3]", "T02", "不能截取"),
        ("甲 ~ 乙", "T02", "连接文字"),
        ("甲 is defined", "T02", "is 判断"),
        ("甲.__class__", "T02", "__class__"),
        ("_甲", "T02", "_甲"),
        ("甲['__class__']", "T02", "__class__"),
        ("甲 ** 9", "T02", "乘方"),
        ("甲 if 乙", "T02", "else"),
        ("甲|万圆", "T03", "万圆"),
        ("甲|upper", "T03", "upper"),
        ("甲 乙", "T01", "多了“乙”"),
        ("", "T01", "没有内容"),
        ("甲[乙 + 1]", "T02", "方括号"),
    ],
)
def test_what_is_not_allowed_is_refused_in_chinese(inner: str, code: str, says: str) -> None:
    problems = grammar.check_output(ENVIRONMENT, inner)
    assert any(problem.code == code and says in problem.message for problem in problems)


@pytest.mark.parametrize(
    "inner",
    [
        "include '甲'",
        "macro 甲()",
        "raw",
        "import '甲' as 乙",
        "block 甲",
        "call 甲()",
        "for 甲, 乙 in 丙",
        "end if",
        "-if 甲",
        "if",
        "elif",
        "否则",
    ],
)
def test_statements_outside_the_short_list_are_refused(inner: str) -> None:
    assert grammar.check_statement(ENVIRONMENT, inner)


def test_a_misspelt_filter_is_answered_with_the_right_one() -> None:
    assert "万元" in grammar.check_output(ENVIRONMENT, "甲|万圆")[0].advice


def test_a_misspelt_name_is_answered_with_the_nearest() -> None:
    text, findings = show("收入.合记|万元", {"收入": Names("收入", {"合计": 1})})
    assert text == "【缺：收入.合记】"
    assert (findings[0].code, findings[0].place) == ("T04", "第1段")
    assert "合计" in findings[0].advice


def test_a_misspelt_name_is_reported_once_however_deep_it_is_used() -> None:
    _, findings = show("收如.合计.其他|万元", {"收入": 1})
    assert [found.code for found in findings] == ["T04"]
    assert "收入" in findings[0].advice


def test_an_empty_value_is_never_a_silent_blank() -> None:
    for empty in ("", "  ", None):
        text, findings = show("甲", {"甲": empty})
        assert text == "【缺：甲】"
        assert [found.code for found in findings] == ["T05"]


def test_a_wanted_text_brings_its_own_finding() -> None:
    wanted = Wanted(error("V81", "原因说明!C3", "原因没有填", "请填写"))
    text, findings = show("甲", {"甲": wanted})
    assert text == "【缺：甲】"
    assert findings == [wanted.finding]
    assert show('"有" if 甲 else "无"', {"甲": wanted}) == ("无", [])


def test_asking_a_wanted_comparison_for_its_branch_reports_it() -> None:
    wanted = Wanted(error("V80", "上年数!C3", "上年数没有填", "请填写"))
    for inner in ('"有" if 甲.有变动 else "无"', '"大" if 甲 > 1 else "小"', "甲 + 1", "甲.增减额|万元"):
        assert show(inner, {"甲": wanted})[1] == [wanted.finding]


def test_money_without_a_unit_is_refused() -> None:
    _, findings = show("甲", {"甲": Figure("收入", Decimal(1))})
    assert findings[0].code == "T07"
    assert "万元" in findings[0].advice


@pytest.mark.parametrize(
    ("inner", "code"),
    [
        ("1 / 零", "T06"),
        ("文 + 文", "T06"),
        ("文 * 3", "T06"),
        ("金额 + 人数", "T06"),
        ('"是" if 金额 > 文 else "否"', "T06"),
        ('"是" if 数 == 文 else "否"', "T06"),
        ('"是" if 文 in 文 else "否"', "T06"),
        ("列|大写", "T06"),
        ("列", "T07"),
        ("是非", "T07"),
        ("空间", "T07"),
        ("文.upper", "T04"),
        ("金额.value", "T04"),
        ("列[5]", "T04"),
        ("控制", "T14"),
    ],
)
def test_a_calculation_that_cannot_be_is_a_finding_with_its_place(inner: str, code: str) -> None:
    names = {
        "零": 0,
        "数": 1,
        "文": "一",
        "列": ["a"],
        "是非": True,
        "空间": Names("空间", {}),
        "控制": "a\x01b",
        "金额": Figure("金额", Decimal(1)),
        "人数": Figure("人数", Decimal(1), "人"),
    }
    _, findings = show(inner, names)
    assert [(found.code, found.place, found.quote) for found in findings] == [
        (code, "第1段", "{{ " + inner + " }}")
    ]


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ("数 + 2", "3"),
        ("-数", "-1"),
        ("1 / 8", "0.125"),
        ("0.1 + 0.2", "0.3"),
        ("7 % 3", "1"),
        ('"是" if 1 < 2 < 3 else "否"', "是"),
        ('"是" if 文 == "一" and not 零 else "否"', "是"),
        ('"是" if 文 in ("一", "二") else "否"', "是"),
        ("行.金额[列.编码]", "9"),
        ("表[0]", "甲"),
        ("甲乙", "A&amp;B &lt;局&gt; {{ x }}"),
    ],
)
def test_what_is_allowed_prints(inner: str, text: str) -> None:
    names = {
        "数": 1,
        "零": 0,
        "文": "一",
        "表": ["甲"],
        "甲乙": "A&B <局> {{ x }}",
        "行": Names("行", {"金额": {"301": 9}}),
        "列": Names("列", {"编码": "301"}),
    }
    assert show(inner, names) == (text, [])


def test_entries_are_computed_only_when_a_template_uses_them() -> None:
    asked: list[str] = []

    def entry(name: str) -> object:
        return lambda: asked.append(name) or name

    assert show("甲", {"甲": entry("甲"), "乙": entry("乙")}) == ("甲", [])
    assert asked == ["甲"]


def test_every_code_has_a_title() -> None:
    assert all(code.startswith("T") and title for code, (_, title) in CODES.items())
