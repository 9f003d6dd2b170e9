"""The 绩效目标自评表 of one project: the form's fixed cells around its data."""

from __future__ import annotations

from tools.word_template.blocks import Block, Paragraph, Raw, tag
from tools.word_template.markup import cell, row, table

#: twips; together the width of the page's text area (156 mm)
_WIDTHS = (1180, 1320, 2644, 1700, 2000)
_LABEL, _TEXT, _NUMBER = "TableLabel", "TableText", "TableNumber"


def _width(first: int, last: int) -> int:
    return sum(_WIDTHS[first : last + 1])


def _label(first: int, last: int, text: str, merge: str = "") -> str:
    return cell(_width(first, last), text, _LABEL, last - first + 1, merge, fixed=True)


def _value(first: int, last: int, text: str, style: str = _TEXT) -> str:
    return cell(_width(first, last), text, style, last - first + 1)


def _money(form: str, figure: str, labels: tuple[str, str], heading: str = "") -> str:
    """A row of the money block: what was planned beside what was spent, in 元 to the 分 like the 成本指标 below, with commas like every table."""
    planned, executed = (f"{{{{ {form}.{figure}{side}|千分位 }}}}元" for side in ("预算", "执行"))
    return row(
        _label(0, 0, heading, "restart" if heading else "continue"),
        _label(1, 1, labels[0]),
        _value(2, 2, planned, _NUMBER),
        _label(3, 3, labels[1]),
        _value(4, 4, executed, _NUMBER),
    )


def _facts_table(form: str) -> str:
    return table(
        _WIDTHS,
        row(
            _label(0, 0, "主管部门\n及代码"),
            _value(1, 2, "{{ 部门.主管部门 }}{% if 部门.编码 %}（{{ 部门.编码 }}）{% endif %}"),
            _label(3, 3, "实施单位"),
            _value(4, 4, "{{ 部门.全称 }}"),
        ),
        _money(form, "", ("预算数：", "执行数："), "项目预算\n执行情况\n（元）"),
        _money(form, "财政拨款", ("其中：\n财政拨款", "其中：\n财政拨款")),
        _money(form, "其他资金", ("其他资金", "其他资金")),
        row(
            _label(0, 0, "年度总体\n目标完成\n情况", "restart"),
            _label(1, 2, "预期目标"),
            _label(3, 4, "目标实际完成情况"),
        ),
        row(
            _label(0, 0, "", "continue"),
            _value(1, 2, f"{{{{ {form}.目标预期 }}}}"),
            _value(3, 4, f"{{{{ {form}.目标实际 }}}}"),
            height=600,
        ),
    )


def _indicators_table(form: str) -> str:
    """The indicators: a table of its own, so that its heads are repeated on every page it runs over."""
    whole = len(_WIDTHS) - 1
    return table(
        _WIDTHS,
        row(_label(0, whole, "年度绩效指标完成情况"), header=True),
        row(
            _label(0, 0, "一级指标"),
            _label(1, 1, "二级指标"),
            _label(2, 2, "三级指标"),
            _label(3, 3, "预期指标值"),
            _label(4, 4, "实际完成指标值"),
            header=True,
        ),
        row(_value(0, whole, f"{{%tr for 标 in {form}.指标 %}}", "TemplateTag")),
        row(
            _label(0, 0, "{% vm %}{{ 标.一级 }}"),
            _label(1, 1, "{% vm %}{{ 标.二级 }}"),
            _value(2, 2, "{{ 标.三级 }}"),
            _value(3, 3, "{{ 标.预期 }}"),
            _value(4, 4, "{{ 标.实际 }}"),
        ),
        row(_value(0, whole, "{%tr endfor %}", "TemplateTag")),
    )


def self_evaluation_form(form: str) -> list[Block]:
    """The form of the loop variable ``form``; without indicators only its upper half is printed."""
    return [
        Raw(_facts_table(form)),
        Paragraph("TableGap", ""),
        tag(f"if {form}.指标"),
        Raw(_indicators_table(form)),
        Paragraph("TableGap", ""),
        tag("endif"),
    ]
