"""A report as anyone wrote it: blocks of text with their places."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, lru_cache

from report_author.model.findings import Finding
from report_author.records import frozen

#: signs that people mix freely, each written in one way; one character for one, so that places stay
_SIGNS = str.maketrans(
    "０１２３４５６７８９．％－−–﹣，,；;：:（(）)【】［］｡﹪﹒　数萬與減長佔較總計預決財務費購車輛國團組個經營項",
    "0123456789.%----，，；；：：（（））【】【】。%. 数万与减长占较总计预决财务费购车辆国团组个经营项",
)
_SIGNS.update(str.maketrans("數額補業單為萬門標準類產無設運維護", "数额补业单为万门标准类产无设运维护"))
_THOUSANDS = re.compile(r"(?<![\d.])\d{1,3}(?:,\d{3})+(?![\d,])")
_SPACE = re.compile(r"[\s\u200b\ufeff\xa0]")
_KEPT = "\x02"  # stands for a thousands comma while the other commas are made full-width


@frozen
class Squeezed:
    """Text without spaces, signs in one width; ``at`` gives the place of each character in the original."""

    text: str
    at: Sequence[int]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the original that ``text[start:end]`` came from."""
        if not self.at or end <= start:
            return 0, 0
        return self.at[start], self.at[min(end, len(self.at)) - 1] + 1


def squeeze(text: str) -> Squeezed:
    """``text`` as the judges read it; a space between two digits stays, since it separates numbers."""
    marked = _THOUSANDS.sub(lambda found: found.group().replace(",", _KEPT), text).translate(_SIGNS)
    kept: list[str] = []
    at: list[int] = []
    for index, char in enumerate(marked):
        if _SPACE.match(char):
            after = marked[index + 1 : index + 2]
            if kept and kept[-1] in "0123456789.%" and after.isdigit():
                kept.append(" ")
                at.append(index)
            continue
        kept.append("," if char == _KEPT else char)
        at.append(index)
    return Squeezed("".join(kept), at)


@dataclass(frozen=True, eq=False)
class Block:
    """One paragraph, of a cell or elsewhere; ``kind`` is 正文, 表格, 目录, 文本框, 脚注, 页眉, 页脚 or 图.

    ``paragraph`` counts the ``w:p`` of the body from 0 (-1: cannot be commented there). ``number`` is what an automatic list
    puts in front of the paragraph: ``text`` begins with it, as the reader sees it. ``joined`` says that the text goes on in
    further paragraphs whose ends were deleted.
    """

    text: str
    place: str
    kind: str = "正文"
    paragraph: int = -1
    section: str = ""
    style: int = 0
    number: str = ""
    joined: bool = False

    @cached_property
    def plain(self) -> Squeezed:
        return squeeze(self.text)

    def in_paragraph(self, start: int, end: int) -> tuple[int, int]:
        """First character, length of ``plain.text[start:end]`` in the paragraph ``paragraph``, as Word comments take them.

        A length of 0 means the whole paragraph: what lies in a text box or a note is commented where that hangs.
        """
        if self.joined or self.kind not in ("正文", "表格", "目录"):
            return 0, 0
        first, last = (max(place - len(self.number), 0) for place in self.plain.original(start, end))
        return (first, last - first) if last > first else (0, 0)

    @property
    def prose(self) -> bool:
        """Whether sentences may stand here: no cell, no chart."""
        return self.kind in ("正文", "文本框", "脚注")


@frozen
class ChartValue:
    """A point of a chart: as cached, as in the embedded workbook (None where there is none)."""

    chart: str
    series: str
    category: str
    value: Decimal
    stored: Decimal | None = None


@frozen
class Grid:
    """A table of the report, row by row; ``place`` names it.

    A merged cell has its text in its first place, the other places are empty; ``merged`` has its row, column, height, width.
    ``before`` are the paragraphs right above (title, unit …), one a line. ``paragraphs`` has, for each place of ``rows``,
    the ``paragraph`` of its blocks (-1: none); their ``place`` is that of the table with 第r行第c格.
    """

    place: str
    rows: tuple[tuple[str, ...], ...]
    first_paragraph: int = -1
    before: str = ""
    section: str = ""
    merged: tuple[tuple[int, int, int, int], ...] = ()
    paragraphs: tuple[tuple[int, ...], ...] = ()


@frozen
class Document:
    """A report as read; ``problems`` say what could not be read."""

    name: str
    blocks: tuple[Block, ...]
    grids: tuple[Grid, ...] = ()
    charts: tuple[ChartValue, ...] = ()
    problems: tuple[Finding, ...] = ()
    commentable: bool = False
    chart_titles: tuple[str, ...] = field(default=())

    def prose(self) -> list[Block]:
        return [block for block in self.blocks if block.prose]


def sentence_at(text: str, position: int) -> tuple[int, int]:
    """Start and end of the sentence of a squeezed ``text`` that ``position`` stands in."""
    ends = _sentence_ends(text)
    index = bisect_right(ends, position)
    start = ends[index - 1] if index else 0
    return start, ends[index] if index < len(ends) else len(text)


@lru_cache(maxsize=512)
def _sentence_ends(text: str) -> tuple[int, ...]:
    """Where sentences end: a stop inside brackets ends none, unless brackets are left open."""
    found, depth = [], 0
    for at, char in enumerate(text):
        if char in "（）":
            depth += 1 if char == "（" else -1
            if depth < 0:
                break
        elif char in "。！？\n" and depth == 0:
            found.append(at + 1)
    if depth != 0:
        return tuple(at + 1 for at, char in enumerate(text) if char in "。！？\n")
    return tuple(found)
