"""The name a code bears in a year."""

from __future__ import annotations

import pytest

from report_author.model.codes import Codebook


@pytest.mark.parametrize(
    ("year", "code", "name"),
    [
        (2019, "20805", "行政事业单位离退休"),
        (2021, "20805", "行政事业单位养老支出"),
        (2021, "21305", "巩固脱贫衔接乡村振兴"),
        (2023, "21305", "巩固拓展脱贫攻坚成果衔接乡村振兴"),
        (2020, "21305", "扶贫"),
        (2023, "2013804", "市场主体管理"),
        (2024, "2013804", "经营主体管理"),
        (2021, "204", "公共安全支出"),
        (2021, "2120801", "征地和拆迁补偿支出"),
    ],
)
def test_a_code_has_the_name_of_its_year(year: int, code: str, name: str) -> None:
    found = Codebook.for_year(year).function(code)
    assert found is not None
    assert found.name == name


def test_an_abolished_code_is_not_valid_but_still_has_its_name() -> None:
    book = Codebook.for_year(2021)
    assert book.function("2080504") is None
    assert book.function_name("2080504") == "未归口管理的行政单位离退休"
    former = book.of_other_years("2080504")
    assert former is not None
    assert former.year == "≤2019"


def test_an_unlisted_item_has_the_name_that_recurs_but_a_fund_has_not() -> None:
    book = Codebook.for_year(2021)
    assert "2050199" not in book.functions or book.function_name("2050199")
    known = {code[:5] for code in book.functions if len(code) == 7}
    bare = next(c for c in book.functions if len(c) == 5 and c in known and f"{c}99" not in book.functions)
    name = book.functions[bare].name.removesuffix("支出")
    assert book.function_name(f"{bare}99") == f"其他{name}支出"
    assert book.function_name("2120850") is None
    assert book.function_name("9990101") is None


def test_personnel_and_operating_codes_are_there() -> None:
    book = Codebook.for_year(2021)
    assert [book.economic_name(c) for c in ("301", "30101", "30231", "31013")] == [
        "工资福利支出",
        "基本工资",
        "公务用车运行维护费",
        "公务用车购置",
    ]
    assert book.economic("501") is None
    assert book.economic("30104") is None


def test_every_code_has_its_parents() -> None:
    for year in (2018, 2021, 2024):
        book = Codebook.for_year(year)
        for code in book.functions.values():
            assert code.level == {3: "类", 5: "款", 7: "项"}[len(code.code)]
            assert {code.code[:n] for n in (3, 5, 7) if n <= len(code.code)} <= set(book.functions) | {
                code.code
            }, (year, code)


def test_a_year_is_built_once() -> None:
    assert Codebook.for_year(2021) is Codebook.for_year(2021)
