"""The web page says what the Word report says, in plain HTML."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import docx
import pytest
from lxml import etree

from report_author.model.facts import Facts
from report_author.ooxml.list_numbers import numeral
from report_author.ooxml.package import Package, read_package, write_package
from report_author.word.html import web_page
from report_author.word.html_charts import Series, draw_bars
from tests.templating.wordkit import BODY, body_xml, packed
from tests.word.chartkit import NS, read_charts, report_of, seed_facts
from tests.word.test_charts import departments, with_classes
from tests.word.webkit import Page, word_lines
from tools.samples.random_department import random_entries
from tools.samples.to_facts import entries_to_facts

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def page_of(report: bytes) -> Page:
    return Page(web_page(report, "标题").data.decode())


def seed_page() -> Page:
    return page_of(report_of(seed_facts()).data)


def page_of_body(inner: str, change: Callable[[Package], Package] | None = None) -> Page:
    package = body_xml(packed(docx.Document()), inner)
    return page_of(write_package(change(package) if change else package))


def pictures(page: Page) -> list[etree._Element]:
    sources = [image.attributes["src"] for image in page.all("img")]
    return [etree.fromstring(base64.b64decode(source.partition("base64,")[2])) for source in sources]


@pytest.mark.parametrize("facts", departments(30, quick=6))
def test_every_paragraph_of_the_report_is_on_the_page_word_for_word(facts: Facts) -> None:
    report = report_of(facts).data
    assert page_of(report).lines == word_lines(report)


def test_the_same_report_gives_the_same_bytes() -> None:
    report = report_of(seed_facts()).data
    assert web_page(report, "题").data == web_page(report, "题").data


def test_a_reader_program_knows_language_and_title() -> None:
    text = web_page(report_of(seed_facts()).data, "甲<乙>部门决算").data.decode()
    assert '<html lang="zh-CN">' in text and "<title>甲&lt;乙&gt;部门决算</title>" in text


def test_headings_are_headings_of_their_level() -> None:
    page = seed_page()
    assert page.of("h1")[0] == "第一部分　部门概况" and len(page.of("h1")) == 5
    assert page.of("h2")[:2] == ["一、基本职能及主要工作", "二、机构设置"]
    assert page.of("h3")[0] == "（一）主要职能"


def test_the_contents_lead_to_every_heading_and_tell_no_pages() -> None:
    page = seed_page()
    links = [link for link in page.all("a") if "nav" in link.inside]
    ids = {element.attributes["id"] for element in page.elements if "id" in element.attributes}
    assert len(links) > 40 and {link.attributes["href"] for link in links} == {f"#{name}" for name in ids}
    headings = [text.replace("\n", "") for tag, text in page.blocks if tag in ("h1", "h2", "h3")]
    assert page.of("li") == headings


def test_no_field_codes_no_classes_no_scripts_are_left() -> None:
    text = web_page(report_of(seed_facts()).data, "题").data.decode()
    for rest in ("PAGEREF", "TOC", "class=", "Mso", "<script", "_Toc", "w:"):
        assert rest not in text, rest


def test_every_chart_is_a_picture_with_its_caption_and_its_data() -> None:
    report = report_of(seed_facts()).data
    page = page_of(report)
    charts = read_charts(report)
    assert len(page.all("figure")) == len(page.all("img")) == len(page.of("figcaption")) == len(charts)
    for chart, picture in zip(charts, pictures(page), strict=True):
        words = "".join(picture.itertext())
        assert chart.title in words
        for series in chart.series:
            for value in series.values:
                assert f"{Decimal(value):.2f}" in words


@pytest.mark.parametrize(
    "facts", [seed_facts(), with_classes(8), with_classes(20)], ids=["种子", "8类", "20类"]
)
def test_the_table_of_a_chart_holds_what_the_chart_shows(facts: Facts) -> None:
    report = report_of(facts).data
    root = etree.HTML(web_page(report, "题").data.decode())
    tables = root.xpath("//figure/table")
    charts = read_charts(report)
    assert len(tables) == len(charts)
    for chart, table in zip(charts, tables, strict=True):
        rows = [["".join(cell.itertext()) for cell in row] for row in table.iter("tr")]
        columns = list(zip(*rows[1:], strict=True))
        for column, series in zip(columns[1:], chart.series, strict=False):
            assert list(column) == [f"{Decimal(value):.2f}" for value in series.values]
        if chart.kind == "pieChart":
            assert all("%" not in name for name in columns[0])  # also where the legend says it
            whole = sum(map(Decimal, chart.series[0].values))
            shares = [Decimal(share.rstrip("%")) for share in columns[-1]]
            assert all(
                abs(share - Decimal(value) * 100 / whole) <= Decimal("0.005")
                for share, value in zip(shares, chart.series[0].values, strict=True)
            )


def test_pictures_have_the_colours_of_the_template() -> None:
    report = report_of(seed_facts()).data
    drawn = [*zip(read_charts(report), pictures(page_of(report)), strict=True)]
    assert drawn
    for chart, picture in drawn:
        colours = {
            f"#{code}"
            for code in chart.root.xpath("//c:ser//c:spPr/a:solidFill/a:srgbClr/@val", namespaces=NS)
        }
        fills = {
            element.get("fill")
            for element in picture.iter()
            if element.tag.endswith(("}rect", "}path", "}circle"))
        }
        assert fills - {None, "#FFFFFF"} <= colours


def test_a_chart_of_a_section_that_is_dropped_leaves_nothing() -> None:
    facts = entries_to_facts(random_entries(3, classes=1, projects=0))
    report = report_of(facts).data
    assert len(page_of(report).all("figure")) == len(read_charts(report)) < 7


def test_a_self_evaluation_form_keeps_its_merged_cells_and_its_head() -> None:
    root = etree.HTML(web_page(report_of(seed_facts()).data, "题").data.decode())
    tables = root.xpath("//table[not(parent::figure)]")
    assert tables
    for table in tables:
        columns = len(table.xpath("colgroup/col"))
        covered: dict[tuple[int, int], int] = {}
        for number, row in enumerate(table.iter("tr")):
            column = 0
            for cell in row:
                while (number, column) in covered:
                    column += 1
                for down in range(int(cell.get("rowspan", "1"))):
                    for right in range(int(cell.get("colspan", "1"))):
                        assert (number + down, column + right) not in covered
                        covered[number + down, column + right] = 1
        height = len(list(table.iter("tr")))
        assert set(covered) == {(row, column) for row in range(height) for column in range(columns)}
    assert root.xpath("//thead//th[.='一级指标']") and root.xpath("//td[@rowspan]")


def test_an_annex_brings_its_pictures_lists_and_looks(tmp_path: Path) -> None:
    document = docx.Document()
    for text in ("甲", "乙"):
        document.add_paragraph(text, style="List Number")
    paragraph = document.add_paragraph("前")
    paragraph.add_run("粗 & <细>").bold = True
    paragraph.add_run().add_picture(io.BytesIO(PIXEL))
    page = page_of(write_package(packed(document)))
    assert page.lines == ["1. 甲", "2. 乙", "前粗 & <细>"]
    assert page.all("strong") and page.all("img")[0].attributes["src"].startswith("data:image/png;base64,")


def test_hidden_and_deleted_text_is_not_published() -> None:
    shown = "<w:r><w:t>公开</w:t></w:r>"
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r>"
    deleted = "<w:del w:id='1'><w:r><w:delText>删去</w:delText></w:r></w:del><w:moveFrom w:id='2'><w:r><w:t>移走</w:t></w:r></w:moveFrom>"
    field = "".join(
        f"<w:r><w:{piece}</w:r>"
        for piece in (
            "fldChar w:fldCharType='begin'/>",
            "instrText> DATE </w:instrText>",
            "fldChar w:fldCharType='separate'/>",
            "t>结果</w:t>",
            "fldChar w:fldCharType='end'/>",
        )
    )
    assert page_of_body(f"<w:p>{shown}{hidden}{deleted}{field}</w:p>").lines == ["公开结果"]


def test_text_boxes_and_content_controls_are_read_once() -> None:
    box = (
        "<w:p><w:r><w:t>外</w:t></w:r><w:r><mc:AlternateContent xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'>"
        "<mc:Choice Requires='wps'><w:drawing><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></w:drawing></mc:Choice>"
        "<mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    control = "<w:sdt><w:sdtContent><w:p><w:r><w:t>控件</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    assert page_of_body(box + control).lines == ["外", "框", "控件"]


@pytest.mark.parametrize(
    ("address", "kept"),
    [("https://www.gov.cn/", True), ("javascript:alert(1)", False), ("file:///c:/x", False)],
)
def test_only_links_into_the_web_stay_links(address: str, kept: bool) -> None:
    def linked(package: Package) -> Package:
        part = "word/_rels/document.xml.rels"
        link = (
            '<Relationship Id="rIdL" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" '
            f'Target="{address}" TargetMode="External"/></Relationships>'
        )
        return package.with_parts({part: package[part].replace(b"</Relationships>", link.encode())})

    relation = "xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships' r:id='rIdL'"
    page = page_of_body(
        f"<w:p><w:hyperlink {relation}><w:r><w:t>网址</w:t></w:r></w:hyperlink></w:p>", linked
    )
    assert page.lines == ["网址"]
    assert [link.attributes["href"] for link in page.all("a")] == ([address] if kept else [])


def test_a_picture_that_browsers_do_not_show_is_reported() -> None:
    document = docx.Document()
    document.add_paragraph().add_run().add_picture(io.BytesIO(PIXEL))
    parts = dict(packed(document))
    parts["word/media/image1.emf"] = parts.pop("word/media/image1.png")
    rels = "word/_rels/document.xml.rels"
    parts[rels] = parts[rels].replace(b"image1.png", b"image1.emf")
    page = web_page(write_package(Package(parts)), "题")
    assert [found.code for found in page.findings] == ["P12"] and b"<img" not in page.data


def test_a_draft_says_so_in_its_first_line() -> None:
    report = report_of(seed_facts()).data
    page = Page(web_page(report, "题", draft=True).data.decode())
    assert page.lines == ["送审稿，不能公开", *word_lines(report)]


@pytest.mark.parametrize(
    ("number", "kind", "text"),
    [
        (12, "decimal", "12"),
        (12, "chineseCounting", "十二"),
        (3, "ideographTraditional", "丙"),
        (28, "lowerLetter", "bb"),
        (4, "upperRoman", "IV"),
        (3, "decimalEnclosedCircleChinese", "③"),
        (10, "decimalFullWidth", "１０"),
        (5, "none", ""),
        (7, "anything", "7"),
    ],
)
def test_list_numbers_are_written_as_word_writes_them(number: int, kind: str, text: str) -> None:
    assert numeral(number, kind) == text


def test_lists_count_by_level_and_begin_anew_below() -> None:
    numbering = (
        '<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:abstractNum w:abstractNumId="0">'
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    body = "".join(
        f"<w:p><w:pPr><w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='1'/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
        for level, text in ((0, "甲"), (1, "子"), (1, "丑"), (0, "乙"), (1, "寅"))
    )
    page = page_of_body(body, lambda package: package.with_parts({"word/numbering.xml": numbering.encode()}))
    assert page.lines == ["一、甲", "1. 子", "2. 丑", "二、乙", "1. 寅"]


def test_the_page_is_made_from_the_file_itself() -> None:
    report = report_of(seed_facts()).data
    package = read_package(report)
    changed = package.with_parts(
        {BODY: package[BODY].replace("第一部分　部门概况".encode(), "第一部分　改过的".encode())}
    )
    assert "第一部分　改过的" in page_of(write_package(changed)).of("h1")


def test_bars_below_zero_hang_down_with_their_values_under_them() -> None:
    values = (Decimal(300000), Decimal(-200000)) * 8
    bars = Series("金额", values, ("112233",) * len(values), 2)
    root = etree.fromstring(draw_bars("题", [f"类{n}" for n in range(16)], [bars]))
    drawn = [element for element in root if element.get("fill") == "#112233"]
    grounds = {float(bar.get("y")) + float(bar.get("height")) for bar in drawn[::2]}
    assert grounds == {float(bar.get("y")) for bar in drawn[1::2]} and len(grounds) == 1
    labels = [text for text in root.iter("{*}text") if (text.text or "").endswith(".00")]
    assert all(label.get("text-anchor") == "end" for label in labels[1::2])
    for bar, label in zip(drawn, labels, strict=True):
        top, bottom = float(bar.get("y")), float(bar.get("y")) + float(bar.get("height"))
        assert float(label.get("y")) < top or float(label.get("y")) > bottom


def test_nothing_but_zeros_is_drawn_on_the_ground() -> None:
    root = etree.fromstring(draw_bars("题", ["甲"], [Series("金额", (Decimal(0),), ("112233",), 2)]))
    [bar] = [element for element in root if element.get("fill") == "#112233"]
    assert bar.get("height") == "0" and float(bar.get("y")) > 200


@pytest.mark.parametrize(
    ("font", "char", "sign"),
    [("Wingdings", "F0FE", "☑"), ("宋体", "2605", "★"), ("宋体", "星", "•"), ("宋体", "3C", "<")],
)
def test_signs_of_forms_are_signs_that_every_browser_has(font: str, char: str, sign: str) -> None:
    assert page_of_body(f"<w:p><w:r><w:sym w:font='{font}' w:char='{char}'/></w:r></w:p>").lines == [sign]
