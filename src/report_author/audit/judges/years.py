"""Years left over from another report."""

from __future__ import annotations

import re
from collections.abc import Iterator

from report_author.audit.claims.report import Report
from report_author.audit.judges.relations import Doubt, doubt_at
from report_author.audit.reading.blocks import Block
from report_author.model.findings import Severity

_STATED = re.compile(
    r"(?P<year>20\d\d)年度?(?:[\u4e00-\u9fff]{0,24})?(?:本年收入合计|本年支出合计|收、支总计|收入支出总计|收、支决算总计"
    r"|部门决算情况说明|单位决算情况说明|重点工作完成情况|三公”?经费财政拨款支出决算(?:为|中))"
)
_HELD = re.compile(r"截[至止](?P<year>20\d\d)年(?:12月31日|12月底|年?底|年?末)[^。]{0,40}?(?:车辆|公务用车)")
_TORN = re.compile(r"(?<![\d.])(?:20\d|20\d{3})年度?(?=[\u4e00-\u9fff])")


def judge_years(report: Report) -> Iterator[Doubt]:
    """Statements about this year that bear another year, comparisons with a year that is not the last."""
    for block in report.document.prose():
        text = block.plain.text
        for found in _TORN.finditer(text):
            yield doubt_at("C11", Severity.ERROR, block, found.span(), f"年份写错：“{found.group()}”。", "请改正年份。", stated=found.group())
    if not report.year or report.budget:
        return
    for block in report.document.prose():
        for pattern in (_STATED, _HELD):
            for found in pattern.finditer(block.plain.text):
                if int(found["year"]) != report.year and "上年" not in found.group():
                    yield _left_over(report, block, found)
    yield from _bases(report)


def _left_over(report: Report, block: Block, found: re.Match[str]) -> Doubt:
    return doubt_at(
        "C11", Severity.ERROR, block, found.span("year"),
        f"{report.year}年度的报告里写成了{found['year']}年，像是上年报告留下的。", "请改为本年度，并核对这一句的数字。",
        stated=f"{found['year']}年", expected=f"{report.year}年",
    )  # fmt: skip


def _bases(report: Report) -> Iterator[Doubt]:
    for reading in report.readings:
        for change in reading.changes:
            found = re.match(r"(20\d\d)年", change.base_words)
            if found is None or change.to_budget:
                continue
            year = int(found[1])
            if year == report.year - 1:
                continue
            severity = Severity.ERROR if year >= report.year else Severity.WARNING
            yield doubt_at(
                "C11", severity, reading.block, (change.token.start, change.token.end),
                f"比较的年份是{year}年，{report.year}年度的报告应与{report.year - 1}年相比。", "请核对比较的年份和数字。",
                stated=f"{year}年", expected=f"{report.year - 1}年",
            )  # fmt: skip
