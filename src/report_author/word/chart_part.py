"""Prepares a chart of a template: everything that depends on data becomes a slot.

A slot is a processing instruction ``<?slot name argument?>``; a block reaches to its ``<?slot end?>``. ``chart_fill`` reads them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass
from decimal import Decimal

from lxml import etree

from report_author.ooxml.markup import A, R, serialise
from report_author.word.chart_labels import LabelLook

C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
PIES = frozenset({"pieChart", "pie3DChart", "doughnutChart", "ofPieChart"})
_OTHERS = ("barChart", "bar3DChart", "lineChart", "line3DChart", "areaChart", "area3DChart", "radarChart")
#: What WPS keeps to restyle the chart on “编辑数据”; it overwrites the colours of the series.
_WPS = "{0b15fc19-7d7d-44ad-8c2d-2c3a37ce22c3}"
#: Office 2013 extensions that repeat or filter the data of the template.
_STALE = re.compile(
    r"filtered|datalabelsRange$|fullRef$|levelRef$|formulaRef$|dlblFieldTable$|categoryFilterException"
)
#: The children of a series behind its values.
_AFTER_VALUES = ("smooth", "shape", "extLst")
_LABEL_FLAGS = ("showLegendKey", "showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize")
#: Colours of edges and gaps, which are no colour of a series.
_BACKGROUND = ("FFFFFF", "bg1", "lt1")
#: Stands for the number of a series or point that the template does not have; for its accent colour.
NUMBER, ACCENT = "--number--", "--accent--"


@dataclass(frozen=True, slots=True)
class PreparedChart:
    """A chart with slots. ``series`` and ``plots`` count those of the template; ``typed`` tells of hand-typed labels, now gone.

    ``labels`` are those of a pie; None where it has none.
    """

    data: bytes
    prefix: str
    pie: bool
    series: int
    plots: int
    stacked: bool
    typed: bool
    labels: LabelLook | None


def c(name: str) -> str:
    """The qualified name of an element of a chart."""
    return f"{{{C}}}{name}"


def chart_title(root: etree._Element) -> str:
    """The title of a chart as typed."""
    return "".join(text.text or "" for text in root.iterfind(f"{c('chart')}/{c('title')}//{{{A}}}t"))


def prepare_chart(root: etree._Element, workbook_relation: str) -> PreparedChart | None:
    """Put the slots into ``root``, which is changed; None for a kind without categories (scatter, bubble, stock, surface)."""
    area = root.find(f"{c('chart')}/{c('plotArea')}")
    plots = [] if area is None else [child for child in area if str(child.tag).endswith("Chart")]
    kinds = {etree.QName(plot).localname for plot in plots}
    if area is None or not plots or not kinds <= PIES.union(_OTHERS):
        return None
    pie = kinds <= PIES
    _drop_stale(root)
    series = sorted(root.iter(c("ser")), key=lambda ser: int(_value(ser, "order")))
    if not series:
        return None
    typed = any([_free_labels(ser) for ser in series])
    labels = _label_look(root, area, series[0]) if pie else None
    if not pie:
        copy = _another(series[-1])
        series[-1].addnext(copy)
        _block(copy, "extra")
    for number, ser in enumerate(series):
        _points(ser, pie)
        _data(ser)
        _block(ser, "series", number)
    if labels is not None:
        _make_room(root, area, series[0])
    for entry in root.iter(c("legendEntry")):
        _block(entry, "entry", _value(entry, "idx"))
    grouping = {element.get("val") for element in area.iter(c("grouping"))}
    if "percentStacked" not in grouping:
        _bounds(area)
    _link(root, workbook_relation)
    stacked = "stacked" in grouping
    return PreparedChart(
        serialise(root), root.prefix or "", pie, len(series), len(plots), stacked, typed, labels
    )


def _value(parent: etree._Element, name: str, default: str = "0") -> str:
    found = parent.find(c(name))
    return default if found is None else found.get("val", default)


def _slot(name: str, argument: object = "") -> etree._Element:
    return etree.ProcessingInstruction("slot", f"{name} {argument}".strip())


def _block(element: etree._Element, name: str, argument: object = "") -> None:
    """Make ``element`` the content of a block."""
    element.addprevious(_slot(name, argument))
    element.addnext(_slot("end"))


def _remove(elements: Iterable[etree._Element]) -> None:
    for element in list(elements):
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)


def _drop_stale(root: etree._Element) -> None:
    """Extensions that repeat the template's own data, a link to a pivot table, entries hidden from the legend."""
    _remove(root.iter(c("pivotSource"), c("pivotFmts")))
    _remove(entry for entry in root.iter(c("legendEntry")) if _value(entry, "delete") in ("1", "true"))
    for ext in list(root.iter(c("ext"))):
        names = {etree.QName(element).localname for element in ext.iter(etree.Element)}
        if ext.get("uri") == _WPS or any(_STALE.search(name) for name in names):
            _remove([ext])
    _remove(
        element
        for element in root.iter(etree.Element)
        if etree.QName(element).localname == "showDataLabelsRange"
    )
    _remove(ext for ext in root.iter(c("ext")) if len(ext) == 0)
    _remove(extensions for extensions in root.iter(c("extLst")) if len(extensions) == 0)


def _free_labels(ser: etree._Element) -> bool:
    """Hand-typed labels never follow the data: remove them, let Office write the values in their place."""
    found = False
    for labels in ser.iter(c("dLbls")):
        typed = [label for label in labels.findall(c("dLbl")) if label.find(c("tx")) is not None]
        found = found or bool(typed)
        _remove(typed)
        if typed and not any(_value(labels, flag) in ("1", "true") for flag in _LABEL_FLAGS):
            _show_values(labels)
    return found


def _show_values(labels: etree._Element) -> None:
    _remove(labels.findall(c("delete")))
    for flag in _LABEL_FLAGS:
        element = labels.find(c(flag))
        if element is None:
            element = etree.Element(c(flag))
            after = [
                child
                for child in labels
                if child.tag in map(c, ("separator", "showLeaderLines", "leaderLines", "extLst"))
            ]
            labels.insert(len(labels) - len(after), element)
        element.set("val", "1" if flag == "showVal" else "0")


def _label_look(root: etree._Element, area: etree._Element, ser: etree._Element) -> LabelLook | None:
    """What the labels of a pie look like; None where it shows none."""
    labels = ser.find(c("dLbls"))
    if labels is None:
        return None
    flags = {flag for flag in _LABEL_FLAGS if _value(labels, flag) in ("1", "true")}
    if not flags & {"showVal", "showPercent", "showCatName"}:
        return None
    sizes = (
        e.get("sz", "") for place in (labels, root) for e in place.iterfind(f"{c('txPr')}//{{{A}}}defRPr")
    )
    size = next((int(size) / 100 for size in sizes if size.isdecimal()), 10.0)
    height = area.find(f"{c('layout')}/{c('manualLayout')}/{c('h')}")
    diameter = Decimal(height.get("val", "0.55")) if height is not None else Decimal("0.55")
    return LabelLook(
        size, "showCatName" in flags, "showPercent" in flags, "showVal" in flags, int(diameter * 100) / 100
    )


def _make_room(root: etree._Element, area: etree._Element, ser: etree._Element) -> None:
    """Prepare both looks of a pie: with labels around it, or with all that they say in a legend beside it."""
    labels = ser.find(c("dLbls"))
    legend = root.find(f"{c('chart')}/{c('legend')}")
    layout = area.find(c("layout"))
    if labels is None:
        return
    if legend is None:
        legend = etree.Element(c("legend"))
        etree.SubElement(legend, c("overlay")).set("val", "0")
        font = labels.find(c("txPr"))
        if font is not None:
            legend.append(deepcopy(font))
        area.addnext(legend)
        _block(legend, "crowded")
    for element in (*legend.findall(c("legendPos")), *legend.findall(c("layout"))):
        _block(element, "roomy")
    legend.insert(0, _slot("beside"))
    none = etree.Element(c("dLbls"))
    etree.SubElement(none, c("delete")).set("val", "1")
    labels.addnext(none)
    _block(none, "crowded")
    _block(labels, "roomy")
    beside = _layout_beside()
    if layout is None:
        area.insert(0, beside)
    else:
        layout.addnext(beside)
        _block(layout, "roomy")
    _block(beside, "crowded")


def _layout_beside() -> etree._Element:
    """The left part of the chart for the pie, the rest for its legend."""
    layout = etree.Element(c("layout"))
    manual = etree.SubElement(layout, c("manualLayout"))
    etree.SubElement(manual, c("layoutTarget")).set("val", "inner")
    for name in ("xMode", "yMode"):
        etree.SubElement(manual, c(name)).set("val", "edge")
    for name, value in (("x", "0.05"), ("y", "0.2"), ("w", "0.4"), ("h", "0.72")):
        etree.SubElement(manual, c(name)).set("val", value)
    return layout


def _points(ser: etree._Element, pie: bool) -> None:
    """A point's own look is kept where the data have the point; a pie's further points take shades of it."""
    points = ser.findall(c("dPt"))
    numbers = [int(_value(point, "idx")) for point in points]
    fills = [point.find(f"{c('spPr')}/{{{A}}}solidFill") for point in points]
    if (
        pie
        and len(points) > 1
        and numbers == list(range(len(points)))
        and all(fill is not None for fill in fills)
    ):
        more = [_shaded(point, len(points)) for point in points]
        points[-1].addnext(_slot("end"))
        for variant in reversed(more):
            points[-1].addnext(variant)
            _block(variant, "variant")
        points[-1].addnext(_slot("more", len(points)))
    for element in (*points, *ser.findall(f"{c('dLbls')}/{c('dLbl')}")):
        _block(element, "point", _value(element, "idx"))


def _shaded(point: etree._Element, points: int) -> etree._Element:
    """A copy of ``point`` for a point beyond the template's: the next accent, or the same colour in another shade."""
    copy = deepcopy(point)
    copy.tail = None
    _number(copy, "idx")
    _drop_identity(copy)
    fill = copy.find(f"{c('spPr')}/{{{A}}}solidFill")
    if fill is not None and len(fill):
        colour = fill[0]
        is_accent = colour.get("val", "").startswith("accent")
        if is_accent:
            colour.set("val", ACCENT)
        _remove(colour)
        colour.append(_slot("shade", 6 if is_accent else points))
    return copy


def _number(element: etree._Element, *names: str) -> None:
    for name in names:
        for child in element.findall(c(name)):
            child.set("val", NUMBER)


def _drop_identity(element: etree._Element) -> None:
    """``c16:uniqueId`` is unique: a copy has none."""
    _remove(
        ext for ext in element.iter(c("ext")) if any(str(child.tag).endswith("}uniqueId") for child in ext)
    )
    _remove(extensions for extensions in element.iter(c("extLst")) if len(extensions) == 0)


def _data(ser: etree._Element) -> None:
    """Slots for the name, the categories and the values."""
    _remove(ser.findall(c("tx")))
    _remove(ser.findall(c("cat")))
    order = ser.find(c("order"))
    if order is not None:
        order.addnext(_slot("tx"))
    values = ser.find(c("val"))
    slot = _slot("val")
    if values is not None:
        values.addprevious(slot)
        _remove([values])
    else:
        after = [child for child in ser if child.tag in map(c, _AFTER_VALUES)]
        ser.insert(len(ser) - len(after), slot)
    slot.addprevious(_slot("cat"))


def _another(ser: etree._Element) -> etree._Element:
    """A copy of the last series in another colour, for series that the template does not have."""
    copy = deepcopy(ser)
    copy.tail = None
    _number(copy, "idx", "order")
    _drop_identity(copy)
    _remove(copy.findall(c("dPt")))
    _remove(copy.findall(f"{c('dLbls')}/{c('dLbl')}"))
    for shape in (*copy.findall(c("spPr")), *copy.findall(f"{c('marker')}/{c('spPr')}")):
        for fill in shape.iter(f"{{{A}}}solidFill"):
            if len(fill) and fill[0].get("val") not in _BACKGROUND:
                _remove(fill)
                etree.SubElement(fill, f"{{{A}}}schemeClr").set("val", ACCENT)
    _data(copy)
    return copy


def _bounds(area: etree._Element) -> None:
    """A fixed end of a value axis holds only for values within it."""
    for scaling in area.iterfind(f"{c('valAx')}/{c('scaling')}"):
        for name in ("max", "min"):
            for bound in scaling.findall(c(name)):
                _block(bound, name, bound.get("val", "0"))


def _link(root: etree._Element, relation: str) -> None:
    """Point “编辑数据” at the embedded workbook."""
    _remove(root.findall(c("externalData")))
    link = etree.Element(c("externalData"))
    link.set(f"{{{R}}}id", relation)
    etree.SubElement(link, c("autoUpdate")).set("val", "0")
    after = [child for child in root if child.tag in map(c, ("printSettings", "userShapes", "extLst"))]
    root.insert(len(root) - len(after), link)
