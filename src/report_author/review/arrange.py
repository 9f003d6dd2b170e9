"""Findings in the order a person works them off: worst first, by sheet, by cell."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence

from report_author.model.findings import UNIT, Finding, Severity
from report_author.ooxml.sheets import cell_position
from report_author.records import frozen
from report_author.workbook.layout import SHEETS
from report_author.workbook.suppose import REPEATED, is_unreadable

_ORDER = {sheet.name: number for number, sheet in enumerate(SHEETS)}
_FORMAT_SHEETS = (
    "选项",
    "表清单",
    "图清单",
    "图数据",
    "审核公式",
    "名词解释",
    "残留用语",
    "支出类",
    "科目",
    "放行意见",
)
_CELL = re.compile(r"(?P<sheet>[^!]+)!(?P<ref>[A-Z]{1,3}[1-9]\d{0,6}|第\d{1,7}行)(?P<more>.*)", re.S)
#: what has to be written: last year's figures, reasons, texts, which a sentence of the report needs
_TO_WRITE = re.compile(r"V8\d|V97|W01|W02")
LABELS = ("错误", "警告", "提示", "已核实")


@frozen
class Spot:
    """A place taken apart: ``group`` is the sheet (or template, report, file), ``ref`` its cell if any, ``rest`` what else it says."""

    group: str
    ref: str
    rest: str

    @classmethod
    def of(cls, place: str) -> Spot:
        if re.split("[!·]", place, maxsplit=1)[0] in _FORMAT_SHEETS:
            return cls("格式", "", place)
        found = _CELL.fullmatch(place)
        if found:
            return cls(found["sheet"], found["ref"], found["more"].lstrip("、，"))
        head, _, rest = place.partition("·")
        if head in _ORDER:
            return cls(head, "", rest)
        named = re.match(r"(?:Word模板|公开表模板|报告|格式)(?!\.\w)", place)
        return cls(named[0], "", place.removeprefix(named[0])) if named else cls("文件", "", place)

    @property
    def shown(self) -> str:
        """What stands before the message: the cell, or the rest of the place."""
        return self.ref + (f"（{self.rest}）" if self.ref and self.rest else self.rest)

    def link(self, sheets: Container[str]) -> str:
        """Where a link in a workbook of these ``sheets`` leads: the cell, else the top of the sheet; empty outside of it."""
        if self.group not in sheets:
            return ""
        return f"'{self.group.replace(chr(39), chr(39) * 2)}'!{self.cell or 'B1'}"

    @property
    def cell(self) -> str:
        """The cell to go to: of a whole row (第7行) its first."""
        return f"B{self.ref[1:-1]}" if self.ref.startswith("第") else self.ref

    @property
    def order(self) -> tuple[int, str, tuple[int, int], str]:
        """Sheets as in the workbook, then the others; rows before columns, C7 before C11."""
        cell = cell_position(self.cell) if self.cell else (-1, -1)
        return (
            _ORDER.get(self.group, len(_ORDER)),
            self.group if self.group not in _ORDER else "",
            cell,
            self.rest,
        )


@frozen
class Entry:
    """One line of a list: a finding, how many of its kind stand at the same place."""

    finding: Finding
    spot: Spot
    times: int = 1

    @property
    def label(self) -> str:
        return self.finding.label

    @property
    def message(self) -> str:
        more = f"（同样的情况共 {self.times} 处）" if self.times > 1 else ""
        return f"{self.finding.message}{more}"

    @property
    def sides(self) -> str:
        """Both values in words; empty where the finding is not about values."""
        stated = f"填的是 {self.finding.stated}" if self.finding.stated else ""
        expected = f"应为 {self.finding.expected}" if self.finding.expected else ""
        return "；".join(side for side in (stated, expected) if side)

    @property
    def to_write(self) -> bool:
        """Whether a sentence of the report waits for words or figures of the clerk."""
        return _TO_WRITE.match(self.finding.code) is not None and not self.finding.explanation

    @property
    def rank(self) -> int:
        """What a person does first: the unit of amounts, what cannot be read, 错误, what is to be written, 警告 …

        Nothing can be told from amounts of an unknown unit, nor from what could not be read.
        """
        if self.finding.code == UNIT and not self.finding.explanation:
            return 0
        if is_unreadable(self.finding) or (self.finding.code == REPEATED and self.label == LABELS[0]):
            return 1
        if self.label == LABELS[0]:
            return 3 if self.to_write else 2
        return 3 + LABELS.index(self.label)

    @property
    def explainable(self) -> bool:
        """Whether a 核实说明 would release it."""
        found = self.finding
        return (found.severity is Severity.WARNING or found.releasable) and not found.explanation


def arrange(findings: Iterable[Finding]) -> list[Entry]:
    """The lines of a list: causes first, then worst first, by sheet and cell; the same rule at the same place gives one line."""
    together: dict[tuple[str, ...], list[Finding]] = {}
    for found in findings:
        key = (
            found.code,
            found.place,
            found.label,
            found.stated,
            found.expected,
            found.advice,
            found.explanation,
        )
        together.setdefault(key, []).append(found)
    entries = [Entry(group[0], Spot.of(group[0].place), len(group)) for group in together.values()]
    return sorted(
        entries,
        key=lambda e: (e.rank, e.spot.order, e.finding.code, e.finding.message),
    )


def to_do_first(entries: Sequence[Entry]) -> list[Entry]:
    """What has to be put right before the rest can be judged: of the 错误 those of the first rank."""
    errors = [entry for entry in entries if entry.label == LABELS[0]]
    return [entry for entry in errors if entry.rank == errors[0].rank]


def by_sheet(entries: Sequence[Entry]) -> list[tuple[str, list[Entry]]]:
    """The lines of each sheet; first the sheet with the worst of them."""
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(entry.spot.group, []).append(entry)
    return list(groups.items())


def counted(entries: Sequence[Entry]) -> list[tuple[str, int]]:
    """How many lines of each severity, those of none left out."""
    counts = [(label, sum(entry.label == label for entry in entries)) for label in LABELS]
    return [(label, count) for label, count in counts if count]


def tally(findings: Iterable[Finding]) -> str:
    """“错误 3 条，警告 2 条”, or that there is nothing."""
    counts = counted(arrange(findings))
    return "，".join(f"{label} {count} 条" for label, count in counts) or "能核对的没有发现问题"
