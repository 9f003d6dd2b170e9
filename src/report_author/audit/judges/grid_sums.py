"""Sums inside the tables of a report, judged where the table itself shows that they are meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from report_author.audit.claims.tokens import Token, plus, shown
from report_author.audit.judges.grid_cells import Table
from report_author.audit.judges.relations import ERROR, WARNING, Relation, broken, holds
from report_author.model.findings import Severity

_WHOLE = re.compile(r"(?:合计|小计|总计)(?:（[^）]*）)?$")
_NUMBERED = re.compile(r"[一二三四五六七八九十]{1,3}、")
_INNER = re.compile(r"其中|小计|（[一二三四五六七八九十]{1,3}）|[（(]?\d{1,2}[）).．、]")


class Sum(NamedTuple):
    """A cell that should be the sum of others."""

    whole: Token
    parts: tuple[Token, ...]

    @property
    def gap(self) -> Decimal:
        return sum((part.value for part in self.parts), Decimal(0)) - self.whole.value

    @property
    def room(self) -> Decimal:
        """What rounding can leave: half a unit of the last shown digit for each number."""
        places = max(token.places for token in (self.whole, *self.parts))
        return Decimal(5).scaleb(-places - 1) * (len(self.parts) + 1)

    @property
    def holds(self) -> bool:
        return abs(self.gap) <= self.room


def judge_sums_of(table: Table) -> Iterator[Relation]:
    """合计 rows, 合计 columns, 类 = Σ款 = Σ项."""
    yield from _judged(table, [[*_rows(table, column)] for column in range(table.width)], "各行之和")
    yield from _judged(table, [[*_levels(table, column)] for column in range(table.width)], "下级科目之和")
    for columns in _groups(table):
        yield from _columns(table, columns)


def _rows(table: Table, column: int) -> Iterator[Sum]:
    """The 合计 of a column with the rows that make it up."""
    totals = [row for row in range(table.first_data, len(table.texts)) if table.is_total(row)]
    if len(totals) != 1 or (whole := table.token(totals[0], column)) is None:
        return
    others = [row for row in range(table.first_data, len(table.texts)) if row != totals[0]]
    if any(_WHOLE.search(cell) for row in others for cell in table.texts[row]):
        return  # totals inside totals, as in the 总表
    kept = _top_rows(table, others, column)
    parts = tuple(token for row in kept if (token := table.token(row, column)) is not None)
    if len(parts) >= 2 and all(part.unit == whole.unit for part in parts):
        yield Sum(whole, parts)


def _top_rows(table: Table, rows: Sequence[int], column: int) -> list[int]:
    """Rows of the uppermost level: the shortest codes, 一、二、…, else all; nothing where levels are unclear."""
    codes = {row: code for row in rows if (code := table.code(row, column))}
    if codes:
        shortest = min(len(code) for code in codes.values())
        return [row for row, code in codes.items() if len(code) == shortest] if shortest == 3 else []
    labels = {row: table.label(row) for row in rows if table.label(row)}
    numbered = [row for row, label in labels.items() if _NUMBERED.match(label)]
    if len(numbered) >= 2:
        return numbered
    if any(_INNER.match(label) for label in labels.values()):
        return []
    return [*labels] if len(set(labels.values())) == len(labels) else []


def _levels(table: Table, column: int) -> Iterator[Sum]:
    """Each code with the codes one level below it."""
    rows = range(table.first_data, len(table.texts))
    codes = {row: code for row in rows if (code := table.code(row, column))}
    if len(set(codes.values())) != len(codes):
        return
    for row, code in codes.items():
        below = [
            each for each, other in codes.items() if len(other) == len(code) + 2 and other.startswith(code)
        ]
        whole = table.token(row, column)
        parts = tuple(token for each in below if (token := table.token(each, column)) is not None)
        if whole is not None and parts:
            yield Sum(whole, parts)


def _judged(table: Table, columns: Sequence[Sequence[Sum]], words: str) -> Iterator[Relation]:
    """A sum is meant where others of its kind in this table hold, or where it is a plain list that nearly adds up."""
    listed = [each for column in columns for each in column]
    good = [each for each in listed if each.holds and each.whole.value]
    for each in listed:
        tokens = (each.whole, *each.parts)
        if each.holds:
            yield holds("C33", *tokens)
        elif len(good) >= 2 and len(good) * 2 >= len(listed) - len(good):
            yield _broken(each, words, ERROR)
        elif len(listed) == 1 and len(each.parts) >= 3 and abs(each.gap) * 5 < abs(each.whole.value):
            yield _broken(each, words, WARNING)


def _groups(table: Table) -> Iterator[list[int]]:
    """A column headed 合计 or 小计 with the columns right of it that it sums up."""
    heads = [table.head(column) for column in range(table.width)]
    for column, head in enumerate(heads):
        if not _WHOLE.search(head):
            continue
        above = head.rpartition("/")[0]
        members = []
        for other in range(column + 1, table.width):
            if (
                (above and not heads[other].startswith(above))
                or _WHOLE.search(heads[other])
                or not heads[other]
            ):
                break
            members.append(other)
        if len(members) >= 2:
            yield [column, *members]


def _columns(table: Table, columns: Sequence[int]) -> Iterator[Relation]:
    sums = []
    for row in range(table.first_data, len(table.texts)):
        whole = table.token(row, columns[0])
        parts = tuple(token for column in columns[1:] if (token := table.token(row, column)) is not None)
        if whole is not None and parts:
            sums.append(Sum(whole, parts))
    good = [each for each in sums if each.holds and each.whole.value]
    if len(good) < 3 or len(good) * 4 < len(sums) * 3:
        return
    for each in sums:
        tokens = (each.whole, *each.parts)
        yield (holds("C33", *tokens) if each.holds else _broken(each, "右边各栏之和", ERROR))


def _broken(found: Sum, words: str, severity: Severity) -> Relation:
    whole = found.whole
    added = found.whole.value + found.gap
    return broken(
        "C33",
        (whole, *found.parts),
        f"表里的合计与{words}不等：合计是{whole.text}，{words}是{shown(added)}，{'多' if found.gap > 0 else '少'}{shown(abs(found.gap))}。",
        "请核对合计和各分项。",
        expected=shown(added),
        working=plus(found.parts[:20]),
        difference=shown(found.gap),
        severity=severity,
        confidence="高" if severity is ERROR else "中",
    )
