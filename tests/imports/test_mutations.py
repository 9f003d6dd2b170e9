"""Damaged and rearranged exports never give a fact that is not in the file."""

from __future__ import annotations

import random
from decimal import Decimal
from functools import cache
from itertools import product

import pytest

from report_author.model.choices import Fund, Nature
from report_author.model.codes import Codebook
from report_author.model.findings import has_errors
from report_author.ooxml.sheets import (
    CellKind,
    RawCell,
    RawSheet,
    RawWorkbook,
    column_letters,
    parse_workbook,
)
from report_author.workbook.imports.recognise import read_book
from report_author.workbook.imports.resolve import Resolver
from report_author.workbook.imports.tables import Fact, Tables
from tests.imports.caijue import full_export, styles
from tests.imports.test_caijue_exports import SECOND, SEED, got, spent
from tests.support.share import ALL

SOURCES = (SEED, SECOND)
CODEBOOK = Codebook.for_year(2021)
Cells = dict[tuple[int, int], RawCell]


@cache
def export(which: int, style: str) -> RawWorkbook:
    return parse_workbook(
        full_export(SOURCES[which], styles()[style], funds=(Fund.GOVERNMENT, Fund.CAPITAL)).data()
    )


def mutated(book: RawWorkbook, first: int, chance: random.Random) -> tuple[RawWorkbook, bool]:
    """The book changed as ``first`` says, perhaps once more; whether every figure is still as it was."""
    sheets, harmless = list(book.sheets), True
    more = chance.choice(([], [], [chance.choice(CHANGES)]))
    for change, keeps in (CHANGES[first], *more):
        at = chance.randrange(len(sheets))
        sheet = sheets[at]
        cells, merged = change(dict(sheet.cells), dict(sheet.merged), chance)
        sheets[at] = RawSheet(sheet.name, sheet.visible, cells, merged)
        harmless = harmless and keeps
    return RawWorkbook(tuple(sheets)), harmless


def _numbers(cells: Cells) -> list[tuple[int, int]]:
    return [at for at, c in cells.items() if c.kind is CellKind.NUMBER and at[0] > 7 and at[1] > 3]


def _change_number(cells: Cells, merged, chance):  # type: ignore[no-untyped-def]
    numbers = _numbers(cells)
    if numbers:
        at = chance.choice(numbers)
        value = (
            chance.choice((Decimal("0.01"), Decimal(-1), Decimal(1000), Decimal("88.88"))) + cells[at].value
        )
        cells[at] = RawCell(cells[at].ref, CellKind.NUMBER, f"{value:f}", value)
    return cells, merged


def _drop_number(cells: Cells, merged, chance):  # type: ignore[no-untyped-def]
    numbers = _numbers(cells)
    if numbers:
        del cells[chance.choice(numbers)]
    return cells, merged


def _spoil_number(cells: Cells, merged, chance):  # type: ignore[no-untyped-def]
    numbers = _numbers(cells)
    if numbers:
        at = chance.choice(numbers)
        kind = chance.choice((CellKind.ERROR, CellKind.UNCALCULATED, CellKind.TEXT))
        cells[at] = RawCell(cells[at].ref, kind, "#REF!" if kind is CellKind.ERROR else "约三万", None)
    return cells, merged


def _swap_headings(cells: Cells, merged, chance):  # type: ignore[no-untyped-def]
    heads = [at for at, c in cells.items() if 3 <= at[0] <= 5 and at[1] > 3 and c.kind is CellKind.TEXT]
    if len(heads) > 1:
        first, second = chance.sample(heads, 2)
        cells[first], cells[second] = cells[second], cells[first]
    return cells, merged


def _drop_heading(cells: Cells, merged, chance):  # type: ignore[no-untyped-def]
    heads = [at for at, c in cells.items() if at[0] <= 5 and c.kind is CellKind.TEXT]
    del cells[chance.choice(heads)]
    return cells, merged


def _move_rows(cells: Cells, merged, chance):  # type: ignore[no-untyped-def]
    """Blank lines above the rows from somewhere on."""
    top, by = chance.randrange(8, 20), chance.randrange(1, 4)
    return _shifted(cells, merged, top, by)


def _shifted(cells: Cells, merged, top: int, by: int):  # type: ignore[no-untyped-def]
    def row(r: int) -> int:
        return r + by if r >= top else r

    moved = {
        (row(r), c): RawCell(
            f"{column_letters(c)}{row(r) + 1}", v.kind, v.text, v.value, v.formula, v.percent
        )
        for (r, c), v in cells.items()
    }
    return moved, {(row(r), c): (row(a), b) for (r, c), (a, b) in merged.items()}


def _drop_row(cells: Cells, merged, chance):  # type: ignore[no-untyped-def]
    rows = sorted({r for r, c in cells if r > 7})
    if rows:
        gone = chance.choice(rows)
        cells = {at: c for at, c in cells.items() if at[0] != gone}
    return cells, merged


def _double_row(cells: Cells, merged, chance):  # type: ignore[no-untyped-def]
    rows = sorted({r for r, c in cells if r > 7})
    if rows:
        row, last = chance.choice(rows), rows[-1] + 1
        for (r, c), v in list(cells.items()):
            if r == row:
                cells[last, c] = RawCell(f"{column_letters(c)}{last + 1}", v.kind, v.text, v.value)
    return cells, merged


def _change_code(cells: Cells, merged, chance):  # type: ignore[no-untyped-def]
    codes = [at for at, c in cells.items() if at[0] > 7 and at[1] < 3]
    if codes:
        at = chance.choice(codes)
        cells[at] = RawCell(cells[at].ref, CellKind.TEXT, chance.choice(("2080599", "乱码", "20", "201")))
    return cells, merged


def _swap_columns(cells: Cells, merged, chance):  # type: ignore[no-untyped-def]
    """Two columns change places, headings and all; what is merged over them is spread out first."""
    width = max(c for _, c in cells)
    if width < 6:
        return cells, merged
    first, second = chance.sample(range(4, width + 1), 2)
    for at, origin in merged.items():
        if at[0] < 8 and at[1] > 3 and origin in cells:
            cells.setdefault(
                at, RawCell(f"{column_letters(at[1])}{at[0] + 1}", CellKind.TEXT, cells[origin].text)
            )
    merged = {at: origin for at, origin in merged.items() if at[1] <= 3 or at[0] < 3}
    swap = {first: second, second: first}
    moved = {(r, swap.get(c, c) if r > 2 else c): v for (r, c), v in cells.items()}
    return moved, merged


def _unmerge(cells: Cells, merged, chance):  # type: ignore[no-untyped-def]
    return cells, {}


#: (change, whether it leaves every figure as it was)
CHANGES = (
    (_change_number, False),
    (_drop_number, False),
    (_spoil_number, False),
    (_swap_headings, False),
    (_drop_heading, False),
    (_move_rows, True),
    (_drop_row, False),
    (_double_row, False),
    (_change_code, False),
    (_swap_columns, True),
    (_unmerge, True),
)


#: (department, layout, first change): what a mutant is made of
KINDS = tuple(product(range(len(SOURCES)), styles(), range(len(CHANGES))))
#: mutants of each kind: 10,230 in all, 990 in a run
EACH = 31 if ALL else 3


def never_invents(number: int) -> bool:
    """Mutate, import, compare; whether anything was accepted. The kinds take turns."""
    chance = random.Random(number)
    which, style, first = KINDS[number % len(KINDS)]
    facts = SOURCES[which]
    book, harmless = mutated(export(which, style), first, chance)
    tables = Tables()
    read_book(book, "导出.xlsx", facts.department, CODEBOOK, tables)
    found = Resolver(tables).resolve()
    if has_errors(tables.findings):
        return False
    _compare(found, facts, harmless, number)
    return True


def _alike(taken: dict) -> dict:  # type: ignore[type-arg]
    """上缴上级支出 and 对附属单位补助支出 stand in one table only: no other tells their headings apart."""
    without = (Nature.TO_SUPERIOR, Nature.TO_SUBORDINATE)
    return {
        (*at[:2], "没有经济科目", amount) if len(at) == 4 and at[2] in without else at: amount
        for at, amount in taken.items()
    }


def _compare(found: list[Fact], facts, harmless: bool, number: int) -> None:  # type: ignore[no-untyped-def]
    wanted = {"expenditures": spent(facts), "incomes": got(facts)}
    for block, exact in wanted.items():
        right = _alike(exact)
        taken = _alike({tuple(v for _, v in f.about): f.values["amount"] for f in found if f.block == block})
        for at, amount in taken.items():
            if block == "expenditures" and at[3] == "" and at not in right:
                assert amount == sum(a for k, a in right.items() if k[:3] == at[:3]), (number, at)
            else:
                assert right.get(at) == amount, (number, at, amount)


@pytest.mark.slow
def test_mutated_exports_never_give_a_wrong_fact() -> None:
    accepted = sum(never_invents(number) for number in range(0, len(KINDS), 8))
    assert accepted > 3  # harmless changes still go through


@pytest.mark.slow
@pytest.mark.parametrize("part", range(10))
def test_ten_thousand_mutated_exports_never_give_a_wrong_fact(part: int) -> None:
    """A tenth at a time. A run does 990: three of each change in each layout of both departments.

    All 10,230: ``REPORT_AUTHOR_ALL=1 python3 run.py test -m slow tests/imports/test_mutations.py``.
    """
    numbers = range(part, EACH * len(KINDS), 10)
    assert sum(never_invents(number) for number in numbers) > len(numbers) / 10
