"""The Word report of one department."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from report_author.figures.values import Names
from report_author.model.facts import Facts
from report_author.model.findings import Finding
from report_author.ooxml.package import write_package
from report_author.ooxml.properties import with_properties
from report_author.templating.word import WordTemplate
from report_author.templating.word_finish import Mark


@dataclass(frozen=True, slots=True)
class Report:
    """The finished file, where every figure is printed in it, what a person must know about it."""

    data: bytes
    marks: tuple[Mark, ...]
    findings: tuple[Finding, ...]


def make_report(template: WordTemplate, names: Names, facts: Facts, folder: Path) -> Report:
    """Render the report. ``folder`` is where annexes named in the workbook are looked for."""
    rendered = template.render(names, folder)
    who = facts.department
    package = with_properties(rendered.package, f"{who.year}年度{who.full_name}{who.scope.value}决算", who.full_name)
    return Report(write_package(package), tuple(rendered.marks), tuple(rendered.findings))
