"""Whose files lie in a folder, told by what is inside them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from report_author.model.facts import Facts
from report_author.model.findings import Finding, Severity, warning
from report_author.workbook.imports.last_report import LastReport, read_last_report
from report_author.workbook.imports.recognise import is_fill_in
from report_author.workbook.imports.roster import Listed, Roster
from report_author.workbook.imports.source import open_source
from report_author.workbook.imports.view import View
from report_author.workbook.read import interpret
from report_author.workbook.values import key, shown

SHEETS, REPORTS = (".xlsx", ".xls", ".ods", ".et"), (".docx", ".txt")
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


@dataclass(frozen=True, slots=True)
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
    if code:
        owner = next((each for each in roster.listed if each.code == code), None)
        other = next((each for each in roster.listed if each.full_name == name), None)
        return None if other is not None and other is not owner else owner
    return next((each for each in roster.listed if each.full_name == name), None)


def _whose(names: Sequence[str]) -> str:
    if names:
        return f"文件里有几个单位（{'、'.join(names)}），分不清是谁的。"
    return "文件里没有名册上的单位编码或单位名称。"


def _left(path: Path, why: str) -> Finding:
    return warning(
        "X03", path.name, f"“{path.name}”没有用上：{why}", "请核对这个文件；需要时改正后再运行一次。"
    )
