"""What the sentences of a report claim about its amounts."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum

from report_author.audit.claims.labels import VAGUE, clause_before, core, label_before, same
from report_author.audit.claims.tokens import Token, tokens_of
from report_author.audit.reading.blocks import Block, sentence_at

_UP = "增加|增长|上升|提高|增支|增收|增|多"
_DOWN = "减少|下降|降低|减支|减收|下浮|减|降|少"
_DIRECTION = re.compile(
    rf"(?P<dir>{_UP}|{_DOWN})(?:了|额|数|幅度|幅|率|比例|比率|百分比|支出|收入|资金|经费|金额|总额|约|各|共|共计|为|是|达|近|，)*$"
)
_NO_DIRECTION = re.compile(r"(?:增减|加减|减少增加|或减少|/(?:减少|下降|增加|增长)|（(?:减少|下降|增加|增长)）|[到至]|不少|减免|减)$")
_SHARE = re.compile(
    r"(?:占(?:了|到)?(?P<what>(?:(?!占)[^，。；：！%]){0,40}?)(?:的)?(?:比重|比例|比率|份额|百分比|比|之)?(?:的|为|是|达到?|约|：)*)$"
)
_COMPLETION = re.compile(
    r"(?:完成(?:了|调整后的?)?[^，。；：、]{0,10}?(?:预算|计划)[^，。；、]{0,10}?|(?:完成率|执行率|执行进度|完成比例|完成程度)[^，。；、]{0,8}?|[为是](?:了|当年|本年度?|年初|全年|调整后?|年度)*预算数?的)$"
)
_OF_BUDGET = re.compile(r"^(?:了|当年|本年度?|年初|全年|调整后?|年度)*(?:批复)?预算(?:数|总额)?的?$")
_FUND = re.compile(
    r"一般公共预算|公共预算|政府性基金预算|国有资本经营预算|基金预算|公共财政预算|预算外|部门预算|单位预算|财政预算(?=拨款)|预算单位|预算资金|上年结[转余]|上年度结[转余]"
)
_BASE = re.compile(
    r"(?:比|较|同)(?:之)?(?:上一?年|去年|前年|20\d\d|年初|全年|调整|预算|同期|上年度|上期)[^，。；]*$|与(?:上一?年|去年|20\d\d|年初|全年|预算|同期)[^，。；]*$"
)
_COMPARED = re.compile(
    r"(?:(?:与|较|同|比)(?P<first>[^，。；]{1,40}?)(?:相比|对比|比较|相较)[，]?[^，。；]{0,40}|(?:比|较|与|同)(?:之)?(?P<second>[^，。；相]{1,40}))$"
)


class Role(Enum):
    """What an amount is in its sentence."""

    PLAIN = "本年"
    BUDGET = "预算"
    LAST = "上年"
    BASE = "比较基数"
    CHANGE = "增减额"


@dataclass(frozen=True, eq=False)
class Mention:
    """An amount with what it is called; ``depth`` counts the brackets around it."""

    token: Token
    label: str
    raw: str
    role: Role
    depth: int


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

    @property
    def token(self) -> Token:
        found = self.money or self.rate
        assert found is not None
        return found

    @property
    def to_budget(self) -> bool:
        return "预算" in _FUND.sub("", self.base_words)


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

    def mention(self, token: Token) -> Mention | None:
        return next((m for m in self.mentions if m.token is token), None)


def read_claims(block: Block, year: int, *, budget: bool) -> Reading:
    """The claims of ``block`` in a report of ``year``; in a ``budget`` every amount is one of the budget."""
    tokens = tokens_of(block)
    text = block.plain.text
    directed = {token: found for token in tokens if (found := _directed(text, token))}
    mentions = _with_subjects(
        text, [_mention(text, t, year, budget=budget, changed=t in directed) for t in tokens if t.is_money]
    )
    shares: list[Share] = []
    completions: list[Completion] = []
    for index, token in enumerate(tokens):
        if token.is_percent and token not in directed:
            _classify(text, tokens, index, shares, completions)
    changes = _changes(text, tokens, directed, mentions)
    return Reading(block, tuple(tokens), mentions, tuple(changes), tuple(shares), tuple(completions))


def _directed(text: str, token: Token) -> str:
    """增加, 下降 … where it stands right before the token; empty for any other number."""
    before = text[max(0, token.start - 14) : token.start]
    found = _DIRECTION.search(before)
    if found is None or token.unit == "个百分点":
        return ""
    if before[: found.start()].endswith(("增", "或", "/", "（", "不", "无", "未")) or _NO_DIRECTION.search(before):
        return "" if not before.endswith(("增", "减")) or before.endswith("增减") else found["dir"]
    return found["dir"]


def is_up(direction: str, token: Token) -> bool:
    """Whether the words with the sign of the number mean more."""
    return (direction in _UP.split("|")) == (token.value >= 0)


def _mention(text: str, token: Token, year: int, *, budget: bool, changed: bool) -> Mention:
    raw = label_before(text, token.start)
    depth = text.count("（", 0, token.start) - text.count("）", 0, token.start)
    role = Role.CHANGE if changed else _role(clause_before(text, token.start), text[token.end : token.end + 4], year, budget=budget)
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
            and before.token.start >= sentence_at(text, mention.token.start)[0]
        ):
            subject = re.sub(r"(?:支出|收入)?(?:年初|全年|调整|调整后)?预算数?$", "", before.label)
            mention = replace(mention, label=subject or mention.label)
        elif (
            before is not None
            and before.role is Role.BUDGET
            and mention.role is Role.PLAIN
            and mention.depth > before.depth
            and re.match(r"（[^，。；）]*$", text[before.token.end : mention.token.start])
        ):
            mention = replace(mention, role=Role.BUDGET)  # a bracket splits the budget before it
        found.append(mention)
    return tuple(found)


def _role(raw: str, after: str, year: int, *, budget: bool) -> Role:
    words = _FUND.sub("", raw)
    if _BASE.search(words) or after.startswith(("相比", "比较", "对比")):
        return Role.BASE
    if re.search(rf"上一?年|去年|{year - 1}年", words) and not re.search(rf"{year}年", words):
        return Role.LAST
    if "预算" in words and not budget:
        return Role.BUDGET
    return Role.PLAIN


def _classify(
    text: str, tokens: list[Token], index: int, shares: list[Share], completions: list[Completion]
) -> None:
    token = tokens[index]
    start, _ = sentence_at(text, token.start)
    before = text[max(start, token.start - 60) : token.start]
    share = _SHARE.search(before)
    part = tokens[index - 1] if index and tokens[index - 1].is_money else None
    if part is not None and (told := _told_whole(text, part, token)):
        spoken_of = next((t for t in tokens[: index - 1] if t.start >= start and t.is_money), None)
        near = tokens[index - 2] if index > 1 and tokens[index - 2].is_money else spoken_of
        if near is not None and near.start >= start:
            shares.append(Share(near, token, told, total=part))
            return
    if share and not _OF_BUDGET.match(share["what"]):
        if part is not None and part.start >= start:
            shares.append(Share(part, token, core(_FUND.sub("", share["what"]) and share["what"])))
        return
    if share or _COMPLETION.search(before):
        completions.append(Completion(token, before[-24:]))
        return
    if part is not None and re.fullmatch(r"[，、（]", text[part.end : token.start]):
        shares.append(Share(part, token, "", bare=True))


def _told_whole(text: str, total: Token, rate: Token) -> str:
    """The words for the whole in “占本年支出合计 total 的 rate”; empty for anything else."""
    before = re.search(r"占(?P<what>[^，。；：占]{0,40})$", text[max(0, total.start - 44) : total.start])
    if before is None or not re.fullmatch(r"(?:的|的?比[重例率]为?)", text[total.end : rate.start]):
        return ""
    return core(before["what"]) or "总数"


def _changes(
    text: str, tokens: list[Token], directed: dict[Token, str], mentions: tuple[Mention, ...]
) -> list[Change]:
    found = []
    used: set[Token] = set()
    bases = [m.token for m in mentions if m.role is Role.BASE]
    for index, token in enumerate(tokens):
        if token not in directed or token in used:
            continue
        used.add(token)
        partner = tokens[index + 1] if index + 1 < len(tokens) else None
        paired = (
            partner is not None
            and partner in directed
            and partner.is_money != token.is_money
            and partner.start - token.end <= 20
            and "。" not in text[token.end : partner.start]
            and not re.search(r"(?:比|较|与)", text[token.end + 3 : partner.start])
            and (token.is_money or not _rate_follows(text, tokens, index + 1, directed))
        )
        if paired and partner is not None:
            used.add(partner)
        both = [token, partner] if paired else [token]
        money = next((t for t in both if t and t.is_money), None)
        rate = next((t for t in both if t and t.is_percent), None)
        found.append(_change(text, token, directed, money, rate, bases, _last_year(text, token, mentions)))
    return found


def _rate_follows(text: str, tokens: list[Token], index: int, directed: dict[Token, str]) -> bool:
    """Whether the change at ``index`` has a rate of its own behind it."""
    if index + 1 >= len(tokens):
        return False
    here, after = tokens[index], tokens[index + 1]
    return after in directed and after.is_percent and after.start - here.end <= 12


def _last_year(text: str, change: Token, mentions: tuple[Mention, ...]) -> Token | None:
    """Last year's amount in “2022年支出 …万元，2021年支出 …万元，增加…”: of the same name as this year's right before it."""
    start, _ = sentence_at(text, change.start)
    before = [m for m in mentions if start <= m.token.start < change.start and not m.depth]
    if len(before) < 2 or {m.role for m in before[-2:]} != {Role.PLAIN, Role.LAST}:
        return None
    last, now = sorted(before[-2:], key=lambda m: m.role is Role.PLAIN)
    names = [re.sub(r"^(?:上一?年度?|去年|本年度?|本期|上期)", "", m.label) for m in (last, now)]
    return last.token if same(*names) or not names[0] else None


def _change(
    text: str,
    first: Token,
    directed: dict[Token, str],
    money: Token | None,
    rate: Token | None,
    bases: list[Token],
    last: Token | None,
) -> Change:
    start, _ = sentence_at(text, first.start)
    before = text[start : first.start]
    cut = before.rfind(directed[first])
    clause = before[:cut]
    compared = _COMPARED.search(clause)
    words = (compared["first"] or compared["second"]) if compared else ""
    base = next((b for b in reversed(bases) if start <= b.start < first.start), last)
    label = _label(clause)
    lead = money or first
    up = is_up(directed[lead], lead)
    rate_up = is_up(directed[rate], rate) if rate is not None and money is not None else None
    return Change(money, rate, up, label, words, base, start, rate_up)


def _label(clause: str) -> str:
    """What changed: the words right before the direction, else those before 比, 较, 与."""
    tail = re.split(r"[，；：。]", clause)[-1]
    opened = tail.rfind("（")
    if opened >= 0 and "）" not in tail[opened:]:
        tail = tail[opened + 1 :]
    tail = re.sub(r"^.*?(?:相比|比较|对比|同比|环比)", "", tail)
    for sign in ("比", "较", "与", "同"):
        at = re.search(rf"{sign}(?:之)?(?:上|去|前|20|年初|全年|预算|调整|同期)", tail)
        if at:
            tail = tail[: at.start()]
    return core(tail)
