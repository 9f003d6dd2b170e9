"""The marked copy of a workbook: findings on their cells, all of them listed in front."""

from __future__ import annotations

from collections.abc import Container, Sequence

from lxml import etree

from report_author.model.findings import NOT_COMPARED, Compared, Finding, Severity, Unchecked
from report_author.ooxml.marks import CellNote, FrontRow, FrontSheet, with_marks
from report_author.ooxml.package import PackageError, read_package, write_package
from report_author.ooxml.sheet_editor import OpenBook
from report_author.review.arrange import Entry, arrange, tally
from report_author.workbook.styles import height, lines

FRONT_NAME = "核对结果"
_AUTHOR = "部门决算核对"
#: colours that are told apart in print, too: red, amber, blue, green
COLOURS = {"错误": "F8A5A5", "警告": "FFD966", "提示": "BDD7EE", "已核实": "C6E0B4"}
_HEADER = ("级别", "工作表", "位置", "问题", "填的是", "应为", "怎么办", "核实编号", "核实说明")
_WIDTHS = (12, 13, 13, 44, 18, 18, 40, 22, 24)


def marked_copy(
    workbook: bytes,
    name: str,
    findings: Sequence[Finding],
    unchecked: Sequence[Unchecked] = (),
    compared: Compared = NOT_COMPARED,
) -> bytes | None:
    """A copy of ``workbook`` with all ``findings`` on it; None where the file cannot be opened as a workbook.

    Nothing but the marks differs: formulas, other sheets, notes of the clerk stay as they are.
    """
    entries = arrange(findings)
    notes = [
        CellNote(entry.spot.group, entry.spot.cell, COLOURS[entry.label], note_text(entry))
        for entry in entries
        if entry.spot.ref
    ]
    try:
        book = OpenBook(read_package(workbook))
        front = FrontSheet(
            FRONT_NAME,
            _lead(name, findings, compared),
            _HEADER,
            _WIDTHS,
            _rows(entries, unchecked, book.sheets),
            linked=2,
        )
        return write_package(with_marks(book, notes, _AUTHOR, front))
    except (PackageError, etree.XMLSyntaxError, KeyError, ValueError, IndexError, StopIteration):
        return None


def note_text(entry: Entry) -> str:
    """What the note on a cell says: rule, both values, what to do."""
    found = entry.finding
    lines = [f"【{entry.label}】{found.number}", entry.message]
    lines += [entry.sides] if entry.sides else []
    lines += [f"核实说明：{found.explanation}"] if found.explanation else [f"→ {found.advice}"]
    return "\n".join(lines)


def _lead(name: str, findings: Sequence[Finding], compared: Compared) -> tuple[str, ...]:
    return (
        "核对结果",
        *([compared.line] if compared.line else []),
        f"{name}：{tally(findings)}。点蓝色的“位置”就到那一格。",
        "这一份是标注副本，只用来对照；请在原来的填报表里修改，改好再运行一次。",
        "警告核对无误的，把“核实编号”抄到原表“校验与核实”的核实说明，写明情况。",
    )


def _rows(
    entries: Sequence[Entry], unchecked: Sequence[Unchecked], sheets: Container[str]
) -> tuple[FrontRow, ...]:
    """A row for each finding in the order to work them off; at the end the rules that could not run."""
    rows = [
        _row(
            (
                f"{entry.label}·待办" if entry.to_write else entry.label,
                entry.spot.group,
                entry.spot.shown or "（整张表）",
                entry.message,
                entry.finding.stated,
                entry.finding.expected,
                entry.finding.advice,
                entry.finding.number if entry.finding.severity is Severity.WARNING else "",
                entry.finding.explanation,
            ),
            entry.spot.link(sheets),
            COLOURS[entry.label],
        )
        for entry in entries
    ]
    rows += [_row(("未核对", "", "", f"{gap.code}：{gap.why}", "", "", "", "", "")) for gap in unchecked]
    return tuple(rows)


def _row(cells: tuple[str, ...], link: str = "", fill: str = "") -> FrontRow:
    tallest = max(lines(text, width) for text, width in zip(cells, _WIDTHS, strict=True))
    return FrontRow(cells, height(tallest), link, fill)
