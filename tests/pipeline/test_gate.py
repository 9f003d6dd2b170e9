"""What reaches the folder when something is wrong: marks, drafts, explanations, never a report."""

from __future__ import annotations

import copy
import io
import json
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from report_author.cli.main import main
from report_author.ooxml.package import read_package, write_package
from report_author.ooxml.sheet_editor import set_cells
from report_author.ooxml.sheets import parse_workbook
from report_author.pipeline.building import BuildOptions, build, check
from report_author.pipeline.library import shipped_root
from report_author.pipeline.outcome import marked_name
from report_author.workbook.create import create_workbook
from tests.support.validator import validate
from tools.samples import second_department

TITLE = "2021年度云岭县自然资源和林业局部门决算"
DRAFT = BuildOptions(draft=True)


def entries(
    *, wrong: bool = False, silent: bool = False, explained: dict[str, str] | None = None
) -> dict[str, Any]:
    """The second sample; ``wrong``: it spends what it has not; ``silent``: a reason is missing."""
    found = copy.deepcopy(second_department.ENTRIES)
    if wrong:
        found["expenditures"][0]["amount"] = Decimal("900000000.00")
    if silent:
        found["reasons"] = [
            row
            for row in found["reasons"]
            if "收入支出总体" not in str(getattr(row["key"], "value", row["key"]))
        ]
    found["explanations"] = [
        {"finding_id": number, "text": text} for number, text in (explained or {}).items()
    ]
    return found


def workbook(folder: Path, name: str = "填报表.xlsx", **what: Any) -> Path:
    path = folder / name
    create_workbook(path, entries(**what), year=2021)
    return path


def warnings_of(book: Path) -> list[str]:
    return sorted(
        f.number for f in check(book).findings if f.severity.value == "warning" and not f.explanation
    )


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_a_failed_build_leaves_a_marked_copy_and_no_report(tmp_path: Path) -> None:
    book = workbook(tmp_path, wrong=True)
    before = book.read_bytes()
    outcome = build(book, tmp_path / "out")
    assert not outcome.outputs
    assert names(tmp_path / "out") == ["填报表（核对标注）.xlsx"]
    assert outcome.marked == tmp_path / "out" / "填报表（核对标注）.xlsx"
    front = openpyxl.load_workbook(outcome.marked)["核对结果"]
    assert any("年末结转和结余成了负数" in str(cell.value) for row in front for cell in row)
    assert book.read_bytes() == before


def test_the_marked_copy_goes_when_all_is_right(tmp_path: Path) -> None:
    build(workbook(tmp_path, wrong=True), tmp_path / "out")
    said = dict.fromkeys(warnings_of(workbook(tmp_path)), "年中追加的预算，已批复。")
    outcome = build(workbook(tmp_path, explained=said), tmp_path / "out")
    assert outcome.outputs and outcome.marked is None
    assert names(tmp_path / "out") == sorted(path.name for path in outcome.outputs)


def test_a_file_that_is_no_workbook_to_fill_in_gets_no_marked_copy(tmp_path: Path) -> None:
    book = tmp_path / "格式.xlsx"
    shutil.copy(shipped_root() / "xlsx" / "sichuan-2021" / "格式.xlsx", book)
    outcome = build(book, tmp_path / "out")
    assert outcome.findings and outcome.marked is None and names(tmp_path / "out") == []


def test_a_marked_copy_open_in_excel_is_said_and_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = workbook(tmp_path, wrong=True)

    def locked(self: Path, target: Path) -> Path:
        raise PermissionError(13, "locked")

    monkeypatch.setattr(Path, "replace", locked)
    outcome = build(book, tmp_path / "out")
    assert [f.severity.value for f in outcome.findings if f.code == "P05"] == ["info"]
    assert outcome.marked is None


def test_a_draft_is_built_in_spite_of_errors_and_says_so_on_every_page(tmp_path: Path) -> None:
    outcome = build(workbook(tmp_path, wrong=True, silent=True), tmp_path / "out", options=DRAFT)
    assert sorted(path.name for path in outcome.outputs) == sorted(
        [f"{TITLE}（送审稿）.docx", f"{TITLE}公开表（送审稿）.xlsx"]
    )
    report = docx.Document(str(next(path for path in outcome.outputs if path.suffix == ".docx")))
    for section in report.sections:
        assert "送审稿" in section.header._element.xml and "送审稿" in section.even_page_header._element.xml
    text = "\n".join(paragraph.text for paragraph in report.paragraphs)
    assert "【缺：原因." in text
    book = openpyxl.load_workbook(next(path for path in outcome.outputs if path.suffix == ".xlsx"))
    assert len(book.sheetnames) == 15
    for path in outcome.outputs:
        faults = validate(path)
        assert not faults


def test_a_draft_leaves_the_last_good_report(tmp_path: Path) -> None:
    good = build(workbook(tmp_path), tmp_path / "out")
    kept = {path: path.read_bytes() for path in good.outputs}
    build(workbook(tmp_path, wrong=True), tmp_path / "out", options=DRAFT)
    assert {path: path.read_bytes() for path in kept} == kept


def test_explanations_travel_with_the_report(tmp_path: Path) -> None:
    book = workbook(tmp_path)
    wanted = warnings_of(book)
    assert wanted
    book = workbook(tmp_path, explained=dict.fromkeys(wanted, "经党组会议批准。"))
    assert warnings_of(book) == []
    outcome = build(book, tmp_path / "out")
    record = (tmp_path / "out" / f"{TITLE}核实说明.txt").read_text(encoding="utf-8-sig")
    assert tmp_path / "out" / f"{TITLE}核实说明.txt" in outcome.outputs
    assert all(number in record for number in wanted) and record.count("经党组会议批准。") == len(wanted)


@pytest.fixture
def strict(tmp_path: Path) -> Path:
    """A folder whose own format wants every 警告 explained."""
    shutil.copytree(shipped_root(), tmp_path / "templates")
    path = tmp_path / "templates" / "xlsx" / "sichuan-2021" / "格式.xlsx"
    book = openpyxl.load_workbook(path)
    for row in book["选项"].iter_rows():
        for cell in row:
            if cell.value == "警告须核实":
                book["选项"].cell(cell.row, cell.column + 1).value = "是"
    book.save(path)
    return tmp_path


@pytest.mark.slow
def test_a_format_that_wants_it_publishes_no_unexplained_warning(strict: Path) -> None:
    book = workbook(strict)
    refused = build(book, strict / "out")
    assert not refused.outputs
    assert [f.code for f in refused.findings if f.severity.value == "error"] == ["K04"]
    book = workbook(strict, explained=dict.fromkeys(warnings_of(book), "经党组会议批准。"))
    assert build(book, strict / "out").outputs


def test_the_marked_copies_of_a_folder_are_no_workbooks(tmp_path: Path) -> None:
    workbook(tmp_path)
    (tmp_path / "填报表（核对标注）.xlsx").write_bytes(b"")
    (tmp_path / f"{TITLE}公开表（送审稿）.xlsx").write_bytes(b"")
    assert main(["check", str(tmp_path), "--json", str(tmp_path / "结果.json")]) == 0


def test_check_writes_what_is_asked_for(tmp_path: Path) -> None:
    book = workbook(tmp_path, wrong=True)
    before = book.read_bytes()
    wanted = {name: tmp_path / name for name in ("标注.xlsx", "结果.html", "结果.json")}
    status = main(
        [
            "check",
            str(book),
            "--mark",
            str(wanted["标注.xlsx"]),
            "--html",
            str(wanted["结果.html"]),
            "--json",
            str(wanted["结果.json"]),
        ]
    )
    assert status == 1
    answer = json.loads(wanted["结果.json"].read_text(encoding="utf-8"))
    assert answer["marked"] == [str(wanted["标注.xlsx"])] and answer["outputs"] == []
    assert openpyxl.load_workbook(io.BytesIO(wanted["标注.xlsx"].read_bytes())).sheetnames[0] == "核对结果"
    assert any(finding["severity"] == "error" for finding in answer["findings"])
    assert TITLE in wanted["结果.html"].read_text(encoding="utf-8")
    assert book.read_bytes() == before


def test_the_clerks_own_workbook_is_never_the_marked_copy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = workbook(tmp_path)
    before = book.read_bytes()
    assert main(["check", str(book), "--mark", str(book)]) == 2
    assert "不能写在原来的填报表上" in capsys.readouterr().err
    assert book.read_bytes() == before


def test_many_workbooks_are_marked_into_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = workbook(tmp_path, "甲.xlsx"), workbook(tmp_path, "乙.xlsx", wrong=True)
    assert main(["check", str(first), str(second), "--mark", str(tmp_path / "一个.xlsx")]) == 2
    assert "文件夹" in capsys.readouterr().err
    main(["check", str(first), str(second), "--mark", str(tmp_path / "标注")])
    assert names(tmp_path / "标注") == sorted(["甲（核对标注）.xlsx", "乙（核对标注）.xlsx"])


def test_who_writes_into_the_marked_copy_copies_no_number(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    book = workbook(tmp_path / "in")
    number = warnings_of(book)[0]
    made = build(book, tmp_path / "out")
    assert made.outputs and made.marked
    sheet, at = _field_beside(made.marked, number)
    answered = set_cells(read_package(made.marked), {sheet: {at: "分两次支付，凭证各一张。"}})
    copy = book.with_name(made.marked.name)
    copy.write_bytes(write_package(answered))
    book.unlink()
    again = build(copy, tmp_path / "out")
    assert [found.label for found in again.findings if found.number == number] == ["已核实"]
    assert marked_name(copy) == made.marked.name


def test_a_number_that_nobody_answered_is_no_explanation(tmp_path: Path) -> None:
    book = workbook(tmp_path)
    made = build(book, tmp_path / "out")
    assert made.marked
    assert {found.id for found in check(made.marked).findings} == {found.id for found in check(book).findings}


def _field_beside(book: Path, number: str) -> tuple[str, tuple[int, int]]:
    for sheet in parse_workbook(book.read_bytes()).sheets:
        for (row, column), cell in sheet.cells.items():
            if sheet.name == "校验与核实" and cell.text == number:
                return sheet.name, (row, column + 1)
    raise AssertionError(f"{number} does not stand in 校验与核实")
