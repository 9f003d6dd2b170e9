"""Reports that this program made, with what it knows about each of their numbers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from report_author.audit.audit import audit
from report_author.audit.claims.report import make_report as read_report
from report_author.audit.judges.relations import Doubt
from report_author.audit.judges.tables import Rules, Tables
from report_author.audit.reading.blocks import Document
from report_author.audit.reading.docx_reader import read_docx
from report_author.model.findings import Severity
from report_author.ooxml.package import read_package
from report_author.ooxml.sheets import parse_workbook
from report_author.pipeline.library import Library, shipped_root
from report_author.workpaper.evidence import Evidence
from report_author.workpaper.tie import TieOut, tie_out
from tests.support.departments import made_from
from tests.support.samples import NAMES, printed

__all__ = ["NAMES", "Case", "random_case", "sample_case"]
BODY = "word/document.xml"


@dataclass(frozen=True, eq=False)
class Case:
    """A finished report: its files, where its numbers come from, what an auditor reads of it."""

    report: bytes
    tables: bytes
    tie: TieOut
    document: Document


@cache
def sample_case(name: str) -> Case:
    """The sample workbook ``name``."""
    done = printed(name)
    assert done.evidence is not None
    return _case(done.report, done.tables, done.evidence)


@cache
def random_case(seed: int) -> Case:
    """A department invented from ``seed``."""
    made = made_from(seed)
    return _case(made.report, made.tables, made.evidence)


def _case(report: bytes, tables: bytes, evidence: Evidence) -> Case:
    return Case(report, tables, tie_out(report, tables, evidence), read_docx("报告", read_package(report)))


@cache
def tables_of(case: Case) -> Tables:
    """The 公开表 of a case as an auditor opens them."""
    library = Library.of((shipped_root(),))
    fmt, _ = library.choose(read_report(case.document).year, "")
    assert fmt is not None
    return Tables("公开表.xlsx", parse_workbook(case.tables), Rules(fmt, library.rules(fmt)))


def questions(document: Document, tables: Tables | None = None) -> dict[tuple[str, ...], Doubt]:
    """What an auditor calls wrong in a report: 错误 and 警告, each under what it says."""
    doubts = audit(read_report(document), tables=tables).doubts
    return {
        (d.code, d.place, d.message, d.stated): d
        for d in doubts
        if d.severity in (Severity.ERROR, Severity.WARNING)
    }
