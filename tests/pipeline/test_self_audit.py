"""Our own report is audited before it is published: what it finds stops, at the cell or at the template's paragraph."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from report_author.model.findings import Finding
from report_author.pipeline.building import BuildOptions, build, check, render
from report_author.workbook.create import create_workbook
from tests.pipeline.planted import FORMAT, Fault, all_faults, templates_with
from tests.support.samples import FOLDER, NAMES
from tools.samples import seed_department

FAULTS = {fault.name: fault for fault in all_faults()}


def errors(findings: tuple[Finding, ...]) -> list[Finding]:
    return [found for found in findings if found.severity.value == "error"]


@pytest.fixture
def faulty(tmp_path: Path) -> Callable[..., Path]:
    """A sample workbook beside templates with one fault; ``explained`` are 核实说明 by number."""

    def made(fault: Fault | None, explained: dict[str, str] | None = None) -> Path:
        if fault is not None and not (tmp_path / "templates").exists():
            templates_with(fault, tmp_path)
        book = tmp_path / NAMES[0]
        if explained is None:
            shutil.copy(FOLDER / NAMES[0], book)
        else:
            rows = [{"finding_id": number, "text": text} for number, text in explained.items()]
            create_workbook(book, {**seed_department.ENTRIES, "explanations": rows}, year=2021)
        return book

    return made


@pytest.mark.parametrize("name", NAMES)
def test_both_samples_are_published_without_a_word(name: str) -> None:
    made = render(FOLDER / name)
    assert made.printed is not None
    assert [found.code for found in made.findings if found.code[0] in "SC"] == []


@pytest.mark.parametrize(
    "name",
    [
        "收入合计写死",
        pytest.param("收入合计印了两遍", marks=pytest.mark.slow),
        pytest.param("收入合计叫成支出合计", marks=pytest.mark.slow),
        pytest.param("三公两项对调", marks=pytest.mark.slow),
        "批次人次对调",
        pytest.param("原因写了两遍", marks=pytest.mark.slow),
        pytest.param("财政拨款占位", marks=pytest.mark.slow),
        "三公用了年初预算",
        pytest.param("公开03表的行.基本支出与行.项目支出换了列", marks=pytest.mark.slow),
        "公开03表的一格写死",
        pytest.param("公开03表的表头对调", marks=pytest.mark.slow),
        "公开03表的表名错",
        pytest.param("公开03表的单位错", marks=pytest.mark.slow),
        "10表的注说全年、选项选年初",
    ],
)
def test_a_fault_of_a_template_stops_at_its_place(faulty: Callable[..., Path], name: str) -> None:
    fault = FAULTS[name]
    made = render(faulty(fault))
    assert made.printed is None
    assert any(fault.place in found.place for found in errors(made.findings)), made.findings


def test_check_finds_what_build_finds_and_a_draft_is_printed_all_the_same(
    faulty: Callable[..., Path],
) -> None:
    book = faulty(FAULTS["收入合计写死"])
    refused = build(book, book.parent / "out")
    assert not refused.outputs
    told = [found.number for found in errors(refused.findings)]
    assert told and [found.number for found in errors(check(book).findings)] == told
    draft = build(book, book.parent / "out", options=BuildOptions(draft=True))
    assert draft.outputs and [found.number for found in errors(draft.findings)] == told


@pytest.mark.slow
def test_a_word_that_says_what_the_matter_is_releases_a_stop_and_travels(faulty: Callable[..., Path]) -> None:
    fault = FAULTS["占位二字"]
    numbers = [found.number for found in errors(render(faulty(fault)).findings)]
    assert numbers
    for nothing in ("情况属实。", "/"):
        refused = render(faulty(fault, dict.fromkeys(numbers, nothing)))
        assert refused.printed is None, nothing
        assert [found.code for found in refused.findings].count("K06") == len(numbers)
    book = faulty(fault, dict.fromkeys(numbers, "“占位”是本县一处地名，已向财政局说明。"))
    outcome = build(book, book.parent / "out")
    record = next(path for path in outcome.outputs if path.suffix == ".txt")
    assert "本县一处地名" in record.read_text(encoding="utf-8-sig")


@pytest.mark.slow
def test_the_opinion_of_the_bureau_releases_a_stop_too(faulty: Callable[..., Path]) -> None:
    fault = FAULTS["占位二字"]
    book = faulty(fault)
    numbers = [found.number for found in errors(render(book).findings)]
    path = book.parent / "templates" / "xlsx" / FORMAT / "格式.xlsx"
    format_book = openpyxl.load_workbook(path)
    sheet = format_book.create_sheet("放行意见")
    sheet.append(["核实编号", "意见"])
    for number in numbers:
        sheet.append([number, "模板下周统一更换，本次同意公开。"])
    format_book.save(path)
    again = book.parent / "again"  # another folder: formats are read once
    shutil.copytree(book.parent / "templates", again / "templates")
    shutil.copy(book, again / book.name)
    outcome = build(again / book.name, again / "out")
    record = next(path for path in outcome.outputs if path.suffix == ".txt")
    assert "财政部门放行意见：模板下周统一更换" in record.read_text(encoding="utf-8-sig")
