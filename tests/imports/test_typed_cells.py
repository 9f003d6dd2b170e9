"""How many cells the clerk of a small department types, with exports at hand or without."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from xlsxwriter.workbook import Workbook

from report_author.model.codes import Codebook
from report_author.model.findings import has_errors
from report_author.ooxml.sheets import read_workbook_file
from report_author.pipeline.building import render
from report_author.pipeline.importing import new_workbook, prepare_import, write_import
from report_author.workbook.create import create_workbook
from report_author.workbook.imports.writing import current
from tests.imports.caijue import full_export
from tests.imports.small_department import last_year_of, small_entries
from tools.samples.to_facts import entries_to_facts

YEAR = 2022
Cells = dict[tuple[Any, ...], Any]


def filled(path: Path) -> Cells:
    """Every input cell that is filled, by what it is about: block, key of the row, field."""
    now = current(read_workbook_file(path), Codebook.for_year(YEAR))
    found: Cells = {
        (block, name): value for (block, name), (_, _, value) in now.forms.items() if value is not None
    }
    for block, one in now.lists.items():
        last: dict[str, Any] = {}
        for values in one.rows.values():
            last |= {name: values[name] for name in one.found.block.fill_down if name in values}
            whole = {**last, **values}
            fixed = one.found.block.columns[0].field if one.found.block.fixed else ""
            names = _KEYS.get(block) or ((fixed,) if fixed else one.found.block.unique)
            at = tuple(whole.get(name) for name in names if name != "unit")
            for name, value in values.items():
                found[block, at, name] = value
    return found


_KEYS = {
    "indicators": ("level3",),
    "projects": ("name",),
    "staff": ("post",),
    "texts": ("body",),
    "receptions": ("visitor",),
}


def typed(full: Path, given: Path) -> Cells:
    """The cells of ``full`` that are not in ``given`` already."""
    have = filled(given)
    return {at: value for at, value in filled(full).items() if have.get(at) != value and not _own_code(at)}


def _own_code(at: tuple[Any, ...]) -> bool:
    """A code that the program gave a project itself serves as well as one that the clerk makes up."""
    return at[0] == "indicators" and at[-1] == "project"


@pytest.fixture(scope="module")
def complete(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("完整")
    entries = small_entries(YEAR, "1.04")
    entries["last_year"] = last_year_of(small_entries(YEAR - 1))
    create_workbook(folder / "填报表.xlsx", entries, year=YEAR)
    return folder / "填报表.xlsx", entries


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    path = tmp_path / "W.xlsx"
    new_workbook(path, "云岭县人民政府政务服务中心", YEAR)
    return path


def lists(folder: Path, entries: dict[str, Any]) -> list[Path]:
    """The budget table, the list of projects, the 自评表 that a small department has."""
    budgets: list[list[Any]] = [
        ["2022年度预算执行情况表", "", "", "", "单位：元"],
        ["科目编码", "资金性质", "支出性质", "年初预算数", "全年预算数"],
    ]
    budgets += [
        [b["function"], b["fund"].value, b["nature"].value, b["initial"], b["revised"]]
        for b in entries["budgets"]
    ]
    (p,) = entries["projects"]
    projects = [
        ["2022年度项目执行表", "", "", "", "", "单位：元"],
        ["项目代码", "项目名称", "功能科目编码", "年初预算数", "全年预算数", "执行数"],
        [p["code"], p["name"], p["function"], p["initial"], p["revised"], p["actual"]],
    ]
    form: list[list[Any]] = [
        ["2022年度项目支出绩效自评表", "", "", "单位：元"],
        ["项目名称", p["name"]],
        ["预期目标", "", "实际完成情况"],
        [p["goal_planned"], "", p["goal_achieved"]],
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值"],
    ]
    form += [
        [i.get("level1", ""), i["level2"], i["level3"], i["planned"], i["achieved"]]
        for i in entries["indicators"]
    ]
    return [_sheet(folder / f"{n}.xlsx", rows) for n, rows in enumerate((budgets, projects, form))]


def _sheet(path: Path, rows: list[list[Any]]) -> Path:
    book = Workbook(str(path))
    sheet = book.add_worksheet()
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            if isinstance(value, Decimal):
                sheet.write_number(row, column, value)
            elif value:
                sheet.write_string(row, column, str(value))
    book.close()
    return path


def last_report(folder: Path) -> Path:
    """The report of the year before, as this department published it."""
    entries = small_entries(YEAR - 1)
    entries["last_year"] = last_year_of(small_entries(YEAR - 1, "0.9"))
    book = folder / "上年.xlsx"
    create_workbook(book, entries, year=YEAR - 1)
    made = render(book)
    assert made.printed is not None, [f for f in made.findings if f.severity.value == "error"]
    path = folder / "上年报告.docx"
    path.write_bytes(made.printed.report)
    return path


def test_the_small_department_is_complete(complete: tuple[Path, dict[str, Any]]) -> None:
    made = render(complete[0])
    assert made.printed is not None and not has_errors(made.findings)


def test_without_sources_at_most_220_cells_are_typed(
    complete: tuple[Path, dict[str, Any]], empty: Path
) -> None:
    assert len(typed(complete[0], empty)) <= 220


def test_with_exports_at_most_50_cells_are_typed(
    complete: tuple[Path, dict[str, Any]], empty: Path, tmp_path: Path
) -> None:
    full, entries = complete
    without_words = {k: v for k, v in entries.items() if k not in ("texts", "indicators")}
    export = tmp_path / "导出.xlsx"
    export.write_bytes(full_export(entries_to_facts(without_words)).data())
    sources = [export, *lists(tmp_path, entries), last_report(tmp_path)]
    prepared = prepare_import(sources, empty)
    assert not has_errors(prepared.findings), [f for f in prepared.findings if f.severity.value == "error"]
    _, problems = write_import(prepared, empty, overwrite=False)
    assert not problems
    left = typed(full, empty)
    assert len(left) <= 50, sorted(map(str, left))
    assert not any(
        isinstance(value, Decimal)
        for at, value in left.items()
        if at[0] in ("incomes", "expenditures", "budgets")
    )
