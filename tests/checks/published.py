"""Finished tables of the samples, and the same tables as others would lay them out."""

from __future__ import annotations

import io
from collections.abc import Callable
from decimal import Decimal
from functools import cache

import openpyxl
from openpyxl.workbook import Workbook

from report_author.checks.tables import check_tables
from report_author.model.findings import Finding, Unchecked
from report_author.ooxml.sheets import RawWorkbook, parse_workbook
from tests.checks.books import rule_book
from tests.figures.books import shipped_format
from tests.support.samples import NAMES, printed

SEED, SECOND = NAMES


@cache
def tables(name: str) -> bytes:
    return printed(name).tables


def rewritten(name: str, change: Callable[[Workbook], None]) -> RawWorkbook:
    """The tables of a sample after somebody worked on them."""
    book = openpyxl.load_workbook(io.BytesIO(tables(name)))
    change(book)
    stream = io.BytesIO()
    book.save(stream)
    return parse_workbook(stream.getvalue())


def checked(book: RawWorkbook) -> tuple[list[Finding], list[Unchecked]]:
    return check_tables(book, shipped_format(), rule_book())


def money_cells(book: Workbook) -> list[tuple[str, str]]:
    """Every cell with an amount of the tables in 万元."""
    return [
        (sheet.title, cell.coordinate)
        for sheet in book
        for row in sheet.iter_rows(min_row=6)
        for cell in row
        if isinstance(cell.value, (int, float))
        and not isinstance(cell.value, bool)
        and "#,##0.00" in cell.number_format
    ]


def to_two_decimals(book: Workbook) -> None:
    """As a clerk types what is shown."""
    for sheet, cell in money_cells(book):
        value = Decimal(str(book[sheet][cell].value))
        book[sheet][cell].value = float(value.quantize(Decimal("0.01"), rounding="ROUND_HALF_UP"))


def as_text(book: Workbook) -> None:
    """Numbers typed as text with commas."""
    for sheet, cell in money_cells(book):
        book[sheet][cell].value = f"{Decimal(str(book[sheet][cell].value)):,}"


def in_yuan(book: Workbook) -> None:
    """The same tables in 元."""
    for sheet, cell in money_cells(book):
        book[sheet][cell].value = round(book[sheet][cell].value * 10000, 2)
    for sheet in book:
        for row in sheet.iter_rows(max_row=4):
            for cell in row:
                if isinstance(cell.value, str) and "万元" in cell.value:
                    cell.value = cell.value.replace("万元", "元")


def moved(book: Workbook) -> None:
    """Other sheet names, a blank row above, nothing merged in the rows of codes."""
    for number, sheet in enumerate(book):
        for area in [str(area) for area in sheet.merged_cells.ranges if area.min_row > 8]:
            sheet.unmerge_cells(area)
        sheet.title = f"Sheet{number + 1}"


def split_codes(book: Workbook) -> None:
    """类, 款, 项 each in its own column."""
    for sheet in book:
        for area in [str(area) for area in sheet.merged_cells.ranges if area.min_row > 8]:
            sheet.unmerge_cells(area)
        for row in range(8, sheet.max_row + 1):
            code = str(sheet.cell(row, 1).value or "")
            if (
                sheet.title
                in (
                    "公开02表",
                    "公开03表",
                    "公开06表",
                    "公开07表",
                    "公开09表",
                    "公开11表",
                    "公开13表",
                    "公开14表",
                )
                and code.isdigit()
            ):
                for column, part in enumerate((code[:3], code[3:5], code[5:7]), start=1):
                    sheet.cell(row, column).value = part or None
