"""Every cell of every grid is what plain addition over the facts gives, to the 分."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from report_author.model.choices import (
    Fund,
    Nature,
    ProcurementKind,
    SanGongItem,
    Source,
    VehicleUse,
)
from tests.figures.books import amount, department_names, departments, shipped_format
from tests.figures.recomputed import FISCAL, NIL, Sums

G, F, C = Fund.GENERAL, Fund.GOVERNMENT, Fund.CAPITAL
FISCAL_SOURCES = (Source.GENERAL, Source.GOVERNMENT, Source.CAPITAL)
BASIC, PROJECT = (Nature.BASIC,), (Nature.PROJECT,)
LEVEL = {0: 0, 3: 1, 5: 2, 7: 3}
BY_FUND = (("一般", G), ("基金", F), ("国资", C))

#: a cell as the grid has it: where, the grid's amount, the amount by plain addition
Cells = Iterator[tuple[str, Decimal, Decimal]]


@cache
def books() -> list[tuple[str, Any, Sums]]:
    return [(label, department_names()[label]["表"], Sums(facts)) for label, facts in departments().items()]


def differing(cells: Cells) -> list[str]:
    return [f"{where}: {shown} ≠ {added}" for where, shown, added in cells if shown != added]


def codes(rows: Any) -> list[str]:
    return [row["编码"] for row in rows]


def overall(grid: Any, sums: Sums) -> Cells:
    rows = grid["行"]
    assert len(rows) == 31
    for n, source in enumerate(Source):
        yield source.value, amount(rows[n]["左额"]), sums.income("", (source,))
    for n, spec in enumerate(shipped_format().classes):
        yield spec.name, amount(rows[n]["右额"]), sums.out(spec.code)
    closing = sum((sums.closing(fund) for fund in Fund), NIL)
    used, distributed = sum(sums.used.values(), NIL), sum(sums.distributed.values(), NIL)
    yield "本年收入合计", amount(rows[26]["左额"]), sums.income()
    yield "本年支出合计", amount(rows[26]["右额"]), sums.out()
    yield "使用非财政拨款结余", amount(rows[27]["左额"]), used
    yield "结余分配", amount(rows[27]["右额"]), distributed
    yield "年初", amount(rows[28]["左额"]), sums.opening()
    yield "年末", amount(rows[28]["右额"]), closing
    yield "收入总计", amount(rows[30]["左额"]), sums.income() + used + sums.opening()
    yield "支出总计", amount(rows[30]["右额"]), sums.out() + distributed + closing


def income(grid: Any, sums: Sums) -> Cells:
    listed = {row.function for row in sums.facts.incomes if row.amount}
    assert codes(grid["行"]) == sorted({code[:n] for code in listed for n in (0, 3, 5, 7)} | {""})
    columns = {
        "本年合计": tuple(Source),
        "财政拨款": FISCAL_SOURCES,
        "上级补助": (Source.SUPERIOR,),
        "事业": (Source.UNDERTAKING,),
        "经营": (Source.BUSINESS,),
        "附属上缴": (Source.SUBORDINATE,),
        "其他": (Source.OTHER,),
    }
    for row in grid["行"]:
        for column, sources in columns.items():
            yield f"{row['编码']}·{column}", amount(row[column]), sums.income(row["编码"], sources)


def by_nature(
    grid: Any, sums: Sums, funds: tuple[Fund, ...], columns: dict[str, tuple[Nature, ...]]
) -> Cells:
    assert codes(grid["行"]) == (sums.codes(funds=funds) or [""])
    for row in grid["行"]:
        assert row["级"] == LEVEL[len(row["编码"])]
        for column, natures in columns.items():
            yield f"{row['编码']}·{column}", amount(row[column]), sums.out(row["编码"], funds, natures)


def expense(grid: Any, sums: Sums) -> Cells:
    columns = {
        "本年合计": tuple(Nature),
        "基本支出": BASIC,
        "项目支出": PROJECT,
        "上缴上级": (Nature.TO_SUPERIOR,),
        "经营": (Nature.BUSINESS,),
        "对附属补助": (Nature.TO_SUBORDINATE,),
    }
    yield from by_nature(grid, sums, tuple(Fund), columns)


def of_fund(fund: Fund) -> Any:
    columns = {"合计": tuple(Nature), "基本支出": BASIC, "项目支出": PROJECT}
    return lambda grid, sums: by_nature(grid, sums, (fund,), columns)


def fiscal(grid: Any, sums: Sums) -> Cells:
    rows = grid["行"]
    assert len(rows) == 32
    for n, (_, fund) in enumerate(BY_FUND):
        yield fund.value, amount(rows[n]["左额"]), sums.income("", (FISCAL_SOURCES[n],))
        yield f"年初{fund.value}", amount(rows[28 + n]["左额"]), sums.opening("", (fund,))
    got, opened = sums.income("", FISCAL_SOURCES), sums.opening("", FISCAL)
    yield "本年收入合计", amount(rows[26]["左额"]), got
    yield "年初", amount(rows[27]["左额"]), opened
    yield "收入总计", amount(rows[31]["左额"]), got + opened
    for column, funds in (("合计", FISCAL), *((name, (fund,)) for name, fund in BY_FUND)):
        for n, spec in enumerate(shipped_format().classes):
            yield f"{spec.name}·{column}", amount(rows[n][column]), sums.out(spec.code, funds)
        closing = sum((sums.closing(fund) for fund in funds), NIL)
        yield f"本年支出合计·{column}", amount(rows[26][column]), sums.out("", funds)
        yield f"年末·{column}", amount(rows[27][column]), closing
        yield f"支出总计·{column}", amount(rows[31][column]), sums.out("", funds) + closing


def fiscal_detail(grid: Any, sums: Sums) -> Cells:
    assert codes(grid["行"]) == (sums.economics(FISCAL) or [""])
    for row in grid["行"]:
        code = row["编码"]
        yield f"{code}·合计", amount(row["合计"]), sums.out("", FISCAL, tuple(Nature), code)
        for name, fund in BY_FUND:
            for suffix, natures in (("小计", tuple(Nature)), ("基本", BASIC), ("项目", PROJECT)):
                yield (
                    f"{code}·{name}{suffix}",
                    amount(row[name + suffix]),
                    sums.out("", (fund,), natures, code),
                )


def general_detail(grid: Any, sums: Sums) -> Cells:
    columns = codes(grid["列"])
    assert columns == [code for code in sums.economics((G,)) if code]
    assert [column["是小计"] for column in grid["列"]] == [len(code) == 3 for code in columns]
    assert codes(grid["行"]) == (sums.codes(funds=(G,)) or [""])
    for row in grid["行"]:
        yield f"{row['编码']}·合计", amount(row["合计"]), sums.out(row["编码"], (G,))
        for code in columns:
            added = sums.out(row["编码"], (G,), tuple(Nature), code)
            yield f"{row['编码']}·{code}", amount(row["金额"][code]), added


def basic(grid: Any, sums: Sums) -> Cells:
    shown: dict[str, Decimal] = {}
    for row in grid["行"]:
        for side in ("左", "右"):
            if row[f"{side}编码"]:
                shown[row[f"{side}编码"]] = amount(row[f"{side}额"])
    for code in sums.economics((G,), BASIC):
        if code:
            yield code, shown.pop(code), sums.out("", (G,), BASIC, code)
    assert not any(shown.values())
    staff = [sums.out("", (G,), BASIC, code) for code in ("301", "303")]
    running = [sums.out("", (G,), BASIC, code) for code in ("302", "307", "310", "312", "399")]
    yield "人员合计", amount(grid["人员合计"]), sum(staff, NIL)
    yield "公用合计", amount(grid["公用合计"]), sum(running, NIL)


def general_projects(grid: Any, sums: Sums) -> Cells:
    rows = list(grid["行"])
    assert codes(row for row in rows if row["级"] < 4) == (sums.codes(funds=(G,), natures=PROJECT) or [""])
    for n, row in enumerate(rows):
        if row["级"] == 4:
            continue
        added = sums.out(row["编码"], (G,), PROJECT)
        yield row["编码"], amount(row["金额"]), added
        below = rows[n + 1 :]
        end = next((i for i, following in enumerate(below) if following["级"] < 4), len(below))
        named = sums.projects_of(row["编码"]) if row["级"] == 3 else []
        rest = added - sum((value for _, value in named), NIL)
        expected = [*named, *([("其他项目", rest)] if rest else [])] if named else []
        assert [(each["名称"], amount(each["金额"])) for each in below[:end]] == expected


def sangong(fund: Fund) -> Any:
    item = SanGongItem
    reception = (item.RECEPTION_DOMESTIC, item.RECEPTION_FOREIGN)
    parts = {
        "合计": tuple(item),
        "出国": (item.ABROAD,),
        "公车": (item.VEHICLE_PURCHASE, item.VEHICLE_RUNNING),
        "购置": (item.VEHICLE_PURCHASE,),
        "运行": (item.VEHICLE_RUNNING,),
        "接待": reception,
    }

    def cells(grid: Any, sums: Sums) -> Cells:
        for label, items in parts.items():
            yield f"预算{label}", amount(grid[f"预算{label}"]), sums.sangong(items, (fund,), "revised")
            yield f"决算{label}", amount(grid[f"决算{label}"]), sums.sangong(items, (fund,), "actual")

    return cells


def balance(fund: Fund, source: Source) -> Any:
    def cells(grid: Any, sums: Sums) -> Cells:
        for row in grid["行"]:
            code = row["编码"]
            yield f"{code}·年初", amount(row["年初"]), sums.opening(code, (fund,))
            yield f"{code}·收入", amount(row["收入"]), sums.income(code, (source,))
            yield f"{code}·支出", amount(row["支出"]), sums.out(code, (fund,))
            yield f"{code}·基本支出", amount(row["基本支出"]), sums.out(code, (fund,), BASIC)
            yield f"{code}·项目支出", amount(row["项目支出"]), sums.out(code, (fund,), PROJECT)
            yield f"{code}·年末", amount(row["年末"]), sums.closing(fund, code)

    return cells


def information(grid: Any, sums: Sums) -> Cells:
    facts, rows = sums.facts, grid["行"]
    counts = facts.counts
    bought = {kind: NIL for kind in ProcurementKind}
    for row in facts.procurements:
        bought[row.kind] += row.amount
    held = [sum(row.held for row in facts.vehicles_by_use if row.use is use) for use in VehicleUse]
    administrative, like = counts.operating_administrative or NIL, counts.operating_civil_service_like or NIL
    added: list[Decimal | int] = [
        administrative + like,
        administrative,
        like,
        0,
        sum(held),
        *held,
        counts.general_equipment or 0,
        counts.special_equipment or 0,
        0,
        sum(bought.values(), NIL),
        *bought.values(),
        counts.sme_contracts or NIL,
        counts.micro_contracts or NIL,
    ]
    assert len(rows) == len(added)
    for row, value in zip(rows, added, strict=True):
        yield row["名称"], amount(row["数值"]), Decimal(value)


GRIDS = {
    "收支总表": overall,
    "收入表": income,
    "支出表": expense,
    "财政总表": fiscal,
    "财政明细表": fiscal_detail,
    "一般支出表": of_fund(G),
    "一般明细表": general_detail,
    "一般基本表": basic,
    "一般项目表": general_projects,
    "三公表": sangong(G),
    "基金表": balance(F, Source.GOVERNMENT),
    "基金三公表": sangong(F),
    "国资表": balance(C, Source.CAPITAL),
    "国资支出表": of_fund(C),
    "信息表": information,
}


def test_every_grid_of_the_format_is_recomputed_here() -> None:
    assert [table.grid for table in shipped_format().tables] == list(GRIDS)


@pytest.mark.parametrize("name", GRIDS)
def test_every_cell_is_the_sum_of_its_facts(name: str) -> None:
    for label, tables, sums in books():
        assert differing(GRIDS[name](tables[name], sums)) == [], label


@pytest.mark.parametrize("name", GRIDS)
def test_a_table_has_data_when_any_of_its_cells_has(name: str) -> None:
    seen = set()
    for label, tables, sums in books():
        any_amount = any(added for _, _, added in GRIDS[name](tables[name], sums))
        assert tables[name]["有数据"] is any_amount, label
        seen.add(any_amount)
    assert True in seen


def test_every_fund_has_a_department_that_uses_it_and_one_that_does_not() -> None:
    for name in ("基金表", "基金三公表", "国资表", "国资支出表"):
        assert {tables[name]["有数据"] for _, tables, _ in books()} == {True, False}


def test_every_year_row_of_01_has_its_line_number() -> None:
    rows = department_names()["seed"]["表"]["收支总表"]["行"]
    assert [row["左行次"] for row in rows] == list(range(1, 32))
    assert [row["右行次"] for row in rows] == list(range(32, 63))
    assert [n for n, row in enumerate(rows) if row["是合计"]] == [26, 30]


def test_every_row_of_04_has_its_line_number() -> None:
    rows = department_names()["seed"]["表"]["财政总表"]["行"]
    assert [row["左行次"] for row in rows] == list(range(1, 33))
    assert [row["右行次"] for row in rows] == list(range(33, 65))
    assert [n for n, row in enumerate(rows) if row["是合计"]] == [26, 31]
