"""What one rendering prints: every figure it shows, plus the counters of its headings."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from report_author.model.findings import Finding
from report_author.records import frozen

if TYPE_CHECKING:
    from report_author.figures.figure import Figure

#: Marker characters around a printed figure, the only ones of our own in any text: non-characters, which XML can hold
#: and no font shows. They are refused in data and in templates, so that neither can imitate them (private-use
#: characters could: names with 生僻字 have them).
MARK_OPEN, MARK_TEXT, MARK_CLOSE = "\ufdd2", "\ufdd3", "\ufdd4"
#: Stands behind an item number “1.”: a space where a digit follows, nothing elsewhere.
MARK_APART = "\ufdd5"


@frozen
class Printed:
    """One figure in one view, ready to print: the figure, the unit of the view (万元, 元, % …), the text."""

    figure: Figure
    view: str
    text: str

    def __html__(self) -> str:
        ledger = current_ledger()
        return ledger.mark(self) if ledger else self.text

    def __str__(self) -> str:
        return self.text


@frozen
class ChartMark:
    """A figure that a chart shows, at ``point`` of a series: ``text`` of ``printed`` is its value at print precision."""

    printed: Printed
    part: str
    key: str
    series: str
    point: int
    category: str


@dataclass(slots=True)
class Ledger:
    """The record of one rendering; a marker's number is an index into ``printed``.

    ``noted`` are the findings about texts that were printed: something in them is missing, or looks wrong.
    """

    printed: list[Printed] = field(default_factory=list)
    counters: dict[str, int] = field(default_factory=dict)
    noted: list[Finding] = field(default_factory=list)

    def mark(self, printed: Printed) -> str:
        """Its text between marker characters that carry its entry's number."""
        self.printed.append(printed)
        return f"{MARK_OPEN}{len(self.printed) - 1}{MARK_TEXT}{printed.text}{MARK_CLOSE}"


_current: ContextVar[Ledger | None] = ContextVar("ledger", default=None)


def current_ledger() -> Ledger | None:
    """The ledger of the rendering under way; None outside of one (then figures print without markers)."""
    return _current.get()


@contextmanager
def recording() -> Iterator[Ledger]:
    """Open a fresh ledger for one rendering; nothing leaks into the next."""
    ledger = Ledger()
    token = _current.set(ledger)
    try:
        yield ledger
    finally:
        _current.reset(token)
