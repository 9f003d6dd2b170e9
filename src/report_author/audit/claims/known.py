"""The names of the figures that every such report prints, the sums they make up, the indicators printed more than once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from report_author.audit.claims.report import OWNER, Mention, Reading, Report, Role
from report_author.audit.claims.tokens import Token
from report_author.audit.reading.blocks import sentence_at

#: name, pattern of the whole label; in this order, the first that fits
NAMES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern + r"$"))
    for name, pattern in (
        ("财政拨款基本支出", r"(?!.*一般公共预算)(?:.{0,6})财政拨款(?:安排的?)?基本支出"),
        ("一般公共预算财政拨款基本支出", r".*一般公共预算(?:财政拨款)?(?:安排的)?基本支出"),
        ("一般公共预算财政拨款项目支出", r".*一般公共预算(?:财政拨款)?(?:安排的)?项目支出"),
        ("一般公共预算财政拨款收入", r"(?:.{0,6})(?:一般公共预算|公共预算)(?:当年)?(?:财政)?拨款收入"),
        ("一般公共预算财政拨款支出", r"(?!.*三公)(?:.{0,12})一般公共预算(?:财政拨款)?支出(?:合计|总额)?"),
        ("政府性基金收入", r"(?:.{0,6})政府性基金(?:预算)?(?:财政)?(?:拨款)?收入"),
        ("政府性基金支出", r"(?:.{0,12})政府性基金(?:预算)?(?:财政)?(?:拨款)?支出"),
        ("国有资本经营预算收入", r"(?:.{0,6})国有资本经营预算(?:财政)?(?:拨款)?收入"),
        ("国有资本经营预算支出", r"(?:.{0,12})国有资本经营预算(?:财政)?(?:拨款)?支出"),
        ("本年收入合计", r"本年(?:度)?收入(?:合计)?"),
        ("本年支出合计", r"本年(?:度)?支出(?:合计)?"),
        ("收入合计", r"收入合计"),
        ("支出合计", r"支出合计"),
        ("收入总计", r"(?:部门|单位)?(?:收入总计|总收入)"),
        ("支出总计", r"(?:部门|单位)?(?:支出总计|总支出)"),
        ("年初结转和结余", r"(?:上年|年初)(?:财政拨款)?结转(?:和|及|与)?结余(?:资金)?"),
        ("年末结转和结余", r"年末(?:财政拨款)?结转(?:和|及|与)?结余(?:资金)?"),
        ("使用非财政拨款结余", r"(?:使用|动用)?非财政拨款结余(?:（含专用结余）)?"),
        ("结余分配", r"结余分配"),
        ("收支总计", r"(?:收、支|收支|收入(?:总计)?、支出|收入支出)(?:决算)?总计"),
        ("财政拨款收入总计", r"(?!.*(?:一般公共|基金|国有))(?:.{0,6})财政拨款收入总计"),
        ("财政拨款支出总计", r"(?!.*(?:一般公共|基金|国有))(?:.{0,6})财政拨款支出总计"),
        ("财政拨款收支总计", r"财政拨款(?:收、支|收支|收入(?:总计)?、支出|收入支出)(?:决算)?总计"),
        ("三公经费", r"(?:.{0,25})三公经费(?:财政拨款)?(?:总?支出)?(?:总额|合计)?"),
        ("因公出国（境）费", r"(?:.{0,8})因公出国(?:.{0,3}境.?)?(?:经费|费用|费)?(?:支出)?"),
        (
            "公务用车购置及运行维护费",
            r"(?:.{0,8})公务用车购置费?(?:及|和|与|、)运行(?:维护)?(?:费用|费|经费)?(?:支出)?",
        ),
        ("公务用车购置费", r"(?:.{0,8})公务用车购置(?:费用|费|经费)?(?:支出)?"),
        ("公务用车运行维护费", r"(?:.{0,8})公务用车运行(?:维护)?(?:费用|费|经费)?(?:支出)?"),
        ("国内公务接待费", r"(?:.{0,4})国内(?:公务)?接待(?:费用|费)?(?:支出)?"),
        ("外事接待费", r"(?:.{0,4})(?:外事|外宾|国(?:（?境）?)?外)(?:公务)?接待(?:费用|费)?(?:支出)?"),
        ("公务接待费", r"(?:.{0,6})公务接待(?:费用|费|经费)?(?:支出)?"),
        ("机关运行经费", r"(?:.{0,20})机关运行经费(?:支出)?"),
        ("政府采购支出总额", r"(?:.{0,20})政府采购(?:支出|金额)?(?:总额|总金额|合计|总计|支出)"),
        ("政府采购货物支出", r"(?:.{0,4})(?:政府采购)?货物(?:类)?(?:采购)?(?:支出|金额)"),
        ("政府采购工程支出", r"(?:.{0,4})(?:政府采购)?工程(?:类)?(?:采购)?(?:支出|金额)"),
        (
            "政府采购服务支出",
            r"(?!.*(?:公共服务|商品))(?:.{0,4})(?:政府采购)?服务(?:类)?(?:采购)?(?:支出|金额)",
        ),
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
#: the three items of 三公
SANGONG = ("因公出国（境）费", "公务用车购置及运行维护费", "公务接待费")
#: a whole with the parts that make it up wherever they stand together; parts in brackets may be absent
IDENTITIES: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("本年支出合计", ("基本支出", "项目支出"), ("上缴上级支出", "经营支出", "对附属单位补助支出")),
    ("支出合计", ("基本支出", "项目支出"), ("上缴上级支出", "经营支出", "对附属单位补助支出")),
    ("三公经费", SANGONG, ()),
    ("公务接待费", ("国内公务接待费",), ("外事接待费",)),
    ("公务用车购置及运行维护费", ("公务用车购置费", "公务用车运行维护费"), ()),
    ("政府采购支出总额", ("政府采购货物支出", "政府采购工程支出", "政府采购服务支出"), ()),
    ("财政拨款基本支出", ("人员经费", "公用经费"), ()),
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
#: whose budget it is: a name of a unit or nothing
_UNIT = r"(?:.{0,16}(?:[局委办厅院校所站处会]|中心|部|队|室|中学|小学|幼儿园|政府|公司|县|区|镇|乡|街道))?(?:部门|单位)?(?:总)?"
#: in a budget the words for the totals are others
BUDGET_NAMES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern + r"$"))
    for name, pattern in (
        ("财政拨款收支总计", r".{0,20}财政拨款(?:收、支|收支|收入支出)(?:总预算|预算总数|总计)"),
        ("收支总计", r"(?!.*财政拨款).{0,20}(?:收、支|收支|收入支出)(?:总预算|预算总数|总计)"),
        ("收入总计", rf"{_UNIT}收入(?:总预算|预算总数|预算(?:合计|总额|总计)?)"),
        ("支出总计", rf"{_UNIT}支出(?:总预算|预算总数|预算(?:合计|总额|总计)?)"),
        ("政府采购支出总额", r".{0,12}政府采购(?:预算|资金)(?:总额|合计|总计)?"),
        ("政府采购货物支出", r"(?:政府采购)?货物(?:类)?(?:采购)?预算"),
        ("政府采购工程支出", r"(?:政府采购)?工程(?:类)?(?:采购)?预算"),
        ("政府采购服务支出", r"(?:政府采购)?服务(?:类)?(?:采购)?预算"),
    )
)
#: wholes that are one amount by definition
EQUAL = (("收支总计", "收入总计", "支出总计"), ("财政拨款收支总计", "财政拨款收入总计", "财政拨款支出总计"))
#: names of funds: inside brackets they split the amount before the bracket
FUNDS = frozenset(
    f"{fund}{side}"
    for fund in ("一般公共预算财政拨款", "政府性基金", "国有资本经营预算")
    for side in ("收入", "支出")
) | {"基本支出", "项目支出"}
#: what is said of more than one scope under one name: compared only where the headings agree
SCOPED = frozenset(
    (
        "收入合计",
        "支出合计",
        "上级补助收入",
        "事业收入",
        "经营收入",
        "附属单位上缴收入",
        "年末结转和结余",
        "基本支出",
        "项目支出",
        "人员经费",
        "公用经费",
        "财政拨款收入",
        "财政拨款支出",
        "其他收入",
    )
)


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
    text, start = mention.token.block.plain.text, mention.start
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
        for mention in reading.plain:
            name = name_of(mention)
            if not name or _OTHERS.search(mention.raw) or _public(mention):
                continue
            if name in FUNDS and (mention.depth or _of_an_item(reading, mention)):
                continue
            start, _ = sentence_at(reading.text, mention.start)
            if name in _THREE and _ECONOMIC.search(reading.text, start, mention.start):
                continue
            if not _ADJUSTED.search(reading.text, start, mention.start):
                yield Indicator(name, mention)


def first_told(report: Report) -> dict[str, Token]:
    """Each known figure where it is printed first, the last name first."""
    return {i.name: i.mention.token for i in reversed(list(indicators(report)))}


def only_one(report: Report, name: str, role: Role) -> Token | None:
    """The amount of a known figure in ``role``, where all places of the report agree on it."""
    found = [m.token for m in report.mentions(role) if name_of(m) == name and not m.depth and not _public(m)]
    return found[0] if found and len({token.yuan for token in found}) == 1 else None


def _of_an_item(reading: Reading, mention: Mention) -> bool:
    """Whether an amount is a part of one item: “初中教育支出…万元，其中：基本支出…万元”."""
    text = reading.text
    start, _ = sentence_at(text, mention.start)
    before = [m for m in reading.mentions if start <= m.start < mention.start and m.depth == mention.depth]
    heads = [a for a, b in pairwise([*before, mention]) if re.search("其中|包括|：", text[a.end : b.start])]
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
