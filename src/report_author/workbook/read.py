"""Reads the filled workbook into facts, gathering every finding."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from report_author.model.codes import Codebook
from report_author.model.facts import Carried, Counts, Department, Evaluation, Facts, Record
from report_author.model.findings import Finding
from report_author.model.money import YUAN_PER_WAN
from report_author.ooxml.sheets import (
    CellKind,
    RawCell,
    RawSheet,
    RawWorkbook,
    UnreadableBook,
    read_workbook_file,
)
from report_author.records import frozen
from report_author.workbook import marks
from report_author.workbook.layout import (
    BUDGET_UNIT,
    ECONOMIC_DICTIONARY,
    FUNCTION_DICTIONARY,
    HOME,
    OPTION_DICTIONARY,
    SHEETS,
)
from report_author.workbook.locate import FoundForm, FoundList, SheetMap, sheets_of
from report_author.workbook.messages import DOUBTFUL, FILE_CODES, OTHER_UNIT, say
from report_author.workbook.shape import Blank, Column, Kind, ListBlock, Sheet
from report_author.workbook.values import INVALID, ValueReader, key, shown

_TOTALS = frozenset(key(word) for word in ("合计", "小计", "总计", "共计", "本页合计", "本年合计", "累计"))
_REMARK = re.compile(r"(?:注|备注|说明|填表说明)\s*[：:]")
#: a name that a text may quote
_NAME = re.compile(r"[^\W\d]\w*")


@dataclass(slots=True)
class _Row:
    """One filled row: its values (``INVALID`` and ``None`` left out) with their cells."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)

    def lacks(self, name: str) -> bool:
        """Whether nothing is typed there, not even what could not be read."""
        return name not in self.values and name not in self.broken


def form_values(found: FoundForm, reader: ValueReader) -> tuple[dict[str, Any], dict[str, str]]:
    """The values of a form that are filled, with their cells; a missing required one is a finding."""
    values: dict[str, Any] = {}
    cells: dict[str, str] = {}
    for column in found.form.columns:
        at = found.values.get(column.field)
        if at is None:
            continue
        place = cells[column.field] = found.sheet.place(*at)
        raw = found.sheet.cells.get(at)
        value = reader.read(column, raw, place) if raw is not None else None
        if value is None and column.required:
            reader.findings.append(say("V01", place, column.label))
        if value is not None and value is not INVALID:
            values[column.field] = value
    return values, cells


class ListReader:
    """Reads one list."""

    def __init__(self, found: FoundList, reader: ValueReader) -> None:
        self._found = found
        self.block: ListBlock = found.block
        self._reader = reader
        self.unfilled: dict[str, str] = {}

    def records(self) -> tuple[Any, ...]:
        """The records in the order of the rows."""
        rows: list[_Row] = []
        for number in self._found.rows:
            cells = self._cells_of(number)
            if self._is_data(cells, number):
                row = self._read(number, cells)
                self._complete(row, rows)
                rows.append(row)
            elif (self.block.fixed or self.block.start) and self.block.columns[0].field in cells:
                self._note_blank(number, cells[self.block.columns[0].field].text.strip())
        self._find_repeats(rows)
        if not rows:
            self.unfilled[self.block.id] = self._place(self._found.header + 1, self.block.columns[0].field)
        return tuple(record for row in rows if not self._lacks(row) for record in self._build(row))

    def _note_blank(self, number: int, label: str) -> None:
        """Where a row that stands ready would be filled in."""
        numbers = [c.field for c in self.block.inputs if c.kind.numeric and c.blank is Blank.MISSING]
        if self.block.fixed:
            self.unfilled.setdefault(label, self._place(number, self.block.inputs[1].field))
        for name in numbers:
            self.unfilled.setdefault(f"{self.block.id}.{label}.{name}", self._place(number, name))

    def _place(self, row: int, column: str) -> str:
        at, sheet = self._found.columns.get(column), self._found.sheet
        return f"{sheet.name}!第{row + 1}行" if at is None else sheet.place(row, at)

    def _say(self, code: str, place: str, label: str = "", **words: str) -> None:
        self._reader.findings.append(say(code, place, label, **words))

    def _cells_of(self, number: int) -> dict[str, RawCell]:
        """The cells of a row by field; a cell merged downwards stands for each row it covers, unless a number."""
        sheet, cells = self._found.sheet, {}
        for column in self.block.columns:
            at = self._found.columns.get(column.field)
            if at is None:
                continue
            cell = sheet.cells.get((number, at))
            origin = sheet.merged.get((number, at))
            if (
                cell is None
                and origin is not None
                and origin[0] > self._found.header
                and not column.kind.numeric
            ):
                cell = sheet.cells.get(origin)
            if cell is not None and (cell.kind is not CellKind.TEXT or cell.text.strip()):
                cells[column.field] = cell
        return cells

    def _is_data(self, cells: Mapping[str, RawCell], number: int) -> bool:
        block = self.block
        ready = {c.field for c in block.columns if c.default is not None or c.kind is Kind.LOOKUP}
        if block.fixed or block.start:
            ready.add(block.columns[0].field)
        typed = [field for field in cells if field not in ready]
        if not typed:
            return False
        texts = [
            c for c in block.columns if not c.kind.numeric and c.kind is not Kind.LONG and c.field in cells
        ]
        if any(key(cells[c.field].text) in _TOTALS for c in texts):
            return False
        if len(typed) == 1 and _REMARK.match(cells[typed[0]].text.strip()):
            return False
        repeated = [c for c in block.columns if c.field in cells and key(cells[c.field].text) == key(c.label)]
        return len(repeated) < 2  # a header copied to a further page

    def _read(self, number: int, cells: Mapping[str, RawCell]) -> _Row:
        row = _Row(number)
        for column in self.block.inputs:
            place = row.cells[column.field] = self._place(number, column.field)
            if column.kind.numeric and self._spans_rows(number, column):
                self._say("V19", place, column.label)
                row.broken.add(column.field)
            cell = cells.get(column.field)
            if self.block.fixed and column is self.block.columns[0]:
                value = self._fixed_key(column, number, cell, place)
            else:
                value = self._reader.read(column, cell, place) if cell is not None else None
            if value is INVALID:
                row.broken.add(column.field)
            elif value is not None:
                row.values[column.field] = value
        return row

    def _spans_rows(self, number: int, column: Column) -> bool:
        at = self._found.columns.get(column.field)
        origin = self._found.sheet.merged.get((number, at)) if at is not None else None
        return origin is not None and origin[0] != number

    def _fixed_key(self, column: Column, number: int, cell: RawCell | None, place: str) -> Any:
        """Which fixed row this is: by its label first, by its hidden id second."""
        fixed = self.block.fixed
        assert fixed is not None
        hidden = next(
            (
                c.text
                for at in range(2)
                if (c := self._found.sheet.cells.get((number, at))) and c.text.startswith(f"{self.block.id}.")
            ),
            "",
        )
        marked = next((m for m in fixed if marks.row(self.block, m.value) == hidden), None)
        labelled = None
        if cell is not None:
            labelled = next((m for m in fixed if key(m.value) == key(shown(cell))), None)
        if labelled is not None:
            if marked is not None and marked is not labelled:
                self._say("L03", place, labelled.value, other=marked.value)
            return labelled
        if marked is not None:
            typed = shown(cell) if cell is not None else "空白"
            self._say("L05", place, marked.value, other=typed)
            return marked
        return self._reader.read(column, cell, place) if cell is not None else None

    def _complete(self, row: _Row, before: list[_Row]) -> None:
        """Take over what a row leaves to the rows above, then report what it still lacks."""
        block = self.block
        for name in block.fill_down:
            if name not in row.values and name not in row.broken and before and name in before[-1].values:
                row.values[name], row.cells[name] = before[-1].values[name], before[-1].cells[name]
        if block.continued_by:
            self._continue(row, before)
        lacking = [column for column in block.inputs if row.lacks(column.field)]
        for column in lacking:
            if column.required and column.field not in self._found.columns:
                continue  # the column itself is lacking, which is said once
            if column.required:
                self._say("V01", row.cells[column.field], column.label)
            elif column.blank is Blank.MISSING and not column.when:
                self._say("V42" if column.kind.code else "V41", row.cells[column.field], column.label)
        for column in lacking:
            wordless = column.field == block.split and self._is_wordless(row)
            if wordless or (
                column.unless
                and row.values.get(column.unless[0], column.unless[1][0]) not in column.unless[1]
            ):
                self._say("V01", row.cells[column.field], column.label)
        for name in block.unique if block.quoted else ():
            if not _NAME.fullmatch(typed := row.values.get(name, "_")):
                self._say("V23", row.cells[name], stated=typed)

    def _continue(self, row: _Row, before: list[_Row]) -> None:
        block = self.block
        code = row.values.get(block.continued_by)
        first = next((r for r in before if r.values.get(block.continued_by) == code), None)
        if code is None or first is None:
            return
        for column in block.inputs:
            name = column.field
            if column.kind is Kind.MONEY or name in ("fund", block.continued_by):
                continue
            mine, its = row.values.get(name), first.values.get(name)
            if name in block.carried and mine is None and its is not None and name not in row.broken:
                row.values[name], row.cells[name] = its, first.cells[name]
            elif mine is not None and its is not None and mine != its and name != "function":
                self._say(
                    "V18",
                    row.cells[name],
                    column.label,
                    stated=_shown(mine),
                    expected=_shown(its),
                    other=first.cells[name],
                )

    def _find_repeats(self, rows: list[_Row]) -> None:
        block = self.block
        names = (block.columns[0].field,) if block.fixed else block.unique
        seen: dict[tuple[Any, ...], _Row] = {}
        for row in rows:
            at = tuple(row.values.get(name) for name in names)
            if not names or all(part is None for part in at):
                continue
            first = seen.setdefault(at, row)
            if first is not row:
                code = "V22" if block.fixed else "V21" if block.quoted else "V14"
                stated = " · ".join(_shown(part) for part in at if part is not None)
                filled = [name for name in names if name in row.values]
                name = filled[-1 if "amount" in names else 0]
                self._say(code, row.cells[name], stated=stated, other=first.cells[name])

    def _is_wordless(self, row: _Row) -> bool:
        """A paragraph of which only the position is given."""
        split = self.block.split
        return bool(split) and not {split, "heading"} & (row.values.keys() | row.broken)

    def _lacks(self, row: _Row) -> bool:
        return self._is_wordless(row) or any(
            c.required and c.field not in row.values for c in self.block.inputs
        )

    def _build(self, row: _Row) -> list[Record]:
        record, split = self.block.record, self.block.split
        if not split or "\n" not in row.values.get(split, ""):
            return [record(**row.values, cells=row.cells)]
        first, *rest = row.values[split].split("\n")
        head = record(**{**row.values, split: first}, cells=row.cells)
        plain = {name: value for name, value in row.values.items() if name not in ("heading", "numbering")}
        return [head, *(record(**{**plain, split: line}, cells=row.cells) for line in rest)]


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(getattr(value, "value", value))


_DICTIONARIES = frozenset((FUNCTION_DICTIONARY, ECONOMIC_DICTIONARY, OPTION_DICTIONARY))
#: whose dictionaries serve while 报告年度 cannot be read
_FALLBACK_YEAR = 2021


def open_book(path: Path) -> tuple[RawWorkbook | None, list[Finding]]:
    """The raw cells of a workbook, or the finding that says why it cannot be read."""
    try:
        return read_workbook_file(path, skip=_DICTIONARIES), []
    except UnreadableBook as problem:
        return None, [say(FILE_CODES[problem.kind], path.name)]


def read_workbook(
    path: Path | str, codebook_for: Callable[[int], Codebook] = Codebook.for_year
) -> tuple[Facts | None, list[Finding]]:
    """The facts of a filled workbook with all that is wrong in it.

    The facts are ``None`` only where the file is no fill-in workbook, or does not say who reports for which
    year; with 错误 among the findings they are incomplete. Bad input never raises.
    """
    path = Path(path)
    book, findings = open_book(path)
    if book is None:
        return None, findings
    return interpret(book, path.name, codebook_for)


@frozen
class SheetContent:
    """What one sheet says: the values of its forms and lists by their ids, with what is wrong in them."""

    findings: tuple[Finding, ...]
    forms: tuple[tuple[str, Mapping[str, Any]], ...]
    lists: Mapping[str, tuple[Any, ...]]
    unfilled: Mapping[str, str]
    other_units: Mapping[str, str]
    budget_unit: Mapping[str, str]


#: reads one sheet; somebody who reads almost the same workbook many times may remember its sheets
SheetReader = Callable[[Sheet, RawSheet, Codebook], SheetContent]


def interpret(
    book: RawWorkbook,
    name: str,
    codebook_for: Callable[[int], Codebook] = Codebook.for_year,
    known: SheetReader | None = None,
) -> tuple[Facts | None, list[Finding]]:
    """:func:`read_workbook` for cells already at hand; ``name`` is the place of findings about the whole file."""
    findings: list[Finding] = []
    sheets = sheets_of(book, findings)
    if not sheets:
        return None, [say("F11", name)]
    codebook, department = codebook_for(_FALLBACK_YEAR), None
    forms: dict[str, dict[str, Any]] = {}
    lists: dict[str, Any] = {}
    told: dict[str, Any] = {"unfilled": {}, "other_units": {}, "budget_unit": {}}
    for declared in (each for each in SHEETS if each.id in sheets):
        content = (known or read_sheet)(declared, sheets[declared.id], codebook)
        findings += content.findings
        for form, values in content.forms:
            gathered = forms.setdefault(form, {"cells": {}})
            gathered["cells"].update(values["cells"])
            gathered.update({field: value for field, value in values.items() if field != "cells"})
        lists.update(content.lists)
        for what, places in told.items():
            places.update(getattr(content, what))
        if declared is HOME and (department := _department(forms.get("department", {}))) is not None:
            codebook = codebook_for(department.year)
    findings = _doubts_once(findings)
    if department is None:
        return None, findings
    return Facts(
        department=department,
        counts=Counts(**forms.get("counts", {})),
        evaluation=Evaluation(**forms.get("evaluation", {})),
        carried=Carried(**forms.get("carried", {})),
        **told,
        **lists,
    ), findings


def read_sheet(declared: Sheet, sheet: RawSheet, codebook: Codebook) -> SheetContent:
    """What one sheet says; it depends on nothing else."""
    findings: list[Finding] = []
    found = SheetMap(declared, sheet, findings)
    reader = ValueReader(codebook, findings)
    forms = []
    budget_unit = {}
    for form in found.forms():
        values, cells = form_values(form, reader)
        if BUDGET_UNIT in cells:
            budget_unit[cells.pop(BUDGET_UNIT)] = values.pop(BUDGET_UNIT, "元")
        if "万元" in budget_unit.values():
            reader.factor = YUAN_PER_WAN
        forms.append((form.form.id, {**values, "cells": cells}))
    readers = [ListReader(each, reader) for each in found.lists()]
    lists = {one.block.id: one.records() for one in readers}
    unfilled = {label: cell for one in readers for label, cell in one.unfilled.items()}
    found.titles()
    if reader.factor != 1:  # headings may say so as well
        findings[:] = [each for each in findings if each.code != OTHER_UNIT]
        found.other_units.clear()
    return SheetContent(tuple(findings), tuple(forms), lists, unfilled, found.other_units, budget_unit)


def _doubts_once(findings: Sequence[Finding]) -> list[Finding]:
    """A code that the dictionary is unsure of stands on several sheets; it is told once."""
    told: set[str] = set()
    kept = []
    for found in findings:
        if found.code != DOUBTFUL or found.stated not in told:
            kept.append(found)
        if found.code == DOUBTFUL:
            told.add(found.stated)
    return kept


def _department(values: dict[str, Any]) -> Department | None:
    """Who reports; a missing name is reported already, and the other name stands in for it."""
    name = values.get("full_name") or values.get("short_name")
    if not name or "year" not in values:
        return None
    return Department(**{**values, "full_name": name, "short_name": values.get("short_name") or name})
