"""Workbooks of two years for the tests of this folder."""

from __future__ import annotations

import copy
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl

from report_author.model.facts import Facts
from report_author.pipeline.library import shipped_root
from report_author.pipeline.yearly import roll_over
from report_author.workbook.create import workbook_bytes
from report_author.workbook.entries import facts_to_entries
from report_author.workbook.read import read_workbook

#: what a clerk fills in anew every year
_OWN = (
    "staff",
    "texts",
    "quotables",
    "incomes",
    "expenditures",
    "budgets",
    "sangong",
    "counts",
    "procurements",
    "vehicles_by_type",
    "receptions",
    "projects",
    "indicators",
    "evaluation",
    "eval_texts",
    "reasons",
    "item_reasons",
)
_PARTS = ("staff", "texts", "sangong", "evaluation", "reasons")


#: workbooks by what is typed into them, made once
_WRITTEN: dict[str, bytes] = {}


def write(path: Path, entries: Mapping[str, Any]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    typed = repr(entries)
    if typed not in _WRITTEN:
        _WRITTEN[typed] = workbook_bytes(entries, year=entries["department"]["year"])
    path.write_bytes(_WRITTEN[typed])
    return path


def facts_of(path: Path) -> Facts:
    facts, findings = read_workbook(path)
    assert facts is not None, findings
    return facts


def rolled(book: Path) -> Path:
    """The next year's workbook as it comes out of the rollover."""
    outcome = roll_over(book)
    assert outcome.outputs, outcome.findings
    return outcome.outputs[0]


def fill_in(book: Path, like: Mapping[str, Any]) -> Path:
    """Fill the year's own sheets of a rolled-over workbook as ``like`` has them, tick every 已核对."""
    entries = facts_to_entries(facts_of(book))
    entries.update({block: copy.deepcopy(like[block]) for block in _OWN if block in like})
    entries["carried"] = {**entries["carried"], **{f"{part}_checked": True for part in _PARTS}}
    entries["department"] = {**entries["department"], "year": facts_of(book).department.year}
    return write(book, entries)


def add_format(folder: Path, year: int, basis: str, without: tuple[str, ...] = ()) -> None:
    """A format sichuan-``year`` beside the workbooks of ``folder``, without the tables of these numbers."""
    for kind in ("docx", "xlsx"):
        shutil.copytree(
            shipped_root() / kind / "sichuan-2021", folder / "templates" / kind / f"sichuan-{year}"
        )
    path = folder / "templates" / "xlsx" / f"sichuan-{year}" / "格式.xlsx"
    book = openpyxl.load_workbook(path)
    new = {"格式名称": f"四川{year}年度", "启用年度": str(year), "收支口径": basis}
    for row in book["选项"].iter_rows():
        if row[0].value in new:
            row[1].value = new[row[0].value]
    tables = book["表清单"]
    for row in range(tables.max_row, 0, -1):
        if tables.cell(row, 1).value in without:
            tables.delete_rows(row)
    book.save(path)
