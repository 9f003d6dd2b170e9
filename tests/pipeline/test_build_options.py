"""Page numbers, PDF: what a run makes, what it says, how it ends."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from report_author.cli.main import main
from report_author.ooxml.package import read_package
from report_author.pipeline import office
from report_author.pipeline.office import Converted, Documents, find_soffice, make_pdfs
from tests.support.samples import NAMES
from tests.word.contentskit import entries
from tools.make_samples import FOLDER

BOOKS = [str(FOLDER / name) for name in NAMES]


def run(arguments: list[str], out: Path) -> tuple[int, dict]:
    status = main(
        ["build", *arguments, "--no-workpaper", "--out", str(out), "--json", str(out / "结果.json")]
    )
    return status, json.loads((out / "结果.json").read_text(encoding="utf-8"))


def codes(answer: dict) -> list[str]:
    return [finding["code"] for finding in answer["findings"]]


@pytest.fixture
def no_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find_soffice", lambda: None)


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many reports each run of LibreOffice was given."""
    seen: list[int] = []

    def count(files, target):
        seen.append(len(files))
        return Converted({}, "没有转换成功")

    monkeypatch.setattr("report_author.pipeline.office.convert", count)
    return seen


def test_one_workbook_is_measured(measured: list[int], tmp_path: Path) -> None:
    status, answer = run(BOOKS[:1], tmp_path)
    assert (status, measured) == (0, [1])
    assert codes(answer).count("P10") == 1


@pytest.mark.slow
def test_many_are_measured_on_demand_only_in_one_run(
    measured: list[int], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("report_author.cli.main._FEW", 1)
    _, answer = run(BOOKS, tmp_path)
    assert measured == []
    assert codes(answer).count("P10") == 2
    run([*BOOKS, "--pages"], tmp_path)
    assert measured == [2]


def test_measuring_can_be_switched_off(measured: list[int], tmp_path: Path) -> None:
    run([BOOKS[0], "--no-pages"], tmp_path)
    assert measured == []


def test_a_workbook_with_errors_does_not_stop_the_others(measured: list[int], tmp_path: Path) -> None:
    broken = tmp_path / "坏.xlsx"
    broken.write_bytes(b"no workbook")
    status, answer = run([BOOKS[0], str(broken), BOOKS[1], "--pages"], tmp_path)
    assert status == 1
    assert measured == [2]
    assert sorted(Path(path).suffix for path in answer["outputs"]) == [
        ".docx",
        ".docx",
        ".txt",
        ".xlsx",
        ".xlsx",
    ]


@pytest.mark.usefixtures("no_libreoffice")
def test_without_libreoffice_there_is_no_pdf_but_all_the_rest(tmp_path: Path) -> None:
    status, answer = run([BOOKS[0], "--pdf"], tmp_path)
    assert status == 0
    assert sorted(Path(path).suffix for path in answer["outputs"]) == [".docx", ".xlsx"]
    [finding] = [finding for finding in answer["findings"] if finding["code"] == "P11"]
    assert finding["severity"] == "info"
    assert "没有安装 LibreOffice" in finding["message"] and "另存为 PDF" in finding["advice"]


def blank(pages: int) -> bytes:
    writer, stream = PdfWriter(), io.BytesIO()
    for number in range(pages):
        writer.add_blank_page(595, 842)
        writer.add_outline_item(title=f"第{number + 1}页", page_number=number)
    writer.write(stream)
    return stream.getvalue()


def test_the_web_page_is_published_with_the_others(tmp_path: Path) -> None:
    status, answer = run([BOOKS[0], "--html", "--no-pages"], tmp_path)
    report, page = (
        next(Path(p) for p in answer["outputs"] if p.endswith(kind)) for kind in (".docx", ".html")
    )
    assert (status, page.stem) == (0, report.stem)
    assert f"<title>{report.stem}</title>" in page.read_text(encoding="utf-8")


def test_the_pdf_says_what_it_is_without_a_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    made = Converted({"0.docx": blank(2), "0.xlsx": blank(3)})
    monkeypatch.setattr("report_author.pipeline.office.convert", lambda files, target: made)
    documents = [Documents(b"", b"", "2021年度示范局部门决算", "示范局")]
    [first], [second] = make_pdfs(documents), make_pdfs(documents)
    assert first.data == second.data
    reader = PdfReader(io.BytesIO(first.data))
    assert len(reader.pages) == 5
    assert dict(reader.metadata or {}) == {"/Title": "2021年度示范局部门决算", "/Author": "示范局"}
    assert reader.trailer["/Root"]["/Lang"] == "zh-CN"


def test_an_unreadable_pdf_is_not_published(monkeypatch: pytest.MonkeyPatch) -> None:
    made = Converted({"0.docx": b"%PDF nonsense %%EOF", "0.xlsx": blank(1)})
    monkeypatch.setattr("report_author.pipeline.office.convert", lambda files, target: made)
    [result] = make_pdfs([Documents(b"", b"", "题", "局")])
    assert result.data == b""
    assert [finding.code for finding in result.findings] == ["P11"]


@pytest.mark.needs_libreoffice
@pytest.mark.skipif(find_soffice() is None, reason="没有安装 LibreOffice")
@pytest.mark.slow
def test_one_pdf_with_a_bookmark_for_each_heading_and_each_table(tmp_path: Path) -> None:
    status, answer = run([BOOKS[0], "--pdf"], tmp_path)
    assert status == 0
    report, pdf = (next(Path(p) for p in answer["outputs"] if p.endswith(kind)) for kind in (".docx", ".pdf"))
    assert pdf.stem == report.stem
    reader = PdfReader(pdf)
    assert str(reader.outline[-2].title) == "公开表"
    tables = reader.outline[-1]
    assert len(tables) == 15
    pages = [reader.get_destination_page_number(item) for item in tables]
    assert pages == sorted(set(pages)) and pages[-1] < len(reader.pages)
    listed = [number for _, _, number in entries(read_package(report))]
    assert all(number.isdecimal() for number in listed)
    link = reader.pages[1]["/Annots"][0].get_object()
    assert reader.get_page_number(link["/Dest"][0].get_object()) > 1
    assert codes(answer).count("P10") == codes(answer).count("P11") == 0
