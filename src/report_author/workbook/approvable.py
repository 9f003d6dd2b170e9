"""What 批复数 can be given for: the drop-down offers the names, the checks find by the rest what each fixes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from report_author.model.choices import (
    Fund,
    LastYearRow,
    Nature,
    OrgKind,
    OrgRelation,
    ProcurementKind,
    SanGongItem,
    Source,
    VehicleUse,
)

#: how the checks look a figure up, then with what
Look = tuple[Any, ...]

_FUNDS = tuple(Fund)
_INCOME: Look = ("got", tuple(Source))
_SPENT: Look = ("spent", _FUNDS, None)
_OPENING: Look = ("balance", "年初", _FUNDS)
_CLOSING: Look = ("balance", "年末", _FUNDS)
_FROM_NON_FISCAL: Look = ("balance", "from_non_fiscal", _FUNDS)
_DISTRIBUTION: Look = ("balance", "distribution", _FUNDS)
_BUDGETS = {"年初预算数": "initial", "全年预算数": "revised"}
_FLAGS = {
    "事前评估": "pre_assessed",
    "编制目标": "has_goal",
    "绩效监控": "monitored",
    "绩效自评": "self_assessed",
    "公开自评表": "publish_form",
    "单独报告": "own_report",
}

APPROVABLE: Mapping[str, Look] = {
    "本年收入合计": _INCOME,
    "本年支出合计": _SPENT,
    "收入总计": ("together", _INCOME, _OPENING, _FROM_NON_FISCAL),
    "支出总计": ("together", _SPENT, _CLOSING, _DISTRIBUTION),
    "年初结转和结余": _OPENING,
    "年末结转和结余": _CLOSING,
    "使用非财政拨款结余": _FROM_NON_FISCAL,
    "结余分配": _DISTRIBUTION,
    **{source.value: ("got", (source,)) for source in Source},
    **{nature.value: ("spent", _FUNDS, nature) for nature in Nature},
    "功能科目支出": _SPENT,
    "经济科目支出": ("one_economic",),
    **{f"{fund.value}{'财政拨款' if fund.fiscal else ''}支出": ("spent", (fund,), None) for fund in Fund},
    **{
        f"{fund.value}{when}结转和结余": ("balance", when, (fund,))
        for when in ("年初", "年末")
        for fund in Fund
    },
    "人员经费": ("panel", 0),
    "公用经费": ("panel", 1),
    **{label: ("budget", field, _FUNDS) for label, field in _BUDGETS.items()},
    **{
        f"{fund.value}{label}": ("budget", field, (fund,))
        for label, field in _BUDGETS.items()
        for fund in Fund
    },
    "“三公”经费合计": ("sangong", None, "actual"),
    "“三公”经费全年预算数": ("sangong", None, "revised"),
    **{
        f"{item.value}{label}": ("sangong", item, field)
        for label, field in {"": "actual", **_BUDGETS}.items()
        for item in SanGongItem
    },
    "因公出国（境）团组数": ("counted", "abroad_groups", "个"),
    "因公出国（境）人数": ("counted", "abroad_people", "人"),
    "国内公务接待批次": ("counted", "domestic_batches", "批"),
    "国内公务接待人次": ("counted", "domestic_people", "人次"),
    "外事接待批次": ("counted", "foreign_batches", "批"),
    "外事接待人次": ("counted", "foreign_people", "人次"),
    "公务用车购置数": ("summed", "vehicles_by_type", "bought", "辆"),
    "公务用车保有量": ("summed", "vehicles_by_type", "held", "辆"),
    "车辆数合计": ("summed", "vehicles_by_use", "held", "辆"),
    **{f"车辆：{use.value}": ("where", "vehicles_by_use", "held", "use", use, "辆") for use in VehicleUse},
    "单价50万元以上通用设备": ("counted", "general_equipment", "台（套）"),
    "单价100万元以上专用设备": ("counted", "special_equipment", "台（套）"),
    "机关运行经费": ("operating",),
    "政府采购支出合计": ("summed", "procurements", "amount", "元"),
    **{
        f"政府采购{kind.value}支出": ("where", "procurements", "amount", "kind", kind, "元")
        for kind in ProcurementKind
    },
    "授予中小企业合同金额": ("counted", "sme_contracts", "元"),
    "授予小微企业合同金额": ("counted", "micro_contracts", "元"),
    **{
        f"项目{label}合计": ("summed", "projects", field, "元")
        for label, field in {**_BUDGETS, "执行数": "actual"}.items()
    },
    "项目个数": ("projects", ""),
    **{f"{label}的项目个数": ("projects", field) for label, field in _FLAGS.items()},
    "编制数合计": ("people", "posts"),
    "年末实有合计": ("people", "actual"),
    **{f"{kind.value}机构数": ("institutions", "kind", kind) for kind in OrgKind},
    **{f"{relation.value}机构数": ("institutions", "relation", relation) for relation in OrgRelation},
    "独立核算机构数": ("institutions", "independent", True),
    **{f"上年{row.value}": ("last_year", row) for row in LastYearRow},
}
