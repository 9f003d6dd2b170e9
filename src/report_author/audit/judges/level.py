"""Amounts that stayed as they were, amounts that came from nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from report_author.audit.claims.clauses import Reading
from report_author.audit.claims.labels import same
from report_author.audit.claims.mentions import Mention, Role
from report_author.audit.claims.report import Report
from report_author.audit.claims.spans import shown
from report_author.audit.claims.tokens import Token
from report_author.audit.judges.relations import NotJudged, Relation, Verdict, chosen

_LEVEL = re.compile(
    r"(?:持平|均无变化|没有变化|无变化)[，（]?(?:两年|预算和决算|决算和预算)?(?:均|都)[为是]$|预算(?:数)?[和与、]决算(?:数)?(?:均|都)[为是]$"
)
_FROM_NOTHING = re.compile(r"^[，（](?:20\d\d年|上年|去年)[^，。；\d]{0,8}[为是]0(?:万元|元)?(?![\d.])")


_BELOW_NOTHING = re.compile(r"预算(?:数)?[为是]0(?:万元|元)?，(?:支出)?决算数?(?:小于|低于|少于)预算")
_NOT_NOTHING = re.compile(
    r"[，（](?:20\d\d年|上年|去年)[^，。；\d]{0,8}[为是](?P<n>\d+(?:\.\d+)?)(?:万元|元)?[，、]无可比性"
)


def judge_level(report: Report) -> Iterator[Relation | NotJudged]:
    """“与上年持平，均为…”, “增加…（上年为0）”: both name this year's amount once more."""
    for reading in report.readings:
        text = reading.block.plain.text
        for found in _BELOW_NOTHING.finditer(text):
            spent = next((m.token for m in reading.mentions[::-1] if m.token.end <= found.start() + 1), None)
            if spent is not None:
                yield _impossible(
                    spent, "预算为0，决算数不可能小于预算数。", "决算数小于预算数", "决算数大于预算数"
                )
        for found in _NOT_NOTHING.finditer(text):
            yield from _comparable(reading, found)
        for mention in reading.mentions:
            token = mention.token
            if _LEVEL.search(text[: token.start]):
                yield from _again(reading, token, mention.label, "与上年或预算持平")
        for change in reading.changes:
            if (
                change.money is None
                or not change.money.value
                or not _FROM_NOTHING.match(text[change.money.end :])
            ):
                continue
            if change.up:
                yield from _again(reading, change.money, change.label, "上年为0")
            else:
                yield _impossible(change.money, f"上年为0，不可能减少{change.money.text}。", "减少", "增加")


def _impossible(token: Token, message: str, stated: str, expected: str) -> Relation:
    """Nothing can be less than nothing."""
    return Relation(
        "C16",
        Verdict.BROKEN,
        (token,),
        message,
        stated=stated,
        expected=expected,
        advice="请核对是增加还是减少、大于还是小于。",
    )


def _comparable(reading: Reading, found: re.Match[str]) -> Iterator[Relation]:
    """“（2020年为1，无可比性）”: only nothing cannot be compared with."""
    token = next(
        (c.money for c in reading.changes if c.money is not None and c.money.end <= found.start() + 1), None
    )
    if Decimal(found["n"]) and token is not None:
        yield Relation(
            "C13",
            Verdict.BROKEN,
            (token,),
            f"上年是{found['n']}而不是0，却说无可比性。",
            stated=found["n"],
            expected="0",
            advice="请核对上年数；不是0的，请写增减率。",
        )


def _again(reading: Reading, token: Token, label: str, why: str) -> Iterator[Relation | NotJudged]:
    before = [m for m in reading.mentions if m.role is Role.PLAIN and m.token.start < token.start]
    meant = _meant(before, label)
    if meant is None:
        return
    near = not same(meant.label, label) and len(before) > 1
    if meant.token.yuan == token.yuan:
        yield Relation("C36", Verdict.HOLDS, (token, meant.token))
        return
    found = Relation(
        "C36",
        Verdict.BROKEN,
        (token, meant.token),
        f"{why}，这里应当与前面的{meant.token.text}相同，写的是{token.text}。",
        stated=token.text,
        expected=meant.token.text,
        working=f"{why}，两数相等",
        difference=f"{shown((token.yuan - meant.token.yuan).scaleb(-4))}万元",
        advice="请核对两处的金额。",
    )
    # the nearest amount of several was taken: what differs is the choice as likely as the amount
    yield chosen(found, reading.block.text[:60], absurd=_listed(before, token)) if near else found


def _listed(before: list[Mention], token: Token) -> bool:
    """Whether another amount told before is the one that is meant."""
    return any(mention.token.yuan == token.yuan for mention in before)


def _meant(before: list[Mention], label: str) -> Mention | None:
    """The amount of that name, else the one that opens the paragraph's last subject."""
    named = [m for m in before if same(m.label, label)]
    return (named or before)[-1] if before else None
