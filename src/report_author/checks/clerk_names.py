"""填报: what the clerk typed, list by list; every name that a rule may use."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache, partial
from typing import Any

from report_author.checks.amounts import Rounded
from report_author.checks.grids import SHAPES
from report_author.figures.account import Account
from report_author.figures.figure import Figure
from report_author.figures.values import Names
from report_author.model.facts import LastYear, Record
from report_author.model.format import OPTION_SPECS, Format
from report_author.model.money import YUAN_PER_WAN, ZERO
from report_author.workbook.layout import forms, lists
from report_author.workbook.shape import Column, Kind

#: the block of the layout → its name under 填报
LISTS: Mapping[str, str] = {
    "institutions": "机构",
    "staff": "人员",
    "texts": "文字",
    "quotables": "引用数据",
    "terms": "名词",
    "incomes": "收入",
    "carryovers": "结转结余",
    "expenditures": "支出",
    "budgets": "预算",
    "last_year": "上年数",
    "sangong": "三公",
    "vehicles_by_type": "车型",
    "vehicles_by_use": "车辆",
    "procurements": "采购",
    "receptions": "接待",
    "projects": "项目",
    "indicators": "指标",
    "eval_texts": "评价正文",
    "reasons": "原因",
    "item_reasons": "科目原因",
    "class_uses": "类用途",
}
FORMS: Mapping[str, str] = {"department": "首页", "counts": "统计", "evaluation": "整体评价"}
#: 上年数: the published figure with its 口径调整, in 元
LAST_YEAR_AMOUNT = "上年数"
#: under this name a row says in which cells it was typed: 行.格.金额
CELLS = "格"


def name_of(label: str) -> str:
    """A label of the workbook as a name: 年末保有（辆） → 年末保有, “三公”项目 → 三公项目."""
    return re.sub(r"（[^（）]*）|[^\w]", "", label)


def _unit_of(column: Column) -> str:
    if column.kind is Kind.MONEY:
        return "元"
    found = re.search(r"（([^（）]{1,3})）$", column.label)
    return found.group(1) if found else "人" if column.field in ("posts", "actual") else ""


@cache
def columns_of(block: str) -> Mapping[str, Column]:
    """The columns of a list or form by their names, without those that only show the name of a code."""
    if block in FORMS:
        found = [column for _, form in forms()[block] for column in form.columns]
    else:
        found = list(lists()[block][1].columns)
    return {name_of(column.label): column for column in found if column.kind is not Kind.LOOKUP}


def options(fmt: Format) -> Names:
    """选项: the choices of the format; numbers as numbers."""
    numbers = {spec.key for spec in OPTION_SPECS if spec.kind == "数字"}
    return Names(
        "选项", {key: Decimal(value) if key in numbers else value for key, value in fmt.options.items()}
    )


def clerk_names(account: Account) -> Names:
    """填报."""
    entries: dict[str, object] = {
        name: partial(_rows, getattr(account.facts, block), block) for block, name in LISTS.items()
    }
    for block, name in FORMS.items():
        entries[name] = partial(_record, getattr(account.facts, block), block, f"填报.{name}")
    return Names("填报", entries)


def _rows(records: tuple[Record, ...], block: str) -> tuple[Names, ...]:
    return tuple(_record(record, block, f"填报.{LISTS[block]}") for record in records)


def _record(record: Record, block: str, path: str) -> Names:
    entries: dict[str, object] = {
        name: _value(getattr(record, column.field), name, _unit_of(column), record.cell(column.field))
        for name, column in columns_of(block).items()
    }
    cells = {name: record.cell(column.field) for name, column in columns_of(block).items()}
    entries[CELLS] = Names(f"{path}.{CELLS}", cells)
    if isinstance(record, LastYear):
        entries[LAST_YEAR_AMOUNT] = _published(record)
    return Names(path, entries)


def _value(value: Any, label: str, unit: str, cell: str) -> object:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (int, Decimal)):
        return Figure(label, ZERO + value, unit, "", (cell,))
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def _published(record: LastYear) -> Figure | None:
    """Last year's figure in 元: one printed in 万元 is known to half of 0.01 万元."""
    if record.published is None:
        return None
    in_yuan = record.unit == "元"
    value = (record.published + record.adjustment) * (1 if in_yuan else YUAN_PER_WAN)
    half = ZERO if in_yuan else YUAN_PER_WAN / 200
    cells = (record.cell("published"), record.cell("adjustment"))
    return Rounded(f"上年{record.row.value}", value, "元", "上年公开数 + 口径调整数", cells, half)


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
