"""A department out of its units: every table is their sum, whatever order they come in."""

from __future__ import annotations

import copy
from collections.abc import Callable
from decimal import Decimal
from itertools import permutations
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from report_author.figures.account import Account
from report_author.figures.grids import grid_amounts
from report_author.figures.vocabulary import vocabulary
from report_author.model.choices import (
    Fund,
    LastYearRow,
    Nature,
    OrgKind,
    OrgRelation,
    Position,
    Source,
)
from report_author.model.facts import Facts
from report_author.model.findings import Severity
from report_author.ooxml.sheets import read_workbook_file
from report_author.pipeline.building import check
from report_author.pipeline.consolidating import consolidate_into
from report_author.pipeline.library import Library, shipped_root
from report_author.workbook.summing import ELIMINATION
from tests.rollover.books import facts_of, rolled, write
from tools.samples.ledger import Entries
from tools.samples.random_department import random_entries

D = Decimal
DEPARTMENT: dict[str, Any] = {
    "department": {
        "full_name": "云岭县水利局",
        "short_name": "县水利局",
        "year": 2021,
        "unit_code": "300",
        "region": "云岭县",
    },
    "texts": [{"position": Position.DUTY, "numbering": "1.", "body": "负责全县水利工作。"}],
    "institutions": [
        {"name": "云岭县水利局甲站", "kind": OrgKind.INSTITUTION, "relation": OrgRelation.SUBORDINATE}
    ],
}


def unit(number: int, name: str, seed: int | None = None) -> Entries:
    """A unit of 2021: a random one, or an empty one to fill."""
    entries: Entries = copy.deepcopy(random_entries(seed)) if seed is not None else {}
    for block in ("incomes", "expenditures", "carryovers"):
        for row in entries.get(block, []):
            row.pop("unit", None)
    entries["department"] = {
        "full_name": name,
        "short_name": name[-3:],
        "year": 2021,
        "unit_code": f"30000{number}",
        "kind": OrgKind.INSTITUTION,
        "region": "云岭县",
    }
    return entries


def small(number: int, name: str, **blocks: Any) -> Entries:
    return {**unit(number, name), **blocks}


def income(function: str, source: Source, amount: str) -> dict[str, Any]:
    return {"function": function, "source": source, "amount": D(amount)}


def spending(function: str, fund: Fund, nature: Nature, amount: str, economic: str = "") -> dict[str, Any]:
    return {"function": function, "fund": fund, "nature": nature, "economic": economic, "amount": D(amount)}


Make = Callable[..., list[Path]]


@pytest.fixture
def books(tmp_path: Path) -> Make:
    def make(*units: Entries, into: dict[str, Any] = DEPARTMENT) -> list[Path]:
        paths = [write(tmp_path / f"单位{n}.xlsx", entries) for n, entries in enumerate(units)]
        return [*paths, write(tmp_path / "部门.xlsx", into)]

    return make


def run(paths: list[Path], eliminate: bool = False) -> tuple[list[str], tuple[Path, ...]]:
    *units, target = paths
    results = consolidate_into(units, target, eliminate)
    return [finding.code for _, outcome in results for finding in outcome.findings], results[-1][1].outputs


def tables(facts: Facts) -> dict[str, dict[tuple[str, str], Decimal]]:
    fmt, _ = Library.of((shipped_root(),)).choose(2021, "sichuan-2021")
    assert fmt is not None
    grids = vocabulary(Account(facts, fmt))["表"]
    return {name: grid_amounts(grids[name]) for name in grids}


@pytest.mark.slow
def test_three_units_in_any_order_give_the_same_department_to_the_byte(books: Make) -> None:
    *units, target = books(*(unit(n, f"云岭县水利局{n}站", seed) for n, seed in enumerate((11, 12, 13))))
    before = target.read_bytes()
    made = set()
    for order in permutations(units):
        target.write_bytes(before)
        _, outputs = run([*order, target])
        assert outputs == (target,)
        made.add(target.read_bytes())
    assert len(made) == 1


@pytest.mark.parametrize(
    "seeds", [(1, 2, 3), *(pytest.param(each, marks=pytest.mark.slow) for each in ((4, 5, 6), (7, 8, 9)))]
)
def test_every_amount_of_every_table_is_the_sum_of_the_units(books: Make, seeds: tuple[int, ...]) -> None:
    paths = books(*(unit(n, f"云岭县水利局{n}站", seed) for n, seed in enumerate(seeds)))
    run(paths)
    whole = tables(facts_of(paths[-1]))
    parts = [tables(facts_of(path)) for path in paths[:-1]]
    assert len(whole) == 15
    for name, amounts in whole.items():
        for spot in {spot for each in (amounts, *(part[name] for part in parts)) for spot in each}:
            assert amounts.get(spot, 0) == sum(part[name].get(spot, 0) for part in parts), (name, spot)


def test_the_new_workbook_shows_the_comparison(books: Make) -> None:
    paths = books(*(unit(n, f"云岭县水利局{n}站", seed) for n, seed in enumerate((1, 2))))
    run(paths)
    sheet = next(each for each in read_workbook_file(paths[-1]).sheets if each.name == "汇总核对")
    header = [sheet.cells[2, column].text for column in range(9)]
    assert header == ["公开表", "项目", "栏目", "部门", "局0站", "局1站", "各单位之和", "差额", "结果"]
    rows = [row for row, column in sheet.cells if column == 0 and row > 2]
    assert len(rows) > 30
    for row in rows:
        whole, first, second, total, off = (sheet.cells[row, column].value for column in (3, 4, 5, 6, 7))
        assert whole == first + second == total and off == 0 and sheet.cells[row, 8].text == "平"
    formulas = openpyxl.load_workbook(paths[-1])["汇总核对"]
    assert formulas["G4"].value == "=ROUND(SUM(E4:F4),2)" and formulas["H4"].value == "=ROUND(D4-G4,2)"


@pytest.mark.slow
def test_rows_keep_their_unit_and_texts_stay_the_departments(books: Make) -> None:
    paths = books(unit(1, "云岭县水利局甲站", 1), unit(2, "云岭县水利局乙站", 2))
    old = [facts_of(path) for path in paths]
    run(paths)
    facts = facts_of(paths[-1])
    assert {row.unit for row in facts.expenditures} == {"云岭县水利局甲站", "云岭县水利局乙站"}
    assert facts.texts == old[-1].texts and facts.department == old[-1].department
    assert [row.name for row in facts.institutions] == ["云岭县水利局甲站", "云岭县水利局乙站"]
    assert len(facts.receptions) == len(old[0].receptions) + len(old[1].receptions)
    heads = sum(row.actual or 0 for row in facts.staff)
    assert heads == sum(row.actual or 0 for unit_facts in old[:-1] for row in unit_facts.staff)


def test_consolidating_again_replaces_and_keeps_the_earlier_file(books: Make) -> None:
    paths = books(unit(1, "云岭县水利局甲站", 1), unit(2, "云岭县水利局乙站", 2))
    empty = paths[-1].read_bytes()
    run(paths)
    first = paths[-1].read_bytes()
    assert paths[-1].with_name("部门.xlsx.bak").read_bytes() == empty
    run(paths)
    assert facts_of(paths[-1]).expenditures and paths[-1].read_bytes() == first
    assert paths[-1].with_name("部门.xlsx.bak2").read_bytes() == first


def test_amounts_of_nobody_in_the_departments_workbook_are_not_overwritten(books: Make) -> None:
    own = {**DEPARTMENT, "incomes": [income("2130301", Source.GENERAL, "5.00")]}
    paths = books(unit(1, "云岭县水利局甲站", 1), into=own)
    before = paths[-1].read_bytes()
    codes, outputs = run(paths)
    assert "H04" in codes and not outputs and paths[-1].read_bytes() == before


TRANSFER = (
    small(
        1,
        "云岭县水利局本级",
        incomes=[income("2130301", Source.OTHER, "100.00")],
        expenditures=[spending("2130301", Fund.OTHER, Nature.TO_SUBORDINATE, "60.00")],
    ),
    small(
        2,
        "云岭县水利局甲站",
        incomes=[income("2130301", Source.SUPERIOR, "60.00"), income("2130301", Source.UNDERTAKING, "7.00")],
        expenditures=[spending("2130301", Fund.OTHER, Nature.BASIC, "50.00", "30201")],
    ),
)


def test_internal_transfers_are_taken_out_when_asked(books: Make) -> None:
    paths = books(*TRANSFER)
    codes, _ = run(paths, eliminate=True)
    facts = facts_of(paths[-1])
    assert "H10" in codes
    assert sum(row.amount for row in facts.incomes) == D("107.00")
    assert sum(row.amount for row in facts.expenditures) == D("50.00")
    assert tables(facts)["收支总表"]["本年收入合计27", "左额"] == D("107.00")
    assert [(row.unit, row.amount) for row in facts.incomes if row.amount < 0] == [(ELIMINATION, D("-60.00"))]


def test_nobody_is_asked_why_the_contrary_rows_are_negative(books: Make) -> None:
    paths = books(*TRANSFER)
    run(paths, eliminate=True)
    explained = {row.finding_id for row in facts_of(paths[-1]).explanations}
    negative = [found for found in check(paths[-1]).findings if found.code == "V24"]
    assert len(explained) == 2
    assert all(found.id in explained or found.severity is not Severity.WARNING for found in negative)


def test_internal_transfers_left_in_are_pointed_out(books: Make) -> None:
    paths = books(*TRANSFER)
    codes, _ = run(paths, eliminate=False)
    assert "H11" in codes
    assert sum(row.amount for row in facts_of(paths[-1]).incomes) == D("167.00")


def test_the_question_is_put_with_the_amount(books: Make) -> None:
    *units, target = books(*TRANSFER)
    asked: list[Decimal] = []

    def ask(transfers: Any) -> bool:
        asked.extend(each.amount for each in transfers)
        return True

    consolidate_into(units, target, ask)
    assert asked == [D("60.00")]


def test_a_transfer_whose_sides_differ_is_not_taken_out(books: Make) -> None:
    other = copy.deepcopy(TRANSFER[1])
    other["incomes"][0]["amount"] = D("59.00")
    paths = books(TRANSFER[0], other)
    codes, _ = run(paths, eliminate=True)
    assert "H12" in codes and "H10" not in codes
    assert sum(row.amount for row in facts_of(paths[-1]).incomes) == D("166.00")


def test_money_from_outside_with_the_same_name_stays(books: Make) -> None:
    other = copy.deepcopy(TRANSFER[1])
    other["incomes"].append(income("2130302", Source.SUPERIOR, "33.00"))
    paths = books(TRANSFER[0], other)
    codes, _ = run(paths, eliminate=True)
    assert {"H10", "H12"} <= set(codes)
    assert sum(row.amount for row in facts_of(paths[-1]).incomes) == D("140.00")


def test_what_fiscal_money_paid_is_not_taken_out(books: Make) -> None:
    first = copy.deepcopy(TRANSFER[0])
    first["incomes"] = [income("2130301", Source.GENERAL, "100.00")]
    first["expenditures"][0]["fund"] = Fund.GENERAL
    codes, _ = run(books(first, TRANSFER[1]), eliminate=True)
    assert "H12" in codes and "H10" not in codes


def test_two_projects_of_one_code_are_kept_apart_one_project_of_two_units_is_added(books: Make) -> None:
    def projects(*names: tuple[str, str, str]) -> list[dict[str, Any]]:
        return [{"code": c, "name": n, "function": "2130305", "actual": D(a)} for c, n, a in names]

    first = {
        **copy.deepcopy(TRANSFER[0]),
        "projects": projects(("P01", "河道整治", "10"), ("P02", "水库加固", "1")),
    }
    other = {
        **copy.deepcopy(TRANSFER[1]),
        "projects": projects(("P01", "灌区改造", "20"), ("P02", "水库加固", "2")),
    }
    first["indicators"] = [{"project": "P01", "level1": "产出指标", "level2": "数量指标", "level3": "长度"}]
    paths = books(first, other)
    codes, _ = run(paths)
    facts = facts_of(paths[-1])
    assert sorted((p.code, p.name, p.actual) for p in facts.projects) == [
        ("300001-P01", "河道整治", D(10)),
        ("300002-P01", "灌区改造", D(20)),
        ("P02", "水库加固", D(3)),
    ]
    assert [row.project for row in facts.indicators] == ["300001-P01"] and "H14" in codes


def test_last_years_figures_are_the_departments_own_else_the_sum(books: Make) -> None:
    row = LastYearRow.EXPENSE_YEAR
    first = {
        **TRANSFER[0],
        "last_year": [
            {"row": row, "published": D("1.5")},
            {"row": LastYearRow.OPERATING, "published": D("2")},
        ],
    }
    other = {
        **TRANSFER[1],
        "last_year": [
            {"row": row, "published": D("20000.01"), "unit": "元"},
            {"row": LastYearRow.OPERATING, "published": D("3")},
        ],
    }
    own = {**DEPARTMENT, "last_year": [{"row": LastYearRow.OPERATING, "published": D("9")}]}
    paths = books(first, other, into=own)
    run(paths)
    found = {each.row: (each.published, each.unit) for each in facts_of(paths[-1]).last_year}
    assert found == {row: (D("35000.01"), "元"), LastYearRow.OPERATING: (D("9"), "万元")}


@pytest.mark.parametrize(
    ("change", "code"),
    [({"year": 2022}, "H02"), ({"full_name": "云岭县水利局本级"}, "H03"), ({"unit_code": "300001"}, "H03")],
)
def test_units_of_another_year_or_twice_are_refused(books: Make, change: dict[str, Any], code: str) -> None:
    other = copy.deepcopy(TRANSFER[1])
    other["department"] |= change
    paths = books(TRANSFER[0], other)
    before = paths[-1].read_bytes()
    codes, outputs = run(paths)
    assert code in codes and not outputs and paths[-1].read_bytes() == before


def test_a_faulty_unit_stops_the_whole_and_says_which(books: Make) -> None:
    other = copy.deepcopy(TRANSFER[1])
    other["incomes"][0]["function"] = "213"
    *units, target = books(TRANSFER[0], other)
    results = consolidate_into(units, target, False)
    assert [path.name for path, outcome in results if any(f.code == "V12" for f in outcome.findings)] == [
        "单位1.xlsx"
    ]
    assert "H01" in [f.code for f in results[-1][1].findings] and not results[-1][1].outputs


def test_a_name_with_two_values_is_refused(books: Make) -> None:
    first = {**TRANSFER[0], "quotables": [{"name": "面积", "value": D("1")}]}
    other = {**TRANSFER[1], "quotables": [{"name": "面积", "value": D("2")}]}
    codes, outputs = run(books(first, other))
    assert "H05" in codes and not outputs


def test_a_consolidated_workbook_rolls_over_by_unit(books: Make) -> None:
    paths = books(*TRANSFER)
    run(paths, eliminate=True)
    openings = {(row.unit, row.opening) for row in facts_of(rolled(paths[-1])).carryovers}
    assert openings == {("云岭县水利局本级", D("40.00")), ("云岭县水利局甲站", D("17.00"))}
