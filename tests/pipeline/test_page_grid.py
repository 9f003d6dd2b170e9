"""A full page holds 22 lines of 28 characters, measured with whatever full-width font is there."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from pypdf import PdfReader

from report_author.pipeline.office import convert, find_soffice
from tests.word.chartkit import report_of, seed_facts

SIGN = "国"


@pytest.mark.needs_libreoffice
@pytest.mark.skipif(find_soffice() is None, reason="没有安装 LibreOffice")
@pytest.mark.slow
def test_a_page_of_text_has_22_lines_of_28_characters() -> None:
    facts = seed_facts()
    texts = tuple(replace(row, heading="", body=SIGN * 1500) for row in facts.texts[:1])
    made = convert({"报告.docx": report_of(replace(facts, texts=texts)).data})
    pages = [
        page.extract_text().splitlines() for page in PdfReader(io.BytesIO(made.files["报告.docx"])).pages
    ]
    full = next(lines for lines in pages if sum(SIGN * 20 in line for line in lines) > 20)
    counts = [line.count(SIGN) for line in full if SIGN in line]
    assert counts == [28] * 22
