"""Chinese ordinals, heading counters, figures as numbers."""

from __future__ import annotations

from decimal import Decimal

import pytest

from report_author.figures.counters import chinese, counters
from report_author.figures.figure import (
    Figure,
    MoneyWithoutUnit,
    NotANumber,
    UnitMismatch,
    show_wan,
    show_yuan,
)
from report_author.figures.ledger import MARK_APART, recording

DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")}
UNITS = {"十": 10, "百": 100}


def value_of(text: str) -> int:
    """The number that a person reads in 二百零三."""
    value, digit = 0, 0
    for sign in text:
        if sign in UNITS:
            value += (digit or 1) * UNITS[sign]
            digit = 0
        else:
            digit = DIGITS[sign]
    return value + digit


def test_every_ordinal_up_to_999_reads_back_as_its_number() -> None:
    assert [value_of(chinese(n)) for n in range(1, 1000)] == list(range(1, 1000))
    assert len({chinese(n) for n in range(1, 1000)}) == 999


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (26, "二十六"),
        (99, "九十九"),
        (100, "一百"),
        (101, "一百零一"),
        (110, "一百一十"),
        (111, "一百一十一"),
        (120, "一百二十"),
        (200, "二百"),
        (999, "九百九十九"),
    ],
)
def test_an_ordinal_is_written_as_people_write_it(number: int, text: str) -> None:
    assert chinese(number) == text


@pytest.mark.parametrize("number", [0, -1, 1000])
def test_no_heading_has_such_a_number(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        chinese(number)


def test_headings_count_on_and_start_again_below_a_new_heading() -> None:
    number = counters()
    order = [
        "部分号",
        "章号",
        "节号",
        "条号",
        "款号",
        "款号",
        "条号",
        "款号",
        "节号",
        "条号",
        "章号",
        "节号",
        "图号",
    ]
    with recording():
        assert [number[name].__html__().rstrip(MARK_APART) for name in order] == [
            "第一部分",
            "一、",
            "（一）",
            "1.",
            "（1）",
            "（2）",
            "2.",
            "（1）",
            "（二）",
            "1.",
            "二、",
            "（一）",
            "图1",
        ]
        assert [
            number[name].__html__() for name in ("部分号", "章号", "图号", "附件号", "章号", "附件号", "章号")
        ] == [
            "第二部分",
            "一、",
            "图2",
            "附件1",
            "一、",
            "附件2",
            "一、",
        ]


def test_a_new_rendering_counts_from_one() -> None:
    number = counters()
    for _ in range(2):
        with recording():
            assert [str(number["章号"]), str(number["章号"])] == ["一、", "二、"]
    assert str(number["章号"]) == "一、"


@pytest.mark.parametrize(
    ("value", "wan", "yuan", "grouped"),
    [
        ("6146681.19", "614.67", "6146681.19", "6,146,681.19"),
        ("463000", "46.3", "463000", "463,000"),
        ("0", "0", "0", "0"),
        ("50", "0.01", "50", "50"),
        ("49.99", "0", "49.99", "49.99"),
        ("-50", "-0.01", "-50", "-50"),
        ("-49", "0", "-49", "-49"),
        ("123450", "12.35", "123450", "123,450"),
        ("1000000", "100", "1000000", "1,000,000"),
    ],
)
def test_money_is_rounded_half_up_and_shown_in_its_unit(
    value: str, wan: str, yuan: str, grouped: str
) -> None:
    figure = Figure("支出", Decimal(value))
    assert str(show_wan(figure, strip_zeros=True)) == wan
    assert str(show_yuan(figure, strip_zeros=True)) == yuan
    assert str(show_yuan(figure, strip_zeros=True, thousands=True)) == grouped


def test_zeros_at_the_end_can_be_kept() -> None:
    figure = Figure("支出", Decimal("463000"))
    assert str(show_wan(figure, strip_zeros=False)) == "46.30"
    assert str(show_yuan(figure, strip_zeros=False, thousands=True)) == "463,000.00"


def test_money_does_not_print_without_its_unit() -> None:
    with pytest.raises(MoneyWithoutUnit, match="没有写明单位"):
        Figure("支出", Decimal(1)).__html__()


def test_a_count_prints_as_it_is() -> None:
    assert str(Figure("车辆", Decimal(3), "辆")) == "3"
    assert str(Figure("得分", Decimal("95.50"), "分")) == "95.5"


def test_a_printed_figure_leaves_its_mark() -> None:
    figure = Figure("支出", Decimal("463000"))
    with recording() as ledger:
        assert show_wan(figure, strip_zeros=True).__html__() == "\ufdd20\ufdd346.3\ufdd4"
    assert [(p.figure, p.view, p.text) for p in ledger.printed] == [(figure, "万元", "46.3")]


def test_figures_compare_and_add_only_with_numbers_of_their_unit() -> None:
    left, right, cars = Figure("甲", Decimal(5)), Figure("乙", Decimal(3)), Figure("车", Decimal(5), "辆")
    assert left > right and left >= right and right < left and right <= left and left != right and left == 5
    assert (left + right).value == 8 and (left - right).value == 2 and (left - right).name == "甲-乙"
    with pytest.raises(UnitMismatch, match=r"单位是元.*单位是辆"):
        _ = left == cars
    for other in ("5", None, True):
        with pytest.raises(NotANumber, match="不能与文字"):
            _ = left < other


def test_a_sum_of_figures_keeps_all_cells_once() -> None:
    left = Figure("甲", Decimal(1), sources=("支出!F2", "支出!F3", ""))
    right = Figure("乙", Decimal(1), sources=lambda: ("支出!F3", "支出!F4"))
    assert (left + right).sources == ("支出!F2", "支出!F3", "支出!F4")
