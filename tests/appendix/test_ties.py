"""What was typed is what the tables add up to, whatever the program did in between."""

from __future__ import annotations

from decimal import Decimal

import pytest

from report_author.model.choices import Fund, Nature, SanGongItem, Source
from tests.appendix.departments import entries_of, workbook
from tests.appendix.published import ZERO, Book

WHICH = ["种子", "第二", *(str(number) for number in range(8))]


@pytest.fixture(params=WHICH)
def which(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def total(which: str, block: str, field: str = "amount", **wanted: object) -> Decimal:
    """Σ of a field of the typed rows with these values."""
    rows = entries_of(which).get(block, [])
    return sum(
        (
            Decimal(str(row.get(field, 0)))
            for row in rows
            if all(row.get(key) == value for key, value in wanted.items())
        ),
        ZERO,
    )


def test_the_grand_totals_are_what_was_typed(which: str) -> None:
    book = Book(workbook(which))
    assert book.left["本年收入合计"] == total(which, "incomes")
    assert book.right["本年支出合计"]["金额"] == total(which, "expenditures")
    assert book.left["使用非财政拨款结余"] == total(which, "carryovers", "from_non_fiscal")


def test_typed_amounts_by_purse_reach_their_tables(which: str) -> None:
    book = Book(workbook(which))
    six = total(which, "expenditures", fund=Fund.GENERAL, nature=Nature.BASIC)
    assert book.table(6)[""]["基本"] == six
    assert book.table(11)[""]["支出"] == total(which, "expenditures", fund=Fund.GOVERNMENT)
    assert book.table(2)[""]["事业"] == total(which, "incomes", source=Source.UNDERTAKING)


@pytest.mark.slow
def test_every_typed_function_and_economic_code_reaches_07(which: str) -> None:
    book = Book(workbook(which))
    names = book.table(5).names
    rows = [row for row in entries_of(which)["expenditures"] if row["fund"] is Fund.GENERAL]
    assert rows
    for row in rows:
        if row["amount"]:
            column = f"{names[row['economic'][:3]]}·{names[row['economic']]}"
            typed = total(
                which, "expenditures", fund=Fund.GENERAL, function=row["function"], economic=row["economic"]
            )
            assert book.table(7)[row["function"]][column] == typed, (row["function"], column)


def test_the_typed_public_expenses_are_those_of_10(which: str) -> None:
    row = Book(workbook(which)).public(10, "决算")
    for item, column in (
        (SanGongItem.ABROAD, "出国"),
        (SanGongItem.VEHICLE_PURCHASE, "购置"),
        (SanGongItem.VEHICLE_RUNNING, "运行"),
    ):
        assert row[column] == total(which, "sangong", "actual", item=item, fund=Fund.GENERAL), column


def test_no_column_of_07_is_blank_all_the_way(which: str) -> None:
    table = Book(workbook(which)).table(7)
    assert all(any(row[column] for row in table.rows.values()) for column in table.columns if table.order[1:])
