"""Increases, decreases: amount, rate, direction, base must agree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from report_author.audit.claims.clauses import Reading
from report_author.audit.claims.comparisons import Change
from report_author.audit.claims.indicators import kind_of_total, known_name, only_one
from report_author.audit.claims.labels import akin, same
from report_author.audit.claims.mentions import Mention, Role
from report_author.audit.claims.report import Report
from report_author.audit.claims.spans import Span, shown
from report_author.audit.claims.tokens import Token
from report_author.audit.judges.percents import miss
from report_author.audit.judges.relations import NotJudged, Relation, Verdict
from report_author.audit.judges.relations import chosen as by_choice
from report_author.audit.reading.blocks import sentence_at
from report_author.model.findings import Severity


def judge_changes(report: Report) -> Iterator[Relation | NotJudged]:
    """Every “比…增加…，增长…” of the report."""
    for reading in report.readings:
        for change in reading.changes:
            yield from _judge(report, reading, change)


def _judge(report: Report, reading: Reading, change: Change) -> Iterator[Relation | NotJudged]:
    zero = all(token is None or not token.value for token in (change.money, change.rate))
    if zero:
        return
    if (
        change.rate_up is not None
        and change.rate_up != change.up
        and change.rate is not None
        and change.money
    ):
        yield _opposed(change, change.rate)
        return
    if change.up and change.rate is not None and _UNIT_LOW <= change.rate.value <= _UNIT_HIGH:
        yield _unit(change, change.rate)
        return
    sure, others = _candidates(report, reading, change)
    if not sure and not others:
        yield _open(report, change, "没有找到对应的本年数，或上年数没有写出")
        return
    if change.base is None and change.to_budget:
        change = replace(change, base=_budget(reading, change))
    if change.money is None and change.base is None:
        yield _open(report, change, "只有增减率，没有增减额和上年数")
        return
    right = next(
        (
            v
            for t in (*sure, *others)
            if t is not change.base and (v := _verdict(report, change, t)) and v.verdict is not Verdict.BROKEN
        ),
        None,
    )
    chosen = right or next((v for t in sure if (v := _verdict(report, change, t))), None)
    if (chosen is None or chosen.verdict is Verdict.HOLDS) and (known := _against_last(report, change, sure)):
        chosen = known
    if chosen is None:
        yield _open(report, change, "缺少增减率或上年数" if sure else "没有找到对应的本年数")
    else:
        yield (
            chosen
            if _told_together(change, chosen)
            else by_choice(chosen, report.sentence(change.token), absurd=_absurd(chosen))
        )


#: in percent: such rates come from a wrong base, not from a department
_WILD = Decimal(1000)
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)%$")


def _absurd(relation: Relation) -> bool:
    """Whether the rate that the program works out is beyond belief."""
    found = _PERCENT.search(relation.expected)
    return found is not None and Decimal(found[1]) > _WILD


def _told_together(change: Change, relation: Relation) -> bool:
    """Whether all sides of the relation stand in the paragraph of the change, or bear its name."""
    return all(token.block is change.token.block for token in relation.tokens)


#: 10,000 times as much, in percent, give or take a half
_UNIT_LOW, _UNIT_HIGH = Decimal(500_000), Decimal(2_000_000)


def _unit(change: Change, rate: Token) -> Relation:
    """A rate near 10,000 times: one of the two years was told in another unit."""
    return Relation(
        "C10",
        Verdict.BROKEN,
        tuple(dict.fromkeys(t for t in (rate, change.money, change.base) if t)),
        f"增长{rate.text}，约一万倍：本年数与上年数像是一个用元、一个用万元。",
        stated=f"增长{rate.text}",
        expected="两年的数用同一个单位",
        working=f"{rate.text}约等于一万倍",
        severity=Severity.WARNING,
        confidence="中",
        advice="请核对本年数和上年数的金额单位（元、万元）。",
    )


def _against_last(report: Report, change: Change, sure: list[Token]) -> Relation | None:
    """The change against last year's amount that the report tells elsewhere under the same known name."""
    name = known_name(change.label)
    last = (
        only_one(report, name, Role.LAST) if name and change.base is None and not change.to_budget else None
    )
    if last is None or change.money is None or not sure:
        return None
    found = _verdict(report, replace(change, base=last), sure[0])
    if found is None or found.verdict is Verdict.HOLDS:
        return found
    return replace(found, severity=Severity.WARNING, confidence="中")


def _candidates(report: Report, reading: Reading, change: Change) -> tuple[list[Token], list[Token]]:
    """The amount that the change is about, then amounts near it that it may be about as well.

    Only the first kind can prove the change wrong.
    """
    here = [
        m
        for m in reading.mentions
        if m.token.start < change.token.start and m.role in (Role.PLAIN, Role.BUDGET)
    ]
    plain = [m for m in here[::-1] if m.role is Role.PLAIN]
    for earlier in report.before(reading.block):
        plain += [m for m in earlier.mentions[::-1] if m.role is Role.PLAIN]
    named = [m for m in plain if same(m.label, change.label)]
    if named:
        return [named[0].token], []
    related = [m for m in plain if akin(m.label, change.label) and not _is_kind(m, change)]
    if related and related[0].token.block is reading.block:
        return [related[0].token], [m.token for m in (*related[1:], *plain)]
    known = known_name(change.label)
    elsewhere = only_one(report, known, Role.PLAIN) if known else None
    if elsewhere is not None:
        return [elsewhere], [m.token for m in related]
    if change.label and not _POINTING.fullmatch(change.label):
        return [], [m.token for m in related]
    close = [
        m for m in _spoken_of(reading, change, here) or _behind(reading, change) if not _is_kind(m, change)
    ]
    return [m.token for m in close[:1]], [m.token for m in (*close[1:], *plain)]


def _is_kind(mention: Mention, change: Change) -> bool:
    """Whether “收入合计减少…” stands behind the amount of one kind only; 收入, 支出 alone mean whatever was told."""
    return change.label not in ("收入", "支出") and kind_of_total(mention, change.label)


#: words that only point back to an amount told before
_POINTING = re.compile(
    r"(?:总|各|本|年度?|决算|预算|收入|支出|收、支|收支|合计|总计|总额|金额|经费|费用|资金|数|财政|拨款|部门|单位|项目|费|同期)*"
)


def _spoken_of(reading: Reading, change: Change, here: list[Mention]) -> list[Mention]:
    """Amounts that a change without a name means: the last one of its sentence, else the first of the sentence before."""
    text = reading.block.plain.text
    depth = change.depth
    in_sentence = [m for m in here if m.token.start >= change.start]
    level = [m for m in in_sentence if m.depth == depth] or in_sentence
    if level:
        return level[::-1]
    start = change.start
    for _ in range(3):
        if start == 0:
            break
        start, end = sentence_at(text, start - 1)
        found = [m for m in here if start <= m.token.start < end and not m.depth and m.role is Role.PLAIN]
        if found:
            return found
    return []


def _behind(reading: Reading, change: Change) -> list[Mention]:
    """This year's amount where it follows in the sentence of the change: “较上年减少…，2022年支出为…”."""
    _, end = sentence_at(reading.block.plain.text, change.token.start)
    after = [m for m in reading.mentions if change.token.end < m.token.start < end and m.role is Role.PLAIN]
    return after[:1]


def _budget(reading: Reading, change: Change) -> Token | None:
    """The budget that “比年初预算数增加…” means: one of the kind that the words name, in the same sentence."""
    start, _ = sentence_at(reading.block.plain.text, change.token.start)
    told = [
        m for m in reading.mentions if m.role is Role.BUDGET and start <= m.token.start < change.token.start
    ]
    kinds = [kind for kind in ("年初", "全年", "调整") if kind in change.base_words]
    named = [m for m in told if any(kind in m.raw for kind in kinds)]
    found = named or (
        [] if kinds and any(k in m.raw for m in told for k in ("年初", "全年", "调整")) else told
    )
    return found[-1].token if found else None


def _verdict(report: Report, change: Change, now: Token) -> Relation | None:
    """The relation between this year's amount ``now`` and what the sentence says of it."""
    style = report.style
    current = style.span(now)
    moved = style.span(change.money.absolute) if change.money else None
    base = style.span(change.base) if change.base else None
    parts = tuple(t for t in (change.money or change.rate, change.rate, now, change.base) if t)
    tokens = tuple(dict.fromkeys(parts))
    if base is not None and moved is not None:
        gap = current - base if change.up else base - current
        if not gap.meets(_wider(moved)):
            return _wrong_amount(report, change, now, tokens)
    if change.rate is None and base is None:
        here = now.block is change.token.block and now.start >= change.start
        return _too_much(change, now, tokens) if here else None
    if change.rate is None:
        return Relation("C02", Verdict.HOLDS, tokens) if moved is not None else None
    if base is None and moved is not None:
        base = current - moved if change.up else current + moved
        true = _rate_from_change(moved, current, up=change.up)
    elif base is not None:
        gap = current - base if change.up else base - current
        true = gap.percent_of(base)
    else:
        return None
    if true is None or base.low <= 0:
        return _no_base(report, change, now, tokens)
    return _rate(report, change, now, tokens, true)


def _rate_from_change(moved: Span, current: Span, *, up: bool) -> Span | None:
    """The change as % of last year, which is this year less the change (plus it, for a decrease)."""
    small, large = (-moved.low, -moved.high) if up else (moved.low, moved.high)
    low = moved.percent_of(Span(current.high + small, current.high + small))
    high = moved.percent_of(Span(current.low + large, current.low + large))
    return Span(low.low, high.high) if low is not None and high is not None else None


def _rate(report: Report, change: Change, now: Token, tokens: tuple[Token, ...], true: Span) -> Relation:
    rate = change.rate
    assert rate is not None
    missed = miss(report.style, rate, true)
    if missed is None:
        return Relation("C02", Verdict.HOLDS, tokens)
    words = "增长" if change.up else "下降"
    working = _working(change, now)
    message = f"{words}的百分比与增减额、本年数对不上：按{working}计算应为{missed.expected}。"
    return Relation(
        missed.code("C02"),
        Verdict.BROKEN,
        (rate, *(t for t in tokens if t is not rate)),
        missed.told("百分比", words, message),
        f"{words}{rate.text}",
        f"{words}{missed.expected}",
        working,
        missed.difference,
        missed.severity,
        advice="请按上年数和本年数重新计算，并核对增减额。",
    )


def _working(change: Change, now: Token) -> str:
    if change.base is not None:
        return f"（{now.text}与{change.base.text}之差）÷{change.base.text}"
    assert change.money is not None
    sign = "－" if change.up else "＋"
    return f"{change.money.text}÷（{now.text}{sign}{change.money.text}）"


def _wrong_amount(report: Report, change: Change, now: Token, tokens: tuple[Token, ...]) -> Relation:
    assert change.money is not None and change.base is not None
    gap = now.yuan - change.base.yuan if change.up else change.base.yuan - now.yuan
    true = gap.scaleb(-4) if change.money.unit == "万元" else gap
    unit = change.money.unit if change.money.unit in ("万元", "元") else "元"
    words = "增加" if change.up else "减少"
    message = (
        f"{words}额与两年的数对不上：{now.text}与{change.base.text}相差{shown(abs(true))}{unit}，写的是{words}{change.money.text}。"
        if true >= 0
        else f"增减方向与两年的数相反：由{change.base.text}变为{now.text}，写的却是{words}{change.money.text}。"
    )
    return Relation(
        "C02" if true >= 0 else "C16",
        Verdict.BROKEN,
        tokens,
        message,
        stated=f"{words}{change.money.text}",
        expected=f"{'增加' if change.up == (true >= 0) else '减少'}{shown(abs(true))}{unit}",
        working=f"{now.text}－{change.base.text}",
        difference=f"{shown(abs(abs(change.money.yuan) - abs(gap)))}元",
        advice="请核对本年数、上年数和增减额。",
    )


def _too_much(change: Change, now: Token, tokens: tuple[Token, ...]) -> Relation | None:
    """An increase that is more than this year's amount."""
    if change.money is None or not change.up or (change.money.yuan - now.yuan) * 100 <= now.yuan:
        return None
    return Relation(
        "C02",
        Verdict.BROKEN,
        tokens,
        f"增加额{change.money.text}大于本年数{now.text}，上年数就成了负数。",
        stated=f"增加{change.money.text}",
        expected=f"不大于{now.text}",
        working=f"{now.text}－{change.money.text}",
        difference=f"{shown(change.money.yuan - now.yuan)}元",
        advice="请核对本年数和增减额。",
    )


def _no_base(report: Report, change: Change, now: Token, tokens: tuple[Token, ...]) -> Relation | None:
    """Last year was nothing, so that no rate exists."""
    rate = change.rate
    assert rate is not None
    gone = now.yuan - (change.money.yuan if change.money else 0)
    if change.base is None and (larger := _too_much(change, now, tokens)):
        return larger
    if (
        not rate.value
        or not change.up
        or (gone and change.base is None)
        or (change.base and change.base.value)
    ):
        return None  # last year was little, not nothing
    return Relation(
        "C13",
        Verdict.BROKEN,
        (rate, *(t for t in tokens if t is not rate)),
        f"上年为0，没有增长率可言，却写了增长{rate.text}。",
        stated=f"增长{rate.text}",
        expected="上年为0，增长率无可比性",
        working=f"{now.text}－{change.money.text if change.money else '0'}＝0",
        severity=Severity.WARNING if rate.value == 100 else Severity.ERROR,
        advice="请改为“上年为0，增长率无可比性”，或删去百分比。",
    )


def _opposed(change: Change, rate: Token) -> Relation:
    assert change.money is not None
    words = ("增加", "下降") if change.up else ("减少", "增长")
    return Relation(
        "C16",
        Verdict.BROKEN,
        (rate, change.money),
        f"增减额说{words[0]}，增减率说{words[1]}，方向相反。",
        stated=f"{words[0]}{change.money.text}，{words[1]}{rate.text}",
        expected="增减额与增减率方向一致",
        advice="请核对是增加还是减少。",
    )


def _open(report: Report, change: Change, why: str) -> NotJudged:
    return NotJudged("C02", change.token.block.place, report.sentence(change.token), why)


def _wider(span: Span) -> Span:
    """A difference may come from the shown amounts or from the exact ones: one unit of the last digit either way."""
    half = (span.high - span.low) / 2
    return Span(span.low - half, span.high + half)
