"""Facts as the entries of a workbook: what the creator writes so that the reader finds the same facts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from decimal import Decimal
from typing import Any

from report_author.model.facts import Facts, Record
from report_author.workbook.layout import forms, lists
from report_author.workbook.shape import Blank, Column

Entry = dict[str, Any]
Entries = dict[str, Any]


def facts_to_entries(facts: Facts) -> Entries:
    """All that ``facts`` say, block by block; a list without records is left out."""
    entries: Entries = {}
    for block_id, parts in forms().items():
        columns = [column for _, form in parts for column in form.columns]
        entries[block_id] = record_entry(getattr(facts, block_id), columns)
    for block_id, (_, block) in lists().items():
        rows = records_entries(getattr(facts, block_id), block.inputs)
        if rows:
            entries[block_id] = rows
    return entries


def list_entries(block_id: str, records: Iterable[Record]) -> list[Entry]:
    """The rows of one list."""
    return records_entries(records, lists()[block_id][1].inputs)


def records_entries(records: Iterable[Record], columns: Sequence[Column]) -> list[Entry]:
    return [record_entry(record, columns) for record in records]


def record_entry(record: Record, columns: Sequence[Column]) -> Entry:
    """One row. A zero that a blank cell means as well, by the layout, is left blank unless the row would hold no number at all."""
    defaults = {field.name: field.default for field in fields(record)}
    as_zero = {column.field for column in columns if column.blank is Blank.ZERO}
    values = {column.field: getattr(record, column.field) for column in columns}
    filled = {
        name: value
        for name, value in values.items()
        if value not in (None, "", False) or _is_number(value) or (value is False and defaults[name] is None)
    }
    counts = any(_is_number(value) and value for value in filled.values())
    return {
        name: value
        for name, value in filled.items()
        if not (counts and name in as_zero and not value and defaults[name] == value)
    }


def _is_number(value: object) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)
