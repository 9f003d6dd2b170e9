"""Judging the rules: 平, 不平, 无法核对; breaches that the same cell explains stand together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from report_author.checks.amounts import amount_text, half_of, quantity
from report_author.checks.row_filters import indexing
from report_author.checks.rulebook import Rule, broken, fill
from report_author.figures.figure import Figure
from report_author.figures.values import Names, Wanted
from report_author.model.findings import Finding, Unchecked, info
from report_author.model.format import RuleSpec
from report_author.records import frozen
from report_author.templating.renderlog import Missing

_NOTHING = Markup("")
#: so many rules that lack the same thing are named, the rest counted
_NAMED = 3
_EXPECTED = {"eq": "", "ne": "不等于 ", "lteq": "不大于 ", "gteq": "不小于 ", "lt": "小于 ", "gt": "大于 "}


@frozen
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
        if _is_none(self):
            return "没有"
        return amount_text(_with_unit(self.left, self.right)) or "空着"

    @property
    def expected(self) -> str:
        sign = self.rule.formula.sign
        if isinstance(self.right, str) and not self.right:
            return "填写" if sign == "ne" else "留空"
        if _is_none(self):
            return "至少一项"
        if sign == "gteq" and _plain_zero(self.right):
            return "0 或正数"
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
        if self._holds(left, right, gap, Decimal(0)):
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
    if isinstance(candidates[0], str) and candidates[0]:
        return candidates[0]
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


_SHOWN = 6
#: rules whose breaches have one cause in a whole department: a unit of last year's, a department dissolved
_OF_A_DEPARTMENT = frozenset(("N40",))


def findings_of(breaches: Sequence[Breach]) -> list[Finding]:
    """A finding for each cause, its other symptoms listed in the message."""
    return [_finding(group) for group in _grouped(breaches)]


def rounding_hint(rounding: Sequence[Breach]) -> list[Finding]:
    """All sums that are off by no more than the rounding of their terms, in one line."""
    if not rounding:
        return []
    codes = "、".join(dict.fromkeys(breach.rule.spec.code for breach in rounding))
    largest = max(abs(breach.gap or Decimal(0)) for breach in rounding)
    return [
        info(
            "W14",
            rounding[0].place,
            f"有 {len(rounding)} 处合计与分项相差在四舍五入的范围以内（涉及 {codes}），最大相差 {quantity(largest, '元')}。",
            "请知悉，这是尾差，不用改；能按元保留两位小数公布的，尾差就没有了。",
            stated=f"{len(rounding)} 处",
        )
    ]


def _grouped(breaches: Sequence[Breach]) -> list[list[Breach]]:
    """Equations off by the same amount that share a cell; repeated rows of a rule at one place; what is true of a whole department.

    What a clerk's row lacks (经济科目 …) comes first: sums that miss just this row are its symptoms.
    """
    groups: list[list[Breach]] = []
    left = sorted(breaches, key=lambda breach: breach.gap is not None or not breach.own)
    while left:
        first = left[0]
        same = [each for each in left if each is first or _same_size(first, each)]
        shared = _most_shared(first, same)
        group = [each for each in same if each is first or shared & each.cells] if shared else [first]
        group += [
            each
            for each in left
            if each not in group
            and (
                _misses(first, each)
                or _same_doubt(first, each)
                or (each.rule is first.rule and each.place == first.place)
            )
        ]
        left = [each for each in left if each not in group]
        groups.append(group)
    return groups


def _misses(first: Breach, other: Breach) -> bool:
    """Whether ``other`` is off by what stands in the row that ``first`` objects to."""
    if first.gap is not None or other.gap is None:
        return False
    return any(cell in other.cells and abs(other.gap) == abs(value) for cell, value in first.own)


def _same_doubt(first: Breach, other: Breach) -> bool:
    families = {breach.rule.spec.code.partition("-")[0] for breach in (first, other)}
    return len(families) == 1 and families <= _OF_A_DEPARTMENT


def _same_size(first: Breach, other: Breach) -> bool:
    if first.gap is None or other.gap is None or first.severity_rank != other.severity_rank:
        return False
    signs = {first.rule.formula.sign, other.rule.formula.sign}
    return signs <= {"eq"} and abs(abs(first.gap) - abs(other.gap)) <= first.room + other.room


def _most_shared(first: Breach, group: Sequence[Breach]) -> frozenset[str]:
    """The cells of ``first`` that most of the group have."""
    if len(group) < 2:
        return frozenset()
    counts = {cell: sum(cell in each.cells for each in group) for cell in first.cells}
    most = max(counts.values(), default=1)
    return frozenset(cell for cell, count in counts.items() if count == most) if most > 1 else frozenset()


def _finding(group: list[Breach]) -> Finding:
    """The breach with the fewest cells speaks for its group."""
    head = min(
        group,
        key=lambda breach: (
            breach.severity_rank,
            bool(breach.own) is False,
            len(breach.cells),
            breach.rule.spec.code,
        ),
    )
    place = _root(group) or head.place
    spec = head.rule.spec
    message = _message(head)
    others = [each for each in group if each is not head]
    if others:
        told = "；".join(f"{each.rule.spec.code} {_symptom(each)}" for each in others[:_SHOWN])
        more = f"；等共 {len(others)} 处" if len(others) > _SHOWN else ""
        message = f"{message.rstrip('。')}。同一原因还引起：{told}{more}。"
    quote = "·".join(head.items) if head.place not in head.cells and head.items else ""
    return Finding(
        spec.code,
        head.rule.severity,
        place,
        message,
        _advice(spec.advice, spec.basis),
        quote,
        head.stated,
        head.expected,
    )


def _root(group: list[Breach]) -> str:
    """The one cell that all breaches of a group have in common."""
    if len(group) < 2:
        return ""
    common = frozenset.intersection(*(each.cells for each in group))
    return min(common, key=_cell_order) if 0 < len(common) <= 3 else ""


def _cell_order(cell: str) -> tuple[str, int, str]:
    return cell.partition("!")[0], len(cell), cell


def _advice(advice: str, basis: str) -> str:
    text = advice.rstrip("。")
    return f"{text}（依据：{basis}）。" if basis else f"{text}。"


def _symptom(breach: Breach) -> str:
    return " ".join((breach.rule.spec.name, *breach.items))


def _message(breach: Breach) -> str:
    """What the bureau's 提示 says (else the rule's name), then both sides with the difference."""
    spec = breach.rule.spec
    what = fill(spec.message, list(breach.told)) if spec.message else " ".join((spec.name, *breach.items))
    if spec.message and _is_none(breach):
        return f"{what.rstrip('。')}。"
    return f"{what.rstrip('。')}：{_sides(breach)}。"


def _plain_zero(value: Any) -> bool:
    return not isinstance(value, Figure) and _number(value) == 0


def _is_none(breach: Breach) -> bool:
    """Whether there is none where one has to be: the words of the rule say it all."""
    plain = not isinstance(breach.right, Figure) and breach.right == 1
    return plain and breach.rule.formula.sign == "gteq" and breach.gap == -1


def _sides(breach: Breach) -> str:
    spec = breach.rule.spec
    left, right = spec.left or "左边", spec.right or "右边"
    if breach.gap is None:
        if not breach.left:
            return f"{left}空着" + (f"，应为{breach.expected}" if breach.right else "")
        if not breach.right:
            return f"{left}写的是“{breach.stated}”"
        return f"{left}是“{breach.stated}”，应为{breach.expected}"
    unit = next((side.unit for side in (breach.left, breach.right) if isinstance(side, Figure)), "")
    if not breach.gap:
        return f"{left}与{right}同为 {amount_text(breach.left)}"
    if _plain_zero(breach.right):
        return f"{left}是 {breach.stated}，应为 {breach.expected}"
    word = "多" if breach.gap > 0 else "少"
    return f"{left}比{right}{word} {quantity(abs(breach.gap), unit)}"
