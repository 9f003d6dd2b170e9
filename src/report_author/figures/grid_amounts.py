"""Every amount of a table grid by what stands beside it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from report_author.figures.figure import Figure
from report_author.figures.values import Names
from report_author.model.money import ZERO

#: level of the rows that name projects, with 其他项目 for the rest; they do not add up over units
_PROJECT_LEVEL = 4
_WHOLE = "合计"

#: (row, column) of a grid
Spot = tuple[str, str]


def grid_amounts(grid: Names) -> dict[Spot, Decimal]:
    """The amounts (元, or counts) of ``grid``; rows of one name are added, zeros and the rows of projects left out."""
    found: dict[Spot, Decimal] = {}
    for column, value in grid.items():
        if isinstance(value, Figure):
            found[_WHOLE, column] = value.value
    for row in grid.get("行", ()):
        if row.get("级") == _PROJECT_LEVEL:
            continue
        for spot, figure in _figures(row):
            found[spot] = found.get(spot, ZERO) + figure.value
    return {spot: amount for spot, amount in found.items() if amount}


def is_total(spot: Spot) -> bool:
    """Whether the row is one of 合计, or of a table with fixed rows, which has no codes."""
    return not spot[0][:1].isdigit()


def _figures(row: Names) -> Iterator[tuple[Spot, Figure]]:
    for column, value in row.items():
        if isinstance(value, Figure):
            yield (_label(row, column), column), value
        elif isinstance(value, Names):
            for inner, figure in value.items():
                if isinstance(figure, Figure):
                    yield (_label(row, column), f"{column}{inner}"), figure


def _label(row: Names, column: str) -> str:
    """The name beside a column: tables of two sides have one for each, the right one serves the columns without a side."""
    side = "" if "名称" in row else "左" if column.startswith("左") else "右"
    parts = (row.get(f"{side}{name}") for name in ("编码", "名称", "名", "行次"))
    return "".join(str(part) for part in parts if part not in (None, "", 0)) or _WHOLE
