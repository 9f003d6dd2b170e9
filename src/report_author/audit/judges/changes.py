"""Increases, decreases: amount, rate, direction, base; the changes of the parts; amounts that stayed or came from nothing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from report_author.audit.claims.known import SANGONG, kind_of_total, known_name, name_of, only_one
from report_author.audit.claims.report import MORE, Change, Mention, Reading, Report, Role, akin, same
from report_author.audit.claims.tokens import Span, Token, shown, total
from report_author.audit.judges.relations import (
    ERROR,
    WARNING,
    NotJudged,
    Relation,
    Verdict,
    broken,
    chosen,
    holds,
    not_judged,
)
from report_author.audit.judges.shares import miss
from report_author.audit.reading.blocks import sentence_at


def judge_changes(report: Report) -> Iterator[Relation | NotJudged]:
    """Every “比…增加…，增长…” of the report."""
    for reading in report.readings:
        for change in reading.changes:
            yield from _judge(report, reading, change)


def _judge(report: Report, reading: Reading, change: Change) -> Iterator[Relation | NotJudged]:
    money, rate = change.money, change.rate
    if not any(token is not None and token.value for token in (money, rate)):
        return
    if rate is not None and money is not None and change.rate_up not in (None, change.up):
        yield _opposed(change, rate, money)
        return
    if change.up and rate is not None and _UNIT_LOW <= rate.value <= _UNIT_HIGH:
        yield _unit(change, rate)
        return
    sure, others = _candidates(report, reading, change)
    if not sure and not others:
        yield not_judged(report, "C02", change.token, "没有找到对应的本年数，或上年数没有写出")
        return
    if change.base is None and change.to_budget:
        change = replace(change, base=_budget(reading, change))
    if change.money is None and change.base is None:
        yield not_judged(report, "C02", change.token, "只有增减率，没有增减额和上年数")
        return
    verdicts = (_verdict(report, change, t) for t in (*sure, *others) if t is not change.base)
    right = next((v for v in verdicts if v is not None and v.verdict is not Verdict.BROKEN), None)
    found = right or next((v for t in sure if (v := _verdict(report, change, t))), None)
    if (found is None or found.verdict is Verdict.HOLDS) and (known := _against_last(report, change, sure)):
        found = known
    if found is None:
        yield not_judged(
            report, "C02", change.token, "缺少增减率或上年数" if sure else "没有找到对应的本年数"
        )
    elif all(token.block is reading.block for token in found.tokens):
        yield found
    else:
        yield chosen(found, report.sentence(change.token), absurd=_absurd(found))


#: in percent: such rates come from a wrong base, not from a department
_WILD = Decimal(1000)
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)%$")


def _absurd(relation: Relation) -> bool:
    """Whether the rate that the program works out is beyond belief."""
    found = _PERCENT.search(relation.expected)
    return found is not None and Decimal(found[1]) > _WILD


#: 10,000 times as much, in percent, give or take a half
_UNIT_LOW, _UNIT_HIGH = Decimal(500_000), Decimal(2_000_000)


def _unit(change: Change, rate: Token) -> Relation:
    """A rate near 10,000 times: one of the two years was told in another unit."""
    return broken(
        "C10",
        tuple(dict.fromkeys(t for t in (rate, change.money, change.base) if t)),
        f"增长{rate.text}，约一万倍：本年数与上年数像是一个用元、一个用万元。",
        "请核对本年数和上年数的金额单位（元、万元）。",
        f"增长{rate.text}",
        "两年的数用同一个单位",
        working=f"{rate.text}约等于一万倍",
        sure=False,
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
    return replace(found, severity=WARNING, confidence="中")


def _candidates(report: Report, reading: Reading, change: Change) -> tuple[list[Token], list[Token]]:
    """The amount that the change is about, then amounts near it that it may be about as well.

    Only the first kind can prove the change wrong.
    """
    here = [
        m for m in reading.mentions if m.start < change.token.start and m.role in (Role.PLAIN, Role.BUDGET)
    ]
    plain = [m for m in here[::-1] if m.role is Role.PLAIN]
    for earlier in report.before(reading.block):
        plain += [m for m in earlier.plain[::-1]]
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
    text = reading.text
    depth = change.depth
    in_sentence = [m for m in here if m.start >= change.start]
    level = [m for m in in_sentence if m.depth == depth] or in_sentence
    if level:
        return level[::-1]
    start = change.start
    for _ in range(3):
        if start == 0:
            break
        start, end = sentence_at(text, start - 1)
        found = [m for m in here if start <= m.start < end and not m.depth and m.role is Role.PLAIN]
        if found:
            return found
    return []


def _behind(reading: Reading, change: Change) -> list[Mention]:
    """This year's amount where it follows in the sentence of the change: “较上年减少…，2022年支出为…”."""
    _, end = sentence_at(reading.text, change.token.start)
    after = [m for m in reading.mentions if change.token.end < m.start < end and m.role is Role.PLAIN]
    return after[:1]


def _budget(reading: Reading, change: Change) -> Token | None:
    """The budget that “比年初预算数增加…” means: one of the kind that the words name, in the same sentence."""
    start, _ = sentence_at(reading.text, change.token.start)
    told = [m for m in reading.mentions if m.role is Role.BUDGET and start <= m.start < change.token.start]
    kinds = [kind for kind in ("年初", "全年", "调整") if kind in change.base_words]
    named = [m for m in told if any(kind in m.raw for kind in kinds)]
    found = named or (
        [] if kinds and any(k in m.raw for m in told for k in ("年初", "全年", "调整")) else told
    )
    return found[-1].token if found else None


def _verdict(report: Report, change: Change, now: Token) -> Relation | None:
    """The relation between this year's amount ``now`` and what the sentence says of it."""
    current = report.span(now)
    moved = report.span(change.money.absolute) if change.money else None
    base = report.span(change.base) if change.base else None
    tokens = tuple(dict.fromkeys(t for t in (change.money, change.rate, now, change.base) if t))
    gap = None if base is None else current - base if change.up else base - current
    if gap is not None and moved is not None and not gap.meets(_wider(moved)):
        return _wrong_amount(change, now, tokens)
    if change.rate is None and base is None:
        here = now.block is change.token.block and now.start >= change.start
        return _too_much(change, now, tokens) if here else None
    if change.rate is None:
        return holds("C02", *tokens) if moved is not None else None
    if base is not None and gap is not None:
        true = gap.percent_of(base)
    elif moved is not None:
        base = current - moved if change.up else current + moved
        true = _rate_from_change(moved, current, up=change.up)
    else:
        return None
    if true is None or base.low <= 0:
        return _no_base(change, change.rate, now, tokens)
    return _rate(report, change, change.rate, now, tokens, true)


def _rate_from_change(moved: Span, current: Span, *, up: bool) -> Span | None:
    """The change as % of last year, which is this year less the change (plus it, for a decrease)."""
    small, large = (-moved.low, -moved.high) if up else (moved.low, moved.high)
    low = moved.percent_of(Span(current.high + small, current.high + small))
    high = moved.percent_of(Span(current.low + large, current.low + large))
    return Span(low.low, high.high) if low is not None and high is not None else None


def _rate(
    report: Report, change: Change, rate: Token, now: Token, tokens: tuple[Token, ...], true: Span
) -> Relation:
    missed = miss(report.style, rate, true)
    if missed is None:
        return holds("C02", *tokens)
    words = "增长" if change.up else "下降"
    working = _working(change, now)
    message = f"{words}的百分比与增减额、本年数对不上：按{working}计算应为{missed.expected}。"
    return broken(
        missed.code("C02"),
        (rate, *(t for t in tokens if t is not rate)),
        missed.told("百分比", words, message),
        "请按上年数和本年数重新计算，并核对增减额。",
        f"{words}{rate.text}",
        f"{words}{missed.expected}",
        working=working,
        difference=missed.difference,
        severity=missed.severity,
    )


def _working(change: Change, now: Token) -> str:
    if change.base is not None:
        return f"（{now.text}与{change.base.text}之差）÷{change.base.text}"
    assert change.money is not None
    sign = "－" if change.up else "＋"
    return f"{change.money.text}÷（{now.text}{sign}{change.money.text}）"


def _wrong_amount(change: Change, now: Token, tokens: tuple[Token, ...]) -> Relation:
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
    return broken(
        "C02" if true >= 0 else "C16",
        tokens,
        message,
        "请核对本年数、上年数和增减额。",
        f"{words}{change.money.text}",
        f"{'增加' if change.up == (true >= 0) else '减少'}{shown(abs(true))}{unit}",
        working=f"{now.text}－{change.base.text}",
        difference=f"{shown(abs(abs(change.money.yuan) - abs(gap)))}元",
    )


def _too_much(change: Change, now: Token, tokens: tuple[Token, ...]) -> Relation | None:
    """An increase that is more than this year's amount."""
    if change.money is None or not change.up or (change.money.yuan - now.yuan) * 100 <= now.yuan:
        return None
    return broken(
        "C02",
        tokens,
        f"增加额{change.money.text}大于本年数{now.text}，上年数就成了负数。",
        "请核对本年数和增减额。",
        f"增加{change.money.text}",
        f"不大于{now.text}",
        working=f"{now.text}－{change.money.text}",
        difference=f"{shown(change.money.yuan - now.yuan)}元",
    )


def _no_base(change: Change, rate: Token, now: Token, tokens: tuple[Token, ...]) -> Relation | None:
    """Last year was nothing, so that no rate exists."""
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
    return broken(
        "C13",
        (rate, *(t for t in tokens if t is not rate)),
        f"上年为0，没有增长率可言，却写了增长{rate.text}。",
        "请改为“上年为0，增长率无可比性”，或删去百分比。",
        f"增长{rate.text}",
        "上年为0，增长率无可比性",
        working=f"{now.text}－{change.money.text if change.money else '0'}＝0",
        severity=WARNING if rate.value == 100 else ERROR,
    )


def _opposed(change: Change, rate: Token, money: Token) -> Relation:
    words = ("增加", "下降") if change.up else ("减少", "增长")
    return broken(
        "C16",
        (rate, money),
        f"增减额说{words[0]}，增减率说{words[1]}，方向相反。",
        "请核对是增加还是减少。",
        f"{words[0]}{money.text}，{words[1]}{rate.text}",
        "增减额与增减率方向一致",
    )


def _wider(span: Span) -> Span:
    """A difference may come from the shown amounts or from the exact ones: one unit of the last digit either way."""
    half = (span.high - span.low) / 2
    return Span(span.low - half, span.high + half)


_ABROAD, _CARS, _GUESTS = SANGONG
#: a whole, the parts of which all must be told
_SPLITS = (
    ("三公经费", SANGONG),
    ("三公经费", (_ABROAD, "公务用车购置费", "公务用车运行维护费", _GUESTS)),
    (_CARS, ("公务用车购置费", "公务用车运行维护费")),
    ("基本支出", ("工资福利支出", "商品和服务支出", "对个人和家庭的补助")),
    ("基本支出", ("人员经费", "公用经费")),
)
_WORDS = {
    _ABROAD: "因公出国",
    _CARS: "公务用车购置(?:费)?(?:及|和)运行",
    _GUESTS: "公务接待",
    "公务用车购置费": "公务用车购置",
    "公务用车运行维护费": "公务用车运行",
}
_ECONOMIC = (
    (r"工资福利", "工资福利支出"),
    (r"商品和?服务", "商品和服务支出"),
    (r"对?个人和家庭", "对个人和家庭的补助"),
)
_STAYED = r"[^；。]{0,40}?(?:持平|无增减|无变化|没有变化|零增长|(?:增加|减少|下降)0(?:\.0+)?万?元)"


class _Moved(NamedTuple):
    """The change of one figure, less than zero for a decrease."""

    token: Token
    span: Span
    value: Decimal


def judge_change_sums(report: Report) -> Iterator[Relation]:
    """Every whole whose parts' changes are all told, against last year or the budget."""
    for (_, to_budget), found in _by_section(report).items():
        for whole, parts in _SPLITS:
            if whole not in found:
                continue
            moved = [found.get(part) or _stayed(found[whole].token, part) for part in parts]
            if (
                all(moved)
                and sum(1 for m in moved if m is not None and m.token is not found[whole].token) >= 2
            ):
                yield _judged(whole, found[whole], [m for m in moved if m is not None], to_budget=to_budget)


def _by_section(report: Report) -> Mapping[tuple[str, bool], dict[str, _Moved]]:
    """The changes of known figures: those of 三公 wherever they stand, others section by section."""
    groups: dict[tuple[str, bool], dict[str, _Moved]] = defaultdict(dict)
    for reading in report.readings:
        if "附件" in reading.block.section:
            continue
        for change in reading.changes:
            name = _name(reading, change)
            if change.money is not None and name:
                span = report.span(change.money)
                up = change.up
                moved = _Moved(
                    change.money,
                    span if up else Span(-span.high, -span.low),
                    change.money.yuan if up else -change.money.yuan,
                )
                where = "" if name in _WORDS or name == "三公经费" else reading.block.section
                groups[(where, change.to_budget)].setdefault(name, moved)
    return groups


def _name(reading: Reading, change: Change) -> str:
    """What changed: by the words of the change, else by the amount told right before it."""
    label = change.label
    if not label:
        told = [
            m
            for m in reading.mentions
            if change.start <= m.start < change.token.start and m.role is Role.PLAIN
        ]
        before = [m for m in told if m.depth == change.depth]
        if not before:
            return ""
        label = before[-1].label
        if name_of(before[-1]):
            return name_of(before[-1])
    economic = next((name for pattern, name in _ECONOMIC if re.search(pattern, label)), "")
    return economic or known_name(label)


def _stayed(whole: Token, part: str) -> _Moved | None:
    """A part that is said to have stayed as it was."""
    if part not in _WORDS or not re.search(_WORDS[part] + _STAYED, whole.block.plain.text):
        return None
    return _Moved(whole, Span(Decimal(0), Decimal(0)), Decimal(0))


def _judged(name: str, whole: _Moved, parts: list[_Moved], *, to_budget: bool) -> Relation:
    spans = total(part.span for part in parts)
    tokens = (whole.token, *(part.token for part in parts if part.token is not whole.token))
    if whole.span.meets(spans):
        return holds("C33", *tokens)
    added = sum((part.value for part in parts), Decimal(0))
    against = "预算" if to_budget else "上年"
    return broken(
        "C33",
        tokens,
        f"“{name}”比{against}的增减额与各分项增减额之和不等：合计{_signed(whole.value)}，分项之和{_signed(added)}。",
        "请核对合计和各分项的增减额；有分项没有写出的，请补上。",
        _signed(whole.value),
        _signed(added),
        working="；".join(_signed(part.value) for part in parts),
        difference=f"{shown(abs(whole.value - added).scaleb(-4))}万元",
        sure=False,
    )


def _signed(value: Decimal) -> str:
    return f"{'增加' if value >= 0 else '减少'}{shown(abs(value).scaleb(-4))}万元"


_UNCHANGED = re.compile(
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
        text = reading.text
        for found in _BELOW_NOTHING.finditer(text):
            spent = next((m.token for m in reading.mentions[::-1] if m.end <= found.start() + 1), None)
            if spent is not None:
                yield _impossible(
                    spent, "预算为0，决算数不可能小于预算数。", "决算数小于预算数", "决算数大于预算数"
                )
        for found in _NOT_NOTHING.finditer(text):
            yield from _comparable(reading, found)
        for mention in reading.mentions:
            token = mention.token
            if _UNCHANGED.search(text[: token.start]):
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
    return broken("C16", (token,), message, "请核对是增加还是减少、大于还是小于。", stated, expected)


def _comparable(reading: Reading, found: re.Match[str]) -> Iterator[Relation]:
    """“（2020年为1，无可比性）”: only nothing cannot be compared with."""
    token = next(
        (c.money for c in reading.changes if c.money is not None and c.money.end <= found.start() + 1), None
    )
    if Decimal(found["n"]) and token is not None:
        yield broken(
            "C13",
            (token,),
            f"上年是{found['n']}而不是0，却说无可比性。",
            "请核对上年数；不是0的，请写增减率。",
            found["n"],
            "0",
        )


def _again(reading: Reading, token: Token, label: str, why: str) -> Iterator[Relation | NotJudged]:
    before = reading.told_before(token.start)
    if not before:
        return
    # the amount of that name, else the one that opens the paragraph's last subject
    meant = ([m for m in before if same(m.label, label)] or before)[-1]
    near = not same(meant.label, label) and len(before) > 1
    if meant.token.yuan == token.yuan:
        yield holds("C36", token, meant.token)
        return
    found = broken(
        "C36",
        (token, meant.token),
        f"{why}，这里应当与前面的{meant.token.text}相同，写的是{token.text}。",
        "请核对两处的金额。",
        expected=meant.token.text,
        working=f"{why}，两数相等",
        difference=f"{shown((token.yuan - meant.token.yuan).scaleb(-4))}万元",
    )
    # the nearest amount of several was taken: what differs is the choice as likely as the amount
    yield (
        chosen(found, reading.block.text[:60], absurd=any(m.token.yuan == token.yuan for m in before))
        if near
        else found
    )


_COMPARED = re.compile(
    r"(?:决算数?|支出数?|支出)(?P<word>大于|小于|等于|高于|低于|超过|超出|少于|多于|持平于)[^，。；]{0,6}预算"
)
_KINDS = ("年初", "全年", "调整")


def judge_direction(report: Report) -> Iterator[Relation]:
    """Every “决算数大于预算数” of the report."""
    for reading in report.readings:
        before = 0
        for found in _COMPARED.finditer(reading.text):
            yield from _by_rate(reading, found, before) or _by_amounts(reading, found, before)
            before = found.end()


def _side(gap: Decimal) -> str:
    return "大于" if gap > 0 else "小于" if gap < 0 else "等于"


def _said(word: str) -> str:
    """What the words say of the outturn, in the words of ``_side``."""
    return "大于" if word in MORE else "等于" if "等" in word or "平" in word else "小于"


def _by_rate(reading: Reading, found: re.Match[str], start: int) -> list[Relation]:
    told = [c for c in reading.completions if start <= c.rate.start < found.start()]
    kind = next((k for k in _KINDS if k in found.group()), "")
    told = [c for c in told if kind in c.words] or told
    if not told:
        return []
    rate = told[-1].rate
    about = any(re.search(r"(?:约|近|接近)$", reading.text[: c.rate.start]) for c in told)
    if about or any(_side(c.rate.value - 100) == _said(found["word"]) for c in told):
        return [holds("C16", rate)]
    return [
        broken(
            "C16",
            (rate,),
            f"完成预算{rate.text}，文字却说决算数{found['word']}预算数。",
            "请改正文字，或核对完成率。",
            f"决算数{found['word']}预算数",
            f"决算数{_side(rate.value - 100)}预算数",
            working=f"完成率{rate.text}",
        )
    ]


def _by_amounts(reading: Reading, found: re.Match[str], start: int) -> list[Relation]:
    """Where no rate is told: one outturn, the last budget before it."""
    told = [m for m in reading.mentions if start <= m.start < found.start() and not m.depth]
    outturns = [m.token for m in told if m.role is Role.PLAIN]
    budgets = [m for m in told if m.role is Role.BUDGET]
    kind = next((k for k in _KINDS if k in found.group()), "")
    budgets = [m for m in budgets if kind in m.raw] or ([] if kind and len(budgets) > 1 else budgets)
    if len(outturns) != 1 or len(budgets) != 1:
        return []
    outturn, budget = outturns[0], budgets[0].token
    right = _side(outturn.yuan - budget.yuan)
    if right == _said(found["word"]):
        return [holds("C16", outturn, budget)]
    return [
        broken(
            "C16",
            (outturn, budget),
            f"决算{outturn.text}{right}预算{budget.text}，文字却说决算数{found['word']}预算数。",
            "请改正文字，或核对预算数和决算数。",
            f"决算数{found['word']}预算数",
            f"决算数{right}预算数",
            working=f"{outturn.text}与{budget.text}比较",
        )
    ]
