"""Makes rows of 结转结余 of what the tables say."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from report_author.model.choices import Fund, Nature, Source
from report_author.model.findings import warning
from report_author.model.money import ZERO
from report_author.workbook.imports.algebra import minus
from report_author.workbook.imports.fact import Gathering
from report_author.workbook.imports.tables import FISCAL, Line, Tables, total
from report_author.workbook.imports.view import Amount

FUNDS = tuple(Fund)


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
        values: dict[tuple[str, Fund], dict[str, tuple[Any, str]]] = {}
        for fund in FUNDS:
            for function, amount in opening.get(fund, {}).items():
                if amount.value:
                    values.setdefault((function, fund), {})["opening"] = (amount.value, amount.cell)
            if fund in opening:
                self._out.tie(f"年初结转和结余（{fund.value}）", totals.get(("opening", fund)), opening[fund])
        for name in ("from_non_fiscal", "distribution"):
            line = getattr(self._tables, name).get(None)
            for function, amount in (line or {}).items():
                if amount.value:
                    values.setdefault((function, Fund.OTHER), {})[name] = (amount.value, amount.cell)
        self._place_totals(opening, values)
        for (function, fund), row in values.items():
            if (
                "opening" not in row and fund in opening
            ):  # the table of openings was read: it has none, and a blank is not 0
                row["opening"] = (ZERO, next(iter(row.values()))[1])
            self._out.fact("carryovers", {"function": function, "fund": fund}, row)

    def _place_totals(
        self, opening: dict[Fund | None, Line], values: dict[tuple[str, Fund], dict[str, tuple[Any, str]]]
    ) -> None:
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
        values: dict[tuple[str, Fund], dict[str, tuple[Any, str]]],
    ) -> None:
        spent: dict[str, Decimal] = {}
        for nature in Nature:
            for function, part in self._tables.spent.get((fund, nature), {}).items():
                spent[function] = spent.get(function, ZERO) + part.value
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
        got: dict[str, Decimal] = {}
        for source in (s for s in Source if s.fund is fund):
            for function, part in self._tables.income.get(source, {}).items():
                got[function] = got.get(function, ZERO) + part.value
        largest = max(sorted(spent), key=lambda f: spent[f])
        short = {f: spent[f] - got.get(f, ZERO) for f in sorted(spent) if spent[f] > got.get(f, ZERO)}
        if name != "opening" or sum(short.values(), ZERO) > amount:
            return {largest: amount}
        rest = amount - sum(short.values(), ZERO)
        return {**short, largest: short.get(largest, ZERO) + rest} if rest else short
