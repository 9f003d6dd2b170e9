"""One department: read, check, render, verify, publish."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from report_author.appendix.book import make_appendix
from report_author.checks.facts import check_facts
from report_author.figures.account import Account
from report_author.figures.values import Names
from report_author.figures.vocabulary import vocabulary
from report_author.model.codes import Codebook
from report_author.model.facts import Facts
from report_author.model.findings import Finding, Unchecked, has_errors
from report_author.model.format import Format
from report_author.ooxml.package import write_package
from report_author.pipeline.library import CompiledFormat, Library, roots_for
from report_author.pipeline.outcome import Outcome, report_name, tables_name
from report_author.pipeline.publish import publish
from report_author.pipeline.verify import verify_report, verify_tables
from report_author.word.report import make_report
from report_author.workbook.read import read_workbook


@dataclass(frozen=True, slots=True)
class Rendered:
    """Both documents in memory, not yet published."""

    facts: Facts | None
    report: bytes
    tables: bytes
    findings: tuple[Finding, ...]
    unchecked: tuple[Unchecked, ...] = ()


def build(book: Path, out: Path, wanted_format: str = "") -> Outcome:
    """Make the report and the tables of one workbook; nothing is published while an 错误 stands."""
    made = render(book, wanted_format)
    if has_errors(made.findings) or made.facts is None:
        return Outcome(made.findings, made.unchecked)
    department = made.facts.department
    files = {out / report_name(department): made.report, out / tables_name(department): made.tables}
    problems = publish(files)
    if problems:
        return Outcome((*made.findings, *problems), made.unchecked)
    return Outcome(made.findings, made.unchecked, tuple(files))


def check(book: Path, wanted_format: str = "") -> Outcome:
    """All that ``build`` would find, nothing written."""
    made = render(book, wanted_format)
    return Outcome(made.findings, made.unchecked)


def render(book: Path, wanted_format: str = "") -> Rendered:
    """Read, check, render and verify one workbook in memory."""
    facts, findings = read_workbook(book)
    if facts is None:
        return Rendered(None, b"", b"", tuple(findings))
    library = Library.of(roots_for(book))
    fmt, problems = library.choose(facts.department.year, wanted_format or facts.department.format_id)
    findings = [*findings, *problems]
    if fmt is None:
        return Rendered(facts, b"", b"", tuple(findings))
    compiled = library.compiled(fmt)
    findings += compiled.findings
    account = Account(facts, Codebook.for_year(facts.department.year), fmt)
    names = vocabulary(account)
    ruled, unchecked = check_facts(account)
    findings += ruled
    report, tables, problems = _documents(compiled, fmt, names, facts, book.parent)
    findings += problems
    return Rendered(facts, report, tables, tuple(dict.fromkeys(findings)), tuple(unchecked))


def _documents(
    compiled: CompiledFormat, fmt: Format, names: Names, facts: Facts, folder: Path
) -> tuple[bytes, bytes, list[Finding]]:
    """Both documents; all that is missing for them comes at once."""
    if compiled.word is None or compiled.book is None:
        return b"", b"", []
    report = make_report(compiled.word, names, facts, folder)
    who = facts.department
    tables = make_appendix(compiled.book, fmt, names, who.scope.value, f"{who.year}年度{who.full_name}{who.scope.value}决算公开表")
    findings = [*report.findings, *tables.findings]
    if has_errors(findings):
        return b"", b"", findings
    data = write_package(tables.package)
    findings += verify_report(report.data, report.marks) + verify_tables(data, tables.marks())
    return report.data, data, findings
