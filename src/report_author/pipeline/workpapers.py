"""The workpapers of a build: tie-out as workbook and page, the copy for review."""

from __future__ import annotations

import os
from pathlib import Path

from report_author.pipeline.complete import BuildOptions, Printed
from report_author.pipeline.outcome import (
    document_title,
    review_name,
    tie_out_book_name,
    tie_out_page_name,
)
from report_author.workpaper.book import tie_out_book
from report_author.workpaper.evidence import last_year_figures
from report_author.workpaper.page import tie_out_page
from report_author.workpaper.tie import tie_out


def workpapers(
    book: Path, printed: Printed, report: bytes, out: Path, options: BuildOptions
) -> dict[str, bytes]:
    """File names with their bytes; ``report`` is the finished file, ``book`` the workbook that the links lead to from ``out``."""
    evidence = printed.evidence
    if evidence is None or not (options.workpaper or options.review):
        return {}
    who, draft = printed.department, printed.draft
    title = document_title(who)
    tie = tie_out(report, printed.tables, evidence)
    last_year = last_year_figures(evidence.names)
    files: dict[str, bytes] = {}
    if options.workpaper:
        files[tie_out_book_name(who, draft=draft)] = tie_out_book(
            tie, title, _link(book, out), last_year, evidence.compared
        )
        files[tie_out_page_name(who, draft=draft)] = tie_out_page(tie, title, evidence, last_year).encode(
            "utf-8"
        )
    if options.review:
        from report_author.workpaper.review import review_copy  # python-docx: 0.1 s to load

        files[review_name(who, draft=draft)] = review_copy(report, tie, last_year)
    return files


def _link(book: Path, out: Path) -> str:
    """The workbook as seen from ``out``; in full where the two are on different drives."""
    try:
        return Path(os.path.relpath(book.resolve(), out.resolve())).as_posix()
    except ValueError:
        return book.resolve().as_posix()
