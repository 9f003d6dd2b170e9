"""The one list of what counts as a number in a report."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from report_author.model.money import NumberClass, find_numbers

CASES = {
    "2021年度收入1652.54万元，占62.8%": [("2021", "年份日期"), ("1652.54", "金额"), ("62.8", "百分比")],
    "投资27,184,224.65元": [("27,184,224.65", "金额")],
    "安排5-10万元": [("5", "金额"), ("10", "金额")],
    "提高2.1个百分点": [("2.1", "百分比")],
    "共排查外来人员70770人，走访27710人次": [("70770", "数量"), ("27710", "数量")],
    "开展为期3个月的治理，每年11-12月申报": [("3", "数量"), ("11", "年份日期"), ("12", "年份日期")],
    "截至2021年12月31日，车辆1辆": [
        ("2021", "年份日期"),
        ("12", "年份日期"),
        ("31", "年份日期"),
        ("1", "数量"),
    ],
    "（米委办发〔2019〕9号）": [("2019", "文号"), ("9", "文号")],
    "1.204公共安全支出，20402公安，2040201行政运行：支出决算为188.3万元": [
        ("1", "序号"),
        ("204", "编码"),
        ("20402", "编码"),
        ("2040201", "编码"),
        ("188.3", "金额"),
    ],
    "5.公共安全支出204，公安20402，行政运行2040201：反映基本支出": [
        ("5", "序号"),
        ("204", "编码"),
        ("20402", "编码"),
        ("2040201", "编码"),
    ],
    "符合GB/T 22239-2019的要求": [("22239", "编码"), ("2019", "编码")],
    "中共某县委（114001）": [("114001", "编码")],
    "（图3：支出决算结构图）附件2": [("3", "序号"), ("2", "序号")],
    "（1）第15次党代会": [("1", "序号"), ("15", "序号")],
    "“1+6+N”体系": [("1", "名称"), ("6", "名称")],
    "二、机构设置\t12": [("12", "页码")],
    "— 7 —": [("7", "页码")],
    "1.5亿元用于建设": [("1.5", "金额")],
    "整改126个，拆除面积38亩，森林覆盖率61.8％": [("126", "数量"), ("38", "数量"), ("61.8", "百分比")],
}


@pytest.mark.parametrize("text", CASES)
def test_every_number_of_a_sentence_has_the_class_a_reader_gives_it(text: str) -> None:
    assert [(number.text, number.kind.value) for number in find_numbers(text)] == CASES[text]


def test_only_amounts_percentages_and_counts_count() -> None:
    assert [kind.value for kind in NumberClass if kind.counted] == ["金额", "百分比", "数量"]


@given(st.text(alphabet="0123456789.,，。、（）()年月日号第图万元%个公安AG-+—\t ", max_size=60))
def test_no_digit_is_lost_and_none_is_counted_twice(text: str) -> None:
    numbers = find_numbers(text)
    assert "".join(re.sub(r"\D", "", number.text) for number in numbers) == re.sub(r"\D", "", text)
    assert all(a.end <= b.start for a, b in pairwise(numbers))
