"""The page numbers in the contents are those on the pages."""

from __future__ import annotations

import io
import re
import unicodedata
from functools import cache

import pytest
from pypdf import PdfReader

from report_author.model.findings import Severity
from report_author.ooxml.package import read_package
from report_author.pipeline import office
from report_author.pipeline.office import Made, convert, find_soffice, leave_unnumbered, number_pages
from tests.support.samples import NAMES, printed
from tests.word.contentskit import entries

with_libreoffice = [
    pytest.mark.needs_libreoffice,
    pytest.mark.skipif(find_soffice() is None, reason="没有安装 LibreOffice"),
]


@cache
def numbered() -> dict[str, Made]:
    return dict(zip(NAMES, number_pages([printed(name).report for name in NAMES]), strict=True))


@cache
def rendered() -> dict[str, PdfReader]:
    made = convert({f"{name}.docx": numbered()[name].data for name in NAMES})
    return {name: PdfReader(io.BytesIO(made.files[f"{name}.docx"])) for name in NAMES}


def plain(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def outlined(reader: PdfReader, items: list | None = None) -> list[tuple[str, int]]:
    """The headings with their pages as LibreOffice itself lists them: from outline levels, not from our bookmarks."""
    found = []
    for item in reader.outline if items is None else items:
        if isinstance(item, list):
            found += outlined(reader, item)
        else:
            found.append((plain(item.title), reader.get_destination_page_number(item)))
    return found


@pytest.mark.parametrize("name", NAMES)
class TestMeasured:
    pytestmark = with_libreoffice

    @pytest.mark.slow
    def test_every_entry_carries_the_number_printed_where_its_heading_stands(self, name: str) -> None:
        reader = rendered()[name]
        texts = [plain(page.extract_text()) for page in reader.pages]
        headings = iter(outlined(reader))
        listed = entries(read_package(numbered()[name].data))
        assert len(listed) > 30
        for _, heading, number in listed:
            page = next(page for title, page in headings if title == plain(heading))
            assert plain(heading) in texts[page], heading
            assert f"—{number}—" in texts[page].replace("–", "—"), (heading, number, texts[page][-20:])

    def test_cover_and_contents_carry_no_number(self, name: str) -> None:
        reader = rendered()[name]
        first = next(page for _, page in outlined(reader))
        assert first >= 2
        for page in reader.pages[:first]:
            assert not re.search(r"—\d+—", plain(page.extract_text()))

    def test_the_contents_show_their_numbers_on_two_pages(self, name: str) -> None:
        reader = rendered()[name]
        pages = [plain(page.extract_text()) for page in reader.pages[1:3]]
        shown = re.sub(r"[.…]{2,}", "…", "".join(pages))
        for _, heading, number in entries(read_package(numbered()[name].data)):
            assert re.search(f"{re.escape(plain(heading))}[.…]{number}", shown), heading
        assert outlined(reader)[0][1] == 3

    def test_nothing_is_left_to_update(self, name: str) -> None:
        assert numbered()[name].findings == ()
        package = read_package(numbered()[name].data)
        assert b"updateFields" not in package["word/settings.xml"]
        assert all(number.isdecimal() for _, _, number in entries(package))


def test_without_libreoffice_the_report_stays_and_says_what_to_press(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find_soffice", lambda: None)
    report = printed(NAMES[0]).report
    [made] = number_pages([report])
    assert made.data == report
    [finding] = made.findings
    assert (finding.code, finding.severity) == ("P10", Severity.INFO)
    assert "没有安装 LibreOffice" in finding.message
    assert "更新域" in finding.advice and "F9" in finding.advice


def test_an_unreadable_measurement_is_no_number(monkeypatch: pytest.MonkeyPatch) -> None:
    made = office.Converted({"0.docx": b"%PDF-1.7 nonsense %%EOF"})
    monkeypatch.setattr("report_author.pipeline.office.convert", lambda files, target: made)
    report = printed(NAMES[0]).report
    [result] = number_pages([report])
    assert result.data == report
    assert [finding.code for finding in result.findings] == ["P10"]


def test_a_batch_is_told_how_to_get_page_numbers() -> None:
    report = printed(NAMES[0]).report
    made = leave_unnumbered(report)
    assert made.data == report
    assert [finding.code for finding in made.findings] == ["P10"]
    assert "--pages" in made.findings[0].message
