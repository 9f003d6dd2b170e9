"""What the form for the report left in its text: options, blanks, instructions, phrases that exclude each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from report_author.audit.claims.report import Report
from report_author.audit.judges.gather import at_all_places, in_block
from report_author.audit.judges.leftover_signs import BOXES, SIGNS, TICK
from report_author.audit.judges.relations import Doubt, doubt_at
from report_author.audit.reading.blocks import Block
from report_author.model.findings import Severity
from report_author.model.format import Residue


def judge_leftovers(report: Report, residues: Sequence[Residue] = ()) -> Iterator[Doubt]:
    """Options, blanks, instructions; then the words of the bureau's own list ``residues``."""
    found = [doubt for block in report.document.blocks for doubt in _of_block(block)]
    found.sort(key=lambda doubt: doubt.code)
    for _, group in groupby(found, key=lambda doubt: doubt.code):
        doubts = list(group)
        yield from at_all_places(doubts, _NOUNS[doubts[0].code], apart=6)
    for block in report.document.blocks:
        if block.kind != "目录":
            yield from _listed(block, residues)


_NOUNS = {sign.code: sign.noun for sign in SIGNS}


def _of_block(block: Block) -> Iterator[Doubt]:
    text = block.plain.text
    if block.kind == "目录" and not re.search(r"[Xx×]{2}|20[Xx×]", text):
        return
    taken: list[tuple[int, int]] = []
    by_message: dict[tuple[str, str], list[Doubt]] = {}
    for sign in SIGNS:
        if not (block.prose or sign.cells):
            continue
        for found in sign.pattern.finditer(text):
            if any(found.start() < end and start < found.end() for start, end in taken):
                continue
            taken.append(found.span())
            doubt = doubt_at(
                sign.code, sign.severity, block, found.span(), "", sign.advice, stated=found.group()
            )
            by_message.setdefault((sign.code, sign.message), []).append(doubt)
    for (_, message), doubts in by_message.items():
        yield in_block(doubts, message)
    boxes = BOXES.search(text)
    if boxes and not TICK.search(text):
        yield doubt_at(
            "C04",
            Severity.ERROR if block.prose else Severity.WARNING,
            block,
            boxes.span(),
            f"选项没有勾选：“{boxes.group()}”。",
            "请勾选一项，或改成文字。",
            stated=boxes.group(),
        )


#: words of the list that stand rightly in many sentences that the bureau did not think of, or that the signs judge
_COMMON = frozenset(
    (
        "部门（单位）",
        "列明",
        "增加（减少）",
        "减少（增加）",
        "增长（下降）",
        "下降（增长）",
        "。。",
        "其中：其中",
        "某某",
    )
)


def _listed(block: Block, residues: Sequence[Residue]) -> Iterator[Doubt]:
    """Words that the bureau's own list forbids, but those that the signs know better."""
    text = block.plain.text
    for residue in residues:
        words = residue.found_in(text)
        if not words or residue.words in _COMMON or any(sign.pattern.search(text) for sign in SIGNS):
            continue
        at = text.find(words)
        yield doubt_at(
            "C06",
            Severity.WARNING,
            block,
            (at, at + len(words)),
            f"不应公开的用语“{words}”：{residue.meaning}。",
            "请改成实际内容。",
            stated=words,
        )
