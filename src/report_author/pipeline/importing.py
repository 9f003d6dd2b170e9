"""Takes figures out of other programs' spreadsheets into a fill-in workbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from report_author.model.codes import Codebook
from report_author.model.findings import Finding, error, has_errors
from report_author.ooxml.package import Package, PackageError, read_package, write_package
from report_author.ooxml.sheet_edit import set_cells
from report_author.pipeline.publish import publish
from report_author.workbook.imports.current import current
from report_author.workbook.imports.merge import Plan, plan_merge
from report_author.workbook.imports.recognise import read_sources
from report_author.workbook.imports.refresh import refreshed
from report_author.workbook.imports.report_facts import report_facts
from report_author.workbook.imports.resolve import Resolver
from report_author.workbook.read import interpret, open_book

SHEETS, REPORTS = (".xlsx", ".xls", ".ods", ".et"), (".docx", ".txt")
ENDINGS = (*SHEETS, *REPORTS)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A plan for one workbook with what the sources left open; nothing is written yet."""

    plan: Plan
    findings: tuple[Finding, ...]
    package: Package | None = None
    codebook: Codebook | None = None


def prepare(sources: Sequence[Path], into: Path) -> Prepared:
    """Read the sources, see where each figure would go; an 错误 among the findings forbids writing."""
    book, findings = open_book(into)
    if book is None:
        return Prepared(Plan(), tuple(findings))
    facts, problems = interpret(book, into.name)
    if facts is None:
        return Prepared(Plan(), tuple(f for f in problems if f.severity.value == "error"))
    codebook = Codebook.for_year(facts.department.year)
    reports = [path for path in sources if path.suffix.lower() in REPORTS]
    sheets = [path for path in sources if path not in reports and path != into]
    tables = read_sources(sheets, facts.department, codebook)
    resolved = Resolver(tables).resolve()
    now = current(book, codebook)
    published, problems = report_facts(reports, facts, now)
    plan = plan_merge([*resolved, *published], now)
    found = (*tables.findings, *problems, *plan.findings)
    try:
        return Prepared(plan, found, read_package(into), codebook)
    except PackageError as problem:
        return Prepared(plan, (*found, error("F08", into.name, problem.message, problem.advice)))


def write(prepared: Prepared, into: Path, *, overwrite: bool) -> tuple[Path | None, list[Finding]]:
    """Carry out a plan; the earlier file stays beside the new one, whose name is returned, or findings say why not."""
    if prepared.package is None or prepared.codebook is None or has_errors(prepared.findings):
        return None, []
    if (into.parent / f"~${into.name}").exists():
        return None, [error("P01", into.name, "填报表正在 Excel 或 WPS 中打开", "请先保存并关闭，再导入")]
    edited = set_cells(prepared.package, prepared.plan.cells(overwrite=overwrite))
    data = write_package(refreshed(edited, prepared.codebook))
    backup = free_backup(into)
    problems = publish({backup: into.read_bytes(), into: data})
    return (None, problems) if problems else (backup, [])


def free_backup(book: Path) -> Path:
    """``W.xlsx.bak``, ``W.xlsx.bak2`` …: the first name that is free, so that no earlier file is lost."""
    number = 1
    while True:
        name = book.with_name(f"{book.name}.bak{number if number > 1 else ''}")
        if not name.exists():
            return name
        number += 1
