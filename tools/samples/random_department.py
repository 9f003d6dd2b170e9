"""Random departments, always consistent, the same for the same seed."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from report_author.model.choices import (
    EvalPosition,
    Fund,
    Nature,
    OrgKind,
    ProcurementKind,
    ReasonKey,
    SanGongItem,
    Scope,
    VehicleType,
    VehicleUse,
)
from report_author.model.facts import WHOLE_DEPARTMENT
from tools.samples import random_codes as codes
from tools.samples import random_words as words
from tools.samples.ledger import Entries, Row, spent
from tools.samples.random_last_year import last_year
from tools.samples.random_money import ZERO, amount, budgets, carried, expenditures, planned
from tools.samples.random_projects import indicators, project_rows

_FISCAL = (Fund.GENERAL, Fund.GOVERNMENT, Fund.CAPITAL)
_REPORT = tuple(EvalPosition)
_WHOLE_REPORT = _REPORT[:8]
_PROJECT_REPORT = (*_REPORT[8:], EvalPosition.CONCLUSION, EvalPosition.PROBLEM, EvalPosition.SUGGESTION)


def random_entries(seed: int, *, classes: int | None = None, projects: int | None = None) -> Entries:
    """Entries of an invented department of 2021.

    ``classes`` (1–20) is the number of 功能科目类 of 一般公共预算, ``projects`` (0–10) that of projects; both are
    drawn where not given. Every identity between the facts holds, per 项 and fund.
    """
    rng = Random(seed)
    class_count = rng.randint(1, len(codes.GENERAL)) if classes is None else classes
    project_count = rng.randint(0, 10) if projects is None else projects
    spending = expenditures(rng, class_count, has_projects=project_count > 0)
    incomes, carryovers = carried(rng, spending)
    department = _department(rng)
    institutions = words.institutions(rng, department["region"])
    _assign_units(rng, institutions, [*spending, *incomes, *carryovers])
    annexed = rng.random() < 0.5
    project_list = project_rows(rng, spending, project_count)
    entries: Entries = {
        "department": department,
        "institutions": institutions,
        "staff": words.staff(rng),
        "texts": words.texts(rng),
        "incomes": incomes,
        "carryovers": carryovers,
        "expenditures": spending,
        "budgets": budgets(rng, spending),
        "projects": project_list,
        "indicators": indicators(rng, project_list),
        "evaluation": {"annexed": annexed, "score": Decimal(rng.randint(600, 1000)).scaleb(-1)},
        "eval_texts": _reports(rng, annexed, project_list),
        "reasons": [{"key": key, "text": words.phrase(rng)} for key in ReasonKey],
    }
    entries.update(_sangong(rng, spending))
    entries.update(_property(rng, spending, entries["sangong"]))
    entries["last_year"] = last_year(rng, entries)
    entries["item_reasons"] = _item_reasons(rng, entries)
    entries["class_uses"] = [
        {"function": code, "text": words.phrase(rng)}
        for code in sorted({row["function"][:3] for row in spending if row["fund"] in _FISCAL})
    ]
    return entries


def _department(rng: Random) -> Row:
    full_name, short_name, region = words.department_names(rng)
    return {
        "full_name": full_name,
        "short_name": short_name,
        "year": 2021,
        "scope": rng.choice(tuple(Scope)),
        "kind": rng.choice((OrgKind.ADMINISTRATIVE, OrgKind.CIVIL_SERVICE_LIKE, OrgKind.INSTITUTION)),
        "region": region,
        "unit_code": f"{rng.randint(101001, 999999)}",
        "superior": full_name,
        "publish_date": date(2022, 8, 1) + timedelta(days=rng.randint(0, 60)),
        "format_id": "sichuan-2021",
    }


def _assign_units(rng: Random, institutions: list[Row], rows: list[Row]) -> None:
    """Give each 项 to the department itself or to a unit with accounts of its own."""
    units = ["", *(row["name"] for row in institutions if row.get("independent"))]
    owner = {function: rng.choice(units) for function in sorted({row["function"] for row in rows})}
    for row in rows:
        row["unit"] = owner[row["function"]]


def _reports(rng: Random, annexed: bool, project_list: list[Row]) -> list[Row]:
    rows = words.report(rng, WHOLE_DEPARTMENT, _WHOLE_REPORT) if annexed else []
    for project in project_list:
        if project.get("own_report"):
            rows += words.report(rng, project["code"], _PROJECT_REPORT)
    return rows


def _sangong(rng: Random, spending: list[Row]) -> dict[str, Any]:
    """“三公” rows tied by fund to 30212, 31013, 30231, 30217, with their counts and receptions."""
    totals = spent(spending, "fund", "economic")
    rows: list[Row] = []
    for fund in (Fund.GENERAL, Fund.GOVERNMENT):
        reception = totals.get((fund, "30217"), ZERO)
        foreign = min(amount(rng, 1, 10_000), reception) if rng.random() < 0.3 else ZERO
        actuals = {
            SanGongItem.ABROAD: totals.get((fund, "30212"), ZERO),
            SanGongItem.VEHICLE_PURCHASE: totals.get((fund, "31013"), ZERO),
            SanGongItem.VEHICLE_RUNNING: totals.get((fund, "30231"), ZERO),
            SanGongItem.RECEPTION_DOMESTIC: reception - foreign,
            SanGongItem.RECEPTION_FOREIGN: foreign,
        }
        if fund is not Fund.GENERAL and not any(actuals.values()):
            continue
        for item, actual in actuals.items():
            initial, revised = planned(rng, actual) if actual or rng.random() < 0.3 else (ZERO, ZERO)
            rows.append(
                {"item": item, "fund": fund, "initial": initial, "revised": revised, "actual": actual}
            )
    return {"sangong": rows, "receptions": _receptions(rng, rows)}


def _of_items(rows: list[Row], *items: SanGongItem) -> Decimal:
    return sum((row["actual"] for row in rows if row["item"] in items), ZERO)


def _receptions(rng: Random, rows: list[Row]) -> list[Row]:
    """A whole or partial list of receptions; one batch each."""
    found: list[Row] = []
    for foreign, item in ((False, SanGongItem.RECEPTION_DOMESTIC), (True, SanGongItem.RECEPTION_FOREIGN)):
        left = _of_items(rows, item)
        whole = rng.random() < 0.5
        for number in range(rng.randint(1, 4) if left else 0):
            share = left if whole and number == 3 else min(left, amount(rng, 1, 20_000))
            if share:
                found.append(
                    {
                        "foreign": foreign,
                        "visitor": f"“{number + 1}号”考察团A&B",
                        "purpose": words.phrase(rng),
                        "batches": 1,
                        "people": rng.choice((None, rng.randint(1, 20))),
                        "amount": share,
                    }
                )
            left -= share
    return found


def _property(rng: Random, spending: list[Row], rows: list[Row]) -> dict[str, Any]:
    """统计数, 政府采购 and vehicles that fit the “三公” amounts."""
    price = _of_items(rows, SanGongItem.VEHICLE_PURCHASE)
    running = _of_items(rows, SanGongItem.VEHICLE_RUNNING)
    kinds: list[Row] = [
        {"type": kind, "bought": 0, "price": ZERO, "held": rng.randint(0, 3)} for kind in VehicleType
    ]
    if price:
        kinds[0].update(bought=1, price=price)
    if price or running:
        kinds[0]["held"] = rng.randint(1, 4)
    held = sum(row["held"] for row in kinds)
    uses = {use: 0 for use in VehicleUse}
    for _ in range(held):
        uses[rng.choice(tuple(VehicleUse)[1:])] += 1
    total = sum((row["amount"] for row in spending), ZERO)
    bought = {kind: min(amount(rng), total / 4).quantize(Decimal("0.01")) for kind in ProcurementKind}
    if rng.random() < 0.2:
        bought = dict.fromkeys(ProcurementKind, ZERO)
    return {
        "counts": _counts(rng, spending, rows, sum(bought.values(), ZERO)),
        "procurements": [{"kind": kind, "amount": value} for kind, value in bought.items()],
        "vehicles_by_type": kinds,
        "vehicles_by_use": [{"use": use, "held": number} for use, number in uses.items()],
    }


def _counts(rng: Random, spending: list[Row], rows: list[Row], bought: Decimal) -> Row:
    operating = sum(
        (
            row["amount"]
            for row in spending
            if row["fund"] is Fund.GENERAL
            and row["nature"] is Nature.BASIC
            and row["economic"].startswith(("302", "310"))
        ),
        ZERO,
    )
    abroad = bool(_of_items(rows, SanGongItem.ABROAD))
    domestic = bool(_of_items(rows, SanGongItem.RECEPTION_DOMESTIC))
    foreign = bool(_of_items(rows, SanGongItem.RECEPTION_FOREIGN))
    like = min(amount(rng), operating)
    small = min(amount(rng), bought)
    batches = rng.randint(4, 40)
    return {
        "abroad_groups": int(abroad),
        "abroad_people": rng.randint(1, 6) if abroad else 0,
        "domestic_batches": batches if domestic else 0,
        "domestic_people": batches * 20 if domestic else 0,
        "foreign_batches": 4 if foreign else 0,
        "foreign_people": 80 if foreign else 0,
        "general_equipment": rng.randint(0, 3),
        "special_equipment": rng.randint(0, 3),
        "operating_administrative": operating - like,
        "operating_civil_service_like": like,
        "sme_contracts": small,
        "micro_contracts": min(amount(rng), small),
    }


def _item_reasons(rng: Random, entries: Entries) -> list[Row]:
    """A reason for every 项 of 一般公共预算 whose outturn differs from either budget."""
    outturn = spent(entries["expenditures"], "function", "fund", "nature")
    differing = {
        row["function"]
        for row in entries["budgets"]
        if row["fund"] is Fund.GENERAL
        and {row["initial"], row["revised"]} != {outturn[(row["function"], row["fund"], row["nature"])]}
    }
    return [{"function": code, "text": words.phrase(rng)} for code in sorted(differing)]
