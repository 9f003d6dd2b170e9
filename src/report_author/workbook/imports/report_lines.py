"""A report of an earlier year as plain lines with their places."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from report_author.model.findings import Finding, error
from report_author.ooxml.package import Package, PackageError, read_package
from report_author.ooxml.reading import read_lines
from report_author.ooxml.relations import main_part

_BOOKMARK = re.compile(r"\[bookmark: [^\]]*\]")


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph with its place."""

    text: str
    place: str

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
        lines, tables = _body(read_package(path), path.name)
    except PackageError as problem:
        return None, [
            error("I40", path.name, f"去年的报告不能读取：{problem.message}。", f"{problem.advice}。")
        ]
    except (etree.XMLSyntaxError, KeyError):
        return None, [_no_report(path, "文件已损坏")]
    if not lines:
        return None, [_no_report(path, "这不是 Word 报告（.docx），或者里面没有文字")]
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


def _body(package: Package, name: str) -> tuple[list[Line], list[Table]]:
    """Paragraphs outside of tables, then the tables with the paragraphs above each; the contents page is left out."""
    lines: list[Line] = []
    tables: dict[int, dict[tuple[int, int], str]] = {}
    above: dict[int, tuple[str, ...]] = {}
    for line in read_lines(package):
        if line.contents or line.part != main_part(package):
            continue
        if line.cell is None:
            pieces = (piece.strip() for piece in line.text.split("\n"))
            lines += [Line(piece, f"{name}：{line.place}") for piece in pieces if piece]
            continue
        at = (line.cell.row, line.cell.column)
        cells = tables.setdefault(line.cell.table, {})
        above.setdefault(line.cell.table, tuple(each.text for each in lines[-3:]))
        cells[at] = cells.get(at, "") + line.text.strip()
    return lines, [
        Table(_rows(cells), above[number], f"{name}：第{number + 1}张表") for number, cells in tables.items()
    ]


def _rows(cells: Mapping[tuple[int, int], str]) -> tuple[tuple[str, ...], ...]:
    width = max(column for _, column in cells) + 1
    height = max(row for row, _ in cells) + 1
    return tuple(tuple(cells.get((row, column), "") for column in range(width)) for row in range(height))
