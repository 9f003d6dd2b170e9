"""科目: codes against names, terms explained against terms used."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from itertools import chain

from report_author.audit.claims.report import Report
from report_author.audit.judges.relations import INFO, WARNING, Doubt, at_all_places, doubt_at
from report_author.audit.judges.same import FUNDED, lacks_one
from report_author.audit.judges.whole import Edges, is_row
from report_author.audit.reading.blocks import Block
from report_author.model.codes import Codebook

_HAN = r"[\u4e00-\u9fff（）\x03\x04]"
_CODE_NAME = re.compile(rf"(?<![\d.])(?P<code>2\d\d(?:\d\d){{0,2}})(?![\d.])[-—]?(?P<name>{_HAN}{{2,30}})")
_LEVEL_CODE = re.compile(r"(?P<name>[\u4e00-\u9fff]{2,30})（(?:类|款|项)）（(?P<code>2\d\d(?:\d\d){0,2})）")
_NAME_CODE = re.compile(rf"(?P<name>{_HAN}{{2,30}})(?P<code>2\d\d(?:\d\d){{1,2}})(?![\d.])")
_ORDER = re.compile(r"^\d{1,2}[.．] ?(?=\d{3})")
_GLOSSARY = re.compile(r"名词解释")
_LEVEL = re.compile(r"(?P<name>[\u4e00-\u9fff（）、]{2,26}?)（(?P<level>[类款项])）")
_PAIR = re.compile(r"(?P<k>[\u4e00-\u9fff]{2,16})（类）(?P<p>[\u4e00-\u9fff（）、]{2,24}?)（款）")
_TRIPLE = re.compile(
    r"(?P<k>[\u4e00-\u9fff]{2,16})（类）(?P<p>[\u4e00-\u9fff（）、]{2,24}?)（款）(?P<x>[\u4e00-\u9fff（）、]{2,28}?)（项）"
)


def judge_codes(report: Report) -> Iterator[Doubt]:
    """Names against the dictionaries of the year, the glossary against the body."""
    yield from at_all_places(_codes(report), "科目名称或编码有误", apart=12)
    yield from _levels(report)
    yield from _pairs(report)
    yield from _glossary(report)
    yield from _merged(report)


def _codes(report: Report) -> Iterator[Doubt]:
    told: dict[tuple[str, str], list[Doubt]] = {}
    edges = Edges(report)
    for block in report.prose:
        if is_row(block.plain.text):
            continue
        glossary = bool(_GLOSSARY.search(block.section))
        for pattern in (_CODE_NAME, _NAME_CODE) if glossary else (_CODE_NAME, _LEVEL_CODE):
            for found in pattern.finditer(_ORDER.sub(lambda m: "、" * len(m.group()), block.plain.text)):
                code, name = found["code"], _clean(found["name"])
                if edges.cut(block, *found.span()):
                    continue
                if pattern is _CODE_NAME and (glossary or (len(code) == 3 and "支出" not in name)):
                    continue
                if (
                    pattern is _LEVEL_CODE
                    and report.codes.function(code)
                    and _bare(name) not in _names(report.year or 2021)["项"]
                ):
                    continue  # an old name is told once, by its level
                doubt = _code_doubt(report, block, found.span("code"), code, name, ends=pattern is _NAME_CODE)
                if doubt is not None:
                    told.setdefault((code, name), []).append(doubt)
    for first, *more in told.values():
        yield replace(first, also=tuple(f"{d.place}：{d.quote[:60]}" for d in more))


def _clean(name: str) -> str:
    return re.sub(r"[\x03\x04]|（[类款项]）", "", name).split("（")[0]


def _code_doubt(
    report: Report, block: Block, span: tuple[int, int], code: str, name: str, *, ends: bool
) -> Doubt | None:
    """The doubt about a code with its name; ``ends``: the words end where the name ends, they may begin before it."""
    known = report.codes.function(code)
    if known is None:
        other = report.codes.of_other_years(code)
        if other is None:
            return _no_such_code(report, block, span, code, name)
        if report.codes.function(code[:3]) is None or not _alike(name, other.name):
            return None
        return doubt_at(
            "C25",
            block,
            span,
            f"{report.year}年的支出功能分类里没有{code}，它是别的年度的“{other.name}”。",
            "请按当年的政府收支分类科目改正。",
            f"{code}{other.name}",
            confidence="中",
        )
    right = known.name
    if name == right.partition("（")[0]:
        return None  # the words were cut at the bracket
    if _alike(name, right) and not (ends and _goes_on(name, right)):
        return None
    return doubt_at(
        "C25",
        block,
        span,
        f"{code}的科目名称是“{right}”，写成了“{name}”。",
        "请按当年的政府收支分类科目改正。",
        name,
        right,
        severity=INFO if known.doubtful else WARNING,
        confidence="低" if known.doubtful else "中",
    )


def _no_such_code(report: Report, block: Block, span: tuple[int, int], code: str, name: str) -> Doubt | None:
    """The doubt about a code that no year has, where its name tells the only code that can be meant."""
    same = [
        c
        for c in report.codes.functions.values()
        if len(c.code) == len(code) and _bare(c.name) == _bare(name) and not c.doubtful
    ]
    near = [c for c in same if sum(a != b for a, b in zip(c.code, code, strict=True)) <= 3]
    found = same if len(same) == 1 else [c for c in near if c.code[:5] == code[:5]]
    if len(found) != 1 or not near:
        return None
    return doubt_at(
        "C25",
        block,
        span,
        f"支出功能分类里没有{code}，“{name}”的编码是{found[0].code}。",
        "请按当年的政府收支分类科目改正。",
        code,
        found[0].code,
        confidence="中",
    )


def _alike(said: str, right: str) -> bool:
    """Whether the words are the name, give or take 支出 at its end and words around it."""
    a, b = re.sub(r"支出$", "", said), re.sub(r"支出$", "", right)
    return a.startswith(b) or a.endswith(b) or (len(a) >= 4 and b.startswith(a) and len(b) - len(a) <= 2)


def _goes_on(said: str, right: str) -> bool:
    """Whether the words begin with the name and go on with something else."""
    a, b = _bare(said), _bare(right)
    return a.startswith(b) and not a.endswith(b) and len(a) - len(b) > 2


@cache
def _names(year: int) -> Mapping[str, Mapping[str, str]]:
    """For 类, 款, 项: bare name → full name of the year."""
    found: dict[str, dict[str, str]] = {"类": {}, "款": {}, "项": {}}
    for code in Codebook.for_year(year).functions.values():
        found[code.level][_bare(code.name)] = code.name
    return found


@cache
def _old_names(year: int) -> Mapping[str, Mapping[str, str]]:
    """For 类, 款, 项: bare names that only other years have → the name of ``year`` of the same code, maybe none."""
    now = Codebook.for_year(year)
    found: dict[str, dict[str, str]] = {"类": {}, "款": {}, "项": {}}
    for other in (2017, 2018, 2019, 2020, 2021, 2022, 2023, 2024):
        for code in Codebook.for_year(other).functions.values():
            if code.doubtful or _bare(code.name) in _names(year)[code.level]:
                continue
            known = now.function(code.code)
            found[code.level][_bare(code.name)] = known.name if known else ""
    return found


def _bare(name: str) -> str:
    return re.sub(r"支出$", "", name)


def _levels(report: Report) -> Iterator[Doubt]:
    """“文化体育与传媒支出（类）” in a year that calls it otherwise; a name with one wrong character."""
    told: set[str] = set()
    edges, year = Edges(report), report.year or 2021
    for block, found in report.find(_LEVEL):
        name, level = re.split(r"[，。；：、]|\d", found["name"])[-1].strip("（）"), found["level"]
        bare = _bare(name)
        valid, gone = _names(year)[level], _old_names(year)[level]
        if len(bare) < 3 or name in told or any(bare.endswith(each) for each in valid if len(each) >= 2):
            continue
        old = (right for each, right in gone.items() if len(each) > 3 and bare.endswith(each))
        near = (
            full
            for each, full in valid.items()
            if len(each) >= 5 and (_one_off(bare, each) or _one_off(name, full))
        )
        right = next(chain(old, near), None)
        if right is None or edges.cut(block, *found.span()):
            continue
        told.add(name)
        at = found.end("name")
        words = f"，应为“{right}”" if right else ""
        yield doubt_at(
            "C25",
            block,
            (at - len(name), at),
            f"{report.year}年的科目里没有“{name}（{level}）”{words}。",
            "请按当年的政府收支分类科目改正。",
            name,
            right,
            confidence="中",
        )


def _pairs(report: Report) -> Iterator[Doubt]:
    """“住房保障支出（类）住房保障支出（款）”: a 款 that its 类 does not have."""
    groups: dict[str, set[str]] = defaultdict(set)
    for code in report.codes.functions.values():
        if code.level == "款":
            groups[_bare(report.codes.functions[code.parent].name)].add(_bare(code.name))
    told: set[tuple[str, str]] = set()
    for block, found in report.find(_PAIR):
        top, group = _bare(found["k"]), _bare(found["p"])
        others = [name for name, names in groups.items() if group in names or name == group]
        if top not in groups or group in groups[top] or not others or (top, group) in told:
            continue
        told.add((top, group))
        yield doubt_at(
            "C25",
            block,
            found.span("p"),
            f"“{found['k']}（类）”下面没有“{found['p']}（款）”。",
            "请按当年的政府收支分类科目改正。",
            expected="、".join(sorted(groups[top])) if len(groups[top]) < 4 else "",
            confidence="中",
        )


def _one_off(said: str, right: str) -> bool:
    """Whether one character was changed, left out or put in."""
    if len(said) == len(right):
        return sum(a != b for a, b in zip(said, right, strict=True)) == 1
    return lacks_one(*sorted((said, right), key=len))


def _glossary(report: Report) -> Iterator[Doubt]:
    """Codes used against codes explained; where there are no codes, 类款项 names."""
    used: dict[str, Block] = {}
    explained: dict[str, Block] = {}
    listed: set[str] = set()  # in tables
    for block in report.blocks:
        text = block.plain.text
        codes = re.findall(r"(?<![\d.])(2\d{6})(?![\d.])", text)
        if not block.prose or is_row(text):
            listed.update(codes)
            continue
        target = explained if _GLOSSARY.search(block.section) else used
        for code in codes:
            target.setdefault(code, block)
    if len(used) < 2 or len(explained) < 2:
        used, explained = _triples(report)
        if len(used) < 2 or len(explained) < 2 or len(used.keys() & explained.keys()) * 2 < len(explained):
            return
    extra = [c for c in explained if c not in used and c not in listed and not _of_fund(report, c)]
    missing = [c for c in used if c not in explained]
    for codes, where, message, advice in (
        (extra, explained, "名词解释里有正文没有用到的科目", "请删去没有用到的科目，或补上正文。"),
        (missing, used, "正文用到的科目没有名词解释", "请补上这些科目的名词解释。"),
    ):
        if codes:
            block = where[codes[0]]
            at = max(block.plain.text.find(codes[0]), 0)
            yield doubt_at(
                "C28",
                block,
                (at, at + len(codes[0])),
                f"{message}：{'、'.join(codes)}。",
                advice,
                "、".join(codes),
                confidence="高" if codes[0].isdigit() else "中",
            )


def _triples(report: Report) -> tuple[dict[str, Block], dict[str, Block]]:
    """“…（款）…（项）” of the body, of the glossary."""
    used: dict[str, Block] = {}
    explained: dict[str, Block] = {}
    for block, found in report.find(_TRIPLE):
        target = explained if _GLOSSARY.search(block.section) else used
        target.setdefault(f"{_bare(found['p'])}（款）{_bare(found['x'])}（项）", block)
    return used, explained


def _of_fund(report: Report, code: str) -> bool:
    """Whether the 款 belongs to a government fund or to 国有资本经营预算: its items need not be listed in the body."""
    group = report.codes.function(code[:5])
    return code.startswith("223") or (group is not None and bool(FUNDED.search(group.name)))


def _merged(report: Report) -> Iterator[Doubt]:
    """Several 项 with one amount between them."""
    found = []
    for block in report.prose:
        text = block.plain.text
        codes = re.findall(r"(?<![\d.])2\d{6}(?![\d.])", text)
        if not codes and re.search(r"决算(?:数)?为?\d", text):
            codes = re.findall(r"[\u4e00-\u9fff]{2,24}（项）", text)
        if (
            len(set(codes)) > 1
            and len(re.findall(r"\d万元", text)) == 1
            and re.search(r"决算", text)
            and not _GLOSSARY.search(block.section)
        ):
            found.append((block, codes))
    if found:
        block, codes = found[0]
        at = max(block.plain.text.find(codes[0]), 0)
        yield doubt_at(
            "C24",
            block,
            (at, at + len(codes[0])),
            f"{len(found)}处把几个项级科目合在一行，没有分别写出决算数。",
            "请每个项级科目一行，写出各自的决算数。",
            "、".join(codes),
            also=tuple(b.place for b, _ in found),
        )
