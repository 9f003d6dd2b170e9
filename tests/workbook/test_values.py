"""How a typed cell is understood."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from report_author.model import choices
from report_author.model.codes import Codebook
from report_author.model.findings import Severity
from report_author.ooxml.sheets import CellKind, RawCell, parse_workbook
from report_author.workbook.messages import MESSAGES
from report_author.workbook.shape import (
    Column,
    Sign,
    choice,
    count,
    day,
    economic,
    function,
    long,
    money,
    number,
    text,
    yes_no,
)
from report_author.workbook.values import INVALID, ValueReader
from tests.workbook.conftest import Spoiler, codes

MONEY, SIGNED = money("amount", "金额"), money("amount", "金额", sign=Sign.UNUSUAL)
NUMBER, COUNT, YEAR, DAY = (
    number("score", "得分"),
    count("people", "人次"),
    count("year", "年度"),
    day("d", "日期"),
)
TEXT, LONG, YES = text("t", "名称"), long("t", "正文"), yes_no("y", "自评")
FUND, STYLE = choice("fund", "资金性质", choices.Fund), choice("n", "编号方式", choices.Numbering)


def read(column: Column, value: Any, **more: Any) -> tuple[Any, list[str]]:
    """The value of a cell with the codes found; a Decimal is a number cell, a str a text cell."""
    kind = more.pop("kind", CellKind.NUMBER if isinstance(value, Decimal) else CellKind.TEXT)
    number = value if isinstance(value, Decimal | date | bool) else None
    reader = ValueReader(Codebook.for_year(2021))
    found = reader.read(column, RawCell("A1", kind, str(value), number, **more), "表!A1")
    return ("错" if found is INVALID else found), [x.code for x in reader.findings]


@pytest.mark.parametrize(
    ("stored", "expected"),
    [
        ("0.30000000000000004", "0.30"),
        ("1234.5600000000001", "1234.56"),
        ("8155267.4000000004", "8155267.40"),
        ("1E+5", "100000.00"),
        ("-0", "0.00"),
        ("9999999999999.99", "9999999999999.99"),
    ],
)
def test_binary_noise_of_a_spreadsheet_is_not_money(stored: str, expected: str) -> None:
    value, found = read(SIGNED, Decimal(stored))
    assert (str(value), found) == (expected, [])


@pytest.mark.parametrize(
    ("column", "value", "expected", "found"),
    [
        (MONEY, Decimal("1.005"), Decimal("1.005"), ["V04"]),
        (MONEY, Decimal("1.00001"), Decimal("1.00001"), ["V04"]),
        (MONEY, Decimal("-1"), "错", ["V05"]),
        (SIGNED, Decimal("-1"), Decimal("-1.00"), ["V24"]),
        (MONEY, Decimal("1E13"), Decimal("10000000000000.00"), ["V17"]),
        (MONEY, Decimal("1E17"), "错", ["V17"]),
        (MONEY, "１，２３４．５元", Decimal("1234.50"), ["V03"]),
        (MONEY, "￥1,234,567.89", Decimal("1234567.89"), ["V03"]),
        (MONEY, " 12 ", Decimal("12.00"), ["V03"]),
        (MONEY, "12.345", Decimal("12.345"), ["V03", "V04"]),
        (MONEY, "1,23", "错", ["V02"]),
        (MONEY, "约三千", "错", ["V02"]),
        (MONEY, "①", "错", ["V02"]),
        (MONEY, "12.5万元", Decimal("125000.00"), ["V27"]),
        (MONEY, "约12.5万元", "错", ["V02"]),
        (MONEY, "50%", "错", ["V26"]),
        (MONEY, "—", None, ["V28"]),
        (MONEY, "  ", None, []),
        (NUMBER, "99.3%", Decimal("99.3"), ["V03"]),
        (NUMBER, Decimal("95.123456"), Decimal("95.123456"), []),
        (NUMBER, Decimal("0.30000000000000004"), Decimal("0.30000000"), []),
        (COUNT, Decimal("3"), 3, []),
        (COUNT, Decimal("3.5"), "错", ["V06"]),
        (COUNT, Decimal("-3"), "错", ["V05"]),
        (COUNT, "58人次", 58, ["V03"]),
        (COUNT, "若干", "错", ["V02"]),
        (YEAR, Decimal("2021"), 2021, []),
        (YEAR, "2021年度", 2021, ["V03"]),
        (YEAR, Decimal("21"), "错", ["V17"]),
        (DAY, "2022年9月1日", date(2022, 9, 1), []),
        (DAY, "2022-09-01", date(2022, 9, 1), []),
        (DAY, "2022/9/1", date(2022, 9, 1), []),
        (DAY, "２０２２.９.１", date(2022, 9, 1), []),
        (DAY, Decimal("20220901"), date(2022, 9, 1), []),
        (DAY, Decimal("44805"), date(2022, 9, 1), []),
        (DAY, "2022年2月30日", "错", ["V07"]),
        (DAY, "近日", "错", ["V07"]),
        (FUND, " 一般公共 预算", choices.Fund.GENERAL, []),
        (FUND, "财政资金", "错", ["V08"]),
        (STYLE, "(1)", choices.Numbering.SECOND, []),
        (STYLE, Decimal("1"), choices.Numbering.FIRST, []),
        (YES, "√", True, []),
        (YES, "否", False, []),
        (YES, "也许", "错", ["V08"]),
        (TEXT, Decimal("2021"), "2021", []),
        (TEXT, " 办公\n室　", "办公室", []),
        (LONG, "一\r\n\n　二 ", "一\n二", []),
        (LONG, "a\x01b", "错", ["V15"]),
        (LONG, "a\ufffe", "错", ["V15"]),
        (LONG, "a\ud800", "错", ["V15"]),
        (LONG, "长" * 32768, "错", ["V16"]),
        (function(), Decimal("2130101"), "2130101", []),
        (function(), " 213 01 01 ", "2130101", []),
        (function(), "２１３０１０１", "2130101", []),
        (function(), "2130101行政运行", "2130101", ["V29"]),
        (function(), "行政运行", "错", ["V20"]),
        (function(), Decimal("21301"), "错", ["V12"]),
        (function(), "9990101", "9990101", ["V11"]),
        (function(), "2080504", "2080504", ["V13"]),
        (function(), "2010308", "2010308", ["V30"]),
        (function(levels=(3,)), "213", "213", []),
        (economic(), Decimal("30217"), "30217", []),
        (economic(), "302", "错", ["V12"]),
    ],
)
def test_what_is_typed(column: Column, value: Any, expected: Any, found: list[str]) -> None:
    assert read(column, value) == (expected, found)


def test_a_code_that_the_dictionary_doubts_is_told_once_as_a_reminder() -> None:
    reader = ValueReader(Codebook.for_year(2021))
    for row in range(3):
        reader.read(function(), RawCell(f"B{row}", CellKind.TEXT, "2010308"), f"支出!B{row}")
    assert [(one.code, one.severity.value, one.place) for one in reader.findings] == [
        ("V30", "info", "支出!B0")
    ]


def test_dates_and_percentages_that_excel_made_of_text() -> None:
    assert read(TEXT, date(2021, 12, 31), kind=CellKind.DATE) == ("2021年12月31日", ["V25"])
    assert read(TEXT, Decimal("0.95"), percent=True) == ("95%", [])
    assert read(NUMBER, Decimal("0.993"), percent=True) == (Decimal("99.300"), [])
    assert read(MONEY, Decimal("0.5"), percent=True) == ("错", ["V26"])
    assert read(MONEY, date(2021, 1, 1), kind=CellKind.DATE) == ("错", ["V02"])


def test_formulas_without_result_and_errors() -> None:
    assert read(MONEY, "", kind=CellKind.UNCALCULATED, formula=True) == ("错", ["V09"])
    assert read(MONEY, "#REF!", kind=CellKind.ERROR) == ("错", ["V10"])
    assert read(YES, True, kind=CellKind.BOOL) == (True, [])


def test_a_wrong_choice_tells_the_list() -> None:
    reader = ValueReader(Codebook.for_year(2021))
    reader.read(FUND, RawCell("A1", CellKind.TEXT, "财政资金"), "支出!D7")
    (finding,) = reader.findings
    assert finding.place == "支出!D7"
    assert finding.stated == "财政资金"
    assert "政府性基金预算" in finding.advice


def test_an_amount_without_its_key_is_an_error_at_the_cell(spoiler: Spoiler) -> None:
    spoiler.put("支出", "H20", Decimal("5"))
    _, findings = spoiler.read()
    assert [(x.code, x.place) for x in findings] == [
        ("V01", "支出!B20"),
        ("V01", "支出!D20"),
        ("V01", "支出!E20"),
    ]


def test_a_basic_expenditure_needs_its_economic_code(spoiler: Spoiler) -> None:
    spoiler.clear("支出", "F7")
    _, findings = spoiler.read()
    assert [(x.code, x.place) for x in findings] == [("V01", "支出!F7")]


def test_a_paragraph_needs_words(spoiler: Spoiler) -> None:
    spoiler.put("文字材料", "B14", "重点工作")
    facts, findings = spoiler.read()
    assert [(x.code, x.place) for x in findings] == [("V01", "文字材料!E14")]
    assert facts is not None
    assert len(facts.texts) == 2


def test_all_mistakes_of_a_file_come_at_once(spoiler: Spoiler) -> None:
    spoiler.put("支出", "H7", "一百").put("收入与结转", "B7", "abc").put("首页", "C12", "去年").put(
        "预算数", "D11", "？"
    )
    facts, findings = spoiler.read()
    assert facts is None
    assert codes(findings) == ["V02", "V02", "V08", "V20"]


def test_rows_that_repeat_a_key_are_named(spoiler: Spoiler) -> None:
    for column, value in zip("BDE", ("2130101", "一般公共预算", "基本支出"), strict=True):
        spoiler.put("预算数", f"{column}12", value)
    spoiler.put("预算数", "F12", Decimal("1"))
    facts, findings = spoiler.read()
    assert [(x.code, x.severity, x.place) for x in findings] == [("V14", Severity.WARNING, "预算数!B12")]
    assert facts is not None
    assert len(facts.budgets) == 2


def test_names_to_quote_are_plain_and_unique(filled: bytes, spoiler: Spoiler) -> None:
    _, findings = spoiler.read()
    assert findings == []
    row = next(int(k[1:]) for k in _quotable_cells(spoiler))
    spoiler.put("文字材料", f"B{row + 1}", "粮食").put("文字材料", f"C{row + 1}", Decimal("1"))
    spoiler.put("文字材料", f"B{row + 2}", "1号（合同）").put("文字材料", f"C{row + 2}", Decimal("1"))
    _, findings = spoiler.read()
    assert codes(findings) == ["V21", "V23"]


def _quotable_cells(spoiler: Spoiler) -> list[str]:
    facts, _ = spoiler.read()
    assert facts is not None
    return [facts.quotables[0].cell("name").split("!")[1]]


def test_every_message_can_be_said() -> None:
    for code, (_, says, advice) in MESSAGES.items():
        words = {"label": "名", "stated": "甲", "expected": "乙", "other": "丙"}
        assert "{" not in says.format(**words), code
        assert "{" not in advice.format(**words), code
        assert says[-1] not in "。，" and advice[-1] not in "。，", code


def test_whatever_stands_in_the_cells_nothing_is_raised(filled: bytes) -> None:
    book = parse_workbook(filled)
    dice = random.Random(20211231)
    junk: list[tuple[CellKind, str, Any]] = [
        (CellKind.ERROR, "#DIV/0!", None),
        (CellKind.UNCALCULATED, "", None),
        (CellKind.BOOL, "1", True),
        (CellKind.DATE, "2021-01-01", date(2021, 1, 1)),
        (CellKind.NUMBER, "1E+300", Decimal("1E+300")),
        (CellKind.NUMBER, "-0.5", Decimal("-0.5")),
        (CellKind.TEXT, "list:incomes", None),
        (CellKind.TEXT, "sheet:home", None),
        (CellKind.TEXT, "金额", None),
        (CellKind.TEXT, "合计", None),
        (CellKind.TEXT, "{\x01}\ud800", None),
    ]
    for _ in range(60):
        spoiler = Spoiler(book)
        for _ in range(25):
            sheet = dice.choice(book.sheets[:14]).name
            kind, typed, value = dice.choice(junk)
            spoiler.put(
                sheet, f"{dice.choice('ABCDEFGHI')}{dice.randint(1, 40)}", typed, kind=kind, value=value
            )
        _, findings = spoiler.read()
        assert all(x.message and x.place for x in findings)
