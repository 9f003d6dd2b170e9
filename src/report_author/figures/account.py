"""The account (账目): facts, classification, choices of the format, with the sums everything else is made from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cached_property, partial

from report_author.figures.blanks import settle
from report_author.figures.figure import Figure
from report_author.model.choices import Fund, LastYearRow, Nature, ReasonKey, Source
from report_author.model.codes import Codebook
from report_author.model.facts import Expenditure, Facts, LastYear, Reason, Record
from report_author.model.format import Format
from report_author.model.money import YUAN_PER_WAN, ZERO
from report_author.records import frozen

# ---------------------------------------------------------------- the choices of a format that decide how figures are worded


@frozen
class Conventions:
    """Wording options of one format (sheet 选项 of its 格式.xlsx). ``{上年}`` in a phrase is the year before."""

    strip_zeros: bool
    basis_total: bool
    item_budget_revised: bool
    sangong_budget_revised: bool
    form_budget_revised: bool
    list_zero: bool
    foreign_is_part: bool
    flat: str
    zero_base: str
    both_zero: str
    complete_flat: str
    budget_both_zero: str
    budget_zero: str
    total_row_first: bool

    @classmethod
    def from_options(cls, options: Mapping[str, str]) -> Conventions:
        """Read the options; every key must be there (the format's own reader has checked it)."""
        return cls(
            strip_zeros=options["正文去尾零"] == "是",
            basis_total=options["收支口径"] == "总计",
            item_budget_revised=options["五三预算数口径"] == "全年预算数",
            sangong_budget_revised=options["三公预算数口径"] == "全年预算数",
            form_budget_revised=options["自评表预算数口径"] == "全年预算数",
            list_zero=options["零项列示"] == "是",
            foreign_is_part=options["外事接待口径"] == "其中",
            flat=options["持平用语"],
            zero_base=options["基数为零用语"],
            both_zero=options["均为零用语"],
            complete_flat=options["完成持平用语"],
            budget_both_zero=options["预算决算均为零用语"],
            budget_zero=options["预算为零用语"],
            total_row_first=options["合计行位置"] == "首行",
        )


Part = tuple[Record, str, Decimal]


def cells_of(parts: Iterable[Part]) -> Iterator[str]:
    """The workbook cells of the summed facts."""
    return (record.cell(field) for record, field, _ in parts)


class Tally:
    """Amounts (元) gathered under codes; one fact may stand under several (项, its 款, its 类, 合计)."""

    __slots__ = ("_parts", "_sums")

    def __init__(self) -> None:
        self._parts: dict[str, list[Part]] = {}
        self._sums: dict[str, Decimal] = {}

    def add(self, codes: Iterable[str], record: Record, amount: Decimal, field: str = "amount") -> None:
        """Count ``amount`` under every one of ``codes``; nothing is counted where it is zero."""
        if not amount:
            return
        part = (record, field, amount)
        for code in codes:
            if code in self._sums:
                self._sums[code] += amount
                self._parts[code].append(part)
            else:
                self._sums[code] = amount
                self._parts[code] = [part]

    def amount(self, code: str) -> Decimal:
        return self._sums.get(code, ZERO)

    def figure(self, code: str, name: str, formula: str = "") -> Figure:
        """The sum under ``code``; a code nobody used is zero."""
        parts = self._parts.get(code)
        if parts is None:
            return Figure(name, ZERO, "元", formula)
        return Figure(name, self._sums[code], "元", formula, partial(cells_of, parts))

    def __iter__(self) -> Iterator[str]:
        return iter(self._sums)


#: What a key without facts answers with.
NOTHING = Tally()


def levels(code: str) -> tuple[str, ...]:
    """The keys a 功能科目 counts under: 合计 (""), 类 (3 digits), 款 (5), 项 (7)."""
    if len(code) > 5:
        return ("", code[:3], code[:5], code)
    return economic_levels(code)


def economic_levels(code: str) -> tuple[str, ...]:
    """The keys an 经济科目 counts under: 合计 (""), 类 (3 digits), 款 (5)."""
    return ("", code[:3], code) if len(code) > 3 else ("", code) if code else ("",)


FISCAL = (Fund.GENERAL, Fund.GOVERNMENT, Fund.CAPITAL)


class Account:
    """One department's facts, ready to be summed. Immutable once made; safe to read from several threads."""

    def __init__(self, facts: Facts, fmt: Format) -> None:
        self.codebook = Codebook.for_year(facts.department.year)
        self.format = fmt
        self.conventions = Conventions.from_options(fmt.options)
        #: the blanks resolved, with what is lacking; the figures are made from these facts
        self.settled = settle(facts, foreign_is_part=self.conventions.foreign_is_part)
        self.facts = self.settled.facts
        self.year = facts.department.year
        self.last_year = self.year - 1

    def expense(
        self,
        name: str,
        formula: str,
        *,
        funds: Iterable[Fund] = tuple(Fund),
        natures: Iterable[Nature] = tuple(Nature),
        economic: Callable[[str], bool] | None = None,
    ) -> Figure:
        """Sum of 支出 (元) over the given 资金性质 and 支出性质, of the 经济科目 that ``economic`` keeps."""
        fund_set, nature_set = frozenset(funds), frozenset(natures)
        groups = (
            parts
            for (fund, nature), parts in self._spent_parts.items()
            if fund in fund_set and nature in nature_set
        )
        return _sum(
            name,
            formula,
            (
                (row, "amount", row.amount)
                for rows in groups
                for row in rows
                if economic is None or economic(row.economic)
            ),
        )

    @cached_property
    def _spent_parts(self) -> dict[tuple[Fund, Nature], list[Expenditure]]:
        groups: dict[tuple[Fund, Nature], list[Expenditure]] = {}
        for row in self.facts.expenditures:
            groups.setdefault((row.fund, row.nature), []).append(row)
        return groups

    def income(self, name: str, formula: str, sources: Iterable[Source] = tuple(Source)) -> Figure:
        """Sum of 收入 (元) over the given sources."""
        wanted = frozenset(sources)
        return _sum(
            name, formula, ((row, "amount", row.amount) for row in self.facts.incomes if row.source in wanted)
        )

    def opening(self, name: str, funds: Iterable[Fund] = tuple(Fund)) -> Figure:
        """年初结转和结余 with its 归集调整 (元)."""
        wanted = frozenset(funds)
        parts: list[Part] = []
        for row in self.facts.carryovers:
            if row.fund in wanted:
                parts += [(row, "opening", row.opening), (row, "centralised", row.centralised)]
        return _sum(name, "结转和结余表：年初结转和结余 + 归集调整", parts)

    def carry_field(self, name: str, field: str, label: str) -> Figure:
        """使用非财政拨款结余 or 结余分配 (元)."""
        return _sum(
            name,
            f"结转和结余表：{label}之和",
            ((row, field, getattr(row, field)) for row in self.facts.carryovers),
        )

    def closing(self, name: str, funds: Iterable[Fund] = tuple(Fund)) -> Figure:
        """年末结转和结余 (元) = 年初 + 归集调整 + 收入 + 使用非财政拨款结余 - 支出 - 结余分配; never typed."""
        return _sum(
            name,
            "年初结转和结余 + 本年收入 + 使用非财政拨款结余 - 本年支出 - 结余分配",
            (part for fund in funds for _, part in self.balance_parts[fund]),
        )

    @cached_property
    def balance_parts(self) -> dict[Fund, list[tuple[str, Part]]]:
        """By fund, every signed part of 年末结转和结余 with its 功能科目项."""
        found: dict[Fund, list[tuple[str, Part]]] = {fund: [] for fund in Fund}
        for income in self.facts.incomes:
            found[income.source.fund].append((income.function, (income, "amount", income.amount)))
        for spent in self.facts.expenditures:
            found[spent.fund].append((spent.function, (spent, "amount", -spent.amount)))
        for carry in self.facts.carryovers:
            found[carry.fund] += [
                (carry.function, (carry, "opening", carry.opening)),
                (carry.function, (carry, "centralised", carry.centralised)),
                (carry.function, (carry, "from_non_fiscal", carry.from_non_fiscal)),
                (carry.function, (carry, "distribution", -carry.distribution)),
            ]
        return found

    def spent_by_code(self, fund: Fund | None = None, nature: Nature | None = None) -> Tally:
        """支出 under 合计 (""), 类, 款, 项; None stands for every 资金性质 or 支出性质."""
        return self._spent_by_code.get((fund, nature), NOTHING)

    @cached_property
    def _spent_by_code(self) -> dict[tuple[Fund | None, Nature | None], Tally]:
        tallies: dict[tuple[Fund | None, Nature | None], Tally] = {}
        for (fund, nature), rows in self._spent_parts.items():
            groups = [
                tallies.setdefault(key, Tally())
                for key in ((fund, nature), (fund, None), (None, nature), (None, None))
            ]
            for row in rows:
                codes = levels(row.function)
                for tally in groups:
                    tally.add(codes, row, row.amount)
        return tallies

    def got_by_code(self, key: Source | Fund | tuple[Fund, ...] | None = None) -> Tally:
        """收入 of one source, of one fund, of all 财政拨款 (``FISCAL``) or of all sources, under 合计 (""), 类, 款, 项."""
        return self._got_by_code.get(key, NOTHING)

    @cached_property
    def _got_by_code(self) -> dict[Source | Fund | tuple[Fund, ...] | None, Tally]:
        tallies: dict[Source | Fund | tuple[Fund, ...] | None, Tally] = {}
        for row in self.facts.incomes:
            fund = row.source.fund
            for key in (row.source, fund, FISCAL, None) if fund.fiscal else (row.source, fund, None):
                tallies.setdefault(key, Tally()).add(levels(row.function), row, row.amount)
        return tallies

    def budgeted(self, fund: Fund) -> Tally:
        """预算数 of one fund under 合计 (""), 类, 款, 项, as the format's 五（三） takes it (年初 or 全年)."""
        return self._budgeted.get(fund, NOTHING)

    @cached_property
    def _budgeted(self) -> dict[Fund, Tally]:
        field = "revised" if self.conventions.item_budget_revised else "initial"
        tallies = {fund: Tally() for fund in Fund}
        for row in self.facts.budgets:
            tallies[row.fund].add(levels(row.function), row, getattr(row, field) or ZERO, field)
        return tallies

    @cached_property
    def _last_year_rows(self) -> dict[LastYearRow, LastYear]:
        return {row.row: row for row in self.facts.last_year}

    def last_year_record(self, row: LastYearRow) -> LastYear | None:
        return self._last_year_rows.get(row)

    def published(self, rows: Iterable[LastYearRow], name: str) -> tuple[Figure, bool] | None:
        """Last year's published figure (元) with whether it is known in 元; None where a row is not filled."""
        total = ZERO
        cells: list[str] = []
        exact = True
        for key in rows:
            record = self._last_year_rows.get(key)
            if record is None or record.published is None:
                return None
            in_yuan = record.unit == "元"
            exact = exact and in_yuan
            total += (record.published + record.adjustment) * (1 if in_yuan else YUAN_PER_WAN)
            cells += [record.cell("published"), record.cell("adjustment")]
        return Figure(name, total, "元", "上年数表：上年公开数 + 口径调整数", tuple(cells)), exact

    @cached_property
    def reasons(self) -> dict[ReasonKey, Reason]:
        return {reason.key: reason for reason in self.facts.reasons}

    @cached_property
    def _added_names(self) -> dict[tuple[str, str], str]:
        return {(added.system, added.code): added.name for added in self.format.codes}

    @cached_property
    def basic_panels(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The economic 类 of 人员经费 and of 公用经费."""
        return self.format.code_list("人员经费科目"), self.format.code_list("公用经费科目")

    def function_name(self, code: str) -> str:
        """Name of a 功能科目; the code itself where no book has it (the reader has warned)."""
        return self._added_names.get(("功能", code)) or self.codebook.function_name(code) or code

    def economic_name(self, code: str) -> str:
        """Name of a 经济科目; the code itself where no book has it."""
        return self._added_names.get(("经济", code)) or self.codebook.economic_name(code) or code


def _sum(name: str, formula: str, parts: Iterable[Part]) -> Figure:
    kept = [part for part in parts if part[2]]
    return Figure(name, sum((part[2] for part in kept), ZERO), "元", formula, partial(cells_of, kept))
