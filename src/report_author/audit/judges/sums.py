"""Parts must add up to their whole: lists, known identities, percentages, the items of each class."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from report_author.audit.claims.known import IDENTITIES, LISTED, indicators, name_of
from report_author.audit.claims.report import Mention, Reading, Report
from report_author.audit.claims.tokens import Span, Token, plus, room, shown, sum_of, total
from report_author.audit.judges.relations import INFO, Relation, Verdict, broken, holds
from report_author.audit.judges.same import significant, slip
from report_author.audit.reading.blocks import sentence_at

_OPENS = re.compile(
    r"其中[：，:]?|包括[：，:]?|主要用于以下方面[：，:]?|具体(?:情况)?(?:为|如下)?[：:]|分别(?:为|是)[：，:]?|（"
)


def judge_sums(report: Report) -> Iterator[Relation]:
    """Lists behind 其中, then the identities that hold in every such report."""
    seen: set[tuple[Token, ...]] = set()
    for reading in report.readings:
        for head, items, sure in _lists(reading):
            relation = _list_sum(report, reading, head, items)
            if relation is not None and (sure or relation.verdict is not Verdict.BROKEN):
                seen.add((head.token, *(i.token for i in items)))
                yield relation
        yield from _totals_behind(report, reading)
    yield from _identities(report, seen)
    yield from _item_lists(report)


_CARRIED = re.compile(r"年初.{0,8}结转|结余|本年收入|使用.{0,4}非财政拨款|使用专用结余")
_BEHIND = re.compile(
    r"^(?:收入)?(?:总计|总收入|收入总计)$|^[两二三四]项(?:合计)?$|^以上(?:各项|[两二三四]项)?(?:合计)?$"
)


def _totals_behind(report: Report, reading: Reading) -> Iterator[Relation]:
    """“年初结转…万元，本年收入…万元，收入总计…万元”, “两项合计…万元”: the total stands behind its parts."""
    plain = reading.plain
    for index, head in enumerate(plain):
        start, _ = sentence_at(reading.text, head.start)
        items = [m for m in plain[:index] if m.start >= start and m.depth == head.depth]
        counted = {"两": 2, "二": 2, "三": 3, "四": 4}.get(re.sub("^以上", "", head.label)[:1], 0)
        meant = items[-counted:]
        if (
            _BEHIND.match(head.label)
            and len(items) > 1
            and (len(meant) == counted if counted else all(_CARRIED.search(m.label) for m in items))
        ):
            yield _summed(report, head.token, [m.token for m in meant])


def _lists(reading: Reading) -> Iterator[tuple[Mention, list[Mention], bool]]:
    """Each whole with the items listed behind it, and whether the list surely ends where it seems to.

    A list ends with its sentence or its bracket; a list inside a list ends with “；”.
    """
    text = reading.text
    plain = reading.plain
    opens = {a.token: found for a, b in pairwise(plain) if (found := _opening(text[a.end : b.start]))}
    closed = 0  # where the list that is open at the moment ends
    for index, head in enumerate(plain):
        found = opens.get(head.token)
        if found is None:
            continue
        depth = head.depth + (1 if found.group() == "（" or found.string.startswith("（") else 0)
        start = head.end + found.end()
        end = _end(text, start, inner=depth > head.depth)
        sure = True
        if head.start < closed and depth == head.depth:
            stop = text.find("；", start, end)
            sure, end = stop >= 0, stop if stop >= 0 else end
        closed = max(closed, end)
        items = _outer([m for m in plain[index + 1 :] if m.start < end and m.depth == depth], opens, text)
        if items:
            yield head, items, sure


def _opening(stretch: str) -> re.Match[str] | None:
    """The words that open a list right behind an amount."""
    opened = _OPENS.search(stretch)
    before = stretch[: opened.start()] if opened else ""
    return None if "。" in before.rstrip("。") or "；" in before else opened


def _outer(items: list[Mention], opens: Mapping[Token, re.Match[str]], text: str) -> list[Mention]:
    """``items`` without those of lists inside the list; where such a list does not end with “；”, nothing."""
    found: list[Mention] = []
    resume = 0
    for item in items:
        if item.start < resume:
            continue
        found.append(item)
        if item.token in opens and not opens[item.token].group().endswith("（"):
            stop = text.find("；", item.end, items[-1].end)
            if stop < 0 and item is not items[-1]:
                return []
            resume = stop
    return found


def _end(text: str, start: int, *, inner: bool) -> int:
    if inner:
        depth = 1
        for at in range(start, len(text)):
            depth += {"（": 1, "）": -1}.get(text[at], 0)
            if depth == 0:
                return at
        return len(text)
    return sentence_at(text, start)[1]


def _list_sum(report: Report, reading: Reading, head: Mention, items: list[Mention]) -> Relation | None:
    whole, listed = head.token, [item.token for item in items]
    span, parts = report.span(whole), report.total(listed)
    if len(items) == 1:
        larger = parts.low > span.high and items[0].depth > head.depth
        return _off(whole, listed, "大于合计") if larger else None
    if parts.low > span.high and _disjoint(items):
        return _off(whole, listed, "之和大于合计")
    shares = [s.rate.value for s in reading.shares if s.part in listed]
    all_shares = len(shares) == len(items) and abs(sum(shares, Decimal(0)) - 100) <= Decimal("0.02") * len(
        items
    )
    gap = whole.yuan - sum_of(listed)
    if not span.meets(parts):
        if 0 < gap <= room(_SOURCES.get(name_of(head), 0)):
            return _tail(whole, listed)
        if all_shares or _known_parts(head, items):
            return _off(whole, listed, "之和与合计不等")
        return None
    if not gap:
        return holds("C33", whole, *listed)
    return _tail(whole, listed) if all_shares or abs(gap) <= room(len(items)) else None


#: how many kinds a total has, of which those below 0.005 万元 are not written out
_SOURCES = {"本年收入合计": 8, "本年支出合计": 5}


def _known_parts(head: Mention, items: list[Mention]) -> bool:
    """Whether the items are all the parts of a known whole: those left out are zero."""
    if (
        all(re.match(r"一般公共预算|政府性基金预算|国有资本经营预算", item.label) for item in items)
        and len(items) > 1
    ):
        return head.token.yuan >= max(item.token.yuan for item in items)
    names = {name_of(item) for item in items}
    return any(name_of(head) == whole and len(names) > 1 and names <= set(parts) for whole, parts in LISTED)


def _disjoint(items: list[Mention]) -> bool:
    """Whether the items look like parts side by side: each with a name of its own, none a running total."""
    names = [item.label for item in items]
    return len(set(names)) == len(names) and not any(
        re.search(r"合计|总计|共计|累计|总额", item.raw) for item in items
    )


def _off(head: Token, parts: list[Token], words: str, names: str = "分项") -> Relation:
    shift, unit = (4, "万元") if head.unit == "万元" else (0, "元")
    added = sum_of(parts).scaleb(-shift)
    gap = added - head.yuan.scaleb(-shift)
    return broken(
        "C33",
        (head, *parts),
        f"{names}{words}：合计{head.text}，分项之和{shown(added)}{unit}，{'多' if gap > 0 else '少'}{shown(abs(gap))}{unit}。",
        "请核对合计和各分项。",
        expected=f"{shown(added)}{unit}",
        working=plus(parts),
        difference=f"{shown(gap)}{unit}",
    )


def _tail(head: Token, parts: list[Token]) -> Relation:
    added = sum_of(parts)
    return Relation(
        "C33",
        Verdict.TAIL,
        (head, *parts),
        "分项之和与合计相差在四舍五入范围内（尾差）。",
        head.text,
        f"{shown(added.scaleb(-4))}万元",
        plus(parts),
        f"{shown((added - head.yuan).scaleb(-4))}万元",
        INFO,
        advice="属四舍五入尾差，可不改；也可加一句“部分数据因四舍五入存在尾差”。",
    )


def _identities(report: Report, seen: set[tuple[Token, ...]]) -> Iterator[Relation]:
    """Known wholes, known parts under one top heading."""
    by_section: dict[str, dict[str, Token]] = {}
    for found in indicators(report):
        top = _top(found.mention.token.block.section)
        by_section.setdefault(top, {}).setdefault(found.name, found.mention.token)
    for known in by_section.values():
        for whole, needed, possible in IDENTITIES:
            if whole not in known or any(part not in known for part in needed):
                continue
            parts = [known[p] for p in (*needed, *possible) if p in known]
            if any(known[whole] in tokens and set(parts) <= set(tokens) for tokens in seen):
                continue
            yield _summed(report, known[whole], parts, f"“{whole}”各分项")


def _top(section: str) -> str:
    return " › ".join(section.split(" › ")[:2])


def _summed(report: Report, head: Token, parts: list[Token], names: str = "分项") -> Relation:
    """Parts that are known to be all of them against their whole."""
    if not report.span(head).meets(report.total(parts)):
        return _off(head, parts, "之和与合计不等", names)
    return holds("C33", head, *parts) if sum_of(parts) == head.yuan else _tail(head, parts)


def _item_lists(report: Report) -> Iterator[Relation]:
    """A total whose items follow in paragraphs of their own, each with its outturn."""
    for number, reading in enumerate(report.readings):
        heads = [m for m in reading.plain if not m.depth]
        opens = re.search(r"(?:其中|如下|包括)[：，。]?$", reading.text) and len(reading.text) <= 400
        if heads and opens and len(items := _items(report, number)) > 1:
            yield from _item_list(report, heads, items)


def _item_list(report: Report, heads: list[Mention], items: list[Token]) -> Iterator[Relation]:
    parts = report.total(items)
    for head in heads:
        if report.span(head.token).meets(parts):
            yield _summed(report, head.token, items)
            return
    if len(heads) > 2 or parts.meets(report.total(h.token for h in heads)):
        return  # the paragraph above is a list itself
    whole = (heads[-1] if "决算" in heads[-1].raw else heads[0]).token
    span = report.span(whole)
    if _near(span, parts) or (parts.low > span.high and slipped(whole, items)[1]):
        yield _off(whole, items, "之和与合计不等")


#: ways of numbering the items of a list: all items of one list have the same
_ITEM = (
    re.compile(r"\d{1,2}[.、]"),
    re.compile(r"（\d{1,2}）"),
    re.compile(r"[①-⑳]"),
    re.compile(r"（[一二三四五六七八九十]{1,3}）"),
    re.compile(r"[\u4e00-\u9fff]{2,}（类）"),
)


def _items(report: Report, number: int) -> list[Token]:
    """The outturn of each numbered paragraph that follows; nothing where one of them has none."""
    found = []
    first: int | None = None
    for reading in report.below(number):
        style = next((n for n, pattern in enumerate(_ITEM) if pattern.match(reading.text)), None)
        if style is None or style != (first := style if first is None else first):
            break
        said = [m for m in reading.plain if not m.depth]
        outturn = next((m for m in said if "决算" in m.raw), said[0] if said else None)
        if outturn is None:
            return []
        found.append(outturn.token)
    return found


def _near(whole: Span, parts: Span) -> bool:
    """Whether the items are evidently meant to be all of them: the gap is below a fifth of the whole."""
    return abs(whole.middle - parts.middle) * 5 < whole.middle


# ---------------------------------------------------------------- the items of each class of expenditure against the class


_CLASS = re.compile(
    r"^(?:\d{1,2}[.、] ?|（\d{1,2}）)?(?:(?:2\d\d)(?P<coded>[\u4e00-\u9fff、]{2,20}?)[，（]|(?P<named>[\u4e00-\u9fff、]{2,20}?)[（\x03]类[）\x04])"
)


def judge_items(report: Report) -> Iterator[Relation]:
    """Classes whose items are written out one by one, chapter by chapter."""
    chapters: dict[str, list[Reading]] = defaultdict(list)
    for reading in report.readings:
        path = reading.block.section.split(" › ")
        if len(path) > 1 and reading.mentions:
            chapters[" › ".join(path[:2])].append(reading)
    for readings in chapters.values():
        yield from _classes(readings)


def _classes(readings: Sequence[Reading]) -> Iterator[Relation]:
    """Each class: its amount as the text on the structure gives it, the outturn of its items."""
    found: dict[str, tuple[list[Token], list[Token | None]]] = defaultdict(lambda: ([], []))
    for reading in readings:
        if item := _CLASS.match(reading.text):
            found[_stem(item["coded"] or item["named"])][1].append(_outturn(reading))
            continue
        for mention in reading.plain:
            if len(mention.label) >= 4:
                found[_stem(mention.label)][0].append(mention.token)
    for wholes, told in found.values():
        items = [item for item in told if item is not None]
        if wholes and items and len(items) == len(told):
            yield from _sum(wholes[0], items)


def _outturn(reading: Reading) -> Token | None:
    """The one amount of an item that is its outturn; None where more than one may be."""
    plain = [m for m in reading.plain if not m.depth]
    told = [m for m in plain if "决算" in m.raw] or plain
    return told[0].token if len({m.token.yuan for m in told}) == 1 else None


def _stem(name: str) -> str:
    return re.sub(r"支出$", "", name)


def _sum(whole: Token, items: Sequence[Token]) -> Iterator[Relation]:
    spans = total(item.span(2) for item in items)
    tokens = (whole, *items)
    if whole.span(2).meets(spans):
        yield holds("C33", *tokens)
        return
    added = sum_of(items)
    gap = added - whole.yuan
    told, how = slipped(whole, items)
    if not how and gap < 0:
        return  # a report may write out only some of the items
    yield broken(
        "C33",
        (told, *(t for t in tokens if t is not told)),
        f"该类支出在{whole.block.place}是{whole.text}，各项之和是{shown(added.scaleb(-4))}万元，{'多' if gap > 0 else '少'}{shown(abs(gap).scaleb(-4))}万元"
        + (f"：“{told.text}”像是录入有误（{how}）。" if how else "。"),
        "请核对该类支出和各项。",
        whole.text,
        f"{shown(added.scaleb(-4))}万元",
        working=plus(items),
        difference=f"{shown(gap.scaleb(-4))}万元",
        sure=bool(how) and gap > 0,
    )


def slipped(whole: Token, items: Sequence[Token]) -> tuple[Token, str]:
    """The one number that a slip of the keyboard made wrong, so that parts and whole do not add up; no slip: empty words."""
    added = sum_of(items)
    for token in (*items, whole):
        true = added if token is whole else token.yuan + whole.yuan - added
        for tail in (0, 100, -100):  # 元: what rounding leaves
            how = slip(token.yuan, true + tail)
            if how and significant(max(token.yuan, true)) >= 3:
                return token, how
    return whole, ""
