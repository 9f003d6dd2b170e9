"""A row for the workbook with the source cells of its fields."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Fact:
    """One row for a list of the workbook: its key fields, the fields taken, each with its source cell."""

    block: str
    about: tuple[tuple[str, Any], ...]
    values: dict[str, Any] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)
