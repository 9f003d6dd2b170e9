"""The format of a year in one place: its choices, tables, charts, terms, leftover phrases."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from report_author.model.findings import Finding, error, info, warning

FORMAT_BOOK = "格式.xlsx"


@dataclass(frozen=True, slots=True)
class TableSpec:
    """One row of 表清单. ``note`` and ``empty_note`` may quote figures as ``{名称}``."""

    number: str
    title: str
    sheet: str
    grid: str
    note: str
    empty_note: str
    scope: str
    cell: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """One row of 图数据: ``source`` names an amount; without ``category`` it names a list of rows with 名称 and 金额.

    ``category`` may quote the years as ``{年度}`` and ``{上年}``.
    """

    category: str
    series: str
    source: str
    cell: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class ChartSpec:
    """One row of 图清单 with its rows of 图数据; ``key`` is the alternative text of the chart in the Word template."""

    number: str
    caption: str
    key: str
    unit: str
    points: tuple[ChartPoint, ...] = ()
    cell: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class TermSpec:
    """One row of 名词解释. A 科目 row is found by code, by the name of the 项, or by a pattern with ``*``."""

    term: str
    meaning: str
    is_code: bool
    condition: str
    cell: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Residue:
    """One row of 残留用语: words that must not be published."""

    words: str
    is_regex: bool
    meaning: str

    def found_in(self, text: str) -> str:
        """The leftover words in ``text``; empty when there are none."""
        if not self.is_regex:
            return self.words if self.words in text else ""
        match = re.search(self.words, text)
        return match.group() if match else ""


@dataclass(frozen=True, slots=True)
class Opinion:
    """One row of 放行意见: the bureau's reason to let the finding ``number`` pass."""

    number: str
    text: str


@dataclass(frozen=True, slots=True)
class RuleSpec:
    """One row of 审核公式, as typed; ``left`` and ``right`` name the two sides of its 等式 in messages."""

    code: str
    name: str
    formula: str
    severity: str
    applies: str = "全部"
    tolerance: str = ""
    basis: str = ""
    message: str = ""
    advice: str = ""
    left: str = ""
    right: str = ""
    place: str = ""
    cell: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class ClassSpec:
    """A code with its name: a row of 支出类, or one that the bureau adds to the dictionary in 科目."""

    code: str
    name: str
    system: str = "功能"


@dataclass(frozen=True, slots=True)
class FactLine:
    """One row of 信息表: its label (may quote an option as ``{选项}``), its level 1–3, the name of its figure or nothing."""

    label: str
    level: int
    source: str
    cell: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Explained:
    """The 名词解释 of a 项; ``generic`` where the format has no words of its own for it."""

    meaning: str
    generic: bool


@dataclass(frozen=True, slots=True)
class Format:
    """All that 格式.xlsx says; every list keeps the order of the sheet."""

    id: str
    folder: Path
    name: str
    year: int
    options: Mapping[str, str]
    tables: tuple[TableSpec, ...]
    charts: tuple[ChartSpec, ...]
    classes: tuple[ClassSpec, ...]
    terms_first: tuple[TermSpec, ...]
    code_terms: tuple[TermSpec, ...]
    terms_last: tuple[TermSpec, ...]
    residues: tuple[Residue, ...]
    rules: tuple[RuleSpec, ...]
    codes: tuple[ClassSpec, ...]
    facts: tuple[FactLine, ...]
    opinions: tuple[Opinion, ...] = ()

    def option(self, key: str) -> str:
        """The choice made for ``key`` (a key of format_options.OPTION_SPECS)."""
        return self.options[key]

    def yes(self, key: str) -> bool:
        return self.options[key] == "是"

    def number(self, key: str) -> Decimal:
        return Decimal(self.options[key])

    def code_list(self, key: str) -> tuple[str, ...]:
        return tuple(self.options[key].split("、"))

    def tables_for(self, scope: str) -> tuple[TableSpec, ...]:
        """The tables of a 部门 or 单位 report, in order."""
        return tuple(table for table in self.tables if table.scope in ("全部", scope))

    def explain(self, code: str, name: str, group: str = "", klass: str = "") -> Explained:
        """The meaning of 项 ``code`` called ``name``, of 款 ``group`` in 类 ``klass``."""
        values = {"名称": name, "款名称": group or name, "类名称": klass or group or name}
        by_term = {term.term: term for term in self.code_terms}
        own = by_term.get(code) or by_term.get(name)
        if own is not None:
            return Explained(_filled(own.meaning, values), False)
        for term in self.code_terms:
            if "*" not in term.term:
                continue
            match = re.fullmatch(re.escape(term.term).replace(r"\*", "(.+)"), name)
            if match:
                return Explained(_filled(term.meaning, {**values, "*": match.group(1)}), term.term == "*")
        return Explained(f"反映{name}方面的支出。", True)


def _filled(pattern: str, values: Mapping[str, str]) -> str:
    return re.sub(r"\{([^{}]+)\}", lambda match: values.get(match.group(1), match.group()), pattern)


def choose_format(
    formats: Sequence[Format], year: int, wanted: str = ""
) -> tuple[Format | None, list[Finding]]:
    """The format that a workbook names (id or name), else the newest that is in force in its ``year``."""
    place = "首页"
    known = "、".join(f"{one.id}（{one.name}）" for one in formats) or "（没有）"
    if wanted:
        for one in formats:
            if wanted in (one.id, one.name):
                return one, []
        message = f"没有名为“{wanted}”的格式，现有的格式有：{known}"
        return None, [
            error(
                "G02",
                place,
                message,
                "改成现有的格式，或者把格式文件夹放到填报表旁边的 templates 文件夹里",
                stated=wanted,
                expected=known,
            )
        ]
    in_force = [one for one in formats if one.year <= year]
    if not in_force and formats:
        oldest = min(formats, key=lambda one: one.year)
        message = f"没有{year}年度或更早的格式，暂用“{oldest.name}”，表格和章节可能与当年的要求不同"
        return oldest, [
            warning(
                "G03",
                place,
                message,
                "检查报告年度；或者在 templates 文件夹里加一套适用于这个年度的格式",
                stated=str(year),
                expected=known,
            )
        ]
    if not in_force:
        return None, [
            error("G02", place, "没有任何可用的格式", "请把格式文件夹放到填报表旁边的 templates 文件夹里")
        ]
    newest = max(in_force, key=lambda one: one.year)
    if newest.year == year:
        return newest, []
    message = f"没有专门用于{year}年度的格式，用的是“{newest.name}”"
    return newest, [
        info(
            "G04",
            place,
            message,
            "核对表格和章节是否符合本年度的要求；也可以在填报表首页指定格式",
            stated=str(year),
            expected=str(newest.year),
        )
    ]
