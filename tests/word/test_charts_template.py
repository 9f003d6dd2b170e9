"""Templates as people make them: loops, typed labels, linked workbooks, other kinds of chart, missing keys."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.sax.saxutils import escape

import pytest
from lxml import etree

from report_author.model.findings import Severity
from report_author.word.template import ReportTemplate
from tests.word.chartkit import (
    NS,
    Parts,
    SeenChart,
    changed_chart,
    compiled,
    read_charts,
    report_of,
    seed_facts,
    unpacked,
)

BODY = "word/document.xml"
CLASSES, TOTALS, SPENT = 6, 1, 3  # numbers of the charts of the template
LABELS = re.compile(r"<c:dLbls>.*?</c:dLbls>")


def template(change: Callable[[Parts], None]) -> ReportTemplate:
    found, findings = compiled(change)
    assert found is not None, findings
    return found


def filled(change: Callable[[Parts], None], key: str) -> SeenChart:
    return next(
        chart for chart in read_charts(report_of(seed_facts(), template(change)).data) if chart.key == key
    )


def drawing(text: str, number: int) -> str:
    """The paragraph of a chart."""
    end = text.index("</w:p>", text.index(f'r:id="rIdChart{number}"')) + len("</w:p>")
    return text[text.rindex("<w:p>", 0, end) : end]


def tag(content: str) -> str:
    return f"<w:p><w:r><w:t>{escape(content)}</w:t></w:r></w:p>"


def each_item(parts: Parts) -> None:
    text = parts[BODY].decode()
    shown = drawing(text, SPENT)
    parts[BODY] = text.replace(
        shown, tag("{%p for 项 in 支出.构成 %}") + shown + tag("{%p endfor %}")
    ).encode()


def test_循环里的图各有各的部件和数据表() -> None:
    data = report_of(seed_facts(), template(each_item)).data
    charts = [chart for chart in read_charts(data) if chart.key == "图表：支出构成"]
    assert len(charts) == 2  # 基本支出、项目支出
    assert len({chart.part for chart in charts}) == 2
    assert charts[0].series[0].values == charts[1].series[0].values
    parts = unpacked(data)
    assert len([name for name in parts if name.startswith("word/embeddings/")]) == 8
    types = parts["[Content_Types].xml"].decode()
    assert all(f'"/{chart.part}"' in types for chart in charts)


def test_循环里的替代文字可以用标签选图() -> None:
    def chosen(parts: Parts) -> None:
        each_item(parts)
        key = "图表：{% if loop.first %}收入构成{% else %}支出构成{% endif %}"
        parts[BODY] = parts[BODY].decode().replace("图表：支出构成", key).encode()

    charts = read_charts(report_of(seed_facts(), template(chosen)).data)
    assert [chart.key for chart in charts[2:4]] == ["图表：收入构成", "图表：支出构成"]
    assert [chart.series[0].values[0] for chart in charts[2:4]] == ["614.668119", "414.670119"]


def test_删去的段落不留下图的部件() -> None:
    def never(parts: Parts) -> None:
        text = parts[BODY].decode()
        shown = drawing(text, SPENT)
        parts[BODY] = text.replace(
            shown, tag("{%p if 支出.本年合计 < 0 %}") + shown + tag("{%p endif %}")
        ).encode()

    parts = unpacked(report_of(seed_facts(), template(never)).data)
    assert "word/charts/chart3.xml" not in parts
    assert "word/charts/_rels/chart3.xml.rels" not in parts
    assert "word/embeddings/Microsoft_Excel_Worksheet3.xlsx" not in parts
    assert b"chart3" not in parts["[Content_Types].xml"] + parts["word/_rels/document.xml.rels"]


def test_替代文字只写在说明里也认得() -> None:
    def described(parts: Parts) -> None:
        parts[BODY] = re.sub(r' title="图表：[^"]*"', "", parts[BODY].decode()).encode()

    assert filled(described, "图表：支出构成").series[0].values == ("414.670119", "1237.874754")


def test_手工输入的标签改为自动显示数值_并提示() -> None:
    typed = (
        '<c:dLbls><c:dLbl><c:idx val="0"/><c:tx><c:rich><a:bodyPr/><a:p><a:r><a:t>414.67</a:t></a:r></a:p></c:rich></c:tx>'
        '<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/>'
        '<c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbl><c:showLegendKey val="0"/><c:showVal val="0"/>'
        '<c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
    )

    def change(parts: Parts) -> None:
        name = f"word/charts/chart{SPENT}.xml"
        parts[name] = LABELS.sub(typed, parts[name].decode()).encode()

    _, findings = compiled(change)
    assert [(f.code, f.severity) for f in findings] == [("T25", Severity.INFO)]
    assert "支出决算情况说明" in findings[0].place
    chart = filled(change, "图表：支出构成")
    assert chart.root.find(".//c:dLbl", NS) is None
    assert [e.get("val") for e in chart.root.iterfind(".//c:ser/c:dLbls/c:showVal", NS)] == ["1"]


def test_模板里多出来的无名系列不进报告() -> None:
    def third(parts: Parts) -> None:
        name = f"word/charts/chart{TOTALS}.xml"
        text = parts[name].decode()
        last = text[text.rindex("<c:ser>") : text.rindex("</c:ser>") + len("</c:ser>")]
        extra = last.replace('<c:idx val="1"/><c:order val="1"/>', '<c:idx val="2"/><c:order val="2"/>')
        parts[name] = text.replace(last, last + re.sub(r"<c:tx>.*?</c:tx>", "", extra)).encode()

    assert [series.name for series in filled(third, "图表：收支总体").series] == ["收入", "支出"]


def test_模板里系列不够时_新系列换一种颜色() -> None:
    def one(parts: Parts) -> None:
        name = f"word/charts/chart{TOTALS}.xml"
        text = parts[name].decode()
        parts[name] = (
            text[: text.rindex("<c:ser>")] + text[text.rindex("</c:ser>") + len("</c:ser>") :]
        ).encode()

    chart = filled(one, "图表：收支总体")
    assert [series.name for series in chart.series] == ["收入", "支出"]
    colours = [series.element.find("c:spPr/a:solidFill/*", NS).get("val") for series in chart.series]  # type: ignore[union-attr]
    assert colours == ["4F7CAC", "accent2"]
    assert [series.element.find("c:order", NS).get("val") for series in chart.series] == ["0", "1"]  # type: ignore[union-attr]


@pytest.mark.parametrize("kind", ["pie3DChart", "doughnutChart"])
def test_其他饼图也能填(kind: str) -> None:
    change = changed_chart(SPENT, ("pieChart>", f"{kind}>"), ('<c:firstSliceAng val="0"/>', ""))
    chart = filled(change, "图表：支出构成")
    assert chart.kind == kind
    assert len(chart.series[0].values) == 2


def test_三维柱状图和折线图也能填() -> None:
    for kind in ("bar3DChart", "lineChart", "radarChart", "areaChart"):
        chart = filled(changed_chart(TOTALS, ("barChart>", f"{kind}>")), "图表：收支总体")
        assert (chart.kind, len(chart.series)) == (kind, 2)


def test_散点图不能填_指明位置() -> None:
    found, findings = compiled(changed_chart(SPENT, ("pieChart>", "scatterChart>")))
    assert found is None
    assert [f.code for f in findings] == ["T23"]
    assert "支出决算情况说明" in findings[0].place


def test_链接到外部工作簿的图改为自带数据_并提示() -> None:
    def linked(parts: Parts) -> None:
        name = f"word/charts/_rels/chart{SPENT}.xml.rels"
        text = parts[name].decode().replace('/package"', '/oleObject"')
        text = re.sub(r'Target="[^"]*"', r'Target="file:///C:\\决算.xlsx" TargetMode="External"', text)
        parts[name] = text.encode()

    _, findings = compiled(linked)
    assert [f.code for f in findings] == ["T25"]
    data = report_of(seed_facts(), template(linked)).data
    assert b"C:" not in b"".join(d for n, d in unpacked(data).items() if n.endswith(".rels"))
    assert next(c for c in read_charts(data) if c.key == "图表：支出构成").series[0].book_values


def test_没有数据表的图补上一份() -> None:
    def bare(parts: Parts) -> None:
        del parts[f"word/charts/_rels/chart{SPENT}.xml.rels"]
        name = f"word/charts/chart{SPENT}.xml"
        parts[name] = re.sub(r"<c:externalData.*?</c:externalData>", "", parts[name].decode()).encode()

    assert filled(bare, "图表：支出构成").series[0].book_values == (414.670119, 1237.874754)


def test_不认得的键是错误_少了图是警告() -> None:
    def renamed(parts: Parts) -> None:
        parts[BODY] = parts[BODY].decode().replace("图表：支出构成", "图表：支出结构").encode()

    found, findings = compiled(renamed)
    assert found is None
    assert [(f.code, f.quote) for f in findings] == [("T22", "图表：支出结构"), ("T24", "图表：支出构成")]
    assert "支出决算情况说明" in findings[0].place


def test_没有键的图会留着模板的数字_是错误() -> None:
    def anonymous(parts: Parts) -> None:
        parts[BODY] = parts[BODY].decode().replace("图表：支出构成", "").encode()

    found, findings = compiled(anonymous)
    assert found is None
    assert [(f.code, f.severity) for f in findings] == [("T24", Severity.WARNING), ("T22", Severity.ERROR)]
    assert findings[0].quote == "图表：支出构成"
    assert "支出决算情况说明" in findings[1].place


def test_图清单之外另有的静态图原样保留() -> None:
    def another(parts: Parts) -> None:
        text = parts[BODY].decode()
        shown = drawing(text, SPENT)
        static = shown.replace("图表：支出构成", "").replace("rIdChart3", "rIdStatic")
        parts[BODY] = text.replace(shown, shown + static).encode()
        parts["word/charts/chart8.xml"] = parts["word/charts/chart3.xml"]
        parts["word/charts/_rels/chart8.xml.rels"] = parts["word/charts/_rels/chart3.xml.rels"]
        rels = parts["word/_rels/document.xml.rels"].decode()
        mine = re.search(r'<Relationship Id="rIdChart3"[^>]*>', rels)
        assert mine is not None
        own = mine[0].replace("rIdChart3", "rIdStatic").replace("chart3", "chart8")
        parts["word/_rels/document.xml.rels"] = rels.replace(mine[0], mine[0] + own).encode()
        types = parts["[Content_Types].xml"].decode()
        mine = re.search(r'<Override PartName="/word/charts/chart3.xml"[^>]*>', types)
        assert mine is not None
        parts["[Content_Types].xml"] = types.replace(
            mine[0], mine[0] + mine[0].replace("chart3", "chart8")
        ).encode()

    found, findings = compiled(another)
    assert found is not None and not findings
    parts = unpacked(report_of(seed_facts(), found).data)
    assert b"260.00" in parts["word/charts/chart8.xml"]
    assert b"260.00" not in parts["word/charts/chart3.xml"]


def test_标题里写死的年份要提醒() -> None:
    _, findings = compiled(changed_chart(SPENT, ("{{ 年度 }}年度", "2020年度")))
    assert [f.code for f in findings] == ["T24"]
    assert "2020年度支出决算结构" in findings[0].message


def test_标题里写错的名称指明在图表里() -> None:
    _, findings = compiled(changed_chart(SPENT, ("{{ 年度 }}", "{{ 年度 | 万圆 }}")))
    assert [f.code for f in findings] == ["T03"]
    assert "图表" in findings[0].place


def test_固定的坐标上限容不下数据时取消() -> None:
    bound = '<c:orientation val="minMax"/><c:min val="0"/>'
    for limit, kept in (("2000", False), ("3000", True)):
        chart = filled(
            changed_chart(
                TOTALS, (bound, f'<c:orientation val="minMax"/><c:max val="{limit}"/><c:min val="0"/>')
            ),
            "图表：收支总体",
        )
        assert (chart.root.find(".//c:valAx/c:scaling/c:max", NS) is not None) is kept
        assert chart.root.find(".//c:valAx/c:scaling/c:min", NS) is not None


def test_Office和WPS留下的旧数据缓存不进报告() -> None:
    stale = (
        '<c:extLst><c:ext uri="{02D57815-91ED-43cb-92C2-25804820EDAC}" '
        'xmlns:c15="http://schemas.microsoft.com/office/drawing/2012/chart"><c15:filteredSeriesTitle/></c:ext>'
        '<c:ext uri="{0b15fc19-7d7d-44ad-8c2d-2c3a37ce22c3}"/></c:extLst></c:ser>'
    )
    chart = filled(changed_chart(SPENT, ("</c:ser>", stale)), "图表：支出构成")
    assert chart.root.find(".//c:ser/c:extLst", NS) is None


def test_图的样子不变() -> None:
    before = etree.fromstring(
        re.sub(rb"<c:ser>.*</c:ser>", b"", unpacked(report_of(seed_facts()).data)["word/charts/chart1.xml"])
    )
    parts: Parts = {}
    _keep(parts)
    template_chart = parts["word/charts/chart1.xml"].decode().replace("{{ 年度 }}", "2021")
    after = etree.fromstring(re.sub(r"<c:ser>.*</c:ser>", "", template_chart).encode())
    assert etree.tostring(before, method="c14n") == etree.tostring(after, method="c14n")


def _keep(parts: Parts) -> None:
    compiled(lambda original: parts.update(original))
