"""One wrong number breaks several relations: they become one doubt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from report_author.audit.claims.report import Report
from report_author.audit.claims.tokens import Token
from report_author.audit.judges.catalogue import KINDS
from report_author.audit.judges.relations import Doubt, Relation, Verdict
from report_author.model.findings import Severity

#: what is wrong with words beside a number says nothing against the number
_APART = frozenset(("C13", "C14", "C16"))


def grouped(report: Report, relations: Sequence[Relation]) -> list[Doubt]:
    """The broken relations as doubts, the tails as one doubt."""
    broken = [relation for relation in relations if relation.verdict is Verdict.BROKEN]
    held = {
        token for r in relations if r.verdict is Verdict.HOLDS and len(r.tokens) > 1 for token in r.tokens
    }
    related = [relation for relation in broken if relation.code not in _APART]
    counts = Counter(token for relation in related for token in dict.fromkeys(relation.tokens))
    doubts = []
    left = list(broken)
    first = Counter(relation.tokens[0] for relation in related)
    for token, count in sorted(counts.items(), key=lambda item: (-item[1], -first[item[0]])):
        if count < 2 or token in held:
            continue
        group = [relation for relation in left if token in relation.tokens and relation.code not in _APART]
        if len(group) < 2:
            continue
        left = [relation for relation in left if relation not in group]
        doubts.append(_suspect(report, token, group))
    doubts += [_single(report, relation) for relation in left]
    tails = [relation for relation in relations if relation.verdict is Verdict.TAIL]
    return _distinct([*doubts, *([_tails(report, tails)] if tails else [])])


def _single(report: Report, relation: Relation) -> Doubt:
    return _doubt(report, relation.tokens[0], relation, relation.message, ())


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


def _doubt(report: Report, token: Token, relation: Relation, message: str, also: tuple[str, ...]) -> Doubt:
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
    token = first.tokens[0]
    places = tuple(f"{t.tokens[0].block.place}：{t.stated}与分项之和{t.expected}" for t in tails)
    return Doubt(
        "C33",
        Severity.INFO,
        token.block,
        token.block.place,
        report.sentence(token),
        f"{len(tails)}处合计与分项之和相差在四舍五入范围内（尾差）。",
        first.advice,
        first.stated,
        first.expected,
        first.working,
        first.difference,
        "高",
        KINDS["C33"].basis,
        places,
        token.start,
        token.end,
    )


def _distinct(doubts: Iterable[Doubt]) -> list[Doubt]:
    found: dict[tuple[str, str, str, str], Doubt] = {}
    for doubt in doubts:
        found.setdefault((doubt.code, doubt.place, doubt.quote, doubt.stated), doubt)
    return list(found.values())
