"""The eighteen projects of 中共米易县委政法委员会, two of them with published amounts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from report_author.model.choices import Fund
from tools.samples.seed_evaluations import BOOKLET, UPGRADE

_GENERAL = ("2040202", Fund.GENERAL)
_GRID = ("2120801", Fund.GOVERNMENT)
_LAND = ("2120802", Fund.GOVERNMENT)

#: (项目名称, (功能科目, 资金性质), 年初预算数, 全年预算数 = 执行数), 元.
#: Only the amounts of the booklet and of the upgrade are published.
_PROJECTS: tuple[tuple[str, tuple[str, Fund], str, str], ...] = (
    ("综治中心电子政务网使用费", _GENERAL, "86400.00", "86400.00"),
    ("米易县全响应中心网费、邮电费", _GENERAL, "192000.00", "192000.00"),
    ("长安网运行服务费", _GENERAL, "48000.00", "48000.00"),
    ("网格化信息系统及应用系统费用", _GENERAL, "210000.00", "210000.00"),
    ("政法网络租赁费", _GENERAL, "158400.00", "158400.00"),
    ("大调解信息系统运行维护费", _GENERAL, "39600.00", "39600.00"),
    ("米易县兼职网格员2020年度补助及手持终端平台使用费", _GRID, "300000.00", "300000.00"),
    ("全响应中心外部绿化管护费", _GENERAL, "60000.00", "65805.00"),
    ("米易县专职网格员2021年度经费", _GRID, "1100000.00", "1243500.14"),
    ("全省社会治理智能化建设推进会相关数据接入项目", _GENERAL, "0.00", "298000.00"),
    ("2020年度全响应中心网费、邮电费", _GENERAL, "0.00", "126000.00"),
    ("2020年度政法委及全响应中心物业管理费预算", _GENERAL, "268400.00", "268400.00"),
    ("2020年度政法工作经费", _GENERAL, "0.00", "90000.00"),
    ("2019年度清廉米易 平安米易进万家宣传册（品）费用", _GENERAL, "167375.00", "167375.00"),
    ("开展全县政法队伍教育整顿相关工作经费", _GENERAL, "0.00", "130000.00"),
    ("2021年度政法工作经费", _GENERAL, "120000.00", "120000.00"),
    ("平安社区监控工程2020年度经费", _GRID, "600000.00", "680000.00"),
    ("米易县全响应中心提档升级建设项目", _LAND, "8155267.40", "8155267.40"),
)

#: The published report counts five 自评 and prints two of them; the other three are chosen here.
_SELF_ASSESSED = {"XM09", BOOKLET, "XM16", "XM17", UPGRADE}

_BOOKLET_GOAL = "强化法治宣传、推进平安米易建设，提升群众幸福感、满意度"
_UPGRADE_GOAL = (
    "按照进度稳步推进县全响应中心提档升级建设，充分发挥全响应中心智慧大脑作用，提升我县社会治理能力，"
    "提高社会安全感满意度，形成“共建、共享、共治”的社会治理新格局。"
)
_GOALS = {BOOKLET: _BOOKLET_GOAL, UPGRADE: _UPGRADE_GOAL}


def _project(number: int, name: str, where: tuple[str, Fund], initial: str, outturn: str) -> dict[str, Any]:
    code = f"XM{number:02d}"
    goal = _GOALS.get(code, "")
    project: dict[str, Any] = {
        "code": code,
        "name": name,
        "function": where[0],
        "fund": where[1],
        "initial": Decimal(initial),
        "revised": Decimal(outturn),
        "actual": Decimal(outturn),
        "pre_assessed": True,
        "has_goal": True,
        "monitored": code == UPGRADE,
        "self_assessed": code in _SELF_ASSESSED,
        "publish_form": bool(goal),
        "own_report": code == UPGRADE,
        "goal_planned": goal,
        "goal_achieved": goal,
    }
    if code == UPGRADE:
        project["score"] = Decimal(98)
    return project


PROJECTS: list[dict[str, Any]] = [_project(number, *row) for number, row in enumerate(_PROJECTS, start=1)]

#: (项目, 一级, 二级, 三级, 预期指标值, 实际完成指标值)
_INDICATORS = (
    (BOOKLET, "完成指标", "数量指标", "宣传册", "40000份", "40000份"),
    (BOOKLET, "完成指标", "数量指标", "垃圾桶", "7950个", "7950个"),
    (BOOKLET, "完成指标", "质量指标", "宣传册按合同要求印制", "高", "按要求完成并通过验收"),
    (BOOKLET, "完成指标", "时效指标", "时限", "2021年1-12月", "2021年1-12月"),
    (BOOKLET, "完成指标", "成本指标", "金额", "{本项目.预算}元", "{本项目.执行}元"),
    (BOOKLET, "效益指标", "社会效益指标", "提升群众法治意识", "提升群众法治意识", "提升群众法治意识"),
    (
        BOOKLET,
        "效益指标",
        "可持续影响指标",
        "持续推进平安米易建设",
        "持续推进平安米易建设",
        "持续推进平安米易建设",
    ),
    (BOOKLET, "满意度指标", "满意度指标", "满意度", "满意度达到95%", "满意度达到95%"),
    (UPGRADE, "完成指标", "数量指标", "提档升级项目", "1个", "完成1个"),
    (
        UPGRADE,
        "完成指标",
        "质量指标",
        "符合GB/T 18578-2008《城市地理信息系统设计规范》"
        "GB/T 22239-2019《网络安全等级保护基本要求》等相关标准",
        "好",
        "达到预期指标值",
    ),
    (UPGRADE, "完成指标", "时效指标", "时限", "2021年1-12月", "2021年1-12月"),
    (UPGRADE, "完成指标", "成本指标", "金额", "{本项目.预算}元", "{本项目.执行}元"),
    (UPGRADE, "效益指标", "经济效益指标", "资源复用率大幅提升", "资源复用率大幅提升", "资源复用率大幅提升"),
    (
        UPGRADE,
        "效益指标",
        "社会效益指标",
        "管理高效、指挥调度快速、安全显著提升",
        "管理高效、指挥调度快速、安全显著提升",
        "管理高效、指挥调度快速、安全显著提升",
    ),
    (
        UPGRADE,
        "效益指标",
        "生态效益指标",
        "生态环境事件防控能力提升",
        "生态环境事件防控能力提升",
        "实时监测各类危险源，降低环境事件发生可能",
    ),
    (
        UPGRADE,
        "效益指标",
        "可持续影响指标",
        "持续加强社会治安环境",
        "持续加强社会治安环境",
        "防治结合的立体化体系，持续净化治安环境",
    ),
    (UPGRADE, "满意度指标", "满意度指标", "满意度", "满意度达到95%", "满意度达到95%"),
)

INDICATORS: list[dict[str, Any]] = [
    dict(zip(("project", "level1", "level2", "level3", "planned", "achieved"), row, strict=True))
    for row in _INDICATORS
]
