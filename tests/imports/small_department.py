"""An ordinary small department: 行政单位, one fund, no 出国, one car, six 项, one project with a 自评表."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from report_author.model.choices import (
    Fund,
    LastYearRow,
    Nature,
    OrgKind,
    Position,
    ProcurementKind,
    ReasonKey,
    SanGongItem,
    Source,
    VehicleType,
    VehicleUse,
)

_BASIC = {
    "2010301": {
        "30101": "412300.00",
        "30102": "298650.50",
        "30103": "201000.00",
        "30201": "26400.00",
        "30211": "18300.00",
        "30217": "4600.00",
        "30228": "9800.00",
        "30231": "21500.00",
        "30239": "46800.00",
    },
    "2080505": {"30108": "98700.00"},
    "2101101": {"30110": "52300.00"},
    "2101103": {"30111": "14200.00"},
    "2210201": {"30113": "88400.00"},
}
_PROJECT = {"2010302": {"30202": "60000.00", "30227": "90000.00"}}
_NAME = "政务信息公开和宣传"


def small_entries(year: int, scale: str = "1") -> dict[str, Any]:
    """All that this department fills in for ``year``; ``scale`` makes one year differ from another."""
    factor = Decimal(scale)
    rows = [
        {"function": f, "fund": Fund.GENERAL, "nature": nature, "economic": e, "amount": Decimal(a) * factor}
        for nature, table in ((Nature.BASIC, _BASIC), (Nature.PROJECT, _PROJECT))
        for f, cells in table.items()
        for e, a in cells.items()
    ]
    spent: dict[str, Decimal] = {}
    for row in rows:
        spent[row["function"]] = spent.get(row["function"], Decimal(0)) + row["amount"]
    project = spent["2010302"]
    return {
        "department": {
            "full_name": "云岭县人民政府政务服务中心",
            "short_name": "县政务中心",
            "year": year,
            "kind": OrgKind.ADMINISTRATIVE,
            "region": "云岭县",
            "unit_code": "101020",
        },
        "staff": [{"post": "行政编制", "posts": 9, "actual_name": "公务员", "actual": 9}],
        "texts": [
            {"position": Position.DUTY, "body": "负责县级政务服务大厅的建设和管理，受理各类审批和服务事项。"},
            {"body": "承办县委、县政府交办的其他事项。"},
            {"position": Position.WORK_LEAD, "body": f"{year}年，各项工作稳步推进。"},
        ],
        "incomes": [{"function": f, "source": Source.GENERAL, "amount": a} for f, a in spent.items()],
        "expenditures": rows,
        "budgets": [
            {
                "function": f,
                "fund": Fund.GENERAL,
                "nature": Nature.PROJECT if f == "2010302" else Nature.BASIC,
                "initial": a,
                "revised": a,
            }
            for f, a in spent.items()
        ],
        "sangong": [
            {
                "item": SanGongItem.VEHICLE_RUNNING,
                "fund": Fund.GENERAL,
                "initial": Decimal(24000) * factor,
                "revised": Decimal(24000) * factor,
                "actual": Decimal(21500) * factor,
            },
            {
                "item": SanGongItem.RECEPTION_DOMESTIC,
                "fund": Fund.GENERAL,
                "initial": Decimal(5000) * factor,
                "revised": Decimal(5000) * factor,
                "actual": Decimal(4600) * factor,
            },
        ],
        "counts": {
            "domestic_batches": 3,
            "domestic_people": 31,
            "operating_administrative": Decimal(127400) * factor,
            "no_equipment": True,
            "sme_contracts": Decimal(60000),
            "micro_contracts": Decimal(0),
        },
        "vehicles_by_type": [{"type": VehicleType.OFF_ROAD, "held": 1}],
        "vehicles_by_use": [{"use": VehicleUse.OTHER, "held": 1}],
        "procurements": [
            {"kind": kind, "amount": Decimal(60000 if kind is ProcurementKind.SERVICES else 0)}
            for kind in ProcurementKind
        ],
        "receptions": [
            {
                "visitor": "市政务服务局",
                "purpose": "检查工作",
                "batches": 3,
                "people": 31,
                "amount": Decimal(4600) * factor,
            }
        ],
        "projects": [
            {
                "code": "X01",
                "name": _NAME,
                "function": "2010302",
                "fund": Fund.GENERAL,
                "initial": project,
                "revised": project,
                "actual": project,
                "has_goal": True,
                "self_assessed": True,
                "publish_form": True,
                "goal_planned": "印发办事指南，公开各类事项。",
                "goal_achieved": "印发办事指南1万份，公开事项620项。",
            }
        ],
        "indicators": [
            {
                "project": "X01",
                "level1": "产出指标",
                "level2": "数量指标",
                "level3": "办事指南",
                "planned": "10000份",
                "achieved": "10000份",
            },
            {"level2": "时效指标", "level3": "完成时间", "planned": "年底前", "achieved": "11月"},
            {
                "level1": "效益指标",
                "level2": "社会效益指标",
                "level3": "公开事项",
                "planned": "600项",
                "achieved": "620项",
            },
            {
                "level1": "满意度指标",
                "level2": "满意度指标",
                "level3": "群众满意度",
                "planned": "95%",
                "achieved": "97%",
            },
        ],
        "reasons": [{"key": key, "text": _REASONS.get(key, "")} for key in ReasonKey if key in _REASONS],
    }


_REASONS = {
    ReasonKey.TOTAL_CHANGE: "人员增加",
    ReasonKey.FISCAL_CHANGE: "人员增加",
    ReasonKey.GENERAL_CHANGE: "人员增加",
    ReasonKey.SANGONG_BUDGET: "厉行节约",
    ReasonKey.VEHICLE_CHANGE: "车辆维修增多",
    ReasonKey.RECEPTION_CHANGE: "来访增多",
    ReasonKey.OPERATING_CHANGE: "人员增加",
    ReasonKey.VEHICLE_RUNNING_USE: "日常公务",
    ReasonKey.RECEPTION_DOMESTIC_USE: "接待上级检查",
    ReasonKey.PROCUREMENT_USE: "印刷服务",
    ReasonKey.OTHER_VEHICLE_USE: "日常公务",
}


def last_year_of(entries: dict[str, Any]) -> list[dict[str, Any]]:
    """上年数 as that year's report printed them (元)."""
    spent = sum((row["amount"] for row in entries["expenditures"]), Decimal(0))
    sangong = {row["item"]: row["actual"] for row in entries["sangong"]}
    row = LastYearRow
    values = {
        row.INCOME_YEAR: spent,
        row.EXPENSE_YEAR: spent,
        row.FISCAL_INCOME: spent,
        row.FISCAL_EXPENSE: spent,
        row.GENERAL_EXPENSE: spent,
        row.ABROAD: Decimal(0),
        row.VEHICLE_PURCHASE: Decimal(0),
        row.VEHICLE_RUNNING: sangong[SanGongItem.VEHICLE_RUNNING],
        row.RECEPTION: sangong[SanGongItem.RECEPTION_DOMESTIC],
        row.OPERATING: entries["counts"]["operating_administrative"],
        row.INCOME_GRAND: spent,
        row.EXPENSE_GRAND: spent,
        row.FISCAL_GRAND_INCOME: spent,
        row.FISCAL_GRAND_EXPENSE: spent,
        row.CARRY_END: Decimal(0),
    }
    return [
        {"row": key, "published": value.scaleb(-4).quantize(Decimal("0.01"))} for key, value in values.items()
    ]
