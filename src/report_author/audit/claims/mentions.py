"""What an amount is called in its sentence, and what it is: of this year, a budget, of last year, a base, a change."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass, replace
from enum import Enum

from report_author.audit.claims.tokens import Token
from report_author.audit.reading.blocks import sentence_at

# ---------------------------------------------------------------- what an amount is called in its sentence


_YEAR_WORD = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)年?(?:度|初|末|底)?")
_LEAD = re.compile(
    r"^(?:\d{1,2}[.．、] ?(?!\d)|\x03[一二三四五六七八九十\d]{1,3}\x04|（[一二三四五六七八九十\d]{1,3}）|[一二三四五六七八九十]{1,3}、|其中：?|[一二三四五六七八九]是|其他?中|全年|截至|本部门|本单位|我单位|我部门|我局|我委"
    r"|本年度?(?!收入|支出)|当年|年度|按|全部|主要|分别|另|和|及|与|由于|同时|的|各)+"
)
_TAIL = re.compile(
    r"(?:[：:，]|的|数|为|是|约|共计|共|达到?|了|总计各|各|决算|实际|实现|完成|合计(?=为|是)|金额|发生|支付|执行|安排|预计|分别|等|均|其中)+$"
)
_QUOTES = re.compile(r"[“”\"'‘’「」《》]")
_BRACKET = re.compile(r"[（\x03](?:类|款|项|境|护)[）\x04]")
_MIDDLE = re.compile(r"决算(?=合计|总计|总额|数)")
#: the unit whose figure it is, before the figure's name
OWNER = re.compile(
    r"^[\u4e00-\u9fff（）]{2,24}?(?:[局委办厅院所站处会馆队]|中心|学校|大学|政府|公司)"
    r"(?=(?:本年|全年)?(?:收入|支出|收、支|收支|财政拨款|一般公共预算|政府性基金|国有资本|三公|机关运行|政府采购|公务|因公))"
)
_BOTH = re.compile(r"收入?(?:总计|合计)?、支出?")  # one thing, no list
_SHORT = re.compile(r"（([\u4e00-\u9fff]{1,4})）")


def core(label: str) -> str:
    """``label`` without year, order number, copula: “2021年本年收入合计为” → “本年收入合计”."""
    text = _QUOTES.sub("", _YEAR_WORD.sub("", label))
    text = _MIDDLE.sub("", _BRACKET.sub("", text))
    while True:
        shorter = OWNER.sub("", _TAIL.sub("", _LEAD.sub("", text)))
        if shorter == text:
            return text
        text = shorter


def same(left: str, right: str) -> bool:
    """Whether two labels name the same thing by the same words."""
    if not left or left == right:
        return bool(left)
    return left not in VAGUE and right not in VAGUE and _bare(left) == _bare(right)


def akin(left: str, right: str) -> bool:
    """Whether one label ends with the other, a weaker sign that they name the same thing."""
    a, b = _bare(left), _bare(right)
    if left in VAGUE or right in VAGUE:
        return False
    return len(a) >= 2 and len(b) >= 2 and (a.endswith(b) or b.endswith(a))


#: words that need the clause before them to mean something
VAGUE = frozenset(("", "支出", "收入", "占", "总额", "决算", "金额", "合计", "共计支出"))


def _bare(label: str) -> str:
    """The part of a label that tells it from others: 总支出, 支出总计 and 支出合计 are one thing."""
    text = re.sub(r"^(?:本年度?)?总?(?=收入|支出)|(?:总额|总数|总计|合计|总)数?$", "", label)
    return text if text in ("收入", "支出") else re.sub(r"(?:支出|经费|费用|费|款)$", "", text)


def clause_before(text: str, position: int) -> str:
    """The words before ``position`` up to the last stop, stops of lists included."""
    masked = _BOTH.sub(
        lambda found: found.group().replace("、", "\x05"), _SHORT.sub("\x03\\1\x04", text[:position])
    )
    start = max(masked.rfind(stop, 0, position) for stop in "，；。：（）、！？ ")
    return masked[start + 1 :].replace("\x05", "、")


def label_before(text: str, position: int) -> str:
    """The clause before ``position``; where it says too little, with the clause before it."""
    label = clause_before(text, position)
    if core(label) not in VAGUE:
        return label
    stop = position - len(label) - 1
    if stop <= 0 or text[stop] not in "：，）":
        return label
    if (
        text[stop] == "）"
        and (opened := text.rfind("（", 0, stop)) >= 0
        and not re.search(r"\d", text[opened:stop])
    ):
        stop = opened  # “事业收入（不含专户管理的教育收费）5万元”
    earlier = clause_before(text, stop)
    return label if re.search(r"\d(?:万元|元|%)", earlier) else earlier + label


FUND = re.compile(
    r"一般公共预算|一般预算|公共预算|政府性基金预算|国有资本经营预算|基金预算|公共财政预算|预算外|部门预算|单位预算|财政预算(?=拨款)|预算单位|预算资金|上年结[转余]|上年度结[转余]"
)
_BASE = re.compile(
    r"(?:比(?!较)|(?<!比)较|同)(?:之)?(?:上一?年|去年|前年|20\d\d|年初|全年|调整|预算|同期|上年度|上期)[^，。；]*$|与(?:上一?年|去年|20\d\d|年初|全年|预算|同期)[^，。；]*$"
)
#: a year that a whole sentence is about: not one that something is compared with, not one inside a name
_YEAR = re.compile(
    r"(?:与|比|较|同|对比|相比)(?:上年)?20\d\d年[^，。；]{0,12}|“[^”]*”|《[^》]*》|〔20\d\d〕|20\d\d年(?:度)?(?:结转|以来|以前|至|到|[-—])|20\d\d年\d+月"
    r"|(?P<year>20\d\d)年"
)


class Role(Enum):
    """What an amount is in its sentence."""

    PLAIN = "本年"
    BUDGET = "预算"
    LAST = "上年"
    BASE = "比较基数"
    CHANGE = "增减额"
    OTHER = "别的年度"


@dataclass(frozen=True, eq=False)
class Mention:
    """An amount with what it is called; ``depth`` counts the brackets around it."""

    token: Token
    label: str
    raw: str
    role: Role
    depth: int

    @property
    def start(self) -> int:
        return self.token.start

    @property
    def end(self) -> int:
        return self.token.end


def read_mentions(
    text: str, tokens: Iterable[Token], turned: Container[Token], year: int, *, budget: bool
) -> tuple[Mention, ...]:
    """The amounts of a text with their names; ``turned`` are those that 增加, 减少 … stand before."""
    return _with_subjects(
        text, [_mention(text, t, year, budget=budget, changed=t in turned) for t in tokens if t.is_money]
    )


def _mention(text: str, token: Token, year: int, *, budget: bool, changed: bool) -> Mention:
    raw = label_before(text, token.start)
    depth = text.count("（", 0, token.start) - text.count("）", 0, token.start)
    role = Role.CHANGE
    if not changed:
        told = _governing_year(text, token.start) or year
        role = _role(
            clause_before(text, token.start), text[token.end : token.end + 4], year, told, budget=budget
        )
    return Mention(token, core(raw), raw, role, max(depth, 0))


def _with_subjects(text: str, mentions: list[Mention]) -> tuple[Mention, ...]:
    """“三公”经费支出预算为…，支出决算为…: the second amount is that of the first one's subject."""
    found: list[Mention] = []
    for mention in mentions:
        before = found[-1] if found else None
        if (
            before is not None
            and before.role is Role.BUDGET
            and mention.role is Role.PLAIN
            and mention.label in VAGUE
            and before.depth == mention.depth
            and before.start >= sentence_at(text, mention.start)[0]
        ):
            subject = re.sub(r"(?:支出|收入)?(?:年初|全年|调整|调整后)?预算数?$", "", before.label)
            mention = replace(mention, label=subject or mention.label)
        elif (
            before is not None
            and before.role is Role.BUDGET
            and mention.role is Role.PLAIN
            and mention.depth > before.depth
            and re.match(r"（[^，。；）]*$", text[before.end : mention.start])
        ):
            mention = replace(mention, role=Role.BUDGET)  # a bracket splits the budget before it
        elif before is not None and text[before.end : mention.start] == f"、{mention.raw}":
            mention = replace(mention, label=_of_one_kind(before.label, mention.label))
        found.append(mention)
    return tuple(found)


def _of_one_kind(first: str, second: str) -> str:
    """The full name of the second of “财政拨款收入总计…万元、支出总计…万元”."""
    kind = re.fullmatch(r"(.*财政拨款)收入(总计|合计)", first)
    return f"{kind[1]}{second}" if kind and second == f"支出{kind[2]}" else second


def _governing_year(text: str, position: int) -> int:
    """The year that the sentence up to ``position`` is about; 0 where it names none."""
    start, _ = sentence_at(text, position)
    years = [found["year"] for found in _YEAR.finditer(text, start, position) if found["year"]]
    return int(years[-1]) if years else 0


def _role(raw: str, after: str, year: int, told: int, *, budget: bool) -> Role:
    words = re.sub(r"^.*\d(?:万元|元|%)", "", FUND.sub("", raw))
    if re.match(
        r"(?:共|各|累计|主要)*(?:增加|减少|新增|增支|减支|压减|压缩|节约|节省|下降|增长)(?![到至为])了?[^，。；]",
        words,
    ):
        return Role.CHANGE
    if _BASE.search(words) or after.startswith(("相比", "比较", "对比")):
        return Role.BASE
    if re.search(rf"上一?年|去年|{year - 1}年", words) and not re.search(rf"{year}年", words):
        return Role.LAST
    if year and told != year:
        return Role.LAST if told == year - 1 else Role.OTHER
    if "预算" in words and not budget:
        return Role.BUDGET
    return Role.PLAIN
