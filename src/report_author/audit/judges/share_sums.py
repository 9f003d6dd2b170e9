"""Shares of one whole make up 100 %."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from report_author.audit.claims.clauses import Reading, Share
from report_author.audit.claims.mentions import Role
from report_author.audit.claims.report import Report
from report_author.audit.claims.spans import HUNDRED, shown, total
from report_author.audit.judges.relations import Relation, Verdict
from report_author.model.findings import Severity


def judge_share_sums(report: Report) -> Iterator[Relation]:
    """Lists whose amounts add up to the amount before them: so must their shares."""
    for reading in report.readings:
        groups: dict[str, list[Share]] = defaultdict(list)
        for share in reading.shares:
            groups[share.whole].append(share)
        for shares in groups.values():
            if len(shares) > 1 and _complete(report, reading, shares):
                yield _judge(report, shares)


def _complete(report: Report, reading: Reading, shares: Sequence[Share]) -> bool:
    if "其中" in reading.block.plain.text[shares[0].part.start : shares[-1].part.start]:
        return False  # the later ones are parts of the earlier
    parts = total(report.style.span(share.part) for share in shares)
    before = [m for m in reading.mentions if m.role is Role.PLAIN and m.token.start < shares[0].part.start]
    return any(report.style.span(m.token).meets(parts) and m.token.value for m in before)


def _judge(report: Report, shares: Sequence[Share]) -> Relation:
    tokens = tuple(share.rate for share in shares)
    added = sum((rate.value for rate in tokens), Decimal(0))
    if (
        total(report.style.span(rate) for rate in tokens).low
        <= HUNDRED
        <= total(report.style.span(rate) for rate in tokens).high
    ):
        return Relation("C33", Verdict.HOLDS, tokens)
    return Relation(
        "C33",
        Verdict.BROKEN,
        tokens,
        f"各项金额之和等于合计，占比之和却是{shown(added)}%，不是100%。",
        stated=f"{shown(added)}%",
        expected="100%",
        working="＋".join(rate.text for rate in tokens),
        difference=f"{shown(added - HUNDRED)}个百分点",
        severity=Severity.WARNING,
        advice="请核对各项占比。",
    )
