"""A workbook template: planned once, written for every department."""

from __future__ import annotations

import copy
import re
from collections import ChainMap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from report_author.figures.ledger import recording
from report_author.model.findings import Finding
from report_author.ooxml.markup import DECLARATION, S, parse_xml, s, serialise
from report_author.ooxml.package import CONTENT_TYPES_PART, Package
from report_author.ooxml.relations import (
    drop_part,
    main_part,
    related,
    relation_id,
    relations,
    relations_part,
)
from report_author.templating.messages import finding
from report_author.templating.table_layout import PageLayout, text_styles, wrapping_cells
from report_author.templating.table_moves import Journey, Moves, references
from report_author.templating.table_parts import move_part, move_sheet
from report_author.templating.table_plan import Planner, SheetPlan, TableEnvironment, read_rows, text_of
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


@dataclass(frozen=True, slots=True)
class SheetUse:
    """A sheet to print: the template's sheet, the name it gets, the names that only it sees (本表 …)."""

    sheet: str
    title: str
    names: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """One sheet of the workbook: its name, its part, worksheet or another kind."""

    name: str
    part: str
    kind: str


@dataclass(frozen=True, slots=True)
class RenderedBook:
    """A finished workbook. ``findings`` has everything that was missing, by cell of the template."""

    package: Package
    findings: tuple[Finding, ...]
    sheets: tuple[tuple[str, RenderedSheet], ...]

    def marks(self) -> list[CellMark]:
        """Every figure printed, with its sheet and cell in the finished workbook."""
        return [mark for _, sheet in self.sheets for mark in sheet.marks]


@dataclass(frozen=True, slots=True)
class BookTemplate:
    """A workbook template with the plans of its sheets: immutable, reusable, safe in threads."""

    package: Package
    entries: tuple[SheetEntry, ...]
    plans: Mapping[str, SheetPlan]
    followers: Mapping[str, tuple[tuple[str, str], ...]]
    layouts: Mapping[str, PageLayout]
    environment: TableEnvironment

    @property
    def sheet_names(self) -> tuple[str, ...]:
        return tuple(entry.name for entry in self.entries)

    def all_sheets(self) -> list[SheetUse]:
        """Every sheet under its own name, with nothing of its own to see."""
        return [SheetUse(name, name, {}) for name in self.sheet_names]

    def render(self, names: Mapping[str, object], uses: Sequence[SheetUse], look: NumberLook) -> RenderedBook:
        """Fill the sheets in ``uses``, in that order; sheets of the template that no use names are left out."""
        findings: list[Finding] = []
        written: dict[str, tuple[SheetWriter, RenderedSheet]] = {}
        recorded: list[tuple[str, RenderedSheet]] = []
        for use in uses:
            plan = self.plans.get(use.sheet)
            if plan is None or plan.source is None:
                continue
            with recording() as ledger:
                writer = SheetWriter(
                    plan,
                    look,
                    ledger,
                    use.title,
                    self.environment.printed,
                    self.layouts[use.sheet].wrapping,
                )
                plan.run(writer, ChainMap(dict(use.names), names), findings)  # type: ignore[arg-type]
                written[use.sheet] = writer, writer.finish()
            findings += ledger.noted
            recorded.append((use.title, written[use.sheet][1]))
        still = Moves(None, None)
        moves = {name: written[name][1].moves if name in written else still for name in self.sheet_names}
        journey = Journey(moves, {use.sheet: use.title for use in uses})
        package = self.package.with_parts(self._parts(uses, written, journey))
        package = _finished(package, self.entries, [(use.sheet, use.title) for use in uses], journey)
        return RenderedBook(package, tuple(findings), tuple(recorded))

    def _parts(
        self,
        uses: Sequence[SheetUse],
        written: Mapping[str, tuple[SheetWriter, RenderedSheet]],
        journey: Journey,
    ) -> dict[str, bytes]:
        parts: dict[str, bytes] = {}
        for use in uses:
            if use.sheet not in self.plans:
                continue
            if use.sheet in written:
                plan, (writer, sheet) = self.plans[use.sheet], written[use.sheet]
                tree = copy.deepcopy(plan.tree)
                move_sheet(tree, use.sheet, journey, writer.dimension, sheet.merges)
                self.layouts[use.sheet].fit(tree, writer.heights, writer.widths, sheet.moves)
                head, _, tail = etree.tostring(tree, encoding="unicode").partition("<sheetData/>")
                rows = f"<sheetData>{writer.xml(journey)}</sheetData>"
                parts[plan.part] = f"{DECLARATION}{head}{rows}{tail}".encode()
            for part, kind in self.followers[use.sheet]:
                new = move_part(self.package[part], kind, use.sheet, journey)
                if new != self.package[part]:
                    parts[part] = new
        return parts


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
    shared = next(iter(related(package, main, "sharedStrings")), None)
    pool = parse_xml(package[shared]) if shared else None
    strings = [] if pool is None else [text_of(item) for item in pool.iterfind(s("si"))]
    emptied: set[int] = set()
    styles = [style for part in related(package, main, "styles") for style in text_styles(package[part])]
    titles = _print_titles(workbook, entries)
    plans: dict[str, SheetPlan] = {}
    layouts: dict[str, PageLayout] = {}
    followers: dict[str, tuple[tuple[str, str], ...]] = {}
    for entry in entries:
        followers[entry.name] = _followers(package, entry.part)
        if entry.kind != "worksheet":
            continue
        tree = _sheet_tree(package, entry.part)
        if tree is None:
            advice = "用 Excel 或 WPS 打开模板，另存为 .xlsx"
            findings.append(finding("T16", entry.name, "这张工作表的写法读不了", advice))
            continue
        rows = read_rows(tree, strings)
        findings += _stray_tags(package, entry.name, tree, followers[entry.name])
        planner = Planner(entry.name, entry.part, tree, rows, environment, emptied)
        plans[entry.name] = planner.plan()
        layouts[entry.name] = PageLayout.of(wrapping_cells(tree, rows, styles), titles.get(entry.name, ""))
        findings += planner.findings
    if findings:
        return None, findings
    if shared and pool is not None and emptied:
        for number, item in enumerate(pool.findall(s("si"))):
            if number in emptied:
                item[:] = [etree.Element(s("t"))]
        package = package.with_parts({shared: serialise(pool)})
    for chain in related(package, main, "calcChain"):
        package = drop_part(package, chain)  # Excel makes a new one; the old one names cells that moved
    return BookTemplate(package, entries, plans, followers, layouts, environment), []


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


def _sheet_tree(package: Package, part: str) -> etree._Element | None:
    """The tree of a worksheet; None where its names are prefixed or it has no rows."""
    try:
        tree = parse_xml(package[part])
    except etree.XMLSyntaxError:
        return None
    return tree if tree.nsmap.get(None) == S and tree.find(s("sheetData")) is not None else None


def _entries(package: Package, main: str, workbook: etree._Element) -> tuple[SheetEntry, ...]:
    """The sheets of a workbook in order."""
    targets = {relation.id: relation for relation in relations(package, main)}
    found = []
    for element in workbook.iterfind(f"{s('sheets')}/{s('sheet')}"):
        relation = targets[relation_id(element)]
        found.append(SheetEntry(element.get("name", ""), relation.target, relation.kind))
    return tuple(found)


def _print_titles(workbook: etree._Element, entries: Sequence[SheetEntry]) -> dict[str, str]:
    """The rows and columns that each sheet repeats on every page, as its defined name says them."""
    return {
        entries[int(name.get("localSheetId", "0"))].name: name.text or ""
        for name in workbook.iterfind(f"{s('definedNames')}/{s('definedName')}")
        if "localSheetId" in name.attrib and name.get("name") == "_xlnm.Print_Titles"
    }


def _stray_tags(
    package: Package, sheet: str, tree: etree._Element, followers: Sequence[tuple[str, str]]
) -> list[Finding]:
    """Tags outside of cells, which nobody would fill: they would be published as they stand."""
    texts = [
        ("页眉页脚", "".join(str(text) for each in tree.iter(s("headerFooter")) for text in each.itertext()))
    ]
    texts += [
        (_WHERE[kind], re.sub(r"<[^>]*>", "", package[part].decode("utf-8")))
        for part, kind in followers
        if kind in _WHERE
    ]
    return [
        finding("T02", f"{sheet}（{where}）", "标签只能写在单元格里", "把标签移到单元格；这里只写固定的文字")
        for where, text in texts
        if _ANY_TAG.search(text)
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


# ---------------------------------------------------------------- the list of sheets in a finished workbook


def _finished(
    package: Package, entries: Sequence[SheetEntry], wanted: Sequence[tuple[str, str]], journey: Journey
) -> Package:
    """``package`` with the sheets ``wanted`` (template name, new name) in that order, all references brought along."""
    main = main_part(package)
    if main is None:
        return package
    by_name = {entry.name: entry for entry in entries}
    kept = [(by_name[sheet], title) for sheet, title in wanted if sheet in by_name]
    same = [entry.name for entry in entries] == [entry.name for entry, _ in kept]
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
    gone = [entry.part for entry in entries if entry.name not in {each.name for each, _ in kept}]
    return _without_sheets(package, gone) if gone else package


def _move_names(
    workbook: etree._Element,
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
            name.getparent().remove(name)  # type: ignore[union-attr]
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
    chosen = [view for view in tree.iter(s("sheetView")) if view.get("tabSelected") in ("1", "true")]
    for view in chosen:
        del view.attrib["tabSelected"]
    return {part: serialise(tree)} if chosen else {}


def _without_titles(package: Package) -> dict[str, bytes]:
    """The application's list of sheet names goes: it would name those of the template."""
    part = next((r.target for r in relations(package) if r.kind == "extended-properties"), "")
    if part not in package:
        return {}
    root = parse_xml(package[part])
    for name in ("HeadingPairs", "TitlesOfParts"):
        for element in root.findall(f"{{*}}{name}"):
            root.remove(element)
    return {part: serialise(root)}


def _without_sheets(package: Package, gone: Sequence[str]) -> Package:
    """Drop sheets with everything that only they used."""
    for part in gone:
        package = drop_part(package, part)
    reached = {CONTENT_TYPES_PART, relations_part("")}
    waiting = [""]
    while waiting:
        for relation in relations(package, waiting.pop()):
            if not relation.external and relation.target in package and relation.target not in reached:
                reached |= {relation.target, relations_part(relation.target)}
                waiting.append(relation.target)
    for part in [name for name in package if name not in reached]:
        package = drop_part(package, part)
    return package
