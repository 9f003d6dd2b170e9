"""Lines of text from the pieces of a page."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from report_author.audit.reading.pdf_page import Piece

_NUMERIC = frozenset("0123456789.,%-")


@dataclass(frozen=True, slots=True)
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
