"""Reads the charts of a finished report with tools of its own; changes the charts of the shipped template for a test."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
from lxml import etree

from report_author.figures.account import Account, Conventions
from report_author.figures.filters import make_filters
from report_author.figures.values import Names
from report_author.figures.vocabulary import vocabulary
from report_author.model.facts import Facts
from report_author.model.findings import Finding
from report_author.model.format import Format, read_format
from report_author.ooxml.package import Package
from report_author.word.report import Report, make_report
from report_author.word.template import ReportTemplate, compile_report
from tools.samples import seed_department
from tools.samples.to_facts import entries_to_facts
from tools.word_template.package import template_bytes

ROOT = Path(__file__).parents[2]
NS = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
}
Parts = dict[str, bytes]


@dataclass(frozen=True)
class SeenSeries:
    """One series as cached, with the same cells of the embedded workbook."""

    name: str
    categories: tuple[str, ...]
    values: tuple[str, ...]
    book_name: str
    book_categories: tuple[str, ...]
    book_values: tuple[float, ...]
    element: etree._Element


@dataclass(frozen=True)
class SeenChart:
    """One chart in the order of the document."""

    key: str
    part: str
    title: str
    kind: str
    series: tuple[SeenSeries, ...]
    root: etree._Element
    height: int


@cache
def shipped_format() -> Format:
    """The format that the program ships."""
    found, findings = read_format(ROOT / "templates" / "xlsx" / "sichuan-2021")
    assert found is not None, findings
    return found


def template_parts() -> Parts:
    """The shipped Word template, ready to be changed."""
    with zipfile.ZipFile(io.BytesIO(template_bytes())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def compiled(change: Callable[[Parts], None] | None = None) -> tuple[ReportTemplate | None, list[Finding]]:
    """The shipped template, compiled after ``change``."""
    parts = template_parts()
    if change is not None:
        change(parts)
    fmt = shipped_format()
    filters = make_filters(Conventions.from_options(fmt.options))
    return compile_report(Package(parts), filters, [chart.key for chart in fmt.charts])


@cache
def shipped_template() -> ReportTemplate:
    """The shipped template as it is."""
    template, findings = compiled()
    assert template is not None and not findings, findings
    return template


@cache
def seed_facts() -> Facts:
    """The department of the published report."""
    return entries_to_facts(seed_department.ENTRIES)


def names_of(facts: Facts) -> Names:
    """The vocabulary of one department."""
    return vocabulary(Account(facts, shipped_format()))


def report_of(facts: Facts, template: ReportTemplate | None = None) -> Report:
    """The report of one department."""
    return make_report(template or shipped_template(), names_of(facts), facts, Path())


def changed_chart(number: int, *edits: tuple[str, str]) -> Callable[[Parts], None]:
    """A change of the template: in one of its seven charts every text of ``edits`` is replaced; each must be there."""

    def change(parts: Parts) -> None:
        name = f"word/charts/chart{number}.xml"
        text = parts[name].decode()
        for old, new in edits:
            assert old in text, old
            text = text.replace(old, new)
        parts[name] = text.encode()

    return change


def unpacked(data: bytes) -> Mapping[str, bytes]:
    """The parts of a finished file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def read_charts(data: bytes) -> list[SeenChart]:
    """Every chart that the body shows."""
    parts = unpacked(data)
    body = etree.fromstring(parts["word/document.xml"])
    targets = _targets(parts, "word/document.xml")
    found = []
    for frame in body.iterfind(".//wp:inline", NS):
        reference = frame.find(".//c:chart", NS)
        if reference is None:
            continue
        properties, extent = frame.find("wp:docPr", NS), frame.find("wp:extent", NS)
        assert properties is not None and extent is not None
        part = targets[reference.get(f"{{{NS['r']}}}id", "")]
        found.append(_chart(parts, part, properties.get("descr", ""), int(extent.get("cy", "0"))))
    return found


def _targets(parts: Mapping[str, bytes], part: str) -> dict[str, str]:
    folder, name = posixpath.split(part)
    rels = etree.fromstring(parts[f"{folder}/_rels/{name}.rels"])
    return {
        rel.get("Id", ""): posixpath.normpath(posixpath.join(folder, rel.get("Target", ""))) for rel in rels
    }


def _chart(parts: Mapping[str, bytes], part: str, key: str, height: int) -> SeenChart:
    root = etree.fromstring(parts[part])
    link = root.find("c:externalData", NS)
    assert link is not None, f"{key} has no workbook behind “编辑数据”"
    book = openpyxl.load_workbook(
        io.BytesIO(parts[_targets(parts, part)[link.get(f"{{{NS['r']}}}id", "")]]), data_only=True
    )
    plot = root.xpath("c:chart/c:plotArea/*[contains(local-name(), 'Chart')]", namespaces=NS)[0]
    title = "".join(root.xpath("c:chart/c:title//a:t/text()", namespaces=NS))
    series = tuple(_series(ser, book) for ser in root.iterfind(".//c:ser", NS))
    return SeenChart(key, part, title, etree.QName(plot).localname, series, root, height)


def _series(ser: etree._Element, book: Any) -> SeenSeries:
    return SeenSeries(
        _cache(ser, "c:tx")[0],
        _cache(ser, "c:cat"),
        _cache(ser, "c:val"),
        str(_cells(ser, "c:tx", book)[0]),
        tuple(map(str, _cells(ser, "c:cat", book))),
        _cells(ser, "c:val", book),
        ser,
    )


def _cache(ser: etree._Element, what: str) -> tuple[str, ...]:
    """The cached points, held against their declared count and numbers."""
    count = int(ser.find(f"{what}//c:ptCount", NS).get("val"))  # type: ignore[union-attr, arg-type]
    points = ser.findall(f"{what}//c:pt", NS)
    assert [int(point.get("idx", "-1")) for point in points] == list(range(count))
    return tuple(point.findtext("c:v", "", NS) for point in points)


def _cells(ser: etree._Element, what: str, book: Any) -> tuple[Any, ...]:
    reference = re.fullmatch(
        r"(\w+)!(\$[A-Z]+\$\d+(?::\$[A-Z]+\$\d+)?)", ser.findtext(f"{what}//c:f", "", NS)
    )
    assert reference is not None
    cells = book[reference[1]][reference[2].replace("$", "")]
    return (
        (cells.value,) if not isinstance(cells, tuple) else tuple(cell.value for row in cells for cell in row)
    )
