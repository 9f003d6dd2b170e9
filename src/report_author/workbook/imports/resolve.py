"""Makes facts of what the tables say: by subtraction, by splitting, never by guessing."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Collection, Iterable, Mapping
from decimal import Decimal
from itertools import product
from typing import Any

from report_author.model.choices import Fund, Nature, Source
from report_author.model.findings import warning
from report_author.model.money import ZERO
from report_author.workbook.imports.tables import (
    FISCAL,
    Fact,
    Gathering,
    Line,
    Tables,
    fen,
    fund_by_code,
    minus,
    plus,
    row_of,
    total,
    value_of,
)
from report_author.workbook.imports.view import Amount

_WITHOUT = (Nature.TO_SUPERIOR, Nature.TO_SUBORDINATE)
#: what does not tie: (what, the amount as printed, the sum of the facts)
Report = Callable[[str, Amount, Decimal], None]


def check_sums(tables: Tables, report: Report) -> None:
    """支出 of all funds is the sum of the funds, of all natures the sum of the natures, for every 项."""
    spent = tables.spent
    for fund in (None, *Fund):
        _check_sum(spent.get((fund, None)), [spent.get((fund, n)) for n in Nature], report)
    for nature in (None, *Nature):
        _check_sum(spent.get((None, nature)), [spent.get((f, nature)) for f in Fund], report)


def check_rests(tables: Tables, printed: Collection[object], report: Report) -> None:
    """What is left of a whole is never below zero: else the tables do not belong together."""
    for about, line in tables.spent.items():
        for function, amount in line.items():
            if about not in printed and amount.value < -amount.slack:
                report(f"{function} 支出减去其他各表后为负数，与别的表", amount, ZERO)
                return


def _check_sum(whole: Line | None, parts: list[Line | None], report: Report) -> None:
    known = [part for part in parts if part is not None]
    if whole is None or len(known) < len(parts):
        return
    for function, rest in minus(whole, *known).items():
        printed = whole.get(function, Amount(ZERO, rest.cell))
        report(f"{function} 支出与各表之和", printed, printed.value - rest.value)


def check_spending(tables: Tables, facts: Iterable[Fact], report: Report) -> None:
    """Each cell of each table is the sum of the facts below it, as far as these are complete."""
    rows = [(dict(f.about), f.values["amount"]) for f in facts if f.block == "expenditures"]
    given = {(row["fund"], row["nature"]) for row, _ in rows}
    known = {pair for pair in tables.spent if None not in pair} | given
    open_functions = {
        row["function"] for row, _ in rows if not row["economic"] and row["nature"] not in _WITHOUT
    }
    for store, coded in ((tables.detail, True), (tables.economics, False)):
        for about, line in store.items():
            funds, natures = _range(*about)
            mine = [(r, amount) for r, amount in rows if r["fund"] in funds and r["nature"] in natures]
            uncoded = not coded and any(not row["economic"] for row, _ in mine)
            if uncoded or not set(product(funds, natures)) <= known:
                continue
            sums: dict[Any, Decimal] = defaultdict(Decimal)
            for row, amount in mine:
                if row["economic"]:
                    sums[(row["function"], row["economic"]) if coded else row["economic"]] += amount
            # a detail table may leave out, or show, what has no 经济科目
            skipped = {at for at in (*line, *sums) if coded and at[0] in open_functions}
            _compare(
                {at: amount for at, amount in line.items() if at not in skipped},
                {at: amount for at, amount in sums.items() if at not in skipped},
                report,
            )


def _range(fund: Fund | str | None, nature: Nature | None) -> tuple[set[Fund], set[Nature]]:
    """The funds and natures that a table is about; 财政拨款 pays for nothing but 基本支出 and 项目支出."""
    if isinstance(fund, Fund):
        funds = {fund}
    else:
        funds = {f for f in Fund if f.fiscal} if fund == FISCAL else set(Fund)
    natures = {nature} if nature is not None else set(Nature)
    return funds, natures


def _compare(line: dict[Any, Amount], sums: dict[Any, Decimal], report: Report) -> None:
    slack = max((amount.slack for amount in line.values()), default=ZERO) * 4
    for at in dict.fromkeys((*line, *sums)):
        printed, summed = line.get(at), sums.get(at, ZERO)
        if abs((printed.value if printed else ZERO) - summed) > slack:
            words = " ".join(at) if isinstance(at, tuple) else str(at)
            cell = printed or next(iter(line.values()), Amount(ZERO, words))
            report(f"{words} 与另一张表", Amount(printed.value if printed else ZERO, cell.cell), summed)
            return


#: amounts in 分
Cells = dict[tuple[str, str], int]


def split(
    rows: Mapping[str, int], columns: Mapping[str, int], limits: Mapping[tuple[str, str], int] | None = None
) -> tuple[Cells, set[tuple[str, str]]] | None:
    """Non-negative cells with these sums, none above its limit, and which of them are uncertain.

    ``limits`` names the cells that may hold something; without it every cell may. ``None`` where no such cells exist.
    """
    if any(value < 0 for value in (*rows.values(), *columns.values(), *(limits or {}).values())):
        return None
    if sum(rows.values()) != sum(columns.values()):
        return None
    top = {
        (row, column): min(
            rows[row],
            columns[column],
            (limits or {}).get((row, column), 0) if limits is not None else 1 << 62,
        )
        for row in rows
        for column in columns
    }
    cells: Cells = dict.fromkeys((at for at, limit in top.items() if limit), 0)
    left, need = dict(rows), dict(columns)
    for row in rows:
        while left[row]:
            goals = {("column", column) for column, amount in need.items() if amount > 0}
            path = _path(("row", row), goals, cells, top)
            if path is None:
                return None
            amount = min(left[row], need[path[-1][1]], *(_room(step, cells, top) for step in path))
            for at_row, at_column, forward in path:
                cells[at_row, at_column] += amount if forward else -amount
            left[row] -= amount
            need[path[-1][1]] -= amount
    return cells, {at for at in cells if _uncertain(at, cells, top)}


#: (row, column, whether more flows here or less)
_Step = tuple[str, str, bool]
#: “row” or “column”, with its name
_Node = tuple[str, str]


def _room(step: _Step, cells: Cells, top: Cells) -> int:
    row, column, forward = step
    return top[row, column] - cells[row, column] if forward else cells[row, column]


def _path(start: _Node, goals: Collection[_Node], cells: Cells, top: Cells) -> list[_Step] | None:
    """The shortest way along which something more can flow from ``start`` to one of ``goals``."""
    came: dict[_Node, list[_Step]] = {start: []}
    queue = deque([start])
    while queue:
        here = queue.popleft()
        if here in goals:
            return came[here]
        for row, column in cells:
            forward = here[0] == "row"
            step, ends = (row, column, forward), (("row", row), ("column", column))
            origin, node = ends if forward else ends[::-1]
            if origin == here and node not in came and _room(step, cells, top) > 0:
                came[node] = [*came[here], step]
                queue.append(node)
    return None


def _uncertain(at: tuple[str, str], cells: Cells, top: Cells) -> bool:
    """Whether something could flow around a ring through this cell, either way."""
    row, column = ("row", at[0]), ("column", at[1])
    others = {cell: value for cell, value in cells.items() if cell != at}
    more = cells[at] < top[at] and _path(column, {row}, others, top) is not None
    return more or (cells[at] > 0 and _path(row, {column}, others, top) is not None)


FUNDS = tuple(Fund)
#: rows of 结转结余 by 项 and fund: field → (value, cell)
_Values = dict[tuple[str, Fund], dict[str, tuple[Any, str]]]


class CarryOvers:
    """Works on lines of 支出 and 收入 that are already split by fund."""

    def __init__(self, tables: Tables, out: Gathering) -> None:
        self._tables, self._out = tables, out

    def gather(self) -> None:
        """Add the rows of 结转结余 by 项, then the totals that no table gives by 项."""
        opening = dict(self._tables.opening)
        totals = self._tables.totals
        if None in opening and all(f in opening for f in FUNDS[:3]):
            opening.setdefault(Fund.OTHER, minus(opening[None], *(opening[f] for f in FUNDS[:3])))
        elif None in opening and not opening[None]:
            opening |= {f: {} for f in FUNDS if f not in opening}
        values: _Values = {}
        for fund in FUNDS:
            self._enter(values, fund, "opening", opening.get(fund))
            if fund in opening:
                self._out.tie(f"年初结转和结余（{fund.value}）", totals.get(("opening", fund)), opening[fund])
        for name in ("from_non_fiscal", "distribution"):
            self._enter(values, Fund.OTHER, name, getattr(self._tables, name).get(None))
        self._place_totals(opening, values)
        for (function, fund), row in values.items():
            if (
                "opening" not in row and fund in opening
            ):  # the table of openings was read: it has none, and a blank is not 0
                row["opening"] = (ZERO, next(iter(row.values()))[1])
            self._out.fact("carryovers", {"function": function, "fund": fund}, row)

    def _enter(self, values: _Values, fund: Fund, name: str, line: Line | None) -> None:
        for function, amount in (line or {}).items():
            if amount.value:
                values.setdefault((function, fund), {})[name] = (amount.value, amount.cell)

    def _place_totals(self, opening: dict[Fund | None, Line], values: _Values) -> None:
        """Totals of a fund that no table gives by 项."""
        totals = self._tables.totals
        wanted: list[tuple[Fund, str, Amount]] = []
        for fund in FUNDS[:3]:
            stated = totals.get(("opening", fund))
            if fund not in opening and stated is not None and stated.value:
                wanted.append((fund, "opening", stated))
        whole, fiscal = totals.get(("opening", None)), totals.get(("opening", FISCAL))
        if whole is not None and Fund.OTHER not in opening and None not in opening:
            inside = (
                fiscal.value if fiscal else sum((total(opening[f]) for f in FUNDS[:3] if f in opening), ZERO)
            )
            known = fiscal is not None or all(f in opening for f in FUNDS[:3])
            rest = Amount(whole.value - inside, whole.cell, whole.slack)
            if known and rest.value:
                wanted.append((Fund.OTHER, "opening", rest))
            elif rest.value:
                self._out.open(rest, f"年初结转和结余还有 {rest.value:,.2f} 元分不清属于哪种资金，没有导入")
        for name in ("from_non_fiscal", "distribution"):
            amount = totals.get((name,))
            if amount is not None and amount.value and None not in getattr(self._tables, name):
                wanted.append((Fund.OTHER, name, amount))
        for fund, name, amount in wanted:
            self._place(fund, name, amount, values)

    def _place(
        self,
        fund: Fund,
        name: str,
        amount: Amount,
        values: _Values,
    ) -> None:
        spent = _by_function(self._tables.spent.get((fund, nature)) for nature in Nature)
        if not spent:
            self._out.open(
                amount, f"{fund.value}的年初结转和结余等合计 {amount.value:,.2f} 元没有按科目的数，没有导入"
            )
            return
        for function, share in self._shares(fund, name, amount.value, spent).items():
            values.setdefault((function, fund), {})[name] = (share, amount.cell)
        label = {
            "opening": "年初结转和结余",
            "from_non_fiscal": "使用非财政拨款结余",
            "distribution": "结余分配",
        }[name]
        self._out.findings.append(
            warning(
                "I16",
                amount.cell,
                f"{fund.value}的{label}表里只有合计 {amount.value:,.2f} 元，没有按科目的数，"
                "已按科目的收支情况暂记",
                "报告和公开表只用合计，不受影响；请在填报表“收入与结转”里按决算软件分到各科目",
            )
        )

    def _shares(
        self, fund: Fund, name: str, amount: Decimal, spent: dict[str, Decimal]
    ) -> dict[str, Decimal]:
        """What spent more than it got must have had an opening; the rest stays with the largest 项."""
        got = _by_function(self._tables.income.get(source) for source in Source if source.fund is fund)
        largest = max(sorted(spent), key=lambda f: spent[f])
        short = {f: spent[f] - got.get(f, ZERO) for f in sorted(spent) if spent[f] > got.get(f, ZERO)}
        if name != "opening" or sum(short.values(), ZERO) > amount:
            return {largest: amount}
        rest = amount - sum(short.values(), ZERO)
        return {**short, largest: short.get(largest, ZERO) + rest} if rest else short


def _by_function(lines: Iterable[Line | None]) -> dict[str, Decimal]:
    """What some lines hold of each 项 together."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for line in lines:
        for function, amount in (line or {}).items():
            sums[function] += amount.value
    return sums


_FISCAL_NATURES = (Nature.BASIC, Nature.PROJECT)
_SOURCE_OF = {Fund.GENERAL: Source.GENERAL, Fund.GOVERNMENT: Source.GOVERNMENT, Fund.CAPITAL: Source.CAPITAL}
_OWN_SOURCES = tuple(s for s in Source if not s.fund.fiscal)


class Resolver:
    """Works through the lines of :class:`Tables` once."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.out = Gathering(tables.findings)

    def resolve(self) -> list[Fact]:
        """All facts that the sources determine; findings say what stays open and what does not tie."""
        printed = frozenset(self.tables.spent)
        self._incomes()
        self._spending()
        check_rests(self.tables, printed, self.out.untied)
        check_sums(self.tables, self.out.untied)
        check_spending(self.tables, self.out.facts, self.out.untied)
        CarryOvers(self.tables, self.out).gather()
        self._budgets()
        self._outright()
        return self.out.facts

    # ---- income

    def _incomes(self) -> None:
        lines = self.tables.income
        fiscal = lines.get(FISCAL)
        by_fund: dict[Fund, Line] = {f: lines[f.value] for f in _SOURCE_OF if f.value in lines}
        if fiscal is None and None in lines and all(s in lines for s in _OWN_SOURCES):
            fiscal = minus(lines[None], *(lines[s] for s in _OWN_SOURCES))
        if fiscal is not None:
            self._fiscal_incomes(fiscal, by_fund)
        for fund, line in by_fund.items():
            lines[_SOURCE_OF[fund]] = line
        for source in Source:
            own = lines.get(source)
            if own is None:
                continue
            for function, amount in own.items():
                if amount.value:
                    self.out.amount("incomes", amount, function=function, source=source)
            stated = self.tables.totals.get(("income", source))
            self.out.tie(f"{source.value}合计", stated, own)
        if all(s in lines for s in Source):
            self.out.tie(
                "本年收入合计", self.tables.totals.get(("income", None)), *(lines[s] for s in Source)
            )

    def _fiscal_incomes(self, fiscal: Line, by_fund: dict[Fund, Line]) -> None:
        """财政拨款收入 of every 项 by fund."""
        missing = [f for f in _SOURCE_OF if f not in by_fund]
        if not missing:
            self.out.same("财政拨款收入", fiscal, *by_fund.values())
        elif len(missing) == 1:
            by_fund[missing[0]] = minus(fiscal, *by_fund.values())
        else:
            rest = minus(fiscal, *by_fund.values())
            owners = {function: fund_by_code(function) or Fund.GENERAL for function in rest}
            by_fund.update(self._shared_out("财政拨款收入", rest, owners, missing))

    def _shared_out(
        self, what: str, rest: Line, owners: Mapping[str, Fund], funds: Iterable[Fund]
    ) -> dict[Fund, Line]:
        """The lines of ``funds``: what is left of a whole goes to its owner, unless he has a table of his own."""
        lines: dict[Fund, Line] = {fund: {} for fund in funds}
        for function, amount in rest.items():
            if owners[function] in lines:
                lines[owners[function]][function] = amount
            else:
                self.out.open(amount, f"{function} 的{what}分不清属于哪种资金，没有导入")
        return lines

    # ---- spending

    def _spending(self) -> None:
        spent = self.tables.spent
        self._close(spent)
        self._funds_by_code(spent)
        self._close(spent)
        for fund, nature in product(FUNDS, Nature):
            if (fund, nature) in spent:
                self._detail(fund, nature, spent[fund, nature])
        known = [n for n in Nature if (None, n) in spent]
        for nature in known:
            if not any((f, nature) in spent for f in FUNDS) and spent[None, nature]:
                first = next(iter(spent[None, nature].values()))
                self.out.open(
                    first, f"{nature.value}分不清属于哪种资金：缺一般公共预算的表（公开06表或财决07表）"
                )
        if all((f, n) in spent for f, n in product(FUNDS, Nature)):
            parts = [spent[pair] for pair in product(FUNDS, Nature)]
            self.out.tie("本年支出合计", self.tables.totals.get(("spent", None)), *parts)

    def _close(self, spent: dict[tuple[Fund | None, Nature | None], Line]) -> None:
        """Fill what follows from the rest: a whole is the sum of its parts."""
        if any(f is None for f, _ in spent):
            for fund in (Fund.GENERAL, Fund.GOVERNMENT, Fund.CAPITAL):
                for nature in Nature:
                    if nature not in _FISCAL_NATURES:
                        spent.setdefault((fund, nature), {})
        for fund in FUNDS:
            if (fund, None) in spent and not spent[fund, None]:
                for nature in Nature:
                    spent.setdefault((fund, nature), {})
        changed = True
        while changed:
            changed = False
            for purse in (None, *FUNDS):
                natures = _FISCAL_NATURES if purse is not None and purse.fiscal else tuple(Nature)
                changed |= _complete(spent, (purse, None), [(purse, n) for n in natures])
            for nature in (None, *Nature):
                changed |= _complete(spent, (None, nature), [(f, nature) for f in FUNDS])

    def _funds_by_code(self, spent: dict[tuple[Fund | None, Nature | None], Line]) -> None:
        """Without tables of the other funds, what 一般公共预算 leaves goes where its code or its income says."""
        incomes = self.tables.income
        for nature in Nature:
            whole, general = spent.get((None, nature)), spent.get((Fund.GENERAL, nature))
            missing = [f for f in FUNDS[1:] if (f, nature) not in spent]
            if whole is None or general is None or not missing:
                continue
            given = [spent[f, nature] for f in FUNDS if (f, nature) in spent]
            rest = minus(whole, *given)
            by_income = dict.fromkeys(incomes.get(Source.GOVERNMENT, {}), Fund.GOVERNMENT)
            owners = {each: fund_by_code(each) or by_income.get(each, Fund.OTHER) for each in rest}
            for fund, line in self._shared_out(nature.value, rest, owners, missing).items():
                spent[fund, nature] = line

    def _detail(self, fund: Fund, nature: Nature, line: Line) -> None:
        """Rows of 支出 for one fund and nature, with their 经济科目 as far as the tables say."""
        without = nature in _WITHOUT
        detail: Line = {} if without else self._economics(fund, nature, line)
        for function, amount in line.items():
            if not amount.value:
                continue
            about: dict[str, Any] = {"function": function, "fund": fund, "nature": nature}
            parts = {e: a for (f, e), a in detail.items() if f == function and a.value}
            what = f"{function} {fund.value}{nature.value}"
            if not parts:
                self.out.amount("expenditures", amount, **about, economic="")
                if not without:
                    self.out.open(amount, f"{what} {amount.value:,.2f} 元在表里没有经济科目，要补填")
            elif abs(total(parts) - amount.value) > amount.slack * (len(parts) + 1):
                self.out.untied(f"{what}按经济科目之和", amount, total(parts))
            else:
                for economic, part in parts.items():
                    self.out.amount("expenditures", part, **about, economic=economic)

    def _economics(self, fund: Fund, nature: Nature, line: Line) -> Line:
        """(功能项, 经济款) → amount of one fund and nature."""
        detail = self.tables.detail
        own = detail.get((fund, nature))
        if own is not None:
            return own
        found: Line = {}
        open_rows: Line = {}
        whole, by_nature = detail.get((fund, None)), detail.get((None, nature))
        for function, amount in line.items():
            if whole is not None and self._only((fund, nature), function, [(fund, n) for n in Nature]):
                found |= row_of(whole, function)
            elif (
                by_nature is not None
                and (rest := self._rest_of_row(by_nature, fund, nature, function)) is not None
            ):
                found |= rest
            elif amount.value:
                open_rows[function] = amount
        if open_rows:
            found |= self._split(fund, nature, open_rows, found, whole)
        return found

    def _only(self, pair: tuple[Fund, Nature], function: str, pairs: Iterable[tuple[Fund, Nature]]) -> bool:
        """Whether of ``pairs`` only ``pair`` has something of a 项; all must be known."""
        spent = self.tables.spent
        return all(p in spent and (p == pair or not value_of(spent[p], function)) for p in pairs)

    def _rest_of_row(self, by_nature: Line, fund: Fund, nature: Nature, function: str) -> Line | None:
        """What a matrix of all funds holds of a 项 once the funds that have matrices of their own are taken off."""
        detail = self.tables.detail
        row = row_of(by_nature, function)
        for other in FUNDS:
            if other is fund or not value_of(self.tables.spent.get((other, nature), {}), function):
                if other is not fund and (other, nature) not in self.tables.spent:
                    return None
                continue
            if (other, nature) not in detail:
                return None
            row = minus(row, row_of(detail[other, nature], function))
        return row

    def _split(self, fund: Fund, nature: Nature, rows: Line, found: Line, whole: Line | None) -> Line:
        """Where only the sums of 项 and of 款 are printed, the cells between them."""
        by_economic = self.tables.economics.get((fund, nature))
        if by_economic is None or any(a.slack for a in (*rows.values(), *by_economic.values())):
            return {}
        columns = {e: fen(a.value) for e, a in by_economic.items()}
        for (_, economic), amount in found.items():
            columns[economic] = columns.get(economic, 0) - fen(amount.value)
        columns = {e: v for e, v in columns.items() if v}
        limits = None if whole is None else {at: fen(a.value) for at, a in whole.items() if at[0] in rows}
        answer = split({f: fen(a.value) for f, a in rows.items()}, columns, limits)
        if answer is None:
            return {}
        cells, uncertain = answer
        unsure = sorted({at[0] for at in uncertain})
        if unsure:
            self.out.findings.append(
                warning(
                    "I15",
                    rows[unsure[0]].cell,
                    f"{fund.value}{nature.value}按科目、按经济科目的合计来自表里，两者怎样交叉（{'、'.join(unsure)}）表里没有，"
                    "已按合计推定",
                    "报告和公开表只用合计，不受影响；要准确的明细请用决算软件的明细表导入",
                )
            )
        return {
            at: Amount(Decimal(value).scaleb(-2), f"{rows[at[0]].cell}、{by_economic[at[1]].cell}")
            for at, value in cells.items()
            if value
        }

    # ---- budgets and fields stated outright

    def _budgets(self) -> None:
        natures: dict[tuple[str, Fund], set[Nature]] = {}
        for (fund, nature), line in self.tables.spent.items():
            for function, amount in line.items():
                if fund is not None and nature is not None and amount.value:
                    natures.setdefault((function, fund), set()).add(nature)
        for (block, about, name), (value, cell) in list(self.tables.items.items()):
            if block != "budgets" or value is None:
                continue
            function, fund, nature = about
            funds = [f for f in FUNDS if (function, f) in natures] if fund is None else [fund]
            fund = funds[0] if len(funds) == 1 else None
            known = natures.get((function, fund), set()) if fund is not None else set()
            if nature is None and len(known) == 1:
                nature = next(iter(known))
            if fund is None or nature is None:
                self.out.open(
                    Amount(ZERO, cell),
                    f"{function} 的预算数分不清属于哪种资金、基本支出还是项目支出，没有导入",
                )
                continue
            self.out.fact(
                "budgets", {"function": function, "fund": fund, "nature": nature}, {name: (value, cell)}
            )

    def _outright(self) -> None:
        keys = {
            "sangong": ("item", "fund"),
            "vehicles_by_use": ("use",),
            "procurements": ("kind",),
            "counts": (),
            "projects": ("name", "fund", "function"),
            "indicators": ("project", "number"),
        }
        for (block, about, name), (value, cell) in self.tables.items.items():
            if block in keys and value is not None:
                self.out.fact(block, dict(zip(keys[block], about, strict=True)), {name: (value, cell)})


def _complete(spent: dict[Any, Line], whole: Any, parts: list[Any]) -> bool:
    """Derive the one line that is missing among a whole and its parts; whether there was one."""
    missing = [p for p in parts if p not in spent]
    if whole in spent and len(missing) == 1:
        spent[missing[0]] = minus(spent[whole], *(spent[p] for p in parts if p in spent))
        return True
    if whole not in spent and not missing:
        spent[whole] = plus(*(spent[p] for p in parts))
        return True
    return False
