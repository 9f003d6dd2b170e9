"""Reads the filled workbook into facts, gathering every finding."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from report_author.model.codes import Codebook
from report_author.model.facts import Carried, Counts, Department, Evaluation, Facts
from report_author.model.findings import Finding
from report_author.model.money import YUAN_PER_WAN
from report_author.ooxml.sheets import RawSheet, RawWorkbook, UnreadableBook, read_workbook_file
from report_author.workbook.layout import (
    ECONOMIC_DICTIONARY,
    FUNCTION_DICTIONARY,
    OPTION_DICTIONARY,
    SHEETS,
)
from report_author.workbook.locate import SheetMap, sheets_of
from report_author.workbook.messages import DOUBTFUL, FILE_CODES, OTHER_UNIT, say
from report_author.workbook.records import ListReader, form_values
from report_author.workbook.shape import Sheet
from report_author.workbook.sheets_basic import HOME
from report_author.workbook.sheets_money import BUDGET_UNIT
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


@dataclass(frozen=True, slots=True)
class SheetContent:
    """What one sheet says: the values of its forms and lists by their ids, with what is wrong in them."""

    findings: tuple[Finding, ...]
    forms: tuple[tuple[str, Mapping[str, Any]], ...]
    lists: Mapping[str, tuple[Any, ...]]
    unfilled: Mapping[str, str]
    other_units: Mapping[str, str]
    budget_unit: Mapping[str, str]


#: reads one sheet; somebody who reads almost the same workbook many times may remember its sheets
SheetReader = Callable[[Sheet, RawSheet, Codebook], SheetContent]


def interpret(
    book: RawWorkbook,
    name: str,
    codebook_for: Callable[[int], Codebook] = Codebook.for_year,
    known: SheetReader | None = None,
) -> tuple[Facts | None, list[Finding]]:
    """:func:`read_workbook` for cells already at hand; ``name`` is the place of findings about the whole file."""
    findings: list[Finding] = []
    sheets = sheets_of(book, findings)
    if not sheets:
        return None, [say("F11", name)]
    codebook, department = codebook_for(_FALLBACK_YEAR), None
    forms: dict[str, dict[str, Any]] = {}
    lists: dict[str, tuple[Any, ...]] = {}
    unfilled: dict[str, str] = {}
    other_units: dict[str, str] = {}
    budget_unit: dict[str, str] = {}
    for declared in (each for each in SHEETS if each.id in sheets):
        content = (known or read_sheet)(declared, sheets[declared.id], codebook)
        findings += content.findings
        for form, values in content.forms:
            gathered = forms.setdefault(form, {"cells": {}})
            gathered["cells"].update(values["cells"])
            gathered.update({field: value for field, value in values.items() if field != "cells"})
        lists.update(content.lists)
        unfilled.update(content.unfilled)
        other_units.update(content.other_units)
        budget_unit.update(content.budget_unit)
        if declared is HOME and (department := _department(forms.get("department", {}))) is not None:
            codebook = codebook_for(department.year)
    findings = _doubts_once(findings)
    if department is None:
        return None, findings
    return Facts(
        department=department,
        counts=Counts(**forms.get("counts", {})),
        evaluation=Evaluation(**forms.get("evaluation", {})),
        carried=Carried(**forms.get("carried", {})),
        unfilled=unfilled,
        other_units=other_units,
        budget_unit=budget_unit,
        **lists,
    ), findings


def read_sheet(declared: Sheet, sheet: RawSheet, codebook: Codebook) -> SheetContent:
    """What one sheet says; it depends on nothing else."""
    findings: list[Finding] = []
    found = SheetMap(declared, sheet, findings)
    reader = ValueReader(codebook, findings)
    forms = []
    budget_unit = {}
    for form in found.forms():
        values, cells = form_values(form, reader)
        if BUDGET_UNIT in cells:
            budget_unit[cells.pop(BUDGET_UNIT)] = values.pop(BUDGET_UNIT, "元")
        if "万元" in budget_unit.values():
            reader.factor = YUAN_PER_WAN
        forms.append((form.form.id, {**values, "cells": cells}))
    readers = [ListReader(each, reader) for each in found.lists()]
    lists = {one.block.id: one.records() for one in readers}
    unfilled = {label: cell for one in readers for label, cell in one.unfilled.items()}
    found.titles()
    if reader.factor != 1:  # headings may say so as well
        findings[:] = [each for each in findings if each.code != OTHER_UNIT]
        found.other_units.clear()
    return SheetContent(tuple(findings), tuple(forms), lists, unfilled, found.other_units, budget_unit)


def _doubts_once(findings: Sequence[Finding]) -> list[Finding]:
    """A code that the dictionary is unsure of stands on several sheets; it is told once."""
    told: set[str] = set()
    kept = []
    for found in findings:
        if found.code != DOUBTFUL or found.stated not in told:
            kept.append(found)
        if found.code == DOUBTFUL:
            told.add(found.stated)
    return kept


def _department(values: dict[str, Any]) -> Department | None:
    """Who reports; a missing name is reported already, and the other name stands in for it."""
    name = values.get("full_name") or values.get("short_name")
    if not name or "year" not in values:
        return None
    return Department(**{**values, "full_name": name, "short_name": values.get("short_name") or name})
