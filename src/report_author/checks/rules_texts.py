"""Rules on the words of the workbook."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields

from report_author.figures.account import Account
from report_author.model.choices import Position, ReasonKey
from report_author.model.facts import ItemReason, Reason, Record
from report_author.model.findings import Finding, Unchecked, error, warning

Answers = Iterator[Finding | Unchecked]

#: What must not be published about a person, about a secret (W33).
_PRIVATE = (
    (re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)"), "手机号码"),
    (re.compile(r"(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx](?!\d)"), "身份证号码"),
    (re.compile(r"(?<!\d)(?:62|43|45|51|52|53|54|55)\d{14,17}(?!\d)"), "银行卡号"),
    (re.compile(r"账号[:：]?\s*\d{9,}"), "银行账号"),
    (re.compile(r"[（(]?(?:绝密|机密|秘密)[★☆）)]"), "密级标志"),
)
#: no text without one of these has any of the above
_SUSPECT = re.compile(r"\d{9}|密")
_SAME = 3
#: the reason of a total may repeat those of its parts; a 用途 is no reason
_NOT_COUNTED = frozenset(
    (
        ReasonKey.TOTAL_CHANGE,
        ReasonKey.FISCAL_CHANGE,
        ReasonKey.SANGONG_BUDGET,
        *(key for key in ReasonKey if key.value.endswith("主要用途")),
    )
)


#: what 第一部分 prints, with the positions of which one at least must be filled
_NEEDED = (
    ("主要职能", (Position.DUTY,)),
    ("重点工作完成情况", (Position.WORK_LEAD, Position.WORK)),
)


def the_first_part_is_written(account: Account) -> Answers:
    """V97: 主要职能 and 重点工作完成情况 are headings of every report; nothing may stand below them bare."""
    for heading, positions in _NEEDED:
        if any(
            text.position in positions and (text.body.strip() or text.heading.strip()) for text in account.facts.texts
        ):
            continue
        labels = "”或“".join(position.value for position in positions)
        yield error(
            "V97",
            f"文字材料·{heading}",
            f"报告第一部分要写“{heading}”，“文字材料”表里还没有填。",
            f"请在“文字材料”表填写，位置选“{labels}”，一段一行。",
            expected="至少一段",
        )


def nothing_private_is_published(account: Account) -> Answers:
    """W33: phone numbers, ID numbers, accounts, marks of secrecy in any text."""
    for block in fields(account.facts):
        value = getattr(account.facts, block.name)
        for record in value if isinstance(value, tuple) else (value,):
            if isinstance(record, Record):
                yield from _private(record)


def _private(record: Record) -> Answers:
    for name in record.__dataclass_fields__:
        text = getattr(record, name)
        if not isinstance(text, str) or not _SUSPECT.search(text):
            continue
        for pattern, what in _PRIVATE:
            found = pattern.search(text)
            if found:
                yield warning(
                    "W33",
                    record.cell(name) or name,
                    f"文字里有像{what}的内容“{found.group()}”，公开后会泄露。",
                    "请删去或改写；确实不是的，请在“校验与核实”写明核实说明。",
                    quote=what,
                    stated=found.group(),
                    expected="没有",
                )


def reasons_are_not_pasted(account: Account) -> Answers:
    """W26: the same words as the reason of three items or more tell nobody why."""
    told: dict[str, list[Reason | ItemReason]] = {}
    rows_of: tuple[Reason | ItemReason, ...] = (*account.facts.reasons, *account.facts.item_reasons)
    for row in rows_of:
        if row.text.strip() and not (isinstance(row, Reason) and row.key in _NOT_COUNTED):
            told.setdefault(re.sub(r"[\s，。；、]", "", row.text), []).append(row)
    for text, rows in told.items():
        if len(rows) >= _SAME:
            others = "、".join(row.cell("text") for row in rows[1:] if row.cell("text"))
            yield warning(
                "W26",
                rows[0].cell("text") or "原因说明",
                f"“{text}”用作了 {len(rows)} 个事项的原因" + (f"，另见 {others}。" if others else "。"),
                "请逐项写出具体的原因；确实同一原因的，请在“校验与核实”写明核实说明。",
                quote=text[:20],
                stated=f"{len(rows)} 项",
                expected=f"少于 {_SAME} 项",
            )


TEXT_RULES = (
    (the_first_part_is_written, "几个位置有一个写了就行"),
    (nothing_private_is_published, "按号码的样子在所有文字里查找"),
    (reasons_are_not_pasted, "要把相同的文字归到一起数"),
)
