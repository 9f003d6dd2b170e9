"""Departments invented from a number, as finished documents in memory."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import cache
from itertools import count
from pathlib import Path

from report_author.appendix.book import make_appendix
from report_author.figures.account import Account
from report_author.figures.vocabulary import vocabulary
from report_author.model.facts import Facts, Record
from report_author.ooxml.package import read_package, write_package
from report_author.ooxml.sheets import parse_workbook
from report_author.pipeline.library import Library, shipped_root
from report_author.pipeline.outcome import document_title
from report_author.pipeline.own_report import OwnReport
from report_author.word.report import make_report
from report_author.workpaper.evidence import Evidence
from tools.samples.random_department import random_entries
from tools.samples.to_facts import entries_to_facts


@dataclass(frozen=True, eq=False)
class Made:
    """A finished report, its tables, where their numbers come from."""

    report: bytes
    tables: bytes
    evidence: Evidence


def own_report(seed: int) -> OwnReport:
    """The documents of the department invented from ``seed`` as they are audited before they are published."""
    library = Library.of((shipped_root(),))
    fmt, _ = library.choose(2021, "")
    assert fmt is not None
    compiled = library.compiled(fmt)
    assert compiled.word is not None and compiled.book is not None
    facts = with_cells(entries_to_facts(random_entries(seed)))
    names = vocabulary(Account(facts, fmt))
    report = make_report(compiled.word, names, facts, Path())
    tables = make_appendix(
        compiled.book, fmt, names, facts.department.scope.value, "公开表", facts.department.full_name
    )
    evidence = Evidence(facts, report.marks, report.chart_marks, tables.marks(), names)
    book = parse_workbook(write_package(tables.package))
    title = document_title(facts.department)
    return OwnReport(
        title, read_package(report.data), tables, book, evidence, fmt, library.rules(fmt), library.words(fmt)
    )


@cache
def made_from(seed: int) -> Made:
    """The same documents as files."""
    own = own_report(seed)
    return Made(write_package(own.report), write_package(own.tables.package), own.evidence)


def with_cells(facts: Facts) -> Facts:
    """The facts as if each field had been read from a cell of its own."""
    numbers = count(1)

    def placed(record: Record) -> Record:
        names = [field.name for field in fields(record) if field.name != "cells"]
        return replace(record, cells={name: f"填报!A{next(numbers)}" for name in names})

    changed: dict[str, object] = {}
    for field in fields(facts):
        value = getattr(facts, field.name)
        if isinstance(value, Record):
            changed[field.name] = placed(value)
        elif isinstance(value, tuple):
            changed[field.name] = tuple(placed(record) for record in value)
    return replace(facts, **changed)  # type: ignore[arg-type]
