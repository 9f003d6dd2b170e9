"""One figure printed in several places must have one value."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal

from report_author.audit.claims.indicators import Indicator, indicators, owner_of
from report_author.audit.claims.known import EQUAL, SCOPED
from report_author.audit.claims.report import Report
from report_author.audit.claims.spans import shown
from report_author.audit.claims.tokens import Token
from report_author.audit.judges.relations import Relation, Verdict
from report_author.model.findings import Severity

#: words that mean the department's totals only under the heading about them
_BARE = frozenset(("收入合计", "支出合计", "上级补助收入"))
_ANNEX = re.compile(r"附件|绩效评价|自评|第四部分")


def judge_same(report: Report) -> Iterator[Relation]:
    """Compare all places of each known figure; an annex is compared with the body."""
    places: dict[str, list[Indicator]] = defaultdict(list)
    for found in indicators(report):
        places[_key(found)].append(found)
    body = {name: at[0].mention.token for name, at in places.items() if not name.endswith("附件")}
    for name, at in places.items():
        if len(at) > 1:
            for group in _by_owner(at):
                yield from _compare(report, name.split("|")[0], [each.mention.token for each in group])
    yield from _balanced(report, body)
    for name, token in body.items():
        plain = name.split("|")[0]
        annex = places.get(f"{plain}|附件") or places.get(f"{plain}||附件")
        if annex and (plain not in SCOPED or "三" in name.split("|")[-1][:4]):
            yield from _annex(report, plain, token, [f.mention.token for f in annex])


def _balanced(report: Report, body: Mapping[str, Token]) -> Iterator[Relation]:
    """Totals that are one amount by definition: 收入总计, 支出总计, 收支总计."""
    for names in EQUAL:
        told = [(name, body[name]) for name in names if name in body]
        for name, token in told[1:]:
            first, main = told[0]
            if report.style.span(token).meets(report.style.span(main)):
                yield Relation("C47", Verdict.HOLDS, (token, main))
                continue
            gap = token.yuan - main.yuan
            yield Relation(
                "C47",
                Verdict.BROKEN,
                (token, main),
                f"“{name}”{token.text}与“{first}”{main.text}不相等：收、支总计应当相等。",
                stated=token.text,
                expected=main.text,
                working=f"{first}＝{name}",
                difference=f"{shown(gap.scaleb(-4))}万元",
                severity=Severity.WARNING,
                confidence="中",
                advice="请核对；说的是本年收入、本年支出而不是总计的，请改正名称。",
            )


def _by_owner(found: list[Indicator]) -> Iterator[list[Indicator]]:
    """The places of a figure unit by unit, where more than one unit is named."""
    owners = {owner_of(each.mention) for each in found} - {""}
    if len(owners) < 2:
        yield found
        return
    for owner in sorted(owners):
        yield [each for each in found if owner_of(each.mention) == owner]


def _key(found: Indicator) -> str:
    section = found.mention.token.block.section
    if _ANNEX.search(section):
        return f"{found.name}|附件"
    if found.name not in SCOPED:
        return found.name
    if found.name in _BARE and not re.search(r"(?:收入|支出)(?:决算|预算)?(?:情况|说明)", section):
        return f"{found.name}|{id(found.mention.token.block)}"
    heads = [part for part in section.split(" › ") if re.match(r"[一二三四五六七八九十]+、", part)]
    return f"{found.name}|{heads[-1] if heads else section}"


def _compare(report: Report, name: str, tokens: list[Token]) -> Iterator[Relation]:
    values: dict[Decimal, list[Token]] = defaultdict(list)
    for token in tokens:
        values[token.yuan].append(token)
    if len(values) == 1:
        yield Relation("C36", Verdict.HOLDS, tuple(tokens))
        return
    ranked = sorted(values.items(), key=lambda item: (-len(item[1]), tokens.index(item[1][0])))
    main = ranked[0][1][0]
    for _, others in ranked[1:]:
        for token in others:
            if report.style.span(token).meets(report.style.span(main)) and token.unit != main.unit:
                yield Relation("C36", Verdict.HOLDS, (token, main))
            else:
                yield _differ(report, name, token, main, "C36", len(ranked[0][1]) > len(others))


def _annex(report: Report, name: str, body: Token, annex: list[Token]) -> Iterator[Relation]:
    for token in annex:
        if token.yuan == body.yuan or (
            token.unit != body.unit and report.style.span(token).meets(report.style.span(body))
        ):
            yield Relation("C32", Verdict.HOLDS, (token, body))
        else:
            yield _differ(report, name, token, body, "C32", majority=False)


def _differ(report: Report, name: str, token: Token, main: Token, code: str, majority: bool) -> Relation:
    gap = abs(token.yuan - main.yuan)
    small = gap <= Decimal(150)
    where = main.block.place
    kind = "附件与正文的" if code == "C32" else ""
    return Relation(
        code,
        Verdict.BROKEN,
        (token, main),
        f"{kind}“{name}”前后不一致：这里是{token.text}，{where}是{main.text}。",
        stated=token.text,
        expected=main.text,
        working=f"同一指标在“{where}”为{main.text}",
        difference=f"{shown((token.yuan - main.yuan).scaleb(-4))}万元",
        severity=Severity.WARNING if small or code == "C32" else Severity.ERROR,
        confidence="中" if code == "C32" else "高",
        advice="请统一为同一个数；口径不同的，请写明口径。",
    )
