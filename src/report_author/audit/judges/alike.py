"""Amounts of one name that differ by a slip of the keyboard."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from report_author.audit.claims.indicators import name_of
from report_author.audit.claims.mentions import Mention, Role
from report_author.audit.claims.report import Report
from report_author.audit.claims.spans import room, shown
from report_author.audit.claims.tokens import Token, tokens_of
from report_author.audit.judges.keys import bare, class_names
from report_author.audit.judges.relations import Relation, Verdict
from report_author.audit.judges.slips import ENOUGH, significant, slip
from report_author.model.findings import Severity

_VAGUE = re.compile(r"(?:总|本年)?(?P<what>收入|支出)(?:总额)?")
_SUMMARY = re.compile(r"(?:收入支出|收支|收、支).{0,10}总体情况|(?:资金|部门|整体)(?:收入|支出|收支)情况")
_FUNDS = ("一般公共预算财政拨款", "政府性基金", "国有资本经营预算")
#: an amount in 元 with so many digits is hardly like another by chance
_LONG = 6
_ITEM = re.compile(r"(?<![\d.])2\d{6}(?![\d.])")
#: 元 that another fund may well have spent under the same name
_LITTLE = Decimal(1000)


def judge_alike(report: Report) -> Iterator[Relation]:
    """Pairs of amounts that must be one, told by their names or by their many digits."""
    groups: dict[str, list[Token]] = defaultdict(list)
    for mention in report.mentions(Role.PLAIN):
        name = _name(mention)
        if name:
            groups[name].append(mention.token)
    classes, funded = class_names(report), _funded(report)
    for name, tokens in groups.items():
        enough = ENOUGH - 1 if bare(name) in classes else ENOUGH
        other = groups.get(_opposite(name), [])
        balanced = [t for t in tokens if any(t.block is o.block and t.yuan == o.yuan for o in other)]
        several = bare(name) in funded
        yield from (pair for pair in _slips(name, tokens, enough, several) if pair.tokens[0] not in balanced)
    for tokens in _long_amounts(report).values():
        yield from _slips("", tokens, _LONG)
    yield from _funds(groups)


def _name(mention: Mention) -> str:
    """What an amount is called, where the same words always mean the same."""
    section = mention.token.block.section
    vague = _VAGUE.fullmatch(mention.label)
    if vague and _SUMMARY.search(section):
        fund = "财政拨款" if "财政拨款收入支出" in section.split(" › ")[-1] else "本年"
        return f"{fund}{vague['what']}"
    known = name_of(mention)
    if known in ("本年收入合计", "本年支出合计"):
        return known.removesuffix("合计")
    return known or (mention.label if len(mention.label) >= ENOUGH else "")


def _opposite(name: str) -> str:
    """支出 for 收入 and the other way round: where both are equal in one sentence they are totals, not sums of the year."""
    if not name.startswith(("本年", "财政拨款")):
        return ""
    return name.replace("收入", "支出") if "收入" in name else name.replace("支出", "收入")


def _funded(report: Report) -> set[str]:
    """The 类 of which the report tells a 项 of a government fund: one amount may be of all funds, another of one."""
    found = set()
    for code in set(_ITEM.findall(report.text)):
        group, whole = report.codes.function(code[:5]), report.codes.function(code[:3])
        if group is not None and whole is not None and re.search(r"基金|安排的支出|债务", group.name):
            found.add(bare(whole.name))
    return found


def _slips(name: str, tokens: Sequence[Token], enough: int, several: bool = False) -> Iterator[Relation]:
    """Each value that stands alone and is a slip away from another one; ``several`` funds may have spent under the name."""
    places: dict[Decimal, list[Token]] = defaultdict(list)
    for token in tokens:
        places[token.yuan].append(token)
    if len(places) < 2:
        return
    ranked = sorted(places, key=lambda value: (-len(places[value]), tokens.index(places[value][0])))
    for at, value in enumerate(ranked):
        lone = places[value]
        if len(lone) > 1 or significant(value) < min(enough, 3):
            continue
        for other in ranked[:at]:
            how = slip(value, other, 2)
            if how and max(significant(value), significant(other)) >= enough:
                yield _pair(
                    name,
                    lone[0],
                    places[other][0],
                    how,
                    sure=not (several and _other_funds(lone[0], places[other][0])),
                )
                break


def _other_funds(token: Token, other: Token) -> bool:
    """Whether an annex may mean all funds, the body one of them, and the rest is next to nothing."""
    apart = [bool(re.search(r"一般公共预算", each.block.section)) for each in (token, other)]
    return apart[0] != apart[1] and abs(token.yuan - other.yuan) <= _LITTLE


def _pair(name: str, token: Token, other: Token, how: str, *, sure: bool) -> Relation:
    what = f"“{name}”" if name else "金额"
    return Relation(
        "C36",
        Verdict.BROKEN,
        (token, other),
        f"{what}在{other.block.place}是{other.text}，这里是{token.text}，{how}，像是录入有误。",
        stated=token.text,
        expected=other.text,
        working=how,
        difference=f"{shown(abs(token.yuan - other.yuan).scaleb(-4), 6)}万元",
        severity=Severity.WARNING if sure else Severity.INFO,
        confidence="中" if sure else "低",
        advice="请核对两处是不是同一个数；不是的，请写明各是什么。",
    )


def _long_amounts(report: Report) -> dict[str, list[Token]]:
    """Amounts in 元 of each part of the report, table cells too."""
    found: dict[str, list[Token]] = defaultdict(list)
    for block in report.document.blocks:
        if block.kind in ("正文", "表格", "文本框") and "元" in block.plain.text:
            found[block.section.split(" › ")[0]] += [t for t in tokens_of(block) if t.unit == "元"]
    return found


def _funds(groups: dict[str, list[Token]]) -> Iterator[Relation]:
    """财政拨款收入, 财政拨款支出 against the sum of the funds."""
    for what in ("收入", "支出"):
        other = groups.get(_opposite(f"财政拨款{what}"), [])
        stated = [t for t in groups.get(f"财政拨款{what}", []) if all(t.yuan != o.yuan for o in other)]
        parts = [groups[name][0] for fund in _FUNDS if (name := f"{fund}{what}") in groups]
        if parts:
            yield from _against(what, stated, parts)


def _against(what: str, stated: Iterable[Token], parts: Sequence[Token]) -> Iterator[Relation]:
    added = sum((p.yuan for p in parts), Decimal(0))
    for token in stated:
        how = next((how for tail in _tails(len(parts)) if (how := slip(token.yuan, added + tail, 2))), "")
        if how and abs(token.yuan - added) > room(len(parts)) and significant(token.yuan) >= ENOUGH - 1:
            yield Relation(
                "C33",
                Verdict.BROKEN,
                (token, *parts),
                f"财政拨款{what}是{token.text}，各项财政拨款{what}之和是{shown(added.scaleb(-4))}万元，{how}，像是录入有误。",
                stated=token.text,
                expected=f"{shown(added.scaleb(-4))}万元",
                working="＋".join(p.text for p in parts),
                difference=f"{shown((token.yuan - added).scaleb(-4))}万元",
                severity=Severity.WARNING,
                confidence="中",
                advice="请核对财政拨款合计和各项。",
            )


def _tails(count: int) -> Iterator[Decimal]:
    """What rounding may leave between parts and their sum, in 元."""
    for cents in range(0, count + 1):
        yield Decimal(100) * cents
        yield Decimal(-100) * cents
