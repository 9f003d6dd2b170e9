"""The finished appendix as the public sees it."""

from __future__ import annotations

import io
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from report_author.appendix.book import make_appendix
from report_author.figures.values import Names
from report_author.ooxml.package import read_package, write_package
from tests.appendix.departments import (
    FOLDER,
    finished,
    finished_with,
    shipped_format,
    shipped_template,
    workbook,
)
from tests.support.validator import validate

EMPTY = "公开12表"


def sheets(which: str) -> list[Any]:
    """The fifteen tables of a department."""
    found = workbook(which).worksheets
    assert len(found) == 15
    return list(found)


def texts(sheet: Any) -> list[str]:
    return [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]


@pytest.fixture(params=["种子", "第二"])
def which(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_fifteen_sheets_in_order_each_with_its_official_title(which: str) -> None:
    book = workbook(which)
    assert book.sheetnames == [f"公开{n:02}表" for n in range(1, 16)]
    assert [sheet["A1"].value for sheet in book] == [table.title for table in shipped_format().tables]


def test_every_sheet_says_number_department_year_and_unit(which: str) -> None:
    for sheet in sheets(which):
        above, below = (
            [cell.value for cell in row if cell.value] for row in sheet.iter_rows(min_row=2, max_row=3)
        )
        assert above == ["2021年度", sheet.title]
        assert below[0][:3] in ("部门：", "单位：") and below[1] == "金额单位：万元", sheet.title


def test_nothing_was_missing_and_no_tag_is_left(which: str) -> None:
    assert finished(which).findings == ()
    for sheet in sheets(which):
        assert not [text for text in texts(sheet) if "{" in text or "【" in text], sheet.title


def test_an_empty_table_keeps_its_grid_and_says_why(which: str) -> None:
    for sheet in sheets(which):
        said = [text for text in texts(sheet) if text.startswith("说明：")]
        amounts = [
            cell.value
            for row in sheet.iter_rows(min_row=8)
            for cell in row
            if isinstance(cell.value, int | float) and cell.value
        ]
        assert bool(said) == (not amounts), sheet.title
        assert any(text.startswith("注：") for text in texts(sheet)), sheet.title


def test_the_empty_fund_table_of_the_seed_names_the_department() -> None:
    said = [text for text in texts(workbook("种子")[EMPTY]) if text.startswith("说明：")]
    assert said == [
        "说明：中共米易县委政法委员会2021年度没有政府性基金预算财政拨款“三公”经费支出，故本表无数据。"
    ]


def _note(number: str, **options: str) -> str:
    """The note of a table where the bureau made these choices."""
    fmt = replace(shipped_format(), options={**shipped_format().options, **options})
    made = finished_with(fmt)
    assert made.findings == ()
    book = openpyxl.load_workbook(io.BytesIO(write_package(made.package)))
    return next(text for text in texts(book[f"公开{number}表"]) if text.startswith("注："))


@pytest.mark.parametrize("number", ["10", "12"])
def test_the_note_says_which_budget_the_option_chose(number: str) -> None:
    assert "预算数为“三公”经费全年预算数，反映按规定程序调整后的预算数" in _note(number)
    chosen = _note(number, 三公预算数口径="年初预算数")
    assert "预算数为“三公”经费年初预算数" in chosen and "全年" not in chosen and "调整后" not in chosen


def test_notes_on_running_costs_and_left_out_columns_follow_their_options() -> None:
    assert "填列行政单位和参照公务员法管理的事业单位使用" in _note("15")
    assert "填列行政事业单位使用" in _note("15", 机关运行经费口径="全部公用")
    assert _note("07").endswith("全年没有发生的经济分类科目不列示。")
    assert "不列示" not in _note("07", 明细表隐去零列="否")


def test_every_amount_of_every_table_has_commas_and_two_decimals(which: str) -> None:
    for sheet in sheets(which):
        formats = {
            cell.number_format
            for row in sheet.iter_rows(min_row=5)
            for cell in row
            if isinstance(cell.value, float)
        }
        assert formats <= {"#,##0.00_ "}, (sheet.title, formats)


def test_the_published_amounts_of_the_seed() -> None:
    book = workbook("种子")
    six = {row[0]: row[4] for row in book["公开06表"].iter_rows(values_only=True)}
    assert [round(six[code], 2) for code in ("204", "208", "210", "221")] == [508.83, 46.30, 21.80, 37.74]
    assert round(six["合计"], 2) == 614.67
    assert round(book["公开01表"]["C33"].value, 2) == 1652.54


def test_every_figure_in_the_tables_is_traced(which: str) -> None:
    traced = {(mark.sheet, mark.cell) for mark in finished(which).marks()}
    assert traced
    for sheet in sheets(which):
        for row in sheet.iter_rows(min_row=8):
            for cell in row:
                if isinstance(cell.value, float):
                    assert (sheet.title, cell.coordinate) in traced, (sheet.title, cell.coordinate)


def test_head_rows_repeat_on_paper_and_stay_on_screen(which: str) -> None:
    for sheet in sheets(which):
        rows = int(sheet.print_title_rows.split("$")[-1])
        assert sheet.freeze_panes.lstrip("ABCDEFGH") == str(rows + 1), sheet.title
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        if sheet.print_title_cols:  # any number of columns: further pages repeat the left ones
            assert sheet.print_title_cols == "$A:$E" and sheet.page_setup.paperSize == 8
        else:
            assert sheet.page_setup.fitToWidth in (None, 1) and sheet.page_setup.paperSize == 9
        assert "&P" in sheet.oddFooter.center.text
        assert sheet.print_area.split("$")[-1] == str(sheet.max_row), sheet.title


def test_each_table_lies_on_its_paper(which: str) -> None:
    upright = {1, 6, 8, 9, 14, 15}
    for number, sheet in enumerate(sheets(which), start=1):
        wanted = "portrait" if number in upright else "landscape"
        assert sheet.page_setup.orientation == wanted, sheet.title


def test_a_small_department_has_one_page_for_each_table() -> None:
    setups = [sheet.page_setup for sheet in workbook("种子")]
    assert [(setup.fitToWidth or 1, setup.fitToHeight or 1) for setup in setups] == [(1, 1)] * 15


def test_a_sample_says_on_every_sheet_that_it_is_one() -> None:
    assert all(any("示例" in text for text in texts(sheet)) for sheet in workbook("种子"))
    assert not any(any("示例" in text for text in texts(sheet)) for sheet in workbook("1"))


def test_the_file_carries_its_title() -> None:
    core = finished("种子").package["docProps/core.xml"].decode()
    assert "<dc:title>2021年度中共米易县委政法委员会部门决算公开表</dc:title>" in core
    assert "<dc:creator>中共米易县委政法委员会</dc:creator>" in core


def test_nothing_of_the_templates_authors_stays_in_the_file() -> None:
    core = finished("种子").package["docProps/core.xml"].decode()
    assert not any(word in core for word in ("created", "modified", "lastModifiedBy"))


def _with_tables(edit: Any) -> Any:
    fmt = shipped_format()
    fmt = replace(fmt, tables=tuple(edit(list(fmt.tables))))
    names = Names(
        "",
        {
            "部门": Names("部门", {"全称": "甲局", "类别": "部门"}),
            "年度": 2021,
            "示例说明": "",
            "表": _blank_grids(),
        },
    )
    return make_appendix(shipped_template(), fmt, names, "部门", "公开表", "甲局")


def _blank_grids() -> Names:
    figures = dict.fromkeys(
        side + item for side in ("预算", "决算") for item in ("合计", "出国", "公车", "购置", "运行", "接待")
    )
    blank = {"行": [], "列": [], "有数据": False, "人员合计": None, "公用合计": None, **figures}
    return Names("表", {table.grid: Names(table.grid, blank) for table in shipped_format().tables})


def test_a_table_is_taken_out_by_the_list_alone() -> None:
    result = _with_tables(lambda tables: tables[:14])
    assert "xl/worksheets/sheet15.xml" not in result.package and result.findings == ()


def test_a_table_is_renumbered_and_renamed_by_the_list_alone(tmp_path: Path) -> None:
    import openpyxl

    def edit(tables: list[Any]) -> list[Any]:
        return [replace(tables[9], number="01", title="“三公”经费表"), replace(tables[0], number="02")]

    write_package(_with_tables(edit).package, tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["公开01表", "公开02表"]
    assert [book[name]["A1"].value for name in book.sheetnames] == ["“三公”经费表", "收入支出决算总表"]
    found = validate(tmp_path / "a.xlsx")
    assert found in (None, [])


def test_a_listed_table_without_a_sheet_is_told() -> None:
    result = _with_tables(lambda tables: [replace(tables[0], sheet="公开99表")])
    assert [(one.code, one.place) for one in result.findings] == [("T21", "表清单!A4")]


def test_a_note_that_quotes_an_unknown_name_is_told() -> None:
    result = _with_tables(lambda tables: [replace(tables[0], note="本表反映{部门.小名}情况。")])
    assert [(one.code, one.quote) for one in result.findings] == [("T21", "{部门.小名}")]


def test_the_finished_workbook_is_valid(which: str, tmp_path: Path) -> None:
    write_package(finished(which).package, tmp_path / "a.xlsx")
    found = validate(tmp_path / "a.xlsx")
    if found is None:
        pytest.skip("没有安装 Open XML 校验程序")
    assert found == []


@pytest.mark.needs_libreoffice
@pytest.mark.slow
def test_every_table_prints_without_overflow_on_its_paper(tmp_path: Path) -> None:
    soffice, pdftotext = shutil.which("soffice"), shutil.which("pdftotext")
    if not soffice or not pdftotext:
        pytest.skip("没有安装 LibreOffice 或 poppler")
    write_package(finished("种子").package, tmp_path / "a.xlsx")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, tmp_path / "a.xlsx"],
        check=True,
        capture_output=True,
    )
    text = subprocess.run(
        [pdftotext, "-layout", tmp_path / "a.pdf", "-"], check=True, capture_output=True, text=True
    ).stdout
    pages = [page for page in text.split("\f") if page.strip()]
    assert len(pages) == 15  # a page for each table, none for a note alone
    assert "###" not in text
    assert all("公开" in page and "金额单位" in page for page in pages)
    assert f"共 {len(pages)} 页" in pages[0]


def test_the_tool_writes_the_template_that_is_shipped(tmp_path: Path) -> None:
    from tools.make_appendix_template import build

    build(tmp_path / "a.xlsx")
    assert dict(read_package(tmp_path / "a.xlsx")) == dict(read_package(FOLDER / "部门决算公开表.xlsx"))
