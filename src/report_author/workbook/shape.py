"""The parts a sheet of the fill-in workbook is declared with, and short constructors for its columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from report_author.model.choices import Numbering
from report_author.model.facts import Carried, Record

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a list, or one line of a form.

    ``field`` is the field of the record (of a LOOKUP: an id of its own), ``of`` the field whose name a
    LOOKUP shows. ``choice`` is the enum behind a CHOICE; ``options`` are mere suggestions for a TEXT that is not ``closed``.
    ``blank`` is what an empty cell means (of a LOOKUP nothing: it is computed), ``when`` the circumstances, in the clerk's
    words: a blank that is MISSING without any is told by the reader, one with them by ``figures.blanks``.
    ``later``: files made before this column came into the layout lack it, and nothing is said of that.
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
    later: bool = False

    @property
    def labels(self) -> tuple[str, ...]:
        """What the drop-down offers; empty where there is none."""
        if self.choice is not None:
            return tuple(str(member.value) for member in self.choice)
        if self.kind is Kind.YES_NO:
            return ("是", "否")
        return self.options


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """Label | value | note, one line per field; several forms with one ``id`` fill one record."""

    id: str
    part: str = ""
    title: str
    record: type[Record]
    columns: tuple[Column, ...]
    value_span: int = 1

    @property
    def key(self) -> str:
        """Unique in the workbook, e.g. ``counts.abroad``."""
        return f"{self.id}.{self.part}" if self.part else self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class ListBlock:
    """A header row with one record per row below it.

    ``fixed`` names the enum whose members stand ready in the first column, one row each.
    ``rows`` is the number of rows formatted for input. ``start`` are rows an empty workbook already shows.
    ``fill_down`` fields, left blank, repeat the row above. ``continued_by`` is the field that marks a row as
    the continuation of an earlier one, whose ``carried`` fields it may leave blank. ``unique`` fields must not repeat together. ``split`` is the field
    whose lines become records of their own. ``least`` is how many rows a complete workbook has at the least.
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

    @property
    def key(self) -> str:
        return self.id

    @property
    def inputs(self) -> tuple[Column, ...]:
        """The columns a clerk fills; LOOKUP columns are computed, so never read."""
        return tuple(c for c in self.columns if c.kind is not Kind.LOOKUP)


@dataclass(frozen=True, slots=True)
class Sum:
    """Σ of ``field`` over the rows of a list where every field of ``where`` has that value."""

    block: str
    field: str
    where: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class LiveCheck:
    """A comparison the workbook itself shows: left equals right, or for ``at_most`` does not exceed it."""

    label: str
    left: tuple[Sum, ...]
    right: tuple[Sum, ...]
    at_most: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckBlock:
    """The live checks; computed, so never read."""

    id: str
    title: str
    checks: tuple[LiveCheck, ...]

    @property
    def key(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressBlock:
    """How far every sheet is filled; computed, so never read."""

    id: str
    title: str

    @property
    def key(self) -> str:
        return self.id


Block = Form | ListBlock | CheckBlock | ProgressBlock


@dataclass(frozen=True, slots=True, kw_only=True)
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


def _blank(required: bool, otherwise: Blank) -> Blank:
    return Blank.MISSING if required else otherwise


def text(
    field: str,
    label: str,
    *,
    required: bool = False,
    hint: str = "",
    options: tuple[str, ...] = (),
    closed: bool = False,
    default: Any = None,
    when: str = "",
    later: bool = False,
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
        blank=_blank(required, Blank.NOT_APPLICABLE),
        when=when,
        later=later,
    )


def long(
    field: str, label: str, *, required: bool = False, hint: str = "", span: int = 1, when: str = ""
) -> Column:
    """Text of any length, wrapped."""
    blank = _blank(required, Blank.NOT_APPLICABLE)
    return Column(
        field=field,
        label=label,
        kind=Kind.LONG,
        required=required,
        hint=hint,
        span=span,
        blank=blank,
        when=when,
    )


def money(
    field: str,
    label: str,
    *,
    blank: Blank = Blank.MISSING,
    when: str = "",
    required: bool = False,
    hint: str = "以元为单位，保留两位小数。",
    sign: Sign = Sign.NOT_NEGATIVE,
) -> Column:
    """An amount in 元 with two decimals."""
    return Column(
        field=field,
        label=label,
        kind=Kind.MONEY,
        required=required,
        hint=hint,
        sign=sign,
        blank=blank,
        when=when,
    )


def number(
    field: str,
    label: str,
    *,
    blank: Blank = Blank.MISSING,
    when: str = "",
    required: bool = False,
    hint: str = "",
    sign: Sign = Sign.NOT_NEGATIVE,
) -> Column:
    """A decimal number of any precision."""
    return Column(
        field=field,
        label=label,
        kind=Kind.NUMBER,
        required=required,
        hint=hint,
        sign=sign,
        blank=blank,
        when=when,
    )


def count(
    field: str,
    label: str,
    *,
    blank: Blank = Blank.MISSING,
    when: str = "",
    required: bool = False,
    hint: str = "填整数。",
) -> Column:
    """A whole number from zero."""
    return Column(
        field=field, label=label, kind=Kind.COUNT, required=required, hint=hint, blank=blank, when=when
    )


def day(field: str, label: str, *, hint: str = "") -> Column:
    """A date."""
    return Column(field=field, label=label, kind=Kind.DATE, hint=hint, blank=Blank.NOT_APPLICABLE)


def choice(
    field: str,
    label: str,
    members: type[Enum],
    *,
    required: bool = False,
    hint: str = "",
    default: Enum | None = None,
    when: str = "",
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
        blank=_blank(required, Blank.NOT_APPLICABLE),
        when=when or (f"等于“{default.value}”" if default is not None else ""),
    )


def yes_no(
    field: str, label: str, *, hint: str = "选“是”或“否”，留空等于“否”。", when: str = "", later: bool = False
) -> Column:
    """是 or 否."""
    return Column(
        field=field, label=label, kind=Kind.YES_NO, hint=hint, blank=Blank.NO, when=when, later=later
    )


def function(
    label: str = "功能科目编码",
    *,
    required: bool = True,
    levels: tuple[int, ...] = (7,),
    any_code: bool = False,
    blank: Blank = Blank.MISSING,
) -> Column:
    """A code of 支出功能分类, by default a 7-digit 项; with ``any_code`` an economic code is right as well."""
    digits = "、".join(str(n) for n in levels)
    hint = f"填 {digits} 位编码，旁边自动显示科目名称。" + (
        "批复项目是经济科目支出的，填经济科目编码。" if any_code else ""
    )
    return Column(
        field="function",
        label=label,
        kind=Kind.FUNCTION,
        required=required,
        levels=levels,
        any_code=any_code,
        hint=hint,
        blank=blank,
    )


def economic() -> Column:
    """A 5-digit 款 of 部门预算支出经济分类."""
    hint = "填 5 位款级编码；上缴上级支出、对附属单位补助支出可留空。"
    return Column(
        field="economic",
        label="经济科目编码",
        kind=Kind.ECONOMIC,
        levels=(5,),
        hint=hint,
        blank=Blank.MISSING,
        when="上缴上级支出、对附属单位补助支出不适用",
    )


def lookup(of: str) -> Column:
    """The name that belongs to the code in field ``of``."""
    labels = {"function": "科目名称", "economic": "经济科目名称", "project": "项目名称"}
    return Column(field=f"{of}_name", label=labels[of], kind=Kind.LOOKUP, of=of)


#: 未调整: one answer for a row of budgets
UNADJUSTED = yes_no(
    "unadjusted",
    "未调整",
    hint="年初预算全年没有调整过的选“是”，全年预算数可留空（等于年初预算数）。",
    later=True,
)


def budget_money(
    *, sign: Sign = Sign.NOT_NEGATIVE, unadjusted: str = "“未调整”选“是”"
) -> tuple[Column, Column]:
    """年初预算数 and 全年预算数; ``unadjusted`` is where it is said that they are the same."""
    return (
        money(
            "initial",
            "年初预算数",
            sign=sign,
            when="只填了全年预算数的，按年中追加（年初为 0）处理并列出",
            hint="年初没有预算、年中追加的填 0。",
        ),
        money(
            "revised",
            "全年预算数",
            sign=sign,
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
