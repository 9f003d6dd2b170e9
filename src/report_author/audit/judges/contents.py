"""The contents page against the headings of the report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from report_author.audit.claims.report import Report
from report_author.audit.judges.gather import at_all_places
from report_author.audit.judges.relations import Doubt, doubt_at
from report_author.audit.reading.blocks import Block
from report_author.model.findings import Severity

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
    entries = [block for block in report.document.blocks if block.kind == "目录"]
    marked = [block for block in entries if entry_of(block) != block.plain.text]
    if len(marked) * 2 > len(entries):
        entries = marked  # the others are headings that follow the contents closely
    body = [block for block in report.document.blocks if block.kind != "目录"]
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
    span = (0, len(entry_of(entry)))
    if near is not None and _likeness(name, near) >= 0.8:
        return doubt_at(
            "C18",
            Severity.INFO,
            entry,
            span,
            f"目录写的是“{entry_of(entry)}”，正文的标题是“{near.plain.text}”。",
            "请更新目录，或改正标题。",
            stated=name,
            expected=near.plain.text,
            also=(f"{near.place}：{near.plain.text}",),
            confidence="中",
        )
    return doubt_at(
        "C18",
        Severity.WARNING,
        entry,
        span,
        f"目录里有“{entry_of(entry)}”，正文里没有。",
        "请补上这一部分，或更新目录。",
        stated=entry_of(entry),
        confidence="中",
    )


def _likeness(name: str, heading: Block) -> float:
    return SequenceMatcher(None, name, _NUMBER.sub("", heading.plain.text, count=1)).ratio()
