"""Whose files lie in a folder: the roster of departments, and what is inside each file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import Enum
from pathlib import Path

from report_author.model.choices import OrgKind, Scope
from report_author.model.facts import Facts
from report_author.model.findings import Finding, Severity, error, warning
from report_author.ooxml.sheets import RawSheet
from report_author.records import frozen
from report_author.workbook.imports.last_report import LastReport, read_last_report
from report_author.workbook.imports.recognise import is_fill_in
from report_author.workbook.imports.source import REPORTS, open_source
from report_author.workbook.imports.view import View
from report_author.workbook.read import interpret
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


@frozen
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
        return Scope.UNIT if self.superior not in ("", self.full_name, self.code) else Scope.DEPARTMENT


@frozen
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
        cells = {name: sheet.cells.get((row, columns.get(name, -1))) for name in _HEADINGS}
        words = {name: shown(cell).strip() if cell is not None else "" for name, cell in cells.items()}
        if not any(words.values()):
            continue
        place = f"{file}·{sheet.place(row, columns['code'])}"
        problem = _problem(words, seen)
        if problem:
            findings.append(
                error("X02", place, problem, "请改正名册这一行，再运行一次。", stated=words["code"])
            )
            continue
        seen.update(dict.fromkeys((words["code"], words["full_name"]), place))
        words["short_name"] = words["short_name"] or words["full_name"]
        kind = _kind(words.pop("kind")) or OrgKind.ADMINISTRATIVE
        listed.append(Listed(kind=kind, place=place, **words))
    return listed


def _problem(words: Mapping[str, str], seen: Mapping[str, str]) -> str:
    if not words["code"] or not words["full_name"]:
        return "名册这一行缺少单位编码或全称。"
    for name in (words["code"], words["full_name"]):
        if name in seen:
            return f"“{name}”在名册里出现两次（另一处在 {seen[name]}）。"
    if words["kind"] and _kind(words["kind"]) is None:
        return f"不认识的单位性质“{words['kind']}”，应是行政单位、参公事业单位、事业单位或群团。"
    return ""


def _kind(text: str) -> OrgKind | None:
    exact = next((kind for kind in OrgKind if kind.value == text), None)
    return exact or next((kind for word, kind in _KINDS if word in text), None)


_CODE = re.compile(r"(?:单位|预算|部门)(?:编码|代码)\s*[:：]?\s*([0-9A-Za-z]+)")
_CODE_BEFORE = re.compile(r"^[\[【(（]?([0-9A-Za-z]{3,})[\]】)）]?\s*[-—_]?\s*(\D.*)$")
_TOP = 12
#: what the reader says about a workbook that lacks parts of today's layout
_LAYOUT = frozenset(("L01", "L02", "L06", "L07", "L08", "L11"))


class Kind(Enum):
    """What a file is."""

    FILLED = "填报表"
    EXPORT = "决算报表"
    REPORT = "公开报告"


@frozen
class Sorted:
    """A file with its year and whose it is; ``missing`` are the parts that a workbook of today's template has beside."""

    path: Path
    kind: Kind
    year: int
    owner: Listed
    facts: Facts | None = None
    report: LastReport | None = None
    missing: tuple[str, ...] = ()


def sort_files(paths: Sequence[Path], roster: Roster) -> tuple[list[Sorted], list[Finding]]:
    """Bind each file to a department of the roster by 单位编码 (else the name) and 年度 inside it; findings for the others."""
    found: list[Sorted] = []
    findings: list[Finding] = []
    for path in paths:
        bound = _report(path, roster) if path.suffix.lower() in REPORTS else _sheets(path, roster)
        if isinstance(bound, Sorted):
            found.append(bound)
        else:
            findings.append(bound)
    return found, findings


def _report(path: Path, roster: Roster) -> Sorted | Finding:
    report, findings = read_last_report(path)
    if report is None:
        return _left(path, findings[0].message if findings else "读不出来。")
    named = [each for each in roster.listed if report.mentions(each.full_name)]
    # 县委政法委 is mentioned wherever 县委政法委综治中心 is
    owners = [
        each for each in named if not any(each.full_name in o.full_name for o in named if o is not each)
    ]
    if len(owners) != 1:
        return _left(path, _whose([each.full_name for each in owners]))
    return Sorted(path, Kind.REPORT, report.year, owners[0], report=report)


def _sheets(path: Path, roster: Roster) -> Sorted | Finding:
    book, findings = open_source(path)
    if book is None:
        return _left(path, findings[0].message if findings else "读不出来。")
    if is_fill_in(book):
        facts, problems = interpret(book, path.name)
        if facts is None:
            return _left(path, "填报表首页没有写部门全称和年度。")
        owner = _listed(roster, facts.department.unit_code, facts.department.full_name)
        if owner is None:
            who = facts.department
            return _left(
                path,
                f"填报表首页的单位（{who.unit_code or '没有编码'}，{who.full_name}）不在名册里，或编码与名册不符。",
            )
        lacks = tuple(
            dict.fromkeys(f.quote for f in problems if f.code in _LAYOUT and f.severity is not Severity.INFO)
        )
        return Sorted(path, Kind.FILLED, facts.department.year, owner, facts=facts, missing=lacks)
    views = [View(path.name, sheet, []) for sheet in book.sheets if sheet.cells]
    owners = {each.code: each for view in views for each in _owners(view, roster)}
    years = {view.year for view in views if view.year}
    if len(owners) != 1:
        return _left(path, _whose([each.full_name for each in owners.values()]))
    if len(years) != 1:
        said = f"写着几个年度（{'、'.join(map(str, sorted(years)))}）" if years else "没有写年度"
        return _left(path, f"文件里{said}，不知道是哪一年的。")
    return Sorted(path, Kind.EXPORT, years.pop(), next(iter(owners.values())))


def _owners(view: View, roster: Roster) -> list[Listed]:
    """The departments that a sheet says it is about: by a code it labels, by code and name of 编制单位, by the name."""
    codes: list[str] = []
    for (row, column), cell in view.sheet.cells.items():
        if row >= _TOP:
            continue
        text = shown(cell).strip()
        if found := _CODE.fullmatch(text):
            codes.append(found[1])
        elif re.fullmatch(r"(?:单位|预算|部门)(?:编码|代码)\s*[:：]?", text):
            beside = view.text(row, column + 1)
            codes += [beside] if beside else []
    name = view.organisation
    if found := _CODE_BEFORE.match(name):
        codes.append(found[1])
        name = found[2].strip()
    if not codes and not name:
        return []
    by_code = [each for each in roster.listed if each.code in codes]
    if codes:
        return by_code
    return [each for each in roster.listed if key(name) in (key(each.full_name), key(each.short_name))]


def _listed(roster: Roster, code: str, name: str) -> Listed | None:
    """By code; a workbook without a code by its name. A code and a name of two departments bind to none."""
    named = next((each for each in roster.listed if each.full_name == name), None)
    if not code:
        return named
    owner = next((each for each in roster.listed if each.code == code), None)
    return owner if named is None or named is owner else None


def _whose(names: Sequence[str]) -> str:
    if names:
        return f"文件里有几个单位（{'、'.join(names)}），分不清是谁的。"
    return "文件里没有名册上的单位编码或单位名称。"


def _left(path: Path, why: str) -> Finding:
    return warning(
        "X03", path.name, f"“{path.name}”没有用上：{why}", "请核对这个文件；需要时改正后再运行一次。"
    )
