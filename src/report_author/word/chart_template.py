"""Finds the charts of a Word template that are to be filled, prepares them once: what depends on data is taken out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from lxml import etree

from report_author.model.findings import Finding
from report_author.ooxml.charts import PIES, c, chart_title, value_of
from report_author.ooxml.markup import WP, YES, A, Element, R, child, detach, parse_xml, serialise, w
from report_author.ooxml.package import Package
from report_author.ooxml.relations import drop_part, first_related, main_part, relations, story_parts
from report_author.records import frozen
from report_author.templating.messages import WORD_TEMPLATE, finding
from report_author.templating.normalise import read_styles
from report_author.templating.tags import find_tags, outside
from report_author.templating.word_places import Places
from report_author.word.chart_fill import LabelLook, PreparedChart, drop_empty_extensions, series_of
from report_author.word.charts import ChartPart, Charts, add_workbook, find_key, unknown_key

_YEAR = re.compile(r"(?:19|20)\d\d")

_OTHERS = ("barChart", "bar3DChart", "lineChart", "line3DChart", "areaChart", "area3DChart", "radarChart")
#: What WPS keeps to restyle the chart on “编辑数据”; it overwrites the colours of the series.
_WPS = "{0b15fc19-7d7d-44ad-8c2d-2c3a37ce22c3}"
#: Office 2013 extensions that repeat or filter the data of the template.
_STALE = re.compile(
    r"filtered|datalabelsRange$|fullRef$|levelRef$|formulaRef$|dlblFieldTable$|categoryFilterException"
)
_LABEL_FLAGS = ("showLegendKey", "showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize")


@frozen
class _Drawing:
    """A drawing that shows a chart: the relation it uses, its alternative text, its place as a person reads it."""

    relation: str
    properties: dict[str, str]
    place: str

    @property
    def tagged(self) -> bool:
        """Whether the alternative text is known only when it is rendered."""
        return any(find_tags(text)[0] for text in self.properties.values())


class ChartFinder:
    """Prepares a template's charts: construct it, then read ``package``, ``charts``, ``findings``."""

    def __init__(self, package: Package, keys: Sequence[str]) -> None:
        self.package = package
        self.findings: list[Finding] = []
        self._keys = keys
        self._parts: dict[str, ChartPart] = {}
        self._shown: set[str] = set()
        self._refused: set[str] = set()
        self._tagged = False
        stories: dict[str, tuple[tuple[str, str], ...]] = {}
        body = main_part(package) or ""
        styles = first_related(package, body, "styles")
        for story in story_parts(package, body) if body else ():
            references = self._story(story, styles)
            if references:
                stories[story] = references
        if not self._tagged:
            self._report_missing()
        self.charts = Charts(self._parts, stories)

    def tagged_parts(self) -> list[str]:
        """The chart parts that hold tags, for the template engine."""
        return [name for name in self._parts if _has_tags(parse_xml(self.package[name]))]

    def _story(self, story: str, styles: str) -> tuple[tuple[str, str], ...]:
        found = [
            r
            for r in relations(self.package, story)
            if r.kind in ("chart", "chartEx") and r.target in self.package
        ]
        if not found:
            return ()
        root = parse_xml(self.package[story])
        places = Places(root, read_styles(parse_xml(self.package.get(styles, b"<none/>"))))
        drawings = {drawing.relation: drawing for drawing in reversed(list(_drawings(root, places)))}
        for relation in found:
            drawing = drawings.get(relation.id)
            if drawing is None:
                drawing = _Drawing(relation.id, {}, WORD_TEMPLATE)
            if relation.kind == "chartEx":
                self._refuse(drawing, find_key(drawing.properties, "", self._keys))
            elif relation.target not in self._parts:
                self._parts[relation.target] = self._part(relation.target, drawing)
        return tuple((relation.id, relation.target) for relation in found if relation.kind == "chart")

    def _part(self, name: str, drawing: _Drawing) -> ChartPart:
        root = parse_xml(self.package[name])
        title = chart_title(root)
        fallback = next(
            (text for text in (title, drawing.properties.get("name", "")) if text in self._keys), ""
        )
        key = find_key(drawing.properties, fallback, self._keys)
        self._tagged = self._tagged or drawing.tagged
        self._shown.add(key)
        if not drawing.tagged and not key:
            return ChartPart(name, drawing.place, belongings=self._belongings(name))
        if not drawing.tagged and key not in self._keys:
            self.findings.append(unknown_key(drawing.place, key, self._keys))
        workbook, relation = self._workbook(name, root, drawing, key)
        prepared = prepare_chart(root, relation)
        if prepared is None:
            self._refuse(drawing, key)
            self._refused.add(name)
            return ChartPart(name, drawing.place, belongings=self._belongings(name))
        if prepared.typed:
            message = "这张图上有手工输入的数据标签，报告里改为自动显示数值"
            self._note("T25", drawing, message, "请在模板里删去手工标签，用“添加数据标签”代替", key)
        if _YEAR.search("".join(outside(title, find_tags(title)[0]))):
            self._note("T24", drawing, f"图表标题“{title}”里写死了年份", "请改成 {{ 年度 }}", key)
        self.package = self.package.with_parts({name: serialise(root)})
        return ChartPart(name, drawing.place, workbook, self._belongings(name), prepared, fallback)

    def _workbook(self, name: str, root: Element, drawing: _Drawing, key: str) -> tuple[str, str]:
        """The chart's embedded workbook and the relation to it; made where it is missing, linked, shared, or of an old kind."""
        link = root.find(c("externalData"))
        identity = link.get(f"{{{R}}}id", "") if link is not None else ""
        relation = next((r for r in relations(self.package, name) if r.id == identity), None)
        taken = {chart.workbook for chart in self._parts.values()}
        if relation is not None and not relation.external and relation.target in self.package:
            if (
                relation.kind == "package"
                and relation.target.lower().endswith(".xlsx")
                and relation.target not in taken
            ):
                return relation.target, identity
            if relation.target not in taken:
                self.package = drop_part(self.package, relation.target)
        if relation is not None and relation.external:
            message = "这张图的数据链接到模板之外的工作簿，报告里改为自带数据"
            self._note("T25", drawing, message, "可以在模板里断开链接；不改也不影响报告", key)
        self.package, workbook, identity = add_workbook(self.package, name, identity)
        return workbook, identity

    def _belongings(self, name: str) -> tuple[str, ...]:
        return tuple(
            r.target for r in relations(self.package, name) if not r.external and r.target in self.package
        )

    def _refuse(self, drawing: _Drawing, key: str) -> None:
        if key:
            message = "这种图没有类别（散点图、气泡图、股价图等），不能自动填数"
            self._note("T23", drawing, message, "请改用柱状图、条形图、折线图、饼图等", key)

    def _report_missing(self) -> None:
        """Charts of the format that no drawing shows; a chart without a key may be one of them, with the template's numbers."""
        missing = [key for key in self._keys if key not in self._shown]
        for key in missing:
            message = f"模板里没有替代文字是“{key}”的图"
            advice = "请在图的替代文字里写上这个键；不需要这张图时，请在格式.xlsx 的“图清单”里删去它"
            self.findings.append(finding("T24", WORD_TEMPLATE, message, advice, key))
        if missing:
            nameless = [
                chart
                for chart in self._parts.values()
                if chart.prepared is None and chart.name not in self._refused
            ]
            self.findings += [unknown_key(chart.place, "", self._keys) for chart in nameless]

    def _note(self, code: str, drawing: _Drawing, message: str, advice: str, key: str) -> None:
        self.findings.append(finding(code, drawing.place, message, advice, key))


def _drawings(root: Element, places: Places) -> Iterator[_Drawing]:
    """The drawings of a story that show a chart, of whatever generation."""
    for properties in root.iter(f"{{{WP}}}docPr"):
        frame = properties.getparent()
        paragraph = next(properties.iterancestors(w("p")), None)
        if frame is None or paragraph is None:
            continue
        for chart in frame.iter("{*}chart"):
            if identity := chart.get(f"{{{R}}}id"):
                texts = {name: properties.get(name, "") for name in ("title", "descr", "name")}
                yield _Drawing(identity, texts, places.of(paragraph))


def _has_tags(root: Element) -> bool:
    return any(brace in (element.text or "") for element in root.iter(etree.Element) for brace in "{｛")


def prepare_chart(root: Element, workbook_relation: str) -> PreparedChart | None:
    """Make ``root`` ready to be filled; None for a kind without categories (scatter, bubble, stock, surface)."""
    area = root.find(f"{c('chart')}/{c('plotArea')}")
    plots = [] if area is None else [child for child in area if str(child.tag).endswith("Chart")]
    kinds = {etree.QName(plot).localname for plot in plots}
    if area is None or not plots or not kinds <= PIES.union(_OTHERS):
        return None
    pie = kinds <= PIES
    _drop_stale(root)
    series = series_of(root)
    if not series:
        return None
    typed = any([_free_labels(ser) for ser in series])
    labels = _label_look(root, area, series[0]) if pie else None
    for ser in series:
        _drop_data(ser)
    _link(root, workbook_relation)
    return PreparedChart(pie, len(series), len(plots), typed, labels)


def _drop_stale(root: Element) -> None:
    """Extensions that repeat the template's own data, a link to a pivot table, entries hidden from the legend."""
    hidden = (entry for entry in root.iter(c("legendEntry")) if value_of(entry, "delete") in YES)
    detach(*root.iter(c("pivotSource"), c("pivotFmts")), *hidden)
    for ext in list(root.iter(c("ext"))):
        names = (etree.QName(element).localname for element in ext.iter(etree.Element))
        if ext.get("uri") == _WPS or any(map(_STALE.search, names)):
            detach(ext)
    detach(*root.iter("{*}showDataLabelsRange"))
    detach(*(ext for ext in root.iter(c("ext")) if len(ext) == 0))
    drop_empty_extensions(root)


def _free_labels(ser: Element) -> bool:
    """Hand-typed labels never follow the data: remove them, let Office write the values in their place."""
    found = False
    for labels in ser.iter(c("dLbls")):
        typed = [label for label in labels.findall(c("dLbl")) if label.find(c("tx")) is not None]
        found = found or bool(typed)
        detach(*typed)
        if typed and not _flags(labels):
            detach(*labels.findall(c("delete")))
            for flag in _LABEL_FLAGS:
                element = _child_before(labels, flag, "separator", "showLeaderLines", "leaderLines", "extLst")
                element.set("val", "1" if flag == "showVal" else "0")
    return found


def _flags(labels: Element) -> set[str]:
    return {flag for flag in _LABEL_FLAGS if value_of(labels, flag) in YES}


def _child_before(parent: Element, name: str, *following: str) -> Element:
    """A child, made where it is missing before those that have to follow it."""
    return child(parent, c(name), len(parent) - sum(each.tag in map(c, following) for each in parent))


def _label_look(root: Element, area: Element, ser: Element) -> LabelLook | None:
    """What the labels of a pie look like; None where it shows none."""
    labels = ser.find(c("dLbls"))
    if labels is None:
        return None
    flags = _flags(labels)
    if not flags & {"showVal", "showPercent", "showCatName"}:
        return None
    sizes = (
        e.get("sz", "") for place in (labels, root) for e in place.iterfind(f"{c('txPr')}//{{{A}}}defRPr")
    )
    size = next((int(size) / 100 for size in sizes if size.isdecimal()), 10.0)
    layout = area.find(f"{c('layout')}/{c('manualLayout')}")
    diameter = Decimal("0.55" if layout is None else value_of(layout, "h", "0.55"))
    return LabelLook(
        size, "showCatName" in flags, "showPercent" in flags, "showVal" in flags, int(diameter * 100) / 100
    )


def _drop_data(ser: Element) -> None:
    """Name, categories, values of the template; an empty ``c:val`` keeps the place."""
    detach(*ser.iterchildren(c("tx"), c("cat")))
    detach(*_child_before(ser, "val", "smooth", "shape", "extLst"))


def _link(root: Element, relation: str) -> None:
    """Point “编辑数据” at the embedded workbook."""
    detach(*root.findall(c("externalData")))
    link = _child_before(root, "externalData", "printSettings", "userShapes", "extLst")
    link.set(f"{{{R}}}id", relation)
    etree.SubElement(link, c("autoUpdate"), val="0")
