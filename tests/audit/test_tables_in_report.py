"""What a finance officer expects of tables that stand in the report itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import pytest

from report_author.audit.claims.report import Report, make_report
from report_author.audit.judges.grids import judge_grids
from report_author.audit.judges.relations import Doubt, NotJudged
from report_author.audit.reading.blocks import Block, Grid
from report_author.model.money import half_up
from report_author.ooxml.sheets import CellKind, RawSheet, parse_workbook
from tests.audit.cases import sample_case
from tests.audit.tables_made import broken, form, grid, held, report_of, rules, with_grid
from tests.checks.published import SECOND, SEED, tables

BY_NATURE = ("科目编码", "科目名称", "合计", "基本支出", "项目支出")
CODED = (
    ("", "合计", "1,500.00", "900.00", "600.00"),
    ("201", "一般公共服务支出", "1,200.00", "800.00", "400.00"),
    ("20101", "人大事务", "1,200.00", "800.00", "400.00"),
    ("2010101", "行政运行", "800.00", "800.00", ""),
    ("2010102", "一般行政管理事务", "400.00", "", "400.00"),
    ("221", "住房保障支出", "300.00", "100.00", "200.00"),
    ("22102", "住房改革支出", "300.00", "100.00", "200.00"),
    ("2210201", "住房公积金", "300.00", "100.00", "200.00"),
)


def said(*rows: Sequence[str], before: str = "") -> list[str]:
    return broken(judge_grids(with_grid(*rows, before=before)))


def with_row(number: int, *cells: str) -> list[Sequence[str]]:
    return [BY_NATURE, *CODED[:number], cells, *CODED[number + 1 :]]


def _printed(sheet: RawSheet, number: int) -> tuple[list[Block], Grid]:
    """A sheet as a Word table with its title lines."""
    last_row, last_column = max(row for row, _ in sheet.cells), max(column for _, column in sheet.cells)
    texts = [[""] * (last_column + 1) for _ in range(last_row + 1)]
    for (row, column), cell in sheet.cells.items():
        decimals = cell.kind is CellKind.NUMBER and "." in cell.text
        texts[row][column] = f"{half_up(cell.value, 2):,f}" if decimals else cell.text  # type: ignore[arg-type]
    merged: dict[tuple[int, int], tuple[int, int]] = {}
    for covered, first in sheet.merged.items():
        merged[first] = max(merged.get(first, first), covered)
    areas = tuple((r - 3, c, last[0] - r + 1, last[1] - c + 1) for (r, c), last in merged.items() if r >= 3)
    start = 10_000 * (number + 1)
    paragraphs = tuple(
        tuple(start + 10 + r * 100 + c for c in range(last_column + 1)) for r in range(last_row - 2)
    )
    lines = [
        Block(text, "附表", paragraph=start + n)
        for n, text in enumerate(t for row in texts[:3] for t in row if t)
    ]
    made = Grid(
        f"附表{number + 1}", tuple(map(tuple, texts[3:])), start + 10, merged=areas, paragraphs=paragraphs
    )
    cells = [
        Block(text, f"附表{number + 1}第{row}行第{column}格", "表格", paragraphs[row - 1][column - 1])
        for row, line in enumerate(texts[3:], start=1)
        for column, text in enumerate(line, start=1)
        if text
    ]
    return [*lines, *cells], made


@cache
def with_tables(name: str) -> Report:
    """The report of a sample with its fifteen tables in Word."""
    document = sample_case(name).document
    sheets = parse_workbook(tables(name)).sheets
    made = [_printed(sheet, number) for number, sheet in enumerate(sheets)]
    blocks = (*document.blocks, *(block for lines, _ in made for block in lines))
    return make_report(
        replace(document, blocks=blocks, grids=(*document.grids, *(table for _, table in made)))
    )


def retyped(report: Report, place: str, row: int, column: int, text: str) -> Report:
    """The report with another text in one cell of a table."""
    grids = []
    for each in report.document.grids:
        if each.place == place:
            rows = [list(cells) for cells in each.rows]
            rows[row - 1][column - 1] = text
            each = replace(each, rows=tuple(map(tuple, rows)))
        grids.append(each)
    return replace(report, document=replace(report.document, grids=tuple(grids)))


@pytest.mark.parametrize("name", [SEED, SECOND])
def test_published_tables_in_word_that_agree_with_the_text(name: str) -> None:
    for given in (rules(), None):
        found = [*judge_grids(with_tables(name), given)]
        assert broken(found) == []
        assert held(found) >= 60


def test_a_cell_of_a_table_in_word_against_text_and_rules() -> None:
    wrong = [*judge_grids(retyped(with_tables(SECOND), "附表6", 5, 5, "1,578.42"), rules())]
    assert (
        len(
            [
                each
                for each in wrong
                if isinstance(each, Doubt) and each.code == "C52" and each.severity.label == "错误"
            ]
        )
        == 1
    )
    assert "附表6第5行第5格" in {each.place for each in wrong if isinstance(each, Doubt)}
    assert not any("表格5!" in message for message in broken(wrong))


def test_a_table_whose_columns_cannot_be_understood_is_not_checked() -> None:
    report = with_tables(SECOND)
    for row in (5, 6, 9, 14, 19, 22, 27):
        report = retyped(report, "附表6", row, 6, "77.77")
    found = [*judge_grids(report, rules())]
    assert any(isinstance(each, NotJudged) and each.place == "附表6" for each in found)


def test_sums_of_codes_columns_and_totals_that_hold() -> None:
    found = [*judge_grids(with_grid(BY_NATURE, *CODED))]
    assert broken(found) == []
    assert held(found) >= 15


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (with_row(0, "", "合计", "1,500.00", "910.00", "600.00"), "各行之和"),
        (with_row(3, "2010101", "行政运行", "810.00", "800.00", ""), "下级科目之和"),
        (with_row(5, "221", "住房保障支出", "300.00", "100.00", "210.00"), "右边各栏之和"),
    ],
)
def test_a_wrong_sum_is_found(rows: list[Sequence[str]], words: str) -> None:
    wrong = said(*rows)
    assert wrong and any(words in message for message in wrong)


def test_rounding_is_no_wrong_sum() -> None:
    assert (
        said(
            ("项目", "金额", "数量"),
            ("甲", "1.11", "1"),
            ("乙", "2.22", "2"),
            ("丙", "3.34", "3"),
            ("合计", "6.66", "6"),
        )
        == []
    )


def test_codes_split_over_three_columns() -> None:
    rows = [
        ("类", "款", "项", "科目名称", "合计", "基本支出", "项目支出"),
        ("201", "", "", "一般公共服务支出", "30", "10", "20"),
        ("201", "06", "", "财政事务", "30", "10", "20"),
        ("201", "06", "01", "行政运行", "10", "10", ""),
        ("201", "06", "02", "一般行政管理事务", "20", "", "20"),
        ("221", "", "", "住房保障支出", "6", "6", ""),
        ("221", "02", "", "住房改革支出", "6", "6", ""),
        ("221", "02", "01", "住房公积金", "6", "6", ""),
    ]
    assert said(*rows) == []
    assert len(said(*rows[:4], ("201", "06", "02", "一般行政管理事务", "25", "", "20"), *rows[5:])) == 2


def test_a_list_that_is_not_meant_to_add_up_is_left_alone() -> None:
    """Some of the rows only, rows inside rows, subtotals: nobody can know what adds up."""
    assert said(("项目", "金额"), ("其中：甲", "3"), ("乙", "4"), ("合计", "100")) == []
    assert (
        said(("项目", "金额"), ("一般项目", "30"), ("（一）甲", "10"), ("（二）乙", "20"), ("合计", "30"))
        == []
    )
    assert (
        said(
            ("年份", "人数", "面积"),
            ("2019年", "31", "205.5"),
            ("2020年", "33", "210"),
            ("2021年", "35", "212"),
        )
        == []
    )


def test_a_plain_list_that_nearly_adds_up_is_a_question() -> None:
    wrong = said(("项目", "金额"), ("甲", "30"), ("乙", "40"), ("丙", "50"), ("合计", "127"))
    assert len(wrong) == 1 and "合计是127，各行之和是120，少7" in wrong[0]


EXECUTION = [
    ("项目资金（万元）", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"),
    ("年度资金总额", "100", "120", "90", "10", "{}", "7.5"),
]


def test_the_rate_of_execution_in_a_self_evaluation() -> None:
    for right in ("75%", "75.00%", "75", "0.75"):
        assert said(EXECUTION[0], [cell.format(right) for cell in EXECUTION[1]]) == []
    wrong = said(EXECUTION[0], [cell.format("90%") for cell in EXECUTION[1]])
    assert len(wrong) == 1 and "写的是90%，应为75%" in wrong[0]


def scores(*got: str, total: str) -> list[str]:
    head = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分")
    rows = [("产出指标", "数量指标", f"指标{n}", "10个", "10个", "50", each) for n, each in enumerate(got)]
    return said(head, *rows, ("总分", "", "", "", "", "100", total))


def test_scores_of_a_self_evaluation() -> None:
    assert scores("50", "45", total="95") == []
    assert scores("50", "45", total="98") == ["C49 自评总分与各项得分之和不等：总分98，各项之和95。"]
    assert scores("52", "45", total="97") == ["C49 得分52高于分值50。"]


FORM = (
    "主管部门及代码",
    "某县林业局 301",
    "实施单位",
    "某县林业局",
    "项目预算执行情况",
    "（万元）",
    "预算数：",
    "{}",
    "执行数：",
    "{}",
)


def test_yuan_in_a_form_headed_wan() -> None:
    assert broken(judge_grids(form(*[cell.format("16.74") for cell in FORM]))) == []
    wrong = broken(judge_grids(form(*[cell.format("167375元") for cell in FORM])))
    assert wrong == ["C10 自评表的表头写的金额单位是万元，格里填的却是“167375元”。"]
    in_yuan = [cell.replace("（万元）", "（元）").format("167375元") for cell in FORM]
    assert broken(judge_grids(form(*in_yuan))) == []


@pytest.mark.parametrize(
    "organ", ["中共某县委政法委员会", "某县财政局 101001", "101", "县政府办", "某镇人民政府", "无"]
)
def test_departments_are_departments(organ: str) -> None:
    assert broken(judge_grids(form("主管部门及代码", organ, "实施单位", "某单位"))) == []


def test_the_project_in_the_place_of_the_department() -> None:
    wrong = broken(judge_grids(form("主管部门及代码", "全响应中心提档升级项目", "实施单位", "某单位")))
    assert len(wrong) == 1 and wrong[0].startswith("C49 ")


def test_results_copied_from_targets_are_a_hint_for_each_form() -> None:
    copied = "提升群众法治意识"
    found = [
        *judge_grids(
            form(
                "主管部门",
                "某县林业局",
                "社会效益指标",
                copied,
                copied,
                copied,
                "时效",
                "2021年1-12月",
                "2021年1-12月",
            )
        )
    ]
    assert [(each.code, each.severity.label) for each in found if isinstance(each, Doubt)] == [
        ("C50", "提示")
    ]
    assert [*judge_grids(form("主管部门", "某县林业局", "社会效益指标", copied, copied, "已明显提升"))] == []


EMPTY = [
    ("项目", "", "", "年初结转和结余", "本年收入", "本年支出", "年末结转和结余"),
    ("合计", "", "", "", "", "", ""),
]


def empty_fund_table(*notes: str) -> list[str]:
    """The tables of a sample, that of the funds without figures, with ``notes`` below it."""
    report = with_tables(SECOND)
    blocks = [block for block in report.document.blocks if not block.place.startswith("附表11第")]
    at = next(number for number, block in enumerate(blocks) if block.text == "公开11表") + 3
    cells = [
        Block(text, f"附表11第{row}行第{n}格", "表格", 990_000)
        for row, line in enumerate(EMPTY, start=1)
        for n, text in enumerate(line, start=1)
        if text
    ]
    after = [Block(text, "附表", paragraph=990_001) for text in notes]
    grids = [
        replace(each, rows=tuple(EMPTY), merged=(), paragraphs=()) if each.place == "附表11" else each
        for each in report.document.grids
    ]
    document = replace(
        report.document, blocks=(*blocks[:at], *cells, *after, *blocks[at:]), grids=tuple(grids)
    )
    return broken(judge_grids(replace(report, document=document), rules()))


def test_an_empty_table_says_so_below_it() -> None:
    assert empty_fund_table("说明：本部门2021年度没有政府性基金预算收入和支出，故本表无数据。") == []
    assert empty_fund_table("本部门2021年度没有政府性基金预算收入和支出，故为空表。") == []
    assert empty_fund_table() == ["C52 这张表没有数据，也没有说明。"]


def test_a_report_without_tables() -> None:
    assert [*judge_grids(report_of("2021年收入10万元。"), rules())] == []
    assert held(judge_grids(report_of("", grids=(grid(BY_NATURE),)))) == 0
