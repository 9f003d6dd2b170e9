"""Chart parts with their embedded workbooks, in DrawingML."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from xml.sax.saxutils import escape

import xlsxwriter

from tools.word_template.chart_data import Chart
from tools.word_template.markup import DECLARATION, paragraph

_FONT = "宋体"
#: quiet colours, told apart also in grey
PALETTE = ("4F7CAC", "C8963E", "7A9E7E", "A65E5E", "8A7AA8", "5FA3A3", "B5A642", "7F7F7F")
_CATEGORY_AXIS, _VALUE_AXIS = 111111111, 222222222
#: EMU: 150 mm wide, 58 or 64 mm high
_WIDTH, _BAR_HEIGHT, _PIE_HEIGHT = 5400000, 2088000, 2304000


def _run_font(tag: str, size: int, bold: bool = False) -> str:
    """Character properties (``defRPr``, ``rPr``); size in hundredths of a pt."""
    return (
        f'<a:{tag} lang="zh-CN" sz="{size}" b="{int(bold)}"><a:solidFill><a:srgbClr val="333333"/></a:solidFill>'
        f'<a:latin typeface="{_FONT}"/><a:ea typeface="{_FONT}"/></a:{tag}>'
    )


def _text_properties(size: int) -> str:
    return f'<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr>{_run_font("defRPr", size)}</a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'


def _title(text: str) -> str:
    return (
        "<c:title><c:tx><c:rich><a:bodyPr/><a:lstStyle/><a:p>"
        f"<a:pPr>{_run_font('defRPr', 1100, True)}</a:pPr>"
        f"<a:r>{_run_font('rPr', 1100, True)}<a:t>{escape(text)}</a:t></a:r>"
        '</a:p></c:rich></c:tx><c:overlay val="0"/></c:title><c:autoTitleDeleted val="0"/>'
    )


def _fill(colour: str, line: str = "") -> str:
    edge = f'<a:ln w="9525"><a:solidFill><a:srgbClr val="{line}"/></a:solidFill></a:ln>' if line else ""
    return f'<c:spPr><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>{edge}</c:spPr>'


def _line(colour: str) -> str:
    return f'<c:spPr><a:ln w="6350"><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill></a:ln></c:spPr>'


def _strings(reference: str, values: tuple[str, ...]) -> str:
    points = "".join(f'<c:pt idx="{i}"><c:v>{escape(v)}</c:v></c:pt>' for i, v in enumerate(values))
    return f'<c:strRef><c:f>{reference}</c:f><c:strCache><c:ptCount val="{len(values)}"/>{points}</c:strCache></c:strRef>'


def _data(chart: Chart, index: int) -> tuple[str, str]:
    """Name, then categories with values, of one series; column A holds the categories."""
    column = "BCDEFGH"[index]
    name, values = chart.series[index]
    last = len(chart.categories) + 1
    points = "".join(f'<c:pt idx="{i}"><c:v>{v}</c:v></c:pt>' for i, v in enumerate(values))
    return (
        f"<c:tx>{_strings(f'Sheet1!${column}$1', (name,))}</c:tx>",
        f"<c:cat>{_strings(f'Sheet1!$A$2:$A${last}', chart.categories)}</c:cat>"
        f"<c:val><c:numRef><c:f>Sheet1!${column}$2:${column}${last}</c:f><c:numCache>"
        f"<c:formatCode>0.00</c:formatCode>"
        f'<c:ptCount val="{len(values)}"/>{points}</c:numCache></c:numRef></c:val>',
    )


def _shown(value: bool, category: bool, percent: bool) -> str:
    flags = {
        "LegendKey": False,
        "Val": value,
        "CatName": category,
        "SerName": False,
        "Percent": percent,
        "BubbleSize": False,
    }
    return "".join(f'<c:show{name} val="{int(on)}"/>' for name, on in flags.items())


def _bar_plot(chart: Chart) -> str:
    labels = (
        '<c:dLbls><c:numFmt formatCode="0.00" sourceLinked="0"/><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>'
        f'{_text_properties(900)}<c:dLblPos val="outEnd"/>{_shown(True, False, False)}</c:dLbls>'
    )
    series = ""
    for index in range(len(chart.series)):
        name, data = _data(chart, index)
        series += (
            f'<c:ser><c:idx val="{index}"/><c:order val="{index}"/>{name}{_fill(PALETTE[index])}'
            f'<c:invertIfNegative val="0"/>{labels}{data}</c:ser>'
        )
    axes = f'<c:axId val="{_CATEGORY_AXIS}"/><c:axId val="{_VALUE_AXIS}"/>'
    return (
        '<c:barChart><c:barDir val="col"/><c:grouping val="clustered"/><c:varyColors val="0"/>'
        f'{series}<c:gapWidth val="110"/><c:overlap val="-8"/>{axes}</c:barChart>'
        f'<c:catAx><c:axId val="{_CATEGORY_AXIS}"/><c:scaling><c:orientation val="minMax"/></c:scaling>'
        '<c:delete val="0"/><c:axPos val="b"/><c:numFmt formatCode="General" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
        f'{_line("A6A6A6")}{_text_properties(1000)}<c:crossAx val="{_VALUE_AXIS}"/><c:crosses val="autoZero"/>'
        '<c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="0"/></c:catAx>'
        f'<c:valAx><c:axId val="{_VALUE_AXIS}"/><c:scaling><c:orientation val="minMax"/><c:min val="0"/></c:scaling>'
        '<c:delete val="0"/><c:axPos val="l"/>'
        '<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="nextTo"/><c:spPr><a:ln><a:noFill/></a:ln></c:spPr>{_text_properties(900)}'
        f'<c:crossAx val="{_CATEGORY_AXIS}"/><c:crosses val="autoZero"/><c:crossBetween val="between"/></c:valAx>'
    )


def _pie_plot(chart: Chart) -> str:
    name, data = _data(chart, 0)
    slices = "".join(
        f'<c:dPt><c:idx val="{i}"/><c:bubble3D val="0"/>{_fill(PALETTE[i], "FFFFFF")}</c:dPt>'
        for i in range(len(chart.categories))
    )
    labels = (
        '<c:dLbls><c:numFmt formatCode="0.00%" sourceLinked="0"/><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>'
        f'{_text_properties(900)}<c:dLblPos val="outEnd"/>{_shown(False, True, True)}'
        f'<c:separator> </c:separator><c:showLeaderLines val="1"/><c:leaderLines>{_line("A6A6A6")}</c:leaderLines>'
        "</c:dLbls>"
    )
    layout = (
        '<c:layout><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
        '<c:x val="0.35"/><c:y val="0.3"/><c:w val="0.3"/><c:h val="0.52"/></c:manualLayout></c:layout>'
    )
    return (
        f'{layout}<c:pieChart><c:varyColors val="1"/><c:ser><c:idx val="0"/><c:order val="0"/>{name}'
        f'{slices}{labels}{data}</c:ser><c:firstSliceAng val="0"/></c:pieChart>'
    )


def chart_part(chart: Chart) -> str:
    """``word/charts/chartN.xml``; its workbook is relation rId1."""
    plot = _pie_plot(chart) if chart.pie else "<c:layout/>" + _bar_plot(chart)
    legend = (
        f'<c:legend><c:legendPos val="b"/><c:overlay val="0"/>{_text_properties(1000)}</c:legend>'
        if len(chart.series) > 1
        else ""
    )
    return (
        f'{DECLARATION}<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        # without roundedCorners Office draws a rounded frame
        '<c:date1904 val="0"/><c:lang val="zh-CN"/><c:roundedCorners val="0"/><c:style val="2"/>'
        f"<c:chart>{_title(chart.title)}<c:plotArea>{plot}</c:plotArea>{legend}"
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        '<c:spPr><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill><a:ln><a:noFill/></a:ln></c:spPr>'
        f'{_text_properties(1000)}<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )


def chart_workbook(chart: Chart) -> bytes:
    """The workbook behind “编辑数据”: categories in column A, one series a column."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    book.set_properties({"created": datetime(2022, 1, 1)})
    sheet = book.add_worksheet("Sheet1")
    amount = book.add_format({"num_format": "0.00"})
    sheet.set_column(0, 0, 32)
    for row, category in enumerate(chart.categories, start=1):
        sheet.write_string(row, 0, category)
    for column, (name, values) in enumerate(chart.series, start=1):
        sheet.write_string(0, column, name)
        for row, value in enumerate(values, start=1):
            sheet.write_number(row, column, value, amount)
    book.close()
    return target.getvalue()


def chart_paragraph(chart: Chart, number: int, relation: str) -> str:
    """The chart's own paragraph; its alt text is the key by which its data are found."""
    height = _PIE_HEIGHT if chart.pie else _BAR_HEIGHT
    drawing = (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{_WIDTH}" cy="{height}"/>'
        '<wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f'<wp:docPr id="{number}" name="图表 {number}" descr="{chart.alt_text}" title="{chart.alt_text}"/>'
        '<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
        f'<c:chart r:id="{relation}"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )
    return paragraph("Figure", drawing)
