"""Facts straight from entries, for tests that need no workbook."""

from __future__ import annotations

import typing
from collections.abc import Mapping
from decimal import Decimal
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any

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


def _record(record: Any, row: Mapping[str, Any]) -> Any:
    kinds = _kinds(record)
    return record(**{name: _value(kinds[name], value) for name, value in row.items()})


@cache
def _kinds(record: Any) -> dict[str, Any]:
    """The plain type of every field, optional or not."""
    kinds = typing.get_type_hints(record)
    for name, hint in kinds.items():
        if isinstance(hint, UnionType):
            kinds[name] = next(kind for kind in typing.get_args(hint) if kind is not type(None))
    return kinds


def _value(kind: Any, value: Any) -> Any:
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value)
    if kind is Decimal and isinstance(value, int):
        return Decimal(value)
    return value
