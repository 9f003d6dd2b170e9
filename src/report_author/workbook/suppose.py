"""What a clerk may have meant by cells that cannot be read, so that only those are asked about first.

A cell that cannot be read leaves a hole in the facts; totals, balances and reasons then seem wrong as well. The
workbook is judged a second time with something readable in its place: what is found both times has another cause,
what is found only with the hole follows from it.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any

from report_author.model.codes import Codebook
from report_author.model.facts import Facts
from report_author.model.findings import Finding, Severity
from report_author.ooxml.sheets import CellKind, RawCell, RawSheet, RawWorkbook, cell_position, column_letters
from report_author.workbook.layout import SHEETS
from report_author.workbook.locate import FoundList, SheetMap, sheets_of
from report_author.workbook.messages import OTHER_UNIT
from report_author.workbook.shape import Column, Kind
from report_author.workbook.values import shown

#: a row that was typed twice
REPEATED = "V14"
#: the reader's own findings (the file, its layout, its values) come before what the rules say of the facts
_READING = re.compile(r"[FLV]\d\d")
#: of those the ones about facts that were read well: a reason that is due, a blank that may be right
_OF_FACTS = re.compile(r"V[4589]\d")
_OF_TEMPLATES = ("T", "G", "L", "F")
_DIGITS = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
At = tuple[int, int]


def is_unreadable(found: Finding) -> bool:
    """Whether a finding says that something of the workbook could not be read: a file, a sheet, a column, a cell."""
    known = found.code in ("V41", "V42") or not _OF_FACTS.match(found.code)
    known = known and found.code != OTHER_UNIT
    return found.severity is Severity.ERROR and known and _READING.fullmatch(found.code) is not None


def supposed(
    book: RawWorkbook, findings: Iterable[Finding], codebook: Codebook, variant: int = 0
) -> RawWorkbook | None:
    """``book`` with something readable where ``findings`` say that nothing could be read.

    Where nothing tells what was meant, another ``variant`` supposes something else. None where there is no such
    place, or where what is lacking cannot be supplied (a whole sheet).
    """
    unreadable = [found for found in findings if is_unreadable(found)]
    sheets = sheets_of(book, [])
    if not unreadable or not sheets:
        return None
    repaired: dict[str, RawSheet] = {}
    for declared in SHEETS:
        sheet = sheets.get(declared.id)
        mine = [] if sheet is None else [f for f in unreadable if _sheet_of(f.place) == sheet.name]
        if sheet is not None and mine:
            repaired[sheet.name] = _Repair(SheetMap(declared, sheet, []), codebook, variant).sheet(mine)
            unreadable = [found for found in unreadable if found not in mine]
    if unreadable:
        return None
    return RawWorkbook(tuple(repaired.get(sheet.name, sheet) for sheet in book.sheets))


def causes(findings: Sequence[Finding], once_read: Iterable[Iterable[Finding]]) -> tuple[list[Finding], int]:
    """The findings on the facts that do not follow from what could not be read, and how many do.

    ``once_read`` are those on the facts with the holes filled, one way or another: what is found each time, figures
    and all, has another cause. Faults of a template or of the format never follow from a workbook.
    """
    known = [{_same(found) for found in supposing} for supposing in once_read]
    own = [
        found
        for found in findings
        if found.code.startswith(_OF_TEMPLATES) or (known and all(_same(found) in each for each in known))
    ]
    told = set(own)
    return own, sum(found.severity is not Severity.INFO and found not in told for found in findings)


def without_rows(facts: Facts, cells: frozenset[str]) -> Facts:
    """``facts`` without the records that were read from ``cells``: as they are if a row was typed twice."""
    lists: dict[str, Any] = {
        each.name: tuple(one for one in rows if cells.isdisjoint(one.cells.values()))
        for each in fields(facts)
        if isinstance(rows := getattr(facts, each.name), tuple)
    }
    return replace(facts, **lists)


def _same(found: Finding) -> tuple[str, ...]:
    return found.code, found.place, found.quote, found.stated, found.expected


def _sheet_of(place: str) -> str:
    return place.partition("!")[0]


@dataclass(slots=True)
class _Repair:
    """One sheet under repair."""

    found: SheetMap
    codebook: Codebook
    variant: int

    def sheet(self, findings: Iterable[Finding]) -> RawSheet:
        sheet = self.found.sheet
        lists = self.found.lists()
        columns = dict(self._columns(lists))
        cells = dict(sheet.cells)
        for finding in findings:
            ref = finding.place.partition("!")[2]
            at = cell_position(ref) if re.fullmatch(r"[A-Z]{1,3}\d+", ref) else None
            if at is not None and at in columns:
                cells[at] = self._meant(columns[at], at, cells)
        for each in lists:
            cells.update(self._lacking_columns(each, cells))
        return replace(sheet, cells=cells)

    def _columns(self, lists: Iterable[FoundList]) -> Iterator[tuple[At, Column]]:
        """Which column each cell of the sheet belongs to."""
        for each in lists:
            for column in each.block.inputs:
                at = each.columns.get(column.field)
                if at is not None:
                    yield from (((row, at), column) for row in each.rows)
        for form in self.found.forms():
            for column in form.form.columns:
                if column.field in form.values:
                    yield form.values[column.field], column

    def _lacking_columns(self, found: FoundList, cells: Mapping[At, RawCell]) -> Iterator[tuple[At, RawCell]]:
        """A column that must be there and is not, to the right of all others."""
        free = max((column for _, column in cells), default=0) + 1
        for column in found.block.inputs:
            if column.required and column.field not in found.columns:
                at = (found.header, free)
                yield at, _cell(at, column.label)
                for row in found.rows:
                    filled = any((row, each) in cells for each in found.columns.values())
                    if filled:
                        yield (row, free), self._meant(column, (row, free), cells)
                free += 1

    def _meant(self, column: Column, at: At, cells: Mapping[At, RawCell]) -> RawCell:
        """The cell as it may have been meant: what can be made of its own words, else what stands around it."""
        typed = shown(cells[at]) if at in cells else ""
        if column.kind.numeric:
            return _cell(at, self._amount(typed))
        if column.kind is Kind.DATE:
            return _cell(at, "2000-01-01")
        if column.kind.code:
            return _cell(at, self._code(column, at, "".join(re.findall(r"\d", typed)), cells))
        if column.labels:
            near = difflib.get_close_matches(typed, column.labels, 1, 0.3)
            return _cell(at, near[0] if near else column.labels[self.variant % len(column.labels)])
        return _cell(at, typed if typed.isprintable() and typed else "（未填）")

    def _code(self, column: Column, at: At, digits: str, cells: Mapping[At, RawCell]) -> str:
        """A code of the right length that begins as far as possible like the one typed."""
        known = self.codebook.economics if column.kind is Kind.ECONOMIC else self.codebook.functions
        fitting = [code for code in known if len(code) in column.levels]
        for length in range(len(digits), 0, -1):
            alike = [code for code in fitting if code.startswith(digits[:length])]
            if alike:
                return alike[self.variant % len(alike)]
        return self._neighbour(column, at, cells) or fitting[self.variant]

    def _neighbour(self, column: Column, at: At, cells: Mapping[At, RawCell]) -> str:
        """A code that many cells of the column say; empty where there is none."""
        said = Counter(
            text
            for (_, other), cell in cells.items()
            if other == at[1] and (text := shown(cell)).isdigit() and len(text) in column.levels
        ).most_common(2)
        return said[self.variant % len(said)][0] if said else ""

    def _amount(self, typed: str) -> Decimal:
        """The number in what was typed, else some number: any will do to see what follows from it."""
        found = _DIGITS.search(typed)
        return (
            Decimal(found[0].replace(",", "")) if found and len(found[0]) < 13 else Decimal(1 + self.variant)
        )


def _cell(at: At, value: Decimal | str) -> RawCell:
    ref = f"{column_letters(at[1])}{at[0] + 1}"
    if isinstance(value, Decimal):
        return RawCell(ref, CellKind.NUMBER, str(value), value)
    return RawCell(ref, CellKind.TEXT, value)
