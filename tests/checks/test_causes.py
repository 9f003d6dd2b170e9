"""The cause comes before its consequences: what cannot be read, a row typed twice."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from report_author.cli.listing import listing
from report_author.ooxml.package import read_package, write_package
from report_author.ooxml.sheet_editor import set_cells
from report_author.pipeline.building import check
from report_author.pipeline.outcome import Outcome
from report_author.review.arrange import Entry, arrange
from report_author.workbook.create import workbook_bytes
from tests.support.right_departments import Right, right_departments
from tests.support.unit_slips import Input, input_cells


@cache
def department() -> Right:
    return right_departments()[0]


def cells(field: str, block: str = "expenditures") -> list[Input]:
    return [
        each
        for each in input_cells(department().book())
        if each.block == block and each.column.field == field
    ]


def checked(folder: Path, changes: Mapping[Input, str | Decimal]) -> Outcome:
    path = folder / "填报表.xlsx"
    wanted: dict[str, dict[tuple[int, int], str | Decimal]] = {}
    for cell, value in changes.items():
        wanted.setdefault(cell.sheet, {})[cell.at] = value
    path.write_bytes(write_package(set_cells(read_package(department().book()), wanted)))
    return check(path)


def errors(outcome: Outcome) -> list[Entry]:
    return [entry for entry in arrange(outcome.findings) if entry.label == "错误"]


def test_only_the_cell_that_cannot_be_read_is_asked_about(tmp_path: Path) -> None:
    amount = max(cells("amount"), key=lambda each: each.cell.value or 0)
    outcome = checked(tmp_path, {amount: f"{amount.cell.text}（含补发）"})
    [only] = errors(outcome)
    assert (only.finding.code, only.finding.place) == ("V02", amount.place)
    assert only.finding.expected == amount.cell.text
    assert outcome.following > 0
    text = listing(tmp_path / "填报表.xlsx", outcome, building=False)
    assert f"先改这 1 处：{amount.place}；由它们引起的 {outcome.following} 条先不列，改好后再查。" in text


def test_what_has_another_cause_is_listed_beside_it(tmp_path: Path) -> None:
    amount = cells("amount")[0]
    year = next(each for each in cells("published", "last_year"))
    alone = checked(tmp_path, {year: Decimal("1.23")})
    both = checked(tmp_path, {year: Decimal("1.23"), amount: f"{amount.cell.text}元整"})
    theirs = {found.id for found in alone.findings} - {found.id for found in checked(tmp_path, {}).findings}
    assert theirs and theirs <= {found.id for found in both.findings}


def test_a_column_that_is_gone_is_one_error(tmp_path: Path) -> None:
    fund = cells("fund")[0]
    header = fund.at[0] - 1
    changes: dict[tuple[int, int], str | Decimal] = {each.at: "" for each in cells("fund")}
    changes |= {(row, fund.at[1]): "" for row in range(header - 2, header + 1)}
    path = tmp_path / "填报表.xlsx"
    path.write_bytes(write_package(set_cells(read_package(department().book()), {fund.sheet: changes})))
    [only] = errors(check(path))
    assert only.finding.code == "L02" and only.spot.group == fund.sheet and "资金性质" in only.message


def _twice() -> tuple[bytes, str, str]:
    """The book with its largest row of 基本支出 typed twice; where the second one stands, where the first."""
    entries = department().entries
    rows = list(entries["expenditures"])
    largest = max(rows, key=lambda row: row["amount"])
    book = workbook_bytes({**entries, "expenditures": [*rows, largest]}, year=2021)
    amounts = [
        each for each in input_cells(book) if each.block == "expenditures" and each.column.field == "amount"
    ]
    return book, amounts[-1].place, amounts[rows.index(largest)].place


def test_a_row_typed_twice_is_the_cause_of_what_does_not_tie(tmp_path: Path) -> None:
    book, second, first = _twice()
    path = tmp_path / "填报表.xlsx"
    path.write_bytes(book)
    outcome = check(path)
    [only] = errors(outcome)
    assert (only.finding.code, only.finding.place) == ("V14", second)
    assert first in only.message and outcome.following > 0


def test_who_says_why_it_stands_twice_sees_the_rest(tmp_path: Path) -> None:
    book, second, _ = _twice()
    path = tmp_path / "填报表.xlsx"
    path.write_bytes(book)
    number = errors(check(path))[0].finding.number
    entries = department().entries
    rows = list(entries["expenditures"])
    said = [{"finding_id": number, "text": "分两次支付，凭证各一张。"}]
    path.write_bytes(
        workbook_bytes(
            {
                **entries,
                "expenditures": [*rows, max(rows, key=lambda row: row["amount"])],
                "explanations": said,
            },
            year=2021,
        )
    )
    outcome = check(path)
    assert outcome.following == 0
    told = {found.place: found.label for found in outcome.findings}
    assert told[second] == "已核实" and any(found.label in ("错误", "警告") for found in outcome.findings)


@pytest.mark.parametrize(
    ("typed", "code", "expected", "words"),
    [
        ("50101", "V31", "", "工资奖金津补贴，如 30101 基本工资"),
        ("50206", "V31", "30217", "公务接待费"),
        ("302", "V12", "5 位", "如 30201 办公费"),
        ("3O201", "V20", "30201", ""),
        ("办公费", "V20", "30201", ""),
        ("不知道", "V20", "", ""),
    ],
)
def test_a_wrong_economic_code_is_said_with_the_right_one(
    tmp_path: Path, typed: str, code: str, expected: str, words: str
) -> None:
    cell = cells("economic")[0]
    [only] = errors(checked(tmp_path, {cell: typed}))
    assert (only.finding.code, only.finding.place, only.finding.expected) == (code, cell.place, expected)
    assert words in only.finding.advice
