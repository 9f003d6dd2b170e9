"""The rules that hold the facts of one workbook against one another."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from report_author.checks.rules_carried import CARRIED_RULES
from report_author.checks.rules_money import MONEY_RULES
from report_author.checks.rules_people import PEOPLE_RULES
from report_author.checks.rules_projects import PROJECT_RULES
from report_author.checks.rules_sangong import SANGONG_RULES
from report_author.checks.rules_texts import TEXT_RULES
from report_author.figures.account import Account
from report_author.model.findings import Finding, Unchecked

#: A rule yields what it finds, or why it could not look.
Rule = Callable[[Account], Iterable[Finding | Unchecked]]

RULES: tuple[Rule, ...] = (
    *MONEY_RULES, *SANGONG_RULES, *PEOPLE_RULES, *PROJECT_RULES, *TEXT_RULES, *CARRIED_RULES,
)  # fmt: skip


def check_facts(account: Account) -> tuple[list[Finding], list[Unchecked]]:
    """Run every rule; all findings come at once."""
    answers = [answer for rule in RULES for answer in rule(account)]
    findings = [answer for answer in answers if isinstance(answer, Finding)]
    return findings, [answer for answer in answers if isinstance(answer, Unchecked)]
