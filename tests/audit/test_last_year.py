"""What a finance officer expects when this year's report is held against last year's."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from report_author.audit.judges.last_year import judge_last
from report_author.audit.judges.relations import NotJudged, Relation
from tests.audit.tables_made import broken, grid, held, report_of

LAST = (
    "一、收入支出决算总体情况说明\n2020年度收入2160.32万元，支出2180.32万元。\n"
    "五、一般公共预算财政拨款支出决算情况说明\n2020年一般公共预算财政拨款支出1734.79万元。\n"
    "七、“三公”经费财政拨款支出决算情况说明\n公务接待费支出决算1.14万元。\n"
    "十、其他重要事项的情况说明\n（一）机关运行经费支出情况\n2020年机关运行经费支出30.63万元。\n"
)
NOW = (
    "一、收入支出决算总体情况说明\n2021年度收入1652.54万元，支出1652.54万元。与2020年相比，收入减少507.78万元、下降23.5%，"
    "支出减少527.78万元，下降24.21%。\n"
    "五、一般公共预算财政拨款支出决算情况说明\n2021年一般公共预算财政拨款支出614.67万元。与2020年1734.79万元相比，"
    "一般公共预算财政拨款支出减少1120.12万元，下降64.57%。\n"
    "七、“三公”经费财政拨款支出决算情况说明\n公务接待费支出决算1.04万元。公务接待费支出决算比2020年减少0.1万元，下降8.77%。\n"
    "十、其他重要事项的情况说明\n（一）机关运行经费支出情况\n2021年机关运行经费支出29.9万元，比2020年30.63万元减少0.73万元，下降2.38%。\n"
)


def judged(
    now: str = NOW, last: str = LAST, *, names: tuple[str, str] = ("2021年度部门决算", "2020年度部门决算")
) -> list[Relation | NotJudged]:
    return [*judge_last(report_of(now, names[0]), report_of(last, names[1]))]


def severities(found: list[Relation | NotJudged]) -> Iterator[str]:
    return (each.severity.label for each in found if isinstance(each, Relation) and each.message)


def test_what_was_published_is_what_is_compared_with() -> None:
    found = judged()
    assert broken(found) == []
    assert held(found) == 5


def test_a_stated_figure_of_last_year_that_was_published_otherwise() -> None:
    found = judged(last=LAST.replace("30.63", "36.03"))
    assert broken(found) == [
        "C51 “机关运行经费”的上年数与上年公布的不一致：这里30.63万元，上年报告“（一）机关运行经费支出情况”第1段是36.03万元。"
    ]
    assert [*severities(found)] == ["错误"]


def test_what_a_decrease_implies_is_held_against_last_year() -> None:
    found = judged(last=LAST.replace("2160.32", "2180.32"))
    assert broken(found) == [
        "C51 “收入总计”的上年数与上年公布的不一致：这里由1652.54万元加507.78万元推算为2160.32万元，"
        "上年报告“一、收入支出决算总体情况说明”第1段是2180.32万元。"
    ]
    assert [*severities(found)] == ["警告"]


def test_rounding_of_an_implied_figure_is_allowed() -> None:
    assert broken(judged(last=LAST.replace("2160.32", "2160.33"))) == []


def test_the_amount_of_last_year_told_without_a_change() -> None:
    now = "七、“三公”经费财政拨款支出决算情况说明\n2020年公务接待费支出1.41万元。\n"
    assert len(broken(judged(now))) == 1
    assert broken(judged(now.replace("1.41", "1.14"))) == []


def test_carry_over_goes_on_from_year_to_year() -> None:
    now = "二、收入决算情况说明\n年初结转和结余41.68万元。\n"
    last = "三、支出决算情况说明\n年末结转和结余41.68万元。\n"
    assert held(judged(now, last)) == 1
    assert len(broken(judged(now, last.replace("41.68", "48.61")))) == 1


def test_a_figure_that_last_years_report_does_not_print_is_not_checked() -> None:
    found = judged(last=LAST.replace("公务接待费", "其他费用"))
    lost = [each for each in found if isinstance(each, NotJudged)]
    assert [(each.quote, each.why) for each in lost] == [("公务接待费1.14万元", "上年报告里没有找到同名的数")]


def test_a_comparison_with_an_earlier_year_is_not_one_with_last_year() -> None:
    now = NOW.replace("比2020年减少0.1万元", "比2019年减少0.5万元")
    assert broken(judged(now)) == []


def test_a_comparison_with_the_budget_is_not_one_with_last_year() -> None:
    assert (
        broken(judged(NOW.replace("比2020年减少0.1万元，下降8.77%", "比预算数减少0.16万元，下降13.33%")))
        == []
    )


def test_figures_that_last_year_only_stand_in_its_tables() -> None:
    table = grid(
        ("科目编码", "科目名称", "合计", "基本支出", "项目支出"),
        ("合计", "", "1734.79", "734.79", "1000"),
        ("201", "一般公共服务支出", "1734.79", "734.79", "1000"),
        before="一般公共预算财政拨款支出决算表\n单位：万元",
    )
    now = report_of(NOW, "2021年度部门决算")
    for stated, wrong in (("1734.79", 0), ("1743.79", 1)):
        text = NOW.replace("1734.79", stated)
        now = report_of(text, "2021年度部门决算")
        last = report_of("", "2020年度部门决算", grids=(table,))
        assert len(broken(judge_last(now, last))) == wrong


@pytest.mark.parametrize(
    ("names", "why"),
    [
        (("2021年度部门决算", "2019年度部门决算"), "不是上一年"),
        (("2021年度部门决算", "2020年部门预算"), "一份是预算、一份是决算"),
    ],
)
def test_reports_that_cannot_be_compared(names: tuple[str, str], why: str) -> None:
    found = judged(names=names)
    assert len(found) == 1 and isinstance(found[0], NotJudged) and why in found[0].why


def test_two_budgets() -> None:
    now = "“三公”经费财政拨款预算情况说明\n2022年“三公”经费财政拨款预算数502.4万元，比上年预算数减少14.6万元，下降2.82%。\n"
    last = "“三公”经费财政拨款预算情况说明\n2021年“三公”经费财政拨款预算数{}万元。\n"
    names = ("2022年部门预算", "2021年部门预算")
    assert broken(judged(now, last.format("517"), names=names)) == []
    assert len(broken(judged(now, last.format("571"), names=names))) == 1
