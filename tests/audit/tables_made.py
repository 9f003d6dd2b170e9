"""What the judges of tables say, in a form that tests compare."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from report_author.audit.claims.report import Report, make_report
from report_author.audit.judges.relations import Doubt, NotJudged, Relation, Verdict
from report_author.audit.judges.tables import Rules, Tables
from report_author.audit.reading.blocks import Block, ChartValue, Document, Grid
from report_author.audit.reading.text_reader import read_text
from report_author.model.findings import Severity
from report_author.ooxml.sheets import CellKind, RawWorkbook, cell_position
from tests.checks.books import rule_book
from tests.figures.books import shipped_format

Judged = Relation | Doubt | NotJudged


def rules() -> Rules:
    return Rules(shipped_format(), rule_book())


def tables(book: RawWorkbook) -> Tables:
    return Tables("公开表.xlsx", book, rules())


def broken(found: Iterable[Judged]) -> list[str]:
    """Code and message of whatever a person must look at, 提示 left out."""
    said = []
    for each in found:
        relation = isinstance(each, Relation) and each.verdict is Verdict.BROKEN
        if relation or isinstance(each, Doubt):
            assert isinstance(each, (Relation, Doubt))
            if each.severity is not Severity.INFO:
                said.append(f"{each.code} {each.message}")
    return said


def held(found: Iterable[Judged]) -> int:
    return sum(1 for each in found if isinstance(each, Relation) and each.verdict is Verdict.HOLDS)


def report_of(text: str, name: str = "2021年度部门决算", **parts: object) -> Report:
    """A report of plain text; ``parts`` replace fields of its document."""
    return make_report(replace(read_text(name, text), **parts))  # type: ignore[arg-type]


def grid(*rows: Sequence[str], before: str = "") -> Grid:
    width = max(len(row) for row in rows)
    return Grid("第1张表", tuple((*row, *[""] * (width - len(row))) for row in rows), before=before)


def with_grid(*rows: Sequence[str], before: str = "", text: str = "") -> Report:
    return report_of(text, grids=(grid(*rows, before=before),))


def form(*cells: str) -> Report:
    """A self-evaluation form, cell by cell."""
    title = Block("2021年部门预算项目绩效目标自评表", "标题", style=1)
    blocks = (title, *(Block(cell, f"表第{number}格", "表格") for number, cell in enumerate(cells, start=1)))
    return make_report(Document("2021年度部门决算", blocks))


def point(
    category: str, value: str, *, chart: str = "支出结构", series: str = "金额（万元）", stored: str = ""
) -> ChartValue:
    return ChartValue(chart, series, category, Decimal(value), Decimal(stored) if stored else None)


def changed(book: RawWorkbook, sheet: str, ref: str, value: Decimal) -> RawWorkbook:
    """The workbook with another number in one cell."""
    position = cell_position(ref)
    sheets = []
    for each in book.sheets:
        if each.name == sheet:
            cell = replace(each.cells[position], text=str(value), value=value)
            sheets.append(replace(each, cells={**each.cells, position: cell}))
        else:
            sheets.append(each)
    return RawWorkbook(tuple(sheets))


def amounts(book: RawWorkbook) -> list[tuple[str, str, Decimal]]:
    """Every cell with decimals: amounts, never codes, counts or 栏次."""
    return [
        (sheet.name, cell.ref, cell.value)
        for sheet in book.sheets
        for cell in sheet.cells.values()
        if cell.kind is CellKind.NUMBER and isinstance(cell.value, Decimal) and cell.value != int(cell.value)
    ]
