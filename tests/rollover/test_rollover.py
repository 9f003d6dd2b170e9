"""Next year's workbook: last year's figures and standing words are there, everything else is empty."""

from __future__ import annotations

import copy
from decimal import Decimal
from pathlib import Path

import pytest

from report_author.model.choices import Fund, LastYearRow, Position
from report_author.model.findings import Severity
from report_author.pipeline.building import build, check
from report_author.pipeline.yearly import roll_over
from report_author.workbook.entries import facts_to_entries
from report_author.workbook.read import read_workbook
from tests.report.prose import paragraphs
from tests.rollover.books import add_format, facts_of, fill_in, rolled, write
from tests.workbook.entries import rich_entries
from tools.samples import second_department, seed_department
from tools.samples.random_department import random_entries

D = Decimal
Row = LastYearRow


def test_entries_of_facts_give_the_same_facts_again(tmp_path: Path) -> None:
    for number, entries in enumerate((rich_entries(), seed_department.ENTRIES, second_department.ENTRIES)):
        facts = facts_of(write(tmp_path / f"{number}.xlsx", entries))
        again = facts_of(write(tmp_path / f"{number}b.xlsx", facts_to_entries(facts)))
        assert again == facts


def test_last_years_figures_come_over_exact_to_the_fen(tmp_path: Path) -> None:
    book = rolled(write(tmp_path / "2021.xlsx", second_department.ENTRIES))
    facts = facts_of(book)
    spent = sum(row["amount"] for row in second_department.ENTRIES["expenditures"])
    got = sum(row["amount"] for row in second_department.ENTRIES["incomes"])
    amounts = {row.row: row.published for row in facts.last_year}
    assert {row.unit for row in facts.last_year} == {"元"}
    assert amounts[Row.INCOME_YEAR] == got and amounts[Row.EXPENSE_YEAR] == spent
    assert (
        amounts[Row.INCOME_GRAND]
        == amounts[Row.EXPENSE_GRAND]
        == got + D("126000") + D("86300.40") + D("204500") + D("150000")
    )
    assert set(amounts) == set(Row)
    assert book.name == "2022年度云岭县自然资源和林业局填报表.xlsx"


def test_what_was_left_over_is_the_opening_of_the_new_year(tmp_path: Path) -> None:
    facts = facts_of(rolled(write(tmp_path / "2021.xlsx", second_department.ENTRIES)))
    left = {(row.function, row.fund): row.opening for row in facts.carryovers}
    assert left["2230105", Fund.CAPITAL] == D("40000.00")
    assert left["2200106", Fund.GENERAL] == D("213699.60")
    closing = next(row.published for row in facts.last_year if row.row is Row.CARRY_END)
    assert sum(left.values()) == closing == D("764198.90")


def test_standing_words_are_kept_the_years_own_are_emptied(tmp_path: Path) -> None:
    old = facts_of(write(tmp_path / "2021.xlsx", seed_department.ENTRIES))
    new = facts_of(rolled(tmp_path / "2021.xlsx"))
    assert new.institutions == old.institutions and new.class_uses == old.class_uses
    assert new.vehicles_by_use == old.vehicles_by_use
    assert [row.post for row in new.staff] == [row.post for row in old.staff]
    assert all(row.posts is None and row.actual is None for row in new.staff)
    assert new.texts == tuple(row for row in old.texts if row.position is Position.DUTY)
    assert (
        new.department.year == 2022 and new.department.publish_date is None and new.department.format_id == ""
    )
    assert new.department.unit_code == "114001" and new.department.sample_note
    emptied = (
        new.incomes,
        new.expenditures,
        new.budgets,
        new.projects,
        new.indicators,
        new.receptions,
        new.approved,
    )
    assert not any(emptied)


def test_a_sheet_with_last_years_words_is_warned_about_until_it_is_ticked(tmp_path: Path) -> None:
    book = rolled(write(tmp_path / "2021.xlsx", seed_department.ENTRIES))
    before = {found.place for found in check(book).findings if found.code == "W90"}
    assert {place.partition("!")[0] for place in before} == {
        "单位与人员",
        "文字材料",
        "三公资产采购",
        "原因说明",
        "评价报告",
    }
    fill_in(book, seed_department.ENTRIES)
    assert not [found for found in check(book).findings if found.code == "W90"]


@pytest.mark.parametrize(
    "entries", [seed_department.ENTRIES, second_department.ENTRIES], ids=["seed", "second"]
)
def test_the_next_two_years_build_without_repair(tmp_path: Path, entries: dict) -> None:
    book = write(tmp_path / "2021.xlsx", entries)
    for year in (2022, 2023):
        book = fill_in(rolled(book), entries)
        outcome = build(book, tmp_path / str(year))
        assert outcome.outputs, [f for f in outcome.findings if f.severity is Severity.ERROR]
        text = "\n".join(paragraphs(outcome.outputs[0].read_bytes()))
        assert f"与{year - 1}年相比,收入持平,支出持平。" in text


@pytest.mark.parametrize("seed", [0, 1, *(pytest.param(n, marks=pytest.mark.slow) for n in range(2, 6))])
def test_random_departments_roll_over_twice_and_keep_every_balance(tmp_path: Path, seed: int) -> None:
    entries = random_entries(seed)
    facts = facts_of(write(tmp_path / "2021.xlsx", entries))
    book = tmp_path / "2021.xlsx"
    opening = sum(row.opening for row in facts.carryovers)
    for _ in range(2):
        book = fill_in(rolled(book), entries)
        facts = facts_of(book)
        grown = sum(row["amount"] for row in entries["incomes"]) - sum(
            row["amount"] for row in entries["expenditures"]
        )
        extra = 0
        if facts.department.year == 2022:
            extra = sum(
                row.get("from_non_fiscal", 0) - row.get("distribution", 0) + row.get("centralised", 0)
                for row in entries["carryovers"]
            )
        opening += grown + extra
        assert sum(row.opening for row in facts.carryovers) == opening


def test_a_format_of_thirteen_tables_loses_nothing(tmp_path: Path) -> None:
    plain = rolled(write(tmp_path / "a" / "2021.xlsx", second_department.ENTRIES))
    add_format(tmp_path / "b", 2021, "本年合计")
    add_format(tmp_path / "b", 2022, "总计", without=("12", "15"))
    outcome = roll_over(write(tmp_path / "b" / "2021.xlsx", second_department.ENTRIES))
    assert facts_of(outcome.outputs[0]) == facts_of(plain)
    said = {found.code: found.message for found in outcome.findings}
    assert (
        "政府性基金预算财政拨款“三公”经费支出决算表、机关运行经费、资产占用情况及政府采购支出信息表"
        in said["Y12"]
    )
    assert "“收支口径”由“本年合计”（2021年度）改为“总计”" in said["Y13"]
    book = fill_in(outcome.outputs[0], second_department.ENTRIES)
    made = build(book, tmp_path / "out")
    assert made.outputs, made.findings


def test_the_new_format_says_which_tables_it_adds(tmp_path: Path) -> None:
    add_format(tmp_path, 2021, "本年合计", without=("12", "15"))
    add_format(tmp_path, 2022, "本年合计")
    outcome = roll_over(write(tmp_path / "2021.xlsx", seed_department.ENTRIES))
    said = {found.code: found.message for found in outcome.findings}
    assert "多了 2 张表" in said["Y11"] and "政府采购支出信息表" in said["Y11"]
    assert "去年指定了“四川2021年度”，今年按年度选用“四川2022年度”" in said["Y10"]


def test_a_workbook_that_is_there_already_is_not_touched(tmp_path: Path) -> None:
    book = write(tmp_path / "2021.xlsx", seed_department.ENTRIES)
    first = rolled(book)
    before = first.read_bytes()
    again = roll_over(book)
    assert [found.code for found in again.findings] == ["Y04"] and not again.outputs
    assert first.read_bytes() == before


def test_only_the_year_after_has_these_figures_as_its_last_year(tmp_path: Path) -> None:
    outcome = roll_over(write(tmp_path / "2021.xlsx", seed_department.ENTRIES), year=2023)
    assert [(found.code, found.stated, found.expected) for found in outcome.findings] == [
        ("Y01", "2023", "2022")
    ]
    assert list(tmp_path.iterdir()) == [tmp_path / "2021.xlsx"]


def test_an_empty_workbook_has_nothing_to_roll_over(tmp_path: Path) -> None:
    department = {"full_name": "云岭县档案局", "short_name": "档案局", "year": 2021}
    outcome = roll_over(write(tmp_path / "2021.xlsx", {"department": department}))
    assert [found.code for found in outcome.findings] == ["Y02"]


def test_a_faulty_workbook_is_refused_with_its_faults(tmp_path: Path) -> None:
    entries = copy.deepcopy(seed_department.ENTRIES)
    entries["incomes"][0]["function"] = "204"
    outcome = roll_over(write(tmp_path / "2021.xlsx", entries))
    assert "Y03" in [found.code for found in outcome.findings] and not outcome.outputs
    assert read_workbook(tmp_path / "2021.xlsx")[1][0] in outcome.findings


def test_an_opening_under_a_code_that_the_new_year_does_not_know_is_pointed_out(tmp_path: Path) -> None:
    entries = copy.deepcopy(second_department.ENTRIES)
    entries["carryovers"].append({"function": "2080504", "fund": Fund.OTHER, "opening": D("88.88")})
    outcome = roll_over(write(tmp_path / "2021.xlsx", entries))
    gone = [found for found in outcome.findings if found.code == "Y15"]
    assert [found.stated for found in gone] == ["2080504"] and "88.88" in gone[0].message
    assert D("88.88") in [row.opening for row in facts_of(outcome.outputs[0]).carryovers]
