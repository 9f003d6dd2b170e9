"""The rendered text of a worksheet becomes its finished XML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from report_author.figures.ledger import Ledger, Printed
from report_author.ooxml.sheets import column_letters
from report_author.templating.sheet_compile import (
    COLUMN,
    COLUMN_KNOWN,
    COUNTED,
    MERGE,
    NUMBER,
    ROW,
    ROW_KNOWN,
    TURN,
    ColumnBlock,
    SheetTemplate,
)
from report_author.templating.sheet_moves import Moves
from report_author.templating.sheet_xml import column_number

_MARKS = re.compile("\x01\\d+\x02|\x03")
_MARK = re.compile('<c r="([A-Z]+)|\x01(\\d+)\x02')
_CELL = re.compile(r"([A-Z]+)(\d+)")
_MERGING = re.compile(f'{MERGE}([vh]+)<c r="([A-Z]+)(\\d+)"([^>]*?)(?:/>|>(.*?)</c>)', re.S)


@dataclass(frozen=True, slots=True)
class CellMark:
    """A figure printed in a cell of the finished workbook."""

    sheet: str
    cell: str
    printed: Printed


@dataclass(frozen=True, slots=True)
class RenderedSheet:
    """Rows of a finished sheet with all that is needed to move the rest of the file along."""

    rows: str
    moves: Moves
    merges: tuple[str, ...]
    marked: tuple[str, ...]
    dimension: str
    template: str = ""

    def origin(self, cell: str) -> str:
        """The cell of the template that printed ``cell``: 公开03表!F9."""
        found = _CELL.fullmatch(cell)
        if found is None:
            return self.template
        column, row = column_number(found[1]) + 1, int(found[2])
        rows, columns = self.moves.rows.origins, self.moves.columns.origins
        if rows is not None:
            row = rows[min(row, len(rows)) - 1] if rows else row
        if columns is not None:
            column = columns[min(column, len(columns)) - 1] if columns else column
        return f"{self.template}!{column_letters(column - 1)}{row}"

    def marks(self, sheet: str, ledger: Ledger) -> Iterator[CellMark]:
        """Every figure with the cell that shows it; ``sheet`` is the finished sheet's name."""
        for number, row in enumerate(self.marked, start=1):
            cell = ""
            for found in _MARK.finditer(row):
                if found[1]:
                    cell = f"{found[1]}{number}"
                else:
                    yield CellMark(sheet, cell, ledger.printed[int(found[2])])


def finish_sheet(template: SheetTemplate, text: str) -> RenderedSheet:
    """Number the rows of ``text`` (a rendering of ``template``), place its columns, collect its merges."""
    before, *chunks = text.split(ROW)
    columns = _column_origins(template, before)
    placed = None if columns is None else _Columns(template.blocks, columns)
    origins: list[int] = []
    rows: list[str] = []
    for chunk in chunks:
        origin, _, row = chunk.partition(ROW_KNOWN)
        origins.append(int(origin))
        if placed is not None:
            row = placed.place(row)
        rows.append(row.replace(NUMBER, str(len(origins))))
    merges: tuple[str, ...] = ()
    if MERGE in text:
        rows, merges = _merge_by_value(rows)
    moved = origins != list(range(1, template.last_row + 1))
    moves = Moves(origins if moved else None, columns, template.last_row, template.last_column)
    joined = "".join(rows)
    return RenderedSheet(
        _MARKS.sub("", joined),
        moves,
        merges,
        tuple(rows),
        _dimension(template, moves, len(rows)),
        template.name,
    )


def _column_origins(template: SheetTemplate, before: str) -> list[int] | None:
    """The template column (from 1) of each finished column; None where none repeats."""
    if not template.blocks:
        return None
    counts = [turns.count(TURN) for turns in before.split(COUNTED)]
    last = template.last_column
    origins: list[int] = []
    at = 0
    for block, count in zip(template.blocks, counts, strict=False):
        origins += range(at + 1, block.first + 1)
        origins += list(range(block.first + 1, block.last + 2)) * count
        at = block.last + 1
    return [*origins, *range(at + 1, last + 1)]


class _Columns:
    """Writes the letters of the cells of a row: each TURN starts one more copy of the block it stands in."""

    def __init__(self, blocks: Sequence[ColumnBlock], origins: Sequence[int]) -> None:
        self._letters = [column_letters(finished) for finished in range(len(origins))]
        self._first: dict[str, int] = {}
        for finished, origin in enumerate(origins):
            self._first.setdefault(str(origin - 1), finished)
        self._block = {
            str(column): (number, block.last - block.first + 1)
            for number, block in enumerate(blocks)
            for column in range(block.first, block.last + 1)
        }

    def place(self, row: str) -> str:
        head, *cells = row.split(COLUMN)
        out = [head.replace(TURN, "")]
        begins = TURN in head
        turn, current = -1, -1
        for cell in cells:
            column, _, rest = cell.partition(COLUMN_KNOWN)
            number, size = self._block.get(column, (-1, 0))
            if number != current:
                turn, current = 0, number
            elif begins:
                turn += 1
            out.append(self._letters[self._first[column] + turn * size])
            begins = TURN in rest
            out.append(rest.replace(TURN, "") if begins else rest)
        return "".join(out)


def _merge_by_value(rows: Sequence[str]) -> tuple[list[str], tuple[str, ...]]:
    """Merge neighbours of equal text: ``v`` cells with the cell above, ``h`` cells with the cell to the left.

    A ``v`` cell continues the one above only where the ``v`` cells to its left do so, too.
    """
    out: list[str] = []
    merges: list[str] = []
    open_down: dict[int, tuple[int, str]] = {}
    for number, row in enumerate(rows, start=1):
        found = list(_MERGING.finditer(row))
        down: dict[int, tuple[int, str]] = {}
        continued: set[int] = set()
        broken = False
        run: list[int] = []
        texts = {column_number(match[2]): _MARKS.sub("", match[5] or "") for match in found}
        for match in found:
            column = column_number(match[2])
            if "v" in match[1]:
                above = open_down.get(column)
                if above and above[1] == texts[column] and not broken and texts[column]:
                    down[column] = above
                    continued.add(column)
                else:
                    broken = True
                    down[column] = (number, texts[column])
            if "h" in match[1]:
                if run and run[-1] == column - 1 and texts[run[0]] == texts[column] and texts[column]:
                    run.append(column)
                    continued.add(column)
                else:
                    merges += _across(run, number)
                    run = [column]
        merges += _across(run, number)
        for column, (start, _) in open_down.items():
            if column not in continued and start < number - 1:
                merges.append(f"{column_letters(column)}{start}:{column_letters(column)}{number - 1}")
        open_down = down
        out.append(_MERGING.sub(lambda match: _unmarked(match, continued), row))  # noqa: B023 - used at once
    for column, (start, _) in open_down.items():
        if start < len(rows):
            merges.append(f"{column_letters(column)}{start}:{column_letters(column)}{len(rows)}")
    return out, tuple(merges)


def _across(run: Sequence[int], row: int) -> list[str]:
    return [f"{column_letters(run[0])}{row}:{column_letters(run[-1])}{row}"] if len(run) > 1 else []


def _unmarked(match: re.Match[str], continued: set[int]) -> str:
    """The cell without its sign; a covered cell is blank, its border stays."""
    if column_number(match[2]) not in continued:
        return match.group().removeprefix(f"{MERGE}{match[1]}")
    attributes = re.sub(r'\s*\bt="\w+"', "", match[4])
    return f'<c r="{match[2]}{match[3]}"{attributes}/>'


def _dimension(template: SheetTemplate, moves: Moves, rows: int) -> str:
    origins = moves.columns.origins
    last = template.last_column if origins is None else len(origins)
    return f"A1:{column_letters(last - 1)}{rows}" if rows and last else "A1"


def column_widths(xml: str, moves: Moves) -> str:
    """The ``<cols>`` of a sheet after its columns moved."""
    origins = moves.columns.origins
    if origins is None:
        return xml
    found = re.search(r"<cols>(.*?)</cols>", xml, re.S)
    if found is None:
        return xml
    by_column: dict[int, str] = {}
    beyond: list[str] = []
    last = moves.columns.last
    for item in re.finditer(r"<col\b([^>]*?)/>", found[1]):
        numbers: Mapping[str, str] = dict(re.findall(r'\b(min|max)="(\d+)"', item[1]))
        rest = re.sub(r'\s*\b(?:min|max)="\d+"', "", item[1]).rstrip()
        low, high = int(numbers["min"]), int(numbers["max"])
        by_column.update(dict.fromkeys(range(low, min(high, last) + 1), rest))
        if high > last:
            begin = max(low, last + 1) - last + len(origins)
            beyond.append(f'<col min="{begin}" max="{min(high - last + len(origins), 16384)}"{rest}/>')
    new = [
        f'<col min="{at}" max="{at}"{by_column[origin]}/>'
        for at, origin in enumerate(origins, start=1)
        if origin in by_column
    ]
    return f"{xml[: found.start()]}<cols>{''.join([*new, *beyond])}</cols>{xml[found.end() :]}"
