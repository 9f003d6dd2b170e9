"""An evaluation report that the clerk hands in as a Word document is inserted as it is."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.shared import Pt
from lxml import etree

from report_author.figures.values import Wanted
from report_author.model.findings import error
from report_author.ooxml.package import write_package
from report_author.templating.word import Rendered
from tests.support.validator import validate
from tests.templating.wordkit import BODY, W, codes, compiled, packed, paragraphs, refused, texts

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
TEMPLATE = compiled(paragraphs("前", "{{ 附件|插入文档 }}", "后"))


def _annex(folder: Path) -> Any:
    document = docx.Document()
    document.styles["Normal"].font.size = Pt(9)
    document.add_heading("附件标题", 1)
    document.add_paragraph("甲 & <乙> {{ 原样 }}", style="List Number")
    document.add_paragraph().add_run().add_picture(io.BytesIO(PIXEL))
    document.add_table(1, 2, style="Table Grid").cell(0, 1).text = "格"
    document.save(folder / "评价报告.docx")
    return document


def _opened(result: Rendered) -> Any:
    return docx.Document(io.BytesIO(write_package(result.package)))


def test_text_tables_pictures_and_lists_come_along(tmp_path: Path) -> None:
    _annex(tmp_path)
    result = TEMPLATE.render({"附件": "评价报告.docx"}, tmp_path)
    assert result.findings == []
    assert texts(result) == ["前", "附件标题", "甲 & <乙> {{ 原样 }}", "", "", "格", "后"]
    opened = _opened(result)
    assert len(opened.inline_shapes) == 1
    image = opened.inline_shapes[0]._inline.graphic.graphicData.pic.blipFill.blip.embed
    assert opened.part.related_parts[image].blob == PIXEL
    assert opened.paragraphs[2].style.name == "List Number（附件1）"
    numbers = {
        num.get(f"{W}numId") for num in etree.fromstring(result.package["word/numbering.xml"]).iter(f"{W}num")
    }
    used = {
        use.get(f"{W}val") for use in etree.fromstring(result.package["word/styles.xml"]).iter(f"{W}numId")
    }
    assert used <= numbers


def test_the_looks_of_the_annex_and_of_the_report_stay_apart(tmp_path: Path) -> None:
    _annex(tmp_path)
    opened = _opened(TEMPLATE.render({"附件": "评价报告.docx"}, tmp_path))
    assert opened.styles["Normal"].font.size != Pt(9)
    base = opened.paragraphs[3].style
    assert (base.name, base.font.size, base.base_style) == ("Normal（附件1）", Pt(9), None)
    assert opened.paragraphs[1].style.name.endswith("（附件1）")
    assert "outlineLvl" not in etree.tostring(opened.paragraphs[1].style.element).decode()
    assert opened.paragraphs[0].style.name == "Normal"


def test_the_same_document_twice_keeps_all_ids_apart(tmp_path: Path) -> None:
    _annex(tmp_path)
    template = compiled(paragraphs("{%p for 名 in 列 %}", "{{ 名|插入文档 }}", "{%p endfor %}"))
    result = template.render({"列": ["评价报告.docx", "评价报告.docx"]}, tmp_path)
    assert result.findings == []
    root = etree.fromstring(result.package[BODY])
    drawings = [element.get("id") for element in root.iter() if str(element.tag).endswith("}docPr")]
    assert len(set(drawings)) == len(drawings) == 2
    names = [style.name for style in _opened(result).styles]
    assert len(set(names)) == len(names)
    assert write_package(result.package) == write_package(
        template.render({"列": ["评价报告.docx"] * 2}, tmp_path).package
    )


def test_what_cannot_come_along_is_said(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("横")
    document.sections[0].orientation = WD_ORIENT.LANDSCAPE
    paragraph = document.add_paragraph("注")
    paragraph._p.append(etree.fromstring(f'<w:r xmlns:w="{W[1:-1]}"><w:footnoteReference w:id="2"/></w:r>'))
    document.save(tmp_path / "甲.docx")
    result = TEMPLATE.render({"附件": "甲.docx"}, tmp_path)
    assert codes(result.findings) == ["T19"]
    assert "脚注" in result.findings[0].message and "横向" in result.findings[0].message
    root = etree.fromstring(result.package[BODY])
    assert (len(list(root.iter(f"{W}sectPr"))), len(list(root.iter(f"{W}footnoteReference")))) == (1, 0)


@pytest.mark.parametrize(
    ("name", "content"), [("没有.docx", None), ("坏.docx", b"x"), ("旧.doc", b"x"), ("表.docx", b"PK")]
)
def test_an_annex_that_cannot_be_read_is_a_finding(name: str, content: bytes | None, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    result = TEMPLATE.render({"附件": name}, tmp_path)
    assert codes(result.findings) == ["T18"]
    assert texts(result) == ["前", f"【缺：附件 {name}】", "后"]


def test_a_missing_name_of_an_annex_is_never_blank(tmp_path: Path) -> None:
    assert codes(TEMPLATE.render({"附件": ""}, tmp_path).findings) == ["T05"]
    assert codes(TEMPLATE.render({}, tmp_path).findings) == ["T04"]
    wanted = Wanted(error("V82", "首页!B2", "附件没有填", "请填写"))
    assert TEMPLATE.render({"附件": wanted}, tmp_path).findings == [wanted.finding]


def test_the_tag_of_an_annex_stands_alone() -> None:
    assert codes(refused(paragraphs("见 {{ 附件|插入文档 }}"))) == ["T10"]
    assert codes(refused(paragraphs("{{ 附件|插入文档|万元 }}"))) == ["T03"]


def test_tracked_changes_and_comments_of_an_annex_do_not_come(tmp_path: Path) -> None:
    document = docx.Document()
    run = document.add_paragraph().add_run("正文")
    document.add_comment(run, "批注", "作者", "作")
    package = packed(document)
    body = (
        package[BODY]
        .decode()
        .replace(
            "<w:t>正文</w:t></w:r>",
            '<w:t>正文</w:t></w:r><w:del w:id="9" w:author="a"><w:r><w:delText>删</w:delText></w:r></w:del>',
        )
    )
    write_package(package.with_parts({BODY: body.encode()}), tmp_path / "甲.docx")
    result = TEMPLATE.render({"附件": "甲.docx"}, tmp_path)
    assert texts(result) == ["前", "正文", "后"]
    assert b"delText" not in result.package[BODY] and b"omment" not in result.package[BODY]


@pytest.mark.slow
def test_microsofts_validator_finds_nothing_in_a_report_with_an_annex(tmp_path: Path) -> None:
    _annex(tmp_path)
    alone, made = tmp_path / "评价报告.docx", tmp_path / "报告.docx"
    write_package(TEMPLATE.render({"附件": alone.name}, tmp_path).package, made)
    before, after = validate(alone), validate(made)
    if before is None or after is None:
        pytest.skip("没有安装 Open XML 校验程序")
    known = {fault.split(": ", 1)[1] for fault in before}  # python-docx's own default file is not faultless
    assert [fault for fault in after if fault.split(": ", 1)[1] not in known] == []
