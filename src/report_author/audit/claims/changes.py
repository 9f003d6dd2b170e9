"""Increases and decreases as a text words them; what its sentences claim about its amounts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from report_author.audit.claims.mentions import FUND, Mention, Role, core, read_mentions, same
from report_author.audit.claims.tokens import Token, tokens_of
from report_author.audit.reading.blocks import Block, sentence_at

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
    bases = [m.token for m in mentions if m.role is Role.BASE]
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
        found.append(
            _change(text, token, turned, money, rate, bases, _last_year(text, token, mentions), tokens)
        )
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
    bases: list[Token],
    last: Token | None,
    all_tokens: Sequence[Token],
) -> Change:
    start, _ = sentence_at(text, first.start)
    before = text[start : first.start]
    cut = before.rfind(turned[first])
    clause = before[:cut]
    compared = _COMPARED.search(clause)
    words = (compared["first"] or compared["second"]) if compared else ""
    fence = max((t.end for t in turned if start <= t.start < first.start), default=start)
    fence = max(fence, text.rfind("；", start, first.start))
    base = next((b for b in reversed(bases) if fence <= b.start < first.start), last)
    label = _label(clause)
    lead = money or first
    up = is_up(turned[lead], lead)
    rate_up = is_up(turned[rate], rate) if rate is not None and money is not None else None
    base = base or _from_which(text, first, start, all_tokens)
    depth = max(0, text.count("（", 0, first.start) - text.count("）", 0, first.start))
    if not words and turned[first] in (*MORE, *_LESS):
        words = "预算数"
    return Change(money, rate, up, label, words, base, start, rate_up, depth)


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
