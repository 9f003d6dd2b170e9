"""An edited report held against its workbook, as a list on the terminal."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from report_author import Compared, Finding, Severity, compare_with_workbook, has_errors
from report_author.cli.console import OK, WITH_ERRORS, CannotRun, heading, say, write_json


def run(options: argparse.Namespace) -> int:
    """``audit REPORT --workbook W``: the exit status is 1 where a figure of the workbook was changed."""
    if len(options.reports) > 1 or options.out is not None or options.last is not None:
        raise CannotRun(
            "与填报表比对（--workbook）时，一次核对一份报告，也不用 --out、--last；要审核几份报告，请去掉 --workbook。"
        )
    report: Path = options.reports[0]
    if report.is_dir():
        raise CannotRun(f"“{report}”是文件夹；与填报表比对（--workbook）时，请写一份报告。")
    for path in (report, options.workbook, options.tables):
        if path is not None and not path.is_file():
            raise CannotRun(f"找不到“{path}”，请核对文件名和所在文件夹。")
    outcome = compare_with_workbook(report, options.workbook, options.tables, options.format)
    findings = outcome.findings
    say(_listing(report, outcome.compared, findings), sys.stderr if options.json == "-" else sys.stdout)
    if options.json:
        answer = {
            "findings": [finding.as_json() for finding in findings],
            "unchecked": [],
            "outputs": [],
            "compared": [outcome.compared.as_json(str(report))],
        }
        write_json(options.json, answer)
    return WITH_ERRORS if has_errors(findings) else OK


def _listing(report: Path, compared: Compared, findings: Sequence[Finding]) -> str:
    lines = heading(report.name, compared)
    for severity in Severity:
        for found in (each for each in findings if each.severity is severity):
            lines.append(
                f"  〔{severity.label}〕{found.place.partition('!')[2] or found.place}　{found.message}"
            )
            if found.quote not in ("", found.stated, found.expected):
                lines.append(f"    原文：{found.quote}")
            if found.stated or found.expected:
                lines.append(f"    现在 {found.stated}；按填报表 {found.expected}")
            lines.append(f"    → {found.advice}")
    return "\n".join(lines)
