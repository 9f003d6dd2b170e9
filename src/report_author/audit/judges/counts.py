"""Counts of vehicles, visits, people; receptions."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from report_author.audit.claims.known import first_told, name_of
from report_author.audit.claims.report import Mention, Reading, Report
from report_author.audit.claims.tokens import Token, plus, shown, sum_of
from report_author.audit.judges.relations import (
    ERROR,
    INFO,
    WARNING,
    Doubt,
    Relation,
    broken,
    doubt_at,
    holds,
)
from report_author.audit.judges.whole import Edges
from report_author.audit.reading.blocks import sentence_at

_TOTAL = re.compile(
    r"(?P<what>[\u4e00-\u9fff”）]{2,16}?)(?P<n>\d+)(?P<unit>个|辆|台（套）|台)(?:，(?:比|较|与)上年[^。；其]{0,40})?[：，。（]*(?:其中|包括)[：，]?(?P<rest>[^。；]*)"
)
_POSTS = re.compile(
    r"(?P<what>(?<!行政)(?<!事业)(?<!专项)(?<!工勤)(?<!参公)编制|在职(?:人员|职工)?(?:实有)?|实有人(?:员|数)(?!编制))[\u4e00-\u9fff]{0,6}?(?P<n>\d+)[人名个][（，。]{0,2}(?:其中|包括)[：，]*(?P<rest>[^。；]*)"
)
_POST_KINDS = r"(?:行政|事业|工勤|参公|参照公务员|公务员|机关|后勤|专业技术|管理|政法专项)"
_VISITS = re.compile(
    r"接待(?:来访|工作|任务|活动)?(?P<batches>\d+)个?批次?[^。；\d]{0,12}?(?P<people>\d+)人次?"
)
_NO_VISITS = re.compile(
    r"(?:国内公务接待|公务接待|国内接待)(?:来访)?(?:共计?)?0个?批次?[、，（]?(?:接待)?0人次?"
)
_NO_TRIPS = re.compile(r"(?:出国|团组)[^。；\d]{0,16}0个?(?:次|批次)?[、，][^。；\d]{0,12}0人次?")


#: groups that went abroad for nothing; others may have paid for them
_FREE_TRIPS = re.compile(
    r"因公出国（境）(?:费|经费|费用)?(?P<first>[^。；\d]{0,14})0(?:\.0+)?(?:万元|元)(?P<second>，[^。；\d]{0,12}0(?:\.0+)?(?:万元|元))?"
    r"[，。](?P<between>[^。；\d]{0,30}?)团组(?:共|数)?(?P<n>[1-9]\d*)个"
)
_PAID_BY_OTHERS = re.compile(r"参加|其他单位|承担|负担|自费|不含|未安排|无")


def judge_counts(report: Report) -> Iterator[Doubt]:
    """Vehicles, visits, trips, people."""
    edges = Edges(report)
    yield from _parts(report, edges)
    yield from _posts(report, edges)
    yield from _visits(report)
    yield from _free_trips(report)
    if not report.budget:
        yield from _vehicles(report)
        yield from _nothing_for_money(report)
    yield from _staff(report)


def _parts(report: Report, edges: Edges) -> Iterator[Doubt]:
    for block, found in report.find(_TOTAL):
        if edges.cut(block, found.start("n"), found.end()):
            continue
        unit, stated = found["unit"], int(found["n"])
        rest = re.split(r"主要(?:是|为|用于|包括|系)", re.sub(r"（[^（）]*）", "", found["rest"]))[0]
        parts = [
            (name, int(n)) for name, n in re.findall(rf"([\u4e00-\u9fff]+?)(\d+){re.escape(unit)}", rest)
        ]
        if not parts or not _exhaustive(found["what"], unit, [name for name, _ in parts]):
            continue
        added = sum(n for _, n in parts)
        if added == stated or (len(parts) == 1 and added < stated and "其他" not in parts[0][0]):
            continue
        certain = (
            added > stated or unit != "辆" or (len(parts) > 1 and any("其他" in name for name, _ in parts))
        )
        yield doubt_at(
            "C21" if unit == "辆" else "C31",
            block,
            found.span("n"),
            f"共{stated}{unit}，分项之和是{added}{unit}。",
            "请核对总数和各分项。",
            f"{stated}{unit}",
            f"{added}{unit}",
            working="＋".join(f"{name}{n}" for name, n in parts),
            difference=str(added - stated),
            severity=ERROR if certain else WARNING,
        )


def _exhaustive(what: str, unit: str, names: list[str]) -> bool:
    """Whether the parts are kinds that make up the whole: of vehicles, of institutions."""
    if unit == "辆":
        return (
            bool(re.search(r"车|保有量", what))
            and all(re.search(r"车|用$", n) for n in names)
            and not any(
                "新增" in n or "新能源" in n or "更新" in n or "购置" in n or "报废" in n for n in names
            )
        )
    return (
        unit == "个"
        and bool(re.search(r"单位|机构", what))
        and len(names) > 1
        and all("单位" in n or "机构" in n for n in names)
        and not any(re.search(r"二级|本级|独立|财政", n) for n in names)
    )


def _posts(report: Report, edges: Edges) -> Iterator[Doubt]:
    """“编制50名，其中：行政编制20名、事业编制25名”: kinds of posts must add up, may not exceed."""
    for block, found in report.find(_POSTS):
        stated = int(found["n"])
        others = r"实有|在职|在编|现有|退休|离休|遗属" if found["what"] == "编制" else r"退休|离休|遗属|编制"
        rest = re.split(others, re.sub(r"（含[^（）]*）", "", found["rest"]))[0]
        parts = [(name, int(n)) for name, n in re.findall(r"([\u4e00-\u9fff（）]+?)(\d+)[人名个]", rest)]
        kinds = [name for name, _ in parts if re.search(_POST_KINDS, name)]
        if len(parts) < 2 or len(kinds) != len(parts):
            continue
        added = sum(n for _, n in parts)
        if added != stated and not edges.cut(block, found.start("n"), found.end()):
            yield doubt_at(
                "C31",
                block,
                found.span("n"),
                f"共{stated}人（名），分项之和是{added}。",
                "请核对总数和各分项。",
                str(stated),
                str(added),
                working="＋".join(f"{name}{n}" for name, n in parts),
                difference=str(added - stated),
                severity=WARNING if added > stated else INFO,
                confidence="中",
            )


def _visits(report: Report) -> Iterator[Doubt]:
    for block, found in report.find(_VISITS):
        batches, people = int(found["batches"]), int(found["people"])
        if people < batches:
            yield doubt_at(
                "C20",
                block,
                found.span("people"),
                f"接待人次（{people}）少于批次（{batches}）。",
                "请核对批次和人次。",
                f"{people}人次",
                f"不少于{batches}人次",
                severity=ERROR,
            )


def _free_trips(report: Report) -> Iterator[Doubt]:
    for block, found in report.find(_FREE_TRIPS):
        spent = found["second"] or found["first"]
        if not re.search("预算|[比较与]|增加|减少", spent) and not _PAID_BY_OTHERS.search(found["between"]):
            yield doubt_at(
                "C20",
                block,
                found.span("n"),
                f"因公出国（境）费是0，却有团组{found['n']}个。",
                "请核对团组数和费用；费用由别的单位承担的，请写明。",
                f"{found['n']}个",
                "0个",
            )


def _nothing_for_money(report: Report) -> Iterator[Doubt]:
    """No visit, no trip, yet money spent on them."""
    known = first_told(report)
    for pattern, names, what in (
        (_NO_VISITS, ("国内公务接待费", "公务接待费"), "公务接待0批次、0人次"),
        (_NO_TRIPS, ("因公出国（境）费",), "因公出国（境）团组和人次是0"),
    ):
        cost = next((known[name] for name in names if name in known), None)
        if cost is None or not cost.value:
            continue
        for block in report.prose:
            found = pattern.search(block.plain.text)
            if found and not re.search(
                r"外事|外宾|国（境）外", block.plain.text[max(0, found.start() - 6) : found.start()]
            ):
                yield doubt_at(
                    "C20",
                    block,
                    found,
                    f"{what}，却有支出{cost.text}。",
                    "请核对数量和金额。",
                    working=f"{names[-1]}{cost.text}",
                )
                break


_KEPT = re.compile(
    r"(?:单位|本部门|年末|期末|共有|共|开支财政拨款的)?公务用车(?:实际)?(?:保有量)?(?:为|共有|共|有)?(\d+)辆"
)
_CARS = re.compile(r"共有(?:公务)?车辆(\d+)辆")
_BOUGHT = re.compile(r"(?:更新)?购置(?:更新)?(?:公务用车|车辆)(?:数(?:量)?)?(?:为|共)?(\d+)辆")


def _vehicles(report: Report) -> Iterator[Doubt]:
    """Vehicles kept in 三公 against vehicles held, against the cost of running them."""
    kept = [
        (block, found)
        for block, found in report.find(_KEPT)
        if not re.search(
            r"购置|更新|新增|其中|报废", block.plain.text[max(0, found.start() - 10) : found.start()]
        )
    ]
    held = [*report.find(_CARS)]
    many = int(held[0][1][1]) if held else 0
    if kept and held and int(kept[0][1][1]) > many:
        block, match = held[0]
        yield doubt_at(
            "C21",
            block,
            match.span(1),
            f"这里共有车辆{match[1]}辆，少于“三公”部分的公务用车{kept[0][1][1]}辆。",
            "请核对车辆数。",
            f"{match[1]}辆",
            f"不少于{kept[0][1][1]}辆",
        )
    known = first_told(report)
    cost, bought = known.get("公务用车运行维护费"), known.get("公务用车购置费")
    if kept and cost is not None and cost.value and all(int(found[1]) == 0 for _, found in kept):
        block, match = kept[0]
        held_words = f"，而国有资产部分有车辆{held[0][1][1]}辆" if many else ""
        yield doubt_at(
            "C21",
            block,
            match.span(1),
            f"公务用车保有量为0，却有运行维护费{cost.text}{held_words}。",
            "请核对保有量；没有车辆而有运行费的，请说明。",
            "0辆",
            working=f"运行维护费{cost.text}",
        )
    if bought is None:
        return
    for block in report.prose:
        new = _BOUGHT.search(block.plain.text)
        if new and bool(int(new[1])) != bool(bought.value):
            yield doubt_at(
                "C21",
                block,
                new.span(1),
                f"购置公务用车{new[1]}辆，购置费却是{bought.text}。",
                "请核对购置数和购置费。",
                f"{new[1]}辆",
                working=f"公务用车购置费{bought.text}",
            )
            break


def _staff(report: Report) -> Iterator[Doubt]:
    """More officials than posts for them."""
    for block in report.prose:
        text = block.plain.text
        here = re.search(r"(?<!参照)(?<!参公)(?<!非)公务员(\d+)[人名]", text)
        if here is None:
            continue
        near = text + "".join(r.text for r in report.before(block, 2))
        posts = [int(m[1]) for m in re.finditer(r"行政编制(?:人?数)?(?:为)?(\d+)[人名个]", near)]
        if posts and int(here[1]) > max(posts):
            yield doubt_at(
                "C43",
                block,
                here.span(1),
                f"在职公务员{here[1]}人，多于行政编制{max(posts)}人。",
                "请核对编制数和实有人数；确有超编的，请说明。",
                f"{here[1]}人",
                f"不多于{max(posts)}人",
            )


_ALL, _HOME, _FOREIGN = "公务接待费", "国内公务接待费", "外事接待费"
_GUESTS = re.compile(r"(?:其中[：，]?)?(?P<kind>国内|外事|国（境）外)(?:公务)?接待(?:\d|支出)")


def judge_receptions(report: Report) -> Iterator[Relation]:
    """Every section that speaks of receptions."""
    sections: dict[str, dict[str, list[Token]]] = defaultdict(lambda: defaultdict(list))
    for reading in report.readings:
        if "接待" not in reading.text:
            continue
        for mention in reading.plain:
            if not mention.depth and (name := _name(reading, mention)):
                sections[reading.block.section][name].append(mention.token)
    for told in sections.values():
        for name in (_HOME, _FOREIGN):
            yield from _agree(name, told[name])
        if told[_ALL] and told[_HOME]:
            yield _add_up(report, told[_ALL][0], told[_HOME][0], told[_FOREIGN][:1])


def _name(reading: Reading, mention: Mention) -> str:
    known = name_of(mention)
    if known in (_ALL, _HOME, _FOREIGN):
        return known
    if not re.search(r"共计(?:支出)?$|支出$", mention.raw) or known:
        return ""
    start, _ = sentence_at(reading.text, mention.start)
    guests = _GUESTS.match(reading.text, start)
    if guests is None or re.search(r"(?<!不)包括|其中", reading.text[guests.end() : mention.start]):
        return ""
    return _HOME if guests["kind"] == "国内" else _FOREIGN


def _agree(name: str, tokens: list[Token]) -> Iterator[Relation]:
    for token in tokens[1:]:
        first = tokens[0]
        if token.yuan == first.yuan:
            yield holds("C36", token, first)
        else:
            yield broken(
                "C36",
                (token, first),
                f"“{name}”前后不一致：前面是{first.text}，这里是{token.text}。",
                "请统一为同一个数。",
                expected=first.text,
                difference=f"{shown((token.yuan - first.yuan).scaleb(-4))}万元",
            )


def _add_up(report: Report, whole: Token, home: Token, foreign: list[Token]) -> Relation:
    """The kinds beside one another, or 外事 as a part of 国内: both forms exist."""
    span, tokens = report.span(whole), (whole, home, *foreign)
    if span.meets(report.total(tokens[1:])) or span.meets(report.span(home)):
        return holds("C22", *tokens)
    added = sum_of(tokens[1:]).scaleb(-4)
    return broken(
        "C22",
        tokens,
        f"公务接待费{whole.text}，国内接待与外事接待之和是{shown(added)}万元。",
        "请核对公务接待费和其中各项。",
        expected=f"{shown(added)}万元",
        working=plus(tokens[1:]),
        difference=f"{shown(added - whole.yuan.scaleb(-4))}万元",
    )
