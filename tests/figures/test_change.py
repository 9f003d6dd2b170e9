"""增加, 减少, 持平 against last year: one branch each, decided as it is shown."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

import pytest

from report_author.figures.account import Conventions
from report_author.figures.compare import Change
from report_author.figures.figure import Figure
from tests.figures.books import look_up, printed, shipped_format, with_options


def change(now: str, before: str, *, in_yuan: bool = False, **options: str) -> Change:
    """``now`` in 元 against ``before`` in 万元 as printed last year, or in 元."""
    conventions = Conventions.from_options(with_options(**options).options)
    base = Decimal(before) * (1 if in_yuan else 10000)
    return Change(Figure("支出", Decimal(now)), Figure("上年支出", base), in_yuan, 2020, conventions)


def words(value: Change) -> str:
    return printed(value.phrase())


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        ("16525448.73", "2160.32", "减少507.78万元，下降23.5%"),
        ("16525448.73", "2180.32", "减少527.78万元，下降24.21%"),
        ("6146681.19", "1734.79", "减少1120.12万元，下降64.57%"),
        ("20000000", "1000", "增加1000万元，增长100%"),
        ("10050000", "1000", "增加5万元，增长0.5%"),
        ("30000000", "1000", "增加2000万元，增长200%"),
    ],
)
def test_more_is_an_increase_and_less_is_a_decrease(now: str, before: str, expected: str) -> None:
    assert words(change(now, before)) == expected


def test_the_same_amount_is_level_without_amount_or_rate() -> None:
    assert words(change("52400", "5.24")) == "与2020年持平"


def test_what_is_shown_the_same_is_level_though_the_yuan_differ() -> None:
    level = change("52449.99", "52350.00", in_yuan=True)
    assert words(level) == "与2020年持平"
    assert (level.moved, level.direction, level.delta_wan) == (False, "持平", Decimal(0))


def test_half_a_fen_of_wan_decides_between_level_and_moved() -> None:
    assert words(change("52350.00", "52349.99", in_yuan=True)) == "增加0.01万元，增幅不足0.01%"
    assert words(change("52349.99", "52250.00", in_yuan=True)) == "与2020年持平"


def test_nothing_in_both_years_is_said_so() -> None:
    assert words(change("0", "0")) == "与2020年持平，均为0万元"


def test_what_is_shown_as_zero_in_both_years_counts_as_nothing() -> None:
    assert words(change("49.99", "30", in_yuan=True)) == "与2020年持平，均为0万元"


def test_from_nothing_there_is_no_rate() -> None:
    risen = change("58600", "0")
    assert words(risen) == "增加5.86万元（2020年为0，无可比性）"
    assert risen.rate is None


def test_from_less_than_is_shown_there_is_no_rate_either() -> None:
    risen = change("58600", "49.99", in_yuan=True)
    assert words(risen) == "增加5.86万元（2020年为0，无可比性）"
    assert risen.rate is None


def test_to_nothing_is_a_decrease_of_all() -> None:
    assert words(change("0", "5.24")) == "减少5.24万元，下降100%"


@pytest.mark.parametrize(
    ("now", "expected"),
    [("100000100", "增加0.01万元，增幅不足0.01%"), ("99999900", "减少0.01万元，降幅不足0.01%")],
)
def test_a_rate_that_would_round_to_zero_is_put_in_words(now: str, expected: str) -> None:
    assert words(change(now, "10000")) == expected


def test_the_rate_comes_from_yuan_where_last_year_is_known_in_yuan() -> None:
    assert words(change("104999", "100000", in_yuan=True)) == "增加0.5万元，增长5%"
    assert words(change("100149", "100050", in_yuan=True)) == "与2020年持平"
    exact = change("14999", "9951", in_yuan=True)
    assert words(exact) == "增加0.5万元，增长50.73%"  # 5048 ÷ 9951, not 0.50 ÷ 1.00


def test_the_rate_comes_from_what_is_shown_where_last_year_is_known_in_wan() -> None:
    assert (
        words(change("14999", "1.00")) == "增加0.5万元，增长50%"
    )  # 1.50 against 1.00, not 14999 against 10000


def test_the_difference_is_that_of_the_shown_amounts() -> None:
    """1.00 → 2.01 must read 1.01, though the 元 differ by 1.0002."""
    moved = change("20050", "10049", in_yuan=True)
    assert moved.amount.value == 10100
    assert words(moved).startswith("增加1.01万元")


def test_a_rate_is_rounded_not_cut() -> None:
    assert words(change("6146681.19", "1734.79")).endswith("下降64.57%")  # 64.568 %


def test_zeros_at_the_end_are_kept_where_the_format_says_so() -> None:
    assert words(change("20000000", "1000", 正文去尾零="否")).startswith("增加1000.00万元")


def test_a_template_may_choose_the_separator_and_the_words_for_level() -> None:
    assert printed(change("16525448.73", "2160.32").phrase("、")) == "减少507.78万元、下降23.5%"
    assert printed(change("52400", "5.24").phrase(flat="持平")) == "持平"
    assert printed(change("0", "0").phrase(flat="持平")) == "持平"


def test_a_format_may_word_every_branch_its_own_way() -> None:
    own = with_options(
        持平用语="与{上年}年一样", 均为零用语="{上年}年也没有", 基数为零用语="（{上年}年没有）"
    )
    conventions = Conventions.from_options(own.options)

    def told(now: str, before: str) -> str:
        return words(dataclasses.replace(change(now, before), conventions=conventions))

    assert told("52400", "5.24") == "与2020年一样"
    assert told("0", "0") == "2020年也没有"
    assert told("52400", "0") == "增加5.24万元（2020年没有）"


def test_templates_reach_every_part_under_its_chinese_name() -> None:
    moved = change("16525448.73", "2160.32")
    assert look_up(moved, "有变动") is True
    assert look_up(moved, "方向") == "减少"
    assert look_up(moved, "增减额").value == Decimal("5077800.00")
    assert look_up(moved, "增减率").value == Decimal("23.50")
    assert look_up(moved, "上年").value == Decimal("21603200")


def test_the_parts_name_the_cells_of_both_years() -> None:
    conventions = Conventions.from_options(shipped_format().options)
    now, before = (
        Figure("今", Decimal(3), sources=("支出!F2",)),
        Figure("昔", Decimal(1), sources=("上年数!B3",)),
    )
    moved = Change(now, before, True, 2020, conventions)
    assert moved.amount.sources == ("支出!F2", "上年数!B3")
