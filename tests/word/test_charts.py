"""The charts of a report: cache, workbook, text and figures say the same."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from report_author.figures.figure import Figure
from report_author.figures.topics_text import ChartData, Series
from report_author.model.facts import Facts
from report_author.pipeline.verify import verify_charts
from report_author.word.chart_fill import LabelLook, crowded
from tests.support.validator import validate
from tests.word.chartkit import NS, SeenChart, names_of, read_charts, report_of, seed_facts, unpacked
from tools.samples import second_department
from tools.samples.random_department import random_entries
from tools.samples.to_facts import entries_to_facts

CLASSES = [*range(201, 209), *range(210, 218), 219, 220, 221, 222, 224, 229]


def departments(count: int, quick: int = 30) -> list[Any]:
    """Both samples, ``count`` random departments; those after the first ``quick`` are for slow runs."""
    found = [pytest.param(seed_facts(), id="种子")]
    found.append(pytest.param(entries_to_facts(second_department.ENTRIES), id="云岭"))
    for seed in range(count):
        marks = [pytest.mark.slow] if seed >= quick else []
        found.append(pytest.param(entries_to_facts(random_entries(seed)), id=str(seed), marks=marks))
    return found


def rounded(value: str | float | Decimal, places: str = "0.01") -> Decimal:
    return Decimal(str(value)).quantize(Decimal(places), ROUND_HALF_UP)


def with_classes(count: int, *, even: bool = False) -> Facts:
    """The department of the seed, its general public budget spent in ``count`` classes."""
    facts = seed_facts()
    row = facts.expenditures[0]
    rows = tuple(
        replace(row, function=f"{code}0101", amount=Decimal("1234567.89") / (1 if even else n))
        for n, code in enumerate(CLASSES[:count], start=1)
    )
    return replace(facts, expenditures=tuple(replace(r, amount=rounded(r.amount)) for r in rows))


def chart_of(facts: Facts, key: str) -> SeenChart:
    return next(chart for chart in read_charts(report_of(facts).data) if chart.key == key)


def text_of(data: bytes) -> str:
    root = etree.fromstring(unpacked(data)["word/document.xml"])
    return "".join(root.xpath("//w:t/text()", namespaces=NS))


@pytest.mark.parametrize("facts", departments(30, quick=6))
def test_图表缓存_内嵌数据表_文字三处一致(facts: Facts) -> None:
    report = report_of(facts)
    data = names_of(facts)["图"]
    charts = read_charts(report.data)
    assert charts
    for chart in charts:
        expected = data[chart.key.removeprefix("图表：")]
        pie = chart.kind == "pieChart"
        kept = [
            n
            for n in range(len(expected.categories))
            if not pie or rounded(expected.series[0].figures[n].value / 10000)
        ]
        assert [series.name for series in chart.series] == [series.name for series in expected.series]
        for seen, series in zip(chart.series, expected.series, strict=True):
            figures = [series.figures[n] for n in kept]
            assert [rounded(value) for value in seen.values] == [
                rounded(figure.value / 10000) for figure in figures
            ]
            assert [Decimal(str(value)) for value in seen.book_values] == [
                Decimal(value) for value in seen.values
            ]
            assert seen.book_name == seen.name
            assert seen.book_categories == seen.categories
            for shown, n in zip(seen.categories, kept, strict=True):
                assert shown.startswith(expected.categories[n])
    text = text_of(report.data)
    for chart in charts:
        for series in chart.series:
            this_year = series.values if chart.kind == "pieChart" else series.values[-1:]
            for value in this_year:
                assert f"{rounded(value).normalize():f}万元" in text, (chart.key, value)


@pytest.mark.parametrize("facts", departments(6))
def test_饼图的百分比与正文的百分比相同(facts: Facts) -> None:
    report = report_of(facts)
    text = text_of(report.data)
    pies = [chart for chart in read_charts(report.data) if chart.kind == "pieChart"]
    assert pies
    for chart in pies:
        values = [Decimal(value) for value in chart.series[0].values]
        for shown, value in zip(chart.series[0].categories, values, strict=True):
            share = rounded(value * 100 / sum(values))
            assert f"占{share.normalize():f}%" in text, (chart.key, shown)
            printed = re.search(r" ([\d.]+)%$", shown)
            assert printed is None or Decimal(printed[1]) == share


@pytest.mark.parametrize("facts", departments(3))
def test_成品里没有模板的示例数字_也没有没用上的部件(facts: Facts) -> None:
    report = report_of(facts)
    parts = unpacked(report.data)
    charts = read_charts(report.data)
    assert sorted(name for name in parts if re.fullmatch(r"word/charts/[^/]+\.xml", name)) == sorted(
        c.part for c in charts
    )
    assert len([name for name in parts if name.startswith("word/embeddings/")]) == len(charts)
    types = etree.fromstring(parts["[Content_Types].xml"])
    assert {e.get("PartName", "/").lstrip("/") for e in types if e.get("PartName")} <= parts.keys()
    for name, data in parts.items():
        if name.endswith(".xlsx"):
            data = b"".join(unpacked(data).values())
        for sign in ("示例一类", "上年度", "{{"):
            assert sign.encode() not in data, name
    year = str(facts.department.year)
    assert all(chart.title.startswith(year) for chart in charts)


def test_年份是文字类别_柱状图没有空白的第三个系列() -> None:
    chart = chart_of(seed_facts(), "图表：收支总体")
    assert [series.name for series in chart.series] == ["收入", "支出"]
    assert chart.series[0].categories == ("2020年", "2021年")
    assert chart.series[0].values == ("2160.32", "1652.54")
    assert chart.series[1].values == ("2180.32", "1652.54")


def test_全为零的三公经费不画图_也不说程序的事() -> None:
    facts = seed_facts()
    nothing = replace(facts, sangong=tuple(replace(row, actual=Decimal(0)) for row in facts.sangong))
    report = report_of(nothing)
    assert "图表：三公经费结构" not in [chart.key for chart in read_charts(report.data)]
    assert "公务接待费支出决算均为0万元" in text_of(report.data) and "绘制" not in text_of(report.data)
    assert not names_of(nothing)["图"]["三公经费结构"]


def test_收支不到半分万元时不画空图_也不写其中() -> None:
    facts = seed_facts()
    little = replace(
        facts,
        incomes=(replace(facts.incomes[0], amount=Decimal("30.12")),),
        expenditures=(replace(facts.expenditures[0], amount=Decimal("45")),),
    )
    report = report_of(little)
    assert not {"图表：收入构成", "图表：支出构成", "图表：一般公共预算支出结构"} & {
        chart.key for chart in read_charts(report.data)
    }
    assert "T24" not in {found.code for found in report.findings}
    text = text_of(report.data)
    assert "本年收入合计0万元。" in text and "本年支出合计0万元。" in text and "其中：。" not in text
    assert "一般公共预算财政拨款支出0万元。" in text and "无一般公共预算财政拨款支出" not in text


def test_只有一类支出时饼图只有一块() -> None:
    chart = chart_of(with_classes(1), "图表：一般公共预算支出结构")
    assert chart.series[0].values == ("123.456789",)
    assert [point.get("val") for point in chart.root.iterfind(".//c:dPt/c:idx", NS)] == ["0"]


def test_二十类支出的饼图_名称和比重都在图例里_颜色各不相同() -> None:
    roomy = chart_of(with_classes(2), "图表：一般公共预算支出结构")
    chart = chart_of(with_classes(20), "图表：一般公共预算支出结构")
    points = chart.root.findall(".//c:dPt", NS)
    fills = {etree.tostring(point.find("c:spPr/a:solidFill", NS), method="c14n") for point in points}  # type: ignore[arg-type]
    assert len(points) == len(fills) == 20
    assert chart.root.find(".//c:ser/c:dLbls/c:delete[@val='1']", NS) is not None
    assert chart.root.find(".//c:legend", NS) is not None
    assert all(re.fullmatch(r"\D+ \d+\.\d\d%", text) for text in chart.series[0].categories)
    assert chart.height > roomy.height
    assert roomy.root.find(".//c:legend", NS) is None
    assert roomy.root.find(".//c:ser/c:dLbls/c:showPercent[@val='1']", NS) is not None


def test_小块挤在一起时不在图边印标签() -> None:
    chart = chart_of(seed_facts(), "图表：一般公共预算支出结构")
    assert chart.series[0].categories[0] == "公共安全支出 82.78%"
    assert chart_of(seed_facts(), "图表：支出构成").series[0].categories == ("基本支出", "项目支出")


def test_长名称的小块挨着大块时不在图边印标签() -> None:
    look = LabelLook(9, category=True, percent=True, value=False, diameter=0.52)
    names = ("一般公共预算财政拨款收入", "政府性基金预算财政拨款收入", "附属单位上缴收入")
    amounts = (Decimal("59813400"), Decimal("599500"), Decimal("12559100"))
    figures = tuple(Figure(name, amount) for name, amount in zip(names, amounts, strict=True))
    assert crowded(ChartData("图", "万元", names, (Series("金额", figures),)), look, 150, 64)
    assert not crowded(ChartData("图", "万元", names[::2], (Series("金额", figures[::2]),)), look, 150, 64)


def test_同样的数据得到同样的字节() -> None:
    assert report_of(seed_facts()).data == report_of(seed_facts()).data


def test_上年数没有填时不猜() -> None:
    facts = replace(seed_facts(), last_year=())
    report = report_of(facts)
    assert {f.code for f in report.findings} >= {"V80"}


def test_图里的数字被改动时_核对不放行() -> None:
    report = report_of(seed_facts())
    assert not verify_charts(report.data, report.chart_marks)
    first = report.chart_marks[0]
    wrong = replace(first, printed=replace(first.printed, text="1.00"))
    findings = verify_charts(report.data, [wrong])
    assert [f.code for f in findings] == ["P03"]
    assert findings[0].expected == "1.00"


@pytest.mark.parametrize("facts", [seed_facts(), with_classes(20)], ids=["种子", "二十类"])
@pytest.mark.slow
def test_报告和图的数据表都合乎格式标准(facts: Facts, tmp_path: Path) -> None:
    report = report_of(facts)
    files = {"report.docx": report.data}
    files |= {
        Path(n).name: data for n, data in unpacked(report.data).items() if n.startswith("word/embeddings/")
    }
    for name, data in files.items():
        path = tmp_path / name
        path.write_bytes(data)
        found = validate(path)
        if found is None:
            pytest.skip("没有安装 Open XML 校验程序")
        assert found == [], name
