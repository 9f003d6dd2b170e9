"""How this program declares its values: dataclasses that never change and have no other attributes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar, dataclass_transform

_T = TypeVar("_T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[_T]) -> type[_T]:
    """A dataclass whose fields cannot be set again."""
    return dataclass(frozen=True, slots=True)(cls)


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
def frozen_by_name(cls: type[_T]) -> type[_T]:
    """The same where every field is given by its name."""
    return dataclass(frozen=True, slots=True, kw_only=True)(cls)
