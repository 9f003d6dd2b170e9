"""The copy for review: comments on key figures, nothing else changed."""

from __future__ import annotations

import io

import docx
import pytest

from report_author.ooxml.package import read_package
from report_author.ooxml.reading import read_lines
from report_author.workpaper.review import review_copy
from tests.workpaper.made import NAMES, made

both = pytest.mark.parametrize("name", NAMES)


def copy(name: str) -> bytes:
    return review_copy(made(name).report, made(name).tie, made(name).last_year)


@both
def test_comments_say_where_key_figures_come_from(name: str) -> None:
    document = docx.Document(io.BytesIO(copy(name)))
    texts = [comment.text for comment in document.comments]
    assert len(texts) > 40
    assert len(set(texts)) == len(texts)
    assert any("算法：" in text and "来源：" in text and "上年：" in text for text in texts)


@both
def test_the_text_is_that_of_the_report(name: str) -> None:
    texts = [
        [line.text for line in read_lines(read_package(data))] for data in (made(name).report, copy(name))
    ]
    assert texts[0] == texts[1]
