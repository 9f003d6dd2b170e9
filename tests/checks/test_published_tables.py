"""check on a finished 公开表: ours and one that others laid out."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from openpyxl.workbook import Workbook

from report_author.checks.grids import SHAPES
from report_author.checks.tables import is_published_book, located, year_of
from report_author.model.findings import Severity
from report_author.ooxml.sheets import parse_workbook, read_workbook_file
from tests.checks.published import (
    SECOND,
    SEED,
    as_text,
    checked,
    in_yuan,
    money_cells,
    moved,
    rewritten,
    split_codes,
    tables,
    to_two_decimals,
)
from tools.make_samples import FOLDER

LAYOUTS = [as_text, in_yuan, moved, split_codes]


@pytest.mark.parametrize("name", [SEED, SECOND])
def test_our_own_tables_hold(name: str) -> None:
    book = parse_workbook(tables(name))
    assert is_published_book(book) and year_of(book) == 2021
    assert set(located(book)) == {shape.name for shape in SHAPES}
    assert checked(book) == ([], [])


def test_a_fill_in_workbook_is_no_published_one() -> None:
    assert not is_published_book(read_workbook_file(FOLDER / SECOND))


@pytest.mark.parametrize("name", [pytest.param(SEED, marks=pytest.mark.slow), SECOND])
@pytest.mark.parametrize("change", LAYOUTS)
def test_the_layout_does_not_matter(name: str, change: Callable[[Workbook], None]) -> None:
    assert checked(rewritten(name, change)) == ([], [])


@pytest.mark.parametrize("name", [SEED, SECOND])
def test_rounded_sums_are_one_hint(name: str) -> None:
    findings, unchecked = checked(rewritten(name, to_two_decimals))
    assert unchecked == []
    assert [each.code for each in findings] in ([], ["W14"])
    assert all(each.severity is Severity.INFO for each in findings)


@pytest.mark.parametrize("name", [pytest.param(SEED, marks=pytest.mark.slow), SECOND])
@pytest.mark.parametrize("change", [None, *LAYOUTS])
def test_a_wrong_amount_is_found_at_its_cell(name: str, change: Callable[[Workbook], None] | None) -> None:
    wrong: list[str] = []

    def spoil(book: Workbook) -> None:
        cells = [each for each in money_cells(book) if each[0] in ("公开02表", "公开03表", "公开06表")]
        sheet, cell = random.Random(7).choice(cells)
        book[sheet][cell].value = round(book[sheet][cell].value + 1, 6)
        wrong.append(cell)
        if change:
            change(book)

    findings, _ = checked(rewritten(name, spoil))
    errors = [each for each in findings if each.severity is Severity.ERROR]
    assert any(each.place.endswith(f"!{wrong[0]}") for each in errors), [each.place for each in errors]


def test_beyond_the_rounding_a_sum_is_wrong() -> None:
    def spoil(book: Workbook) -> None:
        to_two_decimals(book)
        cell = book["公开03表"]["E8"]
        cell.value = round(cell.value + 0.2, 2)

    findings, _ = checked(rewritten(SECOND, spoil))
    wrong = [each for each in findings if each.severity is Severity.ERROR]
    assert wrong and any(each.place == "公开03表!E8" for each in wrong)


def test_one_wrong_amount_is_one_finding_with_its_symptoms() -> None:
    def spoil(book: Workbook) -> None:
        cell = book["公开01表"]["C7"]
        cell.value = round(cell.value + 3, 6)

    findings, _ = checked(rewritten(SECOND, spoil))
    [found] = [each for each in findings if each.severity is Severity.ERROR]
    assert found.place == "公开01表!C7" and "同一原因还引起" in found.message
    assert "30,000.00元" in found.message


def test_what_is_missing_is_said() -> None:
    findings, unchecked = checked(rewritten(SECOND, lambda book: book.remove(book["公开06表"])))
    assert [each.code for each in findings] == ["R69"]
    assert "一般公共预算财政拨款支出决算表" in findings[0].message
    assert any("R31" in each.code and "一般支出表" in each.why for each in unchecked)


def test_words_in_an_amount_are_found() -> None:
    def spoil(book: Workbook) -> None:
        book["公开06表"]["F9"].value = "约106万"

    findings, _ = checked(rewritten(SECOND, spoil))
    assert ("R65", "公开06表!F9") in {(each.code, each.place) for each in findings}


def test_another_department_on_one_sheet_is_found() -> None:
    def spoil(book: Workbook) -> None:
        book["公开03表"]["A3"].value = "部门：别的局"

    findings, _ = checked(rewritten(SECOND, spoil))
    assert [each.code for each in findings] == ["R68"]


def test_an_empty_table_says_why() -> None:
    def spoil(book: Workbook) -> None:
        for row in book["公开11表"].iter_rows(min_row=9):
            for cell in row:
                if isinstance(cell.value, str) and cell.value.startswith("说明"):
                    cell.value = None

    findings, _ = checked(rewritten(SECOND, spoil))
    assert [each.code for each in findings] == ["R70"]


def test_the_table_of_sangong_is_read_without_its_row_of_column_numbers() -> None:
    def without_numbers(book: Workbook) -> None:
        sheet = next(
            each
            for each in book
            if "三公" in str(each["A1"].value) and "一般公共预算" in str(each["A1"].value)
        )
        numbered = next(
            r
            for r in range(1, sheet.max_row)
            if [str(c.value) for c in sheet[r] if c.value is not None][:3] == ["1", "2", "3"]
        )
        assert numbered
        for cell in sheet[numbered]:
            cell.value = None

    findings, unchecked = checked(rewritten(SEED, without_numbers))
    assert unchecked == checked(rewritten(SEED, lambda book: None))[1]
    assert [f.message for f in findings if f.severity is Severity.ERROR] == []
