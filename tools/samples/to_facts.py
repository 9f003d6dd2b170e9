"""Facts straight from entries, for tests that need no workbook."""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Mapping
from decimal import Decimal
from enum import Enum
from types import UnionType
from typing import Any

from report_author.model import facts
from report_author.model.facts import Facts

_HINTS = typing.get_type_hints(Facts)


def entries_to_facts(entries: Mapping[str, Any]) -> Facts:
    """The facts that a workbook filled with ``entries`` says; the records have no cells.

    A choice may be given as its Enum member or its label. Raises KeyError on an unknown block or field.
    """
    unknown = set(entries) - set(_HINTS)
    if unknown:
        raise KeyError(f"unknown blocks: {sorted(unknown)}")
    blocks: dict[str, Any] = {}
    for name, value in entries.items():
        if typing.get_origin(_HINTS[name]) is tuple:
            record = typing.get_args(_HINTS[name])[0]
            blocks[name] = tuple(_record(record, row) for row in value)
        else:
            blocks[name] = _record(_HINTS[name], value)
    return Facts(**blocks)


def _record(record: type[Any], row: Mapping[str, Any]) -> facts.Record:
    hints = typing.get_type_hints(record)
    made = record(**{name: _value(hints[name], value) for name, value in row.items()})
    assert dataclasses.is_dataclass(made) and isinstance(made, facts.Record)
    return made


def _value(hint: Any, value: Any) -> Any:
    if isinstance(hint, UnionType):
        if value is None:
            return None
        hint = next(kind for kind in typing.get_args(hint) if kind is not type(None))
    if isinstance(hint, type) and issubclass(hint, Enum) and not isinstance(value, hint):
        return hint(value)
    if hint is Decimal and isinstance(value, int):
        return Decimal(value)
    return value
