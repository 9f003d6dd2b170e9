"""What stands where on a page of a PDF, by pdfplumber: pieces of text, lines of them, tables."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pdfminer.pdfinterp import PDFPageInterpreter
from pdfplumber.page import PDFPageAggregatorWithMarkedContent

from report_author.records import frozen

if TYPE_CHECKING:
    from pdfplumber.page import Page as PlumberPage

_THIN = 2.5  # points: a filled bar that is no thicker is a line of a table
_SHORTEST = 4.0
#: so many letters, strokes and twentieths of forms a page may have
_FULL = 250_000
#: text is parted by a gap wider than this (type sizes)
_GAP = 0.25
#: what pdfminer writes for a sign without a meaning
_UNKNOWN = re.compile(r"\(cid:\d+\)")


@frozen
class Piece:
    """Text on one line from ``left`` to ``right`` (points; the page grows upwards from ``base``)."""

    text: str
    left: float
    right: float
    base: float
    size: float


@frozen
class Rule:
    """A straight line: at ``at`` from ``start`` to ``end``."""

    at: float
    start: float
    end: float


@dataclass(slots=True)
class Page:
    """The pieces of text, the level and the upright lines of a page; ``pictures`` is the share of it that pictures cover."""

    width: float
    height: float
    pieces: list[Piece] = field(default_factory=list)
    level: list[Rule] = field(default_factory=list)
    upright: list[Rule] = field(default_factory=list)
    pictures: float = 0.0


class _Bounded(PDFPageAggregatorWithMarkedContent):
    """What a page is drawn on; it gives up one that never ends, such as one of forms within forms within forms."""

    _drawn = 0

    def begin_figure(self, *args: Any) -> None:
        self._count(20)  # as slow as so many letters
        super().begin_figure(*args)

    def render_char(self, *args: Any, **more: Any) -> float:
        self._count(1)
        return float(super().render_char(*args, **more))

    def paint_path(self, *args: Any) -> None:
        self._count(len(args[-1]))
        super().paint_path(*args)

    def _count(self, drawn: int) -> None:
        self._drawn += drawn
        if self._drawn > _FULL:
            raise ValueError("a page has too much on it")


def read_page(page: PlumberPage) -> Page:
    """Read ``page`` as it is shown, turned if it says so; may raise whatever pdfminer does for damaged files."""
    device = _Bounded(page.pdf.rsrcmgr, pageno=page.page_number, laparams=page.pdf.laparams)
    PDFPageInterpreter(page.pdf.rsrcmgr, device).process_page(page.page_obj)
    page._layout = device.get_result()  # what ``page.layout`` would make without a bound
    left, top, right, bottom = map(float, page.cropbox)
    below = float(page.height) - bottom
    found = Page(right - left, bottom - top)
    found.pieces = [
        piece
        for piece in _pieces(page.chars, left, below)
        if piece.text.strip() and 0 <= piece.base <= found.height
    ]
    for x, y, x2, y2 in _segments(page):
        x, x2, y, y2 = x - left, x2 - left, y - below, y2 - below
        if abs(y - y2) < 1 and abs(x - x2) > _SHORTEST:
            found.level.append(Rule((y + y2) / 2, min(x, x2), max(x, x2)))
        elif abs(x - x2) < 1 and abs(y - y2) > _SHORTEST:
            found.upright.append(Rule((x + x2) / 2, min(y, y2), max(y, y2)))
    covered = sum(float(image["width"]) * float(image["height"]) for image in page.images)
    found.pictures = covered / max(found.width * found.height, 1)
    return found


def _pieces(chars: list[dict[str, Any]], left: float, below: float) -> Iterator[Piece]:
    """The signs in the order of the file, those that follow one another joined."""
    now: Piece | None = None
    for char in chars:
        a, b, _, _, x, base = char["matrix"]
        if a <= 0 or abs(b) >= abs(a) * 0.05 or not char["size"]:
            continue
        text = _UNKNOWN.sub("\ufffd", str(char["text"]))
        size = float(char["size"])
        one = Piece(text, x - left, max(float(char["x1"]), x) - left, base - below, size)
        near = now is not None and now.base == one.base and now.size == one.size
        if now is not None and near and -size * _GAP < one.left - now.right < size * _GAP:
            now = Piece(now.text + text, now.left, max(one.right, now.right), now.base, size)
            continue
        if now is not None:
            yield now
        now = one
    if now is not None:
        yield now


def _segments(page: PlumberPage) -> Iterator[tuple[float, float, float, float]]:
    """The straight lines that are drawn; a thin bar is one."""
    for line in page.lines:
        yield from _along(line)
    for rect in page.rects:
        x, y, x2, y2 = (float(rect[name]) for name in ("x0", "y0", "x1", "y1"))
        if y2 - y <= _THIN:
            yield x, (y + y2) / 2, x2, (y + y2) / 2
        elif x2 - x <= _THIN:
            yield (x + x2) / 2, y, (x + x2) / 2, y2
        else:
            corners = ((x, y), (x2, y), (x2, y2), (x, y2), (x, y))
            yield from ((*one, *other) for one, other in itertools.pairwise(corners))
    for curve in page.curves:
        yield from _along(curve)


def _along(drawn: Mapping[str, Any]) -> Iterator[tuple[float, float, float, float]]:
    """The stretches between the points of a path; its points count from the top."""
    height = float(drawn["y1"]) + float(drawn["top"])
    for (x, y), (x2, y2) in itertools.pairwise(drawn["pts"]):
        yield float(x), height - float(y), float(x2), height - float(y2)


# ---------------------------------------------------------------- lines of text from the pieces of a page


_NUMERIC = frozenset("0123456789.,%-")


@frozen
class TextLine:
    """A line of a page: its text from ``left`` to ``right`` at ``base``."""

    text: str
    left: float
    right: float
    base: float
    size: float


def lines_of(pieces: Iterable[Piece]) -> list[TextLine]:
    """The lines from top to bottom; pieces far apart on one line stay apart by a tab."""
    lines = []
    for group in _rows(pieces):
        size = max(piece.size for piece in group)
        lines.append(
            TextLine(_joined(group), group[0].left, max(p.right for p in group), group[0].base, size)
        )
    return lines


def text_of(pieces: Iterable[Piece]) -> str:
    """The text of a cell: its lines, one after the other."""
    return joined(line.text for line in lines_of(pieces))


def joined(lines: Iterable[str]) -> str:
    """Lines as one text; two numbers stay apart."""
    text = ""
    for line in lines:
        apart = text[-1:] in _NUMERIC and line[:1] in _NUMERIC
        text += f"\n{line}" if text and apart else line
    return text


def _rows(pieces: Iterable[Piece]) -> list[list[Piece]]:
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: (-p.base, p.left)):
        row = rows[-1] if rows else None
        if row is not None and abs(row[0].base - piece.base) < max(row[0].size, piece.size) * 0.4:
            row.append(piece)
        else:
            rows.append([piece])
    return [_single(sorted(row, key=lambda p: p.left)) for row in rows]


def _single(row: Sequence[Piece]) -> list[Piece]:
    """Without the second copy of what was printed twice to look bold."""
    kept: list[Piece] = []
    for piece in row:
        if not any(p.text == piece.text and abs(p.left - piece.left) < piece.size * 0.2 for p in kept[-3:]):
            kept.append(piece)
    return kept


def _joined(row: Sequence[Piece]) -> str:
    text = row[0].text
    for before, piece in itertools.pairwise(row):
        text += _between(before, piece) + piece.text
    return text.strip()


def _between(before: Piece, after: Piece) -> str:
    gap = (after.left - before.right) / max(before.size, after.size)
    if gap > 2.5:
        return "\t"
    numbers = before.text[-1:] in _NUMERIC and after.text[:1] in _NUMERIC
    return " " if numbers and (gap > 0.2 or gap < -0.2) else ""


_NEAR = 3.0  # points: lines that are no further apart are one
#: strokes of a page, crossings of a table; a drawing has more, and finding cells takes the square of them
_STROKES, _CROSSINGS = 4_000, 8_000


@frozen
class PageTable:
    """A table between ``bottom`` and ``top``; ``columns`` are its upright lines; ``merged`` is row, column, height, width."""

    top: float
    bottom: float
    columns: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]
    merged: tuple[tuple[int, int, int, int], ...]


def take_tables(page: Page) -> tuple[list[PageTable], list[Piece]]:
    """The tables of ``page`` from top to bottom, then the pieces of text outside of them."""
    left = list(page.pieces)
    tables: list[PageTable] = []
    level_rules, upright_rules = _combined(page.level), _combined(page.upright)
    if len(level_rules) + len(upright_rules) > _STROKES:
        return tables, left
    for level, upright in _groups(level_rules, upright_rules):
        columns, heights = _places(upright), _places(level)
        drawing = len(columns) * len(heights) > _CROSSINGS
        if drawing or min(len(columns), len(heights)) < 2 or len(columns) + len(heights) < 5:
            continue
        inside = [p for p in left if _within(p, columns, heights)]
        table = _table(columns, heights, level, upright, inside)
        if sum(1 for row in table.rows for cell in row if cell) >= 2:
            tables.append(table)
            taken = set(map(id, inside))
            left = [p for p in left if id(p) not in taken]
    return sorted(tables, key=lambda each: -each.top), left


def _groups(level: Sequence[Rule], upright: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Lines that touch each other, group by group."""
    groups: list[tuple[list[Rule], list[Rule]]] = []
    pending = list(upright)
    free = list(level)
    while pending:
        ups, levels, fresh = [pending.pop()], list[Rule](), True
        while fresh:
            touched = [r for r in free if any(_cross(r, u) for u in ups)]
            free = [r for r in free if r not in touched]
            levels += touched
            more = [u for u in pending if any(_cross(r, u) for r in levels)]
            pending = [u for u in pending if u not in more]
            ups += more
            fresh = bool(touched or more)
        groups.append((levels, ups))
    return groups


def _cross(level: Rule, upright: Rule) -> bool:
    return (
        level.start - _NEAR <= upright.at <= level.end + _NEAR
        and upright.start - _NEAR <= level.at <= upright.end + _NEAR
    )


def _combined(rules: Sequence[Rule]) -> list[Rule]:
    """Lines that go on in one another made one: many programs draw every cell by itself."""
    found: list[Rule] = []
    for rule in sorted(rules, key=lambda r: (round(r.at), r.start)):
        last = found[-1] if found else None
        if last is not None and abs(last.at - rule.at) < 1 and rule.start <= last.end + _NEAR:
            found[-1] = Rule(last.at, last.start, max(last.end, rule.end))
        else:
            found.append(rule)
    return found


def _places(rules: Sequence[Rule]) -> list[float]:
    """Where the lines stand, those that are one to the eye counted once."""
    found: list[float] = []
    for place in sorted(rule.at for rule in rules):
        if not found or place - found[-1] > _NEAR:
            found.append(place)
    return found


def _within(piece: Piece, columns: list[float], heights: list[float]) -> bool:
    x, y = (piece.left + piece.right) / 2, piece.base + piece.size * 0.3
    return columns[0] <= x <= columns[-1] and heights[0] <= y <= heights[-1]


def _table(
    columns: list[float], heights: list[float], level: list[Rule], upright: list[Rule], pieces: list[Piece]
) -> PageTable:
    tops = heights[::-1]
    across, down = len(columns) - 1, len(tops) - 1
    owner = {(row, column): (row, column) for row in range(down) for column in range(across)}
    for row in range(down):
        for column in range(across):
            middle_x = (columns[column] + columns[column + 1]) / 2
            middle_y = (tops[row] + tops[row + 1]) / 2
            if column + 1 < across and not _drawn(upright, columns[column + 1], middle_y):
                _join(owner, (row, column), (row, column + 1))
            if row + 1 < down and not _drawn(level, tops[row + 1], middle_x):
                _join(owner, (row, column), (row + 1, column))
    held: dict[tuple[int, int], list[Piece]] = {}
    rising = [-top for top in tops]
    for piece in pieces:
        column = min(max(bisect_right(columns, (piece.left + piece.right) / 2) - 1, 0), across - 1)
        row = min(max(bisect_right(rising, -(piece.base + piece.size * 0.3)) - 1, 0), down - 1)
        held.setdefault(owner[row, column], []).append(piece)
    rows = tuple(tuple(text_of(held.get((r, c), ())) for c in range(across)) for r in range(down))
    return PageTable(tops[0], tops[-1], tuple(columns), rows, tuple(_spans(owner)))


def _drawn(rules: list[Rule], at: float, through: float) -> bool:
    return any(
        abs(rule.at - at) <= _NEAR and rule.start - _NEAR <= through <= rule.end + _NEAR for rule in rules
    )


def _join(
    owner: dict[tuple[int, int], tuple[int, int]], one: tuple[int, int], other: tuple[int, int]
) -> None:
    first, second = owner[one], owner[other]
    if first != second:
        kept = min(first, second)
        for place, whose in owner.items():
            if whose in (first, second):
                owner[place] = kept


def _spans(owner: dict[tuple[int, int], tuple[int, int]]) -> list[tuple[int, int, int, int]]:
    places: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for place, whose in owner.items():
        places.setdefault(whose, []).append(place)
    return [
        (row, column, max(r for r, _ in covered) - row + 1, max(c for _, c in covered) - column + 1)
        for (row, column), covered in places.items()
        if len(covered) > 1
    ]
