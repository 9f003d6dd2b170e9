"""The rules that hold the facts of one workbook against one another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from report_author.checks.rules_money import MONEY_RULES
from report_author.checks.rules_people import PEOPLE_RULES
from report_author.checks.rules_projects import PROJECT_RULES
from report_author.checks.rules_sangong import SANGONG_RULES
from report_author.figures.account import Account
from report_author.model.findings import Finding, Unchecked

#: A rule yields what it finds, or why it could not look.
Rule = Callable[[Account], Iterable[Finding | Unchecked]]

RULES: tuple[Rule, ...] = (*MONEY_RULES, *SANGONG_RULES, *PEOPLE_RULES, *PROJECT_RULES)


def check_facts(account: Account) -> tuple[list[Finding], list[Unchecked]]:
    """Run every rule; all findings come at once."""
    findings: list[Finding] = []
    unchecked: list[Unchecked] = []
    for answer in _answers(account):
        (findings if isinstance(answer, Finding) else unchecked).append(answer)  # type: ignore[arg-type]
    return findings, unchecked


def _answers(account: Account) -> Iterator[Finding | Unchecked]:
    for rule in RULES:
        yield from rule(account)
