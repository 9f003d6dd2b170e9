"""The workpapers and the comparison from the command line."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from report_author.cli.main import main
from report_author.model.money import NumberClass
from report_author.ooxml.package import read_package, write_package
from tools.make_samples import FOLDER, SAMPLES, file_name

BOOK = FOLDER / file_name(SAMPLES[0])
TITLE = "2021年度中共米易县委政法委员会部门决算"
DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("out")
    assert main(["build", str(BOOK), "--out", str(out), "--no-pages", "--review"]) == 0
    return out


def test_every_build_leaves_the_tie_out_beside_the_report(built: Path) -> None:
    names = {path.name.removeprefix(TITLE) for path in built.iterdir()}
    assert names == {".docx", "公开表.xlsx", "核对底稿.html", "（审阅稿）.docx"}


def test_the_tie_out_is_a_workbook_too_when_asked_for(tmp_path: Path) -> None:
    assert main(["build", str(BOOK), "--out", str(tmp_path), "--no-pages", "--workpaper"]) == 0
    names = {path.name.removeprefix(TITLE) for path in tmp_path.iterdir()}
    assert names == {".docx", "公开表.xlsx", "核对底稿.xlsx", "核对底稿.html"}


def test_without_workpapers_there_are_only_the_report_and_its_tables(tmp_path: Path) -> None:
    assert main(["build", str(BOOK), "--out", str(tmp_path), "--no-pages", "--no-workpaper"]) == 0
    assert {path.name for path in tmp_path.iterdir()} == {f"{TITLE}.docx", f"{TITLE}公开表.xlsx"}


def test_a_folder_with_workpapers_is_no_folder_of_workbooks(
    built: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["build", str(built), "--out", str(built / "x")]) == 2
    assert "没有填报表" in capsys.readouterr().err


def test_the_published_report_agrees_with_its_workbook(
    built: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report, tables = built / f"{TITLE}.docx", built / f"{TITLE}公开表.xlsx"
    assert main(["audit", str(report), "--workbook", str(BOOK), "--tables", str(tables)]) == 0
    shown = capsys.readouterr().out
    counts = re.search(r"共有 (\d+) 个数，与填报表一致的 (\d+) 个", shown)
    assert counts is not None and counts[1] == counts[2] and "错误" not in shown and "警告" not in shown


@pytest.mark.slow
def test_a_draft_and_its_review_copy_agree_with_the_workbook_too(built: Path, tmp_path: Path) -> None:
    assert main(["build", str(BOOK), "--out", str(tmp_path), "--no-pages", "--draft"]) == 0
    for report in (tmp_path / f"{TITLE}（送审稿）.docx", built / f"{TITLE}（审阅稿）.docx"):
        assert main(["audit", str(report), "--workbook", str(BOOK)]) == 0


def test_an_edited_report_fails_and_the_answer_is_in_json(built: Path, tmp_path: Path) -> None:
    package = read_package(built / f"{TITLE}.docx")
    body = package["word/document.xml"].decode().replace("2.38", "2.83", 1)
    edited = tmp_path / "改过.docx"
    write_package(package.with_parts({"word/document.xml": body.encode()}), edited)
    answer = tmp_path / "结果.json"
    assert main(["audit", str(edited), "--workbook", str(BOOK), "--json", str(answer)]) == 1
    [wrong] = [
        f for f in json.loads(answer.read_text(encoding="utf-8"))["findings"] if f["severity"] == "error"
    ]
    assert (wrong["code"], wrong["stated"], wrong["expected"]) == ("B01", "2.83", "2.38")


@pytest.mark.parametrize("content", [b"", b"no word file", b"PK\x03\x04"])
def test_a_file_that_is_no_report_is_told_without_a_traceback(
    content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = tmp_path / "坏.docx"
    report.write_bytes(content)
    assert main(["audit", str(report), "--workbook", str(BOOK)]) == 1
    assert "报告读不了" in capsys.readouterr().out


def test_a_missing_file_stops_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", str(tmp_path / "没有.docx"), "--workbook", str(BOOK)]) == 2
    assert "没有.docx" in capsys.readouterr().err


def test_the_paper_names_every_class_of_number() -> None:
    paper = (DOCS / "核对底稿.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| (\S+) \| (算|不算) \|", paper, re.M))
    assert rows == {kind.value: "算" if kind.counted else "不算" for kind in NumberClass}
