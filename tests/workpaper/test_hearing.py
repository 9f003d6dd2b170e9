"""会审单: one page with the figures, the 批复数 beside them, what was found, room for 意见 and signatures."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from pypdf import PdfReader

from report_author import check, is_own_output, write_hearings
from report_author.cli.main import main
from report_author.figures.account import Account
from report_author.model.facts import Approved
from report_author.model.findings import error
from report_author.pipeline import office
from report_author.pipeline.hearing import hearing
from report_author.pipeline.library import Library, shipped_root
from report_author.pipeline.outcome import Outcome
from report_author.workbook.create import workbook_bytes
from report_author.workbook.read import read_workbook
from report_author.workpaper.hearing import SIGNERS, hearing_book
from tests.support.samples import NAMES
from tools.make_samples import FOLDER

BOOK = FOLDER / NAMES[1]


def account(*approved: Approved) -> Account:
    facts, _ = read_workbook(BOOK)
    assert facts is not None
    fmt, _ = Library.of((shipped_root(),)).choose_for(facts, "")
    assert fmt is not None
    return Account(replace(facts, approved=approved or facts.approved), fmt)


def page(outcome: Outcome, *approved: Approved, turn: int = 0) -> Worksheet:
    data = hearing_book(hearing(account(*approved), outcome, turn))
    return openpyxl.load_workbook(io.BytesIO(data)).active


def row(sheet: Worksheet, label: str) -> tuple[object, ...]:
    return next(each for each in sheet.iter_rows(values_only=True) if each[0] == label)


def words(sheet: Worksheet) -> str:
    return "\n".join(str(value) for each in sheet.iter_rows(values_only=True) for value in each if value)


@pytest.fixture
def no_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find_soffice", lambda: None)


def test_the_amounts_come_from_the_workbook_in_wan_and_in_yuan() -> None:
    made = account()
    spent = sum((each.amount for each in made.facts.expenditures), Decimal(0))
    found = row(page(Outcome(())), "本年支出合计")
    assert found[2] == pytest.approx(float(round(spent / 10000, 2))) and found[3] == pytest.approx(
        float(spent)
    )
    assert found[5] == pytest.approx(found[2] - found[4])  # type: ignore[operator]


def test_an_approved_figure_that_agrees_is_ticked() -> None:
    spent = sum((each.amount for each in account().facts.expenditures), Decimal(0))
    assert row(page(Outcome(()), Approved(item="本年支出合计", amount=spent)), "本年支出合计")[-1] == "✓"


def test_an_approved_figure_off_by_a_fen_is_crossed_with_the_difference() -> None:
    spent = sum((each.amount for each in account().facts.expenditures), Decimal(0))
    sheet = page(Outcome(()), Approved(item="本年支出合计", amount=spent + Decimal("0.01")))
    assert row(sheet, "本年支出合计")[-1] == "✗ 少 0.01 元"
    assert "不符 1 项：本年支出合计 ✗" in words(sheet)


def test_approved_figures_of_single_codes_and_counts_are_told_too() -> None:
    sheet = page(Outcome(()), Approved(item="编制数合计", amount=Decimal(3)))
    assert "编制数合计 ✗ 填报" in words(sheet) and "批复 3 人" in words(sheet)


def test_forty_findings_with_long_words_stay_on_the_page_and_are_counted() -> None:
    found = tuple(
        error("N99", f"支出!H{n}", f"第{n}处：{'金额填得不对' * 40}。", "请改。") for n in range(10, 50)
    )
    sheet = page(Outcome(found))
    assert "错误 40 条" in words(sheet) and "等 40 条" in words(sheet)
    assert "支出!H10" in words(sheet) and "支出!H49" not in words(sheet)
    tall = sum(each.height for each in sheet.row_dimensions.values() if each.height)
    assert tall < 1150
    fit = {sheet.page_setup.fitToHeight, sheet.page_setup.fitToWidth}
    assert sheet.sheet_properties.pageSetUpPr.fitToPage and fit <= {None, 1}  # not said is 1
    assert (str(sheet.page_setup.paperSize), sheet.page_setup.orientation) == ("9", "portrait")


def test_there_is_room_for_the_signatures_and_the_round() -> None:
    assert all(name in words(page(Outcome(()))) for name in SIGNERS)
    assert "第　　轮" in words(page(Outcome(()))) and "第 3 轮" in words(page(Outcome(()), turn=3))


def test_a_build_with_errors_still_leaves_the_hearing_sheet(no_libreoffice: None, tmp_path: Path) -> None:
    book = tmp_path / "填报表.xlsx"
    book.write_bytes(workbook_bytes({"department": {"full_name": "某县档案馆", "year": 2021}}, year=2021))
    status = main(["build", str(book), "--hearing", "--round", "2", "--out", str(tmp_path / "out")])
    made = tmp_path / "out" / "2021年度某县档案馆部门决算会审单.xlsx"
    assert status == 1 and made.exists() and is_own_output(made.name)
    sheet = openpyxl.load_workbook(made).active
    assert row(sheet, "本年支出合计")[2] == "—" and "第 2 轮" in words(sheet)


def test_two_workbooks_of_one_department_do_not_overwrite_each_other(
    no_libreoffice: None, tmp_path: Path
) -> None:
    other = tmp_path / "另一份.xlsx"
    other.write_bytes(BOOK.read_bytes())
    first, second = write_hearings([BOOK, other], [Outcome(()), Outcome(())], tmp_path)
    assert len(first.hearing) == 1 and not second.hearing
    assert [each.code for each in second.findings] == ["P04"]


def test_a_file_that_is_no_workbook_gets_none_and_a_hint(no_libreoffice: None, tmp_path: Path) -> None:
    book = tmp_path / "坏.xlsx"
    book.write_bytes(b"x")
    (outcome,) = write_hearings([book], [check(book)], tmp_path)
    assert not outcome.hearing and "没有生成会审单" in outcome.findings[-1].message


@pytest.mark.slow
@pytest.mark.needs_libreoffice
def test_the_pdf_has_one_page(tmp_path: Path) -> None:
    (outcome,) = write_hearings([BOOK], [check(BOOK)], tmp_path)
    pdf = next(path for path in outcome.hearing if path.suffix == ".pdf")
    assert len(PdfReader(pdf).pages) == 1
