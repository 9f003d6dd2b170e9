"""What a finance officer expects when report and 公开表 are held against each other."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import cache

import pytest
from openpyxl.workbook import Workbook

from report_author.audit.claims.report import Report, make_report
from report_author.audit.judges.relations import Doubt, NotJudged, Relation
from report_author.audit.judges.tables import judge_tables
from report_author.audit.reading.blocks import Block
from report_author.ooxml.sheets import RawWorkbook, parse_workbook
from tests.audit.cases import random_case, sample_case
from tests.audit.tables_made import amounts, broken, changed, held, report_of, tables
from tests.checks.published import (
    SECOND,
    SEED,
    as_text,
    in_yuan,
    moved,
    rewritten,
    split_codes,
    to_two_decimals,
)
from tests.checks.published import tables as published
from tests.support.share import every, share


@cache
def report(name: str) -> Report:
    return make_report(sample_case(name).document)


@cache
def book(name: str) -> RawWorkbook:
    return parse_workbook(published(name))


def said(text: str, name: str = SEED) -> list[str]:
    """What is wrong with a sentence of the section about general expenditure, held against the tables of a sample."""
    return broken(judge_tables(report_of(text), tables(book(name))))


SEED_UNIT = "中共米易县委政法委员会\n"
GENERAL = SEED_UNIT + "五、一般公共预算财政拨款支出决算情况说明\n"


@pytest.mark.parametrize("name", [SEED, SECOND])
def test_a_report_that_agrees_with_its_tables_raises_nothing(name: str) -> None:
    found = [*judge_tables(report(name), tables(book(name)))]
    assert broken(found) == []
    assert held(found) >= 60


@pytest.mark.parametrize("change", [to_two_decimals, as_text, in_yuan, moved, split_codes])
@pytest.mark.slow
def test_however_the_tables_are_laid_out(change: Callable[[Workbook], None]) -> None:
    found = [*judge_tables(report(SECOND), tables(rewritten(SECOND, change)))]
    assert broken(found) == []
    assert held(found) >= 60


@pytest.mark.parametrize(
    "seed", [3, 6, *(pytest.param(n, marks=pytest.mark.slow) for n in range(20, 60, every(4)))]
)
def test_any_department_that_agrees(seed: int) -> None:
    case = random_case(seed)
    found = [*judge_tables(make_report(case.document), tables(parse_workbook(case.tables)))]
    assert broken(found) == []


@pytest.mark.parametrize(
    ("name", "count"), [(SEED, 25), (SECOND, 25), pytest.param(SEED, 400, marks=pytest.mark.slow)]
)
def test_every_amount_of_the_tables_changed_in_turn_is_found(name: str, count: int) -> None:
    """Some of the amounts of one sample and the other; in slow runs a quarter of 400, with REPORT_AUTHOR_ALL=1 the 400."""
    cells = amounts(book(name))
    random.Random(7).shuffle(cells)
    cells = share(cells[:count], lambda cell: cell[0], 4) if count > 25 else cells[:count]
    steps = [Decimal(step) for step in ("0.02", "1", "-0.3", "12.34")]
    missed = [
        (sheet, ref)
        for number, (sheet, ref, value) in enumerate(cells)
        if not broken(
            judge_tables(report(name), tables(changed(book(name), sheet, ref, value + steps[number % 4])))
        )
    ]
    assert len(cells) >= 25
    assert len(missed) * 20 <= len(cells), missed


def test_the_message_says_both_places_and_takes_no_side() -> None:
    wrong = said(GENERAL + "2021年一般公共预算财政拨款支出641.67万元。")
    assert wrong == [
        "C01 “一般公共预算财政拨款支出”文字与表格不一致：文字是641.67万元，公开06表!E8是614.67万元，相差27万元。"
    ]


def test_a_cent_is_a_warning_not_an_error() -> None:
    found = [
        each
        for each in judge_tables(
            report_of(GENERAL + "2021年一般公共预算财政拨款支出614.66万元。"), tables(book(SEED))
        )
        if isinstance(each, Relation) and each.message
    ]
    assert [each.severity.label for each in found] == ["警告"]


def test_the_right_amount_in_the_wrong_unit_is_its_own_doubt() -> None:
    wrong = said(GENERAL + "2021年一般公共预算财政拨款支出614.67元。")
    assert len(wrong) == 1
    assert wrong[0].startswith("C10 ") and "差一万倍" in wrong[0]


def test_an_amount_in_yuan_is_held_to_the_cent() -> None:
    assert said(GENERAL + "2021年一般公共预算财政拨款支出6146681.19元。") == []
    assert len(said(GENERAL + "2021年一般公共预算财政拨款支出6146681.91元。")) == 1


def test_tables_in_yuan_that_say_wan_are_one_fault_of_the_unit() -> None:
    def lie(workbook: Workbook) -> None:
        in_yuan(workbook)
        for sheet in workbook:
            for row in sheet.iter_rows(max_row=4):
                for cell in row:
                    if isinstance(cell.value, str):
                        cell.value = cell.value.replace("单位：元", "单位：万元")

    wrong = broken(judge_tables(report(SEED), tables(rewritten(SEED, lie))))
    general = [message for message in wrong if "公开06表" in message]
    assert len(general) == 1
    assert "很可能是表头的金额单位写错了" in general[0]


def test_basic_expenditure_of_the_budget_and_of_all_money_are_two_figures() -> None:
    """三 speaks of 03表, 六 of 06表; the amounts of one in the place of the other are wrong."""
    all_money = (
        SEED_UNIT.replace("中共米易县委政法委员会", "云岭县自然资源和林业局")
        + "三、支出决算情况说明\n其中：基本支出1186.11万元。"
    )
    assert said(all_money, SECOND) == []
    assert len(said(all_money.replace("1186.11", "1071.68"), SECOND)) == 1


def test_an_item_is_found_by_its_code_by_its_names_and_in_a_lump() -> None:
    by_code = GENERAL + "1.2040202一般行政管理事务：支出决算为{}万元，完成预算100%。"
    by_name = (
        GENERAL + "1.公共安全支出（类）公安（款）一般行政管理事务（项）：支出决算为{}万元，完成预算100%。"
    )
    lump = (
        GENERAL
        + "1.204公共安全支出，20402公安，2040201行政运行，2040202一般行政管理事务，2040250事业运行：支出决算为{}万元。"
    )
    for text, right in ((by_code, "200"), (by_name, "200"), (lump, "508.83")):
        assert said(text.format(right)) == []
        assert len(said(text.format("201.5"))) == 1


def test_a_class_and_an_item_that_the_table_does_not_have() -> None:
    wrong = said(GENERAL + "主要用于以下方面：公共安全支出508.83万元，教育支出3万元。")
    assert [message for message in wrong if "教育支出" in message] == [
        "C01 “教育支出”文字与表格不一致：文字是3万元，公开04表!G11是0万元，相差3万元。"
    ]
    wrong = said(GENERAL + "1.2050201学前教育：支出决算为3万元，完成预算100%。")
    assert wrong == ["C01 文字有“2050201”3万元，“公开06表”没有这个科目。"]


def test_a_class_that_the_text_leaves_out() -> None:
    text = GENERAL + "主要用于以下方面：公共安全支出508.83万元，卫生健康支出21.8万元，住房保障支出37.74万元。"
    assert [message for message in said(text) if "没有提到" in message] == [
        "C01 公开06表!E14有“社会保障和就业支出”46.3万元，文字里没有提到。"
    ]


def test_a_rate_of_completion_against_the_budget_of_the_table() -> None:
    text = (
        SEED_UNIT
        + "七、“三公”经费财政拨款支出决算情况说明\n2021年“三公”经费财政拨款支出决算为4.17万元，完成预算{}。"
    )
    assert said(text.format("64.06%")) == []
    wrong = said(text.format("66.06%"))
    assert len(wrong) == 1 and wrong[0].startswith("C15 ")
    assert (
        said(text.replace("完成预算", "完成年初预算").format("66.06%")) == []
    )  # the table has another budget


def test_vehicles_and_equipment() -> None:
    text = (
        "云岭县自然资源和林业局\n十、其他重要事项的情况说明\n（三）国有资产占有使用情况\n"
        "截至2021年12月31日，共有车辆{}辆，其中：主要领导干部用车1辆、执法执勤用车{}辆，单价50万元以上通用设备{}台（套）。"
    )
    assert said(text.format(8, 2, 2), SECOND) == []
    assert len(said(text.format(9, 3, 1), SECOND)) == 3


def test_total_income_and_income_of_the_year_are_both_called_income() -> None:
    text = "云岭县自然资源和林业局\n一、收入支出决算总体情况说明\n2021年度{}{}万元。"
    assert said(text.format("收入", "1816.56"), SECOND) == []
    assert said(text.format("收入", "1873.24"), SECOND) == []
    assert said(text.format("收入总计", "1873.24"), SECOND) == []
    other = said(text.format("收入总计", "1816.56"), SECOND)
    assert len(other) == 1 and "文字说的是总计" in other[0]


def test_what_no_table_prints_is_named_as_not_checked() -> None:
    found = judge_tables(
        report_of(SEED_UNIT + "第四部分附件\n该项目共投资27184224.65元。"), tables(book(SEED))
    )
    lost = [each for each in found if isinstance(each, NotJudged) and each.code == "C01"]
    assert len(lost) == 1 and "27184224.65元" in lost[0].quote


def test_last_years_amounts_are_not_in_the_tables() -> None:
    assert (
        said(GENERAL + "与2020年1734.79万元相比，一般公共预算财政拨款支出减少1120.12万元，下降64.57%。") == []
    )


def test_a_cell_that_breaks_a_rule_and_differs_from_the_text_is_one_doubt() -> None:
    wrong = changed(book(SEED), "公开06表", "F8", Decimal("444.67"))
    found = [each for each in judge_tables(report(SEED), tables(wrong)) if isinstance(each, Doubt)]
    assert len(found) == 1
    assert (found[0].code, found[0].place) == ("C52", "公开06表!F8")
    assert any("文字与表格不一致" in more for more in found[0].also)


def test_projects_never_exceed_their_item() -> None:
    wrong = changed(book(SECOND), "公开09表", "E19", Decimal("33.24506"))
    assert any(
        "所列项目合计121.25万元，多30万元" in message
        for message in broken(judge_tables(report(SECOND), tables(wrong)))
    )


def test_tables_of_another_year_or_another_department() -> None:
    wrong = broken(judge_tables(report_of("2020年度部门决算\n", "2020年度部门决算"), tables(book(SEED))))
    assert any(message.startswith("C11 公开表是2021年度的，报告是2020年度的") for message in wrong)
    assert any("报告里没有这个名称" in message for message in wrong)


def test_a_workbook_that_is_no_published_table_is_not_checked() -> None:
    other = RawWorkbook((replace(book(SEED).sheets[0], name="别的"),))
    found = [*judge_tables(report(SEED), tables(other))]
    assert [type(each) for each in found] == [NotJudged]


def test_a_table_that_the_report_lists_is_missing() -> None:
    less = RawWorkbook(tuple(sheet for sheet in book(SEED).sheets if sheet.name != "公开09表"))
    wrong = broken(judge_tables(report(SEED), tables(less)))
    assert [message for message in wrong if message.startswith("C18")] == [
        "C18 报告列出的1张表在公开表里没有找到：一般公共预算财政拨款项目支出决算表。"
    ]
    assert not any(
        message.startswith("C18") for message in broken(judge_tables(report_of(SEED_UNIT), tables(less)))
    )


def test_a_changed_number_of_the_text_is_found_wherever_a_table_repeats_it() -> None:
    document = sample_case(SECOND).document
    wrong = 0
    right = [(n, b) for n, b in enumerate(document.blocks) if "决算为" in b.text and "支出决算为" in b.text]
    for number, block in right:
        text = block.text.replace("决算为", "决算为1", 1)
        blocks = (
            *document.blocks[:number],
            Block(text, block.place, block.kind, section=block.section),
            *document.blocks[number + 1 :],
        )
        wrong += bool(
            broken(judge_tables(make_report(replace(document, blocks=blocks)), tables(book(SECOND))))
        )
    assert wrong == len(right) > 10
