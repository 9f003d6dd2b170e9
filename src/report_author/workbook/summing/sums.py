"""Records of several units added up by their key."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import fields, replace
from typing import Any, TypeVar

from report_author.model.choices import LastYearRow
from report_author.model.facts import Counts, LastYear, Record, Staff
from report_author.model.money import YUAN_PER_WAN, ZERO

R = TypeVar("R", bound=Record)


def add_up(rows: Iterable[R], key: Callable[[R], Hashable], amounts: Sequence[str]) -> tuple[R, ...]:
    """One record for each key, in order of first appearance, its ``amounts`` added; ``None`` counts only beside a number."""
    sums: dict[Hashable, R] = {}
    for row in rows:
        before = sums.get(key(row))
        added: dict[str, Any] = {"cells": {}}
        if before is not None:
            added |= {name: _plus(getattr(before, name), getattr(row, name)) for name in amounts}
        sums[key(row)] = replace(before or row, **added)
    return tuple(sums.values())


def _plus(one: Any, other: Any) -> Any:
    if one is None or other is None:
        return other if one is None else one
    return one + other


def counts_of(units: Iterable[Counts]) -> Counts:
    """统计数 of all units together; “本部门没有……” holds for the department where it holds for every unit."""
    answers = [field.name for field in fields(Counts) if field.type == "bool"]
    names = [field.name for field in fields(Counts) if field.name not in ("cells", *answers)]
    gathered = list(units)
    whole = add_up(gathered, lambda _: "", names)
    if not whole:
        return Counts()
    agreed: dict[str, Any] = {name: all(getattr(each, name) for each in gathered) for name in answers}
    return replace(whole[0], **agreed)


def staff_of(rows: Iterable[Staff]) -> tuple[Staff, ...]:
    """Posts and heads by category; every note is kept."""
    gathered = list(rows)

    def key(row: Staff) -> tuple[str, str, str]:
        return row.post, row.within, row.actual_name

    notes: dict[tuple[str, str, str], list[str]] = {}
    for row in gathered:
        if row.note and row.note not in notes.setdefault(key(row), []):
            notes[key(row)].append(row.note)
    return tuple(
        replace(row, note="；".join(notes.get(key(row), ())))
        for row in add_up(gathered, key, ("posts", "actual"))
    )


def last_year_of(department: Sequence[LastYear], units: Sequence[Sequence[LastYear]]) -> tuple[LastYear, ...]:
    """The department's own rows; where it has none, the sum of the units, if every one of them has the row."""
    own = {row.row: row for row in department if row.published is not None}
    found = []
    for kind in LastYearRow:
        rows = [row for unit in units for row in unit if row.row is kind and row.published is not None]
        if kind in own:
            found.append(own[kind])
        elif rows and len(rows) == len(units):
            found.append(_summed(kind, rows))
    return tuple(found)


def _summed(kind: LastYearRow, rows: Sequence[LastYear]) -> LastYear:
    unit = "万元" if all(row.unit == "万元" for row in rows) else "元"
    total = ZERO
    for row in rows:
        value = (row.published or ZERO) + row.adjustment
        total += value * YUAN_PER_WAN if row.unit != unit else value
    return LastYear(row=kind, published=total, unit=unit, note="各单位之和")
