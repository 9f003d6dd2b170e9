"""The parts a sheet of the fill-in workbook is declared with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from report_author.model.facts import Record

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
