"""The exports of the 决算 software become the facts they were made from."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from report_author.model.codes import Codebook
from report_author.model.facts import Facts, Fund, Source
from report_author.model.findings import has_errors
from report_author.workbook.imports.fact import Fact
from report_author.workbook.imports.recognise import read_sources
from report_author.workbook.imports.resolve import Resolver
from report_author.workbook.imports.tables import Tables
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
    for at, amount in amounts(found, "expenditures").items():
        assert at[3] == "" or wanted.get(at) == amount, at
