"""What money is said to be for against what it is called."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from report_author.audit.claims.report import Report
from report_author.audit.judges.relations import Doubt, doubt_at
from report_author.audit.judges.whole import Edges
from report_author.audit.reading.blocks import Block
from report_author.model.findings import Severity

_USES = (
    (r"住房公积金|住房保障", r"医疗保险|养老保险|医疗费"),
    (r"社会保障和就业", r"医疗保险|住房公积金"),
    (r"卫生健康|医疗(?:补助)?（", r"住房公积金|养老保险"),
)
_STAFF = frozenset(("301", "303"))
_LISTS = re.compile(
    r"(?P<group>人员经费|公用经费)[^。；]{0,30}?(?:主要)?(?:包括|用于)[：:]?(?P<list>[^。；]{6,600})"
)


def judge_uses(report: Report) -> Iterator[Doubt]:
    """Uses that belong to another 科目, 款 that belong to the other group of 基本支出."""
    yield from _uses(report)
    yield from _lists(report)


def _uses(report: Report) -> Iterator[Doubt]:
    """What an item is spent on, in its own paragraph or in the next one."""
    opening: Block | None = None
    for block in report.document.prose():
        text = block.plain.text
        used = re.search(r"主要用于[：，]?(?P<what>[^。]*)", text)
        before, opening = opening, block
        if used is None or len(re.findall(r"\d万元", text[: used.start()])) > 1:
            continue
        head = text[: used.start()].split("。")[0]
        if used.start() < 3 and before is not None and not before.style and len(before.plain.text) < 80:
            head = before.plain.text
        yield from _use(block, used, head)


def _use(block: Block, used: re.Match[str], head: str) -> Iterator[Doubt]:
    item = head.split("（款）")[-1]
    for name, use in _USES:
        wrong = re.search(use, used["what"])
        if re.search(name, item) and wrong and not re.search(use, item):
            start = used.start("what") + wrong.start()
            yield doubt_at(
                "C26",
                Severity.WARNING,
                block,
                (start, start + len(wrong.group())),
                f"用途与科目不符：“{head[:40]}”的用途写了“{wrong.group()}”。",
                "请核对用途，像是抄了别的科目。",
                stated=wrong.group(),
                confidence="中",
            )


def _lists(report: Report) -> Iterator[Doubt]:
    """“人员经费…主要包括：…办公费”: 款 of the other group, a 款 named twice."""
    groups: dict[str, set[str]] = defaultdict(set)
    for code in report.codes.economics.values():
        if len(code.code) == 5:
            groups[code.name.removesuffix("支出")].add("人员经费" if code.code[:3] in _STAFF else "公用经费")
    edges = Edges(report)
    for block in report.document.prose():
        for found in _LISTS.finditer(block.plain.text):
            listed = re.split(r"公用经费|人员经费", found["list"])[0]
            items = [
                i.removesuffix("支出") for i in re.split(r"[、，和]", re.sub(r"等.{0,6}$", "", listed)) if i
            ]
            if edges.cut(block, *found.span()):
                items = items[:-1]
            if len(items) < 3:
                continue
            foreign = [i for i in items if groups.get(i) and found["group"] not in groups[i]]
            twice = [i for i, n in Counter(items).items() if n > 1 and i in groups]
            for wrong, message in (
                (foreign, f"{found['group']}的明细里有不属于它的科目"),
                (twice, f"{found['group']}的明细里重复列了科目"),
            ):
                if wrong:
                    at = block.plain.text.find(wrong[0], found.start("list"))
                    yield doubt_at(
                        "C27",
                        Severity.WARNING,
                        block,
                        (at, at + len(wrong[0])),
                        f"{message}：{'、'.join(wrong)}。",
                        "请按部门支出经济分类科目核对明细。",
                        stated="、".join(wrong),
                        confidence="中",
                    )
