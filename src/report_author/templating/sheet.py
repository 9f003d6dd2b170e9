"""A workbook template: compiled once, rendered for every department."""

from __future__ import annotations

import re
from collections import ChainMap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from report_author.figures.ledger import Ledger, recording
from report_author.model.findings import Finding
from report_author.ooxml.package import Package
from report_author.ooxml.relations import drop_part, main_part, related, relations
from report_author.templating.messages import finding
from report_author.templating.sheet_cells import NumberLook, cell_printer, cell_text
from report_author.templating.sheet_compile import SheetCompiler, SheetTemplate
from report_author.templating.sheet_environment import CELL_FUNCTION, SheetEnvironment
from report_author.templating.sheet_heights import text_styles, wrapping_cells
from report_author.templating.sheet_moves import Moves
from report_author.templating.sheet_pages import PageLayout, page_layout
from report_author.templating.sheet_render import CellMark, RenderedSheet, column_widths, finish_sheet
from report_author.templating.sheet_tail import Journey, move_formulas, move_head, move_part, move_tail
from report_author.templating.sheet_workbook import SheetEntry, finished_workbook, print_titles, sheet_entries
from report_author.templating.sheet_xml import shared_strings, split_sheet, without_strings

_PAGE_TEXT = re.compile(r"<headerFooter\b.*?</headerFooter>", re.S)
_ANY_TAG = re.compile(r"[{｛][{｛%％]")
_WHERE = {"drawing": "文本框", "comments": "批注", "threadedComment": "批注", "chart": "图表"}
_FOLLOWERS = ("drawing", "vmlDrawing", "comments", "threadedComment", "table")


@dataclass(frozen=True, slots=True)
class SheetUse:
    """A sheet to print: the template's sheet, the name it gets, the names that only it sees (本表 …)."""

    sheet: str
    title: str
    names: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class RenderedBook:
    """A finished workbook. ``findings`` has everything that was missing, by cell of the template."""

    package: Package
    findings: tuple[Finding, ...]
    sheets: tuple[tuple[str, RenderedSheet, Ledger], ...]

    def marks(self) -> list[CellMark]:
        """Every figure printed, with its sheet and cell in the finished workbook."""
        return [mark for title, sheet, ledger in self.sheets for mark in sheet.marks(title, ledger)]


@dataclass(frozen=True, slots=True)
class BookTemplate:
    """A compiled workbook template: immutable, reusable, safe in threads."""

    package: Package
    entries: tuple[SheetEntry, ...]
    sheets: Mapping[str, SheetTemplate]
    followers: Mapping[str, tuple[tuple[str, str], ...]]
    layouts: Mapping[str, PageLayout]
    environment: SheetEnvironment

    @property
    def sheet_names(self) -> tuple[str, ...]:
        return tuple(entry.name for entry in self.entries)

    def all_sheets(self) -> list[SheetUse]:
        """Every sheet under its own name, with nothing of its own to see."""
        return [SheetUse(name, name, {}) for name in self.sheet_names]

    def render(self, names: Mapping[str, object], uses: Sequence[SheetUse], look: NumberLook) -> RenderedBook:
        """Fill the sheets in ``uses``, in that order; sheets of the template that no use names are left out."""
        findings: list[Finding] = []
        private = {CELL_FUNCTION: cell_printer(look, self.environment.printed)}
        done: dict[str, RenderedSheet] = {}
        recorded: list[tuple[str, RenderedSheet, Ledger]] = []
        for use in uses:
            template = self.sheets.get(use.sheet)
            if template is None or template.source is None:
                continue
            with recording() as ledger:
                visible: Mapping[str, object] = ChainMap(dict(use.names), names)  # type: ignore[arg-type]
                text = template.source.render(visible, findings, private)
            findings += ledger.noted
            done[use.sheet] = finish_sheet(template, text)
            recorded.append((use.title, done[use.sheet], ledger))
        still = Moves(None, None)
        moves = {name: done[name].moves if name in done else still for name in self.sheet_names}
        journey = Journey(moves, {use.sheet: use.title for use in uses})
        package = self.package.with_parts(self._parts(uses, done, journey))
        package = finished_workbook(package, self.entries, [(use.sheet, use.title) for use in uses], journey)
        return RenderedBook(package, tuple(findings), tuple(recorded))

    def _parts(
        self, uses: Sequence[SheetUse], done: Mapping[str, RenderedSheet], journey: Journey
    ) -> dict[str, bytes]:
        parts: dict[str, bytes] = {}
        for use in uses:
            template = self.sheets.get(use.sheet)
            if template is None:
                continue
            sheet = done.get(use.sheet)
            if sheet is not None:
                head = column_widths(move_head(template.xml.head, sheet.moves, sheet.dimension), sheet.moves)
                tail = move_tail(template.xml.tail, use.sheet, journey, sheet.merges)
                rows = move_formulas(sheet.rows, use.sheet, journey) if template.has_formulas else sheet.rows
                rows, tail = self.layouts[use.sheet].finish(head, rows, tail, sheet.moves)
                parts[template.part] = f"{head}<sheetData>{rows}</sheetData>{tail}".encode()
            for part, kind in self.followers[use.sheet]:
                old = self.package[part]
                new = move_part(old.decode("utf-8"), kind, use.sheet, journey).encode()
                if new != old:
                    parts[part] = new
        return parts


def compile_book(
    package: Package, filters: Mapping[str, Callable[..., Any]]
) -> tuple[BookTemplate | None, list[Finding]]:
    """Compile a workbook template; None with all findings, each naming sheet and cell, when it has faults."""
    main = main_part(package)
    if main is None or not main.startswith("xl/"):
        return None, [finding("T16", "公开表模板", "不是 Excel 工作簿", "换成 .xlsx 文件")]
    findings: list[Finding] = []
    environment = SheetEnvironment(filters, cell_text)
    entries = sheet_entries(package, main)
    shared = next(iter(related(package, main, "sharedStrings")), None)
    strings_xml = package[shared].decode("utf-8") if shared else ""
    strings = shared_strings(strings_xml)
    emptied: set[int] = set()
    styles = [style for part in related(package, main, "styles") for style in text_styles(package[part])]
    titles = print_titles(package[main].decode("utf-8"), entries)
    sheets: dict[str, SheetTemplate] = {}
    layouts: dict[str, PageLayout] = {}
    followers: dict[str, tuple[tuple[str, str], ...]] = {}
    for entry in entries:
        followers[entry.name] = _followers(package, entry.part)
        if entry.kind != "worksheet":
            continue
        xml = split_sheet(package[entry.part].decode("utf-8"), strings)
        if xml is None:
            findings.append(
                finding("T16", entry.name, "这张工作表的写法读不了", "用 Excel 或 WPS 打开模板，另存为 .xlsx")
            )
            continue
        findings += _stray_tags(package, entry.name, xml.tail, followers[entry.name])
        compiler = SheetCompiler(entry.name, entry.part, xml, environment, emptied)
        sheets[entry.name] = compiler.compile()
        layouts[entry.name] = page_layout(xml, wrapping_cells(xml, styles), titles.get(entry.name, ""))
        findings += compiler.findings
    if findings:
        return None, findings
    if shared and emptied:
        package = package.with_parts({shared: without_strings(strings_xml, emptied).encode()})
    for chain in related(package, main, "calcChain"):
        package = drop_part(package, chain)  # Excel makes a new one; the old one names cells that moved
    return BookTemplate(package, entries, sheets, followers, layouts, environment), []


def _stray_tags(
    package: Package, sheet: str, tail: str, followers: Sequence[tuple[str, str]]
) -> list[Finding]:
    """Tags outside of cells, which nobody would fill: they would be published as they stand."""
    texts = [("页眉页脚", "".join(_PAGE_TEXT.findall(tail)))]
    texts += [(_WHERE[kind], package[part].decode("utf-8")) for part, kind in followers if kind in _WHERE]
    return [
        finding("T02", f"{sheet}（{where}）", "标签只能写在单元格里", "把标签移到单元格；这里只写固定的文字")
        for where, text in texts
        if _ANY_TAG.search(re.sub(r"<[^>]*>", "", text))
    ]


def _followers(package: Package, part: str) -> tuple[tuple[str, str], ...]:
    """(part, kind) of all that belongs to a sheet and names its cells; charts of its drawings as well."""
    own = [
        (r.target, r.kind) for r in relations(package, part) if r.kind in _FOLLOWERS and r.target in package
    ]
    charts = [
        (chart, "chart")
        for drawing, kind in own
        if kind == "drawing"
        for chart in related(package, drawing, "chart")
    ]
    return (*own, *charts)
