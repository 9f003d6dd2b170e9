"""The exports of the 决算 software become the facts they were made from."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from report_author.model.choices import Fund, Source
from report_author.model.codes import Codebook
from report_author.model.facts import Facts
from report_author.model.findings import has_errors
from report_author.workbook.imports.recognise import is_known_title, read_sources
from report_author.workbook.imports.resolve import Resolver
from report_author.workbook.imports.tables import Fact, Tables
from tests.imports.caijue import Style, full_export, styles
from tools.samples import second_department, seed_department
from tools.samples.random_department import random_entries
from tools.samples.to_facts import entries_to_facts

SECOND = entries_to_facts(second_department.ENTRIES)
SEED = entries_to_facts(seed_department.ENTRIES)


def imported(paths: list[Path], facts: Facts) -> tuple[list[Fact], Tables]:
    tables = read_sources(paths, facts.department, Codebook.for_year(facts.department.year))
    return Resolver(tables).resolve(), tables


def amounts(found: list[Fact], block: str, field: str = "amount") -> dict[tuple[Any, ...], Any]:
    return {
        tuple(v for _, v in f.about): f.values[field] for f in found if f.block == block and field in f.values
    }


def spent(facts: Facts) -> dict[tuple[Any, ...], Decimal]:
    found: dict[tuple[Any, ...], Decimal] = {}
    for e in facts.expenditures:
        at = (e.function, e.fund, e.nature, e.economic)
        found[at] = found.get(at, Decimal(0)) + e.amount
    return {at: amount for at, amount in found.items() if amount}


def got(facts: Facts) -> dict[tuple[str, Source], Decimal]:
    found: dict[tuple[str, Source], Decimal] = {}
    for i in facts.incomes:
        found[i.function, i.source] = found.get((i.function, i.source), Decimal(0)) + i.amount
    return {at: amount for at, amount in found.items() if amount}


def save(folder: Path, data: bytes, name: str = "导出.xlsx") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("facts", [SEED, SECOND], ids=["政法委", "自然资源"])
@pytest.mark.parametrize("name", styles())
def test_every_export_gives_all_income_and_spending(name: str, facts: Facts, tmp_path: Path) -> None:
    style = styles()[name]
    found, tables = imported([save(tmp_path, full_export(facts, style).data())], facts)
    assert not has_errors(tables.findings), [f for f in tables.findings if f.severity.value == "error"]
    assert amounts(found, "expenditures") == spent(facts)
    assert amounts(found, "incomes") == got(facts)


def test_openings_of_general_funds_stand_by_item(tmp_path: Path) -> None:
    export = full_export(SECOND, funds=(Fund.GOVERNMENT, Fund.CAPITAL))
    found, _ = imported([save(tmp_path, export.data())], SECOND)
    wanted = {(c.function, c.fund): c.opening for c in SECOND.carryovers if c.opening}
    assert amounts(found, "carryovers", "opening") == wanted


def test_sangong_counts_and_assets_come_from_the_operations_form(tmp_path: Path) -> None:
    found, _ = imported([save(tmp_path, full_export(SECOND).data())], SECOND)
    for field in ("initial", "revised", "actual"):
        wanted = {(s.item, s.fund): getattr(s, field) for s in SECOND.sangong if getattr(s, field)}
        assert {k: v for k, v in amounts(found, "sangong", field).items() if v} == wanted
    assert amounts(found, "vehicles_by_use", "held") == {(v.use,): v.held for v in SECOND.vehicles_by_use}
    assert amounts(found, "procurements") == {(p.kind,): p.amount for p in SECOND.procurements}
    counts = {f: v for fact in found if fact.block == "counts" for f, v in fact.values.items()}
    for field, value in counts.items():
        assert value == getattr(SECOND.counts, field), field


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.slow
def test_exports_of_random_departments_are_right_or_refused(seed: int, tmp_path: Path) -> None:
    facts = entries_to_facts(random_entries(seed))
    style = Style(
        shuffle=seed, codes=("merged", "split", "plain", "numbers")[seed % 4], blank_lines=bool(seed % 2)
    )
    found, tables = imported(
        [save(tmp_path, full_export(facts, style, funds=(Fund.GOVERNMENT, Fund.CAPITAL)).data())], facts
    )
    if has_errors(tables.findings):
        pytest.fail(str([f for f in tables.findings if f.severity.value == "error"]))
    wanted = spent(facts)
    taken = amounts(found, "expenditures")
    assert taken
    for at, amount in taken.items():
        assert at[3] == "" or wanted.get(at) == amount, at


def test_other_sheets_of_an_export_are_left_alone(tmp_path: Path) -> None:
    export = full_export(SEED)
    for name, title in (
        ("Z06 项目收入支出决算表(财决06表)", "项目收入支出决算表"),
        ("Z12 财政专户管理资金收入支出决算表(财决12", "财政专户管理资金收入支出决算表"),
        ("QB12 资产负债简表", "资产负债简表"),
    ):
        put = export._sheet(name, title, "财决表", 6)
        put(4, 0, "支出功能分类科目编码")
        put(4, 3, "科目名称")
        put(4, 4, "合计")
        for row, amount in ((5, 7), (6, 8)):
            put(row, 0, "2040201")
            put(row, 3, "某项目")
            put(row, 4, amount)
    found, tables = imported([save(tmp_path, export.data())], SEED)
    assert not has_errors(tables.findings)
    assert amounts(found, "expenditures") == spent(SEED)
    assert sum("没有认出" in f.message for f in tables.findings) == 3


def test_a_table_split_by_project_is_left_out_and_said(tmp_path: Path) -> None:
    export = full_export(SEED)
    name = next(n for n in export.cells if n.startswith("Z04"))
    last = max(row for row, _ in export.cells[name])
    export.cells[name][last + 1, 0] = "2040201"
    export.cells[name][last + 1, 4] = 5
    found, tables = imported([save(tmp_path, export.data())], SEED)
    assert any("编码重复" in f.message for f in tables.findings)
    for at, amount in amounts(found, "expenditures").items():
        assert spent(SEED).get(at) == amount


def test_code_and_name_may_share_one_column(tmp_path: Path) -> None:
    export = full_export(SEED, Style(codes="plain"))
    for name, cells in export.cells.items():
        if not name.startswith("Z0") or name.startswith("Z01"):
            continue
        export.merges[name] = [m for m in export.merges[name] if m[1] > 3]
        for row in range(4, 200):
            code, label = cells.pop((row, 0), None), cells.pop((row, 3), None)
            if row == 4:
                cells[row, 3] = "科目编码及名称"
            elif code or label:
                cells[row, 3] = f"{code or ''} {label or ''}".strip()
    found, tables = imported([save(tmp_path, export.data())], SEED)
    assert not has_errors(tables.findings), tables.findings
    assert amounts(found, "expenditures") == spent(SEED)
    assert amounts(found, "incomes") == got(SEED)


@pytest.mark.parametrize(
    "title",
    [
        "支出决算表",
        "Z03收入决算表",
        "2021年度一般公共预算财政拨款基本支出决算明细表",
        "县委政法委2021年度收入决算表",
    ],
)
def test_titles_of_the_form_are_known(title: str) -> None:
    assert is_known_title(title)


@pytest.mark.parametrize(
    "title", ["项目收入支出决算表", "财政专户管理资金收入支出决算表", "资产负债表", "非税收入征缴情况表"]
)
def test_titles_of_other_forms_are_not(title: str) -> None:
    assert not is_known_title(title)
