"""Headings in order, figures numbered, the contents page against the headings."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from report_author.audit.claims.report import Report
from report_author.audit.judges.relations import INFO, WARNING, Doubt, at_all_places, doubt_at
from report_author.audit.judges.whole import is_cut, is_row
from report_author.audit.reading.blocks import Block
from report_author.model.findings import Severity
from report_author.ooxml.list_numbers import chinese

# ---------------------------------------------------------------- headings in order, figures numbered


_DIGITS = {chinese(n): n for n in range(1, 60)}
_HAN = "[一二三四五六七八九十]"
_PART = re.compile(rf"第(?P<han>{_HAN}{{1,3}})部分|第(?P<digits>\d{{1,2}})部分")
_FIRST = re.compile(
    rf"(?P<han>{_HAN}{{1,3}})[、.．]|(?P<digits>\d{{1,2}})、(?=[\u4e00-\u9fff]{{4,34}}(?:情况说明|情况|说明)[。：]?$)"
)
_SECOND = re.compile(rf"（(?P<han>{_HAN}{{1,3}})）|（(?P<digits>\d{{1,2}})）")
_THIRD = re.compile(r"(?P<digits>\d{1,2})[.．、](?!\d)")
_ROWS = re.compile(
    r"(?:支出|收入|拨款|等|事务|预算财政|合计|总计|结余|经费)$|安排的支出|其他支出|(?:支出|收入|拨款)[一二三四五六七八九十]{1,3}、"
)


class _Numbered(NamedTuple):
    """A heading with its number; ``han`` tells 一 from 1."""

    block: Block
    number: int
    han: bool
    length: int

    @property
    def sign(self) -> str:
        return self.block.plain.text[: self.length]

    def doubt(
        self,
        message: str,
        advice: str,
        expected: str,
        *,
        code: str = "C37",
        severity: Severity = WARNING,
        also: tuple[str, ...] = (),
    ) -> Doubt:
        """A doubt about the number."""
        return doubt_at(
            code,
            self.block,
            (0, self.length),
            message,
            advice,
            expected=expected,
            severity=severity,
            also=also,
        )


def judge_structure(report: Report) -> Iterator[Doubt]:
    """The skeleton of the report."""
    blocks = [b for b in report.blocks if b.prose and not is_row(b.plain.text)]
    yield from _mixed(blocks)
    yield from _gaps([b for b in report.blocks if b.kind != "目录"], set(blocks))
    yield from _items(blocks)
    yield from _odd_ones(blocks)
    yield from _figures(report)
    yield from _kinds(report)


def _numbered(block: Block, pattern: re.Pattern[str]) -> _Numbered | None:
    found = pattern.match(block.plain.text)
    if found is None:
        return None
    groups = found.groupdict()
    if groups.get("han"):
        number = _DIGITS.get(groups["han"], 0)
        return _Numbered(block, number, True, found.end()) if number else None
    return _Numbered(block, int(groups["digits"]), False, found.end())


def _mixed(blocks: Sequence[Block]) -> Iterator[Doubt]:
    """Arabic numbers that go on where Chinese ones began: “9、” after “八、”, “（2）” after “（一）”, “第3部分”."""
    wrong = _second_mixed(blocks)
    for pattern in (_PART, _FIRST):
        last: _Numbered | None = None
        between: list[str] = []
        for block in blocks:
            text = block.plain.text
            between.append(text)
            if pattern is _FIRST and _PART.match(text):
                last, between = None, []
            here = _numbered(block, pattern) if len(text) <= 45 else None
            if here is None:
                continue
            goes_on = not here.han and last is not None and here.number == last.number + 1
            own = (
                pattern is _FIRST
                and last is not None
                and any(_arabic_seen(f"{last.number}{sign}", between[:-1]) for sign in "、.．")
            )
            if goes_on and last is not None and (last.block in wrong or (last.han and not own)):
                wrong.append(block)
            last, between = here, []
    if wrong:
        order = {block: n for n, block in enumerate(blocks)}
        wrong.sort(key=lambda b: order[b])
        names = tuple(f"{b.place}：{b.text.strip()[:30]}" for b in wrong)
        yield doubt_at(
            "C37",
            wrong[0],
            (0, min(8, len(wrong[0].plain.text))),
            f"{len(wrong)}处标题序号与上下文的写法不同（自动编号转换时常见）："
            + "；".join(b.plain.text[:16] for b in wrong)
            + "。",
            "请统一用“第一部分”“一、”“（一）”“1.”。",
            wrong[0].plain.text[:16],
            also=names,
        )


def _arabic_seen(sign: str, between: Sequence[str]) -> bool:
    """Whether a list of Arabic numbers of its own has come to ``sign``."""
    return any(re.search(rf"(?<!\d){re.escape(sign)}(?!\d)", text) for text in between)


def _second_mixed(blocks: Sequence[Block]) -> list[Block]:
    """“（2）” among “（一）…”; a run “（1）（2）（3）” of its own is a lower level."""
    wrong: list[Block] = []
    group: list[_Numbered] = []
    before: dict[Block, list[str]] = {}  # what stands between a numbered paragraph and the one before it
    between: list[str] = []
    for block in [*blocks, None]:
        if block is None or block.style in (1, 2) or _PART.match(block.plain.text):
            wrong += _second_of(group, before)
            group, between = [], []
            continue
        here = _numbered(block, _SECOND)
        if here is not None:
            before[block] = between
            group.append(here)
            between = [block.plain.text[here.length :]]
        else:
            between.append(block.plain.text)
    return wrong


def _second_of(group: Sequence[_Numbered], between: Mapping[Block, Sequence[str]]) -> list[Block]:
    if not any(n.han for n in group):
        return []
    wrong: list[Block] = []
    han = at = 0
    while at < len(group):
        if group[at].han:
            han = group[at].number
            at += 1
            continue
        run = [group[at]]
        for here in group[at + 1 :]:
            if here.han or here.number != run[-1].number + 1:
                break
            run.append(here)
        stop = at + len(run)
        first = run[0].number
        starts = at == 0 and stop < len(group) and group[stop].han and group[stop].number == len(run) + 1
        own = (first == 1 and not (starts and len(run) == 1)) or _arabic_seen(
            f"（{first - 1}）", between[run[0].block]
        )
        if not own and (first > han > 0 or starts):
            wrong += [n.block for n in run if len(n.block.plain.text) < 60 or han]
        at = stop
    return wrong


def _gaps(blocks: Sequence[Block], prose: Collection[Block]) -> Iterator[Doubt]:
    """“二、” followed by “四、”, “三、” followed by “三、”; a number that stands anywhere between is not missing."""
    found: list[Doubt] = []
    last: _Numbered | None = None
    between: list[str] = []
    for block in blocks:
        text = block.plain.text
        if block in prose and (
            _PART.match(text) or is_cut(text) or re.match(r"附件", text) or block.style == 1
        ):
            last, between = None, [text]
            continue
        here = _numbered(block, _FIRST) if block.style == 2 and block in prose else None
        between.append(text)
        if here is None or _is_row_name(text[here.length :]):
            continue
        if last is not None and here.number > last.number + 1:
            missing = [n for n in range(last.number + 1, here.number) if not _seen(n, between)]
            if missing and len(missing) == here.number - last.number - 1 and len(missing) < 4:
                found.append(_gap(last, here, missing))
        elif (
            last is not None
            and here.number == last.number > 1
            and text[here.length :] != last.block.plain.text[last.length :]
        ):
            found.append(_double(last, here))
        last, between = here, [text[here.length :]]
    yield from at_all_places(found, "标题序号不连续", apart=4)


def _is_row_name(name: str) -> bool:
    """Whether a “heading” is a row of 收入支出决算总表 that became text."""
    plain = name.removesuffix("。")
    if plain.endswith("表"):
        return False
    return bool(_ROWS.search(plain)) and "说明" not in plain and "情况" not in plain


def _seen(number: int, between: Sequence[str]) -> bool:
    sign = re.compile(rf"(?<!{_HAN})(?:{chinese(number)}[、.．]|{number}、)")
    return any(sign.search(text) for text in between)


def _gap(last: _Numbered, here: _Numbered, missing: Sequence[int]) -> Doubt:
    words = "、".join(chinese(n) for n in missing) + "、"
    table = here.block.plain.text.endswith("表")
    return here.doubt(
        f"标题从“{last.sign}”跳到“{here.sign}”，缺“{words}”。",
        "请核对是否漏了表格。" if table else "请补上漏掉的部分，或改正序号。",
        f"{chinese(last.number + 1)}、",
        code="C18" if table else "C37",
    )


def _double(last: _Numbered, here: _Numbered) -> Doubt:
    return here.doubt(
        f"标题序号“{here.sign}”用了两次，前一处是“{last.block.plain.text[:24]}”。",
        "请改正序号。",
        here.sign.replace(chinese(here.number), chinese(here.number + 1)),
        also=(f"{last.block.place}：{last.block.text.strip()[:30]}",),
    )


def _items(blocks: Sequence[Block]) -> Iterator[Doubt]:
    """“（一）（三）”, “1.3.” among the paragraphs under one heading."""
    found: list[Doubt] = []
    for pattern, levels in ((_SECOND, (1, 2)), (_THIRD, (1, 2, 3))):
        last: _Numbered | None = None
        between: list[str] = []
        for block in blocks:
            text = block.plain.text
            if block.style in levels or is_cut(text) or _PART.match(text) or _FIRST.match(text):
                last, between = None, []
                continue
            here = _numbered(block, pattern)
            between.append(text)
            if here is None or (pattern is _SECOND and not here.han):
                continue
            if (
                last is not None
                and here.number == last.number + 2
                and not _item_seen(last.number + 1, pattern, between, here)
            ):
                found.append(_item_gap(last, here, WARNING if pattern is _SECOND else INFO))
            elif (
                last is not None
                and here.number == last.number > 1
                and here.block.style == last.block.style == 3
            ):
                found.append(_double(last, here))
            last, between = here, [text[here.length :]]
    yield from at_all_places(found, "段落序号不连续", apart=3)


def _odd_ones(blocks: Sequence[Block]) -> Iterator[Doubt]:
    """“二、” “四、” “四、” as openings of paragraphs: the one in the middle can only be “三、”."""
    run: list[_Numbered] = []
    for block in blocks:
        if block.style == 1 or is_cut(block.plain.text) or _PART.match(block.plain.text):
            run = []
            continue
        here = _numbered(block, _FIRST)
        if here is None or _is_row_name(block.plain.text[here.length :]):
            continue
        run = [*run[-2:], here]
        if all(n.block.style == 2 for n in run):
            continue  # judged as headings
        if len(run) == 3 and run[2].number == run[0].number + 2 and run[1].number != run[0].number + 1:
            yield run[1].doubt(
                f"“{run[0].sign}”和“{run[2].sign}”之间的序号写成了“{run[1].sign}”。",
                "请改正序号。",
                f"{chinese(run[0].number + 1)}、",
            )


def _item_gap(last: _Numbered, here: _Numbered, severity: Severity) -> Doubt:
    names = chinese if here.han else str
    lost = here.sign.replace(names(here.number), names(here.number - 1))
    return here.doubt(
        f"序号从“{last.sign}”跳到“{here.sign}”，缺“{lost}”。",
        "请补上漏掉的内容，或改正序号。",
        lost,
        severity=severity,
    )


def _item_seen(number: int, pattern: re.Pattern[str], between: Sequence[str], here: _Numbered) -> bool:
    """Whether the number stands somewhere between, inside a paragraph or in another style."""
    sign = re.compile(
        rf"（(?:{chinese(number)}|{number})）"
        if pattern is _SECOND
        else rf"(?<!\d){number}(?:[.．、）]|(?=[\u4e00-\u9fff]))|[{chr(0x245F + number)}]|（{number}）"
    )
    return any(sign.search(text) for text in (*between[:-1], here.block.plain.text))


_CAPTION = re.compile(r"图(\d{1,2})[：:]")


def _figures(report: Report) -> Iterator[Doubt]:
    found = [*report.find(_CAPTION)]
    numbers = [int(match[1]) for _, match in found]
    missing = [n for n in range(1, max(numbers, default=0) + 1) if n not in numbers]
    if missing and not any(is_cut(b.plain.text) for b in report.blocks):
        yield doubt_at(
            "C38",
            *found[0],
            f"图的编号不连续：缺图{'、图'.join(map(str, missing))}的图名。",
            "请给每张图写上图名，按顺序编号。",
        )
    for number in sorted({n for n in numbers if numbers.count(n) > 1}):
        captions = {b.plain.text[m.end() : m.end() + 12]: (b, m) for b, m in found if int(m[1]) == number}
        if len(captions) > 1:
            yield doubt_at(
                "C38",
                *list(captions.values())[-1],
                f"图{number}有{len(captions)}张不同的图。",
                "请按顺序给图编号。",
                severity=INFO,
            )


def _kinds(report: Report) -> Iterator[Doubt]:
    """Headings that speak of a 部门决算 here, of a 单位决算 there."""
    said: dict[str, Block] = {}
    for number, block in enumerate(report.blocks):
        text = block.plain.text
        if (
            not (block.style or number < 6)
            or len(text) > 45
            or re.search(r"所属|下属|各单位|本级|汇总|构成", text)
        ):
            continue
        for kind in re.findall(r"(部门|单位)(?:决算|预算)(?!单位)", text):
            said.setdefault(kind, block)
    if len(said) == 2:
        first, second = said.values()
        at = re.search(r"(?:部门|单位)(?:决算|预算)", second.plain.text)
        assert at is not None
        yield doubt_at(
            "C41",
            second,
            at,
            f"标题里有的写“部门”、有的写“单位”：这里是“{second.plain.text[:30]}”，前面是“{first.plain.text[:30]}”。",
            "请统一：汇总的写部门，只有本单位的写单位。",
            severity=INFO,
            confidence="中",
            also=(f"{first.place}：{first.plain.text[:40]}",),
        )


# ---------------------------------------------------------------- the contents page against the headings of the report


_PAGE = re.compile(r"(?:PAGEREF.*|[.…·⋯_]*[（(]?-?\d{0,3}-?[）)]?)$")
_NUMBER = re.compile(
    r"第[一二三四五六七八九十\d]{1,2}部分|[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十\d]{1,3}）|\d{1,2}[.．、]"
)
_LEAST = 6  # entries that make a list a contents page


def entry_of(block: Block) -> str:
    """The heading that an entry names, without its page number."""
    return _PAGE.sub("", block.plain.text)


def judge_contents(report: Report) -> Iterator[Doubt]:
    """Entries whose heading the report lacks or words otherwise; tables may be in another file."""
    entries = [block for block in report.blocks if block.kind == "目录"]
    marked = [block for block in entries if entry_of(block) != block.plain.text]
    if len(marked) * 2 > len(entries):
        entries = marked  # the others are headings that follow the contents closely
    body = [block for block in report.blocks if block.kind != "目录"]
    text = "".join(block.plain.text for block in body)  # a heading may be broken over two lines
    named = [
        (block, name)
        for block in entries
        if len(name := _NUMBER.sub("", entry_of(block), count=1)) >= 4 and not _NUMBER.search(name)
    ]
    lost = [(block, name) for block, name in named if name not in text and not name.endswith("表")]
    if len(named) < _LEAST or len(lost) * 10 > len(named) * 3:
        return
    known = {name for _, name in named}
    headings = [
        block
        for block in body
        if block.prose
        and 4 <= len(block.plain.text) <= 60
        and _NUMBER.sub("", block.plain.text, count=1) not in known
    ]
    yield from at_all_places((_doubt(block, name, headings) for block, name in lost), "目录与正文标题不一致")


def _doubt(entry: Block, name: str, headings: list[Block]) -> Doubt:
    near = max(headings, key=lambda b: _likeness(name, b), default=None)
    said = entry_of(entry)
    span = (0, len(said))
    if near is not None and _likeness(name, near) >= 0.8:
        return doubt_at(
            "C18",
            entry,
            span,
            f"目录写的是“{said}”，正文的标题是“{near.plain.text}”。",
            "请更新目录，或改正标题。",
            name,
            near.plain.text,
            severity=INFO,
            confidence="中",
            also=(f"{near.place}：{near.plain.text}",),
        )
    return doubt_at(
        "C18",
        entry,
        span,
        f"目录里有“{said}”，正文里没有。",
        "请补上这一部分，或更新目录。",
        confidence="中",
    )


def _likeness(name: str, heading: Block) -> float:
    return SequenceMatcher(None, name, _NUMBER.sub("", heading.plain.text, count=1)).ratio()
