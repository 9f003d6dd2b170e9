"""The facts of a department out of those of its units; money that moved between them is taken out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import fields, replace
from decimal import Decimal
from operator import attrgetter
from typing import Any, TypeVar

from report_author.model.choices import LastYearRow, Nature, OrgRelation, Source
from report_author.model.facts import (
    WHOLE_DEPARTMENT,
    CarryOver,
    Counts,
    EvalText,
    Expenditure,
    Facts,
    Income,
    Indicator,
    Institution,
    LastYear,
    Project,
    Quotable,
    Record,
    Staff,
)
from report_author.model.money import YUAN_PER_WAN, ZERO
from report_author.records import frozen

R = TypeVar("R", bound=Record)
U = TypeVar("U", Income, CarryOver, Expenditure)
M = TypeVar("M", Income, Expenditure)


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
    key = attrgetter("post", "within", "actual_name")
    notes: dict[Hashable, dict[str, None]] = defaultdict(dict)
    for row in gathered:
        if row.note:
            notes[key(row)][row.note] = None
    return tuple(
        replace(row, note="；".join(notes[key(row)])) for row in add_up(gathered, key, ("posts", "actual"))
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


#: the 单位 of the contrary rows
ELIMINATION = "内部抵销"
#: what one unit receives, what another pays for it
_DIRECTIONS = ((Source.SUPERIOR, Nature.TO_SUBORDINATE), (Source.SUBORDINATE, Nature.TO_SUPERIOR))


@frozen
class Transfers:
    """Both sides of one direction: the rows that are internal (equal in sum), the rows left over."""

    source: Source
    nature: Nature
    incomes: tuple[Income, ...] = ()
    spent: tuple[Expenditure, ...] = ()
    other_incomes: tuple[Income, ...] = ()
    other_spent: tuple[Expenditure, ...] = ()

    @property
    def amount(self) -> Decimal:
        return _sum(self.incomes)


def find_transfers(incomes: Sequence[Income], expenditures: Sequence[Expenditure]) -> list[Transfers]:
    """The internal transfers of each direction that occurs, among rows that name their 单位.

    Internal is all of both sides where the sums are equal, else every amount that as many rows of one side as of the other
    have. What 财政拨款 paid is never taken out: the fund balances would no longer hold.
    """
    found = []
    for source, nature in _DIRECTIONS:
        got = [row for row in incomes if row.source is source]
        paid = [row for row in expenditures if row.nature is nature]
        if got and paid:
            found.append(_match(source, nature, got, paid))
    return found


def _match(source: Source, nature: Nature, got: list[Income], paid: list[Expenditure]) -> Transfers:
    own = [row for row in paid if not row.fund.fiscal]
    groups: list[tuple[list[Income], list[Expenditure]]]
    if _sum(got) == _sum(own):
        groups = [(got, own)]
    else:
        by_amount: dict[Decimal, tuple[list[Income], list[Expenditure]]] = defaultdict(lambda: ([], []))
        for income in got:
            by_amount[income.amount][0].append(income)
        for row in own:
            by_amount[row.amount][1].append(row)
        groups = [group for group in by_amount.values() if len(group[0]) == len(group[1])]
    groups = [
        group for group in groups if not {row.unit for row in group[0]} & {row.unit for row in group[1]}
    ]
    inner_got = tuple(row for incomes, _ in groups for row in incomes)
    inner_paid = tuple(row for _, spent in groups for row in spent)
    inner = set(map(id, (*inner_got, *inner_paid)))
    other_got = tuple(row for row in got if id(row) not in inner)
    other_paid = tuple(row for row in paid if id(row) not in inner)
    return Transfers(source, nature, inner_got, inner_paid, other_got, other_paid)


def contrary_rows(transfers: Sequence[Transfers]) -> tuple[tuple[Income, ...], tuple[Expenditure, ...]]:
    """Negative rows of the unit 内部抵销, one for each key, so that every unit's own figures stay as they are."""

    def negative(rows: Iterable[M], *key: str) -> tuple[M, ...]:
        contrary = (replace(row, unit=ELIMINATION, amount=-row.amount) for row in rows)
        return add_up(contrary, attrgetter(*key), ("amount",))

    got = (row for each in transfers for row in each.incomes)
    paid = (row for each in transfers for row in each.spent)
    return negative(got, "function", "source"), negative(paid, "function", "fund", "nature", "economic")


def _sum(rows: Sequence[Income] | Sequence[Expenditure]) -> Decimal:
    return sum((row.amount for row in rows), ZERO)


_AMOUNTS = ("initial", "revised", "actual")
#: lists whose rows are added by their key
_ADDED = {
    "budgets": (("function", "fund", "nature"), ("initial", "revised")),
    "sangong": (("item", "fund"), _AMOUNTS),
    "procurements": (("kind",), ("amount",)),
    "vehicles_by_type": (("type",), ("bought", "price", "held")),
    "vehicles_by_use": (("use",), ("held",)),
}


@frozen
class ProjectLists:
    """The lists that speak of projects, codes made unique; ``shared`` are projects that several units carry out."""

    projects: tuple[Project, ...]
    indicators: tuple[Indicator, ...]
    eval_texts: tuple[EvalText, ...]
    shared: tuple[str, ...]


def projects_of(units: Sequence[Facts]) -> ProjectLists:
    """One code with one name is one project, its money added; one code with several names gets the unit before it."""
    names: dict[str, set[str]] = defaultdict(set)
    owners: dict[str, list[int]] = defaultdict(list)
    for number, unit in enumerate(units):
        for project in unit.projects:
            names[project.code].add(project.name)
            if number not in owners[project.code]:
                owners[project.code].append(number)
    clashing = {code for code in names if len(names[code]) > 1 and len(owners[code]) > 1}

    projects: list[Project] = []
    indicators: list[Indicator] = []
    texts: list[EvalText] = []
    for number, unit in enumerate(units):
        prefix = unit.department.unit_code or unit.department.short_name

        def code(old: str, prefix: str = prefix) -> str:
            return f"{prefix}-{old}" if old in clashing else old

        def first(old: str, number: int = number) -> bool:
            return old in clashing or owners[old][:1] in ([number], [])

        projects += [replace(each, code=code(each.code), cells={}) for each in unit.projects]
        indicators += [
            replace(each, project=code(each.project), cells={})
            for each in unit.indicators
            if first(each.project)
        ]
        texts += [
            replace(each, subject=code(each.subject), cells={})
            for each in unit.eval_texts
            if each.subject != WHOLE_DEPARTMENT and first(each.subject)
        ]
    shared = tuple(sorted(code for code in owners if len(owners[code]) > 1 and code not in clashing))
    return ProjectLists(_one_head_each(projects), tuple(indicators), tuple(texts), shared)


def _one_head_each(projects: Sequence[Project]) -> tuple[Project, ...]:
    """Rows of one project together, summed by 资金性质 and 功能科目; only the first row describes it."""
    summed = add_up(projects, lambda each: (each.code, each.fund, each.function), _AMOUNTS)
    groups: dict[str, list[Project]] = defaultdict(list)
    for each in summed:
        groups[each.code].append(each)
    found: list[Project] = []
    for rows in groups.values():
        head, *rest = rows
        found.append(head)
        for row in rest:
            own = {name: getattr(row, name) for name in ("code", "name", "function", "fund", *_AMOUNTS)}
            found.append(Project(kind=head.kind, **own))
    return tuple(found)


def in_order(units: Sequence[Facts]) -> list[Facts]:
    """Units by 单位代码, then by name: the result does not depend on the order they are given in."""
    return sorted(units, key=lambda unit: (unit.department.unit_code, unit.department.full_name))


def consolidate(
    department: Facts,
    units: Sequence[Facts],
    elimination: tuple[tuple[Income, ...], tuple[Expenditure, ...]] = ((), ()),
) -> Facts:
    """The department's texts with its units' figures.

    收入, 结转结余 and 支出 keep the 单位 of every row; what has no 单位 (预算, “三公” …) is added by its key; lists are put one
    after another. ``elimination`` are the contrary rows of internal transfers.
    """
    ordered = in_order(units)
    projects = projects_of(ordered)
    added: dict[str, Any] = {
        block: add_up((row for unit in ordered for row in getattr(unit, block)), attrgetter(*keys), amounts)
        for block, (keys, amounts) in _ADDED.items()
    }
    return replace(
        department,
        institutions=_institutions(department, ordered),
        staff=staff_of(row for unit in ordered for row in unit.staff),
        quotables=_quotables(department, ordered),
        incomes=(*(row for unit in ordered for row in incomes_of(unit)), *elimination[0]),
        carryovers=tuple(row for unit in ordered for row in _with_unit(unit, unit.carryovers)),
        expenditures=(*(row for unit in ordered for row in expenditures_of(unit)), *elimination[1]),
        last_year=last_year_of(department.last_year, [unit.last_year for unit in ordered]),
        counts=counts_of(unit.counts for unit in ordered),
        receptions=tuple(row for unit in ordered for row in unit.receptions),
        projects=projects.projects,
        indicators=projects.indicators,
        eval_texts=_eval_texts(department, projects),
        **added,
    )


def _with_unit(unit: Facts, rows: Iterable[U]) -> tuple[U, ...]:
    """The rows of a unit, each with its 单位."""
    return tuple(replace(row, unit=row.unit or unit.department.full_name, cells={}) for row in rows)


def incomes_of(unit: Facts) -> tuple[Income, ...]:
    """收入 of a unit, every row with its 单位."""
    return _with_unit(unit, unit.incomes)


def expenditures_of(unit: Facts) -> tuple[Expenditure, ...]:
    """支出 of a unit, every row with its 单位."""
    return _with_unit(unit, unit.expenditures)


def _institutions(department: Facts, units: Sequence[Facts]) -> tuple[Institution, ...]:
    """The department's own list, then the units it lacks."""
    known = {row.name for row in department.institutions} | {department.department.full_name}
    missing = (unit.department for unit in units if unit.department.full_name not in known)
    return (
        *department.institutions,
        *(
            Institution(name=who.full_name, kind=who.kind, relation=OrgRelation.SUBORDINATE, independent=True)
            for who in missing
        ),
    )


def _eval_texts(department: Facts, projects: ProjectLists) -> tuple[EvalText, ...]:
    own = (row for row in department.eval_texts if row.subject == WHOLE_DEPARTMENT)
    return (*own, *projects.eval_texts)


def _quotables(department: Facts, units: Sequence[Facts]) -> tuple[Quotable, ...]:
    """引用数据 of the department, then those that only the units have (their project reports may quote them)."""
    found = {row.name: row for row in department.quotables}
    for unit in units:
        for row in unit.quotables:
            found.setdefault(row.name, replace(row, cells={}))
    return tuple(found.values())


def quotable_conflicts(department: Facts, units: Sequence[Facts]) -> Iterator[tuple[Quotable, Quotable]]:
    """Names that two workbooks give different values."""
    first: dict[str, Quotable] = {}
    for facts in (department, *in_order(units)):
        for row in facts.quotables:
            before = first.setdefault(row.name, row)
            if (before.value, before.unit) != (row.value, row.unit):
                yield before, row
