"""The items of each class of expenditure against the class."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from report_author.audit.claims.clauses import Reading
from report_author.audit.claims.mentions import Role
from report_author.audit.claims.report import Report
from report_author.audit.claims.spans import shown, total
from report_author.audit.claims.tokens import Token
from report_author.audit.judges.relations import Relation, Verdict
from report_author.audit.judges.slips import significant, slip
from report_author.model.findings import Severity

_CLASS = re.compile(
    r"^(?:\d{1,2}[.、] ?|（\d{1,2}）)?(?:(?:2\d\d)(?P<coded>[\u4e00-\u9fff、]{2,20}?)[，（]|(?P<named>[\u4e00-\u9fff、]{2,20}?)[（\x03]类[）\x04])"
)


@dataclass(slots=True)
class _Class:
    """A class: its amount as the text on the structure gives it, the outturn of its items."""

    whole: Token | None = None
    items: list[Token] = field(default_factory=list)


def judge_items(report: Report) -> Iterator[Relation]:
    """Classes whose items are written out one by one, chapter by chapter."""
    chapters: dict[str, list[Reading]] = defaultdict(list)
    for reading in report.readings:
        path = reading.block.section.split(" › ")
        if len(path) > 1 and reading.mentions:
            chapters[" › ".join(path[:2])].append(reading)
    for readings in chapters.values():
        yield from _judge([found for found in _classes(readings).values() if found.whole and found.items])


def _classes(readings: Sequence[Reading]) -> dict[str, _Class]:
    found: dict[str, _Class] = defaultdict(_Class)
    unclear: set[str] = set()
    for reading in readings:
        item = _CLASS.match(reading.block.plain.text)
        if item is None:
            for mention in reading.mentions:
                if (
                    mention.role is Role.PLAIN
                    and len(mention.label) >= 4
                    and found[_stem(mention.label)].whole is None
                ):
                    found[_stem(mention.label)].whole = mention.token
            continue
        name = _stem(item["coded"] or item["named"])
        outturn = _outturn(reading)
        if outturn is None:
            unclear.add(name)
        else:
            found[name].items.append(outturn)
    return {name: each for name, each in found.items() if name not in unclear}


def _outturn(reading: Reading) -> Token | None:
    """The one amount of an item that is its outturn; None where more than one may be."""
    plain = [m for m in reading.mentions if m.role is Role.PLAIN and not m.depth]
    told = [m for m in plain if "决算" in m.raw] or plain
    return told[0].token if len({m.token.yuan for m in told}) == 1 else None


def _stem(name: str) -> str:
    return re.sub(r"支出$", "", name)


def _judge(classes: Sequence[_Class]) -> Iterator[Relation]:
    for found in classes:
        assert found.whole is not None
        yield from _sum(found.whole, found.items)


def _sum(whole: Token, items: Sequence[Token]) -> Iterator[Relation]:
    spans = total(item.span(2) for item in items)
    tokens = (whole, *items)
    if whole.span(2).meets(spans):
        yield Relation("C33", Verdict.HOLDS, tokens)
        return
    added = sum((item.yuan for item in items), Decimal(0))
    gap = added - whole.yuan
    wrong, how = slipped(whole, items)
    if not how and gap < 0:
        return  # a report may write out only some of the items
    told = wrong if how else whole
    yield Relation(
        "C33",
        Verdict.BROKEN,
        (told, *(t for t in tokens if t is not told)),
        f"该类支出在{whole.block.place}是{whole.text}，各项之和是{shown(added.scaleb(-4))}万元，{'多' if gap > 0 else '少'}{shown(abs(gap).scaleb(-4))}万元"
        + (f"：“{told.text}”像是录入有误（{how}）。" if how else "。"),
        stated=whole.text,
        expected=f"{shown(added.scaleb(-4))}万元",
        working="＋".join(item.text for item in items),
        difference=f"{shown(gap.scaleb(-4))}万元",
        severity=Severity.ERROR if how and gap > 0 else Severity.WARNING,
        confidence="高" if how and gap > 0 else "中",
        advice="请核对该类支出和各项。",
    )


def slipped(whole: Token, items: Sequence[Token]) -> tuple[Token, str]:
    """The one number that a slip of the keyboard made wrong, so that parts and whole do not add up; no slip: empty words."""
    added = sum((item.yuan for item in items), Decimal(0))
    for token in (*items, whole):
        true = added if token is whole else token.yuan + whole.yuan - added
        for tail in (0, 100, -100):  # 元: what rounding leaves
            how = slip(token.yuan, true + tail)
            if how and significant(max(token.yuan, true)) >= 3:
                return token, how
    return whole, ""
