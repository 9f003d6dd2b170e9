"""The plain values that stand in the cells of a new workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from report_author.workbook.layout import SHEETS
from report_author.workbook.shape import CheckBlock, Column, Form, ListBlock, ProgressBlock

#: what a cell can hold before it is written
Value = str | Decimal | date | None
Row = dict[str, Value]
#: Excel keeps 15 digits: from 10^13 元 on, the 分 would be lost
LIMIT = Decimal(10) ** 13
#: the longest text of a cell in Excel
LONGEST_TEXT = 32767


def contents(entries: Mapping[str, Any], year: int) -> dict[str, list[Row]]:
    """For each block key its rows (a form has one), defaults and fixed labels included.

    Raises ``ValueError`` for an unknown block or field, or a value that a cell cannot hold.
    """
    known = {block.id for sheet in SHEETS for block in sheet.blocks}
    if strange := set(entries) - known:
        raise ValueError(f"no such block: {sorted(strange)}")
    found: dict[str, list[Row]] = {}
    for sheet in SHEETS:
        for block in sheet.blocks:
            match block:
                case Form():
                    values = dict(entries.get(block.id) or {})
                    if block.id == "department":
                        values.setdefault("year", year)
                    _refuse_strange(block.id, values, _fields_of_form(block.id))
                    found[block.key] = [_row(block.columns, values, defaults=True)]
                case ListBlock():
                    found[block.key] = _list_rows(block, entries.get(block.id))
                case CheckBlock() | ProgressBlock():
                    pass
    return found


def _list_rows(block: ListBlock, given: Sequence[Mapping[str, Any]] | None) -> list[Row]:
    fields = {column.field for column in block.inputs}
    rows = list(given) if given is not None else list(block.start)
    for values in rows:
        _refuse_strange(block.id, values, fields)
    if block.fixed is None:
        return [_row(block.inputs, values, defaults=False) for values in rows]
    key = block.columns[0]
    by_label = {_value(key, values[key.field]): values for values in rows}
    labels = [str(member.value) for member in block.fixed]
    if strange := set(by_label) - set(labels):
        raise ValueError(f"{block.id}: no such row: {sorted(map(str, strange))}")
    return [
        _row(block.inputs, {**by_label.get(label, {}), key.field: label}, defaults=True) for label in labels
    ]


def _fields_of_form(block_id: str) -> set[str]:
    blocks = (block for sheet in SHEETS for block in sheet.blocks)
    return {c.field for b in blocks if isinstance(b, Form) and b.id == block_id for c in b.columns}


def _refuse_strange(block_id: str, values: Mapping[str, Any], fields: set[str]) -> None:
    if strange := set(values) - fields:
        raise ValueError(f"{block_id}: no such field: {sorted(strange)}")


def _row(columns: Sequence[Column], values: Mapping[str, Any], *, defaults: bool) -> Row:
    return {c.field: _value(c, values.get(c.field, c.default if defaults else None)) for c in columns}


def _value(column: Column, value: Any) -> Value:
    """``value`` as the cell holds it: labels for enum members, 是/否 for booleans, ``None`` for nothing."""
    if value is None or value == "":
        return None
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return value
    if column.kind.numeric:
        number = Decimal(value)
        if abs(number) >= LIMIT:
            raise ValueError(f"{column.label}: {number} is too large for a cell")
        return number
    text = str(value)
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"{column.label}: a cell holds {LONGEST_TEXT} characters at the most")
    return text
