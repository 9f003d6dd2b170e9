"""The check of one department's facts: the rules of its format, then those written in Python."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from report_author.checks.approved import hold_against_approval
from report_author.checks.causes import findings_of
from report_author.checks.clerk_names import clerk_names, options
from report_author.checks.judge import Judgement, judge
from report_author.checks.rulebook import Rule, RuleBook, rules_for
from report_author.checks.rules_blanks import BLANK_RULES
from report_author.checks.rules_carried import CARRIED_RULES
from report_author.checks.rules_lists import LIST_RULES
from report_author.checks.rules_projects import PROJECT_RULES
from report_author.checks.rules_texts import TEXT_RULES
from report_author.figures.account import Account
from report_author.figures.values import Names
from report_author.model.findings import Finding, Unchecked

#: A rule in Python yields what it finds, or why it could not look.
PythonRule = Callable[[Account], Iterable[Finding | Unchecked]]


@dataclass(frozen=True, slots=True)
class Odd:
    """A rule that the rule book cannot express, with the reason."""

    rule: PythonRule
    why: str


ODD_RULES: tuple[Odd, ...] = (
    *(Odd(rule, why) for rule, why in (*BLANK_RULES, *PROJECT_RULES, *TEXT_RULES, *CARRIED_RULES, *LIST_RULES)),
    Odd(hold_against_approval, "批复项目由填报人挑选，一项对应账目里的一个数"),
)


def check_facts(account: Account, names: Names, book: RuleBook) -> tuple[list[Finding], list[Unchecked]]:
    """Judge every rule on the facts; ``names`` is the vocabulary of the account. All findings come at once."""
    judgement = judged(account, names, rules_for(book, "填报表", account.facts.department.scope.value))
    answers = [answer for odd in ODD_RULES for answer in odd.rule(account)]
    findings = [
        *book.findings,
        *judgement.broken,
        *findings_of(judgement.breaches),
        *(answer for answer in answers if isinstance(answer, Finding)),
    ]
    return findings, [*judgement.unchecked, *(answer for answer in answers if isinstance(answer, Unchecked))]


def judged(account: Account, names: Names, rules: Iterable[Rule]) -> Judgement:
    """What the rules say to the facts; ``names`` is the vocabulary of the account."""
    return judge(rules, Names("", {**lazily(names), "填报": clerk_names(account), "选项": options(account.format)}))


def lazily(names: Names) -> dict[str, object]:
    """The entries of a name space, each still computed when first used."""
    return {name: partial(names.__getitem__, name) for name in names}
