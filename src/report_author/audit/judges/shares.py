"""Shares: the part, the whole, the percentage; shares of one whole make up 100 %."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from report_author.audit.claims.known import kind_of_total, known_name, name_of
from report_author.audit.claims.report import Mention, Reading, Report, Role, Share, akin, core, same
from report_author.audit.claims.tokens import HUNDRED, Span, Style, Token, plus, shown, truncated
from report_author.audit.judges.relations import (
    ERROR,
    WARNING,
    NotJudged,
    Relation,
    broken,
    chosen,
    holds,
    not_judged,
)
from report_author.audit.reading.blocks import sentence_at
from report_author.model.findings import Severity

# ---------------------------------------------------------------- a printed percentage against what it must be


#: in percentage points: what shown amounts instead of exact ones may change
_NEAR = Decimal("0.016")


class Miss(NamedTuple):
    """How a percentage is wrong: cut off instead of rounded, or nearly right (``weak``), or plainly wrong."""

    rate: Token
    middle: Decimal
    gap: Decimal
    cut: bool
    weak: bool

    @property
    def severity(self) -> Severity:
        return WARNING if self.weak else ERROR

    @property
    def expected(self) -> str:
        return f"{shown(self.middle)}%"

    @property
    def difference(self) -> str:
        return f"{shown(self.gap, 3)}个百分点"

    def code(self, otherwise: str) -> str:
        """The kind of doubt: C03 for a percentage that was cut off."""
        return "C03" if self.cut else otherwise

    def told(self, what: str, words: str, otherwise: str) -> str:
        """The message; ``what`` is the percentage's name, ``words`` stand before the right value."""
        if not self.cut:
            return otherwise
        return f"{what}被截断而没有四舍五入：{words}应为{shown(self.middle, self.rate.places)}%，写成了{self.rate.text}。"


def miss(style: Style, rate: Token, true: Span) -> Miss | None:
    """None where ``rate``, without its sign, can be ``true``."""
    stated = rate.absolute
    if style.span(stated).meets(true):
        return None
    middle = true.middle
    gap = abs(stated.value - middle)
    cut = truncated(stated.value, rate.places, true)
    return Miss(rate, middle, gap, cut, not cut and (gap <= _NEAR or stated.span().meets(true)))


# ---------------------------------------------------------------- shares: the part, the whole, the percentage must agree


#: a paragraph of a list: numbered, or a name with its amount, its share
_ITEM = re.compile(
    r"\d{1,2}[.、]|（[一二三四五六七八九十\d]{1,2}）|[①-⑳]|[\u4e00-\u9fff（）]{2,30}[\d,.]+(?:万元|元)，占\d"
)
#: a contract of this year may be paid in others
_BY_CONTRACT = re.compile(
    r"(?:中小|小微|小型)[^，。；]{0,8}企业[^，。；]{0,8}合同|合同[^，。；]{0,8}(?:中小|小微)企业"
)
#: a correction below zero
_RED = re.compile(r"(?<![\d年月日至到])[-－−]\d[\d,.]*万?元")
_HEAD = re.compile(r"^：|其中|包括|主要用于|分别|如下|构成|分为|安排|按")


def judge_shares(report: Report) -> Iterator[Relation | NotJudged]:
    """Every “…万元，占…%” of the report."""
    for reading in report.readings:
        for share in reading.shares:
            yield _judge(report, reading, share)


def _judge(report: Report, reading: Reading, share: Share) -> Relation | NotJudged:
    if share.rate.value > 100 and _BY_CONTRACT.search(_clause(reading, share)):
        return not_judged(report, "C02", share.rate, "合同金额可以大于当年支付的采购支出，占比可以超过100%")
    if share.rate.value > 100 and _RED.search(report.text):
        return not_judged(
            report, "C02", share.rate, "报告里有负数（红字），部分可以大于全部，占比可以超过100%"
        )
    if share.rate.value > 100:
        return broken(
            "C02",
            (share.rate, share.part),
            f"占比超过100%：{share.rate.text}。",
            "请核对占比。",
            expected="不超过100%",
        )
    if not share.part.value and not share.rate.value:
        return holds("C02", share.rate, share.part)
    primary, others = _wholes(report, reading, share)
    for whole in (*primary, *others):
        if _fits(report, share, report.span(whole)):
            return holds("C02", share.rate, share.part, whole)
    for whole in primary:
        wrong = _broken(report, share, whole, sure=len(primary) == 1)
        if wrong is None:
            continue
        if whole is share.total or _together(share.rate, whole):
            return wrong
        true = _true(report, share, whole)
        absurd = true is not None and true.low > HUNDRED
        named = share.whole and any(
            m.token is whole and same(m.label, share.whole) for m in report.mentions(Role.PLAIN)
        )
        return wrong if named and not absurd else chosen(wrong, report.sentence(share.rate), absurd=absurd)
    if not primary and (found := _among_themselves(report, reading, share)):
        return found
    return not_judged(report, "C02", share.rate, "没有找到占比所依据的总数")


def _clause(reading: Reading, share: Share) -> str:
    start, end = sentence_at(reading.text, share.rate.start)
    return reading.text[start:end]


def _together(one: Token, other: Token) -> bool:
    """Whether both stand in one sentence."""
    text = one.block.plain.text
    return one.block is other.block and sentence_at(text, one.start) == sentence_at(text, other.start)


def _true(report: Report, share: Share, whole: Token) -> Span | None:
    return report.span(share.part).percent_of(report.span(whole))


def _among_themselves(report: Report, reading: Reading, share: Share) -> Relation | None:
    """Shares of one unnamed whole that make up 100 %: the whole is the sum of their parts."""
    group = [s for s in reading.shares if s.whole == share.whole and s.total is None]
    if share.whole and len(group) < 2:
        near = [r for r in report.readings if r.block.section == reading.block.section]
        group = [s for r in near for s in r.shares if s.whole == share.whole and s.total is None]
    parts = report.total(s.part for s in group)
    wrong = [s for s in group if not _fits(report, s, parts)]
    tokens = (share.rate, share.part, *(s.part for s in group if s is not share))
    exact = abs(sum((s.rate.value for s in group), Decimal(0)) - 100) <= Decimal("0.01") * len(group)
    if len(group) < 2 or not (exact or len(wrong) < len(group)):
        return None  # the others do not show that these are all the parts
    true = report.span(share.part).percent_of(parts)
    missed = miss(report.style, share.rate, true) if true is not None else None
    if missed is None:
        return holds("C02", *tokens) if not wrong or exact else None
    return broken(
        "C02",
        tokens,
        f"占比与金额对不上：按各部分之和计算应为{missed.expected}。",
        "请核对金额、总数和占比。",
        share.rate.text,
        missed.expected,
        working=f"{share.part.text}÷（{'＋'.join(s.part.text for s in group)}）",
        difference=missed.difference,
        sure=False,
    )


def _fits(report: Report, share: Share, whole: Span) -> bool:
    true = report.span(share.part).percent_of(whole)
    return true is not None and report.span(share.rate).meets(true)


def _wholes(report: Report, reading: Reading, share: Share) -> tuple[list[Token], list[Token]]:
    """The amounts that the share can be of: those that the words mean, then all others near enough."""
    if share.total is not None:
        return [share.total], []
    at = share.part.start
    here = [m for m in reading.mentions if m.start < at and m.role in (Role.PLAIN, Role.BUDGET)]
    earlier = [
        m for r in report.before(reading.block, 12) for m in r.mentions[::-1] if m.role is not Role.CHANGE
    ]
    near = [m for m in [*here[::-1], *earlier] if m.token is not share.part]
    everywhere = [m for m in report.mentions(Role.PLAIN) if m.token is not share.part]
    if share.whole:
        named = [m for m in [*near, *everywhere] if same(m.label, share.whole)]
        related = [
            m
            for m in [*near, *everywhere]
            if akin(m.label, share.whole) and not kind_of_total(m, share.whole)
        ]
        if not named:
            opener = _head(reading, share, here)
            related = [opener] if opener is not None and _spells(opener.label, share.whole) else related
        found = _first_values(named or related)
        return found[:1] if named else found[:3], [m.token for m in [*related, *near]]
    head = _head(reading, share, here) or _list_head(report, reading, share)
    if head is None:
        head = _spoken_of(reading, share, everywhere)
    return [head.token] if head is not None else [], [m.token for m in near]


def _spells(label: str, words: str) -> bool:
    """Whether ``label`` has the signs of ``words`` in their order: 三公经费财政拨款支出总额 spells 三公经费支出."""
    rest = iter(label)
    return all(sign in rest for sign in words)


def _spoken_of(reading: Reading, share: Share, everywhere: list[Mention]) -> Mention | None:
    """“…支出决算中，…占…”: the whole is named in the opening words, its amount stands elsewhere."""
    start, _ = sentence_at(reading.text, share.part.start)
    opening = re.match(r"([^，。；]{4,40}?)中[，：]", reading.text[start:])
    if opening is None:
        return None
    name = core(opening[1])
    known = known_name(name)
    if known:
        return next((m for m in everywhere if name_of(m) == known), None)
    return next((m for m in everywhere if same(m.label, name)), None) or next(
        (m for m in everywhere if akin(m.label, name)), None
    )


def _first_values(mentions: list[Mention]) -> list[Token]:
    found: dict[Decimal, Token] = {}
    for mention in mentions:
        found.setdefault(mention.token.yuan, mention.token)
    return list(found.values())


def _head(reading: Reading, share: Share, here: list[Mention]) -> Mention | None:
    """The amount before the last 其中 that opens the list with this share."""
    text = reading.text
    opened = None
    for mention in here:
        after = text[mention.end : mention.end + 30]
        following = next((m for m in here if m.start > mention.start), None)
        stretch = text[mention.end : following.start if following else share.part.start]
        if (_HEAD.search(stretch) and after and not re.match(r"，占", after)) or (
            _HEAD.search(stretch) and opened is None
        ):
            opened = mention
    return opened


def _list_head(report: Report, reading: Reading, share: Share) -> Mention | None:
    """The amount that ends the paragraph before a list of items, each in a paragraph of its own."""
    for earlier in report.before(reading.block, 12):
        text = earlier.text
        if not earlier.mentions or earlier.block.style:
            continue
        item = _ITEM.match(text) and re.search(r"占\d", text)
        if re.search(r"(?:其中|如下|包括|方面)[：:，。]?$", text) and not (item and text.endswith("。")):
            return next((m for m in earlier.plain), None)
        if not _ITEM.match(text):
            return None
    return None


def _broken(report: Report, share: Share, whole: Token, *, sure: bool) -> Relation | None:
    true = _true(report, share, whole)
    missed = miss(report.style, share.rate, true) if true is not None else None
    if missed is None:
        return None
    working = f"{share.part.text}÷{whole.text}"
    message = f"占比与金额对不上：按{working}计算应为{missed.expected}。"
    return broken(
        missed.code("C02"),
        (share.rate, share.part, whole),
        missed.told("占比", "", message),
        "请核对金额、总数和占比。",
        expected=missed.expected,
        working=f"{working}（占{core(share.whole) or '总数'}）",
        difference=missed.difference,
        severity=missed.severity if sure else WARNING,
        confidence="高" if sure else "低",
    )


# ---------------------------------------------------------------- shares of one whole make up 100 %


def judge_share_sums(report: Report) -> Iterator[Relation]:
    """Lists whose amounts add up to the amount before them: so must their shares."""
    for reading in report.readings:
        groups: dict[str, list[Share]] = defaultdict(list)
        for share in reading.shares:
            groups[share.whole].append(share)
        for shares in groups.values():
            if len(shares) > 1 and _complete(report, reading, shares):
                yield _judge_whole(report, shares)


def _complete(report: Report, reading: Reading, shares: Sequence[Share]) -> bool:
    if "其中" in reading.text[shares[0].part.start : shares[-1].part.start]:
        return False  # the later ones are parts of the earlier
    parts = report.total(share.part for share in shares)
    before = reading.told_before(shares[0].part.start)
    return any(report.span(m.token).meets(parts) and m.token.value for m in before)


def _judge_whole(report: Report, shares: Sequence[Share]) -> Relation:
    tokens = tuple(share.rate for share in shares)
    added = sum((rate.value for rate in tokens), Decimal(0))
    if report.total(tokens).meets(Span(HUNDRED, HUNDRED)):
        return holds("C33", *tokens)
    return broken(
        "C33",
        tokens,
        f"各项金额之和等于合计，占比之和却是{shown(added)}%，不是100%。",
        "请核对各项占比。",
        f"{shown(added)}%",
        "100%",
        working=plus(tokens),
        difference=f"{shown(added - HUNDRED)}个百分点",
        severity=WARNING,
    )
