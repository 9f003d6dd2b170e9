"""The figures that every such report prints more than once, recognised by their names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from report_author.audit.claims.clauses import Mention, Role
from report_author.audit.claims.report import Report

_P = "(?:财政)?(?:预算)?(?:拨款)?"
#: name, pattern of the whole label; in this order, the first that fits
_NAMES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern + r"$"))
    for name, pattern in (
        ("一般公共预算财政拨款基本支出", r".*一般公共预算(?:财政拨款)?(?:安排的)?基本支出"),
        ("一般公共预算财政拨款项目支出", r".*一般公共预算(?:财政拨款)?(?:安排的)?项目支出"),
        ("一般公共预算财政拨款收入", r"(?:.{0,6})(?:一般公共预算|公共预算)(?:当年)?(?:财政)?拨款收入"),
        ("一般公共预算财政拨款支出", r"(?!.*三公)(?:.{0,12})一般公共预算(?:财政拨款)?支出(?:合计|总额)?"),
        ("政府性基金收入", r"(?:.{0,6})政府性基金(?:预算)?(?:财政)?(?:拨款)?收入"),
        ("政府性基金支出", r"(?:.{0,12})政府性基金(?:预算)?(?:财政)?(?:拨款)?支出"),
        ("国有资本经营预算收入", r"(?:.{0,6})国有资本经营预算(?:财政)?(?:拨款)?收入"),
        ("国有资本经营预算支出", r"(?:.{0,12})国有资本经营预算(?:财政)?(?:拨款)?支出"),
        ("本年收入合计", r"本年(?:度)?收入合?计?"),
        ("本年支出合计", r"本年(?:度)?支出合?计?"),
        ("收入总计", r"(?:收入总计|总收入|收入决算总计)"),
        ("支出总计", r"(?:支出总计|总支出|支出决算总计)"),
        ("年初结转和结余", r"(?:上年|年初)(?:财政拨款)?结转(?:和|及|与)?结余(?:资金)?"),
        ("年末结转和结余", r"年末(?:财政拨款)?结转(?:和|及|与)?结余(?:资金)?"),
        ("使用非财政拨款结余", r"(?:使用|动用)?非财政拨款结余(?:（含专用结余）)?"),
        ("结余分配", r"结余分配"),
        ("收支总计", r"(?:收、支|收支|收入、支出|收入支出)(?:决算)?总计"),
        ("财政拨款收支总计", r"财政拨款(?:收、支|收支|收入、支出|收入支出)(?:决算)?总计"),
        ("三公经费", r"(?:.{0,25})三公经费(?:财政拨款)?(?:支出)?(?:总额|合计)?"),
        ("因公出国（境）费", r"(?:.{0,8})因公出国(?:.{0,3}境.?)?(?:经费|费用|费)?(?:支出)?"),
        ("公务用车购置及运行维护费", r"(?:.{0,8})公务用车购置(?:及|和|与)运行(?:维护)?(?:费用|费|经费)?(?:支出)?"),
        ("公务用车购置费", r"(?:.{0,8})公务用车购置(?:费用|费|经费)?(?:支出)?"),
        ("公务用车运行维护费", r"(?:.{0,8})公务用车运行(?:维护)?(?:费用|费|经费)?(?:支出)?"),
        ("国内公务接待费", r"(?:.{0,4})国内(?:公务)?接待(?:费用|费)?(?:支出)?"),
        ("外事接待费", r"(?:.{0,4})(?:外事|国（?境）?外)(?:公务)?接待(?:费用|费)?(?:支出)?"),
        ("公务接待费", r"(?:.{0,6})公务接待(?:费用|费|经费)?(?:支出)?"),
        ("机关运行经费", r"(?:.{0,20})机关运行经费(?:支出)?"),
        ("政府采购支出总额", r"(?:.{0,20})政府采购(?:支出|金额)?(?:总额|总金额|合计|总计|支出)"),
        ("政府采购货物支出", r"(?:.{0,4})(?:政府采购)?货物(?:类)?(?:采购)?(?:支出|金额)"),
        ("政府采购工程支出", r"(?:.{0,4})(?:政府采购)?工程(?:类)?(?:采购)?(?:支出|金额)"),
        ("政府采购服务支出", r"(?!.*公共服务)(?:.{0,4})(?:政府采购)?服务(?:类)?(?:采购)?(?:支出|金额)"),
        ("上级补助收入", r"上级补助收入"),
        ("事业收入", r"事业收入"),
        ("经营收入", r"(?:事业单位)?经营收入"),
        ("附属单位上缴收入", r"附属单位上缴收入"),
        ("其他收入", r"其他收入"),
        ("财政拨款收入", r"财政拨款收入(?:合计)?"),
        ("财政拨款支出", r"财政拨款支出(?:合计)?"),
        ("基本支出", r"基本支出"),
        ("项目支出", r"项目支出"),
        ("上缴上级支出", r"上缴上级支出"),
        ("经营支出", r"经营支出"),
        ("对附属单位补助支出", r"对附属单位补助(?:支出)?"),
        ("人员经费", r"人员经费(?:支出)?"),
        ("公用经费", r"(?:日常)?公用经费(?:支出)?"),
    )
)
#: a whole with the parts that make it up wherever they stand together; parts in brackets may be absent
IDENTITIES: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("本年支出合计", ("基本支出", "项目支出"), ("上缴上级支出", "经营支出", "对附属单位补助支出")),
    ("三公经费", ("因公出国（境）费", "公务用车购置及运行维护费", "公务接待费"), ()),
    ("公务接待费", ("国内公务接待费", "外事接待费"), ()),
    ("公务用车购置及运行维护费", ("公务用车购置费", "公务用车运行维护费"), ()),
    ("政府采购支出总额", ("政府采购货物支出", "政府采购工程支出", "政府采购服务支出"), ()),
    ("一般公共预算财政拨款基本支出", ("人员经费", "公用经费"), ()),
    ("一般公共预算财政拨款支出", ("一般公共预算财政拨款基本支出", "一般公共预算财政拨款项目支出"), ()),
)
#: wholes whose parts are judged where they stand in one list, nowhere else
LISTED: tuple[tuple[str, tuple[str, ...]], ...] = (
    *((whole, (*needed, *possible)) for whole, needed, possible in IDENTITIES),
    ("收入总计", ("本年收入合计", "使用非财政拨款结余", "年初结转和结余")),
    ("支出总计", ("本年支出合计", "结余分配", "年末结转和结余")),
    ("收支总计", ("本年收入合计", "使用非财政拨款结余", "年初结转和结余")),
    ("收支总计", ("本年支出合计", "结余分配", "年末结转和结余")),
)
#: what is said of more than one scope under one name: compared only where the headings agree
SCOPED = frozenset(("年末结转和结余", "基本支出", "项目支出", "人员经费", "公用经费", "财政拨款收入", "财政拨款支出", "其他收入"))


@dataclass(frozen=True, eq=False)
class Indicator:
    """One place where a known figure of this year is printed."""

    name: str
    mention: Mention


def name_of(mention: Mention) -> str:
    """The known figure that a label names; empty for any other."""
    label = re.sub(r"[\x03\x04]|(?:年初|全年)?(?:预算|支出预算)数?$", "", mention.label)
    return next((name for name, pattern in _NAMES if pattern.match(label)), "")


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
            if name and not _OTHERS.search(mention.raw) and not _public(mention):
                yield Indicator(name, mention)
