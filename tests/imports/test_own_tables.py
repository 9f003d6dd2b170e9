"""公开表 of our own, imported into an empty workbook, come out the same."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from report_author.appendix.book import make_appendix
from report_author.figures.account import Account
from report_author.figures.vocabulary import vocabulary
from report_author.model.choices import Fund, Nature
from report_author.model.codes import Codebook
from report_author.ooxml.package import read_package, write_package
from report_author.ooxml.sheets import read_workbook_file
from report_author.pipeline.building import render
from report_author.pipeline.importing import new_workbook, prepare_import, write_import
from report_author.pipeline.library import Library, roots_for
from report_author.workbook.create import create_workbook
from report_author.workbook.imports.writing import State, current
from report_author.workbook.read import read_workbook
from tests.support.samples import printed
from tools.make_samples import SAMPLES, file_name
from tools.samples.random_department import random_entries


def tables_of(name: str, folder: Path) -> Path:
    path = folder / "公开表.xlsx"
    path.write_bytes(printed(name).tables)
    return path


def empty(entries: dict[str, Any], folder: Path) -> Path:
    """A new workbook with only what no table holds: who reports."""
    path = folder / "W.xlsx"
    create_workbook(path, {"department": entries["department"]}, year=entries["department"]["year"])
    return path


def sheets(data: bytes) -> dict[str, bytes]:
    package = read_package(data)
    return {part: package[part] for part in package if "worksheets/sheet" in part}


@pytest.mark.parametrize("entries", SAMPLES, ids=[e["department"]["short_name"] for e in SAMPLES])
@pytest.mark.slow
def test_imported_tables_are_built_again_to_the_byte(entries: dict[str, Any], tmp_path: Path) -> None:
    source, into = tables_of(file_name(entries), tmp_path), empty(entries, tmp_path)
    prepared = prepare_import([source], into)
    backup, problems = write_import(prepared, into, overwrite=False)
    assert backup is not None and not problems
    _fill_in_economics(into, entries)
    assert sheets(tables_only(into)) == sheets(source.read_bytes())


def tables_only(book: Path) -> bytes:
    """The tables of a workbook that still lacks what only the report needs."""
    facts, _ = read_workbook(book)
    assert facts is not None
    library = Library.of(roots_for(book))
    fmt, _ = library.choose(facts.department.year, facts.department.format_id)
    assert fmt is not None
    compiled = library.compiled(fmt)
    assert compiled.book is not None
    names = vocabulary(Account(facts, fmt))
    made = make_appendix(compiled.book, fmt, names, facts.department.scope.value, "公开表", "")
    assert made.package is not None
    return write_package(made.package)


def _fill_in_economics(into: Path, entries: dict[str, Any]) -> None:
    """No table prints the 经济科目 of 其他资金: the clerk types them."""
    from openpyxl import load_workbook

    first = {
        (str(e["function"]), e["fund"], e["nature"]): e["economic"]
        for e in entries["expenditures"]
        if e.get("economic")
    }
    book = read_workbook_file(into)
    now = current(book, Codebook.for_year(2021)).lists["expenditures"]
    opened = load_workbook(into)
    for row, values in now.rows.items():
        at = (values["function"], values["fund"], values["nature"])
        if "economic" not in values and values["nature"] not in (Nature.TO_SUPERIOR, Nature.TO_SUBORDINATE):
            assert values["fund"] is Fund.OTHER
            opened[now.found.sheet.name].cell(row + 1, now.found.columns["economic"] + 1, first[at])
    opened.save(into)


def test_a_second_import_finds_everything_filled_in(tmp_path: Path) -> None:
    entries = SAMPLES[0]
    source, into = tables_of(file_name(entries), tmp_path), empty(entries, tmp_path)
    write_import(prepare_import([source], into), into, overwrite=False)
    again = prepare_import([source], into)
    assert again.plan.changes and {change.state for change in again.plan.changes} == {State.SAME}
    assert not any(again.plan.cells(overwrite=True).values())


def test_computed_cells_show_the_imported_figures_at_once(tmp_path: Path) -> None:
    entries = SAMPLES[0]
    source, into = tables_of(file_name(entries), tmp_path), empty(entries, tmp_path)
    write_import(prepare_import([source], into), into, overwrite=False)
    cells = {
        c.text: at
        for s in read_workbook_file(into).sheets
        if s.name == "校验与核实"
        for at, c in s.cells.items()
    }
    sheet = next(s for s in read_workbook_file(into).sheets if s.name == "校验与核实")
    row = cells["各资金性质之和 = 支出合计"][0]
    left = sheet.cells[row, 2].value
    assert left == sum((Decimal(str(e["amount"])) for e in entries["expenditures"]), Decimal(0))
    spending = next(s for s in read_workbook_file(into).sheets if s.name == "支出")
    assert any(c.formula and c.text == "行政运行" for c in spending.cells.values())


@pytest.mark.parametrize("seed", [0, 1, *(pytest.param(n, marks=pytest.mark.slow) for n in range(2, 6))])
def test_tables_of_random_departments_give_back_their_sums(seed: int, tmp_path: Path) -> None:
    entries = random_entries(seed)
    book = tmp_path / "原.xlsx"
    create_workbook(book, entries, year=entries["department"]["year"])
    made = render(book)
    if made.printed is None:
        pytest.skip("这个随机部门有错误，不生成公开表")
    source = tmp_path / "公开表.xlsx"
    source.write_bytes(made.printed.tables)
    into = empty(entries, tmp_path)
    prepared = prepare_import([source], into)
    assert not [f for f in prepared.findings if f.severity.value == "error"], prepared.findings
    write_import(prepared, into, overwrite=False)
    before, _ = read_workbook(book)
    assert before is not None
    now = current(read_workbook_file(into), Codebook.for_year(before.department.year)).lists
    for fund in Fund:
        wanted = sum((e.amount for e in before.expenditures if e.fund is fund), Decimal(0))
        assert (
            sum((r["amount"] for r in now["expenditures"].rows.values() if r["fund"] is fund), Decimal(0))
            == wanted
        )


def test_an_empty_workbook_is_filled_where_new_put_it(tmp_path: Path) -> None:
    into = tmp_path / "W.xlsx"
    new_workbook(into, "中共米易县委政法委员会", 2021)
    prepared = prepare_import([tables_of(file_name(SAMPLES[0]), tmp_path)], into)
    assert not [f for f in prepared.findings if f.severity.value == "error"]
    assert len(prepared.plan.of(State.NEW)) > 100
