"""One filled workbook for all tests of this folder, with the tools to spoil it."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from report_author.model.facts import Facts
from report_author.model.findings import Finding
from report_author.ooxml.sheets import CellKind, RawCell, RawWorkbook, parse_workbook
from report_author.workbook.create import workbook_bytes
from report_author.workbook.read import interpret, read_workbook
from tests.workbook.entries import rich_entries

Reading = tuple[Facts | None, list[Finding]]


@pytest.fixture(scope="session")
def filled() -> bytes:
    """The bytes of a workbook with something in every block."""
    return workbook_bytes(rich_entries(), year=2021)


class Spoiler:
    """Changes cells of the filled workbook, then reads it; cells are named by block field and row of the list."""

    def __init__(self, book: RawWorkbook) -> None:
        self._cells = {sheet.name: dict(sheet.cells) for sheet in book.sheets}
        self._book = book

    def put(self, sheet: str, ref: str, typed: Any, **more: Any) -> Spoiler:
        """Put text, a number, or with ``kind`` something worse into a cell."""
        row, column = openpyxl.utils.cell.coordinate_to_tuple(ref)
        kind = CellKind.NUMBER if isinstance(typed, Decimal) else CellKind.TEXT
        number = typed if isinstance(typed, Decimal) else None
        cell = RawCell(ref, kind, str(typed), number)
        self._cells[sheet][row - 1, column - 1] = replace(cell, **more)
        return self

    def clear(self, sheet: str, ref: str) -> Spoiler:
        row, column = openpyxl.utils.cell.coordinate_to_tuple(ref)
        self._cells[sheet].pop((row - 1, column - 1), None)
        return self

    def read(self) -> Reading:
        sheets = tuple(replace(s, cells=dict(sorted(self._cells[s.name].items()))) for s in self._book.sheets)
        return interpret(RawWorkbook(sheets), "填报表.xlsx")


@pytest.fixture
def spoiler(filled: bytes) -> Spoiler:
    return Spoiler(parse_workbook(filled))


@pytest.fixture
def edited(filled: bytes, tmp_path: Path) -> Callable[[Callable[[Any], object]], Reading]:
    """Open the filled workbook as an editor does (openpyxl), change it, save it, read it."""

    def run(change: Callable[[Any], object]) -> Reading:
        book = openpyxl.load_workbook(io.BytesIO(filled))
        change(book)
        path = tmp_path / "填报表.xlsx"
        book.save(path)
        return read_workbook(path)

    return run


def codes(findings: list[Finding]) -> list[str]:
    return sorted(f.code for f in findings)
