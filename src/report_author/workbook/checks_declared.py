"""The comparisons that the fill-in workbook shows while it is being filled."""

from __future__ import annotations

from report_author.model.choices import Fund, Nature, ProcurementKind, SanGongItem, Source
from report_author.workbook.shape import LiveCheck, Sum


def _spent(**where: str) -> Sum:
    return Sum("expenditures", "amount", tuple(where.items()))


def _sangong(item: SanGongItem) -> Sum:
    return Sum("sangong", "actual", (("item", item.value),))


_OPENING = Sum("carryovers", "opening")
_FROM_NON_FISCAL = Sum("carryovers", "from_non_fiscal")
_DISTRIBUTION = Sum("carryovers", "distribution")
_CENTRALISED = Sum("carryovers", "centralised")


def _balance(fund: Fund, sources: tuple[Source, ...]) -> LiveCheck:
    """What was spent of a fund never exceeds what there was (年末结转和结余 below zero)."""
    where = (("fund", fund.value),)
    available = (
        *(Sum("incomes", "amount", (("source", source.value),)) for source in sources),
        Sum("carryovers", "opening", where),
        Sum("carryovers", "from_non_fiscal", where),
        Sum("carryovers", "centralised", where),
    )
    used = (Sum("expenditures", "amount", where), Sum("carryovers", "distribution", where))
    return LiveCheck(f"{fund.value}：支出和分配 ≤ 收入和结转", used, available, at_most=True)


LIVE_CHECKS: tuple[LiveCheck, ...] = (
    LiveCheck(
        "支出合计和结余分配 ≤ 收入合计和年初结转",
        (_spent(), _DISTRIBUTION),
        (Sum("incomes", "amount"), _OPENING, _FROM_NON_FISCAL, _CENTRALISED),
        at_most=True,
    ),
    *(_balance(fund, tuple(s for s in Source if s.fund is fund)) for fund in Fund),
    LiveCheck(
        "各支出性质之和 = 支出合计",
        tuple(_spent(nature=nature.value) for nature in Nature),
        (_spent(),),
    ),
    LiveCheck(
        "各资金性质之和 = 支出合计",
        tuple(_spent(fund=fund.value) for fund in Fund),
        (_spent(),),
    ),
    LiveCheck(
        "项目执行数之和 ≤ 项目支出",
        (Sum("projects", "actual"),),
        (_spent(nature=Nature.PROJECT.value),),
        at_most=True,
    ),
    LiveCheck(
        "因公出国（境）费 = 经济科目 30212", (_sangong(SanGongItem.ABROAD),), (_spent(economic="30212"),)
    ),
    LiveCheck(
        "公务用车购置费 = 经济科目 31013 + 30913",
        (_sangong(SanGongItem.VEHICLE_PURCHASE),),
        (_spent(economic="31013"), _spent(economic="30913")),
    ),
    LiveCheck(
        "公务用车运行维护费 = 经济科目 30231",
        (_sangong(SanGongItem.VEHICLE_RUNNING),),
        (_spent(economic="30231"),),
    ),
    LiveCheck(
        "公务接待费 = 经济科目 30217",
        (_sangong(SanGongItem.RECEPTION_DOMESTIC), _sangong(SanGongItem.RECEPTION_FOREIGN)),
        (_spent(economic="30217"),),
    ),
    LiveCheck(
        "接待明细金额 ≤ 公务接待费",
        (Sum("receptions", "amount"),),
        (_sangong(SanGongItem.RECEPTION_DOMESTIC), _sangong(SanGongItem.RECEPTION_FOREIGN)),
        at_most=True,
    ),
    LiveCheck(
        "购车金额（按车型）= 公务用车购置费",
        (Sum("vehicles_by_type", "price"),),
        (_sangong(SanGongItem.VEHICLE_PURCHASE),),
    ),
    LiveCheck(
        "车辆数：按用途 = 按车型（辆）", (Sum("vehicles_by_use", "held"),), (Sum("vehicles_by_type", "held"),)
    ),
    LiveCheck(
        "政府采购货物和服务 ≤ 支出合计",
        tuple(
            Sum("procurements", "amount", (("kind", kind.value),))
            for kind in ProcurementKind
            if kind.name != "WORKS"
        ),
        (_spent(),),
        at_most=True,
    ),
)
