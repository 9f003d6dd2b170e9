"""What a report claims: its amounts with their names, their changes, shares, rates of completion; ready to be judged."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cached_property
from itertools import takewhile

from report_author.audit.claims.tokens import Span, Style, Token, style_of, tokens_of, total
from report_author.audit.reading.blocks import Block, Document, sentence_at
from report_author.audit.reading.cover import unit_of
from report_author.model.codes import Codebook

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
        of_budget = before is not None and before.role is Role.BUDGET and mention.role is Role.PLAIN
        if (
            before is not None
            and of_budget
            and mention.label in VAGUE
            and before.depth == mention.depth
            and before.start >= sentence_at(text, mention.start)[0]
        ):
            subject = re.sub(r"(?:支出|收入)?(?:年初|全年|调整|调整后)?预算数?$", "", before.label)
            mention = replace(mention, label=subject or mention.label)
        elif (
            before is not None
            and of_budget
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


# ---------------------------------------------------------------- increases, decreases as a text words them


_UP = "增加|上涨|上浮|扩大|增长|上升|提高|增支|增收|增|多"
_DOWN = "减少|压减|压缩|缩减|回落|下降|降低|减支|减收|下浮|减|降|少"
_DIRECTION = re.compile(
    rf"(?P<dir>{_UP}|{_DOWN})(?:了|额|数|幅度|幅|率|比例|比率|百分比|支出|收入|资金|经费|金额|总额|约|各|共|共计|为|是|达|近|，)*$"
)
#: “决算数大于预算数 …万元”
_BEYOND = re.compile(
    r"(?P<dir>大于|高于|超过|超出|多于|小于|低于|少于)(?:年初|全年|调整后?的?|当年)*预算数?(?:的)?$"
)
_LESS = ("小于", "低于", "少于")
MORE = ("大于", "高于", "超过", "超出", "多于")
_NO_DIRECTION = re.compile(
    r"(?:增减|加减|减少增加|或减少|/(?:减少|下降|增加|增长)|（(?:减少|下降|增加|增长)）|[到至]|不少|减免|减)$"
)
_COMPARED = re.compile(
    r"(?:(?:与|较|同|比)(?P<first>[^，。；]{1,40}?)(?:相比|对比|比较|相较)[，]?[^，。；]{0,40}|(?:比|较|与|同)(?:之)?(?P<second>[^，。；相]{1,40}))$"
)
#: words before 增加 that name no figure but what it is compared with
_COMPARED_ONLY = re.compile(
    r"^(?!支出$)(?:上一?年度?|去年|前年|上期|同期|年初|全年|调整)?(?:预算|决算)?(?:数|数字|支出)?$"
)


@dataclass(frozen=True, eq=False)
class Change:
    """“比…增加 money，增长 rate”; ``up`` as the words say. ``base_words`` name what it is compared with."""

    money: Token | None
    rate: Token | None
    up: bool
    label: str
    base_words: str
    base: Token | None
    start: int
    rate_up: bool | None = None
    depth: int = 0

    @property
    def token(self) -> Token:
        found = self.money or self.rate
        assert found is not None
        return found

    @property
    def to_budget(self) -> bool:
        return "预算" in FUND.sub("", self.base_words)


def directed(text: str, token: Token) -> str:
    """增加, 下降 … where it stands right before the token; empty for any other number."""
    before = text[max(0, token.start - 14) : token.start]
    if token.unit == "个百分点":
        return ""
    found = _DIRECTION.search(before)
    if found is None:
        beyond = _BEYOND.search(before)
        return beyond["dir"] if beyond and not re.search(r"[的原因]$", before) else ""
    if re.search(r"(?:元|%)（$", before[: found.start()]):
        return found["dir"]  # “减少80.84万元（下降1.8%）”
    if before[: found.start()].endswith(("增", "或", "/", "（", "不", "无", "未")) or _NO_DIRECTION.search(
        before
    ):
        return "" if not before.endswith(("增", "减")) or before.endswith("增减") else found["dir"]
    return found["dir"]


def is_up(direction: str, token: Token) -> bool:
    """Whether the words with the sign of the number mean more."""
    return (direction in _UP.split("|") or direction in MORE) == (token.value >= 0)


def read_changes(
    text: str, tokens: list[Token], turned: Mapping[Token, str], mentions: tuple[Mention, ...]
) -> list[Change]:
    found = []
    used: set[Token] = set()
    for index, token in enumerate(tokens):
        if token not in turned or token in used:
            continue
        used.add(token)
        partner = tokens[index + 1] if index + 1 < len(tokens) else None
        paired = (
            partner is not None
            and partner in turned
            and partner.is_money != token.is_money
            and partner.start - token.end <= 20
            and not re.search("。|；|其中", text[token.end : partner.start])
            and not re.search(r"(?:比|较|与)", text[token.end + 3 : partner.start])
            and (token.is_money or not _rate_follows(text, tokens, index + 1, turned))
        )
        if paired and partner is not None:
            used.add(partner)
        both = [token, partner] if paired else [token]
        money = next((t for t in both if t and t.is_money), None)
        rate = next((t for t in both if t and t.is_percent), None)
        found.append(_change(text, token, turned, money, rate, mentions, tokens))
    return found


def _rate_follows(text: str, tokens: list[Token], index: int, turned: Mapping[Token, str]) -> bool:
    """Whether the change at ``index`` has a rate of its own behind it."""
    if index + 1 >= len(tokens):
        return False
    here, after = tokens[index], tokens[index + 1]
    return after in turned and after.is_percent and after.start - here.end <= 12


_TURNED_INTO = re.compile(
    r"[^，。；]{0,4}(?:增加|增长|提高|上升|减少|下降|降低|降|升)[到至为]?[^，。；\d]{0,4}"
)


def _from_which(text: str, first: Token, start: int, tokens: Sequence[Token]) -> Token | None:
    """The first amount of “由上年的…元增加到…元，增长…%”."""
    before = [t for t in tokens if start <= t.start < first.start and t.is_money][-2:]
    if len(before) < 2 or not _TURNED_INTO.fullmatch(text[before[0].end : before[1].start]):
        return None
    opened = re.search(r"[由从][^，。；]{0,24}$", text[start : before[0].start])
    return before[0] if opened else None


def _last_year(text: str, change: Token, mentions: tuple[Mention, ...]) -> Token | None:
    """Last year's amount in “2022年支出 …万元，2021年支出 …万元，增加…”: of the same name as this year's right before it."""
    start, _ = sentence_at(text, change.start)
    before = [m for m in mentions if start <= m.start < change.start and not m.depth]
    if len(before) < 2 or {m.role for m in before[-2:]} != {Role.PLAIN, Role.LAST}:
        return None
    last, now = sorted(before[-2:], key=lambda m: m.role is Role.PLAIN)
    names = [re.sub(r"^(?:上一?年度?|去年|本年度?|本期|上期)", "", m.label) for m in (last, now)]
    return last.token if same(*names) or not names[0] else None


def _change(
    text: str,
    first: Token,
    turned: Mapping[Token, str],
    money: Token | None,
    rate: Token | None,
    mentions: tuple[Mention, ...],
    tokens: Sequence[Token],
) -> Change:
    start, _ = sentence_at(text, first.start)
    before = text[start : first.start]
    cut = before.rfind(turned[first])
    clause = before[:cut]
    compared = _COMPARED.search(clause)
    words = (compared["first"] or compared["second"]) if compared else ""
    fence = max((t.end for t in turned if start <= t.start < first.start), default=start)
    fence = max(fence, text.rfind("；", start, first.start))
    base = next(
        (m.token for m in mentions[::-1] if m.role is Role.BASE and fence <= m.start < first.start), None
    )
    base = base or _last_year(text, first, mentions) or _from_which(text, first, start, tokens)
    lead = money or first
    up = is_up(turned[lead], lead)
    rate_up = is_up(turned[rate], rate) if rate is not None and money is not None else None
    depth = max(0, text.count("（", 0, first.start) - text.count("）", 0, first.start))
    if not words and turned[first] in (*MORE, *_LESS):
        words = "预算数"
    return Change(money, rate, up, _label(clause), words, base, start, rate_up, depth)


def _label(clause: str) -> str:
    """What changed: the words right before the direction, else those before 比, 较, 与."""
    tail = re.split(r"[，；：。]", clause)[-1]
    opened = tail.rfind("（")
    if opened >= 0 and "）" not in tail[opened:]:
        tail = tail[opened + 1 :]
    against = re.search(r"(?:与|较|同|比)[^，]{1,24}?(?:相比|对比|比较|相较)|同比|环比", tail)
    if against:
        before, tail = tail[: against.start()], tail[against.end() :]
        tail = tail if core(_COMPARED_ONLY.sub("", tail)) else before
    for sign in ("比", "较", "与", "同"):
        at = re.search(rf"{sign}(?:之)?(?:上|去|前|20|年初|全年|预算|调整|同期)", tail)
        if at:
            tail = tail[: at.start()]
    tail = _COMPARED_ONLY.sub("", tail)
    return core(tail)


# ---------------------------------------------------------------- what the sentences of a report claim about its amounts


_SHARE = re.compile(
    r"(?:占(?:了|到)?(?P<what>(?:(?!占)[^，。；：！%]){0,40}?)(?:的)?(?:比重|比例|比率|份额|百分比|比|之)?(?:的|为|是|达到?|约|：)*)$"
)
_COMPLETION = re.compile(
    r"(?:完成(?:了|调整后的?)?[^，。；：、]{0,10}?(?:预算|计划)[^，。；、]{0,10}?|(?:完成率|执行率|执行进度|完成比例|完成程度)[^，。；、]{0,8}?|[为是](?:了|当年|本年度?|年初|全年|调整后?|年度)*预算数?的)$"
)
_OF_BUDGET = re.compile(r"^(?:了|当年|本年度?|年初|全年|调整后?|年度)*(?:批复)?预算(?:数|总额)?的?$")


@dataclass(frozen=True, eq=False)
class Share:
    """“part，占 whole 的 rate”; ``whole`` is the words between, maybe none, ``total`` its amount where it is told.

    ``bare`` is a share without the word 占.
    """

    part: Token
    rate: Token
    whole: str
    bare: bool = False
    total: Token | None = None


@dataclass(frozen=True, eq=False)
class Completion:
    """“完成…预算 rate”; ``words`` say which budget."""

    rate: Token
    words: str


@dataclass(frozen=True, eq=False)
class Reading:
    """All claims of one block."""

    block: Block
    tokens: tuple[Token, ...]
    mentions: tuple[Mention, ...]
    changes: tuple[Change, ...]
    shares: tuple[Share, ...]
    completions: tuple[Completion, ...]

    @property
    def text(self) -> str:
        """The squeezed text."""
        return self.block.plain.text

    @cached_property
    def plain(self) -> list[Mention]:
        """The amounts of this year."""
        return [m for m in self.mentions if m.role is Role.PLAIN]

    def told_before(self, place: int) -> list[Mention]:
        """The amounts of this year before a place of the text."""
        return [m for m in self.plain if m.start < place]


def read_claims(block: Block, year: int, *, budget: bool) -> Reading:
    """The claims of ``block`` in a report of ``year``; in a ``budget`` every amount is one of the budget."""
    tokens = tokens_of(block)
    text = block.plain.text
    turned = {token: found for token in tokens if (found := directed(text, token))}
    mentions = read_mentions(text, tokens, turned, year, budget=budget)
    shares: list[Share] = []
    completions: list[Completion] = []
    for index, token in enumerate(tokens):
        if token.is_percent and token not in turned:
            _classify(text, tokens, index, shares, completions)
    changes = read_changes(text, tokens, turned, mentions)
    return Reading(block, tuple(tokens), mentions, tuple(changes), tuple(shares), tuple(completions))


def _classify(
    text: str, tokens: list[Token], index: int, shares: list[Share], completions: list[Completion]
) -> None:
    token = tokens[index]
    start, _ = sentence_at(text, token.start)
    before = text[max(start, token.start - 60) : token.start]
    share = _SHARE.search(before)
    part = _part(text, tokens[:index], token)
    if part is not None and (told := _told_whole(text, part, token)):
        spoken_of = next((t for t in tokens[: index - 1] if t.start >= start and t.is_money), None)
        near = tokens[index - 2] if index > 1 and tokens[index - 2].is_money else spoken_of
        if near is not None and near.start >= start:
            shares.append(Share(near, token, told, total=part))
            return
    if share and not _OF_BUDGET.match(share["what"]):
        if part is not None and part.start >= start:
            shares.append(Share(part, token, core(FUND.sub("", share["what"]) and share["what"])))
        return
    if share or _COMPLETION.search(before):
        completions.append(Completion(token, before[-24:]))
        return
    if part is not None and re.fullmatch(r"[，、（]", text[part.end : token.start]):
        shares.append(Share(part, token, "", bare=True))


def _part(text: str, before: list[Token], rate: Token) -> Token | None:
    """The amount that the rate is said of: the last one, or the one that a bracket behind it splits."""
    if not before or not before[-1].is_money:
        return None
    closed = re.search(r"）[，、]?占[^（）]*$", text[before[-1].end : rate.start])
    opened = text.rfind("（", 0, before[-1].start) if closed else -1
    if opened >= 0 and "）" not in text[opened : before[-1].start]:
        whole = next((t for t in before if t.end == opened and t.is_money), None)
        return whole or before[-1]
    return before[-1]


def _told_whole(text: str, total: Token, rate: Token) -> str:
    """The words for the whole in “占本年支出合计 total 的 rate”; empty for anything else."""
    before = re.search(r"占(?P<what>[^，。；：占]{0,40})$", text[max(0, total.start - 44) : total.start])
    if before is None or not re.fullmatch(r"(?:的|的?比[重例率]为?)", text[total.end : rate.start]):
        return ""
    return core(before["what"]) or "总数"


# ---------------------------------------------------------------- a report with its claims read, ready to be judged


_TITLE = re.compile(r"(?<![与比较同])(?P<year>20\d\d)年?度?[^。]{0,40}?(?P<kind>决算|预算)")


@dataclass(frozen=True, eq=False)
class Report:
    """What the judges work on. ``year`` is 0, ``unit`` empty where the report does not tell it."""

    document: Document
    year: int
    budget: bool
    readings: tuple[Reading, ...]
    style: Style
    unit: str = ""
    codes: Codebook = field(default_factory=lambda: Codebook.for_year(2021))

    @cached_property
    def index(self) -> dict[Block, int]:
        return {reading.block: number for number, reading in enumerate(self.readings)}

    @cached_property
    def text(self) -> str:
        """All prose, squeezed, a line for each block."""
        return "\n".join(reading.text for reading in self.readings)

    @cached_property
    def prose(self) -> list[Block]:
        """The paragraphs that sentences stand in."""
        return self.document.prose()

    @property
    def blocks(self) -> tuple[Block, ...]:
        return self.document.blocks

    def find(self, pattern: re.Pattern[str]) -> Iterator[tuple[Block, re.Match[str]]]:
        """Each place of the prose that ``pattern`` fits."""
        return ((block, found) for block in self.prose for found in pattern.finditer(block.plain.text))

    def span(self, token: Token) -> Span:
        """All that a number as printed can stand for."""
        return self.style.span(token)

    def total(self, tokens: Iterable[Token]) -> Span:
        """All that the sum of numbers as printed can be."""
        return total(self.span(token) for token in tokens)

    def below(self, number: int) -> Iterator[Reading]:
        """The readings behind the one at ``number`` up to the next heading."""
        section = self.readings[number].block.section
        return takewhile(
            lambda r: r.block.section == section and not r.block.style,
            self.readings[number + 1 : number + 80],
        )

    def before(self, block: Block, how_many: int = 3) -> list[Reading]:
        """The readings right before ``block`` in its section, nearest first."""
        at = self.index[block]
        near = [r for r in self.readings[max(0, at - how_many) : at] if r.block.section == block.section]
        return near[::-1]

    def mentions(self, *roles: Role) -> Iterator[Mention]:
        for reading in self.readings:
            for mention in reading.mentions:
                if not roles or mention.role in roles:
                    yield mention

    def quote(self, block: Block, start: int, end: int) -> str:
        """The original words of a stretch of the squeezed text."""
        first, last = block.plain.original(start, end)
        return block.text[first:last]

    def sentence(self, token: Token) -> str:
        """The sentence of ``token`` in its original words, shortened around it where it is long."""
        text = token.block.plain.text
        start = max(text.rfind("。", 0, token.start) + 1, token.start - 60)
        stop = text.find("。", token.end)
        end = min(stop + 1 if stop >= 0 else len(text), token.end + 40)
        return self.quote(token.block, start, end).strip()


def make_report(document: Document) -> Report:
    """Read the claims of ``document``; the year comes from its title, else from its first sentences."""
    year, budget = _year_and_kind(document)
    prose = document.prose()
    readings = tuple(read_claims(block, year, budget=budget) for block in prose)
    tokens = [token for block in prose for token in tokens_of(block) if token.is_money]
    for reading in readings:
        said = (
            *(c.rate for c in reading.changes),
            *(s.rate for s in reading.shares),
            *(c.rate for c in reading.completions),
        )
        tokens += [rate for rate in said if rate is not None]
    return Report(
        document, year, budget, readings, style_of(tokens), unit_of(document), Codebook.for_year(year or 2021)
    )


def _year_and_kind(document: Document) -> tuple[int, bool]:
    counted: dict[int, int] = {}
    budgets = finals = 0
    for text in [document.name, *(block.plain.text for block in document.blocks[:400])]:
        for found in _TITLE.finditer(text[:200]):
            weight = 5 if len(text) < 60 else 1
            counted[int(found["year"])] = counted.get(int(found["year"]), 0) + weight
        finals += text.count("决算")
        budgets += (
            text.count("预算")
            - text.count("一般公共预算")
            - text.count("政府性基金预算")
            - text.count("国有资本经营预算")
        )
    named = _TITLE.search(document.name)
    if named:
        return int(named["year"]), named["kind"] == "预算"
    year = max(counted, key=lambda y: counted[y]) if counted else 0
    return year, finals * 4 < budgets
