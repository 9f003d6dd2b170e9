"""完成预算: one branch each, decided as it is shown."""

from __future__ import annotations

from decimal import Decimal

import pytest

from report_author.figures.account import Conventions
from report_author.figures.compare import Completion
from report_author.figures.figure import Figure
from tests.figures.books import look_up, printed, with_options


def completion(actual: str, budget: str, **options: str) -> Completion:
    conventions = Conventions.from_options(with_options(**options).options)
    return Completion(Figure("决算", Decimal(actual)), Figure("预算", Decimal(budget)), conventions)


@pytest.mark.parametrize(
    ("actual", "budget", "expected", "relation", "needs_reason"),
    [
        ("41700", "65100", "完成预算64.06%", "小于", True),
        ("6146681.19", "5276100", "完成预算116.5%", "大于", True),
        ("31300", "31300", "完成预算100%，决算数与预算数持平", "等于", False),
        ("0", "0", "预算和决算均为0万元", "等于", False),
        ("58600", "0", "预算为0", "大于", True),
        ("0", "58600", "完成预算0%", "小于", True),
    ],
)
def test_every_branch(actual: str, budget: str, expected: str, relation: str, needs_reason: bool) -> None:
    done = completion(actual, budget)
    assert printed(done.phrase()) == expected
    assert (done.relation, done.needs_reason) == (relation, needs_reason)


def test_what_is_shown_the_same_is_level_though_the_yuan_differ() -> None:
    done = completion("31349.99", "31250.00")
    assert printed(done.phrase()) == "完成预算100%，决算数与预算数持平"
    assert (done.level, done.needs_reason) == (True, False)
    assert done.rate is not None and done.rate.value == 100


def test_a_budget_shown_as_zero_is_none() -> None:
    assert printed(completion("58600", "49.99").phrase()) == "预算为0"
    assert printed(completion("49.99", "49.98").phrase()) == "预算和决算均为0万元"
    assert completion("58600", "49.99").rate is None


@pytest.mark.parametrize(("actual", "relation"), [("99999900", "小于"), ("100000100", "大于")])
def test_nearly_the_budget_is_not_said_to_be_the_budget(actual: str, relation: str) -> None:
    done = completion(actual, "100000000")
    assert printed(done.phrase()) == "完成预算约100%"
    assert (done.relation, done.needs_reason) == (relation, True)


def test_nearly_nothing_is_not_said_to_be_nothing() -> None:
    assert printed(completion("100", "10000000").phrase()) == "完成预算不足0.01%"


def test_a_template_may_choose_the_words_for_level() -> None:
    assert printed(completion("31300", "31300").phrase("")) == "完成预算100%"


def test_a_format_may_word_every_branch_its_own_way() -> None:
    own = {"完成持平用语": "，与预算一致", "预算决算均为零用语": "未安排", "预算为零用语": "未安排预算"}
    assert printed(completion("5", "5", **own).phrase()) == "未安排"
    assert printed(completion("50000", "50000", **own).phrase()) == "完成预算100%，与预算一致"
    assert printed(completion("50000", "0", **own).phrase()) == "未安排预算"


def test_templates_reach_every_part_under_its_chinese_name() -> None:
    done = completion("41700", "65100")
    parts = ("需原因", "关系", "持平", "无预算", "均为零")
    assert [getattr(done, name) for name in parts] == [True, "小于", False, False, False]
    assert look_up(done, "比率").value == Decimal("64.06")
