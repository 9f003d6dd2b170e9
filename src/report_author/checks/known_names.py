"""Every name that a rule may use, for the check of rules before any data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from report_author.checks.clerk_names import CELLS, FORMS, LAST_YEAR_AMOUNT, LISTS, columns_of
from report_author.checks.grid_shapes import SHAPES
from report_author.model.format import OPTION_SPECS

#: The names of figures.vocabulary that a rule may use, with 填报 and 选项 of its own.
ROOTS = frozenset(
    (
        "年度",
        "上年",
        "部门",
        "机构",
        "人员",
        "收入",
        "支出",
        "总体",
        "财政拨款",
        "一般公共预算",
        "政府性基金预算",
        "国有资本经营预算",
        "三公",
        "机关运行经费",
        "政府采购",
        "资产",
        "绩效",
        "整体评价",
        "项目",
        "名词",
        "原因",
        "用途",
        "表",
        "填报",
        "选项",
    )
)


def _clerk() -> Mapping[str, Any]:
    found: dict[str, Any] = {}
    for block, name in LISTS.items():
        extra = {CELLS, LAST_YEAR_AMOUNT} if block == "last_year" else {CELLS}
        found[name] = frozenset({*columns_of(block), *extra})
    for block, name in FORMS.items():
        found[name] = {**dict.fromkeys(columns_of(block)), CELLS: dict.fromkeys(columns_of(block))}
    return found


#: What stands below a root, where it is the same for every department; a frozenset names the columns of rows.
TREE: Mapping[str, Any] = {
    "表": {
        shape.name: {"行": shape.row_names, "有数据": None, **dict.fromkeys(shape.single)}
        | ({"列": frozenset(("编码", "名称", "块编码", "块名称", "是小计"))} if shape.kind == "明细" else {})
        for shape in SHAPES
    },
    "填报": _clerk(),
    "选项": {spec.key: None for spec in OPTION_SPECS},
}
