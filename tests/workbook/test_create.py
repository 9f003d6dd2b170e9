"""The workbook a clerk opens."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from report_author.ooxml.sheets import CellKind, RawCell, parse_workbook
from report_author.workbook.create import workbook_bytes
from report_author.workbook.layout import SHEETS
from tests.workbook.entries import rich_entries


def test_the_same_entries_give_the_same_bytes(filled: bytes) -> None:
    assert workbook_bytes(rich_entries(), year=2021) == filled


def test_fourteen_sheets_are_visible_and_three_dictionaries_hidden(filled: bytes) -> None:
    sheets = parse_workbook(filled).sheets
    assert [s.name for s in sheets if s.visible] == [s.name for s in SHEETS]
    assert [s.name for s in sheets if not s.visible] == ["科目字典", "经济科目字典", "选项字典"]
    assert len(SHEETS) == 14


def test_only_the_key_value_sheets_are_protected(filled: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(filled))
    assert [ws.title for ws in book if ws.protection.sheet] == ["首页", "上年数"]
    assert not book["首页"]["C10"].protection.locked
    assert book["首页"]["B10"].protection.locked


def test_choices_are_offered_from_the_hidden_list(filled: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(filled))
    rules = [r for r in book["支出"].data_validations.dataValidation if r.type == "list" and "D7" in r.sqref]
    assert len(rules) == 1
    sheet, cells = rules[0].formula1.replace("$", "").replace("'", "").split("!")
    assert [c[0].value for c in book[sheet][cells]] == [
        "一般公共预算",
        "政府性基金预算",
        "国有资本经营预算",
        "其他资金",
    ]


def test_messages_and_titles_of_validations_fit_into_excel(filled: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(filled)) as archive:
        assert any(b" promptTitle=" in archive.read(name) for name in archive.namelist())
        for name in archive.namelist():
            text = archive.read(name).decode("utf-8", "replace")
            assert all(len(t) <= 32 for t in re.findall(r' promptTitle="([^"]*)"', text)), name
            assert all(len(t) <= 255 for t in re.findall(r' prompt="([^"]*)"', text)), name


def _formulas(data: bytes) -> dict[str, RawCell]:
    return {
        f"{s.name}!{c.ref}": c for s in parse_workbook(data).sheets for c in s.cells.values() if c.formula
    }


def test_the_name_beside_a_code_and_the_progress_stand_there_already(filled: bytes) -> None:
    found = _formulas(filled)
    assert found["支出!C7"].text == "行政运行"
    assert found["支出!G7"].text == "基本工资"
    assert found["绩效指标!C7"].text == "高标准农田"
    assert all(cell.kind is not CellKind.UNCALCULATED for cell in found.values())
    empty = _formulas(workbook_bytes({}, year=2021))
    assert {c.text for c in empty.values()} >= {"还缺 4 处必填", "未填（没有的内容可不填）"}


def test_the_live_checks_find_what_does_not_agree() -> None:
    entries = rich_entries()
    good = [
        c.text
        for key, c in _formulas(workbook_bytes(entries, year=2021)).items()
        if re.match(r"校验与核实!F", key)
    ]
    entries["sangong"][1]["actual"] = Decimal("8000.01")
    bad = [
        c.text
        for key, c in _formulas(workbook_bytes(entries, year=2021)).items()
        if re.match(r"校验与核实!F", key)
    ]
    assert good.count("不平") == 0
    assert bad.count("不平") == 1


@pytest.mark.parametrize(
    "entries",
    [
        {"没有": []},
        {"budgets": [{"function": "2130101", "金额": 1}]},
        {"reasons": [{"key": "没有这一行", "text": "x"}]},
        {"reasons": [{"key": "公务接待费·变动原因", "text": "长" * 32768}]},
        {"approved": [{"item": "x", "amount": Decimal(10) ** 13}]},
    ],
)
def test_entries_that_no_cell_can_hold_are_refused(entries: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"."):
        workbook_bytes(entries, year=2021)


@pytest.mark.needs_libreoffice
@pytest.mark.slow
def test_the_cached_values_are_what_a_spreadsheet_program_calculates(tmp_path: Path) -> None:
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("没有 LibreOffice")
    entries = rich_entries()
    entries["expenditures"].append(
        {**entries["expenditures"][0], "function": "9999999", "amount": Decimal("0.1")}
    )
    entries["indicators"].append({**entries["indicators"][0], "project": "P99"})
    data = workbook_bytes(entries, year=2021)
    blind = tmp_path / "blind.xlsx"
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(blind, "w") as target:
        for name in source.namelist():
            text = source.read(name)
            if name.startswith("xl/worksheets/sheet"):
                text = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", text)
                text = re.sub(rb"(</f>)<v/>", rb"\1", text)
            target.writestr(name, text)
    out = tmp_path / "out"
    profile = (tmp_path / "profile").as_uri()
    subprocess.run(
        [
            soffice,
            "--headless",
            f"-env:UserInstallation={profile}",
            "--convert-to",
            "xlsx",
            "--outdir",
            out,
            blind,
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    expected, found = _formulas(data), _formulas((out / "blind.xlsx").read_bytes())
    for place, cell in expected.items():
        if cell.text in ("", "0"):
            continue
        assert place in found, place
        mine = cell.value if isinstance(cell.value, Decimal) else cell.text
        its = found[place].value if isinstance(found[place].value, Decimal) else found[place].text
        assert its == mine, place
    assert sum(1 for c in expected.values() if c.text not in ("", "0")) > 60


def _rules(data: bytes, sheet: str) -> dict[str, list[Any]]:
    found = openpyxl.load_workbook(io.BytesIO(data))[sheet].conditional_formatting
    return {str(area.sqref): list(area.rules) for area in found}


def test_a_row_begun_shows_what_it_still_needs(filled: bytes) -> None:
    rules = [rule for found in _rules(filled, "支出").values() for rule in found if rule.type == "expression"]
    needed = [rule.formula[0] for rule in rules]
    assert any(formula.startswith('AND($B7="",OR(') for formula in needed)
    assert all("$C7" not in formula for formula in needed), (
        "a name that the workbook looks up is nobody's beginning"
    )


def test_an_unknown_code_is_coloured_while_typing(filled: bytes) -> None:
    rules = _rules(filled, "支出")
    named = [
        area
        for area, found in rules.items()
        if any(rule.type == "beginsWith" and rule.text == "（" for rule in found)
    ]
    assert {area.split(":")[0] for area in named} == {"C7", "G7"}


def test_about_fifteen_live_checks_use_only_what_old_excel_and_wps_know(filled: bytes) -> None:
    checks = {key: cell for key, cell in _formulas(filled).items() if re.match(r"校验与核实!F\d", key)}
    assert 14 <= len(checks) <= 20
    with zipfile.ZipFile(io.BytesIO(filled)) as archive:
        sheets = [
            archive.read(name).decode()
            for name in archive.namelist()
            if name.startswith("xl/worksheets/sheet")
        ]
    formulas = [f for text in sheets for f in re.findall(r"<(?:f|formula)>([^<]*)<", text)]
    functions = {name for f in formulas for name in re.findall(r"([A-Z][A-Z0-9.]+)\(", f)}
    assert functions <= {
        "ABS",
        "AND",
        "COUNTA",
        "COUNTIF",
        "IF",
        "IFERROR",
        "INDEX",
        "LEFT",
        "LEN",
        "MATCH",
        "MAX",
        "MOD",
        "OR",
        "ROUND",
        "SUM",
        "SUMIFS",
        "TRIM",
        "VLOOKUP",
    }
