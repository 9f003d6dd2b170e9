"""Everything of a workbook that names cells follows the rows and columns that moved: trees are edited, nothing is lost."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from lxml import etree

from report_author.ooxml.markup import Element, detach, parse_xml, s, serialise
from report_author.templating.table_layout import move_columns
from report_author.templating.table_moves import Journey, Moves

_X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
_XM = "http://schemas.microsoft.com/office/excel/2006/main"
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
#: elements that mean nothing without cells
_NEED_CELLS = tuple(
    s(name)
    for name in (
        "conditionalFormatting",
        "dataValidation",
        "ignoredError",
        "protectedRange",
        "hyperlink",
        "cellWatch",
    )
)
_EXTENDED = tuple(f"{{{_X14}}}{name}" for name in ("conditionalFormatting", "dataValidation", "sparkline"))
#: wrappers that may not be empty, from the inside out
_WRAPPERS = (
    *(
        s(name)
        for name in ("dataValidations", "ignoredErrors", "protectedRanges", "hyperlinks", "cellWatches")
    ),
    *(f"{{{_X14}}}{name}" for name in ("conditionalFormattings", "dataValidations")),
    f"{{{_X14}}}sparklines",
    f"{{{_X14}}}sparklineGroup",
    f"{{{_X14}}}sparklineGroups",
    s("ext"),
    s("extLst"),
)
_FORMULAS = (
    f"{{{_XM}}}f",
    s("formula"),
    s("formula1"),
    s("formula2"),
    f"{{{_CHART}}}f",
)
#: what stands before ``mergeCells`` in a worksheet
_BEFORE_MERGES = tuple(
    s(name)
    for name in (
        "sheetData",
        "sheetCalcPr",
        "sheetProtection",
        "protectedRanges",
        "scenarios",
        "autoFilter",
        "sortState",
        "dataConsolidate",
        "customSheetViews",
    )
)
# VML is not always well-formed, so it is read as text
_VML_ANCHOR = re.compile(r"(<x:Anchor>)(.*?)(</x:Anchor>)", re.S)
_VML_LINE = re.compile(r"(<x:)(Row|Column)(>)(\d+)(</x:)")


def move_sheet(tree: Element, sheet: str, journey: Journey, dimension: str, merges: Sequence[str]) -> None:
    """Let all that a sheet says beside its rows follow them; ``merges`` are those that arose from equal values."""
    moves = journey.moves[sheet]
    for element in tree.iter(s("dimension")):
        element.set("ref", dimension)
    _merge(tree, moves, merges)
    if not moves.still:
        _move_views(tree, moves)
        move_columns(tree, moves)
        _move_references(tree, moves)
        for kind, line in (("row", moves.rows), ("col", moves.columns)):
            for brk in tree.iterfind(f"{s(kind + 'Breaks')}/{s('brk')}"):
                brk.set("id", str(line.bounds(1, int(brk.get("id", "0")))[1]))
        _drop_empty(tree)
    _move_formulas(tree, sheet, journey)


def _merge(tree: Element, moves: Moves, added: Sequence[str]) -> None:
    merged = tree.find(s("mergeCells"))
    old = [] if merged is None else [each.get("ref", "") for each in merged]
    areas = [*(old if moves.still else [area for ref in old for area in moves.merges(ref)]), *added]
    if merged is not None and not areas:
        tree.remove(merged)
        return
    if merged is None and areas:
        merged = etree.Element(s("mergeCells"))
        tree.insert(1 + max(tree.index(each) for each in tree if each.tag in _BEFORE_MERGES), merged)
    if merged is not None:
        merged[:] = [etree.Element(s("mergeCell"), ref=area) for area in areas]
        merged.set("count", str(len(areas)))


def _move_views(tree: Element, moves: Moves) -> None:
    """Frozen panes and selections."""
    for view in tree.iterfind(f"{s('sheetViews')}/{s('sheetView')}"):
        for element in view.iter(s("sheetView"), s("pane"), s("selection")):
            for name in ("topLeftCell", "activeCell"):
                if name in element.attrib:
                    element.set(name, moves.corner(element.get(name, "")))
            if element.tag == s("pane") and "frozen" in element.get("state", ""):
                for name, line in (("xSplit", moves.columns), ("ySplit", moves.rows)):
                    if name in element.attrib:
                        element.set(name, str(line.start(int(element.get(name, "0")) + 1) - 1))
            if "sqref" in element.attrib:
                old = element.get("sqref", "")
                element.set("sqref", moves.areas(old) or moves.corner((old.split() or ["A1"])[0]))


def _move_references(tree: Element, moves: Moves) -> None:
    """The ranges of formats, validations, filters, links, extensions."""
    for child in tree:
        if child.tag in (s("sheetViews"), s("dimension"), s("mergeCells")):
            continue
        for element in child.iter(etree.Element):
            if "sqref" in element.attrib:
                element.set("sqref", moves.areas(element.get("sqref", "")))
            if "ref" in element.attrib:
                element.set("ref", moves.area(element.get("ref", "")))
            if element.tag == f"{{{_XM}}}sqref":
                element.text = moves.areas(element.text or "")


def _drop_empty(tree: Element) -> None:
    """Drop what has lost all its cells, then the wrappers that this leaves empty."""
    detach(*(each for each in tree.iter(*_NEED_CELLS) if "" in (each.get("ref"), each.get("sqref"))))
    for element in list(tree.iter(*_EXTENDED)):
        if not all(each.text for each in element.iter(f"{{{_XM}}}sqref")):
            detach(element)
    for wrapper in _WRAPPERS:
        sparklines = f"{{{_X14}}}sparklines" if wrapper.endswith("}sparklineGroup") else "*"
        detach(*(each for each in tree.iter(wrapper) if each.find(sparklines) is None))


def _move_formulas(tree: Element, sheet: str, journey: Journey) -> None:
    for element in tree.iter(*_FORMULAS):
        element.text = journey.formula(element.text or "", sheet)


def move_part(data: bytes, kind: str, sheet: str, journey: Journey) -> bytes:
    """A part that belongs to ``sheet``: drawing, vmlDrawing, comments, threadedComment, table or chart."""
    moves = journey.moves[sheet]
    if kind == "vmlDrawing":
        return data if moves.still else _moved_vml(data.decode("utf-8"), moves).encode("utf-8")
    if moves.still and kind != "chart":
        return data
    root = parse_xml(data)
    before = etree.tostring(root)
    if kind == "chart":
        _move_formulas(root, sheet, journey)
    elif kind == "drawing":
        for element in root.iter("{*}row", "{*}col"):
            element.text = str(moves.drawn(etree.QName(element).localname, int(element.text or "0")))
    else:
        move: Callable[[str], str] = moves.corner
        if kind == "table":
            move = lambda ref: moves.area(ref) or ref  # noqa: E731
        for element in root.iter(etree.Element):
            if "ref" in element.attrib:
                element.set("ref", move(element.get("ref", "")))
    return data if etree.tostring(root) == before else serialise(root)


def _moved_vml(xml: str, moves: Moves) -> str:
    xml = _VML_ANCHOR.sub(lambda m: f"{m[1]}{_moved_anchor(m[2], moves)}{m[3]}", xml)
    return _VML_LINE.sub(lambda m: f"{m[1]}{m[2]}{m[3]}{moves.drawn(m[2].lower(), int(m[4]))}{m[5]}", xml)


def _moved_anchor(text: str, moves: Moves) -> str:
    numbers = [int(part) for part in text.split(",")]
    if len(numbers) != 8:
        return text
    for at, direction in ((0, "column"), (2, "row"), (4, "column"), (6, "row")):
        numbers[at] = moves.drawn(direction, numbers[at])
    return ", ".join(map(str, numbers))
