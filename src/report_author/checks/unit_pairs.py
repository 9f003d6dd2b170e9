"""Pairs of amounts that are of one size in every right workbook: what tells 元 from 万元."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache
from itertools import combinations, groupby
from typing import Any

from report_author.checks.approved import ITEMS
from report_author.figures.account import FISCAL, Account
from report_author.figures.blanks import GROUPS
from report_author.figures.topics_sangong import reception_items
from report_author.model.choices import Fund, LastYearRow, Nature, SanGongItem
from report_author.model.facts import Facts, LastYear, Record
from report_author.model.money import YUAN_PER_WAN, ZERO, exact_wan
from report_author.records import frozen
from report_author.workbook.layout import forms, lists
from report_author.workbook.shape import Column, Kind, Sheet

Row, Item = LastYearRow, SanGongItem
#: a column of amounts: ``block.field``; of 上年数 each row is one of its own: ``last_year.OPERATING``
Node = str
#: how the groups of pairs of this year with last year begin
LAST_YEAR = "上年"


@frozen
class Amount:
    """One typed amount: ``value`` in 元 as the program reads it, ``typed`` as it stands in the cell, with its decimals."""

    node: Node
    value: Decimal
    cell: str
    typed: Decimal
    places: int = 2


@frozen
class Side:
    """A sum of typed amounts, or a plain number (no ``parts``) such as people; ``label`` says what it is."""

    label: str
    parts: tuple[tuple[Node, Decimal], ...] = ()
    plain: Decimal = ZERO
    cell: str = ""

    def under(self, factors: Mapping[Node, Decimal]) -> Decimal:
        """Its value if the amounts of these columns were multiplied by their factors."""
        return sum((value * factors.get(node, 1) for node, value in self.parts), self.plain)

    def touched(self, factors: Mapping[Node, Decimal]) -> bool:
        return any(node in factors for node, _ in self.parts)


@frozen
class Pair:
    """``left / right`` lies within ``possible`` in every right workbook, in most within ``usual``.

    ``must``: a tie that has to hold. ``group``: pairs that say the same thing together; ``weight``: how much it says.
    ``apart``: one of both is zero, so nothing was multiplied.
    """

    left: Side
    right: Side
    possible: tuple[Decimal, Decimal]
    usual: tuple[Decimal, Decimal]
    group: str
    weight: Decimal = Decimal(1)
    must: bool = False
    apart: bool = False


def _range(low: str, high: str) -> tuple[Decimal, Decimal]:
    return Decimal(low), Decimal(high)


_WIDE, _NEAR = _range("0.001", "1000"), _range("0.1", "10")
_HALF = Decimal("0.5")


def amounts(facts: Facts) -> Iterator[Amount]:
    """Every amount that is typed, in the order of the workbook."""
    for block, (_, declared) in lists().items():
        money = [column.field for column in declared.columns if column.kind is Kind.MONEY]
        for record in getattr(facts, block):
            if isinstance(record, LastYear):
                yield from _last_year(record)
            wan = block == "budgets" and "万元" in facts.budget_unit.values()
            for field in money:
                for each in _amount(block, record, field):
                    yield replace(each, typed=exact_wan(each.value), places=6) if wan else each
    for _, form in forms()["counts"]:
        for column in form.columns:
            if column.kind is Kind.MONEY:
                yield from _amount("counts", facts.counts, column.field)


def node_of(row: LastYearRow) -> Node:
    """A row of 上年数."""
    return f"last_year.{row.name}"


@cache
def sheet_of(node: Node) -> Sheet:
    """The sheet on which a column stands."""
    block, _, field = node.partition(".")
    if block == "counts":
        return next(sheet for sheet, form in forms()["counts"] if any(c.field == field for c in form.columns))
    return lists()[block][0]


def column_of(node: Node) -> Column | None:
    """The column of the layout; of 上年数 none."""
    block, _, field = node.partition(".")
    columns = (
        [column for _, form in forms()["counts"] for column in form.columns]
        if block == "counts"
        else lists()[block][1].columns
    )
    return next((column for column in columns if column.field == field), None)


def _amount(block: str, record: Record, field: str) -> Iterator[Amount]:
    value = getattr(record, field)
    if value and not (block == "approved" and _is_count(record)):
        yield Amount(f"{block}.{field}", value, record.cell(field), value)


def _is_count(record: Any) -> bool:
    """批复数 are counts too."""
    return not any(
        word in record.item for word in ("收入", "支出", "结余", "预算", "经费", "费", "金额", "执行数")
    )


def _last_year(record: LastYear) -> Iterator[Amount]:
    if record.published:
        factor = 1 if record.unit == "元" else YUAN_PER_WAN
        value = (record.published + record.adjustment) * factor
        yield Amount(node_of(record.row), value, record.cell("published"), record.published, 6)


class Pairs:
    """The pairs of one account."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._facts = account.facts
        self._spending: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
        self._got: dict[tuple[str, Fund], list[Any]] = defaultdict(list)
        self._left: dict[tuple[str, Fund], list[Any]] = defaultdict(list)
        for row in self._facts.expenditures:
            for key in ((row.function, row.fund), (row.function, row.fund, row.nature), (row.fund,)):
                self._spending[key].append(row)
        for got in self._facts.incomes:
            self._got[got.function, got.source.fund].append(got)
        for left in self._facts.carryovers:
            self._left[left.function, left.fund].append(left)
        self._last = {row.row: _published(row) for row in self._facts.last_year if row.published is not None}

    def all(self) -> list[Pair]:
        """Every pair of which both sides are known."""
        found = (
            *self._balance(),
            *self._budget(),
            *self._sangong(),
            *self._projects(),
            *self._this_and_last(),
            *self._within_last_year(),
            *self._heads(),
            *self._operations(),
            *self._approved(),
        )
        return [pair for pair in found if pair.apart or (pair.left.under({}) and pair.right.under({}))]

    def _sum(self, label: str, node: Node, rows: Iterable[Any] | None = None) -> Side:
        """The sum of a column over some of the rows, or over all that there are."""
        block, _, field = node.partition(".")
        every: Any = getattr(self._facts, block) if rows is None else rows
        kept = [row for row in (every if block != "counts" else [every]) if getattr(row, field)]
        total = sum((getattr(row, field) for row in kept), ZERO)
        return Side(label, ((node, total),) if total else (), cell=kept[0].cell(field) if kept else "")

    def _spent(self, label: str, *key: Any) -> Side:
        """支出 of a 科目 and 资金性质 (and 支出性质), or of a 资金性质."""
        return self._sum(label, "expenditures.amount", self._spending.get(key, ()))

    def _economic(
        self, label: str, codes: tuple[str, ...], natures: tuple[Nature, ...] = tuple(Nature)
    ) -> Side:
        rows = [
            row
            for row in self._facts.expenditures
            if row.economic.startswith(codes) and row.nature in natures and row.fund in FISCAL
        ]
        return self._sum(label, "expenditures.amount", rows)

    def _balance(self) -> Iterator[Pair]:
        """收支结转平衡 by 科目 and 资金性质: a column that is out by 10,000 leaves nearly all of them out."""
        keys = [key for key in self._spending if len(key) == 2]
        for function, fund in sorted(keys, key=lambda key: (key[0], key[1].value)):
            came = self._sum(
                f"科目 {function} 的本年收入", "incomes.amount", self._got.get((function, fund), ())
            )
            opened = self._sum("年初结转和结余", "carryovers.opening", self._left.get((function, fund), ()))
            label = f"科目 {function}（{fund.value}）的收入与年初结转"
            sources = Side(label, (*came.parts, *opened.parts), cell=came.cell or opened.cell)
            spent = self._spent(f"科目 {function}（{fund.value}）的支出", function, fund)
            yield Pair(
                sources,
                spent,
                _range("0.01", "1000"),
                _range("0.9", "3"),
                f"收支 {function}{fund.value}",
                must=True,
            )
            if opened.parts and came.under({}) < spent.under({}):
                need = Side(
                    f"{spent.label}超过本年收入的部分",
                    (*spent.parts, *((n, -v) for n, v in came.parts)),
                    cell=spent.cell,
                )
                yield Pair(
                    opened, need, _range("0.05", "100000"), _range("0.95", "10"), "年初结转", must=True
                )

        got = self._sum("本年收入合计", "incomes.amount")
        spent = self._sum("本年支出合计", "expenditures.amount")
        opened = self._sum("年初结转和结余", "carryovers.opening")
        beyond = replace(spent, parts=(*spent.parts, *((node, -value) for node, value in opened.parts)))
        if beyond.under({}) > 0:  # what is spent out of last year's balance needs no income
            yield Pair(got, beyond, _range("0.002", "500"), _range("0.3", "3"), "收支合计")

    def _budget(self) -> Iterator[Pair]:
        for row in self._facts.budgets:
            what = f"科目 {row.function}（{row.fund.value}）{row.nature.value}"
            spent = self._spent(f"{what}的支出", row.function, row.fund, row.nature)
            first = self._sum(f"{what}的年初预算数", "budgets.initial", [row])
            whole = self._sum(f"{what}的全年预算数", "budgets.revised", [row])
            key = f"预算 {row.function}{row.fund.value}{row.nature.value}"
            yield Pair(whole, spent, _WIDE, _range("0.3", "3"), key, must=True)
            yield Pair(first, spent, _WIDE, _NEAR, f"年初{key}", must=True)
            yield Pair(first, whole, _WIDE, _NEAR, f"两个{key}", must=True)

    def _columns(
        self, block: str, row: Any, name: str, spent: str, group: str, weight: Decimal
    ) -> Iterator[Pair]:
        """年初预算数, 全年预算数 and what was spent of one row, each against the others."""
        labels = (("initial", "年初预算数"), ("revised", "全年预算数"), ("actual", spent))
        sides = [self._sum(f"{name}的{label}", f"{block}.{field}", [row]) for field, label in labels]
        for number, (left, right) in enumerate(combinations(sides, 2)):
            yield Pair(left, right, _WIDE, _NEAR, f"{group} {number}", weight)

    def _sangong(self) -> Iterator[Pair]:
        for row in self._facts.sangong:
            key = f"三公 {row.item.value}{row.fund.value}"
            yield from self._columns("sangong", row, row.item.value, "决算数", key, Decimal("0.9"))
        for group in GROUPS:
            if group.item is Item.RECEPTION_FOREIGN:
                continue  # paid from the same 经济科目 as the domestic ones, which stand for both
            domestic = group.item is Item.RECEPTION_DOMESTIC
            together = reception_items(self._account) if domestic else (group.item,)
            name = group.item.value
            spent = self._item(*together, label=f"{name}决算数")
            economic = self._economic(f"支出表的经济科目 {'、'.join(group.economic)}", group.economic)
            yield Pair(
                spent, economic, _range("0.01", "100"), _range("0.5", "2"), f"经济科目 {name}", must=True
            )
        yield from self._vehicles()
        yield from self._guests()

    def _vehicles(self) -> Iterator[Pair]:
        rows = self._facts.vehicles_by_type
        held, bought = (
            Decimal(sum(getattr(row, field) or 0 for row in rows)) for field in ("held", "bought")
        )
        cost = self._item(Item.VEHICLE_RUNNING, label="公务用车运行维护费")
        yield Pair(
            cost,
            Side("公务用车辆数", plain=held),
            _range("300", "1000000"),
            _range("3000", "200000"),
            "每辆车运行费",
        )
        price = self._sum("购置金额", "vehicles_by_type.price", rows)
        paid = self._item(Item.VEHICLE_PURCHASE, label="公务用车购置费决算数")
        yield Pair(
            price,
            Side("购置的辆数", plain=bought),
            _range("5000", "8000000"),
            _range("30000", "1500000"),
            "每辆车价格",
        )
        yield Pair(price, paid, _range("0.01", "100"), _range("0.8", "1.25"), "购置金额", Decimal(2))

    def _guests(self) -> Iterator[Pair]:
        counts = self._facts.counts
        guests = Decimal(counts.domestic_people or 0)
        spent = self._item(Item.RECEPTION_DOMESTIC, label="国内公务接待费决算数")
        yield Pair(
            spent,
            Side("国内公务接待人次", plain=guests),
            _range("0.5", "20000"),
            _range("10", "2000"),
            "每人次接待费",
        )
        listed = [row for row in self._facts.receptions if not row.foreign]
        told = self._sum("接待明细的金额", "receptions.amount", listed)
        yield Pair(told, spent, _range("0.0005", "30"), _range("0.02", "1.01"), "接待明细与接待费", _HALF)
        for row in self._facts.receptions:
            side = self._sum(f"接待明细“{row.visitor}”的金额", "receptions.amount", [row])
            people = Side("人次", plain=Decimal(row.people or 0))
            yield Pair(side, people, _range("0.5", "20000"), _range("20", "1000"), "接待明细每人次", _HALF)

    def _projects(self) -> Iterator[Pair]:
        for number, row in enumerate(self._facts.projects):
            yield from self._columns(
                "projects", row, f"项目 {row.code} ", "执行数", f"项目 {number}", Decimal(1)
            )
        keyed = sorted(self._facts.projects, key=lambda row: (row.function, row.fund.value))
        for (function, fund), group in groupby(keyed, key=lambda row: (row.function, row.fund.value)):
            rows = list(group)
            spent = self._spent(f"支出表科目 {function} 的项目支出", function, Fund(fund), Nature.PROJECT)
            done = self._sum(f"科目 {function} 各项目的执行数", "projects.actual", rows)
            yield Pair(
                done,
                spent,
                _range("0.0005", "50"),
                _range("0.5", "1.02"),
                f"项目支出 {function}{fund}",
                must=True,
            )

    def _now(self) -> dict[LastYearRow, Side]:
        """This year's counterpart of each row of 上年数."""
        facts = self._facts
        out = self._sum("本年支出合计", "expenditures.amount")
        got = self._sum("本年收入合计", "incomes.amount")
        fiscal_got = [row for row in facts.incomes if row.source.fund.fiscal]
        fiscal_out = [row for row in facts.expenditures if row.fund.fiscal]
        funds = {
            Row.GENERAL_EXPENSE: Fund.GENERAL,
            Row.GOVERNMENT_EXPENSE: Fund.GOVERNMENT,
            Row.CAPITAL_EXPENSE: Fund.CAPITAL,
        }
        return {
            Row.INCOME_YEAR: got,
            Row.EXPENSE_YEAR: out,
            Row.INCOME_GRAND: got,
            Row.EXPENSE_GRAND: out,
            Row.FISCAL_INCOME: self._sum("财政拨款本年收入", "incomes.amount", fiscal_got),
            Row.FISCAL_EXPENSE: self._sum("财政拨款本年支出", "expenditures.amount", fiscal_out),
            **{row: self._spent(f"{fund.value}支出", fund) for row, fund in funds.items()},
            Row.ABROAD: self._item(Item.ABROAD),
            Row.VEHICLE_PURCHASE: self._item(Item.VEHICLE_PURCHASE),
            Row.VEHICLE_RUNNING: self._item(Item.VEHICLE_RUNNING),
            Row.RECEPTION: self._item(*reception_items(self._account)),
            Row.OPERATING: self._operating(),
            Row.CARRY_END: self._sum("年初结转和结余", "carryovers.opening"),
        }

    def _operating(self) -> Side:
        """机关运行经费 of 行政 and 参公 together."""
        first, second = (
            self._sum("机关运行经费", f"counts.{field}")
            for field in ("operating_administrative", "operating_civil_service_like")
        )
        return replace(first, parts=first.parts + second.parts, cell=first.cell or second.cell)

    def _item(self, *items: SanGongItem, label: str = "") -> Side:
        rows = [row for row in self._facts.sangong if row.item in items and row.fund.fiscal]
        return self._sum(label or f"{items[0].value}决算数", "sangong.actual", rows)

    def _this_and_last(self) -> Iterator[Pair]:
        now = self._now()
        few = len(self._facts.expenditures) < 4 and not self._people()
        own_weight, total = (_HALF, Decimal("0.25")) if few else (Decimal(1), Decimal("0.6"))
        for row, before in self._last.items():
            side = now.get(row)
            if side is None:
                continue
            here, there = side.under({}), before.under({})
            own = row in _NOW_NODES
            if own and (not here) != (not there) and max(abs(here), abs(there)) >= 1000:
                nodes = side if here else Side(side.label, ((_NOW_NODES[row], ZERO),))
                yield Pair(
                    nodes,
                    before if there else replace(before, parts=((node_of(row), ZERO),)),
                    _WIDE,
                    _NEAR,
                    f"{LAST_YEAR}有无 {row.name}",
                    apart=True,
                )
            elif row is Row.CARRY_END:
                weight = Decimal(2) if _equal_but_for_unit(here, there) else Decimal(1)
                yield Pair(side, before, _WIDE, _NEAR, "年末与年初结转", weight)
            else:
                own = (
                    own and row not in _FUND_ROWS
                )  # a fund's spending is a part of the totals, no witness of its own
                group = f"{LAST_YEAR} {row.name}" if own else f"{LAST_YEAR}合计"
                yield Pair(
                    side,
                    before,
                    _WIDE,
                    _NEAR if own else _range("0.02", "50"),
                    group,
                    own_weight if own else total,
                )

    def _within_last_year(self) -> Iterator[Pair]:
        """上年数 among themselves: a single row in another unit than the others."""
        for left, right, low in _LAST_YEAR_TIES:
            if left in self._last and right in self._last:
                limits = _range("0.0001" if low else "0", "1.5")
                yield Pair(
                    self._last[left],
                    self._last[right],
                    limits,
                    _range("0.05" if low else "0", "1.01"),
                    f"内部 {left.name}",
                )

    def _people(self) -> Decimal:
        own = [row for row in self._facts.staff if not row.within]
        there = sum((row.actual or 0 for row in own), 0)
        return Decimal(there or sum((row.posts or 0 for row in own), 0))

    def _heads(self) -> Iterator[Pair]:
        """Pay per head, spending of a whole department: what no last year has to vouch for."""
        pay = [row for row in self._facts.expenditures if row.economic.startswith("301")]
        kinds = {row.economic for row in pay}
        weight = Decimal(2) if len(kinds) >= 3 or "30101" in kinds else Decimal(1)
        side = self._sum("工资福利支出（301）", "expenditures.amount", pay)
        people = Side("在职人数", plain=self._people())
        yield Pair(side, people, _range("1000", "20000000"), _range("5000", "600000"), "人均工资福利", weight)
        spent = self._sum("本年支出合计", "expenditures.amount")
        small = spent.under({}) < 1000
        weight = _HALF if small and len(self._facts.expenditures) < 4 else Decimal(2)
        one = Side("", plain=Decimal(1))
        yield Pair(
            spent, one, _range("1000", "100000000000"), _range("10000", "50000000000"), "部门规模", weight
        )

    def _operations(self) -> Iterator[Pair]:
        running = self._operating()
        daily = self._economic("公用经费", self._account.basic_panels[1], (Nature.BASIC,))
        yield Pair(
            running, daily, _range("0.002", "200"), _range("0.1", "5"), "机关运行经费与公用经费", Decimal(2)
        )
        yield Pair(
            running,
            Side("在职人数", plain=self._people()),
            _range("50", "5000000"),
            _range("1000", "100000"),
            "人均机关运行经费",
            _HALF,
        )
        bought = self._sum("政府采购支出", "procurements.amount")
        spent = self._sum("本年支出合计", "expenditures.amount")
        yield Pair(bought, spent, _range("0", "100"), _range("0", "10"), "政府采购与支出", Decimal(2))
        for field, label in (
            ("from_non_fiscal", "使用非财政拨款结余"),
            ("distribution", "结余分配"),
            ("centralised", "归集调整"),
        ):
            moved = self._sum(label, f"carryovers.{field}")
            yield Pair(moved, spent, _range("0", "50"), _range("0", "3"), label, Decimal(2))
        small = self._sum("授予中小企业合同金额", "counts.sme_contracts")
        micro = self._sum("授予小微企业合同金额", "counts.micro_contracts")
        # more than a thousand times what is paid, more than the whole of which it is a part: never; less may well be
        over, beyond = small.under({}) > 1000 * bought.under({}), micro.under({}) > small.under({})
        weight = Decimal(2) if over else Decimal(1)
        yield Pair(small, bought, _range("0.0005", "1000"), _range("0.05", "5"), "中小企业合同与采购", weight)
        yield Pair(
            micro,
            small,
            _range("0.0005", "1.001"),
            _range("0.02", "1.001"),
            "小微企业与中小企业合同",
            Decimal(2) if beyond else Decimal(1),
        )

    def _approved(self) -> Iterator[Pair]:
        """批复数 against what they fix: the cells of a figure tell whose columns it is made of."""
        by_cell = {amount.cell: amount for amount in amounts(self._facts) if amount.cell}
        for number, row in enumerate(self._facts.approved):
            look = ITEMS.get(row.item)
            figure = look(self._account, row) if look is not None and not _is_count(row) else None
            if figure is None or not figure.is_money:
                continue
            parts = [by_cell[cell] for cell in figure.sources if cell in by_cell]
            if sum((part.value for part in parts), ZERO) != figure.value:
                continue  # a difference: its columns cannot be multiplied apart
            side = Side(
                row.item,
                tuple((part.node, part.value) for part in parts),
                cell=next(iter(figure.sources), ""),
            )
            told = self._sum(f"批复数“{row.item}”", "approved.amount", [row])
            yield Pair(side, told, _range("0.002", "500"), _range("0.8", "1.25"), f"批复 {number}", must=True)


_FUND_ROWS = frozenset((Row.GOVERNMENT_EXPENSE, Row.CAPITAL_EXPENSE))
#: rows of 上年数 that a department may well have in one year only, with this year's columns
_NOW_NODES = {
    Row.GOVERNMENT_EXPENSE: "expenditures.amount",
    Row.CAPITAL_EXPENSE: "expenditures.amount",
    Row.OPERATING: "counts.operating_administrative",
    **dict.fromkeys((Row.ABROAD, Row.VEHICLE_PURCHASE, Row.VEHICLE_RUNNING, Row.RECEPTION), "sangong.actual"),
}
#: the first is not larger than the second; with True it is hardly a ten-thousandth of it either
_LAST_YEAR_TIES = (
    (Row.INCOME_YEAR, Row.INCOME_GRAND, True),
    (Row.EXPENSE_YEAR, Row.EXPENSE_GRAND, True),
    (Row.INCOME_GRAND, Row.EXPENSE_GRAND, True),
    (Row.FISCAL_INCOME, Row.INCOME_YEAR, True),
    (Row.FISCAL_EXPENSE, Row.EXPENSE_YEAR, True),
    (Row.FISCAL_GRAND_INCOME, Row.INCOME_GRAND, True),
    (Row.FISCAL_GRAND_EXPENSE, Row.EXPENSE_GRAND, True),
    (Row.GENERAL_EXPENSE, Row.FISCAL_EXPENSE, False),
    (Row.GOVERNMENT_EXPENSE, Row.FISCAL_EXPENSE, False),
    (Row.CAPITAL_EXPENSE, Row.FISCAL_EXPENSE, False),
    (Row.OPERATING, Row.GENERAL_EXPENSE, False),
    (Row.CARRY_END, Row.EXPENSE_GRAND, False),
)


def _published(record: LastYear) -> Side:
    parts = tuple((amount.node, amount.value) for amount in _last_year(record))
    return Side(f"上年公开的“{record.row.value}”", parts, cell=record.cell("published"))


def _equal_but_for_unit(left: Decimal, right: Decimal) -> bool:
    """Equal but for 10,000, what rounding to 0.01 万元 takes away left aside."""
    low, high = sorted((abs(left), abs(right)))
    return bool(low) and abs(low * YUAN_PER_WAN - high) <= max(Decimal(100), high / 1000)
