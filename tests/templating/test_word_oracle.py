"""Plain docxtpl 0.20.2, whose dialect the templates are written in, renders the same documents.

Left out, as docxtpl's own faults: tracked changes, ids of drawings, line breaks in data, tables with gridAfter. Our additions
(the East Asian hint on runs, space preservation) are taken out before comparing.
"""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from docxtpl import DocxTemplate
from lxml import etree

from report_author.ooxml.package import Package, write_package
from tests.templating.wordkit import BODY, W, packed, paragraphs, rendered, table

NAMES: dict[str, Any] = {
    "甲": "值",
    "乙": "A&B <局> C",
    "零": 0,
    "列": [{"名": "一", "数": 1}, {"名": "二", "数": 2}],
    "空列": [],
    "组": [{"名": "组一", "项": ["a", "b"]}, {"名": "组二", "项": ["c"]}],
}


def _styled() -> Package:
    document = docx.Document()
    document.add_heading("{{ 甲 }}标题", 1)
    paragraph = document.add_paragraph("前")
    paragraph.add_run("{{ 乙 }}").bold = True
    paragraph.add_run("{% if 零 %}有{% else %}无{% endif %}后").italic = True
    document.add_paragraph("{%p for 项 in 列 %}")
    document.add_paragraph("{{ loop.index }}. {{ 项.名 }}", style="List Bullet")
    document.add_paragraph("{%p if 项.数 > 1 %}")
    document.add_paragraph("大于一")
    document.add_paragraph("{%p else %}")
    document.add_paragraph("{%r if 甲 %}").add_run("一")
    document.paragraphs[-1].add_run("{%r endif %}")
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p endfor %}")
    document.sections[0].header.paragraphs[0].text = "{{ 甲 }}"
    return packed(document)


CASES = {
    "sentences": paragraphs(
        "{{ 甲 }}、{{ 乙 }}",
        "{% for 项 in 列 %}{{ 项.名 }}；{% endfor %}完",
        "没有标签 { }".replace("{ }", ""),
    ),
    "runs": paragraphs("前¦{{ 甲 }}¦后", "{% if 甲 %}¦一¦{% endif %}¦二"),
    "curly quotes": paragraphs("{% if 甲 == “值” %}是{% endif %}"),
    "split tags": paragraphs("前¦{{ ¦甲¦ }}", "{¦% if 零 %¦}一{% endif %}"),
    "styles": _styled(),
    "rows": table(
        ["名", "数"],
        ["{%tr for 项 in 列 %}", ""],
        ["{{ 项.名 }}", "{{ 项.数 }}"],
        ["{%tr endfor %}", ""],
        ["合计", "3"],
    ),
    "nested rows": table(
        ["{%tr for 组员 in 组 %}", ""],
        ["{{ 组员.名 }}", ""],
        ["{%tr for 项 in 组员.项 %}", ""],
        ["", "{{ 项 }}"],
        ["{%tr endfor %}", ""],
        ["{%tr endfor %}", ""],
    ),
    "rows that vanish": table(["头"], ["{%tr if 零 %}"], ["无"], ["{%tr endif %}"]),
    "columns": table(["头", "{%tc if 甲 %}", "一", "{%tc endif %}"]),
}


def _canonical(body: bytes) -> str:
    root = etree.fromstring(body)
    for fonts in list(root.iter(f"{W}rFonts")):
        fonts.attrib.pop(f"{W}hint", None)
        if not fonts.attrib:
            properties = fonts.getparent()
            properties.remove(fonts)
            if len(properties) == 0:
                properties.getparent().remove(properties)
    for text in list(root.iter(f"{W}t")):
        text.attrib.pop("{http://www.w3.org/XML/1998/namespace}space", None)
        if not text.text and len(root.findall(".//*")):
            text.getparent().remove(text)
    for run in list(root.iter(f"{W}r")):
        if all(child.tag == f"{W}rPr" for child in run):
            run.getparent().remove(run)
    return etree.tostring(root, method="c14n").decode()


@pytest.mark.parametrize("case", CASES)
def test_plain_docxtpl_prints_the_same_document(case: str) -> None:
    package = CASES[case]
    oracle = DocxTemplate(io.BytesIO(write_package(package)))
    oracle.render(NAMES, autoescape=True)
    stream = io.BytesIO()
    oracle.save(stream)
    expected = docx.Document(io.BytesIO(stream.getvalue()))
    ours = rendered(package, NAMES)
    assert ours.findings == []
    assert _canonical(ours.package[BODY]) == _canonical(etree.tostring(expected.element))
    header = expected.sections[0].header.paragraphs[0].text
    result = docx.Document(io.BytesIO(write_package(ours.package)))
    assert result.sections[0].header.paragraphs[0].text == header
