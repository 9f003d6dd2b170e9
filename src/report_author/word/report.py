"""The Word report of one department."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from report_author.figures.ledger import ChartMark
from report_author.figures.values import Names
from report_author.model.facts import Facts
from report_author.model.findings import Finding
from report_author.ooxml.package import write_package
from report_author.ooxml.properties import with_properties
from report_author.records import frozen
from report_author.templating.word_finish import Mark
from report_author.word.charts import fill_charts

if TYPE_CHECKING:
    from report_author.word.template import ReportTemplate


@frozen
class Report:
    """The finished file, where every figure is printed in it, what its charts show, what a person must know about it."""

    data: bytes
    marks: tuple[Mark, ...]
    findings: tuple[Finding, ...]
    chart_marks: tuple[ChartMark, ...] = ()


def make_report(template: ReportTemplate, names: Names, facts: Facts, folder: Path) -> Report:
    """Render the report. ``folder`` is where annexes named in the workbook are looked for."""
    rendered = template.word.render(names, folder)
    filled = fill_charts(rendered.package, template.charts, names)
    who = facts.department
    package = with_properties(
        filled.package, f"{who.year}年度{who.full_name}{who.scope.value}决算", who.full_name
    )
    findings = dict.fromkeys([*rendered.findings, *filled.findings])
    return Report(write_package(package), tuple(rendered.marks), tuple(findings), tuple(filled.marks))
