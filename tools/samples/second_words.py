"""The words of the invented 云岭县自然资源和林业局."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from report_author.model.choices import Numbering, Position, ReasonKey

_DUTIES = (
    "贯彻执行国家和省、市关于自然资源、林业和草原工作的方针政策和法律法规，统一行使全民所有自然资源资产所有者职责。",
    "负责自然资源调查监测评价、统一确权登记和有偿使用工作。",
    "负责国土空间规划编制、耕地保护和国土空间用途管制工作。",
    "负责森林、草原、湿地资源的监督管理，组织开展森林草原防灭火和林业有害生物防治工作。",
    "完成县委、县政府交办的其他任务。",
)

TEXTS: list[dict[str, Any]] = [
    *({"position": Position.DUTY, "numbering": Numbering.FIRST, "body": body} for body in _DUTIES),
    {
        "position": Position.WORK_LEAD,
        "body": "2021年，县自然资源和林业局紧扣“保护资源、保障发展”主线，圆满完成各项目标任务。",
    },
    {
        "position": Position.WORK,
        "numbering": Numbering.FIRST,
        "heading": "守牢耕地红线",
        "body": "全面推行田长制，开展以下两项工作：",
    },
    {
        "position": Position.WORK,
        "numbering": Numbering.SECOND,
        "body": "完成新增耕地核查，整改疑似图斑{整改图斑数}个。",
    },
    {
        "position": Position.WORK,
        "numbering": Numbering.SECOND,
        "body": "查处违法用地案件12件，拆除复耕面积38亩。",
    },
    {
        "position": Position.WORK,
        "numbering": Numbering.FIRST,
        "heading": "推进国土绿化",
        "body": "完成营造林{营造林面积}万亩，森林覆盖率提高到61.8%，全年未发生森林草原火灾。",
    },
]

QUOTABLES: list[dict[str, Any]] = [
    {"name": "整改图斑数", "value": Decimal(126), "unit": "个"},
    {"name": "营造林面积", "value": Decimal("1.25"), "unit": "万亩"},
]

TERMS: list[dict[str, Any]] = [
    {"term": "不动产统一登记", "meaning": "指由一个登记机构依法对土地、房屋、林地等不动产权利进行登记。"},
]

#: 公务接待费 equals last year's: no reason is asked for.
REASONS: dict[ReasonKey, str] = {
    ReasonKey.TOTAL_CHANGE: "新增矿山生态修复项目，不动产登记事业收入增长",
    ReasonKey.FISCAL_CHANGE: "新增矿山生态修复项目和国有企业退休人员社会化管理补助",
    ReasonKey.GENERAL_CHANGE: "新增矿山生态修复项目",
    ReasonKey.GENERAL_BUDGET: "自然资源资产清查项目按合同进度付款，部分资金结转下年使用",
    ReasonKey.SANGONG_BUDGET: "执行年中批准的出国考察任务，防火期巡护车辆使用频次增加",
    ReasonKey.ABROAD_CHANGE: "经批准参加退化草地修复国际合作考察，上年未安排",
    ReasonKey.VEHICLE_CHANGE: "按规定更新机要通信用车1辆",
    ReasonKey.OPERATING_CHANGE: "下属执法大队办公场所搬迁",
    ReasonKey.VEHICLE_RUNNING_USE: "自然资源执法巡查、森林草原防灭火等工作",
    ReasonKey.RECEPTION_DOMESTIC_USE: "接待上级部门督察、调研和兄弟县（区）考察学习等",
    ReasonKey.RECEPTION_FOREIGN_USE: "接待国际林业合作组织考察团",
    ReasonKey.PROCUREMENT_USE: "矿山生态修复工程、防灭火物资和资产清查服务",
    ReasonKey.OTHER_VEHICLE_USE: "野外调查",
}

#: 预算数 differs from the outturn in these 项 (over, below, none at all, added during the year).
ITEM_REASONS: list[dict[str, Any]] = [
    {"function": "2130234", "text": "防火期延长，增加了临时管护人员和物资储备支出"},
    {"function": "2200106", "text": "资产清查项目按合同进度付款，尾款结转下年支付"},
    {"function": "2130209", "text": "使用上年结转的生态效益补偿资金"},
    {"function": "2200101", "text": "厉行节约，压减公用支出"},
]
