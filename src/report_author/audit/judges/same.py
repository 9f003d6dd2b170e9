"""One figure printed in several places must have one value; slips of the keyboard."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from report_author.audit.claims.known import EQUAL, SCOPED, Indicator, indicators, name_of, owner_of
from report_author.audit.claims.report import Mention, Report, Role
from report_author.audit.claims.tokens import Token, plus, room, shown, sum_of, tokens_of
from report_author.audit.judges.keys import bare, class_names
from report_author.audit.judges.relations import ERROR, INFO, WARNING, Relation, broken, holds

#: numbers with fewer digits resemble one another by chance
ENOUGH = 4


def slip(stated: Decimal, true: Decimal) -> str:
    """Which slip made ``stated`` out of ``true``; empty for none, or where both are the same."""
    if stated == true or stated <= 0 or true <= 0:
        return ""
    if stated in (true * 10, true * 100, true * 10000) or true in (stated * 10, stated * 100, stated * 10000):
        return "小数点移位"
    wrong, right = _digits(stated), _digits(true)
    if len(wrong) == len(right):
        at = [n for n in range(len(wrong)) if wrong[n] != right[n]]
        return "一位数字不同" if len(at) == 1 else "两位数字颠倒" if swapped(wrong, right) else ""
    shorter, longer = sorted((wrong, right), key=len)
    return "少写或多写一位" if lacks_one(shorter, longer) else ""


def swapped(wrong: str, right: str) -> bool:
    """Whether two neighbours changed places in words of one length."""
    at = [n for n in range(len(wrong)) if wrong[n] != right[n]]
    return len(at) == 2 and at[1] == at[0] + 1 and wrong[at[0]] + wrong[at[1]] == right[at[1]] + right[at[0]]


def lacks_one(shorter: str, longer: str) -> bool:
    """Whether one character was left out."""
    return len(longer) - len(shorter) == 1 and any(
        longer[:n] + longer[n + 1 :] == shorter for n in range(len(longer))
    )


def significant(value: Decimal) -> int:
    """How many digits of a number say something: zeros at either end do not."""
    return len(f"{abs(value):f}".replace(".", "").strip("0"))


def _digits(value: Decimal) -> str:
    """Digits up to two decimals, or as many as the number has."""
    return f"{value:.{max(2, -int(value.as_tuple().exponent))}f}".replace(".", "")


# ---------------------------------------------------------------- amounts of one name that differ by a slip of the keyboard


_VAGUE = re.compile(r"(?:总|本年)?(?P<what>收入|支出)(?:总额)?")
_SUMMARY = re.compile(r"(?:收入支出|收支|收、支).{0,10}总体情况|(?:资金|部门|整体)(?:收入|支出|收支)情况")
_FUNDS = ("一般公共预算财政拨款", "政府性基金", "国有资本经营预算")
#: an amount in 元 with so many digits is hardly like another by chance
_LONG = 6
_ITEM = re.compile(r"(?<![\d.])2\d{6}(?![\d.])")
#: the 款 of a government fund
FUNDED = re.compile(r"基金|安排的支出|债务")
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
        if group is not None and whole is not None and FUNDED.search(group.name):
            found.add(bare(whole.name))
    return found


def _slips(name: str, tokens: Sequence[Token], enough: int, several: bool = False) -> Iterator[Relation]:
    """Each value that stands alone and is a slip away from another one; ``several`` funds may have spent under the name."""
    places: dict[Decimal, list[Token]] = defaultdict(list)
    for token in tokens:
        places[token.yuan].append(token)
    if len(places) < 2:
        return
    ranked = sorted(places.values(), key=len, reverse=True)
    for at, (token, *more) in enumerate(ranked):
        if more or significant(token.yuan) < min(enough, 3):
            continue
        for other, *_ in ranked[:at]:
            how = slip(token.yuan, other.yuan)
            if how and max(significant(token.yuan), significant(other.yuan)) >= enough:
                yield _pair(name, token, other, how, sure=not (several and _other_funds(token, other)))
                break


def _other_funds(token: Token, other: Token) -> bool:
    """Whether an annex may mean all funds, the body one of them, and the rest is next to nothing."""
    apart = [bool(re.search(r"一般公共预算", each.block.section)) for each in (token, other)]
    return apart[0] != apart[1] and abs(token.yuan - other.yuan) <= _LITTLE


def _pair(name: str, token: Token, other: Token, how: str, *, sure: bool) -> Relation:
    what = f"“{name}”" if name else "金额"
    return broken(
        "C36",
        (token, other),
        f"{what}在{other.block.place}是{other.text}，这里是{token.text}，{how}，像是录入有误。",
        "请核对两处是不是同一个数；不是的，请写明各是什么。",
        expected=other.text,
        working=how,
        difference=f"{shown(abs(token.yuan - other.yuan).scaleb(-4), 6)}万元",
        severity=WARNING if sure else INFO,
        confidence="中" if sure else "低",
    )


def _long_amounts(report: Report) -> dict[str, list[Token]]:
    """Amounts in 元 of each part of the report, table cells too."""
    found: dict[str, list[Token]] = defaultdict(list)
    for block in report.blocks:
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
    added = sum_of(parts)
    # 元: what rounding may leave between parts and their sum
    tails = [sign * cents for cents in range(0, 100 * len(parts) + 1, 100) for sign in (1, -1)]
    for token in stated:
        how = next((how for tail in tails if (how := slip(token.yuan, added + tail))), "")
        if how and abs(token.yuan - added) > room(len(parts)) and significant(token.yuan) >= ENOUGH - 1:
            yield broken(
                "C33",
                (token, *parts),
                f"财政拨款{what}是{token.text}，各项财政拨款{what}之和是{shown(added.scaleb(-4))}万元，{how}，像是录入有误。",
                "请核对财政拨款合计和各项。",
                expected=f"{shown(added.scaleb(-4))}万元",
                working=plus(parts),
                difference=f"{shown((token.yuan - added).scaleb(-4))}万元",
                sure=False,
            )


# ---------------------------------------------------------------- one figure printed in several places must have one value


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
            yield from _alike(report, plain, (f.mention.token for f in annex), token, "C32")


def _balanced(report: Report, body: Mapping[str, Token]) -> Iterator[Relation]:
    """Totals that are one amount by definition: 收入总计, 支出总计, 收支总计."""
    for names in EQUAL:
        told = [(name, body[name]) for name in names if name in body]
        for name, token in told[1:]:
            first, main = told[0]
            if report.span(token).meets(report.span(main)):
                yield holds("C47", token, main)
                continue
            gap = token.yuan - main.yuan
            yield broken(
                "C47",
                (token, main),
                f"“{name}”{token.text}与“{first}”{main.text}不相等：收、支总计应当相等。",
                "请核对；说的是本年收入、本年支出而不是总计的，请改正名称。",
                expected=main.text,
                working=f"{first}＝{name}",
                difference=f"{shown(gap.scaleb(-4))}万元",
                sure=False,
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
    (main, *_), *others = sorted(values.values(), key=len, reverse=True)
    if not others:
        yield holds("C36", *tokens)
    for other in others:
        yield from _alike(report, name, other, main, "C36")


def _alike(report: Report, name: str, tokens: Iterable[Token], main: Token, code: str) -> Iterator[Relation]:
    for token in tokens:
        gap = token.yuan - main.yuan
        if not gap or (token.unit != main.unit and report.span(token).meets(report.span(main))):
            yield holds(code, token, main)
            continue
        where = main.block.place
        kind = "附件与正文的" if code == "C32" else ""
        yield broken(
            code,
            (token, main),
            f"{kind}“{name}”前后不一致：这里是{token.text}，{where}是{main.text}。",
            "请统一为同一个数；口径不同的，请写明口径。",
            expected=main.text,
            working=f"同一指标在“{where}”为{main.text}",
            difference=f"{shown(gap.scaleb(-4))}万元",
            severity=WARNING if abs(gap) <= Decimal(150) or code == "C32" else ERROR,
            confidence="中" if code == "C32" else "高",
        )
