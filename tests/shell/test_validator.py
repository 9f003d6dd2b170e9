"""The validator helper tells good packages from bad ones."""

import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from tests.support.validator import validate


def write_book(path: Path) -> None:
    book = xlsxwriter.Workbook(str(path))
    book.add_worksheet().write_number("A1", 1)
    book.close()


def test_a_proper_workbook_has_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "好.xlsx"
    write_book(path)
    faults = validate(path)
    if faults is None:
        pytest.skip("没有安装 Open XML 校验程序")
    assert faults == []


def test_a_sheet_with_a_foreign_element_is_named(tmp_path: Path) -> None:
    good, bad = tmp_path / "好.xlsx", tmp_path / "坏.xlsx"
    write_book(good)
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(bad, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(b"<sheetData>", b"<nonsense/><sheetData>"))
    faults = validate(bad)
    if faults is None:
        pytest.skip("没有安装 Open XML 校验程序")
    assert len(faults) == 1
    assert "sheet1.xml" in faults[0]
    assert "nonsense" in faults[0]
