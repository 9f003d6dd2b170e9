"""格式.xlsx: the bureau's choices, and what it is told when one is wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from report_author.model.findings import Finding, Severity
from report_author.model.format import OPTION_SPECS, find_formats, read_format
from report_author.ooxml.package import read_package
from tests.appendix.departments import FOLDER, finished_with, shipped_format


def edited(tmp_path: Path, edit: Callable[[Any], None], name: str = "test-2021") -> Path:
    """A folder with the shipped 格式.xlsx after ``edit`` of its workbook."""
    folder = tmp_path / "xlsx" / name
    folder.mkdir(parents=True)
    book = openpyxl.load_workbook(FOLDER / "格式.xlsx")
    edit(book)
    book.save(folder / "格式.xlsx")
    return folder


def found(tmp_path: Path, edit: Callable[[Any], None]) -> list[Finding]:
    return read_format(edited(tmp_path, edit))[1]


def row_of(sheet: Any, label: str) -> int:
    return next(cell.row for cell in sheet["A"] if cell.value == label)


def set_option(key: str, value: str | None) -> Callable[[Any], None]:
    def edit(book: Any) -> None:
        book["选项"].cell(row_of(book["选项"], key), 2).value = value

    return edit


def test_the_shipped_format_lists_fifteen_tables_in_order() -> None:
    fmt = shipped_format()
    assert [table.number for table in fmt.tables] == [f"{n:02}" for n in range(1, 16)]
    assert fmt.tables[14].title == "机关运行经费、资产占用情况及政府采购支出信息表"
    assert (fmt.id, fmt.name, fmt.year) == ("sichuan-2021", "四川2021年度（15表）", 2021)


def test_every_option_has_a_row_with_a_value_that_is_allowed() -> None:
    fmt = shipped_format()
    assert set(fmt.options) == {spec.key for spec in OPTION_SPECS}
    assert [spec.problem(fmt.options[spec.key]) for spec in OPTION_SPECS] == [""] * len(OPTION_SPECS)


def test_26_classes_are_listed_once_each() -> None:
    codes = [spec.code for spec in shipped_format().classes]
    assert len(codes) == len(set(codes)) == 26 and codes == sorted(codes)


def test_a_wrong_choice_names_its_cell_and_what_is_allowed(tmp_path: Path) -> None:
    (one,) = found(tmp_path, set_option("正文去尾零", "随便"))
    row = [spec.key for spec in OPTION_SPECS].index("正文去尾零") + 4
    assert (one.code, one.place, one.stated) == ("G13", f"选项!B{row}", "随便")
    assert "是、否" in one.advice


def test_a_number_that_is_no_number(tmp_path: Path) -> None:
    assert [one.code for one in found(tmp_path, set_option("变动幅度阈值", "三十"))] == ["G13"]


def test_an_option_left_out_takes_its_default_and_says_so(tmp_path: Path) -> None:
    def edit(book: Any) -> None:
        book["选项"].delete_rows(row_of(book["选项"], "表内零值"))

    fmt, findings = read_format(edited(tmp_path, edit))
    assert fmt is not None and fmt.option("表内零值") == "空白"
    assert [(one.code, one.severity) for one in findings] == [("G15", Severity.WARNING)]


def test_a_misspelt_option_suggests_the_right_one(tmp_path: Path) -> None:
    def edit(book: Any) -> None:
        book["选项"].cell(row_of(book["选项"], "零项列示"), 1).value = "零项列是"

    codes = {one.code: one for one in found(tmp_path, edit)}
    assert set(codes) == {"G11", "G15"} and "零项列示" in codes["G11"].advice


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "code"),
    [
        ("表清单", "A5", "01", "G10"),
        ("表清单", "B4", None, "G08"),
        ("表清单", "G4", "个别", "G09"),
        ("图清单", "C5", "图表：收支总体", "G10"),
        ("支出类", "A4", "20A", "G16"),
        ("支出类", "A5", "201", "G10"),
        ("名词解释", "C5", "其他", "G09"),
        ("名词解释", "D6", "有钱", "G09"),
        ("残留用语", "B4", "大概", "G09"),
        ("选项", "B3", "值", "G07"),
    ],
)
def test_every_mistake_is_told_with_its_cell(
    tmp_path: Path, sheet: str, cell: str, value: str | None, code: str
) -> None:
    def edit(book: Any) -> None:
        book[sheet][cell] = value

    findings = found(tmp_path, edit)
    assert [one.place.split("!")[0] for one in findings if one.code == code] == [sheet]


def test_a_broken_pattern_is_told(tmp_path: Path) -> None:
    def edit(book: Any) -> None:
        book["残留用语"]["A4"], book["残留用语"]["B4"] = "(", "正则"

    assert [(one.code, one.place) for one in found(tmp_path, edit)] == [("G17", "残留用语!A4")]


def test_a_missing_sheet_is_told_with_everything_else(tmp_path: Path) -> None:
    def edit(book: Any) -> None:
        del book["残留用语"]
        set_option("收支口径", "都行")(book)

    assert sorted(one.code for one in found(tmp_path, edit)) == ["G05", "G13"]


def test_a_file_that_is_no_workbook(tmp_path: Path) -> None:
    (tmp_path / "格式.xlsx").write_bytes(b"not a workbook")
    fmt, findings = read_format(tmp_path)
    assert fmt is None and [one.code for one in findings] == ["G01"]


def test_columns_may_be_moved_and_notes_written_beside(tmp_path: Path) -> None:
    def edit(book: Any) -> None:
        sheet = book["表清单"]
        sheet.insert_cols(1)
        sheet["A9"] = "备注"
        sheet.insert_rows(1)

    fmt, findings = read_format(edited(tmp_path, edit))
    assert findings == [] and fmt is not None and fmt.tables == shipped_format().tables


def test_templates_beside_the_workbook_win(tmp_path: Path) -> None:
    folder = edited(tmp_path, set_option("格式名称", "米易县2021年度"), "sichuan-2021")
    formats, findings = find_formats([folder.parents[1], FOLDER.parents[1]])
    assert findings == {} and [one.name for one in formats if one.id == "sichuan-2021"] == ["米易县2021年度"]


@pytest.mark.parametrize(
    ("code", "name", "meaning"),
    [
        ("2040201", "行政运行", "反映行政单位（包括实行公务员管理的事业单位）的基本支出。"),
        ("2010301", "行政运行", "反映行政单位（包括实行公务员管理的事业单位）的基本支出。"),
        ("2010306", "政务公开审批", "反映政务公开审批方面的支出。"),
        ("2049999", "其他公共安全支出", "反映除上述项目以外其他用于公共安全方面的支出。"),
    ],
)
def test_a_项_has_its_explanation(code: str, name: str, meaning: str) -> None:
    explained = shipped_format().explain(code, name)
    assert (explained.meaning, explained.generic) == (meaning, False)


def test_a_项_without_words_of_its_own_gets_the_general_ones() -> None:
    explained = shipped_format().explain("2050305", "高等职业教育")
    assert (explained.meaning, explained.generic) == ("反映高等职业教育方面的支出。", True)


def test_leftover_words_are_recognised() -> None:
    residues = shipped_format().residues
    texts = ["比2020年增加/减少0万元", "XX县XX局", "××单位", "审批____", "支出增加3万元"]
    assert [any(one.found_in(text) for one in residues) for text in texts] == [True, True, True, True, False]


def test_the_tool_writes_the_book_that_is_shipped(tmp_path: Path) -> None:
    from tools.make_format_book import build

    build(tmp_path / "格式.xlsx")
    assert dict(read_package(tmp_path / "格式.xlsx")) == dict(read_package(FOLDER / "格式.xlsx"))


def test_the_table_of_facts_is_what_the_book_lists(tmp_path: Path) -> None:
    def edit(book: Any) -> None:
        sheet = book["信息表"]
        sheet.delete_rows(row_of(sheet, "1.副部（省）级及以上领导用车"))
        sheet.cell(row_of(sheet, "（一）行政单位"), 1).value = "（一）机关本级"

    fmt, findings = read_format(edited(tmp_path, edit))
    assert fmt is not None and findings == []
    assert [line.label for line in fmt.facts[:3]] == [
        "一、机关运行经费",
        "（一）机关本级",
        "（二）参照公务员法管理事业单位",
    ]
    assert len(fmt.facts) == len(shipped_format().facts) - 1


@pytest.mark.parametrize(
    ("cell", "value", "code"),
    [("A6", None, "G08"), ("B6", "四", "G09"), ("A6", "单价{通用设备单介}万元以上", "G21")],
)
def test_a_wrong_line_of_the_table_of_facts_is_told(
    tmp_path: Path, cell: str, value: str | None, code: str
) -> None:
    def edit(book: Any) -> None:
        book["信息表"][cell] = value

    (one,) = found(tmp_path, edit)
    assert (one.code, one.place) == (code, f"信息表!{cell}")


def test_a_name_that_does_not_exist_is_told_with_its_cell() -> None:
    fmt = shipped_format()
    lines = (replace(fmt.facts[0], source="机关运行经费.合记", cell="信息表!C4"), *fmt.facts[1:])
    (one,) = finished_with(replace(fmt, facts=lines)).findings
    assert (one.code, one.place, one.quote) == ("G22", "格式.xlsx 信息表!C4", "机关运行经费.合记")
