"""The sheet 审核公式: every rule can hold and can fail; a broken rule is reported as one; a new rule takes no code."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

import pytest

from report_author.checks.clerk_names import ROOTS, options
from report_author.checks.facts import ODD_RULES, check_facts
from report_author.checks.judge import judge
from report_author.checks.rulebook import Rule, compile_rules
from report_author.checks.tables import grids_of, located
from report_author.figures.values import Names
from report_author.figures.vocabulary import vocabulary
from report_author.model.findings import Finding
from report_author.model.format import RuleSpec
from report_author.ooxml.sheets import CellKind, RawCell, RawWorkbook, parse_workbook
from tests.checks.books import checked, rule_book
from tests.checks.published import SECOND, SEED, tables
from tests.figures.books import account_of, seed_facts, shipped_format

RULES = {rule.spec.code: rule for rule in rule_book().rules}
ON_TABLES = [code for code, rule in RULES.items() if rule.reads != "填报表"]
ON_FACTS = [code for code, rule in RULES.items() if rule.reads == "填报表"]


@cache
def book_of(name: str) -> RawWorkbook:
    return parse_workbook(tables(name))


def names_of(book: RawWorkbook) -> Names:
    return Names("", {"表": Names("表", grids_of(located(book), 2021)), "选项": options(shipped_format())})


@cache
def untouched(name: str) -> Names:
    return names_of(book_of(name))


def with_amount(book: RawWorkbook, place: str, change: Decimal) -> RawWorkbook:
    """The workbook with one amount changed."""
    title, _, ref = place.partition("!")
    sheets = []
    for sheet in book.sheets:
        cells = dict(sheet.cells)
        if sheet.name == title:
            letters = ref.rstrip("0123456789")
            column = 0
            for letter in letters:
                column = column * 26 + ord(letter) - 64
            key = (int(ref[len(letters) :]) - 1, column - 1)
            old = cells.get(key)
            value = change + (old.value if old and isinstance(old.value, Decimal) else 0)
            cells[key] = RawCell(ref, CellKind.NUMBER, str(value), value)
        sheets.append(dataclasses.replace(sheet, cells=cells))
    return RawWorkbook(tuple(sheets))


def cells_judged(rule: Rule, names: Names) -> list[str]:
    """Every cell the rule looks at: with an impossible tolerance all its cases are breaches."""
    strict = dataclasses.replace(rule, tolerance=Decimal(-(10**15)))
    return sorted({cell for breach in judge([strict], names).breaches for cell in breach.cells})


def breaking(rule: Rule) -> Iterator[tuple[str, str, Decimal]]:
    """A wrong amount that the rule notices: the sample, the cell, the change."""
    for name in (SECOND, SEED):
        for cell in cells_judged(rule, untouched(name))[:40]:
            for change in (Decimal(1000000), Decimal(-1000000)):
                wrong = judge([rule], names_of(with_amount(book_of(name), cell, change)))
                if wrong.breaches:
                    yield name, cell, change
                    return


#: rules about codes: (sheet, a code there, the code that must not stand there)
WRONG_CODES = {
    "R42": ("公开08表", "302", "309"),
    "R64-1": ("公开06表", "208", "223"),
    "R64-2": ("公开11表", "212", "223"),
}


def with_code(book: RawWorkbook, title: str, code: str, wrong: str) -> RawWorkbook:
    """The workbook with one code changed on one sheet."""
    sheets = []
    for sheet in book.sheets:
        cells = {
            key: dataclasses.replace(cell, text=wrong) if sheet.name == title and cell.text == code else cell
            for key, cell in sheet.cells.items()
        }
        sheets.append(dataclasses.replace(sheet, cells=cells))
    return RawWorkbook(tuple(sheets))


def test_the_untouched_sample_breaks_no_rule() -> None:
    findings, unchecked = checked(seed_facts())
    assert findings == [] and unchecked == []


def test_the_shipped_rules_are_all_sound() -> None:
    assert rule_book().findings == ()
    assert len(RULES) == len(shipped_format().rules) > 150


def test_every_rule_says_what_it_compares_and_what_to_do() -> None:
    for code, rule in RULES.items():
        spec = rule.spec
        assert spec.name and spec.left and spec.advice.startswith("请"), code
        assert spec.severity in ("错误", "警告", "提示"), code
        explained = spec.applies == "表格" or "核实说明" in spec.advice or code == "W24"
        assert spec.severity != "警告" or explained, code


def test_the_root_names_are_those_of_the_vocabulary() -> None:
    own = {"填报", "选项"}
    assert set(vocabulary(account_of(seed_facts()))) >= ROOTS - own


def test_the_rules_left_in_python_are_few_and_say_why() -> None:
    """A habit: a new rule goes into the rule book; this number grows only with a reason."""
    assert len(ODD_RULES) <= 22
    assert all(odd.why and odd.rule.__doc__ for odd in ODD_RULES)


def spec_of(formula: str, **more: str) -> RuleSpec:
    fields = {
        "code": "X1",
        "name": "试写的公式",
        "severity": "错误",
        "applies": "填报表",
        "advice": "请核对。",
        "left": "甲",
        "right": "乙",
    }
    return RuleSpec(**{**fields, "formula": formula, "cell": "审核公式!C200", **more})


def findings_with(spec: RuleSpec) -> list[Finding]:
    fmt = dataclasses.replace(shipped_format(), rules=(spec,))
    account = account_of(seed_facts(), fmt)
    return check_facts(account, vocabulary(account), compile_rules(fmt))[0]


def test_a_new_rule_takes_no_code() -> None:
    [found] = findings_with(
        spec_of("支出.基本支出 ≥ 支出.项目支出", message="{年度}年基本支出应当多于项目支出")
    )
    assert found.code == "X1" and found.message.startswith("2021年基本支出应当多于项目支出：甲比乙少 8,")
    assert findings_with(spec_of("支出.基本支出 ＋ 支出.项目支出 ＝ 支出.本年合计")) == []
    assert (
        findings_with(
            spec_of(
                "逐行：填报.支出，其中 行.支出性质 = “基本支出”\n若：行.金额 > 0 且 行.金额 < 100\n行.金额 = 0"
            )
        )
        == []
    )


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"formula": "支出.基本支岀 = 0"}, "支出"),
        ({"formula": "没有这个 = 0"}, "没有这个"),
        ({"formula": "支出.基本支出"}, "没有等号"),
        ({"formula": "支出.基本支出 = 1 = 2"}, "不止一个"),
        ({"formula": "支出.基本支出 + = 0"}, "写法有误"),
        ({"formula": "删除(支出) = 0"}, "不能调用函数"),
        ({"formula": "支出.基本支出|乱写 = 0"}, "乱写"),
        ({"formula": "逐行：填报.支出\n行.钱数 = 0"}, "钱数"),
        ({"formula": "逐行：填报.支出"}, "最后一行"),
        ({"formula": ""}, "没有写等式"),
        ({"formula": "部门.全称 + 1 = 0"}, "不能参加"),
        ({"formula": "支出.基本支出 = 0", "severity": "严重"}, "级别"),
        ({"formula": "支出.基本支出 = 0", "applies": "全省"}, "适用范围"),
        ({"formula": "支出.基本支出 = 0", "tolerance": "一点"}, "容差"),
        ({"formula": "支出.基本支出 = 0", "advice": ""}, "怎么改"),
        ({"formula": "支出.基本支出 = 0", "message": "{没有这个}"}, "没有这个"),
        ({"formula": "支出.基本支出 = 0 ** 2"}, "乘方"),
        ({"formula": "支出.基本支出 ≤ 5,000"}, "多了逗号"),
    ],
)
def test_a_broken_rule_is_reported_at_its_row_not_as_bad_data(fields: dict[str, str], told: str) -> None:
    [found] = findings_with(spec_of(**fields))
    assert (found.code, found.place) == ("G20", "审核公式!C200")
    assert told in found.message and "与填报的数据无关" in found.advice


def test_a_broken_rule_does_not_stop_the_others() -> None:
    fmt = dataclasses.replace(
        shipped_format(),
        rules=(spec_of("没有这个 = 0"), spec_of("支出.基本支出 = 0", code="X2", cell="审核公式!C201")),
    )
    account = account_of(seed_facts(), fmt)
    assert [each.code for each in check_facts(account, vocabulary(account), compile_rules(fmt))[0]] == [
        "G20",
        "X2",
    ]


def test_a_tolerance_is_in_yuan() -> None:
    wrong = "支出.基本支出 = 支出.本年合计 - 支出.项目支出 + 1"
    assert [each.code for each in findings_with(spec_of(wrong, tolerance="0.99"))] == ["X1"]
    assert findings_with(spec_of(wrong, tolerance="1")) == []


def test_a_rule_for_units_leaves_departments_alone() -> None:
    assert findings_with(spec_of("支出.基本支出 = 0", applies="填报表、单位")) == []
    assert findings_with(spec_of("支出.基本支出 = 0", applies="填报表、部门"))
