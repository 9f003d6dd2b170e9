"""How far rounding may carry a sum from its parts: half of 0.01万元 for each part and the whole, no further."""

from __future__ import annotations

import pytest

from report_author.audit.claims.report import make_report
from report_author.audit.judges.charts import judge_charts
from report_author.audit.judges.rates import judge_rates
from report_author.audit.judges.relations import Relation
from report_author.audit.judges.sums import judge_sums
from report_author.audit.reading.text_reader import document_of
from tests.audit.tables_made import broken, point, report_of


@pytest.mark.parametrize(
    ("whole", "verdict"), [("100.01", "尾差"), ("100.04", "尾差"), ("100.05", "不平"), ("100.40", "不平")]
)
def test_eight_sources_of_income_may_leave_four_hundredths_unwritten(whole: str, verdict: str) -> None:
    text = (
        f"2022年本年收入合计{whole}万元，其中：一般公共预算财政拨款收入90.00万元，占90%；"
        "其他收入10.00万元，占10%。"
    )
    report = make_report(document_of("某局2022年度部门决算", ["二、收入决算情况说明", text]))
    assert [each.verdict.value for each in judge_sums(report) if isinstance(each, Relation)] == [verdict]


@pytest.mark.parametrize(("whole", "told"), [("30.00", 1), ("30.03", 1), ("30.05", 0), ("30.20", 0)])
def test_items_that_leave_more_than_rounding_out_prove_nothing_of_the_rate_of_their_total(
    whole: str, told: int
) -> None:
    paragraphs = [
        "七、“三公”经费支出决算情况说明",
        f"2022年“三公”经费支出决算为{whole}万元，完成预算的90%，其中：",
        "因公出国（境）费支出决算为10.00万元，完成预算的50%。",
        "公务接待费支出决算为20.00万元，完成预算的60%。",
    ]
    found = judge_rates(make_report(document_of("某局2022年度部门决算", paragraphs)))
    assert sum("不在各项完成率" in message for message in broken(found)) == told


@pytest.mark.parametrize(
    ("whole", "told"),
    [("1652.54", 0), ("1652.56", 0), ("1652.57", 1), ("1652.65", 1), ("1652.52", 0), ("1652.51", 1)],
)
def test_the_slices_of_a_chart_make_up_a_total_of_the_text(whole: str, told: int) -> None:
    text = (
        f"三、支出决算情况说明\n2021年本年支出合计{whole}万元，其中：基本支出414.67万元，占25.09%；"
        "项目支出1237.87万元，占74.91%。"
    )
    charts = (point("基本支出", "414.67"), point("项目支出", "1237.87"))
    found = broken(judge_charts(report_of(text, charts=charts)))
    assert sum("各块之和" in message for message in found) == told
