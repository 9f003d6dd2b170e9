"""Counts: parts against their total, stated numbers against lists."""

from __future__ import annotations

import re
from collections.abc import Iterator

from report_author.audit.claims.indicators import indicators
from report_author.audit.claims.report import Report
from report_author.audit.judges.relations import Doubt, doubt_at
from report_author.audit.reading.blocks import Block
from report_author.model.findings import Severity

_TOTAL = re.compile(r"(?P<what>[\u4e00-\u9fff”]{2,16})(?P<n>\d+)(?P<unit>个|辆)[：，]?其中[：，]?(?P<rest>[^。；]*)")
_PROJECTS = re.compile(r"(?P<list>(?:“[^”]{2,60}”[、，和及]?\s*){2,})(?P<etc>等)?(?:共)?(?P<n>\d+)个项目")
_LISTED = re.compile(r"(?P<n>\d{1,2})个(?P<between>[^。；]{0,6}[：:，。][^。；]{0,60}?|)(?:主要)?(?:包括|分别是|分别为)[：:](?P<list>[^。；：]{4,400})[。；]")
_VISITS = re.compile(r"接待(?:来访)?(?P<batches>\d+)批次?[^。；\d]{0,12}?(?P<people>\d+)人次?")


def judge_counts(report: Report) -> Iterator[Doubt]:
    """Vehicles, institutions, projects, people, visits."""
    for block in report.document.prose():
        yield from _parts(block)
        yield from _projects(block)
        yield from _lists(block)
        yield from _visits(block)
    yield from _vehicles(report)
    yield from _staff(report)
    yield from _forms(report)


def _parts(block: Block) -> Iterator[Doubt]:
    for found in _TOTAL.finditer(block.plain.text):
        unit, stated = found["unit"], int(found["n"])
        parts = [(name, int(n)) for name, n in re.findall(rf"([\u4e00-\u9fff（）]+?)(\d+){unit}", found["rest"])]
        if not parts or not _exhaustive(found["what"], unit, [name for name, _ in parts]):
            continue
        added = sum(n for _, n in parts)
        if added == stated or (len(parts) == 1 and added < stated):
            continue
        yield doubt_at(
            "C21" if unit == "辆" else "C31", Severity.ERROR, block, found.span("n"),
            f"共{stated}{unit}，分项之和是{added}{unit}。", "请核对总数和各分项。", stated=f"{stated}{unit}",
            expected=f"{added}{unit}", working="＋".join(f"{name}{n}" for name, n in parts), difference=str(added - stated),
        )  # fmt: skip


def _exhaustive(what: str, unit: str, names: list[str]) -> bool:
    if unit == "辆":
        return True
    return bool(re.search(r"单位|机构", what)) and len(names) > 1 and all("单位" in n or "机构" in n for n in names)


def _projects(block: Block) -> Iterator[Doubt]:
    for found in _PROJECTS.finditer(block.plain.text):
        names = re.findall(r"“([^”]+)”", found["list"])
        stated = int(found["n"])
        if len(names) == stated or (found["etc"] and len(names) < stated):
            continue
        yield doubt_at(
            "C31", Severity.WARNING, block, found.span("n"), f"说是{stated}个项目，列出的名称有{len(names)}个。",
            "请核对项目个数和名称。", stated=f"{stated}个", expected=f"{len(names)}个",
            working="、".join(names[:30]), difference=str(len(names) - stated),
        )  # fmt: skip


def _lists(block: Block) -> Iterator[Doubt]:
    for found in _LISTED.finditer(block.plain.text):
        names = [name for name in re.split(r"[、，]|和(?=[\u4e00-\u9fff]{4})", found["list"]) if name]
        stated = int(found["n"])
        if re.search(r"等$|\d", found["list"]) or len(names) == stated or not re.search(r"单位|机构|部门", block.plain.text[: found.start()][-30:]):
            continue
        yield doubt_at(
            "C31", Severity.WARNING, block, found.span("n"), f"说是{stated}个，列出的有{len(names)}个。", "请核对个数和名称。",
            stated=f"{stated}个", expected=f"{len(names)}个", working="、".join(names), confidence="中",
        )  # fmt: skip


def _visits(block: Block) -> Iterator[Doubt]:
    for found in _VISITS.finditer(block.plain.text):
        batches, people = int(found["batches"]), int(found["people"])
        if people < batches:
            yield doubt_at(
                "C20", Severity.ERROR, block, found.span("people"), f"接待人次（{people}）少于批次（{batches}）。", "请核对批次和人次。",
                stated=f"{people}人次", expected=f"不少于{batches}人次",
            )  # fmt: skip


def _vehicles(report: Report) -> Iterator[Doubt]:
    """Vehicles kept in 三公 against vehicles held, against the cost of running them."""
    text_at = [(block, block.plain.text) for block in report.document.prose()]
    kept = [(b, m) for b, t in text_at for m in re.finditer(r"(?:单位|本部门|年末|期末|共有|开支财政拨款的)?公务用车(?:保有量)?(?:为|共有|共)?(\d+)辆", t) if "购置" not in t[max(0, m.start() - 8) : m.start()]]
    held = [(b, m) for b, t in text_at for m in re.finditer(r"共有(?:公务)?车辆(\d+)辆", t)]
    cost = next((i.mention.token for i in indicators(report) if i.name == "公务用车运行维护费"), None)
    if kept and held and int(kept[0][1][1]) > int(held[0][1][1]):
        block, found = held[0]
        yield doubt_at(
            "C21", Severity.WARNING, block, found.span(1), f"这里共有车辆{found[1]}辆，少于“三公”部分的公务用车{kept[0][1][1]}辆。",
            "请核对车辆数。", stated=f"{found[1]}辆", expected=f"不少于{kept[0][1][1]}辆",
        )  # fmt: skip
    if kept and cost is not None and cost.value and int(kept[0][1][1]) == 0:
        block, found = kept[0]
        held_words = f"，而国有资产部分有车辆{held[0][1][1]}辆" if held and int(held[0][1][1]) else ""
        yield doubt_at(
            "C21", Severity.WARNING, block, found.span(1), f"公务用车保有量为0，却有运行维护费{cost.text}{held_words}。",
            "请核对保有量；没有车辆而有运行费的，请说明。", stated="0辆", working=f"运行维护费{cost.text}",
        )  # fmt: skip


def _staff(report: Report) -> Iterator[Doubt]:
    for block in report.document.prose():
        text = block.plain.text
        here = re.search(r"(?<!参照)(?<!参公)公务员(\d+)[人名]", text)
        if here is None:
            continue
        near = text + "".join(r.block.plain.text for r in report.before(block, 2))
        posts = re.search(r"行政编制(?:数)?(?:为)?(\d+)[人名个]", near)
        if posts and int(here[1]) > int(posts[1]):
            yield doubt_at(
                "C43", Severity.WARNING, block, here.span(1), f"在职公务员{here[1]}人，多于行政编制{posts[1]}人。",
                "请核对编制数和实有人数；确有超编的，请说明。", stated=f"{here[1]}人", expected=f"不多于{posts[1]}人",
            )  # fmt: skip


def _forms(report: Report) -> Iterator[Doubt]:
    """“对5个项目开展了绩效自评” against the forms that are attached."""
    forms = [b for b in report.document.blocks if re.search(r"绩效目标自评(?:表)?$", b.plain.text) and len(b.text) < 50 and b.kind != "目录"]
    for block in report.document.prose():
        found = re.search(r"对(\d+)个项目(?:进行|开展)了?绩效自评", block.plain.text)
        if found and forms and int(found[1]) != len(forms):
            yield doubt_at(
                "C31", Severity.WARNING, block, found.span(1), f"说是{found[1]}个项目开展了绩效自评，后面附的自评表有{len(forms)}张。",
                "请附齐自评表，或改正个数；按规定只公开一部分的，请写明。", stated=f"{found[1]}个", expected=f"{len(forms)}张",
                confidence="中",
            )  # fmt: skip
