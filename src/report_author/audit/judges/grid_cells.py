"""The numbers of a table inside a report, each with its place; the sums that the table itself shows to be meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from report_author.audit.claims.tokens import Token, plus, shown
from report_author.audit.judges.relations import Relation, broken, holds
from report_author.audit.reading.blocks import Block, Grid, squeeze

# ---------------------------------------------------------------- the numbers of a table inside a report, each with its place


_VALUE = re.compile(
    r"(?:约|¥|￥)?(?P<number>-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)(?P<unit>亿元|万元|千元|元|%|分)?"
)
_UNIT_LINE = re.compile(r"单位[：:]?[（(]?(?P<unit>万元|元)|[（(](?P<beside>万元|元)[）)]")
_CODE = re.compile(r"[2-9]\d{2}(?:\d{2}){0,2}")
_TOTALS = frozenset(("合计", "总计", "共计"))


@dataclass(eq=False)
class Table:
    """A grid with its texts squeezed; rows and columns count from zero. ``blocks`` are those of the report by place."""

    grid: Grid
    blocks: Mapping[str, Block] = field(default_factory=dict)

    @cached_property
    def texts(self) -> list[list[str]]:
        return [[squeeze(cell).text for cell in row] for row in self.grid.rows]

    @cached_property
    def width(self) -> int:
        return max((len(row) for row in self.texts), default=0)

    def text(self, row: int, column: int) -> str:
        cells = self.texts[row] if 0 <= row < len(self.texts) else []
        return cells[column] if 0 <= column < len(cells) else ""

    def token(self, row: int, column: int) -> Token | None:
        """The number that a cell holds and nothing else; one object for each cell."""
        return self._tokens.get((row, column))

    def tokens(self, cells: Iterable[tuple[int, int]]) -> tuple[Token, ...]:
        """The numbers of some cells, where they hold one."""
        return tuple(self._tokens[cell] for cell in cells if cell in self._tokens)

    @cached_property
    def _tokens(self) -> dict[tuple[int, int], Token]:
        found = {}
        for row, cells in enumerate(self.texts):
            for column, text in enumerate(cells):
                value = _VALUE.fullmatch(text)
                if value is None or (value["unit"] is None and self._is_code(row, column)):
                    continue
                digits = value["number"].replace(",", "")
                unit = value["unit"] or self.unit or "万元"
                block = cell_block(self.grid, row, column, self.blocks)
                found[row, column] = Token(
                    block,
                    value.start("number"),
                    value.end(),
                    Decimal(digits),
                    len(digits.partition(".")[2]),
                    unit,
                )
        return found

    def _is_code(self, row: int, column: int) -> bool:
        if column in self.code_columns:
            return True
        start = max((each for each in self.code_columns if each < column), default=column)
        between = [self.text(row, each) for each in range(start + 1, column + 1)]
        split = bool(re.fullmatch(r"\d{3}", self.text(row, start))) and all(
            re.fullmatch(r"\d{2}", each) for each in between
        )
        return start < column <= start + 2 and split

    @cached_property
    def code_columns(self) -> tuple[int, ...]:
        """The columns that hold classification codes: the first one of each panel."""
        found = []
        for column in range(self.width):
            words = [cells[column] for cells in self.texts if column < len(cells) and cells[column]]
            codes = [word for word in words if _CODE.fullmatch(word)]
            numbers = [word for word in words if re.fullmatch(r"[\d.,]+", word)]
            named = any(re.search(r"编码|代码", word) for word in words if not word.isdigit())
            if codes and (named or len(codes) >= 3) and len(codes) * 5 >= len(numbers) * 4:
                found.append(column)
        return tuple(found)

    @cached_property
    def unit(self) -> str:
        """万元 or 元 as the line above the table or its head says; empty where none does."""
        for text in [squeeze(self.grid.before).text, *("".join(row) for row in self.texts[:4])]:
            found = _UNIT_LINE.search(text)
            if found:
                return found["unit"] or found["beside"]
        return ""

    def code(self, row: int, column: int | None = None) -> str:
        """The code of a row in the panel of ``column``, also one split over three columns; empty for other rows."""
        starts = [each for each in self.code_columns if column is None or each <= column]
        if not starts:
            return ""
        start = starts[0] if column is None else starts[-1]
        cells = [self.text(row, start + step) for step in range(3)]
        joined = cells[0]
        for cell in cells[1:]:
            if not re.fullmatch(r"\d{2}", cell):
                break
            joined += cell
        return joined if _CODE.fullmatch(joined) else ""

    def is_total(self, row: int) -> bool:
        return next((cell for cell in self.texts[row] if cell), "") in _TOTALS

    def label(self, row: int) -> str:
        """The words in front of the numbers of a row."""
        words = []
        for column, cell in enumerate(self.texts[row]):
            if (row, column) in self._tokens:
                break
            if cell and cell not in words:
                words.append(cell)
        return " ".join(words)

    @cached_property
    def first_data(self) -> int:
        """The first row below the head: it holds amounts, or is a total."""
        for row in range(len(self.texts)):
            listed = self.tokens((row, column) for column in range(self.width))
            if self.is_total(row) or self.code(row) or (listed and not _counting(listed)):
                return row
        return len(self.texts)

    @cached_property
    def _covered(self) -> dict[tuple[int, int], tuple[int, int]]:
        """Each place that a merged cell covers, with the first place of that cell."""
        return {
            (row + down, column + right): (row, column)
            for row, column, height, width in self.grid.merged
            for down in range(height)
            for right in range(width)
        }

    def head(self, column: int) -> str:
        """The words above a column, level by level."""
        words = [
            self.text(*self._covered.get((row, column), (row, column))) for row in range(self.first_data)
        ]
        return "/".join(dict.fromkeys(word for word in words if word and not re.fullmatch(r"\d+", word)))


def cell_block(grid: Grid, row: int, column: int, blocks: Mapping[str, Block]) -> Block:
    """The block of a cell: the report's own where that holds all of the cell."""
    inside = row < len(grid.rows) and column < len(grid.rows[row])
    text = grid.rows[row][column] if inside else ""
    place = f"{grid.place}第{row + 1}行第{column + 1}格"
    own = blocks.get(place)
    if own is not None and own.text.strip() == text.strip():
        return own
    at = grid.paragraphs[row][column] if inside and grid.paragraphs else -1
    return Block(text, place, "表格", at, grid.section)


def _counting(tokens: Sequence[Token]) -> bool:
    """The 栏次 row: 1, 2, 3 …"""
    return len(tokens) > 1 and [int(token.value) for token in tokens] == list(range(1, len(tokens) + 1))


# ---------------------------------------------------------------- sums inside the tables of a report, judged where the table itself shows that they are meant


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
    for sums, words in ((_rows, "各行之和"), (_levels, "下级科目之和")):
        yield from _judged([each for column in range(table.width) for each in sums(table, column)], words)
    for columns in _groups(table):
        yield from _columns(table, columns)


def _rows(table: Table, column: int) -> Iterator[Sum]:
    """The 合计 of a column with the rows that make it up."""
    rows = range(table.first_data, len(table.texts))
    totals = [row for row in rows if table.is_total(row)]
    if len(totals) != 1 or (whole := table.token(totals[0], column)) is None:
        return
    others = [row for row in rows if row != totals[0]]
    if any(_WHOLE.search(cell) for row in others for cell in table.texts[row]):
        return  # totals inside totals, as in the 总表
    parts = table.tokens((row, column) for row in _top_rows(table, others, column))
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
        parts = table.tokens((each, column) for each in below)
        if whole is not None and parts:
            yield Sum(whole, parts)


def _judged(listed: Sequence[Sum], words: str) -> Iterator[Relation]:
    """A sum is meant where others of its kind in this table hold, or where it is a plain list that nearly adds up."""
    good = [each for each in listed if each.holds and each.whole.value]
    for each in listed:
        if each.holds:
            yield holds("C33", each.whole, *each.parts)
        elif len(good) >= 2 and len(good) * 2 >= len(listed) - len(good):
            yield _broken(each, words)
        elif len(listed) == 1 and len(each.parts) >= 3 and abs(each.gap) * 5 < abs(each.whole.value):
            yield _broken(each, words, sure=False)


def _groups(table: Table) -> Iterator[list[int]]:
    """A column headed 合计 or 小计 with the columns right of it that it sums up."""
    heads = [table.head(column) for column in range(table.width)]
    for column, head in enumerate(heads):
        if not _WHOLE.search(head):
            continue
        above = head.rpartition("/")[0]
        members = []
        for other in range(column + 1, table.width):
            name = heads[other]
            if not name or not name.startswith(above) or _WHOLE.search(name):
                break
            members.append(other)
        if len(members) >= 2:
            yield [column, *members]


def _columns(table: Table, columns: Sequence[int]) -> Iterator[Relation]:
    sums = []
    for row in range(table.first_data, len(table.texts)):
        whole = table.token(row, columns[0])
        parts = table.tokens((row, column) for column in columns[1:])
        if whole is not None and parts:
            sums.append(Sum(whole, parts))
    good = [each for each in sums if each.holds and each.whole.value]
    if len(good) < 3 or len(good) * 4 < len(sums) * 3:
        return
    for each in sums:
        yield (holds("C33", each.whole, *each.parts) if each.holds else _broken(each, "右边各栏之和"))


def _broken(found: Sum, words: str, *, sure: bool = True) -> Relation:
    whole, added = found.whole, found.whole.value + found.gap
    return broken(
        "C33",
        (whole, *found.parts),
        f"表里的合计与{words}不等：合计是{whole.text}，{words}是{shown(added)}，{'多' if found.gap > 0 else '少'}{shown(abs(found.gap))}。",
        "请核对合计和各分项。",
        expected=shown(added),
        working=plus(found.parts[:20]),
        difference=shown(found.gap),
        sure=sure,
    )
