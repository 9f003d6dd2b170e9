"""Every number of the finished files is accounted for."""

from __future__ import annotations

import io
import re
import zipfile
from decimal import Decimal

import openpyxl
import pytest
from lxml import etree

from report_author.model.money import NumberClass, half_up
from report_author.workpaper.tie import Area, Entry, Origin
from tests.workpaper.made import NAMES, made

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: 第二部分 is computed; what is typed there are the reasons
COMPUTED = "第二部分"

both = pytest.mark.parametrize("name", NAMES)


def digits_of_report(data: bytes) -> str:
    """All digits a reader sees, read without any of our readers: every ``w:t`` of the shown parts."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [
            n
            for n in archive.namelist()
            if re.fullmatch(r"word/(document|header\d*|footer\d*|footnotes)\.xml", n)
        ]
        roots = [etree.fromstring(archive.read(part)) for part in parts]
    return "".join(c for root in roots for t in root.iter(f"{W}t") for c in t.text or "" if c.isdigit())


def left_out(name: str, area: Area) -> int:
    return sum(count for (where, _), count in made(name).tie.left_out.items() if where is area)


@both
def test_the_number_of_numbers_agrees_with_a_count_of_the_digits_in_the_docx(name: str) -> None:
    tie = made(name).tie
    seen = "".join(c for line in tie.lines for c in line.text if c.isdigit())
    assert sorted(seen) == sorted(digits_of_report(made(name).report))
    texts = [re.sub(r"^(\d+)\.(?=\d{3}[^\d])", r"\1 ", line.text) for line in tie.lines]
    runs = [run for text in texts for run in re.findall(r"\d+(?:,\d{3})*(?:\.\d+)?", text)]
    assert tie.total(Area.REPORT) + left_out(name, Area.REPORT) == len(runs)


@both
def test_every_number_of_the_computed_sections_is_traced(name: str) -> None:
    entries = [e for e in made(name).tie.entries if e.area is Area.REPORT and e.heading.startswith(COMPUTED)]
    assert len(entries) > 100
    others = [e for e in entries if e.origin is not Origin.TRACED]
    assert all(e.origin is Origin.TYPED and e.cells[0].startswith("原因说明!") for e in others), others
    assert all(e.figure is not None and e.figure.name for e in entries if e not in others)


@both
def test_no_number_of_the_report_is_without_an_origin(name: str) -> None:
    assert made(name).tie.total(Area.REPORT, Origin.FIXED) == 0
    assert made(name).tie.total(Area.CHART, Origin.TRACED) == made(name).tie.total(Area.CHART)


@both
def test_every_numeric_cell_of_the_tables_is_traced_or_a_line_number(name: str) -> None:
    tie = made(name).tie
    book = openpyxl.load_workbook(io.BytesIO(made(name).tables))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    numeric = [cell for cell in cells if isinstance(cell.value, (int, float))]
    texts = [str(cell.value) for cell in cells if cell not in numeric]
    runs = [run for text in texts for run in re.findall(r"\d+(?:,\d{3})*(?:\.\d+)?", text)]
    assert tie.total(Area.TABLES) + left_out(name, Area.TABLES) == len(numeric) + len(runs)
    traced = {e.key[:2] for e in tie.entries if e.area is Area.TABLES and e.origin is Origin.TRACED}
    for cell in numeric:
        if (cell.parent.title, cell.coordinate) not in traced:
            assert isinstance(cell.value, int) and cell.value < 1000, cell.coordinate
            counting = "栏次" in text_of_row(cell) or "123" in text_of_row(cell)
            assert counting or "行次" in text_of_column(cell), (cell.parent.title, cell.coordinate)


def text_of_column(cell: openpyxl.cell.Cell) -> str:
    return "".join(str(cell.parent.cell(row, cell.column).value or "") for row in range(1, cell.row)).replace(
        " ", ""
    )


def text_of_row(cell: openpyxl.cell.Cell) -> str:
    return "".join(str(c.value or "") for c in cell.parent[cell.row]).replace(" ", "")


@both
def test_what_is_shown_is_the_exact_value_rounded_in_its_unit(name: str) -> None:
    checked = 0
    for entry in made(name).tie.entries:
        if entry.figure is None or entry.unit not in ("万元", "元"):
            continue
        exact = (
            entry.figure.value.scaleb(-4)
            if entry.unit == "万元" and entry.figure.is_money
            else entry.figure.value
        )
        shown = Decimal(entry.shown.replace(",", ""))
        assert shown in (exact, half_up(exact, 2)), entry
        checked += 1
    assert checked > 500


@both
def test_every_source_cell_is_a_filled_cell_of_the_workbook(name: str) -> None:
    tie = made(name).tie
    missing = {cell for entry in tie.entries for cell in entry.cells if cell not in tie.index.cells}
    assert not missing


@both
def test_typed_numbers_are_found_in_the_cell_they_were_typed_in(name: str) -> None:
    tie = made(name).tie
    typed = [entry for entry in tie.entries if entry.origin is Origin.TYPED]
    assert len(typed) > 10
    for entry in typed:
        assert entry.shown in tie.index.cells[entry.cells[0]].value, entry


def entry_with(name: str, words: str, shown: str) -> Entry:
    return next(e for e in made(name).tie.entries if words in e.context and e.shown == shown)


def test_zeros_in_words_thresholds_and_shares_in_charts_are_traced_too() -> None:
    seed, second = NAMES
    assert entry_with(seed, "预算和决算均为0万元", "0").origin is Origin.TRACED
    threshold = entry_with(seed, "单价50万元以上", "50")
    assert threshold.figure is not None and "选项" in threshold.figure.formula
    label = next(
        e for e in made(second).tie.entries if e.area is Area.CHART and e.kind is NumberClass.PERCENT
    )
    assert label.figure is not None and "÷" in label.figure.formula and label.cells
