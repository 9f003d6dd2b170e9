"""图: what every chart of the report shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from report_author.figures.account import Account
from report_author.figures.figure import Figure
from report_author.figures.narrative import Lookup
from report_author.figures.values import Names, Wanted
from report_author.model.findings import Finding, error
from report_author.model.format import ChartPoint, ChartSpec
from report_author.model.money import exact_wan, half_up

#: What the alternative text of a chart begins with; the rest is its name under 图.
KEY_PREFIX = "图表："


@dataclass(frozen=True, slots=True)
class Series:
    """One series, a figure for each category; None where the figure is missing."""

    name: str
    figures: tuple[Figure | None, ...]


@dataclass(frozen=True, slots=True)
class ChartData:
    """Categories down, series across. False in a condition where nothing would be seen.

    ``unit`` is 万元 or 元; ``findings`` are the figures that are missing.
    """

    key: str
    unit: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    findings: tuple[Finding, ...] = ()

    def __bool__(self) -> bool:
        return any(self.shown(figure) for series in self.series for figure in series.figures)

    def exact(self, figure: Figure | None) -> Decimal | None:
        """The figure in the chart's unit, nothing lost."""
        if figure is None:
            return None
        return exact_wan(figure.value) if self.unit == "万元" else figure.value

    def shown(self, figure: Figure | None) -> Decimal | None:
        """The figure in the chart's unit at print precision (two decimals)."""
        value = self.exact(figure)
        return None if value is None else half_up(value, 2)

    def without_zeros(self) -> ChartData:
        """Only the categories of which at least one series is not zero as printed: a slice of nothing has no place in a pie."""
        kept = [n for n in range(len(self.categories)) if any(self.shown(s.figures[n]) for s in self.series)]
        return ChartData(
            self.key,
            self.unit,
            tuple(self.categories[n] for n in kept),
            tuple(Series(s.name, tuple(s.figures[n] for n in kept)) for s in self.series),
            self.findings,
        )


def chart_name(key: str) -> str:
    """The name under 图 of the chart with this alternative text: 图表：收入构成 → 收入构成."""
    return key.removeprefix(KEY_PREFIX)


def charts(account: Account, lookup: Lookup) -> Names:
    """图: the data of every chart of 图清单 by its name, made from the names that 图数据 gives."""

    def entry(spec: ChartSpec) -> object:
        return lambda: chart_data(spec, account, lookup)

    return Names("图", {chart_name(spec.key): entry(spec) for spec in account.format.charts})


def chart_data(spec: ChartSpec, account: Account, lookup: Lookup) -> ChartData:
    """The data of one chart; categories and series come in the order of 图数据."""
    values: dict[tuple[str, str], Figure] = {}
    categories: dict[str, None] = {}
    series: dict[str, None] = {}
    findings: list[Finding] = []
    for point in spec.points:
        series[point.series] = None
        for category, value in _points(point, account, lookup):
            categories[category] = None
            if isinstance(value, Figure):
                values[category, point.series] = value
            else:
                findings.append(value)
    return ChartData(
        spec.key,
        spec.unit,
        tuple(categories),
        tuple(
            Series(name, tuple(values.get((category, name)) for category in categories)) for name in series
        ),
        tuple(findings),
    )


def _points(point: ChartPoint, account: Account, lookup: Lookup) -> list[tuple[str, Figure | Finding]]:
    """The category and the amount of one row of 图数据, or of each item of the list that it names."""
    value = lookup(point.source)
    if point.category:
        category = point.category.replace("{年度}", str(account.year)).replace(
            "{上年}", str(account.last_year)
        )
        return [(category, _amount(value, point))]
    if isinstance(value, Sequence) and all(isinstance(item, Names) and "名称" in item for item in value):
        return [(item["名称"], _amount(item.get("金额"), point)) for item in value]
    return [("", _unusable(point, "不是列表", "类别空着时，取数要写一个列表，如 收入.构成"))]


def _amount(value: object, point: ChartPoint) -> Figure | Finding:
    if isinstance(value, Figure) and value.is_money:
        return value
    if isinstance(value, Wanted):
        return value.finding
    return _unusable(point, "没有这个名称，或者不是金额", "请对照名称表改正，如 总体.收入")


def _unusable(point: ChartPoint, what: str, advice: str) -> Finding:
    return error(
        "G20", f"格式.xlsx {point.cell}", f"图数据的取数“{point.source}”{what}", advice, quote=point.source
    )
