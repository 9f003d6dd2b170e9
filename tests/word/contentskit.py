"""Small templates with a contents field, with what their renderings show."""

from __future__ import annotations

import docx
from lxml import etree

from report_author.ooxml.package import Package
from report_author.templating.word_finish import Mark
from report_author.word.template import compile_report
from tests.templating.wordkit import BODY, FILTERS, W, body_xml, packed

_RUN = "<w:r><w:fldChar w:fldCharType='{}'/></w:r>"
BEGIN, SEPARATE, END = (_RUN.format(kind) for kind in ("begin", "separate", "end"))


def field(instruction: str = r' TOC \o "1-3" \h \z \u ') -> str:
    return f"{BEGIN}<w:r><w:instrText xml:space='preserve'>{instruction}</w:instrText></w:r>{SEPARATE}"


def paragraph(content: str, style: str = "", properties: str = "") -> str:
    named = f"<w:pStyle w:val='{style}'/>" if style else ""
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{content}</w:p>"


def text(words: str, style: str = "", properties: str = "") -> str:
    return paragraph(f"<w:r><w:t xml:space='preserve'>{words}</w:t></w:r>", style, properties)


CONTENTS = paragraph(field() + "<w:r><w:t>（目录）</w:t></w:r>") + paragraph(END)


def template(*blocks: str) -> Package:
    return body_xml(packed(docx.Document()), "".join(blocks))


def made(*blocks: str, **names: object) -> tuple[Package, list[Mark]]:
    compiled, findings = compile_report(template(*blocks), FILTERS)
    assert compiled is not None, findings
    result = compiled.word.render(names)
    assert result.findings == []
    return result.package, result.marks


def root_of(package: Package) -> etree._Element:
    return etree.fromstring(package[BODY])


def shown(paragraph: etree._Element) -> str:
    return "".join(t.text or "" for t in paragraph.iter(f"{W}t"))


def entries(package: Package) -> list[tuple[int, str, str]]:
    """Level, text, page number of every entry, as the style of its paragraph and its runs say."""
    found = []
    for link in root_of(package).iter(f"{W}hyperlink"):
        style = link.getparent().find(f"{W}pPr/{W}pStyle").get(f"{W}val")
        texts = [t.text or "" for t in link.iter(f"{W}t")]
        found.append((int(style[-1]), "".join(texts[:-1]), texts[-1]))
    return found
