"""Brackets or quotes without a partner, punctuation twice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from report_author.audit.claims.report import Report
from report_author.audit.judges.gather import at_all_places
from report_author.audit.judges.relations import Doubt, doubt_at
from report_author.audit.reading.blocks import Block
from report_author.model.findings import Severity

_PAIRS = (("（", "）", "括号"), ("“", "”", "引号"), ("《", "》", "书名号"))
#: “1）”, “a）” number items without an opening bracket
_ANSWERED = re.compile(r"(?<![\w（])(?:\d{1,2}|[a-zA-Z])）|[①-⑳]）")
_TWICE = re.compile(r"。。(?!。)|，，|、、(?!、)|；；|，。|。，|：：|、，|；。|，；|。；|、。")


def judge_punctuation(report: Report) -> Iterator[Doubt]:
    """One doubt a kind, with all its places."""
    blocks = [block for block in report.document.blocks if block.prose]
    unpaired: list[Doubt] = []
    for opening, closing, name in _PAIRS:
        unpaired += _unpaired(blocks, opening, closing, name)
    twice = [
        doubt_at(
            "C08",
            Severity.INFO,
            block,
            found.span(),
            f"标点重复：“{found.group()}”。",
            "请改正。",
            stated=found.group(),
        )
        for block in blocks
        for found in _TWICE.finditer(block.plain.text)
    ]
    yield from at_all_places(unpaired, "括号、引号不配对", apart=2)
    yield from at_all_places(twice, "标点重复", apart=2)


def _unpaired(blocks: Sequence[Block], opening: str, closing: str, name: str) -> list[Doubt]:
    """Marks without a partner; a pair may span paragraphs, as broken lines make it."""
    found: list[Doubt] = []
    pending: tuple[Block, int] | None = None  # an opening mark that later paragraphs may close
    age = 0
    for block in blocks:
        opened, closed = _lonely(block.plain.text, opening, closing)
        if closed and pending:
            closed, pending = closed[1:], None
        found += [_doubt(block, at, f"右{name}“{closing}”没有对应的左{name}。") for at in closed[:1]]
        if pending and (age >= 3 or opened or block.style):
            found.append(_doubt(*pending, f"左{name}“{opening}”没有对应的右{name}。"))
            pending = None
        age += 1
        if opened:
            pending, age = (block, opened[-1]), 0
            found += [_doubt(block, at, f"左{name}“{opening}”没有对应的右{name}。") for at in opened[:-1]]
    if pending:
        found.append(_doubt(*pending, f"左{name}“{opening}”没有对应的右{name}。"))
    return found


def _lonely(text: str, opening: str, closing: str) -> tuple[list[int], list[int]]:
    """Places of the opening, of the closing marks without a partner in ``text``."""
    marked = _ANSWERED.sub(lambda found: "·" * len(found.group()), text) if opening == "（" else text
    opened: list[int] = []
    closed: list[int] = []
    for at, char in enumerate(marked):
        if char == opening:
            opened.append(at)
        elif char == closing:
            if opened:
                opened.pop()
            else:
                closed.append(at)
    return opened, closed


def _doubt(block: Block, at: int, message: str) -> Doubt:
    return doubt_at("C08", Severity.INFO, block, (at, at + 1), message, "请补上或删去。")
