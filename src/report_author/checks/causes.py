"""One root cause, one finding: breaches that the same cell explains stand together."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from report_author.checks.judge import Breach
from report_author.checks.language import fill
from report_author.checks.words import amount_text, quantity
from report_author.figures.figure import Figure
from report_author.model.findings import Finding, info

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


def _is_none(breach: Breach) -> bool:
    """Whether there is none where one has to be: the words of the rule say it all."""
    plain = not isinstance(breach.right, Figure) and breach.right == 1
    return plain and breach.rule.formula.sign == "gteq" and breach.gap == -1


def _sides(breach: Breach) -> str:
    spec = breach.rule.spec
    left, right = spec.left or "左边", spec.right or "右边"
    if breach.gap is None:
        if not breach.left:
            return f"{left}是空的" + (f"，应为{breach.expected}" if breach.right else "")
        return f"{left}是“{breach.stated}”，应为{breach.expected}"
    unit = next((side.unit for side in (breach.left, breach.right) if isinstance(side, Figure)), "")
    if not breach.gap:
        return f"{left}与{right}同为 {amount_text(breach.left)}"
    word = "多" if breach.gap > 0 else "少"
    return f"{left}比{right}{word} {quantity(abs(breach.gap), unit)}"
