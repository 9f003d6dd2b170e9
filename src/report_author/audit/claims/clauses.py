"""What the sentences of a report claim about its amounts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from report_author.audit.claims.comparisons import Change, directed, read_changes
from report_author.audit.claims.labels import core
from report_author.audit.claims.mentions import FUND, Mention, read_mentions
from report_author.audit.claims.tokens import Token, tokens_of
from report_author.audit.reading.blocks import Block, sentence_at

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

    def mention(self, token: Token) -> Mention | None:
        return next((m for m in self.mentions if m.token is token), None)


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
