"""The shapes of value that templates may use.

A template sees only these:

* ``str``; it is escaped, a line feed becomes a line break, an empty one is a finding when printed
* ``int``, ``Decimal`` and ``bool``; a bool is for conditions only
* ``list`` / ``tuple``; for loops, ``in`` and filters only
* ``Names``: a dotted name space
* ``Figure`` and ``Shown``: exact numbers that leave a provenance marker when printed
* ``Printable``: anything with ``__html__`` (phrases, heading counters)
* ``Wanted``: a text somebody still has to write
* other objects: their attributes with Chinese names (a frozen dataclass or properties), never English ones
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Protocol

from report_author.model.findings import Finding
from report_author.records import frozen


class Printable(Protocol):
    """A value that knows its printed form."""

    def __html__(self) -> str:
        """The text, already escaped for XML; figures in it carry their markers. Called once for each place of printing."""
        ...


class Names(Mapping[str, Any]):
    """An immutable name space; ``path`` is its own dotted name, for messages.

    An entry may be a function without arguments: it is called on first use, once. Hence an entry's value is never a function.
    """

    __slots__ = ("_entries", "path")

    def __init__(self, path: str, entries: Mapping[str, object | Callable[[], object]]) -> None:
        self._entries: dict[str, object] = dict(entries)
        self.path = path

    def __getitem__(self, name: str) -> Any:
        value = self._entries[name]
        if callable(value):
            value = self._entries[name] = value()
        return value

    def __contains__(self, name: object) -> bool:
        return name in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def __repr__(self) -> str:
        return f"Names({self.path or '…'}: {'、'.join(self._entries)})"


@frozen
class Wanted:
    """A text that is missing from the workbook: false in a condition; printing it yields its own finding."""

    finding: Finding

    def __bool__(self) -> bool:
        return False
