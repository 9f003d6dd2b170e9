"""中共米易县委政法委员会 2021: published totals exact to the 分, the splits beneath them invented."""

from __future__ import annotations

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
    VehicleType,
    VehicleUse,
)
from tools.samples.ledger import Entries, Row, budgets_equal_to, expenditures, incomes_equal_to
from tools.samples.seed_evaluations import EVAL_TEXTS, QUOTABLES
from tools.samples.seed_projects import INDICATORS, PROJECTS
from tools.samples.seed_texts import CLASS_USES, TEXTS

DEPARTMENT: Row = {
    "full_name": "中共米易县委政法委员会",
    "short_name": "县委政法委",
    "year": 2021,
    "scope": Scope.DEPARTMENT,
    "kind": OrgKind.ADMINISTRATIVE,
    "region": "米易县",
    "unit_code": "114001",  # invented, as are the date and the codes of the projects
    "superior": "中共米易县委政法委员会",
    "publish_date": date(2022, 9, 1),
    "format_id": "sichuan-2021",
    "sample_note": "示例拆分：各项级科目、经济分类、项目支出、授予中小企业合同等明细金额为演示需要编制，"
    "合计数与公开报告一致。",
}

INSTITUTIONS: list[Row] = [
    {"name": name, "kind": kind, "relation": relation, "independent": False}
    for name, kind, relation in (
        ("米易县矛盾纠纷多元化解协调中心", OrgKind.INSTITUTION, OrgRelation.SUBORDINATE),
        ("米易县全响应中心", OrgKind.INSTITUTION, OrgRelation.SUBORDINATE),
        ("米易县法学会", OrgKind.MASS, OrgRelation.ENTRUSTED),
        ("办公室", OrgKind.INTERNAL, OrgRelation.OWN),
        ("维稳指导股", OrgKind.INTERNAL, OrgRelation.OWN),
        ("综治督导股（专项行动办公室）", OrgKind.INTERNAL, OrgRelation.OWN),
        ("执法监督股（信访办）", OrgKind.INTERNAL, OrgRelation.OWN),
        ("政治部", OrgKind.INTERNAL, OrgRelation.OWN),
    )
]

STAFF: list[Row] = [
    {
        "post": "行政编制数",
        "posts": 7,
        "actual_name": "公务员",
        "actual": 8,
        "note": "超编1人，待人员退休后自然减员",
    },
    {"post": "政法专项编制", "posts": 0, "within": "行政编制数"},
    {"post": "机关后勤服务人员控制数", "posts": 1},
    {"post": "事业编制", "posts": 12, "actual_name": "参照公务员管理事业人员", "actual": 1},
    {"actual_name": "事业人员", "actual": 11},
    {"actual_name": "新聘工勤人员", "actual": 1},
]


def _basic(function: str, amounts: dict[str, str]) -> list[Row]:
    return expenditures(function, Fund.GENERAL, Nature.BASIC, amounts)


#: 基本支出 names exactly the 16 personnel and 20 operating 款 of the published section 六.
_PERSONNEL = [
    *_basic(
        "2040201",
        {
            "30101": "512340.00",
            "30102": "486912.00",
            "30103": "398600.00",
            "30106": "36000.00",
            "30199": "142800.00",
            "30305": "24600.00",
            "30309": "360.00",
            "30399": "8400.00",
        },
    ),
    *_basic(
        "2040250",
        {
            "30101": "426180.00",
            "30102": "35640.00",
            "30106": "24000.00",
            "30107": "612500.00",
            "30112": "18769.19",
            "30199": "62200.00",
        },
    ),
    *_basic("2080501", {"30301": "42000.00", "30302": "68600.00"}),
    *_basic("2080505", {"30108": "272400.00", "30109": "80000.00"}),
    *_basic("2101101", {"30112": "98000.00"}),
    *_basic("2101102", {"30112": "76000.00"}),
    *_basic("2101103", {"30307": "44000.00"}),
    *_basic("2210201", {"30113": "377400.00"}),
]

_OPERATING = [
    *_basic(
        "2040201",
        {
            "30201": "28600.00",
            "30202": "12400.00",
            "30203": "3000.00",
            "30205": "4800.00",
            "30206": "15200.00",
            "30207": "18600.00",
            "30208": "2400.00",
            "30211": "32500.00",
            "30213": "9800.00",
            "30214": "6000.00",
            "30215": "5200.00",
            "30216": "7400.00",
            "30217": "10400.00",
            "30226": "12000.00",
            "30227": "15000.00",
            "30229": "3900.00",
            "30231": "31300.00",
            "30239": "38600.00",
            "30240": "700.00",
            "30299": "15200.00",
        },
    ),
    *_basic("2040250", {"30201": "12000.00", "30207": "4400.00", "30211": "9600.00"}),
]

_PROJECT_SPENDING = [
    *expenditures(
        "2040202",
        Fund.GENERAL,
        Nature.PROJECT,
        {
            "30201": "120000.00",
            "30202": "167375.00",
            "30207": "318000.00",
            "30209": "334205.00",
            "30211": "50000.00",
            "30214": "158400.00",
            "30216": "60000.00",
            "30226": "30000.00",
            "30227": "682000.00",
            "30299": "80000.00",
        },
    ),
    *expenditures(
        "2120801",
        Fund.GOVERNMENT,
        Nature.PROJECT,
        {
            "30214": "680000.00",
            "30226": "1243500.14",
            "30305": "300000.00",
        },
    ),
    *expenditures(
        "2120802",
        Fund.GOVERNMENT,
        Nature.PROJECT,
        {
            "31003": "3000000.00",
            "31007": "5155267.40",
        },
    ),
]

EXPENDITURES: list[Row] = [*_PERSONNEL, *_OPERATING, *_PROJECT_SPENDING]

#: 年初预算数; the general fund adds to 5,276,100.00, of which the outturn is the published 116.5 %.
_INITIAL = {
    ("2040201", Fund.GENERAL, Nature.BASIC): "1720000.00",
    ("2040250", Fund.GENERAL, Nature.BASIC): "1150000.00",
    ("2080501", Fund.GENERAL, Nature.BASIC): "100000.00",
    ("2080505", Fund.GENERAL, Nature.BASIC): "340000.00",
    ("2101101", Fund.GENERAL, Nature.BASIC): "96000.00",
    ("2101102", Fund.GENERAL, Nature.BASIC): "74000.00",
    ("2101103", Fund.GENERAL, Nature.BASIC): "42100.00",
    ("2210201", Fund.GENERAL, Nature.BASIC): "370000.00",
    ("2040202", Fund.GENERAL, Nature.PROJECT): "1384000.00",
    ("2120801", Fund.GOVERNMENT, Nature.PROJECT): "2000000.00",
    ("2120802", Fund.GOVERNMENT, Nature.PROJECT): "8155267.40",
}

#: 万元 as last year's report published them; 总计 and the split by fund are implied by it.
_LAST_YEAR = {
    LastYearRow.INCOME_YEAR: "2160.32",
    LastYearRow.EXPENSE_YEAR: "2180.32",
    LastYearRow.INCOME_GRAND: "2180.32",
    LastYearRow.EXPENSE_GRAND: "2180.32",
    LastYearRow.FISCAL_INCOME: "2160.32",
    LastYearRow.FISCAL_EXPENSE: "2180.32",
    LastYearRow.FISCAL_GRAND_INCOME: "2180.32",
    LastYearRow.FISCAL_GRAND_EXPENSE: "2180.32",
    LastYearRow.GENERAL_EXPENSE: "1734.79",
    LastYearRow.GOVERNMENT_EXPENSE: "445.53",
    LastYearRow.CAPITAL_EXPENSE: "0",
    LastYearRow.ABROAD: "0",
    LastYearRow.VEHICLE_PURCHASE: "0",
    LastYearRow.VEHICLE_RUNNING: "5.24",
    LastYearRow.RECEPTION: "1.14",
    LastYearRow.OPERATING: "30.63",
    LastYearRow.CARRY_END: "0",
}

#: item → (预算数, 决算数), 元
_SANGONG = {
    SanGongItem.ABROAD: ("0", "0"),
    SanGongItem.VEHICLE_PURCHASE: ("0", "0"),
    SanGongItem.VEHICLE_RUNNING: ("53100.00", "31300.00"),
    SanGongItem.RECEPTION_DOMESTIC: ("12000.00", "10400.00"),
    SanGongItem.RECEPTION_FOREIGN: ("0", "0"),
}

COUNTS: Row = {
    "abroad_groups": 0,
    "abroad_people": 0,
    "domestic_batches": 6,
    "domestic_people": 58,
    "foreign_batches": 0,
    "foreign_people": 0,
    "general_equipment": 0,
    "special_equipment": 0,
    "operating_administrative": Decimal("299000.00"),
    "operating_civil_service_like": Decimal(0),
    "sme_contracts": Decimal("1556450.00"),  # invented
    "micro_contracts": Decimal("889400.00"),  # invented
}

RECEPTIONS: list[Row] = [
    {"visitor": visitor, "purpose": purpose, "batches": batches, "amount": Decimal(amount)}
    for visitor, purpose, batches, amount in (
        ("攀枝花电视台", "拍摄花城卫士宣传片", 2, "2300.00"),
        ("东区政法委", "到米易开展万案大评查", 1, "3600.00"),
        ("成都市委政法委", "到米易开展全省邪教人员教育转化去存量工作检查", 1, "1500.00"),
        ("盐源县委政法委", "到米易考察学习综治工作", 1, "2200.00"),
        ("攀枝花市教整办", "到米易开展政法队伍教育整顿建章立制阶段复评工作", 1, "800.00"),
    )
]

#: As published, save three: the reason of 机关运行经费, the uses of purchases and of other cars are
#: invented. The published reason of 因公出国（境） is left out: nothing changed.
_REASONS = {
    ReasonKey.TOTAL_CHANGE: "较2020年度项目经费减少",
    ReasonKey.FISCAL_CHANGE: "较2020年度项目经费减少",
    ReasonKey.GENERAL_CHANGE: "项目经费减少",
    ReasonKey.SANGONG_BUDGET: "厉行节约，减少开支",
    ReasonKey.VEHICLE_CHANGE: "厉行节约，减少开支",
    ReasonKey.RECEPTION_CHANGE: "厉行节约，减少开支",
    ReasonKey.OPERATING_CHANGE: "压减一般性支出",
    ReasonKey.VEHICLE_RUNNING_USE: "综治维稳工作的应急处突等",
    ReasonKey.RECEPTION_DOMESTIC_USE: "市级调研等执行公务等",
    ReasonKey.PROCUREMENT_USE: "网络租赁、信息系统运行维护和物业管理等服务",
    ReasonKey.OTHER_VEHICLE_USE: "一般公务",
}


def _fixed_rows() -> dict[str, list[Row]]:
    """The blocks whose rows are given by the form."""
    return {
        "last_year": [
            {"row": row, "published": Decimal(value), "unit": "万元"} for row, value in _LAST_YEAR.items()
        ],
        "sangong": [
            {
                "item": item,
                "fund": Fund.GENERAL,
                "initial": Decimal(budget),
                "revised": Decimal(budget),
                "actual": Decimal(actual),
            }
            for item, (budget, actual) in _SANGONG.items()
        ],
        "procurements": [
            {"kind": ProcurementKind.GOODS, "amount": Decimal(0)},
            {"kind": ProcurementKind.WORKS, "amount": Decimal(0)},
            {"kind": ProcurementKind.SERVICES, "amount": Decimal("2223500.00")},
        ],
        "vehicles_by_type": [
            {"type": kind, "bought": 0, "price": Decimal(0), "held": int(kind is VehicleType.OFF_ROAD)}
            for kind in VehicleType
        ],
        "vehicles_by_use": [{"use": use, "held": int(use is VehicleUse.OTHER)} for use in VehicleUse],
        "reasons": [{"key": key, "text": text} for key, text in _REASONS.items()],
    }


def _lists() -> dict[str, Any]:
    return {
        "institutions": INSTITUTIONS,
        "staff": STAFF,
        "texts": TEXTS,
        "quotables": QUOTABLES,
        "incomes": incomes_equal_to(EXPENDITURES),
        "expenditures": EXPENDITURES,
        "budgets": budgets_equal_to(EXPENDITURES, _INITIAL),
        "receptions": RECEPTIONS,
        "projects": PROJECTS,
        "indicators": INDICATORS,
        "eval_texts": EVAL_TEXTS,
        "class_uses": CLASS_USES,
    }


ENTRIES: Entries = {
    "department": DEPARTMENT,
    "counts": COUNTS,
    "evaluation": {"annexed": True, "score": Decimal(95)},
    **_lists(),
    **_fixed_rows(),
}
