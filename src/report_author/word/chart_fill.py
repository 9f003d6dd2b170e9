"""Writes the data of one department into a chart and into the workbook behind it; decides where a pie has room for its labels."""

from __future__ import annotations

import math
from collections.abc import Sequence
from copy import deepcopy
from decimal import Decimal
from itertools import product

from lxml import etree

from report_author.figures.topics_text import ChartData
from report_author.model.money import ZERO, percent, plain
from report_author.ooxml.charts import C, c, value_of
from report_author.ooxml.markup import (
    CONTENT_TYPES,
    DECLARATION,
    RELATIONSHIPS,
    A,
    Element,
    R,
    S,
    detach,
    escape_xml,
)
from report_author.ooxml.package import CONTENT_TYPES_PART, Package, write_package
from report_author.ooxml.sheets import column_letters
from report_author.records import frozen

SHEET = "Sheet1"
#: Shades of a template's colours for points beyond them: (lumMod, lumOff) in 1/1000 %.
_SHADES = ((60000, 40000), (75000, 0), (40000, 60000), (50000, 0), (85000, 15000))
#: Colours of edges and gaps, which are no colour of a series.
_BACKGROUND = ("FFFFFF", "bg1", "lt1")
BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
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
    "xl/workbook.xml": f'<workbook xmlns="{S}" xmlns:r="{R}">'
    f'<sheets><sheet name="{SHEET}" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELATIONSHIPS}">'
    f'<Relationship Id="rId1" Type="{R}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{R}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{S}"><fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="2" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
    _SHEET_PART: "",
}
_BASE = Package({name: (DECLARATION + text).encode() for name, text in _FIXED.items()})
#: Around a pie more labels than this are a tangle, however large the slices.
MOST_LABELS = 8
_MM_PER_POINT = 0.353
_GAP = 1.0  # mm between two labels
_LINE = 1.35  # of the font size
_ENTRY = 1.5  # of the font size: LibreOffice leaves out entries that do not fit
_LEGEND = 0.8  # of the height of the chart, the rest is for its title
_STRAIGHT = (
    0.38  # the sine of an eighth of a half turn: nearer to an axis than that, a label stands in its middle
)
_WRAP = 0.22  # of the width of the chart: Office breaks a longer label into lines


@frozen
class LabelLook:
    """The labels of a pie in the template: font size in points, what they say, diameter of the pie as a part of the height."""

    size: float
    category: bool
    percent: bool
    value: bool
    diameter: float

    def text(self, data: ChartData, number: int, *, category: bool) -> str:
        """The label of a slice, with its name where ``category``."""
        exact = [data.exact(figure) or ZERO for figure in data.series[0].figures]
        parts = [data.categories[number]] if category else []
        if self.value:
            parts.append(plain(data.shown(data.series[0].figures[number]) or ZERO, strip_zeros=False))
        if self.percent:
            whole = sum(exact, ZERO)
            parts.append(f"{percent(exact[number], whole) if whole else ZERO:.2f}%")
        return " ".join(parts)

    def formula(self, name: str, value: str, whole: str) -> str:
        """What works out ``text`` in the workbook, so that it follows “编辑数据”: cells of name and value, range of all values."""
        parts = [name]
        if self.value:
            parts.append(f'TEXT({value},"0.00")')
        if self.percent:
            parts.append(f'TEXT({value}/SUM({whole}),"0.00%")')
        return '&" "&'.join(parts)


@frozen
class PreparedChart:
    """A chart of a template that is to be filled: what its preparation found in it.

    ``series`` and ``plots`` count those of the template; ``typed`` tells of hand-typed labels, now gone. ``labels`` are those
    of a pie; None where it has none.
    """

    pie: bool
    series: int
    plots: int
    typed: bool
    labels: LabelLook | None


@frozen
class Points:
    """What one chart shows; its cache and the workbook behind it are both written from this.

    ``texts`` are the categories as the chart shows them. ``look`` is that of the labels which a crowded pie says in its legend
    instead: ``texts`` then hold them too; None otherwise. A missing value is empty.
    """

    categories: tuple[str, ...]
    texts: tuple[str, ...]
    series: tuple[tuple[str, tuple[str, ...]], ...]
    look: LabelLook | None


def chart_points(chart: PreparedChart, data: ChartData, *, crowded: bool) -> Points:
    """The points of a chart in its unit.

    A pie holds exact values (614.668119), so that the percentages which Office works out are those of the text; other
    charts hold what is printed (614.67).
    """
    look = chart.labels if crowded else None
    texts = data.categories
    if look is not None:
        texts = tuple(look.text(data, number, category=True) for number in range(len(texts)))
    value = data.exact if chart.pie else data.shown
    series = []
    for one in data.series:
        numbers = map(value, one.figures)
        shown = ("" if number is None else plain(number, strip_zeros=chart.pie) for number in numbers)
        series.append((one.name, tuple(shown)))
    return Points(data.categories, texts, tuple(series), look)


def series_of(root: Element) -> list[Element]:
    """The series of a chart in their order."""
    return sorted(root.iter(c("ser")), key=lambda ser: int(value_of(ser, "order")))


def fill_chart(root: Element, chart: PreparedChart, data: ChartData, points: Points, legend: int) -> None:
    """Fill a prepared chart. A pie says in a legend, ``legend`` % of its width, what has no room around it."""
    series = series_of(root)
    drawn, count = 1 if chart.pie else len(points.series), len(points.categories)
    for number in range(len(series), drawn):
        series[-1].addnext(_another(series[-1], number))
        series = series_of(root)
    detach(*series[drawn:])
    for number, ser in enumerate(series[:drawn]):
        _fill_points(ser, count, chart.pie)
        _fill_data(ser, number, points)
    entries = count if chart.pie else drawn
    detach(*(entry for entry in root.iter(c("legendEntry")) if int(value_of(entry, "idx")) >= entries))
    area = root.find(f"{c('chart')}/{c('plotArea')}")
    if area is not None:
        if legend:
            _legend_beside(root, area, series[0], legend, count)
        _free_ends(area, data)


def _another(ser: Element, number: int) -> Element:
    """A copy of the last series in another colour, for a series that the template does not have."""
    copy = _copy(ser, number)
    detach(*copy.findall(c("dPt")), *copy.findall(f"{c('dLbls')}/{c('dLbl')}"))
    for shape in (*copy.findall(c("spPr")), *copy.findall(f"{c('marker')}/{c('spPr')}")):
        for fill in shape.iter(f"{{{A}}}solidFill"):
            if len(fill) and fill[0].get("val") not in _BACKGROUND:
                detach(*fill)
                etree.SubElement(fill, f"{{{A}}}schemeClr", val=_accent(number))
    return copy


def _accent(number: int) -> str:
    return f"accent{number % 6 + 1}"


def _copy(element: Element, number: int) -> Element:
    """A copy of a series or a point as ``number``, without the ``c16:uniqueId``, which would not be unique."""
    copy = deepcopy(element)
    copy.tail = None
    for child in copy.iterchildren(c("idx"), c("order")):
        child.set("val", str(number))
    detach(*(ext for ext in copy.iter(c("ext")) if ext.find("{*}uniqueId") is not None))
    drop_empty_extensions(copy)
    return copy


def drop_empty_extensions(root: Element) -> None:
    """Take out the lists of extensions in which none is left."""
    detach(*(extensions for extensions in root.iter(c("extLst")) if len(extensions) == 0))


def _fill_points(ser: Element, count: int, pie: bool) -> None:
    """A point's own look is kept where the data have the point; a pie's further points take shades of it."""
    points = ser.findall(c("dPt"))
    fills = [point.find(f"{c('spPr')}/{{{A}}}solidFill") for point in points]
    listed = [int(value_of(point, "idx")) for point in points] == list(range(len(points)))
    if pie and len(points) > 1 and listed and None not in fills:
        last = points[-1]
        for number in range(len(points), count):
            last.addnext(_shaded(points[number % len(points)], number, len(points)))
            last = ser.findall(c("dPt"))[-1]
    own = (*points, *ser.findall(f"{c('dLbls')}/{c('dLbl')}"))
    detach(*(element for element in own if int(value_of(element, "idx")) >= count))


def _shaded(point: Element, number: int, points: int) -> Element:
    """``point`` as one beyond the ``points`` of the template: the next accent, or the same colour lighter or darker."""
    copy = _copy(point, number)
    colour = copy.find(f"{c('spPr')}/{{{A}}}solidFill/*")
    if colour is not None:
        detach(*colour)
        if colour.get("val", "").startswith("accent"):
            colour.set("val", _accent(number))
            points = 6
        if level := number // points:  # 0 is the template's own round of colours
            modulate, offset = _SHADES[(level - 1) % len(_SHADES)]
            etree.SubElement(colour, f"{{{A}}}lumMod", val=str(modulate))
            if offset:
                etree.SubElement(colour, f"{{{A}}}lumOff", val=str(offset))
    return copy


def _fill_data(ser: Element, number: int, points: Points) -> None:
    """Name, categories, values of a series, as references to the workbook with their cache."""
    name, values = points.series[number]
    column, last = column_letters(number + 1), max(len(values), 1) + 1
    order, place = ser.find(c("order")), ser.find(c("val"))
    if order is not None:
        order.addnext(_reference("tx", "str", f"${column}$1", (name,)))
    if place is not None:
        place.addprevious(_reference("cat", "str", f"$A$2:$A${last}", points.texts))
        ser.replace(place, _reference("val", "num", f"${column}$2:${column}${last}", values))


def _reference(name: str, kind: str, cells: str, texts: Sequence[str]) -> Element:
    code = "<c:formatCode>0.00</c:formatCode>" if kind == "num" else ""
    owner = etree.fromstring(
        f'<c:{name} xmlns:c="{C}"><c:{kind}Ref><c:f>{SHEET}!{cells}</c:f><c:{kind}Cache>{code}'
        f'<c:ptCount val="{len(texts)}"/></c:{kind}Cache></c:{kind}Ref></c:{name}>'
    )
    for number, text in enumerate(texts):
        if text or kind == "str":
            point = etree.SubElement(owner[0][1], c("pt"), idx=str(number))
            etree.SubElement(point, c("v")).text = text
    return owner


def _legend_beside(root: Element, area: Element, ser: Element, width: int, count: int) -> None:
    """The pie left without labels, right of it a legend of ``width`` %, every entry on a line of its own, no larger than these."""
    legend, labels = root.find(f"{c('chart')}/{c('legend')}"), ser.find(c("dLbls"))
    if labels is None:
        return
    if legend is None:
        legend = etree.Element(c("legend"))
        etree.SubElement(legend, c("overlay"), val="0")
        legend.extend(deepcopy(labels.findall(c("txPr"))[:1]))
        area.addnext(legend)
    detach(*legend.iterchildren(c("legendPos"), c("layout")))
    tall = min(80, 9 * count)
    legend.insert(0, etree.Element(c("legendPos"), val="r"))
    legend.insert(1, _layout("0.47", f"0.{17 + (80 - tall) // 2:02d}", f"0.{width:02d}", f"0.{tall:02d}"))
    none = etree.Element(c("dLbls"))
    etree.SubElement(none, c("delete"), val="1")
    ser.replace(labels, none)
    detach(*area.findall(c("layout"))[:1])
    area.insert(0, _layout("0.05", "0.2", "0.4", "0.72", inner=True))


def _layout(*places: str, inner: bool = False) -> Element:
    target = '<c:layoutTarget val="inner"/>' if inner else ""
    sides = "".join(f'<c:{side} val="{place}"/>' for side, place in zip("xywh", places, strict=True))
    return etree.fromstring(
        f'<c:layout xmlns:c="{C}"><c:manualLayout>{target}<c:xMode val="edge"/><c:yMode val="edge"/>{sides}'
        "</c:manualLayout></c:layout>"
    )


def _free_ends(area: Element, data: ChartData) -> None:
    """A fixed end of a value axis holds only for values within it; series may stand on one another."""
    grouping = {element.get("val") for element in area.iter(c("grouping"))}
    if "percentStacked" in grouping:
        return
    values = [[data.shown(s.figures[n]) or ZERO for s in data.series] for n in range(len(data.categories))]
    if "stacked" in grouping:
        values = [
            [sum((v for v in one if v < 0), ZERO), sum((v for v in one if v > 0), ZERO)] for one in values
        ]
    every = [value for one in values for value in one]
    low, high = min(every, default=ZERO), max(every, default=ZERO)
    for scaling in area.iterfind(f"{c('valAx')}/{c('scaling')}"):
        detach(*(end for end in scaling.findall(c("max")) if high > Decimal(end.get("val", "0"))))
        detach(*(end for end in scaling.findall(c("min")) if low < Decimal(end.get("val", "0"))))


# Written here: the seven workbooks of a report take 3 ms, by XlsxWriter 40 ms.
def chart_workbook(points: Points) -> bytes:
    """The workbook which “编辑数据” opens: categories in column A, a series in each further column.

    Of a crowded pie column A is worked out from the names, which then stand behind the values.
    """
    columns = [column_letters(number + 1) for number in range(len(points.series))]
    names = [_text(f"{column}1", name) for column, (name, _) in zip(columns, points.series, strict=True)]
    rows = [_row(1, "".join(names))]
    for number, name in enumerate(points.categories):
        row = number + 2
        values = "".join(
            _number(f"{column}{row}", texts[number])
            for column, (_, texts) in zip(columns, points.series, strict=True)
        )
        first, last = _text(f"A{row}", name), ""
        if points.look is not None:
            behind = f"{column_letters(len(columns) + 1)}{row}"
            formula = points.look.formula(behind, f"B{row}", f"B$2:B${len(points.categories) + 1}")
            first, last = _formula(f"A{row}", formula, points.texts[number]), _text(behind, name)
        rows.append(_row(row, first + values + last))
    sheet = (
        f'{DECLARATION}<worksheet xmlns="{S}"><cols><col min="1" max="1" width="32" customWidth="1"/></cols>'
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


@frozen
class _Box:
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: _Box) -> bool:
        apart = self.right + _GAP <= other.left or other.right + _GAP <= self.left
        return not apart and self.top < other.bottom + _GAP / 2 and other.top < self.bottom + _GAP / 2


def crowded(data: ChartData, look: LabelLook, width: float, height: float) -> bool:
    """Whether labels would run into one another or out of a chart of ``width`` × ``height`` mm.

    Office, WPS, LibreOffice place labels a little differently, so every label is tried on one line and on two, sliding along the
    pie and hung by the corner or the side that faces it.
    """
    if len(data.categories) > MOST_LABELS:
        return True
    angles = _middles([data.exact(figure) or ZERO for figure in data.series[0].figures])
    for wrapped, hung in product((False, True), repeat=2):
        boxes = [
            _box(
                look,
                look.text(data, n, category=look.category),
                angle,
                width,
                height,
                wrapped=wrapped,
                hung=hung,
            )
            for n, angle in enumerate(angles)
        ]
        if any(box.meets(other) for n, box in enumerate(boxes) for other in boxes[:n]):
            return True
        if any(max(-box.left, box.right) > width / 2 for box in boxes):
            return True
    return False


def legend_height(data: ChartData, look: LabelLook) -> float:
    """The height in mm of a chart with a title whose legend lists every slice on a line of its own."""
    return len(data.categories) * look.size * _MM_PER_POINT * _ENTRY / _LEGEND


def legend_width(data: ChartData, look: LabelLook, width: float) -> int:
    """How much of the width (mm) of a chart, in %, a legend takes that keeps its longest entry on one line, and no second column."""
    longest = max(_wide(look.text(data, n, category=True)) for n in range(len(data.categories)))
    needed = (longest + 3) * look.size * _MM_PER_POINT  # the coloured key with the gaps around it
    return min(52, math.ceil(110 * needed / width)) if width else 52


def _wide(text: str) -> float:
    """The width of a text in full-width characters."""
    return sum(1.0 if ord(char) > 255 else 0.55 for char in text)


def _middles(values: list[Decimal]) -> list[float]:
    """The direction of the middle of each slice in radians, clockwise from the top."""
    whole = sum(map(abs, values), ZERO)
    before = ZERO
    found = []
    for value in map(abs, values):
        middle = (before + value / 2) / whole if whole else ZERO
        found.append(int(middle * 1_000_000) * 2 * math.pi / 1_000_000)
        before += value
    return found


def _box(
    look: LabelLook, text: str, angle: float, width: float, height: float, *, wrapped: bool, hung: bool
) -> _Box:
    """The label in mm from the centre of the pie, touching it from outside."""
    letter = look.size * _MM_PER_POINT
    wide = _wide(text) * letter
    lines = 1
    if wrapped and wide > _WRAP * width:
        wide, lines = max(_WRAP * width, wide / 2), 2
    high = lines * letter * _LINE
    radius = look.diameter * height / 2 + letter / 2
    x, y = math.sin(angle), -math.cos(angle)
    across, down = (_side(x), _side(y)) if hung else (x, y)
    centre_x, centre_y = radius * x + wide / 2 * across, radius * y + high / 2 * down
    return _Box(centre_x - wide / 2, centre_y - high / 2, centre_x + wide / 2, centre_y + high / 2)


def _side(part: float) -> float:
    """On which side of the point a hung label lies: −1, 0 (in the middle), 1."""
    return 0.0 if abs(part) < _STRAIGHT else math.copysign(1, part)
