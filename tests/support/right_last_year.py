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
    """Last year's figures: blank is some percent off this year's, x0.5 a factor of it, else 元.

    ``all`` stands for each blank; ``moved`` is what a 口径调整 takes out; a blank ``unit`` is 万元 for totals, 元 for the rest.
    """

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
    moved: str = "0"
    unit: str = "万元"


def last_year(rng: Random, last: Last, entries: Entries) -> list[Row]:
    """One row for every figure that last year's report published."""

    def before(given: str, now: Decimal) -> Decimal:
        usual = rng.randint(88, 112) if rng.random() < 0.7 else rng.randint(58, 165)
        text = given or last.all or f"x{usual / 100}"
        return now * Decimal(text[1:]) if text.startswith("x") else Decimal(text)

    def spent(fund: Fund) -> Decimal:
        return sum((row["amount"] for row in entries["expenditures"] if row["fund"] is fund), ZERO)

    def sangong(*items: SanGongItem) -> Decimal:
        return sum((row["actual"] for row in entries["sangong"] if row["item"] in items), ZERO)

    counts = entries["counts"]
    operating = counts.get("operating_administrative", ZERO) + counts.get(
        "operating_civil_service_like", ZERO
    )
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
    moved = Decimal(last.moved)
    return [_row(each, values[each], last, moved if each in _WHOLE else ZERO) for each in LastYearRow]


#: the rows from which a 口径调整 takes what belonged to a function that has moved elsewhere
_WHOLE = tuple(LastYearRow)[:9]


def _row(row: LastYearRow, yuan: Decimal, last: Last, moved: Decimal) -> Row:
    in_wan = last.unit == "万元" or (last.unit == "" and row in _WHOLE)

    def shown(value: Decimal) -> Decimal:
        return value.scaleb(-4 if in_wan else 0).quantize(Decimal("0.01"), ROUND_HALF_UP)

    found: Row = {"row": row, "published": shown(yuan + moved), "unit": "万元" if in_wan else "元"}
    return found | ({"adjustment": -shown(moved), "note": "职能划出，剔除划出部分的上年数"} if moved else {})
