"""Tables of a page by the lines that are drawn around their cells."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from report_author.audit.reading.pdf_page import Page, Piece, Rule
from report_author.audit.reading.pdf_text import text_of

_NEAR = 3.0  # points: lines that are no further apart are one
_MOST = 400  # lines across a table; a drawing has more


@dataclass(frozen=True, slots=True)
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
    tables = []
    for level, upright in _groups(_combined(page.level), _combined(page.upright)):
        columns, heights = _places(upright), _places(level)
        if (
            len(columns) < 2
            or len(heights) < 2
            or len(columns) + len(heights) < 5
            or max(len(columns), len(heights)) > _MOST
        ):
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
