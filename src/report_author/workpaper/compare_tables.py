"""What people changed in the tables after they were built."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from report_author.model.findings import Finding, error, warning
from report_author.ooxml.sheets import CellKind, RawCell, RawSheet
from report_author.workpaper.cells import ranges
from report_author.workpaper.compare import changed_runs
from report_author.workpaper.tie import Entry, TieOut

_ADVICE = "公开表改得对的，请改填报表后重新生成；误改的，请改回来。"
_Row = dict[int, RawCell]


def compare_tables(tie: TieOut, edited: Sequence[RawSheet]) -> list[Finding]:
    """Hold the sheets of an edited 公开表 against those that ``tie`` accounts for, row by row."""
    owners = {entry.key[:2]: entry for entry in tie.entries}
    now = {sheet.name: sheet for sheet in edited}
    findings = []
    for sheet in tie.sheets:
        if sheet.name in now:
            findings += list(_sheet(sheet, now.pop(sheet.name), owners))
        else:
            findings.append(
                error("B21", f"公开表!{sheet.name}", f"公开表里没有“{sheet.name}”这张表了。", _ADVICE)
            )
    findings += [
        warning("B22", f"公开表!{name}", f"公开表里多出一张表“{name}”。", "请核对是否要公开；不要的请删去。")
        for name in now
    ]
    return findings


def _sheet(
    before: RawSheet, after: RawSheet, owners: dict[tuple[str, int | str], Entry]
) -> Iterator[Finding]:
    for left, right in changed_runs(
        _rows(before),
        _rows(after),
        lambda row: " ".join(f"{column}:{cell.text}" for column, cell in row.items()),
    ):
        for old, new in zip_longest(left, right):
            if old is None or new is None:
                yield _row(before.name, old or new or {}, gone=new is None)
            else:
                yield from _cells(before.name, old, new, owners)


def _rows(sheet: RawSheet) -> list[_Row]:
    rows: dict[int, _Row] = {}
    for (row, column), cell in sorted(sheet.cells.items()):
        rows.setdefault(row, {})[column] = cell
    return list(rows.values())


def _cells(sheet: str, old: _Row, new: _Row, owners: dict[tuple[str, int | str], Entry]) -> Iterator[Finding]:
    for column in sorted({*old, *new}):
        was, now = old.get(column), new.get(column)
        if _same(was, now):
            continue
        cell = now or was
        assert cell is not None
        stated, expected = (each.text if each else "（空白）" for each in (now, was))
        owner = owners.get((sheet, was.ref)) if was else None
        name = f"“{owner.figure.name}”" if owner and owner.figure else ""
        places = "、".join(ranges(owner.cells)[:4]) if owner else ""
        advice = f"{_ADVICE}来源：{places}。" if places else _ADVICE
        numeric = any(each is not None and each.kind is CellKind.NUMBER for each in (was, now))
        make = error if numeric else warning
        what = "数" if numeric else "文字"
        yield make(
            "B20",
            f"公开表!{sheet}!{cell.ref}",
            f"{name}公开表里的{what}改动了。",
            advice,
            stated=stated,
            expected=expected,
        )


def _same(was: RawCell | None, now: RawCell | None) -> bool:
    if was is None or now is None:
        return was is now
    if was.kind is CellKind.NUMBER and now.kind is CellKind.NUMBER:
        return was.value == now.value
    return was.kind is now.kind and "".join(was.text.split()) == "".join(now.text.split())


def _row(sheet: str, row: _Row, *, gone: bool) -> Finding:
    first = next(iter(row.values()))
    text = " ".join(cell.text for cell in row.values())[:80]
    message = "公开表里少了一行。" if gone else "公开表里多出一行。"
    stated, expected = ("（没有）", text) if gone else (text, "（没有）")
    return error(
        "B23", f"公开表!{sheet}!{first.ref}", message, _ADVICE, quote=text, stated=stated, expected=expected
    )
