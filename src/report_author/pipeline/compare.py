"""An edited report is held against the workbook it was made from."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from lxml import etree

from report_author.model.findings import Compared, Finding, error, has_errors, info, warning
from report_author.ooxml.package import PackageError, read_package
from report_author.ooxml.sheets import UnreadableBook, read_workbook_file
from report_author.pipeline.build import guarded
from report_author.pipeline.complete import Printed
from report_author.pipeline.outcome import Outcome
from report_author.workpaper.compare import Comparison, compare_report
from report_author.workpaper.compare_tables import compare_tables
from report_author.workpaper.tie import TieOut, tie_out


def compare_with_workbook(
    report: Path, book: Path, tables: Path | None = None, wanted_format: str = ""
) -> Outcome:
    """Every number, sentence, chart value of ``report`` (and ``tables``) that ``book`` would not give today."""
    made = guarded(book, wanted_format, draft=True)
    printed = made.printed
    if printed is None or printed.evidence is None:
        return made.outcome()
    tie = tie_out(printed.report, printed.tables, printed.evidence)
    findings = [_wrong_workbook(book)] if has_errors(made.findings) else []
    findings += _report_findings(report, printed, tie)
    findings += _table_findings(tables, tie) if tables is not None else []
    lacking = () if tables is not None else ("公开表（没有给出）",)
    compared = Compared((f"填报表“{book.name}”", "公开表"), (*lacking, *made.compared.lacking))
    return replace(made.outcome(), findings=tuple(findings), unchecked=(), compared=compared)


def _wrong_workbook(book: Path) -> Finding:
    return warning(
        "B31",
        book.name,
        "填报表现在还有错误，下面是与错误的填报表比对的结果。",
        "请先用 check 检查并改好填报表，再核对报告。",
    )


def _report_findings(report: Path, printed: Printed, tie: TieOut) -> list[Finding]:
    try:
        compared = compare_report(tie, read_package(printed.report), read_package(report))
    except PackageError as problem:
        return [error("B30", report.name, f"报告读不了：{problem.message}。", f"{problem.advice}。")]
    except (etree.XMLSyntaxError, KeyError, ValueError):
        return [
            error(
                "B30",
                report.name,
                "报告读不了，文件可能已损坏。",
                "请用 Word 或 WPS 打开，另存为 .docx 后再试。",
            )
        ]
    return [*compared.findings, _total(compared)]


def _total(compared: Comparison) -> Finding:
    message = f"报告和图里共有 {compared.numbers} 个数，与填报表一致的 {compared.unchanged} 个。"
    return info(
        "B00", "报告!合计", message, "不一致的逐条列出；文字里手工填写的数只比对，不计算，请对照原始资料。"
    )


def _table_findings(tables: Path, tie: TieOut) -> list[Finding]:
    try:
        sheets = read_workbook_file(tables).sheets
    except UnreadableBook:
        return [error("B30", tables.name, "公开表读不了。", "请用 Excel 或 WPS 打开，另存为 .xlsx 后再试。")]
    return compare_tables(tie, sheets)
