"""What a report says of the year before, held against what was published then."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain

from report_author.audit.claims.report import Change, Mention, Reading, Report, Role
from report_author.audit.claims.tokens import Span, Token, shown
from report_author.audit.judges.grid_sheets import published_cells
from report_author.audit.judges.keys import class_names, key_of, known_figures, renamed, scope_of
from report_author.audit.judges.relations import ERROR, WARNING, NotJudged, Relation, broken, holds
from report_author.audit.judges.table_cells import entries

#: names under which the same figure may have been published: reports choose 总计 or 本年合计
_AKIN: dict[str, tuple[str, ...]] = {
    "收入总计@总体": ("收支总计", "本年收入合计"),
    "支出总计@总体": ("收支总计", "本年支出合计"),
    "收支总计": ("收入总计@总体", "支出总计@总体"),
    "收入总计@财政": ("财政拨款收支总计", "财政拨款收入@财政", "财政拨款收入@收入"),
    "支出总计@财政": ("财政拨款收支总计", "财政拨款支出@财政"),
    "财政拨款收支总计": ("收入总计@财政", "支出总计@财政"),
    "本年收入合计": ("收入总计@总体",),
    "本年支出合计": ("支出总计@总体",),
    "一般公共预算财政拨款支出": (),
}


@dataclass(frozen=True, eq=False)
class _Prior:
    """A figure of the year before: stated in a token, or what ``token`` (a change) with ``now`` implies."""

    key: str
    token: Token
    span: Span
    now: Token | None = None
    up: bool = False

    @property
    def text(self) -> str:
        if self.now is None:
            return self.token.text
        return f"由{self.now.text}{'减' if self.up else '加'}{self.token.text}推算为{self.value}"

    @property
    def value(self) -> str:
        if self.now is None:
            return self.token.text
        return f"{shown(((self.span.low + self.span.high) / 2).scaleb(-4))}万元"


def judge_last(report: Report, last: Report) -> Iterator[Relation | NotJudged]:
    """Every 上年 figure of ``report`` that ``last`` published under the same name."""
    refused = _unfit(report, last)
    if refused:
        yield NotJudged("C51", last.document.name, "", refused)
        return
    published = _Published(last)
    for prior in _priors(report):
        before = published.tokens(prior.key)
        if not before:
            yield NotJudged(
                "C51",
                prior.token.block.place,
                f"{_name(prior.key)}{prior.value}",
                "上年报告里没有找到同名的数",
            )
        else:
            yield _held(last, prior, before)


def _unfit(report: Report, last: Report) -> str:
    if report.year and last.year and last.year != report.year - 1:
        return f"给的报告是{last.year}年度的，不是上一年（{report.year - 1}年度）的，没有核对"
    if report.budget != last.budget:
        return "两份报告一份是预算、一份是决算，没有核对"
    return ""


class _Published:
    """The figures of last year's report by name: its text first, then the tables in it."""

    def __init__(self, last: Report) -> None:
        self._found: dict[str, list[Token]] = defaultdict(list)
        for known in known_figures(last):
            if scope_of(known.mention.token.block.section) != "附件":
                self._found[known.key].append(_abroad(known.mention.token))
        self._cells = published_cells(last)
        self._made: dict[Token, Token] = {}

    def tokens(self, key: str) -> list[Token]:
        name, _, scope = key.partition("@")
        found = [token for each in (key, *_AKIN.get(key, ())) for token in self._found.get(each, ())]
        if not found and scope:
            akin = [tokens for each, tokens in self._found.items() if each.partition("@")[0] == name]
            found = list(chain.from_iterable(akin))
        if not found and self._cells is not None:
            single = [e.cells[0] for e in entries(self._cells, key, scope) if len(e.cells) == 1]
            found = [self._made.setdefault(token, _abroad(token)) for token in single]
        return found


def _abroad(token: Token) -> Token:
    """A token of last year's report with a place that says so."""
    block = replace(token.block, place=f"上年报告{token.block.place}", kind="上年报告", paragraph=-1)
    return replace(token, block=block)


def _priors(report: Report) -> Iterator[_Prior]:
    classes = class_names(report)
    style = report.style
    met: set[Token] = set()
    for reading in report.readings:
        scope = scope_of(reading.block.section)
        if scope == "附件":
            continue
        for change in reading.changes:
            if (change.to_budget and not report.budget) or _of_another_year(report, reading, change):
                continue
            prior = _of_change(report, reading, change, scope, classes)
            if prior is not None:
                met.add(prior.token)
                yield prior
        for mention in reading.mentions:
            if (
                mention.role is Role.LAST
                and mention.token not in met
                and (key := key_of(mention, scope, classes))
            ):
                yield _Prior(key, mention.token, style.span(mention.token))
    for known in known_figures(report):
        name, _, scope = known.key.partition("@")
        if name == "年初结转结余":
            yield _Prior(f"年末结转结余@{scope}", known.mention.token, style.span(known.mention.token))


def _of_another_year(report: Report, reading: Reading, change: Change) -> bool:
    """“比2019年” in a report of 2023: the last year that the words before the change compare with."""
    before = reading.text[change.start : change.token.start]
    years = re.findall(r"(?:比|较|与|同)[^，。；\d]{0,6}(20\d\d)年", before)
    return bool(years) and bool(report.year) and int(years[-1]) != report.year - 1


def _of_change(
    report: Report, reading: Reading, change: Change, scope: str, classes: frozenset[str]
) -> _Prior | None:
    key, now = _subject(report, reading, change, scope, classes)
    if not key:
        return None
    if change.base is not None:
        return _Prior(key, change.base, report.span(change.base))
    if change.money is None or now is None or not change.money.value:
        return None
    moved = report.span(change.money.absolute)
    current = report.span(now.token)
    return _Prior(key, change.money, current - moved if change.up else current + moved, now.token, change.up)


def _subject(
    report: Report, reading: Reading, change: Change, scope: str, classes: frozenset[str]
) -> tuple[str, Mention | None]:
    """What changed, with its amount of this year."""
    plain = reading.told_before(change.token.start)
    keys = [(key, m) for m in plain[::-1] if (key := key_of(m, scope, classes))]
    if not change.label:
        if not keys or plain[-1] is not keys[0][1]:
            return "", None
        between = reading.text[plain[-1].end : change.token.start]
        return (
            ("", None)
            if re.search(r"(?:支出|收入|费用?|经费)(?:决算|比|较|为|与)|原因", between)
            else keys[0]
        )
    sample = plain[-1] if plain else next(iter(reading.mentions), None)
    named = key_of(renamed(sample, change.label), scope, classes) if sample is not None else ""
    if named:
        here = next((m for key, m in keys if key == named), None)
        return named, here or next((k.mention for k in known_figures(report) if k.key == named), None)
    if (
        re.fullmatch(r"支出|收入|决算数?|总额|费用|(?:支出|收入)(?:决算|总计|合计)", change.label)
        and len({key for key, _ in keys}) == 1
    ):
        return keys[0]
    return "", None


def _held(last: Report, prior: _Prior, before: list[Token]) -> Relation:
    for token in before:
        if prior.span.meets(last.style.span(token)) and (
            # two prints of one amount in one unit are the same digits, unless one keeps fewer
            token.unit != prior.token.unit
            or prior.now
            or prior.token.yuan == token.yuan
            or prior.token.places != token.places
        ):
            return holds("C51", prior.token, token)
    middle = prior.span.middle
    token = min(before, key=lambda each: abs(each.yuan - middle))
    gap, sure = middle - token.yuan, prior.now is None
    return broken(
        "C51",
        (prior.token, token),
        f"“{_name(prior.key)}”的上年数与上年公布的不一致：这里{prior.text}，{token.block.place}是{token.text}。",
        "请核对上年数；因口径调整、机构变动而不同的，请在文字里说明。",
        prior.value,
        f"上年公布：{token.text}",
        working=f"上年报告：{last.sentence(token)}",
        difference=f"{shown(gap.scaleb(-4))}万元",
        severity=ERROR if sure and abs(gap) > Decimal(250) else WARNING,
        confidence="高" if sure else "中",
    )


def _name(key: str) -> str:
    plain, _, scope = key.partition(":")[2].partition("@") if key.startswith("类:") else key.partition("@")
    if key.startswith("类:"):
        return f"{plain}支出"
    return f"财政拨款{plain}" if scope == "财政" and "财政" not in plain else plain.partition(":")[2] or plain
