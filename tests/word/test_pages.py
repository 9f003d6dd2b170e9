"""From the page of a PDF to the number printed on it."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from lxml import etree

from report_author.ooxml.package import read_package, write_package
from report_author.pipeline.verify import verify_report
from report_author.word.pages import listed_headings, measuring_copy, printed_numbers, with_page_numbers
from tests.support.samples import NAMES, printed
from tests.support.validator import validate
from tests.templating.wordkit import BODY, W, packed
from tests.word.contentskit import CONTENTS, entries, made, paragraph, text


def section(inside: str) -> str:
    return paragraph("", properties=f"<w:sectPr>{inside}</w:sectPr>")


def report(*blocks: str) -> bytes:
    return write_package(made(*blocks)[0])


def numbers(data: bytes, pages: dict[str, int]) -> list[int] | None:
    found = printed_numbers(data, pages)
    return None if found is None else [found[name] for name in listed_headings(data)]


FRONT = (text("封面"), section(""), CONTENTS, section(""))
BODY_BLOCKS = (text("甲", "Heading1"), text("乙", "Heading1"))
PAGES = {"Section0": 0, "Section1": 1, "Section2": 3, "Toc00000001": 3, "Toc00000002": 7}


def numbered_body(start: str) -> str:
    return section(f"<w:pgNumType w:start='{start}'/>")


def test_the_body_counts_from_one_behind_cover_and_contents() -> None:
    assert numbers(report(*FRONT, *BODY_BLOCKS, numbered_body("1"), text("尾")), PAGES | {"Section3": 9}) == [
        1,
        5,
    ]


def test_without_a_start_the_numbers_run_on() -> None:
    data = report(*FRONT, *BODY_BLOCKS, section(""), text("尾"))
    assert numbers(data, PAGES | {"Section3": 9}) == [4, 8]


def test_a_later_section_runs_on_from_the_one_before() -> None:
    data = report(*FRONT, BODY_BLOCKS[0], numbered_body("5"), BODY_BLOCKS[1], section(""), text("尾"))
    pages = PAGES | {"Section3": 6, "Section4": 8}
    assert numbers(data, pages) == [5, 9]


def test_a_section_on_an_odd_page_leaves_one_blank() -> None:
    odd = section("<w:type w:val='oddPage'/>")
    data = report(*FRONT, BODY_BLOCKS[0], numbered_body("1"), BODY_BLOCKS[1], odd, text("尾"))
    pages = PAGES | {"Section3": 6, "Section4": 9}
    assert numbers(data, pages) == [1, 6]
    assert numbers(data, pages | {"Section3": 5, "Toc00000002": 6}) == [1, 4]


@pytest.mark.parametrize("missing", ["Section2", "Toc00000002"])
def test_some_numbers_are_worse_than_none(missing: str) -> None:
    pages = {name: page for name, page in (PAGES | {"Section3": 9}).items() if name != missing}
    assert numbers(report(*FRONT, *BODY_BLOCKS, numbered_body("1"), text("尾")), pages) is None


def test_a_numbered_report_is_valid(tmp_path: Path) -> None:
    report = printed(NAMES[0]).report
    path = tmp_path / "报告.docx"
    path.write_bytes(with_page_numbers(report, dict.fromkeys(listed_headings(report), 7)))
    faults = validate(path)
    if faults is None:
        pytest.skip("没有安装 Open XML 校验程序")
    assert faults == []


@pytest.mark.parametrize("name", NAMES)
def test_known_numbers_open_without_a_question(name: str) -> None:
    document = printed(name)
    given = {mark: number * 3 for number, mark in enumerate(listed_headings(document.report), start=1)}
    data = with_page_numbers(document.report, given)
    package = read_package(data)
    assert [page for _, _, page in entries(package)] == [str(number) for number in given.values()]
    assert b"updateFields" not in package["word/settings.xml"]
    assert b"w:dirty" not in package[BODY]
    assert verify_report(data, document.marks) == []
    before = read_package(document.report)
    changed = {part for part in package if package[part] != before[part]}
    assert changed == {BODY, "word/settings.xml"}
    assert data == with_page_numbers(document.report, given)


def test_the_measuring_copy_differs_only_where_nobody_looks() -> None:
    data = printed(NAMES[0]).report
    original, copy = read_package(data), read_package(measuring_copy(data))
    shown = [t.text for t in etree.fromstring(copy[BODY]).iter(f"{W}t")]
    texts = [t.text for t in etree.fromstring(original[BODY]).iter(f"{W}t")]
    assert [t if t != "—" else "88" for t in texts] == shown
    assert b"updateFields" not in copy["word/settings.xml"]


def test_a_grid_of_characters_is_measured_as_spacing() -> None:
    grid = "<w:docGrid w:type='linesAndChars' w:linePitch='579' w:charSpace='-1024'/>"
    data = report(CONTENTS, text("甲", "Heading1"), section(grid), text("尾"))
    copy = read_package(measuring_copy(data))
    assert b"linesAndChars" not in copy[BODY] and b"linesAndChars" in read_package(data)[BODY]
    defaults = etree.fromstring(copy["word/styles.xml"]).find(f"{W}docDefaults")
    assert defaults.find(f"{W}rPrDefault/{W}rPr/{W}spacing").get(f"{W}val") == "-5"
    plain = etree.fromstring(packed(docx.Document())["word/styles.xml"])
    given = plain.find(f"{W}docDefaults/{W}pPrDefault/{W}pPr/{W}spacing").get(f"{W}line")
    line = defaults.find(f"{W}pPrDefault/{W}pPr/{W}spacing")
    assert line.get(f"{W}line") == (given or "579")
