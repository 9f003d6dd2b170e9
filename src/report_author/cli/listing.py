"""Findings as a list on the terminal: worst first, grouped by sheet."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from report_author.model.findings import Finding, Severity, worst_first
from report_author.pipeline.outcome import Outcome


def listing(book: Path, outcome: Outcome, *, building: bool) -> str:
    """What one workbook gave, for a person."""
    lines = [f"■ {book.name}"]
    counts = {severity: sum(f.severity is severity for f in outcome.findings) for severity in Severity}
    for (severity, sheet), group in groupby(
        worst_first(outcome.findings), key=lambda f: (f.severity, _sheet(f))
    ):
        lines.append(f"  〔{severity.label}〕{sheet}")
        for finding in group:
            lines += _lines(finding, sheet)
    for gap in outcome.unchecked:
        lines.append(f"  〔未核对〕{gap.code}：{gap.why}")
    total = (
        "，".join(f"{severity.label} {count} 条" for severity, count in counts.items() if count)
        or "没有发现问题"
    )
    if outcome.outputs:
        lines.append(f"  已生成（{total}）：")
        lines += [f"    {path}" for path in outcome.outputs]
        if any(finding.code == "示例" for finding in outcome.findings):
            lines.append("    这是示例数据，不能公开。")
    elif building:
        lines.append(
            f"  没有生成：{total}。请按上面的提示改好填报表，保存后再运行一次；以前生成的文件没有改动。"
        )
    else:
        lines.append(f"  检查完毕：{total}。")
    return "\n".join(lines)


def _sheet(finding: Finding) -> str:
    return finding.place.partition("!")[0] or "文件"


def _lines(finding: Finding, sheet: str) -> list[str]:
    cell = finding.place.partition("!")[2]
    lines = [f"    {cell + '　' if cell else ''}{finding.message}"]
    sides = [
        side
        for side in (
            f"填的是 {finding.stated}" if finding.stated else "",
            f"应为 {finding.expected}" if finding.expected else "",
        )
        if side
    ]
    if sides:
        lines.append(f"      {'；'.join(sides)}")
    lines.append(f"      → {finding.advice}")
    return lines
