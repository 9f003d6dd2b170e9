"""Where each block of a new workbook stands, and its computed cells: each formula with the value that Excel will find."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from report_author.model.codes import Codebook
from report_author.model.money import ZERO, half_up
from report_author.records import frozen
from report_author.workbook.layout import ECONOMIC_DICTIONARY, FUNCTION_DICTIONARY, SHEETS
from report_author.workbook.shape import Block, CheckBlock, Column, Form, ListBlock, LiveCheck, Sheet, Sum
from report_author.workbook.values import Row, Value

#: column A holds the hidden ids
FIRST_COLUMN = 1
#: blank rows kept below the rows that are filled
_SPARE_ROWS = 10
#: validations of the last list of a sheet reach this far beyond its formatted rows
_REACH = 1000


@frozen
class Place:
    """A block on its sheet; rows and columns count from zero.

    ``header`` is the row of the column labels, ``first`` … ``last`` the formatted data rows, ``reach`` the
    last row that validations and totals include. A list has its hidden id row just above the header.
    """

    sheet: Sheet
    block: Block
    top: int
    header: int
    first: int
    last: int
    reach: int
    columns: Mapping[str, int]

    @property
    def ids(self) -> int:
        """The hidden row of field ids (lists only)."""
        return self.header - 1

    def range(self, field: str) -> str:
        """All rows of a column, as other sheets refer to it: ``'支出'!$H$6:$H$305``."""
        column = xl_col_to_name(self.columns[field], col_abs=True)
        return f"'{self.sheet.name}'!{column}${self.first + 1}:{column}${self.reach + 1}"


def plan(counts: Mapping[str, int]) -> dict[str, Place]:
    """The places of all blocks by block key; ``counts`` is the number of filled rows of each list."""
    places: dict[str, Place] = {}
    for sheet in SHEETS:
        row = 2 + sheet.hint.count("\n") + 1
        for block in sheet.blocks:
            place = _place(sheet, block, row, counts.get(block.key, 0), block is sheet.blocks[-1])
            places[block.key] = place
            row = place.last + 2
    return places


def _place(sheet: Sheet, block: Block, top: int, filled: int, last_block: bool) -> Place:
    header, columns = top + 1, dict[str, int]()
    if isinstance(block, Form):
        rows, columns = len(block.columns), {c.field: FIRST_COLUMN + 1 for c in block.columns}
    elif isinstance(block, ListBlock):
        rows = len(block.fixed) if block.fixed else max(block.rows, filled + _SPARE_ROWS)
        header, columns = top + 2, column_positions(block)
    else:  # every sheet but the first, then the live checks
        rows = len(block.checks) if isinstance(block, CheckBlock) else len(SHEETS)
    last = header + rows
    grows = last_block and isinstance(block, ListBlock) and block.fixed is None
    return Place(sheet, block, top, header, header + 1, last, last + _REACH if grows else last, columns)


def column_positions(block: ListBlock) -> dict[str, int]:
    """The sheet column of each field; a spanning cell pushes the next ones to the right."""
    positions, at = {}, FIRST_COLUMN
    for column in block.columns:
        positions[column.field] = at
        at += column.span
    return positions


UNKNOWN_CODE, UNKNOWN_PROJECT = "（字典中没有）", "（没有这个项目）"
EVEN, UNEVEN, EXCEEDED = "平", "不平", "超出"
#: begins what 首页 says while live checks do not agree
UNSETTLED = "还有 "
#: the column of the verdict, counted from the first of a live check
VERDICT = 4


@frozen
class Computed:
    """A formula with its cached value."""

    formula: str
    value: str | Decimal | int


@frozen
class Book:
    """What the computed cells look at: where everything stands, what stands there."""

    places: Mapping[str, Place]
    contents: Mapping[str, Sequence[Row]]
    codebook: Codebook

    def lookup(self, place: Place, column: Column, row: int, values: Row | None) -> Computed:
        """The name beside a code of a list row; ``values`` is ``None`` in a blank row."""
        code = xl_rowcol_to_cell(row, place.columns[column.of], col_abs=True)
        typed = _text((values or {}).get(column.of))
        if column.of == "project":
            return self._project_name(code, typed)
        assert isinstance(place.block, ListBlock)
        functions = (FUNCTION_DICTIONARY, self.codebook.functions)
        economics = (ECONOMIC_DICTIONARY, self.codebook.economics)
        coded = next(each for each in place.block.columns if each.field == column.of)
        tables = (
            [functions, economics]
            if coded.any_code
            else [economics if column.of == "economic" else functions]
        )
        found = f'"{UNKNOWN_CODE}"'
        for sheet, table in reversed(tables):
            found = f"IFERROR(VLOOKUP(TRIM({code}&\"\"),'{sheet}'!$A$2:$B${len(table) + 1},2,FALSE),{found})"
        formula = f'=IF(TRIM({code}&"")="","",{found})'
        if not typed.strip():
            return Computed(formula, "")
        names = [table[typed.strip()].name for _, table in tables if typed.strip() in table]
        return Computed(formula, names[0] if names else UNKNOWN_CODE)

    def _project_name(self, code: str, typed: str) -> Computed:
        codes, names = self.places["projects"].range("code"), self.places["projects"].range("name")
        formula = (
            f'=IF({code}="","",IFERROR(INDEX({names},MATCH({code}&"",{codes},0))&"","{UNKNOWN_PROJECT}"))'
        )
        if not typed:
            return Computed(formula, "")
        for row in self.contents["projects"]:
            if _text(row.get("code")).casefold() == typed.casefold():
                return Computed(formula, _text(row.get("name")))
        return Computed(formula, UNKNOWN_PROJECT)

    def check_side(self, sums: Sequence[Sum]) -> Computed:
        """One side of a live check, 元 (or a count)."""
        total = sum((self._sum(s) for s in sums), ZERO)
        return Computed(f"=ROUND({'+'.join(self._sum_formula(s) for s in sums)},2)", half_up(total))

    def _sum(self, total: Sum) -> Decimal:
        rows = self.contents[total.block]
        picked = (r for r in rows if all(_text(r.get(field)) == value for field, value in total.where))
        amounts = (row.get(total.field) for row in picked)
        return sum((a for a in amounts if isinstance(a, Decimal)), ZERO)

    def _sum_formula(self, total: Sum) -> str:
        place = self.places[total.block]
        amounts = place.range(total.field)
        if not total.where:
            return f"SUM({amounts})"
        criteria = ",".join(f'{place.range(field)},"{value}"' for field, value in total.where)
        return f"SUMIFS({amounts},{criteria})"

    def filled(self, sheet: Sheet) -> tuple[Computed, Computed]:
        """How many cells of a sheet are filled, how many ought to be."""
        parts = [
            self._form_progress(block) if isinstance(block, Form) else self._list_progress(block)
            for block in sheet.blocks
            if isinstance(block, Form | ListBlock)
        ]
        return _added([filled for filled, _ in parts]), _added([wanted for _, wanted in parts])

    def live_checks(self) -> tuple[Computed, Computed]:
        """How many of the live checks are 平, how many there are."""
        place = self.places["live_checks"]
        assert isinstance(place.block, CheckBlock)
        column = xl_col_to_name(FIRST_COLUMN + VERDICT, col_abs=True)
        area = f"'{place.sheet.name}'!{column}${place.first + 1}:{column}${place.last + 1}"
        sides = [
            (check, self.check_side(check.left), self.check_side(check.right)) for check in place.block.checks
        ]
        even = sum(verdict(check, left, right).value == EVEN for check, left, right in sides)
        return Computed(f'=COUNTIF({area},"{EVEN}")', even), Computed(f"={len(sides)}", len(sides))

    def _form_progress(self, form: Form) -> tuple[Computed, Computed]:
        place, values = self.places[form.key], self.contents[form.key][0]
        required = [c for c in form.columns if c.required]
        counted = required or [c for c in form.columns if c.default is None]
        cells = [
            xl_rowcol_to_cell(place.first + form.columns.index(c), FIRST_COLUMN + 1, True, True)
            for c in counted
        ]
        listed = ",".join(f"'{place.sheet.name}'!{cell}" for cell in cells)
        formula = f"COUNTA({listed})"
        here = Computed(formula, sum(values.get(c.field) is not None for c in counted))
        return here, Computed(str(len(required)), len(required)) if required else here

    def _list_progress(self, block: ListBlock) -> tuple[Computed, Computed]:
        place, rows = self.places[block.key], self.contents[block.key]

        def counted(columns: Sequence[Column]) -> tuple[list[str], list[int]]:
            formulas = [f"COUNTA({place.range(c.field)})" for c in columns]
            return formulas, [sum(row.get(c.field) is not None for row in rows) for c in columns]

        required = [
            c
            for c in block.inputs
            if c.required and c.field not in block.fill_down and not (block.fixed and c is block.columns[0])
        ]
        if block.continued_by:
            required = [c for c in required if c.field == block.continued_by]
        if not required:
            own = [c for c in block.inputs if c.default is None and not c.required]
            formulas, numbers = counted(own)
            here = Computed(f"MAX({','.join(formulas)})", max(numbers))
            return here, here
        formulas, numbers = counted(required)
        n = len(required)
        wanted = f"{n}*MAX({block.least},{','.join(formulas)})"
        return Computed("+".join(formulas), sum(numbers)), Computed(wanted, n * max(block.least, *numbers))


def difference(left: Computed, right: Computed, left_cell: str = "", right_cell: str = "") -> Computed:
    """What the left side of a live check has more than the right one."""
    assert isinstance(left.value, Decimal) and isinstance(right.value, Decimal)
    return Computed(f"=ROUND({left_cell}-{right_cell},2)", left.value - right.value)


def verdict(
    check: LiveCheck, left: Computed, right: Computed, left_cell: str = "", right_cell: str = ""
) -> Computed:
    """平, or what is wrong with a live check."""
    gap = difference(left, right).value
    assert isinstance(gap, Decimal)
    if check.at_most:
        formula = f'=IF({left_cell}-{right_cell}<0.005,"{EVEN}","{EXCEEDED}")'
        return Computed(formula, EVEN if gap <= 0 else EXCEEDED)
    formula = f'=IF(ABS({left_cell}-{right_cell})<0.005,"{EVEN}","{UNEVEN}")'
    return Computed(formula, EVEN if gap == 0 else UNEVEN)


def status(filled: Computed, wanted: Computed, filled_cell: str, wanted_cell: str) -> Computed:
    """The progress of a sheet in words."""
    formula = (
        f'=IF({filled_cell}<{wanted_cell},"还缺 "&({wanted_cell}-{filled_cell})&" 处必填",'
        f'IF({filled_cell}=0,"未填（没有的内容可不填）","已填"))'
    )
    assert isinstance(filled.value, int) and isinstance(wanted.value, int)
    if filled.value < wanted.value:
        return Computed(formula, f"还缺 {wanted.value - filled.value} 处必填")
    return Computed(formula, "未填（没有的内容可不填）" if filled.value == 0 else "已填")


def balance(even: Computed, all_of_them: Computed, even_cell: str, all_cell: str) -> Computed:
    """The state of the live checks in words."""
    formula = f'=IF({even_cell}<{all_cell},"{UNSETTLED}"&({all_cell}-{even_cell})&" 处不平或超出，请看校验与核实","全部平衡")'
    assert isinstance(even.value, int) and isinstance(all_of_them.value, int)
    left = all_of_them.value - even.value
    return Computed(formula, f"{UNSETTLED}{left} 处不平或超出，请看校验与核实" if left > 0 else "全部平衡")


def _added(parts: Sequence[Computed]) -> Computed:
    numbers = [part.value for part in parts if isinstance(part.value, int)]
    return Computed("=" + "+".join(part.formula for part in parts), sum(numbers))


def _text(value: Value) -> str:
    return "" if value is None else str(value)
