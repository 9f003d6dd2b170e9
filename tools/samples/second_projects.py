"""The three projects of the invented 云岭县自然资源和林业局, one of them paid from two funds."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from report_author.model.choices import Fund

PROJECTS: list[dict[str, Any]] = [
    {
        "code": "P01",
        "name": "森林草原防灭火能力提升",
        "function": "2130234",
        "fund": Fund.GENERAL,
        "initial": Decimal("800000.00"),
        "revised": Decimal("880000.00"),
        "actual": Decimal("880000.00"),
        "pre_assessed": True,
        "has_goal": True,
        "monitored": False,
        "self_assessed": True,
        "publish_form": True,
        "goal_planned": "完善防灭火物资储备，开设隔离带，全年不发生较大以上森林草原火灾。",
        "goal_achieved": "物资储备达到标准，新开隔离带26公里，全年未发生森林草原火灾。",
    },
    {
        "code": "P01",
        "name": "森林草原防灭火能力提升",
        "function": "2130234",
        "fund": Fund.OTHER,
        "initial": Decimal("200000.00"),
        "revised": Decimal("200000.00"),
        "actual": Decimal("180000.00"),
    },
    {
        "code": "P02",
        "name": "自然资源资产清查",
        "function": "2200106",
        "fund": Fund.GENERAL,
        "initial": Decimal("1200000.00"),
        "revised": Decimal("1200000.00"),
        "actual": Decimal("1163800.40"),
        "pre_assessed": True,
        "has_goal": True,
        "monitored": False,
        "self_assessed": True,
    },
    {
        "code": "P03",
        "name": "“青山绿水”矿山生态修复",
        "function": "2110401",
        "fund": Fund.GENERAL,
        "initial": Decimal(0),
        "revised": Decimal("1250000.00"),
        "actual": Decimal("1250000.00"),
        "has_goal": True,
        "monitored": False,
    },
]

#: (一级, 二级, 三级, 预期指标值, 实际完成指标值) of project P01
_INDICATORS = (
    ("完成指标", "数量指标", "新开防火隔离带", "≥25公里", "26公里"),
    ("完成指标", "数量指标", "储备防灭火机具", "≥300台（套）", "312台（套）"),
    ("完成指标", "质量指标", "物资验收合格率", "100%", "100%"),
    ("完成指标", "时效指标", "完成时限", "2021年12月底前", "2021年11月"),
    ("完成指标", "成本指标", "项目总成本", "≤1,000,000元", "1,060,000元"),
    ("效益指标", "生态效益指标", "较大以上火灾次数", "0次", "0次"),
    ("满意度指标", "服务对象满意度指标", "林区群众满意度", "≥90%", "94%"),
)

INDICATORS: list[dict[str, Any]] = [
    {"project": "P01", **dict(zip(("level1", "level2", "level3", "planned", "achieved"), row, strict=True))}
    for row in _INDICATORS
]
