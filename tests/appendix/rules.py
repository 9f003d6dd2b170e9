"""勾稽关系 R01–R43 of the finished tables, each as an auditor would work it out, in 元."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from tests.appendix.published import COLUMNS, FUNDS, ZERO, Book, Row

#: what a rule says of a place: a sum with what it must be (or must not exceed)
Claim = tuple[str, Decimal, str, Decimal]
RULES: dict[str, Callable[[Book], Iterator[Claim]]] = {}


def rule(number: str) -> Callable[[Callable[[Book], Iterator[Claim]]], Callable[[Book], Iterator[Claim]]]:
    def keep(function: Callable[[Book], Iterator[Claim]]) -> Callable[[Book], Iterator[Claim]]:
        RULES[number] = function
        return function

    return keep


def broken(book: Book, number: str) -> list[str]:
    """The claims of a rule that do not hold, to the last 分."""
    return [
        f"{number} {place}: {left} {sign} {right}"
        for place, left, sign, right in RULES[number](book)
        if not (left == right if sign == "=" else left <= right)
    ]


def _total(rows: list[Row], column: str) -> Decimal:
    return sum((row[column] for row in rows), ZERO)


def tree(book: Book, number: int) -> Iterator[Claim]:
    """合计 = Σ类, 类 = Σ款, 款 = Σ项 in every column."""
    table = book.table(number)
    for code in table.rows:
        children = [table[child] for child in table.children(code)]
        if children or not code:
            for column in table.columns:
                yield f"{number:02}.{code}.{column}", table[code][column], "=", _total(children, column)


def across(book: Book, number: int, whole: str, *parts: str) -> Iterator[Claim]:
    for code, row in book.table(number).rows.items():
        yield f"{number:02}.{code}", row[whole], "=", sum((row[part] for part in parts), ZERO)


def _classes(rows: dict[str, Row]) -> list[tuple[str, Row]]:
    """The lines 一、…… 二十六、 of the right side without their numbers."""
    return [(name.split("、", 1)[1], row) for name, row in rows.items() if "、" in name[:4]]


def by_class(book: Book, number: int, column: str, lines: dict[str, Row], line: str) -> Iterator[Claim]:
    table = book.table(number)
    names = {table.names[code]: table[code][column] for code in table.children("")}
    for name, row in _classes(lines):
        yield f"{number:02}.{name}", names.pop(name, ZERO), "=", row[line]
    for name, amount in names.items():
        yield f"{number:02}.{name} 不在总表中", amount, "=", ZERO


@rule("R01")
def _r01(book: Book) -> Iterator[Claim]:
    parts = [amount for label, amount in book.left.items() if "、" in label[:3]]
    assert len(parts) == 8
    yield "01.本年收入合计", book.left["本年收入合计"], "=", sum(parts, ZERO)


@rule("R02")
def _r02(book: Book) -> Iterator[Claim]:
    parts = [row for _, row in _classes(book.right)]
    assert len(parts) == 26
    yield "01.本年支出合计", book.right["本年支出合计"]["金额"], "=", _total(parts, "金额")


@rule("R03")
def _r03(book: Book) -> Iterator[Claim]:
    left = book.left
    parts = left["本年收入合计"] + left["使用非财政拨款结余"] + left["年初结转和结余"]
    yield "01.收入总计", left["总计"], "=", parts


@rule("R04")
def _r04(book: Book) -> Iterator[Claim]:
    parts = [book.right[name] for name in ("本年支出合计", "结余分配", "年末结转和结余")]
    yield "01.支出总计", book.right["总计"]["金额"], "=", _total(parts, "金额")


@rule("R05")
def _r05(book: Book) -> Iterator[Claim]:
    yield "01.总计", book.left["总计"], "=", book.right["总计"]["金额"]


@rule("R06")
def _r06(book: Book) -> Iterator[Claim]:
    yield "02.合计", book.table(2)[""]["合计"], "=", book.left["本年收入合计"]


@rule("R07")
def _r07(book: Book) -> Iterator[Claim]:
    yield from across(book, 2, *COLUMNS[2])


@rule("R08")
def _r08(book: Book) -> Iterator[Claim]:
    yield from tree(book, 2)


def income_lines(book: Book) -> list[Decimal]:
    return [book.left[f"{n}、{name}财政拨款收入"] for n, name in zip("一二三", _FULL, strict=True)]


_FULL = ("一般公共预算", "政府性基金预算", "国有资本经营预算")


@rule("R09")
def _r09(book: Book) -> Iterator[Claim]:
    yield "02.财政拨款", book.table(2)[""]["财政拨款"], "=", sum(income_lines(book), ZERO)


@rule("R10")
def _r10(book: Book) -> Iterator[Claim]:
    lines = ("四、上级补助收入", "五、事业收入", "六、经营收入", "七、附属单位上缴收入", "八、其他收入")
    for column, line in zip(COLUMNS[2][2:], lines, strict=True):
        yield f"02.{column}", book.table(2)[""][column], "=", book.left[line]


@rule("R11")
def _r11(book: Book) -> Iterator[Claim]:
    yield "03.合计", book.table(3)[""]["合计"], "=", book.right["本年支出合计"]["金额"]


@rule("R12")
def _r12(book: Book) -> Iterator[Claim]:
    yield from across(book, 3, *COLUMNS[3])


@rule("R13")
def _r13(book: Book) -> Iterator[Claim]:
    yield from tree(book, 3)


@rule("R14")
def _r14(book: Book) -> Iterator[Claim]:
    yield from by_class(book, 3, "合计", book.right, "金额")


def fiscal_income(book: Book) -> list[Decimal]:
    return [book.fiscal_left[f"{n}、{name}财政拨款"] for n, name in zip("一二三", _FULL, strict=True)]


@rule("R15")
def _r15(book: Book) -> Iterator[Claim]:
    yield "04.本年收入合计", book.fiscal_left["本年收入合计"], "=", sum(fiscal_income(book), ZERO)


@rule("R16")
def _r16(book: Book) -> Iterator[Claim]:
    for name, four, one in zip(_FULL, fiscal_income(book), income_lines(book), strict=True):
        yield f"04.{name}", four, "=", one


@rule("R17")
def _r17(book: Book) -> Iterator[Claim]:
    yield "02.财政拨款", book.table(2)[""]["财政拨款"], "=", book.fiscal_left["本年收入合计"]


@rule("R18")
def _r18(book: Book) -> Iterator[Claim]:
    for name, row in book.fiscal_right.items():
        yield f"04.{name}", row["合计"], "=", sum((row[fund] for fund in FUNDS), ZERO)


@rule("R19")
def _r19(book: Book) -> Iterator[Claim]:
    classes = [row for _, row in _classes(book.fiscal_right)]
    for column, amount in book.fiscal_right["本年支出合计"].items():
        yield f"04.{column}", amount, "=", _total(classes, column)


def opening(book: Book) -> list[Decimal]:
    return [book.fiscal_left[f"年初{n}、{name}财政拨款"] for n, name in zip("一二三", _FULL, strict=True)]


@rule("R20")
def _r20(book: Book) -> Iterator[Claim]:
    closing = book.fiscal_right["年末财政拨款结转和结余"]
    yield "04.年初", book.fiscal_left["年初财政拨款结转和结余"], "=", sum(opening(book), ZERO)
    yield "04.年末", closing["合计"], "=", sum((closing[fund] for fund in FUNDS), ZERO)


@rule("R21")
def _r21(book: Book) -> Iterator[Claim]:
    left, right = book.fiscal_left, book.fiscal_right
    yield "04.收入总计", left["总计"], "=", left["本年收入合计"] + left["年初财政拨款结转和结余"]
    yield "04.总计", left["总计"], "=", right["总计"]["合计"]
    for column, amount in right["总计"].items():
        parts = right["本年支出合计"][column] + right["年末财政拨款结转和结余"][column]
        yield f"04.支出总计.{column}", amount, "=", parts


@rule("R22")
def _r22(book: Book) -> Iterator[Claim]:
    spent, closing = book.fiscal_right["本年支出合计"], book.fiscal_right["年末财政拨款结转和结余"]
    for fund, got, before in zip(FUNDS, fiscal_income(book), opening(book), strict=True):
        yield f"04.{fund}", got + before, "=", spent[fund] + closing[fund]


@rule("R23")
def _r23(book: Book) -> Iterator[Claim]:
    for (name, four), (_, one) in zip(_classes(book.fiscal_right), _classes(book.right), strict=True):
        yield f"04.{name}", four["合计"], "≤", one["金额"]


@rule("R24")
def _r24(book: Book) -> Iterator[Claim]:
    four, one = book.fiscal_right["本年支出合计"]["合计"], book.right["本年支出合计"]["金额"]
    yield "04.本年支出合计", four, "≤", one
    others = sum((book.table(2)[""][column] for column in COLUMNS[2][2:]), ZERO)
    carried = book.left["年初结转和结余"] - book.fiscal_left["年初财政拨款结转和结余"]
    if not (others or carried or book.left["使用非财政拨款结余"]):
        yield "04.本年支出合计（只有财政拨款）", four, "=", one


@rule("R25")
def _r25(book: Book) -> Iterator[Claim]:
    yield "04.年初", book.fiscal_left["年初财政拨款结转和结余"], "≤", book.left["年初结转和结余"]
    closing = book.fiscal_right["年末财政拨款结转和结余"]["合计"]
    yield "04.年末", closing, "≤", book.right["年末结转和结余"]["金额"]


@rule("R26")
def _r26(book: Book) -> Iterator[Claim]:
    yield "05.合计", book.table(5)[""]["合计"], "=", book.fiscal_right["本年支出合计"]["合计"]


@rule("R27")
def _r27(book: Book) -> Iterator[Claim]:
    for fund in FUNDS:
        yield f"05.{fund}", book.table(5)[""][f"{fund}小计"], "=", book.fiscal_right["本年支出合计"][fund]


@rule("R28")
def _r28(book: Book) -> Iterator[Claim]:
    yield from tree(book, 5)
    yield from across(book, 5, "合计", *(f"{fund}小计" for fund in FUNDS))
    for fund in FUNDS:
        yield from across(book, 5, f"{fund}小计", f"{fund}基本", f"{fund}项目")


@rule("R29")
def _r29(book: Book) -> Iterator[Claim]:
    yield "06.合计", book.table(6)[""]["合计"], "=", book.fiscal_right["本年支出合计"]["一般"]


@rule("R30")
def _r30(book: Book) -> Iterator[Claim]:
    yield from by_class(book, 6, "合计", book.fiscal_right, "一般")


@rule("R31")
def _r31(book: Book) -> Iterator[Claim]:
    yield from across(book, 6, "合计", "基本", "项目")


@rule("R32")
def _r32(book: Book) -> Iterator[Claim]:
    yield from tree(book, 6)


@rule("R33")
def _r33(book: Book) -> Iterator[Claim]:
    for code, row in book.table(6).rows.items():
        for column in ("合计", "基本", "项目"):
            yield f"06.{code}.{column}", row[column], "≤", book.table(3)[code][column]


@rule("R34")
def _r34(book: Book) -> Iterator[Claim]:
    for code in {**book.table(6).rows, **book.table(7).rows}:
        yield f"07.{code}", book.table(7)[code]["合计"], "=", book.table(6)[code]["合计"]


@rule("R35")
def _r35(book: Book) -> Iterator[Claim]:
    table = book.table(7)
    blocks = [column for column in table.columns if column.endswith("·小计")]
    yield from across(book, 7, "合计", *blocks)
    for block in blocks:
        name = block.removesuffix("小计")
        parts = [column for column in table.columns if column.startswith(name) and column != block]
        yield from across(book, 7, block, *parts)


@rule("R36")
def _r36(book: Book) -> Iterator[Claim]:
    yield from tree(book, 7)


def _economic(book: Book) -> dict[str, Decimal]:
    """07.合计 by economic code; the codes with their names stand in 05."""
    table, names = book.table(7), book.table(5).names
    return {
        code: table[""].get(f"{names[code[:3]]}·{'小计' if len(code) == 3 else names[code]}", ZERO)
        for code in names
        if code
    }


@rule("R37")
def _r37(book: Book) -> Iterator[Claim]:
    found = _economic(book)
    for code, amount in found.items():
        yield f"05.{code}", book.table(5)[code]["一般小计"], "=", amount
    whole = sum((amount for code, amount in found.items() if len(code) == 3), ZERO)
    yield "07.合计", book.table(7)[""]["合计"], "=", whole


@rule("R38")
def _r38(book: Book) -> Iterator[Claim]:
    for side in (book.staff, book.running):
        for code in (code for code in side if len(code) == 3):
            parts = [amount for each, amount in side.items() if len(each) == 5 and each.startswith(code)]
            yield f"08.{code}", side[code], "=", sum(parts, ZERO)


@rule("R39")
def _r39(book: Book) -> Iterator[Claim]:
    staff = [amount for code, amount in book.staff.items() if code in ("301", "303")]
    running = [book.running[code] for code in ("302", "307", "310", "312", "399")]
    yield "08.人员经费", book.basic_totals["人员经费"], "=", sum(staff, ZERO)
    yield "08.公用经费", book.basic_totals["公用经费"], "=", sum(running, ZERO)


@rule("R40")
def _r40(book: Book) -> Iterator[Claim]:
    yield "08.合计", sum(book.basic_totals.values(), ZERO), "=", book.table(6)[""]["基本"]


@rule("R41")
def _r41(book: Book) -> Iterator[Claim]:
    whole = _economic(book)
    for code, amount in {**book.staff, **book.running}.items():
        yield f"08.{code}", amount, "≤", whole.get(code, ZERO)


@rule("R42")
def _r42(book: Book) -> Iterator[Claim]:
    strange = [code for code in {**book.staff, **book.running} if code[:3] in ("309", "311", "313")]
    yield "08.309/311/313", Decimal(len(strange)), "=", ZERO


@rule("R43")
def _r43(book: Book) -> Iterator[Claim]:
    nine, six = book.table(9), book.table(6)
    for code in {**nine.rows, **six.rows}:
        yield f"09.{code}", nine[code]["金额"], "=", six[code]["项目"]
    for code, rows in nine.loose.items():
        yield f"09.{code} 的项目", _total(rows, "金额"), "=", nine[code]["金额"]
