"""Relations between numbers of a report, each with its verdict; doubts of one kind gathered into one; several with one cause."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from report_author.audit.claims.report import Report
from report_author.audit.claims.tokens import Token
from report_author.audit.judges.catalogue import KINDS
from report_author.audit.reading.blocks import Block
from report_author.model.findings import Severity
from report_author.records import frozen

ERROR, WARNING, INFO = Severity


class Verdict(Enum):
    """平, 尾差 (right within rounding), 不平."""

    HOLDS = "平"
    TAIL = "尾差"
    BROKEN = "不平"


@dataclass(frozen=True, eq=False)
class Relation:
    """One relation that was checked; ``tokens`` take part in it, the first one is where a reader should look."""

    code: str
    verdict: Verdict
    tokens: tuple[Token, ...]
    message: str = ""
    stated: str = ""
    expected: str = ""
    working: str = ""
    difference: str = ""
    severity: Severity = Severity.ERROR
    confidence: str = "高"
    advice: str = ""


@dataclass(frozen=True, eq=False)
class Doubt:
    """One question for the people who wrote the report.

    ``working`` is the calculation behind ``expected``; ``basis`` the rule it rests on; ``also`` where else it shows.
    """

    code: str
    severity: Severity
    block: Block | None
    place: str
    quote: str
    message: str
    advice: str
    stated: str = ""
    expected: str = ""
    working: str = ""
    difference: str = ""
    confidence: str = "高"
    basis: str = ""
    also: tuple[str, ...] = ()
    start: int = 0
    end: int = 0


def holds(code: str, *tokens: Token) -> Relation:
    """A relation between ``tokens`` that is as it should be."""
    return Relation(code, Verdict.HOLDS, tokens)


def broken(
    code: str,
    tokens: tuple[Token, ...],
    message: str,
    advice: str,
    stated: str | None = None,
    expected: str = "",
    *,
    working: str = "",
    difference: str = "",
    sure: bool = True,
    severity: Severity | None = None,
    confidence: str = "",
) -> Relation:
    """A relation that does not hold; ``stated`` is the first token where nothing else is said.

    What is not ``sure`` is a 警告 of 中 confidence, where no other ``severity``, no other ``confidence`` is given.
    """
    return Relation(
        code,
        Verdict.BROKEN,
        tokens,
        message,
        tokens[0].text if stated is None else stated,
        expected,
        working,
        difference,
        severity or (ERROR if sure else WARNING),
        confidence or ("高" if sure else "中"),
        advice,
    )


def doubt_at(
    code: str,
    block: Block,
    where: tuple[int, int] | re.Match[str] | Token,
    message: str,
    advice: str,
    stated: str | None = None,
    expected: str = "",
    *,
    working: str = "",
    difference: str = "",
    severity: Severity = WARNING,
    confidence: str = "高",
    also: tuple[str, ...] = (),
) -> Doubt:
    """A doubt about a stretch of the squeezed text of ``block``, which is what it says unless ``stated`` tells otherwise."""
    if isinstance(where, Token):
        start, end = where.start, where.end
    else:
        start, end = where.span() if isinstance(where, re.Match) else where
    text = block.plain.text
    first = max(text.rfind("。", 0, start) + 1, start - 50, 0)
    stop = text.find("。", end)
    low, high = block.plain.original(first, min(stop + 1 if stop >= 0 else len(text), end + 40))
    return Doubt(
        code,
        severity,
        block,
        block.place,
        block.text[low:high].strip(),
        message,
        advice,
        text[start:end] if stated is None else stated,
        expected,
        working,
        difference,
        confidence,
        KINDS[code].basis,
        also,
        start,
        end,
    )


def chosen(relation: Relation, sentence: str, *, absurd: bool) -> Relation | NotJudged:
    """A broken relation one side of which the program chose, by nearness or by likeness of names.

    It is a 警告 at most; where the result is ``absurd`` the choice was wrong, so nothing was judged.
    """
    if relation.verdict is not Verdict.BROKEN:
        return relation
    if absurd or relation.stated == relation.expected:
        return NotJudged(
            relation.code,
            relation.tokens[0].block.place,
            sentence,
            "与它相对的数是推断的，算出来不合情理，没有核对",
        )
    return (
        replace(relation, severity=Severity.WARNING, confidence="中")
        if relation.severity is Severity.ERROR
        else relation
    )


@frozen
class NotJudged:
    """What was read but could not be checked, with the reason."""

    code: str
    place: str
    quote: str
    why: str


def not_judged(report: Report, code: str, token: Token, why: str) -> NotJudged:
    """A sentence that could not be checked."""
    return NotJudged(code, token.block.place, report.sentence(token), why)


# ---------------------------------------------------------------- doubts of one kind gathered into one that names every place


#: how many places of one kind stand as doubts of their own, so that each can be commented
APART = 3


def in_block(doubts: Sequence[Doubt], message: str) -> Doubt:
    """One doubt for several of one block; ``message`` takes the words found, each of them once."""
    told = dict.fromkeys(d.stated for d in doubts)
    words = "、".join(f"“{word}”" for word in told)
    return replace(doubts[0], message=message.format(words), stated="、".join(told))


def at_all_places(doubts: Iterable[Doubt], noun: str, *, apart: int = APART) -> Iterator[Doubt]:
    """Up to ``apart`` doubts as they are; more than that as one, which says “n处noun” with all places."""
    found = list(doubts)
    if len(found) <= apart:
        yield from found
        return
    first = min(found, key=lambda d: d.severity.rank)
    words = list(dict.fromkeys(d.stated for d in found if d.stated))
    shown = "、".join(f"“{w}”" for w in words[:6]) + ("等" if len(words) > 6 else "")
    yield replace(
        first,
        message=f"共{len(found)}处{noun}" + (f"：{shown}。" if shown else "。"),
        also=tuple(f"{d.place}：{d.quote[:60]}" for d in found if d is not first),
    )


#: what is wrong with words beside a number says nothing against the number
_APART = frozenset(("C13", "C14", "C16"))


def grouped(report: Report, relations: Sequence[Relation]) -> list[Doubt]:
    """The broken relations as doubts, the tails as one doubt."""
    left = [relation for relation in relations if relation.verdict is Verdict.BROKEN]
    held = {
        token for r in relations if r.verdict is Verdict.HOLDS and len(r.tokens) > 1 for token in r.tokens
    }
    related = [relation for relation in left if relation.code not in _APART]
    counts = Counter(token for relation in related for token in dict.fromkeys(relation.tokens))
    doubts = []
    first = Counter(relation.tokens[0] for relation in related)
    for token, count in sorted(counts.items(), key=lambda item: (-item[1], -first[item[0]])):
        if count < 2 or token in held:
            continue
        group = [relation for relation in left if token in relation.tokens and relation.code not in _APART]
        if len(group) < 2:
            continue
        left = [relation for relation in left if relation not in group]
        doubts.append(_suspect(report, token, group))
    doubts += [_doubt(report, r.tokens[0], r, r.message) for r in left]
    tails = [relation for relation in relations if relation.verdict is Verdict.TAIL]
    return _distinct([*doubts, *([_tails(report, tails)] if tails else [])])


def _suspect(report: Report, token: Token, group: list[Relation]) -> Doubt:
    """A doubt about ``token``: told by a relation about it where there is one, else without a value that it should have."""
    about = [r for r in group if r.tokens[0] is token]
    told = min(about or group, key=lambda r: r.severity.rank)
    others = [r for r in group if r is not told]
    worst = min(group, key=lambda r: r.severity.rank).severity
    main = told if about else replace(told, stated=token.text, expected="", difference="")
    message = f"{told.message}与“{token.text}”有关的{len(group)}处关系都不成立，很可能是这个数有误。"
    also = tuple(f"{r.tokens[0].block.place}：{r.message}" for r in others)
    return _doubt(report, token, replace(main, severity=worst), message, also)


def _doubt(
    report: Report, token: Token, relation: Relation, message: str, also: tuple[str, ...] = ()
) -> Doubt:
    return Doubt(
        relation.code,
        relation.severity,
        token.block,
        token.block.place,
        report.sentence(token),
        message,
        relation.advice or "请核对。",
        relation.stated,
        relation.expected,
        relation.working,
        relation.difference,
        relation.confidence,
        KINDS[relation.code].basis,
        also,
        token.start,
        token.end,
    )


def _tails(report: Report, tails: list[Relation]) -> Doubt:
    first = tails[0]
    places = tuple(f"{t.tokens[0].block.place}：{t.stated}与分项之和{t.expected}" for t in tails)
    message = f"{len(tails)}处合计与分项之和相差在四舍五入范围内（尾差）。"
    return _doubt(report, first.tokens[0], first, message, places)


def _distinct(doubts: Iterable[Doubt]) -> list[Doubt]:
    found: dict[tuple[str, str, str, str], Doubt] = {}
    for doubt in doubts:
        found.setdefault((doubt.code, doubt.place, doubt.quote, doubt.stated), doubt)
    return list(found.values())
