"""What every cell of the fill-in workbook says."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import fields
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache

from report_author.model.choices import Numbering
from report_author.model.facts import Facts, Record
from report_author.ooxml.sheets import cell_position, column_letters
from report_author.records import frozen
from report_author.workbook.layout import forms, lists
from report_author.workbook.shape import Column

_QUOTE = re.compile(r"\{[^{}]*\}")
_LONGEST_LABEL = 24


@frozen
class SourceCell:
    """A cell: ``label`` says in words what stands there, ``value`` what it holds."""

    label: str
    value: str


class CellIndex:
    """The filled cells of one workbook by address (``支出!H12``)."""

    def __init__(self, facts: Facts) -> None:
        self.cells: dict[str, SourceCell] = {}
        self._given: dict[tuple[Hashable, str], str] = {}
        self._times: Counter[str] = Counter()
        pieces: list[tuple[str, str]] = []
        for block, record in records(facts):
            for field, cell in record.cells.items():
                value = getattr(record, field, None)
                if not cell or value is None or value == "":
                    continue
                self.cells.setdefault(cell, SourceCell(_label(block, record, field), _shown(value)))
                if isinstance(value, str):
                    pieces += [(piece.rstrip("。；;. \n"), cell) for piece in _QUOTE.split(value)]
        self._pieces = sorted(
            ((piece, cell) for piece, cell in pieces if any(c.isdigit() for c in piece)),
            key=lambda found: -len(found[0]),
        )
        self._last: tuple[str, list[tuple[str, str]]] = ("", [])

    def typed(self, text: str, start: int, end: int, where: Hashable) -> str:
        """The cell whose text holds the number ``text[start:end]`` of a printed paragraph; empty where none does.

        Of cells with the same text every paragraph (``where``) gets another one, in the order of the workbook.
        """
        fitting = [(piece, cell) for piece, cell in self._within(text) if covers(text, piece, start, end)]
        if not fitting:
            return ""
        piece = fitting[0][0]
        if (where, piece) not in self._given:
            same = [cell for other, cell in fitting if other == piece]
            cell = min(same, key=lambda each: self._times[each])
            self._times[cell] += 1
            self._given[where, piece] = cell
        return self._given[where, piece]

    def _within(self, text: str) -> list[tuple[str, str]]:
        """The pieces that stand in ``text``: looked up once for all numbers of a paragraph, of which there may be thousands."""
        if self._last[0] != text:
            self._last = text, [each for each in self._pieces if each[0] in text]
        return self._last[1]


def covers(text: str, piece: str, start: int, end: int) -> bool:
    """Whether ``piece`` stands in ``text`` over all of ``text[start:end]``."""
    return text.find(piece, max(0, end - len(piece)), start + len(piece)) >= 0


def ranges(cells: Iterable[str]) -> list[str]:
    """Addresses with neighbours of a column joined: ``支出!H7:H9``."""
    columns: dict[tuple[str, int], list[int]] = defaultdict(list)
    for cell in dict.fromkeys(cells):
        sheet, _, ref = cell.rpartition("!")
        row, column = cell_position(ref)
        columns[sheet, column].append(row + 1)
    found = []
    for (sheet, column), rows in columns.items():
        letters = column_letters(column)
        for first, last in _runs(sorted(rows)):
            found.append(f"{sheet}!{letters}{first}" + (f":{letters}{last}" if last > first else ""))
    return found


def _runs(rows: list[int]) -> Iterator[tuple[int, int]]:
    first = last = rows[0]
    for row in rows[1:]:
        if row > last + 1:
            yield first, last
            first = row
        last = row
    yield first, last


def records(facts: Facts) -> Iterator[tuple[str, Record]]:
    """Every row and form of the workbook with the name of its block."""
    for field in fields(facts):
        value = getattr(facts, field.name)
        if isinstance(value, Record):
            yield field.name, value
        elif isinstance(value, tuple):
            yield from ((field.name, record) for record in value if isinstance(record, Record))


def _label(block: str, record: Record, field: str) -> str:
    """The texts that name the row, then the heading of the column: 2040201 一般公共预算 基本支出 30101 · 金额."""
    labels = _labels().get(block, {})
    names = [
        _shown(getattr(record, name))
        for name in labels
        if name != field and _names_row(getattr(record, name, None))
    ]
    return " · ".join(part for part in (" ".join(names[:5]), labels.get(field, "")) if part)


def _names_row(value: object) -> bool:
    return (isinstance(value, Enum) and not isinstance(value, Numbering)) or (
        isinstance(value, str) and 0 < len(value) <= _LONGEST_LABEL
    )


def columns_of_blocks() -> dict[str, list[Column]]:
    """The columns that are filled in, by block."""
    found = {key: list(block.inputs) for key, (_, block) in lists().items()}
    return found | {
        key: [column for _, form in parts for column in form.columns] for key, parts in forms().items()
    }


@cache
def _labels() -> dict[str, dict[str, str]]:
    """The headings of the columns by block and field."""
    return {
        key: {column.field: column.label for column in columns}
        for key, columns in columns_of_blocks().items()
    }


def _shown(value: object) -> str:
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return f"{value:,f}"
    return value.isoformat() if isinstance(value, date) else str(value)
