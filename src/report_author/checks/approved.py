"""The facts held against the totals that the 财政批复 or the 决算 software has fixed (批复数)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import partial
from typing import Any

from report_author.checks.amounts import quantity
from report_author.figures.account import FISCAL, Account, Tally
from report_author.figures.figure import Figure
from report_author.figures.topics_performance import whole_projects
from report_author.figures.topics_sangong import reception_items, sangong_sum
from report_author.model.choices import Fund, LastYearRow, Nature, SanGongItem, Source
from report_author.model.facts import Approved, Expenditure, Record
from report_author.model.findings import Finding, Unchecked, error
from report_author.model.money import ZERO
from report_author.records import frozen
from report_author.workbook.approvable import APPROVABLE

Answers = Iterator[Finding | Unchecked]
#: so many cells, so many further totals are named in a message
_SHOWN = 5
#: What an item of 批复数 is among the facts, narrowed to the row's 功能科目 and 支出性质; None where it cannot be known.
_Look = Callable[[Account, Approved], Figure | None]


def _tallied(row: Approved, formula: str, parts: Iterable[tuple[Record, str]]) -> Figure:
    tally = Tally()
    for record, field in parts:
        tally.add(("",), record, getattr(record, field) or ZERO, field)
    return tally.figure("", row.item, formula)


def _total(row: Approved, unit: str, parts: Iterable[tuple[Record, str]]) -> Figure:
    """The sum of some fields, a blank one among them; all their cells are named."""
    kept = tuple(parts)
    total = sum((getattr(record, field) or ZERO for record, field in kept), ZERO)
    return Figure(row.item, total, unit, "", tuple(record.cell(field) for record, field in kept))


def _of_expenditures(account: Account, row: Approved, keep: Callable[[Expenditure], bool]) -> Figure:
    spent = ((each, "amount") for each in account.facts.expenditures if keep(each))
    return _tallied(row, "支出表的金额之和", spent)


def _spent(funds: tuple[Fund, ...], nature: Nature | None, account: Account, row: Approved) -> Figure:
    natures = [nature] if nature else [Nature(row.nature)] if row.nature else list(Nature)
    return _of_expenditures(
        account,
        row,
        lambda each: each.fund in funds and each.nature in natures and each.function.startswith(row.function),
    )


def _panel(number: int, account: Account, row: Approved) -> Figure:
    """基本支出 of 一般公共预算 in the economic 类 of 人员经费 or 公用经费."""
    classes, kind = account.basic_panels[number], (Fund.GENERAL, Nature.BASIC)
    return _of_expenditures(
        account,
        row,
        lambda each: (
            (each.fund, each.nature) == kind
            and each.economic[:3] in classes
            and each.function.startswith(row.function)
        ),
    )


def _one_economic(account: Account, row: Approved) -> Figure:
    """经济科目支出: the code stands in the column of the 功能科目."""
    return _of_expenditures(
        account,
        row,
        lambda each: each.economic.startswith(row.function) and row.nature in ("", each.nature.value),
    )


def _got(sources: tuple[Source, ...], account: Account, row: Approved) -> Figure:
    rows = account.facts.incomes
    got = (
        (each, "amount") for each in rows if each.source in sources and each.function.startswith(row.function)
    )
    return _tallied(row, "收入表的金额之和", got)


def _balance(kind: str, funds: tuple[Fund, ...], account: Account, row: Approved) -> Figure:
    if kind == "年末":
        tally = Tally()
        for fund in funds:
            for function, (record, field, amount) in account.balance_parts[fund]:
                if function.startswith(row.function):
                    tally.add(("",), record, amount, field)
        return tally.figure("", row.item, "年初 + 收入 - 支出")
    fields = ("opening", "centralised") if kind == "年初" else (kind,)
    rows = account.facts.carryovers
    carried = (each for each in rows if each.fund in funds and each.function.startswith(row.function))
    return _tallied(row, "结转结余表的金额之和", ((each, field) for each in carried for field in fields))


def _budget(kind: str, funds: tuple[Fund, ...], account: Account, row: Approved) -> Figure:
    budgets = (
        (each, kind)
        for each in account.facts.budgets
        if each.fund in funds
        and each.function.startswith(row.function)
        and row.nature in ("", each.nature.value)
    )
    return _tallied(row, "预算数表的金额之和", budgets)


def _sangong(item: SanGongItem | None, field: str, account: Account, row: Approved) -> Figure:
    """One item, or all of “三公”."""
    own = (SanGongItem.ABROAD, SanGongItem.VEHICLE_PURCHASE, SanGongItem.VEHICLE_RUNNING)
    items = (item,) if item else (*own, *reception_items(account))
    return sangong_sum(account, row.item, items, FISCAL, field)


def _counted(field: str, unit: str, account: Account, row: Approved) -> Figure | None:
    counts = account.facts.counts
    return None if getattr(counts, field) is None else _total(row, unit, [(counts, field)])


def _summed(block: str, field: str, unit: str, account: Account, row: Approved) -> Figure:
    rows: tuple[Record, ...] = getattr(account.facts, block)
    return _total(row, unit, ((each, field) for each in rows if getattr(each, field)))


def _where(
    block: str, field: str, key: str, wanted: object, unit: str, account: Account, row: Approved
) -> Figure:
    """The sum of a field over the rows of a list that have this key."""
    rows: tuple[Record, ...] = getattr(account.facts, block)
    return _total(row, unit, ((each, field) for each in rows if getattr(each, key) is wanted))


def _people(field: str, account: Account, row: Approved) -> Figure:
    """编制数, 年末实有: a 其中 row is not counted twice."""
    rows = (each for each in account.facts.staff if not each.within and getattr(each, field) is not None)
    return _total(row, "人", ((each, field) for each in rows))


def _operating(account: Account, row: Approved) -> Figure:
    fields = ("operating_administrative", "operating_civil_service_like")
    return _total(row, "元", ((account.facts.counts, field) for field in fields))


def _projects(flag: str, account: Account, row: Approved) -> Figure:
    """Projects, each once, that have this 是; all of them without a flag."""
    heads = [project.head for project in whole_projects(account)]
    kept = [head for head in heads if not flag or getattr(head, flag)]
    return Figure(row.item, Decimal(len(kept)), "个", "", tuple(head.cell(flag or "code") for head in heads))


def _institutions(field: str, wanted: object, account: Account, row: Approved) -> Figure:
    rows = account.facts.institutions
    count = sum(getattr(each, field) == wanted for each in rows)
    return Figure(row.item, Decimal(count), "个", "", tuple(each.cell(field) for each in rows))


def _last_year(key: LastYearRow, account: Account, row: Approved) -> Figure | None:
    found = account.published([key], row.item)
    return found[0] if found else None


def _together(*told: Any) -> Figure:
    """Several items together."""
    *parts, account, row = told
    found = [figure for kind, *rest in parts if (figure := _LOOKS[kind](*rest, account, row)) is not None]
    total = sum((figure.value for figure in found), ZERO)
    return Figure(row.item, total, "元", "", lambda: (cell for figure in found for cell in figure.sources))


_LOOKS: Mapping[str, Callable[..., Figure | None]] = {
    "spent": _spent,
    "panel": _panel,
    "one_economic": _one_economic,
    "got": _got,
    "balance": _balance,
    "budget": _budget,
    "sangong": _sangong,
    "counted": _counted,
    "summed": _summed,
    "where": _where,
    "people": _people,
    "operating": _operating,
    "projects": _projects,
    "institutions": _institutions,
    "last_year": _last_year,
    "together": _together,
}
#: 批复项目 → the fact it fixes
ITEMS: Mapping[str, _Look] = {
    name: partial(_LOOKS[kind], *rest) for name, (kind, *rest) in APPROVABLE.items()
}


@frozen
class _Gap:
    """A 批复数 that the facts do not give."""

    row: Approved
    figure: Figure
    what: str
    cells: tuple[str, ...]

    @property
    def size(self) -> Decimal:
        return abs(self.figure.value - self.row.amount)


@frozen
class Held:
    """A 批复数 beside what the facts say of it: None where they do not, or where its name is not in the list."""

    row: Approved
    what: str
    figure: Figure | None


def approvals(account: Account) -> list[Held]:
    """Every 批复数, in the order of the workbook."""
    held = []
    for row in account.facts.approved:
        scope = "".join(filter(None, (row.function, row.nature)))
        what = f"{row.item}（{scope}）" if scope else row.item
        look = ITEMS.get(row.item)
        held.append(Held(row, what, None if look is None else look(account, row)))
    return held


def hold_against_approval(account: Account) -> Answers:
    """P10: what the 财政批复 or the 决算 software has fixed is what the report must say."""
    gaps: list[_Gap] = []
    for held in approvals(account):
        row, what, figure = held.row, held.what, held.figure
        if row.item not in ITEMS:
            yield Unchecked("P10", f"批复项目“{row.item}”不在下拉列表里，没有核对。")
            continue
        if figure is None:
            yield Unchecked("P10", f"填报表没有填“{row.item}”，不能与批复数核对。")
            continue
        if figure.value != row.amount:
            gaps.append(_Gap(row, figure, what, tuple(filter(None, figure.sources))))
    for group, common in _by_cause(gaps):
        yield _differs(group, common)


def _by_cause(gaps: list[_Gap]) -> Iterator[tuple[list[_Gap], tuple[str, ...]]]:
    """Totals off by the same amount that have cells in common, the narrowest first; with the cells they all have."""
    left = sorted(gaps, key=lambda gap: len(gap.cells))
    while left:
        first = left[0]
        group, common = [first], set(first.cells)
        for other in left[1:]:
            shared = common & set(other.cells)
            if shared and other.size == first.size:
                group.append(other)
                common = shared
        left = [gap for gap in left if gap not in group]
        yield group, tuple(cell for cell in first.cells if cell in common)


def _differs(group: list[_Gap], common: tuple[str, ...]) -> Finding:
    head = group[0]
    gap = head.figure.value - head.row.amount
    word = "多" if gap > 0 else "少"
    cells = common or head.cells
    shown = f"（{'、'.join(cells[:_SHOWN])}{' 等' if len(cells) > _SHOWN else ''}）" if cells else ""
    others = [each.what for each in group[1:]]
    also = (
        f"；{'、'.join(others[:_SHOWN])}{f'等共 {len(others)} 项' if len(others) > _SHOWN else ''}也差这个数"
        if others
        else ""
    )
    return error(
        "P10",
        cells[0] if len(cells) == 1 else head.row.cell("amount") or f"校验与核实·{head.what}",
        f"{head.what}与批复数不一致：填报数{shown}比批复数{word} {quantity(abs(gap), head.figure.unit)}{also}。",
        "请核对这些格的金额和科目、资金性质、支出性质有没有填错；批复数抄错的，请改正批复数。",
        quote=head.what,
        stated=quantity(head.figure.value, head.figure.unit),
        expected=quantity(head.row.amount, head.figure.unit),
    )
