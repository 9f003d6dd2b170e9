"""What an import writes into a clerk's workbook, what it leaves alone."""

from __future__ import annotations

import json
import subprocess
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.styles import Font
from xlsxwriter.workbook import Workbook

from report_author.cli.main import main
from report_author.model.choices import Fund, Nature
from report_author.model.facts import Facts
from report_author.ooxml.package import read_package
from report_author.pipeline.importing import prepare_import, write_import
from report_author.pipeline.office import find_soffice
from report_author.workbook.create import create_workbook
from report_author.workbook.imports.source import open_source
from report_author.workbook.imports.writing import State
from report_author.workbook.read import read_workbook
from tests.imports.caijue import full_export
from tests.imports.test_caijue_exports import SECOND, SEED, got, save, spent
from tools.samples import seed_department

WHO = seed_department.ENTRIES["department"]


def workbook(folder: Path, **entries: Any) -> Path:
    path = folder / "填报表.xlsx"
    create_workbook(path, {"department": WHO, **entries}, year=2021)
    return path


def export(folder: Path, facts: Facts = SEED) -> Path:
    return save(folder, full_export(facts).data(), "Z表.xlsx")


def read(path: Path) -> Facts:
    facts, findings = read_workbook(path)
    assert facts is not None, findings
    return facts


TYPED = {"function": "2040201", "fund": Fund.GENERAL, "nature": Nature.BASIC, "economic": "30101"}


def test_a_typed_amount_that_differs_is_shown_but_stays(tmp_path: Path) -> None:
    into = workbook(tmp_path, expenditures=[{**TYPED, "amount": Decimal("1.00")}])
    prepared = prepare_import([export(tmp_path)], into)
    (conflict,) = prepared.plan.of(State.CONFLICT)
    assert (conflict.old, conflict.new) == (Decimal("1.00"), Decimal("512340.00"))
    assert conflict.source.startswith("Z表.xlsx·Z05_1") or conflict.source.startswith("Z表.xlsx·Z08_1")
    write_import(prepared, into, overwrite=False)
    assert spent(read(into))["2040201", Fund.GENERAL, Nature.BASIC, "30101"] == Decimal("1.00")


def test_a_typed_amount_is_replaced_when_told_to_and_the_earlier_file_is_kept(tmp_path: Path) -> None:
    into = workbook(tmp_path, expenditures=[{**TYPED, "amount": Decimal("1.00")}])
    before = into.read_bytes()
    backup, problems = write_import(prepare_import([export(tmp_path)], into), into, overwrite=True)
    assert not problems and backup is not None and backup.read_bytes() == before
    assert spent(read(into)) == spent(SEED)
    assert got(read(into)) == got(SEED)


def test_a_second_backup_does_not_replace_the_first(tmp_path: Path) -> None:
    into = workbook(tmp_path)
    source = export(tmp_path)
    first, _ = write_import(prepare_import([source], into), into, overwrite=False)
    second, _ = write_import(prepare_import([source], into), into, overwrite=False)
    assert first is not None and second is not None and first != second


def test_rows_of_several_units_count_as_their_sum(tmp_path: Path) -> None:
    parts = [
        {**TYPED, "amount": Decimal(amount), "unit": unit}
        for amount, unit in (("512000", "甲"), ("340", "乙"))
    ]
    prepared = prepare_import([export(tmp_path)], workbook(tmp_path, expenditures=parts))
    assert not prepared.plan.of(State.CONFLICT)
    assert any("2 行之和" in change.label for change in prepared.plan.of(State.SAME))


def test_extra_sheets_notes_and_looks_of_the_clerk_stay(tmp_path: Path) -> None:
    into = workbook(tmp_path)
    book = load_workbook(into)
    book.create_sheet("我的草稿")["B2"] = "不要动"
    book["支出"]["K9"] = "备注：待核"
    book["支出"]["H7"].font = Font(bold=True)
    book.save(into)
    before = read_package(into)
    write_import(prepare_import([export(tmp_path)], into), into, overwrite=False)
    after = read_package(into)
    assert {name for name in before if "calcChain" not in name} == set(after)
    assert after["xl/styles.xml"] == before["xl/styles.xml"]
    book = load_workbook(into)
    assert book["我的草稿"]["B2"].value == "不要动"
    assert book["支出"]["K9"].value == "备注：待核"
    assert book["支出"]["H7"].font.bold
    assert spent(read(into)) == spent(SEED)


def test_rows_beyond_the_prepared_ones_get_names_and_looks_too(tmp_path: Path) -> None:
    rows = [
        {
            "function": "2010101",
            "fund": Fund.OTHER,
            "nature": Nature.PROJECT,
            "economic": "30201",
            "amount": Decimal(n + 1),
        }
        for n in range(305)
    ]
    into = workbook(tmp_path, expenditures=rows)
    write_import(prepare_import([export(tmp_path)], into), into, overwrite=False)
    sheet = load_workbook(into)["支出"]
    last = max(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 8).value is not None)
    assert last > 330
    assert str(sheet.cell(last, 3).value).startswith("=") and f"$B{last}" in str(sheet.cell(last, 3).value)
    assert sheet.cell(last, 8).number_format == sheet.cell(7, 8).number_format
    assert load_workbook(into, data_only=True)["支出"].cell(last, 3).value


def test_nothing_is_written_without_consent(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    into, source = workbook(tmp_path), export(tmp_path)
    before = into.read_bytes()
    assert main(["import", str(source), "--into", str(into)]) == 0
    assert into.read_bytes() == before
    assert "加 --yes" in capsys.readouterr().out


def test_with_yes_everything_taken_is_listed_with_its_cell(tmp_path: Path) -> None:
    into, source, answer = workbook(tmp_path), export(tmp_path), tmp_path / "答.json"
    assert main(["import", str(source), "--into", str(into), "--yes", "--json", str(answer)]) == 0
    said = json.loads(answer.read_text(encoding="utf-8"))
    assert said["outputs"] == [str(into)] and Path(said["backup"]).exists()
    change = next(c for c in said["changes"] if c["label"].startswith("2040201·一般公共预算·基本支出·30101"))
    assert change["new"] == "512,340.00" and "!" in change["source"] and change["state"] == "新填"


def test_tables_that_do_not_tie_are_not_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = export(tmp_path)
    book = load_workbook(source)
    sheet = next(s for s in book if s.title.startswith("Z04"))
    sheet["E10"] = sheet["E10"].value + 1
    book.save(source)
    into = workbook(tmp_path)
    before = into.read_bytes()
    assert main(["import", str(source), "--into", str(into), "--yes"]) == 1
    assert into.read_bytes() == before
    assert "不相等" in capsys.readouterr().out


def test_two_sources_that_differ_are_both_named(tmp_path: Path) -> None:
    first = export(tmp_path)
    other = save(tmp_path, full_export(SECOND).data(), "另一份.xlsx")
    found = [f for f in prepare_import([first, other], workbook(tmp_path)).findings if f.code == "I09"]
    assert found and "另一份.xlsx" in found[0].message and found[0].stated != found[0].expected


def test_another_year_is_left_out_and_said(tmp_path: Path) -> None:
    path = tmp_path / "W.xlsx"
    create_workbook(path, {"department": {**WHO, "year": 2022}}, year=2022)
    prepared = prepare_import([export(tmp_path)], path)
    assert not prepared.plan.changes
    assert any("2021 年度的表" in f.message for f in prepared.findings)


def test_a_table_without_its_unit_of_money_is_refused(tmp_path: Path) -> None:
    source = export(tmp_path)
    book = load_workbook(source)
    for sheet in book:
        for row in sheet.iter_rows(max_row=3):
            for cell in row:
                if "金额单位" in str(cell.value):
                    cell.value = None
    book.save(source)
    prepared = prepare_import([source], workbook(tmp_path))
    assert not prepared.plan.changes
    assert any("没有写金额单位" in f.message for f in prepared.findings)


def test_an_open_workbook_is_not_written(tmp_path: Path) -> None:
    into = workbook(tmp_path)
    prepared = prepare_import([export(tmp_path)], into)
    (tmp_path / "~$填报表.xlsx").write_bytes(b"")
    backup, problems = write_import(prepared, into, overwrite=False)
    assert backup is None and "关闭" in problems[0].advice


@pytest.mark.needs_libreoffice
@pytest.mark.skipif(find_soffice() is None, reason="需要 LibreOffice")
@pytest.mark.parametrize("ending", ["xls", "ods"])
@pytest.mark.slow
def test_old_formats_are_read_like_xlsx(ending: str, tmp_path: Path) -> None:
    source = export(tmp_path)
    soffice = find_soffice()
    assert soffice is not None
    subprocess.run(
        [
            soffice,
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            ending,
            "--outdir",
            str(tmp_path / "out"),
            str(source),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    renamed = (tmp_path / "out" / f"Z表.{ending}").rename(tmp_path / "名字不管.et")
    into = workbook(tmp_path)
    prepared = prepare_import([renamed], into)
    assert not [f for f in prepared.findings if f.severity.value == "error"], prepared.findings
    write_import(prepared, into, overwrite=False)
    assert spent(read(into)) == spent(SEED) and got(read(into)) == got(SEED)


def test_a_file_that_is_no_spreadsheet_is_a_finding(tmp_path: Path) -> None:
    path = tmp_path / "坏.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    book, findings = open_source(path)
    assert book is None and findings[0].severity.value == "error"


def _list(folder: Path, rows: list[list[Any]], name: str = "表.xlsx") -> Path:
    path = folder / name
    book = Workbook(str(path))
    sheet = book.add_worksheet("Sheet1")
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            if value is not None:
                sheet.write(row, column, value)
    book.close()
    return path


def test_budgets_of_items_come_from_a_budget_table(tmp_path: Path) -> None:
    source = _list(
        tmp_path,
        [
            ["2021年度部门预算执行表", None, None, None, "金额单位：元"],
            ["科目编码", "资金性质", "支出性质", "年初预算数", "全年预算数"],
            ["204", "", "", 300, 400],
            ["2040201", "一般公共预算", "基本支出", 300.5, 400.25],
        ],
    )
    into = workbook(tmp_path)
    write_import(prepare_import([source], into), into, overwrite=False)
    (budget,) = read(into).budgets
    assert (budget.function, budget.initial, budget.revised) == (
        "2040201",
        Decimal("300.50"),
        Decimal("400.25"),
    )


def test_projects_with_their_self_assessment_become_project_and_indicators(tmp_path: Path) -> None:
    listed = _list(
        tmp_path,
        [
            ["2021年度项目支出明细", None, None, None, None, "单位：万元"],
            ["项目代码", "项目名称", "功能科目编码", "年初预算数", "全年预算数", "执行数"],
            ["A001", "平安宣传", "2040202", 10, 12, 11.5],
            ["合计", None, None, 10, 12, 11.5],
        ],
    )
    form = _list(
        tmp_path,
        [
            ["2021年度项目支出绩效自评表", None, None, None, None, "单位：万元"],
            ["项目名称", "平安宣传"],
            ["年初设定目标", None, "全年实际完成情况"],
            ["印4万份", None, "已印4万份"],
            ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
            ["产出指标", "数量指标", "宣传册", "40000份", "40000份", 50, 50],
            [None, "质量指标", "合格率", "≥95%", "100%", 50, 48],
        ],
        "自评.xlsx",
    )
    into = workbook(tmp_path)
    prepared = prepare_import([listed, form], into)
    write_import(prepared, into, overwrite=False)
    facts = read(into)
    (project,) = facts.projects
    assert (project.code, project.name, project.actual) == ("A001", "平安宣传", Decimal("115000.00"))
    assert (project.goal_planned, project.goal_achieved) == ("印4万份", "已印4万份")
    assert [(i.project, i.level1, i.level2, i.level3, i.achieved) for i in facts.indicators] == [
        ("A001", "产出指标", "数量指标", "宣传册", "40000份"),
        ("A001", "产出指标", "质量指标", "合格率", "100%"),
    ]
