"""Relations between numbers of a report, each with its verdict."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from report_author.audit.claims.tokens import Token
from report_author.audit.judges.catalogue import KINDS
from report_author.audit.reading.blocks import Block
from report_author.model.findings import Severity


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


def doubt_at(
    code: str,
    severity: Severity,
    block: Block,
    span: tuple[int, int],
    message: str,
    advice: str,
    *,
    stated: str = "",
    expected: str = "",
    working: str = "",
    difference: str = "",
    confidence: str = "高",
    also: tuple[str, ...] = (),
) -> Doubt:
    """A doubt about the stretch ``span`` of the squeezed text of ``block``."""
    start, end = span
    text = block.plain.text
    first = max(text.rfind("。", 0, start) + 1, start - 50, 0)
    stop = text.find("。", end)
    last = min(stop + 1 if stop >= 0 else len(text), end + 40)
    low, high = block.plain.original(first, last)
    basis = KINDS[code].basis
    quote = block.text[low:high].strip()
    return Doubt(
        code,
        severity,
        block,
        block.place,
        quote,
        message,
        advice,
        stated,
        expected,
        working,
        difference,
        confidence,
        basis,
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


@dataclass(frozen=True, slots=True)
class NotJudged:
    """What was read but could not be checked, with the reason."""

    code: str
    place: str
    quote: str
    why: str
