"""Which filled cells of a workbook file the checks of its format watch."""

from __future__ import annotations

from pathlib import Path

from report_author.checks.coverage import Coverage, coverage_of
from report_author.pipeline.library import Library, roots_for
from report_author.workbook.read import interpret, open_book


def cover(book: Path, wanted_format: str = "") -> Coverage | None:
    """Try mistakes on every filled cell, in memory; None where ``check`` finds nothing to check either."""
    cells, _ = open_book(book)
    facts = interpret(cells, book.name)[0] if cells is not None else None
    if cells is None or facts is None:
        return None
    library = Library.of(roots_for(book))
    fmt, _ = library.choose(facts.department.year, wanted_format or facts.department.format_id)
    return None if fmt is None else coverage_of(cells, book.name, fmt, library.rules(fmt))
