"""What is going to be published is read back by other readers than wrote it."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Context, Decimal, InvalidOperation
from typing import Any

from lxml import etree
from python_calamine import CalamineError, CalamineWorkbook

from report_author.figures.ledger import ChartMark, Printed
from report_author.model.findings import Finding, error
from report_author.model.money import exact_wan, half_up
from report_author.ooxml.charts import chart_book, chart_texts
from report_author.ooxml.markup import parse_xml, w
from report_author.ooxml.package import Package, PackageError, read_package
from report_author.ooxml.sheet_editor import At, Copied, NewValue, Result
from report_author.ooxml.sheets import RawWorkbook, UnreadableBook, cell_position, cell_ref, parse_workbook
from report_author.templating.table_writer import CellMark
from report_author.templating.word_finish import Mark

_ADVICE = "这是程序的问题，文件没有生成；请把填报表和模板发给维护人员。"
#: so many digits a spreadsheet keeps of a number
_KEPT = Context(prec=15)

#: The values of a chart by series and point: as cached, as in the embedded workbook.
_Values = Mapping[tuple[str, int], tuple[str, str]]


def verify_charts(data: bytes, marks: Sequence[ChartMark]) -> list[Finding]:
    """Reopen the report: every chart holds, in its cache as in its workbook, the figures of ``marks`` at print precision."""
    findings = []
    try:
        package = read_package(data)
        charts = {part: _values(package, part) for part in dict.fromkeys(mark.part for mark in marks)}
    except (PackageError, UnreadableBook, etree.XMLSyntaxError, KeyError, IndexError) as problem:
        return [_unreadable("报告·图表", "图表", problem)]
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


def _unreadable(place: str, what: str, problem: Exception) -> Finding:
    return error("P02", place, f"生成的{what}读不回来（{problem}）。", _ADVICE)


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


_TEXT, _TAB, _BREAKS = w("t"), w("tab"), (w("br"), w("cr"))
_PARAGRAPH, _RUN = w("p"), w("r")


def verify_report(data: bytes, marks: Sequence[Mark]) -> list[Finding]:
    """Reopen the report: every part is well-formed, every figure stands where it was printed, as it was printed."""
    try:
        package = read_package(data)
        paragraphs = _paragraphs(package, {mark.part for mark in marks})
    except (PackageError, etree.XMLSyntaxError) as problem:
        return [_unreadable("报告", "报告", problem)]
    findings = []
    for mark in marks:
        if mark.paragraph < 0:
            continue  # an alternative text: no paragraph shows it
        texts = paragraphs[mark.part]
        text = texts[mark.paragraph] if mark.paragraph < len(texts) else ""
        shown = mark.printed.text
        if text[mark.offset : mark.offset + len(shown)] != shown:
            findings.append(
                error(
                    "P03",
                    f"报告第 {mark.paragraph + 1} 段",
                    f"“{mark.printed.figure.name}”印出的数字读回来不一致。",
                    _ADVICE,
                    quote=text[:60],
                    stated=text[mark.offset : mark.offset + len(shown)],
                    expected=shown,
                )
            )
    return findings


def _paragraphs(package: Package, parts: Iterable[str]) -> dict[str, list[str]]:
    """The text of every ``w:p`` of these parts, in document order; nested paragraphs are not part of the outer one."""
    for name, data in package.items():
        if name.endswith((".xml", ".rels")):
            parse_xml(data)
    return {part: [_text(p) for p in parse_xml(package[part]).iter(_PARAGRAPH)] for part in parts}


def _text(paragraph: etree._Element) -> str:
    pieces: list[str] = []
    for element in paragraph.iter(_TEXT, _TAB, *_BREAKS):
        owner = next(element.iterancestors(_PARAGRAPH))
        if owner is not paragraph:
            continue
        if element.tag == _TEXT:
            pieces.append(element.text or "")
        elif element.getparent() is not None and element.getparent().tag == _RUN:  # type: ignore[union-attr]
            pieces.append("\t" if element.tag == _TAB else "\n")
    return "".join(pieces)


def reopened(data: bytes) -> tuple[RawWorkbook | None, list[Finding]]:
    """The appendix as our own audit reads it."""
    try:
        return parse_workbook(data), []
    except UnreadableBook as problem:
        return None, [_unreadable("公开表", "公开表", problem)]


def verify_tables(data: bytes, marks: Sequence[CellMark]) -> list[Finding]:
    """Reopen the appendix: every figure's cell holds its exact value (万元 or 元), or shows it within its text.

    The reader is one that shares nothing with our writer, so that no fault of ours can hide in both.
    """
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = {
            name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names
        }
    except CalamineError as problem:
        return [_unreadable("公开表", "公开表", problem)]
    findings = []
    for mark in marks:
        value = _value(sheets.get(mark.sheet, []), mark.cell)
        if not _holds(value, mark.printed):
            findings.append(
                error(
                    "P03",
                    f"{mark.sheet}!{mark.cell}",
                    f"“{mark.printed.figure.name}”写入的数字读回来不一致。",
                    _ADVICE,
                    stated=f"{value:f}" if isinstance(value, Decimal) else value or "（空白）",
                    expected=mark.printed.text,
                )
            )
    return findings


def _value(rows: Sequence[Sequence[Any]], ref: str) -> Decimal | str:
    """A cell's number or text; empty where it is blank."""
    row, column = cell_position(ref)
    found = rows[row][column] if row < len(rows) and column < len(rows[row]) else ""
    return _decimal(found) if isinstance(found, float) else str(found)


def _holds(value: Decimal | str, printed: Printed) -> bool:
    figure = printed.figure.value
    if value == "":
        return not figure  # a zero may be left blank, as the format chooses
    if isinstance(value, Decimal):
        exact = exact_wan(figure) if printed.view == "万元" else figure
        return _same(value, exact)
    return printed.text in value


def verify_cells(data: bytes, cells: Mapping[str, Mapping[At, NewValue]]) -> list[Finding]:
    """Reopen a clerk's workbook before it takes the place of the one there: every cell holds what was to be written.

    openpyxl reads it, which shares nothing with our editor. What it cannot open at all (it knows less than Excel) is not judged.
    """
    from openpyxl import load_workbook  # 0.15 s to load, which only an import waits for

    try:
        book = load_workbook(io.BytesIO(data), read_only=True)
    except Exception:  # it raises whatever its parts come upon
        return []
    findings = []
    for name, wanted in cells.items():
        stored = {
            (c.row - 1, c.column - 1): c.value
            for row in book[name].iter_rows()
            for c in row
            if c.value is not None
        }
        for at, value in wanted.items():
            if not _stands(stored.get(at, ""), value):
                place, found = f"{name}!{cell_ref(*at)}", str(stored.get(at, "（空白）"))
                message = "写入的内容读回来不一致，填报表没有改动。"
                advice = "这是程序的问题；请把填报表和来源文件发给维护人员。"
                findings.append(error("P03", place, message, advice, stated=found, expected=str(value)))
    return findings


def _stands(found: Any, value: NewValue) -> bool:
    """Whether a cell holds ``value``; a formula is left to Excel, a number under the format of a date is a date there."""
    if isinstance(value, Result | Copied) or isinstance(found, date):
        return True
    if isinstance(value, str):
        return str(found) == value
    return isinstance(found, int | float) and not isinstance(value, date) and _same(_decimal(found), value)


def _decimal(stored: int | float) -> Decimal:
    """A number as a reader gives it, by the digits that a person would see."""
    return Decimal(repr(stored)).normalize()


def _same(stored: Decimal, exact: Decimal | int) -> bool:
    """Whether a file holds ``exact``, as far as a spreadsheet can hold it."""
    return _KEPT.create_decimal(stored) == _KEPT.create_decimal(exact)
