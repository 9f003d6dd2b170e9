"""The same department built the straightforward way, with plain docxtpl on one side and plain openpyxl on the other.

It fills the very templates that the product fills, with the values that the product prints. All figures are computed
beforehand, nothing is checked or read back, so every choice here favours the straightforward way.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
from docxtpl import DocxTemplate
from jinja2 import Environment

from report_author.figures.account import Account, Conventions
from report_author.figures.filters import make_filters
from report_author.figures.vocabulary import vocabulary
from report_author.pipeline.library import Library, roots_for, shipped_root
from report_author.workbook.read import read_workbook


@dataclass(frozen=True, slots=True)
class Department:
    """What the straightforward program is given: templates, names for Word, cells for Excel."""

    workbook: Path
    word_template: Path
    book_template: Path
    names: dict[str, Any]
    environment: Environment
    cells: list[list[tuple[int, int, Any]]]


def prepare(workbook: Path, tables: Path) -> Department:
    """Everything that need not be timed; ``tables`` is the product's own appendix of the same workbook."""
    facts, _ = read_workbook(workbook)
    assert facts is not None, f"{workbook} cannot be read"
    library = Library.of(roots_for(workbook))
    fmt, _ = library.choose(facts.department.year, facts.department.format_id)
    assert fmt is not None, f"there is no format for {workbook}"
    environment = Environment(autoescape=True)
    environment.filters.update(make_filters(Conventions.from_options(fmt.options)))
    # An annex is not inserted by plain docxtpl; the samples have none.
    environment.filters["插入文档"] = str
    root = shipped_root()
    return Department(
        workbook,
        next((root / "docx" / fmt.id).glob("*.docx")),
        next(path for path in (root / "xlsx" / fmt.id).glob("*.xlsx") if path.name != "格式.xlsx"),
        dict(vocabulary(Account(facts, fmt))),
        environment,
        _cells(tables),
    )


def _cells(tables: Path) -> list[list[tuple[int, int, Any]]]:
    """Row, column and value of every filled cell, a list for each sheet."""
    book = openpyxl.load_workbook(tables)
    return [
        [(cell.row, cell.column, cell.value) for row in sheet for cell in row if cell.value is not None]
        for sheet in book
    ]


def build(department: Department, out: Path) -> None:
    """Read the workbook, fill the report, fill the tables."""
    read_all(department.workbook)
    report = DocxTemplate(department.word_template)
    report.render(department.names, jinja_env=department.environment, autoescape=True)
    report.save(out / "report.docx")
    fill_tables(department, out / "tables.xlsx")


def read_all(workbook: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every value of every sheet."""
    book = openpyxl.load_workbook(workbook, data_only=True)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def fill_tables(department: Department, target: Path) -> None:
    """Write each sheet's values into the template, rows that it lacks in the style of its last row."""
    book = openpyxl.load_workbook(department.book_template)
    for sheet, cells in zip(book, department.cells, strict=True):
        last = sheet.max_row
        for merged in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(merged))
        for row, column, value in cells:
            cell = sheet.cell(row, column, value)
            if row > last:
                cell._style = copy(sheet.cell(last, column)._style)
    book.save(target)
