"""Units or keywords that are missing, field codes, words twice, brackets without a partner, personal data, uses of money."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from report_author.audit.claims.report import Report
from report_author.audit.judges.relations import ERROR, INFO, WARNING, Doubt, at_all_places, doubt_at
from report_author.audit.judges.whole import Edges
from report_author.audit.reading.blocks import Block
from report_author.model.findings import Severity

_LIST = r"(?!(?:[、和及，][\d.,]+)*[、和及，][\d.,]+(?:万元|元|%|个百分点))"
_HAN = r"[\u4e00-\u9fff（）]"
_N = r"(?:\d{1,3}(?:,\d{3})+|\d+)\.\d+"


class _Sign(NamedTuple):
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
        ERROR,
        rf"(?:增加|减少)(?:了)?{_N}(?=[、，。；]){_LIST}",
        _NO_UNIT,
        _ADD,
        "分别|比例|指数|得分|率|面积",
    ),
    _sign(
        "C09",
        ERROR,
        rf"(?:占[^，。；\d]{{0,14}}|完成(?:年初|全年|调整)?预算的?)\d+\.\d+{_STOP}{_LIST}",
        _NO_PERCENT,
        "请补上“%”。",
        "分别|面积|占地",
    ),
    _sign(
        "C09",
        ERROR,
        rf"(?:增长|下降)(?:了)?\d+\.\d+{_STOP}{_LIST}",
        _NO_PERCENT,
        "请补上“%”。",
        "分别|指数|得分|气温|水位",
    ),
    _sign(
        "C09",
        WARNING,
        rf"{_MONEY}(?:各|共计?|均)?(?:为|是|共计?)?(?:\d{{1,3}}(?:,\d{{3}})+|\d+)\.\d{{1,6}}(?=[，。；（]){_LIST}",
        _NO_UNIT,
        _ADD,
        "分别|得分|率|人均|比",
    ),
    _sign(
        "C09",
        WARNING,
        rf"(?:{_MONEY}|增加|减少|投入|安排|拨付|支付)(?:了)?(?:各|共计?|均)?(?:为|是)?\d+\.\d+万(?=[，。；、（）])",
        _HALF,
        "请写成“万元”。",
        "人|户|亩|只|吨",
    ),
    _sign(
        "C09",
        WARNING,
        rf"\d(?:万元|元)[、，]{_HAN}{{2,24}}{_N}(?=[、，]{_HAN}{{2,24}}[\d,]+(?:\.\d+)?(?:万元|元))",
        _NO_UNIT,
        _ADD,
        "分别|得分|率|均|比|指数|面积|系数|值|价",
    ),
    _sign("C09", WARNING, rf"（[类款项]）(?:支出)?{_N}(?=[，。；])", _NO_UNIT, _ADD),
    _sign("C09", INFO, rf"(?:费|经费|支出|预算)(?:为)?\d+万{_STOP}", _HALF, "请写成“万元”。"),
    _sign(
        "C09",
        WARNING,
        r"[较比与](?:上年|去年|20\d\d年)度?(?:决算数?|预算数?|支出|同期)?\d+\.\d+(?=减少|增加|下降|增长|相比)",
        _NO_UNIT,
        _ADD,
    ),
    _sign(
        "C09",
        WARNING,
        r"\d(?:万元|元)，\d{1,3}(?:\.\d+)?(?=[；。])",
        "百分比前面缺少“占”、后面缺少“%”：“{0}”。",
        "请写完整。",
    ),
    _sign(
        "C09",
        WARNING,
        r"[较比]20[12]\d\d{1,4}\.\d{1,2}万元(?=增加|减少|下降|增长|相比)",
        "年份后面像是漏了“年”字，年份和金额连在了一起：“{0}”。",
        "请把年份和金额分开。",
    ),
    _sign(
        "C39",
        ERROR,
        r"PAGEREF\s*_Toc\d+|TOC\\o|HYPERLINK\\l|错误！未(?:找到引用源|定义书签)|Error!(?:Bookmark|Reference)",
        "目录的域代码显示了出来：“{0}”。",
        "请更新目录后重新生成文件。",
    ),
    _sign("C40", INFO, "|".join(_REPEATED), "字词重复或有误：“{0}”。", "请改正。"),
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
    for block in report.blocks:
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
                doubt = doubt_at(sign.code, block, match, message, sign.advice, severity=sign.severity)
                found.setdefault(f"{sign.code}{sign.severity.value}", []).append(doubt)
    found.setdefault("C40info", []).extend((*_twice(report), *_typos(report)))
    for key, doubts in found.items():
        noun = {"C09": "缺少单位", "C39": "目录域代码外露", "C40": "字词重复或有误"}[key[:3]]
        yield from at_all_places(doubts, noun, apart=6 if key.startswith("C09") else 2)
    yield from _bare_shares(report)


def _twice(report: Report) -> Iterator[Doubt]:
    """A phrase that stands twice running; names of the dictionaries may, in 款 and 项."""
    for block, match in report.find(_TWICE):
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
                "C40", block, match, f"字词重复：“{match.group()}”。", "请删去一个。", severity=INFO
            )


def _typos(report: Report) -> Iterator[Doubt]:
    for block, match in report.find(_TYPOS):
        around = block.plain.text[max(0, match.start() - 2) : match.end() + 3]
        yield doubt_at(
            "C40",
            block,
            match,
            f"像是错别字：“{around}”的“{match.group()}”。",
            "请核对。",
            severity=INFO,
            confidence="中",
        )


def _bare_shares(report: Report) -> Iterator[Doubt]:
    for reading in report.readings:
        spoken = [s for s in reading.shares if not s.bare]
        for share in reading.shares:
            if share.bare and spoken:
                yield doubt_at(
                    "C09",
                    reading.block,
                    share.rate,
                    f"百分比前面缺少“占”字：“{share.part.text}，{share.rate.text}”。",
                    "请补上“占”。",
                    expected=f"占{share.rate.text}",
                )


# ---------------------------------------------------------------- brackets or quotes without a partner, punctuation twice


_PAIRS = (("（", "）", "括号"), ("“", "”", "引号"), ("《", "》", "书名号"))
#: “1）”, “a）” number items without an opening bracket
_ANSWERED = re.compile(r"(?<![\w（])(?:\d{1,2}|[a-zA-Z])）|[①-⑳]）")
_DOUBLED = re.compile(r"。。(?!。)|，，|、、(?!、)|；；|，。|。，|：：|、，|；。|，；|。；|、。")


def judge_punctuation(report: Report) -> Iterator[Doubt]:
    """One doubt a kind, with all its places."""
    blocks = [block for block in report.blocks if block.prose]
    unpaired = [doubt for pair in _PAIRS for doubt in _unpaired(blocks, *pair)]
    twice = [
        doubt_at("C08", block, found, f"标点重复：“{found.group()}”。", "请改正。", severity=INFO)
        for block in blocks
        for found in _DOUBLED.finditer(block.plain.text)
    ]
    yield from at_all_places(unpaired, "括号、引号不配对", apart=2)
    yield from at_all_places(twice, "标点重复", apart=2)


def _unpaired(blocks: Sequence[Block], opening: str, closing: str, name: str) -> list[Doubt]:
    """Marks without a partner; a pair may span paragraphs, as broken lines make it."""
    found: list[Doubt] = []
    left, right = f"左{name}“{opening}”没有对应的右{name}。", f"右{name}“{closing}”没有对应的左{name}。"
    pending: tuple[Block, int] | None = None  # an opening mark that later paragraphs may close
    age = 0
    for block in blocks:
        opened, closed = _lonely(block.plain.text, opening, closing)
        if closed and pending:
            closed, pending = closed[1:], None
        found += [_doubt(block, at, right) for at in closed[:1]]
        if pending and (age >= 3 or opened or block.style):
            found.append(_doubt(*pending, left))
            pending = None
        age += 1
        if opened:
            pending, age = (block, opened[-1]), 0
            found += [_doubt(block, at, left) for at in opened[:-1]]
    return [*found, _doubt(*pending, left)] if pending else found


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
    return doubt_at("C08", block, (at, at + 1), message, "请补上或删去。", "", severity=INFO)


_MOBILE = re.compile(r"(?<![\d.])1[3-9]\d(?:-?\d{4}){2}(?![\d.]|万|元|%)")
_IDENTITY = re.compile(
    r"(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)"
)
_ACCOUNT = re.compile(
    r"(?:银行账[号户]|开户行?账[号户]|收款账[号户]|账号|卡号|银行卡)[^\d。；]{0,12}(?P<n>\d(?:[ -]?\d){10,20})"
)
_SECRET = re.compile(
    r"(?:秘密|机密|绝密)★|★(?:秘密|机密|绝密)|内部(?:资料|文件|材料)[，、]?(?:请)?(?:注意保存|注意保密|不得外传|严禁外传)|不宜公开|不予公开"
)
#: level, pattern, message with the words found, advice, 现写
_PRIVATE = (
    (ERROR, _IDENTITY, "写有身份证号（{:.6}…）。", "请删去个人信息。", "身份证号"),
    (INFO, _MOBILE, "写有手机号码（{:.3}…）。", "请改用单位电话，或删去。", "手机号码"),
    (WARNING, _ACCOUNT, "写有银行账号。", "请删去账号。", "银行账号"),
    (WARNING, _SECRET, "有不宜公开的标志：“{}”。", "请核对这份文件、这段话能否公开。", None),
)
_LONG = re.compile(r"\d[\d -]{9,}[\dXx]")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def judge_privacy(report: Report) -> Iterator[Doubt]:
    """Identity numbers, mobile telephones, bank accounts; the quote does not repeat them in full."""
    hidden = (
        replace(doubt, quote=_LONG.sub(lambda found: found.group()[:3] + "…", doubt.quote))
        for doubt in _found(report)
    )
    yield from at_all_places(hidden, "个人信息、账号或密级标志")


def _found(report: Report) -> Iterator[Doubt]:
    for block in report.blocks:
        for severity, pattern, message, advice, stated in _PRIVATE:
            for found in pattern.finditer(block.plain.text):
                if pattern is not _IDENTITY or _is_identity(found.group()):
                    at = found.span("n" if pattern is _ACCOUNT else 0)
                    words = message.format(found.group())
                    yield doubt_at("C45", block, at, words, advice, stated, severity=severity)


def _is_identity(number: str) -> bool:
    """Whether the last character is the check character of the first seventeen."""
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return "10X98765432"[total % 11] == number[17].upper()


# ---------------------------------------------------------------- what money is said to be for against what it is called


_USES = (
    (r"住房公积金|住房保障", r"医疗保险|养老保险|医疗费"),
    (r"社会保障和就业", r"医疗保险|住房公积金"),
    (r"卫生健康|医疗(?:补助)?（", r"住房公积金|养老保险"),
)
_STAFF = frozenset(("301", "303"))
_LISTS = re.compile(
    r"(?P<group>人员经费|公用经费)[^。；]{0,30}?(?:主要)?(?:包括|用于)[：:]?(?P<list>[^。；]{6,600})"
)


def judge_uses(report: Report) -> Iterator[Doubt]:
    """Uses that belong to another 科目, 款 that belong to the other group of 基本支出."""
    yield from _uses(report)
    yield from _lists(report)


def _uses(report: Report) -> Iterator[Doubt]:
    """What an item is spent on, in its own paragraph or in the next one."""
    opening: Block | None = None
    for block in report.prose:
        text = block.plain.text
        used = re.search(r"主要用于[：，]?(?P<what>[^。]*)", text)
        before, opening = opening, block
        if used is None or len(re.findall(r"\d万元", text[: used.start()])) > 1:
            continue
        head = text[: used.start()].split("。")[0]
        if used.start() < 3 and before is not None and not before.style and len(before.plain.text) < 80:
            head = before.plain.text
        yield from _use(block, used, head)


def _use(block: Block, used: re.Match[str], head: str) -> Iterator[Doubt]:
    item = head.split("（款）")[-1]
    for name, use in _USES:
        wrong = re.search(use, used["what"])
        if re.search(name, item) and wrong and not re.search(use, item):
            start = used.start("what") + wrong.start()
            yield doubt_at(
                "C26",
                block,
                (start, start + len(wrong.group())),
                f"用途与科目不符：“{head[:40]}”的用途写了“{wrong.group()}”。",
                "请核对用途，像是抄了别的科目。",
                wrong.group(),
                confidence="中",
            )


def _lists(report: Report) -> Iterator[Doubt]:
    """“人员经费…主要包括：…办公费”: 款 of the other group, a 款 named twice."""
    groups: dict[str, set[str]] = defaultdict(set)
    for code in report.codes.economics.values():
        if len(code.code) == 5:
            groups[code.name.removesuffix("支出")].add("人员经费" if code.code[:3] in _STAFF else "公用经费")
    edges = Edges(report)
    for block, found in report.find(_LISTS):
        listed = re.split(r"公用经费|人员经费", found["list"])[0]
        items = [i.removesuffix("支出") for i in re.split(r"[、，和]", re.sub(r"等.{0,6}$", "", listed)) if i]
        if edges.cut(block, *found.span()):
            items = items[:-1]
        if len(items) < 3:
            continue
        foreign = [i for i in items if groups.get(i) and found["group"] not in groups[i]]
        twice = [i for i, n in Counter(items).items() if n > 1 and i in groups]
        for wrong, message in (
            (foreign, f"{found['group']}的明细里有不属于它的科目"),
            (twice, f"{found['group']}的明细里重复列了科目"),
        ):
            if wrong:
                at = block.plain.text.find(wrong[0], found.start("list"))
                yield doubt_at(
                    "C27",
                    block,
                    (at, at + len(wrong[0])),
                    f"{message}：{'、'.join(wrong)}。",
                    "请按部门支出经济分类科目核对明细。",
                    "、".join(wrong),
                    confidence="中",
                )
