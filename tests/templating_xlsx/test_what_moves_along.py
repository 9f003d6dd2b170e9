"""Whatever else the bureau put into the workbook moves with its cells and stays intact."""

from __future__ import annotations

import re
from typing import Any

import pytest

from report_author.figures.values import Names
from report_author.ooxml.package import Package
from report_author.templating.table_book import SheetUse
from report_author.templating.table_moves import Journey, Moves
from report_author.templating.table_writer import NumberLook
from tests.support.validator import validate
from tests.templating_xlsx.books import cells, compiled, faults, filled, lines, opened, rendered, template

SHEET = "xl/worksheets/sheet1.xml"


def rich(sheet: Any, book: Any) -> None:
    """A list from row 3 on (pattern row 4), with all sorts of things on it and below it."""
    sheet.write("A1", "标题")
    sheet.write("A2", "名称")
    sheet.write("A3", "{%tr for 行 in 行们 %}")
    sheet.set_row(3, 33)
    sheet.write("A4", "{{ 行.名称 }}")
    sheet.write("B4", "{{ 行.金额 }}")
    sheet.write("A5", "{%tr endfor %}")
    sheet.set_row(5, 45)
    sheet.write("A6", "合计")
    sheet.write_number("B6", 7)
    sheet.write_number("C6", 8)
    sheet.write_formula("D6", "=B6+$C$6", None, 15)
    sheet.write_url("A7", "https://example.org/", string="链接")
    sheet.freeze_panes(2, 1)
    sheet.repeat_rows(0, 1)
    sheet.print_area("A1:D7")
    sheet.autofilter("A2:B6")
    sheet.set_h_pagebreaks([5])
    sheet.conditional_format(
        "B4", {"type": "cell", "criteria": ">", "value": 100, "format": book.add_format({"bold": True})}
    )
    sheet.conditional_format("B4", {"type": "data_bar", "data_bar_2010": True})
    sheet.data_validation("C4", {"validate": "list", "source": "=$B$6:$C$6"})
    sheet.ignore_errors({"number_stored_as_text": "A4"})
    sheet.add_sparkline("E6", {"range": "表一!B6:C6"})
    sheet.insert_textbox("F6", "财政局填写说明", {"width": 100, "height": 40})
    sheet.write_comment("A6", "请核对")
    book.define_name("合计数", "=表一!$B$6")


@pytest.fixture(scope="module")
def source() -> Package:
    return template(rich)


@pytest.fixture(scope="module")
def finished(source: Package) -> Package:
    return rendered(source, {"行们": lines("10000", "20000", "30000")}).package


def test_heights_move_with_their_rows(finished: Package) -> None:
    xml = finished[SHEET].decode()
    assert re.findall(r'<row r="(\d+)"[^>]*\sht="(\d+)"', xml) == [
        ("3", "33"),
        ("4", "33"),
        ("5", "33"),
        ("6", "45"),
    ]


@pytest.mark.parametrize(
    "wanted",
    [
        '<dimension ref="A1:D7"/>',
        'xSplit="1" ySplit="2" topLeftCell="B3"',
        '<autoFilter ref="A2:B6"/>',
        '<conditionalFormatting sqref="B3:B5">',
        'sqref="C3:C5"',
        "<formula1>$B$6:$C$6</formula1>",
        '<hyperlink ref="A7"',
        '<ignoredError sqref="A3:A5"',
        "<xm:sqref>B3:B5</xm:sqref>",
        "<xm:f>表一!B6:C6</xm:f><xm:sqref>E6</xm:sqref>",
        '<c r="D6"><f>B6+$C$6</f><v>15</v></c>',
    ],
)
def test_everything_on_the_sheet_follows(finished: Package, wanted: str) -> None:
    assert wanted in finished[SHEET].decode()


@pytest.mark.parametrize(
    "wanted", ['_xlnm.Print_Area" localSheetId="0">表一!$A$1:$D$7<', ">表一!$1:$2<", '合计数">表一!$B$6<']
)
def test_defined_names_follow(finished: Package, wanted: str) -> None:
    assert wanted in finished["xl/workbook.xml"].decode()


def test_five_items_push_everything_two_rows_down(source: Package) -> None:
    package = rendered(source, {"行们": lines(*["10000"] * 5)}).package
    xml, book = package[SHEET].decode(), package["xl/workbook.xml"].decode()
    for wanted in (
        '<hyperlink ref="A9"',
        "<xm:f>表一!B8:C8</xm:f><xm:sqref>E8</xm:sqref>",
        '<c r="D8"><f>B8+$C$8</f>',
        '<brk id="7" ',
    ):
        assert wanted in xml
    assert ">表一!$A$1:$D$9<" in book and '合计数">表一!$B$8<' in book
    assert '<comment ref="A8"' in package["xl/comments1.xml"].decode()
    assert "<x:Row>7</x:Row>" in package["xl/drawings/vmlDrawing1.vml"].decode()
    rows = re.findall(r"<xdr:row>(\d+)</xdr:row>", package["xl/drawings/drawing1.xml"].decode())
    assert rows[0] == "7"


def test_without_items_the_filter_of_the_pattern_row_goes(source: Package) -> None:
    xml = rendered(source, {"行们": []}).package[SHEET].decode()
    assert 'sqref=""' not in xml and "<dataValidations" not in xml
    assert "<conditionalFormatting" not in xml.split("<extLst>")[0]


def test_the_text_box_itself_is_untouched(source: Package, finished: Package) -> None:
    assert finished["xl/drawings/drawing1.xml"] == source["xl/drawings/drawing1.xml"]
    assert "财政局填写说明" in finished["xl/drawings/drawing1.xml"].decode()


def test_what_has_no_cells_is_the_same_byte_for_byte(source: Package, finished: Package) -> None:
    changed = {name for name in source if finished.get(name) != source[name]}
    assert changed <= {SHEET, "xl/sharedStrings.xml", "xl/workbook.xml", "xl/drawings/vmlDrawing1.vml"}


@pytest.mark.slow
def test_the_finished_file_is_valid(source: Package, tmp_path: Any) -> None:
    from report_author.ooxml.package import write_package

    for count in (0, 1, 4):
        path = tmp_path / f"{count}.xlsx"
        write_package(rendered(source, {"行们": lines(*["10000"] * count)}).package, path)
        found = validate(path)
        if found is None:
            pytest.skip("没有安装 Open XML 校验程序")
        assert found == []


def test_a_sheet_without_tags_is_the_same_byte_for_byte() -> None:
    package = template(cells({"A1": "{{ 名 }}"}), rich_without_tags)
    assert (
        rendered(package, {"名": "甲"}).package["xl/worksheets/sheet2.xml"]
        == package["xl/worksheets/sheet2.xml"]
    )


def rich_without_tags(sheet: Any, book: Any) -> None:
    sheet.write("A1", "说明")
    sheet.write_formula("B1", "=1+1", None, 2)
    sheet.merge_range("A2:C2", "合并")


@pytest.mark.parametrize("formula", ["=A2*2", "=SUM(A1:A9)", "=SUM(A:A)", "=SUM(2:2)"])
def test_a_formula_over_tags_is_refused_for_its_stored_result_would_be_wrong(formula: str) -> None:
    def draw(sheet: Any, book: Any) -> None:
        sheet.write("A2", "{{ 数 }}")
        sheet.write_formula("C5", formula)

    assert [(found.code, found.place) for found in faults(draw)] == [("T20", "表一!C5")]


@pytest.mark.parametrize(
    ("draw", "place"),
    [
        (lambda sheet, book: sheet.set_footer("&C{{ 部门.全称 }}"), "表一（页眉页脚）"),
        (lambda sheet, book: sheet.insert_textbox("C3", "｛｛ 年度 ｝｝"), "表一（文本框）"),
        (lambda sheet, book: sheet.write_comment("A1", "此处写 {{ 行.合计 }}"), "表一（批注）"),
    ],
)
def test_a_tag_outside_of_cells_would_be_published_as_it_stands(draw: Any, place: str) -> None:
    assert [(found.code, found.place) for found in faults(draw)] == [("T02", place)]


def test_a_formula_on_another_sheet_is_refused_as_well() -> None:
    from report_author.templating.table_book import compile_book
    from tests.templating_xlsx.books import FILTERS

    package = template(cells({"A1": "{{ 数 }}"}), lambda sheet, book: sheet.write_formula("A1", "=表一!A1"))
    assert [(found.code, found.place) for found in compile_book(package, FILTERS)[1]] == [("T20", "表二!A1")]


def test_sheets_are_ordered_renamed_and_left_out_as_asked() -> None:
    def print_area(sheet: Any, book: Any) -> None:
        sheet.write("A1", "{{ 表名 }}")
        sheet.print_area("A1:B9")

    book = compiled(template(print_area, print_area, print_area))
    uses = [SheetUse("表三", "公开01表", {"表名": "丙"}), SheetUse("表一", "公开02表", {"表名": "甲"})]
    result = book.render(Names("", {}), uses, NumberLook())
    workbook = opened(result)
    assert workbook.sheetnames == ["公开01表", "公开02表"]
    assert [sheet["A1"].value for sheet in workbook] == ["丙", "甲"]
    assert [sheet.print_area for sheet in workbook] == ["'公开01表'!$A$1:$B$9", "'公开02表'!$A$1:$B$9"]
    assert "xl/worksheets/sheet2.xml" not in result.package
    assert [mark for mark in result.marks()] == []


@pytest.mark.parametrize(
    ("formula", "moved"),
    [
        ("SUM(A5:A9)", "SUM(A4:A11)"),
        ("$B$7+C$9", "$B$9+C$11"),
        ('"A9"&A9', '"A9"&A11'),
        ("表一!A9", "表一!A11"),
        ("'另 表'!A9", "'另 表'!A9"),
        ("LOG10(A9)", "LOG10(A11)"),
        ("合计数A9+1", "合计数A9+1"),
        ("9:9", "11:11"),
        ("A4", "#REF!"),
    ],
)
def test_references_of_a_formula_move(formula: str, moved: str) -> None:
    rows = Moves([1, 2, 3, 5, 5, 5, 5, 6, 7, 8, 9], None, 9, 0)
    assert Journey({"表一": rows, "另 表": Moves(None, None)}, {}).formula(formula, "表一") == moved


def test_a_thousand_merges_and_a_blank_grid_do_no_harm() -> None:
    sheet = filled(rich, {"行们": lines(*["10000"] * 200)})
    assert sheet.max_row == 204
