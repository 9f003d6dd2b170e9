"""Projects of several units in one list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from report_author.model.facts import WHOLE_DEPARTMENT, EvalText, Facts, Indicator, Project
from report_author.workbook.summing.sums import add_up

_AMOUNTS = ("initial", "revised", "actual")


@dataclass(frozen=True, slots=True)
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
        found += [
            Project(
                code=row.code,
                name=row.name,
                kind=head.kind,
                function=row.function,
                fund=row.fund,
                initial=row.initial,
                revised=row.revised,
                actual=row.actual,
            )
            for row in rest
        ]
    return tuple(found)
