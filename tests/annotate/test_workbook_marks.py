"""A marked workbook differs from the clerk's own by the marks alone."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from lxml import etree
from openpyxl.comments import Comment

from report_author.ooxml.marks import CellNote, FrontRow, FrontSheet, with_marks
from report_author.ooxml.package import Package, read_package, write_package
from report_author.ooxml.sheet_editor import OpenBook, with_print_header
from report_author.workbook.create import workbook_bytes
from tests.support.validator import validate
from tools.samples import second_department

RED, AMBER = "F8A5A5", "FFD966"
FRONT = FrontSheet(
    "核对结果",
    ("核对结果", "两条"),
    ("级别", "位置", "问题"),
    (10, 14, 60),
    (
        FrontRow(("错误", "F13", "甲比乙多 1.00元 <&>"), 30, "'三公资产采购'!F13", RED),
        FrontRow(("提示", "", "没有位置"), 20),
    ),
    linked=1,
)
NOTES = [
    CellNote("三公资产采购", "F13", RED, "【错误】R01\n甲比乙多 1.00元"),
    CellNote("三公资产采购", "F13", AMBER, "【警告】W01\n又一条"),
    CellNote("支出", "Z900", AMBER, "【警告】空白处"),
    CellNote("没有这张表", "A1", RED, "不见了"),
]


@cache
def original() -> Package:
    return read_package(workbook_bytes(second_department.ENTRIES, year=2021))


@cache
def marked() -> Package:
    return with_marks(OpenBook(original()), NOTES, "核对", FRONT)


def opened(package: Package) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(write_package(package)))


def part_of(package: Package, name: str) -> str:
    """The part of the sheet called ``name``."""
    book = opened(package)
    return f"xl/worksheets/sheet{book.sheetnames.index(name) + 1}.xml"


def canonical(data: bytes, drop: str = "") -> bytes:
    """A part without how it happens to be written; ``drop`` are patterns of what is expected to differ."""
    text = etree.tostring(etree.fromstring(data), method="c14n").decode()
    return re.sub(drop, "", text).encode() if drop else text.encode()


def test_every_other_part_is_the_same_byte_for_byte() -> None:
    before, after = original(), marked()
    assert set(before) <= set(after)
    touched = {name for name in before if before[name] != after[name]}
    assert touched == {
        "[Content_Types].xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        "xl/worksheets/sheet1.xml",
        part_of(before, "三公资产采购"),
        part_of(before, "支出"),
    }


def test_of_a_marked_sheet_nothing_but_the_marks_differs() -> None:
    part = part_of(original(), "三公资产采购")
    mark = r'(?<=<c r="F13") s="\d+"|<legacyDrawing [^>]*></legacyDrawing>'
    assert canonical(original()[part], mark) == canonical(marked()[part], mark)
    selected = r' tabSelected="1"'
    first = "xl/worksheets/sheet1.xml"
    assert canonical(original()[first], selected) == canonical(marked()[first], selected)


def test_a_marked_cell_keeps_its_format_but_the_colour() -> None:
    before, after = opened(original())["三公资产采购"]["F13"], opened(marked())["三公资产采购"]["F13"]
    assert after.fill.fgColor.rgb == f"FF{RED}"
    assert (
        after.number_format,
        after.font.name,
        after.border.left.style,
        after.alignment.horizontal,
        after.value,
    ) == (
        before.number_format,
        before.font.name,
        before.border.left.style,
        before.alignment.horizontal,
        before.value,
    )
    assert before.fill.fgColor.rgb != after.fill.fgColor.rgb


def test_notes_of_one_cell_stand_in_one_note() -> None:
    sheet = opened(marked())["三公资产采购"]
    assert sheet["F13"].comment.text == "【错误】R01\n甲比乙多 1.00元\n\n【警告】W01\n又一条"
    assert opened(marked())["支出"]["Z900"].comment.text == "【警告】空白处"
    assert opened(marked())["支出"]["Z900"].fill.fgColor.rgb == f"FF{AMBER}"


def test_the_first_sheet_lists_the_findings_with_links() -> None:
    book = opened(marked())
    assert book.sheetnames == ["核对结果", *opened(original()).sheetnames]
    assert book.active.title == "核对结果"
    assert [sheet.title for sheet in book if sheet.sheet_view.tabSelected] == ["核对结果"]
    front = book["核对结果"]
    assert [[cell.value for cell in row] for row in front["A3:C5"]] == [
        ["级别", "位置", "问题"],
        ["错误", "F13", "甲比乙多 1.00元 <&>"],
        ["提示", "", "没有位置"],
    ]
    assert front["B4"].hyperlink.location == "'三公资产采购'!F13"
    assert front["B5"].hyperlink is None


def test_titles_repeated_in_print_stay_with_their_sheet() -> None:
    before, after = opened(original()), opened(marked())
    assert [(s.title, s.print_title_rows) for s in before] == [(s.title, s.print_title_rows) for s in after][
        1:
    ]
    assert any(s.print_title_rows for s in before)


def test_notes_of_the_clerk_stay_above_ours() -> None:
    book = opened(original())
    book["三公资产采购"]["F13"].comment = Comment("自己的话", "会计")
    book["三公资产采购"]["B2"].comment = Comment("别处的话", "会计")
    target = io.BytesIO()
    book.save(target)
    sheet = opened(with_marks(OpenBook(read_package(target.getvalue())), NOTES, "核对", FRONT))[
        "三公资产采购"
    ]
    assert sheet["F13"].comment.text.startswith("自己的话\n\n【错误】R01")
    assert sheet["B2"].comment.text == "别处的话"


def test_a_cell_under_a_merge_is_marked_where_it_shows() -> None:
    book = openpyxl.Workbook()
    book.active.merge_cells("B2:D4")
    target = io.BytesIO()
    book.save(target)
    done = with_marks(OpenBook(read_package(target.getvalue())), [CellNote("Sheet", "C3", RED, "注")], "核对")
    sheet = opened(done)["Sheet"]
    assert sheet["B2"].comment.text == "注"
    assert sheet["B2"].fill.fgColor.rgb == f"FF{RED}"


def test_a_sheet_of_our_name_that_is_there_already_stays() -> None:
    assert opened(with_marks(OpenBook(marked()), [], "核对", FRONT)).sheetnames[:2] == [
        "核对结果2",
        "核对结果",
    ]


def test_the_same_marks_give_the_same_bytes() -> None:
    again = with_marks(OpenBook(read_package(write_package(original()))), NOTES, "核对", FRONT)
    assert write_package(again) == write_package(marked())


def test_every_sheet_prints_the_word_of_a_draft() -> None:
    book = openpyxl.Workbook()
    book.active.oddHeader.center.text = "公开01表"
    book.active.oddHeader.right.text = "右"
    book.create_sheet("二")
    target = io.BytesIO()
    book.save(target)
    done = with_print_header(read_package(target.getvalue()), "送审稿")
    first, second = (
        etree.fromstring(done[f"xl/worksheets/sheet{number}.xml"]).findtext(".//{*}oddHeader")
        for number in (1, 2)
    )
    assert re.fullmatch(r"&C&.*送审稿.* 公开01表&R右", first)
    assert re.fullmatch(r"&C&.*送审稿.*", second)


@pytest.mark.parametrize(
    "make",
    [
        lambda: with_marks(OpenBook(marked()), NOTES, "核对", FRONT),
        *(
            pytest.param(make, marks=pytest.mark.slow)
            for make in (marked, lambda: with_print_header(marked(), "送审稿"))
        ),
    ],
)
def test_the_validator_finds_nothing(make: object, tmp_path: Path) -> None:
    path = tmp_path / "标注.xlsx"
    write_package(make(), path)  # type: ignore[operator]
    faults = validate(path)
    if faults is None:
        pytest.skip("没有安装 Open XML 校验程序")
    assert faults == []


@pytest.mark.needs_libreoffice
@pytest.mark.slow
def test_libreoffice_reads_colours_notes_and_links(tmp_path: Path) -> None:
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("没有 LibreOffice")
    path = tmp_path / "标注.xlsx"
    write_package(marked(), path)
    profile = (tmp_path / "profile").as_uri()
    subprocess.run(
        [
            soffice,
            "--headless",
            f"-env:UserInstallation={profile}",
            "--convert-to",
            "fods",
            "--outdir",
            tmp_path,
            path,
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    text = (tmp_path / "标注.fods").read_text(encoding="utf-8")
    noted = re.findall(r"<office:annotation .*?</office:annotation>", text, re.S)
    assert {re.sub(r"<dc:date>.*?</dc:date>|<[^>]+>|\s", "", note) for note in noted} == {
        "【错误】R01甲比乙多1.00元【警告】W01又一条",
        "【警告】空白处",
    }
    assert "#f8a5a5" in text and "#ffd966" in text
    assert re.search(r'xlink:href="#(\$|&apos;|\')?三公资产采购', text)
