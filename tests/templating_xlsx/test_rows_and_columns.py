"""Rows and columns repeat or vanish, and merges follow them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report_author.figures.values import Names
from tests.templating_xlsx.books import (
    cells,
    column,
    faults,
    filled,
    lines,
    money,
    opened,
    rendered,
    template,
)

LIST = {
    "A1": "名称",
    "B1": "金额",
    "A2": "{%tr for 行 in 行们 %}",
    "A3": "{{ 行.名称 }}",
    "B3": "{{ 行.金额 }}",
    "A4": "{%tr endfor %}",
    "A5": "注：完",
}


def merges(sheet: Any) -> list[str]:
    return sorted(str(area) for area in sheet.merged_cells.ranges)


@given(st.integers(0, 30))
def test_one_row_for_each_item_and_the_note_right_below(count: int) -> None:
    sheet = filled(cells(LIST), {"行们": lines(*["10000"] * count)})
    assert column(sheet, "A") == ["名称", *(f"第{i + 1}项" for i in range(count)), "注：完"]
    assert column(sheet, "B") == ["金额", *[1] * count, None]


def test_the_pattern_row_is_chosen_by_level() -> None:
    draw = cells(
        {
            "A1": "{%tr for 行 in 行们 %}",
            "A2": "{%tr if 行.级 == 1 %}",
            "A3": "类 {{ 行.名称 }}",
            "A4": "{%tr else %}",
            "A5": "项 {{ 行.名称 }}",
            "A6": "{%tr endif %}",
            "A7": "{%tr endfor %}",
        }
    )
    rows = [
        Names("行", {"级": level, "名称": name})
        for level, name in ((1, "甲"), (3, "乙"), (3, "丙"), (1, "丁"))
    ]
    assert column(filled(draw, {"行们": rows}), "A") == ["类 甲", "项 乙", "项 丙", "类 丁"]


@pytest.mark.parametrize("given_", [True, False])
def test_a_row_is_there_only_when_its_condition_holds(given_: bool) -> None:
    draw = cells({"A1": "首", "A2": "{%tr if 有 %}", "A3": "说明", "A4": "{%tr endif %}", "A5": "尾"})
    assert column(filled(draw, {"有": given_}), "A") == (["首", "说明", "尾"] if given_ else ["首", "尾"])


def test_blank_rows_of_the_template_stay() -> None:
    assert column(filled(cells({"A1": "{{ 名 }}", "A4": "尾"}), {"名": "首"}), "A") == [
        "首",
        None,
        None,
        "尾",
    ]


def test_merged_code_cells_are_merged_in_every_copy() -> None:
    def draw(sheet: Any, book: Any) -> None:
        sheet.merge_range("A1:B2", "表头")
        sheet.write("A3", "{%tr for 行 in 行们 %}")
        sheet.merge_range("A4:B4", "{{ 行.名称 }}")
        sheet.write("A5", "{%tr endfor %}")
        sheet.merge_range("A6:B6", "注")

    sheet = filled(draw, {"行们": lines("1", "2", "3")})
    assert merges(sheet) == ["A1:B2", "A3:B3", "A4:B4", "A5:B5", "A6:B6"]


def test_a_cell_merged_over_a_repeated_block_grows_with_it() -> None:
    def draw(sheet: Any, book: Any) -> None:
        sheet.merge_range("A1:A5", "人员经费")
        sheet.write("B1", "首")
        sheet.write("B2", "{%tr for 行 in 行们 %}")
        sheet.write("B3", "{{ 行.名称 }}")
        sheet.write("B4", "{%tr endfor %}")
        sheet.write("B5", "尾")

    assert merges(filled(draw, {"行们": lines("1", "2", "3")})) == ["A1:A5"]
    assert merges(filled(draw, {"行们": lines("1")})) == ["A1:A3"]


def test_a_merge_of_two_pattern_rows_is_copied_with_them() -> None:
    def draw(sheet: Any, book: Any) -> None:
        sheet.write("B1", "{%tr for 行 in 行们 %}")
        sheet.merge_range("A2:A3", "组")
        sheet.write("B2", "{{ 行.名称 }}")
        sheet.write("B3", "{{ 行.金额 }}")
        sheet.write("B4", "{%tr endfor %}")

    assert merges(filled(draw, {"行们": lines("1", "2")})) == ["A1:A2", "A3:A4"]


def _columns(sheet: Any, book: Any) -> None:
    sheet.set_column("A:A", 30)
    sheet.set_column("B:B", 7)
    sheet.set_column("C:C", 11)
    sheet.merge_range("A1:C1", "标题")
    sheet.write("B2", "{%tc for 列 in 列们 %}{%tc endfor %}")
    sheet.write("A3", "名称")
    sheet.write("B3", "{{ 列.块 }}{% hm %}")
    sheet.write("C3", "备注")
    sheet.write("A4", "栏次")
    sheet.write("B4", "{{ loop.index }}")
    sheet.write("A5", "{%tr for 行 in 行们 %}")
    sheet.write("A6", "{{ 行.名称 }}")
    sheet.write("B6", "{{ 行.金额[列.编码] }}")
    sheet.write("C6", "末")
    sheet.write("A7", "{%tr endfor %}")


def _wide(*codes: str) -> dict[str, object]:
    columns = [Names("列", {"编码": code, "块": f"块{code[0]}"}) for code in codes]
    amounts = Names("行.金额", {code: money(f"{index}0000") for index, code in enumerate(codes, start=1)})
    return {"列们": columns, "行们": [Names("行", {"名称": "甲", "金额": amounts})]}


def test_columns_repeat_with_their_widths_and_the_title_spans_them() -> None:
    sheet = filled(_columns, _wide("11", "12", "21"))
    assert [cell.value for cell in sheet[3]] == ["栏次", 1, 2, 3, None]
    assert [cell.value for cell in sheet[4]] == ["甲", 1, 2, 3, "末"]
    assert merges(sheet) == ["A1:E1", "B2:C2"]
    widths = [round(sheet.column_dimensions[letter].width) for letter in "ABCDE"]
    assert widths == [31, 8, 8, 8, 12]


def test_no_column_at_all_leaves_the_rest() -> None:
    sheet = filled(_columns, _wide())
    assert [cell.value for cell in sheet[4]] == ["甲", "末"]
    assert merges(sheet) == ["A1:B1"]


def test_columns_of_a_block_of_two_repeat_together() -> None:
    draw = cells(
        {
            "B1": "{%tc for 列 in 列们 %}",
            "C1": "{%tc endfor %}",
            "A2": "首",
            "B2": "{{ 列 }}左",
            "C2": "{{ 列 }}右",
            "D2": "尾",
        }
    )
    sheet = filled(draw, {"列们": ["甲", "乙"]})
    assert [cell.value for cell in sheet[1]] == ["首", "甲左", "甲右", "乙左", "乙右", "尾"]


@pytest.mark.parametrize("wanted", [True, False])
def test_a_column_is_there_only_when_its_condition_holds(wanted: bool) -> None:
    draw = cells({"B1": "{%tc if 有 %}{%tc endif %}", "A2": "甲", "B2": "{{ 数 }}", "C2": "丙"})
    sheet = filled(draw, {"有": wanted, "数": 7})
    assert [cell.value for cell in sheet[1]] == (["甲", 7, "丙"] if wanted else ["甲", "丙"])


def test_equal_neighbours_below_each_other_are_merged_within_their_group() -> None:
    draw = cells(
        {
            "A1": "{%tr for 行 in 行们 %}",
            "A2": "{{ 行.一 }}{% vm %}",
            "B2": "{{ 行.二 }}{% vm %}",
            "C2": "{{ 行.三 }}",
            "A3": "{%tr endfor %}",
        }
    )
    rows = [("完成", "数量", "a"), ("完成", "数量", "b"), ("完成", "质量", "c"), ("效益", "质量", "d")]
    names = [Names("行", dict(zip("一二三", row, strict=True))) for row in rows]
    sheet = filled(draw, {"行们": names})
    assert merges(sheet) == ["A1:A3", "B1:B2"]
    assert column(sheet, "A") == ["完成", None, None, "效益"]
    assert column(sheet, "B") == ["数量", None, "质量", "质量"]


@pytest.mark.parametrize(
    ("table", "code", "place"),
    [
        ({"A1": "{%tr for 行 in 行们 %}", "B1": "文字", "A2": "{%tr endfor %}"}, "T10", "表一!B1"),
        ({"A1": "{%tr for 行 in 行们 %}", "B1": "{{ 行.名 }}", "A2": "{%tr endfor %}"}, "T10", "表一!B1"),
        ({"A1": "{%tr for 行 in 行们 %}", "A2": "{{ 行.名 }}"}, "T12", "表一!A1"),
        ({"A1": "{%tr endfor %}"}, "T12", "表一!A1"),
        ({"A1": "{%tc for 列 in 列们 %}", "A2": "x"}, "T12", "表一!A1"),
        ({"A1": "{%p if 有 %}", "A2": "{%p endif %}"}, "T02", "表一!A1"),
        ({"A1": "{{ 名称"}, "T08", "表一!A1"),
        ({"A1": "{{ 名称|万园 }}"}, "T03", "表一!A1"),
        ({"A1": "{{ 名称() }}"}, "T02", "表一!A1"),
        ({"A1": "{{ _cell }}"}, "T02", "表一!A1"),
    ],
)
def test_a_fault_of_the_template_names_its_cell(table: dict[str, str], code: str, place: str) -> None:
    assert (code, place) in [(found.code, found.place) for found in faults(cells(table))]


def test_all_faults_come_at_once() -> None:
    found = faults(cells({"A1": "{{ 甲|万园 }}", "B2": "{{ 乙() }}", "C3": "{{ 丙"}))
    assert sorted(one.place for one in found) == ["表一!A1", "表一!B2", "表一!C3"]


def test_a_thousand_rows_keep_their_order() -> None:
    result = rendered(template(cells(LIST)), {"行们": lines(*(f"{n}0000" for n in range(1, 1001)))})
    values = column(opened(result)["表一"], "B")
    assert values == ["金额", *range(1, 1001), None]
