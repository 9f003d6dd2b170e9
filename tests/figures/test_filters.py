"""What a filter does, and what it refuses."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from report_author.figures.account import Conventions
from report_author.figures.figure import Figure
from report_author.figures.filters import WrongKind, make_filters
from report_author.figures.values import Wanted
from report_author.model.findings import error
from tests.figures.books import names_of, printed, seed_facts, shipped_format

FILTERS = make_filters(Conventions.from_options(shipped_format().options))
MONEY = Figure("支出", Decimal("6146681.19"))
CARS = Figure("车辆", Decimal(12), "辆")
WANTED = Wanted(error("V82", "首页", "没有填", "请填写"))


def apply(name: str, *values: Any, **options: Any) -> Any:
    function: Callable[..., Any] = FILTERS[name]
    return function(*values, **options)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("万元", MONEY, "614.67"),
        ("元", MONEY, "6146681.19"),
        ("千分位", MONEY, "6,146,681.19"),
        ("数", ("甲", "乙"), "2"),
        ("连接", ("甲", "乙"), "甲、乙"),
        ("大写", 3, "三"),
        ("大写", CARS, "十二"),
    ],
)
def test_a_filter_shows_its_kind(name: str, value: object, expected: str) -> None:
    assert printed(apply(name, value)) == expected


def test_a_share_is_taken_from_the_yuan() -> None:
    assert printed(apply("占比", MONEY, Figure("合计", Decimal("16525448.73")))) == "37.2"
    assert printed(apply("占比", Figure("无", Decimal(0)), Figure("合计", Decimal(0)))) == "0"


def test_a_list_may_be_joined_otherwise() -> None:
    assert apply("连接", ["甲", "乙"], "；") == "甲；乙"


def test_a_comparison_is_put_in_words() -> None:
    names = names_of(seed_facts())
    assert printed(apply("增减", names["一般公共预算"]["比上年"])) == "减少1120.12万元，下降64.57%"
    assert printed(apply("增减", names["总体"]["收入变动"], 分隔="、")) == "减少507.78万元、下降23.5%"
    assert printed(apply("增减", names["三公"]["出国"]["比上年"], 持平="持平")) == "持平"
    assert printed(apply("完成", names["三公"]["完成预算"])) == "完成预算64.06%"
    assert printed(apply("完成", names["一般公共预算"]["完成预算"], 持平="")) == "完成预算100%"


@pytest.mark.parametrize("name", ["万元", "元", "千分位", "占比", "增减", "完成"])
def test_what_is_still_missing_passes_through_to_its_own_finding(name: str) -> None:
    assert apply(name, WANTED, *([MONEY] if name == "占比" else [])) is WANTED


def test_a_missing_whole_passes_through_too() -> None:
    assert apply("占比", MONEY, WANTED) is WANTED


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(
            (name, value)
            for name in ("万元", "元", "千分位", "增减", "完成")
            for value in (CARS, "614.67", 5, None, ["甲"])
        ),
        ("增减", MONEY),
        ("完成", MONEY),
        ("连接", "甲乙"),
        ("连接", ["甲", MONEY]),
        ("数", "甲乙"),
        ("数", MONEY),
        ("大写", MONEY),
        ("大写", "3"),
        ("大写", True),
        ("大写", 0),
        ("大写", 1000),
        ("大写", Figure("得分", Decimal("1.5"), "分")),
    ],
)
def test_a_filter_refuses_what_it_is_not_for_in_chinese(name: str, value: object) -> None:
    with pytest.raises(WrongKind, match=r"^过滤器“"):
        apply(name, value)


def test_a_share_needs_two_amounts() -> None:
    for part, whole in ((CARS, MONEY), (MONEY, CARS), (MONEY, 5)):
        with pytest.raises(WrongKind, match="只能用于金额"):
            apply("占比", part, whole)


def test_completion_is_refused_as_a_comparison_and_the_other_way_round() -> None:
    names = names_of(seed_facts())
    with pytest.raises(WrongKind, match="与上年的比较"):
        apply("增减", names["三公"]["完成预算"])
    with pytest.raises(WrongKind, match="只能用于完成预算"):
        apply("完成", names["一般公共预算"]["比上年"])
