"""The findings of a run as one page for the browser."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from jinja2 import Environment, Template

from report_author.model.findings import NOT_COMPARED, Compared, Finding, Unchecked
from report_author.records import frozen
from report_author.review.arrange import LABELS, Entry, arrange, by_sheet, counted
from report_author.review.marked import COLOURS

_PAGE = Path(__file__).with_name("page.html")


@frozen
class Checked:
    """What one workbook gave: ``title`` says whose it is, ``outputs`` the files made."""

    name: str
    title: str
    findings: Sequence[Finding]
    unchecked: Sequence[Unchecked] = ()
    outputs: Sequence[str] = ()
    compared: Compared = NOT_COMPARED

    @property
    def entries(self) -> list[Entry]:
        return arrange(self.findings)

    @property
    def sheets(self) -> list[tuple[str, list[Entry]]]:
        """The sheets with their lines, the worst sheet first."""
        return by_sheet(self.entries)

    @property
    def to_write(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.to_write]

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many lines of each severity, those of none left out."""
        return counted(self.entries)


def html_page(books: Sequence[Checked]) -> str:
    """A self-contained page: no other file, no network."""
    return _template().render(books=books, colours=COLOURS, labels=LABELS)


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(_PAGE.read_text(encoding="utf-8"))
