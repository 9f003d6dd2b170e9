"""The 勾稽关系 between the fifteen tables hold for every department, difference exactly 0.00."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from tests.figures.books import amount, department_names, shipped_format
from tests.figures.recomputed import NIL

#: what a rule yields: (left, right) that must be equal, or True / False
Answer = tuple[Decimal, Decimal] | bool
Rule = Callable[["Tables"], Iterator[Answer]]
RULES: dict[str, Rule] = {}
FUNDS = ("一般", "基金", "国资")
FUNCTION_LENGTHS = {0: 3, 3: 5, 5: 7}
ECONOMIC_OF_SANGONG = {"决算出国": "30212", "决算运行": "30231", "决算接待": "30217", "决算购置": "31013"}


class Tables:
    """T01…T15 of one department, their rows by label or by code."""

    def __init__(self, names: Any) -> None:
        self.grids = {table.number: names["表"][table.grid] for table in shipped_format().tables}
        self.t01, self.t04 = self.sides("01", "左额", "右额"), self.sides("04", "左额", "合计")
        self.details = {code: row["金额"] for code, row in self.codes("07").items()}
        self.classes = [row["右名"] for row in self.grids["01"]["行"][:26]]

    def sides(self, number: str, left: str, right: str) -> tuple[dict[str, Any], dict[str, Any]]:
        rows = self.grids[number]["行"]
        return (
            {bare(row["左名"]): amount(row[left]) for row in rows if row["左名"]},
            {bare(row["右名"]): row if number == "04" else amount(row[right]) for row in rows if row["右名"]},
        )

    def codes(self, number: str) -> dict[str, Any]:
        return {row["编码"]: row for row in self.grids[number]["行"] if row["级"] < 4}

    def column(self, number: str, code: str, column: str) -> Decimal:
        row = self.codes(number).get(code)
        return amount(row[column]) if row else NIL

    def detail(self, code: str, economic: str) -> Decimal:
        amounts = self.details.get(code, {})
        return amount(amounts[economic]) if economic in amounts else NIL

    def basic(self) -> dict[str, Decimal]:
        rows = self.grids["08"]["行"]
        return {
            row[f"{side}编码"]: amount(row[f"{side}额"])
            for row in rows
            for side in "左右"
            if row[f"{side}编码"]
        }


def bare(label: str) -> str:
    """一、一般公共服务支出 → 一般公共服务支出; the openings of single funds keep their mark."""
    return label if label.startswith("　") else label.split("、", 1)[-1]


def rule(identifier: str) -> Callable[[Rule], Rule]:
    def keep(function: Rule) -> Rule:
        RULES[identifier] = function
        return function

    return keep


def total(values: Iterable[Decimal]) -> Decimal:
    return sum(values, NIL)


def hierarchy(
    rows: dict[str, Any], columns: Iterable[str], lengths: Mapping[int, int] = FUNCTION_LENGTHS
) -> Iterator[Answer]:
    """合计 = Σ类, 类 = Σ款, 款 = Σ项, per column; ``lengths`` are those of a code and of the codes below it."""
    for code, row in rows.items():
        if len(code) in lengths:
            size = lengths[len(code)]
            below = [other for c, other in rows.items() if len(c) == size and c.startswith(code)]
            for column in columns:
                yield amount(row[column]), total(amount(other[column]) for other in below)


SOURCES = (
    "一般公共预算财政拨款收入",
    "政府性基金预算财政拨款收入",
    "国有资本经营预算财政拨款收入",
    "上级补助收入",
    "事业收入",
    "经营收入",
    "附属单位上缴收入",
    "其他收入",
)
PURSES = ("一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款")
INCOME = ("财政拨款", "上级补助", "事业", "经营", "附属上缴", "其他")
NATURES = ("基本支出", "项目支出", "上缴上级", "经营", "对附属补助")
BALANCE = ("年初", "收入", "支出", "基本支出", "项目支出", "年末")


@rule("R01")
def income_of_the_year(t: Tables) -> Iterator[Answer]:
    yield t.t01[0]["本年收入合计"], total(t.t01[0][name] for name in SOURCES)


@rule("R02")
def expenditure_of_the_year(t: Tables) -> Iterator[Answer]:
    yield t.t01[1]["本年支出合计"], total(t.t01[1][bare(name)] for name in t.classes)


@rule("R03")
def grand_income(t: Tables) -> Iterator[Answer]:
    left = t.t01[0]
    yield left["总计"], left["本年收入合计"] + left["使用非财政拨款结余"] + left["年初结转和结余"]


@rule("R04")
def grand_expenditure(t: Tables) -> Iterator[Answer]:
    right = t.t01[1]
    yield right["总计"], right["本年支出合计"] + right["结余分配"] + right["年末结转和结余"]


@rule("R05")
def both_sides_of_01_are_equal(t: Tables) -> Iterator[Answer]:
    yield t.t01[0]["总计"], t.t01[1]["总计"]


@rule("R06")
def table_02_carries_the_income(t: Tables) -> Iterator[Answer]:
    yield t.column("02", "", "本年合计"), t.t01[0]["本年收入合计"]


@rule("R07")
def every_income_row_adds_up(t: Tables) -> Iterator[Answer]:
    for row in t.codes("02").values():
        yield amount(row["本年合计"]), total(amount(row[column]) for column in INCOME)


@rule("R08")
def subtotals_of_02(t: Tables) -> Iterator[Answer]:
    yield from hierarchy(t.codes("02"), ("本年合计", *INCOME))


@rule("R09")
def fiscal_income_of_02(t: Tables) -> Iterator[Answer]:
    yield t.column("02", "", "财政拨款"), total(t.t01[0][name] for name in SOURCES[:3])


@rule("R10")
def other_income_of_02(t: Tables) -> Iterator[Answer]:
    for column, name in zip(INCOME[1:], SOURCES[3:], strict=True):
        yield t.column("02", "", column), t.t01[0][name]


@rule("R11")
def table_03_carries_the_expenditure(t: Tables) -> Iterator[Answer]:
    yield t.column("03", "", "本年合计"), t.t01[1]["本年支出合计"]


@rule("R12")
def every_expenditure_row_adds_up(t: Tables) -> Iterator[Answer]:
    for row in t.codes("03").values():
        yield amount(row["本年合计"]), total(amount(row[column]) for column in NATURES)


@rule("R13")
def subtotals_of_03(t: Tables) -> Iterator[Answer]:
    yield from hierarchy(t.codes("03"), ("本年合计", *NATURES))


@rule("R14")
def classes_of_03_are_those_of_01(t: Tables) -> Iterator[Answer]:
    for spec in shipped_format().classes:
        yield t.column("03", spec.code, "本年合计"), t.t01[1][spec.name]


@rule("R15")
def fiscal_income_of_04(t: Tables) -> Iterator[Answer]:
    yield t.t04[0]["本年收入合计"], total(t.t04[0][name] for name in PURSES)


@rule("R16")
def purses_of_04_are_those_of_01(t: Tables) -> Iterator[Answer]:
    for purse, source in zip(PURSES, SOURCES, strict=False):
        yield t.t04[0][purse], t.t01[0][source]


@rule("R17")
def fiscal_income_of_02_and_04(t: Tables) -> Iterator[Answer]:
    yield t.column("02", "", "财政拨款"), t.t04[0]["本年收入合计"]


@rule("R18")
def every_row_of_04_adds_up(t: Tables) -> Iterator[Answer]:
    for row in t.t04[1].values():
        yield amount(row["合计"]), total(amount(row[fund]) for fund in FUNDS)


@rule("R19")
def expenditure_of_04_by_purse(t: Tables) -> Iterator[Answer]:
    for column in ("合计", *FUNDS):
        listed = total(amount(t.t04[1][bare(name)][column]) for name in t.classes)
        yield amount(t.t04[1]["本年支出合计"][column]), listed


@rule("R20")
def openings_of_04(t: Tables) -> Iterator[Answer]:
    each = [t.t04[0][f"　{number}、{purse}"] for number, purse in zip("一二三", PURSES, strict=True)]
    yield t.t04[0]["年初财政拨款结转和结余"], total(each)


@rule("R21")
def both_sides_of_04(t: Tables) -> Iterator[Answer]:
    left, right = t.t04
    yield left["总计"], left["本年收入合计"] + left["年初财政拨款结转和结余"]
    for column in ("合计", *FUNDS):
        spent, closing = right["本年支出合计"][column], right["年末财政拨款结转和结余"][column]
        yield amount(right["总计"][column]), amount(spent) + amount(closing)
    yield left["总计"], amount(right["总计"]["合计"])


@rule("R22")
def every_purse_balances(t: Tables) -> Iterator[Answer]:
    for number, purse, fund in zip("一二三", PURSES, FUNDS, strict=True):
        spent, closing = (t.t04[1][name][fund] for name in ("本年支出合计", "年末财政拨款结转和结余"))
        yield t.t04[0][purse] + t.t04[0][f"　{number}、{purse}"], amount(spent) + amount(closing)


@rule("R23")
def fiscal_classes_within_all(t: Tables) -> Iterator[Answer]:
    for name in t.classes:
        yield amount(t.t04[1][bare(name)]["合计"]) <= t.t01[1][bare(name)]


@rule("R24")
def fiscal_expenditure_within_all(t: Tables) -> Iterator[Answer]:
    yield amount(t.t04[1]["本年支出合计"]["合计"]) <= t.t01[1]["本年支出合计"]
    if not any(t.t01[0][name] for name in (*SOURCES[3:], "使用非财政拨款结余", "年初结转和结余")):
        yield amount(t.t04[1]["本年支出合计"]["合计"]), t.t01[1]["本年支出合计"]


@rule("R25")
def fiscal_carry_over_within_all(t: Tables) -> Iterator[Answer]:
    yield t.t04[0]["年初财政拨款结转和结余"] <= t.t01[0]["年初结转和结余"]
    yield amount(t.t04[1]["年末财政拨款结转和结余"]["合计"]) <= t.t01[1]["年末结转和结余"]


@rule("R26")
def table_05_carries_the_fiscal_expenditure(t: Tables) -> Iterator[Answer]:
    yield t.column("05", "", "合计"), amount(t.t04[1]["本年支出合计"]["合计"])


@rule("R27")
def table_05_by_purse(t: Tables) -> Iterator[Answer]:
    for fund in FUNDS:
        yield t.column("05", "", f"{fund}小计"), amount(t.t04[1]["本年支出合计"][fund])


@rule("R28")
def rows_of_05_add_up(t: Tables) -> Iterator[Answer]:
    rows = t.codes("05")
    for row in rows.values():
        yield amount(row["合计"]), total(amount(row[f"{fund}小计"]) for fund in FUNDS)
        for fund in FUNDS:
            yield amount(row[f"{fund}小计"]), amount(row[f"{fund}基本"]) + amount(row[f"{fund}项目"])
    parts = [fund + part for fund in FUNDS for part in ("小计", "基本", "项目")]
    yield from hierarchy(rows, ("合计", *parts), lengths={0: 3, 3: 5})


@rule("R29")
def table_06_carries_the_general_expenditure(t: Tables) -> Iterator[Answer]:
    yield t.column("06", "", "合计"), amount(t.t04[1]["本年支出合计"]["一般"])


@rule("R30")
def classes_of_06(t: Tables) -> Iterator[Answer]:
    for spec in shipped_format().classes:
        yield t.column("06", spec.code, "合计"), amount(t.t04[1][spec.name]["一般"])


@rule("R31")
def rows_of_06_add_up(t: Tables) -> Iterator[Answer]:
    for row in t.codes("06").values():
        yield amount(row["合计"]), amount(row["基本支出"]) + amount(row["项目支出"])


@rule("R32")
def subtotals_of_06(t: Tables) -> Iterator[Answer]:
    yield from hierarchy(t.codes("06"), ("合计", "基本支出", "项目支出"))


@rule("R33")
def rows_of_06_within_03(t: Tables) -> Iterator[Answer]:
    for code, row in t.codes("06").items():
        for column, whole in (("合计", "本年合计"), ("基本支出", "基本支出"), ("项目支出", "项目支出")):
            yield amount(row[column]) <= t.column("03", code, whole)


@rule("R34")
def rows_of_07_are_those_of_06(t: Tables) -> Iterator[Answer]:
    yield list(t.codes("07")) == list(t.codes("06"))
    for code, row in t.codes("07").items():
        yield amount(row["合计"]), t.column("06", code, "合计")


@rule("R35")
def rows_of_07_add_up(t: Tables) -> Iterator[Answer]:
    columns = [column["编码"] for column in t.grids["07"]["列"]]
    for code, row in t.codes("07").items():
        yield amount(row["合计"]), total(t.detail(code, block) for block in columns if len(block) == 3)
        for block in (block for block in columns if len(block) == 3):
            items = [c for c in columns if len(c) == 5 and c.startswith(block)]
            yield t.detail(code, block), total(t.detail(code, item) for item in items)


@rule("R36")
def subtotals_of_07(t: Tables) -> Iterator[Answer]:
    columns = [column["编码"] for column in t.grids["07"]["列"]]
    yield from hierarchy({code: row["金额"] for code, row in t.codes("07").items()}, columns)


@rule("R37")
def general_economics_of_05_and_07(t: Tables) -> Iterator[Answer]:
    for code, row in t.codes("05").items():
        if code:
            yield amount(row["一般小计"]), t.detail("", code)


@rule("R38")
def subtotals_of_08(t: Tables) -> Iterator[Answer]:
    basic = t.basic()
    for block in ("301", "302", "303", "307", "310", "312", "399"):
        yield basic[block], total(v for code, v in basic.items() if len(code) == 5 and code.startswith(block))


@rule("R39")
def personnel_and_operating_of_08(t: Tables) -> Iterator[Answer]:
    basic, grid = t.basic(), t.grids["08"]
    yield amount(grid["人员合计"]), basic["301"] + basic["303"]
    yield amount(grid["公用合计"]), total(basic[code] for code in ("302", "307", "310", "312", "399"))


@rule("R40")
def table_08_carries_the_basic_expenditure(t: Tables) -> Iterator[Answer]:
    grid = t.grids["08"]
    yield amount(grid["人员合计"]) + amount(grid["公用合计"]), t.column("06", "", "基本支出")


@rule("R41")
def economics_of_08_within_07(t: Tables) -> Iterator[Answer]:
    for code, value in t.basic().items():
        yield value <= t.detail("", code)


@rule("R42")
def no_capital_construction_in_08(t: Tables) -> Iterator[Answer]:
    yield not {code[:3] for code in t.basic()} & {"309", "311", "313"}


@rule("R43")
def table_09_carries_the_project_expenditure(t: Tables) -> Iterator[Answer]:
    yield t.column("09", "", "金额"), t.column("06", "", "项目支出")
    for code, row in t.codes("09").items():
        yield amount(row["金额"]), t.column("06", code, "项目支出")
    yield from hierarchy(t.codes("09"), ("金额",))


def sangong_adds_up(number: str) -> Rule:
    def answers(t: Tables) -> Iterator[Answer]:
        row = t.grids[number]
        for side in ("预算", "决算"):
            parts = total(amount(row[side + part]) for part in ("出国", "公车", "接待"))
            yield amount(row[f"{side}合计"]), parts
            yield amount(row[f"{side}公车"]), amount(row[f"{side}购置"]) + amount(row[f"{side}运行"])

    return answers


RULES["R45, R46"] = sangong_adds_up("10")


@rule("R47")
def sangong_not_less_than_its_basic_part(t: Tables) -> Iterator[Answer]:
    for column, economic in ECONOMIC_OF_SANGONG.items():
        yield amount(t.grids["10"][column]) >= t.basic().get(economic, NIL)


def balances(number: str, fund: str, purse: int) -> Rule:
    def answers(t: Tables) -> Iterator[Answer]:
        rows = t.codes(number)
        for row in rows.values():
            yield amount(row["年初"]) + amount(row["收入"]), amount(row["支出"]) + amount(row["年末"])
            yield amount(row["支出"]), amount(row["基本支出"]) + amount(row["项目支出"])
        yield from hierarchy(rows, BALANCE)
        mark = f"　{'一二三'[purse]}、{PURSES[purse]}"
        yield amount(rows[""]["收入"]), t.t04[0][PURSES[purse]]
        yield amount(rows[""]["年初"]), t.t04[0][mark]
        yield amount(rows[""]["支出"]), amount(t.t04[1]["本年支出合计"][fund])
        yield amount(rows[""]["年末"]), amount(t.t04[1]["年末财政拨款结转和结余"][fund])
        for spec in shipped_format().classes:
            yield t.column(number, spec.code, "支出"), amount(t.t04[1][spec.name][fund])

    return answers


RULES["R48–R52"] = balances("11", "基金", 1)
RULES["R54"] = balances("13", "国资", 2)


@rule("R53")
def government_sangong_within_the_fund(t: Tables) -> Iterator[Answer]:
    yield from sangong_adds_up("12")(t)
    yield amount(t.grids["12"]["决算合计"]) <= t.column("11", "", "支出")


@rule("R55")
def table_14_is_the_expenditure_of_13(t: Tables) -> Iterator[Answer]:
    for code, row in t.codes("14").items():
        for column, other in (("合计", "支出"), ("基本支出", "基本支出"), ("项目支出", "项目支出")):
            yield amount(row[column]), t.column("13", code, other)


@rule("R56")
def three_funds_make_the_fiscal_expenditure(t: Tables) -> Iterator[Answer]:
    three = t.column("06", "", "合计") + t.column("11", "", "支出") + t.column("13", "", "支出")
    yield three, amount(t.t04[1]["本年支出合计"]["合计"])


@rule("R57")
def three_funds_within_03(t: Tables) -> Iterator[Answer]:
    for code, row in t.codes("03").items():
        three = t.column("06", code, "合计") + t.column("11", code, "支出") + t.column("13", code, "支出")
        yield three <= amount(row["本年合计"])


def information(t: Tables) -> list[Decimal]:
    return [amount(row["数值"]) for row in t.grids["15"]["行"]]


@rule("R58")
def operating_costs_of_15(t: Tables) -> Iterator[Answer]:
    rows = information(t)
    yield rows[0], rows[1] + rows[2]


@rule("R59")
def operating_costs_within_08(t: Tables) -> Iterator[Answer]:
    yield information(t)[0] <= amount(t.grids["08"]["公用合计"])


@rule("R60")
def vehicles_of_15(t: Tables) -> Iterator[Answer]:
    rows = information(t)
    yield rows[4], total(rows[5:13])


@rule("R61")
def procurement_of_15(t: Tables) -> Iterator[Answer]:
    rows = information(t)
    yield rows[16], total(rows[17:20])


@rule("R62")
def small_enterprises_of_15(t: Tables) -> Iterator[Answer]:
    rows = information(t)
    yield rows[21] <= rows[20]


@cache
def tables() -> dict[str, Tables]:
    return {label: Tables(names) for label, names in department_names().items()}


@pytest.mark.parametrize("identifier", RULES)
def test_the_rule_holds_for_every_department(identifier: str) -> None:
    looked = 0
    for label, department in tables().items():
        for answer in RULES[identifier](department):
            looked += 1
            assert answer if isinstance(answer, bool) else answer[0] == answer[1], (label, answer)
    assert looked >= len(tables())


def test_every_year_row_of_01_has_its_line_number() -> None:
    rows = tables()["seed"].grids["01"]["行"]
    assert [row["左行次"] for row in rows] == list(range(1, 32))
    assert [row["右行次"] for row in rows] == list(range(32, 63))
    assert [n for n, row in enumerate(rows) if row["是合计"]] == [26, 30]


def test_every_row_of_04_has_its_line_number() -> None:
    rows = tables()["seed"].grids["04"]["行"]
    assert [row["左行次"] for row in rows] == list(range(1, 33))
    assert [row["右行次"] for row in rows] == list(range(33, 65))
    assert [n for n, row in enumerate(rows) if row["是合计"]] == [26, 31]
