"""Splits row sums over column sums, as far as both determine the cells."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping

#: amounts in 分
Cells = dict[tuple[str, str], int]


def split(
    rows: Mapping[str, int], columns: Mapping[str, int], limits: Mapping[tuple[str, str], int] | None = None
) -> tuple[Cells, set[tuple[str, str]]] | None:
    """Non-negative cells with these sums, none above its limit, and which of them are uncertain.

    ``limits`` names the cells that may hold something; without it every cell may. ``None`` where no such cells exist.
    """
    if any(value < 0 for value in (*rows.values(), *columns.values(), *(limits or {}).values())):
        return None
    if sum(rows.values()) != sum(columns.values()):
        return None
    top = {
        (row, column): min(
            rows[row],
            columns[column],
            (limits or {}).get((row, column), 0) if limits is not None else 1 << 62,
        )
        for row in rows
        for column in columns
    }
    cells: Cells = dict.fromkeys((at for at, limit in top.items() if limit), 0)
    left, need = dict(rows), dict(columns)
    for row in rows:
        while left[row]:
            path = _path(row, cells, top, need)
            if path is None:
                return None
            amount = min(left[row], need[path[-1][1]], *(_room(step, cells, top) for step in path))
            for at_row, at_column, forward in path:
                cells[at_row, at_column] += amount if forward else -amount
            left[row] -= amount
            need[path[-1][1]] -= amount
    return cells, {at for at in cells if _uncertain(at, cells, top)}


#: (row, column, whether more flows here or less)
_Step = tuple[str, str, bool]


def _room(step: _Step, cells: Cells, top: Cells) -> int:
    row, column, forward = step
    return top[row, column] - cells[row, column] if forward else cells[row, column]


def _path(start: str, cells: Cells, top: Cells, need: Mapping[str, int]) -> list[_Step] | None:
    """The shortest way from a row to a column that still needs something."""
    came: dict[tuple[str, str], list[_Step]] = {("row", start): []}
    queue = deque([("row", start)])
    while queue:
        side, name = queue.popleft()
        so_far = came[side, name]
        if side == "column" and need[name] > 0:
            return so_far
        for row, column in cells:
            step = (row, column, side == "row")
            here, there = (row, column) if side == "row" else (column, row)
            node = ("column" if side == "row" else "row", there)
            if here == name and node not in came and _room(step, cells, top) > 0:
                came[node] = [*so_far, step]
                queue.append(node)
    return None


def _uncertain(at: tuple[str, str], cells: Cells, top: Cells) -> bool:
    """Whether something could flow around a ring through this cell, either way."""
    row, column = at
    others = {cell: value for cell, value in cells.items() if cell != at}
    ring = _path(row, others, top, {c: int(c == column) for _, c in cells})
    more = cells[at] < top[at] and _back(at, others, top)
    return bool(more or (cells[at] > 0 and ring is not None))


def _back(at: tuple[str, str], others: Cells, top: Cells) -> bool:
    """Whether a flow can lead back from the cell's column to its row."""
    row, column = at
    seen, queue = {("column", column)}, deque([("column", column)])
    while queue:
        side, name = queue.popleft()
        if (side, name) == ("row", row):
            return True
        for one_row, one_column in others:
            here, there = (one_row, one_column) if side == "row" else (one_column, one_row)
            node = ("column" if side == "row" else "row", there)
            if (
                here == name
                and node not in seen
                and _room((one_row, one_column, side == "row"), others, top) > 0
            ):
                seen.add(node)
                queue.append(node)
    return False
