"""A bureau that draws on its template finds all of it again in the finished tables."""

from __future__ import annotations

import io
import re
import struct
import zlib
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from report_author.appendix.book import make_appendix
from report_author.figures.account import Account, Conventions
from report_author.figures.filters import make_filters
from report_author.figures.vocabulary import vocabulary
from report_author.ooxml.package import Package, read_package, write_package
from report_author.templating.table_book import compile_book
from tests.appendix.departments import entries_of, shipped_format
from tests.support.validator import validate
from tools.appendix_template.tables import draw_all
from tools.samples.to_facts import entries_to_facts

#: the sheet the bureau drew on, with its rows of amounts in the template
SHEET, PART = "公开06表", "xl/worksheets/sheet6.xml"


def picture() -> bytes:
    """A red dot as PNG."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\x00\xff\x00\x00")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Package:
    """The shipped template with a logo, a button, a text box, a sparkline, data bars, rows for signatures, columns changed."""
    path = tmp_path_factory.mktemp("drawn") / "a.xlsx"
    book = xlsxwriter.Workbook(str(path))
    draw_all(book)
    sheet = book.get_worksheet_by_name(SHEET)
    last = sheet.dim_rowmax
    sheet.insert_image(0, 6, "logo.png", {"image_data": io.BytesIO(picture()), "description": "县徽"})
    sheet.insert_button(1, 6, {"caption": "返回目录", "macro": "返回"})
    sheet.insert_textbox(last + 3, 8, "财政局审核专用", {"width": 120, "height": 40})
    signature = book.add_format({"font_name": "楷体", "italic": True})
    sheet.write_string(last + 1, 0, "单位负责人：　　　　财务负责人：", signature)
    sheet.write_string(last + 2, 0, "{{ 部门.全称 }}　{{ 年度 }}年度", signature)
    sheet.add_sparkline(last + 1, 7, {"range": f"{SHEET}!E8:E{last - 8}"})
    sheet.conditional_format(7, 4, last - 9, 4, {"type": "data_bar", "data_bar_2010": True})
    sheet.write_comment(3, 0, "此栏请勿改动")
    book.close()
    package = read_package(path)
    fonts = package["xl/styles.xml"].replace("宋体".encode(), "仿宋_GB2312".encode())
    return package.with_parts({"xl/styles.xml": fonts, PART: _exchanged(package[PART])})


def _exchanged(sheet: bytes) -> bytes:
    """基本支出 and 项目支出 change places: head, amounts, looks."""
    cells = re.compile(r'<c r="([FG])(\d+)"([^>]*?)(?:/>|>(.*?)</c>)', re.S)

    def row(found: re.Match[str]) -> str:
        pair = cells.findall(found[0])
        if len(pair) != 2:
            return found[0]
        swapped = "".join(
            f'<c r="{letter}{number}"{attributes}>{inner}</c>'
            for (letter, number, _, _), (_, _, attributes, inner) in zip(pair, reversed(pair), strict=True)
        )
        first, *_, final = cells.finditer(found[0])
        return found[0][: first.start()] + swapped + found[0][final.end() :]

    return re.sub(r"<row\b.*?</row>", row, sheet.decode(), flags=re.S).encode()


@pytest.fixture(scope="module", params=["种子", "第二", "7"])
def made(drawn: Package, request: pytest.FixtureRequest) -> Package:
    fmt = shipped_format()
    template, findings = compile_book(drawn, make_filters(Conventions.from_options(fmt.options)))
    assert template is not None, findings
    facts = entries_to_facts(entries_of(str(request.param)))
    names = vocabulary(Account(facts, fmt))
    result = make_appendix(template, fmt, names, facts.department.scope.value, "公开表", "甲局")
    assert result.findings == ()
    return result.package


def test_no_part_is_lost_and_only_what_names_cells_is_changed(drawn: Package, made: Package) -> None:
    assert set(made) == set(drawn) - {"xl/calcChain.xml"}
    changed = {name for name in drawn if name in made and made[name] != drawn[name]}
    allowed = re.compile(
        r"xl/(worksheets/sheet\d+|sharedStrings|workbook|drawings/drawing1)\.xml|docProps/core\.xml"
    )
    assert [name for name in changed if not allowed.fullmatch(name)] == []


_CONTROLS = "xl/drawings/vmlDrawing1.vml"


def test_pictures_controls_and_fonts_are_the_same_byte_for_byte(drawn: Package, made: Package) -> None:
    for name in (
        "xl/media/image1.png",
        "xl/styles.xml",
        "xl/theme/theme1.xml",
        "xl/comments1.xml",
        _CONTROLS,
    ):
        assert made[name] == drawn[name], name
    assert b'ObjectType="Button"' in made[_CONTROLS]
    assert "仿宋_GB2312" in made["xl/styles.xml"].decode()


def test_the_logo_stays_above_and_the_text_box_below_the_table(drawn: Package, made: Package) -> None:
    part = "xl/drawings/drawing1.xml"
    rows = [
        [int(row) for row in re.findall(r"<xdr:row>(\d+)</xdr:row>", book[part].decode())]
        for book in (drawn, made)
    ]
    sheet = openpyxl.load_workbook(io.BytesIO(write_package(made)))[SHEET]
    signed = next(cell.row for cell in sheet["A"] if str(cell.value).startswith("单位负责人"))
    assert rows[1][:2] == rows[0][:2]
    assert rows[1][2] == signed + 1  # counts from 0: two rows below the signatures
    strip = re.compile(r"<xdr:row>\d+</xdr:row>")
    assert strip.sub("", made[part].decode()) == strip.sub("", drawn[part].decode())


def test_bars_and_sparkline_cover_the_finished_rows(made: Package) -> None:
    xml = made[PART].decode()
    sheet = openpyxl.load_workbook(io.BytesIO(write_package(made)))[SHEET]
    amounts = [
        row for row in range(8, sheet.max_row + 1) if sheet.cell(row, 5).number_format.startswith("#,##0")
    ]
    signed = next(cell.row for cell in sheet["A"] if str(cell.value).startswith("单位负责人"))
    assert f"<xm:sqref>E{amounts[0]}:E{amounts[-1]}</xm:sqref>" in xml  # the 2010 data bar
    assert f'<conditionalFormatting sqref="E{amounts[0]}:E{amounts[-1]}">' in xml
    assert f"<xm:f>{SHEET}!E{amounts[0]}:E{amounts[-1]}</xm:f><xm:sqref>H{signed}</xm:sqref>" in xml


def test_columns_that_changed_places_carry_their_amounts(made: Package) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(write_package(made)))[SHEET]
    assert [sheet.cell(4, column).value for column in (5, 6, 7)] == ["合计", "项目支出", "基本支出"]
    total = [sheet.cell(8, column).value or 0 for column in (5, 6, 7)]
    assert total[0] == pytest.approx(total[1] + total[2], abs=1e-9)


def test_the_rows_for_signatures_are_filled(made: Package) -> None:
    texts = [str(cell.value) for cell in openpyxl.load_workbook(io.BytesIO(write_package(made)))[SHEET]["A"]]
    at = texts.index("单位负责人：　　　　财务负责人：")
    assert texts[at + 1].endswith("　2021年度")


@pytest.mark.slow
def test_the_finished_workbook_is_valid(made: Package, tmp_path: Path) -> None:
    write_package(made, tmp_path / "a.xlsx")
    found = validate(tmp_path / "a.xlsx")
    if found is None:
        pytest.skip("没有安装 Open XML 校验程序")
    assert found == []
