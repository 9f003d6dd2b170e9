"""Gives the computed cells of an edited workbook the values that Excel will find for them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from report_author.model.codes import Codebook
from report_author.ooxml.package import Package, write_package
from report_author.ooxml.sheet_editor import At, NewValue, Result, set_cells
from report_author.ooxml.sheets import parse_workbook
from report_author.workbook.computed import Book, status, verdict
from report_author.workbook.content import Row, contents
from report_author.workbook.imports.current import Current, current
from report_author.workbook.layout import ECONOMIC_DICTIONARY, FUNCTION_DICTIONARY, OPTION_DICTIONARY, SHEETS
from report_author.workbook.locate import sheets_of
from report_author.workbook.plan import plan
from report_author.workbook.shape import CheckBlock, Form, Kind, ListBlock
from report_author.workbook.sheets_basic import HOME
from report_author.workbook.sheets_results import CHECKS
from report_author.workbook.values import INVALID, key


def refreshed(package: Package, codebook: Codebook) -> Package:
    """``package`` with fresh names beside codes, live checks, progress; only cells that hold formulas change."""
    skip = (FUNCTION_DICTIONARY, ECONOMIC_DICTIONARY, OPTION_DICTIONARY)
    book = parse_workbook(write_package(package), skip=skip)
    now = current(book, codebook)
    values = _contents(now)
    looks = Book(plan({k: len(rows) for k, rows in values.items()}), values, codebook)
    changes: dict[str, dict[At, NewValue]] = {}
    _lookups(now, looks, changes)
    sheets = sheets_of(book, [])
    labels: Mapping[str, Mapping[str, At]] = {
        id_: {key(cell.text): at for at, cell in sorted(sheets[id_].cells.items(), reverse=True)}
        for id_ in (HOME.id, CHECKS.id)
        if id_ in sheets
    }
    for block in CHECKS.blocks:
        if isinstance(block, CheckBlock) and CHECKS.id in labels:
            for check in block.checks:
                left, right = looks.check_side(check.left), looks.check_side(check.right)
                assert isinstance(left.value, Decimal) and isinstance(right.value, Decimal)
                said = verdict(check, left, right, "", "").value
                sides = (left.value, right.value, left.value - right.value, said)
                _beside(
                    labels[CHECKS.id].get(key(check.label)),
                    sides,
                    changes.setdefault(sheets[CHECKS.id].name, {}),
                )
    for sheet in SHEETS[1:] if HOME.id in labels else ():
        filled, wanted = looks.filled(sheet)
        row = (filled.value, wanted.value, status(filled, wanted, "", "").value)
        _beside(labels[HOME.id].get(key(sheet.name)), row, changes.setdefault(sheets[HOME.id].name, {}))
    return set_cells(package, changes)


def _beside(label: At | None, row: tuple[Any, ...], cells: dict[At, NewValue]) -> None:
    if label is not None:
        for offset, value in enumerate(row, start=1):
            cells[label[0], label[1] + offset] = Result(value)


def _contents(now: Current) -> dict[str, list[Row]]:
    """The typed values by block as :mod:`computed` looks at them."""
    entries: dict[str, Any] = {}
    for (block, name), (_, _, value) in now.forms.items():
        if value is not None and value is not INVALID:
            entries.setdefault(block, {})[name] = value
    for block, one in now.lists.items():
        entries[block] = [
            {name: value for name, value in row.items() if value is not INVALID} for row in one.rows.values()
        ]
        if one.found.block.fixed:
            first = one.found.block.columns[0].field
            entries[block] = [row for row in entries[block] if first in row]
    found = contents(entries, 0)
    for declared in (b for sheet in SHEETS for b in sheet.blocks):
        if isinstance(declared, ListBlock | Form):
            found.setdefault(declared.key, [])
    return found


def _lookups(now: Current, looks: Book, changes: dict[str, dict[At, NewValue]]) -> None:
    for one in now.lists.values():
        for column in one.found.block.columns:
            at = one.found.columns.get(column.field)
            if column.kind is not Kind.LOOKUP or at is None:
                continue
            for row, values in one.rows.items():
                typed = values.get(column.of)
                known: Row = {column.of: typed if isinstance(typed, str) else None}
                name = looks.lookup(looks.places[one.found.block.key], column, row, known).value
                changes.setdefault(one.found.sheet.name, {})[row, at] = Result(name)
