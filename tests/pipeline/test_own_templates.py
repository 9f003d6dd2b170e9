"""A county changes its tables in Excel, in a templates folder beside its workbook; no program is touched."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from report_author.pipeline.building import Rendered, check, render
from report_author.pipeline.library import Library, shipped_root
from tests.support.samples import FOLDER, NAMES

FORMAT = "sichuan-2021"
Edit = Callable[[Any], None]


class County:
    """A workbook with its own templates; each may be edited before building."""

    def __init__(self, folder: Path) -> None:
        self.book = folder / NAMES[0]
        shutil.copy(FOLDER / NAMES[0], self.book)
        shutil.copytree(shipped_root(), folder / "templates")
        self.tables = folder / "templates" / "xlsx" / FORMAT

    def edit(self, name: str, change: Edit) -> None:
        book = openpyxl.load_workbook(self.tables / name)
        change(book)
        book.save(self.tables / name)

    def edit_list(self, change: Edit) -> None:
        """Edit 表清单 of the format book."""
        self.edit("格式.xlsx", lambda book: change(book["表清单"]))

    def built(self) -> tuple[Any, str]:
        """The finished tables, the text of the report."""
        made: Rendered = render(self.book)
        assert made.printed is not None, made.findings
        report = docx.Document(io.BytesIO(made.printed.report))
        text = "\n".join(paragraph.text for paragraph in report.paragraphs)
        return openpyxl.load_workbook(io.BytesIO(made.printed.tables)), text


@pytest.fixture
def county(tmp_path: Path) -> County:
    return County(tmp_path)


def _row(sheet: Any, number: str) -> int:
    return next(cell.row for cell in sheet["A"] if cell.value == number)


def test_templates_beside_the_workbook_are_said_to_be_used(county: County) -> None:
    [found] = check(county.book).findings
    assert (found.code, found.severity.value) == ("G31", "info")
    assert str(county.tables) == found.stated


def test_a_faulty_format_stops_nobody_who_uses_another(county: County) -> None:
    shutil.copytree(county.tables, county.tables.with_name("xin-2021"))
    county.edit("../xin-2021/格式.xlsx", lambda book: book.remove(book["支出类"]))
    told = {found.code: found for found in check(county.book, "sichuan-2021").findings}
    assert set(told) == {"G31"}
    [wrong] = check(county.book, "xin-2021").findings
    assert (
        wrong.severity.value == "error"
        and "支出类" in wrong.message
        and "xin-2021/格式.xlsx" in wrong.message
    )


def test_a_format_left_out_for_its_faults_is_named(tmp_path: Path) -> None:
    shutil.copytree(shipped_root() / "xlsx" / FORMAT, tmp_path / "xlsx" / "xin-2021")
    book = openpyxl.load_workbook(tmp_path / "xlsx" / "xin-2021" / "格式.xlsx")
    book.remove(book["支出类"])
    book.save(tmp_path / "xlsx" / "xin-2021" / "格式.xlsx")
    chosen, findings = Library.of((tmp_path, shipped_root())).choose(2021, "")
    assert chosen is not None and chosen.id == FORMAT
    assert [(found.code, found.stated) for found in findings] == [("G32", "xin-2021")]


def test_no_format_at_all_says_what_is_wrong_with_the_one_there_is(tmp_path: Path) -> None:
    (tmp_path / "xlsx" / "xin-2021").mkdir(parents=True)
    (tmp_path / "xlsx" / "xin-2021" / "格式.xlsx").write_bytes(b"no workbook")
    chosen, findings = Library.of((tmp_path,)).choose(2021, "")
    assert chosen is None and [found.code for found in findings] == ["G01"]


@pytest.mark.slow
def test_a_table_is_removed(county: County) -> None:
    county.edit_list(lambda sheet: sheet.delete_rows(_row(sheet, "15")))
    book, report = county.built()
    assert book.sheetnames == [f"公开{number:02}表" for number in range(1, 15)]
    assert "政府采购支出信息表" not in report


def test_a_table_is_renamed(county: County) -> None:
    title = "一般公共预算财政拨款基本支出决算明细表"

    def edit(sheet: Any) -> None:
        sheet.cell(_row(sheet, "08"), 2).value = title

    county.edit_list(edit)
    book, report = county.built()
    assert book["公开08表"]["A1"].value == title and title in report


@pytest.mark.slow
def test_two_tables_change_places(county: County) -> None:
    """“三公” comes last, as in the lists of later years."""

    def edit(sheet: Any) -> None:
        at = _row(sheet, "10")
        moved = [cell.value for cell in sheet[at]]
        sheet.delete_rows(at)
        sheet.append(moved)
        for number, row in enumerate(range(4, 19), start=1):
            sheet.cell(row, 1).value = f"{number:02}"

    county.edit_list(edit)
    book, report = county.built()
    titles = [sheet["A1"].value for sheet in book]
    assert titles[-1] == "一般公共预算财政拨款“三公”经费支出决算表"
    assert book.sheetnames[-1] == "公开15表" and book["公开15表"]["G8"].value == 4.17
    listed = [report.rindex(f"、{title}") for title in titles]
    assert listed == sorted(listed)


@pytest.mark.slow
def test_a_table_is_added(county: County) -> None:
    """A table of the county's own: what each 款 spent, drawn by hand on a new sheet."""

    def draw(book: Any) -> None:
        sheet = book.create_sheet("本县加表")
        for place, text in {
            "A1": "{{ 本表.名称 }}",
            "B2": "{{ 本表.表号 }}",
            "A3": "{%tr for 行 in 表.支出表.行 %}",
            "A4": "{%tr if 行.级 == 2 %}",
            "A5": "{{ 行.编码 }}{{ 行.名称 }}",
            "B5": "{{ 行.本年合计 }}",
            "A6": "{%tr endif %}",
            "A7": "{%tr endfor %}",
        }.items():
            sheet[place] = text

    county.edit("部门决算公开表.xlsx", draw)
    county.edit_list(
        lambda sheet: sheet.append(["16", "分款支出表", "本县加表", "支出表", "本表按款列示。", "", "全部"])
    )
    book, report = county.built()
    sheet = book["公开16表"]
    assert [sheet["A1"].value, sheet["B2"].value, sheet["A3"].value] == [
        "分款支出表",
        "公开16表",
        "20402公安",
    ]
    assert round(sheet["B3"].value, 2) == 508.83 and sheet.max_row == 7
    assert "分款支出表" in report


@pytest.mark.slow
def test_a_line_of_the_table_of_facts_is_reworded_and_another_is_left_out(county: County) -> None:
    def edit(book: Any) -> None:
        sheet = book["信息表"]
        at = next(cell.row for cell in sheet["A"] if cell.value == "二、资产占用情况")
        sheet.cell(at, 1).value = "二、国有资产占用情况"
        sheet.delete_rows(at + 2)

    county.edit("格式.xlsx", edit)
    labels = [cell.value for cell in county.built()[0]["公开15表"]["A"]]
    assert "二、国有资产占用情况" in labels and "1.副部（省）级及以上领导用车" not in labels


@pytest.mark.slow
def test_a_function_class_gets_its_new_name(county: County) -> None:
    def edit(book: Any) -> None:
        sheet = book["支出类"]
        sheet.cell(_row(sheet, "215"), 2).value = "资源勘探信息等支出"

    county.edit("格式.xlsx", edit)
    book, _ = county.built()
    assert "十四、资源勘探信息等支出" in [cell.value for cell in book["公开01表"]["D"]]


@pytest.mark.slow
def test_a_code_that_the_county_added_is_no_longer_doubted(tmp_path: Path) -> None:
    doubts = []
    for name in ("没有加", "加了"):
        (tmp_path / name).mkdir()
        county = County(tmp_path / name)
        book = openpyxl.load_workbook(county.book)
        for cell in (cell for sheet in book for row in sheet.iter_rows() for cell in row):
            if str(cell.value) == "2040250":
                cell.value = "2040277"
        book.save(county.book)
        if name == "加了":
            county.edit("格式.xlsx", lambda book: book["科目"].append(["2040277", "本地专项", "功能"]))
        found = render(county.book).findings
        doubts.append({one.stated for one in found if one.code == "V11"})
    assert doubts == [{"2040277"}, set()]
