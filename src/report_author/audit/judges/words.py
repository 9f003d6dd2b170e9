"""Units or keywords that are missing, field codes, words twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from report_author.audit.claims.report import Report
from report_author.audit.judges.gather import at_all_places
from report_author.audit.judges.relations import Doubt, doubt_at
from report_author.model.findings import Severity

_ERROR, _WARNING, _INFO = Severity.ERROR, Severity.WARNING, Severity.INFO
_LIST = r"(?!(?:[、和及，][\d.,]+)*[、和及，][\d.,]+(?:万元|元|%|个百分点))"
_HAN = r"[\u4e00-\u9fff（）]"
_N = r"(?:\d{1,3}(?:,\d{3})+|\d+)\.\d+"


@dataclass(frozen=True, slots=True)
class _Sign:
    """A pattern over squeezed prose; ``but`` spoils it where it matches right before."""

    code: str
    severity: Severity
    pattern: re.Pattern[str]
    message: str
    advice: str
    but: re.Pattern[str]


def _sign(
    code: str, severity: Severity, pattern: str, message: str, advice: str, but: str = r"(?!)"
) -> _Sign:
    return _Sign(
        code, severity, re.compile(pattern), message, advice, re.compile(f"(?:{but})[^，。；]{{0,12}}$")
    )


_MONEY = r"(?:支出|收入|经费|费|资金|合计|总计|总额|决算数?|预算数?)"
_STOP = r"(?=[，。；])"
_ADD = "请补上“万元”（或“元”）。"
_NO_UNIT = "金额后面缺少单位：“{0}”。"
_NO_PERCENT = "百分比后面缺少“%”：“{0}”。"
_HALF = "金额单位不完整：“{0}”。"
_REPEATED = (
    r"其中[：，]其中|的的(?!确)|万元万元|%%|与与|及及|为为|和和(?!气)|(?<!点)了了|是是(?!非)|元元(?!素)",
    r"原因原因|主要主要|增加增加|减少减少|经费经费|接待接待|公务公务",
    r"(?:主要)?原因(?:是|为)：?(?:主要)?原因(?:是|为)",
    r"\d年年度|\d年度年|(?<!\d)(20\d\d年)度?\1",
    # a character is lost
    r"上一度|上年同(?=\d)|(?<=[（，、；：])(?:务用车|务接待费|公接待费)|资金安(?=\d)|决支出(?=情况)",
)
_SIGNS: tuple[_Sign, ...] = (
    _sign(
        "C09",
        _ERROR,
        rf"(?:增加|减少)(?:了)?{_N}(?=[、，。；]){_LIST}",
        _NO_UNIT,
        _ADD,
        "分别|比例|指数|得分|率|面积",
    ),
    _sign(
        "C09",
        _ERROR,
        rf"(?:占[^，。；\d]{{0,14}}|完成(?:年初|全年|调整)?预算的?)\d+\.\d+{_STOP}{_LIST}",
        _NO_PERCENT,
        "请补上“%”。",
        "分别|面积|占地",
    ),
    _sign(
        "C09",
        _ERROR,
        rf"(?:增长|下降)(?:了)?\d+\.\d+{_STOP}{_LIST}",
        _NO_PERCENT,
        "请补上“%”。",
        "分别|指数|得分|气温|水位",
    ),
    _sign(
        "C09",
        _WARNING,
        rf"{_MONEY}(?:各|共计?|均)?(?:为|是|共计?)?(?:\d{{1,3}}(?:,\d{{3}})+|\d+)\.\d{{1,6}}(?=[，。；（]){_LIST}",
        _NO_UNIT,
        _ADD,
        "分别|得分|率|人均|比",
    ),
    _sign(
        "C09",
        _WARNING,
        rf"(?:{_MONEY}|增加|减少|投入|安排|拨付|支付)(?:了)?(?:各|共计?|均)?(?:为|是)?\d+\.\d+万(?=[，。；、（）])",
        _HALF,
        "请写成“万元”。",
        "人|户|亩|只|吨",
    ),
    _sign(
        "C09",
        _WARNING,
        rf"\d(?:万元|元)[、，]{_HAN}{{2,24}}{_N}(?=[、，]{_HAN}{{2,24}}[\d,]+(?:\.\d+)?(?:万元|元))",
        _NO_UNIT,
        _ADD,
        "分别|得分|率|均|比|指数|面积|系数|值|价",
    ),
    _sign("C09", _WARNING, rf"（[类款项]）(?:支出)?{_N}(?=[，。；])", _NO_UNIT, _ADD),
    _sign("C09", _INFO, rf"(?:费|经费|支出|预算)(?:为)?\d+万{_STOP}", _HALF, "请写成“万元”。"),
    _sign(
        "C09",
        _WARNING,
        r"[较比与](?:上年|去年|20\d\d年)度?(?:决算数?|预算数?|支出|同期)?\d+\.\d+(?=减少|增加|下降|增长|相比)",
        _NO_UNIT,
        _ADD,
    ),
    _sign(
        "C09",
        _WARNING,
        r"\d(?:万元|元)，\d{1,3}(?:\.\d+)?(?=[；。])",
        "百分比前面缺少“占”、后面缺少“%”：“{0}”。",
        "请写完整。",
    ),
    _sign(
        "C09",
        _WARNING,
        r"[较比]20[12]\d\d{1,4}\.\d{1,2}万元(?=增加|减少|下降|增长|相比)",
        "年份后面像是漏了“年”字，年份和金额连在了一起：“{0}”。",
        "请把年份和金额分开。",
    ),
    _sign(
        "C39",
        _ERROR,
        r"PAGEREF\s*_Toc\d+|TOC\\o|HYPERLINK\\l|错误！未(?:找到引用源|定义书签)|Error!(?:Bookmark|Reference)",
        "目录的域代码显示了出来：“{0}”。",
        "请更新目录后重新生成文件。",
    ),
    _sign("C40", _INFO, "|".join(_REPEATED), "字词重复或有误：“{0}”。", "请改正。"),
)
#: slips of the keyboard that are no words
_TYPOS = re.compile(
    "|".join(
        (
            r"匀(?=达|为|已|按|能|符合|完成|未)",
            r"(?<![年月期季周岁学纪旬])末(?=完成|安排|发生|纳入|实现|超)",
            r"(?<![自利知一])己(?=完成|经|按|建成|全部|于\d|支付|付)",
            r"(?<![蚊营])帐(?=[务户号目册])",
            r"按排(?!名|序|放|列|水|污|位|班|查|期)",
            r"收人(?=总计|合计|决算|预算|\d)|[万亿]无(?=[，。；])|减小(?=\d)|效绩(?=目标|评价|自评)",
            r"布署|既使|部份|通迅|按装|增涨|坚特|严袼|厉行节[药越]|公务接侍|招待批次|绩郊|[预决][祘箅]|支岀",
        )
    )
)
_TWICE = re.compile(r"([\u4e00-\u9fff]{3,8})\1")


def judge_words(report: Report) -> Iterator[Doubt]:
    """What the wording itself gives away, block by block."""
    found: dict[str, list[Doubt]] = {}
    for block in report.document.blocks:
        text = block.plain.text
        for sign in _SIGNS:
            if sign.code == "C09" and not block.prose:
                continue
            for match in sign.pattern.finditer(text):
                if sign.but.search(text[: match.start()]) or sign.but.search(match.group()):
                    continue
                low, high = block.plain.original(*match.span())
                if sign.code == "C40" and re.search(r"\s{2}", block.text[low:high]):
                    continue  # heads of a table that became text
                message = sign.message.format(match.group())
                doubt = doubt_at(
                    sign.code, sign.severity, block, match.span(), message, sign.advice, stated=match.group()
                )
                found.setdefault(f"{sign.code}{sign.severity.value}", []).append(doubt)
    found.setdefault("C40info", []).extend((*_twice(report), *_typos(report)))
    for key, doubts in found.items():
        noun = {"C09": "缺少单位", "C39": "目录域代码外露", "C40": "字词重复或有误"}[key[:3]]
        yield from at_all_places(doubts, noun, apart=6 if key.startswith("C09") else 2)
    yield from _bare_shares(report)


def _twice(report: Report) -> Iterator[Doubt]:
    """A phrase that stands twice running; names of the dictionaries may, in 款 and 项."""
    for block in report.document.prose():
        for match in _TWICE.finditer(block.plain.text):
            words = match[1]
            low, high = block.plain.original(*match.span())
            if re.search(r"\s", block.text[low:high]):
                continue  # heads of a table that became text
            around = block.plain.text[max(0, match.start() - 12) : match.end() + 12]
            if (
                len(set(words)) > 2
                and not any(words in code.name for code in report.codes.functions.values())
                and not re.search(r"\d{3}", around)
            ):
                yield doubt_at(
                    "C40",
                    _INFO,
                    block,
                    match.span(),
                    f"字词重复：“{match.group()}”。",
                    "请删去一个。",
                    stated=match.group(),
                )


def _typos(report: Report) -> Iterator[Doubt]:
    for block in report.document.prose():
        for match in _TYPOS.finditer(block.plain.text):
            around = block.plain.text[max(0, match.start() - 2) : match.end() + 3]
            yield doubt_at(
                "C40",
                _INFO,
                block,
                match.span(),
                f"像是错别字：“{around}”的“{match.group()}”。",
                "请核对。",
                stated=match.group(),
                confidence="中",
            )


def _bare_shares(report: Report) -> Iterator[Doubt]:
    for reading in report.readings:
        spoken = [s for s in reading.shares if not s.bare]
        for share in reading.shares:
            if share.bare and spoken:
                yield doubt_at(
                    "C09",
                    _WARNING,
                    reading.block,
                    (share.rate.start, share.rate.end),
                    f"百分比前面缺少“占”字：“{share.part.text}，{share.rate.text}”。",
                    "请补上“占”。",
                    stated=share.rate.text,
                    expected=f"占{share.rate.text}",
                )
