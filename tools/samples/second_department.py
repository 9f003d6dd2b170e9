"""云岭县自然资源和林业局 2021, an invented bureau with everything the published sample lacks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from report_author.model.choices import (
    Fund,
    LastYearRow,
    Nature,
    OrgKind,
    OrgRelation,
    ProcurementKind,
    ReasonKey,
    SanGongItem,
    Scope,
    Source,
    VehicleType,
    VehicleUse,
)
from tools.samples.ledger import Entries, Row, expenditures, spent
from tools.samples.second_projects import INDICATORS, PROJECTS
from tools.samples.second_words import ITEM_REASONS, QUOTABLES, REASONS, TERMS, TEXTS

_BUREAU = "云岭县自然资源和林业局（本级）"
_BRIGADE = "云岭县自然资源综合行政执法大队"
_REGISTRY = "云岭县不动产登记中心"
_STATION = "云岭县林业科技推广站"

DEPARTMENT: Row = {
    "full_name": "云岭县自然资源和林业局",
    "short_name": "县自然资源和林业局",
    "year": 2021,
    "scope": Scope.DEPARTMENT,
    "kind": OrgKind.ADMINISTRATIVE,
    "region": "云岭县",
    "unit_code": "305001",
    "superior": "云岭县自然资源和林业局",
    "publish_date": date(2022, 9, 15),
    "format_id": "sichuan-2021",
    "sample_note": "虚构示例：部门名称和全部数据均为演示需要编制，与任何单位无关。",
}

INSTITUTIONS: list[Row] = [
    {"name": name, "kind": kind, "relation": relation, "independent": independent}
    for name, kind, relation, independent in (
        (_BRIGADE, OrgKind.CIVIL_SERVICE_LIKE, OrgRelation.SUBORDINATE, True),
        (_REGISTRY, OrgKind.INSTITUTION, OrgRelation.SUBORDINATE, True),
        (_STATION, OrgKind.INSTITUTION, OrgRelation.SUBORDINATE, True),
        ("办公室", OrgKind.INTERNAL, OrgRelation.OWN, False),
        ("规划和用途管制股", OrgKind.INTERNAL, OrgRelation.OWN, False),
        ("森林草原防灭火股", OrgKind.INTERNAL, OrgRelation.OWN, False),
    )
]

STAFF: list[Row] = [
    {"post": "行政编制", "posts": 36, "actual_name": "公务员", "actual": 34},
    {"post": "参照公务员法管理事业编制", "posts": 15, "actual_name": "参照公务员管理事业人员", "actual": 15},
    {"post": "其他事业编制", "posts": 42, "actual_name": "事业人员", "actual": 39},
    {"post": "机关工勤编制", "posts": 3, "actual_name": "工勤人员", "actual": 2},
]


def _general(function: str, nature: Nature, amounts: dict[str, str], unit: str = _BUREAU) -> list[Row]:
    return expenditures(function, Fund.GENERAL, nature, amounts, unit=unit)


def _other(function: str, nature: Nature, amounts: dict[str, str], unit: str = _BUREAU) -> list[Row]:
    return expenditures(function, Fund.OTHER, nature, amounts, unit=unit)


_GENERAL_BASIC = [
    *_general(
        "2200101",
        Nature.BASIC,
        {
            "30101": "1286400.00",
            "30102": "968350.00",
            "30103": "742600.00",
            "30112": "18420.36",
            "30199": "86000.00",
            "30201": "96800.00",
            "30205": "12600.00",
            "30206": "38900.50",
            "30207": "45200.00",
            "30211": "128400.00",
            "30212": "58600.00",
            "30213": "26000.00",
            "30216": "18700.00",
            "30217": "46820.00",
            "30228": "31500.00",
            "30229": "24800.00",
            "30231": "98400.00",
            "30239": "186000.00",
            "30299": "42310.75",
            "31002": "22600.00",
        },
    ),
    *_general(
        "2200101",
        Nature.BASIC,
        {
            "30101": "498600.00",
            "30102": "376520.00",
            "30103": "288000.00",
            "30201": "31200.00",
            "30207": "9800.00",
            "30211": "36700.00",
            "30228": "11200.00",
            "30231": "64200.00",
            "30239": "72000.00",
        },
        _BRIGADE,
    ),
    *_general(
        "2200150",
        Nature.BASIC,
        {
            "30101": "812300.00",
            "30107": "1035600.44",
            "30112": "15230.00",
            "30201": "28600.00",
            "30206": "11400.00",
            "30228": "16800.00",
            "30299": "9020.10",
        },
        _REGISTRY,
    ),
    *_general(
        "2200150",
        Nature.BASIC,
        {
            "30101": "405200.00",
            "30107": "518400.00",
            "30201": "12300.00",
            "30211": "24500.00",
        },
        _STATION,
    ),
    *_general("2080501", Nature.BASIC, {"30302": "168900.00"}),
    *_general("2080505", Nature.BASIC, {"30108": "684300.00"}),
    *_general("2080506", Nature.BASIC, {"30109": "212460.00"}),
    *_general("2101101", Nature.BASIC, {"30110": "246800.00"}),
    *_general("2101102", Nature.BASIC, {"30110": "158300.00"}, _REGISTRY),
    *_general("2101103", Nature.BASIC, {"30111": "92600.00"}),
    *_general("2210201", Nature.BASIC, {"30113": "896420.00"}),
]

_GENERAL_PROJECT = [
    *_general("2200102", Nature.PROJECT, {"31013": "168500.00"}),
    *_general("2200106", Nature.PROJECT, {"30227": "1163800.40", "30299": "122500.00"}),
    *_general("2200109", Nature.PROJECT, {"30227": "640000.00"}, _REGISTRY),
    *_general("2130205", Nature.PROJECT, {"30218": "356000.00", "30226": "418200.00"}, _STATION),
    *_general("2130209", Nature.PROJECT, {"30310": "126000.00"}),
    *_general(
        "2130234",
        Nature.PROJECT,
        {
            "30218": "286450.60",
            "30226": "376000.00",
            "31003": "250000.00",
        },
    ),
    *_general("2110401", Nature.PROJECT, {"31005": "1250000.00"}),
]

_CAPITAL = expenditures("2230105", Fund.CAPITAL, Nature.PROJECT, {"31299": "260000.00"}, unit=_BUREAU)

_OTHER = [
    *_other(
        "2200150",
        Nature.BASIC,
        {
            "30199": "640000.00",
            "30201": "86300.20",
            "30226": "418000.00",
        },
        _REGISTRY,
    ),
    *_other("2200150", Nature.BUSINESS, {"30218": "150000.00", "30226": "121350.25"}, _STATION),
    *_other("2130234", Nature.PROJECT, {"30218": "180000.00"}),
    *_other("2200106", Nature.PROJECT, {"30202": "48700.50"}),
    *_other("2200199", Nature.TO_SUPERIOR, {"": "30000.00"}),
    *_other("2200199", Nature.TO_SUBORDINATE, {"": "45000.00"}),
]

EXPENDITURES: list[Row] = [*_GENERAL_BASIC, *_GENERAL_PROJECT, *_CAPITAL, *_OTHER]

#: (功能科目, 资金性质) → (年初结转和结余, 使用非财政拨款结余, 结余分配, 年末结转和结余), 元
_CARRIED: dict[tuple[str, Fund], tuple[str, str, str, str]] = {
    ("2130209", Fund.GENERAL): ("126000.00", "0", "0", "0"),
    ("2200106", Fund.GENERAL): ("86300.40", "0", "0", "213699.60"),
    ("2230105", Fund.CAPITAL): ("0", "0", "0", "40000.00"),
    ("2200150", Fund.OTHER): ("204500.00", "150000.00", "114649.75", "469199.80"),
    ("2130234", Fund.OTHER): ("0", "0", "0", "20000.00"),
    ("2200106", Fund.OTHER): ("0", "0", "0", "6299.50"),
    ("2200199", Fund.OTHER): ("0", "0", "0", "15000.00"),
}

CARRYOVERS: list[Row] = [
    {
        "function": function,
        "fund": fund,
        "opening": Decimal(opening),
        "from_non_fiscal": Decimal(used),
        "distribution": Decimal(distributed),
    }
    for (function, fund), (opening, used, distributed, _) in _CARRIED.items()
    if any(Decimal(amount) for amount in (opening, used, distributed))
]

_OTHER_INCOMES: list[Row] = [
    {"function": function, "source": source, "amount": Decimal(amount), "unit": unit}
    for function, source, amount, unit in (
        ("2200150", Source.UNDERTAKING, "1260000.00", _REGISTRY),
        ("2200150", Source.BUSINESS, "385000.00", _STATION),
        ("2130234", Source.SUPERIOR, "200000.00", _BUREAU),
        ("2200199", Source.SUBORDINATE, "90000.00", _BUREAU),
        ("2200106", Source.OTHER, "55000.00", _BUREAU),
    )
]


def _fiscal_incomes() -> list[Row]:
    """What 财政拨款 had to be, given spending, opening and closing of each 项."""
    source = {Fund.GENERAL: Source.GENERAL, Fund.CAPITAL: Source.CAPITAL}
    rows: list[Row] = []
    for (function, fund), amount in spent(EXPENDITURES, "function", "fund").items():
        if fund not in source:
            continue
        opening, _, _, closing = _CARRIED.get((function, fund), ("0", "0", "0", "0"))
        income = amount + Decimal(closing) - Decimal(opening)
        if income:
            rows.append({"function": function, "source": source[fund], "amount": income, "unit": ""})
    return rows


#: (年初预算数, 全年预算数) where they differ from the outturn, 元
_BUDGETS: Mapping[tuple[str, Fund, Nature], tuple[str, str]] = {
    ("2200101", Fund.GENERAL, Nature.BASIC): ("5200000.00", "5396620.00"),
    ("2200106", Fund.GENERAL, Nature.PROJECT): ("1500000.00", "1500000.00"),
    ("2130234", Fund.GENERAL, Nature.PROJECT): ("800000.00", "800000.00"),
    ("2130209", Fund.GENERAL, Nature.PROJECT): ("0", "0"),
    ("2110401", Fund.GENERAL, Nature.PROJECT): ("0", "1250000.00"),
    ("2230105", Fund.CAPITAL, Nature.PROJECT): ("300000.00", "300000.00"),
}


def _budgets() -> list[Row]:
    rows: list[Row] = []
    for (function, fund, nature), amount in spent(EXPENDITURES, "function", "fund", "nature").items():
        initial, revised = _BUDGETS.get((function, fund, nature), (amount, amount))
        rows.append(
            {
                "function": function,
                "fund": fund,
                "nature": nature,
                "initial": Decimal(initial),
                "revised": Decimal(revised),
            }
        )
    return rows


#: (上年公开数, 单位)
_LAST_YEAR = {
    LastYearRow.INCOME_YEAR: ("16843200.00", "元"),
    LastYearRow.EXPENSE_YEAR: ("16700000.00", "元"),
    LastYearRow.INCOME_GRAND: ("17116800.40", "元"),
    LastYearRow.EXPENSE_GRAND: ("17116800.40", "元"),
    LastYearRow.FISCAL_INCOME: ("1520.00", "万元"),
    LastYearRow.FISCAL_EXPENSE: ("1515.00", "万元"),
    LastYearRow.FISCAL_GRAND_INCOME: ("15362300.40", "元"),
    LastYearRow.FISCAL_GRAND_EXPENSE: ("15362300.40", "元"),
    LastYearRow.GENERAL_EXPENSE: ("1515.00", "万元"),
    LastYearRow.GOVERNMENT_EXPENSE: ("0", "万元"),
    LastYearRow.CAPITAL_EXPENSE: ("0", "万元"),
    LastYearRow.ABROAD: ("0", "万元"),
    LastYearRow.VEHICLE_PURCHASE: ("0", "万元"),
    LastYearRow.VEHICLE_RUNNING: ("17.05", "万元"),
    LastYearRow.RECEPTION: ("46820.00", "元"),
    LastYearRow.OPERATING: ("105.20", "万元"),
    LastYearRow.CARRY_END: ("416800.40", "元"),
}

#: item → (年初预算数, 全年预算数, 决算数), 元: budget zero, below, above, below, equal
_SANGONG = {
    SanGongItem.ABROAD: ("0", "0", "58600.00"),
    SanGongItem.VEHICLE_PURCHASE: ("180000.00", "170000.00", "168500.00"),
    SanGongItem.VEHICLE_RUNNING: ("150000.00", "150000.00", "162600.00"),
    SanGongItem.RECEPTION_DOMESTIC: ("45000.00", "40000.00", "38620.00"),
    SanGongItem.RECEPTION_FOREIGN: ("8200.00", "8200.00", "8200.00"),
}

COUNTS: Row = {
    "abroad_groups": 1,
    "abroad_people": 2,
    "domestic_batches": 23,
    "domestic_people": 168,
    "foreign_batches": 1,
    "foreign_people": 6,
    "general_equipment": 2,
    "special_equipment": 1,
    "operating_administrative": Decimal("877631.25"),
    "operating_civil_service_like": Decimal("225100.00"),
    "sme_contracts": Decimal("1860000.00"),
    "micro_contracts": Decimal("930000.00"),
}

_PROCUREMENTS = {
    ProcurementKind.GOODS: "486500.00",
    ProcurementKind.WORKS: "1250000.00",
    ProcurementKind.SERVICES: "735800.50",
}

#: 车型 → (本年购置, 购置金额, 年末保有)
_VEHICLES = {
    VehicleType.SEDAN: (1, "168500.00", 2),
    VehicleType.OFF_ROAD: (0, "0", 4),
    VehicleType.PASSENGER: (0, "0", 1),
    VehicleType.OTHER: (0, "0", 1),
}

_USES = {
    VehicleUse.MINISTER: 0,
    VehicleUse.LEADER: 1,
    VehicleUse.CONFIDENTIAL: 1,
    VehicleUse.EMERGENCY: 1,
    VehicleUse.ENFORCEMENT: 2,
    VehicleUse.SPECIAL: 1,
    VehicleUse.RETIRED: 1,
    VehicleUse.OTHER: 1,
}

#: A partial list: 23 batches in all, of which these are named.
RECEPTIONS: list[Row] = [
    {
        "foreign": foreign,
        "visitor": visitor,
        "purpose": purpose,
        "batches": batches,
        "people": people,
        "amount": Decimal(amount),
    }
    for foreign, visitor, purpose, batches, people, amount in (
        (False, "省林业和草原局调研组", "到云岭县调研森林草原防灭火工作", 2, 18, "5260.00"),
        (False, "市自然资源和规划局", "到云岭县开展耕地保护督察", 3, 24, "7180.00"),
        (False, "青河县自然资源局", "到云岭县考察学习不动产登记改革", 1, 9, "1980.50"),
        (True, "国际林业合作组织考察团", "到云岭县考察退化草地修复", 1, 6, "8200.00"),
    )
]


def _fixed_rows() -> dict[str, list[Row]]:
    """The blocks whose rows are given by the form."""
    return {
        "last_year": [
            {"row": row, "published": Decimal(value), "unit": unit}
            for row, (value, unit) in _LAST_YEAR.items()
        ],
        "sangong": [
            {
                "item": item,
                "fund": Fund.GENERAL,
                "initial": Decimal(initial),
                "revised": Decimal(revised),
                "actual": Decimal(actual),
            }
            for item, (initial, revised, actual) in _SANGONG.items()
        ],
        "procurements": [{"kind": kind, "amount": Decimal(amount)} for kind, amount in _PROCUREMENTS.items()],
        "vehicles_by_type": [
            {"type": kind, "bought": bought, "price": Decimal(price), "held": held}
            for kind, (bought, price, held) in _VEHICLES.items()
        ],
        "vehicles_by_use": [{"use": use, "held": held} for use, held in _USES.items()],
        "reasons": [{"key": key, "text": REASONS.get(key, "")} for key in ReasonKey],
    }


def _totals() -> list[Row]:
    """批复数 of this invented bureau, equal to the sums of the facts."""
    incomes = [*_fiscal_incomes(), *_OTHER_INCOMES]
    return [
        {"item": "本年收入合计", "amount": sum((row["amount"] for row in incomes), Decimal(0))},
        {"item": "本年支出合计", "amount": sum((row["amount"] for row in EXPENDITURES), Decimal(0))},
    ]


#: 核实说明 of the two 警告 that this bureau's figures rightly raise; the numbers are those that a check shows
EXPLANATIONS: list[Row] = [
    {"finding_id": "W03-7a4b9373-9696", "text": "团组经县委外事工作委员会批准，年中由其他公用经费调剂安排。"},
    {
        "finding_id": "W03-0870e623-635b",
        "text": "森林防火期延长，巡护用车油料和维修费用增加，已报县财政局备案。",
    },
]


def _lists() -> dict[str, Any]:
    return {
        "institutions": INSTITUTIONS,
        "staff": STAFF,
        "texts": TEXTS,
        "quotables": QUOTABLES,
        "terms": TERMS,
        "incomes": [*_fiscal_incomes(), *_OTHER_INCOMES],
        "carryovers": CARRYOVERS,
        "expenditures": EXPENDITURES,
        "budgets": _budgets(),
        "receptions": RECEPTIONS,
        "projects": PROJECTS,
        "indicators": INDICATORS,
        "item_reasons": ITEM_REASONS,
        "approved": _totals(),
        "explanations": EXPLANATIONS,
    }


ENTRIES: Entries = {
    "department": DEPARTMENT,
    "counts": COUNTS,
    "evaluation": {"annexed": False},
    **_lists(),
    **_fixed_rows(),
}
