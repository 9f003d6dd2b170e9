"""Marked copies, coverage of the checks, checks of published tables."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from pathlib import Path

from report_author.checks.coverage import Coverage, coverage_of
from report_author.checks.tables import check_tables, is_published_book, year_of
from report_author.checks.units import Suspicion
from report_author.model.findings import UNIT, Compared, Finding, info
from report_author.ooxml.package import PackageError, read_package, write_package
from report_author.ooxml.sheet_editor import At, NewValue, set_cells
from report_author.ooxml.sheets import UnreadableBook, cell_position, read_workbook_file
from report_author.pipeline.library import library_for
from report_author.pipeline.outcome import Outcome, corrected_name, marked_name, publish
from report_author.review.arrange import Spot
from report_author.review.marked import marked_copy
from report_author.workbook.layout import SHEETS
from report_author.workbook.read import interpret, open_book

# ---------------------------------------------------------------- the check of a finished 公开表, whoever made it


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
    library = library_for(book)
    newest = max((one.year for one in library.formats), default=0)
    fmt, problems = library.choose(year_of(cells) or newest, wanted_format)
    if fmt is None:
        return Outcome(tuple(problems))
    findings, unchecked = check_tables(cells, fmt, library.rules(fmt))
    return Outcome((*problems, *findings), tuple(unchecked), compared=_ALONE)


_SHEETS = frozenset(sheet.name for sheet in SHEETS)


def write_marked(book: Path, target: Path, outcome: Outcome) -> list[Finding] | None:
    """Write the marked copy of ``book`` to ``target``; None where the workbook cannot be opened, findings where not written."""
    try:
        data = book.read_bytes()
    except OSError:
        return None
    marked = marked_copy(data, book.name, outcome.findings, outcome.unchecked, outcome.compared)
    return None if marked is None else publish({target: marked})


def with_marked_copy(book: Path, out: Path, outcome: Outcome) -> Outcome:
    """After a build: a marked copy in ``out`` while there are 错误 or open 警告 of the workbook, none any more when not."""
    target = out / marked_name(book)
    if not any(found.label in ("错误", "警告") and _in_the_workbook(found) for found in outcome.findings):
        with contextlib.suppress(OSError):
            target.unlink(missing_ok=True)
        return outcome
    problems = write_marked(book, target, outcome)
    if problems is None:
        return outcome
    if problems:
        message = f"核对标注副本“{target.name}”没有更新，里面还是上一次的结果。"
        return _outdated(outcome, target, message, "以这里列出的为准。")
    return replace(outcome, marked=target)


def with_corrected_copy(book: Path, out: Path, outcome: Outcome, doubt: Suspicion | None) -> Outcome:
    """After a build: while the unit of amounts is in doubt, a copy in ``out`` in which they are put right."""
    target = out / corrected_name(book)
    cells = (
        doubt.right_cells()
        if doubt is not None and any(found.code == UNIT for found in outcome.findings)
        else {}
    )
    if not cells:
        return outcome
    changes: dict[str, dict[At, NewValue]] = {}
    for place, value in cells.items():
        sheet, _, ref = place.rpartition("!")
        changes.setdefault(sheet, {})[cell_position(ref)] = value
    try:
        data = write_package(set_cells(read_package(book), changes))
    except (PackageError, KeyError, ValueError, OSError):
        return outcome
    if publish({target: data}):
        message = f"单位改好的副本“{target.name}”没有更新。"
        return _outdated(outcome, target, message, "已经在副本里改过的，请先另存。")
    return replace(outcome, corrected=target)


def _outdated(outcome: Outcome, target: Path, message: str, more: str) -> Outcome:
    advice = f"请关闭 Excel 或 WPS 中打开的这个文件再运行；{more}"
    return replace(outcome, findings=(*outcome.findings, info("P05", str(target), message, advice)))


def _in_the_workbook(found: Finding) -> bool:
    """Whether a sheet of the workbook is where it stands, not a template, a format, a file."""
    return Spot.of(found.place).group in _SHEETS


def cover(book: Path, wanted_format: str = "") -> Coverage | None:
    """Try mistakes on every filled cell, in memory; None where ``check`` finds nothing to check either."""
    cells, _ = open_book(book)
    facts = interpret(cells, book.name)[0] if cells is not None else None
    if cells is None or facts is None:
        return None
    library = library_for(book)
    fmt, _ = library.choose_for(facts, wanted_format)
    return None if fmt is None else coverage_of(cells, book.name, fmt, library.rules(fmt))
