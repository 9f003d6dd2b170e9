"""From the plan of a department to all that a careful clerk would type: every tie between the figures holds."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from report_author.model.choices import (
    Fund,
    Nature,
    OrgKind,
    OrgRelation,
    ProcurementKind,
    ProjectKind,
    SanGongItem,
    Scope,
    Source,
    VehicleType,
    VehicleUse,
)
from tests.support.right_last_year import last_year
from tests.support.right_mixes import INSTITUTION, MIXES, OFFICE, PEOPLE, WELFARE
from tests.support.right_plan import Plan, Work
from tests.support.right_words import duties, evaluation_rows, indicator_rows, reception_rows, words
from tools.samples.ledger import Entries, Row, expenditures, spent

ZERO = Decimal(0)
_SOURCE = {Fund.GENERAL: Source.GENERAL, Fund.GOVERNMENT: Source.GOVERNMENT, Fund.CAPITAL: Source.CAPITAL}
_PLACES = ("青河县", "云岭县", "北川口县", "安平区", "龙溪县", "石门坎县", "清源市", "洛水县")


def entries_of(plan: Plan, seed: int) -> Entries:
    """The entries of one department; ``seed`` 0 keeps the planned totals, others vary them by some percent."""
    rng = Random(f"{seed}|{plan.key}")
    place = _PLACES[(sum(map(ord, plan.key)) + seed) % len(_PLACES)]
    full = plan.name.format(place) if "{}" in plan.name else place + plan.name
    short = plan.short or place[-1] + plan.name.rpartition("{}")[2]
    rows: list[Row] = []
    works: list[tuple[Work, list[Row]]] = []
    for work in (*_basics(plan), *plan.works):
        made = _rows_of(rng, work, place, fixed=plan.exact or work.exact or not seed)
        rows += made
        works.append((work, made))
    rows = _merged([*rows, *_sangong_spending(plan)])
    entries: Entries = {
        "department": {
            "full_name": full,
            "short_name": short,
            "year": 2021,
            "scope": plan.scope,
            "kind": plan.kind,
            "region": place,
            "unit_code": str(100001 + sum(map(ord, plan.key)) % 800000),
            "superior": full if plan.scope is Scope.DEPARTMENT else f"{place}人民政府",
            "publish_date": date(2022, 9, 1 + rng.randrange(20)),
        },
        "institutions": _institutions(plan, place),
        "staff": [
            {"post": post, "posts": posts, "actual_name": _STAFF_NAMES[post], "actual": actual}
            for post, posts, actual in plan.staff
        ],
        "texts": duties(rng, short, place),
        **_money(works, rows, plan),
        **_sangong_rows(rng, plan, rows),
    }
    entries["projects"] = _projects(works, entries["budgets"])
    entries["indicators"] = indicator_rows(entries["projects"])
    entries.update(_property(rng, plan, rows))
    entries["receptions"] = reception_rows(rng, place, entries)
    entries["last_year"] = last_year(rng, plan.last, entries)
    entries.update(words(plan.why, entries))
    entries.update(evaluation_rows(rng, plan.annexed, entries))
    return entries


_STAFF_NAMES = {
    "行政编制": "公务员",
    "参公事业编制": "参照公务员法管理人员",
    "事业编制": "事业人员",
    "机关工勤编制": "工勤人员",
}


def _institutions(plan: Plan, place: str) -> list[Row]:
    rows: list[Row] = [
        {"name": place + name, "kind": kind, "relation": OrgRelation.SUBORDINATE, "independent": True}
        for name, kind in plan.members
    ]
    if plan.scope is Scope.DEPARTMENT and plan.staff:
        rows += [
            {"name": name, "kind": OrgKind.INTERNAL, "relation": OrgRelation.OWN, "independent": False}
            for name in ("办公室", "财务股")
        ]
    return rows


def _basics(plan: Plan) -> list[Work]:
    """人员经费 with its 社会保障 and 住房 项, 公用经费: 基本支出 of 一般公共预算."""
    initial, revised = plan.basic_budget
    common = {"nature": Nature.BASIC, "initial": initial, "revised": revised, "exact": plan.exact}
    found: list[Work] = []
    people, office = Decimal(plan.people), Decimal(plan.office)
    if people:
        welfare = WELFARE["事业" if plan.kind is OrgKind.INSTITUTION else "行政"]
        shares = [(people * Decimal(share)).quantize(Decimal("0.01")) for _, _, share in welfare]
        mix = "事业人员" if plan.kind is OrgKind.INSTITUTION else "行政人员"
        found.append(Work(function=plan.running, total=str(people - sum(shares)), mix=mix, **common))
        for (function, economic, _), share in zip(welfare, shares, strict=True):
            found.append(Work(function=function, total=str(share), mix=economic, **common))
    if office:
        found.append(Work(function=plan.running, total=str(office), mix="公用", **common))
    return found


def _rows_of(rng: Random, work: Work, place: str, *, fixed: bool) -> list[Row]:
    unit = place + work.unit if work.unit else ""
    amounts = dict(work.amounts)
    if not amounts:
        total = Decimal(work.total)
        if not fixed:
            total = _like(total, total * Decimal(rng.randint(86, 118)) / 100)
        amounts = {code: str(amount) for code, amount in _split(rng, total, work.mix).items()}
    return expenditures(work.function, work.fund, work.nature, amounts, unit=unit)


def _like(model: Decimal, value: Decimal) -> Decimal:
    """``value`` to the same roundness as ``model``: whole 万元, whole 元 or 分."""
    for step in (10_000, 1_000, 100, 1):
        if not model % step:
            return (value / step).quantize(Decimal(1), ROUND_HALF_UP) * step or model
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _split(rng: Random, total: Decimal, mix: str) -> dict[str, Decimal]:
    """``total`` over the 款 of a mix, each somewhat off its usual share; the first takes what is left."""
    if mix.isdigit() or not mix:
        return {mix: total}
    shares = dict({**MIXES, "行政人员": PEOPLE, "事业人员": INSTITUTION, "公用": OFFICE}[mix])
    if total < 20_000:
        shares = dict(sorted(shares.items(), key=lambda each: -each[1])[:3])
    weights = {code: Decimal(share) * rng.randint(80, 120) for code, share in shares.items()}
    step = Decimal("0.01") if total % 1 or total < 100_000 else Decimal(1)
    if total >= 100_000 and not total % 10_000:
        step = Decimal(100)
    parts = {code: (total * w / sum(weights.values())).quantize(step) for code, w in weights.items()}
    if step == 100:
        parts = {code: part // 100 * 100 for code, part in parts.items()}
    first = next(iter(parts))
    parts[first] += total - sum(parts.values())
    return {code: part for code, part in parts.items() if part}


def _sangong_spending(plan: Plan) -> list[Row]:
    """The 款 of “三公” of 一般公共预算: 购置 is 项目支出, the rest 基本支出 of the running 项."""
    of, rows = plan.sangong, []
    reception = Decimal(of.domestic[0]) + Decimal(of.foreign[0])
    for economic, amount in (
        ("30212", Decimal(of.abroad[0])),
        ("30217", reception),
        ("30231", Decimal(of.running)),
    ):
        if amount:
            rows += expenditures(plan.running, Fund.GENERAL, Nature.BASIC, {economic: str(amount)})
    if Decimal(of.purchase):
        rows += expenditures(of.purchase_function, Fund.GENERAL, Nature.PROJECT, {"31013": of.purchase})
    return rows


def _merged(rows: list[Row]) -> list[Row]:
    """One row for each 单位 × 项 × 资金 × 性质 × 款, in the order of codes."""
    keys = ("unit", "function", "fund", "nature", "economic")
    funds, natures = list(Fund), list(Nature)
    merged = [dict(zip(keys, key, strict=True), amount=amount) for key, amount in spent(rows, *keys).items()]
    return sorted(
        merged,
        key=lambda row: (
            funds.index(row["fund"]),
            row["function"],
            natures.index(row["nature"]),
            row["unit"],
            row["economic"],
        ),
    )


_CARRIED = {
    "opening": "opening",
    "non_fiscal": "from_non_fiscal",
    "distribution": "distribution",
    "centralised": "centralised",
}


def _money(works: list[tuple[Work, list[Row]]], rows: list[Row], plan: Plan) -> Entries:
    """收入, 结转结余, 预算数: per 项 and fund in balance."""
    incomes: dict[tuple[str, Source, str], Decimal] = {}
    carried: dict[tuple[str, Fund], dict[str, Decimal]] = {}
    for work, made in (*works, (None, _sangong_spending(plan))):
        for row in made:
            source = work.source if work and work.source else _SOURCE.get(row["fund"], Source.OTHER)
            key = (row["function"], source, row["unit"])
            incomes[key] = incomes.get(key, ZERO) + row["amount"]
        if work:
            sums = carried.setdefault((work.function, work.fund), dict.fromkeys(_CARRIED.values(), ZERO))
            for name, field_name in _CARRIED.items():
                sums[field_name] += Decimal(getattr(work, name))
            incomes[key] += sum(map(Decimal, (work.closing, work.distribution)))
            incomes[key] -= sum(map(Decimal, (work.opening, work.non_fiscal, work.centralised)))
    return {
        "incomes": [
            {"function": function, "source": source, "amount": amount, "unit": unit}
            for (function, source, unit), amount in sorted(
                incomes.items(), key=lambda each: (list(Source).index(each[0][1]), each[0][0])
            )
            if amount or not any(incomes.values())  # who has no income at all says so
        ],
        "carryovers": [
            {
                "function": function,
                "fund": fund,
                **{name: value for name, value in sums.items() if value or name != "centralised"},
            }
            for (function, fund), sums in carried.items()
            if any(sums.values())
        ],
        "expenditures": rows,
        "budgets": _budgets(works, rows, plan),
    }


def _budgets(works: list[tuple[Work, list[Row]]], rows: list[Row], plan: Plan) -> list[Row]:
    totals: dict[tuple[str, Fund, Nature], list[Decimal]] = {}
    outs = spent(rows, "function", "fund", "nature")
    planned = dict.fromkeys(outs, ZERO)
    for work, made in works:
        out = sum((row["amount"] for row in made), ZERO)
        key = (work.function, work.fund, work.nature)
        planned[key] += out
        both = totals.setdefault(key, [ZERO, ZERO])
        both[0] += _budget(work.initial, out)
        both[1] += _budget(work.revised, out)
    found = []
    for key, out in outs.items():
        initial, revised = totals.get(key, [ZERO, ZERO])
        more = out - planned[key]  # “三公”, as budgeted
        function, fund, nature = key
        found.append(
            {
                "function": function,
                "fund": fund,
                "nature": nature,
                "initial": initial + more,
                "revised": revised + more,
            }
        )
    return found


def _budget(given: str, out: Decimal) -> Decimal:
    if not given:
        return out
    if not given.startswith("x"):
        return Decimal(given)
    value = out * Decimal(given[1:])
    step = Decimal(10_000) if out >= 1_000_000 else Decimal(100) if out >= 1_000 else Decimal(1)
    return (value / step).quantize(Decimal(1), ROUND_HALF_UP) * step


def _sangong_rows(rng: Random, plan: Plan, rows: list[Row]) -> Entries:
    """Five typed rows of 一般公共预算, those of 政府性基金 that spent something."""
    totals = spent(rows, "fund", "economic")
    foreign = Decimal(plan.sangong.foreign[0])
    found: list[Row] = []
    for fund in (Fund.GENERAL, Fund.GOVERNMENT):
        reception = totals.get((fund, "30217"), ZERO)
        abroad_part = foreign if fund is Fund.GENERAL else ZERO
        actuals = {
            SanGongItem.ABROAD: totals.get((fund, "30212"), ZERO),
            SanGongItem.VEHICLE_PURCHASE: totals.get((fund, "31013"), ZERO),
            SanGongItem.VEHICLE_RUNNING: totals.get((fund, "30231"), ZERO),
            SanGongItem.RECEPTION_DOMESTIC: reception - abroad_part,
            SanGongItem.RECEPTION_FOREIGN: abroad_part,
        }
        for item, actual in actuals.items():
            if actual or fund is Fund.GENERAL:
                spare = plan.sangong.spare or rng.choice(("x1", "x1.02", "x1.05", "x1.1", "x1.2", "x1.35"))
                budget = max(_budget(spare, actual), actual) if actual else ZERO
                found.append(
                    {"item": item, "fund": fund, "initial": budget, "revised": budget, "actual": actual}
                )
    return {"sangong": found}


def _projects(works: list[tuple[Work, list[Row]]], budgets: list[Row]) -> list[Row]:
    found: list[Row] = []
    for work, made in works:
        if not work.name:
            continue
        out = sum((row["amount"] for row in made), ZERO)
        form = work.form
        row: Row = {
            "code": f"P{len(found) + 1:02d}",
            "name": work.name,
            "kind": ProjectKind.SPECIFIC,
            "function": work.function,
            "fund": work.fund,
            "initial": _budget(work.initial, out),
            "revised": _budget(work.revised, out),
            "actual": out,
            "pre_assessed": out >= 5_000_000,
            "has_goal": True,
            "monitored": True,
            "self_assessed": True,
            "publish_form": form,
        }
        if form:
            row |= {
                "goal_planned": f"按计划完成{work.name}的年度任务，资金及时足额支付。",
                "goal_achieved": f"{work.name}的年度任务已经完成，资金按规定支付。",
            }
        found.append(row)
    return found


def _property(rng: Random, plan: Plan, rows: list[Row]) -> Entries:
    """统计数, vehicles, 政府采购: every number typed, zeros too."""
    of = plan.sangong
    uses = {use: of.uses.get(use, 0) for use in VehicleUse}
    if not of.uses and sum(of.held):
        uses[VehicleUse.CONFIDENTIAL] = 1
        uses[VehicleUse.EMERGENCY if plan.kind is not OrgKind.INSTITUTION else VehicleUse.SPECIAL] = (
            sum(of.held) - 1
        )
    bought = plan.bought or _usual_purchases(rows)
    total = sum(map(Decimal, bought), ZERO)
    small = total * rng.randint(60, 100) // 10_000 * 100
    contracts = plan.contracts or (str(small), str(small * rng.randint(40, 100) // 10_000 * 100))
    kinds = enumerate(zip(VehicleType, of.held, strict=True))
    return {
        "counts": {
            "abroad_groups": of.abroad[1],
            "abroad_people": of.abroad[2],
            "domestic_batches": of.domestic[1],
            "domestic_people": of.domestic[2],
            "foreign_batches": of.foreign[1],
            "foreign_people": of.foreign[2],
            "general_equipment": plan.equipment[0],
            "special_equipment": plan.equipment[1],
            **_operating(plan, rows),
            "sme_contracts": Decimal(contracts[0]),
            "micro_contracts": Decimal(contracts[1]),
        },
        "procurements": [
            {"kind": kind, "amount": Decimal(amount)}
            for kind, amount in zip(ProcurementKind, bought, strict=True)
        ],
        "vehicles_by_type": [
            {
                "type": kind,
                "bought": 0 if at else of.bought,
                "price": ZERO if at else Decimal(of.purchase),
                "held": held,
            }
            for at, (kind, held) in kinds
        ],
        "vehicles_by_use": [{"use": use, "held": held} for use, held in uses.items()],
    }


def _usual_purchases(rows: list[Row]) -> tuple[str, str, str]:
    """货物, 工程, 服务 as far as a department of this spending buys them by 政府采购."""
    by_code = spent(rows, "economic")

    def share(part: str, *codes: str) -> str:
        total = sum((by_code.get((code,), ZERO) for code in codes), ZERO)
        return str(max(total * Decimal(part), ZERO) // 100 * 100)

    return (
        share("0.9", "31002", "31003", "31007", "31013"),
        share("0.8", "31001", "31005", "31006"),
        share("0.5", "30209", "30227"),
    )


def _operating(plan: Plan, rows: list[Row]) -> Entries:
    """机关运行经费: 公用经费 of the 行政 or 参公 unit itself; nothing typed where there is none."""
    if plan.kind is OrgKind.INSTITUTION and not plan.operating:
        return {}
    own = [
        row
        for row in rows
        if row["fund"] is Fund.GENERAL and row["nature"] is Nature.BASIC and not row["unit"]
    ]
    public = sum(
        (row["amount"] for row in own if row["economic"].startswith(("302", "307", "310", "399"))), ZERO
    )
    value = Decimal(plan.operating) if plan.operating else public
    like = plan.kind is OrgKind.CIVIL_SERVICE_LIKE
    return {
        "operating_administrative": ZERO if like else value,
        "operating_civil_service_like": value if like else ZERO,
    }
