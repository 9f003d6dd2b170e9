"""What the shipped Word template is: page, styles, charts, clean parts."""

from __future__ import annotations

import io
import re
import zipfile
from decimal import Decimal
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.shared import Mm
from lxml import etree

from tests.support.validator import validate
from tools.word_template.chart_data import CHARTS
from tools.word_template.package import parts, template_bytes

TEMPLATE = Path(__file__).parents[2] / "templates/docx/sichuan-2021/部门决算报告.docx"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def shipped() -> dict[str, bytes]:
    with zipfile.ZipFile(TEMPLATE) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def workbook_cells(data: bytes) -> list[tuple[object, ...]]:
    sheet = openpyxl.load_workbook(io.BytesIO(data))["Sheet1"]
    return [tuple(row) for row in sheet.iter_rows(values_only=True)]


def style(name: str) -> etree._Element:
    root = etree.fromstring(shipped()["word/styles.xml"])
    return next(s for s in root.iter(W + "style") if s.get(W + "styleId") == name)


def test_the_shipped_file_is_what_the_builder_writes() -> None:
    built, there = parts(), shipped()
    assert list(built) == list(there)
    for name, data in built.items():
        if name.endswith(".xlsx"):
            assert workbook_cells(data) == workbook_cells(there[name]), name
        else:
            assert data == there[name], name


def test_building_twice_gives_the_same_bytes() -> None:
    assert template_bytes() == template_bytes()


def test_every_style_that_is_used_exists() -> None:
    there = shipped()
    known = {s.get(W + "styleId") for s in etree.fromstring(there["word/styles.xml"]).iter(W + "style")}
    for part in ("word/document.xml", "word/footer1.xml", "word/footer2.xml"):
        root = etree.fromstring(there[part])
        used = {node.get(W + "val") for node in root.iter(W + "pStyle", W + "tblStyle")}
        assert used and used <= known, part


def test_the_engine_knows_the_instructions_by_the_name_of_their_style() -> None:
    named = style("Instruction").find(W + "name")
    assert named is not None and named.get(W + "val") == "填写说明"


def test_no_author_and_no_foreign_date_is_left() -> None:
    properties = docx.Document(str(TEMPLATE)).core_properties
    assert (properties.author, properties.last_modified_by, properties.comments) == ("", "", "")
    assert properties.created is None and properties.modified is None
    assert b"python-docx" not in b"".join(shipped().values())


def test_the_page_is_the_official_one() -> None:
    sections = docx.Document(str(TEMPLATE)).sections
    assert len(sections) == 3
    for section in sections:
        margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
        for got, wanted in zip(margins, (37, 35, 28, 26), strict=True):
            assert got is not None and abs(got - Mm(wanted)) < Mm(0.1)
        assert section.page_width is not None and abs(section.page_width - Mm(210)) < Mm(0.1)


def test_twenty_two_lines_of_twenty_eight_characters() -> None:
    normal = style("Normal")
    spacing = normal.find(f"{W}pPr/{W}spacing")
    assert spacing is not None and (spacing.get(W + "line"), spacing.get(W + "lineRule")) == ("560", "exact")
    assert [node.get(W + "val") for node in normal.findall(f"{W}rPr/{W}spacing")] == ["-5"]
    indent = normal.find(f"{W}pPr/{W}ind")
    assert indent is not None and indent.get(W + "firstLineChars") == "200"
    assert b"docGrid" not in shipped()["word/document.xml"]


@pytest.mark.parametrize(
    ("name", "font", "half_points", "level"),
    [
        ("Heading1", "方正小标宋简体", "44", "0"),
        ("Heading2", "黑体", "32", "1"),
        ("Heading3", "楷体_GB2312", "32", "2"),
        ("AnnexTitle", "方正小标宋简体", "44", "1"),
    ],
)
def test_heading_levels_have_their_fonts(name: str, font: str, half_points: str, level: str) -> None:
    found = style(name)
    fonts, size, outline = (
        found.find(f"{W}rPr/{W}rFonts"),
        found.find(f"{W}rPr/{W}sz"),
        found.find(f"{W}pPr/{W}outlineLvl"),
    )
    assert fonts is not None and fonts.get(W + "eastAsia") == font
    assert size is not None and size.get(W + "val") == half_points
    assert outline is not None and outline.get(W + "val") == level


def test_no_font_comes_from_a_theme() -> None:
    assert "word/document.xml" in shipped()
    for name, data in shipped().items():
        assert b"Theme=" not in data, name


def test_page_numbers_begin_with_the_first_part() -> None:
    cover, contents, body = docx.Document(str(TEMPLATE)).sections
    for section in (cover, contents):
        assert not section._sectPr.findall(W + "footerReference")
    kinds = {node.get(W + "type") for node in body._sectPr.findall(W + "footerReference")}
    start = body._sectPr.find(W + "pgNumType")
    assert kinds == {"default", "even"} and start is not None and start.get(W + "start") == "1"


def test_each_piece_of_a_field_has_its_own_run() -> None:
    for part in ("word/document.xml", "word/footer1.xml", "word/footer2.xml"):
        for run in etree.fromstring(shipped()[part]).iter(W + "r"):
            pieces = [node for node in run if node.tag in (W + "fldChar", W + "instrText")]
            assert len(pieces) <= 1


def test_the_contents_field_is_a_real_one() -> None:
    root = etree.fromstring(shipped()["word/document.xml"])
    assert [node.text for node in root.iter(W + "instrText")] == [r' TOC \o "1-3" \h \z \u ']


def test_seven_charts_are_found_by_their_alt_text() -> None:
    text = shipped()["word/document.xml"].decode()
    keys = re.findall(r'<wp:docPr [^>]*descr="(图表：[^"]+)" title="\1"', text)
    assert keys == [chart.alt_text for chart in CHARTS]
    assert len(set(re.findall(r'<wp:docPr id="(\d+)"', text))) == 7


@pytest.mark.parametrize("number", range(1, 8))
def test_a_chart_says_what_its_workbook_says(number: int) -> None:
    there = shipped()
    rows = workbook_cells(there[f"word/embeddings/Microsoft_Excel_Worksheet{number}.xlsx"])
    root = etree.fromstring(there[f"word/charts/chart{number}.xml"])
    drawn = [*root.iter(C + "ser")]
    assert drawn
    for column, series in enumerate(drawn, start=1):
        name, categories, values = (
            [v.text or "" for v in series.find(C + tag).iter(C + "v")]  # type: ignore[union-attr]
            for tag in ("tx", "cat", "val")
        )
        assert name == [rows[0][column]]
        assert categories == [row[0] for row in rows[1:]]
        assert [Decimal(v) for v in values] == [Decimal(str(row[column])) for row in rows[1:]]
        letter = "ABC"[column]
        references = [f.text for f in series.iter(C + "f")]
        last = len(rows)
        assert references == [
            f"Sheet1!${letter}$1",
            f"Sheet1!$A$2:$A${last}",
            f"Sheet1!${letter}$2:${letter}${last}",
        ]


@pytest.mark.parametrize("number", range(1, 8))
def test_a_chart_is_drawn_with_chinese_fonts_and_no_rounded_frame(number: int) -> None:
    root = etree.fromstring(shipped()[f"word/charts/chart{number}.xml"])
    rounded = root.find(C + "roundedCorners")
    assert rounded is not None and rounded.get("val") == "0"
    for properties in root.iter(A + "defRPr", A + "rPr"):
        assert properties.find(A + "ea") is not None


def test_a_form_repeats_the_heads_of_its_indicators() -> None:
    tables = docx.Document(str(TEMPLATE)).tables
    heads = [len(table._tbl.findall(f"{W}tr/{W}trPr/{W}tblHeader")) for table in tables]
    assert heads == [0, 2]
    assert all(table._tbl.findall(f"{W}tr/{W}trPr/{W}cantSplit") for table in tables)


def test_office_finds_no_fault_in_the_file() -> None:
    faults = validate(TEMPLATE)
    if faults is None:
        pytest.skip("没有安装 Open XML 校验程序")
    assert faults == []
