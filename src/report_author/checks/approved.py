"""The facts held against the totals that the 财政批复 or the 决算 software has fixed (批复数)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from report_author.checks.amounts import quantity
from report_author.figures.account import FISCAL, Account, Tally, levels
from report_author.figures.figure import Figure
from report_author.figures.topics_performance import whole_projects
from report_author.figures.topics_sangong import reception_items, sangong_sum
from report_author.model.choices import (
    Fund,
    LastYearRow,
    Nature,
    OrgKind,
    OrgRelation,
    ProcurementKind,
    SanGongItem,
    Source,
    VehicleUse,
)
from report_author.model.facts import Approved, Expenditure, Record
from report_author.model.findings import Finding, Unchecked, error
from report_author.model.money import ZERO

Answers = Iterator[Finding | Unchecked]
_Item = SanGongItem
#: so many cells, so many further totals are named in a message
_SHOWN = 5
#: What an item of 批复数 is among the facts, narrowed to the row's 功能科目 and 支出性质; None where it cannot be known.
_Look = Callable[[Account, Approved], Figure | None]


def _spent(funds: tuple[Fund, ...], nature: Nature | None, account: Account, row: Approved) -> Figure:
    natures = [nature] if nature else [Nature(row.nature)] if row.nature else list(Nature)

    def keep(spent: Expenditure) -> bool:
        return spent.fund in funds and spent.nature in natures and spent.function.startswith(row.function)

    return _tallied(row, [spent for spent in account.facts.expenditures if keep(spent)])


def _tallied(row: Approved, records: list[Expenditure]) -> Figure:
    tally = Tally()
    for record in records:
        tally.add(("",), record, record.amount)
    return tally.figure("", row.item, "支出表的金额之和")


def _got(sources: tuple[Source, ...], account: Account, row: Approved) -> Figure:
    tally = Tally()
    for got in account.facts.incomes:
        if got.source in sources and got.function.startswith(row.function):
            tally.add(levels(got.function), got, got.amount)
    return tally.figure("", row.item, "收入表的金额之和")


def _balance(kind: str, funds: tuple[Fund, ...], account: Account, row: Approved) -> Figure:
    tally = Tally()
    if kind == "年末":
        for fund in funds:
            for function, (record, field, amount) in account.balance_parts[fund]:
                if function.startswith(row.function):
                    tally.add(("",), record, amount, field)
        return tally.figure("", row.item, "年初 + 收入 - 支出")
    for carry in account.facts.carryovers:
        if carry.fund in funds and carry.function.startswith(row.function):
            fields = ("opening", "centralised") if kind == "年初" else (kind,)
            for field in fields:
                tally.add(("",), carry, getattr(carry, field), field)
    return tally.figure("", row.item, "结转结余表的金额之和")


def _economic(classes: Callable[[Account], tuple[str, ...]], account: Account, row: Approved) -> Figure:
    """基本支出 of 一般公共预算 in some economic 类."""
    return _tallied(
        row,
        [
            spent
            for spent in account.facts.expenditures
            if spent.fund is Fund.GENERAL
            and spent.nature is Nature.BASIC
            and spent.economic[:3] in classes(account)
            and spent.function.startswith(row.function)
        ],
    )


def _one_economic(account: Account, row: Approved) -> Figure:
    """经济科目支出: the code stands in the column of the 功能科目."""
    return _tallied(
        row,
        [
            spent
            for spent in account.facts.expenditures
            if spent.economic.startswith(row.function)
            and (not row.nature or spent.nature.value == row.nature)
        ],
    )


def _sangong(
    items: Callable[[Account], tuple[SanGongItem, ...]], field: str, account: Account, row: Approved
) -> Figure:
    return sangong_sum(account, row.item, items(account), FISCAL, field)


def _one_sangong(item: SanGongItem, field: str, account: Account, row: Approved) -> Figure:
    return sangong_sum(account, row.item, (item,), FISCAL, field)


def _counted(field: str, unit: str, account: Account, row: Approved) -> Figure | None:
    counts = account.facts.counts
    value = getattr(counts, field)
    return None if value is None else Figure(row.item, ZERO + value, unit, "", (counts.cell(field),))


def _summed(block: str, field: str, unit: str, account: Account, row: Approved) -> Figure:
    rows: tuple[Record, ...] = getattr(account.facts, block)
    total = sum((getattr(each, field) or ZERO for each in rows), ZERO)
    return Figure(row.item, total, unit, "", tuple(each.cell(field) for each in rows if getattr(each, field)))


def _where(
    block: str, field: str, key: str, wanted: object, unit: str, account: Account, row: Approved
) -> Figure:
    """The sum of a field over the rows of a list that have this key."""
    rows: list[Record] = [each for each in getattr(account.facts, block) if getattr(each, key) is wanted]
    total = sum((getattr(each, field) or ZERO for each in rows), ZERO)
    return Figure(row.item, total, unit, "", tuple(each.cell(field) for each in rows))


def _people(field: str, account: Account, row: Approved) -> Figure:
    """编制数, 年末实有: a 其中 row is not counted twice."""
    rows = [each for each in account.facts.staff if not each.within and getattr(each, field) is not None]
    total = sum((getattr(each, field) or ZERO for each in rows), ZERO)
    return Figure(row.item, total, "人", "", tuple(each.cell(field) for each in rows))


def _projects(flag: str, account: Account, row: Approved) -> Figure:
    """Projects, each once, that have this 是; all of them without a flag."""
    heads = [project.head for project in whole_projects(account)]
    kept = [head for head in heads if not flag or getattr(head, flag)]
    return Figure(row.item, Decimal(len(kept)), "个", "", tuple(head.cell(flag or "code") for head in heads))


def _institutions(field: str, wanted: object, account: Account, row: Approved) -> Figure:
    rows = account.facts.institutions
    count = sum(getattr(each, field) == wanted for each in rows)
    return Figure(row.item, Decimal(count), "个", "", tuple(each.cell(field) for each in rows))


def _operating(account: Account, row: Approved) -> Figure:
    counts = account.facts.counts
    fields = ("operating_administrative", "operating_civil_service_like")
    total = sum((getattr(counts, field) or ZERO for field in fields), ZERO)
    return Figure(row.item, total, "元", "", tuple(counts.cell(field) for field in fields))


def _last_year(key: LastYearRow, account: Account, row: Approved) -> Figure | None:
    found = account.published([key], row.item)
    return found[0] if found else None


def _every(_: Account) -> tuple[SanGongItem, ...]:
    return (_Item.ABROAD, _Item.VEHICLE_PURCHASE, _Item.VEHICLE_RUNNING)


def _whole(account: Account) -> tuple[SanGongItem, ...]:
    return (*_every(account), *reception_items(account))


def _budget(kind: str, funds: tuple[Fund, ...], account: Account, row: Approved) -> Figure:
    tally = Tally()
    for each in account.facts.budgets:
        if (
            each.fund in funds
            and each.function.startswith(row.function)
            and (not row.nature or each.nature.value == row.nature)
        ):
            tally.add(("",), each, getattr(each, kind) or ZERO, kind)
    return tally.figure("", row.item, "预算数表的金额之和")


def _sum_of(*parts: _Look) -> _Look:
    """Several items together."""

    def look(account: Account, row: Approved) -> Figure:
        found = [figure for part in parts if (figure := part(account, row)) is not None]
        return Figure(
            row.item,
            sum((figure.value for figure in found), ZERO),
            "元",
            "",
            lambda: (cell for figure in found for cell in figure.sources),
        )

    return look


_PROJECT_FLAGS = (
    ("事前评估", "pre_assessed"),
    ("编制目标", "has_goal"),
    ("绩效监控", "monitored"),
    ("绩效自评", "self_assessed"),
    ("公开自评表", "publish_form"),
    ("单独报告", "own_report"),
)
_BUDGETS = (("年初预算数", "initial"), ("全年预算数", "revised"))
_EVERY_FUND, _SOURCES = tuple(Fund), tuple(Source)
_INCOME, _OUT = partial(_got, _SOURCES), partial(_spent, _EVERY_FUND, None)
_OPENING, _CLOSING = partial(_balance, "年初", _EVERY_FUND), partial(_balance, "年末", _EVERY_FUND)

#: 批复项目 → the fact it fixes. The workbook's drop-down offers the same names.
ITEMS: Mapping[str, _Look] = {
    "本年收入合计": _INCOME,
    "本年支出合计": _OUT,
    "收入总计": _sum_of(_INCOME, _OPENING, partial(_balance, "from_non_fiscal", _EVERY_FUND)),
    "支出总计": _sum_of(_OUT, _CLOSING, partial(_balance, "distribution", _EVERY_FUND)),
    "年初结转和结余": _OPENING,
    "年末结转和结余": _CLOSING,
    "使用非财政拨款结余": partial(_balance, "from_non_fiscal", _EVERY_FUND),
    "结余分配": partial(_balance, "distribution", _EVERY_FUND),
    **{source.value: partial(_got, (source,)) for source in Source},
    **{nature.value: partial(_spent, _EVERY_FUND, nature) for nature in Nature},
    "功能科目支出": _OUT,
    "经济科目支出": _one_economic,
    **{
        f"{fund.value}{'财政拨款' if fund.fiscal else ''}支出": partial(_spent, (fund,), None)
        for fund in Fund
    },
    **{f"{fund.value}年初结转和结余": partial(_balance, "年初", (fund,)) for fund in Fund},
    **{f"{fund.value}年末结转和结余": partial(_balance, "年末", (fund,)) for fund in Fund},
    "人员经费": partial(_economic, lambda account: account.basic_panels[0]),
    "公用经费": partial(_economic, lambda account: account.basic_panels[1]),
    **{label: partial(_budget, field, _EVERY_FUND) for label, field in _BUDGETS},
    **{
        f"{fund.value}{label}": partial(_budget, field, (fund,)) for label, field in _BUDGETS for fund in Fund
    },
    "“三公”经费合计": partial(_sangong, _whole, "actual"),
    "“三公”经费全年预算数": partial(_sangong, _whole, "revised"),
    **{item.value: partial(_one_sangong, item, "actual") for item in SanGongItem},
    **{
        f"{item.value}{label}": partial(_one_sangong, item, field)
        for label, field in _BUDGETS
        for item in SanGongItem
    },
    "因公出国（境）团组数": partial(_counted, "abroad_groups", "个"),
    "因公出国（境）人数": partial(_counted, "abroad_people", "人"),
    "国内公务接待批次": partial(_counted, "domestic_batches", "批"),
    "国内公务接待人次": partial(_counted, "domestic_people", "人次"),
    "外事接待批次": partial(_counted, "foreign_batches", "批"),
    "外事接待人次": partial(_counted, "foreign_people", "人次"),
    "公务用车购置数": partial(_summed, "vehicles_by_type", "bought", "辆"),
    "公务用车保有量": partial(_summed, "vehicles_by_type", "held", "辆"),
    "车辆数合计": partial(_summed, "vehicles_by_use", "held", "辆"),
    **{
        f"车辆：{use.value}": partial(_where, "vehicles_by_use", "held", "use", use, "辆")
        for use in VehicleUse
    },
    "单价50万元以上通用设备": partial(_counted, "general_equipment", "台（套）"),
    "单价100万元以上专用设备": partial(_counted, "special_equipment", "台（套）"),
    "机关运行经费": _operating,
    "政府采购支出合计": partial(_summed, "procurements", "amount", "元"),
    **{
        f"政府采购{kind.value}支出": partial(_where, "procurements", "amount", "kind", kind, "元")
        for kind in ProcurementKind
    },
    "授予中小企业合同金额": partial(_counted, "sme_contracts", "元"),
    "授予小微企业合同金额": partial(_counted, "micro_contracts", "元"),
    **{
        f"项目{label}合计": partial(_summed, "projects", field, "元")
        for label, field in (*_BUDGETS, ("执行数", "actual"))
    },
    "项目个数": partial(_projects, ""),
    **{f"{label}的项目个数": partial(_projects, field) for label, field in _PROJECT_FLAGS},
    "编制数合计": partial(_people, "posts"),
    "年末实有合计": partial(_people, "actual"),
    **{f"{kind.value}机构数": partial(_institutions, "kind", kind) for kind in OrgKind},
    **{f"{relation.value}机构数": partial(_institutions, "relation", relation) for relation in OrgRelation},
    "独立核算机构数": partial(_institutions, "independent", True),
    **{f"上年{key.value}": partial(_last_year, key) for key in LastYearRow},
}


@dataclass(frozen=True, slots=True)
class _Gap:
    """A 批复数 that the facts do not give."""

    row: Approved
    figure: Figure
    what: str
    cells: tuple[str, ...]

    @property
    def size(self) -> Decimal:
        return abs(self.figure.value - self.row.amount)


def hold_against_approval(account: Account) -> Answers:
    """P10: what the 财政批复 or the 决算 software has fixed is what the report must say."""
    gaps: list[_Gap] = []
    for row in account.facts.approved:
        scope = "".join(filter(None, (row.function, row.nature)))
        what = f"{row.item}（{scope}）" if scope else row.item
        look = ITEMS.get(row.item)
        if look is None:
            yield Unchecked("P10", f"批复项目“{row.item}”不在下拉列表里，没有核对。")
            continue
        figure = look(account, row)
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
