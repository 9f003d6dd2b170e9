"""Comparisons in the words of 决算公开: 增加/减少/持平 against last year, 完成预算 against the budget."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from operator import attrgetter
from typing import TypeVar

from report_author.figures.account import Conventions
from report_author.figures.figure import Figure, Shown, show_wan, sources_of
from report_author.figures.texts import Phrase, show_percent
from report_author.model.money import YUAN_PER_WAN, ZERO, percent, wan
from report_author.records import frozen

_Class = TypeVar("_Class", bound=type)

#: % at print precision
SMALLEST_RATE = Decimal("0.01")
_ZERO = re.compile(r"(?<![\d.])0(?![\d.%])")


def exposed(**names: str) -> Callable[[_Class], _Class]:
    """Give a class the Chinese names under which templates reach its properties."""

    def decorate(cls: _Class) -> _Class:
        for chinese, english in names.items():
            setattr(cls, chinese, property(attrgetter(english)))
        return cls

    return decorate


def worded(words: str, zero: Figure) -> Phrase:
    """Words of the format in which each “0” is the figure ``zero`` (元) as printed, so that its source is known."""
    pieces = _ZERO.split(words)
    parts: list[str | Shown] = [pieces[0]]
    for piece in pieces[1:]:
        parts += [show_wan(zero, strip_zeros=True), piece]
    return Phrase(*parts)


def _bound(rate: Figure) -> Shown:
    """The 0.01 that a rate, zero when rounded, stays below."""
    formula = f"{rate.formula}，四舍五入后为0，写作不足0.01%"
    return show_percent(Figure(f"{rate.name}的上限", SMALLEST_RATE, "%", formula, sources_of(rate)))


@exposed(有变动="moved", 方向="direction", 增减额="amount", 增减率="rate", 上年="before")
@frozen
class Change:
    """This year against last year (both 元).

    ``before_in_yuan``: last year's report gave the figure in 元, not in 万元. 增减额 is the difference of the two *shown* amounts so that the sentence adds up; the branch is decided at shown precision.
    The rate comes from 元 where last year is known in 元, else from the shown amounts.
    """

    now: Figure
    before: Figure
    before_in_yuan: bool
    last_year: int
    conventions: Conventions

    @property
    def delta_wan(self) -> Decimal:
        return wan(self.now.value) - wan(self.before.value)

    @property
    def moved(self) -> bool:
        return self.delta_wan != 0

    @property
    def direction(self) -> str:
        delta = self.delta_wan
        return "增加" if delta > 0 else "减少" if delta < 0 else "持平"

    @property
    def amount(self) -> Figure:
        """增减额 (元), always positive."""
        return Figure(
            f"{self.now.name}比上年增减额",
            abs(self.delta_wan) * YUAN_PER_WAN,
            "元",
            f"{self.now.name}与{self.before.name}的公开数之差",
            sources_of(self.now, self.before),
        )

    @property
    def rate(self) -> Figure | None:
        """增减率 (%), always positive; None where last year is shown as zero."""
        now, before = wan(self.now.value), wan(self.before.value)
        if before == 0:
            return None
        if self.before_in_yuan:
            now, before = self.now.value, self.before.value
        return Figure(
            f"{self.now.name}比上年增减率",
            percent(abs(now - before), abs(before)),
            "%",
            f"（{self.now.name} - {self.before.name}）÷ {self.before.name}",
            sources_of(self.now, self.before),
        )

    def phrase(self, separator: str = "，", flat: str | None = None) -> Phrase:
        """“减少507.78万元，下降23.5%” and every other branch."""
        words = self.conventions
        if not self.moved:
            if flat is not None:
                return Phrase(flat)
            zero = wan(self.now.value) == 0
            return self._words(words.both_zero, self.now) if zero else self._words(words.flat, self.before)
        up = self.delta_wan > 0
        amount = show_wan(self.amount, strip_zeros=words.strip_zeros)
        head: tuple[str | Shown, ...] = ("增加" if up else "减少", amount, "万元")
        rate = self.rate
        if rate is None:
            return Phrase(*head, *self._words(words.zero_base, self.before).parts)
        if rate.value == ZERO:
            return Phrase(*head, separator, "增幅不足" if up else "降幅不足", _bound(rate), "%")
        return Phrase(*head, separator, "增长" if up else "下降", show_percent(rate), "%")

    def _words(self, pattern: str, zero: Figure) -> Phrase:
        return worded(pattern.replace("{上年}", str(self.last_year)), zero)


@exposed(
    需原因="needs_reason", 关系="relation", 持平="level", 比率="rate", 无预算="no_budget", 均为零="both_zero"
)
@frozen
class Completion:
    """决算数 against 预算数 (both 元); branches decided at shown precision (万元, two decimals)."""

    actual: Figure
    budget: Figure
    conventions: Conventions

    @property
    def no_budget(self) -> bool:
        return wan(self.budget.value) == 0

    @property
    def both_zero(self) -> bool:
        return self.no_budget and wan(self.actual.value) == 0

    @property
    def level(self) -> bool:
        return wan(self.actual.value) == wan(self.budget.value)

    @property
    def relation(self) -> str:
        actual, budget = wan(self.actual.value), wan(self.budget.value)
        return "大于" if actual > budget else "小于" if actual < budget else "等于"

    @property
    def needs_reason(self) -> bool:
        return not self.level

    @property
    def rate(self) -> Figure | None:
        """完成预算 (%); None where there is no budget."""
        if self.no_budget:
            return None
        value = Decimal(100) if self.level else percent(self.actual.value, self.budget.value)
        return Figure(
            f"{self.actual.name}完成预算",
            value,
            "%",
            f"{self.actual.name} ÷ {self.budget.name}",
            sources_of(self.actual, self.budget),
        )

    def phrase(self, level_words: str | None = None) -> Phrase:
        """“完成预算64.06%” and every other branch; the 持平 words can be replaced.

        A rate that would round to 0 or 100 though something is spent, or left, says so: the next words give the reason.
        """
        words = self.conventions
        if self.both_zero:
            return worded(words.budget_both_zero, self.budget)
        rate = self.rate
        if rate is None:
            return worded(words.budget_zero, self.budget)
        if self.level:
            tail = words.complete_flat if level_words is None else level_words
            return Phrase("完成预算", show_percent(rate), "%", tail)
        if rate.value == ZERO and wan(self.actual.value) > 0:
            return Phrase("完成预算不足", _bound(rate), "%")
        return Phrase("完成预算约" if rate.value == 100 else "完成预算", show_percent(rate), "%")
