"""What a blank cell means is declared once, in the layout."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from report_author.model.choices import Fund, SanGongItem, VehicleType
from report_author.model.facts import CarryOver, SanGong, VehicleByType
from report_author.ooxml.sheets import RawWorkbook, parse_workbook
from report_author.workbook.entries import list_entries
from report_author.workbook.layout import SHEETS
from report_author.workbook.read import interpret
from report_author.workbook.shape import Blank, Column, Form, Kind, ListBlock
from tests.workbook.conftest import Spoiler, codes
from tools.print_blanks import GUIDE, table


def declared() -> list[tuple[str, Column]]:
    """Every input column of the layout."""
    blocks = [block for sheet in SHEETS for block in sheet.blocks if isinstance(block, (Form, ListBlock))]
    return [
        (block.key, column) for block in blocks for column in block.columns if column.kind is not Kind.LOOKUP
    ]


def test_every_input_says_what_a_blank_means() -> None:
    assert len(declared()) > 100
    for key, column in declared():
        assert column.blank is not None, f"{key}.{column.field}"
        assert not column.required or column.blank is Blank.MISSING, f"{key}.{column.field}"
        assert (column.blank is Blank.NO) == (column.kind is Kind.YES_NO), f"{key}.{column.field}"


def test_only_what_may_be_added_to_an_amount_is_zero_when_blank() -> None:
    zero = {f"{key}.{column.field}" for key, column in declared() if column.blank is Blank.ZERO}
    assert zero == {
        "carryovers.from_non_fiscal",
        "carryovers.distribution",
        "carryovers.centralised",
        "last_year.adjustment",
    }


def test_the_guide_prints_the_table_of_the_layout() -> None:
    assert table() in GUIDE.read_text(encoding="utf-8"), "run tools.print_blanks"


@pytest.mark.parametrize("words", ["年末", "没有的填 0"])
def test_the_number_of_vehicles_says_at_its_cell_what_it_counts(words: str) -> None:
    held = [(key, column) for key, column in declared() if column.field == "held"]
    assert held
    for key, column in held:
        assert words in column.hint and "含" in column.hint, key


@pytest.mark.parametrize(
    ("sheet", "label", "code"),
    [
        ("收入与结转", "年初结转和结余", "V41"),
        ("接待明细", "金额（元）", "V41"),
        ("项目", "执行数", "V41"),
        ("项目", "功能科目编码", "V42"),
    ],
)
def test_a_row_begun_is_asked_for_what_must_not_be_blank(
    spoiler: Spoiler, sheet: str, label: str, code: str
) -> None:
    ref = below(spoiler, sheet, label)[0]
    spoiler.clear(sheet, ref)
    _, findings = spoiler.read()
    assert [(found.code, found.place) for found in findings] == [(code, f"{sheet}!{ref}")]


def below(spoiler: Spoiler, sheet: str, label: str) -> list[str]:
    """The filled cells below the last header of this label."""
    cells = spoiler._cells[sheet]
    heads = [at for at, cell in cells.items() if cell.text.rstrip(" *") == label]
    row, column = max(heads)
    found = [
        cell.ref
        for at, cell in sorted(cells.items())
        if at[1] == column and at[0] > row and cell.text.strip()
    ]
    assert found, label
    return found


def test_a_zero_that_was_typed_is_written_a_blank_stays_blank() -> None:
    rows = [
        SanGong(item=SanGongItem.ABROAD, initial=Decimal(5), revised=Decimal(0)),
        SanGong(item=SanGongItem.VEHICLE_RUNNING, initial=Decimal(0), revised=Decimal(0), actual=Decimal(0)),
    ]
    first, second = list_entries("sangong", rows)
    assert first["revised"] == 0 and "actual" not in first
    assert [second[name] for name in ("initial", "revised", "actual")] == [0, 0, 0]
    assert list_entries("vehicles_by_type", [VehicleByType(type=VehicleType.SEDAN, held=2)]) == [
        {"type": VehicleType.SEDAN, "held": 2}
    ]


def test_a_zero_that_a_blank_means_as_well_is_left_blank() -> None:
    (row,) = list_entries(
        "carryovers", [CarryOver(function="2040201", fund=Fund.GENERAL, opening=Decimal(5))]
    )
    assert row == {"function": "2040201", "fund": Fund.GENERAL, "opening": Decimal(5)}


def test_a_workbook_made_before_the_answers_came_in_is_read_without_a_word(filled: bytes) -> None:
    later = {column.label for _, column in declared() if column.later}
    assert len(later) > 8
    book = parse_workbook(filled)
    fields = {f"{key.partition('.')[0]}.{column.field}" for key, column in declared() if column.later}

    def gone(text: str) -> bool:
        return text in later or text in fields or text == "unadjusted"

    older = RawWorkbook(
        tuple(
            replace(sheet, cells={at: cell for at, cell in sheet.cells.items() if not gone(cell.text)})
            for sheet in book.sheets
        )
    )
    assert codes(interpret(older, "填报表.xlsx")[1]) == codes(interpret(book, "填报表.xlsx")[1])
