"""The order, the grouping, the page in which findings are read."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest

from report_author.cli.listing import listing
from report_author.model.findings import Compared, Finding, Unchecked, error, info, warning
from report_author.pipeline.outcome import Outcome
from report_author.review.arrange import Spot, arrange, by_sheet, tally
from report_author.review.marked import marked_copy
from report_author.review.page import Checked, html_page
from report_author.workbook.create import workbook_bytes


def wrong(place: str, code: str = "R01", message: str = "不平。") -> Finding:
    return error(code, place, message, "请改正。", stated="1.00元", expected="2.00元")


NOTE = warning(
    "W03",
    "三公资产采购!F14",
    "超过预算 <b>12,600.00元</b>。",
    "请核对。",
    stated="162,600.00元",
    expected="150,000.00元",
)
MIXED = [
    info("V03", "支出!B9", "文字形式的数字。", "建议改成数字"),
    wrong("支出!H11"),
    wrong("支出!H7"),
    wrong("首页!C11"),
    wrong("上年数!C15", "V80", "“甲”要比较。"),
    wrong("上年数!C15", "V80", "“乙”要比较。"),
    NOTE,
    replace(NOTE, place="支出!H8", explanation="已批准。"),
    error("T04", "Word模板“五”标题下第3段", "没有这个名称", "请核对"),
]


def test_worst_first_what_is_to_be_written_later_then_the_workbooks_order_then_c7_before_c11() -> None:
    assert [(e.label, e.finding.place) for e in arrange(MIXED)] == [
        ("错误", "首页!C11"),
        ("错误", "支出!H7"),
        ("错误", "支出!H11"),
        ("错误", "Word模板“五”标题下第3段"),
        ("错误", "上年数!C15"),
        ("警告", "三公资产采购!F14"),
        ("提示", "支出!B9"),
        ("已核实", "支出!H8"),
    ]


def test_the_same_rule_at_the_same_cell_is_one_line() -> None:
    [entry] = [e for e in arrange(MIXED) if e.finding.code == "V80"]
    assert entry.times == 2 and "共 2 处" in entry.message
    assert tally(MIXED) == "错误 5 条，警告 1 条，提示 1 条，已核实 1 条"
    other = replace(MIXED[1], stated="9.00元")
    assert len(arrange([MIXED[1], other])) == 2


def test_sheets_with_the_worst_findings_come_first() -> None:
    assert [sheet for sheet, _ in by_sheet(arrange(MIXED))] == [
        "首页",
        "支出",
        "Word模板",
        "上年数",
        "三公资产采购",
    ]


@pytest.mark.parametrize(
    ("place", "group", "shown"),
    [
        ("支出!H12", "支出", "H12"),
        ("支出!H12、支出!H13", "支出", "H12（支出!H13）"),
        ("支出", "支出", ""),
        ("收入与结转·一般公共预算", "收入与结转", "一般公共预算"),
        ("审核公式!B5", "格式", "审核公式!B5"),
        ("公开01表!C9", "公开01表", "C9"),
        ("报告第 3 段", "报告", "第 3 段"),
        ("填报表.xlsx", "文件", "填报表.xlsx"),
    ],
)
def test_a_place_is_taken_apart(place: str, group: str, shown: str) -> None:
    spot = Spot.of(place)
    assert (spot.group, spot.shown) == (group, shown)


def test_the_terminal_says_what_to_correct_before_what_to_write() -> None:
    text = listing(
        Path("填报表.xlsx"), Outcome(tuple(MIXED), (Unchecked("W16", "没有上年数。"),)), building=False
    )
    heads = re.findall(r"^  〔.*", text, re.M)
    assert heads[:2] == ["  〔错误〕首页", "  〔错误〕支出"]
    assert heads[3] == "  〔待办〕报告要用、还没有写好的内容，1 处："
    assert "  先改这 4 处：首页!C11、支出!H7、支出!H11、Word模板　“五”标题下第3段。" in text
    assert heads[-1] == "  〔未核对〕W16：没有上年数。"
    assert text.count("上年数!C15") == 0 and text.count("C15　") == 1
    assert f"［{NOTE.number}］" in text
    assert "核实说明：已批准。" in text
    assert "填的是 162,600.00元；应为 150,000.00元" in text


def test_who_is_to_correct_is_said() -> None:
    def end(*findings: Finding) -> str:
        return listing(Path("甲.xlsx"), Outcome(findings), building=True).splitlines()[-1]

    template = error("T03", "Word模板第3段", "“部门”下没有“名称”", "请改正")
    clerk = error("V01", "首页!C11", "没有填“部门简称”", "请填写")
    assert "不在填报表" in end(template)
    assert "改好填报表" in end(clerk) and "改好填报表" in end(template, clerk)
    assert "填报表" not in end(error("F07", "甲.xlsx", "这不是 Excel 工作簿", "请选择"))


def test_a_list_without_warnings_does_not_explain_explaining() -> None:
    assert "方括号" not in listing(Path("表.xlsx"), Outcome((wrong("支出!H7"),)), building=True)


LACKING = Compared(("编制数",), ("批复数（没有填）", "上年数（没有填）"))
FIRST = "没有可核对的：批复数（没有填）、上年数（没有填）；没有发现问题不等于审核通过。"


@pytest.mark.parametrize("building", [True, False])
@pytest.mark.parametrize("found", [[], MIXED])
def test_what_was_not_held_is_said_before_anything_else(found: list[Finding], building: bool) -> None:
    lines = listing(Path("甲.xlsx"), Outcome(tuple(found), compared=LACKING), building=building).splitlines()
    assert lines[:2] == ["■ 甲.xlsx", f"  {FIRST}"]


def test_what_was_held_against_all_there_is_says_against_what() -> None:
    held = Compared(("批复数 42 项", "上年公开数 11 项", "编制数"))
    assert (
        held.line
        == "已对照：批复数 42 项、上年公开数 11 项、编制数；别的没有对照，没有发现问题不等于审核通过。"
    )
    assert Compared().line == ""


def test_the_page_and_the_marked_copy_begin_with_what_was_not_held() -> None:
    page = html_page([Checked("甲.xlsx", "2021年度甲局部门决算", [], compared=LACKING)])
    assert page.index(FIRST) < page.index("能核对的没有发现问题。")
    data = marked_copy(workbook_bytes({}, year=2021), "甲.xlsx", [], (), LACKING)
    assert data is not None
    front = openpyxl.load_workbook(io.BytesIO(data))["核对结果"]
    assert [front["A2"].value, front["A3"].value] == [
        FIRST,
        "甲.xlsx：能核对的没有发现问题。点蓝色的“位置”就到那一格。",
    ]


class _Page(HTMLParser):
    """The texts of a page, what it loads."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.loads: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.loads += [value or "" for name, value in attrs if name in ("src", "href")]

    def handle_data(self, data: str) -> None:
        self.texts.append(data.strip())


def test_the_page_needs_nothing_else_and_loses_nothing() -> None:
    source = html_page(
        [
            Checked("甲.xlsx", "2021年度甲局部门决算", MIXED, (Unchecked("W16", "没有上年数。"),)),
            Checked("乙.xlsx", "", ()),
        ]
    )
    page = _Page()
    page.feed(source)
    assert page.loads == [] and "url(" not in source and "@import" not in source
    text = "\n".join(page.texts)
    for words in (
        "超过预算 <b>12,600.00元</b>。",
        NOTE.number,
        "已批准。",
        "2021年度甲局部门决算",
        "乙.xlsx",
        "没有发现问题。",
        "没有上年数。",
    ):
        assert words in text
    assert "b" not in page.tags
    assert page.tags.count("tr") == sum(len(group) for _, group in by_sheet(arrange(MIXED))) + 5


def test_a_marked_copy_says_on_the_cell_what_the_list_says() -> None:
    data = marked_copy(
        workbook_bytes({}, year=2021), "填报表.xlsx", MIXED, (Unchecked("W16", "没有上年数。"),)
    )
    assert data is not None
    book = openpyxl.load_workbook(io.BytesIO(data))
    note = book["三公资产采购"]["F14"].comment.text
    assert (
        note
        == f"【警告】{NOTE.number}\n超过预算 <b>12,600.00元</b>。\n填的是 162,600.00元；应为 150,000.00元\n→ 请核对。"
    )
    assert "核实说明：已批准。" in book["支出"]["H8"].comment.text
    colours = {book["支出"][ref].fill.fgColor.rgb for ref in ("H7", "B9", "H8")}
    assert len(colours) == 3
    front = book["核对结果"]
    rows = [[cell.value for cell in row] for row in front.iter_rows(min_row=6)]
    assert [row[0] for row in rows] == [*["错误"] * 4, "错误·待办", "警告", "提示", "已核实", "未核对"]
    assert [cell.hyperlink.location if cell.hyperlink else None for cell in front["C"][5:]] == [
        "'首页'!C11",
        "'支出'!H7",
        "'支出'!H11",
        None,
        "'上年数'!C15",
        "'三公资产采购'!F14",
        "'支出'!B9",
        "'支出'!H8",
        None,
    ]


def test_what_is_no_workbook_gets_no_marked_copy() -> None:
    assert marked_copy(b"PK\x03\x04 broken", "坏.xlsx", MIXED) is None
    assert marked_copy(b"", "空.xlsx", MIXED) is None
