"""Last year's published report as rows for this year's workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from report_author.model.choices import LastYearRow
from report_author.model.facts import Facts, LastYear
from report_author.model.findings import Finding, info
from report_author.model.money import YUAN_PER_WAN, exact_wan
from report_author.workbook.imports.current import Current
from report_author.workbook.imports.fact import Fact
from report_author.workbook.imports.last_report import LastReport, read_last_report


def report_facts(paths: Sequence[Path], now: Facts, cells: Current) -> tuple[list[Fact], list[Finding]]:
    """上年数 of the reports of the year before; their texts, too, where the workbook has none yet."""
    facts: list[Fact] = []
    findings: list[Finding] = []
    units = _units(cells)
    for path in paths:
        report, problems = read_last_report(path)
        if report is None:
            findings += problems
        elif report.year != now.department.year - 1:
            findings.append(_other_year(path, report, now.department.year - 1))
        else:
            findings += problems
            facts += _last_year(report, units)
            facts += [] if now.texts else _texts(report)
    return facts, findings


def _other_year(path: Path, report: LastReport, wanted: int) -> Finding:
    return info(
        "I14",
        path.name,
        f"这是 {report.year} 年度的报告，上年数要用 {wanted} 年度的，没有导入",
        "请换用上一年度公开的报告",
        stated=str(report.year),
        expected=str(wanted),
    )


def _units(cells: Current) -> dict[LastYearRow, str]:
    """The unit that stands beside each row of 上年数; it says what the amount to be written there means."""
    rows = cells.lists["last_year"].rows.values() if "last_year" in cells.lists else ()
    return {row["row"]: row["unit"] for row in rows if "row" in row and row.get("unit") in ("元", "万元")}


def _last_year(report: LastReport, units: Mapping[LastYearRow, str]) -> list[Fact]:
    return [
        Fact(
            "last_year",
            (("row", row.row),),
            {"published": _in_unit(row, row.published, units.get(row.row, "万元"))},
            {"published": row.cell("published")},
        )
        for row in report.last_year
        if row.published is not None
    ]


def _in_unit(row: LastYear, amount: Decimal, unit: str) -> Decimal:
    """The printed amount in the unit of the cell beside it, nothing lost."""
    if row.unit == unit:
        return amount
    return amount * YUAN_PER_WAN if unit == "元" else exact_wan(amount)


def _texts(report: LastReport) -> list[Fact]:
    rows = []
    for text in report.texts:
        values = {"numbering": text.numbering, "heading": text.heading}
        kept = {name: value for name, value in values.items() if value != ""}
        about = (("position", text.position), ("body", text.body))
        rows.append(Fact("texts", about, kept, dict.fromkeys(kept, text.cell("body"))))
    if rows:
        said = {"texts_from": f"{report.year}年度公开报告"}
        rows.append(Fact("carried", (), said, {"texts_from": report.document.name}))
    return rows
