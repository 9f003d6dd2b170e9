"""A report of an earlier year as plain lines with their places."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from report_author.model.findings import Finding, error
from report_author.ooxml.markup import MC, parse_xml, w
from report_author.ooxml.package import PackageError, read_package

_BOOKMARK = re.compile(r"\[bookmark: [^\]]*\]")
_WORD = "word/document.xml"
#: content that is deleted, stands beside the text, or is the second copy of what stands before it
_SKIPPED = frozenset((w("del"), w("moveFrom"), w("txbxContent"), f"{{{MC}}}Fallback"))


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph: its text, where it stands, whether Word numbers it."""

    text: str
    place: str
    numbered: bool = False

    @property
    def key(self) -> str:
        """The text without white space, digits and brackets half-width; a comma stays apart from that of 1,652.54."""
        return plain_key(self.text)


@dataclass(frozen=True, slots=True)
class Table:
    """A table of amounts with the lines just above it (its title, its unit)."""

    rows: tuple[tuple[str, ...], ...]
    above: tuple[str, ...]
    place: str


@dataclass(frozen=True, slots=True)
class Document:
    """A report in its order."""

    name: str
    lines: tuple[Line, ...]
    tables: tuple[Table, ...] = ()


def plain_key(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text.replace("，", "、")).split())


def read_document(path: Path) -> tuple[Document | None, list[Finding]]:
    """The lines of a ``.docx`` or ``.txt``; a file that cannot be read is a finding."""
    if path.suffix.lower() == ".txt":
        return _read_text(path)
    try:
        part = read_package(path).get(_WORD)
    except PackageError as problem:
        return None, [
            error("I40", path.name, f"去年的报告不能读取：{problem.message}。", f"{problem.advice}。")
        ]
    try:
        body = None if part is None else parse_xml(part).find(w("body"))
    except etree.XMLSyntaxError:
        body = None
    if body is None:
        return None, [_no_report(path, "这不是 Word 报告（.docx）")]
    lines, tables = _walk(body, path.name)
    return Document(path.name, tuple(lines), tuple(tables)), []


def _read_text(path: Path) -> tuple[Document | None, list[Finding]]:
    try:
        data = path.read_bytes()
        text = _decoded(data)
    except OSError:
        return None, [_no_report(path, "文件打不开")]
    except UnicodeError:
        return None, [_no_report(path, "文字的编码认不出来")]
    lines = (
        Line(_BOOKMARK.sub("", line).strip(), f"{path.name}第{number}行")
        for number, line in enumerate(text.splitlines(), start=1)
    )
    return Document(path.name, tuple(line for line in lines if line.text)), []


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")


def _no_report(path: Path, what: str) -> Finding:
    return error("I40", path.name, f"去年的报告不能读取：{what}。", "请选用去年公开的 Word 报告（.docx）。")


def _walk(body: etree._Element, name: str) -> tuple[list[Line], list[Table]]:
    lines: list[Line] = []
    tables: list[Table] = []
    for number, block in enumerate(_blocks(body), start=1):
        if block.tag == w("tbl"):
            rows = tuple(_cells(row) for row in block.iter(w("tr")))
            above = tuple(line.text for line in lines[-3:])
            tables.append(Table(rows, above, f"{name}第{len(tables) + 1}个表"))
            continue
        numbered = block.find(f"{w('pPr')}/{w('numPr')}") is not None
        place = f"{name}第{number}段"
        pieces = _text(block).split("\n")
        lines += [Line(text.strip(), place, numbered) for text in pieces if text.strip()]
    return lines, tables


def _blocks(parent: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs and tables in order, those inside content controls too."""
    for child in parent:
        if child.tag in (w("p"), w("tbl")):
            yield child
        elif child.tag in (w("sdt"), w("sdtContent"), w("ins"), w("customXml")):
            yield from _blocks(child)


def _cells(row: etree._Element) -> tuple[str, ...]:
    return tuple("".join(_text(p) for p in cell.iter(w("p"))).strip() for cell in row.iter(w("tc")))


def _text(element: etree._Element) -> str:
    """The visible text of a paragraph."""
    if element.tag in _SKIPPED:
        return ""
    if element.tag == w("t"):
        return element.text or ""
    if element.tag in (w("br"), w("cr")):
        return "\n"
    if element.tag == w("tab"):
        return "\t"
    return "".join(_text(child) for child in element if isinstance(child.tag, str) and child.tag != w("pPr"))
