"""勾稽关系 R45–R62 of the finished tables: “三公”, funds, state capital, the table of facts."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from tests.appendix.published import ZERO, Book
from tests.appendix.rules import (
    RULES,
    Claim,
    across,
    by_class,
    fiscal_income,
    income_lines,
    opening,
    rule,
    tree,
)

__all__ = ["RULES"]


def _public_sums(book: Book, number: int, whole: str, *parts: str) -> Iterator[Claim]:
    for side in ("预算", "决算"):
        row = book.public(number, side)
        yield f"{number}.{side}", row[whole], "=", sum((row[part] for part in parts), ZERO)


@rule("R45")
def _r45(book: Book) -> Iterator[Claim]:
    yield from _public_sums(book, 10, "合计", "出国", "公车", "接待")


@rule("R46")
def _r46(book: Book) -> Iterator[Claim]:
    yield from _public_sums(book, 10, "公车", "购置", "运行")


@rule("R47")
def _r47(book: Book) -> Iterator[Claim]:
    row = book.public(10, "决算")
    for code, item in (("30212", "出国"), ("30231", "运行"), ("30217", "接待"), ("31013", "购置")):
        yield f"08.{code}", book.running.get(code, ZERO), "≤", row[item]


def _balance(book: Book, number: int) -> Iterator[Claim]:
    for code, row in book.table(number).rows.items():
        yield f"{number}.{code}", row["年初"] + row["收入"], "=", row["支出"] + row["年末"]


@rule("R48")
def _r48(book: Book) -> Iterator[Claim]:
    yield from _balance(book, 11)


@rule("R49")
def _r49(book: Book) -> Iterator[Claim]:
    yield from across(book, 11, "支出", "基本", "项目")
    yield from tree(book, 11)


@rule("R50")
def _r50(book: Book) -> Iterator[Claim]:
    income = book.table(11)[""]["收入"]
    yield "11.收入（04）", income, "=", fiscal_income(book)[1]
    yield "11.收入（01）", income, "=", income_lines(book)[1]


@rule("R51")
def _r51(book: Book) -> Iterator[Claim]:
    yield "11.支出", book.table(11)[""]["支出"], "=", book.fiscal_right["本年支出合计"]["基金"]
    yield from by_class(book, 11, "支出", book.fiscal_right, "基金")


@rule("R52")
def _r52(book: Book) -> Iterator[Claim]:
    yield "11.年初", book.table(11)[""]["年初"], "=", opening(book)[1]
    yield "11.年末", book.table(11)[""]["年末"], "=", book.fiscal_right["年末财政拨款结转和结余"]["基金"]


@rule("R53")
def _r53(book: Book) -> Iterator[Claim]:
    yield from _public_sums(book, 12, "合计", "出国", "公车", "接待")
    yield from _public_sums(book, 12, "公车", "购置", "运行")
    yield "12.决算", book.public(12, "决算")["合计"], "≤", book.table(11)[""]["支出"]


@rule("R54")
def _r54(book: Book) -> Iterator[Claim]:
    yield from _balance(book, 13)
    yield from across(book, 13, "支出", "基本", "项目")
    yield from tree(book, 13)
    row = book.table(13)[""]
    yield "13.收入（04）", row["收入"], "=", fiscal_income(book)[2]
    yield "13.收入（01）", row["收入"], "=", income_lines(book)[2]
    yield "13.支出", row["支出"], "=", book.fiscal_right["本年支出合计"]["国资"]
    yield "13.年初", row["年初"], "=", opening(book)[2]
    yield "13.年末", row["年末"], "=", book.fiscal_right["年末财政拨款结转和结余"]["国资"]


@rule("R55")
def _r55(book: Book) -> Iterator[Claim]:
    spent = {code for code, row in book.table(13).rows.items() if row["支出"]}
    for code in {*book.table(14).rows, *spent}:
        for column, other in (("合计", "支出"), ("基本", "基本"), ("项目", "项目")):
            yield f"14.{code}.{column}", book.table(14)[code][column], "=", book.table(13)[code][other]


@rule("R56")
def _r56(book: Book) -> Iterator[Claim]:
    parts = book.table(6)[""]["合计"] + book.table(11)[""]["支出"] + book.table(13)[""]["支出"]
    yield "06+11+13", parts, "=", book.fiscal_right["本年支出合计"]["合计"]


@rule("R57")
def _r57(book: Book) -> Iterator[Claim]:
    for code in {**book.table(6).rows, **book.table(11).rows, **book.table(13).rows}:
        parts = book.table(6)[code]["合计"] + book.table(11)[code]["支出"] + book.table(13)[code]["支出"]
        yield f"06+11+13.{code}", parts, "≤", book.table(3)[code]["合计"]


@rule("R58")
def _r58(book: Book) -> Iterator[Claim]:
    parts = yuan_of(book, "（一）行政单位") + yuan_of(book, "（二）参照公务员法管理事业单位")
    yield "15.机关运行经费", yuan_of(book, "一、机关运行经费"), "=", parts


@rule("R59")
def _r59(book: Book) -> Iterator[Claim]:
    yield "15.机关运行经费", yuan_of(book, "一、机关运行经费"), "≤", book.basic_totals["公用经费"]


@rule("R60")
def _r60(book: Book) -> Iterator[Claim]:
    cars = [value for label, value in book.facts.items() if label[:1].isdigit() and label.endswith("用车")]
    assert len(cars) == 8
    yield "15.车辆", Decimal(book.facts["（一）车辆数合计（辆）"]), "=", Decimal(sum(cars))


@rule("R61")
def _r61(book: Book) -> Iterator[Claim]:
    parts = [f"{n}.政府采购{kind}支出" for n, kind in enumerate(("货物", "工程", "服务"), start=1)]
    whole = yuan_of(book, "（一）政府采购支出合计")
    yield "15.政府采购", whole, "=", sum((yuan_of(book, part) for part in parts), ZERO)


@rule("R62")
def _r62(book: Book) -> Iterator[Claim]:
    whole = yuan_of(book, "（二）政府采购授予中小企业合同金额")
    yield "15.小微", yuan_of(book, "其中：授予小微企业合同金额"), "≤", whole


def yuan_of(book: Book, label: str) -> Decimal:
    """An amount of 15 in 元."""
    return Decimal(repr(book.facts[label] or 0)) * 10000
