"""Finished files are read back and tied to the figures before they are published."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from lxml import etree

from report_author.figures.ledger import Printed
from report_author.model.findings import Finding, error
from report_author.model.money import exact_wan
from report_author.ooxml.markup import parse_xml, w
from report_author.ooxml.package import Package, PackageError, read_package
from report_author.ooxml.sheets import CellKind, RawCell, RawWorkbook, UnreadableBook, parse_workbook
from report_author.templating.table_writer import CellMark
from report_author.templating.word_finish import Mark

_TEXT, _TAB, _BREAKS = w("t"), w("tab"), (w("br"), w("cr"))
_PARAGRAPH, _RUN = w("p"), w("r")
_ADVICE = "这是程序的问题，文件没有生成；请把填报表和模板发给维护人员。"


def verify_report(data: bytes, marks: Sequence[Mark]) -> list[Finding]:
    """Reopen the report: every part is well-formed, every figure stands where it was printed, as it was printed."""
    try:
        package = read_package(data)
        paragraphs = _paragraphs(package, {mark.part for mark in marks})
    except (PackageError, etree.XMLSyntaxError) as problem:
        return [error("P02", "报告", f"生成的报告读不回来（{problem}）。", _ADVICE)]
    findings = []
    for mark in marks:
        if mark.paragraph < 0:
            continue  # an alternative text: no paragraph shows it
        texts = paragraphs[mark.part]
        text = texts[mark.paragraph] if mark.paragraph < len(texts) else ""
        shown = mark.printed.text
        if text[mark.offset : mark.offset + len(shown)] != shown:
            findings.append(
                error(
                    "P03",
                    f"报告第 {mark.paragraph + 1} 段",
                    f"“{mark.printed.figure.name}”印出的数字读回来不一致。",
                    _ADVICE,
                    quote=text[:60],
                    stated=text[mark.offset : mark.offset + len(shown)],
                    expected=shown,
                )
            )
    return findings


def _paragraphs(package: Package, parts: Iterable[str]) -> dict[str, list[str]]:
    """The text of every ``w:p`` of these parts, in document order; nested paragraphs are not part of the outer one."""
    for name, data in package.items():
        if name.endswith((".xml", ".rels")):
            parse_xml(data)
    return {part: [_text(p) for p in parse_xml(package[part]).iter(_PARAGRAPH)] for part in parts}


def _text(paragraph: etree._Element) -> str:
    pieces: list[str] = []
    for element in paragraph.iter(_TEXT, _TAB, *_BREAKS):
        owner = next(element.iterancestors(_PARAGRAPH))
        if owner is not paragraph:
            continue
        if element.tag == _TEXT:
            pieces.append(element.text or "")
        elif element.getparent() is not None and element.getparent().tag == _RUN:  # type: ignore[union-attr]
            pieces.append("\t" if element.tag == _TAB else "\n")
    return "".join(pieces)


def reopened(data: bytes) -> tuple[RawWorkbook | None, list[Finding]]:
    """The appendix as anyone reads it."""
    try:
        return parse_workbook(data), []
    except UnreadableBook as problem:
        return None, [error("P02", "公开表", f"生成的公开表读不回来（{problem}）。", _ADVICE)]


def verify_tables(book: RawWorkbook, marks: Sequence[CellMark]) -> list[Finding]:
    """Every figure's cell of the reopened appendix holds its exact value (万元 or 元), or shows it within its text."""
    cells = {(sheet.name, cell.ref): cell for sheet in book.sheets for cell in sheet.cells.values()}
    findings = []
    for mark in marks:
        cell = cells.get((mark.sheet, mark.cell))
        if not _holds(cell, mark.printed):
            findings.append(
                error(
                    "P03",
                    f"{mark.sheet}!{mark.cell}",
                    f"“{mark.printed.figure.name}”写入的数字读回来不一致。",
                    _ADVICE,
                    stated=cell.text if cell else "（空白）",
                    expected=mark.printed.text,
                )
            )
    return findings


def _holds(cell: RawCell | None, printed: Printed) -> bool:
    value = printed.figure.value
    if cell is None:
        return not value  # a zero may be left blank, as the format chooses
    if cell.kind is CellKind.NUMBER:
        exact = exact_wan(value) if printed.view == "万元" else value
        return isinstance(cell.value, Decimal) and cell.value == exact
    return printed.text in cell.text
