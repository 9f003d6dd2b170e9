"""An auditor's own arithmetic over the finished tables of both samples and of invented departments, at 0.00 元.

Covered: R01–R43, R45–R62 (sums, hierarchies, ties within and between the fifteen tables), R63 (codes with the names of the
dictionary, every parent listed), R64 (funds keep to their tables), R65 (codes ascend, no code twice, no text among amounts, nothing
below a 分), R68 (year, department, unit alike everywhere), R69 (the list of tables in order), R70 (空表说明 where there
is nothing, only there). Left out: R44, which speaks of another layout of 09.
"""

from __future__ import annotations

import csv
import io
import random
from collections import defaultdict
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from report_author.ooxml.package import write_package
from tests.appendix.departments import FOLDER, entries_of, finished, workbook
from tests.appendix.published import Book
from tests.appendix.rules import broken
from tests.appendix.rules_funds import RULES
from tests.support.share import every

WHICH = ["种子", "第二", *(str(number) for number in range(1000, 1006))]
#: a quarter in slow runs, all with REPORT_AUTHOR_ALL=1
MANY = [str(number) for number in range(0, 200, every(4))]
DATA = Path(__file__).parents[2] / "src" / "report_author" / "model" / "data"


@pytest.fixture(params=WHICH)
def which(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def complaints(which: str) -> list[str]:
    book = Book(workbook(which))
    found = [claim for number in RULES for claim in broken(book, number)]
    return (
        found
        + misnamed(book)
        + misplaced(book)
        + misshapen(book)
        + misheaded(book, which)
        + unexplained(book)
    )


def dictionary() -> dict[str, set[str]]:
    names: dict[str, set[str]] = defaultdict(set)
    for file in ("function_codes.csv", "economic_codes.csv"):
        with (DATA / file).open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                names[row["code"]].add(row["name"])
    return names


def misnamed(book: Book) -> list[str]:
    """R63."""
    known = dictionary()
    found = []
    for number, table in book.tables.items():
        for code in (code for code in table.order if code):
            if code in known and table.names[code] not in known[code]:
                found.append(f"R63 {number:02}.{code}: {table.names[code]} is called {known[code]}")
            if len(code) not in (3, 5, 7) or (len(code) > 3 and code[:-2] not in table.rows):
                found.append(f"R63 {number:02}.{code}: its parent is not listed")
    return found


def misplaced(book: Book) -> list[str]:
    """R64."""
    general = {code for number in (6, 7, 9) for code in book.table(number).rows}
    funds = {code for code in book.table(11).rows if len(code) == 7}
    found = [f"R64 {code} is no 一般公共预算" for code in general if code.startswith("223") or code in funds]
    strange = [code for number in (13, 14) for code in book.table(number).rows if code and code[:3] != "223"]
    return found + [f"R64 {code} is no 国有资本经营预算" for code in strange]


def misshapen(book: Book) -> list[str]:
    """R65."""
    found = []
    for number, table in book.tables.items():
        if table.order != sorted(set(table.order)):
            found.append(f"R65 {number:02}: codes do not ascend, or come twice")
        amounts = [row[column] for row in table.rows.values() for column in table.columns]
        found += [f"R65 {number:02}: {amount} 元" for amount in amounts if amount != round(amount, 2)]
    return found


def misheaded(book: Book, which: str) -> list[str]:
    """R68, R69."""
    department = entries_of(which)["department"]
    lists = openpyxl.load_workbook(FOLDER / "格式.xlsx")["表清单"]
    listed = [row[:2] for row in lists.iter_rows(min_row=4, values_only=True) if row[0]]
    wanted = [
        (
            f"公开{number}表",
            {
                title,
                f"公开{number}表",
                f"{department['year']}年度",
                "金额单位：万元",
                f"{department['scope'].value}：{department['full_name']}",
            },
        )
        for number, title in listed
    ]
    given = [(sheet, set(texts)) for sheet, texts in book.heads()]
    return [] if given == wanted else [f"R68/R69 {given} ≠ {wanted}"]


def unexplained(book: Book) -> list[str]:
    """R70."""
    found = []
    for sheet in book.sheets:
        body = [cell for row in sheet.iter_rows(min_row=6) for cell in row]
        said = any(isinstance(cell.value, str) and cell.value.startswith("说明：") for cell in body)
        amounts = [cell.value for cell in body if _is_amount(cell) and cell.value]
        if said == bool(amounts):
            found.append(f"R70 {sheet.title}: 空表说明 {said}, {len(amounts)} amounts")
    return found


@pytest.mark.slow
def test_every_rule_holds_to_the_last_分(which: str) -> None:
    assert complaints(which) == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", MANY)
def test_every_rule_holds_for_two_hundred_departments(seed: str) -> None:
    assert complaints(seed) == []


#: the table in which a wrong amount must be noticed by the rule
NOTICED = {
    **dict.fromkeys(("R01", "R02", "R03", "R04", "R05"), 1),
    **dict.fromkeys(("R06", "R07", "R08", "R09", "R10"), 2),
    **dict.fromkeys(("R11", "R12", "R13", "R14"), 3),
    **dict.fromkeys(("R15", "R16", "R17", "R18", "R19", "R20", "R21", "R22", "R23", "R24", "R25"), 4),
    **dict.fromkeys(("R26", "R27", "R28"), 5),
    **dict.fromkeys(("R29", "R30", "R31", "R32", "R33", "R56", "R57"), 6),
    **dict.fromkeys(("R34", "R35", "R36", "R37"), 7),
    **dict.fromkeys(("R38", "R39", "R40", "R41", "R42", "R47"), 8),
    **dict.fromkeys(("R43",), 9),
    **dict.fromkeys(("R45", "R46"), 10),
    **dict.fromkeys(("R48", "R49", "R50", "R51", "R52"), 11),
    **dict.fromkeys(("R53",), 12),
    **dict.fromkeys(("R54",), 13),
    **dict.fromkeys(("R55",), 14),
    **dict.fromkeys(("R58", "R59", "R60", "R61", "R62"), 15),
}
#: rules of the kind “not more than”: a 分 too much may still be allowed
BOUNDS = {"R23", "R24", "R25", "R33", "R41", "R47", "R53", "R57", "R59", "R62"}


def test_no_rule_is_left_untested() -> None:
    assert set(NOTICED) == set(RULES)


@cache
def scratch() -> Any:
    """Tables to change a cell in; it is put back."""
    return openpyxl.load_workbook(io.BytesIO(write_package(finished("第二").package)))


def is_broken_with(cell: Any, value: object, number: str) -> bool:
    before, cell.value = cell.value, value
    try:
        return bool(broken(Book(scratch()), number))
    finally:
        cell.value = before


@pytest.mark.parametrize("number", sorted(NOTICED))
@pytest.mark.slow
def test_a_wrong_分_is_noticed_by_its_rule(number: str) -> None:
    sheet = scratch()[f"公开{NOTICED[number]:02}表"]
    if number == "R42":
        assert is_broken_with(sheet["D8"], "30901", number)
        return
    cells = [cell for row in sheet.iter_rows(min_row=6) for cell in row if _is_amount(cell)]
    random.Random(number).shuffle(cells)
    for cell in cells:
        before = cell.value
        more = Decimal(1_000_000) if number in BOUNDS else Decimal("0.000001")
        wrong = float(Decimal(repr(before or 0)) + more) if number != "R60" else int(before or 0) + 1
        if is_broken_with(cell, wrong, number):
            return
    pytest.fail(f"{number} noticed nothing in {sheet.title}")


def _is_amount(cell: Any) -> bool:
    """A cell with an amount, or a blank one with the number format of amounts."""
    return cell.number_format.startswith("#,##0") and (
        cell.value is None or isinstance(cell.value, int | float)
    )
