"""Budgets that nobody printed: outturn and rate of completion tell them, the parts must make up the whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from report_author.audit.claims.clauses import Reading
from report_author.audit.claims.indicators import name_of
from report_author.audit.claims.known import SANGONG
from report_author.audit.claims.mentions import Mention, Role
from report_author.audit.claims.report import Report
from report_author.audit.claims.spans import Span, shown
from report_author.audit.claims.tokens import Token
from report_author.audit.judges.relations import Relation, Verdict
from report_author.audit.reading.blocks import sentence_at
from report_author.audit.reading.headings import ITEM
from report_author.model.findings import Severity

_NO_BUDGET = re.compile(
    r"预算(?:数)?(?:为|是)?0(?:万元|元)?(?![\d.])|预算和决算均为0|(?:无|没有)(?:年初)?预算"
)
_HEAD = re.compile(r"(?:其中|如下)[：，。]?$")


@dataclass(frozen=True, slots=True)
class _Spent:
    """An outturn with its rate of completion; no rate: nothing was budgeted."""

    outturn: Token
    rate: Token | None


def judge_implied(report: Report) -> Iterator[Relation]:
    """The lists of items under their total, the three items of 三公 under theirs."""
    for number, reading in enumerate(report.readings):
        if _HEAD.search(reading.block.plain.text) and (head := _spent(reading)):
            items = _items(report, number)
            if len(items) > 1:
                yield from _judge(report, head, items)
    yield from _hospitality(report)


def _items(report: Report, number: int) -> list[_Spent]:
    """The numbered paragraphs behind a head; nothing where one of them does not tell its rate."""
    found = []
    head = report.readings[number].block
    for reading in report.readings[number + 1 : number + 80]:
        if (
            reading.block.section != head.section
            or reading.block.style
            or not ITEM.match(reading.block.plain.text)
        ):
            break
        item = _spent(reading)
        if item is None:
            return []
        found.append(item)
    return found


def _spent(reading: Reading, name: str = "") -> _Spent | None:
    """The one outturn of a paragraph (of that name) with the rate in its sentence."""
    plain = [m for m in reading.mentions if m.role is Role.PLAIN and not m.depth]
    told = (
        [m for m in plain if name_of(m) == name] if name else [m for m in plain if "决算" in m.raw] or plain
    )
    if (
        not told
        or len({m.token.yuan for m in told}) > 1
        or any(m.role is Role.BUDGET and m.token.value for m in reading.mentions)
    ):
        return None
    return _with_rate(reading, told[0])


def _with_rate(reading: Reading, mention: Mention) -> _Spent | None:
    text = reading.block.plain.text
    _, end = sentence_at(text, mention.token.start)
    rates = [c.rate for c in reading.completions if mention.token.end <= c.rate.start < end]
    if len(rates) == 1 and not re.search(r"约|近", text[rates[0].start - 2 : rates[0].start]):
        return _Spent(mention.token, rates[0])
    return (
        _Spent(mention.token, None)
        if not rates and _NO_BUDGET.search(text[mention.token.end : end])
        else None
    )


def _hospitality(report: Report) -> Iterator[Relation]:
    whole: _Spent | None = None
    parts: dict[str, _Spent] = {}
    for reading in report.readings:
        if "三公" not in reading.block.section:
            continue
        whole = whole or _spent(reading, "三公经费")
        for name in SANGONG:
            if name not in parts and (found := _spent(reading, name)):
                parts[name] = found
    if whole is not None and len(parts) == len(SANGONG):
        yield from _judge(report, whole, [parts[name] for name in SANGONG])


def _judge(report: Report, head: _Spent, items: Sequence[_Spent]) -> Iterator[Relation]:
    stated = _budget(report, head)
    spans = [_budget(report, item) for item in items]
    known = [span for span in spans if span is not None]
    if stated is None or head.rate is None or not known:
        return
    added = Span(sum((s.low for s in known), Decimal(0)), sum((s.high for s in known), Decimal(0)))
    tokens = (
        head.rate,
        head.outturn,
        *(token for item in items for token in (item.rate, item.outturn) if token),
    )
    open_ended = len(known) < len(spans)
    if stated.meets(added) or (open_ended and stated.low >= added.low):
        yield Relation("C15", Verdict.HOLDS, tokens)
        return
    middle, parts = (stated.low + stated.high) / 2, (added.low + added.high) / 2
    yield Relation(
        "C15",
        Verdict.BROKEN,
        tokens,
        f"按完成率倒推，总的预算约{shown(middle.scaleb(-4))}万元，各项预算之和约{shown(parts.scaleb(-4))}万元，不相等。",
        stated=head.rate.text,
        expected=f"{shown(_rate(report, head, added))}%",
        working=f"{head.outturn.text}÷{head.rate.text}；"
        + "＋".join(f"{i.outturn.text}÷{i.rate.text}" for i in items if i.rate),
        difference=f"{shown((parts - middle).scaleb(-4))}万元",
        severity=Severity.WARNING,
        confidence="中",
        advice="请核对各项的决算数、完成率，总数和分项要用同一个预算口径。",
    )


def _rate(report: Report, head: _Spent, added: Span) -> Decimal:
    true = report.style.span(head.outturn).percent_of(added)
    return (true.low + true.high) / 2 if true is not None else Decimal(0)


def _budget(report: Report, spent: _Spent) -> Span | None:
    """The budget in 元; None where it can be anything, since nothing was spent of it."""
    if spent.rate is None:
        return Span(Decimal(0), Decimal(0))
    if not spent.rate.value or not spent.outturn.value:
        return None
    return report.style.span(spent.outturn).over_percent(report.style.span(spent.rate))
