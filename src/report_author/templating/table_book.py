"""A workbook template: planned once, written for every department."""

from __future__ import annotations

import copy
import re
from collections import ChainMap
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from lxml import etree

from report_author.figures.ledger import recording
from report_author.model.findings import Finding
from report_author.ooxml.markup import DECLARATION, Element, S, detach, parse_xml, s, serialise
from report_author.ooxml.package import CONTENT_TYPES_PART, Package
from report_author.ooxml.relations import (
    drop_part,
    first_related,
    main_part,
    related,
    relation_id,
    relations,
    relations_part,
)
from report_author.ooxml.sheets import string_text
from report_author.records import frozen
from report_author.templating.messages import finding
from report_author.templating.table_layout import PageLayout, text_styles, wrapping_cells
from report_author.templating.table_moves import Journey, Moves, references
from report_author.templating.table_parts import move_part, move_sheet
from report_author.templating.table_plan import Planner, SheetPlan, TableEnvironment, read_rows
from report_author.templating.table_writer import (
    CellMark,
    NumberLook,
    RenderedSheet,
    SheetWriter,
    cell_text,
)

_ANY_TAG = re.compile(r"[{｛][{｛%％]")
_WHERE = {"drawing": "文本框", "comments": "批注", "threadedComment": "批注", "chart": "图表"}
_FOLLOWERS = ("drawing", "vmlDrawing", "comments", "threadedComment", "table")


@frozen
class SheetUse:
    """A sheet to print: the template's sheet, the name it gets, the names that only it sees (本表 …)."""

    sheet: str
    title: str
    names: Mapping[str, object]


@frozen
class SheetEntry:
    """One sheet of the workbook: its name, its part, worksheet or another kind.

    ``followers`` are (part, kind) of all that belongs to it and names its cells; a worksheet has a ``plan``.
    """

    name: str
    part: str
    kind: str
    followers: tuple[tuple[str, str], ...]
    plan: SheetPlan | None = None


@frozen
class RenderedBook:
    """A finished workbook. ``findings`` has everything that was missing, by cell of the template."""

    package: Package
    findings: tuple[Finding, ...]
    sheets: tuple[tuple[str, RenderedSheet], ...]

    def marks(self) -> list[CellMark]:
        """Every figure printed, with its sheet and cell in the finished workbook."""
        return [mark for _, sheet in self.sheets for mark in sheet.marks]


@frozen
class BookTemplate:
    """A workbook template with the plans of its sheets: immutable, reusable, safe in threads."""

    package: Package
    entries: tuple[SheetEntry, ...]
    environment: TableEnvironment

    @property
    def sheet_names(self) -> tuple[str, ...]:
        return tuple(entry.name for entry in self.entries)

    def render(self, names: Mapping[str, object], uses: Sequence[SheetUse], look: NumberLook) -> RenderedBook:
        """Fill the sheets in ``uses``, in that order; sheets of the template that no use names are left out."""
        findings: list[Finding] = []
        written: dict[str, tuple[SheetWriter, RenderedSheet]] = {}
        sheets = {entry.name: entry for entry in self.entries}
        kept = [(sheets[use.sheet], use.title) for use in uses if use.sheet in sheets]
        for use in uses:
            plan = sheets[use.sheet].plan if use.sheet in sheets else None
            if plan is None or plan.source is None:
                continue
            with recording() as ledger:
                writer = SheetWriter(plan, look, ledger, use.title, self.environment.printed)
                plan.run(writer, ChainMap(dict(use.names), names), findings)  # type: ignore[arg-type]
                written[use.sheet] = writer, writer.finish()
            findings += ledger.noted
        moves = dict.fromkeys(sheets, Moves(None, None))
        moves |= {name: sheet.moves for name, (_, sheet) in written.items()}
        journey = Journey(moves, {use.sheet: use.title for use in uses})
        parts: dict[str, bytes] = {}
        for entry, _ in kept:
            if entry.name in written:
                parts[entry.part] = _written_sheet(entry.name, *written[entry.name], journey)
            if entry.plan is not None:
                followers = entry.followers
                parts |= {p: move_part(self.package[p], kind, entry.name, journey) for p, kind in followers}
        package = _finished(self.package.with_parts(parts), self.entries, kept, journey)
        recorded = ((title, written[entry.name][1]) for entry, title in kept if entry.name in written)
        return RenderedBook(package, tuple(findings), tuple(recorded))


def _written_sheet(name: str, writer: SheetWriter, sheet: RenderedSheet, journey: Journey) -> bytes:
    tree = copy.deepcopy(writer.plan.tree)
    move_sheet(tree, name, journey, writer.dimension, sheet.merges)
    writer.plan.layout.fit(tree, writer.heights, writer.widths, sheet.moves)
    head, _, tail = etree.tostring(tree, encoding="unicode").partition("<sheetData/>")
    return f"{DECLARATION}{head}<sheetData>{writer.xml(journey)}</sheetData>{tail}".encode()


# ---------------------------------------------------------------- reading a template


def compile_book(
    package: Package, filters: Mapping[str, Callable[..., Any]]
) -> tuple[BookTemplate | None, list[Finding]]:
    """Plan a workbook template; None with all findings, each naming sheet and cell, when it has faults."""
    main = main_part(package)
    if main is None or not main.startswith("xl/"):
        return None, [finding("T16", "公开表模板", "不是 Excel 工作簿", "换成 .xlsx 文件")]
    findings = _damaged_parts(package, main)
    if findings:
        return None, findings
    environment = TableEnvironment(filters, cell_text)
    workbook = parse_xml(package[main])
    entries = _entries(package, main, workbook)
    shared = first_related(package, main, "sharedStrings")
    pool = parse_xml(package[shared]) if shared else None
    strings = [] if pool is None else list(map(string_text, pool.iterfind(s("si"))))
    emptied: set[int] = set()
    styles = [style for part in related(package, main, "styles") for style in text_styles(package[part])]
    titles = _print_titles(workbook, entries)
    for number, entry in enumerate(entries):
        if entry.kind != "worksheet":
            continue
        tree = _sheet_tree(package, entry.part)
        if tree is None:
            advice = "用 Excel 或 WPS 打开模板，另存为 .xlsx"
            findings.append(finding("T16", entry.name, "这张工作表的写法读不了", advice))
            continue
        rows = read_rows(tree, strings)
        findings += _stray_tags(package, entry, tree)
        planner = Planner(entry.name, tree, rows, environment, emptied)
        layout = PageLayout.of(wrapping_cells(tree, rows, styles), titles.get(entry.name, ""))
        entries[number] = replace(entry, plan=planner.plan(layout))
        findings += planner.findings
    if findings:
        return None, findings
    if shared and pool is not None and emptied:
        for number, item in enumerate(pool.findall(s("si"))):
            if number in emptied:
                item[:] = [etree.Element(s("t"))]
        package = package.with_parts({shared: serialise(pool)})
    # Excel makes a new order of calculation; the old one names cells that moved
    package = drop_part(package, *related(package, main, "calcChain"))
    return BookTemplate(package, tuple(entries), environment), []


def _damaged_parts(package: Package, main: str) -> list[Finding]:
    """Parts that are no XML, such as those with control characters, or not of the usual kind; a sheet is named later."""
    found = []
    for part in (main, *related(package, main, "sharedStrings"), *related(package, main, "styles")):
        try:
            space = parse_xml(package[part]).nsmap.get(None)
        except etree.XMLSyntaxError:
            advice = "用 Excel 或 WPS 打开模板，另存为 .xlsx"
            found.append(finding("T16", "公开表模板", f"模板的内部部件“{part}”已损坏", advice))
            continue
        if part == main and space != S:
            advice = "用 Excel 或 WPS 打开模板，另存为普通的“Excel 工作簿（.xlsx）”，不要选“Strict Open XML”"
            found.append(finding("T16", "公开表模板", "模板的保存格式不能识别", advice))
    return found


def _sheet_tree(package: Package, part: str) -> Element | None:
    """The tree of a worksheet; None where its names are prefixed or it has no rows."""
    try:
        tree = parse_xml(package[part])
    except etree.XMLSyntaxError:
        return None
    return tree if tree.nsmap.get(None) == S and tree.find(s("sheetData")) is not None else None


def _entries(package: Package, main: str, workbook: Element) -> list[SheetEntry]:
    """The sheets of a workbook in order."""
    targets = {relation.id: relation for relation in relations(package, main)}
    elements = workbook.findall(f"{s('sheets')}/{s('sheet')}")
    found = [(element.get("name", ""), targets[relation_id(element)]) for element in elements]
    return [SheetEntry(name, r.target, r.kind, _followers(package, r.target)) for name, r in found]


def _print_titles(workbook: Element, entries: Sequence[SheetEntry]) -> dict[str, str]:
    """The rows and columns that each sheet repeats on every page, as its defined name says them."""
    return {
        entries[int(name.get("localSheetId", "0"))].name: name.text or ""
        for name in workbook.iterfind(f"{s('definedNames')}/{s('definedName')}")
        if "localSheetId" in name.attrib and name.get("name") == "_xlnm.Print_Titles"
    }


def _stray_tags(package: Package, entry: SheetEntry, tree: Element) -> list[Finding]:
    """Tags outside of cells, which nobody would fill: they would be published as they stand."""
    texts = [
        ("页眉页脚", "".join(str(text) for each in tree.iter(s("headerFooter")) for text in each.itertext()))
    ]
    texts += [
        (_WHERE[kind], re.sub(r"<[^>]*>", "", package[part].decode("utf-8")))
        for part, kind in entry.followers
        if kind in _WHERE
    ]
    return [
        finding(
            "T02", f"{entry.name}（{where}）", "标签只能写在单元格里", "把标签移到单元格；这里只写固定的文字"
        )
        for where, text in texts
        if _ANY_TAG.search(text)
    ]


def _followers(package: Package, part: str) -> tuple[tuple[str, str], ...]:
    """(part, kind) of all that belongs to a sheet and names its cells; charts of its drawings as well."""
    own = [
        (r.target, r.kind) for r in relations(package, part) if r.kind in _FOLLOWERS and r.target in package
    ]
    drawings = (name for name, kind in own if kind == "drawing")
    return (*own, *((chart, "chart") for each in drawings for chart in related(package, each, "chart")))


# ---------------------------------------------------------------- the list of sheets in a finished workbook


def _finished(
    package: Package,
    entries: Sequence[SheetEntry],
    kept: Sequence[tuple[SheetEntry, str]],
    journey: Journey,
) -> Package:
    """``package`` with the sheets ``kept`` (with their new names) in that order, all references brought along."""
    main = main_part(package) or ""
    same = list(entries) == [entry for entry, _ in kept]
    renamed = any(entry.name != title for entry, title in kept)
    workbook = parse_xml(package[main])
    before = etree.tostring(workbook)
    sheets = workbook.find(s("sheets"))
    if sheets is not None and (renamed or not same):
        elements = {element.get("name"): element for element in sheets}
        sheets[:] = [elements[entry.name] for entry, _ in kept]
        for element, (_, title) in zip(sheets, kept, strict=True):
            element.set("name", title)
    _move_names(workbook, entries, kept, journey)
    changed: dict[str, bytes] = {}
    if not same:
        for view in workbook.iter(s("workbookView")):
            for name in ("activeTab", "firstSheet"):
                view.attrib.pop(name, "")
        for entry, _ in kept[1:]:
            changed.update(_unselected(package, entry.part))
    if etree.tostring(workbook) != before:
        changed[main] = serialise(workbook)
    if renamed or not same:
        changed.update(_without_titles(package))
    package = package.with_parts(changed)
    gone = {entry.part for entry in entries} - {entry.part for entry, _ in kept}
    return _without_sheets(package, gone) if gone else package


def _move_names(
    workbook: Element,
    entries: Sequence[SheetEntry],
    kept: Sequence[tuple[SheetEntry, str]],
    journey: Journey,
) -> None:
    """Defined names after the moves; those of sheets that are gone go, too."""
    places: Mapping[str, int] = {entry.name: index for index, (entry, _) in enumerate(kept)}
    known = {entry.name for entry in entries}
    names = workbook.find(s("definedNames"))
    for name in [] if names is None else list(names):
        own, formula = "", name.text or ""
        if "localSheetId" in name.attrib:
            own = entries[int(name.get("localSheetId", "0"))].name
        gone = any(sheet in known and sheet not in places for sheet, _ in references(formula))
        if gone or (own and own not in places):
            detach(name)
            continue
        if own:
            name.set("localSheetId", str(places[own]))
        name.text = journey.formula(formula, own)
    if names is not None and len(names) == 0:
        workbook.remove(names)


def _unselected(package: Package, part: str) -> dict[str, bytes]:
    """Two selected sheets would be edited together: only the first stays selected."""
    if b"tabSelected" not in package[part]:
        return {}
    tree = parse_xml(package[part])
    for view in tree.iter(s("sheetView")):
        view.attrib.pop("tabSelected", "")
    return {part: serialise(tree)}


def _without_titles(package: Package) -> dict[str, bytes]:
    """The application's list of sheet names goes: it would name those of the template."""
    part = first_related(package, "", "extended-properties")
    if not part:
        return {}
    root = parse_xml(package[part])
    detach(*root.iterchildren("{*}HeadingPairs", "{*}TitlesOfParts"))
    return {part: serialise(root)}


def _without_sheets(package: Package, gone: Collection[str]) -> Package:
    """Drop sheets with everything that only they used."""
    package = drop_part(package, *gone)
    reached = {CONTENT_TYPES_PART, relations_part("")}
    waiting = [""]
    while waiting:
        for relation in relations(package, waiting.pop()):
            if not relation.external and relation.target in package and relation.target not in reached:
                reached |= {relation.target, relations_part(relation.target)}
                waiting.append(relation.target)
    return drop_part(package, *(package.keys() - reached))
