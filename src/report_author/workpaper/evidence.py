"""What a build knows about the numbers it printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from report_author.figures.compare import Change, Completion
from report_author.figures.figure import Figure
from report_author.figures.ledger import ChartMark
from report_author.figures.values import Names
from report_author.model.facts import Facts
from report_author.model.findings import Finding
from report_author.records import frozen
from report_author.templating.table_writer import CellMark
from report_author.templating.word_finish import Mark


@frozen
class Evidence:
    """The marks of a report, its charts, its tables; the vocabulary ``names`` they were printed from.

    ``compared`` says in a line what the figures were held against, or could not be.
    """

    facts: Facts
    marks: Sequence[Mark]
    chart_marks: Sequence[ChartMark]
    table_marks: Sequence[CellMark]
    names: Names
    findings: Sequence[Finding] = ()
    compared: str = ""


#: grids and charts hold no comparisons
_NO_COMPARISONS = frozenset({"表", "图", "名词", "表单"})


def last_year_figures(names: Names) -> dict[str, Figure]:
    """Last year's figure for every figure that the vocabulary compares with it."""
    return {change.now.name: change.before for change in comparisons(names) if isinstance(change, Change)}


def comparisons(names: Names) -> Iterator[Change | Completion]:
    """Everything that the vocabulary compares with last year, with the budget."""
    for name in names:
        if name not in _NO_COMPARISONS:
            yield from _compared(names[name])


def _compared(value: object) -> Iterator[Change | Completion]:
    if isinstance(value, (Change, Completion)):
        yield value
    elif isinstance(value, Names):
        for name in value:
            yield from _compared(value[name])
    elif isinstance(value, tuple):
        for each in value:
            yield from _compared(each)
