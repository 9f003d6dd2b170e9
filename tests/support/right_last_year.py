"""上年数 of a right department: they agree with one another and with this year's opening."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from report_author.model.choices import Fund, LastYearRow, SanGongItem
from tools.samples.ledger import Entries, Row

ZERO = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class Last:
    """Last year's figures: blank is some percent off this year's, x0.5 a factor of it, else 元; ``all`` stands for each blank."""

    all: str = ""
    general: str = ""
    government: str = ""
    capital: str = ""
    other: str = ""
    abroad: str = ""
    purchase: str = ""
    running: str = ""
    reception: str = ""
    operating: str = ""
    opening: str = "0"
    unit: str = "万元"


def last_year(rng: Random, last: Last, entries: Entries) -> list[Row]:
    """One row for every figure that last year's report published."""

    def before(given: str, now: Decimal) -> Decimal:
        text = given or last.all or f"x{rng.randint(88, 112) / 100}"
        return now * Decimal(text[1:]) if text.startswith("x") else Decimal(text)

    def spent(fund: Fund) -> Decimal:
        return sum((row["amount"] for row in entries["expenditures"] if row["fund"] is fund), ZERO)

    def sangong(*items: SanGongItem) -> Decimal:
        return sum((row["actual"] for row in entries["sangong"] if row["item"] in items), ZERO)

    counts = entries["counts"]
    operating = counts.get("operating_administrative", ZERO) + counts.get("operating_civil_service_like", ZERO)
    item, row = SanGongItem, LastYearRow
    funds = {
        Fund.GENERAL: before(last.general, spent(Fund.GENERAL)),
        Fund.GOVERNMENT: before(last.government, spent(Fund.GOVERNMENT)),
        Fund.CAPITAL: before(last.capital, spent(Fund.CAPITAL)),
    }
    fiscal = sum(funds.values(), ZERO)
    whole = fiscal + before(last.other, spent(Fund.OTHER))
    closing = sum((each["opening"] for each in entries["carryovers"]), ZERO)
    fiscal_closing = sum((each["opening"] for each in entries["carryovers"] if each["fund"].fiscal), ZERO)
    opening = Decimal(last.opening)
    values = {
        row.INCOME_YEAR: whole + closing - opening,
        row.EXPENSE_YEAR: whole,
        row.INCOME_GRAND: whole + closing,
        row.EXPENSE_GRAND: whole + closing,
        row.FISCAL_INCOME: fiscal + fiscal_closing - opening,
        row.FISCAL_EXPENSE: fiscal,
        row.FISCAL_GRAND_INCOME: fiscal + fiscal_closing,
        row.FISCAL_GRAND_EXPENSE: fiscal + fiscal_closing,
        row.GENERAL_EXPENSE: funds[Fund.GENERAL],
        row.GOVERNMENT_EXPENSE: funds[Fund.GOVERNMENT],
        row.CAPITAL_EXPENSE: funds[Fund.CAPITAL],
        row.ABROAD: before(last.abroad, sangong(item.ABROAD)),
        row.VEHICLE_PURCHASE: before(last.purchase, sangong(item.VEHICLE_PURCHASE)),
        row.VEHICLE_RUNNING: before(last.running, sangong(item.VEHICLE_RUNNING)),
        row.RECEPTION: before(last.reception, sangong(item.RECEPTION_DOMESTIC, item.RECEPTION_FOREIGN)),
        row.OPERATING: before(last.operating, operating),
        row.CARRY_END: closing,
    }
    places = -4 if last.unit == "万元" else 0
    cent = Decimal("0.01")
    return [
        {"row": each, "published": values[each].scaleb(places).quantize(cent, ROUND_HALF_UP), "unit": last.unit}
        for each in LastYearRow
    ]
