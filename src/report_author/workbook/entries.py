"""Facts as the entries of a workbook, so that the reader finds the same facts; what a new year keeps of last year's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from decimal import Decimal
from typing import Any

from report_author.model.choices import EvalPosition, Position, ReasonKey
from report_author.model.facts import WHOLE_DEPARTMENT, Facts, Quotable, Record
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


_STANDING_EVALUATION = frozenset((EvalPosition.ORGANISATION, EvalPosition.MANAGEMENT))
_STANDING_REASONS = frozenset((ReasonKey.VEHICLE_RUNNING_USE, ReasonKey.OTHER_VEHICLE_USE))
_DEPARTMENT = ("full_name", "short_name", "scope", "kind", "region", "unit_code", "superior", "sample_note")


def standing_entries(facts: Facts, source: str) -> Entries:
    """Names, institutions, staff categories, duties, terms, vehicles, class uses of last year.

    ``source`` is written beside the 已核对 tick of every sheet that keeps something, e.g. ``2021年度填报表``.
    """
    kept: dict[str, dict[str, tuple[Record, ...]]] = {
        "staff": {
            "institutions": facts.institutions,
            "staff": tuple(replace(row, posts=None, actual=None, note="") for row in facts.staff),
        },
        "texts": {
            "texts": tuple(row for row in facts.texts if row.position is Position.DUTY),
            "terms": facts.terms,
        },
        "sangong": {
            "vehicles_by_type": tuple(
                replace(row, bought=None, price=None) for row in facts.vehicles_by_type
            ),
            "vehicles_by_use": facts.vehicles_by_use,
        },
        "evaluation": {
            "eval_texts": tuple(
                row
                for row in facts.eval_texts
                if row.subject == WHOLE_DEPARTMENT and row.position in _STANDING_EVALUATION
            ),
        },
        "reasons": {
            "reasons": tuple(row for row in facts.reasons if row.key in _STANDING_REASONS and row.text),
            "class_uses": facts.class_uses,
        },
    }
    entries: Entries = {
        "department": {name: getattr(facts.department, name) for name in _DEPARTMENT},
        "carried": {f"{part}_from": source for part, blocks in kept.items() if any(blocks.values())},
    }
    for blocks in kept.values():
        entries.update({block: list_entries(block, rows) for block, rows in blocks.items() if rows})
    if quoted := _quoted(facts, entries):
        entries["quotables"] = list_entries("quotables", quoted)
    return entries


def _quoted(facts: Facts, entries: Entries) -> tuple[Quotable, ...]:
    """The figures that the kept texts quote."""
    rows: list[Entry] = [row for block in entries.values() if isinstance(block, list) for row in block]
    words = "\n".join(value for row in rows for value in row.values() if isinstance(value, str))
    return tuple(one for one in facts.quotables if f"{{{one.name}}}" in words)
