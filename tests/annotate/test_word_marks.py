"""Comments and watermarks leave the text of a document as it was."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import docx
import pytest
from docx.enum.section import WD_SECTION
from docx.oxml.ns import qn

from report_author.ooxml.annotate_words import WordNote, annotate_document
from report_author.ooxml.package import Package, read_package, write_package
from report_author.ooxml.watermark import with_watermark
from tests.support.validator import validate

WORDS = "2021年度收入1653.54万元，支出1653.54万元。"


@cache
def plain() -> Package:
    document = docx.Document()
    document.add_paragraph("标题")
    paragraph = document.add_paragraph(WORDS[:8])
    paragraph.add_run(WORDS[8:20]).bold = True
    paragraph.add_run(WORDS[20:])
    document.add_paragraph("")
    document.add_section(WD_SECTION.NEW_PAGE)
    document.add_paragraph("第二节")
    target = io.BytesIO()
    document.save(target)
    return read_package(target.getvalue())


def opened(package: Package) -> docx.document.Document:
    return docx.Document(io.BytesIO(write_package(package)))


def test_a_comment_takes_exactly_the_words_it_is_about() -> None:
    start = WORDS.index("1653.54万元，支")
    done = opened(annotate_document(plain(), [WordNote(1, "与公开01表不符\n应为 1652.54", start, 7)], "核对"))
    [comment] = done.comments
    assert comment.text == "与公开01表不符\n应为 1652.54"
    body = done.paragraphs[1]._p
    inside, taken = False, ""
    for element in body.iter():
        if element.tag == qn("w:commentRangeStart"):
            inside = True
        elif element.tag == qn("w:commentRangeEnd"):
            inside = False
        elif element.tag == qn("w:t") and inside:
            taken += element.text
    assert taken == "1653.54"


def test_no_text_and_no_other_part_changes() -> None:
    notes = [
        WordNote(1, "甲", 3, 10),
        WordNote(1, "乙", 7, 2),
        WordNote(1, "丙"),
        WordNote(2, "空段"),
        WordNote(99, "没有这一段"),
    ]
    after = annotate_document(plain(), notes, "核对")
    assert [p.text for p in opened(after).paragraphs] == [p.text for p in opened(plain()).paragraphs]
    bold = ["".join(r.text for r in p.runs if r.bold) for p in opened(after).paragraphs]
    assert bold == ["".join(r.text for r in p.runs if r.bold) for p in opened(plain()).paragraphs]
    assert [c.text for c in opened(after).comments] == ["甲", "乙", "丙", "空段"]
    touched = {name for name in plain() if plain()[name] != after[name]}
    assert touched == {"[Content_Types].xml", "word/document.xml", "word/_rels/document.xml.rels"}


def test_comments_that_are_there_stay() -> None:
    once = annotate_document(plain(), [WordNote(0, "先写的")], "处长")
    twice = opened(annotate_document(once, [WordNote(0, "后写的")], "核对"))
    assert [(c.author, c.text) for c in twice.comments] == [("处长", "先写的"), ("核对", "后写的")]
    assert len({c.comment_id for c in twice.comments}) == 2


def watermarks(package: Package) -> list[list[bool]]:
    """For every section, whether its default, first, even headers carry the word."""
    return [
        ["送审稿" in header._element.xml for header in (s.header, s.first_page_header, s.even_page_header)]
        for s in opened(package).sections
    ]


def test_every_kind_of_page_carries_the_watermark() -> None:
    document = opened(plain())
    document.settings.odd_and_even_pages_header_footer = True
    document.sections[0].header.paragraphs[0].text = "原有页眉"
    document.sections[1].different_first_page_header_footer = True
    target = io.BytesIO()
    document.save(target)
    done = with_watermark(read_package(target.getvalue()), "送审稿")
    first, second = opened(done).sections
    assert first.header.paragraphs[0].text == "原有页眉"
    assert watermarks(done) == [[True, False, True], [True, True, True]]
    assert second.header.is_linked_to_previous


def test_the_cover_without_a_header_carries_it_too() -> None:
    assert watermarks(with_watermark(plain(), "送审稿")) == [[True, False, False], [True, False, False]]


@pytest.mark.slow
def test_the_validator_finds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "标注.docx"
    write_package(
        with_watermark(
            annotate_document(plain(), [WordNote(1, "甲", 3, 10), WordNote(2, "空")], "核对"), "送审稿"
        ),
        path,
    )
    before, faults = tmp_path / "原.docx", validate(path)
    if faults is None:
        pytest.skip("没有安装 Open XML 校验程序")
    write_package(plain(), before)
    assert faults == validate(before)
