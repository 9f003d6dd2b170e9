"""The seven charts of the report with the placeholder data that the bureau sees in the template."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart by its key (alt text ``图表：<key>``): categories down, series across, values in 万元."""

    key: str
    title: str
    categories: tuple[str, ...]
    series: tuple[tuple[str, tuple[Decimal, ...]], ...]
    pie: bool = False

    @property
    def alt_text(self) -> str:
        return f"图表：{self.key}"


def _bar(key: str, title: str, **series: str) -> Chart:
    return Chart(
        key,
        title,
        ("上年度", "本年度"),
        tuple((name, tuple(Decimal(v) for v in values.split())) for name, values in series.items()),
    )


def _pie(key: str, title: str, *categories: str) -> Chart:
    sample = ("260.00", "180.00", "140.00", "120.00", "100.00", "80.00", "70.00", "50.00")
    values = tuple(Decimal(v) for v in sample[: len(categories)])
    return Chart(key, title, categories, (("金额（万元）", values),), pie=True)


CHARTS = [
    _bar(
        "收支总体",
        "{{ 年度 }}年度收入支出决算总体情况（单位：万元）",
        收入="900.00 1000.00",
        支出="880.00 1000.00",
    ),
    _pie(
        "收入构成",
        "{{ 年度 }}年度收入决算结构",
        "一般公共预算财政拨款收入",
        "政府性基金预算财政拨款收入",
        "国有资本经营预算财政拨款收入",
        "上级补助收入",
        "事业收入",
        "经营收入",
        "附属单位上缴收入",
        "其他收入",
    ),
    _pie(
        "支出构成",
        "{{ 年度 }}年度支出决算结构",
        "基本支出",
        "项目支出",
        "上缴上级支出",
        "经营支出",
        "对附属单位补助支出",
    ),
    _bar(
        "财政拨款收支",
        "{{ 年度 }}年度财政拨款收入支出决算总体情况（单位：万元）",
        收入="900.00 1000.00",
        支出="880.00 1000.00",
    ),
    _bar(
        "一般公共预算支出变动",
        "{{ 年度 }}年度一般公共预算财政拨款支出变动情况（单位：万元）",
        一般公共预算财政拨款支出="700.00 800.00",
    ),
    _pie(
        "一般公共预算支出结构",
        "{{ 年度 }}年度一般公共预算财政拨款支出结构",
        "示例一类支出",
        "示例二类支出",
        "示例三类支出",
        "示例四类支出",
        "示例五类支出",
        "示例六类支出",
        "示例七类支出",
        "示例八类支出",
    ),
    _pie(
        "三公经费结构",
        "{{ 年度 }}年度“三公”经费财政拨款支出结构",
        "公务用车购置及运行维护费",
        "公务接待费",
        "因公出国（境）费",
    ),
]
