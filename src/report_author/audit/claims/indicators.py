"""The figures that every such report prints more than once, recognised by their names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from report_author.audit.claims.clauses import Mention, Role
from report_author.audit.claims.known import BUDGET_NAMES, FUNDS, NAMES
from report_author.audit.claims.report import Report


@dataclass(frozen=True, eq=False)
class Indicator:
    """One place where a known figure of this year is printed."""

    name: str
    mention: Mention


def name_of(mention: Mention) -> str:
    """The known figure that a label names; empty for any other."""
    return known_name(mention.label)


def known_name(label: str) -> str:
    """The known figure that the words name; empty for any other."""
    whole = re.sub(r"[\x03\x04]", "", label)
    budget = next((name for name, pattern in BUDGET_NAMES if pattern.match(whole)), "")
    bare = re.sub(r"(?:年初|全年)?(?:预算|支出预算)数?$", "", whole)
    return budget or next((name for name, pattern in NAMES if pattern.match(bare)), "")


_OTHERS = re.compile(r"以前年度|预留|超过|不低于|中标|成交|上年(?!结转)|人均|涉及|(?<!年初)(?<!年末)(?<!上年)结转")
_PUBLIC = re.compile(r"[全我本][县市省区镇乡街州旗]|全国|辖区|各级|生产总值|GDP")
_TOLD = re.compile(r"职责|职能|重点工作|工作完成|主要工作|工作情况|成效")


def _public(mention: Mention) -> bool:
    """Whether an amount is about the whole county, or stands where the department tells of its work."""
    text, start = mention.token.block.plain.text, mention.token.start
    return bool(_PUBLIC.search(text[text.rfind("。", 0, start) + 1 : start])) or bool(_TOLD.search(mention.token.block.section))


def indicators(report: Report) -> Iterator[Indicator]:
    """Every known figure of this year in the report's own part (not in texts about single projects)."""
    for reading in report.readings:
        for mention in reading.mentions:
            if mention.role is not Role.PLAIN:
                continue
            name = name_of(mention)
            if mention.depth and name in FUNDS:
                continue
            if name and not _OTHERS.search(mention.raw) and not _public(mention):
                yield Indicator(name, mention)
