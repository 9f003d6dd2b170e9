"""The charts of a finished report are read back: cache, embedded workbook, figures must agree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation

from lxml import etree

from report_author.model.findings import Finding, error
from report_author.model.money import half_up
from report_author.ooxml.charts import chart_book, chart_texts
from report_author.ooxml.package import Package, PackageError, read_package
from report_author.ooxml.sheets import UnreadableBook
from report_author.word.charts import ChartMark

_ADVICE = "这是程序的问题，文件没有生成；请把填报表和模板发给维护人员。"

#: The values of a chart by series and point: as cached, as in the embedded workbook.
_Values = Mapping[tuple[str, int], tuple[str, str]]


def verify_charts(data: bytes, marks: Sequence[ChartMark]) -> list[Finding]:
    """Reopen the report: every chart holds, in its cache as in its workbook, the figures of ``marks`` at print precision."""
    findings = []
    try:
        package = read_package(data)
        charts = {part: _values(package, part) for part in dict.fromkeys(mark.part for mark in marks)}
    except (PackageError, UnreadableBook, etree.XMLSyntaxError, KeyError, IndexError) as problem:
        return [error("P02", "报告·图表", f"生成的图表读不回来（{problem}）。", _ADVICE)]
    for mark in marks:
        cached, stored = charts[mark.part].get((mark.series, mark.point), ("", ""))
        if cached != stored or _at_print_precision(cached) != Decimal(mark.printed.text):
            findings.append(
                error(
                    "P03",
                    f"报告·{mark.key}",
                    f"图中“{mark.category}”的“{mark.series}”读回来不一致。",
                    _ADVICE,
                    stated=f"图 {cached or '（空白）'}，图的数据表 {stored or '（空白）'}",
                    expected=mark.printed.text,
                )
            )
    return findings


def _at_print_precision(text: str) -> Decimal | None:
    try:
        return half_up(Decimal(text), 2)
    except InvalidOperation:
        return None


def _values(package: Package, part: str) -> _Values:
    chart, book = chart_texts(package, part), chart_book(package, part)
    return {
        (series.name, point): (cached, series.stored(point, book))
        for series in chart.series
        for point, cached in series.values
    }
