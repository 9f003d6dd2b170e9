"""A small department that fills every block of the workbook."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D
from typing import Any

from report_author.model import choices
from report_author.model import facts as f


def rich_entries() -> dict[str, Any]:
    """Entries for every block; a new dict each time, so that a test may change it."""
    return {
        "department": {
            "full_name": "云岭县农业农村局",
            "short_name": "县农业农村局",
            "year": 2021,
            "scope": choices.Scope.DEPARTMENT,
            "kind": choices.OrgKind.ADMINISTRATIVE,
            "region": "云岭县",
            "unit_code": "012345",
            "publish_date": date(2022, 9, 1),
        },
        "institutions": [
            {"name": "云岭县种子站", "kind": "其他事业单位", "relation": "下属", "independent": True},
            {"name": "办公室", "kind": choices.OrgKind.INTERNAL, "relation": choices.OrgRelation.OWN},
        ],
        "staff": [{"post": "行政编制", "posts": 7, "actual_name": "公务员", "actual": 8, "note": "超编1人"}],
        "texts": [
            {"position": "主要职能", "numbering": "1.", "body": "贯彻执行党的路线方针政策。"},
            {
                "position": "重点工作",
                "numbering": "（1）",
                "heading": "粮食",
                "body": "收粮{粮食}吨，<合格>&优质。",
            },
        ],
        "quotables": [{"name": "粮食", "value": D("1234.5"), "unit": "吨"}],
        "incomes": [
            {"function": "2130101", "source": choices.Source.GENERAL, "amount": D("1500000.10")},
            {
                "function": "2130101",
                "source": choices.Source.OTHER,
                "amount": D("0.01"),
                "unit": "云岭县种子站",
            },
        ],
        "carryovers": [
            {
                "function": "2130101",
                "fund": choices.Fund.GENERAL,
                "opening": D("99.99"),
                "centralised": D("-1"),
            }
        ],
        "expenditures": [
            {
                "function": "2130101",
                "fund": choices.Fund.GENERAL,
                "nature": choices.Nature.BASIC,
                "economic": "30101",
                "amount": D("1000000.07"),
            },
            {
                "function": "2130101",
                "fund": choices.Fund.GENERAL,
                "nature": choices.Nature.BASIC,
                "economic": "30217",
                "amount": D("8000"),
            },
            {
                "function": "2130199",
                "fund": choices.Fund.GENERAL,
                "nature": choices.Nature.PROJECT,
                "economic": "30231",
                "amount": D("50000.5"),
            },
            {
                "function": "2130101",
                "fund": choices.Fund.OTHER,
                "nature": choices.Nature.TO_SUPERIOR,
                "amount": D("0.01"),
            },
        ],
        "budgets": [
            {
                "function": "2130101",
                "fund": choices.Fund.GENERAL,
                "nature": choices.Nature.BASIC,
                "initial": D("900000"),
                "revised": D("1008000.07"),
            }
        ],
        "last_year": [
            {
                "row": choices.LastYearRow.INCOME_YEAR,
                "published": D("2160.32"),
                "adjustment": D("-1.5"),
                "note": "划转",
            }
        ],
        "sangong": [
            {
                "item": choices.SanGongItem.VEHICLE_RUNNING,
                "fund": choices.Fund.GENERAL,
                "initial": D(53100),
                "revised": D(53100),
                "actual": D("50000.5"),
            },
            {"item": choices.SanGongItem.RECEPTION_DOMESTIC, "fund": choices.Fund.GENERAL, "actual": D(8000)},
        ],
        "counts": {
            "abroad_groups": 0,
            "domestic_batches": 6,
            "domestic_people": 58,
            "operating_administrative": D("299000"),
            "sme_contracts": D("1.2"),
        },
        "procurements": [{"kind": choices.ProcurementKind.SERVICES, "amount": D("2223500")}],
        "vehicles_by_type": [{"type": choices.VehicleType.OFF_ROAD, "held": 1}],
        "vehicles_by_use": [{"use": choices.VehicleUse.OTHER, "held": 1}],
        "receptions": [
            {"visitor": "省农业农村厅", "purpose": "调研", "batches": 1, "people": 5, "amount": D("2300")}
        ],
        "projects": [
            {
                "code": "P01",
                "name": "高标准农田",
                "function": "2130199",
                "initial": D(1),
                "revised": D(2),
                "actual": D("50000.5"),
                "self_assessed": True,
                "score": D("95.5"),
                "goal_planned": "建成1万亩\n达标",
            },
            {
                "code": "P01",
                "name": "高标准农田",
                "function": "2130199",
                "fund": choices.Fund.OTHER,
                "actual": D("3"),
            },
        ],
        "indicators": [
            {
                "project": "P01",
                "level1": "产出指标",
                "level2": "数量指标",
                "level3": "农田",
                "planned": "≥1万亩",
                "achieved": "1.2万亩",
            }
        ],
        "evaluation": {"annexed": True, "score": D(95)},
        "eval_texts": [
            {
                "subject": f.WHOLE_DEPARTMENT,
                "position": choices.EvalPosition.PROBLEM,
                "numbering": "1.",
                "heading": "一是",
                "body": "进度慢",
            }
        ],
        "reasons": [{"key": choices.ReasonKey.TOTAL_CHANGE, "text": "项目减少"}],
        "item_reasons": [{"function": "2130101", "text": "人员增加"}],
        "class_uses": [{"function": "213", "text": "农业"}],
        "terms": [{"term": "三农", "meaning": "农业、农村、农民"}],
        "approved": [{"item": "本年收入合计", "amount": D("1500000.11")}],
        "explanations": [{"finding_id": "W24-1a2b3c4d", "text": "已核实"}],
    }
