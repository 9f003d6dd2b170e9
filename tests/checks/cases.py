"""For each rule on facts, facts that break it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from decimal import Decimal as D
from typing import Any

from report_author.model.choices import (
    Fund,
    LastYearRow,
    Nature,
    OrgKind,
    ReasonKey,
    SanGongItem,
    Scope,
    Source,
    VehicleType,
)
from report_author.model.facts import (
    CarryOver,
    Expenditure,
    Facts,
    Income,
    Indicator,
    ItemReason,
    LastYear,
    Reason,
    Reception,
    Staff,
)
from report_author.model.format import Format
from tests.checks.books import changed, counts_with, rows_with
from tests.checks.cases_last_year import LAST_YEAR_CASES
from tests.checks.cases_lists import LIST_CASES
from tests.figures.books import seed_facts, with_options

Case = Callable[[], tuple[Facts, Format | None]]
_BIG = D(10) ** 9


def _plain(make: Callable[[], Facts]) -> Case:
    return lambda: (make(), None)


def _with(make: Callable[[], Facts], **chosen: str) -> Case:
    return lambda: (make(), with_options(**chosen))


def _spent(
    function: str, fund: Fund, amount: D, nature: Nature = Nature.PROJECT, economic: str = "30201"
) -> Facts:
    row = Expenditure(function=function, fund=fund, nature=nature, economic=economic, amount=amount)
    return changed(expenditures=(*seed_facts().expenditures, row))


def _capital_left() -> Facts:
    carry = CarryOver(function="2230105", fund=Fund.CAPITAL, opening=D(5))
    spent = Expenditure(
        function="2230107", fund=Fund.CAPITAL, nature=Nature.PROJECT, economic="30201", amount=D(5)
    )
    return changed(expenditures=(*seed_facts().expenditures, spent), carryovers=(carry,))


def _carry(**fields: Any) -> Facts:
    return changed(carryovers=(CarryOver(function="2040201", fund=Fund.GENERAL, **fields),))


def _sangong(item: SanGongItem, **fields: Any) -> Facts:
    return rows_with("sangong", lambda row: row.item is item, **fields)


def _counted(item: SanGongItem, actual: str, **counts: Any) -> Facts:
    return dataclasses.replace(
        counts_with(**counts),
        sangong=tuple(
            dataclasses.replace(row, actual=D(actual)) if row.item is item else row
            for row in seed_facts().sangong
        ),
    )


def _foreign(**fields: Any) -> Facts:
    return changed(receptions=(Reception(foreign=True, visitor="外宾", **fields),))


def _reason(key: ReasonKey, text: str = "根据实际情况") -> Facts:
    kept = tuple(row for row in seed_facts().reasons if row.key is not key)
    return changed(reasons=(*kept, Reason(key=key, text=text)))


def _changed_much(key: ReasonKey, row: LastYearRow) -> Facts:
    """The reason says nothing though last year was a tenth."""
    kept = tuple(each for each in seed_facts().last_year if each.row is not row)
    return dataclasses.replace(_reason(key), last_year=(*kept, LastYear(row=row, published=D("0.01"))))


def _visited_abroad(item: SanGongItem) -> Facts:
    return dataclasses.replace(
        _changed_much(ReasonKey.ABROAD_CHANGE, LastYearRow.ABROAD),
        sangong=tuple(
            dataclasses.replace(row, actual=D(99999)) if row.item is item else row
            for row in seed_facts().sangong
        ),
    )


def _as_last_year(**published: str) -> Facts:
    """Last year's report gave the figures of this year for these rows (万元)."""
    rows = {
        LastYearRow[name]: LastYear(row=LastYearRow[name], published=D(value))
        for name, value in published.items()
    }
    kept = tuple(rows.pop(row.row, row) for row in seed_facts().last_year)
    return changed(last_year=(*kept, *rows.values()))


def _as_budgeted() -> Facts:
    rows = tuple(dataclasses.replace(row, revised=row.actual) for row in seed_facts().sangong)
    return changed(sangong=rows)


def _unit() -> Facts:
    head = dataclasses.replace(seed_facts().department, scope=Scope.UNIT, kind=OrgKind.INSTITUTION)
    return changed(department=head)


def _wages_without_people() -> Facts:
    return changed(staff=(Staff(post="编制", posts=3, actual_name="人员", actual=0),))


def _car(**fields: Any) -> Facts:
    return rows_with("vehicles_by_type", lambda row: row.type is VehicleType.SEDAN, **fields)


def _bought_without_car() -> Facts:
    return _sangong(SanGongItem.VEHICLE_PURCHASE, actual=D(9))


def _no_cars() -> Facts:
    return changed(
        vehicles_by_type=tuple(dataclasses.replace(row, held=0) for row in seed_facts().vehicles_by_type)
    )


def _operating_more() -> Facts:
    return counts_with(operating_administrative=D(400000))


ABROAD, RUNNING, BUYING = SanGongItem.ABROAD, SanGongItem.VEHICLE_RUNNING, SanGongItem.VEHICLE_PURCHASE
HOME, GUESTS = SanGongItem.RECEPTION_DOMESTIC, SanGongItem.RECEPTION_FOREIGN

CASES: dict[str, Case] = {
    "V90-1": _plain(lambda: changed(incomes=())),
    "V90-2": _plain(lambda: changed(expenditures=())),
    "V91": _plain(lambda: changed(budgets=())),
    "V92": _plain(lambda: rows_with("budgets", lambda row: True, revised=D(0), initial=D(5))),
    "R22-4": _plain(lambda: _spent("2040201", Fund.GENERAL, D("0.01"))),
    "R22-5": _plain(lambda: _spent("2120801", Fund.GOVERNMENT, D("0.01"))),
    "R22-6": _plain(lambda: _spent("2230105", Fund.CAPITAL, D("0.01"))),
    "R22-7": _plain(lambda: _spent("2040201", Fund.OTHER, D("0.01"))),
    "R21-4": _plain(lambda: _carry(from_non_fiscal=D(3))),
    "R21-5": _plain(lambda: _carry(distribution=D(3))),
    "R48-1": _plain(lambda: rows_with("incomes", lambda row: row.function == "2120801", function="2120802")),
    "R54-10": _plain(_capital_left),
    "R35-3": _plain(lambda: rows_with("expenditures", lambda row: row.function == "2210201", economic="")),
    "R64-3": _plain(lambda: _spent("2230105", Fund.GENERAL, D(8))),
    "R64-4": _plain(lambda: _spent("2040201", Fund.CAPITAL, D(8))),
    "W16": _plain(lambda: _carry(opening=D(99999))),
    "R59-1": _plain(lambda: _operating_more()),
    "R59-2": _with(lambda: counts_with(operating_administrative=D(1)), 机关运行经费口径="全部公用"),
    "W23": _plain(_unit),
    "W22": _plain(lambda: counts_with(sme_contracts=_BIG)),
    "W21-1": _plain(lambda: rows_with("procurements", lambda row: row.kind.value == "服务", amount=_BIG)),
    "W21-2": _plain(
        lambda: dataclasses.replace(
            _spent("2040202", Fund.GENERAL, D(2000000), economic="31002"), procurements=()
        )
    ),
    "W19": _plain(
        lambda: changed(
            incomes=(*seed_facts().incomes, Income(function="2040201", source=Source.OTHER, amount=_BIG))
        )
    ),
    "W20": _plain(lambda: _operating_more()),
    "W28": _plain(lambda: _spent("2040202", Fund.GENERAL, D(5), economic="30101")),
    "W29": _plain(lambda: rows_with("projects", lambda row: row.function == "2120802", revised=D(1))),
    "N17": _plain(lambda: rows_with("projects", lambda row: row.publish_form, self_assessed=False)),
    "W32-1": _plain(lambda: changed(evaluation=dataclasses.replace(seed_facts().evaluation, score=D(101)))),
    "W32-2": _plain(lambda: rows_with("projects", lambda row: row.own_report, score=D(101))),
    "W31": _plain(
        lambda: changed(
            indicators=(
                *seed_facts().indicators,
                Indicator(
                    project=seed_facts().indicators[0].project,
                    level1="产出",
                    level2="数量",
                    level3="宣传册",
                    planned="4万份",
                    achieved="完成",
                ),
            )
        )
    ),
    "W24": _plain(lambda: changed(staff=(Staff(post="编制", posts=1, actual_name="人员", actual=2),))),
    "W25": _plain(_wages_without_people),
    "W04-1": _plain(lambda: _sangong(ABROAD, actual=D(5))),
    "W04-2": _plain(_bought_without_car),
    "W04-3": _plain(lambda: _sangong(RUNNING, actual=D(5))),
    "W04-4": _plain(lambda: _sangong(HOME, actual=D(5))),
    "W04-5": _with(lambda: _sangong(HOME, actual=D(5)), 外事接待口径="其中"),
    "N14-1": _plain(
        lambda: rows_with("receptions", lambda row: row.visitor == "攀枝花电视台", amount=D(99999))
    ),
    "N14-2": _plain(lambda: rows_with("receptions", lambda row: row.visitor == "攀枝花电视台", batches=99)),
    "N14-3": _plain(lambda: rows_with("receptions", lambda row: row.visitor == "攀枝花电视台", people=999)),
    "N14-4": _plain(lambda: _foreign(amount=D(5))),
    "N14-5": _plain(lambda: _foreign(batches=1)),
    "N14-6": _plain(lambda: _foreign(people=1)),
    "W09-1": _plain(lambda: counts_with(domestic_batches=0)),
    "W09-2": _plain(lambda: _counted(HOME, "0", domestic_batches=2)),
    "W09-3": _plain(lambda: counts_with(domestic_people=0)),
    "W09-4": _plain(lambda: _counted(HOME, "0", domestic_people=2)),
    "W09-5": _plain(lambda: _counted(GUESTS, "9", foreign_batches=0)),
    "W09-6": _plain(lambda: counts_with(foreign_batches=2)),
    "W09-7": _plain(lambda: _counted(GUESTS, "9", foreign_people=0)),
    "W09-8": _plain(lambda: counts_with(foreign_people=2)),
    "W12-9": _plain(lambda: _counted(ABROAD, "9", abroad_groups=0)),
    "W12-10": _plain(lambda: counts_with(abroad_groups=2)),
    "W12-11": _plain(lambda: _counted(ABROAD, "9", abroad_people=0)),
    "W12-12": _plain(lambda: counts_with(abroad_people=2)),
    "W10-1": _plain(lambda: counts_with(domestic_people=5)),
    "W10-2": _plain(lambda: counts_with(foreign_batches=5, foreign_people=2)),
    "W11": _plain(lambda: _sangong(HOME, actual=D(99999))),
    "N13": _plain(lambda: _car(price=D(180000), bought=1)),
    "W08-1": _plain(_bought_without_car),
    "W08-2": _plain(lambda: _car(bought=1)),
    "N16": _plain(lambda: _car(held=9)),
    "W05": _plain(_no_cars),
    "W06": _plain(lambda: _sangong(RUNNING, actual=D(0))),
    "W07": _plain(lambda: _sangong(RUNNING, actual=D(900000))),
    "W03": _plain(lambda: _sangong(RUNNING, revised=D(1))),
    "W01-1": _plain(lambda: _changed_much(ReasonKey.TOTAL_CHANGE, LastYearRow.INCOME_YEAR)),
    "W01-2": _plain(lambda: _changed_much(ReasonKey.GENERAL_CHANGE, LastYearRow.GENERAL_EXPENSE)),
    "W01-3": _plain(lambda: _changed_much(ReasonKey.FISCAL_CHANGE, LastYearRow.FISCAL_INCOME)),
    "W01-4": _plain(lambda: _visited_abroad(ABROAD)),
    "W01-5": _plain(lambda: _changed_much(ReasonKey.VEHICLE_CHANGE, LastYearRow.VEHICLE_RUNNING)),
    "W01-6": _plain(lambda: _changed_much(ReasonKey.RECEPTION_CHANGE, LastYearRow.RECEPTION)),
    "W01-7": _plain(lambda: _changed_much(ReasonKey.OPERATING_CHANGE, LastYearRow.OPERATING)),
    "W02-1": _plain(
        lambda: dataclasses.replace(
            _reason(ReasonKey.GENERAL_BUDGET),
            budgets=tuple(dataclasses.replace(row, revised=row.revised / 2) for row in seed_facts().budgets),
        )
    ),
    "W02-2": _plain(lambda: _reason(ReasonKey.SANGONG_BUDGET)),
    "W02-3": _plain(lambda: changed(item_reasons=(ItemReason(function="2040201", text="业务需要"),))),
    "N50-1": _plain(lambda: _as_last_year(INCOME_YEAR="1652.54", EXPENSE_YEAR="1652.54")),
    "N50-2": _plain(lambda: _as_last_year(FISCAL_INCOME="1652.54", FISCAL_EXPENSE="1652.54")),
    "N50-3": _plain(lambda: _as_last_year(GENERAL_EXPENSE="614.67")),
    "N50-4": _plain(lambda: _reason(ReasonKey.ABROAD_CHANGE, "未安排因公出国（境）")),
    "N50-5": _plain(lambda: _as_last_year(VEHICLE_PURCHASE="0", VEHICLE_RUNNING="3.13")),
    "N50-6": _plain(lambda: _as_last_year(RECEPTION="1.04")),
    "N50-7": _plain(lambda: _as_last_year(OPERATING="29.9")),
    "N50-8": _plain(lambda: _reason(ReasonKey.GENERAL_BUDGET, "年中追加人员经费")),
    "N50-9": _plain(_as_budgeted),
    **{code: _plain(make) for code, make in (LIST_CASES | LAST_YEAR_CASES).items()},
}
