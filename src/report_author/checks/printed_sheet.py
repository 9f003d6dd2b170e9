"""A sheet of a published workbook: texts, amounts, headers, whatever its layout."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cached_property

from report_author.checks.rounded import Rounded
from report_author.model.findings import Finding, error
from report_author.model.money import FEN, YUAN_PER_WAN, ZERO, half_up
from report_author.ooxml.sheets import CellKind, RawCell, RawSheet, column_letters

_BLANKS = frozenset(("", "-", "－", "—", "——", "/", "\\", "无"))
_TITLE_ROWS = 8
_NUMBER = re.compile(r"[-+−]?[\d,，]+(\.\d+)?")


def squeezed(text: str) -> str:
    """Text without spaces and quotation marks, as titles and headers are compared."""
    return re.sub(r"[\s　“”\"]", "", text)


@dataclass
class PrintedSheet:
    """Cells by (row, column) from zero. ``exact``: amounts are stored to the 分, else only as they are shown."""

    raw: RawSheet
    exact: bool = False
    findings: list[Finding] = field(default_factory=list)

    @cached_property
    def texts(self) -> Mapping[tuple[int, int], str]:
        return {key: squeezed(cell.text) for key, cell in self.raw.cells.items()}

    @cached_property
    def rows(self) -> Sequence[int]:
        return sorted({row for row, _ in self.texts})

    @cached_property
    def width(self) -> int:
        return max((column for _, column in self.texts), default=-1) + 1

    def row(self, number: int) -> Iterator[tuple[int, str]]:
        """The texts of one row from the left."""
        return (
            (column, self.texts[number, column])
            for column in range(self.width)
            if (number, column) in self.texts
        )

    def heads(self) -> list[str]:
        """The texts above the table: title, department, unit."""
        return [text for (row, _), text in sorted(self.texts.items()) if row < _TITLE_ROWS]

    @cached_property
    def factor(self) -> Decimal:
        """How many 元 one of the sheet's units is; 万元 where it does not say."""
        for text in self.heads():
            found = re.search(r"单位[:：](万元|元)", text)
            if found:
                return YUAN_PER_WAN if found.group(1) == "万元" else Decimal(1)
        return YUAN_PER_WAN

    def place(self, row: int, column: int) -> str:
        return f"{self.raw.name}!{column_letters(column)}{row + 1}"

    def path(self, rows: Sequence[int], column: int) -> str:
        """The header above a column, level by level; merged cells and blanks to the right belong to the text left of them."""
        found: list[str] = []
        for index, row in enumerate(rows):
            text = self._header_text(row, column, rows[index + 1 :])
            if text and text not in found:
                found.append(text)
        return "/".join(found)

    def _header_text(self, row: int, column: int, below: Sequence[int]) -> str:
        own = self.texts.get(self.raw.merged.get((row, column), (row, column)), "")
        if own or (row, column) in self.raw.merged or not any((each, column) in self.texts for each in below):
            return own
        left = next((each for each in range(column, -1, -1) if (row, each) in self.texts), None)
        if left is None or (row, left + 1) in self.raw.merged:
            return ""
        return self.texts[row, left]

    def amount(self, row: int, column: int, name: str, *, money: bool = True) -> Rounded:
        """The figure in a cell (元, or a count); a blank is zero, words are a finding."""
        cell = self.raw.cells.get((row, column))
        unit = "元" if money else ""
        value = number_in(cell)
        if value is None:
            if cell is not None and squeezed(cell.text) not in _BLANKS:
                self._not_a_number(row, column, cell)
            return Rounded(name, ZERO, unit, "", (self.place(row, column),))
        if not money:
            return Rounded(name, value, unit, "", (self.place(row, column),))
        step = FEN * self.factor
        half = ZERO if self.exact or step <= FEN or value != half_up(value, 2) else step / 2
        return Rounded(name, half_up(value * self.factor, 2), "元", "", (self.place(row, column),), half)

    def _not_a_number(self, row: int, column: int, cell: RawCell) -> None:
        uncalculated = cell.kind is CellKind.UNCALCULATED
        self.findings.append(
            error(
                "R65",
                self.place(row, column),
                "这一格是公式，还没有计算结果。"
                if uncalculated
                else f"金额格里是“{cell.text[:20]}”，不是数。",
                "请用 Excel 或 WPS 打开保存一次。" if uncalculated else "请改成数字；没有金额的留空或写 0。",
                stated="没有结果" if uncalculated else cell.text[:20],
                expected="数字",
            )
        )


def number_in(cell: RawCell | None) -> Decimal | None:
    """The number of a cell, also one stored as text with commas."""
    if cell is None:
        return None
    if cell.kind is CellKind.NUMBER and isinstance(cell.value, Decimal):
        return cell.value
    text = squeezed(cell.text).replace("−", "-")
    if cell.kind is not CellKind.TEXT or not _NUMBER.fullmatch(text):
        return None
    try:
        return Decimal(text.replace(",", "").replace("，", ""))
    except InvalidOperation:
        return None


def stored_exactly(sheets: Sequence[RawSheet]) -> bool:
    """Whether a workbook keeps more than the two decimals it shows: then every sum must hold to the 分."""
    numbers = [
        value for sheet in sheets for cell in sheet.cells.values() if (value := number_in(cell)) is not None
    ]
    finer = sum(half_up(value, 6) != half_up(value, 2) for value in numbers)
    return finer * 20 > len(numbers)
