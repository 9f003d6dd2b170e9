"""Random 支出, 收入, 结转结余 with 预算数 that always balance per 项 and fund."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from report_author.model.choices import Fund, Nature, Source
from tools.samples import random_codes as codes
from tools.samples.ledger import Row, spent

ZERO = Decimal(0)

#: 经济科目款 of the “三公” items; a random draw of other spending never touches them.
SANGONG_CODES = ("30212", "31013", "30231", "30217")

_OTHER_SOURCES = (Source.SUPERIOR, Source.UNDERTAKING, Source.BUSINESS, Source.SUBORDINATE, Source.OTHER)
_FISCAL_SOURCES = {
    Fund.GENERAL: Source.GENERAL,
    Fund.GOVERNMENT: Source.GOVERNMENT,
    Fund.CAPITAL: Source.CAPITAL,
}


def amount(rng: Random, low: int = 1, high: int = 5_000_000) -> Decimal:
    """Some 元 with 分; small amounts are as likely as large ones."""
    cents = rng.randint(low * 100, rng.choice((low + 1, low + 100, low + 10_000, high)) * 100)
    return Decimal(cents).scaleb(-2)


def expenditures(rng: Random, classes: int, *, has_projects: bool) -> list[Row]:
    """支出 of ``classes`` 类 of 一般公共预算 and of any of the other funds, “三公” items included."""
    rows: list[Row] = []
    bare = not has_projects and rng.random() < 0.5  # nothing but 基本支出
    for chosen in sorted(rng.sample(sorted(codes.GENERAL), classes)):
        items = codes.GENERAL[chosen]
        rows += _spending(rng, items[0], Fund.GENERAL, Nature.BASIC, codes.PERSONNEL)
        if rng.random() < 0.7:
            rows += _spending(rng, items[0], Fund.GENERAL, Nature.BASIC, codes.OPERATING)
        for item in rng.sample(items[1:], 0 if bare else rng.randint(0, len(items) - 1)):
            rows += _spending(rng, item, Fund.GENERAL, Nature.PROJECT, codes.PROJECT)
    if has_projects and not any(row["nature"] is Nature.PROJECT for row in rows):
        rows += _spending(rng, rows[0]["function"], Fund.GENERAL, Nature.PROJECT, codes.PROJECT)
    if not bare and rng.random() < 0.6:
        for item in sorted(rng.sample(codes.GOVERNMENT, rng.randint(1, 3))):
            rows += _spending(rng, item, Fund.GOVERNMENT, Nature.PROJECT, codes.PROJECT)
    if not bare and rng.random() < 0.3:
        rows += _spending(rng, rng.choice(codes.CAPITAL), Fund.CAPITAL, Nature.PROJECT, codes.PROJECT)
    if not bare and rng.random() < 0.5:
        rows += _other_spending(rng, [row["function"] for row in rows if row["fund"] is Fund.GENERAL])
    return [*rows, *_sangong_spending(rng, rows)]


def _spending(
    rng: Random, function: str, fund: Fund, nature: Nature, economics: tuple[str, ...]
) -> list[Row]:
    return [
        {
            "function": function,
            "fund": fund,
            "nature": nature,
            "economic": economic,
            "amount": amount(rng),
        }
        for economic in sorted(rng.sample(economics, rng.randint(1, min(6, len(economics)))))
    ]


def _other_spending(rng: Random, functions: list[str]) -> list[Row]:
    """支出 of 其他资金 in one 项, of every nature."""
    function = rng.choice(functions)
    rows: list[Row] = []
    for nature in Nature:
        if rng.random() < 0.5:
            economics = ("",) if nature in (Nature.TO_SUPERIOR, Nature.TO_SUBORDINATE) else codes.OPERATING
            rows += _spending(rng, function, Fund.OTHER, nature, economics)
    return rows


def _sangong_spending(rng: Random, rows: list[Row]) -> list[Row]:
    """“三公” 款 in one 项 of 一般公共预算 and of 政府性基金, where there are any."""
    found: list[Row] = []
    for fund in (Fund.GENERAL, Fund.GOVERNMENT):
        host = next((row for row in rows if row["fund"] is fund), None)
        if host is None:
            continue
        for economic in SANGONG_CODES:
            if rng.random() < 0.5:
                found.append({**host, "economic": economic, "amount": amount(rng, 100, 300_000)})
    return found


def carried(rng: Random, rows: list[Row]) -> tuple[list[Row], list[Row]]:
    """(收入, 结转结余) that leave every 项 of every fund with nothing or something, never less."""
    incomes: list[Row] = []
    carryovers: list[Row] = []
    keeps = rng.random() < 0.6
    for (function, fund), out in spent(rows, "function", "fund").items():
        opening = amount(rng) if keeps and rng.random() < 0.3 else ZERO
        closing = amount(rng) if keeps and rng.random() < 0.3 else ZERO
        used = min(amount(rng), out) if fund is Fund.OTHER and rng.random() < 0.3 else ZERO
        distributed = amount(rng) if fund is Fund.OTHER and rng.random() < 0.3 else ZERO
        opening = min(opening, out + closing + distributed - used)
        income = out + closing + distributed - used - opening
        incomes += _incomes(rng, function, fund, income)
        if opening or used or distributed:
            carryovers.append(
                {
                    "function": function,
                    "fund": fund,
                    "opening": opening,
                    "from_non_fiscal": used,
                    "distribution": distributed,
                }
            )
    return incomes, carryovers


def _incomes(rng: Random, function: str, fund: Fund, total: Decimal) -> list[Row]:
    """``total`` from the fund's own source, or split over up to three other sources."""
    if not total:
        return []
    if fund is not Fund.OTHER:
        return [{"function": function, "source": _FISCAL_SOURCES[fund], "amount": total}]
    rows: list[Row] = []
    left = total
    for source in rng.sample(_OTHER_SOURCES, rng.randint(1, 3)):
        share = min(left, amount(rng))
        if share:
            rows.append({"function": function, "source": source, "amount": share})
        left -= share
    if left:
        rows[0]["amount"] += left
    return rows


def budgets(rng: Random, rows: list[Row]) -> list[Row]:
    """预算数: equal to the outturn, above, below, added during the year, or none at all."""
    found: list[Row] = []
    for (function, fund, nature), out in spent(rows, "function", "fund", "nature").items():
        initial, revised = planned(rng, out)
        found.append(
            {"function": function, "fund": fund, "nature": nature, "initial": initial, "revised": revised}
        )
    return found


def planned(rng: Random, out: Decimal) -> tuple[Decimal, Decimal]:
    """(年初预算数, 全年预算数) of an outturn."""
    more, less = out + amount(rng), max(out - amount(rng), ZERO)
    return rng.choice(
        ((out, out), (out, out), (less, out), (more, out), (more, more), (less, less), (ZERO, ZERO))
    )
