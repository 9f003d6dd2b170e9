"""Codes with their names, terms explained, names written in two ways."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from report_author.audit.claims.report import Report
from report_author.audit.judges.relations import Doubt, doubt_at
from report_author.audit.reading.blocks import Block
from report_author.model.findings import Severity

_HAN = r"[\u4e00-\u9fff（）\x03\x04]"
_CODE_NAME = re.compile(rf"(?<![\d.])(?P<code>2\d\d(?:\d\d){{0,2}})(?![\d.])(?P<name>{_HAN}{{2,30}})")
_NAME_CODE = re.compile(rf"(?P<name>{_HAN}{{2,30}})(?P<code>2\d\d(?:\d\d){{1,2}})(?![\d.])")
_GLOSSARY = re.compile(r"名词解释")
_FIRM = re.compile(r"(?P<stem>[\u4e00-\u9fff]{4,12}?)(?P<kind>股份有限公司|有限责任公司|有限公司)")
_USES = (
    (r"住房公积金|住房保障", r"医疗保险|养老保险|医疗费"),
    (r"社会保障和就业", r"医疗保险|住房公积金"),
    (r"卫生健康|医疗(?:补助)?（", r"住房公积金|养老保险"),
)


def judge_names(report: Report) -> Iterator[Doubt]:
    """Names against the dictionaries, against one another."""
    yield from _codes(report)
    yield from _glossary(report)
    yield from _merged(report)
    yield from _firms(report)
    yield from _uses(report)
    yield from _honours(report)


def _codes(report: Report) -> Iterator[Doubt]:
    told: set[tuple[str, str]] = set()
    for block in report.document.prose():
        glossary = bool(_GLOSSARY.search(block.section))
        for pattern in (_CODE_NAME, _NAME_CODE) if glossary else (_CODE_NAME,):
            for found in pattern.finditer(block.plain.text):
                code, name = found["code"], _clean(found["name"])
                if pattern is _CODE_NAME and (glossary or (len(code) == 3 and "支出" not in name)):
                    continue
                doubt = _code_doubt(report, block, found.span("code"), code, name)
                if doubt is not None and (code, name) not in told:
                    told.add((code, name))
                    yield doubt


def _clean(name: str) -> str:
    return re.sub(r"[\x03\x04]|（[类款项]）", "", name).split("（")[0]


def _code_doubt(report: Report, block: Block, span: tuple[int, int], code: str, name: str) -> Doubt | None:
    known = report.codes.function(code)
    if known is None:
        other = report.codes.of_other_years(code)
        if report.codes.function(code[:3]) is None or other is None:
            return None
        return doubt_at(
            "C25", Severity.WARNING, block, span, f"{report.year}年的支出功能分类里没有{code}，它是别的年度的“{other.name}”。",
            "请按当年的政府收支分类科目改正。", stated=f"{code}{name}", confidence="中",
        )  # fmt: skip
    right = known.name
    if _alike(name, right):
        return None
    return doubt_at(
        "C25", Severity.INFO if known.doubtful else Severity.WARNING, block, span,
        f"{code}的科目名称是“{right}”，写成了“{name}”。", "请按当年的政府收支分类科目改正。", stated=name, expected=right,
        confidence="低" if known.doubtful else "中",
    )  # fmt: skip


def _alike(said: str, right: str) -> bool:
    """Whether the words are the name, give or take 支出 at its end and words around it."""
    a, b = re.sub(r"支出$", "", said), re.sub(r"支出$", "", right)
    return a.startswith(b) or a.endswith(b) or (len(a) >= 4 and b.startswith(a) and len(b) - len(a) <= 2)


def _glossary(report: Report) -> Iterator[Doubt]:
    """Codes used against codes explained."""
    used: dict[str, Block] = {}
    explained: dict[str, Block] = {}
    for block in report.document.prose():
        target = explained if _GLOSSARY.search(block.section) else used
        for code in re.findall(r"(?<![\d.])(2\d{6})(?!\d)", block.plain.text):
            target.setdefault(code, block)
    if len(used) < 2 or len(explained) < 2:
        return
    extra = [c for c in explained if c not in used and not _of_fund(report, c)]
    missing = [c for c in used if c not in explained]
    for codes, where, message, advice in (
        (extra, explained, "名词解释里有正文没有用到的科目", "请删去没有用到的科目，或补上正文。"),
        (missing, used, "正文用到的科目没有名词解释", "请补上这些科目的名词解释。"),
    ):
        if codes:
            block = where[codes[0]]
            at = block.plain.text.find(codes[0])
            yield doubt_at(
                "C28", Severity.WARNING, block, (at, at + 7), f"{message}：{'、'.join(codes)}。", advice, stated="、".join(codes)
            )


def _of_fund(report: Report, code: str) -> bool:
    """Whether the 款 belongs to a government fund: its items need not be listed in the body."""
    group = report.codes.function(code[:5])
    return group is not None and bool(re.search(r"基金|收入及对应|收入安排|债务收入", group.name))


def _merged(report: Report) -> Iterator[Doubt]:
    """Several 项 with one amount between them."""
    found = []
    for block in report.document.prose():
        text = block.plain.text
        codes = re.findall(r"(?<![\d.])2\d{6}(?!\d)", text)
        if len(set(codes)) > 1 and len(re.findall(r"\d万元", text)) == 1 and re.search(r"决算", text) and not _GLOSSARY.search(block.section):
            found.append((block, codes))
    if found:
        block, codes = found[0]
        at = block.plain.text.find(codes[0])
        yield doubt_at(
            "C24", Severity.WARNING, block, (at, at + 7), f"{len(found)}处把几个项级科目合在一行，没有分别写出决算数。",
            "请每个项级科目一行，写出各自的决算数。", stated="、".join(codes), also=tuple(b.place for b, _ in found),
        )  # fmt: skip


def _firms(report: Report) -> Iterator[Doubt]:
    names: dict[str, dict[str, tuple[Block, int]]] = defaultdict(dict)
    for block in report.document.prose():
        for found in _FIRM.finditer(block.plain.text):
            stem = found["stem"]
            key = next((k for k in names if k.endswith(stem[-6:]) or stem.endswith(k[-6:])), stem)
            names[key].setdefault(found["kind"], (block, found.start()))
    for stem, kinds in names.items():
        if len(kinds) > 1:
            words = "、".join(f"“{stem[-6:]}{kind}”" for kind in kinds)
            block, at = list(kinds.values())[-1]
            yield doubt_at(
                "C12", Severity.WARNING, block, (at, at + len(stem)), f"同一家公司有几种写法：{words}。", "请统一为营业执照上的名称。",
                stated=words, confidence="中",
            )  # fmt: skip


def _uses(report: Report) -> Iterator[Doubt]:
    for block in report.document.prose():
        text = block.plain.text
        used = re.search(r"主要用于[：，]?([^。]*)", text)
        if used is None or len(re.findall(r"\d万元", text[: used.start()])) > 1:
            continue
        head = re.split(r"。", text[: used.start()])[0]
        item = head.split("（款）")[-1] if "（款）" in head else head
        for name, use in _USES:
            wrong = re.search(use, used[1])
            if re.search(name, item) and wrong and not re.search(use, item):
                yield doubt_at(
                    "C26", Severity.WARNING, block, (used.start(1) + wrong.start(), used.start(1) + wrong.end()),
                    f"用途与科目不符：“{head[:24]}”的用途写了“{wrong.group()}”。", "请核对用途，像是抄了别的科目。",
                    stated=wrong.group(), confidence="中",
                )  # fmt: skip


def _honours(report: Report) -> Iterator[Doubt]:
    """被评为 here, 被推荐为 there."""
    won = {m[1]: b for b in report.document.prose() for m in re.finditer(r"被?(?:评为|授予|命名为)([\u4e00-\u9fff]{6,16})", b.plain.text)}
    for block in report.document.prose():
        for found in re.finditer(r"推荐为([\u4e00-\u9fff]{6,20}?)(?:候选|称号|，|。|；)", block.plain.text):
            for name, where in won.items():
                if name[:8] == found[1][:8] and where is not block:
                    yield doubt_at(
                        "C42", Severity.INFO, block, found.span(1), f"这里说被推荐为“{found[1]}”，{where.place}说已评为“{name}”。", "请核对哪一种说法是对的。",
                        stated=f"推荐为{found[1]}", expected=f"评为{name}", confidence="中",
                    )  # fmt: skip
