"""Reads the filled workbook into facts, gathering every finding."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from report_author.model.codes import Codebook
from report_author.model.facts import Carried, Counts, Department, Evaluation, Facts
from report_author.model.findings import Finding
from report_author.ooxml.sheets import RawWorkbook, UnreadableBook, read_workbook_file
from report_author.workbook.layout import (
    ECONOMIC_DICTIONARY,
    FUNCTION_DICTIONARY,
    OPTION_DICTIONARY,
    SHEETS,
)
from report_author.workbook.locate import SheetMap, sheets_of
from report_author.workbook.messages import FILE_CODES, say
from report_author.workbook.records import ListReader, form_values
from report_author.workbook.values import ValueReader

_DICTIONARIES = frozenset((FUNCTION_DICTIONARY, ECONOMIC_DICTIONARY, OPTION_DICTIONARY))
#: whose dictionaries serve while 报告年度 cannot be read
_FALLBACK_YEAR = 2021


def open_book(path: Path) -> tuple[RawWorkbook | None, list[Finding]]:
    """The raw cells of a workbook, or the finding that says why it cannot be read."""
    try:
        return read_workbook_file(path, skip=_DICTIONARIES), []
    except UnreadableBook as problem:
        return None, [say(FILE_CODES[problem.kind], path.name)]


def read_workbook(
    path: Path, codebook_for: Callable[[int], Codebook] = Codebook.for_year
) -> tuple[Facts | None, list[Finding]]:
    """The facts of a filled workbook with all that is wrong in it.

    The facts are ``None`` only where the file is no fill-in workbook, or does not say who reports for which
    year; with 错误 among the findings they are incomplete. Bad input never raises.
    """
    book, findings = open_book(path)
    if book is None:
        return None, findings
    return interpret(book, path.name, codebook_for)


def interpret(
    book: RawWorkbook, name: str, codebook_for: Callable[[int], Codebook] = Codebook.for_year
) -> tuple[Facts | None, list[Finding]]:
    """:func:`read_workbook` for cells already at hand; ``name`` is the place of findings about the whole file."""
    findings: list[Finding] = []
    sheets = sheets_of(book, findings)
    if not sheets:
        return None, [say("F11", name)]
    maps = [SheetMap(s, sheets[s.id], findings) for s in SHEETS if s.id in sheets]
    reader = ValueReader(codebook_for(_FALLBACK_YEAR), findings)
    forms: dict[str, dict[str, Any]] = {}
    for sheet in maps:
        for form in sheet.forms():
            values, cells = form_values(form, reader)
            gathered = forms.setdefault(form.form.id, {"cells": {}})
            gathered.update(values)
            gathered["cells"].update(cells)
    department = _department(forms.get("department", {}))
    if department is not None:
        reader.codebook = codebook_for(department.year)
    readers = [ListReader(found, reader) for sheet in maps for found in sheet.lists()]
    lists = {one.block.id: one.records() for one in readers}
    unfilled = {label: cell for one in readers for label, cell in one.unfilled.items()}
    if department is None:
        return None, findings
    return Facts(
        department=department,
        counts=Counts(**forms.get("counts", {})),
        evaluation=Evaluation(**forms.get("evaluation", {})),
        carried=Carried(**forms.get("carried", {})),
        unfilled=unfilled,
        **lists,
    ), findings


def _department(values: dict[str, Any]) -> Department | None:
    """Who reports; a missing name is reported already, and the other name stands in for it."""
    name = values.get("full_name") or values.get("short_name")
    if not name or "year" not in values:
        return None
    return Department(**{**values, "full_name": name, "short_name": values.get("short_name") or name})
