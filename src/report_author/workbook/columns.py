"""Short constructors for the columns of the layout."""

from __future__ import annotations

from enum import Enum
from typing import Any

from report_author.model.choices import Numbering
from report_author.model.facts import Carried
from report_author.workbook.shape import Column, Form, Kind, Sign


def text(
    field: str,
    label: str,
    *,
    required: bool = False,
    hint: str = "",
    options: tuple[str, ...] = (),
    closed: bool = False,
    default: Any = None,
) -> Column:
    """One line of text; ``options`` are suggestions, or all there is where it is ``closed``."""
    return Column(
        field=field,
        label=label,
        kind=Kind.TEXT,
        required=required,
        hint=hint,
        options=options,
        closed=closed,
        default=default,
    )


def long(field: str, label: str, *, required: bool = False, hint: str = "", span: int = 1) -> Column:
    """Text of any length, wrapped."""
    return Column(field=field, label=label, kind=Kind.LONG, required=required, hint=hint, span=span)


def money(
    field: str,
    label: str,
    *,
    required: bool = False,
    hint: str = "以元为单位，保留两位小数。",
    sign: Sign = Sign.NOT_NEGATIVE,
) -> Column:
    """An amount in 元 with two decimals."""
    return Column(field=field, label=label, kind=Kind.MONEY, required=required, hint=hint, sign=sign)


def number(
    field: str, label: str, *, required: bool = False, hint: str = "", sign: Sign = Sign.NOT_NEGATIVE
) -> Column:
    """A decimal number of any precision."""
    return Column(field=field, label=label, kind=Kind.NUMBER, required=required, hint=hint, sign=sign)


def count(field: str, label: str, *, required: bool = False, hint: str = "填整数。") -> Column:
    """A whole number from zero."""
    return Column(field=field, label=label, kind=Kind.COUNT, required=required, hint=hint)


def day(field: str, label: str, *, hint: str = "") -> Column:
    """A date."""
    return Column(field=field, label=label, kind=Kind.DATE, hint=hint)


def choice(
    field: str,
    label: str,
    members: type[Enum],
    *,
    required: bool = False,
    hint: str = "",
    default: Enum | None = None,
) -> Column:
    """One of the labels of an enum."""
    return Column(
        field=field,
        label=label,
        kind=Kind.CHOICE,
        choice=members,
        required=required,
        hint=hint,
        default=default,
    )


def yes_no(field: str, label: str, *, hint: str = "选“是”或“否”，留空等于“否”。") -> Column:
    """是 or 否."""
    return Column(field=field, label=label, kind=Kind.YES_NO, hint=hint)


def function(
    label: str = "功能科目编码", *, required: bool = True, levels: tuple[int, ...] = (7,), any_code: bool = False
) -> Column:
    """A code of 支出功能分类, by default a 7-digit 项; with ``any_code`` an economic code is right as well."""
    digits = "、".join(str(n) for n in levels)
    hint = f"填 {digits} 位编码，旁边自动显示科目名称。" + ("批复项目是经济科目支出的，填经济科目编码。" if any_code else "")
    return Column(
        field="function", label=label, kind=Kind.FUNCTION, required=required, levels=levels, any_code=any_code, hint=hint
    )


def economic() -> Column:
    """A 5-digit 款 of 部门预算支出经济分类."""
    hint = "填 5 位款级编码；上缴上级支出、对附属单位补助支出可留空。"
    return Column(field="economic", label="经济科目编码", kind=Kind.ECONOMIC, levels=(5,), hint=hint)


def lookup(of: str) -> Column:
    """The name that belongs to the code in field ``of``."""
    labels = {"function": "科目名称", "economic": "经济科目名称", "project": "项目名称"}
    return Column(field=f"{of}_name", label=labels[of], kind=Kind.LOOKUP, of=of)


#: 单位 is needed only where a department sums up subordinate units
UNIT = text("unit", "所属单位", hint="汇总多个单位时填单位名称；只有一个单位可留空。")

NUMBERING = choice(
    "numbering",
    "编号方式",
    Numbering,
    default=Numbering.NONE,
    hint="“无”不编号；“1.”和“（1）”由系统自动编号，正文里不要再写号码。",
)
BODY = long(
    "body", "正文", hint="一格可写几段（Alt+Enter 换行），每行打印成一段。可用 {名称} 引用“引用数据”里的数。"
)


def carried(part: str, value_span: int = 1) -> Form:
    """Where the content of a sheet stems from when it is last year's, with the tick of who has looked it over."""
    return Form(
        id="carried",
        part=part,
        title="去年内容（自动填写；没有沿用去年的内容就不用管）",
        record=Carried,
        value_span=value_span,
        columns=(
            text(f"{part}_from", "沿用自"),
            yes_no(f"{part}_checked", "已核对", hint="逐项核对并改成今年的情况后选“是”。"),
        ),
    )
