"""The Word template of the report, ready to render."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lxml import etree

from report_author.model.findings import Finding, has_errors
from report_author.ooxml.package import Package
from report_author.records import frozen
from report_author.templating.word import WordTemplate, compile_word
from report_author.word.chart_template import ChartFinder
from report_author.word.charts import Charts
from report_author.word.clean import clean_template, with_field_update
from report_author.word.contents import prepare_contents


@frozen
class ReportTemplate:
    """A compiled template of the report with its charts: immutable, safe in threads."""

    word: WordTemplate
    charts: Charts


def compile_report(
    package: Package,
    filters: Mapping[str, Callable[..., Any]],
    chart_keys: Sequence[str] = (),
) -> tuple[ReportTemplate | None, list[Finding]]:
    """Compile a report's template; its contents page fills itself with every rendering.

    ``chart_keys`` are the alternative texts of the charts that are to be filled. A report that has just been rendered does
    not know its page numbers and asks Word to bring them up to date.
    """
    package, findings = clean_template(package)
    package, filler, problems = prepare_contents(package)
    findings += problems
    if filler is not None:
        package = with_field_update(package)
    try:
        charts = ChartFinder(package, chart_keys)
    except etree.XMLSyntaxError:
        charts = ChartFinder(Package({}), ())  # the engine refuses the template, with its place
    else:
        package = charts.package
    changes = (filler,) if filler is not None else ()
    word, problems = compile_word(package, filters, extra_parts=charts.tagged_parts(), changes=changes)
    findings += [*charts.findings, *problems]
    if word is None or has_errors(findings):
        return None, findings
    return ReportTemplate(word, charts.charts), findings
