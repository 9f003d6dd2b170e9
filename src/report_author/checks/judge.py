"""Judging the rules: 平, 不平, 无法核对."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from report_author.checks.rounded import half_of
from report_author.checks.row_filters import indexing
from report_author.checks.rulebook import Rule, broken
from report_author.checks.words import amount_text
from report_author.figures.figure import Figure
from report_author.figures.values import Names, Wanted
from report_author.model.findings import Finding, Unchecked
from report_author.model.format import RuleSpec
from report_author.templating.renderlog import Missing

_NOTHING = Markup("")
#: so many rules that lack the same thing are named, the rest counted
_NAMED = 3
_EXPECTED = {"eq": "", "ne": "不等于 ", "lteq": "不大于 ", "gteq": "不小于 ", "lt": "小于 ", "gt": "大于 "}


@dataclass(frozen=True, slots=True)
class Breach:
    """One case in which a rule does not hold. ``gap`` is left minus right where both are numbers."""

    rule: Rule
    left: Any
    right: Any
    place: str
    told: tuple[str, ...]
    items: tuple[str, ...]
    gap: Decimal | None
    room: Decimal = Decimal(0)
    #: the figures of the clerk's row that is judged: their cells with what they say
    own: tuple[tuple[str, Decimal], ...] = ()

    @property
    def cells(self) -> frozenset[str]:
        """The cells of all figures of both sides."""
        return frozenset(
            cell for side in (self.left, self.right) if isinstance(side, Figure) for cell in side.sources
        )

    @property
    def severity_rank(self) -> int:
        return self.rule.severity.rank

    @property
    def stated(self) -> str:
        return amount_text(_with_unit(self.left, self.right)) or "空"

    @property
    def expected(self) -> str:
        if isinstance(self.right, str) and not self.right:
            return "不空" if self.rule.formula.sign == "ne" else "没有"
        return _EXPECTED[self.rule.formula.sign] + amount_text(_with_unit(self.right, self.left))


@dataclass(slots=True)
class Judgement:
    """What judging some rules gave. ``rounding`` are equations that hold but for the rounding of what is printed."""

    breaches: list[Breach] = field(default_factory=list)
    rounding: list[Breach] = field(default_factory=list)
    lacking: dict[str, list[RuleSpec]] = field(default_factory=dict)
    broken: list[Finding] = field(default_factory=list)
    judged: dict[str, int] = field(default_factory=dict)

    @property
    def unchecked(self) -> list[Unchecked]:
        """无法核对: the rules that lack the same thing together."""
        return [
            Unchecked("、".join(rule.code for rule in rules), f"{told}，所以没有核对{_named(rules)}。")
            for told, rules in self.lacking.items()
        ]


def judge(rules: Iterable[Rule], names: Mapping[str, object]) -> Judgement:
    """Judge every rule against ``names``; a rule that fails over itself is reported as broken, the others go on."""
    result = Judgement()
    with indexing():
        for rule in rules:
            _Case(rule, result).run(names)
    return result


def _named(rules: Sequence[RuleSpec]) -> str:
    more = f"等 {len(rules)} 条" if len(rules) > _NAMED else ""
    return "".join(f"“{rule.name}”" for rule in rules[:_NAMED]) + more


class _Case:
    """One rule under judgement."""

    def __init__(self, rule: Rule, result: Judgement) -> None:
        self.rule = rule
        self.result = result
        self.count = 0
        self.lacking: list[str] = []

    def run(self, names: Mapping[str, object]) -> None:
        problems: list[Finding] = []
        self.rule.compiled.render(names, problems, {"_judge": self.side_by_side})
        faults = [found for found in problems if found.code.startswith("T")]
        self.lacking += [found.message for found in problems if not found.code.startswith("T")]
        if faults:
            self.result.broken.append(broken(self.rule.spec, faults[0].message, faults[0].advice))
        elif self.lacking:
            told = "；".join(dict.fromkeys(text.rstrip("。") for text in self.lacking))
            self.result.lacking.setdefault(told, []).append(self.rule.spec)
        self.result.judged[self.rule.spec.code] = self.count

    def side_by_side(
        self, left: Any, right: Any, place: Any, told: Sequence[Any], items: Sequence[Any]
    ) -> Markup:
        """Called by the compiled rule for each case; it prints nothing."""
        for side in (left, right):
            if side is None:
                self.lacking.append("有一项没有填")
            if isinstance(side, Wanted):
                self.lacking.append(side.finding.message)
        if any(side is None or isinstance(side, (Wanted, Missing)) for side in (left, right)):
            return _NOTHING
        self.count += 1
        gap = _gap(left, right)
        room = half_of(left) + half_of(right)
        verdict = self._holds(left, right, gap, Decimal(0))
        if verdict:
            return _NOTHING
        breach = Breach(
            self.rule,
            left,
            right,
            _place(place, left, right) or _item_name(items) or self.rule.spec.name,
            tuple(amount_text(each) for each in told),
            tuple(filter(None, map(_key, items))),
            gap,
            room,
            tuple(_own_figures(items)),
        )
        if room and self._holds(left, right, gap, room):
            if self.rule.formula.sign == "eq":
                self.result.rounding.append(breach)
        else:
            self.result.breaches.append(breach)
        return _NOTHING

    def _holds(self, left: Any, right: Any, gap: Decimal | None, room: Decimal) -> bool:
        sign = self.rule.formula.sign
        if gap is None:
            return bool(left == right) is (sign == "eq")
        slack = self.rule.tolerance + room
        return {
            "eq": abs(gap) <= slack,
            "ne": abs(gap) > slack or (bool(gap) and not slack),
            "lteq": gap <= slack,
            "gteq": gap >= -slack,
            "lt": gap < slack or (gap < 0 and not slack),
            "gt": gap > -slack or (gap > 0 and not slack),
        }[sign]


def _own_figures(items: Sequence[Any]) -> Iterator[tuple[str, Decimal]]:
    for item in items:
        if isinstance(item, Names) and item.path.startswith("填报."):
            for value in item.values():
                if isinstance(value, Figure):
                    yield from ((cell, value.value) for cell in value.sources)


def _with_unit(value: Any, beside: Any) -> Any:
    """A plain number is told in the unit of the figure beside it."""
    plain = isinstance(value, (int, Decimal)) and not isinstance(value, bool)
    return Figure("", Decimal(value), beside.unit) if plain and isinstance(beside, Figure) else value


def _gap(left: Any, right: Any) -> Decimal | None:
    """left minus right; None where they are no numbers."""
    first, second = _number(left), _number(right)
    return first - second if first is not None and second is not None else None


def _number(value: Any) -> Decimal | None:
    if isinstance(value, Figure):
        return value.value
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return Decimal(value)
    return None


def _place(*candidates: Any) -> str:
    """The first cell among the candidates; a text is a place as it is."""
    for each in candidates[:1]:
        if isinstance(each, str) and each:
            return each
    for each in candidates:
        if isinstance(each, Figure) and (cells := each.sources):
            return cells[0]
    return ""


def _item_name(items: Sequence[Any]) -> str:
    keys = [key for key in map(_key, items) if key]
    paths = [each.path for each in items if getattr(each, "path", "")]
    return "·".join([*paths[:1], *keys]) if keys else ""


def _key(item: Any) -> str:
    """What a row is called: its code, its name."""
    if isinstance(item, str):
        return item
    if not isinstance(item, Mapping):
        return ""
    labels = ("编码", "功能科目编码", "项目代码", "名称", "左名", "右名")
    words = [str(item[label]) for label in labels if item.get(label) not in ("", None)]
    others = [str(value) for value in item.values() if isinstance(value, str) and value]
    return " ".join((words or others)[:2])
