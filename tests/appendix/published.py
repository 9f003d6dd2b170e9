"""A published workbook as an auditor reads it: nothing but openpyxl, nothing of the program that wrote it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

ZERO = Decimal(0)
FUNDS = ("一般", "基金", "国资")
#: money columns of the code tables in the order of the form
COLUMNS: Mapping[int, Sequence[str]] = {
    2: ("合计", "财政拨款", "上级补助", "事业", "经营", "附属上缴", "其他"),
    3: ("合计", "基本", "项目", "上缴上级", "经营", "对附属补助"),
    5: ("合计", *(fund + part for fund in FUNDS for part in ("小计", "基本", "项目"))),
    6: ("合计", "基本", "项目"),
    9: ("金额",),
    11: ("年初", "收入", "支出", "基本", "项目", "年末"),
    13: ("年初", "收入", "支出", "基本", "项目", "年末"),
    14: ("合计", "基本", "项目"),
}
PUBLIC = ("合计", "出国", "公车", "购置", "运行", "接待")
Row = Mapping[str, Decimal]


def yuan(value: object) -> Decimal:
    """An amount in 万元 as 元, to the last digit of the cell; a blank is nothing."""
    if value is None:
        return ZERO
    assert isinstance(value, int | float) and not isinstance(value, bool), f"not an amount: {value!r}"
    return Decimal(repr(value)) * 10000


class CodeTable:
    """Rows of codes: amounts by column label. "" is 合计; ``loose`` are rows without a code (projects) under their 项."""

    def __init__(self, sheet: Any, columns: Sequence[str], first: int) -> None:
        self.columns = tuple(columns)
        self.rows: dict[str, Row] = {}
        self.names: dict[str, str] = {}
        self.order: list[str] = []
        self.loose: dict[str, list[Row]] = {}
        begun = False
        for cells in sheet.iter_rows(min_row=5, values_only=True):
            label = cells[0]
            begun = begun or label == "合计"
            if not begun or (isinstance(label, str) and label[:2] in ("说明", "注：")):
                if begun:
                    break
                continue
            row = {column: yuan(cells[first + at]) for at, column in enumerate(columns)}
            if label:
                code = "" if label == "合计" else str(label)
                self.order.append(code)
                self.rows[code] = row
                self.names[code] = str(cells[first - 1] or "")
            elif cells[first - 1]:
                self.loose.setdefault(self.order[-1], []).append(row)

    def __getitem__(self, code: str) -> Row:
        """The row of ``code``; a code that is not listed has nothing in any column."""
        return self.rows.get(code) or dict.fromkeys(self.columns, ZERO)

    def children(self, code: str) -> list[str]:
        wanted = {0: 3, 3: 5, 5: 7}.get(len(code), 0)
        return [each for each in self.rows if len(each) == wanted and each.startswith(code)]


class Book:
    """All fifteen tables."""

    def __init__(self, workbook: Any) -> None:
        self.sheets: list[Any] = list(workbook)
        self.tables = {
            number: CodeTable(self.sheet(number), columns, 3 if number == 5 else 4)
            for number, columns in COLUMNS.items()
        }
        self.left, self.right = self._two_sided(1, ("金额",))
        self.fiscal_left, self.fiscal_right = self._two_sided(4, ("合计", *FUNDS))
        self.tables[7] = self._detail()
        self.staff, self.running, self.basic_totals = self._basic()
        self.facts = {
            str(row[0]).strip(): row[2]
            for row in self.sheet(15).iter_rows(min_row=6, values_only=True)
            if row[0]
        }

    def sheet(self, number: int) -> Any:
        return self.sheets[number - 1]

    def table(self, number: int) -> CodeTable:
        return self.tables[number]

    def public(self, number: int, side: str) -> Row:
        """预算 or 决算 of a table of “三公”经费."""
        first = 0 if side == "预算" else 6
        cells = [cell.value for cell in self.sheet(number)[8]]
        return {item: yuan(cells[first + at]) for at, item in enumerate(PUBLIC)}

    def _two_sided(self, number: int, columns: Sequence[str]) -> tuple[dict[str, Decimal], dict[str, Row]]:
        """Amounts by label, left and right; 一、二、三 below 年初 are told apart by a leading 年初."""
        left: dict[str, Decimal] = {}
        right: dict[str, Row] = {}
        opening = ""
        for cells in self.sheet(number).iter_rows(min_row=7, values_only=True):
            if not isinstance(cells[1], int):
                continue
            label = str(cells[0] or "").strip()
            opening = "年初" if label.startswith("年初") else "" if label == "总计" else opening
            name = opening + label if label[1:2] == "、" else label
            if label:
                left[name] = yuan(cells[2])
            if cells[3]:
                right[str(cells[3]).strip()] = {
                    column: yuan(cells[5 + at]) for at, column in enumerate(columns)
                }
        return left, right

    def _detail(self) -> CodeTable:
        """07 with its columns named ``块·款``, ``块·小计``."""
        sheet = self.sheet(7)
        blocks, names = ([cell.value for cell in sheet[row]][5:] for row in (4, 5))
        columns, block = ["合计"], ""
        for above, name in zip(blocks, names, strict=True):
            if name is None:
                break
            block = above or block
            columns.append(f"{block}·{name}")
        return CodeTable(sheet, columns, 4)

    def _basic(self) -> tuple[dict[str, Decimal], dict[str, Decimal], dict[str, Decimal]]:
        staff: dict[str, Decimal] = {}
        running: dict[str, Decimal] = {}
        totals: dict[str, Decimal] = {}
        for cells in self.sheet(8).iter_rows(min_row=6, values_only=True):
            for side, code, amount in ((staff, cells[0], cells[2]), (running, cells[3], cells[5])):
                if isinstance(code, str) and code.isdigit():
                    assert code not in side, f"08: {code} twice"
                    side[code] = yuan(amount)
                elif isinstance(code, str) and code.endswith("经费合计"):
                    totals[code[:4]] = yuan(amount)
        return staff, running, totals

    def heads(self) -> Iterator[tuple[str, list[str]]]:
        """The texts of the three lines above each table."""
        for sheet in self.sheets:
            cells = (cell.value for row in sheet.iter_rows(max_row=3) for cell in row)
            yield sheet.title, [str(text) for text in cells if text]
