"""An auditor adds up the fifteen tables with a calculator of his own (勾稽关系)."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from report_author.model.facts import Fund, Nature, Source
from tests.appendix.departments import Table, entries_of, labelled, workbook

WHICH = ["种子", "第二", *(str(number) for number in range(8))]
NUMBERED = re.compile("[一二三四五六七八九十]+、")


@pytest.fixture(params=WHICH)
def which(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def table(which: str, number: int) -> Table:
    sheet = workbook(which)[f"公开{number:02}表"]
    return Table(sheet, 2, 3) if number == 5 else Table(sheet, 3, 4)


def overall(which: str) -> tuple[dict[str, Decimal], dict[str, Decimal]]:
    sheet = workbook(which)["公开01表"]
    left = labelled(sheet, 0, range(2, 3))
    right = labelled(sheet, 3, range(5, 6))
    return {k: v[0] for k, v in left.items()}, {k: v[0] for k, v in right.items()}


def fiscal(which: str) -> tuple[dict[str, Decimal], dict[str, list[Decimal]]]:
    sheet = workbook(which)["公开04表"]
    left = {k: v[0] for k, v in labelled(sheet, 0, range(2, 3)).items()}
    return left, labelled(sheet, 3, range(5, 9))


def total(which: str, block: str, **wanted: object) -> Decimal:
    """Σ amount of the typed rows with these fields."""
    rows = entries_of(which)[block]
    return sum(
        (Decimal(str(row["amount"])) for row in rows if all(row.get(k) == v for k, v in wanted.items())),
        Decimal(0),
    )


def test_the_grand_totals_are_what_was_typed(which: str) -> None:
    left, right = overall(which)
    assert left["本年收入合计"] == total(which, "incomes")
    assert right["本年支出合计"] == total(which, "expenditures")


def test_01_adds_up_and_both_sides_agree(which: str) -> None:
    left, right = overall(which)
    sources = [value for label, value in left.items() if NUMBERED.match(label)]
    classes = [value for label, value in right.items() if NUMBERED.match(label)]
    assert len(sources) == 8 and len(classes) == 26
    assert sum(sources) == left["本年收入合计"] and sum(classes) == right["本年支出合计"]
    assert left["总计"] == left["本年收入合计"] + left["使用非财政拨款结余"] + left["年初结转和结余"]
    assert right["总计"] == right["本年支出合计"] + right["结余分配"] + right["年末结转和结余"]
    assert left["总计"] == right["总计"]


@pytest.mark.parametrize("number", [2, 3, 5, 6, 7, 9, 11, 13, 14])
def test_every_subtotal_is_the_sum_of_its_parts(which: str, number: int) -> None:
    rows = table(which, number)
    for code in rows.rows:
        parts = rows.children(code)
        if parts:
            width = len(rows[code])
            assert [sum(rows[part][i] for part in parts) for i in range(width)] == rows[code], (number, code)


@pytest.mark.parametrize("number", [2, 3, 5, 6, 7, 9, 11, 13, 14])
def test_codes_ascend_and_the_total_comes_first(which: str, number: int) -> None:
    order = table(which, number).order
    assert order == sorted(order)


def test_every_row_of_02_and_03_adds_up_across(which: str) -> None:
    for number in (2, 3, 6, 14):
        for code, row in table(which, number).rows.items():
            assert row[0] == sum(row[1:], Decimal(0)), (number, code)


def test_02_ties_to_01(which: str) -> None:
    left, _ = overall(which)
    row = table(which, 2)[""]
    one_to_three = [value for label, value in left.items() if "财政拨款收入" in label]
    others = [value for label, value in left.items() if NUMBERED.match(label) and "财政拨款收入" not in label]
    assert row[0] == left["本年收入合计"] and row[1] == sum(one_to_three) and row[2:7] == others


def test_03_ties_to_01_by_class(which: str) -> None:
    _, right = overall(which)
    spent = table(which, 3)
    by_class = [spent[code][0] for code in spent.children("")]
    assert sorted(by_class) == sorted(v for k, v in right.items() if NUMBERED.match(k) and v)
    assert spent[""][0] == right["本年支出合计"]


def test_04_adds_up_down_and_across(which: str) -> None:
    left, right = fiscal(which)
    for label, row in right.items():
        assert row[0] == sum(row[1:]), label
    classes = [row for label, row in right.items() if NUMBERED.match(label)]
    assert [sum(row[i] for row in classes) for i in range(4)] == right["本年支出合计"]
    assert left["本年收入合计"] + left["年初财政拨款结转和结余"] == left["总计"] == right["总计"][0]
    closing = right["年末财政拨款结转和结余"]
    assert [a + b for a, b in zip(right["本年支出合计"], closing, strict=True)] == right["总计"]


def test_05_ties_to_04_and_07(which: str) -> None:
    _, right = fiscal(which)
    detail = table(which, 5)
    row = detail[""]
    assert [row[0], row[1], row[4], row[7]] == right["本年支出合计"]
    for code, amounts in detail.rows.items():
        assert amounts[0] == amounts[1] + amounts[4] + amounts[7], code
        for first in (1, 4, 7):
            assert amounts[first] == amounts[first + 1] + amounts[first + 2], code


def test_06_07_09_tell_the_same_story(which: str) -> None:
    _, right = fiscal(which)
    six, seven, nine = (table(which, number) for number in (6, 7, 9))
    assert six[""][0] == right["本年支出合计"][1] == seven[""][0]
    for code in six.rows:
        assert seven[code][0] == six[code][0], code
        assert nine[code][0] == six[code][2], code


def test_07_blocks_add_up_and_nothing_in_it_is_blank_all_the_way(which: str) -> None:
    sheet = workbook(which)["公开07表"]
    names = [cell.value for cell in sheet[5]]
    if len(names) < 6 or names[5] is None:
        pytest.skip("这个部门没有一般公共预算支出")
    columns = {index: name for index, name in enumerate(names) if index >= 5 and name}
    seven = table(which, 7)
    for code, row in seven.rows.items():
        blocks = [row[index - 4] for index, name in columns.items() if name == "小计"]
        parts = [row[index - 4] for index, name in columns.items() if name != "小计"]
        assert sum(blocks) == row[0] == sum(parts), code
    for index, name in columns.items():
        assert seven[""][index - 4] != 0, name


def test_08_is_the_basic_expenditure_of_06(which: str) -> None:
    sheet = workbook(which)["公开08表"]
    staff, running = Decimal(0), Decimal(0)
    for row in sheet.iter_rows(min_row=6, values_only=True):
        for code, amount in ((row[0], row[2]), (row[3], row[5])):
            if isinstance(code, str) and len(code) == 5 and code.isdigit():
                value = Decimal(repr(amount or 0)) * 10000
                staff, running = (
                    (staff + value, running) if code[:3] in ("301", "303") else (staff, running + value)
                )
    basic = table(which, 6)[""][1]
    assert staff + running == basic
    assert labelled(sheet, 0, range(2, 3))["人员经费合计"][0] == staff
    assert labelled(sheet, 3, range(5, 6))["公用经费合计"][0] == running


@pytest.mark.parametrize("number", [10, 12])
def test_three_public_expenses_add_up(which: str, number: int) -> None:
    row = [Decimal(repr(cell.value or 0)) for cell in workbook(which)[f"公开{number}表"][8]]
    for first in (0, 6):
        together, abroad, vehicle, bought, run, reception = row[first : first + 6]
        assert together == abroad + vehicle + reception and vehicle == bought + run


@pytest.mark.parametrize(("number", "fund"), [(11, 2), (13, 3)])
def test_what_came_in_went_out_or_is_left(which: str, number: int, fund: int) -> None:
    left, right = fiscal(which)
    rows = table(which, number)
    for code, (opening, income, spent, basic, project, closing) in rows.rows.items():
        assert opening + income == spent + closing and spent == basic + project, code
    income_label = "二、政府性基金预算财政拨款" if number == 11 else "三、国有资本经营预算财政拨款"
    assert rows[""][1] == left[income_label]
    assert rows[""][2] == right["本年支出合计"][fund] and rows[""][5] == right["年末财政拨款结转和结余"][fund]


def test_14_is_the_spending_side_of_13(which: str) -> None:
    spent, balance = table(which, 14), table(which, 13)
    for code in spent.rows:
        assert spent[code][:3] == balance[code][2:5], code


def test_15_adds_up(which: str) -> None:
    sheet = workbook(which)["公开15表"]
    values = {
        str(row[0]).strip(): row[2] or 0 for row in sheet.iter_rows(min_row=6, values_only=True) if row[0]
    }
    cars = [
        value for label, value in values.items() if label[:2].rstrip(".").isdigit() and label.endswith("用车")
    ]
    bought = [
        Decimal(repr(values[f"{n}.政府采购{kind}支出"]))
        for n, kind in enumerate(("货物", "工程", "服务"), start=1)
    ]
    assert values["（一）车辆数合计（辆）"] == sum(cars)
    assert Decimal(repr(values["（一）政府采购支出合计"])) == sum(bought)


def test_typed_amounts_by_purse_reach_their_tables(which: str) -> None:
    assert table(which, 6)[""][1] == total(which, "expenditures", fund=Fund.GENERAL, nature=Nature.BASIC)
    assert table(which, 11)[""][2] == total(which, "expenditures", fund=Fund.GOVERNMENT)
    assert table(which, 2)[""][3] == total(which, "incomes", source=Source.UNDERTAKING)
