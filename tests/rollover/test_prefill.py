"""The bureau's run: a workbook for every department, from files told apart by what is inside them."""

from __future__ import annotations

import copy
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from report_author.model.choices import LastYearRow, OrgKind, Scope
from report_author.pipeline.building import build
from report_author.pipeline.yearly import prefill
from report_author.workbook.imports.folder import read_roster
from tests.rollover.books import facts_of, fill_in, rolled, write
from tests.support.samples import NAMES, printed
from tools.samples import second_department, seed_department

D = Decimal
SEED, SECOND = "中共米易县委政法委员会", "云岭县自然资源和林业局"
HEADINGS = ("单位编码", "全称", "简称", "性质", "上级")
ROWS: tuple[tuple[Any, ...], ...] = (
    ("114001", SEED, "县委政法委", "行政单位", None),
    ("220001", SECOND, "县自然资源和林业局", "行政单位", None),
    ("220002", "云岭县林业科技推广站", "林业推广站", "事业单位", SECOND),
)


def roster(
    folder: Path, rows: tuple[tuple[Any, ...], ...] = ROWS, title: str = "2022年度预算单位名册"
) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in ((title,), HEADINGS, *rows):
        sheet.append(row)
    folder.mkdir(parents=True, exist_ok=True)
    book.save(folder / "名册.xlsx")
    return folder / "名册.xlsx"


def last_years_second() -> dict[str, Any]:
    entries = copy.deepcopy(second_department.ENTRIES)
    entries["department"] = {**entries["department"], "unit_code": "220001"}
    return entries


def run(folder: Path, **options: Any) -> dict[str, list[Any]]:
    results = prefill(folder / "名册.xlsx", folder / "收到", folder / "预填", **options)
    return {path.name: list(outcome.findings) for path, outcome in results}


def codes(findings: list[Any]) -> list[str]:
    return [finding.code for finding in findings]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A bureau's folder; the names of the files say nothing."""
    roster(tmp_path)
    (tmp_path / "收到").mkdir()
    return tmp_path


def test_every_department_of_the_roster_gets_its_workbook(folder: Path) -> None:
    said = run(folder)
    made = sorted(path.name for path in (folder / "预填").iterdir())
    assert made == sorted(f"2022年度{row[1]}填报表.xlsx" for row in ROWS)
    station = facts_of(folder / "预填" / "2022年度云岭县林业科技推广站填报表.xlsx").department
    assert (station.unit_code, station.short_name, station.year) == ("220002", "林业推广站", 2022)
    assert (station.kind, station.scope, station.superior) == (OrgKind.INSTITUTION, Scope.UNIT, SECOND)
    lacking = said["2022年度云岭县林业科技推广站填报表.xlsx"]
    assert codes(lacking) == ["X20"]
    assert (
        "上年数、收入、支出、预算数、“三公”经费" in lacking[0].message
        and "2021年度填报表或公开报告" in lacking[0].message
    )


def test_last_years_workbook_and_report_are_found_by_what_is_inside(folder: Path) -> None:
    write(folder / "收到" / "新建.xlsx", last_years_second())
    (folder / "收到" / "下面").mkdir()
    (folder / "收到" / "下面" / "a.docx").write_bytes(printed(NAMES[0]).report)
    run(folder)
    second = facts_of(folder / "预填" / f"2022年度{SECOND}填报表.xlsx")
    first = facts_of(folder / "预填" / f"2022年度{SEED}填报表.xlsx")
    amounts = {row.row: (row.published, row.unit) for row in second.last_year}
    assert amounts[LastYearRow.CARRY_END] == (D("764198.90"), "元") and second.carryovers
    amounts = {row.row: (row.published, row.unit) for row in first.last_year}
    assert amounts[LastYearRow.GENERAL_EXPENSE] == (D("614.67"), "万元")
    assert first.texts and first.carried.texts_from == "2021年度公开报告"


def test_exports_fill_the_workbook_of_the_department_they_name(folder: Path) -> None:
    book = rolled(write(folder / "去年" / "b.xlsx", last_years_second()))
    tables = build(fill_in(book, second_department.ENTRIES), folder / "公开").outputs[1]
    shutil.copy(tables, folder / "收到" / "x.xlsx")
    write(folder / "收到" / "y.xlsx", last_years_second())
    said = run(folder)
    filled = facts_of(folder / "预填" / f"2022年度{SECOND}填报表.xlsx")
    assert sum(row.amount for row in filled.incomes) == sum(
        r["amount"] for r in second_department.ENTRIES["incomes"]
    )
    assert filled.expenditures
    assert not [each for each in said["名册.xlsx"] if each.code == "X03"]
    assert not facts_of(folder / "预填" / f"2022年度{SEED}填报表.xlsx").incomes


def test_two_returned_workbooks_of_one_department_are_found_whatever_their_names(folder: Path) -> None:
    entries = copy.deepcopy(seed_department.ENTRIES)
    entries["department"] = {**entries["department"], "year": 2022}
    write(folder / "收到" / "终稿.xlsx", entries)
    write(folder / "收到" / "另一份.xlsx", {**entries, "terms": [{"term": "甲", "meaning": "乙。"}]})
    shutil.copy(folder / "收到" / "终稿.xlsx", folder / "收到" / "副本.xlsx")
    twice = [each.message for each in run(folder)["名册.xlsx"] if each.code == "X05"]
    assert len(twice) == 2 and sum("内容完全相同" in each for each in twice) == 1


def test_a_returned_workbook_of_an_old_template_is_found_by_what_it_lacks(folder: Path) -> None:
    entries = copy.deepcopy(seed_department.ENTRIES)
    entries["department"] = {**entries["department"], "year": 2022}
    path = write(folder / "收到" / "a.xlsx", entries)
    book = openpyxl.load_workbook(path)
    del book["评价报告"]
    book.save(path)
    old = [each for each in run(folder)["名册.xlsx"] if each.code == "X06"]
    assert len(old) == 1 and "评价报告" in old[0].message


def test_files_that_bind_to_nobody_are_listed_with_the_reason(folder: Path) -> None:
    stranger = copy.deepcopy(seed_department.ENTRIES)
    stranger["department"] = {
        **stranger["department"],
        "unit_code": "999999",
        "full_name": "外县局",
        "year": 2022,
    }
    write(folder / "收到" / "a.xlsx", stranger)
    swapped = copy.deepcopy(seed_department.ENTRIES)
    swapped["department"] = {**swapped["department"], "unit_code": "220001"}
    write(folder / "收到" / "b.xlsx", swapped)
    book = openpyxl.Workbook()
    book.active["A1"] = "编制单位：县委政法委"
    book.save(folder / "收到" / "c.xlsx")
    (folder / "收到" / "d.docx").write_bytes(b"PK broken")
    old = copy.deepcopy(seed_department.ENTRIES)
    old["department"] = {**old["department"], "year": 2019}
    write(folder / "收到" / "e.xlsx", old)
    said = {each.place: (each.code, each.message) for each in run(folder)["名册.xlsx"]}
    assert said["a.xlsx"][0] == said["b.xlsx"][0] == said["c.xlsx"][0] == said["d.docx"][0] == "X03"
    assert "不在名册里，或编码与名册不符" in said["b.xlsx"][1] and "没有写年度" in said["c.xlsx"][1]
    assert said["e.xlsx"][0] == "X08"


def test_a_workbook_that_is_there_already_is_not_replaced(folder: Path) -> None:
    run(folder)
    path = folder / "预填" / f"2022年度{SEED}填报表.xlsx"
    path.write_bytes(b"typed by hand")
    said = run(folder)
    assert codes(said[path.name]) == ["X09"] and path.read_bytes() == b"typed by hand"


def test_a_workbook_that_differs_from_the_published_report_is_pointed_out(folder: Path) -> None:
    changed = copy.deepcopy(seed_department.ENTRIES)
    row = next(each for each in changed["counts"].items() if each[0] == "operating_administrative")
    changed["counts"] = {**changed["counts"], row[0]: row[1] + 10000}
    write(folder / "收到" / "a.xlsx", changed)
    (folder / "收到" / "b.docx").write_bytes(printed(NAMES[0]).report)
    found = [each for each in run(folder)[f"2022年度{SEED}填报表.xlsx"] if each.code == "X12"]
    assert [(each.stated, each.expected) for each in found] == [("30.90万元", "29.9万元")]


@pytest.mark.parametrize(
    ("rows", "title", "code"),
    [
        ((*ROWS, ROWS[0]), "2022年度名册", "X02"),
        ((("114009", "县某局", "某局", "公司", None),), "2022年度名册", "X02"),
        (((None, "县某局", "某局", "行政", None),), "2022年度名册", "X02"),
        (ROWS, "名册", "X04"),
    ],
)
def test_a_faulty_roster_stops_the_run_with_its_cell(
    tmp_path: Path, rows: tuple[tuple[Any, ...], ...], title: str, code: str
) -> None:
    roster(tmp_path, rows, title)
    (tmp_path / "收到").mkdir()
    assert codes(run(tmp_path)["名册.xlsx"]) == [code]
    assert not (tmp_path / "预填").exists()


def test_codes_typed_as_numbers_and_other_headings_are_understood(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(("序号", "预算单位代码", "单位名称", "单位性质"))
    book.active.append((1, 114001, SEED, "参公事业单位"))
    book.save(tmp_path / "r.xlsx")
    found, findings = read_roster(tmp_path / "r.xlsx")
    assert found is not None and not findings
    assert [(each.code, each.kind, each.scope) for each in found.listed] == [
        ("114001", OrgKind.CIVIL_SERVICE_LIKE, Scope.DEPARTMENT)
    ]


def test_the_year_may_be_given_instead(tmp_path: Path) -> None:
    roster(tmp_path, ROWS[:1], "名册")
    (tmp_path / "收到").mkdir()
    run(tmp_path, year=2023)
    assert facts_of(tmp_path / "预填" / f"2023年度{SEED}填报表.xlsx").department.year == 2023
