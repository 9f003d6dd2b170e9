"""What the checks watch, as text for the terminal, as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from report_author import Coverage, Watch, Watched, column_letters

_SHOWN_CHANGES = 3


def coverage_text(coverage: Coverage) -> str:
    """How many cells of each sheet are watched, which are not."""
    cells = coverage.cells
    lines = [
        f"  〔覆盖〕逐格改错试过一遍：填了的 {len(cells)} 格（金额、数量、编码、日期、选项），{_counts(cells)}。"
    ]
    for sheet, group in groupby(cells, key=lambda each: each.filled.sheet):
        own = list(group)
        lines.append(f"    {sheet}：{len(own)} 格，{_counts(own)}")
        for watch, words in (
            (Watch.NONE, "没有批复数、审核公式或名录管这一格，请人工核对"),
            (Watch.LOOSE, "只管住一部分，右边这样的差错不会发现，请人工核对"),
        ):
            lines += _listed(words, [each for each in own if each.watch is watch])
    if not coverage.approved:
        lines.append("    还没有填批复数（“校验与核实”）。填上以后，金额、科目、数量大多能管到分毫不差。")
    return "\n".join(lines)


def coverage_json(book: Path, coverage: Coverage) -> dict[str, object]:
    """The same for ``--json``."""
    return {
        "book": str(book),
        "cells": len(coverage.cells),
        "approved": coverage.approved,
        "sheets": [
            {
                "sheet": sheet,
                **{watch.name.lower(): sum(each.watch is watch for each in own) for watch in Watch},
            }
            for sheet, own in (
                (sheet, list(group))
                for sheet, group in groupby(coverage.cells, key=lambda each: each.filled.sheet)
            )
        ],
        "unwatched": [
            {
                "place": each.filled.place,
                "label": each.filled.column.label,
                "watch": each.watch.name.lower(),
                "missed": list(each.missed),
            }
            for each in coverage.cells
            if each.watch is not Watch.EXACT
        ],
    }


def _counts(cells: Sequence[Watched]) -> str:
    counts = [(watch.value, sum(each.watch is watch for each in cells)) for watch in Watch]
    shown = [f"{words} {count} 格" for words, count in counts if count]
    return "全部管住" if len(shown) == 1 and cells[0].watch is Watch.EXACT else "，".join(shown)


def _listed(words: str, cells: Sequence[Watched]) -> Iterator[str]:
    if not cells:
        return
    yield f"      {words}："
    loose = cells[0].watch is Watch.LOOSE
    order: dict[tuple[str, tuple[str, ...]], list[Watched]] = {}
    for each in cells:
        order.setdefault((each.filled.column.label, each.missed if loose else ()), []).append(each)
    for (label, missed), group in order.items():
        told = f"　{'、'.join(missed[:_SHOWN_CHANGES])}" if missed else ""
        yield f"        {label}　{'、'.join(_ranges(group))}{told}"


def _ranges(cells: Iterable[Watched]) -> Iterator[str]:
    """C12:C20 for cells that stand below one another."""
    places = sorted((each.filled.at[1], each.filled.at[0]) for each in cells)
    for _, run in groupby(enumerate(places), key=lambda each: (each[1][0], each[1][1] - each[0])):
        spots = [place for _, place in run]
        first, last = (f"{column_letters(column)}{row + 1}" for column, row in (spots[0], spots[-1]))
        yield first if first == last else f"{first}:{last}"
