"""Reports that anyone wrote are audited."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from report_author.audit.audit import Audit, audit
from report_author.audit.claims.report import Report, make_report
from report_author.audit.judges.tables import Rules, Tables, department_of
from report_author.audit.papers.entries import Audited
from report_author.audit.reading.blocks import Document
from report_author.audit.reading.cover import cover_of
from report_author.audit.reading.files import read_report
from report_author.model.findings import Compared, Finding, error, warning
from report_author.model.format import Format
from report_author.ooxml.sheets import UnreadableBook, read_workbook_file
from report_author.pipeline.audit_sources import Source
from report_author.pipeline.faults import program_fault
from report_author.pipeline.library import Library, roots_for
from report_author.pipeline.libreoffice import to_word

#: a paper of another department was given: said before all that follows from it
_ANOTHER = "B31"


def audit_all(
    sources: Iterable[Source], last: Path | None = None, wanted_format: str = ""
) -> Iterator[tuple[Source, Audited]]:
    """The sources one by one; a fault of the program in one does not keep the others from being audited."""
    for each in sources:
        try:
            found = audit_file(each.report, each.tables, last, wanted_format)
        except Exception:
            problem = program_fault(each.report.name, "报告")
            found = Audited(each.report.name, _nothing(Document(each.report.stem, ())), (problem,))
        yield each, replace(found, remarks=(*each.remarks, *found.remarks))


def audit_file(
    report: Path, tables: Path | None = None, last: Path | None = None, wanted_format: str = ""
) -> Audited:
    """Read ``report``, with it its 公开表, last year's report; judge what was read. Nothing is written, nothing raised."""
    document = read_report(report, to_word)
    problems = list(document.problems)
    if not document.blocks:
        return Audited(report.name, _nothing(document), tuple(problems))
    understood = make_report(document)
    fmt, library, about_format = _format(report, understood.year, wanted_format)
    problems += about_format
    rules = (
        Rules(fmt, library.rules(fmt)) if fmt is not None and (document.grids or tables is not None) else None
    )
    book = _tables(tables, rules, problems) if tables is not None and rules is not None else None
    before = _last(last, problems) if last is not None else None
    unit = cover_of(document)[0]
    if tables is not None and book is not None:
        problems += _of_another(tables, "公开表", department_of(book), unit)
    if last is not None and before is not None:
        problems += _of_another(last, "上年报告", cover_of(before.document)[0], unit)
    found = audit(understood, fmt.residues if fmt else (), rules=rules, tables=book, last=before)
    doubtful = tuple(problem.message for problem in problems if problem.code == _ANOTHER)
    compared = _compared(document, book, before)
    return Audited(report.name, found, tuple(problems), doubtful, compared)


def _compared(document: Document, book: Tables | None, before: Report | None) -> Compared:
    """A report alone can be held against itself only."""
    given = (("公开表", book is not None), ("上年报告", before is not None))
    without = [name for name, there in given if not there]
    if book is None and document.grids:
        without[0] = "公开表（只核对了报告里的附表）"
    against = ["报告自身", *(name for name, there in given if there)]
    return Compared(tuple(against), (*without, "填报表", "批复数"))


def _nothing(document: Document) -> Audit:
    return Audit(make_report(document), (), (), ())


def _format(report: Path, year: int, wanted: str) -> tuple[Format | None, Library, list[Finding]]:
    """The format whose 残留用语 and 审核公式 apply; which one it is matters only to those who asked for one."""
    library = Library.of(roots_for(report))
    newest = max((one.year for one in library.formats), default=0)
    fmt, findings = library.choose(year or newest, wanted)
    return fmt, library, findings if wanted or fmt is None else []


def _tables(path: Path, rules: Rules, problems: list[Finding]) -> Tables | None:
    try:
        return Tables(path.name, read_workbook_file(path), rules)
    except UnreadableBook:
        problems.append(
            error(
                "B30", path.name, "公开表读不了，没有核对。", "请用 Excel 或 WPS 打开，另存为 .xlsx 后再试。"
            )
        )
        return None


def _of_another(path: Path, what: str, theirs: str, own: str) -> list[Finding]:
    """A warning where two covers name different departments."""
    if not theirs or not own or theirs == own:
        return []
    message = f"{what}写的单位是“{theirs}”，这份报告的封面是“{own}”，像是取错了文件。"
    return [
        warning(
            _ANOTHER,
            path.name,
            message,
            "请核对；确是同一单位改了名称的，可以不管。",
            stated=theirs,
            expected=own,
        )
    ]


def _last(path: Path, problems: list[Finding]) -> Report | None:
    document = read_report(path, to_word)
    if document.blocks:
        return make_report(document)
    why = "".join(problem.message for problem in document.problems)
    problems.append(
        warning(
            "B30",
            path.name,
            f"上年的报告读不了，没有核对上年数。{why}",
            "请用 Word 或 WPS 打开，另存为 .docx 后再试。",
        )
    )
    return None
