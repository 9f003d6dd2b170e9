"""What stands in a fill-in workbook, what is to be written into it, and what its formulas say then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import Enum
from typing import Any

from report_author.model.codes import Codebook
from report_author.model.findings import Finding, error
from report_author.ooxml.package import Package, write_package
from report_author.ooxml.sheet_editor import At, Copied, NewValue, Result, set_cells
from report_author.ooxml.sheets import RawCell, RawWorkbook, parse_workbook
from report_author.records import frozen
from report_author.workbook.computed import Book, difference, plan, status, verdict
from report_author.workbook.imports.tables import Fact
from report_author.workbook.layout import (
    CHECKS,
    ECONOMIC_DICTIONARY,
    FUNCTION_DICTIONARY,
    HOME,
    OPTION_DICTIONARY,
    SHEETS,
)
from report_author.workbook.locate import FoundForm, FoundList, SheetMap, sheets_of
from report_author.workbook.shape import CheckBlock, Column, Kind
from report_author.workbook.values import INVALID, Row, ValueReader, contents, key

#: rows below the last block of a sheet that may still be filled
_BELOW = 100_000


@dataclass(slots=True)
class CurrentList:
    """A list with its rows as typed: row number → field → value (``INVALID`` where it cannot be read)."""

    found: FoundList
    rows: dict[int, dict[str, Any]] = field(default_factory=dict)
    _taken: set[int] = field(default_factory=set)

    @property
    def first(self) -> int:
        """The first data row."""
        return self.found.header + 1

    def change(self, row: int, name: str, state: State, label: str, fact: Fact, old: Any) -> Change:
        """What becomes of one field of ``fact`` in a row."""
        at, sheet = (row, self.found.columns[name]), self.found.sheet
        new, source = fact.values[name], fact.cells[name]
        return Change(state, sheet.place(*at), label, new, old, source, sheet.name, at)

    def free_row(self) -> int | None:
        """The next row to write to: after the last one in use, nothing in it but formulas; ``None``: no room."""
        end = self.found.end - 1 if self.found.end < _BELOW else _BELOW
        used = {row for (row, _), cell in self.found.sheet.cells.items() if not cell.formula} | self._taken
        last = max((row for row in used if self.found.header < row < end), default=self.found.header)
        row = next((r for r in range(last + 1, end) if r not in used), None)
        if row is None:
            row = next((r for r in range(self.first, end) if r not in used), None)
        if row is not None:
            self._taken.add(row)
        return row


@frozen
class Current:
    """All lists by block id, all form fields by (block id, field)."""

    lists: dict[str, CurrentList]
    forms: dict[tuple[str, str], tuple[FoundForm, tuple[int, int], Any]]


def current(book: RawWorkbook, codebook: Codebook) -> Current:
    """Read every input cell of a workbook; its findings are those of ``check``, so they are dropped here."""
    findings: list[Finding] = []
    reader = ValueReader(codebook, findings)
    sheets = sheets_of(book, findings)
    maps = [SheetMap(s, sheets[s.id], findings) for s in SHEETS if s.id in sheets]
    lists: dict[str, CurrentList] = {}
    forms: dict[tuple[str, str], tuple[FoundForm, tuple[int, int], Any]] = {}
    for sheet in maps:
        for found in sheet.lists():
            one = CurrentList(found)
            for row in found.rows:
                if values := _row(found, row, reader):
                    one.rows[row] = values
            lists[found.block.id] = one
        for form in sheet.forms():
            for column in form.form.columns:
                at = form.values.get(column.field)
                if at is not None:
                    value = _read(reader, column, form.sheet.cells.get(at))
                    forms[form.form.id, column.field] = (form, at, value)
    return Current(lists, forms)


def _row(found: FoundList, row: int, reader: ValueReader) -> dict[str, Any]:
    values = {}
    for column in found.block.inputs:
        at = found.columns.get(column.field, -1)
        value = _read(reader, column, found.sheet.cells.get((row, at)))
        if value is not None:
            values[column.field] = value
    return values


def _read(reader: ValueReader, column: Column, cell: RawCell | None) -> Any:
    if cell is None or column.kind is Kind.LOOKUP:
        return None
    return reader.read(column, cell, cell.ref)


class State(Enum):
    """What becomes of one imported value."""

    NEW = "新填"
    SAME = "已有，相同"
    CONFLICT = "已有，不同"


@frozen
class Change:
    """One cell of the workbook: ``old`` is what stands there, ``source`` where the new value comes from."""

    state: State
    place: str
    label: str
    new: Any
    old: Any
    source: str
    sheet: str
    at: At
    writable: bool = True

    def as_json(self) -> dict[str, str]:
        return {
            "state": self.state.value,
            "cell": self.place,
            "label": self.label,
            "new": shown(self.new),
            "old": shown(self.old),
            "source": self.source,
        }


@dataclass(slots=True)
class Plan:
    """All changes; ``keys`` are the cells that name new rows, ``lookups`` the computed cells beside them."""

    changes: list[Change] = field(default_factory=list)
    keys: dict[str, dict[At, NewValue]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def of(self, state: State) -> list[Change]:
        return [change for change in self.changes if change.state is state]

    def cells(self, *, overwrite: bool) -> dict[str, dict[At, NewValue]]:
        """What is to be written, by sheet; what was typed differently only with ``overwrite``."""
        cells = {sheet: dict(found) for sheet, found in self.keys.items()}
        for change in self.changes:
            if change.state is State.NEW or (
                overwrite and change.state is State.CONFLICT and change.writable
            ):
                cells.setdefault(change.sheet, {})[change.at] = cell_value(change.new)
        return cells


def shown(value: Any) -> str:
    """A value as the plan prints it."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:,.2f}"
    return str(value.value) if isinstance(value, Enum) else str(value)


def cell_value(value: Any) -> NewValue:
    """A value as the cell holds it."""
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, (Decimal, int)):
        return value
    return str(value)


def plan_merge(facts: Iterable[Fact], now: Current) -> Plan:
    """Where each fact goes: fields left blank are filled, equal ones stay, different ones are conflicts."""
    plan = Plan()
    merged: dict[tuple[str, tuple[tuple[str, Any], ...]], Fact] = {}
    for fact in facts:
        known = merged.setdefault((fact.block, fact.about), Fact(fact.block, fact.about))
        known.values.update(fact.values)
        known.cells.update(fact.cells)
    _join_projects(merged)
    ordered = [f for f in merged.values() if f.block != "indicators"]
    codes = _Codes(now.lists.get("projects"), [f for f in ordered if f.block == "projects"])
    full: set[str] = set()
    for fact in [*ordered, *(f for f in merged.values() if f.block == "indicators")]:
        if any(block == fact.block for block, _ in now.forms):
            _merge_form(fact, now, plan)
        elif (one := now.lists.get(fact.block)) is not None:
            _merge_row(codes.renamed(fact), one, plan, full)
    return plan


def _join_projects(facts: dict[tuple[str, tuple[tuple[str, Any], ...]], Fact]) -> None:
    """What a source says of a project without its 功能项 belongs to the one row that has it."""
    for at, fact in list(facts.items()):
        about = dict(fact.about)
        if fact.block != "projects" or about["function"]:
            continue
        rows = [
            other
            for other in facts.values()
            if other.block == "projects"
            and (its := dict(other.about))["function"]
            and (key(its["name"]), its["fund"]) == (key(about["name"]), about["fund"])
        ]
        if len(rows) == 1:
            rows[0].values.update({**fact.values, **rows[0].values})
            rows[0].cells.update({**fact.cells, **rows[0].cells})
            del facts[at]


class _Codes:
    """The codes of projects, which other programs' lists often leave out."""

    def __init__(self, one: CurrentList | None, facts: Sequence[Fact]) -> None:
        self._codes: dict[str, str] = {}
        rows = list(one.rows.values()) if one is not None else []
        for row in rows:
            if "name" in row and "code" in row:
                self._codes.setdefault(key(str(row["name"])), str(row["code"]))
        taken = {str(row.get("code")) for row in rows}
        for fact in facts:
            if "code" in fact.values:
                self._codes.setdefault(key(dict(fact.about)["name"]), str(fact.values["code"]))
                taken.add(str(fact.values["code"]))
        number = 0
        for fact in facts:
            name = key(dict(fact.about)["name"])
            while name not in self._codes:
                number += 1
                if f"P{number:02d}" not in taken:
                    self._codes[name] = f"P{number:02d}"

    def renamed(self, fact: Fact) -> Fact:
        """A project, or an indicator of one, by the code instead of the name."""
        about = dict(fact.about)
        if fact.block == "projects":
            values = {k: v for k, v in fact.values.items() if k != "code"}
            named = {
                "code": self._codes[key(about["name"])],
                "fund": about["fund"],
                "function": about["function"],
            }
            return Fact(
                "projects",
                tuple(named.items()),
                {"name": about["name"], **values},
                {"name": next(iter(fact.cells.values()), ""), **fact.cells},
            )
        if fact.block == "indicators":
            code = self._codes.get(key(about["project"]), about["project"])
            named = {"project": code, "level3": fact.values.get("level3", "")}
            rest = {k: v for k, v in fact.values.items() if k != "level3"}
            return Fact("indicators", tuple(named.items()), rest, fact.cells)
        return fact


def _merge_form(fact: Fact, now: Current, plan: Plan) -> None:
    for name, value in fact.values.items():
        found = now.forms.get((fact.block, name))
        if found is None:
            continue
        form, at, old = found
        label = next(c.label for c in form.form.columns if c.field == name)
        place = form.sheet.place(*at)
        state = _state(old, value)
        plan.changes.append(Change(state, place, label, value, old, fact.cells[name], form.sheet.name, at))


def _merge_row(fact: Fact, one: CurrentList, plan: Plan, full: set[str]) -> None:
    columns = {c.field: c for c in one.found.block.inputs}
    about = dict(fact.about)
    matches = _matching(about, one, columns)
    if len(matches) > 1:
        _several(fact, one, matches, plan, columns)
        return
    row = matches[0] if matches else _new_row(fact, one, plan, full, columns)
    if row is None:
        return
    for name, value in fact.values.items():
        if name not in one.found.columns:
            continue
        old = one.rows.get(row, {}).get(name)
        if old == columns[name].default:
            old = None  # stands there before anybody types
        words = [shown(v) for v in about.values() if v not in ("", None)]
        label = "·".join([*words, columns[name].label])
        state = State.SAME if not matches and name in about else _state(old, value)
        plan.changes.append(one.change(row, name, state, label, fact, old))


def _matching(about: Mapping[str, Any], one: CurrentList, columns: Mapping[str, Column]) -> list[int]:
    """The rows with this key; a blank repeats the row above, or stands for the default."""
    rows, last = [], dict[str, Any]()
    if one.found.block.continued_by and not about.get("function"):
        about = {name: value for name, value in about.items() if name != "function"}
    for row, values in _with_carried(one):
        for name in one.found.block.fill_down:
            if name in values:
                last[name] = values[name]
        if all(_same_key(values.get(n, last.get(n, columns[n].default)), v) for n, v in about.items()):
            rows.append(row)
    return rows


def _with_carried(one: CurrentList) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The rows, a continued one with what it takes over from the first of its code."""
    block = one.found.block
    first: dict[Any, Mapping[str, Any]] = {}
    for row, values in one.rows.items():
        if not block.continued_by:
            yield row, values
            continue
        head = first.setdefault(values.get(block.continued_by), values)
        yield row, {**{name: head[name] for name in block.carried if name in head}, **values}


def _same_key(old: Any, new: Any) -> bool:
    if old in (None, "") or new in (None, ""):
        return old in (None, "") and new in (None, "")
    return bool(key(old) == key(new)) if isinstance(old, str) and isinstance(new, str) else bool(old == new)


def _several(
    fact: Fact, one: CurrentList, rows: Sequence[int], plan: Plan, columns: Mapping[str, Column]
) -> None:
    """A key typed in several rows (of several units): equal when the sum is, else for the clerk to settle."""
    for name, value in fact.values.items():
        typed = [one.rows[row].get(name) for row in rows]
        summed: Any = sum((v for v in typed if isinstance(v, Decimal)), Decimal(0))
        same = summed == value if isinstance(value, Decimal) else value in typed
        state = State.SAME if same else State.CONFLICT
        label = f"{'·'.join(shown(v) for v in dict(fact.about).values() if v)}·{columns[name].label}（{len(rows)} 行之和）"
        change = one.change(rows[0], name, state, label, fact, summed)
        plan.changes.append(replace(change, writable=False))


def _new_row(
    fact: Fact, one: CurrentList, plan: Plan, full: set[str], columns: Mapping[str, Column]
) -> int | None:
    row = one.free_row()
    if row is None:
        if fact.block not in full:
            full.add(fact.block)
            plan.findings.append(
                error(
                    "I30",
                    one.found.sheet.name,
                    f"“{one.found.block.title}”下面没有空行了，放不下要导入的数",
                    "请在这一部分的空白处插入几十行，保存后再导入",
                )
            )
        return None
    cells = plan.keys.setdefault(one.found.sheet.name, {})
    for name, value in fact.about:
        if value not in ("", None) and name in one.found.columns:
            cells[row, one.found.columns[name]] = cell_value(value)
    for column in one.found.block.columns:
        if column.kind is Kind.LOOKUP and column.field in one.found.columns and row > one.first:
            cells[row, one.found.columns[column.field]] = Copied("", row - one.first)
    return row


def _state(old: Any, new: Any) -> State:
    if old is None:
        return State.NEW
    same = key(old) == key(new) if isinstance(old, str) and isinstance(new, str) else old == new
    return State.SAME if same else State.CONFLICT


def refreshed(package: Package, codebook: Codebook) -> Package:
    """``package`` with fresh names beside codes, live checks, progress; only cells that hold formulas change."""
    skip = (FUNCTION_DICTIONARY, ECONOMIC_DICTIONARY, OPTION_DICTIONARY)
    book = parse_workbook(write_package(package), skip=skip)
    now = current(book, codebook)
    values = _contents(now)
    looks = Book(plan({k: len(rows) for k, rows in values.items()}), values, codebook)
    changes: dict[str, dict[At, NewValue]] = {}
    _lookups(now, looks, changes)
    sheets = sheets_of(book, [])
    labels: Mapping[str, Mapping[str, At]] = {
        id_: {key(cell.text): at for at, cell in sorted(sheets[id_].cells.items(), reverse=True)}
        for id_ in (HOME.id, CHECKS.id)
        if id_ in sheets
    }
    for block in CHECKS.blocks:
        if isinstance(block, CheckBlock) and CHECKS.id in labels:
            for check in block.checks:
                left, right = looks.check_side(check.left), looks.check_side(check.right)
                gap, said = difference(left, right), verdict(check, left, right)
                sides = (left.value, right.value, gap.value, said.value)
                _beside(
                    labels[CHECKS.id].get(key(check.label)),
                    sides,
                    changes.setdefault(sheets[CHECKS.id].name, {}),
                )
    for sheet in SHEETS[1:] if HOME.id in labels else ():
        filled, wanted = looks.filled(sheet)
        row = (filled.value, wanted.value, status(filled, wanted, "", "").value)
        _beside(labels[HOME.id].get(key(sheet.name)), row, changes.setdefault(sheets[HOME.id].name, {}))
    return set_cells(package, changes)


def _beside(label: At | None, row: tuple[Any, ...], cells: dict[At, NewValue]) -> None:
    if label is not None:
        for offset, value in enumerate(row, start=1):
            cells[label[0], label[1] + offset] = Result(value)


def _contents(now: Current) -> dict[str, list[Row]]:
    """The typed values by block as :mod:`computed` looks at them."""
    entries: dict[str, Any] = {}
    for (block, name), (_, _, value) in now.forms.items():
        if value is not None and value is not INVALID:
            entries.setdefault(block, {})[name] = value
    for block, one in now.lists.items():
        entries[block] = [
            {name: value for name, value in row.items() if value is not INVALID} for row in one.rows.values()
        ]
        if one.found.block.fixed:
            first = one.found.block.columns[0].field
            entries[block] = [row for row in entries[block] if first in row]
    return contents(entries, 0)


def _lookups(now: Current, looks: Book, changes: dict[str, dict[At, NewValue]]) -> None:
    for one in now.lists.values():
        for column in one.found.block.columns:
            at = one.found.columns.get(column.field)
            if column.kind is not Kind.LOOKUP or at is None:
                continue
            for row, values in one.rows.items():
                typed = values.get(column.of)
                known: Row = {column.of: typed if isinstance(typed, str) else None}
                name = looks.lookup(looks.places[one.found.block.key], column, row, known).value
                changes.setdefault(one.found.sheet.name, {})[row, at] = Result(name)
