"""Charts of a finished report as pictures (bars or a pie in SVG) with their data."""

from __future__ import annotations

import base64
import math
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from html import escape

from lxml import etree

from report_author.model.money import ZERO, half_up, percent, plain
from report_author.ooxml.charts import PIES, C, cached_texts, chart_title, value_of, whole_number
from report_author.ooxml.markup import A, Element, parse_xml
from report_author.ooxml.package import Package
from report_author.records import frozen

_C = f"{{{C}}}"
_A = f"{{{A}}}"
_PALETTE = ("4F7CAC", "C8963E", "7A9E7E", "A65E5E", "8A7AA8", "5FA3A3", "B5A642", "7F7F7F")
_DECIMALS = re.compile(r"0\.(0+)")
_FULL = 100_000


@frozen
class Series:
    """A series: its values, the colour ``RRGGBB`` of each; ``places`` are the decimals of its number format."""

    name: str
    values: tuple[Decimal | None, ...]
    colours: tuple[str, ...]
    places: int | None

    def value(self, number: int) -> Decimal | None:
        return self.values[number] if number < len(self.values) else None

    def shown(self, number: int) -> str:
        """A value as the number format of the chart writes it."""
        value = self.value(number)
        if value is None:
            return ""
        exact = self.places is None
        return plain(value if self.places is None else half_up(value, self.places), strip_zeros=exact)

    def share(self, number: int) -> str:
        """The part of a value in the whole, as the labels of a pie write it; empty where there is no whole."""
        value = self.value(number)
        whole = sum((each for each in self.values if each is not None), ZERO)
        return f"{percent(value, whole):.2f}%" if value is not None and whole else ""


@frozen
class WebChart:
    """A chart as its part holds it: what a reader of the report sees."""

    title: str
    pie: bool
    categories: tuple[str, ...]
    series: tuple[Series, ...]

    def html(self) -> str:
        """The picture, then the table of its data."""
        draw = _draw_pie if self.pie else draw_bars
        picture = base64.b64encode(draw(self.title, self.categories, self.series).encode()).decode()
        alternative = escape(self.title or "图表")
        return f'<img alt="{alternative}" src="data:image/svg+xml;base64,{picture}">\n{self._table()}'

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
    pie = bool(plots) and plots[0].tag.removeprefix(_C) in PIES
    series = [_series(ser, number, theme) for number, ser in enumerate(elements)][: 1 if pie else None]
    if not any(each.values for each in series):
        return None
    points = max(len(each.values) for each in series)
    names = cached_texts(next(elements[0].iterchildren(f"{_C}cat", f"{_C}xVal"), None))
    categories = [names.get(number, "") for number in range(points)]
    if pie:
        categories = [_bare(text, series[0], number) for number, text in enumerate(categories)]
    return WebChart(chart_title(root), pie, tuple(categories), tuple(series))


def _series(ser: Element, number: int, theme: dict[str, str]) -> Series:
    name = "".join(cached_texts(ser.find(f"{_C}tx")).values())
    found = next(ser.iterchildren(f"{_C}val", f"{_C}yVal"), etree.Element("none"))
    texts = cached_texts(found)
    sizes = (whole_number(size.get("val")) for size in found.iter(f"{_C}ptCount"))
    count = max([max(texts, default=-1) + 1, *sizes])
    decimals = _DECIMALS.search(found.findtext(f".//{_C}formatCode", ""))
    values = tuple(_decimal(texts.get(n, "")) for n in range(count))
    colours = _colours(ser, number, max(count, 1), theme)
    return Series(name, values, colours, len(decimals[1]) if decimals else None)


def _colours(ser: Element, number: int, count: int, theme: dict[str, str]) -> tuple[str, ...]:
    """The colour of every point: its own, that of the series, else the next one of the palette."""
    points = ser.findall(f"{_C}dPt")
    own = {whole_number(value_of(point, "idx")): _colour(point, theme) for point in points}
    general = _colour(ser, theme)
    return tuple(
        own.get(n) or general or _PALETTE[(n if points else number) % len(_PALETTE)] for n in range(count)
    )


def _decimal(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def _bare(category: str, series: Series, number: int) -> str:
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


def _colour(owner: Element, theme: dict[str, str]) -> str:
    """The fill of a series or a point as ``RRGGBB``; empty where it tells none."""
    element = owner.find(f"{_C}spPr/{_A}solidFill/*")
    if element is None:
        return ""
    name = element.get("val", "")
    code = theme.get(name, "") if element.tag == f"{_A}schemeClr" else name
    if not re.fullmatch(r"[0-9A-Fa-f]{6}", code):
        return ""
    parts = [int(code[at : at + 2], 16) for at in (0, 2, 4)]
    for change in element:
        amount = whole_number(change.get("val"))
        if change.tag == f"{_A}lumMod":
            parts = [each * amount // _FULL for each in parts]
        elif change.tag == f"{_A}lumOff":
            parts = [min(255, each + 255 * amount // _FULL) for each in parts]
    return "".join(f"{each:02X}" for each in parts)


_WIDTH = 720
_FONTS = "Microsoft YaHei, PingFang SC, Noto Sans CJK SC, SimSun, sans-serif"
_SIZE, _TITLE_SIZE, _LINE = 14, 17, 20
_NARROW = 0.58  # of a Chinese character: the width of a digit
_TOP = 56  # below the title
_RADIUS = 120
_LEGEND_AT = 330
_PLOT_LEFT, _PLOT_WIDTH, _PLOT_HEIGHT = 30, 660, 230
_WIDEST_BAR = 70
_TURN = 1_000_000


def _draw_pie(title: str, categories: Sequence[str], series: Sequence[Series]) -> str:
    """A pie with a legend beside it that says name, value, share of every slice."""
    pie = series[0]
    slices = [(n, abs(value), pie.colours[n]) for n, value in enumerate(pie.values) if value]
    texts = (f"{categories[n]} {pie.shown(n)} {pie.share(n)}" for n, _, _ in slices)
    entries = [_wrapped(text, (_WIDTH - _LEGEND_AT - 40) / _SIZE) for text in texts]
    tall = sum(len(lines) * _LINE + 6 for lines in entries)
    height = max(2 * _RADIUS, tall) + _TOP + 20
    middle = _TOP + (height - _TOP - 20) / 2
    out = [_pie(slices, _PLOT_LEFT + 20 + _RADIUS, middle)]
    y = middle - tall / 2
    for (_, _, colour), lines in zip(slices, entries, strict=True):
        out.append(f'<rect x="{_LEGEND_AT}" y="{y + 3:.0f}" width="14" height="14" fill="#{colour}"/>')
        out.append(_svg_text(_LEGEND_AT + 24, y + 15, lines))
        y += len(lines) * _LINE + 6
    return _svg(title, height, out)


def _pie(slices: Sequence[tuple[int, Decimal, str]], x: float, y: float) -> str:
    whole = sum((size for _, size, _ in slices), ZERO)
    before = ZERO
    out = []
    for _, size, colour in slices:
        if size == whole:
            return f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{_RADIUS}" fill="#{colour}"/>'
        points = []
        for bound in (before, before + size):
            angle = int(bound / whole * _TURN) * 2 * math.pi / _TURN
            points.append(f"{x + _RADIUS * math.sin(angle):.2f} {y - _RADIUS * math.cos(angle):.2f}")
        large = int(size * 2 > whole)
        path = f"M{x:.2f} {y:.2f}L{points[0]}A{_RADIUS} {_RADIUS} 0 {large} 1 {points[1]}Z"
        out.append(f'<path d="{path}" fill="#{colour}" stroke="#FFFFFF"/>')
        before += size
    return "".join(out)


def draw_bars(title: str, categories: Sequence[str], series: Sequence[Series]) -> str:
    """Bars side by side in each category, every one with its value; a legend below where there are several series."""
    values = [value for each in series for value in each.values if value is not None]
    high, low = max([*values, ZERO]), min([*values, ZERO])
    if high == low:
        high = Decimal(1)  # nothing but zeros: they stand on the ground
    span = high - low
    slot = _PLOT_WIDTH / max(len(categories), 1)
    wide = min(_WIDEST_BAR, slot * 0.8 / max(len(series), 1))
    labels = (each.shown(n) for each in series for n in range(len(each.values)))
    widest = max(map(_width, labels), default=0) * _SIZE
    turned = widest > wide + slot * 0.1
    top = _TOP + (widest if turned else _LINE)
    zero = top + int(high / span * _PLOT_HEIGHT)
    out = []
    for number in range(len(categories)):
        left = _PLOT_LEFT + slot * number + (slot - wide * len(series)) / 2
        for place, each in enumerate(series):
            value = each.value(number)
            if value is not None:
                length = int(abs(value) / span * _PLOT_HEIGHT)
                x, y = left + wide * place, zero - length if value >= 0 else zero
                out.append(
                    f'<rect x="{x + 1:.1f}" y="{y}" width="{wide - 2:.1f}" height="{length}" fill="#{each.colours[0]}"/>'
                )
                at = y - 6 if value >= 0 else y + length + (6 if turned else 16)
                out.append(_label(x + wide / 2, at, each.shown(number), turned=turned, below=value < 0))
    out.append(f'<path d="M{_PLOT_LEFT} {zero}H{_PLOT_LEFT + _PLOT_WIDTH}" stroke="#A6A6A6"/>')
    bottom = top + _PLOT_HEIGHT + (widest if turned and low < 0 else _LINE if low < 0 else 0)
    names = [_wrapped(name, slot * 0.95 / _SIZE) for name in categories]
    for number, lines in enumerate(names):
        out.append(_svg_text(_PLOT_LEFT + slot * (number + 0.5), bottom + 20, lines, middle=True))
    bottom += 20 + _LINE * max((len(lines) for lines in names), default=0)
    if len(series) > 1:
        bottom, legend = _legend(series, bottom)
        out += legend
    return _svg(title, bottom + 10, out)


def _label(x: float, y: float, text: str, *, turned: bool, below: bool) -> str:
    if not turned:
        return _svg_text(x, y, [text], middle=True)
    anchor = ' text-anchor="end"' if below else ""
    place = f"{x + 5:.1f} {y:.0f}"
    return f'<text x="{x + 5:.1f}" y="{y:.0f}" transform="rotate(-90 {place})"{anchor}>{escape(text)}</text>'


def _legend(series: Sequence[Series], top: float) -> tuple[float, list[str]]:
    """The entries in lines, each in the middle; also where they end."""
    lines: list[list[Series]] = [[]]
    for each in series:
        if lines[-1] and sum(map(_entry, [*lines[-1], each])) > _PLOT_WIDTH:
            lines.append([])
        lines[-1].append(each)
    out = []
    for entries in lines:
        x = (_WIDTH - sum(map(_entry, entries))) / 2
        for each in entries:
            out.append(
                f'<rect x="{x:.0f}" y="{top + 2:.0f}" width="14" height="14" fill="#{each.colours[0]}"/>'
            )
            out.append(_svg_text(x + 20, top + 14, [each.name]))
            x += _entry(each)
        top += _LINE + 4
    return top, out


def _entry(series: Series) -> float:
    return 44 + _width(series.name) * _SIZE


def _width(text: str) -> float:
    """In Chinese characters."""
    return sum(1.0 if ord(char) > 255 else _NARROW for char in text)


def _wrapped(text: str, width: float) -> list[str]:
    """Lines of at most ``width`` Chinese characters; a number is not broken."""
    lines = [""]
    for word in re.findall(r"[!-~]+|.", text):
        if lines[-1] and _width(lines[-1] + word) > max(width, 1):
            lines.append("")
        lines[-1] += word if lines[-1] or word != " " else ""
    return lines


def _svg_text(x: float, y: float, lines: Iterable[str], *, middle: bool = False) -> str:
    anchor = ' text-anchor="middle"' if middle else ""
    return "".join(
        f'<text x="{x:.1f}" y="{y + _LINE * number:.0f}"{anchor}>{escape(line)}</text>'
        for number, line in enumerate(lines)
    )


def _svg(title: str, height: float, content: Iterable[str]) -> str:
    heading = f'<text x="{_WIDTH // 2}" y="30" text-anchor="middle" font-size="{_TITLE_SIZE}" font-weight="bold">{escape(title)}</text>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height:.0f}" viewBox="0 0 {_WIDTH} {height:.0f}" '
        f'font-family="{_FONTS}" font-size="{_SIZE}" fill="#333333"><rect width="100%" height="100%" fill="#FFFFFF"/>'
        f"{heading}{''.join(content)}</svg>\n"
    )
