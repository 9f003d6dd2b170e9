"""What shows how much of a report can be seen: its parts, its lines, its rows of tables."""

from __future__ import annotations

import re
from itertools import pairwise

from report_author.audit.claims.report import Report
from report_author.audit.reading.blocks import Block

_CUT = re.compile(r"…+|\.{3,}|[（(](?:略|下略|节选|省略)[）)]")
_SIGNS = (
    r"(?:收入|收支)[^。\n]{0,8}总体情况",
    r"收入[决预]算",
    r"支出[决预]算",
    r"“?三公”?经费",
    r"机关运行经费|其他重要事项",
    r"名词解释",
)


def is_whole(report: Report, *, forgotten: int = 0) -> bool:
    """Whether the text has its usual parts (all but ``forgotten`` of them), nothing cut out."""
    blocks = report.blocks
    if any(_CUT.fullmatch(block.plain.text) for block in blocks):
        return False
    found = sum(bool(re.search(sign, report.text)) for sign in _SIGNS)
    return found >= len(_SIGNS) - forgotten and len(report.text) > 1500


def is_cut(text: str) -> bool:
    """Whether a squeezed paragraph is nothing but the mark of a cut."""
    return bool(_CUT.fullmatch(text))


def is_row(text: str) -> bool:
    """Whether a squeezed paragraph is a row of a table that became text: numbers without units side by side."""
    return (
        bool(re.search(r"\d\.\d\d -?\d", text))
        or len(re.findall(r"(?<![\d.])\d[\d,]*\.\d\d(?!\d|万元|元|%)", text)) > 2
    )


_OPENING = re.compile(
    r"第[一二三四五六七八九十\d]{1,2}部分|[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十\d]{1,3}）|\d{1,2}[.．、](?!\d)|[图表注]"
)


class Edges:
    """Where lines were broken: a stretch that touches such an edge may be only a part of its words."""

    def __init__(self, report: Report) -> None:
        self._open: set[Block] = set()
        self._continued: set[Block] = set()
        blocks = [block for block in report.blocks if block.kind != "目录"]
        lengths = sorted(
            len(block.plain.text) for block in blocks if block.prose and len(block.plain.text) > 8
        )
        full = lengths[len(lengths) * 9 // 10] if lengths else 0
        for block, after in pairwise(blocks):
            text = block.plain.text
            if (
                block.paragraph >= 0
                or block.style
                or not block.prose
                or text.endswith(("。", "；", "！", "？"))
                or len(text) < max(20, full * 0.7)
            ):
                continue
            if (
                after.prose
                and not after.style
                and not _OPENING.match(after.plain.text)
                and not is_cut(after.plain.text)
            ):
                self._open.add(block)
                self._continued.add(after)

    def cut(self, block: Block, start: int, end: int) -> bool:
        """Whether ``text[start:end]`` of ``block`` begins or ends where a line was broken."""
        return (start == 0 and block in self._continued) or (
            end >= len(block.plain.text) and block in self._open
        )
