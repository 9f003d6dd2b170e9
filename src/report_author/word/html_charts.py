"""Charts of a finished report as pictures with their data."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from html import escape

from lxml import etree

from report_author.model.money import ZERO, half_up, percent, plain
from report_author.ooxml.markup import A, parse_xml
from report_author.ooxml.package import Package
from report_author.word.html_svg import Bars, Slice, draw_bars, draw_pie

_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_A = f"{{{A}}}"
_PALETTE = ("4F7CAC", "C8963E", "7A9E7E", "A65E5E", "8A7AA8", "5FA3A3", "B5A642", "7F7F7F")
_PIES = ("pieChart", "pie3DChart", "doughnutChart", "ofPieChart")
_DECIMALS = re.compile(r"0\.(0+)")
_FULL = 100_000


@dataclass(frozen=True, slots=True)
class _Series:
    name: str
    values: tuple[Decimal | None, ...]
    colours: tuple[str, ...]
    places: int | None

    def shown(self, number: int) -> str:
        """A value as the number format of the chart writes it."""
        value = self.values[number] if number < len(self.values) else None
        if value is None:
            return ""
        return (
            plain(value, strip_zeros=True)
            if self.places is None
            else plain(half_up(value, self.places), strip_zeros=False)
        )

    def share(self, number: int) -> str:
        """The part of a value in the whole, as the labels of a pie write it; empty where there is no whole."""
        value = self.values[number] if number < len(self.values) else None
        whole = sum((each for each in self.values if each is not None), ZERO)
        return f"{percent(value, whole):.2f}%" if value is not None and whole else ""


@dataclass(frozen=True, slots=True)
class WebChart:
    """A chart as its part holds it: what a reader of the report sees."""

    title: str
    pie: bool
    categories: tuple[str, ...]
    series: tuple[_Series, ...]

    def html(self) -> str:
        """The picture, then the table of its data."""
        picture = base64.b64encode(self.svg().encode()).decode()
        alternative = escape(self.title or "图表")
        return f'<img alt="{alternative}" src="data:image/svg+xml;base64,{picture}">\n{self._table()}'

    def svg(self) -> str:
        """The picture as SVG."""
        if self.pie:
            series = self.series[0]
            slices = [
                Slice(self.categories[n], series.shown(n), series.share(n), abs(value), series.colours[n])
                for n, value in enumerate(series.values)
                if value
            ]
            return draw_pie(self.title, slices)
        bars = [
            Bars(s.name, s.values, tuple(s.shown(n) for n in range(len(s.values))), s.colours[0])
            for s in self.series
        ]
        return draw_bars(self.title, self.categories, bars)

    def _table(self) -> str:
        heads = ["项目", *(series.name for series in self.series), *(["占比"] if self.pie else [])]
        rows = ["".join(f'<th scope="col">{escape(text)}</th>' for text in heads)]
        for number, category in enumerate(self.categories):
            cells = [series.shown(number) for series in self.series]
            if self.pie:
                cells.append(self.series[0].share(number))
            values = "".join(f'<td style="text-align:right">{escape(text)}</td>' for text in cells)
            rows.append(f'<th scope="row">{escape(category)}</th>{values}')
        caption = f"<caption>{escape(self.title)}</caption>" if self.title else ""
        lines = "\n".join(f"<tr>{row}</tr>" for row in rows)
        return f'<table border="1" style="border-collapse:collapse;margin:auto">{caption}\n{lines}\n</table>'


def read_chart(package: Package, part: str) -> WebChart | None:
    """The chart in ``part``; None where it shows nothing that can be drawn."""
    root = parse_xml(package[part])
    area = next(root.iter(f"{_C}plotArea"), None)
    plots = [each for each in area if str(each.tag).endswith("Chart")] if area is not None else []
    elements = [ser for plot in plots for ser in plot.iter(f"{_C}ser")]
    theme = _theme(package)
    pie = bool(plots) and plots[0].tag.removeprefix(_C) in _PIES
    series = [_series(ser, number, theme) for number, ser in enumerate(elements)][: 1 if pie else None]
    if not any(each.values for each in series):
        return None
    points = max(len(each.values) for each in series)
    names = _texts(next((c for c in elements[0] if c.tag in (f"{_C}cat", f"{_C}xVal")), None))
    categories = [names.get(number, "") for number in range(points)]
    if pie:
        categories = [_bare(text, series[0], number) for number, text in enumerate(categories)]
    title = next(root.iter(f"{_C}title"), None)
    outer = title.getparent() if title is not None else None
    own = title is not None and outer is not None and outer.tag == f"{_C}chart"
    words = "".join(text.text or "" for text in title.iter(f"{_A}t")) if own and title is not None else ""
    return WebChart(words, pie, tuple(categories), tuple(series))


def _series(ser: etree._Element, number: int, theme: dict[str, str]) -> _Series:
    name = "".join(_texts(ser.find(f"{_C}tx")).values())
    found = next((c for c in ser if c.tag in (f"{_C}val", f"{_C}yVal")), None)
    texts = _texts(found)
    count = max(texts, default=-1) + 1
    size = next(found.iter(f"{_C}ptCount"), None) if found is not None else None
    if size is not None:
        count = max(count, _whole(size.get("val")))
    code = next(found.iter(f"{_C}formatCode"), None) if found is not None else None
    decimals = _DECIMALS.search(code.text or "") if code is not None else None
    values = tuple(_decimal(texts.get(n, "")) for n in range(count))
    colours = _colours(ser, number, max(count, 1), theme)
    return _Series(name, values, colours, len(decimals.group(1)) if decimals else None)


def _colours(ser: etree._Element, number: int, count: int, theme: dict[str, str]) -> tuple[str, ...]:
    """The colour of every point: its own, that of the series, else the next one of the palette."""
    general = _colour(ser, theme) or (
        _PALETTE[number % len(_PALETTE)] if ser.find(f"{_C}dPt") is None else ""
    )
    own = {
        _whole(index.get("val")): _colour(index.getparent(), theme)
        for index in ser.iterfind(f"{_C}dPt/{_C}idx")
    }
    return tuple(own.get(n) or general or _PALETTE[n % len(_PALETTE)] for n in range(count))


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0


def _texts(owner: etree._Element | None) -> dict[int, str]:
    """The cached texts by index; a literal text is number 0."""
    if owner is None:
        return {}
    found = {_whole(point.get("idx")): point.findtext(f"{_C}v", "") for point in owner.iter(f"{_C}pt")}
    literal = owner.findtext(f"{_C}v")
    return found or ({0: literal} if literal else {})


def _decimal(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def _bare(category: str, series: _Series, number: int) -> str:
    """A category without the value and the share that a crowded pie says in its legend."""
    shown, share = series.shown(number), series.share(number)
    bare = category.removesuffix(f" {share}") if share else category
    return bare.removesuffix(f" {shown}") if shown and bare != category else bare


def _theme(package: Package) -> dict[str, str]:
    """The colours of the theme by name (``accent1`` …)."""
    colours = {}
    for part in (name for name in package if "/theme/" in name and name.endswith(".xml")):
        for scheme in parse_xml(package[part]).iter(f"{_A}clrScheme"):
            for colour in scheme:
                value = next((c.get("val") or c.get("lastClr") for c in colour), None)
                colours[str(colour.tag).removeprefix(_A)] = value or ""
    return colours


def _colour(owner: etree._Element | None, theme: dict[str, str]) -> str:
    """The fill of a series or a point as ``RRGGBB``; empty where it tells none."""
    fill = owner.find(f"{_C}spPr/{_A}solidFill") if owner is not None else None
    element = fill[0] if fill is not None and len(fill) else None
    if element is None:
        return ""
    name = element.get("val", "")
    code = theme.get(name, "") if element.tag == f"{_A}schemeClr" else name
    if not re.fullmatch(r"[0-9A-Fa-f]{6}", code):
        return ""
    parts = [int(code[at : at + 2], 16) for at in (0, 2, 4)]
    for change in element:
        amount = _whole(change.get("val"))
        if change.tag == f"{_A}lumMod":
            parts = [each * amount // _FULL for each in parts]
        elif change.tag == f"{_A}lumOff":
            parts = [min(255, each + 255 * amount // _FULL) for each in parts]
    return "".join(f"{each:02X}" for each in parts)
