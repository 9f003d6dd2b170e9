"""What a cell shows: exact numbers, text that stays text, blanks that are meant."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report_author.figures.figure import Figure
from report_author.figures.values import Names, Wanted
from report_author.model.findings import error
from report_author.ooxml.package import write_package
from report_author.templating.table_book import compile_book
from report_author.templating.table_writer import NumberLook
from tests.templating_xlsx.books import (
    FILTERS,
    all_sheets,
    cells,
    compiled,
    filled,
    money,
    opened,
    rendered,
    template,
)

XML_TEXT = st.text(
    st.characters(
        exclude_categories=["Cs", "Cc"],
        exclude_characters="".join(map(chr, [*range(0xFDD0, 0xFDF0), 0xFFFE, 0xFFFF])),
    ),
    min_size=1,
    max_size=40,
).filter(lambda text: text.strip() != "")


def test_the_amount_in_万元_is_exact_behind_its_two_decimals() -> None:
    sheet = filled(cells({"A1": "{{ 支出 }}"}), {"支出": money("6146681.19")})
    assert sheet["A1"].value == 614.668119
    assert sheet["A1"].data_type == "n"


def test_a_format_in_元_gets_the_amount_as_it_is() -> None:
    look = NumberLook("元", "空白")
    assert filled(cells({"A1": "{{ 支出 }}"}), {"支出": money("6146681.19")}, look)["A1"].value == 6146681.19


@pytest.mark.parametrize(("zero", "shown"), [("空白", None), ("0.00", 0), ("—", "—")])
def test_a_zero_amount_is_written_as_the_format_says(zero: str, shown: object) -> None:
    assert (
        filled(cells({"A1": "{{ 支出 }}"}), {"支出": money("0")}, NumberLook("万元", zero))["A1"].value
        == shown
    )


def test_a_count_of_zero_is_a_zero() -> None:
    sheet = filled(cells({"A1": "{{ 车辆 }}"}), {"车辆": Figure("车辆数", Decimal(0), "辆")})
    assert sheet["A1"].value == 0


def test_a_negative_carry_over_keeps_its_sign() -> None:
    assert filled(cells({"A1": "{{ 结转 }}"}), {"结转": money("-1234.50")})["A1"].value == -0.12345


def test_a_code_is_text_although_it_looks_like_a_number() -> None:
    sheet = filled(cells({"A1": "{{ 编码 }}"}), {"编码": "2040201"})
    assert (sheet["A1"].value, sheet["A1"].data_type) == ("2040201", "s")


@pytest.mark.parametrize("text", ["=1+1", "+86", "-无", "@某人", '=HYPERLINK("http://x")'])
def test_text_that_begins_like_a_formula_is_never_one(text: str) -> None:
    sheet = filled(cells({"A1": "{{ 文字 }}"}), {"文字": text})
    assert (sheet["A1"].value, sheet["A1"].data_type) == (text, "s")


@given(XML_TEXT)
def test_any_text_comes_back_as_it_was(text: str) -> None:
    result = rendered(
        template(cells({"A1": "{{ 文字 }}", "B1": "前{{ 文字 }}后", "A2": "末"})), {"文字": text}
    )
    sheet = opened(result)["表一"]
    assert sheet["A2"].value == "末"
    assert _as_excel(sheet["A1"].value) == text
    assert _as_excel(sheet["B1"].value) == f"前{text}后"


def _as_excel(stored: str) -> str:
    """Excel decodes ``_x005F_`` to an underscore; openpyxl leaves it."""
    return stored.replace("_x005F_", "_")


def test_what_excel_would_decode_stays_as_typed() -> None:
    package = rendered(template(cells({"A1": "{{ 文字 }}"})), {"文字": "_x0041_"}).package
    assert b"_x005F_x0041_" in package["xl/worksheets/sheet1.xml"]


def test_text_beside_a_tag_makes_a_sentence() -> None:
    sheet = filled(
        cells({"A1": "截至{{ 年度 }}年，共{{ 支出|万元 }}万元"}), {"年度": 2021, "支出": money("12300")}
    )
    assert sheet["A1"].value == "截至2021年，共1.23万元"


def test_money_in_a_sentence_must_say_its_unit() -> None:
    result = rendered(template(cells({"A1": "共{{ 支出 }}"})), {"支出": money("12300")})
    assert [(found.code, found.place) for found in result.findings] == [("T07", "表一!A1")]


def test_all_misspelt_names_come_at_once_each_with_its_cell() -> None:
    draw = cells({"A1": "{{ 支处 }}", "C7": "共{{ 部门.全程 }}"})
    result = rendered(template(draw), {"支出": money("1"), "部门": Names("部门", {"全称": "甲"})})
    assert [(found.code, found.place) for found in result.findings] == [
        ("T04", "表一!A1"),
        ("T04", "表一!C7"),
    ]
    assert "支出" in result.findings[0].advice
    assert "全称" in result.findings[1].advice


def test_a_text_nobody_wrote_yet_reports_itself() -> None:
    wanted = Wanted(error("V81", "原因说明!C3", "还没有填", "请填写"))
    result = rendered(template(cells({"A1": "{{ 原因 }}"})), {"原因": wanted})
    assert [found.place for found in result.findings] == ["原因说明!C3"]


def test_a_blank_field_of_a_row_is_a_blank_cell() -> None:
    sheet = filled(cells({"A1": "{{ 甲 }}", "B1": "{{ 乙 }}", "C1": "有"}), {"甲": None, "乙": ""})
    assert (sheet["A1"].value, sheet["B1"].value, sheet["C1"].value) == (None, None, "有")


def test_every_figure_printed_is_recorded_with_its_cell() -> None:
    draw = cells({"B2": "{{ 支出 }}", "C3": "共{{ 支出|万元 }}万元"})
    result = rendered(template(draw), {"支出": money("6146681.19")})
    marks = [
        (mark.sheet, mark.cell, mark.printed.text, mark.printed.figure.sources) for mark in result.marks()
    ]
    assert marks == [("表一", "B2", "614.668119", ("支出!H2",)), ("表一", "C3", "614.67", ("支出!H2",))]


def test_the_same_names_give_the_same_bytes() -> None:
    book = compiled(template(cells({"A1": "{{ 支出 }}", "B1": "{{ 文字 }}"})))
    names = Names("", {"支出": money("1.01"), "文字": "甲"})
    first, second = (
        write_package(book.render(names, all_sheets(book), NumberLook()).package) for _ in range(2)
    )
    assert first == second


def test_no_tag_is_left_anywhere_in_the_file() -> None:
    result = rendered(template(cells({"A1": "{{ 文字 }}", "A2": "静"})), {"文字": "甲"})
    assert not any(b"{{" in data for data in result.package.values())


def test_text_too_long_for_a_cell_is_told() -> None:
    result = rendered(template(cells({"A1": "{{ 文字 }}"})), {"文字": "长" * 40_000})
    assert [(found.code, found.place) for found in result.findings] == [("T15", "表一!A1")]


def test_full_width_braces_are_forgiven() -> None:
    assert filled(cells({"A1": "｛｛ 文字 ｝｝"}), {"文字": "甲"})["A1"].value == "甲"


def test_a_template_with_control_characters_is_refused_where_they_stand() -> None:
    package = template(cells({"A1": "{{ 年度 }}", "A2": "固定"}))
    for part, said in (
        ("xl/sharedStrings.xml", "xl/sharedStrings.xml"),
        ("xl/worksheets/sheet1.xml", "表一"),
    ):
        broken = package.with_parts(
            {part: package[part].replace(b"<v>", b"<v>\x0e").replace(b"<t>", b"<t>\x0e")}
        )
        book, found = compile_book(broken, FILTERS)
        assert book is None and [each.code for each in found] == ["T16"]
        assert said in found[0].place + found[0].message


def test_a_template_of_another_kind_of_xlsx_is_refused_not_left_empty() -> None:
    package = template(cells({"A1": "{{ 年度 }}"}))
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    strict = {
        part: data.replace(main, b"http://purl.oclc.org/ooxml/spreadsheetml/main")
        for part, data in package.items()
        if main in data
    }
    book, [finding] = compile_book(package.with_parts(strict), FILTERS)
    assert book is None and finding.code == "T16" and "Strict" in finding.advice
