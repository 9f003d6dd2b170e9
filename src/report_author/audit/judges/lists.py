"""Stated numbers of things against the lists that name them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from report_author.audit.claims.report import Report
from report_author.audit.judges.relations import INFO, WARNING, Doubt, doubt_at
from report_author.audit.judges.whole import Edges
from report_author.audit.reading.blocks import Block
from report_author.ooxml.list_numbers import chinese

_CHINESE = {chinese(n): n for n in range(1, 60)} | {"两": 2}
_NUMBER = r"(?P<n>\d{1,3}|[一二三四五六七八九十两]{1,3})"
_PROJECTS = re.compile(
    rf"(?P<list>(?:[“《][^”》]{{2,60}}[”》][、，和及]?\s*){{2,}})(?P<etc>等)?(?:共计?)?{_NUMBER}个(?:[\u4e00-\u9fff]{{0,6}})项目"
)
_PLAIN_PROJECTS = re.compile(
    rf"(?:{_NUMBER}个(?:[\u4e00-\u9fff]{{0,4}})项目(?:支出)?|项目(?:支出)?(?:共计?)?(?P<m>\d{{1,3}})个)"
    r"[^。；：，\d]{0,12}(?:，?分别(?:为|是)|：|（)[：]?(?P<list>[^。；：，\d]{4,400})(?=[。；）]|，(?:共?涉及|资金|预算|占|合计|总金额|评价|自评))"
)
_ORGANS = (
    r"(?:内设机构|内设科室|内设股室|内设处室|内设部门|职能科室|职能股室|业务股室|科室|股室|处室|机构|派出机构"
    r"|下属(?:预算)?单位|直属(?:事业)?单位|所属(?:预算|事业)?单位|二级(?:预算)?单位|预算单位|事业单位|基层单位)"
)
_NAMED = r"(?:[：:，]?(?:主要)?(?:包括|分别是|分别为|分别有|依次为|具体为|具体包括|具体是|为|即|是|有)[：:，]?|[：:]|（)"
_LISTED = re.compile(
    rf"{_NUMBER}个(?:独立核算的|独立编制|正科级|副科级|股级|财政拨款|全额拨款)?"
    rf"(?P<what>{_ORGANS}){_NAMED}(?P<list>[^。；：]{{4,600}})"
)
_AFTER = re.compile(
    rf"(?P<what>{_ORGANS})(?:共计?|共有|有)?{_NUMBER}[个家]{_NAMED}(?P<list>[^。；：]{{4,600}})"
)
_BEFORE = re.compile(
    rf"(?:内设|下设|设有?|包括)(?P<list>[\u4e00-\u9fff（）“”、和及]{{6,400}})(?P<etc>等)?，?(?:共计?)?{_NUMBER}个(?P<what>{_ORGANS}|股室|科室)"
)
_OPENS = re.compile(
    rf"(?:单位|机构)(?:共计?|共有|有|为)?{_NUMBER}个[^。；：]{{0,12}}(?:包括|分别是|分别为|如下|名单|具体是|具体为)?：$"
)
_ENDS = re.compile(
    r"(?:[股科室处局所站队办部院校馆会组厅园场团委社宫台库庭]|中心|公司|小学|中学|法庭|机关|本级|大厅|基地|政府)$"
)
_JOINED = re.compile(
    r"[\u4e00-\u9fff](?:室|股|科|处|中心|站|队|所|办|部|局|会|院|校)[和及与以][\u4e00-\u9fff]{2,}"
)
_ORDINALS = re.compile(
    rf"{_NUMBER}个?(?P<what>方面|问题|重点|环节|特点|项工作|项措施|项任务)[^。；：]{{0,10}}：(?P<list>一是.*)"
)


def judge_lists(report: Report) -> Iterator[Doubt]:
    """Projects, institutions, units, points."""
    edges = Edges(report)
    yield from _projects(report)
    yield from _plain_projects(report, edges)
    yield from _organs(report, edges)
    yield from _points(report, edges)
    yield from _below(report)
    yield from _forms(report)


def _number(words: str) -> int:
    return int(words) if words.isdigit() else _CHINESE.get(words, 0)


def _projects(report: Report) -> Iterator[Doubt]:
    for block, found in report.find(_PROJECTS):
        names = re.findall(r"[“《]([^”》]+)[”》]", found["list"])
        stated = _number(found["n"])
        if not stated or len(names) == stated or (found["etc"] and len(names) < stated):
            continue
        twice = len(names) - len(set(names))
        yield doubt_at(
            "C31",
            block,
            found.span("n"),
            f"说是{stated}个项目，列出的名称有{len(names)}个"
            + (f"（其中{twice}个重复）。" if twice else "。"),
            "请核对项目个数和名称。",
            f"{stated}个",
            f"{len(names)}个",
            working="、".join(names[:30]),
            difference=str(len(names) - stated),
        )


def _plain_projects(report: Report, edges: Edges) -> Iterator[Doubt]:
    """“3个项目，分别为：…、…、…”; a name may have “、” or 和 inside, so that more names than told prove less."""
    for block, found in report.find(_PLAIN_PROJECTS):
        stated = _number(found["n"] or found["m"])
        quoted = re.findall(r"[“《]([^”》]+)[”》]", found["list"])
        names = quoted or re.sub(r"（[^（）]*）", "", found["list"]).split("、")
        most = len(quoted) or sum(1 + len(re.findall("[和及与]", name)) for name in names)
        if (
            not stated
            or len(names) < 2
            or "等" in found["list"]
            or len(names) <= stated <= most
            or edges.cut(block, *found.span())
        ):
            continue
        less = most < stated
        yield doubt_at(
            "C31",
            block,
            found.span("n" if found["n"] else "m"),
            f"说是{stated}个项目，列出的名称有{len(names)}个。",
            "请核对项目个数和名称。",
            f"{stated}个",
            f"{len(names)}个",
            working="、".join(names[:30]),
            difference=str(len(names) - stated),
            severity=WARNING if less or quoted else INFO,
            confidence="中",
        )


def _organs(report: Report, edges: Edges) -> Iterator[Doubt]:
    told: set[tuple[Block, int]] = set()
    for pattern in (_LISTED, _AFTER, _BEFORE):
        for block, found in report.find(pattern):
            stated = _number(found["n"])
            listed = _items(found["list"], after=pattern is not _BEFORE)
            if (
                not stated
                or listed is None
                or (block, found.start("n")) in told
                or edges.cut(block, *found.span())
            ):
                continue
            least, most, names = listed
            etc = found["list"].rstrip("）").endswith("等") or (
                pattern is _BEFORE and bool(found["etc"]) and most < stated
            )
            if least <= stated <= most or (etc and most < stated):
                continue
            told.add((block, found.start("n")))
            shown = str(least) if least == most else f"{least}至{most}"
            yield doubt_at(
                "C31",
                block,
                found.span("n"),
                f"说是{stated}个{found['what']}，列出的有{shown}个。",
                "请核对个数和名称。",
                f"{stated}个",
                f"{shown}个",
                working="、".join(names[:40]),
                confidence="中",
            )


def _items(words: str, *, after: bool) -> tuple[int, int, list[str]] | None:
    """How many names a list has, at least, at most; None where it is no plain list of institutions."""
    plain = re.sub(r"（[^（）]*）", "", words)
    if after:
        plain = plain.split("）")[0]
        if plain.count("、") < 1 and plain.count("，") > 1:
            plain = plain.replace("，", "、")
        plain = plain.split("，")[0]
    plain = re.sub(r"等.{0,6}$", "", plain)
    if re.search(r"\d", plain):
        return None
    raw = [item for item in plain.split("、") if item]
    least = sum(1 for item in raw if _ENDS.search(item))
    if len(raw) < 2 or not _ENDS.search(raw[-1]) or least * 3 < len(raw) * 2:
        return None
    return least, len(raw) + sum(1 for item in raw if _JOINED.search(item)), raw


def _points(report: Report, edges: Edges) -> Iterator[Doubt]:
    """“三个方面：一是…二是…” with another number of points."""
    for block, found in report.find(_ORDINALS):
        stated = _number(found["n"])
        listed = re.split(
            r"。(?=[^一二三四五六七八九十])[^。]*[一二三四五六七八九十两\d]+个?(?:方面|问题)", found["list"]
        )[0]
        last = 0
        while f"{chinese(last + 1)}是" in listed:
            last += 1
        if stated < 2 or last < 2 or stated == last or edges.cut(block, *found.span()):
            continue
        yield doubt_at(
            "C31",
            block,
            found.span("n"),
            f"说是{found['n']}个{found['what']}，写了{last}个（到“{chinese(last)}是”）。",
            "请核对。",
            expected=chinese(last),
            severity=INFO,
            confidence="中",
        )


def _below(report: Report) -> Iterator[Doubt]:
    """“预算单位共4个，包括：” with the names in paragraphs of their own, numbered from 1."""
    blocks = report.prose
    for at, block in enumerate(blocks):
        found = _OPENS.search(block.plain.text)
        if found is None:
            continue
        count = 0
        for after in blocks[at + 1 :]:
            item = re.match(
                r"(?:(\d{1,2})[.．、]|（([一二三四五六七八九十\d]{1,3})）|([一二三四五六七八九十]{1,3})、)",
                after.plain.text,
            )
            if (
                item is None
                or _number(item[1] or item[2] or item[3]) != count + 1
                or len(after.plain.text) > 50
            ):
                break
            count += 1
        stated = _number(found["n"])
        if count > 1 and stated != count:
            yield doubt_at(
                "C31",
                block,
                found.span("n"),
                f"说是{stated}个，下面列出了{count}个。",
                "请核对个数和名称。",
                f"{stated}个",
                f"{count}个",
                difference=str(count - stated),
                confidence="中",
            )


def _forms(report: Report) -> Iterator[Doubt]:
    """“对5个项目开展了绩效自评” against the forms that are attached."""
    forms = [
        b
        for b in report.blocks
        if re.search(r"绩效目标自评(?:表)?$", b.plain.text) and len(b.text) < 50 and b.kind != "目录"
    ]
    for block in report.prose:
        found = re.search(r"对(\d+)个项目(?:进行|开展)了?绩效自评", block.plain.text)
        if found and forms and int(found[1]) != len(forms) and not re.match(r"第\d+页", block.place):
            yield doubt_at(
                "C31",
                block,
                found.span(1),
                f"说是{found[1]}个项目开展了绩效自评，后面附的自评表有{len(forms)}张。",
                "请附齐自评表，或改正个数；按规定只公开一部分的，请写明。",
                f"{found[1]}个",
                f"{len(forms)}张",
                severity=WARNING if len(forms) > int(found[1]) else INFO,
                confidence="中",
            )
