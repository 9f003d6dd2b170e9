"""What people changed in the charts of a report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import zip_longest

from report_author.model.findings import Finding, error, warning
from report_author.ooxml.charts import ChartText, chart_texts
from report_author.ooxml.package import Package
from report_author.ooxml.reading import read_lines
from report_author.ooxml.relations import related
from report_author.ooxml.sheets import UnreadableBook, parse_workbook
from report_author.workpaper.tie import TieOut

_ADVICE = "请用重新生成的图；数据确实有变的，请改填报表后重新生成。"


def compare_charts(tie: TieOut, built: Package, edited: Package) -> tuple[list[Finding], int, int]:
    """Charts in the order in which they are shown: values, names, data sheets. Also how many values there were, how many are the same."""
    parts = list(dict.fromkeys(part for line in read_lines(edited) for part in line.charts))
    findings: list[Finding] = []
    values = same = 0
    for old, new in zip_longest(tie.charts, parts):
        if old is None or new is None:
            findings.append(_other_count(len(tie.charts), len(parts)))
            break
        before, after = tie.charts[old], chart_texts(edited, new)
        place = f"报告!图“{before.title}”"
        shown, shown_now = _cells_of(before), _cells_of(after)
        values += len(shown)
        same += sum(shown_now.get(name) == value for name, value in shown.items())
        findings += _texts(place, before, after)
        findings += _values(place, shown, shown_now, "图")
        findings += _values(place, _data(built, old), _data(edited, new), "图的数据表")
    return findings, values, same


def _other_count(before: int, after: int) -> Finding:
    message = f"生成的报告有 {before} 张图，现在有 {after} 张。"
    return error("B11", "报告!图", message, _ADVICE, stated=str(after), expected=str(before))


def _texts(place: str, before: ChartText, after: ChartText) -> list[Finding]:
    missing = [words for words in before.words if words not in after.words]
    new = [words for words in after.words if words not in before.words]
    return [
        warning("B12", place, "图里的文字改动了。", _ADVICE, quote=now, stated=now, expected=was)
        for was, now in zip_longest(missing, new, fillvalue="（没有）")
    ]


def _values(place: str, before: Mapping[str, str], after: Mapping[str, str], what: str) -> list[Finding]:
    return [
        error(
            "B10",
            place,
            f"{what}里“{name}”的数改动了。",
            _ADVICE,
            quote=name,
            stated=after.get(name, "（没有）"),
            expected=before.get(name, "（没有）"),
        )
        for name in dict.fromkeys([*before, *after])
        if before.get(name) != after.get(name)
    ]


def _cells_of(chart: ChartText) -> dict[str, str]:
    return {
        f"{series.name}·{chart.category(point) or point + 1}": value
        for series in chart.series
        for point, value in series.values
    }


def _data(package: Package, part: str) -> Mapping[str, str]:
    """The cells of the workbook behind a chart; empty where there is none, as after saving in some programs."""
    books: Sequence[str] = related(package, part, "package")
    try:
        sheets = parse_workbook(package[books[0]]).sheets if books else ()
    except UnreadableBook:
        return {}
    return {cell.ref: cell.text for sheet in sheets[:1] for cell in sheet.cells.values()}
