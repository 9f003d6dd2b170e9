"""What a chart of a finished report shows."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from report_author.ooxml.markup import A, parse_xml
from report_author.ooxml.package import Package

_C = {"c": "http://schemas.openxmlformats.org/drawingml/2006/chart", "a": A}


@dataclass(frozen=True, slots=True)
class SeriesText:
    """A series with its values as (point, value as cached)."""

    name: str
    values: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class ChartText:
    """The texts of one chart; ``words`` are its title, its categories, its other typed texts, each once."""

    title: str
    categories: tuple[tuple[int, str], ...]
    series: tuple[SeriesText, ...]
    words: tuple[str, ...]

    def category(self, point: int) -> str:
        return dict(self.categories).get(point, "")


def chart_texts(package: Package, part: str) -> ChartText:
    """Read the cache of the chart ``part``; raises ``KeyError`` or ``etree.XMLSyntaxError`` where it is damaged."""
    root = parse_xml(package[part])
    title = "".join(_text(root.find(".//c:chart/c:title", _C)).split())
    series = []
    categories: dict[int, str] = {}
    for ser in root.iterfind(".//c:ser", _C):
        name = ser.findtext("c:tx//c:v", "", _C)
        values = tuple((int(pt.get("idx", "0")), pt.findtext("c:v", "", _C)) for pt in ser.iterfind("c:val//c:pt", _C))
        series.append(SeriesText(name, values))
        for pt in ser.iterfind("c:cat//c:pt", _C):
            categories.setdefault(int(pt.get("idx", "0")), pt.findtext("c:v", "", _C))
    typed = [_text(paragraph).strip() for paragraph in root.iter(f"{{{A}}}p")]
    words = dict.fromkeys([*typed, *(one.name for one in series), *categories.values()])
    return ChartText(title, tuple(categories.items()), tuple(series), tuple(word for word in words if word))


def _text(element: etree._Element | None) -> str:
    return "" if element is None else "".join(str(piece) for piece in element.itertext())
