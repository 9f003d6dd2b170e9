"""Everything of a workbook that names cells follows the rows and columns that moved."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from report_author.ooxml.markup import escape_xml
from report_author.templating.sheet_moves import Moves, moved_formula
from report_author.templating.sheet_xml import unescape_xml

_SQREF = re.compile(r'(\bsqref=")([^"]*)(")')
_REF = re.compile(r'(\bref=")([^"]*)(")')
_XM_SQREF = re.compile(r"(<(?:\w+:)?sqref>)(.*?)(</(?:\w+:)?sqref>)", re.S)
_FORMULAS = re.compile(r"(<(?:xm:f|formula[12]?|c:f)\b[^>]*>)(.*?)(</(?:xm:f|formula[12]?|c:f)>)", re.S)
_CELL_FORMULA = re.compile(r"(<f\b[^>/]*>)(.*?)(</f>)", re.S)
_MERGES = re.compile(r"<mergeCells\b[^>]*>(.*?)</mergeCells>", re.S)
_BREAKS = re.compile(r"<(row|col)Breaks\b[^>]*>.*?</\1Breaks>", re.S)
_BREAK = re.compile(r'(<brk\b[^>]*?\bid=")(\d+)(")')
#: elements that mean nothing without cells, with the wrappers that may not be empty
_NEEDS_CELLS = re.compile(
    r'<(conditionalFormatting|dataValidation|ignoredError|protectedRange|hyperlink|cellWatch)\b[^>]*?\b(?:sq)?ref=""[^>]*?'
    r"(?:/>|>.*?</\1>)",
    re.S,
)
_EXTENDED = re.compile(
    r"<(x14:(?:conditionalFormatting|dataValidation|sparkline))\b[^>]*>(?:(?!</\1>).)*?<xm:sqref></xm:sqref>"
    r"(?:(?!</\1>).)*</\1>",
    re.S,
)
_EMPTY_SPARKLINES = re.compile(
    r"<x14:sparklineGroup\b[^>]*>(?:(?!</x14:sparklineGroup>).)*"
    r"<x14:sparklines>\s*</x14:sparklines>\s*</x14:sparklineGroup>",
    re.S,
)
_WRAPPERS = re.compile(
    r"<(dataValidations|ignoredErrors|protectedRanges|hyperlinks|cellWatches|x14:conditionalFormattings"
    r"|x14:dataValidations|x14:sparklineGroups|ext|extLst)\b[^>]*>\s*</\1>"
)
#: what stands before ``mergeCells`` in a worksheet
_BEFORE_MERGES = re.compile(
    r"<(sheetCalcPr|sheetProtection|protectedRanges|scenarios|autoFilter|sortState|dataConsolidate|customSheetViews)\b"
    r"[^>]*?(?:/>|>.*?</\1>)",
    re.S,
)
_PANE = re.compile(r"<pane\b[^>]*/>")
_SPLIT = re.compile(r'\b([xy])Split="(\d+)"')
_CORNER = re.compile(r'\b(topLeftCell|activeCell)="([A-Z]+\d+)"')
_ANCHOR_LINE = re.compile(r"(<(?:\w+:)?)(row|col)(>)(\d+)(</)")
_VML_ANCHOR = re.compile(r"(<x:Anchor>)(.*?)(</x:Anchor>)", re.S)
_VML_LINE = re.compile(r"(<x:)(Row|Column)(>)(\d+)(</x:)")


@dataclass(frozen=True, slots=True)
class Journey:
    """The moves of all sheets of a workbook, by template name, with the sheets' new names."""

    moves: Mapping[str, Moves]
    titles: Mapping[str, str]

    def formula(self, xml: str, own: str) -> str:
        """A formula in XML, moved."""
        return escape_xml(moved_formula(unescape_xml(xml), own, self.moves, self.titles))


def move_head(xml: str, moves: Moves, dimension: str) -> str:
    """What stands before the rows: dimension, frozen panes, selection."""
    xml = re.sub(r'(<dimension\b[^>]*?\bref=")[^"]*"', rf'\g<1>{dimension}"', xml, count=1)
    if moves.still:
        return xml
    xml = _PANE.sub(
        lambda pane: _SPLIT.sub(lambda split: _moved_split(split, pane.group(), moves), pane.group()), xml
    )
    xml = _CORNER.sub(lambda found: f'{found[1]}="{moves.corner(found[2])}"', xml)
    return _SQREF.sub(
        lambda found: (
            f"{found[1]}{moves.areas(found[2]) or moves.corner((found[2].split() or ['A1'])[0])}{found[3]}"
        ),
        xml,
    )


def _moved_split(split: re.Match[str], pane: str, moves: Moves) -> str:
    if "frozen" not in pane:
        return split.group()
    line = moves.columns if split[1] == "x" else moves.rows
    return f'{split[1]}Split="{line.start(int(split[2]) + 1) - 1}"'


def move_formulas(rows: str, sheet: str, journey: Journey) -> str:
    """The formulas of the finished rows of ``sheet``; their stored results stay, for they use only cells without tags."""
    return _CELL_FORMULA.sub(lambda found: f"{found[1]}{journey.formula(found[2], sheet)}{found[3]}", rows)


def move_tail(xml: str, sheet: str, journey: Journey, value_merges: Sequence[str]) -> str:
    """What stands after the rows: merges, conditional formats, validations, breaks, links, extensions."""
    moves = journey.moves[sheet]
    xml = _merged(xml, moves, value_merges)
    if not moves.still:
        xml = _SQREF.sub(lambda found: f"{found[1]}{moves.areas(found[2])}{found[3]}", xml)
        xml = _XM_SQREF.sub(lambda found: f"{found[1]}{moves.areas(found[2])}{found[3]}", xml)
        xml = _outside_merges(
            xml, lambda text: _REF.sub(lambda found: f"{found[1]}{moves.area(found[2])}{found[3]}", text)
        )
        xml = _BREAKS.sub(lambda found: _moved_breaks(found, moves), xml)
        xml = _without_empty(xml)
    return _FORMULAS.sub(lambda found: f"{found[1]}{journey.formula(found[2], sheet)}{found[3]}", xml)


def _merged(xml: str, moves: Moves, value_merges: Sequence[str]) -> str:
    found = _MERGES.search(xml)
    if found is None and not value_merges:
        return xml
    old = re.findall(r'\bref="([^"]*)"', found[1]) if found else []
    new = old if moves.still else [area for ref in old for area in moves.merges(ref)]
    areas = [*new, *value_merges]
    cells = "".join(f'<mergeCell ref="{area}"/>' for area in areas)
    element = f'<mergeCells count="{len(areas)}">{cells}</mergeCells>' if areas else ""
    if found is not None:
        return xml[: found.start()] + element + xml[found.end() :]
    at = max((before.end() for before in _BEFORE_MERGES.finditer(xml)), default=0)
    return xml[:at] + element + xml[at:]


def _without_empty(xml: str) -> str:
    """Drop what has lost all its cells, then the wrappers that this leaves empty, from the inside out."""
    xml = _EMPTY_SPARKLINES.sub("", _EXTENDED.sub("", _NEEDS_CELLS.sub("", xml)))
    while True:
        less = _WRAPPERS.sub("", xml)
        if less == xml:
            return xml
        xml = less


def _outside_merges(xml: str, change: Callable[[str], str]) -> str:
    found = _MERGES.search(xml)
    if found is None:
        return change(xml)
    return change(xml[: found.start()]) + found.group() + change(xml[found.end() :])


def _moved_breaks(found: re.Match[str], moves: Moves) -> str:
    line = moves.rows if found[1] == "row" else moves.columns
    return _BREAK.sub(lambda brk: f"{brk[1]}{line.bounds(1, int(brk[2]))[1]}{brk[3]}", found.group())


def move_part(xml: str, kind: str, sheet: str, journey: Journey) -> str:
    """A part that belongs to ``sheet``: drawing, vmlDrawing, comments, threadedComment, table or chart."""
    moves = journey.moves[sheet]
    if kind == "chart":
        return _FORMULAS.sub(lambda found: f"{found[1]}{journey.formula(found[2], sheet)}{found[3]}", xml)
    if moves.still:
        return xml
    if kind == "drawing":
        return _ANCHOR_LINE.sub(lambda m: f"{m[1]}{m[2]}{m[3]}{_drawn(m[2], int(m[4]), moves)}{m[5]}", xml)
    if kind == "vmlDrawing":
        xml = _VML_ANCHOR.sub(lambda m: f"{m[1]}{_moved_anchor(m[2], moves)}{m[3]}", xml)
        return _VML_LINE.sub(
            lambda m: f"{m[1]}{m[2]}{m[3]}{_drawn(m[2].lower(), int(m[4]), moves)}{m[5]}", xml
        )
    if kind == "table":
        return _REF.sub(lambda found: f"{found[1]}{moves.area(found[2]) or found[2]}{found[3]}", xml)
    return _REF.sub(lambda found: f"{found[1]}{moves.corner(found[2])}{found[3]}", xml)


def _drawn(direction: str, index: int, moves: Moves) -> int:
    return moves.row(index) if direction == "row" else moves.column(index)


def _moved_anchor(text: str, moves: Moves) -> str:
    numbers = [int(part) for part in text.split(",")]
    if len(numbers) != 8:
        return text
    for at in (0, 4):
        numbers[at] = moves.column(numbers[at])
        numbers[at + 2] = moves.row(numbers[at + 2])
    return ", ".join(str(number) for number in numbers)
