"""The facts of a department out of those of its units."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from report_author.model.choices import OrgRelation
from report_author.model.facts import (
    WHOLE_DEPARTMENT,
    CarryOver,
    EvalText,
    Expenditure,
    Facts,
    Income,
    Institution,
    Quotable,
)
from report_author.workbook.summing.projects import ProjectLists, projects_of
from report_author.workbook.summing.sums import add_up, counts_of, last_year_of, staff_of


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
    return replace(
        department,
        institutions=_institutions(department, ordered),
        staff=staff_of(row for unit in ordered for row in unit.staff),
        quotables=_quotables(department, ordered),
        incomes=(*(row for unit in ordered for row in incomes_of(unit)), *elimination[0]),
        carryovers=tuple(row for unit in ordered for row in carryovers_of(unit)),
        expenditures=(*(row for unit in ordered for row in expenditures_of(unit)), *elimination[1]),
        budgets=add_up(
            (row for unit in ordered for row in unit.budgets),
            lambda row: (row.function, row.fund, row.nature),
            ("initial", "revised"),
        ),
        last_year=last_year_of(department.last_year, [unit.last_year for unit in ordered]),
        sangong=add_up(
            (row for unit in ordered for row in unit.sangong),
            lambda row: (row.item, row.fund),
            ("initial", "revised", "actual"),
        ),
        counts=counts_of(unit.counts for unit in ordered),
        procurements=add_up(
            (row for unit in ordered for row in unit.procurements), lambda row: row.kind, ("amount",)
        ),
        vehicles_by_type=add_up(
            (row for unit in ordered for row in unit.vehicles_by_type),
            lambda row: row.type,
            ("bought", "price", "held"),
        ),
        vehicles_by_use=add_up(
            (row for unit in ordered for row in unit.vehicles_by_use), lambda row: row.use, ("held",)
        ),
        receptions=tuple(row for unit in ordered for row in unit.receptions),
        projects=projects.projects,
        indicators=projects.indicators,
        eval_texts=_eval_texts(department, projects),
    )


def incomes_of(unit: Facts) -> tuple[Income, ...]:
    """收入 of a unit, every row with its 单位."""
    return tuple(replace(row, unit=row.unit or unit.department.full_name, cells={}) for row in unit.incomes)


def carryovers_of(unit: Facts) -> tuple[CarryOver, ...]:
    """结转结余 of a unit, every row with its 单位."""
    return tuple(
        replace(row, unit=row.unit or unit.department.full_name, cells={}) for row in unit.carryovers
    )


def expenditures_of(unit: Facts) -> tuple[Expenditure, ...]:
    """支出 of a unit, every row with its 单位."""
    return tuple(
        replace(row, unit=row.unit or unit.department.full_name, cells={}) for row in unit.expenditures
    )


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
