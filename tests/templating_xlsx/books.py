"""Small template workbooks for the tests of the Excel engine."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import openpyxl
import xlsxwriter

from report_author.figures.account import Conventions
from report_author.figures.figure import Figure
from report_author.figures.filters import make_filters
from report_author.figures.values import Names
from report_author.model.findings import Finding
from report_author.model.format import OPTION_SPECS
from report_author.ooxml.package import Package, read_package, write_package
from report_author.templating.table_book import BookTemplate, RenderedBook, SheetUse, compile_book
from report_author.templating.table_writer import NumberLook

FILTERS = make_filters(Conventions.from_options({spec.key: spec.default or "" for spec in OPTION_SPECS}))
Draw = Callable[[Any, Any], None]


def template(draw: Draw, *more: Draw) -> Package:
    """A workbook with one sheet (表一, 表二, …) for each function, drawn by it."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    for name, one in zip("一二三四", (draw, *more), strict=False):
        one(book.add_worksheet(f"表{name}"), book)
    book.close()
    return read_package(stream.getvalue())


def cells(table: Mapping[str, str | int]) -> Draw:
    """Draw the cells ``{"A1": text}``."""

    def draw(sheet: Any, book: Any) -> None:
        for place, value in table.items():
            if isinstance(value, int):
                sheet.write_number(place, value)
            else:
                sheet.write_string(place, value)

    return draw


def compiled(package: Package) -> BookTemplate:
    book, findings = compile_book(package, FILTERS)
    assert book is not None, findings
    return book


def faults(draw: Draw) -> list[Finding]:
    """What compiling the template complains of."""
    book, findings = compile_book(template(draw), FILTERS)
    assert (book is None) == bool(findings)
    return findings


def all_sheets(book: BookTemplate) -> list[SheetUse]:
    """Every sheet under its own name, with nothing of its own to see."""
    return [SheetUse(name, name, {}) for name in book.sheet_names]


def rendered(package: Package, names: Mapping[str, object], look: NumberLook | None = None) -> RenderedBook:
    book = compiled(package)
    return book.render(Names("", names), all_sheets(book), look or NumberLook())


def filled(draw: Draw, names: Mapping[str, object], look: NumberLook | None = None) -> Any:
    """The finished first sheet, read back by openpyxl; nothing may be missing."""
    result = rendered(template(draw), names, look)
    assert not result.findings, result.findings
    return opened(result)["表一"]


def opened(result: RenderedBook) -> Any:
    return openpyxl.load_workbook(io.BytesIO(write_package(result.package)))


def money(yuan: str, name: str = "支出") -> Figure:
    return Figure(name, Decimal(yuan), "元", "", ("支出!H2",))


def lines(*amounts: str) -> list[Names]:
    """Rows {名称 金额} of a grid."""
    return [Names("行", {"名称": f"第{i}项", "金额": money(yuan)}) for i, yuan in enumerate(amounts, start=1)]


def column(sheet: Any, letter: str) -> list[Any]:
    """The values of a column from the first row to the last."""
    return [sheet[f"{letter}{row}"].value for row in range(1, sheet.max_row + 1)]
