"""The native charts of a report, filled with the data of one department."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from html import unescape

from report_author.figures.ledger import ChartMark, Printed
from report_author.figures.topics_text import KEY_PREFIX, ChartData, chart_name
from report_author.figures.values import Names
from report_author.model.findings import Finding
from report_author.model.money import plain
from report_author.ooxml.markup import parse_xml, serialise
from report_author.ooxml.package import Package
from report_author.ooxml.relations import (
    content_type,
    drop_part,
    free_name,
    relations,
    relations_part,
    relations_xml,
    with_part,
    with_relation,
)
from report_author.records import frozen
from report_author.templating.messages import finding
from report_author.word.chart_fill import (
    BOOK_TYPE,
    PreparedChart,
    chart_points,
    chart_workbook,
    crowded,
    fill_chart,
    legend_height,
    legend_width,
)

#: English Metric Units in a millimetre.
EMU = 36_000
_PROPERTY = re.compile(rb'\b(title|descr|name)="([^"]*)"')
_SIZE = re.compile(rb'\bcx="(\d+)"\s+cy="(\d+)"')
_CHART_TAG = re.compile(rb"<(\w+:)?chart\s")


@frozen
class ChartPart:
    """A chart of the template: a part with its ``workbook`` and the other parts that belong to it.

    ``prepared`` is None for a chart that is left as it is; ``key`` is what its title or name says, should its alternative
    text say nothing.
    """

    name: str
    place: str
    workbook: str = ""
    belongings: tuple[str, ...] = ()
    prepared: PreparedChart | None = None
    key: str = ""


@frozen
class Charts:
    """The charts of a template: by part, and where each story (body, header …) refers to them by relation id."""

    parts: Mapping[str, ChartPart]
    stories: Mapping[str, tuple[tuple[str, str], ...]]


@frozen
class FilledCharts:
    """A rendered report whose charts show its own data; no chart, no workbook of a dropped section is left in it."""

    package: Package
    marks: list[ChartMark]
    findings: list[Finding]


def fill_charts(package: Package, charts: Charts, names: Names) -> FilledCharts:
    """Fill every chart that ``package``, a rendering of the template of ``charts``, still shows.

    The first drawing of a chart keeps the template's part; further ones, as in a loop, get parts of their own.
    """
    filling = _Filling(package, charts, names["图"])
    for story, references in charts.stories.items():
        filling.story(story, references)
    return filling.finish()


def find_key(properties: Mapping[str, str], fallback: str, known: Iterable[str]) -> str:
    """The key of a drawing: its title, its description, whichever is a known key; else what title or name of the chart say."""
    texts = (properties.get("title", ""), properties.get("descr", ""))
    keys = set(known)
    found = [text for text in texts if text in keys] + [t for t in texts if t.startswith(KEY_PREFIX)]
    return next(iter(found), fallback)


def unknown_key(place: str, key: str, known: Iterable[str]) -> Finding:
    """A drawing says it is a chart of the format, which does not know it."""
    message = f"图清单里没有“{key}”这张图" if key else "这张图的替代文字里没有写图的键"
    listed = "、".join(known)
    advice = f"请把图的替代文字改成图清单里的键（{listed}），或者在格式.xlsx 的“图清单”“图数据”里加上它"
    return finding("T22", place, message, advice, key)


class _Filling:
    """One filling of all charts of a report."""

    def __init__(self, package: Package, charts: Charts, data: Names) -> None:
        self._package = package
        self._charts = charts
        self._data = data
        self._known = [KEY_PREFIX + name for name in data] + list(data)
        self._used: set[str] = set()
        self._changed: dict[str, bytes] = {}
        self._marks: list[ChartMark] = []
        self._findings: list[Finding] = []

    def story(self, story: str, references: Iterable[tuple[str, str]]) -> None:
        """Fill the charts of one story, in the order in which it shows them."""
        text = self._package[story]
        edits: list[tuple[tuple[int, int], bytes]] = []
        for drawing in _find_drawings(text, references):
            chart = self._charts.parts[drawing.part]
            if chart.name in self._used:
                chart, identity = self._clone(chart, story)
                edits.append((drawing.span, identity.encode()))
            self._used.add(chart.name)
            if chart.prepared is not None:
                height = self._fill(chart, chart.prepared, drawing)
                if height > drawing.height > 0:
                    edits.append((drawing.height_span, str(height).encode()))
        if edits:
            self._changed[story] = _edited(text, edits)

    def finish(self) -> FilledCharts:
        unused = [chart for chart in self._charts.parts.values() if chart.name not in self._used]
        package = self._package.with_parts(self._changed)
        if unused:
            kept = {
                name for c in self._charts.parts.values() if c.name in self._used for name in c.belongings
            }
            gone = {name for chart in unused for name in chart.belongings} - kept
            package = drop_part(package, *(chart.name for chart in unused), *gone)
        return FilledCharts(package, self._marks, list(dict.fromkeys(self._findings)))

    def _fill(self, chart: ChartPart, prepared: PreparedChart, drawing: Drawing) -> int:
        """Fill one chart; the height (EMU) that its drawing needs at least."""
        key = find_key(drawing.properties, chart.key, self._known)
        name = chart_name(key)
        if name not in self._data:
            self._findings.append(unknown_key(chart.place, key, [KEY_PREFIX + name for name in self._data]))
            return 0
        data: ChartData = self._data[name]
        self._findings += data.findings
        if prepared.pie:
            data = data.without_zeros()
        self._judge(chart, prepared, data)
        look = prepared.labels
        width, legend, height = drawing.width / EMU, 0, 0.0
        if look is not None and crowded(data, look, width, drawing.height / EMU):
            legend, height = legend_width(data, look, width), legend_height(data, look)
        root = parse_xml(self._package[chart.name])
        points = chart_points(prepared, data, crowded=legend > 0)
        fill_chart(root, prepared, data, points, legend)
        self._changed[chart.name] = serialise(root)
        self._changed[chart.workbook] = chart_workbook(points)
        self._mark(chart, data, 1 if prepared.pie else len(data.series))
        return round(height * EMU)

    def _mark(self, chart: ChartPart, data: ChartData, drawn: int) -> None:
        for series in data.series[:drawn]:
            for point, (category, figure) in enumerate(zip(data.categories, series.figures, strict=True)):
                shown = data.shown(figure)
                if figure is not None and shown is not None:
                    printed = Printed(figure, data.unit, plain(shown, strip_zeros=False))
                    self._marks.append(ChartMark(printed, chart.name, data.key, series.name, point, category))

    def _judge(self, chart: ChartPart, prepared: PreparedChart, data: ChartData) -> None:
        """What about the data does not suit the kind of the chart."""
        count = len(data.series)
        if not data:
            advice = f"请在模板里用 {{%p if 图.{chart_name(data.key)} %}} … {{%p else %}} … {{%p endif %}}，没有数据时改印一句话"
            self._warn(chart, data, "的数据全部为零，图是空的", advice)
        if prepared.pie and count > 1:
            self._warn(
                chart,
                data,
                f"是饼图，只能画一个系列，数据有{count}个",
                "请改用柱状图，或者在图数据里只留一个系列",
            )
        if prepared.pie and any((data.shown(f) or 0) < 0 for s in data.series for f in s.figures):
            self._warn(
                chart, data, "是饼图，数据里有负数，饼图画不出负数", "请核对数据；确是负数的请改用柱状图"
            )
        if prepared.plots > 1 and count != prepared.series:
            message = f"在模板里有{prepared.series}个系列（几种图形组合），数据有{count}个"
            self._warn(chart, data, message, "请把模板的图改成同样多的系列")

    def _warn(self, chart: ChartPart, data: ChartData, message: str, advice: str) -> None:
        self._findings.append(
            finding("T24", chart.place, f"图“{chart_name(data.key)}”{message}", advice, data.key)
        )

    def _clone(self, chart: ChartPart, story: str) -> tuple[ChartPart, str]:
        """Parts of its own for a further drawing of ``chart``; also the id of the story's relation to them."""
        package = self._package
        names = {part: _free_name(package, part) for part in (chart.name, *chart.belongings)}
        for old, new in names.items():  # a drawing over the chart, say, has relations of its own
            package = with_part(package, new, package[old], content_type(package, old))
            below = [replace(r, target=names.get(r.target, r.target)) for r in relations(package, old)]
            if below:
                package = package.with_parts({relations_part(new): relations_xml(new, below)})
        self._package, identity = with_relation(package, story, "chart", names[chart.name])
        clone = replace(
            chart,
            name=names[chart.name],
            workbook=names.get(chart.workbook, ""),
            belongings=tuple(names[part] for part in chart.belongings),
        )
        return clone, identity


def _free_name(package: Package, part: str) -> str:
    """A name like ``part``, with a number that no part has."""
    stem, _, extension = part.rpartition(".")
    return free_name(package, f"{stem.rstrip('0123456789')}{{}}.{extension}")


def add_workbook(package: Package, chart: str, old: str) -> tuple[Package, str, str]:
    """Give ``chart`` an empty workbook of its own in place of the relation ``old``; also its part name and relation id."""
    name = _free_name(package, "word/embeddings/Microsoft_Excel_Worksheet.xlsx")
    package = with_part(package, name, b"", BOOK_TYPE)
    kept = [relation for relation in relations(package, chart) if relation.id != old]
    package = package.with_parts({relations_part(chart): relations_xml(chart, kept)})
    package, identity = with_relation(package, chart, "package", name)
    return package, name, identity


@frozen
class Drawing:
    """A reference to a chart: ``span`` is that of its relation id in the text, ``height_span`` that of the drawing's height.

    ``properties`` are title, description and name of the drawing; sizes are in EMU, 0 where the drawing tells none.
    """

    part: str
    span: tuple[int, int]
    properties: dict[str, str]
    width: int
    height: int
    height_span: tuple[int, int]


def _find_drawings(text: bytes, references: Iterable[tuple[str, str]]) -> list[Drawing]:
    """The drawings of charts in the order of the text; ``references`` are relation ids with the parts they lead to."""
    found = [
        _drawing(text, part, relation, start)
        for relation, part in references
        for start in _references(text, relation.encode())
    ]
    return sorted(found, key=lambda drawing: drawing.span)


def _references(text: bytes, relation: bytes) -> list[int]:
    """Where a relation id is that of a chart (``<c:chart r:id="…"/>``)."""
    return [
        found.start() + len(b':id="')
        for found in re.finditer(b':id="' + re.escape(relation) + b'"', text)
        if _CHART_TAG.match(text, text.rfind(b"<", 0, found.start()))
    ]


def _drawing(text: bytes, part: str, relation: str, start: int) -> Drawing:
    """The drawing around a reference: its size, then its properties, then the chart, as the format orders them."""
    at = text.rfind(b"docPr ", 0, start)
    properties = text[at : text.find(b">", at)] if at >= 0 else b""
    texts = {name.decode(): unescape(value.decode()) for name, value in _PROPERTY.findall(properties)}
    size = _SIZE.search(text, max(text.rfind(b"extent ", 0, at), 0), at) if at >= 0 else None
    width, height = (int(size[1]), int(size[2])) if size else (0, 0)
    span = (start, start + len(relation.encode()))
    return Drawing(part, span, texts, width, height, size.span(2) if size else (start, start))


def _edited(text: bytes, edits: Iterable[tuple[tuple[int, int], bytes]]) -> bytes:
    """``text`` with the given spans replaced."""
    pieces = []
    at = 0
    for (start, end), new in sorted(edits):
        pieces += [text[at:start], new]
        at = end
    return b"".join([*pieces, text[at:]])
