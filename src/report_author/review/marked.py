"""The marked copy of a workbook: findings on their cells, all of them listed in front."""

from __future__ import annotations

from collections.abc import Container, Sequence

from lxml import etree

from report_author.model.findings import NOT_COMPARED, Compared, Finding, Severity, Unchecked
from report_author.ooxml.marks import CellNote, FrontRow, FrontSheet, with_marks
from report_author.ooxml.package import Package, PackageError, read_package, write_package
from report_author.ooxml.sheet_editor import At, NewValue, OpenBook, set_cells
from report_author.ooxml.sheets import UnreadableBook, cell_ref, parse_workbook
from report_author.review.arrange import Entry, arrange, tally
from report_author.workbook.layout import SHEETS
from report_author.workbook.locate import FoundList, SheetMap, sheets_of
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
        package, asked = _with_numbers(read_package(workbook), workbook, entries)
        notes += asked
        book = OpenBook(package)
        front = FrontSheet(
            FRONT_NAME,
            _lead(name, findings, compared),
            _HEADER,
            _WIDTHS,
            _rows(entries, unchecked, book.sheets),
            linked=2,
            again=_is_marked(workbook),
        )
        return write_package(with_marks(book, notes, _AUTHOR, front))
    except (
        PackageError,
        UnreadableBook,
        etree.XMLSyntaxError,
        KeyError,
        ValueError,
        IndexError,
        StopIteration,
    ):
        return None


def _with_numbers(
    package: Package, workbook: bytes, entries: Sequence[Entry]
) -> tuple[Package, list[CellNote]]:
    """``package`` with the 核实编号 of what a 核实说明 would release in 校验与核实, and notes on the cells for the words."""
    wanted = {entry.finding.number: entry for entry in entries if entry.explainable}
    found = _explanations(workbook) if wanted else None
    if found is None:
        return package, []
    number, words = (found.columns[name] for name in ("finding_id", "text"))
    cells = found.sheet.cells
    there = {
        cell.text.strip(): row for (row, at), cell in cells.items() if at == number and row in found.rows
    }
    used = [row for row in found.rows if (row, number) in cells or (row, words) in cells]
    row = max(used, default=found.header)
    changes: dict[At, NewValue] = {}
    notes = []
    for key, entry in wanted.items():
        at = there.get(key)
        if at is None:
            row = at = row + 1
            changes[row, number] = key
        ask = f"{entry.spot.group} {entry.spot.shown}　{entry.message}\n请在这一格写核实说明：是什么情况、依据什么。"
        notes.append(
            CellNote(found.sheet.name, cell_ref(at, words), COLOURS["警告"], f"【核实说明】{key}\n{ask}")
        )
    return set_cells(package, {found.sheet.name: changes}), notes


def _is_marked(workbook: bytes) -> bool:
    """Whether it is a marked copy already, in which somebody went on."""
    cells = next((sheet.cells for sheet in parse_workbook(workbook).sheets if sheet.name == FRONT_NAME), {})
    rows: dict[int, list[str]] = {}
    for (row, _), cell in sorted(cells.items()):
        rows.setdefault(row, []).append(cell.text)
    return list(_HEADER) in rows.values()


def _explanations(workbook: bytes) -> FoundList | None:
    """The list of 核实说明 of a workbook; None where it has none."""
    raw = sheets_of(parse_workbook(workbook), [])
    for sheet in SHEETS:
        for found in SheetMap(sheet, raw[sheet.id], []).lists() if sheet.id in raw else ():
            if found.block.id == "explanations" and {"finding_id", "text"} <= found.columns.keys():
                return found
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
        "可以接着在这一份里改：改好放回 inputs 文件夹，移走原来的那一份，再运行一次；也可以照着它改原来的填报表。",
        "核对无误、不用改的，在“校验与核实”的核实说明里写明情况：编号已经写好，说明写在旁边黄色的格子里。",
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
