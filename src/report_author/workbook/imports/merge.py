"""Plans which cells of a fill-in workbook take which imported values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from typing import Any

from report_author.model.findings import Finding, error
from report_author.ooxml.sheet_editor import At, Copied, NewValue
from report_author.ooxml.sheets import column_letters
from report_author.workbook.imports.current import Current, CurrentList
from report_author.workbook.imports.fact import Fact
from report_author.workbook.shape import Column, Kind
from report_author.workbook.values import key


class State(Enum):
    """What becomes of one imported value."""

    NEW = "新填"
    SAME = "已有，相同"
    CONFLICT = "已有，不同"


@dataclass(frozen=True, slots=True)
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
        known = merged.get((fact.block, fact.about))
        if known is None:
            merged[fact.block, fact.about] = Fact(fact.block, fact.about, dict(fact.values), dict(fact.cells))
        else:
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
            and dict(other.about)["function"]
            and key(dict(other.about)["name"]) == key(about["name"])
            and dict(other.about)["fund"] is about["fund"]
        ]
        if len(rows) == 1:
            for name, value in fact.values.items():
                if name not in rows[0].values:
                    rows[0].values[name], rows[0].cells[name] = value, fact.cells[name]
            del facts[at]


class _Codes:
    """The codes of projects, which other programs' lists often leave out."""

    def __init__(self, one: CurrentList | None, facts: Sequence[Fact]) -> None:
        self._codes: dict[str, str] = {}
        for row in one.rows.values() if one is not None else ():
            if "name" in row and "code" in row:
                self._codes.setdefault(key(str(row["name"])), str(row["code"]))
        taken = {str(row.get("code")) for row in one.rows.values()} if one is not None else set()
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
                {"name": _any(fact.cells), **fact.cells},
            )
        if fact.block == "indicators":
            code = self._codes.get(key(about["project"]), about["project"])
            named = {"project": code, "level3": fact.values.get("level3", "")}
            rest = {k: v for k, v in fact.values.items() if k != "level3"}
            return Fact("indicators", tuple(named.items()), rest, fact.cells)
        return fact


def _any(cells: Mapping[str, str]) -> str:
    return next(iter(cells.values()), "")


def _merge_form(fact: Fact, now: Current, plan: Plan) -> None:
    for name, value in fact.values.items():
        found = now.forms.get((fact.block, name))
        if found is None:
            continue
        form, at, old = found
        label = next(c.label for c in form.form.columns if c.field == name)
        place = f"{form.sheet.name}!{column_letters(at[1])}{at[0] + 1}"
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
        at = one.found.columns.get(name)
        if at is None:
            continue
        old = one.rows.get(row, {}).get(name)
        if old == columns[name].default:
            old = None  # stands there before anybody types
        label = "·".join(shown(v) for v in about.values() if v not in ("", None))
        label = f"{label}·{columns[name].label}" if label else columns[name].label
        state = State.SAME if not matches and name in about else _state(old, value)
        plan.changes.append(
            Change(
                state,
                one.place(row, name),
                label,
                value,
                old,
                fact.cells[name],
                one.found.sheet.name,
                (row, at),
            )
        )


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
        at = (rows[0], one.found.columns[name])
        plan.changes.append(
            Change(
                state,
                one.place(rows[0], name),
                label,
                value,
                summed,
                fact.cells[name],
                one.found.sheet.name,
                at,
                False,
            )
        )


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
