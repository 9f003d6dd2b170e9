"""The seed's facts with something changed, and what the rules say to it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import Any

from report_author.checks.facts import check_facts
from report_author.checks.rulebook import RuleBook, compile_rules
from report_author.figures.vocabulary import vocabulary
from report_author.model.facts import Facts
from report_author.model.findings import Finding, Unchecked
from report_author.model.format import Format
from tests.figures.books import account_of, seed_facts, shipped_format, with_cells

#: keeps what a rule may look at
Row = Any


def changed(**blocks: Any) -> Facts:
    """The seed's facts, cells included, with whole blocks replaced (their rows without cells)."""
    return dataclasses.replace(with_cells(seed_facts()), **blocks)


def rows_with(block: str, keep: Callable[[Row], bool], **fields: Any) -> Facts:
    """The seed's facts with ``fields`` set in every row of ``block`` that ``keep`` picks; the rows keep their cells."""
    facts = with_cells(seed_facts())
    rows = tuple(dataclasses.replace(row, **fields) if keep(row) else row for row in getattr(facts, block))
    assert rows != getattr(facts, block), "nothing was changed"
    return dataclasses.replace(facts, **{block: rows})  # type: ignore[arg-type]


def counts_with(**fields: Any) -> Facts:
    facts = with_cells(seed_facts())
    return dataclasses.replace(facts, counts=dataclasses.replace(facts.counts, **fields))


def without_cells(facts: Facts) -> Facts:
    """The same facts as if they had not come from a workbook."""
    blocks: dict[str, Any] = {}
    for block in dataclasses.fields(facts):
        value = getattr(facts, block.name)
        if isinstance(value, tuple):
            blocks[block.name] = tuple(dataclasses.replace(row, cells={}) for row in value)
        elif dataclasses.is_dataclass(value) and not isinstance(value, type):
            blocks[block.name] = dataclasses.replace(value, cells={})
    return dataclasses.replace(facts, **blocks)


@cache
def rule_book() -> RuleBook:
    return compile_rules(shipped_format())


def checked(facts: Facts, fmt: Format | None = None) -> tuple[list[Finding], list[Unchecked]]:
    account = account_of(facts, fmt)
    return check_facts(account, vocabulary(account), rule_book())


def findings(facts: Facts, fmt: Format | None = None) -> list[Finding]:
    return checked(facts, fmt)[0]


def only(facts: Facts, code: str, fmt: Format | None = None) -> Finding:
    """The one finding with this code."""
    [found] = [each for each in findings(facts, fmt) if family(each) == code]
    return found


def codes(facts: Facts, fmt: Format | None = None) -> set[str]:
    return {family(each) for each in findings(facts, fmt)}


def family(found: Finding) -> str:
    """R22 for R22-4: the rules of one number of the catalogue."""
    return found.code.partition("-")[0]


def unchecked(facts: Facts) -> list[Unchecked]:
    return checked(facts)[1]


def place_of(block: str, keep: Callable[[Row], bool], field: str) -> str:
    """The cell of ``field`` in the first row of ``block`` that ``keep`` picks."""
    cell: str = next(row.cell(field) for row in getattr(with_cells(seed_facts()), block) if keep(row))
    return cell


def yuan(value: str) -> str:
    return f"{Decimal(value):,.2f}元"
