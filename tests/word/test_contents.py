"""The contents page lists what is printed, whatever became of the template's own entries."""

from __future__ import annotations

import io
import re

import docx
import pytest
from docx.text.paragraph import Paragraph
from lxml import etree

from report_author.model.findings import Severity
from report_author.ooxml.package import read_package
from report_author.pipeline.verify import verify_report
from report_author.word.contents import prepare_contents, read_switches
from report_author.word.template import compile_report
from tests.support.samples import NAMES, printed
from tests.templating.wordkit import BODY, FILTERS, W, money
from tests.word.contentskit import (
    BEGIN,
    CONTENTS,
    END,
    SEPARATE,
    entries,
    field,
    made,
    paragraph,
    root_of,
    shown,
    template,
    text,
)

HEADINGS = ("heading 1", "heading 2", "heading 3", "附件标题", "自评表标题")


def flat(paragraph: Paragraph) -> str:
    return re.sub(r"\s*\n\s*", "", paragraph.text).replace("\t", "\u3000").strip()


# ------------------------------------------------------------------ both samples


@pytest.mark.parametrize("name", NAMES)
def test_the_contents_are_the_headings_in_their_order(name: str) -> None:
    data = printed(name).report
    document = docx.Document(io.BytesIO(data))
    headings = [flat(p) for p in document.paragraphs if p.style.name.lower() in HEADINGS]
    listed = [entry for _, entry, _ in entries(read_package(data))]
    assert listed == headings
    assert len(listed) > 30


@pytest.mark.parametrize("name", NAMES)
def test_every_entry_leads_to_its_own_heading(name: str) -> None:
    root = root_of(read_package(printed(name).report))
    starts = {start.get(f"{W}name"): start for start in root.iter(f"{W}bookmarkStart")}
    ends = [end.get(f"{W}id") for end in root.iter(f"{W}bookmarkEnd")]
    ids = [start.get(f"{W}id") for start in starts.values()]
    assert sorted(ids) == sorted(ends) and len(set(ids)) == len(ids)
    links = list(root.iter(f"{W}hyperlink"))
    assert len({link.get(f"{W}anchor") for link in links}) == len(links)
    for link in links:
        heading = starts[link.get(f"{W}anchor")].getparent()
        assert shown(link).removesuffix("—") == shown(heading)
        assert link.get(f"{W}anchor") in "".join(i.text for i in link.iter(f"{W}instrText"))


@pytest.mark.parametrize("name", NAMES)
def test_an_entry_has_its_style_a_tab_and_a_field_in_separate_runs(name: str) -> None:
    package = read_package(printed(name).report)
    sheet = etree.fromstring(package["word/styles.xml"])
    styles = {s.get(f"{W}styleId"): s for s in sheet.iter(f"{W}style")}
    links = [*root_of(package).iter(f"{W}hyperlink")]
    assert len(links) > 20
    for link in links:
        style = styles[link.getparent().find(f"{W}pPr/{W}pStyle").get(f"{W}val")]
        stop = style.find(f"{W}pPr/{W}tabs/{W}tab")
        assert (stop.get(f"{W}val"), stop.get(f"{W}leader")) == ("right", "dot")
        kinds = [[child.tag.removeprefix(W) for child in run if child.tag != f"{W}rPr"] for run in link]
        assert kinds == [["t"], ["tab"], ["fldChar"], ["instrText"], ["fldChar"], ["t"], ["fldChar"]]


@pytest.mark.parametrize("name", NAMES)
def test_the_real_field_stays_around_the_entries(name: str) -> None:
    root = root_of(read_package(printed(name).report))
    depth, inside, instruction = 0, 0, ""
    for element in root.iter(f"{W}fldChar", f"{W}instrText", f"{W}hyperlink"):
        if element.tag == f"{W}hyperlink":
            inside += depth == 1
        elif element.tag == f"{W}instrText":
            instruction = instruction or element.text or ""
        else:
            depth += {"begin": 1, "separate": 0, "end": -1}[element.get(f"{W}fldCharType", "")]
    assert depth == 0
    assert instruction.split()[:3] == ["TOC", r"\o", '"1-3"']
    assert inside == len(list(root.iter(f"{W}hyperlink")))


@pytest.mark.parametrize("name", NAMES)
def test_unknown_page_numbers_are_dashes_that_word_brings_up_to_date(name: str) -> None:
    package = read_package(printed(name).report)
    assert {page for _, _, page in entries(package)} == {"—"}
    settings = etree.fromstring(package["word/settings.xml"])
    assert [u.get(f"{W}val") for u in settings.iter(f"{W}updateFields")] == ["true"]
    assert b"w:dirty" not in package[BODY]


@pytest.mark.parametrize("name", NAMES)
def test_the_figures_still_stand_where_they_were_printed(name: str) -> None:
    document = printed(name)
    assert len(document.marks) > 100
    assert verify_report(document.report, document.marks) == []


# ------------------------------------------------------------------ templates of all kinds


def test_old_entries_go_before_their_tags_are_counted() -> None:
    """Whoever updates the contents in the template gets entries with tags in them."""
    old = (
        "<w:sdt><w:sdtContent>"
        + text("目录")
        + paragraph(
            field()
            + "<w:hyperlink w:anchor='_Toc1'><w:r><w:t>{{ 序.下一个 }}旧标题</w:t></w:r><w:r><w:tab/></w:r>"
            + f"{BEGIN}<w:r><w:instrText> PAGEREF _Toc1 \\h </w:instrText></w:r>{SEPARATE}<w:r><w:t>7</w:t></w:r>{END}"
            + "</w:hyperlink>",
            "TOC1",
        )
        + text("{{ 没有这个名称 }}", "TOC1")
        + paragraph(END)
        + "</w:sdtContent></w:sdt>"
    )
    heading = (
        "<w:p><w:pPr><w:pStyle w:val='Heading1'/></w:pPr><w:bookmarkStart w:id='3' w:name='_Toc1'/>"
        "<w:r><w:t>{{ 名 }}概况</w:t></w:r><w:bookmarkEnd w:id='3'/></w:p>"
    )
    package, _ = made(old, heading, 名="部门")
    assert entries(package) == [(1, "部门概况", "—")]
    assert "旧标题".encode() not in package[BODY]
    names = [s.get(f"{W}name") for s in root_of(package).iter(f"{W}bookmarkStart")]
    assert names == ["_Toc00000001"]


def test_a_field_in_one_paragraph_keeps_the_section_break_behind_the_entries() -> None:
    section = "<w:sectPr><w:type w:val='nextPage'/></w:sectPr>"
    package, _ = made(
        paragraph(
            field() + "<w:r><w:t>旧</w:t></w:r>" + END + "<w:r><w:t>后文</w:t></w:r>", properties=section
        ),
        text("甲", "Heading1"),
        text("乙", "Heading2"),
    )
    assert entries(package) == [(1, "甲", "—"), (2, "乙", "—")]
    first = [p for p in root_of(package).iter(f"{W}p")][:3]
    assert [shown(p) for p in first] == ["甲—", "乙—", "后文"]
    assert [p.find(f"{W}pPr/{W}sectPr") is not None for p in first] == [False, False, True]


def test_a_field_that_ends_outside_its_content_control_is_filled() -> None:
    block = "<w:sdt><w:sdtContent>" + paragraph(field()) + "</w:sdtContent></w:sdt>" + paragraph(END)
    package, _ = made(block, text("甲", "Heading1"))
    assert entries(package) == [(1, "甲", "—")]


def test_a_heading_that_is_not_printed_is_not_listed() -> None:
    package, _ = made(
        CONTENTS,
        text("{%p if 有 %}"),
        text("八、政府性基金", "Heading1"),
        text("{%p endif %}"),
        text("十、其他", "Heading1"),
        有=False,
    )
    assert entries(package) == [(1, "十、其他", "—")]


def test_an_empty_heading_is_not_listed() -> None:
    package, _ = made(CONTENTS, text("　", "Heading1"), text("甲", "Heading2"))
    assert entries(package) == [(2, "甲", "—")]


def test_a_line_break_in_a_heading_joins_chinese_and_parts_latin_words() -> None:
    broken = "<w:r><w:t>{}</w:t><w:br/><w:t>{}</w:t></w:r>"
    package, _ = made(
        CONTENTS,
        paragraph(broken.format("政法委 ", "2021年报告"), "Heading1"),
        paragraph(broken.format("Annual", "Report"), "Heading1"),
    )
    assert [entry for _, entry, _ in entries(package)] == ["政法委2021年报告", "Annual Report"]


def test_a_name_with_signs_of_xml_is_listed_as_it_is() -> None:
    package, _ = made(CONTENTS, text("{{ 名 }}", "Heading1"), 名="A&B<局>{%}")
    assert entries(package) == [(1, "A&B<局>{%}", "—")]


def test_a_figure_in_a_heading_is_known_in_the_contents_too() -> None:
    package, marks = made(CONTENTS, text("支出{{ 数|万元 }}万元", "Heading1"), 数=money("支出", "16525400"))
    assert entries(package) == [(1, "支出1652.54万元", "—")]
    paragraphs = [shown(p) for p in root_of(package).iter(f"{W}p")]
    assert len(marks) == 2
    for mark in marks:
        assert paragraphs[mark.paragraph][mark.offset :].startswith("1652.54万元")


def test_levels_follow_the_switches_of_the_field() -> None:
    blocks = [text(f"标题{level}", f"Heading{level}") for level in (1, 2, 3, 4)]
    blocks.append(text("附件", properties="<w:outlineLvl w:val='1'/>"))
    two = paragraph(field(r' TOC \o "1-2" \h ')) + paragraph(END)
    assert [entry[:2] for entry in entries(made(two, *blocks)[0])] == [(1, "标题1"), (2, "标题2")]
    with_outline = paragraph(field(r' TOC \o "1-2" \u ')) + paragraph(END)
    assert entries(made(with_outline, *blocks)[0])[-1][:2] == (2, "附件")
    named = paragraph(field(r' TOC \t "Heading 3,1,Heading 4,2" ')) + paragraph(END)
    assert [entry[:2] for entry in entries(made(named, *blocks)[0])] == [(1, "标题3"), (2, "标题4")]


def test_body_text_in_a_heading_style_stays_out_of_outline_levels() -> None:
    only_outline = paragraph(field(r" TOC \u ")) + paragraph(END)
    blocks = [text("甲", "Heading1"), text("乙", "Heading1", "<w:outlineLvl w:val='9'/>")]
    assert entries(made(only_outline, *blocks)[0]) == [(1, "甲", "—")]


@pytest.mark.parametrize("instruction", [r' TOC \h \z \c "图" ', r' TOC \f "a" ', " PAGE ", r' TOC \a "表" '])
def test_other_fields_are_left_alone(instruction: str) -> None:
    other = paragraph(field(instruction) + "<w:r><w:t>原样</w:t></w:r>" + END)
    package, filler, findings = prepare_contents(template(other, text("甲", "Heading1")))
    assert filler is None
    assert "原样".encode() in package[BODY]
    assert [(f.code, f.severity) for f in findings] == [("T30", Severity.INFO)]


def test_missing_entry_styles_are_made_with_an_own_tab_stop() -> None:
    package, _ = made(CONTENTS, text("甲", "Heading1"))
    styles = etree.fromstring(package["word/styles.xml"])
    names = {s.get(f"{W}styleId"): s.find(f"{W}name").get(f"{W}val") for s in styles.iter(f"{W}style")}
    assert {names.get(f"TOC{level}") for level in (1, 2, 3)} == {"toc 1", "toc 2", "toc 3"}
    link = next(root_of(package).iter(f"{W}hyperlink"))
    stop = link.getparent().find(f"{W}pPr/{W}tabs/{W}tab")
    section = docx.Document().sections[0]
    width = section.page_width.twips - section.left_margin.twips - section.right_margin.twips
    assert (stop.get(f"{W}leader"), int(stop.get(f"{W}pos"))) == ("dot", width)


def test_automatic_numbers_are_warned_of() -> None:
    numbered = text("甲", "Heading1", "<w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr>")
    _, _, findings = prepare_contents(template(CONTENTS, numbered, text("乙", "Heading1")))
    assert [(f.code, f.severity, f.quote) for f in findings] == [("T31", Severity.WARNING, "甲")]
    assert "1 个标题" in findings[0].message


def test_a_template_without_contents_still_gives_a_report() -> None:
    compiled, findings = compile_report(template(text("甲", "Heading1")), FILTERS)
    assert compiled is not None
    assert [f.code for f in findings] == ["T30"]
    assert b"updateFields" not in compiled.word.render({}).package["word/settings.xml"]


def test_switches_are_read_as_word_writes_them() -> None:
    default = read_switches(" TOC ")
    assert (default.levels, default.headings, default.outline) == (range(1, 10), True, False)
    both = read_switches(r'TOC \o "2-3" \h\z\u \t "附件标题,1"')
    assert (both.levels, both.headings, both.outline, both.styles) == (
        range(2, 4),
        True,
        True,
        {"附件标题": 1},
    )


def test_the_same_input_gives_the_same_contents() -> None:
    blocks = [CONTENTS, text("甲", "Heading1"), text("乙", "Heading2")]
    assert dict(made(*blocks)[0]) == dict(made(*blocks)[0])
