"""The slips that are tried on right departments change what they say and nothing else."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

from report_author.ooxml.sheets import parse_workbook
from report_author.workbook.read import interpret
from tests.support.right_departments import right
from tests.support.unit_slips import (
    LAST_YEAR,
    OVER,
    TIMES,
    WHOLE,
    WHOLE_AND_LAST_YEAR,
    Where,
    blanked,
    input_cells,
    money_columns,
    scaled,
    unit_swapped,
)


@cache
def _book() -> bytes:
    return right("文旅局出国购车外事").book()


def _facts(book: bytes):
    facts, _ = interpret(parse_workbook(book), "填报表.xlsx")
    assert facts is not None
    return facts


def _cells(book: bytes) -> dict[tuple[str, str, tuple[int, int]], object]:
    """What is typed: (block, field, place) → value."""
    return {
        (each.block, each.column.field, each.at): each.cell.value or each.cell.text
        for each in input_cells(book)
    }


def _changed(book: bytes, slip: bytes) -> set[tuple[str, str]]:
    """The columns in which a slip changed something."""
    before, after = _cells(book), _cells(slip)
    assert before.keys() == after.keys()
    return {key[:2] for key in before if before[key] != after[key]}


def test_the_whole_book_in_wan_keeps_counts_and_last_year() -> None:
    changed = _changed(_book(), scaled(_book(), WHOLE, OVER))
    assert {
        ("expenditures", "amount"),
        ("budgets", "initial"),
        ("sangong", "actual"),
        ("counts", "sme_contracts"),
    } <= changed
    assert {("receptions", "amount"), ("projects", "revised"), ("vehicles_by_type", "price")} <= changed
    assert not {block for block, _ in changed} & {"last_year", "staff", "vehicles_by_use", "department"}
    assert (
        not {("counts", "domestic_people"), ("receptions", "people"), ("vehicles_by_type", "held")} & changed
    )


def test_last_year_alone_or_with_the_book() -> None:
    before, after = _facts(_book()), _facts(scaled(_book(), LAST_YEAR, TIMES))
    assert [row.published for row in after.last_year] == [row.published * TIMES for row in before.last_year]
    assert after.expenditures == before.expenditures
    both = _facts(scaled(_book(), WHOLE_AND_LAST_YEAR, TIMES))
    assert both.last_year == after.last_year
    assert both.expenditures != before.expenditures


def test_one_column_is_scaled_and_its_neighbour_is_not() -> None:
    slip = scaled(_book(), Where(block="budgets", field="initial"), OVER)
    before, after = _cells(_book()), _cells(slip)
    assert _changed(_book(), slip) == {("budgets", "initial")}
    assert all(after[key] == before[key] * OVER for key in before if key[:2] == ("budgets", "initial"))  # type: ignore[operator]


def test_a_clerk_rounds_to_two_decimals() -> None:
    slip = scaled(_book(), Where(sheet="expenditure"), OVER, rounded=True)
    before, after = _facts(_book()), _facts(slip)
    cent = Decimal("0.01")
    assert all(
        abs(new.amount - old.amount * OVER) <= cent / 2
        for new, old in zip(after.expenditures, before.expenditures, strict=True)
    )
    assert _changed(_book(), slip) == {("expenditures", "amount")}


def test_the_unit_cells_alone() -> None:
    before, after = _facts(_book()), _facts(unit_swapped(_book()))
    assert {row.unit for row in before.last_year} == {"万元"}
    assert {row.unit for row in after.last_year} == {"元"}
    assert [row.published for row in after.last_year] == [row.published for row in before.last_year]


def test_money_columns_are_summed_in_yuan() -> None:
    columns, facts = money_columns(_book()), _facts(_book())
    assert columns["expenditures", "amount"] == sum(row.amount for row in facts.expenditures)
    assert columns["last_year", "published"] > columns["expenditures", "amount"]
    assert ("counts", "domestic_people") not in columns
    assert ("counts", "operating_administrative") in columns


def test_approved_counts_are_not_scaled() -> None:
    book = right("全部按批复数核对").book()
    slip = input_cells(scaled(book, Where(block="approved"), OVER))
    items = {
        each.at[0]: each.cell.text
        for each in slip
        if each.block == "approved" and each.column.field == "item"
    }
    pairs = zip(input_cells(book), slip, strict=True)
    changed = {items[old.at[0]] for old, new in pairs if old.cell.value != new.cell.value}
    assert {"本年支出合计", "公务用车运行维护费"} <= changed
    assert not {"公务用车保有量", "国内公务接待人次", "编制数合计", "项目个数"} & changed


def test_a_blanked_cell_is_blank_and_alone() -> None:
    cells = input_cells(_book())
    target = next(each for each in cells if each.block == "counts" and each.column.field == "domestic_people")
    book = blanked(_book(), target.sheet, target.ref)
    assert _facts(book).counts.domestic_people is None
    assert {each.place for each in cells} - {each.place for each in input_cells(book)} == {target.place}
