"""机关运行经费, 政府采购, 资产: the figures of section 十."""

from __future__ import annotations

import re

from report_author.figures.account import Account
from report_author.figures.blanks import has_operating
from report_author.figures.figure import Figure, added, summed
from report_author.figures.topics_money import change, share
from report_author.figures.values import Names
from report_author.model.choices import LastYearRow, ProcurementKind, VehicleUse


def _typed(account: Account, field: str, label: str, unit: str = "元") -> Figure:
    """A figure of 统计数 as it was typed; an empty cell counts as none."""
    return summed(label, [account.facts.counts], field, unit, f"三公资产采购表：{label}")


def operating(account: Account) -> Names:
    """机关运行经费: an imported figure, compared with 公用经费 by the checks, never equated with it."""
    administrative = _typed(account, "operating_administrative", "行政单位机关运行经费")
    civil = _typed(account, "operating_civil_service_like", "参照公务员法管理事业单位机关运行经费")
    total = added("机关运行经费", "行政单位 + 参照公务员法管理的事业单位", administrative, civil)
    return Names(
        "机关运行经费",
        {
            "有数据": bool(total.value),
            "不适用": not total.value and not has_operating(account.facts),
            "合计": total,
            "行政": administrative,
            "参公": civil,
            "比上年": lambda: change(account, total, [LastYearRow.OPERATING]),
        },
    )


def procurement(account: Account) -> Names:
    """政府采购."""
    figures = {
        kind.value: summed(
            f"政府采购{kind.value}支出",
            [row for row in account.facts.procurements if row.kind is kind],
            "amount",
            "元",
            f"政府采购表：{kind.value}",
        )
        for kind in ProcurementKind
    }
    total = added("政府采购支出总额", "货物 + 工程 + 服务", *figures.values())
    sme, micro = (
        _typed(account, "sme_contracts", "授予中小企业合同金额"),
        _typed(account, "micro_contracts", "授予小微企业合同金额"),
    )
    return Names(
        "政府采购",
        {
            "有数据": bool(total.value),
            "合计": total,
            **figures,
            "中小企业": sme,
            "小微企业": micro,
            "中小企业占比": share(sme, total, "授予中小企业合同金额占政府采购支出总额的比重"),
            "小微企业占比": share(micro, total, "授予小微企业合同金额占政府采购支出总额的比重"),
        },
    )


def assets(account: Account) -> Names:
    """资产: vehicles by use, equipment above the format's thresholds (单价, 万元)."""
    rows = account.facts.vehicles_by_use
    by_use = {
        use: summed(use.value, [row for row in rows if row.use is use], "held", "辆", "车辆表")
        for use in VehicleUse
    }
    total = summed("车辆数", rows, "held", "辆", "车辆表：各用途类别之和")
    above = account.format.option("通用设备单价"), account.format.option("专用设备单价")
    return Names(
        "资产",
        {
            "车辆数": total,
            "车辆构成": tuple(
                Names("资产.车辆构成", {"名称": use.value, "数": figure})
                for use, figure in by_use.items()
                if figure.value
            ),
            "车辆": Names(
                "资产.车辆", {re.sub("（.*）", "", use.value): figure for use, figure in by_use.items()}
            ),
            "其他用车数": by_use[VehicleUse.OTHER],
            "通用设备单价": _threshold(account, "通用设备单价"),
            "专用设备单价": _threshold(account, "专用设备单价"),
            "通用设备": _typed(account, "general_equipment", f"单价{above[0]}万元以上通用设备", "台（套）"),
            "专用设备": _typed(account, "special_equipment", f"单价{above[1]}万元以上专用设备", "台（套）"),
        },
    )


def _threshold(account: Account, option: str) -> Figure:
    """A unit price (万元) above which devices are counted."""
    return Figure(option, account.format.number(option), "万元", f"格式.xlsx“选项”：{option}")
