"""What a clerk finds in the folder after a run: both files, or what was there before."""

from __future__ import annotations

import copy
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from report_author.ooxml.sheets import read_workbook_file
from report_author.pipeline import building
from report_author.pipeline.building import build, build_all, check
from report_author.workbook.create import create_workbook
from tests.report.prose import paragraphs
from tools.samples import second_department, seed_department


def workbook(folder: Path, entries: dict[str, Any], name: str = "填报表.xlsx") -> Path:
    path = folder / name
    create_workbook(path, entries, year=entries["department"]["year"])
    return path


def changed_seed() -> dict[str, Any]:
    """The seed's entries with one amount, and what must move with it, 10,000.00 元 higher."""
    entries = copy.deepcopy(seed_department.ENTRIES)
    row = next(r for r in entries["expenditures"] if r["function"] == "2040201" and r["economic"] == "30201")
    row["amount"] = Decimal(row["amount"]) + 10000
    income = next(r for r in entries["incomes"] if r["function"] == "2040201")
    income["amount"] = Decimal(income["amount"]) + 10000
    budget = next(r for r in entries["budgets"] if r["function"] == "2040201")
    budget["revised"] = Decimal(budget["revised"]) + 10000
    return entries


def test_both_files_are_made_with_the_official_names(tmp_path: Path) -> None:
    outcome = build(workbook(tmp_path, second_department.ENTRIES), tmp_path / "out")
    assert sorted(path.name for path in outcome.outputs) == [
        "2021年度云岭县自然资源和林业局部门决算.docx",
        "2021年度云岭县自然资源和林业局部门决算公开表.xlsx",
        "2021年度云岭县自然资源和林业局部门决算核实说明.txt",
    ]
    assert all(path.exists() for path in outcome.outputs)


def test_the_same_workbook_gives_the_same_bytes(tmp_path: Path) -> None:
    book = workbook(tmp_path, second_department.ENTRIES)
    first, again = build(book, tmp_path / "a"), build(book, tmp_path / "b")
    assert [p.read_bytes() for p in first.outputs] == [p.read_bytes() for p in again.outputs]


def test_one_changed_amount_is_followed_by_every_sentence_and_table(tmp_path: Path) -> None:
    entries = changed_seed()
    before = build(workbook(tmp_path, seed_department.ENTRIES, "前.xlsx"), tmp_path / "a")
    after = build(workbook(tmp_path, entries, "后.xlsx"), tmp_path / "b")
    assert before.outputs and after.outputs
    old, new = (set(paragraphs(outcome.outputs[0].read_bytes())) for outcome in (before, after))
    moved = "\n".join(new - old)
    for words in (
        "2021年度收入1653.54万元,支出1653.54万元",
        "收入减少506.78万元",
        "一般公共预算财政拨款收入615.67万元",
        "基本支出415.67万元",
        "公共安全支出509.83万元",
        "公用经费30.9万元",
        "2040201行政运行:支出决算为189.3万元",
    ):
        assert words in moved
    stale = [text for text in new if "1652.54万元" in text or "614.67万元" in text]
    assert not stale
    cells = [
        {
            cell.text
            for sheet in read_workbook_file(outcome.outputs[1]).sheets
            for cell in sheet.cells.values()
        }
        for outcome in (before, after)
    ]
    assert {"1653.544873", "615.668119"} <= cells[1] - cells[0]
    assert {"1652.544873", "614.668119"} <= cells[0] - cells[1]


def test_an_error_leaves_the_last_good_report(tmp_path: Path) -> None:
    book = workbook(tmp_path, second_department.ENTRIES)
    good = build(book, tmp_path / "out")
    kept = {path: path.read_bytes() for path in good.outputs}
    entries = copy.deepcopy(second_department.ENTRIES)
    entries["expenditures"][0]["amount"] = Decimal("900000000.00")
    bad = build(workbook(tmp_path, entries), tmp_path / "out")
    assert not bad.outputs
    assert any(finding.code.startswith("R22") for finding in bad.findings)
    assert {path: path.read_bytes() for path in kept} == kept
    assert not list((tmp_path / "out").glob("*.tmp")) + list((tmp_path / "out").glob(".*"))


def test_a_report_open_in_word_leaves_both_old_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = workbook(tmp_path, second_department.ENTRIES)
    kept = {path: path.read_bytes() for path in build(book, tmp_path / "out").outputs}
    entries = copy.deepcopy(second_department.ENTRIES)
    entries["department"]["short_name"] = "县资源林业局"
    replace = Path.replace

    def locked(self: Path, target: Path) -> Path:
        if str(target).endswith(".xlsx"):
            raise PermissionError(13, "locked")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", locked)
    outcome = build(workbook(tmp_path, entries), tmp_path / "out")
    assert not outcome.outputs
    assert [f.code for f in outcome.findings if f.severity.value == "error"] == ["P01"]
    assert {path: path.read_bytes() for path in kept} == kept
    assert not list((tmp_path / "out").glob(".*"))


def test_two_workbooks_of_one_department_do_not_overwrite_each_other(tmp_path: Path) -> None:
    one = workbook(tmp_path, second_department.ENTRIES, "一.xlsx")
    other = workbook(tmp_path, second_department.ENTRIES, "二.xlsx")
    first, second = build_all([one, other], tmp_path / "out")
    assert first.outputs and not second.outputs
    assert [finding.code for finding in second.findings if finding.severity.value == "error"] == ["P04"]


def test_a_fault_of_the_program_is_told_and_stops_nobody_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fine = workbook(tmp_path, second_department.ENTRIES, "好.xlsx")
    real = building.open_book

    def broken(path: Path) -> Any:
        if path.name == "坏.xlsx":
            raise RuntimeError("boom")
        return real(path)

    monkeypatch.setattr(building, "open_book", broken)
    bad, good = build_all([tmp_path / "坏.xlsx", fine], tmp_path / "out")
    assert [finding.code for finding in bad.findings] == ["P09"]
    assert good.outputs


def test_check_writes_nothing(tmp_path: Path) -> None:
    book = workbook(tmp_path, second_department.ENTRIES)
    outcome = check(book)
    assert not outcome.outputs
    assert [path.name for path in tmp_path.iterdir()] == [book.name]
