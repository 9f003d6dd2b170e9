"""The bureau writes a rule in Excel: it counts at the next run; one that it wrote wrong is said to be wrong."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

import openpyxl
import pytest

from report_author.checks import rulebook
from report_author.model.findings import Severity
from report_author.pipeline.building import check
from report_author.pipeline.library import shipped_root
from report_author.templating import cache
from tests.figures.books import shipped_format
from tools.make_samples import FOLDER, SAMPLES, file_name

NEW = {
    "编号": "县01",
    "名称": "基本支出多于项目支出",
    "等式或条件": "支出.基本支出 ≥ 支出.项目支出",
    "级别": "警告",
    "适用范围": "填报表",
    "提示": "{年度}年基本支出应当多于项目支出",
    "怎么改": "请核对支出性质",
    "左边": "基本支出",
    "右边": "项目支出",
}
WRONG = {**NEW, "编号": "县02", "等式或条件": "支出.基本支岀 ≥ 支出.项目支出"}


@pytest.mark.slow
def test_rules_without_fault_are_checked_once_and_say_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REPORT_AUTHOR_NO_CACHE", raising=False)
    monkeypatch.setattr(cache, "cache_folder", lambda: tmp_path)
    fmt = shipped_format()
    wrong = dataclasses.replace(fmt.rules[0], formula="没有的名称 = 1", cell="审核公式!C99")
    looked: list[str] = []
    check_names = rulebook._check_names
    monkeypatch.setattr(rulebook, "_check_names", lambda *given: looked.append("") or check_names(*given))
    for rules, faults, again in ((fmt.rules, 0, 0), ((*fmt.rules, wrong), 1, len(fmt.rules) + 1)):
        changed = dataclasses.replace(fmt, rules=rules)
        first = rulebook.compile_rules(changed)
        looked.clear()
        second = rulebook.compile_rules(changed)
        assert len(looked) == again
        assert len(first.findings) == faults and first.findings == second.findings
        assert [rule.compiled.text for rule in first.rules] == [rule.compiled.text for rule in second.rules]


def test_a_rule_added_in_excel_counts_and_a_broken_one_is_reported_at_its_row(tmp_path: Path) -> None:
    name = file_name(SAMPLES[0])
    shutil.copy(FOLDER / name, tmp_path / name)
    assert check(tmp_path / name).findings == ()
    target = tmp_path / "县" / name
    target.parent.mkdir()
    shutil.copy(FOLDER / name, target)
    book_path = target.parent / "templates" / "xlsx" / "sichuan-2021" / "格式.xlsx"
    book_path.parent.mkdir(parents=True)
    book = openpyxl.load_workbook(shipped_root() / "xlsx" / "sichuan-2021" / "格式.xlsx")
    sheet = book["审核公式"]
    heads = {
        str(cell.value): cell.column
        for row in sheet.iter_rows(max_row=5)
        for cell in row
        if cell.value in NEW
    }
    assert set(heads) == set(NEW)
    first = sheet.max_row + 1
    for row, rule in enumerate((WRONG, NEW), start=first):
        for label, value in rule.items():
            sheet.cell(row, heads[label], value)
    book.save(book_path)
    findings = {
        found.code: found for found in check(target).findings if found.code in ("G20", "县01", "县02")
    }
    assert set(findings) == {"G20", "县01"}
    broken, new = findings["G20"], findings["县01"]
    assert (
        broken.place == f"审核公式!C{first}"
        and "县02 本身有误" in broken.message
        and "与填报的数据无关" in broken.advice
    )
    assert new.severity is Severity.WARNING and new.message.startswith(
        "2021年基本支出应当多于项目支出：基本支出比项目支出少"
    )
