"""The figures that every such report prints more than once, recognised by their names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from report_author.audit.claims.clauses import Reading
from report_author.audit.claims.known import BUDGET_NAMES, FUNDS, NAMES
from report_author.audit.claims.labels import OWNER
from report_author.audit.claims.mentions import Mention, Role
from report_author.audit.claims.report import Report
from report_author.audit.claims.tokens import Token
from report_author.audit.reading.blocks import sentence_at


@dataclass(frozen=True, eq=False)
class Indicator:
    """One place where a known figure of this year is printed."""

    name: str
    mention: Mention


def name_of(mention: Mention) -> str:
    """The known figure that a label names; empty for any other."""
    return known_name(mention.label)


@lru_cache(maxsize=4096)
def known_name(label: str) -> str:
    """The known figure that the words name; empty for any other."""
    whole = re.sub(r"[\x03\x04]", "", label)
    budget = next((name for name, pattern in BUDGET_NAMES if pattern.match(whole)), "")
    bare = [re.sub(rf"(?:年初|全年)?{words}(?:数|总额|总数)?$", "", whole) for words in ("预算", "支出预算")]
    return budget or next(
        (name for name, pattern in NAMES if any(pattern.match(words) for words in bare)), ""
    )


_OTHERS = re.compile(
    r"以前年度|预留|超过|不低于|中标|成交|上年(?!结转)|人均|涉及|(?<!年初)(?<!年末)(?<!上年)结转"
)
_PUBLIC = re.compile(r"[全我本][县市省区镇乡街州旗]|全国|辖区|各级|生产总值|GDP")
_TOLD = re.compile(r"职责|职能|重点工作|工作完成|主要工作|工作情况|成效")


def _public(mention: Mention) -> bool:
    """Whether an amount is about the whole county, or stands where the department tells of its work."""
    text, start = mention.token.block.plain.text, mention.token.start
    return bool(_PUBLIC.search(text[text.rfind("。", 0, start) + 1 : start])) or bool(
        _TOLD.search(mention.token.block.section)
    )


#: amounts of which the statement says that something was taken out first
_ADJUSTED = re.compile(r"剔除|扣除|同口径|不含")


#: kinds of spending beside which 公务用车运行维护费 is its part in 公用经费 only
_ECONOMIC = re.compile(r"公用经费|商品和服务支出|办公费|印刷费|差旅费")
_THREE = ("公务用车运行维护费", "公务接待费", "因公出国（境）费")


def indicators(report: Report) -> Iterator[Indicator]:
    """Every known figure of this year in the report's own part (not in texts about single projects)."""
    for reading in report.readings:
        for mention in reading.mentions:
            if mention.role is not Role.PLAIN:
                continue
            name = name_of(mention)
            if not name or _OTHERS.search(mention.raw) or _public(mention):
                continue
            if name in FUNDS and (mention.depth or _of_an_item(reading, mention)):
                continue
            start, _ = sentence_at(reading.block.plain.text, mention.token.start)
            if name in _THREE and _ECONOMIC.search(reading.block.plain.text, start, mention.token.start):
                continue
            if not _ADJUSTED.search(reading.block.plain.text, start, mention.token.start):
                yield Indicator(name, mention)


def only_one(report: Report, name: str, role: Role) -> Token | None:
    """The amount of a known figure in ``role``, where all places of the report agree on it."""
    found = [m.token for m in report.mentions(role) if name_of(m) == name and not m.depth and not _public(m)]
    return found[0] if found and len({token.yuan for token in found}) == 1 else None


def _of_an_item(reading: Reading, mention: Mention) -> bool:
    """Whether an amount is a part of one item: “初中教育支出…万元，其中：基本支出…万元”."""
    text = reading.block.plain.text
    start, _ = sentence_at(text, mention.token.start)
    before = [
        m
        for m in reading.mentions
        if start <= m.token.start < mention.token.start and m.depth == mention.depth
    ]
    heads = [
        a
        for a, b in pairwise([*before, mention])
        if re.search("其中|包括|：", text[a.token.end : b.token.start])
    ]
    return bool(heads) and not name_of(heads[-1])


#: names of totals, of kinds that they are made of
_TOTAL = re.compile(r"(?:本年度?|全年|总)?(?:收入|支出)(?:合计|总计|总额)?")
_KINDS = frozenset(
    (
        "财政拨款收入",
        "财政拨款支出",
        "一般公共预算财政拨款收入",
        "一般公共预算财政拨款支出",
        "政府性基金收入",
        "政府性基金支出",
        "国有资本经营预算收入",
        "国有资本经营预算支出",
        "上级补助收入",
        "事业收入",
        "经营收入",
        "附属单位上缴收入",
        "其他收入",
        "基本支出",
        "项目支出",
        "经营支出",
        "上缴上级支出",
    )
)


def kind_of_total(mention: Mention, words: str) -> bool:
    """Whether an amount is one kind of the total that the words mean, so no whole itself."""
    return bool(_TOTAL.fullmatch(words)) and name_of(mention) in _KINDS


def owner_of(mention: Mention) -> str:
    """The unit whose figure it is, where the words name one: “市卫生局2010年“三公”经费” → 市卫生局."""
    words = re.sub(r"[“”]|20\d\d年度?", "", mention.raw)
    found = OWNER.match(words)
    return found[0] if found else ""
