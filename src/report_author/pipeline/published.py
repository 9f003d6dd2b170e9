"""The check of a finished 公开表, whoever made it."""

from __future__ import annotations

from pathlib import Path

from report_author.checks.tables import check_tables, is_published_book, year_of
from report_author.model.findings import Compared
from report_author.ooxml.sheets import UnreadableBook, read_workbook_file
from report_author.pipeline.library import Library, roots_for
from report_author.pipeline.outcome import Outcome

#: the tables are held against one another, nothing else is at hand
_ALONE = Compared(
    ("表内、表间的关系",), ("填报表", "批复数", "报告正文", "上年的公开表（只核对了表内、表间的关系）")
)


def check_published(book: Path, wanted_format: str = "") -> Outcome | None:
    """What the rules find in the tables of ``book``; None where it is no 公开表."""
    try:
        cells = read_workbook_file(book)
    except UnreadableBook:
        return None
    if not is_published_book(cells):
        return None
    library = Library.of(roots_for(book))
    newest = max((one.year for one in library.formats), default=0)
    fmt, problems = library.choose(year_of(cells) or newest, wanted_format)
    if fmt is None:
        return Outcome(tuple(problems))
    findings, unchecked = check_tables(cells, fmt, library.rules(fmt))
    return Outcome((*problems, *findings), tuple(unchecked), compared=_ALONE)
