"""Averages: the amount, the number that it is divided by, the average must agree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from report_author.audit.claims.clauses import Reading
from report_author.audit.claims.indicators import name_of
from report_author.audit.claims.mentions import Role
from report_author.audit.claims.report import Report
from report_author.audit.claims.spans import Span, around, shown
from report_author.audit.claims.tokens import NUMBER, Token
from report_author.audit.judges.relations import Relation, Verdict
from report_author.model.findings import Severity

#: “公务用车保有量3辆，车均运行维护费2.1万元”: the number stands right before the average
_AVERAGE = re.compile(
    rf"(?P<n>[1-9]\d{{0,3}})(?:辆|台|人次|人)(?:（[^（）\d]{{0,14}}）)?[，、]?"
    rf"(?P<what>车均(?:购置|运行维护)费用?|人均(?:因公出国（境）费用?)?)(?:约?为)?(?P<each>{NUMBER})(?P<unit>万元|元)"
)


def judge_averages(report: Report) -> Iterator[Relation]:
    """Every average cost of a vehicle, a trip, a guest that stands behind its number."""
    for reading in report.readings:
        for found in _AVERAGE.finditer(reading.block.plain.text):
            cost = _cost(reading, found)
            if cost is not None:
                yield _judge(report, found, cost)


def _cost(reading: Reading, found: re.Match[str]) -> Token | None:
    """The last amount of the cost that the average is of, before the average."""
    text = reading.block.plain.text
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
    said = [
        m for m in reading.mentions if m.role is Role.PLAIN and m.token.start < found.start() and name_of(m)
    ]
    return said[-1].token if said and name_of(said[-1]) in wanted else None


def _judge(report: Report, found: re.Match[str], cost: Token) -> Relation:
    count = Decimal(found["n"])
    digits = found["each"].replace(",", "")
    shift = 4 if found["unit"] == "万元" else 0
    each = around(Decimal(digits), len(digits.partition(".")[2]))
    stated = Span(each.low.scaleb(shift), each.high.scaleb(shift))
    span = report.style.span(cost)
    true = Span(span.low / count, span.high / count)
    if stated.meets(true):
        return Relation("C02", Verdict.HOLDS, (cost,))
    right = (cost.yuan / count).scaleb(-shift)
    return Relation(
        "C02",
        Verdict.BROKEN,
        (cost,),
        f"平均数与总额、数量对不上：{cost.text}÷{count}应为{shown(right, max(2, len(digits.partition('.')[2])))}{found['unit']}，写成了{found['each']}{found['unit']}。",
        stated=f"{found['what']}{found['each']}{found['unit']}",
        expected=f"{shown(right, max(2, len(digits.partition('.')[2])))}{found['unit']}",
        working=f"{cost.text}÷{count}",
        severity=Severity.WARNING,
        confidence="中",
        advice="请核对金额、数量和平均数。",
    )
