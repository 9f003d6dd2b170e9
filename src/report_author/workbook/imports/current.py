"""What stands in the cells of a fill-in workbook now, with where more can be written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from report_author.model.codes import Codebook
from report_author.model.findings import Finding
from report_author.ooxml.sheets import RawCell, RawWorkbook, column_letters
from report_author.workbook.layout import SHEETS
from report_author.workbook.locate import FoundForm, FoundList, SheetMap, sheets_of
from report_author.workbook.shape import Column, Kind
from report_author.workbook.values import INVALID, ValueReader

#: rows below the last block of a sheet that may still be filled
_BELOW = 100_000


@dataclass(slots=True)
class CurrentList:
    """A list with its rows as typed: row number → field → value (``INVALID`` where it cannot be read)."""

    found: FoundList
    rows: dict[int, dict[str, Any]] = field(default_factory=dict)
    _taken: set[int] = field(default_factory=set)

    @property
    def first(self) -> int:
        """The first data row."""
        return self.found.header + 1

    def place(self, row: int, name: str) -> str:
        return f"{self.found.sheet.name}!{column_letters(self.found.columns[name])}{row + 1}"

    def free_row(self) -> int | None:
        """The next row to write to: after the last one in use, nothing in it but formulas; ``None``: no room."""
        end = self.found.end - 1 if self.found.end < _BELOW else _BELOW
        used = {row for (row, _), cell in self.found.sheet.cells.items() if not cell.formula} | self._taken
        last = max((row for row in used if self.found.header < row < end), default=self.found.header)
        row = next((r for r in range(last + 1, end) if r not in used), None)
        if row is None:
            row = next((r for r in range(self.first, end) if r not in used), None)
        if row is not None:
            self._taken.add(row)
        return row


@dataclass(frozen=True, slots=True)
class Current:
    """All lists by block id, all form fields by (block id, field)."""

    lists: dict[str, CurrentList]
    forms: dict[tuple[str, str], tuple[FoundForm, tuple[int, int], Any]]


def current(book: RawWorkbook, codebook: Codebook) -> Current:
    """Read every input cell of a workbook; its findings are those of ``check``, so they are dropped here."""
    findings: list[Finding] = []
    reader = ValueReader(codebook, findings)
    sheets = sheets_of(book, findings)
    maps = [SheetMap(s, sheets[s.id], findings) for s in SHEETS if s.id in sheets]
    lists: dict[str, CurrentList] = {}
    forms: dict[tuple[str, str], tuple[FoundForm, tuple[int, int], Any]] = {}
    for sheet in maps:
        for found in sheet.lists():
            one = CurrentList(found)
            for row in found.rows:
                values = _row(found, row, reader)
                if values:
                    one.rows[row] = values
            lists[found.block.id] = one
        for form in sheet.forms():
            for column in form.form.columns:
                at = form.values.get(column.field)
                if at is not None:
                    value = _read(reader, column, form.sheet.cells.get(at))
                    forms[form.form.id, column.field] = (form, at, value)
    return Current(lists, forms)


def _row(found: FoundList, row: int, reader: ValueReader) -> dict[str, Any]:
    values = {}
    for column in found.block.inputs:
        at = found.columns.get(column.field)
        cell = found.sheet.cells.get((row, at)) if at is not None else None
        value = _read(reader, column, cell)
        if value is not None:
            values[column.field] = value
    return values


def _read(reader: ValueReader, column: Column, cell: RawCell | None) -> Any:
    if cell is None or column.kind is Kind.LOOKUP:
        return None
    value = reader.read(column, cell, cell.ref)
    return INVALID if value is INVALID else value
