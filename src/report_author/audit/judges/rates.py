"""Rates of completion, budgets that nobody printed, averages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import product, takewhile
from typing import NamedTuple

from report_author.audit.claims.known import SANGONG, name_of
from report_author.audit.claims.report import Completion, Mention, Reading, Report, Role
from report_author.audit.claims.tokens import NUMBER, Span, Token, around, room, shown, total
from report_author.audit.judges.relations import (
    ERROR,
    INFO,
    NotJudged,
    Relation,
    Verdict,
    broken,
    holds,
    not_judged,
)
from report_author.audit.judges.shares import miss
from report_author.audit.reading.blocks import sentence_at
from report_author.audit.reading.headings import ITEM

# ---------------------------------------------------------------- rates of completion: outturn, budget, percentage must agree


_KINDS = ("年初", "全年", "调整")


def judge_rates(report: Report) -> Iterator[Relation | NotJudged]:
    """Every “完成预算…%” of the report."""
    for reading in report.readings:
        for completion in reading.completions:
            yield from _judge(report, reading, completion)
    yield from _totals(report)


def _judge(report: Report, reading: Reading, completion: Completion) -> Iterator[Relation | NotJudged]:
    outturn, budgets = _sides(reading, completion)
    rate = completion.rate
    if outturn is None:
        yield not_judged(report, "C15", rate, "没有找到决算数")
        return
    if not budgets:
        if outturn.value or rate.value or _told_less(reading, completion):
            yield not_judged(report, "C15", rate, "没有写出预算数，不能验算完成率")
            return
        yield broken(
            "C14",
            (rate, outturn),
            "支出为0，写了完成预算0%：预算也是0时没有完成率可言。",
            "预算也是0的，请改为“预算和决算均为0万元”；预算不是0的，请写出预算数。",
            expected="预算和决算均为0万元，不写完成率",
            severity=INFO,
            confidence="中",
        )
        return
    named = [b for b in budgets if any(kind in b.raw and kind in completion.words for kind in _KINDS)]
    first = (named or budgets)[0]
    others = [m.token for m in reading.told_before(rate.start)]
    for now, budget in ((outturn, first), *product((outturn, *others), budgets)):
        found = _check(report, rate, now, budget.token)
        if found is not None and found.verdict is Verdict.HOLDS:
            other = named and now is outturn and budget is not first
            yield _other(rate, outturn, first, budget) if other else found
            return
    yield _check(report, rate, outturn, first.token) or _zero_budget(rate, outturn, first.token)


def _sides(reading: Reading, completion: Completion) -> tuple[Token | None, list[Mention]]:
    start, _ = sentence_at(reading.text, completion.rate.start)
    here = [m for m in reading.mentions if m.start < completion.rate.start]
    plain = [m for m in here if m.role is Role.PLAIN]
    budgets = [
        m for m in here if m.role is Role.BUDGET or (m.role is Role.BASE and re.search("预算数?$", m.label))
    ]
    depth = min((m.depth for m in budgets), default=0)
    found = (
        [m for m in budgets if m.depth == depth and m.start >= start]
        or (budgets[-2:] if plain and plain[-1].start < start else [])
        or _behind(reading, completion)
    )
    return plain[-1].token if plain else None, found[::-1]


def _told_less(reading: Reading, completion: Completion) -> bool:
    """Whether the sentence goes on to say that less was spent than planned, so that there was a budget."""
    text = reading.text
    _, end = sentence_at(text, completion.rate.start)
    return re.search(r"(?:小于|低于|少于)[^，。；]{0,6}预算", text[completion.rate.end : end]) is not None


def _behind(reading: Reading, completion: Completion) -> list[Mention]:
    """The budget right behind the rate: “完成预算90%，预算10万元”, “完成预算90%（预算10万元）”."""
    text = reading.text
    _, end = sentence_at(text, completion.rate.start)
    after = [
        m for m in reading.mentions if completion.rate.end < m.start < min(end, completion.rate.end + 14)
    ]
    return [m for m in after[:1] if m.role is Role.BUDGET]


def _check(report: Report, rate: Token, outturn: Token, budget: Token) -> Relation | None:
    """None where the budget is zero."""
    true = report.span(outturn).percent_of(report.span(budget))
    if true is None:
        return None
    missed = miss(report.style, rate, true)
    if missed is None:
        return holds("C15", rate, outturn, budget)
    message = f"完成率与预算数、决算数对不上：应为{missed.expected}。"
    return broken(
        missed.code("C15"),
        (rate, outturn, budget),
        missed.told("完成率", "", message),
        "请核对预算数、决算数和完成率。",
        expected=missed.expected,
        working=f"{outturn.text}÷{budget.text}",
        difference=missed.difference,
        severity=missed.severity,
    )


def _zero_budget(rate: Token, outturn: Token, budget: Token) -> Relation:
    return broken(
        "C14",
        (rate, outturn, budget),
        f"预算为0，没有完成率可言，却写了{rate.text}。",
        "请删去完成率，改说决算数与预算数的差和原因；用的是另一个预算数的，请写明是哪一个。",
        expected="不写完成率",
        working=f"{outturn.text}÷{budget.text}",
        severity=ERROR if outturn.value else INFO,
    )


def _other(rate: Token, outturn: Token, named: Mention, used: Mention) -> Relation:
    return broken(
        "C15",
        (rate, outturn, named.token, used.token),
        f"文字说的是“{named.label}”（{named.token.text}），完成率却是按“{used.label}”（{used.token.text}）算的。",
        "请统一预算口径。",
        expected="完成率与所说的预算数同一口径",
        working=f"{outturn.text}÷{used.token.text}＝{rate.text}",
    )


def _totals(report: Report) -> Iterator[Relation]:
    """A total's rate lies between the rates of its items: anything else mixes two kinds of budget."""
    for number, reading in enumerate(report.readings):
        if reading.completions and re.search(r"其中[：，]?$|如下[：。]?$", reading.text):
            items = [(later, c.rate) for later in report.below(number) for c in later.completions]
            if len(items) > 1:
                yield from _between(report, (reading, reading.completions[-1].rate), items)


def _between(
    report: Report, whole: tuple[Reading, Token], items: Sequence[tuple[Reading, Token]]
) -> Iterator[Relation]:
    head, rates = whole[1], [rate for _, rate in items]
    spans = [report.span(rate) for rate in rates]
    low, high = min(s.low for s in spans), max(s.high for s in spans)
    if Span(low, high).meets(report.span(head)):
        yield holds("C15", head, *rates)
        return
    outturn, *parts = [[m.token for m in r.told_before(rate.start)[-1:]] for r, rate in (whole, *items)]
    known = [token for part in parts for token in part]
    tail = room(len(known))
    # items that leave part of the total out prove nothing
    if not outturn or not report.total(known).meets(report.span(outturn[0]) + Span(-tail, tail)):
        return
    each = (
        f"{rates[0].text}"
        if len({r.value for r in rates}) == 1
        else f"{shown(min(r.value for r in rates))}%至{shown(max(r.value for r in rates))}%"
    )
    yield broken(
        "C15",
        (head, *rates),
        f"总的完成率{head.text}不在各项完成率（{each}）之间，总数和分项用的不是同一个预算口径。",
        "请统一用年初预算数或全年预算数。",
        expected=f"在{each}之间" if "至" in each else each,
        working="总完成率是各项完成率的加权平均",
    )


_NO_BUDGET = re.compile(
    r"预算(?:数)?(?:为|是)?0(?:万元|元)?(?![\d.])|预算和决算均为0|(?:无|没有)(?:年初)?预算"
)
_HEAD = re.compile(r"(?:其中|如下)[：，。]?$")


class _Spent(NamedTuple):
    """An outturn with its rate of completion; no rate: nothing was budgeted."""

    outturn: Token
    rate: Token | None


def judge_implied(report: Report) -> Iterator[Relation]:
    """The lists of items under their total, the three items of 三公 under theirs."""
    for number, reading in enumerate(report.readings):
        if _HEAD.search(reading.text) and (head := _spent(reading)):
            items = _items(report, number)
            if len(items) > 1:
                yield from _judge_implied(report, head, items)
    yield from _hospitality(report)


def _items(report: Report, number: int) -> list[_Spent]:
    """The numbered paragraphs behind a head; nothing where one of them does not tell its rate."""
    told = [_spent(r) for r in takewhile(lambda r: ITEM.match(r.text), report.below(number))]
    found = [item for item in told if item is not None]
    return found if len(found) == len(told) else []


def _spent(reading: Reading, name: str = "") -> _Spent | None:
    """The one outturn of a paragraph (of that name) with the rate in its sentence."""
    plain = [m for m in reading.plain if not m.depth]
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
    text = reading.text
    _, end = sentence_at(text, mention.start)
    rates = [c.rate for c in reading.completions if mention.end <= c.rate.start < end]
    if len(rates) == 1 and not re.search(r"约|近", text[rates[0].start - 2 : rates[0].start]):
        return _Spent(mention.token, rates[0])
    return _Spent(mention.token, None) if not rates and _NO_BUDGET.search(text[mention.end : end]) else None


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
        yield from _judge_implied(report, whole, [parts[name] for name in SANGONG])


def _judge_implied(report: Report, head: _Spent, items: Sequence[_Spent]) -> Iterator[Relation]:
    stated = _budget(report, head)
    spans = [_budget(report, item) for item in items]
    known = [span for span in spans if span is not None]
    if stated is None or head.rate is None or not known:
        return
    added = total(known)
    tokens = (
        head.rate,
        head.outturn,
        *(token for item in items for token in (item.rate, item.outturn) if token),
    )
    open_ended = len(known) < len(spans)
    if stated.meets(added) or (open_ended and stated.low >= added.low):
        yield holds("C15", *tokens)
        return
    middle, parts = stated.middle, added.middle
    yield broken(
        "C15",
        tokens,
        f"按完成率倒推，总的预算约{shown(middle.scaleb(-4))}万元，各项预算之和约{shown(parts.scaleb(-4))}万元，不相等。",
        "请核对各项的决算数、完成率，总数和分项要用同一个预算口径。",
        expected=f"{shown(_rate(report, head, added))}%",
        working=f"{head.outturn.text}÷{head.rate.text}；"
        + "＋".join(f"{i.outturn.text}÷{i.rate.text}" for i in items if i.rate),
        difference=f"{shown((parts - middle).scaleb(-4))}万元",
        sure=False,
    )


def _rate(report: Report, head: _Spent, added: Span) -> Decimal:
    true = report.span(head.outturn).percent_of(added)
    return true.middle if true is not None else Decimal(0)


def _budget(report: Report, spent: _Spent) -> Span | None:
    """The budget in 元; None where it can be anything, since nothing was spent of it."""
    if spent.rate is None:
        return Span(Decimal(0), Decimal(0))
    if not spent.rate.value or not spent.outturn.value:
        return None
    return report.span(spent.outturn).over_percent(report.span(spent.rate))


#: “公务用车保有量3辆，车均运行维护费2.1万元”: the number stands right before the average
_AVERAGE = re.compile(
    rf"(?P<n>[1-9]\d{{0,3}})(?:辆|台|人次|人)(?:（[^（）\d]{{0,14}}）)?[，、]?"
    rf"(?P<what>车均(?:购置|运行维护)费用?|人均(?:因公出国（境）费用?)?)(?:约?为)?(?P<each>{NUMBER})(?P<unit>万元|元)"
)


def judge_averages(report: Report) -> Iterator[Relation]:
    """Every average cost of a vehicle, a trip, a guest that stands behind its number."""
    for reading in report.readings:
        for found in _AVERAGE.finditer(reading.text):
            cost = _cost(reading, found)
            if cost is not None:
                yield _judge_average(report, found, cost)


def _cost(reading: Reading, found: re.Match[str]) -> Token | None:
    """The last amount of the cost that the average is of, before the average."""
    text = reading.text
    if "购置" in found["what"]:
        wanted: tuple[str, ...] = ("公务用车购置费",)
    elif "运行" in found["what"]:
        wanted = ("公务用车运行维护费",)
    elif "出国" in found["what"]:
        wanted = ("因公出国（境）费",)
    elif "接待" in text[max(0, found.start() - 24) : found.start()]:
        wanted = ("公务接待费", "国内公务接待费")
    else:
        return None
    said = [m for m in reading.plain if m.start < found.start() and name_of(m)]
    return said[-1].token if said and name_of(said[-1]) in wanted else None


def _judge_average(report: Report, found: re.Match[str], cost: Token) -> Relation:
    count = Decimal(found["n"])
    digits = found["each"].replace(",", "")
    shift = 4 if found["unit"] == "万元" else 0
    each = around(Decimal(digits), len(digits.partition(".")[2]))
    stated = Span(each.low.scaleb(shift), each.high.scaleb(shift))
    span = report.span(cost)
    true = Span(span.low / count, span.high / count)
    if stated.meets(true):
        return holds("C02", cost)
    right = (cost.yuan / count).scaleb(-shift)
    return broken(
        "C02",
        (cost,),
        f"平均数与总额、数量对不上：{cost.text}÷{count}应为{shown(right, max(2, len(digits.partition('.')[2])))}{found['unit']}，写成了{found['each']}{found['unit']}。",
        "请核对金额、数量和平均数。",
        f"{found['what']}{found['each']}{found['unit']}",
        f"{shown(right, max(2, len(digits.partition('.')[2])))}{found['unit']}",
        working=f"{cost.text}÷{count}",
        sure=False,
    )
