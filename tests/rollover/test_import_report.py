"""Importing last year's report into this year's workbook, with the import command's own plan."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pytest

from report_author.model.choices import LastYearRow
from report_author.pipeline.importing import prepare_import, write_import
from tests.rollover.books import facts_of
from tests.rollover.books import write as fill
from tests.rollover.test_last_report import AMOUNTS, PUBLISHED, document, report

D = Decimal
DEPARTMENT = {"full_name": "中共米易县委政法委员会", "short_name": "县委政法委", "year": 2022}


def workbook(folder: Path, **blocks: Any) -> Path:
    return fill(folder / "2022.xlsx", {"department": DEPARTMENT, **blocks})


def take(source: Path, into: Path) -> None:
    prepared = prepare_import([source], into)
    backup, problems = write_import(prepared, into, overwrite=False)
    assert backup is not None, (problems, prepared.findings)


def report_with_table(folder: Path) -> Path:
    """The published report with 01表 in 元 beside its sentences in 万元."""
    path = document(folder / "去年.docx", PUBLISHED)
    made = docx.Document(str(path))
    made.add_paragraph("收入支出决算总表")
    made.add_paragraph("金额单位：元")
    table = made.add_table(rows=1, cols=4)
    for column, words in enumerate(("本年收入合计", "16525448.42", "本年支出合计", "16525448.42")):
        table.cell(0, column).text = words
    made.save(str(path))
    return path


def test_every_figure_and_text_lands_in_the_workbook(tmp_path: Path) -> None:
    book = workbook(tmp_path)
    take(report(tmp_path / "去年.txt", PUBLISHED), book)
    facts = facts_of(book)
    assert {row.row: row.published for row in facts.last_year} == {
        row: D(text) for row, text in AMOUNTS.items()
    }
    assert {row.unit for row in facts.last_year} == {"万元"}
    assert (
        len(facts.texts) == 5
        and facts.carried.texts_from == "2021年度公开报告"
        and not facts.carried.texts_checked
    )


@pytest.mark.parametrize(("unit", "amount"), [("万元", "1652.544842"), ("元", "16525448.42")])
def test_an_amount_in_yuan_is_written_in_the_unit_of_the_cell_beside_it(
    tmp_path: Path, unit: str, amount: str
) -> None:
    book = workbook(tmp_path, last_year=[{"row": LastYearRow.INCOME_YEAR, "unit": unit}])
    take(report_with_table(tmp_path), book)
    row = next(each for each in facts_of(book).last_year if each.row is LastYearRow.INCOME_YEAR)
    assert (row.published, row.unit) == (D(amount), unit)


def test_what_the_clerk_typed_in_another_unit_is_the_same_amount(tmp_path: Path) -> None:
    typed = {"row": LastYearRow.OPERATING, "published": D("299000"), "unit": "元"}
    book = workbook(tmp_path, last_year=[typed])
    prepared = prepare_import([report(tmp_path / "去年.txt", PUBLISHED)], book)
    changes = [change for change in prepared.plan.changes if "机关运行经费" in change.label]
    assert [change.state.value for change in changes] == ["已有，相同"]
