"""Whose report it is stands on its cover; papers of another department are not taken for its own in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from report_author.audit.reading.cover import cover_of, unit_of
from report_author.audit.reading.files import read_report
from report_author.pipeline.auditing import audit_file, report_source
from report_author.pipeline.office import to_word
from tests.support.samples import FOLDER, NAMES, printed

BODY = "第一部分　部门概况\n一、基本职能\n负责科普工作。\n"


def report(folder: Path, name: str, cover: str) -> Path:
    path = folder / name
    path.write_text(f"{cover}\n{BODY}", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("cover", "told"),
    [
        ("2021年度\n云山县科学技术协会\n部门决算", ("云山县科学技术协会", "部门")),
        ("云山县科技馆\n2021年度单位决算公开", ("云山县科技馆", "单位")),
        ("2021年度云山县科学技术协会部门决算", ("云山县科学技术协会", "部门")),
        ("关于开展工作的通知", ("", "")),
    ],
)
def test_the_cover_names_the_department(tmp_path: Path, cover: str, told: tuple[str, str]) -> None:
    assert cover_of(read_report(report(tmp_path, "报告.txt", cover), to_word)) == told


def test_a_report_is_called_as_its_cover_says_whatever_its_file_is_called(tmp_path: Path) -> None:
    audited = audit_file(report(tmp_path, "改稿2.txt", "2021年度\n云山县科学技术协会\n部门决算"))
    assert audited.unit == "云山县科学技术协会"
    assert audited.title in ("2021年度云山县科学技术协会部门决算", "改稿2")


@pytest.mark.parametrize(("last", "another"), [("云岭县林业局", True), ("云山县科学技术协会", False)])
def test_last_years_report_of_another_department_is_doubted_first(
    tmp_path: Path, last: str, another: bool
) -> None:
    own = report(tmp_path, "今年.txt", "2021年度\n云山县科学技术协会\n部门决算")
    audited = audit_file(own, last=report(tmp_path, "去年.txt", f"2020年度\n{last}\n部门决算"))
    assert [found.code for found in audited.problems] == (["B31"] if another else [])
    assert [last in remark for remark in audited.remarks] == ([True] if another else [])


def test_a_workbook_is_not_taken_as_its_own_tables() -> None:
    assert report_source(FOLDER / NAMES[0]).tables is None


@pytest.mark.parametrize(
    ("name", "text", "unit"),
    [
        ("改稿", "2021年度\n云山县科学技术协会\n部门决算", "云山县科学技术协会"),
        (
            "改稿",
            "中共云山县委\n社会工作部\n2021年度部门决算\n第一部分　中共云山县委社会工作部概况",
            "中共云山县委社会工作部",
        ),
        ("改稿", "第三部分\n2021年度部门决算\n云山县科技馆2021年度收支总计10万元。", "云山县科技馆"),
        ("云山县水务局2021年度部门决算", "收入10万元。", "云山县水务局"),
        ("改稿", "收入10万元。", ""),
    ],
)
def test_whose_report_it_is(tmp_path: Path, name: str, text: str, unit: str) -> None:
    path = tmp_path / f"{name}.txt"
    path.write_text(text, encoding="utf-8")
    assert unit_of(read_report(path, to_word)) == unit


def test_tables_of_another_department_are_one_doubt(tmp_path: Path) -> None:
    made = printed(NAMES[0])
    own = report(tmp_path, "今年.txt", "2021年度\n云山县科学技术协会\n部门决算")
    tables = tmp_path / "表.xlsx"
    tables.write_bytes(made.tables)
    audited = audit_file(own, tables=tables)
    about = [
        entry.doubt.code
        for entry in audited.entries
        if "取错了文件" in entry.doubt.message or "没有这个名称" in entry.doubt.message
    ]
    assert about == ["B31"]
