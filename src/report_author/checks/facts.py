"""The check of one department's facts: the rules of its format, then those written in Python."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from report_author.checks.approved import hold_against_approval
from report_author.checks.clerk_names import clerk_names, options
from report_author.checks.judge import Judgement, findings_of, judge
from report_author.checks.rulebook import Rule, RuleBook, rules_for
from report_author.checks.rules import RULES
from report_author.figures.account import Account
from report_author.figures.values import Names
from report_author.model.choices import LastYearRow
from report_author.model.findings import Compared, Finding, Unchecked
from report_author.records import frozen

#: A rule in Python yields what it finds, or why it could not look.
PythonRule = Callable[[Account], Iterable[Finding | Unchecked]]


@frozen
class Odd:
    """A rule that the rule book cannot express, with the reason."""

    rule: PythonRule
    why: str


ODD_RULES: tuple[Odd, ...] = (
    *(Odd(*each) for each in RULES),
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
    return judge(
        rules, Names("", {**lazily(names), "填报": clerk_names(account), "选项": options(account.format)})
    )


_TOTALS = ("本年收入合计", "本年支出合计")
_YEAR = (
    LastYearRow.INCOME_YEAR,
    LastYearRow.EXPENSE_YEAR,
    LastYearRow.FISCAL_INCOME,
    LastYearRow.FISCAL_EXPENSE,
)
_GRAND = (
    LastYearRow.INCOME_GRAND,
    LastYearRow.EXPENSE_GRAND,
    LastYearRow.FISCAL_GRAND_INCOME,
    LastYearRow.FISCAL_GRAND_EXPENSE,
)
_ALWAYS = (
    LastYearRow.GENERAL_EXPENSE,
    LastYearRow.ABROAD,
    LastYearRow.VEHICLE_PURCHASE,
    LastYearRow.VEHICLE_RUNNING,
    LastYearRow.RECEPTION,
    LastYearRow.CARRY_END,
)
#: so many things that are lacking are named, the rest counted
_NAMED = 2


def compared(account: Account, unchecked: Sequence[Unchecked]) -> Compared:
    """What this workbook gives to hold its figures against: 批复数, 上年数, 编制; rules that lacked something count, too."""
    facts = account.facts
    against, lacking = [], []
    approved = {row.item for row in facts.approved}
    if not approved:
        lacking.append("批复数（没有填，没有与财政批复、决算软件的合计数对过）")
    else:
        against.append(f"批复数 {len(facts.approved)} 项")
        lacking += _named("批复数", [total for total in _TOTALS if total not in approved])
    rows = [*(_GRAND if account.conventions.basis_total else _YEAR), *_ALWAYS]
    if facts.counts.operating_administrative or facts.counts.operating_civil_service_like:
        rows.append(LastYearRow.OPERATING)
    known = {row.row for row in facts.last_year if row.published is not None}
    if known:
        against.append(f"上年公开数 {len(known)} 项")
        lacking += _named("上年数", [row.value for row in rows if row not in known])
    else:
        lacking.append("上年数（没有填）")
    if any(row.posts is not None for row in facts.staff):
        against.append("编制数")
    else:
        lacking.append("编制数（没有填）")
    rules = {code for gap in unchecked for code in gap.code.split("、")}
    lacking += [f"{len(rules)} 条审核公式（缺的资料见“未核对”）"] if rules else []
    return Compared(tuple(against), tuple(lacking))


def _named(what: str, blank: Sequence[str]) -> list[str]:
    if not blank:
        return []
    more = f"等 {len(blank)} 项" if len(blank) > _NAMED else ""
    return [f"{what}（{''.join(f'“{each}”' for each in blank[:_NAMED])}{more}没有填）"]


def lazily(names: Names) -> dict[str, object]:
    """The entries of a name space, each still computed when first used."""
    return {name: partial(names.__getitem__, name) for name in names}
