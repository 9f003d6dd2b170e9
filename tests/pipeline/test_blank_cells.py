"""Every input cell blanked in turn: the report is stopped, or it states no 0 that rests on the blank."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal as D
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from report_author.checks.coverage import Filled, filled_cells, with_cell
from report_author.checks.rules import a_blank_is_not_zero
from report_author.figures.account import Account
from report_author.model.choices import Fund, OrgKind, OrgRelation, VehicleType, VehicleUse
from report_author.model.facts import Facts
from report_author.model.findings import Finding, Severity, has_errors
from report_author.ooxml.sheets import RawWorkbook, parse_workbook
from report_author.pipeline.building import Rendered, render_facts
from report_author.workbook.create import workbook_bytes
from report_author.workbook.read import interpret
from report_author.workbook.shape import Kind
from tests.figures.books import shipped_format
from tests.imports.small_department import last_year_of, small_entries
from tests.support.share import share
from tools.samples import second_department, seed_department

_TEXT = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"
_PARAGRAPH = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p"
#: a stated zero, or words for one
_NOTHING = re.compile(r"(?<![\d.])0(?![\d.])|无|没有")
#: lists in which a blank amount is no more than a missing amount: what is left is held against other figures
_REQUIRED_ALONE = frozenset({"incomes", "expenditures", "approved", "explanations", "last_year", "quotables"})
#: rows tried of each column; every list that the blanks are about is shorter, but for budgets and projects
_ROWS = 5


def sparse_entries() -> dict[str, Any]:
    """A right department that leaves everything blank which it does not have, as clerks do."""
    entries = small_entries(2021)
    entries["last_year"] = last_year_of(small_entries(2020, "0.9"))
    entries["institutions"] = [
        {
            "name": "某县综合执法大队",
            "kind": OrgKind.CIVIL_SERVICE_LIKE,
            "relation": OrgRelation.SUBORDINATE,
            "independent": False,
        },
        {
            "name": "某县信息中心",
            "kind": OrgKind.INSTITUTION,
            "relation": OrgRelation.SUBORDINATE,
            "independent": False,
        },
    ]
    entries["vehicles_by_type"] = [
        {"type": VehicleType.SEDAN, "held": 1},
        {"type": VehicleType.OFF_ROAD, "held": 2},
    ]
    entries["vehicles_by_use"] = [
        {"use": VehicleUse.EMERGENCY, "held": 1},
        {"use": VehicleUse.ENFORCEMENT, "held": 1},
        {"use": VehicleUse.OTHER, "held": 1},
    ]
    return entries


BOOKS: Mapping[str, Callable[[], dict[str, Any]]] = {
    "the seed": lambda: seed_department.ENTRIES,
    "the second sample": lambda: second_department.ENTRIES,
    "a sparse department": sparse_entries,
}


@dataclass(frozen=True)
class Untouched:
    """A right workbook, what its report says, and which zeros it prints from which cells."""

    book: RawWorkbook
    said: frozenset[str]
    zeros: Mapping[str, frozenset[str]]

    def broken(self, made: Rendered, cell: str) -> list[str]:
        """The sentences that state a 0 the untouched report does not state, the zeros still printed from the blank cell."""
        assert made.printed is not None
        still = self.zeros.get(cell, frozenset()) & {
            name for names in zeros_of(made).values() for name in names
        }
        return sorted(sentences(made) - self.said) + sorted(still)


def sentences(made: Rendered) -> frozenset[str]:
    """The clauses of the report that say 0 or 无."""
    assert made.printed is not None
    with zipfile.ZipFile(io.BytesIO(made.printed.report)) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    paragraphs = ("".join(each.text or "" for each in p.iter(_TEXT)) for p in root.iter(_PARAGRAPH))
    clauses = (clause for text in paragraphs for clause in re.split("[。；，、：]|其中", text))
    return frozenset(clause for clause in clauses if _NOTHING.search(clause))


def zeros_of(made: Rendered) -> dict[str, frozenset[str]]:
    """Cell → the names of the figures that the report prints as 0 from it."""
    assert made.printed is not None
    found: dict[str, set[str]] = {}
    for mark in made.printed.marks:
        figure = mark.printed.figure
        if not figure.value:
            for cell in figure.sources:
                found.setdefault(cell, set()).add(figure.name)
    return {cell: frozenset(names) for cell, names in found.items()}


def read(book: RawWorkbook) -> tuple[Facts | None, list[Finding]]:
    return interpret(book, "填报表.xlsx")


def made(book: RawWorkbook) -> Rendered:
    facts, findings = read(book)
    return render_facts(facts, findings, Path("填报表.xlsx"))


@cache
def untouched(name: str) -> Untouched:
    entries = BOOKS[name]()
    book = parse_workbook(workbook_bytes(entries, year=2021))
    right = made(book)
    assert right.printed is not None, [found for found in right.findings if found.severity is Severity.ERROR]
    return Untouched(book, sentences(right), zeros_of(right))


def stopped_early(book: RawWorkbook) -> bool:
    """Whether reader or the rules on blanks stop it: then there is no document to look at."""
    facts, findings = read(book)
    if facts is None or has_errors(findings):
        return True
    account = Account(facts, shipped_format())
    return has_errors(found for found in a_blank_is_not_zero(account) if isinstance(found, Finding))


def is_told(rendered: Rendered, each: Filled) -> bool:
    """A 是否 of which no row at all is filled in counts as 否, and the one 提示 says so."""
    told = "".join(found.message for found in rendered.findings if found.code == "V45")
    return each.column.kind is Kind.YES_NO and f"{each.column.label}的项目" in told


def blanked(name: str) -> Iterator[tuple[Filled, RawWorkbook]]:
    """The workbook with one input cell after the other blanked.

    What the reader demands by itself is tried once a column, the columns of long lists in their first rows.
    """
    book, tried = untouched(name).book, Counter[tuple[str, str]]()
    for each in filled_cells(book):
        alone = each.block in _REQUIRED_ALONE or each.column.required or each.column.kind is Kind.TEXT
        column = each.block, each.column.field
        if tried[column] >= (1 if alone else _ROWS):
            continue
        tried[column] += 1
        empty = with_cell(book, each, replace(each.cell, text="", value=None))
        sheets = tuple(
            replace(sheet, cells={at: cell for at, cell in sheet.cells.items() if at != each.at})
            if sheet.name == each.sheet
            else sheet
            for sheet in empty.sheets
        )
        yield each, RawWorkbook(sheets)


@pytest.mark.slow
@pytest.mark.parametrize("name", list(BOOKS))
def test_no_zero_is_stated_where_nothing_was_typed(name: str) -> None:
    """A run blanks a cell of each column, here in its first row, there in another; with REPORT_AUTHOR_ALL=1 all of ``blanked``."""
    right, wrong = untouched(name), {}
    tried = share(blanked(name), lambda one: (one[0].block, one[0].column.field), _ROWS)
    for each, book in tried:
        if stopped_early(book):
            continue
        rendered = made(book)
        if rendered.printed is None or is_told(rendered, each):
            continue
        if broken := right.broken(rendered, each.place):
            wrong[each.place] = broken
    assert not wrong
    assert len(tried) > 50


def test_a_right_department_that_leaves_blank_what_it_does_not_have_is_told_once() -> None:
    rendered = made(untouched("a sparse department").book)
    told = [found for found in rendered.findings if found.code in ("V45", "V46", "V47")]
    assert [found.code for found in told] == ["V45"] and "因公出国（境）" in told[0].message


def test_what_is_printed_nowhere_is_listed_with_its_cells() -> None:
    entries = sparse_entries()
    entries["reasons"] = [*entries["reasons"], {"key": "因公出国（境）费·变动原因", "text": "取消出访计划"}]
    entries["sangong"] = [
        *entries["sangong"],
        {
            "item": "因公出国（境）费",
            "fund": Fund.OTHER,
            "initial": D(0),
            "revised": D(5000),
            "actual": D(5000),
        },
    ]
    entries["counts"] |= {"abroad_groups": 1, "abroad_people": 1}
    rendered = made(parse_workbook(workbook_bytes(entries, year=2021)))
    (told,) = [found for found in rendered.findings if found.code == "V47"]
    assert told.severity is Severity.INFO and told.message.count("因公出国（境）费·") == 2


def test_a_unit_turned_institution_keeps_last_years_operating_cost() -> None:
    entries = sparse_entries()
    entries["department"] |= {"kind": OrgKind.INSTITUTION}
    entries["institutions"] = []
    del entries["counts"]["operating_administrative"]
    entries["reasons"] = [row for row in entries["reasons"] if "机关运行" not in row["key"].value]
    rendered = made(parse_workbook(workbook_bytes(entries, year=2021)))
    assert rendered.printed is not None, rendered.findings
    assert any("2021年无机关运行经费支出（2020年为" in text for text in all_paragraphs(rendered))


def all_paragraphs(rendered: Rendered) -> list[str]:
    assert rendered.printed is not None
    with zipfile.ZipFile(io.BytesIO(rendered.printed.report)) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    return ["".join(each.text or "" for each in p.iter(_TEXT)) for p in root.iter(_PARAGRAPH)]
