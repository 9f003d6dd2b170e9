"""Cells as Excel, WPS or an export of the accounting software store them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from report_author.ooxml.package import write_package
from report_author.ooxml.sheets import CellKind, RawCell, UnreadableBook, parse_workbook

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_STRINGS = (
    "<si><t>甲</t></si><si><r><rPr><b/></rPr><t>富</t></r><r><t xml:space='preserve'> 文本</t></r>"
    "<rPh sb='0' eb='1'><t>注音</t></rPh></si><si><t>一_x000D_二_x005F_x0041_</t></si>"
)
_STYLES = (
    "<numFmts><numFmt numFmtId='164' formatCode='yyyy\"年\"m\"月\"'/><numFmt numFmtId='165' formatCode='0.0%'/>"
    "<numFmt numFmtId='166' formatCode='[Red]#,##0.00\"days\"'/></numFmts><cellXfs>"
    "<xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='164'/><xf numFmtId='165'/><xf numFmtId='166'/></cellXfs>"
)


def _book(cells: str, *, properties: str = "", after: str = "") -> bytes:
    def relations(*items: tuple[str, str]) -> bytes:
        inner = "".join(
            f'<Relationship Id="r{n}" Type="{_REL}/{kind}" Target="{target}"/>'
            for n, (kind, target) in enumerate(items, start=1)
        )
        return f'<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'.encode()

    sheets = '<sheets><sheet name="表" sheetId="1" r:id="r1"/></sheets>'
    return write_package(
        {
            "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>'.encode(),
            "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
            "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_REL}">{properties}{sheets}</workbook>'.encode(),
            "xl/_rels/workbook.xml.rels": relations(
                ("worksheet", "worksheets/a.xml"),
                ("sharedStrings", "sharedStrings.xml"),
                ("styles", "/xl/styles.xml"),
            ),
            "xl/worksheets/a.xml": (
                f'<worksheet xmlns="{_MAIN}"><sheetData>{cells}</sheetData>{after}</worksheet>'.encode()
            ),
            "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}">{_STRINGS}</sst>'.encode(),
            "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}">{_STYLES}</styleSheet>'.encode(),
        }
    )


def _cell(xml: str, **more: str) -> RawCell | None:
    return parse_workbook(_book(f'<row r="1">{xml}</row>', **more)).sheets[0].cells.get((0, 0))


@pytest.mark.parametrize(
    ("xml", "kind", "value"),
    [
        ("<c r='A1' t='s'><v>0</v></c>", CellKind.TEXT, "甲"),
        ("<c r='A1' t='s'><v>1</v></c>", CellKind.TEXT, "富 文本"),
        ("<c r='A1' t='s'><v>2</v></c>", CellKind.TEXT, "一\r二_x0041_"),
        ("<c r='A1' t='inlineStr'><is><t>直接</t></is></c>", CellKind.TEXT, "直接"),
        ("<c r='A1' t='str'><f>B1</f><v>结果</v></c>", CellKind.TEXT, "结果"),
        ("<c r='A1'><v>614.67</v></c>", CellKind.NUMBER, Decimal("614.67")),
        ("<c r='A1' s='4'><v>614.67</v></c>", CellKind.NUMBER, Decimal("614.67")),
        ("<c r='A1'><v>1.0000000000000002E-2</v></c>", CellKind.NUMBER, Decimal("0.010000000000000002")),
        ("<c r='A1' s='1'><v>44805.5</v></c>", CellKind.DATE, date(2022, 9, 1)),
        ("<c r='A1' s='2'><v>44805</v></c>", CellKind.DATE, date(2022, 9, 1)),
        ("<c r='A1' t='d'><v>2022-09-01T00:00:00</v></c>", CellKind.DATE, date(2022, 9, 1)),
        ("<c r='A1' t='b'><v>1</v></c>", CellKind.BOOL, True),
        ("<c r='A1' t='e'><v>#REF!</v></c>", CellKind.ERROR, "#REF!"),
        ("<c r='A1'><f>1+1</f></c>", CellKind.UNCALCULATED, ""),
        ("<c r='A1'><f>1+1</f><v/></c>", CellKind.UNCALCULATED, ""),
        ("<c><v>5</v></c>", CellKind.NUMBER, Decimal(5)),
    ],
)
def test_every_way_to_store_a_cell(xml: str, kind: CellKind, value: object) -> None:
    cell = _cell(xml)
    assert cell is not None
    assert cell.kind is kind
    assert (cell.text if cell.value is None else cell.value) == value


def test_blank_cells_are_not_cells() -> None:
    assert _cell("<c r='A1' s='1'/>") is None
    assert _cell("<c r='A1' t='str'><f>\"\"</f><v></v></c>") is None


def test_percentages_are_marked() -> None:
    cell = _cell("<c r='A1' s='3'><v>0.95</v></c>")
    assert cell is not None
    assert cell.percent


def test_workbooks_made_on_an_old_macintosh_count_days_from_1904() -> None:
    cell = _cell("<c r='A1' s='1'><v>43343</v></c>", properties="<workbookPr date1904='1'/>")
    assert cell is not None
    assert cell.value == date(2022, 9, 1)


def test_covered_cells_of_a_merged_area_know_the_first_one() -> None:
    sheet = parse_workbook(_book("", after="<mergeCells><mergeCell ref='B2:C3'/></mergeCells>")).sheets[0]
    assert sheet.merged == {(1, 2): (1, 1), (2, 1): (1, 1), (2, 2): (1, 1)}


@pytest.mark.parametrize(
    "xml",
    [
        "<c r='A1'><v>abc</v></c>",
        "<c r='A1' t='s'><v>99</v></c>",
        "<c r='1A'><v>1</v></c>",
        "<c r='A1'><v>NaN</v></c>",
        "<c r='A1'><v>1E+999999</v></c>",
    ],
)
def test_nonsense_in_a_cell_is_a_damaged_file(xml: str) -> None:
    with pytest.raises(UnreadableBook) as raised:
        _cell(xml)
    assert raised.value.kind is UnreadableBook.Kind.DAMAGED
