"""图数据: what every chart shows is said in the format book."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from report_author.figures.account import Account
from report_author.figures.topics_text import ChartData
from report_author.figures.vocabulary import vocabulary
from report_author.model.format import ChartPoint, ChartSpec, Format
from tests.word.chartkit import seed_facts, shipped_format


def drawn(*points: ChartPoint, unit: str = "万元") -> ChartData:
    """The chart that a format with only this one draws for the department of the seed."""
    spec = ChartSpec("1", "图", "图表：自定", unit, points)
    fmt: Format = replace(shipped_format(), charts=(spec,))
    names = vocabulary(Account(seed_facts(), fmt))
    assert list(names["图"]) == ["自定"]
    found = names["图"]["自定"]
    assert isinstance(found, ChartData)
    return found


def shown(data: ChartData) -> list[list[Decimal | None]]:
    return [[data.shown(figure) for figure in series.figures] for series in data.series]


def test_格式里加一张图不用改程序() -> None:
    data = drawn(
        ChartPoint("{年度}年", "基本支出", "支出.基本支出"),
        ChartPoint("{年度}年", "项目支出", "支出.项目支出"),
    )
    assert data.categories == ("2021年",)
    assert [series.name for series in data.series] == ["基本支出", "项目支出"]
    assert shown(data) == [[Decimal("414.67")], [Decimal("1237.87")]]
    assert data


def test_类别空着时列表的每一项是一个类别() -> None:
    data = drawn(ChartPoint("", "金额（万元）", "一般公共预算.类"))
    assert data.categories == ("公共安全支出", "社会保障和就业支出", "卫生健康支出", "住房保障支出")
    assert sum(value or 0 for value in shown(data)[0]) == Decimal("614.67")


def test_单位是元的图印元() -> None:
    assert shown(drawn(ChartPoint("基本支出", "金额（元）", "支出.基本支出"), unit="元")) == [
        [Decimal("4146701.19")]
    ]


def test_饼图略去为零的类别() -> None:
    data = drawn(ChartPoint("出国", "金额", "三公.出国.决算"), ChartPoint("接待", "金额", "三公.接待.决算"))
    assert data.categories == ("出国", "接待")
    assert data.without_zeros().categories == ("接待",)


def test_全为零的图在条件里是假() -> None:
    assert not drawn(ChartPoint("出国", "金额", "三公.出国.决算"))


def test_取数写错时指明格式里的单元格() -> None:
    for wrong in ("收入.合计", "部门.全称", "收入.构成"):
        data = drawn(ChartPoint("合计", "金额", wrong, "图数据!D4"))
        assert [(f.code, f.place) for f in data.findings] == [("G20", "格式.xlsx 图数据!D4")]
    data = drawn(ChartPoint("", "金额", "收入.本年合计", "图数据!D5"))
    assert [f.code for f in data.findings] == ["G20"]
