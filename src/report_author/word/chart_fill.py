"""Writes the data of one department into a prepared chart."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from report_author.figures.topics_text import ChartData
from report_author.model.money import ZERO, plain
from report_author.ooxml.markup import escape_xml
from report_author.ooxml.sheets import column_letters
from report_author.word.chart_part import ACCENT, NUMBER, PreparedChart

SHEET = "Sheet1"
_SLOT = re.compile(r"<\?slot ([a-z]+) ?([^?]*)\?>")
_LEAVES = ("tx", "cat", "val", "shade", "beside")
#: Shades of a template's colours for points beyond them: (lumMod, lumOff) in 1/1000 %.
_SHADES = ((60000, 40000), (75000, 0), (40000, 60000), (50000, 0), (85000, 15000))


@dataclass(slots=True)
class _Block:
    name: str
    argument: str
    content: list[str | _Block] = field(default_factory=list)


def fill_chart(text: str, chart: PreparedChart, data: ChartData, *, legend: int = 0) -> str:
    """The XML of the chart; ``text`` is the prepared one, with its title rendered.

    A pie says in a legend, ``legend`` % of its width, what has no room around it.
    """
    return _Filler(chart, data, legend).write(_blocks(text), 0)


def category_texts(chart: PreparedChart, data: ChartData, *, crowded: bool) -> tuple[str, ...]:
    """The categories as the chart shows them: with all that the labels say, where the legend stands in for them."""
    if not crowded or chart.labels is None:
        return data.categories
    return tuple(chart.labels.text(data, n, category=True) for n in range(len(data.categories)))


def cell_text(data: ChartData, exact: bool, series: int, category: int) -> str:
    """A value as cache and workbook hold it; empty where it is missing.

    A pie holds exact values (614.668119), so that the percentages which Office works out are those of the text; other
    charts hold what is printed (614.67).
    """
    figure = data.series[series].figures[category]
    value = data.exact(figure) if exact else data.shown(figure)
    return "" if value is None else plain(value, strip_zeros=exact)


def _blocks(text: str) -> list[str | _Block]:
    root = _Block("", "")
    stack = [root]
    pieces = _SLOT.split(text)
    stack[-1].content.append(pieces[0])
    for name, argument, after in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
        if name == "end":
            stack.pop()
        else:
            block = _Block(name, argument)
            stack[-1].content.append(block)
            if name not in _LEAVES:
                stack.append(block)
        stack[-1].content.append(after)
    return root.content


class _Filler:
    """One filling: ``number`` is the series or the point that is being written."""

    def __init__(self, chart: PreparedChart, data: ChartData, legend: int) -> None:
        self._chart = chart
        self._data = data
        self._legend = legend
        self._crowded = legend > 0
        self._points = len(data.categories)
        self._series = 1 if chart.pie else len(data.series)
        self._prefix = f"{chart.prefix}:" if chart.prefix else ""
        self._last_row = max(self._points, 1) + 1
        texts = category_texts(chart, data, crowded=self._crowded)
        strings = self._strings(f"$A$2:$A${self._last_row}", texts)
        self._categories = self._tags(f"<c:cat>{strings}</c:cat>")

    def write(self, content: list[str | _Block], number: int) -> str:
        out = [piece if isinstance(piece, str) else self._block(piece, number) for piece in content]
        return "".join(out)

    def _block(self, block: _Block, number: int) -> str:
        name, argument = block.name, block.argument
        if name == "tx":
            column = column_letters(number + 1)
            strings = self._strings(f"${column}$1", (self._data.series[number].name,))
            return self._tags(f"<c:tx>{strings}</c:tx>")
        if name == "cat":
            return self._categories
        if name == "val":
            return self._values(number)
        if name == "beside":
            return self._legend_place() if self._crowded else ""
        if name == "shade":
            return _shade(number // int(argument))
        if name == "extra":
            first = self._chart.series
            return "".join(self._copy(block, n) for n in range(first, self._series))
        if name == "more":
            variants = [piece for piece in block.content if isinstance(piece, _Block)]
            count = len(variants)
            return "".join(self._copy(variants[n % count], n) for n in range(count, self._points))
        return (
            self.write(block.content, int(argument) if name == "series" else number)
            if self._holds(block)
            else ""
        )

    def _holds(self, block: _Block) -> bool:
        """Whether a block of the template has a place in this chart."""
        if block.name in ("crowded", "roomy"):
            return self._crowded == (block.name == "crowded")
        if block.name == "series":
            return int(block.argument) < self._series
        if block.name == "point":
            return int(block.argument) < self._points
        if block.name == "entry":
            return int(block.argument) < (self._points if self._chart.pie else self._series)
        low, high = self._range()
        bound = Decimal(block.argument)
        return high <= bound if block.name == "max" else low >= bound

    def _copy(self, block: _Block, number: int) -> str:
        text = self.write(block.content, number)
        return text.replace(NUMBER, str(number)).replace(ACCENT, f"accent{number % 6 + 1}")

    def _legend_place(self) -> str:
        """The legend right of the pie, every entry on a line of its own, no larger than its entries."""
        tall = min(80, 9 * self._points)
        places = (("x", 47), ("y", 17 + (80 - tall) // 2), ("w", self._legend), ("h", tall))
        layout = "".join(f'<c:{name} val="0.{value:02d}"/>' for name, value in places)
        return self._tags(
            '<c:legendPos val="r"/><c:layout><c:manualLayout><c:xMode val="edge"/><c:yMode val="edge"/>'
            f"{layout}</c:manualLayout></c:layout>"
        )

    def _values(self, number: int) -> str:
        column = column_letters(number + 1)
        points = []
        for category in range(self._points):
            value = cell_text(self._data, self._chart.pie, number, category)
            if value:
                points.append(f'<c:pt idx="{category}"><c:v>{value}</c:v></c:pt>')
        return self._tags(
            f"<c:val><c:numRef><c:f>{SHEET}!${column}$2:${column}${self._last_row}</c:f><c:numCache>"
            f'<c:formatCode>0.00</c:formatCode><c:ptCount val="{self._points}"/>{"".join(points)}'
            "</c:numCache></c:numRef></c:val>"
        )

    def _strings(self, reference: str, values: tuple[str, ...]) -> str:
        points = "".join(
            f'<c:pt idx="{n}"><c:v>{escape_xml(value)}</c:v></c:pt>' for n, value in enumerate(values)
        )
        return (
            f'<c:strRef><c:f>{SHEET}!{reference}</c:f><c:strCache><c:ptCount val="{len(values)}"/>{points}'
            "</c:strCache></c:strRef>"
        )

    def _tags(self, text: str) -> str:
        if self._prefix == "c:":
            return text
        return text.replace("<c:", f"<{self._prefix}").replace("</c:", f"</{self._prefix}")

    def _range(self) -> tuple[Decimal, Decimal]:
        """The smallest and the largest value that an axis must hold; series may stand on one another."""
        shown = [
            [self._data.shown(s.figures[n]) or ZERO for s in self._data.series] for n in range(self._points)
        ]
        if not self._chart.stacked:
            every = [value for values in shown for value in values]
            return min(every, default=ZERO), max(every, default=ZERO)
        lows = (sum((v for v in values if v < 0), ZERO) for values in shown)
        highs = (sum((v for v in values if v > 0), ZERO) for values in shown)
        return min(lows, default=ZERO), max(highs, default=ZERO)


def _shade(level: int) -> str:
    """The colour itself for the template's own round of colours, then lighter and darker ones."""
    if level == 0:
        return ""
    modulate, offset = _SHADES[(level - 1) % len(_SHADES)]
    return f'<a:lumMod val="{modulate}"/>' + (f'<a:lumOff val="{offset}"/>' if offset else "")
