"""The parts a sheet of the fill-in workbook is declared with, and short constructors for its columns."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from functools import partial
from typing import Any

from report_author.model.choices import Nature, Numbering
from report_author.model.facts import Carried, Record
from report_author.records import frozen

#: tab colours, one per group of sheets
BASIC, WORDS, MONEY, RESULTS, TIE_OUT = "4472C4", "70AD47", "ED7D31", "7030A0", "C00000"


class Kind(Enum):
    """What a cell holds; decides its format, its validation and how its text is read."""

    TEXT = "文字"
    LONG = "长文字"
    MONEY = "金额"
    NUMBER = "数值"
    COUNT = "整数"
    DATE = "日期"
    CHOICE = "选项"
    YES_NO = "是否"
    FUNCTION = "功能科目编码"
    ECONOMIC = "经济科目编码"
    LOOKUP = "自动显示"

    @property
    def numeric(self) -> bool:
        return self in (Kind.MONEY, Kind.NUMBER, Kind.COUNT)

    @property
    def code(self) -> bool:
        return self in (Kind.FUNCTION, Kind.ECONOMIC)


class Blank(Enum):
    """What it means that nothing is typed into a cell; never that a figure is 0, unless the layout says so here."""

    NOT_APPLICABLE = "不适用"
    ZERO = "按 0"
    MISSING = "待填"
    NO = "否"


class Sign(Enum):
    """Whether an amount may be below zero; UNUSUAL: only as a rare correction, so a warning."""

    NOT_NEGATIVE = "不能为负"
    UNUSUAL = "一般不为负"
    ANY = "可为负"


@frozen
class Column:
    """One column of a list, or one line of a form.

    ``field`` is the field of the record (of a LOOKUP: an id of its own), ``of`` the field whose name a
    LOOKUP shows. ``choice`` is the enum behind a CHOICE; ``options`` are mere suggestions for a TEXT that is not ``closed``.
    ``blank`` is what an empty cell means (of a LOOKUP nothing: it is computed), ``when`` the circumstances, in the clerk's
    words: a blank that is MISSING without any is told by the reader, one with them by ``figures.blanks``.
    ``unless``: the cell is required wherever another field holds something else than these values.
    ``later``: files made before this column came into the layout lack it, and nothing is said of that. ``given``: the
    program may have written it, so that it alone makes no row.
    ``levels`` are the code lengths allowed; in an ``any_code`` column a FUNCTION may be an economic code as well. ``default`` stands where the clerk has typed nothing yet, so it
    never counts as filled. ``span`` is the number of sheet columns the cell covers.
    """

    field: str
    label: str
    kind: Kind
    required: bool = False
    hint: str = ""
    choice: type[Enum] | None = None
    options: tuple[str, ...] = ()
    closed: bool = False
    levels: tuple[int, ...] = ()
    any_code: bool = False
    sign: Sign = Sign.NOT_NEGATIVE
    default: Any = None
    of: str = ""
    span: int = 1
    blank: Blank | None = None
    when: str = ""
    unless: tuple[str, tuple[Enum, ...]] | None = None
    later: bool = False
    given: bool = False

    @property
    def labels(self) -> tuple[str, ...]:
        """What the drop-down offers; empty where there is none."""
        if self.choice is not None:
            return tuple(str(member.value) for member in self.choice)
        if self.kind is Kind.YES_NO:
            return ("是", "否")
        return self.options


@frozen
class Form:
    """Label | value | note, one line per field; several forms with one ``id`` fill one record."""

    id: str
    title: str
    record: type[Record]
    columns: tuple[Column, ...]
    part: str = ""
    value_span: int = 1

    @property
    def key(self) -> str:
        """Unique in the workbook, e.g. ``counts.abroad``."""
        return f"{self.id}.{self.part}" if self.part else self.id


@frozen
class ListBlock:
    """A header row with one record per row below it.

    ``fixed`` names the enum whose members stand ready in the first column, one row each.
    ``rows`` is the number of rows formatted for input. ``start`` are rows an empty workbook already shows.
    ``fill_down`` fields, left blank, repeat the row above. ``continued_by`` is the field that marks a row as
    the continuation of an earlier one, whose ``carried`` fields it may leave blank. ``unique`` fields must not repeat together. ``split`` is the field
    whose lines become records of their own. ``least`` is how many rows a complete workbook has at the least. ``quoted``: texts quote its rows by their ``unique`` name.
    """

    id: str
    title: str
    record: type[Record]
    columns: tuple[Column, ...]
    rows: int = 60
    fixed: type[Enum] | None = None
    start: tuple[Mapping[str, Any], ...] = ()
    fill_down: tuple[str, ...] = ()
    continued_by: str = ""
    carried: tuple[str, ...] = ()
    unique: tuple[str, ...] = ()
    split: str = ""
    least: int = 0
    quoted: bool = False

    @property
    def key(self) -> str:
        return self.id

    @property
    def inputs(self) -> tuple[Column, ...]:
        """The columns a clerk fills; LOOKUP columns are computed, so never read."""
        return tuple(c for c in self.columns if c.kind is not Kind.LOOKUP)


@frozen
class Sum:
    """Σ of ``field`` over the rows of a list where every field of ``where`` has that value."""

    block: str
    field: str
    where: tuple[tuple[str, str], ...] = ()


@frozen
class LiveCheck:
    """A comparison the workbook itself shows: left equals right, or for ``at_most`` does not exceed it."""

    label: str
    left: tuple[Sum, ...]
    right: tuple[Sum, ...]
    at_most: bool = False


@frozen
class CheckBlock:
    """The live checks; computed, so never read."""

    id: str
    title: str
    checks: tuple[LiveCheck, ...]

    @property
    def key(self) -> str:
        return self.id


@frozen
class ProgressBlock:
    """How far every sheet is filled; computed, so never read."""

    id: str
    title: str

    @property
    def key(self) -> str:
        return self.id


Block = Form | ListBlock | CheckBlock | ProgressBlock


@frozen
class Sheet:
    """One visible sheet: ``widths`` (in characters) run from column B; column A holds the hidden ids.

    ``hint`` stands under the title, one sheet row for each of its lines.
    """

    id: str
    name: str
    title: str
    hint: str
    colour: str
    widths: tuple[int, ...]
    blocks: tuple[Block, ...]
    protected: bool = False

    @property
    def forms(self) -> list[Form]:
        return [block for block in self.blocks if isinstance(block, Form)]

    @property
    def lists(self) -> list[ListBlock]:
        return [block for block in self.blocks if isinstance(block, ListBlock)]


def _column(kind: Kind, otherwise: Blank, field: str, label: str, **more: Any) -> Column:
    """A column with ``more`` of its fields; ``otherwise`` is what a blank means where the cell is not required."""
    more.setdefault("blank", Blank.MISSING if more.get("required") else otherwise)
    return Column(field, label, kind, **more)


#: One line of text; ``options`` are suggestions, or all there is where it is ``closed``.
text = partial(_column, Kind.TEXT, Blank.NOT_APPLICABLE)
#: Text of any length, wrapped.
long = partial(_column, Kind.LONG, Blank.NOT_APPLICABLE)
#: An amount in 元 with two decimals.
money = partial(_column, Kind.MONEY, Blank.MISSING, hint="以元为单位，保留两位小数。")
#: A decimal number of any precision.
number = partial(_column, Kind.NUMBER, Blank.MISSING)
#: A whole number from zero.
count = partial(_column, Kind.COUNT, Blank.MISSING, hint="填整数。")
#: A date.
day = partial(_column, Kind.DATE, Blank.NOT_APPLICABLE)
#: 是 or 否.
yes_no = partial(_column, Kind.YES_NO, Blank.NO, hint="选“是”或“否”，留空等于“否”。")


def choice(field: str, label: str, members: type[Enum], default: Enum | None = None, **more: Any) -> Column:
    """One of the labels of an enum."""
    when = f"等于“{default.value}”" if default is not None else ""
    more = {"when": when, "choice": members, "default": default, **more}
    return _column(Kind.CHOICE, Blank.NOT_APPLICABLE, field, label, **more)


def function(
    label: str = "功能科目编码", *, levels: tuple[int, ...] = (7,), any_code: bool = False, **more: Any
) -> Column:
    """A code of 支出功能分类, by default a 7-digit 项; with ``any_code`` an economic code is right as well."""
    digits = "、".join(map(str, levels))
    hint = f"填 {digits} 位编码，旁边自动显示科目名称。" + (
        "批复项目是经济科目支出的，填经济科目编码。" if any_code else ""
    )
    more = {"required": True, "hint": hint, "levels": levels, "any_code": any_code, **more}
    return _column(Kind.FUNCTION, Blank.MISSING, "function", label, **more)


def economic() -> Column:
    """A 5-digit 款 of 部门预算支出经济分类."""
    return _column(
        Kind.ECONOMIC,
        Blank.MISSING,
        "economic",
        "经济科目编码",
        levels=(5,),
        hint="填 5 位款级编码；上缴上级支出、对附属单位补助支出可留空。",
        when="上缴上级支出、对附属单位补助支出不适用",
        unless=("nature", (Nature.TO_SUPERIOR, Nature.TO_SUBORDINATE)),
    )


def lookup(of: str) -> Column:
    """The name that belongs to the code in field ``of``."""
    labels = {"function": "科目名称", "economic": "经济科目名称", "project": "项目名称"}
    return Column(f"{of}_name", labels[of], Kind.LOOKUP, of=of)


#: 未调整: one answer for a row of budgets
UNADJUSTED = yes_no(
    "unadjusted",
    "未调整",
    hint="年初预算全年没有调整过的选“是”，全年预算数可留空（等于年初预算数）。",
    later=True,
)


def budget_money(*, unadjusted: str = "“未调整”选“是”", **more: Any) -> tuple[Column, Column]:
    """年初预算数 and 全年预算数; ``unadjusted`` is where it is said that they are the same."""
    return (
        money(
            "initial",
            "年初预算数",
            **more,
            when="只填了全年预算数的，按年中追加（年初为 0）处理并列出",
            hint="年初没有预算、年中追加的填 0。",
        ),
        money(
            "revised",
            "全年预算数",
            **more,
            when=f"{unadjusted}的，等于年初预算数",
            hint=f"调整后的预算数；全年没有调整过的，{unadjusted}就不用填；调减到 0 的填 0。",
        ),
    )


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
        "carried",
        "去年内容（自动填写；没有沿用去年的内容就不用管）",
        Carried,
        part=part,
        value_span=value_span,
        columns=(
            text(f"{part}_from", "沿用自"),
            yes_no(f"{part}_checked", "已核对", hint="逐项核对并改成今年的情况后选“是”。"),
        ),
    )
