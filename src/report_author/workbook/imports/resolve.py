"""Makes facts of what the tables say: by subtraction, by splitting, never by guessing."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from report_author.model.choices import Fund, Nature, Source
from report_author.model.findings import warning
from report_author.model.money import ZERO
from report_author.workbook.imports.agree import check_rests, check_spending, check_sums
from report_author.workbook.imports.algebra import fen, minus, plus, row_of, value_of
from report_author.workbook.imports.carry import CarryOvers
from report_author.workbook.imports.fact import Fact, Gathering
from report_author.workbook.imports.flow import split
from report_author.workbook.imports.funds import fund_by_code
from report_author.workbook.imports.tables import FISCAL, Line, Tables, total
from report_author.workbook.imports.view import Amount

FUNDS = tuple(Fund)
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
                    self.out.fact(
                        "incomes",
                        {"function": function, "source": source},
                        {"amount": (amount.value, amount.cell)},
                    )
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
            for fund in missing:
                by_fund[fund] = {}
            for function, amount in rest.items():
                owner = fund_by_code(function) or Fund.GENERAL
                if owner in missing:
                    by_fund[owner][function] = amount
                else:
                    self.out.open(amount, f"{function} 的财政拨款收入分不清属于哪种资金，没有导入")

    # ---- spending

    def _spending(self) -> None:
        spent = self.tables.spent
        self._close(spent)
        self._funds_by_code(spent)
        self._close(spent)
        for fund, nature in sorted_pairs():
            if (fund, nature) in spent:
                self._detail(fund, nature, spent[fund, nature])
        known = [n for n in Nature if (None, n) in spent]
        for nature in known:
            if not any((f, nature) in spent for f in FUNDS) and spent[None, nature]:
                first = next(iter(spent[None, nature].values()))
                self.out.open(
                    first, f"{nature.value}分不清属于哪种资金：缺一般公共预算的表（公开06表或财决07表）"
                )
        if all((f, n) in spent for f, n in sorted_pairs()):
            parts = [spent[pair] for pair in sorted_pairs()]
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
            for fund in missing:
                spent[fund, nature] = {}
            for function, amount in rest.items():
                by_code = fund_by_code(function)
                if by_code is None and function in incomes.get(Source.GOVERNMENT, {}):
                    by_code = Fund.GOVERNMENT
                owner = by_code or Fund.OTHER
                if owner in missing:
                    spent[owner, nature][function] = amount
                else:
                    self.out.open(amount, f"{function} 的{nature.value}分不清属于哪种资金，没有导入")

    def _detail(self, fund: Fund, nature: Nature, line: Line) -> None:
        """Rows of 支出 for one fund and nature, with their 经济科目 as far as the tables say."""
        without = nature in (Nature.TO_SUPERIOR, Nature.TO_SUBORDINATE)
        detail: Line = {} if without else self._economics(fund, nature, line)
        for function, amount in line.items():
            if not amount.value:
                continue
            about = {"function": function, "fund": fund, "nature": nature}
            parts = {e: a for (f, e), a in detail.items() if f == function and a.value}
            if without:
                self.out.fact(
                    "expenditures", {**about, "economic": ""}, {"amount": (amount.value, amount.cell)}
                )
            elif not parts:
                self.out.fact(
                    "expenditures", {**about, "economic": ""}, {"amount": (amount.value, amount.cell)}
                )
                self.out.open(
                    amount,
                    f"{function} {fund.value}{nature.value} {amount.value:,.2f} 元在表里没有经济科目，要补填",
                )
            elif abs(sum((a.value for a in parts.values()), ZERO) - amount.value) > amount.slack * (
                len(parts) + 1
            ):
                self.out.untied(f"{function} {fund.value}{nature.value}按经济科目之和", amount, total(parts))
            else:
                for economic, part in parts.items():
                    self.out.fact(
                        "expenditures", {**about, "economic": economic}, {"amount": (part.value, part.cell)}
                    )

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


def sorted_pairs() -> list[tuple[Fund, Nature]]:
    return [(fund, nature) for fund in FUNDS for nature in Nature]


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
