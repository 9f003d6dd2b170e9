"""The tie-out workbook: one row per number, links into the filled workbook, totals."""

from __future__ import annotations

import io
from functools import cache

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from report_author.workpaper.book import tie_out_book
from report_author.workpaper.cells import ranges
from report_author.workpaper.tie import Area, Origin
from tests.workpaper.made import NAMES, made

both = pytest.mark.parametrize("name", NAMES)


def data(name: str) -> bytes:
    return tie_out_book(made(name).tie, "2021年度某局部门决算", f"../填报/{name}", made(name).last_year)


@cache
def book(name: str) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data(name)))


def rows(sheet: Worksheet) -> list[dict[str, object]]:
    labels, *others = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, labels), row, strict=True)) for row in others]


@both
def test_every_printed_number_has_one_row(name: str) -> None:
    traced, others = rows(book(name)["有来源的数"]), rows(book(name)["手工填写的数"])
    numbers = sorted(row["序号"] for row in [*traced, *others])  # type: ignore[type-var]
    assert numbers == [entry.number for entry in made(name).tie.entries]


@both
def test_the_totals_are_those_of_the_rows(name: str) -> None:
    table = {row[0]: row[1:5] for row in book(name)["汇总"].iter_rows(min_row=4, max_row=7, values_only=True)}
    traced, others = rows(book(name)["有来源的数"]), rows(book(name)["手工填写的数"])
    typed = [row for row in others if row["怎么来的"] == Origin.TYPED.value]
    assert table["合计"] == (len(traced) + len(others), len(traced), len(typed), len(others) - len(typed))
    for area in Area:
        assert table[area.value][1] == sum(row["所在文件"] == area.value for row in traced)


def test_a_row_says_where_what_exactly_and_how(name: str = NAMES[0]) -> None:
    row = next(r for r in rows(book(name)["有来源的数"]) if r["印出的数"] == "2.38")
    assert (row["单位"], row["类别"], row["精确值（元或原单位）"]) == ("%", "百分比", 2.38)
    assert "机关运行经费支出情况" in str(row["章节"]) and "下降2.38%" in str(row["原文（句子、行或类别）"])
    assert "÷" in str(row["计算方法"]) and "上年数!" in str(row["来源"])


def test_last_year_stands_beside_what_is_compared_with_it(name: str = NAMES[0]) -> None:
    row = next(
        r
        for r in rows(book(name)["有来源的数"])
        if r["印出的数"] == "29.9" and r["数据名称"] == "机关运行经费"
    )
    assert row["上年数（元）"] == 306300


@both
def test_links_lead_to_cells_of_the_filled_workbook(name: str) -> None:
    sheet = book(name)["有来源的数"]
    links = [cell.hyperlink for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    assert len(links) > 500
    for link in links:
        assert link.target.replace("\\", "/") == f"../填报/{name}"
        table, _, ref = link.location.rpartition("!")
        cells = {cell for cell in made(name).tie.index.cells if cell.startswith(table.strip("'") + "!")}
        first = ref.partition(":")[0]
        assert f"{table.strip(chr(39))}!{first}" in cells


def test_the_same_numbers_give_the_same_bytes() -> None:
    assert data(NAMES[1]) == data(NAMES[1])


def test_neighbouring_cells_are_told_as_one_range() -> None:
    cells = ["支出!H7", "支出!H9", "支出!H8", "上年数!C3", "支出!H12", "支出!H7"]
    assert ranges(cells) == ["支出!H7:H9", "支出!H12", "上年数!C3"]
    assert ranges([]) == []
