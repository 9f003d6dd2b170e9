"""What was written is read by a reader that is not the writer: a cell that holds something else is found."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest

from report_author.figures.figure import Figure
from report_author.figures.ledger import Printed
from report_author.ooxml.package import read_package, write_package
from report_author.ooxml.sheet_editor import Copied, Result, set_cells
from report_author.pipeline.verify import verify_cells, verify_tables
from report_author.templating.table_writer import CellMark


def book(**cells: object) -> bytes:
    made = openpyxl.Workbook()
    for ref, value in cells.items():
        made.active[ref] = value
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def mark(ref: str, yuan: str, text: str, view: str = "万元") -> CellMark:
    return CellMark("Sheet", ref, Printed(Figure("收入", Decimal(yuan)), view, text))


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (1653.54, False),
        (1653.541, True),
        (1653.5400000001, True),
        (16535400, True),
        (None, True),
        ("收入1653.54万元", False),
        ("收入1653.45万元", True),
    ],
)
def test_a_table_cell_holds_its_figure(value: object, found: bool) -> None:
    problems = verify_tables(book(B2=value), [mark("B2", "16535400", "1653.54")])
    assert [(p.code, p.place) for p in problems] == ([("P03", "Sheet!B2")] if found else [])


def test_a_zero_may_be_blank_and_the_unit_may_be_yuan() -> None:
    marks = [mark("C9", "0", "0"), mark("A1", "12.34", "12.34", "元")]
    assert verify_tables(book(A1=12.34), marks) == []
    assert [p.place for p in verify_tables(book(A1=12.34), [replace(marks[1], sheet="没有")])] == ["没有!A1"]


def test_a_damaged_table_is_not_published() -> None:
    assert [p.code for p in verify_tables(b"PK", [])] == ["P02"]


def test_an_imported_cell_holds_what_was_to_be_written() -> None:
    cells = {
        "Sheet": {
            (0, 0): Decimal("1234567.89"),
            (1, 0): "说明",
            (2, 0): 3,
            (3, 0): Copied("", 1),
            (4, 0): Result(""),
        }
    }
    written = write_package(set_cells(read_package(book(A1=1, A4="=A1", A5="=A2")), cells))
    assert verify_cells(written, cells) == []
    for at, other in (((0, 0), Decimal("1234567.88")), ((1, 0), "别的"), ((2, 0), 4), ((7, 7), "没有写")):
        [problem] = verify_cells(written, {"Sheet": {at: other}})
        assert problem.code == "P03" and problem.expected == str(other)


@pytest.mark.parametrize(
    ("exact", "off"),
    [("0.1", "0.01"), ("-0.07", "0.01"), ("12345678.9", "0.01"), ("9999999999999.99", "0.01")],
)
def test_an_amount_is_what_a_spreadsheet_keeps_of_it_a_分_more_is_another(exact: str, off: str) -> None:
    marks = [mark("A1", exact, exact, "元")]
    assert verify_tables(book(A1=float(exact)), marks) == []
    assert [each.code for each in verify_tables(book(A1=float(Decimal(exact) + Decimal(off))), marks)] == [
        "P03"
    ]
