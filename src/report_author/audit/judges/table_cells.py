"""The cells of published tables that a text repeats."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from report_author.audit.claims.tokens import Span, Style, Token, shown
from report_author.audit.judges.keys import bare
from report_author.audit.reading.blocks import Block
from report_author.checks.amounts import Rounded
from report_author.checks.grids import PrintedSheet, number_in
from report_author.figures.values import Names
from report_author.model.money import YUAN_PER_WAN, half_up
from report_author.ooxml.sheets import cell_position

_NUMBERING = re.compile(
    r"^(?:其中[：:])?(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)]|\d+[.、．])?"
)


class Entry(NamedTuple):
    """What the tables say of one figure: one cell, or several that add up. 元, or a count."""

    cells: tuple[Token, ...]
    value: Decimal
    half: Decimal
    unit: str

    @property
    def place(self) -> str:
        return "＋".join(cell.block.place for cell in self.cells)

    @property
    def text(self) -> str:
        """The amount with its unit, as a reader of the table sees it."""
        value = self.value.scaleb(-4) if self.unit == "万元" else self.value
        return f"{shown(value)}{self.unit}"

    @property
    def span(self) -> Span:
        return Span(self.value - self.half, self.value + self.half)

    def agrees(self, token: Token, style: Style) -> bool:
        """Whether a printed amount is this one: equal where both are printed alike, else within its rounding."""
        if not token.is_money:
            return token.value == self.value
        places = max(token.places, style.money or 0) if token.unit == "万元" else token.places
        if self.half and token.unit == self.unit and places >= 2 and len(self.cells) == 1:
            return token.yuan == self.value
        return style.span(token).meets(self.span)

    def shifted(self, token: Token, style: Style) -> bool:
        """Whether the digits are the same and only 元, 万元 differ."""
        if not self.value or not token.value or not token.is_money:
            return False
        printed = style.span(token)
        if (printed.high - printed.low) * _COARSE > abs(token.yuan):
            return False
        return any(printed.meets(Span(self.span.low * factor, self.span.high * factor)) for factor in _SHIFTS)


_COARSE = 50  # an amount printed to no more than 2 % is like others by chance
_SHIFTS = (YUAN_PER_WAN, 1 / YUAN_PER_WAN)


def _cell_block(place: str, text: str) -> Block:
    return Block(text, place, "表格")


@dataclass(eq=False)
class TableCells:
    """The grids of a set of tables with their cells as tokens; ``block_at`` makes the block of a cell from place, text."""

    sheets: Mapping[str, PrintedSheet]
    grids: Mapping[str, object]
    block_at: Callable[[str, str], Block] = _cell_block
    _tokens: dict[str, Token] = field(default_factory=dict)

    def rows(self, grid: str) -> tuple[Names, ...]:
        found = self.grids.get(grid)
        return found["行"] if isinstance(found, Names) else ()

    def filled(self, grid: str) -> bool:
        """Whether a table has a figure other than zero."""
        return any(
            isinstance(value, Rounded) and value.value for row in self.rows(grid) for value in row.values()
        )

    def entry(self, figures: Iterable[object], grid: str) -> Entry | None:
        """The sum of ``figures``; None where one is missing."""
        listed = [figure for figure in figures if isinstance(figure, Rounded)]
        if not listed:
            return None
        tokens = tuple(
            token for figure in listed for token in [self.token(figure, grid)] if token is not None
        )
        unit = listed[0].unit
        if unit == "元" and grid in self.sheets and self.sheets[grid].factor == YUAN_PER_WAN:
            unit = "万元"
        return Entry(
            tokens,
            sum((f.value for f in listed), Decimal(0)),
            sum((f.half for f in listed), Decimal(0)),
            unit,
        )

    def token(self, figure: Rounded, grid: str) -> Token | None:
        """The cell of a figure as a token of a block of its own, the same one whenever it is asked for."""
        place = figure.sources[0] if figure.sources else ""
        if not place or grid not in self.sheets:
            return None
        if place not in self._tokens:
            self._tokens[place] = self._made(self.sheets[grid], place, figure)
        return self._tokens[place]

    def _made(self, sheet: PrintedSheet, place: str, figure: Rounded) -> Token:
        cell = sheet.raw.cells.get(cell_position(place.rpartition("!")[2]))
        value = number_in(cell) or Decimal(0)
        finer = cell is not None and value != half_up(value, 2)
        text = f"{half_up(value, 2):,f}" if finer else (cell.text if cell is not None else "")
        block = self.block_at(place, text)
        unit = figure.unit if figure.unit != "元" else ("万元" if sheet.factor == YUAN_PER_WAN else "元")
        return Token(block, 0, len(block.plain.text), value, 2, unit)

    def find(self, path: str) -> Entry | None:
        """The figure at ``grid/row/column``; several joined by ＋ add up, those that are not there count as nothing."""
        figures: list[object] = []
        first = path.split("＋")[0].split("/")[0]
        for each in path.split("＋"):
            grid, row, column = each.split("/")
            figures.append(self._figure(grid, row, column))
        if figures and not isinstance(figures[0], Rounded):
            return None
        return self.entry(figures, first)

    def _figure(self, grid: str, row: str, column: str) -> object:
        if row == "单":
            whole = self.grids.get(grid)
            return whole.get(column) if isinstance(whole, Names) else None
        for each in self.rows(grid):
            if row == "合计" and each.get("级") == 0 and not each.get("编码"):
                return each.get(column)
            name = each.get({"左": "左名", "右": "右名"}.get(row, "名称"))
            if row in ("左", "右") and isinstance(name, str):
                label, _, amount = column.partition("·")
                if unnumbered(name) == label:
                    return each.get(amount or f"{row}额")
            if row == "信息" and isinstance(name, str) and re.search(column, unnumbered(name)):
                return each.get("数值")
        return None

    def by_code(self, grid: str, code: str, column: str) -> object:
        return next((row.get(column) for row in self.rows(grid) if row.get("编码") == code), None)

    def by_class(self, grid: str, name: str, column: str) -> object:
        """The row of a 类 by its name without 支出."""
        for row in self.rows(grid):
            if row.get("级") == 1 and bare(str(row.get("名称", ""))) == name:
                return row.get(column)
        return None

    def by_line(self, grid: str, name: str, column: str) -> object:
        """The row of a 类 on the right side of a 总表, by its name without number, without 支出."""
        for row in self.rows(grid):
            if bare(unnumbered(str(row.get("右名", "")))) == name:
                return row.get(column)
        return None

    def by_names(self, grid: str, path: str, column: str) -> object:
        """The row of a 项 by the names of 类, 款, 项."""
        above = ["", "", ""]
        for row in self.rows(grid):
            level = row.get("级")
            if level in (1, 2, 3):
                above[level - 1 :] = [bare(str(row.get("名称", ""))), *[""] * (3 - level)]
                if level == 3 and "/".join(above) == path:
                    return row.get(column)
        return None

    def classes(self, grid: str, column: str) -> Iterator[tuple[str, Entry]]:
        """Every 类 of a table with its amount."""
        for row in self.rows(grid):
            figure = row.get(column)
            if row.get("级") == 1 and isinstance(figure, Rounded) and (found := self.entry([figure], grid)):
                yield bare(str(row.get("名称", ""))), found


def unnumbered(name: str) -> str:
    """A row's name without its number."""
    return _NUMBERING.sub("", name)
