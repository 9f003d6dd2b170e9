"""The vocabulary as a whole: its names, its choices, its steadiness."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from threading import Thread
from typing import Any

import pytest

from report_author.figures.figure import Figure
from report_author.figures.ledger import current_ledger
from report_author.figures.values import Names, Wanted
from report_author.model.choices import Fund, Nature, SanGongItem
from report_author.model.facts import CarryOver, Expenditure, Facts, Project, SanGong
from tests.figures.books import (
    account_of,
    amount,
    departments,
    facts_with,
    look_up,
    names_of,
    plain,
    printed,
    second_facts,
    seed_facts,
    with_cells,
    with_options,
)

ITEM = SanGongItem


def test_the_vocabulary_comes_out_the_same_twice() -> None:
    for facts in (with_cells(seed_facts()), with_cells(second_facts())):
        account = account_of(facts)
        first, again, afresh = names_of(facts), names_of(facts), plain(names_of(facts))
        assert plain(first) == plain(first) == plain(again) == afresh
        assert account.facts == account_of(facts).facts


def test_one_department_leaves_nothing_behind_for_the_next() -> None:
    alone = plain(names_of(seed_facts()))
    plain(names_of(second_facts()))
    assert plain(names_of(seed_facts())) == alone
    assert current_ledger() is None


def test_several_threads_read_one_vocabulary() -> None:
    expected = plain(names_of(second_facts()))
    shared, results = names_of(second_facts()), list[Any]()
    threads = [Thread(target=lambda: results.append(plain(shared))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [expected] * 4


def test_a_name_space_computes_an_entry_once_and_only_when_asked() -> None:
    calls: list[int] = []

    def seven() -> int:
        calls.append(1)
        return 7

    names = Names("例", {"甲": seven, "乙": 2})
    assert (list(names), len(names), "甲" in names, "丙" in names, calls) == (
        ["甲", "乙"],
        2,
        True,
        False,
        [],
    )
    assert (names["甲"], names["甲"], names["乙"], calls) == (7, 7, 2, [1])
    with pytest.raises(KeyError):
        names["丙"]


def test_every_amount_names_the_cells_it_came_from() -> None:
    def walk(value: Any, path: str) -> list[str]:
        if isinstance(value, Names):
            return [gap for name in value for gap in walk(value[name], f"{path}.{name}")]
        if isinstance(value, tuple):
            return [gap for item in value for gap in walk(item, path)]
        bare = isinstance(value, Figure) and value.is_money and value.value and not value.sources
        return [f"{path} {value!r}"] if bare else []

    for facts in list(departments().values())[:12]:
        assert walk(names_of(with_cells(facts)), "") == []


def test_the_sums_of_a_cell_changed_by_one_fen_follow_everywhere() -> None:
    rows = list(seed_facts().expenditures)
    rows[0] = dataclasses.replace(rows[0], amount=rows[0].amount + Decimal("0.01"))
    before, after = names_of(seed_facts()), names_of(facts_with(expenditures=tuple(rows)))
    for name in (
        "支出.本年合计",
        "支出.基本支出",
        "财政拨款.支出",
        "一般公共预算.支出",
        "一般公共预算.人员经费",
    ):
        assert look_up(after, name).value - look_up(before, name).value == Decimal("0.01")
    for grid, column in (
        ("支出表", "本年合计"),
        ("一般支出表", "合计"),
        ("财政明细表", "合计"),
        ("一般明细表", "合计"),
    ):
        assert after["表"][grid]["行"][0][column].value - before["表"][grid]["行"][0][
            column
        ].value == Decimal("0.01")


def test_the_total_row_stands_last_where_the_format_says_so() -> None:
    tables = names_of(seed_facts(), with_options(合计行位置="末行"))["表"]
    for grid in ("收入表", "支出表", "一般支出表", "一般明细表", "财政明细表", "一般项目表", "基金表"):
        rows = tables[grid]["行"]
        assert [n for n, row in enumerate(rows) if row["级"] == 0] == [len(rows) - 1]


def test_zero_parts_are_listed_where_the_format_says_so() -> None:
    names = names_of(seed_facts(), with_options(零项列示="是"))
    assert len(names["收入"]["构成"]) == 8 and len(names["支出"]["构成"]) == 5
    assert printed(names["收入"]["构成"][7]["占比"]) == "0"


def test_the_basis_can_be_the_grand_total() -> None:
    names = names_of(second_facts(), with_options(收支口径="总计"))
    assert names["总体"]["收入"].value == names["收入"]["总计"].value == names["支出"]["总计"].value
    fiscal = names["财政拨款"]
    assert fiscal["总体收入"].value == fiscal["收入"].value + fiscal["年初"].value
    assert fiscal["总体收入"].value == fiscal["总体支出"].value


def test_both_sides_are_told_together_only_where_they_are_equal_in_both_years() -> None:
    total = with_options(收支口径="总计")
    rows = {row.row.name: row for row in second_facts().last_year}
    equal = rows["INCOME_GRAND"].published == rows["EXPENSE_GRAND"].published
    assert names_of(second_facts(), total)["总体"]["合并"] is equal
    assert names_of(second_facts())["总体"]["合并"] is False


def test_foreign_receptions_count_once() -> None:
    rows = (
        SanGong(
            item=ITEM.RECEPTION_DOMESTIC, initial=Decimal(900), revised=Decimal(900), actual=Decimal(800)
        ),
        SanGong(item=ITEM.RECEPTION_FOREIGN, initial=Decimal(200), revised=Decimal(200), actual=Decimal(100)),
    )
    facts = facts_with(sangong=rows)
    beside = names_of(facts)
    within = names_of(facts, with_options(外事接待口径="其中"))
    assert [beside["三公"]["接待"]["决算"].value, beside["三公"]["合计"].value] == [900, 900]
    assert [within["三公"]["接待"]["决算"].value, within["三公"]["合计"].value] == [800, 800]
    assert within["三公"]["外事接待"]["决算"].value == 100 and within["三公"]["外事有数据"] is True
    assert amount(within["表"]["三公表"]["决算接待"]) == 800


@pytest.mark.parametrize(
    ("option", "name"),
    [
        ("五三预算数口径", "一般公共预算.预算"),
        ("三公预算数口径", "三公.预算"),
        ("自评表预算数口径", "项目.自评表"),
    ],
)
def test_the_format_chooses_the_budget_place_by_place(option: str, name: str) -> None:
    def budget(choice: str) -> Decimal:
        facts = (
            second_facts()
            if name != "项目.自评表"
            else facts_with(
                projects=tuple(
                    dataclasses.replace(p, initial=Decimal(1), revised=Decimal(2))
                    for p in seed_facts().projects
                )
            )
        )
        value = look_up(names_of(facts, with_options(**{option: choice})), name)
        return amount(value[0]["预算"] if isinstance(value, tuple) else value)

    assert budget("年初预算数") != budget("全年预算数")


def test_items_can_be_named_by_level() -> None:
    names = names_of(seed_facts(), with_options(科目名称样式="类款项", 名词科目样式="类款项"))
    assert names["一般公共预算"]["项"][0]["科目名"] == "公共安全支出（类）公安（款）行政运行（项）"
    assert "公共安全支出（类）公安（款）行政运行（项）" in [row["名称"] for row in names["名词"]]


def test_empty_economic_columns_are_kept_where_the_format_says_so() -> None:
    wide = names_of(seed_facts(), with_options(明细表隐去零列="否"))["表"]["一般明细表"]
    narrow = names_of(seed_facts())["表"]["一般明细表"]
    wide_codes, narrow_codes = ({column["编码"] for column in grid["列"]} for grid in (wide, narrow))
    assert (
        narrow_codes < wide_codes and "30225" in wide_codes and not any(c.startswith("5") for c in wide_codes)
    )
    assert amount(wide["行"][0]["金额"]["30225"]) == 0


def test_empty_basic_items_are_left_out_where_the_format_says_so() -> None:
    rows = names_of(seed_facts(), with_options(基本支出表列示零款="否"))["表"]["一般基本表"]["行"]
    assert all(amount(row[f"{side}额"]) for row in rows for side in "左右" if row[f"{side}编码"])


def test_equipment_is_named_by_the_threshold_of_the_format() -> None:
    names = names_of(seed_facts(), with_options(通用设备单价="20", 专用设备单价="60"))
    labels = [row["名称"] for row in names["表"]["信息表"]["行"]]
    assert (
        "（二）单价20万元以上通用设备（台，套）" in labels
        and "（三）单价60万元以上专用设备（台，套）" in labels
    )
    assert names["资产"]["通用设备"].name == "单价20万元以上通用设备"
    assert (names["资产"]["通用设备单价"].value, names["资产"]["专用设备单价"].value) == (20, 60)


def test_a_project_with_two_codes_stands_under_each_with_its_own_money() -> None:
    def spent(function: str, value: str) -> Expenditure:
        return Expenditure(
            function=function,
            fund=Fund.GENERAL,
            nature=Nature.PROJECT,
            economic="30201",
            amount=Decimal(value),
        )

    facts = facts_with(
        expenditures=(spent("2040202", "100"), spent("2040219", "60")),
        projects=(
            Project(code="P1", name="甲", function="2040202", actual=Decimal(70)),
            Project(code="P1", name="甲", function="2040219", actual=Decimal(60)),
        ),
    )
    rows = names_of(facts)["表"]["一般项目表"]["行"]
    assert [(row["名称"], str(amount(row["金额"]))) for row in rows if row["级"] == 4] == [
        ("甲", "70"),
        ("其他项目", "30"),
        ("甲", "60"),
    ]


def test_projects_beyond_their_item_never_break_the_table() -> None:
    projects = tuple(dataclasses.replace(p, actual=p.actual * 1000) for p in seed_facts().projects)
    rows = names_of(facts_with(projects=projects))["表"]["一般项目表"]["行"]
    assert not [row for row in rows if row["级"] == 4]


def test_centralised_carry_over_belongs_to_the_opening_and_to_the_closing() -> None:
    carry = CarryOver(
        function="2120801", fund=Fund.GOVERNMENT, opening=Decimal(500), centralised=Decimal(-200)
    )
    names = names_of(facts_with(carryovers=(carry,)))
    assert names["收入"]["年初结转和结余"].value == names["支出"]["年末结转和结余"].value == 300
    total = names["表"]["基金表"]["行"][0]
    assert amount(total["年初"]) == amount(total["年末"]) == 300


def test_an_empty_workbook_gives_grids_without_data_and_no_error() -> None:
    names = names_of(Facts(department=seed_facts().department))
    assert [name for name in names["表"] if names["表"][name]["有数据"]] == []
    assert all(
        names[name]["有数据"] is False for name in ("一般公共预算", "三公", "机关运行经费", "政府采购")
    )
    assert isinstance(names["总体"]["收入变动"], Wanted) and names["绩效"]["有项目"] is False
    plain(names)
