"""Whether every table of a department is the sum of its units' tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from xlsxwriter.utility import xl_rowcol_to_cell

from report_author.figures.account import Account
from report_author.figures.grids import Spot, grid_amounts, is_total
from report_author.figures.vocabulary import vocabulary
from report_author.model.codes import Codebook
from report_author.model.facts import Expenditure, Facts, Income
from report_author.model.format import Format
from report_author.model.money import ZERO
from report_author.workbook.computed import EVEN, UNEVEN, Computed
from report_author.workbook.plain_sheet import FIRST_ROW, PlainSheet
from report_author.workbook.summing.elimination import ELIMINATION

SHEET = "汇总核对"
_LABELS = ("公开表", "项目", "栏目", "部门")


@dataclass(frozen=True, slots=True)
class Compared:
    """One amount of one table: the department's, each unit's (elimination last)."""

    table: str
    row: str
    column: str
    total: bool
    whole: Decimal
    parts: tuple[Decimal, ...]

    @property
    def sum(self) -> Decimal:
        return sum(self.parts, ZERO)

    @property
    def even(self) -> bool:
        return self.whole == self.sum


def compare(
    department: Facts,
    units: Sequence[Facts],
    elimination: tuple[tuple[Income, ...], tuple[Expenditure, ...]],
    fmt: Format,
) -> list[Compared]:
    """Every amount of every table of the format, in their order."""
    only_contrary = replace(
        Facts(department=department.department), incomes=elimination[0], expenditures=elimination[1]
    )
    books = [_tables(each, fmt) for each in (department, *units, only_contrary)]
    found = []
    for table in fmt.tables:
        if table.grid not in books[0]:
            continue
        whole, *parts = (book[table.grid] for book in books)
        spots = dict.fromkeys(spot for amounts in (whole, *parts) for spot in amounts)
        found += [
            Compared(
                table.title,
                *spot,
                is_total(spot),
                whole.get(spot, ZERO),
                tuple(part.get(spot, ZERO) for part in parts),
            )
            for spot in spots
        ]
    return found


def _tables(facts: Facts, fmt: Format) -> Mapping[str, Mapping[Spot, Decimal]]:
    year = facts.department.year
    grids = vocabulary(Account(facts, Codebook.for_year(year), fmt))["表"]
    return {name: grid_amounts(grids[name]) for name in grids}


def check_sheet(compared: Sequence[Compared], units: Sequence[str], eliminated: bool) -> PlainSheet:
    """The totals of every table, department against units, with formulas that compare them."""
    shown = [row for row in compared if row.total or not row.even]
    names = (*units, *((ELIMINATION,) if eliminated else ()))
    return PlainSheet(
        name=SHEET,
        title="汇总核对",
        hint=f"部门的每张公开表 = 各单位之和（单位：元，数量照列）。列出合计栏；明细栏共 {len(compared) - len(shown)} 个数也已逐格核对，全部相符。",
        header=(*_LABELS, *names, "各单位之和", "差额", "结果"),
        widths=(44, 30, 14, 18, *(18 for _ in names), 18, 12, 8),
        rows=[_row(row, number, len(names)) for number, row in enumerate(shown, start=FIRST_ROW)],
    )


def _row(row: Compared, number: int, count: int) -> tuple[str | Decimal | Computed, ...]:
    whole, first = xl_rowcol_to_cell(number - 1, 3), len(_LABELS)
    added = xl_rowcol_to_cell(number - 1, first + count)
    off = xl_rowcol_to_cell(number - 1, first + count + 1)
    units = f"{xl_rowcol_to_cell(number - 1, first)}:{xl_rowcol_to_cell(number - 1, first + count - 1)}"
    return (
        row.table,
        row.row,
        row.column,
        row.whole,
        *row.parts[:count],
        Computed(f"=ROUND(SUM({units}),2)", row.sum),
        Computed(f"=ROUND({whole}-{added},2)", row.whole - row.sum),
        Computed(f'=IF({off}=0,"{EVEN}","{UNEVEN}")', EVEN if row.even else UNEVEN),
    )
