"""Rates of completion: outturn, budget, percentage must agree."""

from __future__ import annotations

import re
from collections.abc import Iterator

from report_author.audit.claims.clauses import Completion, Reading
from report_author.audit.claims.mentions import Mention, Role
from report_author.audit.claims.report import Report
from report_author.audit.claims.spans import Span, room, shown, total
from report_author.audit.claims.tokens import Token
from report_author.audit.judges.percents import miss
from report_author.audit.judges.relations import NotJudged, Relation, Verdict
from report_author.audit.reading.blocks import sentence_at
from report_author.model.findings import Severity

_KINDS = ("年初", "全年", "调整")


def judge_rates(report: Report) -> Iterator[Relation | NotJudged]:
    """Every “完成预算…%” of the report."""
    for reading in report.readings:
        for completion in reading.completions:
            yield from _judge(report, reading, completion)
    yield from _totals(report)


def _judge(report: Report, reading: Reading, completion: Completion) -> Iterator[Relation | NotJudged]:
    outturn, budgets = _sides(report, reading, completion)
    if outturn is None:
        yield NotJudged("C15", reading.block.place, report.sentence(completion.rate), "没有找到决算数")
        return
    if not budgets:
        if not outturn.token.value and not completion.rate.value and not _told_less(reading, completion):
            yield Relation(
                "C14",
                Verdict.BROKEN,
                (completion.rate, outturn.token),
                "支出为0，写了完成预算0%：预算也是0时没有完成率可言。",
                stated=completion.rate.text,
                expected="预算和决算均为0万元，不写完成率",
                severity=Severity.INFO,
                confidence="中",
                advice="预算也是0的，请改为“预算和决算均为0万元”；预算不是0的，请写出预算数。",
            )
            return
        yield NotJudged(
            "C15", reading.block.place, report.sentence(completion.rate), "没有写出预算数，不能验算完成率"
        )
        return
    named = [b for b in budgets if any(kind in b.raw and kind in completion.words for kind in _KINDS)]
    first = (named or budgets)[0]
    answers = [(b, _check(report, completion, outturn.token, b.token)) for b in [first, *budgets]]
    if answers[0][1] is not None and answers[0][1].verdict is Verdict.HOLDS:
        yield answers[0][1]
        return
    for budget, found in answers[1:]:
        if found is not None and found.verdict is Verdict.HOLDS:
            yield (
                Relation("C15", Verdict.HOLDS, (completion.rate, outturn.token, budget.token))
                if not named
                else _other(completion, outturn.token, first, budget)
            )
            return
    for other in _others(reading, completion):
        for budget in budgets:
            found = _check(report, completion, other, budget.token)
            if found is not None and found.verdict is Verdict.HOLDS:
                yield found
                return
    yield answers[0][1] or _zero_budget(completion, outturn.token, first)


def _sides(report: Report, reading: Reading, completion: Completion) -> tuple[Mention | None, list[Mention]]:
    start, _ = sentence_at(reading.block.plain.text, completion.rate.start)
    here = [m for m in reading.mentions if m.token.start < completion.rate.start]
    plain = [m for m in here if m.role is Role.PLAIN]
    budgets = [
        m for m in here if m.role is Role.BUDGET or (m.role is Role.BASE and re.search("预算数?$", m.label))
    ]
    outer = [m for m in budgets if m.depth == min((b.depth for b in budgets), default=0)]
    in_sentence = [m for m in outer if m.token.start >= start]
    outturn = next((m for m in plain[::-1] if m.token.start >= start), None)
    if outturn is None and plain:
        outturn = plain[-1]
    found = (
        in_sentence
        or (budgets[-2:] if outturn and outturn.token.start < start else [])
        or _behind(reading, completion)
    )
    return outturn, found[::-1]


def _told_less(reading: Reading, completion: Completion) -> bool:
    """Whether the sentence goes on to say that less was spent than planned, so that there was a budget."""
    text = reading.block.plain.text
    _, end = sentence_at(text, completion.rate.start)
    return re.search(r"(?:小于|低于|少于)[^，。；]{0,6}预算", text[completion.rate.end : end]) is not None


def _behind(reading: Reading, completion: Completion) -> list[Mention]:
    """The budget right behind the rate: “完成预算90%，预算10万元”, “完成预算90%（预算10万元）”."""
    text = reading.block.plain.text
    _, end = sentence_at(text, completion.rate.start)
    after = [
        m
        for m in reading.mentions
        if completion.rate.end < m.token.start < min(end, completion.rate.end + 14)
    ]
    return [m for m in after[:1] if m.role is Role.BUDGET]


def _others(reading: Reading, completion: Completion) -> list[Token]:
    return [
        m.token for m in reading.mentions if m.role is Role.PLAIN and m.token.start < completion.rate.start
    ]


def _check(report: Report, completion: Completion, outturn: Token, budget: Token) -> Relation | None:
    """None where the budget is zero."""
    true = report.style.span(outturn).percent_of(report.style.span(budget))
    if true is None:
        return None
    rate = completion.rate
    tokens = (rate, outturn, budget)
    missed = miss(report.style, rate, true)
    if missed is None:
        return Relation("C15", Verdict.HOLDS, tokens)
    message = f"完成率与预算数、决算数对不上：应为{missed.expected}。"
    return Relation(
        missed.code("C15"),
        Verdict.BROKEN,
        tokens,
        missed.told("完成率", "", message),
        stated=rate.text,
        expected=missed.expected,
        working=f"{outturn.text}÷{budget.text}",
        difference=missed.difference,
        severity=missed.severity,
        advice="请核对预算数、决算数和完成率。",
    )


def _zero_budget(completion: Completion, outturn: Token, budget: Mention) -> Relation:
    return Relation(
        "C14",
        Verdict.BROKEN,
        (completion.rate, outturn, budget.token),
        f"预算为0，没有完成率可言，却写了{completion.rate.text}。",
        stated=completion.rate.text,
        expected="不写完成率",
        working=f"{outturn.text}÷{budget.token.text}",
        severity=Severity.ERROR if outturn.value else Severity.INFO,
        advice="请删去完成率，改说决算数与预算数的差和原因；用的是另一个预算数的，请写明是哪一个。",
    )


def _other(completion: Completion, outturn: Token, named: Mention, used: Mention) -> Relation:
    return Relation(
        "C15",
        Verdict.BROKEN,
        (completion.rate, outturn, named.token, used.token),
        f"文字说的是“{named.label}”（{named.token.text}），完成率却是按“{used.label}”（{used.token.text}）算的。",
        stated=completion.rate.text,
        expected="完成率与所说的预算数同一口径",
        working=f"{outturn.text}÷{used.token.text}＝{completion.rate.text}",
        advice="请统一预算口径。",
    )


def _totals(report: Report) -> Iterator[Relation]:
    """A total's rate lies between the rates of its items: anything else mixes two kinds of budget."""
    for number, reading in enumerate(report.readings):
        text = reading.block.plain.text
        if not reading.completions or not re.search(r"其中[：，]?$|如下[：。]?$", text):
            continue
        head = reading.completions[-1].rate
        items = []
        for later in report.readings[number + 1 : number + 80]:
            if later.block.section != reading.block.section or later.block.style:
                break
            items += [(c.rate, _outturn(later, c)) for c in later.completions]
        rates = [rate for rate, _ in items]
        if len(rates) < 2:
            continue
        yield from _between(
            report, head, rates, _outturn(reading, reading.completions[-1]), [o for _, o in items]
        )


def _outturn(reading: Reading, completion: Completion) -> Token | None:
    return next((t for t in _others(reading, completion)[::-1]), None)


def _between(
    report: Report, head: Token, rates: list[Token], whole: Token | None, parts: list[Token | None]
) -> Iterator[Relation]:
    spans = [report.style.span(rate) for rate in rates]
    low, high = min(s.low for s in spans), max(s.high for s in spans)
    if Span(low, high).meets(report.style.span(head)):
        yield Relation("C15", Verdict.HOLDS, (head, *rates))
        return
    known = [report.style.span(p) for p in parts if p is not None]
    # items that leave part of the total out prove nothing
    if whole is None or not total(known).meets(_slack(report.style.span(whole), len(known))):
        return
    each = (
        f"{rates[0].text}"
        if len({r.value for r in rates}) == 1
        else f"{shown(min(r.value for r in rates))}%至{shown(max(r.value for r in rates))}%"
    )
    yield Relation(
        "C15",
        Verdict.BROKEN,
        (head, *rates),
        f"总的完成率{head.text}不在各项完成率（{each}）之间，总数和分项用的不是同一个预算口径。",
        stated=head.text,
        expected=f"在{each}之间" if "至" in each else each,
        working="总完成率是各项完成率的加权平均",
        advice="请统一用年初预算数或全年预算数。",
    )


def _slack(span: Span, count: int) -> Span:
    return Span(span.low - room(count), span.high + room(count))
