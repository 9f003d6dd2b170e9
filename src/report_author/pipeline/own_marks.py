"""What stands around the figures of our own report, against what these figures are."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from report_author.audit.reading.blocks import Block
from report_author.figures.compare import Change, Completion
from report_author.figures.figure import Figure
from report_author.templating.word_finish import Mark
from report_author.workpaper.evidence import Evidence, comparisons

#: words of which a name has one: a figure that is called by another one of the same row is another figure
_APART = tuple(
    tuple(row.split())
    for row in (
        "收入 支出",
        "合计 总计 小计",
        "年初 年末",
        "基本支出 项目支出",
        "人员经费 公用经费",
        "货物 工程 服务",
        "三公 出国 用车 接待",
        "国内 外事",
        "购置 运行",
        "中小 小微",
        "一般公共预算 政府性基金 国有资本",
        "通用 专用",
        "批次 人次",
        "团组 人数",
        "购置数 保有量",
        "事前 监控 自评",
        "上级补助 事业收入 经营收入 附属单位 其他收入",
        "上缴上级 经营支出 附属单位",
        "轿车 越野车 载客汽车",
    )
)
_CLAUSE = re.compile(r"[，。；：（）、\n]")
_IN_NAMES = re.compile(r"（(?:境|护)）")
_DERIVED = re.compile(r"(?:比上年增减[额率](?:的上限)?|占[^占]*比重|占比|完成预算|预算)$")
_MOVED = re.compile(r"比上年增减[额率](?:的上限)?$")
_WAY = re.compile(r"(?P<up>增加|增长|上升|提高|增幅)|(?P<down>减少|下降|降低|降幅)")
_AGAINST = re.compile(r"决算数?(?P<way>大于|高于|超过|多于|小于|低于|少于|等于|与)[^，。；\d]{0,4}预算")
_WAYS = {
    "大于": "大于",
    "高于": "大于",
    "超过": "大于",
    "多于": "大于",
    "小于": "小于",
    "低于": "小于",
    "少于": "小于",
    "等于": "等于",
    "与": "等于",
}
_UNIT = re.compile(r"万元|元(?!素)|%|辆|批次|人次|台")
_VIEWS = ("万元", "元", "%")
_UNITS = re.compile(r"(?:万元|元|%|辆|个|人|次|批次|人次|台（套）)?[、，；和]?(?:万元|元|%)?")
_TOTAL = re.compile(r"(?P<what>[\u4e00-\u9fff]{2,24}?)(?:决算)?(?:支出)?(?:决算)?(?:数?[为是共]|共计)?$")
_QUOTES = re.compile(r"[“”\"]")
#: names that many figures answer to
_VAGUE = frozenset(("", "收入", "支出"))
_NOISE = re.compile(
    r"[“”\"（）()\s]|决算|经费|费用|费|支出(?=.)|数$|财政拨款(?=收入|支出)|20\d\d年度?|本年度?|合计|总额"
)


@dataclass(frozen=True, slots=True)
class Oddity:
    """A figure that does not suit the words around it; ``start``, ``end`` in the text of its paragraph."""

    code: str
    block: Block
    start: int
    end: int
    message: str
    advice: str
    stated: str
    expected: str
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """A mark with its paragraph: ``at`` counts in the block's text, ``piece`` is what stands between it and what is before."""

    mark: Mark
    block: Block
    at: int
    piece: str

    @property
    def figure(self) -> Figure:
        return self.mark.printed.figure

    @property
    def end(self) -> int:
        return self.at + len(self.mark.printed.text)


def contradicts(words: str, name: str) -> bool:
    """Whether ``words`` are those of another figure than the one called ``name``."""
    for row in _APART:
        said, meant = {word for word in row if word in words}, {word for word in row if word in name}
        if said and meant and not said & meant:
            return True
    return False


def placed_marks(blocks: Mapping[int, Block], marks: Sequence[Mark], part: str) -> dict[Block, list[Placed]]:
    """The marks of the body by their paragraphs, in order."""
    by_block: dict[Block, list[Mark]] = defaultdict(list)
    for mark in marks:
        block = blocks.get(mark.paragraph) if mark.part == part else None
        if block is not None and not block.joined:
            by_block[block].append(mark)
    found: dict[Block, list[Placed]] = {}
    for block, listed in by_block.items():
        end, here = 0, []
        for mark in sorted(listed, key=lambda each: each.offset):
            at = mark.offset + len(block.number)
            here.append(Placed(mark, block, at, block.text[end:at]))
            end = at + len(mark.printed.text)
        found[block] = here
    return found


def oddities(placed: Mapping[Block, Sequence[Placed]], evidence: Evidence) -> Iterator[Oddity]:
    """Every figure under another one's name, against its own sign, beside its double."""
    compared = [*comparisons(evidence.names)]
    moved = {each.now.name: each for each in compared if isinstance(each, Change)}
    against = {each.actual.name: each for each in compared if isinstance(each, Completion)}
    names = {
        _bare(each.figure.name): each.figure
        for here in placed.values()
        for each in here
        if each.figure.is_money
    }
    for block, here in placed.items():
        yield from _doubled(here)
        for number, each in enumerate(here):
            yield from _misnamed(each, here[:number], names)
            yield from _wrong_unit(each)
            yield from _wrong_way(each, moved)
        yield from _wrong_side(block, here, against)


def _doubled(here: Sequence[Placed]) -> Iterator[Oddity]:
    for first, second in pairwise(here):
        between = second.piece
        same = first.figure.name == second.figure.name and first.mark.printed.text == second.mark.printed.text
        if not between or (same and _UNITS.fullmatch(between)):
            text = second.block.text[first.at : second.end]
            yield Oddity(
                "S04",
                second.block,
                first.at,
                second.end,
                f"两个数连着印成了“{text}”，中间没有文字。",
                "请删去多写的一个标签。",
                text,
                first.mark.printed.text,
                (first.figure, second.figure),
            )


def _misnamed(each: Placed, before: Sequence[Placed], names: Mapping[str, Figure]) -> Iterator[Oddity]:
    """A figure whose words are another one's, a rate that is of nothing told before."""
    clause = _CLAUSE.split(_IN_NAMES.sub("", each.piece))[-1]
    fixed = clause.replace("“三公”", "三公").rpartition("”")[2]  # names that people typed stand in quotes
    name = each.figure.name
    if "均" not in fixed and contradicts(fixed, name):  # 均为: several figures told as one
        yield _other(each, fixed, f"前面写的是“{fixed}”")
        return
    subject = _DERIVED.sub("", name)
    if subject != name:
        told = {_bare(placed.figure.name) for placed in before} | {_bare(each.block.text[: each.at])}
        bare = _bare(subject)
        if (
            before
            and each.block.kind != "表格"
            and bare
            and not any(bare in words or words.endswith(bare) for words in told)
        ):
            yield _other(each, clause, "这一段里没有写过它所说的那个数")
        return
    label = _TOTAL.search(_QUOTES.sub("", clause))
    bare = _bare(label["what"]) if label is not None else ""
    other = names.get(bare) if bare not in _VAGUE else None
    own = _bare(name)
    if (
        other is not None
        and bare != own
        and not own.endswith(bare)
        and not bare.endswith(own)
        and other.value != each.figure.value
    ):
        yield _other(each, clause, f"前面写的是“{clause}”")


def _wrong_unit(each: Placed) -> Iterator[Oddity]:
    """The unit behind a figure is not the one that it was printed in."""
    behind = _UNIT.match(each.block.text, each.end)
    view = each.mark.printed.view
    if behind is None or behind.group() == view:
        return
    of_counts = view not in _VIEWS and behind.group() not in _VIEWS
    if not of_counts or contradicts(behind.group(), each.figure.name):
        yield Oddity(
            "S01",
            each.block,
            each.at,
            behind.end(),
            f"这里印的“{each.mark.printed.text}”是“{each.figure.name}”，单位是{view or '个'}，后面写的却是“{behind.group()}”。",
            "请核对标签的名称和它后面的单位。",
            behind.group(),
            view,
            (each.figure,),
        )


def _other(each: Placed, clause: str, why: str) -> Oddity:
    return Oddity(
        "S01",
        each.block,
        max(0, each.at - len(clause)),
        each.end,
        f"这里印的“{each.mark.printed.text}”是“{each.figure.name}”，{why}。",
        "请核对标签的名称和它前面的文字，改成同一个数。",
        each.figure.name,
        clause,
        (each.figure,),
    )


def _wrong_way(each: Placed, moved: Mapping[str, Change]) -> Iterator[Oddity]:
    change = moved.get(_MOVED.sub("", each.figure.name)) if _MOVED.search(each.figure.name) else None
    words = [*_WAY.finditer(_CLAUSE.split(each.piece)[-1])]
    if change is None or not words or not change.moved:
        return
    word = words[-1]
    if bool(word["up"]) != (change.delta_wan > 0):
        yield Oddity(
            "S03",
            each.block,
            max(0, each.at - len(word.group())),
            each.end,
            f"“{change.now.name}”比上年{change.direction}，这里写的是“{word.group()}”。",
            "请按数字写增减，或改用“|增减”由程序写。",
            word.group(),
            change.direction,
            (change.now, change.before),
        )


def _wrong_side(block: Block, here: Sequence[Placed], against: Mapping[str, Completion]) -> Iterator[Oddity]:
    for found in _AGAINST.finditer(block.text):
        before = [
            against[name]
            for each in here
            if each.end <= found.start() and (name := _DERIVED.sub("", each.figure.name)) in against
        ]
        if before and _WAYS[found["way"]] != before[-1].relation:
            last = before[-1]
            yield Oddity(
                "S03",
                block,
                *found.span(),
                f"“{last.actual.name}”{last.relation}预算数，这里写的是“{found.group()}”。",
                "请按数字写，或改用“.关系”由程序写。",
                found["way"],
                last.relation,
                (last.actual, last.budget),
            )


def _bare(name: str) -> str:
    return _NOISE.sub("", name)
