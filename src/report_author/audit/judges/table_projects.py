"""The projects listed under a 项 of 项目支出决算表 against the 项."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from report_author.audit.claims.tokens import shown
from report_author.audit.judges.relations import ERROR, WARNING, Relation, broken, holds
from report_author.audit.judges.table_cells import Entry, TableCells
from report_author.checks.amounts import Rounded

_GRID = "一般项目表"


def judge_projects(cells: TableCells) -> Iterator[Relation]:
    """Projects never add up to more than their 项; where lists are complete elsewhere in the table, or say 其他, to no less."""
    groups = [*_groups(cells)]
    exact = sum(1 for whole, parts, _ in groups if _gap(whole, parts) == 0)
    for whole, parts, rest in groups:
        gap = _gap(whole, parts)
        room = whole.half + sum((part.half for part in parts), Decimal(0))
        tokens = tuple(token for entry in (whole, *parts) for token in entry.cells)
        if abs(gap) <= room:
            yield holds("C52", *tokens)
        elif gap > 0 or rest or exact >= 2:
            added = sum((part.value for part in parts), Decimal(0))
            yield broken(
                "C52",
                tokens,
                f"{whole.place}的项级科目是{whole.text}，下面所列项目合计{shown(added.scaleb(-4))}万元，"
                f"{'多' if gap > 0 else '少'}{shown(abs(gap).scaleb(-4))}万元。",
                "请核对科目的金额和所列项目的金额。",
                whole.text,
                f"{shown(added.scaleb(-4))}万元",
                working="＋".join(part.text for part in parts),
                difference=f"{shown(gap.scaleb(-4))}万元",
                severity=ERROR if gap > 0 or rest else WARNING,
            )


def _gap(whole: Entry, parts: list[Entry]) -> Decimal:
    return sum((part.value for part in parts), Decimal(0)) - whole.value


def _groups(cells: TableCells) -> Iterator[tuple[Entry, list[Entry], bool]]:
    """Each 项 that lists projects, with them; whether one of them is the rest (其他项目)."""
    whole: Entry | None = None
    parts: list[Entry] = []
    rest = False
    for row in cells.rows(_GRID):
        figure = row.get("金额")
        entry = cells.entry([figure], _GRID) if isinstance(figure, Rounded) else None
        if row.get("级") == 4 and entry is not None and entry.value:
            parts.append(entry)
            rest = rest or str(row.get("名称", "")).startswith("其他")
            continue
        if whole is not None and parts:
            yield whole, parts, rest
        whole, parts, rest = (entry if row.get("级") == 3 else None), [], False
    if whole is not None and parts:
        yield whole, parts, rest
