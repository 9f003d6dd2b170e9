"""The published figures of 中共米易县委政法委员会 2021 follow from the sample, to the 分."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from report_author.model.choices import Fund, LastYearRow, Nature, SanGongItem, Source
from report_author.model.codes import Codebook
from tests.samples.arithmetic import heads, percent, problems, spent, total, wan
from tools.samples.seed_department import ENTRIES
from tools.samples.seed_texts import CORRECTIONS
from tools.samples.to_facts import entries_to_facts

FACTS = entries_to_facts(ENTRIES)
CODES = Codebook.for_year(2021)
GENERAL = spent(FACTS, fund=Fund.GENERAL)
GOVERNMENT = spent(FACTS, fund=Fund.GOVERNMENT)
ALL = spent(FACTS)
BASIC = {"fund": Fund.GENERAL, "nature": Nature.BASIC}
PERSONNEL = [
    "基本工资",
    "津贴补贴",
    "奖金",
    "伙食补助费",
    "绩效工资",
    "机关事业单位基本养老保险缴费",
    "职业年金缴费",
    "其他社会保障缴费",
    "其他工资福利支出",
    "离休费",
    "退休费",
    "生活补助",
    "医疗费补助",
    "奖励金",
    "住房公积金",
    "其他对个人和家庭的补助",
]
OPERATING = [
    "办公费",
    "印刷费",
    "咨询费",
    "水费",
    "电费",
    "邮电费",
    "取暖费",
    "差旅费",
    "维修（护）费",
    "租赁费",
    "会议费",
    "培训费",
    "公务接待费",
    "劳务费",
    "委托业务费",
    "福利费",
    "公务用车运行维护费",
    "其他交通费用",
    "税金及附加费用",
    "其他商品和服务支出",
]


def last_year(row: LastYearRow) -> Decimal:
    return next(fact.published for fact in FACTS.last_year if fact.row is row and fact.published is not None)


def test_every_identity_holds() -> None:
    assert problems(FACTS) == []


@pytest.mark.parametrize(
    ("amount", "published"),
    [
        (ALL, "16525448.73"),
        (GENERAL, "6146681.19"),
        (GOVERNMENT, "10378767.54"),
        (spent(FACTS, nature=Nature.BASIC), "4146701.19"),
        (spent(FACTS, nature=Nature.PROJECT), "12378747.54"),
        (spent(FACTS, function="204"), "5088281.19"),
        (spent(FACTS, function="208"), "463000.00"),
        (spent(FACTS, function="210"), "218000.00"),
        (spent(FACTS, function="221"), "377400.00"),
        (spent(FACTS, **BASIC, economic=("301", "303")), "3847701.19"),
        (spent(FACTS, **BASIC, economic=("302", "310")), "299000.00"),
        (spent(FACTS, function="2120802"), "8155267.40"),
        (spent(FACTS, function="2120801"), "2223500.14"),
        (total(row.amount for row in FACTS.incomes), "16525448.73"),
        (total(row.amount for row in FACTS.incomes if row.source is Source.GENERAL), "6146681.19"),
        (total(row.amount for row in FACTS.procurements), "2223500.00"),
    ],
)
def test_a_published_amount_is_exact(amount: Decimal, published: str) -> None:
    assert amount == Decimal(published)


@pytest.mark.parametrize(
    ("part", "whole", "published"),
    [
        (GENERAL, ALL, "37.20"),
        (GOVERNMENT, ALL, "62.80"),
        (spent(FACTS, nature=Nature.BASIC), ALL, "25.09"),
        (spent(FACTS, nature=Nature.PROJECT), ALL, "74.91"),
        (spent(FACTS, function="204"), GENERAL, "82.78"),
        (spent(FACTS, function="208"), GENERAL, "7.53"),
        (spent(FACTS, function="210"), GENERAL, "3.55"),
        (spent(FACTS, function="221"), GENERAL, "6.14"),
        (Decimal("31300"), Decimal("41700"), "75.06"),
        (Decimal("10400"), Decimal("41700"), "24.94"),
        (GENERAL, total(row.initial for row in FACTS.budgets if row.fund is Fund.GENERAL), "116.50"),
    ],
)
def test_a_published_share_comes_out(part: Decimal, whole: Decimal, published: str) -> None:
    assert percent(part, whole) == Decimal(published)


@pytest.mark.parametrize(
    ("now", "row", "difference", "rate"),
    [
        (ALL, LastYearRow.INCOME_YEAR, "507.78", "23.50"),
        (ALL, LastYearRow.EXPENSE_YEAR, "527.78", "24.21"),
        (ALL, LastYearRow.FISCAL_INCOME, "507.78", "23.50"),
        (GENERAL, LastYearRow.GENERAL_EXPENSE, "1120.12", "64.57"),
        (Decimal(299000), LastYearRow.OPERATING, "0.73", "2.38"),
        (Decimal(31300), LastYearRow.VEHICLE_RUNNING, "2.11", "40.27"),
        (Decimal(10400), LastYearRow.RECEPTION, "0.10", "8.77"),
    ],
)
def test_a_published_decrease_comes_out(now: Decimal, row: LastYearRow, difference: str, rate: str) -> None:
    before = last_year(row)
    assert before - wan(now) == Decimal(difference)
    assert percent(before - wan(now), before) == Decimal(rate)


def test_the_full_year_budget_of_every_item_is_its_outturn() -> None:
    for budget in FACTS.budgets:
        outturn = spent(FACTS, function=budget.function, fund=budget.fund, nature=budget.nature)
        assert budget.revised == outturn
    assert total(b.initial for b in FACTS.budgets) != total(b.revised for b in FACTS.budgets)


@pytest.mark.parametrize(
    ("items", "rate"),
    [
        (tuple(SanGongItem), "64.06"),
        ((SanGongItem.VEHICLE_PURCHASE, SanGongItem.VEHICLE_RUNNING), "58.95"),
        ((SanGongItem.RECEPTION_DOMESTIC, SanGongItem.RECEPTION_FOREIGN), "86.67"),
    ],
)
def test_sangong_completion_comes_out(items: tuple[SanGongItem, ...], rate: str) -> None:
    rows = [row for row in FACTS.sangong if row.item in items]
    assert percent(total(r.actual for r in rows), total(r.revised for r in rows)) == Decimal(rate)


@pytest.mark.parametrize(
    ("classes", "names"), [(("301", "303"), PERSONNEL), (("302", "307", "310", "312", "399"), OPERATING)]
)
def test_basic_expenditure_names_exactly_the_published_items(
    classes: tuple[str, ...], names: list[str]
) -> None:
    used = {
        row.economic
        for row in FACTS.expenditures
        if row.fund is Fund.GENERAL and row.nature is Nature.BASIC and row.economic.startswith(classes)
    }
    found = [CODES.economic(code) for code in used]
    assert {code.name for code in found if code} == set(names) and len(found) == len(names)


def test_every_code_stands_in_the_book_of_the_year() -> None:
    assert all(CODES.function(row.function) for row in FACTS.expenditures)
    assert not any(row.function == "2080504" for row in FACTS.expenditures)


def test_the_counts_of_projects_are_the_published_ones() -> None:
    projects = heads(FACTS)
    flags = ("pre_assessed", "has_goal", "monitored", "self_assessed", "publish_form", "own_report")
    assert len(projects) == len({project.name for project in projects}) == 18
    assert [sum(getattr(p, flag) for p in projects) for flag in flags] == [18, 18, 1, 5, 2, 1]
    assert {p.actual for p in projects if p.publish_form} == {Decimal("167375.00"), Decimal("8155267.40")}
    assert [p.score for p in projects if p.own_report] == [98]
    assert FACTS.evaluation.annexed and FACTS.evaluation.score == 95


def test_receptions_add_up_to_the_published_amount() -> None:
    assert total(row.amount for row in FACTS.receptions) == 10400
    assert sum(row.batches or 0 for row in FACTS.receptions) == FACTS.counts.domestic_batches == 6
    assert FACTS.counts.domestic_people == 58


def test_staff_reads_as_published() -> None:
    posts = [(row.post, row.posts) for row in FACTS.staff if row.post]
    people = [(row.actual_name, row.actual) for row in FACTS.staff if row.actual_name]
    assert posts == [("行政编制数", 7), ("政法专项编制", 0), ("机关后勤服务人员控制数", 1), ("事业编制", 12)]
    assert people == [("公务员", 8), ("参照公务员管理事业人员", 1), ("事业人员", 11), ("新聘工勤人员", 1)]


def test_quoted_names_are_all_declared_and_used() -> None:
    declared = {"{" + row.name + "}" for row in FACTS.quotables}
    bodies = "".join(row.body for row in (*FACTS.texts, *FACTS.eval_texts))
    quoted = set(re.findall(r"\{[^{}]+\}", bodies))
    assert quoted == declared | {"{整体评价.得分}", "{本项目.得分}"}


def test_no_corrected_slip_is_left_in_the_words() -> None:
    words = "\n".join(
        value
        for rows in ENTRIES.values()
        for row in ([rows] if isinstance(rows, dict) else rows)
        for value in row.values()
        if isinstance(value, str)
    )
    for published, ours, _ in CORRECTIONS:
        assert published not in words
        if "|" not in ours and not ours.startswith(("“", "2080501")):
            assert ours in words


def test_every_correction_is_listed_for_readers() -> None:
    listed = (Path(__file__).parents[2] / "docs" / "种子差异.md").read_text(encoding="utf-8")
    for published, _, reason in CORRECTIONS:
        assert published.replace("|", "／") in listed, published
        assert reason in listed, reason
