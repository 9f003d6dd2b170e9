"""The numbers of a table inside a report, each with its place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from report_author.audit.claims.tokens import Token
from report_author.audit.reading.blocks import Block, Grid, squeeze

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
            numbers = [self.token(row, column) for column in range(self.width)]
            listed = [token for token in numbers if token is not None]
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


def _counting(tokens: list[Token]) -> bool:
    """The 栏次 row: 1, 2, 3 …"""
    return len(tokens) > 1 and [int(token.value) for token in tokens] == list(range(1, len(tokens) + 1))
