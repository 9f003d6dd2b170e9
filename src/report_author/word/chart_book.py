"""The workbook behind a chart, which “编辑数据” opens."""

from __future__ import annotations

from report_author.figures.topics_text import ChartData
from report_author.ooxml.markup import CONTENT_TYPES, DECLARATION, RELATIONSHIPS, R, escape_xml
from report_author.ooxml.package import CONTENT_TYPES_PART, Package, write_package
from report_author.ooxml.sheets import column_letters
from report_author.word.chart_fill import SHEET, category_texts, cell_text
from report_author.word.chart_part import PreparedChart

BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_SHEET_PART = "xl/worksheets/sheet1.xml"
#: The number format of style 1 is 0.00; column A is wide enough for the names.
_FIXED = {
    CONTENT_TYPES_PART: f'<Types xmlns="{CONTENT_TYPES}">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
    f'<Override PartName="/{_SHEET_PART}" ContentType="{_KIND}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{RELATIONSHIPS}">'
    f'<Relationship Id="rId1" Type="{R}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{R}">'
    f'<sheets><sheet name="{SHEET}" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELATIONSHIPS}">'
    f'<Relationship Id="rId1" Type="{R}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{R}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="2" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
    _SHEET_PART: "",
}
_BASE = Package({name: (DECLARATION + text).encode() for name, text in _FIXED.items()})


def chart_workbook(chart: PreparedChart, data: ChartData, *, crowded: bool = False) -> bytes:
    """Categories in column A, a series in each further column, values in the unit of the chart.

    Of a ``crowded`` pie column A is worked out from the names, which then stand behind the values.
    """
    exact, count = chart.pie, len(data.series)
    columns = [column_letters(number + 1) for number in range(count)]
    rows = [
        _row(1, "".join(_text(f"{column}1", s.name) for column, s in zip(columns, data.series, strict=True)))
    ]
    texts = category_texts(chart, data, crowded=crowded)
    for category, name in enumerate(data.categories):
        row = category + 2
        values = "".join(
            _number(f"{c}{row}", cell_text(data, exact, n, category)) for n, c in enumerate(columns)
        )
        if crowded and chart.labels is not None:
            behind = f"{column_letters(count + 1)}{row}"
            formula = chart.labels.formula(behind, f"B{row}", f"B$2:B${len(data.categories) + 1}")
            first, last = _formula(f"A{row}", formula, texts[category]), _text(behind, name)
        else:
            first, last = _text(f"A{row}", name), ""
        rows.append(_row(row, first + values + last))
    sheet = (
        f'{DECLARATION}<worksheet xmlns="{_MAIN}"><cols><col min="1" max="1" width="32" customWidth="1"/></cols>'
        f"<sheetData>{''.join(rows)}</sheetData></worksheet>"
    )
    return write_package(_BASE.with_parts({_SHEET_PART: sheet.encode()}))


def _row(number: int, cells: str) -> str:
    return f'<row r="{number}">{cells}</row>'


def _text(ref: str, text: str) -> str:
    return f'<c r="{ref}" t="inlineStr"><is><t xml:space="preserve">{escape_xml(text)}</t></is></c>'


def _number(ref: str, value: str) -> str:
    return f'<c r="{ref}" s="1"><v>{value}</v></c>' if value else ""


def _formula(ref: str, formula: str, result: str) -> str:
    return f'<c r="{ref}" t="str"><f>{escape_xml(formula)}</f><v>{escape_xml(result)}</v></c>'
