"""Departments with their finished appendix, read back without any of the writer's code."""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl

from report_author.appendix.book import make_appendix
from report_author.figures.account import Account, Conventions
from report_author.figures.filters import make_filters
from report_author.figures.vocabulary import vocabulary
from report_author.model.format import Format, read_format
from report_author.ooxml.package import read_package, write_package
from report_author.templating.table_book import BookTemplate, RenderedBook, compile_book
from tools.samples.random_department import random_entries
from tools.samples.second_department import ENTRIES as SECOND
from tools.samples.seed_department import ENTRIES as SEED
from tools.samples.to_facts import entries_to_facts

FOLDER = Path(__file__).parents[2] / "templates" / "xlsx" / "sichuan-2021"


@cache
def shipped_format() -> Format:
    fmt, findings = read_format(FOLDER)
    assert fmt is not None and findings == []
    return fmt


@cache
def shipped_template() -> BookTemplate:
    filters = make_filters(Conventions.from_options(shipped_format().options))
    book, findings = compile_book(read_package(FOLDER / "部门决算公开表.xlsx"), filters)
    assert book is not None and findings == []
    return book


def entries_of(which: str) -> Mapping[str, Any]:
    """种子, 第二, or the number of a random department."""
    known = {"种子": SEED, "第二": SECOND}
    return known[which] if which in known else random_entries(int(which))


@cache
def finished(which: str) -> RenderedBook:
    return finished_with(shipped_format(), which)


def finished_with(fmt: Format, which: str = "种子") -> RenderedBook:
    """The tables of a department in another format, made with the shipped template."""
    facts = entries_to_facts(entries_of(which))
    names = vocabulary(Account(facts, fmt))
    title = f"{facts.department.year}年度{facts.department.full_name}部门决算公开表"
    return make_appendix(
        shipped_template(), fmt, names, facts.department.scope.value, title, facts.department.full_name
    )


@cache
def workbook(which: str) -> Any:
    return openpyxl.load_workbook(io.BytesIO(write_package(finished(which).package)))
