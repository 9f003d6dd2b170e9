"""Slips of 元 and 万元 in a filled workbook, and blanked cells: bytes of a workbook in, bytes of the slip out.

``scaled(book, where, factor, rounded=False)``: the amounts at ``where`` times ``factor`` (``TIMES``, ``OVER``), all
decimals kept or, ``rounded``, cut to two as a clerk types them. ``where`` is one of ``WHOLE`` (every amount typed in
元, 上年数 left alone), ``WHOLE_AND_LAST_YEAR``, ``LAST_YEAR``, ``Where(sheet="expenditure")``,
``Where(block="budgets", field="initial")``. ``unit_swapped(book, block="last_year")``: only the unit cells say the
other unit. Counts (辆, 人, 批) are never scaled.
``money_columns(book)``: the columns (block, field) whose sum is 1 万元 or more, with the sum in 元.
``money_sheets(book)``: the ids of the sheets with amounts.
``input_cells(book)``: every filled input cell. ``blanked(book, sheet, cell)``: that cell emptied.
``sheet_name(book, id)``: what the sheet is called in this book.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from report_author.ooxml.package import read_package, write_package
from report_author.ooxml.sheet_editor import set_cells
from report_author.ooxml.sheets import RawCell, cell_position, column_letters, parse_workbook
from report_author.workbook.layout import SHEETS
from report_author.workbook.locate import FoundList, SheetMap, sheets_of
from report_author.workbook.shape import Column, Kind

TIMES, OVER = Decimal(10_000), Decimal("0.0001")
_UNITS = {"元": Decimal(1), "万元": TIMES}
#: 批复项目 that are counts
_COUNTED = re.compile("团组数|人数|批次|人次|购置数|保有量|车辆|设备|个数|机构数|编制数|实有")


@dataclass(frozen=True, slots=True)
class Input:
    """A filled input cell: ``at`` is its row and column from zero, ``unit`` what the unit cell of its row says."""

    sheet_id: str
    sheet: str
    block: str
    column: Column
    at: tuple[int, int]
    cell: RawCell
    unit: str = "元"
    counted: bool = False

    @property
    def ref(self) -> str:
        return f"{column_letters(self.at[1])}{self.at[0] + 1}"

    @property
    def place(self) -> str:
        return f"{self.sheet}!{self.ref}"

    @property
    def money(self) -> bool:
        """Whether it is an amount."""
        plain = isinstance(self.cell.value, Decimal) and not isinstance(self.cell.value, bool)
        return plain and not self.counted and self.column.kind in (Kind.MONEY, Kind.NUMBER)


@dataclass(frozen=True, slots=True)
class Where:
    """Which amounts: of one sheet (its id), of one block, of one column; ``last_year`` says whether 上年数 too."""

    sheet: str = ""
    block: str = ""
    field: str = ""
    last_year: bool = False

    def holds(self, each: Input) -> bool:
        if each.block == "last_year" and not self.last_year and "last_year" not in (self.sheet, self.block):
            return False
        return all(
            not wanted or wanted == given
            for wanted, given in (
                (self.sheet, each.sheet_id),
                (self.block, each.block),
                (self.field, each.column.field),
            )
        )

    def __str__(self) -> str:
        named = ".".join(part for part in (self.sheet, self.block, self.field) if part)
        return named or ("whole book and last year" if self.last_year else "whole book")


WHOLE, WHOLE_AND_LAST_YEAR, LAST_YEAR = Where(), Where(last_year=True), Where(block="last_year")


@lru_cache(maxsize=4)
def input_cells(book: bytes) -> tuple[Input, ...]:
    """Every filled cell that a clerk types, in the order of the workbook; the labels of fixed rows are no input."""
    return tuple(_inputs(book))


def _inputs(book: bytes) -> Iterator[Input]:
    sheets = sheets_of(parse_workbook(book), [])
    for declared in SHEETS:
        if declared.id not in sheets:
            continue
        found = SheetMap(declared, sheets[declared.id], [])
        for form in found.forms():
            for column in form.form.columns:
                at = form.values.get(column.field)
                cell = form.sheet.cells.get(at) if at else None
                if at and cell and not cell.formula and form.form.id != "carried":
                    yield Input(
                        declared.id,
                        form.sheet.name,
                        form.form.id,
                        column,
                        at,
                        cell,
                        counted=not _is_money(form.form.columns, column),
                    )
        for each in found.lists():
            yield from _of_list(declared.id, each)


def _of_list(sheet_id: str, found: FoundList) -> Iterator[Input]:
    unit_column = next((column for column in found.block.inputs if _is_unit(column)), None)
    for row in found.rows:
        cells = {
            column.field: found.sheet.cells.get((row, found.columns.get(column.field, -1)))
            for column in found.block.inputs
        }
        unit = cells.get(unit_column.field) if unit_column else None
        item = cells.get("item")
        counted = found.block.id == "approved" and item is not None and _COUNTED.search(item.text) is not None
        for column in found.block.inputs:
            cell = cells[column.field]
            label = found.block.fixed is not None and column is found.block.columns[0]
            if cell is not None and not label and not cell.formula:
                at = (row, found.columns[column.field])
                of_money = _is_money(found.block.inputs, column)
                yield Input(
                    sheet_id,
                    found.sheet.name,
                    found.block.id,
                    column,
                    at,
                    cell,
                    unit.text.strip() if unit else "元",
                    counted or not of_money,
                )


def _is_unit(column: Column) -> bool:
    return set(column.options) == set(_UNITS)


def _is_money(columns: tuple[Column, ...], column: Column) -> bool:
    """An amount in 元, or in the unit that a cell beside it says."""
    return column.kind is Kind.MONEY or (
        column.kind is Kind.NUMBER and any(_is_unit(each) for each in columns)
    )


def money_columns(book: bytes) -> dict[tuple[str, str], Decimal]:
    """(block, field) → sum in 元, where that is at least 1 万元 either way."""
    sums: dict[tuple[str, str], Decimal] = {}
    for each in input_cells(book):
        if each.money:
            assert isinstance(each.cell.value, Decimal)
            key = (each.block, each.column.field)
            sums[key] = sums.get(key, Decimal(0)) + each.cell.value * _UNITS.get(each.unit, Decimal(1))
    return {key: total for key, total in sums.items() if abs(total) >= TIMES}


def money_sheets(book: bytes) -> tuple[str, ...]:
    """The ids of the sheets on which some amount is not 0."""
    return tuple(dict.fromkeys(each.sheet_id for each in input_cells(book) if each.money and each.cell.value))


def sheet_name(book: bytes, sheet_id: str) -> str:
    return next(each.sheet for each in input_cells(book) if each.sheet_id == sheet_id)


def scaled(book: bytes, where: Where, factor: Decimal, *, rounded: bool = False) -> bytes:
    """The book with every amount at ``where`` in another unit, the cells beside it as they were."""
    changes: dict[str, dict[tuple[int, int], str | Decimal]] = {}
    for each in input_cells(book):
        if each.money and where.holds(each) and each.cell.value:
            assert isinstance(each.cell.value, Decimal)
            value = each.cell.value * factor
            if rounded:
                value = value.quantize(Decimal("0.01"), ROUND_HALF_UP)
            changes.setdefault(each.sheet, {})[each.at] = (
                value.normalize() if value % 1 else value.quantize(Decimal(1))
            )
    return _with(book, changes)


def unit_swapped(book: bytes, block: str = "last_year") -> bytes:
    """The book whose unit cells of ``block`` say 万元 for 元 and 元 for 万元, the numbers as they were."""
    other = {"元": "万元", "万元": "元"}
    changes: dict[str, dict[tuple[int, int], str | Decimal]] = {}
    for each in input_cells(book):
        if each.block == block and _is_unit(each.column):
            changes.setdefault(each.sheet, {})[each.at] = other[each.cell.text.strip()]
    return _with(book, changes)


def blanked(book: bytes, sheet: str, cell: str) -> bytes:
    """The book with one cell of the sheet of this name emptied; its style stays."""
    package = read_package(book)
    at = cell_position(cell)
    marked = set_cells(package, {sheet: {at: ""}})
    part = next(
        name for name in marked if name.startswith("xl/worksheets/") and marked[name] != package.get(name)
    )
    empty = re.compile(rb'(<c r="%s"[^>]*?) t="inlineStr"([^>]*)>.*?</c>' % cell.encode(), re.S)
    data, times = empty.subn(rb"\1\2/>", marked[part])
    assert times == 1, (sheet, cell)
    return write_package(marked.with_parts({part: data}))


def _with(book: bytes, changes: Mapping[str, Mapping[tuple[int, int], str | Decimal]]) -> bytes:
    assert changes, "nothing was changed"
    return write_package(set_cells(read_package(book), changes))
