"""The changes of the parts must add up to the change of the whole."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from report_author.audit.claims.clauses import Reading
from report_author.audit.claims.comparisons import Change
from report_author.audit.claims.indicators import known_name, name_of
from report_author.audit.claims.known import SANGONG
from report_author.audit.claims.mentions import Role
from report_author.audit.claims.report import Report
from report_author.audit.claims.spans import Span, shown, total
from report_author.audit.claims.tokens import Token
from report_author.audit.judges.relations import Relation, Verdict
from report_author.model.findings import Severity

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


@dataclass(frozen=True, slots=True)
class _Moved:
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
                span = report.style.span(change.money)
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
            if change.start <= m.token.start < change.token.start and m.role is Role.PLAIN
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
        return Relation("C33", Verdict.HOLDS, tokens)
    added = sum((part.value for part in parts), Decimal(0))
    against = "预算" if to_budget else "上年"
    return Relation(
        "C33",
        Verdict.BROKEN,
        tokens,
        f"“{name}”比{against}的增减额与各分项增减额之和不等：合计{_signed(whole.value)}，分项之和{_signed(added)}。",
        stated=_signed(whole.value),
        expected=_signed(added),
        working="；".join(_signed(part.value) for part in parts),
        difference=f"{shown(abs(whole.value - added).scaleb(-4))}万元",
        severity=Severity.WARNING,
        confidence="中",
        advice="请核对合计和各分项的增减额；有分项没有写出的，请补上。",
    )


def _signed(value: Decimal) -> str:
    return f"{'增加' if value >= 0 else '减少'}{shown(abs(value).scaleb(-4))}万元"
