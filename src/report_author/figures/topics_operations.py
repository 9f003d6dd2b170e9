"""机关运行经费, 政府采购, 资产: the figures of section 十."""

from __future__ import annotations

import re
from decimal import Decimal

from report_author.figures.account import Account
from report_author.figures.blanks import has_operating
from report_author.figures.figure import Figure
from report_author.figures.topics_money import change, share
from report_author.figures.values import Names
from report_author.model.choices import LastYearRow, ProcurementKind, VehicleUse
from report_author.model.money import ZERO


def _form_money(account: Account, field: str, label: str) -> Figure:
    value: Decimal | None = getattr(account.facts.counts, field)
    return Figure(label, value or ZERO, "元", f"三公资产采购表：{label}", (account.facts.counts.cell(field),))


def operating(account: Account) -> Names:
    """机关运行经费: an imported figure, compared with 公用经费 by the checks, never equated with it."""
    administrative = _form_money(account, "operating_administrative", "行政单位机关运行经费")
    civil = _form_money(account, "operating_civil_service_like", "参照公务员法管理事业单位机关运行经费")
    total = Figure(
        "机关运行经费",
        administrative.value + civil.value,
        "元",
        "行政单位 + 参照公务员法管理的事业单位",
        lambda: (*administrative.sources, *civil.sources),
    )
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
    by_kind = {kind: ZERO for kind in ProcurementKind}
    cells: dict[ProcurementKind, list[str]] = {kind: [] for kind in ProcurementKind}
    for row in account.facts.procurements:
        by_kind[row.kind] += row.amount or ZERO
        cells[row.kind].append(row.cell("amount"))
    figures = {
        kind.value: Figure(
            f"政府采购{kind.value}支出", amount, "元", f"政府采购表：{kind.value}", tuple(cells[kind])
        )
        for kind, amount in by_kind.items()
    }
    total = Figure(
        "政府采购支出总额",
        sum(by_kind.values(), ZERO),
        "元",
        "货物 + 工程 + 服务",
        tuple(cell for group in cells.values() for cell in group),
    )
    sme, micro = (
        _form_money(account, "sme_contracts", "授予中小企业合同金额"),
        _form_money(account, "micro_contracts", "授予小微企业合同金额"),
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
    by_use = {use: vehicle_figure(account, use) for use in VehicleUse}
    total = Figure(
        "车辆数",
        ZERO + sum(row.held or 0 for row in rows),
        "辆",
        "车辆表：各用途类别之和",
        tuple(row.cell("held") for row in rows),
    )
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
            "通用设备": equipment(account, "general_equipment", f"单价{above[0]}万元以上通用设备"),
            "专用设备": equipment(account, "special_equipment", f"单价{above[1]}万元以上专用设备"),
        },
    )


def _threshold(account: Account, option: str) -> Figure:
    """A unit price (万元) above which devices are counted."""
    return Figure(option, account.format.number(option), "万元", f"格式.xlsx“选项”：{option}")


def vehicle_figure(account: Account, use: VehicleUse) -> Figure:
    """Vehicles of one 用途类别 (辆)."""
    rows = [row for row in account.facts.vehicles_by_use if row.use is use]
    return Figure(
        use.value,
        ZERO + sum(row.held or 0 for row in rows),
        "辆",
        "车辆表",
        tuple(row.cell("held") for row in rows),
    )


def equipment(account: Account, field: str, label: str) -> Figure:
    """Number of devices (台、套); an empty cell counts as none."""
    value = getattr(account.facts.counts, field)
    return Figure(
        label,
        ZERO + (value or 0),
        "台（套）",
        f"三公资产采购表：{label}",
        (account.facts.counts.cell(field),),
    )
