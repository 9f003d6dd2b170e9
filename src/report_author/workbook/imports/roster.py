"""The bureau's roster of departments: 单位编码, 全称, 简称, 性质, 上级."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from report_author.model.choices import OrgKind, Scope
from report_author.model.findings import Finding, error
from report_author.ooxml.sheets import RawSheet, column_letters
from report_author.workbook.imports.source import open_source
from report_author.workbook.values import key, shown

_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "code": ("单位编码", "单位代码", "预算单位编码", "预算单位代码", "编码", "代码"),
    "full_name": ("全称", "单位全称", "单位名称", "部门名称", "部门全称", "预算单位名称", "名称"),
    "short_name": ("简称", "单位简称", "部门简称"),
    "kind": ("性质", "单位性质", "机构类型", "单位类型", "类型"),
    "superior": ("上级", "上级单位", "主管部门", "上级部门"),
    "region": ("行政区划", "区划"),
}
_REQUIRED = ("code", "full_name")
_KINDS = (
    ("参公", OrgKind.CIVIL_SERVICE_LIKE),
    ("参照", OrgKind.CIVIL_SERVICE_LIKE),
    ("行政", OrgKind.ADMINISTRATIVE),
    ("群团", OrgKind.MASS),
    ("事业", OrgKind.INSTITUTION),
)
_HEADING_ROWS = 20


@dataclass(frozen=True, slots=True)
class Listed:
    """A department or unit of the roster; ``superior`` is empty for a 部门 itself."""

    code: str
    full_name: str
    short_name: str
    kind: OrgKind
    superior: str
    region: str
    place: str

    @property
    def scope(self) -> Scope:
        return (
            Scope.UNIT
            if self.superior and self.superior not in (self.full_name, self.code)
            else Scope.DEPARTMENT
        )


@dataclass(frozen=True, slots=True)
class Roster:
    """All departments in order; ``year`` is the one the sheet names, 0 where it names none."""

    listed: tuple[Listed, ...]
    year: int


def read_roster(path: Path) -> tuple[Roster | None, list[Finding]]:
    """Read a roster of any layout that has the headings 单位编码 and 全称; faulty rows are findings, all at once."""
    book, findings = open_source(path)
    if book is None:
        return None, findings
    for sheet in book.sheets:
        heading = _heading(sheet)
        if heading is not None:
            row, columns = heading
            listed = _rows(sheet, row, columns, path.name, findings)
            return Roster(tuple(listed), _year(sheet, row)), findings
    return None, [
        error(
            "X01",
            path.name,
            "没有找到名册的标题行（要有“单位编码”和“全称”两列）。",
            "请在名册第一行写标题：单位编码、全称、简称、性质、上级。",
        )
    ]


def _heading(sheet: RawSheet) -> tuple[int, dict[str, int]] | None:
    rows: dict[int, dict[str, int]] = {}
    for (row, column), cell in sheet.cells.items():
        name = next((n for n, words in _HEADINGS.items() if key(cell.text) in words), None)
        if name is not None and row < _HEADING_ROWS:
            rows.setdefault(row, {}).setdefault(name, column)
    return next(
        ((row, found) for row, found in sorted(rows.items()) if all(n in found for n in _REQUIRED)), None
    )


def _year(sheet: RawSheet, heading: int) -> int:
    """A year in the title above the headings."""
    for (row, _), cell in sorted(sheet.cells.items()):
        if row < heading and (found := re.search(r"(20\d\d)\s*年", cell.text)):
            return int(found[1])
    return 0


def _rows(
    sheet: RawSheet, heading: int, columns: Mapping[str, int], file: str, findings: list[Finding]
) -> list[Listed]:
    listed: list[Listed] = []
    seen: dict[str, str] = {}
    for row in sorted({row for row, _ in sheet.cells if row > heading}):
        cells = {name: sheet.cells.get((row, column)) for name, column in columns.items()}
        words = {name: shown(cell).strip() if cell is not None else "" for name, cell in cells.items()}
        if not any(words.values()):
            continue
        place = f"{file}·{sheet.name}!{column_letters(columns['code'])}{row + 1}"
        problem = _problem(words, seen)
        if problem:
            findings.append(
                error("X02", place, problem, "请改正名册这一行，再运行一次。", stated=words["code"])
            )
            continue
        seen.update(dict.fromkeys((words["code"], words["full_name"]), place))
        kind = _kind(words.get("kind", "")) or OrgKind.ADMINISTRATIVE
        short = words.get("short_name") or words["full_name"]
        listed.append(
            Listed(
                words["code"],
                words["full_name"],
                short,
                kind,
                words.get("superior", ""),
                words.get("region", ""),
                place,
            )
        )
    return listed


def _problem(words: Mapping[str, str], seen: Mapping[str, str]) -> str:
    if not words["code"] or not words["full_name"]:
        return "名册这一行缺少单位编码或全称。"
    for name in (words["code"], words["full_name"]):
        if name in seen:
            return f"“{name}”在名册里出现两次（另一处在 {seen[name]}）。"
    if words.get("kind") and _kind(words["kind"]) is None:
        return f"不认识的单位性质“{words['kind']}”，应是行政单位、参公事业单位、事业单位或群团。"
    return ""


def _kind(text: str) -> OrgKind | None:
    exact = next((kind for kind in OrgKind if kind.value == text), None)
    return exact or next((kind for word, kind in _KINDS if word in text), None)
