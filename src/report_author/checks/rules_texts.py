"""Rules on the texts that every report prints."""

from __future__ import annotations

from collections.abc import Iterator

from report_author.figures.account import Account
from report_author.model.facts import Position
from report_author.model.findings import Finding, Unchecked, error

Answers = Iterator[Finding | Unchecked]

#: what 第一部分 prints, with the positions of which one at least must be filled
_NEEDED = (
    ("主要职能", (Position.DUTY,)),
    ("重点工作完成情况", (Position.WORK_LEAD, Position.WORK)),
)


def the_first_part_is_written(account: Account) -> Answers:
    """V97: 主要职能 and 重点工作完成情况 are headings of every report; nothing may stand below them bare."""
    for heading, positions in _NEEDED:
        if any(text.position in positions and (text.body.strip() or text.heading.strip()) for text in account.facts.texts):
            continue
        labels = "”或“".join(position.value for position in positions)
        yield error(
            "V97",
            f"文字材料·{heading}",
            f"报告第一部分要写“{heading}”，“文字材料”表里还没有填。",
            f"请在“文字材料”表填写，位置选“{labels}”，一段一行。",
            expected="至少一段",
        )


TEXT_RULES = (the_first_part_is_written,)
