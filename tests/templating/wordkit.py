"""Small Word templates for the tests of the engine."""

from __future__ import annotations

import io
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import docx
from lxml import etree

from report_author.figures.figure import Figure, Shown, show_wan
from report_author.model.findings import Finding
from report_author.ooxml.package import Package, read_package
from report_author.templating.word import Rendered, WordTemplate, compile_word

BODY = "word/document.xml"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _wan(value: Figure) -> Shown:
    return show_wan(value, strip_zeros=True)


FILTERS = {
    "万元": _wan,
    "大写": lambda number: "一二三四五"[number - 1],
    "连接": lambda items, sign: sign.join(items),
}


def money(name: str, yuan: str) -> Figure:
    return Figure(name, Decimal(yuan))


def packed(document: Any) -> Package:
    stream = io.BytesIO()
    document.save(stream)
    return read_package(stream.getvalue())


def paragraphs(*texts: str) -> Package:
    """A document of these paragraphs; ``|`` splits a paragraph into runs."""
    document = docx.Document()
    for text in texts:
        paragraph = document.add_paragraph()
        for run in text.split("¦"):
            paragraph.add_run(run)
    return packed(document)


def table(*rows: list[str]) -> Package:
    document = docx.Document()
    grid = document.add_table(len(rows), len(rows[0]))
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            grid.cell(row, column).text = text
    document.add_paragraph("表后")
    return packed(document)


def body_xml(package: Package, inner: str) -> Package:
    """The document of ``package`` with its body's content replaced by ``inner``."""
    text = package[BODY].decode()
    start = text.index("<w:body>") + len("<w:body>")
    return package.with_parts({BODY: (text[:start] + inner + text[text.index("<w:sectPr") :]).encode()})


def compiled(package: Package) -> WordTemplate:
    template, findings = compile_word(package, FILTERS)
    assert template is not None, findings
    return template


def refused(package: Package) -> list[Finding]:
    template, findings = compile_word(package, FILTERS)
    assert template is None
    return findings


def rendered(package: Package, names: Mapping[str, object]) -> Rendered:
    return compiled(package).render(names)


def texts(result: Rendered) -> list[str]:
    """The texts of all paragraphs of the body, in order."""
    root = etree.fromstring(result.package[BODY])
    return ["".join(t.text or "" for t in p.iter(f"{W}t")) for p in root.iter(f"{W}p")]


def clean_texts(package: Package, names: Mapping[str, object]) -> list[str]:
    """The texts of a rendering that has nothing to complain about."""
    result = rendered(package, names)
    assert result.findings == []
    return texts(result)


def codes(findings: list[Finding]) -> list[str]:
    return [found.code for found in findings]
