"""The known ways in which a Word template loses text, each closed."""

from __future__ import annotations

import re

import docx
import pytest
from docx.opc.constants import CONTENT_TYPE

from report_author.figures.values import Names
from report_author.ooxml.package import write_package
from report_author.ooxml.relations import with_part, with_relation
from report_author.templating.word import compile_word
from tests.templating.wordkit import (
    BODY,
    FILTERS,
    body_xml,
    clean_texts,
    codes,
    compiled,
    money,
    packed,
    paragraphs,
    refused,
    rendered,
    table,
    texts,
)


def test_a_name_with_signs_loses_nothing_of_the_report() -> None:
    assert clean_texts(paragraphs("{{ 甲 }}单位", "下一段"), {"甲": "A&B <局> C"}) == [
        "A&B <局> C单位",
        "下一段",
    ]
    assert clean_texts(paragraphs("{{ 甲 }}", "下一段"), {"甲": "完成<100%"}) == ["完成<100%", "下一段"]


def test_text_beside_a_paragraph_tag_is_refused_not_lost() -> None:
    (found,) = refused(paragraphs("前文 {%p if 甲 %} 后文", "内容", "{%p endif %}"))[:1]
    assert found.code == "T10"
    assert found.place == "Word模板第1段"
    assert found.quote == "{%p if 甲 %}"


def test_all_misspelt_names_come_at_once_with_their_places() -> None:
    result = rendered(
        paragraphs("{{ 收入合记 }}", "好", "{{ 支出合记 }}和{{ 其它 }}"), {"收入合计": "1", "支出合计": "2"}
    )
    assert [(f.code, f.place, f.quote) for f in result.findings] == [
        ("T04", "Word模板第1段", "{{ 收入合记 }}"),
        ("T04", "Word模板第3段", "{{ 支出合记 }}"),
        ("T04", "Word模板第3段", "{{ 其它 }}"),
    ]
    assert texts(result) == ["【缺：收入合记】", "好", "【缺：支出合记】和【缺：其它】"]


def test_all_errors_of_the_template_come_at_once() -> None:
    findings = refused(
        paragraphs(
            "{{ 甲( }}",
            "{{ 甲|没有 }}",
            "{ 甲 }",
            "{%p if 甲 %}",
            "{{ 甲",
            "乙 }}",
            "{{ ''.__class__ }}",
            "前{%p endif %}",
            "{%p endfor %}",
        )
    )
    assert sorted(set(codes(findings))) == ["T01", "T02", "T03", "T08", "T09", "T10", "T12"]


@pytest.mark.parametrize("typed", ["｛｛ 甲 ｝｝", "{｛ 甲 ｝}", "{{　甲　}}", "｛｛甲｝｝"])
def test_full_width_braces_are_braces(typed: str) -> None:
    assert clean_texts(paragraphs(f"前{typed}后"), {"甲": "值"}) == ["前值后"]


@pytest.mark.parametrize(
    "typed", ["{¦{ 甲 }}", "{{ ¦甲 }¦}", "{{¦ ¦甲¦ ¦}}", "前¦{¦{甲}¦}¦后", "{¦% if 甲 %¦}值{% e¦ndif %}"]
)
def test_a_tag_split_over_runs_is_one_tag(typed: str) -> None:
    text = typed.replace("¦", "")
    expected = "值" if "if" in text else text[: text.index("{")] + "值" + text[text.rindex("}") + 1 :]
    assert clean_texts(paragraphs(typed, "下一段"), {"甲": "值"}) == [expected, "下一段"]


def test_half_a_tag_in_a_tracked_insertion_is_half_a_tag() -> None:
    inner = (
        "<w:p><w:r><w:t>{{ 甲</w:t></w:r><w:ins w:id='1' w:author='a'><w:r><w:t>乙 }}</w:t></w:r></w:ins>"
        "<w:del w:id='2' w:author='a'><w:r><w:delText>旧</w:delText></w:r></w:del></w:p><w:p><w:r><w:t>下一段</w:t></w:r></w:p>"
    )
    assert clean_texts(body_xml(paragraphs(""), inner), {"甲乙": "值"}) == ["值", "下一段"]


def test_a_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    inner = (
        "<w:p><w:pPr><w:rPr><w:del w:id='1' w:author='a'/></w:rPr></w:pPr><w:r><w:t>{{ 甲</w:t></w:r></w:p>"
        "<w:p><w:r><w:t> }}</w:t></w:r></w:p>"
    )
    assert clean_texts(body_xml(paragraphs(""), inner), {"甲": "值"}) == ["值"]


def test_a_tag_across_links_fields_and_spelling_marks_is_one_tag() -> None:
    inner = (
        "<w:p><w:r><w:t>{</w:t></w:r><w:proofErr w:type='spellStart'/><w:hyperlink w:anchor='x'><w:r><w:t>{ 甲</w:t></w:r>"
        "</w:hyperlink><w:sdt><w:sdtContent><w:r><w:t>}</w:t></w:r></w:sdtContent></w:sdt><w:bookmarkStart w:id='0' w:name='b'/>"
        "<w:r><w:t>}后</w:t></w:r><w:bookmarkEnd w:id='0'/></w:p>"
    )
    result = rendered(body_xml(paragraphs(""), inner), {"甲": "值"})
    assert (result.findings, texts(result)) == ([], ["值后"])
    assert b'w:name="b"' in result.package[BODY]


def test_percent_signs_inside_a_tag_do_not_end_it() -> None:
    document = paragraphs('{%p if 甲 == "100%" %}', "满", "{%p endif %}")
    assert clean_texts(document, {"甲": "100%"}) == ["满"]
    assert clean_texts(table(["{%tr if 甲 % 2 %}"], ["奇"], ["{%tr endif %}"]), {"甲": 3}) == ["奇", "表后"]
    assert clean_texts(paragraphs("{{{ 甲 }}}"), {"甲": "x"}) == ["{x}"]


def test_literal_jinja_in_data_stays_text() -> None:
    assert clean_texts(paragraphs("{{ 甲 }}"), {"甲": "{{ 乙 }}{% if %}{#"}) == ["{{ 乙 }}{% if %}{#"]


def test_a_tag_over_two_paragraphs_is_refused_with_both_places() -> None:
    (found,) = refused(paragraphs("{{ 甲", "乙 }}"))
    assert found.code == "T09"
    assert "第2段" in found.message


def test_a_tag_on_a_section_break_is_refused() -> None:
    inner = "<w:p><w:pPr><w:sectPr/></w:pPr><w:r><w:t>{%p if 甲 %}</w:t></w:r></w:p><w:p><w:r><w:t>{%p endif %}</w:t></w:r></w:p>"
    assert codes(refused(body_xml(paragraphs(""), inner)))[0] == "T11"


@pytest.mark.parametrize(
    ("texts_", "code"),
    [
        (["{%p if 甲 %}", "内容"], "T12"),
        (["内容", "{%p endif %}"], "T12"),
        (["{%p if 甲 %}", "{%p endfor %}"], "T12"),
        (["{%p else %}"], "T12"),
        (["{%p if 甲 %}", "内容{% endif %}"], "T13"),
        (["前{% if 甲 %}后", "内容{% endif %}"], "T13"),
        (["{%tr if 甲 %}"], "T13"),
    ],
)
def test_an_unmatched_condition_names_its_opener(texts_: list[str], code: str) -> None:
    findings = refused(paragraphs(*texts_))
    assert code in codes(findings)


def test_the_unclosed_opener_is_named_with_its_place() -> None:
    document = paragraphs("甲", "{%p for 乙 in 丙 %}", "{{ 乙 }}")
    (found,) = refused(document)
    assert (found.place, found.quote) == ("Word模板第2段", "{%p for 乙 in 丙 %}")


def test_a_place_names_the_heading_and_the_cell() -> None:
    document = docx.Document()
    document.add_heading("{{ 号 }}支出情况", 1)
    document.add_paragraph("一")
    document.add_paragraph("{{ 缺一 }}")
    document.add_table(2, 2).cell(1, 1).text = "{{ 缺二 }}"
    result = rendered(packed(document), {"号": "一、"})
    assert [found.place for found in result.findings] == [
        "Word模板“支出情况”标题下第2段",
        "Word模板“支出情况”标题下第1张表第2行第2格",
    ]


def test_instructions_and_comments_of_the_bureau_are_never_printed() -> None:
    document = docx.Document()
    document.styles.add_style("填写说明", 1)
    document.add_paragraph("请勿改动 {{ 随便写 }} {", style="填写说明")
    run = document.add_paragraph().add_run("正文{{ 甲 }}")
    document.add_comment(run, "批注", "作者", "作")
    result = rendered(packed(document), {"甲": "值"})
    assert (result.findings, texts(result)) == ([], ["正文值"])
    assert not any("comments" in name for name in result.package)
    assert b"omment" not in result.package[BODY]


def test_headers_footers_notes_and_text_boxes_are_rendered_too() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "{{ 甲 }}页眉"
    document.sections[0].footer.paragraphs[0].text = "{{ 甲 }}页脚"
    document.core_properties.title = "{{ 甲 }}标题"
    package = packed(document)
    box = (
        "<w:p><w:r><w:t>框</w:t></w:r><mc:AlternateContent xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'>"
        "<mc:Choice Requires='wps'><w:r><w:txbxContent><w:p><w:r><w:t>{{ </w:t></w:r><w:r><w:t>甲 }}一</w:t></w:r></w:p></w:txbxContent></w:r>"
        "</mc:Choice><mc:Fallback><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>{{ 甲 }}二</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
        "</mc:Fallback></mc:AlternateContent></w:p>"
    )
    result = rendered(body_xml(package, box), {"甲": "A&B"})
    assert result.findings == []
    everything = re.sub(
        "<[^>]*>",
        "",
        b"".join(result.package[part] for part in result.package if part.endswith(".xml")).decode(),
    )
    for text in ("A&amp;B页眉", "A&amp;B页脚", "A&amp;B标题", "A&amp;B一", "A&amp;B二"):
        assert text in everything


def test_a_line_feed_becomes_a_line_break() -> None:
    result = rendered(paragraphs("{{ 甲 }}"), {"甲": "一\n二\t三"})
    assert (
        b'\xe4\xb8\x80</w:t><w:br/><w:t xml:space="preserve">\xe4\xba\x8c</w:t><w:tab/>'
        in result.package[BODY]
    )


def test_quotes_and_values_are_set_in_the_chinese_font() -> None:
    result = rendered(paragraphs("“三公”经费{{ 甲 }}", "无"), {"甲": "—"})
    assert result.package[BODY].count(b'w:hint="eastAsia"') == 1


def test_a_condition_inside_a_sentence() -> None:
    document = paragraphs("比上年{% if 增 %}增加{% elif 减 %}减少{% else %}持平{% endif %}。{# 注 #}")
    assert clean_texts(document, {"增": False, "减": True}) == ["比上年减少。"]
    assert clean_texts(document, {"增": False, "减": False}) == ["比上年持平。"]


def test_an_undefined_condition_is_reported() -> None:
    assert codes(rendered(paragraphs("{% if 没有 %}甲{% endif %}乙"), {}).findings) == ["T04"]


def test_a_file_that_is_no_word_document_is_refused() -> None:
    broken = paragraphs("甲").with_parts({BODY: b"<w:document"})
    assert codes(refused(broken)) == ["T16"]


def test_two_renderings_know_nothing_of_each_other() -> None:
    template = compiled(paragraphs("{% set 次 = 数 + 1 %}{{ 次 }}{{ 金额|万元 }}"))
    first = template.render(Names("", {"数": 1, "金额": money("甲", "10000")}))
    second = template.render({"数": 5, "金额": money("甲", "20000")})
    again = template.render(Names("", {"数": 1, "金额": money("甲", "10000")}))
    assert (texts(first), texts(second)) == (["21"], ["62"])
    assert write_package(first.package) == write_package(again.package)


def test_a_strict_or_foreign_document_is_refused_not_printed_raw() -> None:
    package = paragraphs("{{ 甲 }}")
    strict = package[BODY].replace(
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    assert codes(refused(package.with_parts({BODY: strict}))) == ["T16"]
    renamed = (
        package[BODY]
        .replace(b"<w:", b"<x:")
        .replace(b"</w:", b"</x:")
        .replace(b" w:", b" x:")
        .replace(b"xmlns:w=", b"xmlns:x=")
    )
    assert codes(refused(package.with_parts({BODY: renamed}))) == ["T16"]


def test_the_title_of_a_chart_is_rendered_too() -> None:
    chart = (
        '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:p><a:r><a:t>{{ 年</a:t></a:r><a:r><a:t>度 }}年&amp;收支</a:t></a:r></a:p>'
        "<c:v>{{ 甲 }}</c:v></c:chartSpace>"
    )
    part = "word/charts/chart1.xml"
    package, _ = with_relation(paragraphs("正文"), BODY, "chart", part)
    package = with_part(package, part, chart.encode(), CONTENT_TYPE.DML_CHART)
    template, findings = compile_word(package, FILTERS, extra_parts=[part])
    assert template is not None and findings == []
    result = template.render({"年度": 2021, "甲": "一\n<二>"})
    assert result.findings == []
    assert re.sub("<[^>]*>", "", result.package[part].decode()).strip() == "2021年&amp;收支一 &lt;二&gt;"


def test_half_a_tag_in_an_alternative_text_is_seen() -> None:
    drawing = (
        "<w:p><w:r><w:drawing><wp:inline xmlns:wp='http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing'>"
        "<wp:docPr id='3' name='图' descr='图表：{{ 甲'/></wp:inline></w:drawing></w:r></w:p>"
    )
    (found,) = refused(body_xml(paragraphs(""), drawing))
    assert (found.code, found.place) == ("T08", "Word模板图形的替代文字")
