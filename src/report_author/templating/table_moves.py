"""Where the rows and columns of a template sheet went in the finished sheet."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate, count

from report_author.ooxml.sheets import column_letters, column_number
from report_author.records import frozen

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
_AREA = re.compile(r"(\$?)([A-Z]{1,3})(\$?)(\d{1,7})(?::(\$?)([A-Z]{1,3})(\$?)(\d{1,7}))?")
_TOKEN = re.compile(
    r'"(?:[^"]|"")*"'  # text is no reference
    r"|(?P<sheet>'(?:[^']|'')+'!|[^\W\d][\w.]*!)?"
    r"(?:(?P<area>\$?[A-Z]{1,3}\$?\d{1,7}(?::\$?[A-Z]{1,3}\$?\d{1,7})?)"
    r"|(?P<rows>\$?\d{1,7}:\$?\d{1,7})|(?P<columns>\$?[A-Z]{1,3}:\$?[A-Z]{1,3}))"
    r"(?![\w(.!])|[^\W\d][\w.]*"  # any other name, whole
)


class Line:
    """One direction: which template row (or column) each finished one came from; both count from 1.

    ``last`` is the template's own last line; what lies beyond it moves as a whole.
    """

    def __init__(self, origins: Sequence[int] | None, last: int = 0) -> None:
        self.origins = origins
        self.last = last
        if origins is None:
            return
        self._length = len(origins)
        places = list(zip(origins, count(1), strict=False))
        self._first_of, self._last_of = dict(reversed(places)), dict(places)
        self._known = sorted(self._first_of)
        firsts = [self._first_of[origin] for origin in reversed(self._known)]
        #: where the first of a known line and of those after it went
        self._first_from = list(accumulate(firsts, min))[::-1]

    @property
    def still(self) -> bool:
        """Nothing moved."""
        return self.origins is None

    def origin(self, finished: int) -> int:
        """The line of the template that a finished line came from."""
        return self.origins[min(finished, self._length) - 1] if self.origins else finished

    def start(self, origin: int) -> int:
        """Where line ``origin``, or the first one after it that is left, went."""
        if self.origins is None:
            return origin
        at = bisect_left(self._known, origin)
        return self._first_from[at] if at < len(self._known) else max(self._beyond(origin), self._length + 1)

    def bounds(self, first: int, last: int) -> tuple[int, int]:
        """The stretch that holds all copies of ``first`` … ``last``; empty (end before start) when all are gone."""
        if self.origins is None:
            return first, last
        kept = self._known[bisect_left(self._known, first) : bisect_right(self._known, last)]
        begin = min(map(self._first_of.__getitem__, kept), default=self._beyond(max(first, self.last + 1)))
        end = max(map(self._last_of.__getitem__, kept), default=0)
        return begin, self._beyond(last) if last > self.last else end

    def _beyond(self, origin: int) -> int:
        """Lines after the template's last one; a range down to the sheet's very end stays so."""
        return origin if origin in (LAST_ROW, LAST_COLUMN) else origin - self.last + self._length

    def runs(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        """The stretches of finished lines that came from ``first`` … ``last``."""
        if self.origins is None or first > self.last:
            yield self.bounds(first, last)
            return
        begin = 0
        for finished, origin in enumerate(self.origins, start=1):
            inside = first <= origin <= last
            if inside and not begin:
                begin = finished
            elif not inside and begin:
                yield begin, finished - 1
                begin = 0
        if begin:
            yield begin, self._beyond(last) if last > self.last else self._length
        elif last > self.last:
            yield self._length + 1, self._beyond(last)

    def blocks(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        """The copies of a merged stretch: one for each time that it begins anew."""
        for begin, end in self.runs(first, last):
            if self.origins is None or first > self.last:
                yield begin, end
                continue
            starts = [begin]
            for finished in range(begin + 1, end + 1):
                origin, before = self.origins[finished - 1], self.origins[finished - 2]
                if origin == first and (before > first or first == last):
                    starts.append(finished)
            for start, after in zip(starts, [*starts[1:], end + 1], strict=True):
                yield start, after - 1


class Moves:
    """The moves of one sheet in both directions."""

    def __init__(
        self,
        rows: Sequence[int] | None,
        columns: Sequence[int] | None,
        last_row: int = 0,
        last_column: int = 0,
    ) -> None:
        self.rows = Line(rows, last_row)
        self.columns = Line(columns, last_column)

    @property
    def still(self) -> bool:
        return self.rows.still and self.columns.still

    def area(self, reference: str) -> str:
        """A range as one range; empty where nothing of it is left."""
        found = _AREA.fullmatch(reference)
        if found is None or self.still:
            return reference
        left, top, right, bottom = _corners(found)
        (low, high), (row, end) = self.columns.bounds(left, right), self.rows.bounds(top, bottom)
        if low > high or row > end:
            return ""
        first = f"{found[1]}{column_letters(low - 1)}{found[3]}{row}"
        if not found[6]:
            return first
        return f"{first}:{found[5]}{column_letters(high - 1)}{found[7]}{end}"

    def areas(self, references: str) -> str:
        """A list of ranges (sqref), each following all copies of its cells."""
        if self.still:
            return references
        out: list[str] = []
        for reference in references.split():
            found = _AREA.fullmatch(reference)
            out += [_area(*each) for each in self._copies(found, Line.runs)] if found else [reference]
        return " ".join(out)

    def merges(self, reference: str) -> list[str]:
        """A merged range in all its copies; copies of one cell are no merge."""
        found = _AREA.fullmatch(reference)
        copies = self._copies(found, Line.blocks) if found else ()
        return [_area(*each) for each in copies if each[:2] != each[2:]]

    def _copies(
        self, found: re.Match[str], stretches: Callable[[Line, int, int], Iterator[tuple[int, int]]]
    ) -> Iterator[tuple[int, int, int, int]]:
        left, top, right, bottom = _corners(found)
        for row, end in stretches(self.rows, top, bottom):
            for column, until in stretches(self.columns, left, right):
                yield column, row, until, end

    def corner(self, reference: str) -> str:
        """A single cell, at its first copy or at what follows it."""
        found = _AREA.fullmatch(reference)
        if found is None:
            return reference
        left, top, _, _ = _corners(found)
        return _area(*(self.columns.start(left), self.rows.start(top)) * 2)

    def drawn(self, direction: str, index: int) -> int:
        """A row or a column of a drawing (counting from 0)."""
        return (self.rows if direction == "row" else self.columns).start(index + 1) - 1


def _corners(found: re.Match[str]) -> tuple[int, int, int, int]:
    left, top = column_number(found[2]) + 1, int(found[4])
    return left, top, column_number(found[6]) + 1 if found[6] else left, int(found[8]) if found[8] else top


def _area(left: int, top: int, right: int, bottom: int) -> str:
    first = f"{column_letters(left - 1)}{top}"
    return first if (left, top) == (right, bottom) else f"{first}:{column_letters(right - 1)}{bottom}"


def references(formula: str) -> Iterator[tuple[str, str]]:
    """(sheet, range) of every cell reference in ``formula``; the sheet is empty where it is not named."""
    for found in _TOKEN.finditer(formula):
        what = found["area"] or found["rows"] or found["columns"]
        if what:
            yield _sheet_name(found["sheet"]), what


@frozen
class Journey:
    """The moves of all sheets of a workbook, by template name, with the sheets' new names."""

    moves: Mapping[str, Moves]
    titles: Mapping[str, str]

    def formula(self, formula: str, own: str) -> str:
        """``formula`` of sheet ``own`` after all moves.

        A reference to cells that are gone becomes ``#REF!``, as Excel itself writes it.
        """

        def one(found: re.Match[str]) -> str:
            what = found["area"] or found["rows"] or found["columns"]
            if not what:
                return found[0]
            name = _sheet_name(found["sheet"]) or own
            shift = self.moves.get(name)
            new = what if shift is None else _moved(found, shift)
            prefix = found["sheet"] or ""
            title = self.titles.get(name, name)
            if prefix and title != name:
                prefix = "'" + title.replace("'", "''") + "'!"
            return prefix + (new or "#REF!")

        return _TOKEN.sub(one, formula)


def _moved(found: re.Match[str], shift: Moves) -> str:
    if found["area"]:
        return shift.area(found["area"])
    rows = found["rows"]
    parts = (rows or found["columns"]).split(":")
    low, high = (int(part.strip("$")) if rows else column_number(part.strip("$")) + 1 for part in parts)
    low, high = (shift.rows if rows else shift.columns).bounds(low, high)
    if low > high:
        return ""
    shown = [str(number) if rows else column_letters(number - 1) for number in (low, high)]
    return ":".join("$" * part.startswith("$") + new for part, new in zip(parts, shown, strict=True))


def _sheet_name(prefix: str | None) -> str:
    if not prefix:
        return ""
    name = prefix[:-1]
    return name[1:-1].replace("''", "'") if name.startswith("'") else name
