"""Departments with their vocabulary, for the tests of figures."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from report_author.figures.account import Account
from report_author.figures.figure import Figure
from report_author.figures.ledger import Ledger, recording
from report_author.figures.values import Names
from report_author.figures.vocabulary import vocabulary
from report_author.model.facts import Facts, Record
from report_author.model.format import Format, find_formats
from tools.samples import second_department, seed_department
from tools.samples.random_department import random_entries
from tools.samples.to_facts import entries_to_facts

ROOT = Path(__file__).parents[2]


@cache
def shipped_format() -> Format:
    formats, _ = find_formats([ROOT / "templates"])
    return next(one for one in formats if one.id == "sichuan-2021")


def with_options(**options: str) -> Format:
    """The shipped format with some of its choices made differently."""
    fmt = shipped_format()
    return dataclasses.replace(fmt, options={**fmt.options, **options})


def account_of(facts: Facts, fmt: Format | None = None) -> Account:
    return Account(facts, fmt or shipped_format())


def names_of(facts: Facts, fmt: Format | None = None) -> Names:
    return vocabulary(account_of(facts, fmt))


@cache
def seed_facts() -> Facts:
    return entries_to_facts(seed_department.ENTRIES)


@cache
def second_facts() -> Facts:
    return entries_to_facts(second_department.ENTRIES)


def facts_with(**blocks: Any) -> Facts:
    """The seed's facts with some blocks replaced."""
    return dataclasses.replace(seed_facts(), **blocks)


def with_cells(facts: Facts) -> Facts:
    """The facts as a workbook would give them: every field has a cell, here ``block!field3``."""
    blocks: dict[str, Any] = {}
    for block in dataclasses.fields(facts):
        value = getattr(facts, block.name)
        records = value if isinstance(value, tuple) else (value,)
        if not all(isinstance(record, Record) for record in records):
            continue
        placed = tuple(
            dataclasses.replace(
                record,
                cells={field.name: f"{block.name}!{field.name}{n}" for field in dataclasses.fields(record)},
            )
            for n, record in enumerate(records)
        )
        blocks[block.name] = placed if isinstance(value, tuple) else placed[0]
    return dataclasses.replace(facts, **blocks)


@cache
def departments() -> Mapping[str, Facts]:
    """Both samples with sixty random departments."""
    return {
        "seed": seed_facts(),
        "second": second_facts(),
        **{f"random {seed}": entries_to_facts(random_entries(seed)) for seed in range(60)},
    }


@cache
def department_names() -> Mapping[str, Names]:
    """The vocabulary of each of the departments; what has been computed once stays computed."""
    return {label: names_of(facts) for label, facts in departments().items()}


def look_up(names: Any, dotted: str) -> Any:
    """The value under a dotted name, as a template finds it."""
    for part in dotted.split("."):
        names = names[part] if isinstance(names, Names) else getattr(names, part)
    return names


def printed(value: Any) -> str:
    """What a value prints as, without its markers."""
    return printed_in_ledger(value)[0]


def printed_in_ledger(value: Any) -> tuple[str, Ledger]:
    with recording() as ledger:
        text = value.__html__() if hasattr(value, "__html__") else str(value)
    for mark in range(len(ledger.printed) - 1, -1, -1):
        text = text.replace(f"\ufdd2{mark}\ufdd3", "").replace("\ufdd4", "")
    return text, ledger


def plain(value: Any) -> Any:
    """A value as something that can be compared: figures with all that they know."""
    if isinstance(value, Names):
        return {name: plain(value[name]) for name in value}
    if isinstance(value, (tuple, list)):
        return [plain(item) for item in value]
    if isinstance(value, Figure):
        return (value.name, value.value, value.unit, value.formula, value.sources)
    if hasattr(value, "phrase"):
        return printed(value.phrase())
    if hasattr(value, "finding"):
        return value.finding
    return printed(value)


def amount(value: Any) -> Decimal:
    """The exact number of a figure; a blank cell counts as nothing."""
    return value.value if isinstance(value, Figure) else Decimal(0)
