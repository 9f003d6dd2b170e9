"""Receptions: what the total says, what its kinds say, what the sentence about the guests says."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from report_author.audit.claims.clauses import Reading
from report_author.audit.claims.indicators import name_of
from report_author.audit.claims.mentions import Mention, Role
from report_author.audit.claims.report import Report
from report_author.audit.claims.spans import shown, total
from report_author.audit.claims.tokens import Token
from report_author.audit.judges.relations import Relation, Verdict
from report_author.audit.reading.blocks import sentence_at

_ALL, _HOME, _FOREIGN = "公务接待费", "国内公务接待费", "外事接待费"
_GUESTS = re.compile(r"(?:其中[：，]?)?(?P<kind>国内|外事|国（境）外)(?:公务)?接待(?:\d|支出)")


def judge_receptions(report: Report) -> Iterator[Relation]:
    """Every section that speaks of receptions."""
    sections: dict[str, dict[str, list[Token]]] = defaultdict(lambda: defaultdict(list))
    for reading in report.readings:
        if "接待" not in reading.block.plain.text:
            continue
        for mention in reading.mentions:
            name = _name(reading, mention) if mention.role is Role.PLAIN and not mention.depth else ""
            if name:
                sections[reading.block.section][name].append(mention.token)
    for told in sections.values():
        for name in (_HOME, _FOREIGN):
            yield from _agree(name, told[name])
        if told[_ALL] and told[_HOME]:
            yield _add_up(report, told[_ALL][0], told[_HOME][0], told[_FOREIGN][:1])


def _name(reading: Reading, mention: Mention) -> str:
    known = name_of(mention)
    if known in (_ALL, _HOME, _FOREIGN):
        return known
    if not re.search(r"共计(?:支出)?$|支出$", mention.raw) or known:
        return ""
    start, _ = sentence_at(reading.block.plain.text, mention.token.start)
    guests = _GUESTS.match(reading.block.plain.text, start)
    if guests is None or re.search(
        r"(?<!不)包括|其中", reading.block.plain.text[guests.end() : mention.token.start]
    ):
        return ""
    return _HOME if guests["kind"] == "国内" else _FOREIGN


def _agree(name: str, tokens: list[Token]) -> Iterator[Relation]:
    for token in tokens[1:]:
        first = tokens[0]
        if token.yuan == first.yuan:
            yield Relation("C36", Verdict.HOLDS, (token, first))
        else:
            yield Relation(
                "C36",
                Verdict.BROKEN,
                (token, first),
                f"“{name}”前后不一致：前面是{first.text}，这里是{token.text}。",
                stated=token.text,
                expected=first.text,
                difference=f"{shown((token.yuan - first.yuan).scaleb(-4))}万元",
                advice="请统一为同一个数。",
            )


def _add_up(report: Report, whole: Token, home: Token, foreign: list[Token]) -> Relation:
    """The kinds beside one another, or 外事 as a part of 国内: both forms exist."""
    style = report.style
    beside = total(style.span(token) for token in (home, *foreign))
    tokens = (whole, home, *foreign)
    if style.span(whole).meets(beside) or style.span(whole).meets(style.span(home)):
        return Relation("C22", Verdict.HOLDS, tokens)
    parts = "＋".join(token.text for token in (home, *foreign))
    added = (home.yuan + sum(token.yuan for token in foreign)).scaleb(-4)
    return Relation(
        "C22",
        Verdict.BROKEN,
        tokens,
        f"公务接待费{whole.text}，国内接待与外事接待之和是{shown(added)}万元。",
        stated=whole.text,
        expected=f"{shown(added)}万元",
        working=parts,
        difference=f"{shown(added - whole.yuan.scaleb(-4))}万元",
        advice="请核对公务接待费和其中各项。",
    )
