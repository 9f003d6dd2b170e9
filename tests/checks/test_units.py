"""元 and 万元: one finding, the first, at the right cells; what one cell on 首页 clears; the corrected copy."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from report_author.checks.units import suspect_units
from report_author.figures.account import Account
from report_author.model.facts import Facts
from report_author.model.findings import Severity
from report_author.ooxml.package import read_package, write_package
from report_author.ooxml.sheet_editor import set_cells
from report_author.ooxml.sheets import cell_position, parse_workbook
from report_author.pipeline.building import Rendered, build, render
from report_author.pipeline.importing import prepare_import, write_import
from report_author.pipeline.library import Library, shipped_root
from report_author.review.arrange import arrange
from report_author.workbook.create import workbook_bytes
from report_author.workbook.read import read_workbook
from tests.imports.caijue import full_export
from tests.support.departments import with_cells
from tests.support.right_departments import Right, right, right_departments
from tests.support.unit_slips import LAST_YEAR, OVER, TIMES, WHOLE, Where, scaled, unit_swapped
from tools.samples.random_department import random_entries
from tools.samples.to_facts import entries_to_facts


def account_of(facts: Facts) -> Account:
    fmt, _ = Library.of((shipped_root(),)).choose(2021, "")
    assert fmt is not None
    return Account(facts, fmt)


def a_department() -> Right:
    return right_departments()[0]


def rendered(folder: Path, data: bytes) -> Rendered:
    path = folder / "填报表.xlsx"
    path.write_bytes(data)
    return render(path)


def edited(data: bytes, changes: dict[str, str | Decimal]) -> bytes:
    """The workbook with these cells typed over."""
    by_sheet: dict[str, dict[tuple[int, int], str | Decimal]] = {}
    for place, value in changes.items():
        sheet, _, ref = place.partition("!")
        by_sheet.setdefault(sheet, {})[cell_position(ref)] = value
    path_package = read_package(data)
    return write_package(set_cells(path_package, by_sheet))


def heading_of(data: bytes, sheet: str, label: str) -> str:
    """The cell of ``sheet`` in which the heading ``label`` stands."""
    found = next(each for each in parse_workbook(data).sheets if each.name == sheet)
    return f"{sheet}!{next(cell.ref for cell in found.cells.values() if cell.text.strip('* ') == label)}"


def codes(made: Rendered) -> list[str]:
    return [found.code for found in made.findings if found.severity is not Severity.INFO]


@pytest.mark.parametrize("rounded", [True, False], ids=["两位小数", "到分"])
def test_a_book_filled_in_wan_is_told_once(tmp_path: Path, rounded: bool) -> None:
    made = rendered(tmp_path, scaled(a_department().book(), WHOLE, OVER, rounded=rounded))
    assert made.printed is None
    assert codes(made) == ["U01"]
    found = made.findings[0]
    assert found.place.startswith("收入与结转!")
    assert "万元" in found.message and "依据" in found.message and "10000" in found.advice
    assert not any("两位小数" in each.advice for each in made.findings)


@pytest.mark.parametrize("factor", [TIMES, OVER], ids=["大一万倍", "小一万倍"])
@pytest.mark.parametrize(
    "where",
    [Where(sheet="expenditure"), Where(sheet="budget"), Where(block="sangong", field="actual"), LAST_YEAR],
    ids=str,
)
@pytest.mark.slow
def test_a_sheet_or_a_column_out_by_ten_thousand_is_the_first_thing_said(
    tmp_path: Path, where: Where, factor: Decimal
) -> None:
    made = rendered(tmp_path, scaled(right("中心镇").book(), where, factor))
    first = arrange(made.findings)[0].finding
    assert first.code == "U01" and made.printed is None


def test_the_unit_cells_of_last_year_alone(tmp_path: Path) -> None:
    book = right("中心镇").book()
    made = rendered(tmp_path, unit_swapped(book))
    assert made.findings[0].code == "U01"
    assert made.findings[0].place.startswith("上年数!")
    assert "单位请改选" in made.findings[0].advice


@pytest.mark.slow
def test_the_corrected_copy_builds_what_the_right_book_builds(tmp_path: Path) -> None:
    book = a_department().book()
    path = tmp_path / "填报表.xlsx"
    path.write_bytes(scaled(book, WHOLE, OVER))
    outcome = build(path, tmp_path / "out")
    assert outcome.outputs == () and outcome.corrected is not None
    again = render(outcome.corrected)
    right_one = rendered(tmp_path, book)
    assert again.printed is not None and right_one.printed is not None
    assert again.printed.tables == right_one.printed.tables


def test_a_tie_that_breaks_by_ten_thousand_cannot_be_confirmed_away(tmp_path: Path) -> None:
    book = scaled(a_department().book(), Where(sheet="expenditure"), OVER)
    made = rendered(tmp_path, book)
    assert made.doubt is not None and made.doubt.certain
    total = f"{made.doubt.check_sum:f}"
    cell = _confirm_cell(book)
    again = rendered(tmp_path, edited(book, {cell: f"张三已核对，单位确实是元，核对数 {total}"}))
    assert again.printed is None and "U01" in codes(again)
    assert "金额单位已核对" not in made.findings[0].advice


@pytest.mark.slow
def test_what_only_size_speaks_against_is_cleared_until_the_figures_change(tmp_path: Path) -> None:
    department = right("中心镇")
    book = scaled(department.book(), LAST_YEAR, TIMES)
    made = rendered(tmp_path, book)
    assert made.doubt is not None and not made.doubt.certain
    total = f"{made.doubt.check_sum:f}"
    assert total in made.findings[0].advice
    cell = _confirm_cell(book)
    assert cell.partition("!")[2] in made.findings[0].advice
    cleared = edited(book, {cell: f"张三核对，上年口径不同，核对数 {total}"})
    again = rendered(tmp_path, cleared)
    said = [found for found in again.findings if found.code == "U01"]
    assert [(found.severity, found.label) for found in said] == [(Severity.WARNING, "已核实")]
    first = made.doubt.suspects[0].cell
    changed = rendered(tmp_path, edited(cleared, {first: Decimal("123456")}))
    assert next(found for found in changed.findings if found.code == "U01").severity is Severity.ERROR


@pytest.mark.parametrize("words", ["已核实，核对数 {}", "情况属实 {}", "核对数：{}"])
@pytest.mark.slow
def test_a_confirmation_that_gives_no_reason_clears_nothing(tmp_path: Path, words: str) -> None:
    book = scaled(right("中心镇").book(), LAST_YEAR, TIMES)
    doubt = rendered(tmp_path, book).doubt
    assert doubt is not None
    made = rendered(tmp_path, edited(book, {_confirm_cell(book): words.format(doubt.check_sum)}))
    assert made.findings[0].code == "U01" and made.findings[0].severity is Severity.ERROR


@pytest.mark.parametrize("words", ["张三核对无误", "123", "核对数"])
@pytest.mark.slow
def test_a_confirmation_names_the_sum_and_gives_a_reason(tmp_path: Path, words: str) -> None:
    department = right("中心镇")
    book = scaled(department.book(), LAST_YEAR, TIMES)
    made = rendered(tmp_path, edited(book, {_confirm_cell(book): words}))
    assert made.findings[0].code == "U01" and made.findings[0].severity is Severity.ERROR
    assert words in made.findings[0].advice


@pytest.mark.parametrize("heading", ["金额（万元）", "金额(万元)", "金额（千元）"])
@pytest.mark.slow
def test_a_heading_of_another_unit_stops_until_it_is_confirmed(tmp_path: Path, heading: str) -> None:
    book = a_department().book()
    at = heading_of(book, "支出", "金额")
    slip = edited(book, {at: heading})
    made = rendered(tmp_path, slip)
    assert codes(made) == ["U01"] and made.findings[0].place == at
    assert "由此引起" not in made.findings[0].message
    assert made.doubt is not None
    words = f"李四已核对，数字是元，核对数 {made.doubt.check_sum:f}"
    assert rendered(tmp_path, edited(slip, {_confirm_cell(slip): words})).printed is not None


def test_a_workbook_without_the_cell_of_the_confirmation_takes_it_in_an_empty_line(tmp_path: Path) -> None:
    book = a_department().book()
    home = next(each for each in parse_workbook(book).sheets if each.name == "首页")
    at = _confirm_cell(book).partition("!")[2]
    gone = {
        f"首页!{cell.ref}": ""
        for cell in home.cells.values()
        if cell.ref in (at.replace("C", "A"), at.replace("C", "B"))
    }
    slip = edited(book, {**gone, heading_of(book, "支出", "金额"): "金额（万元）"})
    made = rendered(tmp_path, slip)
    assert made.doubt is not None and "B 列写“金额单位已核对”" in made.findings[0].advice
    row = max(ref_row for ref_row, _ in home.cells) + 3
    words = f"李四已核对，数字是元，核对数 {made.doubt.check_sum:f}"
    again = rendered(tmp_path, edited(slip, {f"首页!B{row}": "金额单位已核对", f"首页!C{row}": words}))
    assert again.printed is not None


def test_a_title_of_another_unit_stops_too(tmp_path: Path) -> None:
    book = a_department().book()
    made = rendered(tmp_path, edited(book, {"支出!B1": "支出明细（单位：万元）"}))
    assert codes(made) == ["U01"] and "支出!B1" in made.findings[0].message


def test_budgets_may_be_filled_in_wan(tmp_path: Path) -> None:
    department = a_department()
    book = department.book()
    unit = heading_of(book, "预算数", "预算数的单位")
    column = unit.replace("!B", "!C")
    slip = edited(scaled(book, Where(sheet="budget"), OVER), {column: "万元"})
    path = tmp_path / "填报表.xlsx"
    path.write_bytes(slip)
    facts, _ = read_workbook(path)
    assert facts is not None
    assert facts.budgets == department.facts.budgets
    made = render(path)
    whole = rendered(tmp_path, book)
    assert made.printed is not None and whole.printed is not None
    assert made.printed.tables == whole.printed.tables


def test_budgets_in_wan_under_yuan_are_told_to_choose_the_other_unit(tmp_path: Path) -> None:
    book = scaled(a_department().book(), Where(sheet="budget"), OVER)
    made = rendered(tmp_path, book)
    assert made.findings[0].code == "U01"
    assert "改选“万元”" in made.findings[0].advice


def test_a_unit_that_is_neither_is_refused(tmp_path: Path) -> None:
    book = a_department().book()
    at = heading_of(book, "上年数", "本年支出合计").replace("!B", "!D")
    made = rendered(tmp_path, edited(book, {at: "千元"}))
    assert [(found.code, found.place) for found in made.findings if found.code == "V08"] == [("V08", at)]


def test_an_amount_with_wan_behind_it_is_read_as_what_it_says(tmp_path: Path) -> None:
    book = a_department().book()
    path = tmp_path / "填报表.xlsx"
    at = heading_of(book, "支出", "金额").rstrip("0123456789") + "7"
    path.write_bytes(edited(book, {at: "12.345万元"}))
    facts, findings = read_workbook(path)
    assert facts is not None
    assert [(found.code, found.place, found.expected) for found in findings if found.code == "V27"] == [
        ("V27", at, "123450.00")
    ]
    assert facts.expenditures[0].amount == Decimal("123450.00")


def test_an_export_in_yuan_tells_amounts_typed_in_wan(tmp_path: Path) -> None:
    department = a_department()
    source = tmp_path / "导出.xlsx"
    source.write_bytes(full_export(department.facts).data())
    into = tmp_path / "填报表.xlsx"
    into.write_bytes(scaled(department.book(), Where(sheet="expenditure"), OVER, rounded=True))
    found = prepare_import([source], into).findings[0]
    assert (found.code, found.severity) == ("U01", Severity.ERROR)
    assert found.place.startswith("支出!")
    assert prepare_import([source], into, overwrite=True).findings[0].severity is Severity.WARNING


def test_budgets_are_imported_in_the_unit_of_the_workbook(tmp_path: Path) -> None:
    department = a_department()
    entries = {
        **department.entries,
        "department": {**department.entries["department"], "budget_unit": "万元"},
    }
    rows = [
        {**row, "initial": row["initial"] / 10_000, "revised": row["revised"] / 10_000}
        for row in entries["budgets"]
    ]
    into = tmp_path / "填报表.xlsx"
    into.write_bytes(workbook_bytes({**entries, "budgets": rows}, year=2021))
    facts, _ = read_workbook(into)
    assert facts is not None and facts.budgets == tuple(
        replace(row, cells={}) for row in department.facts.budgets
    )


@pytest.mark.parametrize("seed", [0, 1])
def test_no_right_department_is_suspected(seed: int) -> None:
    departments = [with_cells(each.facts) for each in right_departments(seed)]
    assert len(departments) >= 60
    assert [facts.department.full_name for facts in departments if suspect_units(account_of(facts), [])] == []


def test_no_random_department_is_suspected() -> None:
    departments = [with_cells(entries_to_facts(random_entries(seed))) for seed in range(30)]
    assert [facts.department.full_name for facts in departments if suspect_units(account_of(facts), [])] == []


def _confirm_cell(book: bytes) -> str:
    return heading_of(book, "首页", "金额单位已核对").replace("!B", "!C")


@pytest.mark.slow
def test_an_export_that_agrees_to_the_fen_settles_the_question(tmp_path: Path) -> None:
    """However small the amounts are: they are what the 决算 software has, in 元."""
    into = tmp_path / "填报表.xlsx"
    into.write_bytes(scaled(a_department().book(), WHOLE, OVER, rounded=True))
    assert render(into).findings[0].code == "U01"
    facts, _ = read_workbook(into)
    assert facts is not None
    source = tmp_path / "导出.xlsx"
    source.write_bytes(full_export(facts).data())
    backup, problems = write_import(prepare_import([source], into), into, overwrite=False)
    assert backup is not None and not problems
    said = next(found for found in render(into).findings if found.code == "U01")
    assert said.explanation.startswith("与导入的决算报表")
