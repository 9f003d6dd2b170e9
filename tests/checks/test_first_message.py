"""The first message names the cell that is wrong and says what belongs there: who follows it gets a right workbook."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from report_author.model.findings import Finding
from report_author.ooxml.package import read_package, write_package
from report_author.ooxml.sheet_editor import set_cells
from report_author.ooxml.sheets import cell_position
from report_author.pipeline.building import check
from report_author.review.arrange import arrange
from report_author.workbook.shape import Kind
from tests.support.right_departments import right_departments
from tests.support.unit_slips import Input, input_cells

AMOUNT = re.compile(r"-?\d+(?:\.\d+)?")


def _remark(cell: Input) -> str | None:
    return f"{cell.cell.text}（含补发）" if cell.money else None


def _letter(cell: Input) -> str | None:
    return cell.cell.text.replace("0", "O", 1) if cell.money and "0" in cell.cell.text.strip("0") else None


def _wan(cell: Input) -> str | None:
    if not cell.money or cell.column.kind is not Kind.MONEY:
        return None
    return f"{(Decimal(cell.cell.text) / 10_000).normalize():f}万元"


def _percent(cell: Input) -> str | None:
    return f"{cell.cell.text}%" if cell.money and cell.column.kind is Kind.MONEY else None


def _letter_code(cell: Input) -> str | None:
    return cell.cell.text.replace("0", "O", 1) if cell.column.kind.code and "0" in cell.cell.text else None


def _choice(cell: Input) -> str | None:
    return f"{cell.cell.text}类" if cell.column.kind is Kind.CHOICE else None


def _yes(cell: Input) -> str | None:
    return f"{cell.cell.text}的" if cell.column.kind is Kind.YES_NO else None


SLIPS: tuple[Callable[[Input], str | None], ...] = (
    _remark,
    _letter,
    _wan,
    _percent,
    _letter_code,
    _choice,
    _yes,
)


def planted(book: bytes, seed: int) -> tuple[bytes, dict[str, str]]:
    """The book with three slips of different kinds in different cells; place → what stood there."""
    rng = random.Random(seed)
    changes: dict[str, dict[tuple[int, int], str | Decimal]] = {}
    before: dict[str, str] = {}
    for slip in rng.sample(SLIPS, 3):
        able = [each for each in input_cells(book) if slip(each) and each.place not in before]
        if not able:
            continue
        cell = rng.choice(able)
        changes.setdefault(cell.sheet, {})[cell.at] = slip(cell) or ""
        before[cell.place] = cell.cell.text
    return write_package(set_cells(read_package(book), changes)), before


def errors(path: Path) -> list[Finding]:
    """In the order in which a clerk reads them."""
    return [entry.finding for entry in arrange(check(path).findings) if entry.label == "错误"]


def followed(path: Path, found: Finding) -> bytes:
    """The workbook after somebody did what the message says, and nothing else."""
    sheet, _, ref = found.place.partition("!")
    assert found.expected, f"{found.place}: {found.message} does not say what belongs there"
    value = Decimal(found.expected) if AMOUNT.fullmatch(found.expected) else found.expected
    return write_package(set_cells(read_package(path), {sheet: {cell_position(ref): value}}))


def cases() -> Iterator[tuple[str, int]]:
    names = [each.name for each in right_departments()]
    return ((names[number * 3 % len(names)], number) for number in range(20))


@pytest.mark.slow
@pytest.mark.parametrize(("name", "seed"), cases())
def test_whoever_does_what_the_first_message_says_is_done_in_three_runs(
    name: str, seed: int, tmp_path: Path
) -> None:
    right = next(each for each in right_departments() if each.name == name)
    book, before = planted(right.book(), seed)
    path = tmp_path / "填报表.xlsx"
    path.write_bytes(book)
    told = []
    for _ in before:
        found = errors(path)
        assert found, "a slip that nobody notices"
        told.append(found[0])
        assert found[0].place in before, (found[0].place, found[0].message, before)
        path.write_bytes(followed(path, found[0]))
    assert errors(path) == []
    assert {each.place for each in told} == set(before)
