"""What a clerk does to the sheets does no harm, or is named."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from report_author.model.facts import Facts
from report_author.model.findings import Finding, Severity
from report_author.ooxml.sheets import parse_workbook
from report_author.workbook.read import interpret
from tests.workbook.conftest import Spoiler, codes

Reading = tuple[Facts | None, list[Finding]]
Edit = Callable[[Callable[[Any], object]], Reading]


@pytest.fixture(scope="module")
def original(filled: bytes) -> Facts:
    facts, _ = interpret(parse_workbook(filled), "填报表.xlsx")
    assert facts is not None
    return facts


def _swap_columns(ws: Any, a: int, b: int, first: int) -> None:
    for row in range(first, ws.max_row + 1):
        left, right = ws.cell(row, a), ws.cell(row, b)
        left.value, right.value = right.value, left.value


def test_rows_and_columns_inserted_anywhere(edited: Edit, original: Facts) -> None:
    def change(book: Any) -> None:
        book["支出"].insert_cols(4)
        book["支出"].insert_rows(8, 3)
        book["收入与结转"].insert_rows(1, 2)
        book["单位与人员"].insert_rows(8)
        book["上年数"].insert_rows(7)
        book["三公资产采购"].insert_cols(2)

    assert edited(change) == (original, [])


def test_moved_columns_are_found_by_their_titles(edited: Edit, original: Facts) -> None:
    facts, findings = edited(lambda book: _swap_columns(book["支出"], 4, 8, 5))
    assert (facts, findings) == (original, [])
    assert facts is not None
    assert facts.expenditures[0].cell("amount") == "支出!D7"


def test_titles_moved_without_their_ids_are_a_conflict(edited: Edit) -> None:
    def change(book: Any) -> None:
        ws = book["预算数"]
        ws["F10"], ws["G10"] = ws["G10"].value, ws["F10"].value

    _, findings = edited(change)
    assert codes(findings) == ["L03", "L03"]


def test_without_hidden_ids_titles_are_enough(edited: Edit, original: Facts) -> None:
    def change(book: Any) -> None:
        for ws in book:
            ws.delete_cols(1)
            for row in ws.iter_rows():
                if row[0].value in ("function", "name", "item", "position", "visitor", "code", "row", "key"):
                    for cell in row:
                        cell.value = None

    facts, findings = edited(change)
    assert facts == original
    assert findings == []


def test_a_renamed_title_is_found_by_its_id(edited: Edit, original: Facts) -> None:
    def change(book: Any) -> None:
        book["支出"]["H6"] = "本年金额"
        book["首页"]["B11"] = "简称"

    facts, findings = edited(change)
    assert facts == original
    assert [(f.code, f.severity) for f in findings] == [("L05", Severity.INFO)] * 2


def test_titles_in_full_width_or_with_spaces_are_the_same(edited: Edit, original: Facts) -> None:
    def change(book: Any) -> None:
        book["支出"]["H6"] = " 金 额＊"
        book["三公资产采购"]["B25"] = (
            str(book["三公资产采购"]["B25"].value).replace("（", "(").replace("）", ")")
        )

    assert edited(change) == (original, [])


def test_a_missing_required_column_is_an_error(edited: Edit) -> None:
    facts, findings = edited(lambda book: book["支出"].delete_cols(8))
    assert facts is not None
    assert facts.expenditures == ()
    assert "L02" in codes(findings)
    assert next(f for f in findings if f.code == "L02").quote == "金额"


def test_a_title_typed_twice_is_an_error(edited: Edit) -> None:
    def change(book: Any) -> None:
        book["支出"]["L6"] = "金额"

    _, findings = edited(change)
    assert codes(findings) == ["L04"]


def test_sheets_in_another_order_with_others_between(edited: Edit, original: Facts) -> None:
    def change(book: Any) -> None:
        book.move_sheet("支出", -3)
        book.create_sheet("我的草稿", 0)["A1"] = "支出"

    assert edited(change) == (original, [])


def test_a_renamed_sheet_is_found_and_a_copy_is_named(edited: Edit, original: Facts) -> None:
    def rename(book: Any) -> None:
        book["支出"].title = "支出明细表"

    def copy(book: Any) -> None:
        book.copy_worksheet(book["支出"]).title = "支出 (2)"

    facts, findings = edited(rename)
    assert (facts, codes(findings)) == (original, ["L09"])
    facts, findings = edited(copy)
    assert (facts, codes(findings)) == (original, ["L10"])


def test_a_missing_sheet_is_named_once(edited: Edit) -> None:
    def change(book: Any) -> None:
        del book["支出"]
        del book["接待明细"]

    facts, findings = edited(change)
    assert facts is not None
    assert [(f.code, f.place) for f in findings] == [("L01", "支出"), ("L08", "接待明细")]


def test_totals_notes_and_blank_rows_are_not_records(spoiler: Spoiler, original: Facts) -> None:
    spoiler.put("支出", "B12", "合 计").put("支出", "H12", Decimal("99"))
    spoiler.put("支出", "C13", "小计").put("支出", "H13", Decimal("99"))
    spoiler.put("支出", "B15", "注：数据来自决算软件").put("支出", "B16", "   ").put("支出", "Z9", "我的备注")
    spoiler.put("支出", "B17", "功能科目编码").put("支出", "H17", "金额")
    assert spoiler.read() == (original, [])


def test_a_label_of_a_fixed_row_may_not_disagree_with_its_id(spoiler: Spoiler) -> None:
    spoiler.put("上年数", "B8", "收入总计").put("上年数", "C8", Decimal("1"))
    _, findings = spoiler.read()
    assert codes(findings) == ["L03"]


def test_a_fixed_row_filled_twice_is_an_error(spoiler: Spoiler) -> None:
    spoiler.put("上年数", "B30", "本年收入合计").put("上年数", "C30", Decimal("1"))
    _, findings = spoiler.read()
    assert codes(findings) == ["V22"]


def test_merged_text_counts_for_each_row_but_a_merged_amount_is_an_error(edited: Edit) -> None:
    def change(book: Any) -> None:
        ws = book["支出"]
        for ref in ("B8", "D8", "E8"):
            ws[ref] = None
        ws.merge_cells("B7:B8")
        ws.merge_cells("D7:D8")
        ws.merge_cells("E7:E8")

    facts, findings = edited(change)
    assert facts is not None
    assert findings == []
    assert facts.expenditures[1].function == "2130101"

    _, findings = edited(lambda book: book["支出"].merge_cells("H7:H8"))
    assert codes(findings) == ["V19"]


def test_blank_cells_repeat_the_row_above_where_that_is_natural(spoiler: Spoiler) -> None:
    spoiler.put("绩效指标", "F8", "农田二").put("绩效指标", "G8", "≥2")
    facts, findings = spoiler.read()
    assert findings == []
    assert facts is not None
    second = facts.indicators[1]
    assert (second.project, second.level1, second.level2, second.level3) == (
        "P01",
        "产出指标",
        "数量指标",
        "农田二",
    )


def test_a_continuation_of_a_project_needs_only_its_money(spoiler: Spoiler) -> None:
    spoiler.clear("项目", "C8").clear("项目", "E8")
    facts, findings = spoiler.read()
    assert findings == []
    assert facts is not None
    assert facts.projects[1].name == "高标准农田"
    assert [p.self_assessed for p in facts.projects] == [True, None]
    spoiler.put("项目", "C8", "另一个名字")
    _, findings = spoiler.read()
    assert codes(findings) == ["V18"]
