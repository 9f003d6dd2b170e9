"""The charts of a finished report are read back: cache, embedded workbook, figures must agree."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation

from lxml import etree

from report_author.model.findings import Finding, error
from report_author.model.money import half_up
from report_author.ooxml.markup import parse_xml
from report_author.ooxml.package import Package, PackageError, read_package
from report_author.ooxml.relations import related
from report_author.ooxml.sheets import UnreadableBook, parse_workbook
from report_author.word.charts import ChartMark

_C = {"c": "http://schemas.openxmlformats.org/drawingml/2006/chart"}
_RANGE = re.compile(r"(?P<sheet>.+)!\$(?P<column>[A-Z]+)\$(?P<row>\d+)(?::\$[A-Z]+\$\d+)?")
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
    root = parse_xml(package[part])
    book = parse_workbook(package[related(package, part, "package")[0]])
    sheets = {sheet.name: {cell.ref: cell.text for cell in sheet.cells.values()} for sheet in book.sheets}
    found: dict[tuple[str, int], tuple[str, str]] = {}
    for ser in root.iterfind(".//c:ser", _C):
        name = ser.findtext("c:tx//c:v", "", _C)
        place = _RANGE.fullmatch(ser.findtext("c:val//c:f", "", _C))
        for point in ser.iterfind("c:val//c:pt", _C):
            index = int(point.get("idx", "0"))
            stored = ""
            if place is not None:
                ref = f"{place['column']}{int(place['row']) + index}"
                stored = sheets.get(place["sheet"], {}).get(ref, "")
            found[name, index] = (point.findtext("c:v", "", _C), stored)
    return found
