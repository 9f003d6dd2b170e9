"""Cells set in an existing workbook: styles stay, nothing else changes."""

from __future__ import annotations

import io
import re
from decimal import Decimal

import pytest
from openpyxl import load_workbook
from xlsxwriter.workbook import Workbook

from report_author.ooxml.package import Package, read_package, write_package
from report_author.ooxml.relations import with_part, with_relation
from report_author.ooxml.sheet_editor import Copied, Result, set_cells
from report_author.ooxml.sheets import parse_workbook


@pytest.fixture
def package() -> Package:
    target = io.BytesIO()
    book = Workbook(target)
    bold = book.add_format({"bold": True, "num_format": "#,##0.00"})
    sheet = book.add_worksheet("甲")
    sheet.write("A1", "标题")
    sheet.write("B2", 5, bold)
    sheet.write_formula("C2", "=$B2*2+$B$2", None, 15)
    sheet.write("E2", "备注")
    book.add_worksheet("乙").write("A1", "不要动")
    book.close()
    return read_package(target.getvalue())


def cells(package: Package) -> dict[str, object]:
    return {
        c.ref: c.value if c.value is not None else c.text
        for c in parse_workbook(write_package(package)).sheets[0].cells.values()
    }


def test_amounts_are_stored_to_the_last_digit(package: Package) -> None:
    edited = set_cells(package, {"甲": {(1, 1): Decimal("1234567.89"), (3, 1): Decimal("0.10")}})
    assert cells(edited)["B2"] == Decimal("1234567.89") and cells(edited)["B4"] == Decimal("0.10")


def test_a_cell_keeps_its_look_and_a_new_one_takes_that_above(package: Package) -> None:
    edited = load_workbook(
        io.BytesIO(write_package(set_cells(package, {"甲": {(1, 1): Decimal(7), (2, 1): Decimal(8)}})))
    )
    assert edited["甲"]["B2"].font.bold and edited["甲"]["B3"].font.bold


def test_new_cells_stand_in_order_between_the_old_ones(package: Package) -> None:
    edited = set_cells(package, {"甲": {(1, 3): "中间", (0, 2): "上面", (6, 0): "下面"}})
    book = load_workbook(io.BytesIO(write_package(edited)))
    assert [c.value for c in book["甲"][2]] == [None, 5, "=$B2*2+$B$2", "中间", "备注"]
    assert (book["甲"]["C1"].value, book["甲"]["A7"].value) == ("上面", "下面")


def test_a_formula_keeps_its_text_and_gets_its_value(package: Package) -> None:
    edited = set_cells(package, {"甲": {(1, 2): Result(Decimal(21)), (0, 0): Result("不是公式")}})
    assert cells(edited)["C2"] == Decimal(21) and cells(edited)["A1"] == "标题"
    assert load_workbook(io.BytesIO(write_package(edited)))["甲"]["C2"].value == "=$B2*2+$B$2"


def test_a_copied_formula_looks_at_its_own_row(package: Package) -> None:
    edited = set_cells(package, {"甲": {(4, 2): Copied("甲", 3)}})
    assert load_workbook(io.BytesIO(write_package(edited)))["甲"]["C5"].value == "=$B5*2+$B$2"
    assert cells(edited)["C5"] == "甲"


def test_other_parts_stay_byte_for_byte(package: Package) -> None:
    edited = set_cells(package, {"甲": {(1, 1): Decimal(7)}})
    changed = {name for name in package if package[name] != edited.get(name)}
    assert changed == {"xl/worksheets/sheet1.xml"}


@pytest.mark.parametrize("settings", [b'<calcPr calcId="124519"/>', b""])
def test_excel_is_asked_to_calculate_everything(package: Package, settings: bytes) -> None:
    main = re.sub(rb"<calcPr [^>]*/>", settings, package["xl/workbook.xml"])
    edited = set_cells(package.with_parts({"xl/workbook.xml": main}), {"甲": {(1, 1): Decimal(7)}})
    assert b'fullCalcOnLoad="1"' in edited["xl/workbook.xml"]


def test_the_order_of_calculation_is_left_to_excel(package: Package) -> None:
    type_ = "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"
    chained = with_part(package, "xl/calcChain.xml", b"<calcChain/>", type_)
    chained, _ = with_relation(chained, "xl/workbook.xml", "calcChain", "xl/calcChain.xml")
    assert "xl/calcChain.xml" not in set_cells(chained, {"甲": {(1, 2): Decimal(1)}})


def test_nothing_to_set_changes_nothing(package: Package) -> None:
    assert set_cells(package, {"甲": {}}) is package


def test_a_character_that_no_cell_can_hold_is_refused(package: Package) -> None:
    with pytest.raises(ValueError, match="character"):
        set_cells(package, {"甲": {(0, 0): "坏\x01"}})
