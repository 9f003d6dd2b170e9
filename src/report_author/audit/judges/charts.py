"""Charts against the text, against the workbook inside them; charts that became text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from report_author.audit.claims.report import Mention, Report, Role, core, same
from report_author.audit.claims.tokens import Span, Token, plus, room, shown, sum_of, tokens_of
from report_author.audit.judges.relations import (
    ERROR,
    INFO,
    WARNING,
    Doubt,
    NotJudged,
    Relation,
    broken,
    doubt_at,
    holds,
)
from report_author.audit.reading.blocks import Block, ChartValue, squeeze

_NUMBER = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?")
_TITLE_LINES = 3


def dumped_charts(blocks: Sequence[Block]) -> list[ChartValue]:
    """The values of each chart among ``blocks``; a line of a table is none: it has one name before its numbers."""
    found: list[ChartValue] = []
    for number, block in enumerate(blocks):
        if "\t" not in block.text.strip():
            continue
        fields = [text for field in block.text.split("\t") if (text := squeeze(field).text)]
        found += _series(_title(blocks, number), _name_above(blocks, number), fields)
    return found


def _series(title: str, name: str, fields: Sequence[str]) -> Iterator[ChartValue]:
    at = 0
    while at < len(fields):
        words = _run(fields, at, numbers=False)
        values = _run(fields, at + len(words), numbers=True)
        if len(words) < 2 or not values or len(values) > len(words):
            return
        if len(values) >= 2:
            for category, value in zip(words[-len(values) :], values, strict=True):
                yield ChartValue(
                    title, words[0] if len(words) > len(values) else name, category, _decimal(value)
                )
        elif len(words) == 2 and at:
            yield ChartValue(title, "", words[0], _decimal(values[0]))  # a series that somebody left over
        name = ""
        at += len(words) + len(values)


def _run(fields: Sequence[str], start: int, *, numbers: bool) -> list[str]:
    found = []
    for field in fields[start:]:
        if bool(_NUMBER.fullmatch(field)) is not numbers:
            break
        found.append(field)
    return found


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def _name_above(blocks: Sequence[Block], number: int) -> str:
    """The last word before the line: on a line of its own, or at the end of the line of the series before."""
    text = blocks[number - 1].text if number else ""
    last = squeeze(text.rpartition("\t")[2]).text
    return last if len(last) <= 20 and not _NUMBER.fullmatch(last) else ""


def _title(blocks: Sequence[Block], number: int) -> str:
    """The nearest short line above that names the chart."""
    for block in blocks[max(0, number - _TITLE_LINES) : number][::-1]:
        text = squeeze(block.text.strip().partition("\t")[0]).text
        if re.search("总体|结构|情况|变动|支出|收入|决算", text) and 4 < len(text) <= 40:
            return text
    return f"第{number + 1}行的图"


# ---------------------------------------------------------------- charts against the text, against the workbook inside them


_YEAR = re.compile(r"(20\d\d)年?度?(?:决算|预算)?(?:数)?")
_PARTS = re.compile("结构|构成|占比|组成|分布")
_WAN, _YUAN = "万元", "元"


class _Amounts(NamedTuple):
    """Everything that a chart may show: the amounts of the text with their spans in 元, what changes imply."""

    tokens: list[tuple[Token, Span]]
    bases: list[tuple[Token, Span]]

    def find(self, value: Decimal) -> Token | None:
        """The amount that prints ``value`` 元, else one that it follows from."""
        shown_by = (token for token, span in (*self.tokens, *self.bases) if span.low <= value <= span.high)
        return next(shown_by, None)


def judge_charts(report: Report) -> Iterator[Relation | Doubt | NotJudged]:
    """Every value of every chart."""
    values = report.document.charts or tuple(dumped_charts(report.blocks))
    if not values:
        return
    amounts = _amounts(report)
    by_chart: dict[str, list[ChartValue]] = defaultdict(list)
    for value in values:
        by_chart[value.chart].append(value)
    for title, listed in by_chart.items():
        chart = _Chart(report, amounts, title, listed)
        yield from chart.stored()
        yield from chart.judged()


def _amounts(report: Report) -> _Amounts:
    tokens = [
        (token, report.span(token))
        for block in report.blocks
        if block.kind not in ("图", "目录") and "\t" not in block.text.strip()
        for token in tokens_of(block)
        if token.is_money
    ]
    bases = []
    for reading in report.readings:
        for change in reading.changes:
            if change.money is not None:
                moved = report.span(change.money)
                for now in reading.plain:
                    span = report.span(now.token)
                    bases.append((now.token, span - moved if change.up else span + moved))
    return _Amounts(tokens, bases)


class _Chart:
    """One chart under judgement."""

    def __init__(self, report: Report, amounts: _Amounts, title: str, values: Sequence[ChartValue]) -> None:
        self.report, self.amounts, self.title, self.values = report, amounts, title, values
        self.unit = self._unit()

    def _unit(self) -> str:
        """万元 or 元: what most of its values need to be found in the text."""
        return max((_WAN, _YUAN), key=lambda unit: sum(1 for v in self.values if self._found(v, unit)))

    def _found(self, value: ChartValue, unit: str) -> Token | None:
        yuan = value.value.scaleb(4) if unit == _WAN else value.value
        return self.amounts.find(yuan) if yuan else None

    def _token(self, value: ChartValue) -> Token:
        text = f"{value.value}{self.unit}"
        blocks = [b for b in self.report.blocks if b.kind == "图" and self.title in b.place]
        paragraph = blocks[0].paragraph if blocks else -1
        place = self.title if self.title.endswith("的图") else f"图“{self.title}”"
        block = Block(text, place, "图", paragraph)
        return Token(
            block,
            0,
            len(block.plain.text),
            value.value,
            max(-int(value.value.as_tuple().exponent), 0),
            self.unit,
        )

    def stored(self) -> Iterator[Doubt]:
        """What the chart shows against the data that open when somebody edits it."""
        wrong = [v for v in self.values if v.stored is not None and v.stored != v.value]
        if not wrong:
            return
        first = wrong[0]
        token = self._token(first)
        words = "；".join(f"{_name(v)}显示{v.value}，数据表里是{v.stored}" for v in wrong[:4])
        yield doubt_at(
            "C38",
            token.block,
            token,
            f"图上显示的数与图的数据表不同：{words}。",
            "请右键图表、编辑数据，核对后更新。",
            str(first.value),
            str(first.stored),
            difference=shown(first.value - (first.stored or Decimal(0)), 6),
            severity=ERROR,
        )

    def judged(self) -> Iterator[Relation | Doubt | NotJudged]:
        words = self.title + "".join(v.series for v in self.values)
        if self.unit == _YUAN:
            yield self._in_yuan("万元" in words)
        for value in self.values:
            if value.value:
                yield from self._value(value)
        if _PARTS.search(self.title):
            yield from self._parts()

    def _in_yuan(self, says_wan: bool) -> Doubt:
        token = self._token(self.values[0])
        message = "图上写的单位是万元，数据却是元。" if says_wan else "图的数据以元为单位，文字用的是万元。"
        return doubt_at(
            "C10" if says_wan else "C38",
            token.block,
            token,
            message,
            "请把图的数据改成万元，和文字一致。",
            f"{self.values[0].value}元",
            f"{shown(self.values[0].value.scaleb(-4))}万元",
            severity=WARNING if says_wan else INFO,
        )

    def _value(self, value: ChartValue) -> Iterator[Relation | NotJudged]:
        token = self._token(value)
        exact = Span(token.yuan, token.yuan)
        named = [m.token for m in self._named(value)]
        same_name = (t for t in named if self.report.span(t).meets(exact))
        found = next(same_name, None) if named else self._found(value, self.unit)
        if found is not None:
            yield holds("C38", token, found)
        elif named:
            yield self._differs(value, token, min(named, key=lambda t: abs(t.yuan - token.yuan)))
        else:
            yield from self._lost(value, token)

    def _named(self, value: ChartValue) -> list[Mention]:
        """This year's amounts that carry the very name of the slice."""
        name = core(re.sub(r"[\s\d.]*%$|（[类款项]）", "", value.category))
        if len(name) < 4 or _YEAR.search(name):
            return []
        mentions = [m for m in self.report.mentions(Role.PLAIN) if same(m.label, name)]
        return [m for m in mentions if m.token.value] or mentions

    def _differs(self, value: ChartValue, token: Token, other: Token) -> Relation:
        return broken(
            "C38",
            (token, other),
            f"图上“{_name(value)}”是{shown(value.value)}{self.unit}，文字是{other.text}，两处不一致。",
            "请核对图的数据和文字，改成同一个数。",
            f"图：{shown(value.value)}{self.unit}",
            f"文字：{other.text}",
            working=other.block.place,
            difference=f"{shown((token.yuan - other.yuan).scaleb(-4))}万元",
        )

    def _lost(self, value: ChartValue, token: Token) -> Iterator[Relation | NotJudged]:
        year = _YEAR.search(value.category)
        if not value.series and len({v.series for v in self.values}) > 1:
            message = f"图里有一个没有名称的系列，数值是{value.value}，文字里没有这个数，像是制图时留下的。"
        elif year and self.report.year and int(year[1]) < self.report.year - 1:
            return
        elif year and int(year[1]) != self.report.year and not self._compared(value):
            yield NotJudged(
                "C38",
                token.block.place,
                f"{_name(value)}{value.value}",
                "文字没有写出这一年的数，也推算不出来",
            )
            return
        else:
            message = f"图上的“{_name(value)}”{shown(value.value)}{self.unit}在文字里找不到相同的数。"
        yield broken(
            "C38",
            (token,),
            message,
            "请核对图的数据和文字。",
            f"{value.value}{self.unit}",
            "与文字相同的数",
            sure=False,
        )

    def _compared(self, value: ChartValue) -> bool:
        """Whether the text says by how much this series changed."""
        now = [self._found(v, self.unit) for v in self.values if v.series == value.series and v is not value]
        blocks = {token.block for token in now if token is not None}
        return any(c.money is not None for r in self.report.readings if r.block in blocks for c in r.changes)

    def _parts(self) -> Iterator[Relation]:
        """Slices make up a whole that the text prints; a slice below zero cannot be drawn."""
        parts = [self._token(v) for v in self.values if v.value and not _YEAR.fullmatch(v.category)]
        below = [part for part in parts if part.value < 0]
        for part in below:
            yield broken(
                "C38",
                (part,),
                f"结构图里有负数{part.text}，图上画不出来。",
                "请核对数据；确有负数的，改用柱状图。",
                severity=WARNING,
            )
        if len(parts) < 2 or below or len({v.series for v in self.values}) > 1:
            return
        added = sum_of(parts)
        tail = room(len(parts))
        near = Span(added - tail, added + tail)
        whole = next((token for token, span in self.amounts.tokens if span.meets(near)), None)
        if whole is not None:
            yield holds("C38", parts[0], whole)
        else:
            yield broken(
                "C38",
                tuple(parts),
                f"结构图各块之和是{shown(added.scaleb(-4))}万元，文字里没有这个合计，可能漏了一块或多了一块。",
                "请核对图的数据。",
                f"{shown(added.scaleb(-4))}万元",
                "文字里的合计",
                working=plus(parts),
                sure=False,
            )


def _name(value: ChartValue) -> str:
    """A point by its series, its category."""
    if _YEAR.fullmatch(value.category) or len(value.category) < 2:
        return f"{value.series}{value.category}"
    return value.category
