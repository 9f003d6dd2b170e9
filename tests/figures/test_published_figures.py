"""The figures that 中共米易县委政法委员会 published for 2021 come out of the vocabulary."""

from __future__ import annotations

from decimal import Decimal

import pytest

from report_author.figures.account import Conventions
from report_author.figures.filters import make_filters
from report_author.figures.values import Names
from tests.figures.books import look_up, names_of, printed, seed_facts, shipped_format

FILTERS = make_filters(Conventions.from_options(shipped_format().options))


@pytest.fixture(scope="module")
def names() -> Names:
    return names_of(seed_facts())


@pytest.mark.parametrize(
    ("name", "wan"),
    [
        ("收入.本年合计", "1652.54"),
        ("支出.本年合计", "1652.54"),
        ("总体.收入", "1652.54"),
        ("总体.支出上年", "2180.32"),
        ("总体.收入上年", "2160.32"),
        ("支出.基本支出", "414.67"),
        ("支出.项目支出", "1237.87"),
        ("支出.年末结转和结余", "0"),
        ("财政拨款.收入", "1652.54"),
        ("财政拨款.支出", "1652.54"),
        ("一般公共预算.支出", "614.67"),
        ("一般公共预算.上年", "1734.79"),
        ("一般公共预算.基本支出", "414.67"),
        ("一般公共预算.人员经费", "384.77"),
        ("一般公共预算.公用经费", "29.9"),
        ("政府性基金预算.支出", "1037.88"),
        ("国有资本经营预算.支出", "0"),
        ("三公.合计", "4.17"),
        ("三公.公车.决算", "3.13"),
        ("三公.运行.决算", "3.13"),
        ("三公.购置.决算", "0"),
        ("三公.接待.决算", "1.04"),
        ("三公.出国.决算", "0"),
        ("机关运行经费.合计", "29.9"),
        ("机关运行经费.比上年.上年", "30.63"),
        ("政府采购.合计", "222.35"),
        ("政府采购.服务", "222.35"),
    ],
)
def test_an_amount_is_the_published_one(names: Names, name: str, wan: str) -> None:
    assert printed(FILTERS["万元"](look_up(names, name))) == wan


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("总体.收入变动", "减少507.78万元，下降23.5%"),
        ("总体.支出变动", "减少527.78万元，下降24.21%"),
        ("财政拨款.收入变动", "减少507.78万元，下降23.5%"),
        ("一般公共预算.比上年", "减少1120.12万元，下降64.57%"),
        ("三公.公车.比上年", "减少2.11万元，下降40.27%"),
        ("三公.接待.比上年", "减少0.1万元，下降8.77%"),
        ("三公.出国.比上年", "与2020年持平，均为0万元"),
        ("机关运行经费.比上年", "减少0.73万元，下降2.38%"),
    ],
)
def test_a_comparison_reads_as_published(names: Names, name: str, words: str) -> None:
    assert printed(FILTERS["增减"](look_up(names, name))) == words


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("三公.完成预算", "完成预算64.06%"),
        ("三公.公车.完成预算", "完成预算58.95%"),
        ("三公.接待.完成预算", "完成预算86.67%"),
        ("三公.出国.完成预算", "预算和决算均为0万元"),
        ("一般公共预算.完成预算", "完成预算100%，决算数与预算数持平"),
    ],
)
def test_a_completion_reads_as_published(names: Names, name: str, words: str) -> None:
    assert printed(FILTERS["完成"](look_up(names, name))) == words


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("一般公共预算.占支出", "37.2"),
        ("三公.公车.占比", "75.06"),
        ("三公.接待.占比", "24.94"),
        ("三公.出国.占比", "0"),
        ("三公.团组数", "0"),
        ("三公.出国人数", "0"),
        ("三公.购置数", "0"),
        ("三公.保有量", "1"),
        ("三公.国内批次", "6"),
        ("三公.国内人次", "58"),
        ("资产.车辆数", "1"),
        ("资产.其他用车数", "1"),
        ("资产.通用设备", "0"),
        ("机构.下属数", "2"),
        ("机构.下属其他数", "2"),
        ("机构.代管数", "1"),
        ("人员.编制合计", "20"),
        ("人员.实有合计", "21"),
        ("绩效.事前评估数", "18"),
        ("绩效.目标数", "18"),
        ("绩效.监控数", "1"),
        ("绩效.自评数", "5"),
        ("整体评价.得分", "95"),
    ],
)
def test_a_rate_or_count_is_the_published_one(names: Names, name: str, number: str) -> None:
    assert printed(look_up(names, name)) == number


def test_income_and_expenditure_are_split_as_published(names: Names) -> None:
    def split(name: str) -> list[tuple[str, str, str]]:
        return [
            (row["名称"], printed(FILTERS["万元"](row["金额"])), printed(row["占比"]))
            for row in look_up(names, name)
        ]

    assert split("收入.构成") == [
        ("一般公共预算财政拨款收入", "614.67", "37.2"),
        ("政府性基金预算财政拨款收入", "1037.88", "62.8"),
    ]
    assert split("支出.构成") == [("基本支出", "414.67", "25.09"), ("项目支出", "1237.87", "74.91")]


def test_the_classes_of_general_expenditure_are_the_published_four(names: Names) -> None:
    rows = names["一般公共预算"]["类"]
    assert [(row["编码"], printed(FILTERS["万元"](row["金额"]))) for row in rows] == [
        ("204", "508.83"),
        ("208", "46.3"),
        ("210", "21.8"),
        ("221", "37.74"),
    ]


def test_the_receptions_are_listed_as_published(names: Names) -> None:
    rows = names["三公"]["接待明细"]
    assert [row["金额"].value for row in rows] == [
        Decimal(v) for v in ("2300", "3600", "1500", "2200", "800")
    ]
    assert [row["多批次"] for row in rows] == [True, False, False, False, False]
    assert names["三公"]["接待明细完整"] is True


def test_sixteen_personnel_and_twenty_operating_items_are_named(names: Names) -> None:
    general = names["一般公共预算"]
    assert (len(general["人员明细"]), len(general["公用明细"])) == (16, 20)
    assert general["人员明细名单"].startswith("基本工资、津贴补贴、奖金、")
    assert general["公用明细名单"].endswith("、税金及附加费用、其他商品和服务支出")


def test_lists_of_institutions_are_joined(names: Names) -> None:
    assert names["机构"]["下属名单"] == "米易县矛盾纠纷多元化解协调中心、米易县全响应中心"
    assert names["机构"]["代管名单"] == "米易县法学会"
    assert names["机构"]["内设名单"].startswith("办公室、维稳指导股、")
    assert names["绩效"]["事前评估名单"].startswith("“综治中心电子政务网使用费”“")


def test_every_item_is_disclosed_on_its_own(names: Names) -> None:
    rows = names["一般公共预算"]["项"]
    assert [row["编码"] for row in rows] == sorted({row["编码"] for row in rows})
    assert rows[0]["科目名"] == "204公共安全支出，20402公安，2040201行政运行"
    assert sum(row["金额"].value for row in rows) == Decimal("6146681.19")


def test_the_fifteen_tables_are_listed(names: Names) -> None:
    rows = names["表单"]
    assert [row["编号"] for row in rows] == [f"{n:02}" for n in range(1, 16)]
    assert (rows[0]["序号"], rows[14]["序号"]) == ("一", "十五")


def test_every_item_spent_has_its_term_once(names: Names) -> None:
    terms = [row["名称"] for row in names["名词"]]
    for item in (*names["一般公共预算"]["项"], *names["政府性基金预算"]["项"]):
        assert sum(term.endswith(item["编码"]) for term in terms) == 1
    assert len(set(terms)) == len(terms)
