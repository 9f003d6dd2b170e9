"""What a finance officer expects of the charts in a report."""

from __future__ import annotations

import pytest

from report_author.audit.claims.report import make_report
from report_author.audit.judges.charts import judge_charts
from report_author.audit.judges.relations import Doubt, NotJudged
from report_author.audit.reading.blocks import ChartValue
from tests.audit.cases import random_case, sample_case
from tests.audit.tables_made import broken, held, point, report_of
from tests.checks.published import SECOND, SEED
from tests.support.share import every

TEXT = (
    "三、支出决算情况说明\n2021年本年支出合计1652.54万元，其中：基本支出414.67万元，占25.09%；项目支出1237.87万元，占74.91%。"
    "与2020年相比，支出减少527.78万元，下降24.21%。"
)


def said(*points: ChartValue, text: str = TEXT) -> list[str]:
    return broken(judge_charts(report_of(text, charts=points)))


@pytest.mark.parametrize("name", [SEED, SECOND])
def test_our_own_charts_show_what_the_text_says(name: str) -> None:
    found = [*judge_charts(make_report(sample_case(name).document))]
    assert broken(found) == []
    assert held(found) >= 20


@pytest.mark.parametrize(
    "seed", [1, 2, *(pytest.param(n, marks=pytest.mark.slow) for n in range(20, 40, every(4)))]
)
def test_charts_of_any_department(seed: int) -> None:
    assert broken(judge_charts(make_report(random_case(seed).document))) == []


def test_exact_amounts_behind_rounded_ones() -> None:
    assert said(point("基本支出", "414.670119"), point("项目支出", "1237.874754")) == []


def test_another_number_than_the_text_names() -> None:
    wrong = said(point("基本支出", "441.67"), point("项目支出", "1237.87"))
    assert "C38 图上“基本支出”是441.67万元，文字是414.67万元，两处不一致。" in wrong


def test_two_slices_that_changed_places() -> None:
    assert len(said(point("基本支出", "1237.87"), point("项目支出", "414.67"))) == 2


def test_a_slice_that_is_missing() -> None:
    text = TEXT.replace("其中：", "其中：经营支出3.1万元；")
    wrong = said(point("基本支出", "414.67"), point("经营支出", "3.1"), text=text)
    assert len(wrong) == 1 and "各块之和是417.77万元，文字里没有这个合计" in wrong[0]


def test_a_pie_cannot_draw_a_negative_amount() -> None:
    text = TEXT.replace("基本支出414.67万元", "基本支出-414.67万元")
    assert any(
        "图上画不出来" in message
        for message in said(point("基本支出", "-414.67"), point("项目支出", "1237.87"), text=text)
    )


def test_what_the_chart_shows_is_not_what_its_data_say() -> None:
    wrong = said(point("基本支出", "414.67", stored="414.76"), point("项目支出", "1237.87", stored="1237.87"))
    assert wrong == ["C38 图上显示的数与图的数据表不同：基本支出显示414.67，数据表里是414.76。"]


def years(before: str, now: str) -> tuple[ChartValue, ChartValue]:
    return (
        point("2020年", before, chart="变动情况", series="支出"),
        point("2021年", now, chart="变动情况", series="支出"),
    )


def test_last_years_column_follows_from_the_change() -> None:
    assert said(*years("2180.32", "1652.54")) == []
    wrong = said(*years("2108.32", "1652.54"))
    assert len(wrong) == 1 and "支出2020年" in wrong[0]


def test_last_years_column_without_a_comparison_is_not_checked() -> None:
    text = TEXT.partition("与2020年")[0]
    found = [*judge_charts(report_of(text, charts=years("2108.32", "1652.54")))]
    assert broken(found) == []
    assert len([each for each in found if isinstance(each, NotJudged)]) == 1


def test_yuan_under_a_title_that_says_wan() -> None:
    points = [
        point("基本支出", "4146701.19", chart="结构（单位：万元）"),
        point("项目支出", "12378747.54", chart="结构（单位：万元）"),
    ]
    wrong = said(*points)
    assert wrong == ["C10 图上写的单位是万元，数据却是元。"]


def test_yuan_that_nobody_names_are_a_hint() -> None:
    points = [point("基本支出", "4146701.19", series=""), point("项目支出", "12378747.54", series="")]
    found = [*judge_charts(report_of(TEXT, charts=tuple(points)))]
    assert broken(found) == []
    assert [each.severity.label for each in found if isinstance(each, Doubt)] == ["提示"]


DUMP = (
    "\n收入支出决算总体情况（单位：万元）\n支出\t\n2020年\t2021年\t2180.32\t1652.54\t2020年\t2021年\t1\t\n"
    "支出情况分析\t414.67\n1237.87\n基本支出\t项目支出\t4146701.19\t12378747.54\t\n"
)


def test_charts_that_were_copied_out_as_text() -> None:
    found = [*judge_charts(report_of(TEXT + DUMP))]
    assert held(found) == 4
    wrong = broken(found)
    assert len(wrong) == 1 and "没有名称的系列，数值是1" in wrong[0]


def test_rows_of_a_table_are_no_chart() -> None:
    table = "\n项目\t金额\n基本支出\t414.67\n人员经费\t384.77\t公用经费\t29.9\n"
    assert [*judge_charts(report_of(TEXT + table))] == []
