"""Writes the rows of a finished sheet as its plan is walked through."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from markupsafe import Markup, escape

from report_author.figures.figure import Figure, Shown
from report_author.figures.ledger import MARK_CLOSE, MARK_OPEN, MARK_TEXT, Ledger, Printed
from report_author.model.money import exact_wan
from report_author.ooxml.markup import escape_xml
from report_author.ooxml.sheets import cell_position, cell_ref, column_letters
from report_author.records import frozen
from report_author.templating.expressions import kept_apart
from report_author.templating.renderlog import current_log
from report_author.templating.table_layout import Wrapping, column_pixels, needed_height
from report_author.templating.table_moves import Journey, Moves
from report_author.templating.table_plan import PlanCell, PlanRow, SheetPlan

#: what one cell of Excel holds
MAX_TEXT = 32_767
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_MARK = re.compile(f"{MARK_OPEN}(\\d+){MARK_TEXT}|{MARK_CLOSE}")
_NO_ROW = PlanRow(0)
_PLACE = re.compile(r"[A-Z]{1,3}\d{1,7}")


@frozen
class NumberLook:
    """How a format writes amounts in its tables: 表内单位 元 or 万元, 表内零值 空白, 0.00 or another sign."""

    unit: str = "万元"
    zero: str = "空白"


@frozen
class CellMark:
    """A figure printed in a cell of the finished workbook."""

    sheet: str
    cell: str
    printed: Printed


@frozen
class RenderedSheet:
    """Where the lines of a template sheet went, which merges arose, which figures are where."""

    moves: Moves
    merges: tuple[str, ...]
    marks: tuple[CellMark, ...]
    template: str = ""

    def origin(self, cell: str) -> str:
        """The cell of the template that printed ``cell``: 公开03表!F9."""
        if not _PLACE.fullmatch(cell):
            return self.template
        row, column = cell_position(cell)
        row, column = self.moves.rows.origin(row + 1), self.moves.columns.origin(column + 1)
        return f"{self.template}!{cell_ref(row - 1, column - 1)}"


def cell_text(value: str) -> str:
    """``value`` as XML text of a cell; what Excel would decode (``_x0041_``) stays as typed."""
    text = value.replace("\r\n", "\n").replace("\r", "\n")
    if "_x" in text:
        text = _LOOKS_ESCAPED.sub("_x005F_", text)
    return str(escape(text))


def _digits(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass(slots=True)
class _Shape:
    """What a cell shows: nothing, a number (its digits) or text (as XML)."""

    number: str = ""
    text: str = ""
    printed: Sequence[Printed] = ()

    @property
    def filled(self) -> str:
        return self.number or self.text

    @property
    def xml(self) -> str:
        """The rest of a ``<c`` element; text is never a formula, whatever it begins with."""
        if self.number:
            return f"><v>{self.number}</v></c>"
        if self.text:
            return f' t="inlineStr"><is><t xml:space="preserve">{self.text}</t></is></c>'
        return "/>"


class SheetWriter:
    """Writes one sheet, to which the source of its plan talks, for the rendering under way, its ``ledger`` open."""

    def __init__(
        self,
        plan: SheetPlan,
        look: NumberLook,
        ledger: Ledger,
        title: str,
        printed: Callable[[Any], Markup],
    ) -> None:
        self.plan, self._look, self._ledger, self._title, self._printed = plan, look, ledger, title, printed
        self._turns = [0] * len(plan.blocks)
        self._begun = False
        self._origins: list[int] = []
        self._columns: list[int] | None = None
        self._pieces: list[str] = []
        self._formulas: list[tuple[int, str, PlanCell]] = []
        self._row = _NO_ROW
        self._marks: list[CellMark] = []
        self._merges: list[str] = []
        self._open_down: dict[int, tuple[int, str]] = {}
        #: points of each finished row, None where the sheet's own height holds
        self.heights: list[float | None] = []
        self._filled = 0
        self._row_marks: list[tuple[int, Printed]] = []
        self._merging: list[tuple[str, int, _Shape, int, PlanCell]] = []

    # -- what the plan tells -----------------------------------------------------------------------------------------------

    def count(self, block: int) -> None:
        """Column block ``block`` takes one more turn in every row."""
        self._turns[block] += 1

    def row(self, number: int) -> None:
        """The next finished row is made of row ``number`` of the plan."""
        if not self._begun:
            self._begin()
        self._finish_row()
        row = self.plan.rows[number]
        self._origins.append(number)
        self.heights.append(0.0 if row.hidden else row.height)
        self._merging, self._row_marks = [], []
        if row.missing:
            self._merge_equal(len(self._origins))
            return
        self._filled = len(self._origins)
        self._row, self._number = row, str(len(self._origins))
        self._head = len(self._pieces)
        self._pieces.append("")
        self._next = 0
        self._block, self._shift = -1, 0
        self._texts: dict[int, str] = {}

    def turn(self, block: int) -> None:
        """The cells that follow are one more turn of a column block."""
        first, after = self._row.spans[block]
        if self._block == block:
            self._fixed(until=after)
            self._next = first
            self._shift += self.plan.blocks[block].last - self.plan.blocks[block].first + 1
        else:
            self._fixed(until=first)
            self._block, self._shift = block, 0

    def cell(self, index: int, value: object) -> None:
        """Cell ``index`` of the row is ``value``."""
        self._shown(index, self._shape(value))

    def text(self, index: int, text: Markup) -> None:
        """Cell ``index`` of the row shows ``text``, which is XML already."""
        self._shown(index, self._marked(str(text)))

    # -- cells -------------------------------------------------------------------------------------------------------------

    def _shape(self, value: Any) -> _Shape:
        """Amounts are exact numbers in the format's unit, counts numbers, text is text, nothing is a blank cell."""
        kind = type(value)
        if kind is Figure:
            amount, unit = value.value, value.unit
            if value.is_money:
                if not amount:
                    zero = self._look.zero
                    text = "" if zero in ("空白", "0.00") else cell_text(zero)
                    return _Shape(number="0" if zero == "0.00" else "", text=text)
                unit = self._look.unit
                amount = exact_wan(amount) if unit == "万元" else amount
            return self._figure(Shown(value, unit, _digits(amount)))
        if value is None or value == "":
            return _Shape()
        if kind is int or kind is Decimal:
            return _Shape(number=_digits(Decimal(value)))
        if kind is Shown and _NUMBER.fullmatch(value.text):
            return self._figure(value)
        text = str(self._printed(value))
        if len(text) > MAX_TEXT:
            message = f"文字有{len(text)}个字符，一个单元格最多放{MAX_TEXT}个"
            current_log().note("T15", message, "把这段文字缩短，或者分到几个单元格")
        return self._marked(text)

    def _figure(self, shown: Shown) -> _Shape:
        printed = Printed(shown.figure, shown.view, shown.text)
        self._ledger.printed.append(printed)
        return _Shape(number=shown.text, printed=(printed,))

    def _marked(self, text: str) -> _Shape:
        """A text, with the figures that stand in it."""
        text = kept_apart(text)
        found = [self._ledger.printed[int(mark[1])] for mark in _MARK.finditer(text) if mark[1]]
        return _Shape(text=_MARK.sub("", text), printed=found)

    def _shown(self, index: int, shape: _Shape) -> None:
        if self._next != index:
            self._fixed(until=index)
        cell = self._row.cells[index]
        column = self._column(cell)
        self._pieces.append(f'<c r="{self._letters[column]}{self._number}"{cell.attributes}{shape.xml}')
        if shape.text:
            self._texts[column] = shape.text
        if cell.merging:
            self._merging.append((cell.merging, column, shape, len(self._pieces) - 1, cell))
        for printed in shape.printed:
            self._row_marks.append((column, printed))
        self._next = index + 1

    def _fixed(self, until: int) -> None:
        """Cells without tags before cell ``until``; those of a block only where it took a turn."""
        for cell in self._row.cells[self._next : until]:
            if cell.block >= 0 and cell.block != self._block:
                continue
            place = f"{self._letters[self._column(cell)]}{self._number}"
            kind = f' t="{cell.kind}"' if cell.kind else ""
            if cell.formula is not None:
                self._formulas.append((len(self._pieces), f'<c r="{place}"{cell.attributes}{kind}>', cell))
            rest = f">{cell.inner}</c>" if cell.inner else "/>"
            self._pieces.append(f'<c r="{place}"{cell.attributes}{kind}{rest}')
        self._next = max(self._next, until)

    def _column(self, cell: PlanCell) -> int:
        """The finished column (from 0) of ``cell`` in the turn under way."""
        if self._columns is None:
            return cell.column
        return self._first[cell.column] + (self._shift if cell.block >= 0 else 0)

    # -- rows --------------------------------------------------------------------------------------------------------------

    def _begin(self) -> None:
        """The columns are counted: where each goes is known before the first row."""
        self._begun = True
        last = self.plan.last_column
        if self.plan.blocks:
            columns: list[int] = []
            at = 0
            for block, count in zip(self.plan.blocks, self._turns, strict=True):
                columns += range(at + 1, block.first + 1)
                columns += [*range(block.first + 1, block.last + 2)] * count
                at = block.last + 1
            self._columns = [*columns, *range(at + 1, last + 1)]
            places = ((origin - 1, finished) for finished, origin in enumerate(self._columns))
            self._first = dict(reversed(list(places)))
        width = last if self._columns is None else len(self._columns)
        self._letters = list(map(column_letters, range(width)))
        self.widths = column_pixels(self.plan.tree, last, self._columns)
        self._across = Moves(None, self._columns, 0, last).columns

    def _finish_row(self) -> None:
        row = self._row
        if row is _NO_ROW:
            return
        self._fixed(until=len(row.cells))
        number = len(self._origins)
        self._merge_equal(number)
        for column, printed in self._row_marks:
            self._marks.append(CellMark(self._title, f"{self._letters[column]}{number}", printed))
        size = row.size
        needed = max(map(self._needed, self.plan.layout.wrapping.get(row.number, ())), default=0)
        if needed > (row.height or 0):
            size = f' ht="{needed:g}" customHeight="1"'
            self.heights[-1] = 0.0 if row.hidden else needed
        self._pieces[self._head] = f'<row r="{number}"{row.attributes}{size}>'
        self._pieces.append("</row>")
        self._row = _NO_ROW

    def _needed(self, cell: Wrapping) -> float:
        first, last = self._across.bounds(cell.first, cell.last)
        text = self._texts.get(first - 1, "")
        width = sum(self.widths[first - 1 : last])
        return needed_height(Markup(text).unescape(), width, cell.style) if text else 0

    def _merge_equal(self, number: int) -> None:
        """Merge neighbours that show the same: ``v`` cells with the cell above, ``h`` cells with the cell to the left.

        A ``v`` cell continues the one above only where the ``v`` cells to its left do so, too. A covered cell is blank.
        """
        if not self._merging and not self._open_down:
            return
        down: dict[int, tuple[int, str]] = {}
        continued: set[int] = set()
        broken = False
        run: list[int] = []
        shown = {column: shape.filled and shape.xml for _, column, shape, _, _ in self._merging}
        for flags, column, _, _, _ in self._merging:
            if "v" in flags:
                above = self._open_down.get(column)
                if above and above[1] == shown[column] and not broken and shown[column]:
                    down[column] = above
                    continued.add(column)
                else:
                    broken = True
                    down[column] = (number, shown[column])
            if "h" in flags:
                if run and run[-1] == column - 1 and shown[run[0]] == shown[column] and shown[column]:
                    run.append(column)
                    continued.add(column)
                else:
                    self._merge(run, number, number)
                    run = [column]
        self._merge(run, number, number)
        for column, (start, _) in self._open_down.items():
            if column not in continued:
                self._merge([column], start, number - 1)
        self._open_down = down
        for _, column, _, piece, cell in self._merging:
            if column in continued:
                self._pieces[piece] = f'<c r="{self._letters[column]}{number}"{cell.attributes}/>'
        self._row_marks = [each for each in self._row_marks if each[0] not in continued]

    def _merge(self, columns: Sequence[int], first: int, last: int) -> None:
        if len(columns) > 1 or (columns and last > first):
            self._merges.append(f"{self._letters[columns[0]]}{first}:{self._letters[columns[-1]]}{last}")

    # -- the finished sheet ------------------------------------------------------------------------------------------------

    def finish(self) -> RenderedSheet:
        """The sheet after its last row."""
        if not self._begun:
            self._begin()
        self._finish_row()
        for column, (start, _) in self._open_down.items():
            self._merge([column], start, len(self._origins))
        del self.heights[self._filled :]
        plan = self.plan
        moved = self._origins != list(range(1, plan.last_row + 1))
        moves = Moves(self._origins if moved else None, self._columns, plan.last_row, plan.last_column)
        return RenderedSheet(moves, tuple(self._merges), tuple(self._marks), plan.name)

    @property
    def dimension(self) -> str:
        """The range of all rows and columns."""
        rows = len(self._origins)
        return f"A1:{self._letters[-1]}{rows}" if rows and self._letters else "A1"

    def xml(self, journey: Journey) -> str:
        """The rows; formulas follow the cells they name, their stored results stay (no tag fills what they use)."""
        for piece, opening, cell in self._formulas:
            assert cell.formula is not None
            old = f">{escape_xml(cell.formula.text or '')}</f>"
            new = f">{escape_xml(journey.formula(cell.formula.text or '', self.plan.name))}</f>"
            self._pieces[piece] = f"{opening}{cell.inner.replace(old, new)}</c>"
        return "".join(self._pieces)
