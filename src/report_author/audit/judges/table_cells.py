"""The cells of published tables that a text repeats; where each figure of a text stands in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from report_author.audit.claims.tokens import Span, Style, Token, shown
from report_author.audit.judges.keys import bare
from report_author.audit.reading.blocks import Block
from report_author.checks.amounts import Rounded
from report_author.checks.grids import PrintedSheet, number_in
from report_author.figures.values import Names
from report_author.model.money import YUAN_PER_WAN, half_up
from report_author.ooxml.sheets import cell_position

# ---------------------------------------------------------------- the cells of published tables that a text repeats


_NUMBERING = re.compile(
    r"^(?:其中[：:])?(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)]|\d+[.、．])?"
)


class Entry(NamedTuple):
    """What the tables say of one figure: one cell, or several that add up. 元, or a count."""

    cells: tuple[Token, ...]
    value: Decimal
    half: Decimal
    unit: str

    @property
    def place(self) -> str:
        return "＋".join(cell.block.place for cell in self.cells)

    @property
    def text(self) -> str:
        """The amount with its unit, as a reader of the table sees it."""
        value = self.value.scaleb(-4) if self.unit == "万元" else self.value
        return f"{shown(value)}{self.unit}"

    @property
    def span(self) -> Span:
        return Span(self.value - self.half, self.value + self.half)

    def agrees(self, token: Token, style: Style) -> bool:
        """Whether a printed amount is this one: equal where both are printed alike, else within its rounding."""
        if not token.is_money:
            return token.value == self.value
        places = max(token.places, style.money or 0) if token.unit == "万元" else token.places
        if self.half and token.unit == self.unit and places >= 2 and len(self.cells) == 1:
            return token.yuan == self.value
        return style.span(token).meets(self.span)

    def shifted(self, token: Token, style: Style) -> bool:
        """Whether the digits are the same and only 元, 万元 differ."""
        if not self.value or not token.value or not token.is_money:
            return False
        printed = style.span(token)
        if (printed.high - printed.low) * _COARSE > abs(token.yuan):
            return False
        return any(printed.meets(Span(self.span.low * factor, self.span.high * factor)) for factor in _SHIFTS)


_COARSE = 50  # an amount printed to no more than 2 % is like others by chance
_SHIFTS = (YUAN_PER_WAN, 1 / YUAN_PER_WAN)


def _cell_block(place: str, text: str) -> Block:
    return Block(text, place, "表格")


@dataclass(eq=False)
class TableCells:
    """The grids of a set of tables with their cells as tokens; ``block_at`` makes the block of a cell from place, text."""

    sheets: Mapping[str, PrintedSheet]
    grids: Mapping[str, object]
    block_at: Callable[[str, str], Block] = _cell_block
    _tokens: dict[str, Token] = field(default_factory=dict)

    def rows(self, grid: str) -> tuple[Names, ...]:
        found = self.grids.get(grid)
        return found["行"] if isinstance(found, Names) else ()

    def filled(self, grid: str) -> bool:
        """Whether a table has a figure other than zero."""
        return any(
            isinstance(value, Rounded) and value.value for row in self.rows(grid) for value in row.values()
        )

    def entry(self, figures: Iterable[object], grid: str) -> Entry | None:
        """The sum of ``figures``; None where one is missing."""
        listed = [figure for figure in figures if isinstance(figure, Rounded)]
        if not listed:
            return None
        tokens = tuple(
            token for figure in listed for token in [self.token(figure, grid)] if token is not None
        )
        unit = listed[0].unit
        if unit == "元" and grid in self.sheets and self.sheets[grid].factor == YUAN_PER_WAN:
            unit = "万元"
        return Entry(
            tokens,
            sum((f.value for f in listed), Decimal(0)),
            sum((f.half for f in listed), Decimal(0)),
            unit,
        )

    def token(self, figure: Rounded, grid: str) -> Token | None:
        """The cell of a figure as a token of a block of its own, the same one whenever it is asked for."""
        place = figure.sources[0] if figure.sources else ""
        if not place or grid not in self.sheets:
            return None
        if place not in self._tokens:
            self._tokens[place] = self._made(self.sheets[grid], place, figure)
        return self._tokens[place]

    def _made(self, sheet: PrintedSheet, place: str, figure: Rounded) -> Token:
        cell = sheet.raw.cells.get(cell_position(place.rpartition("!")[2]))
        value = number_in(cell) or Decimal(0)
        finer = cell is not None and value != half_up(value, 2)
        text = f"{half_up(value, 2):,f}" if finer else (cell.text if cell is not None else "")
        block = self.block_at(place, text)
        unit = figure.unit if figure.unit != "元" else ("万元" if sheet.factor == YUAN_PER_WAN else "元")
        return Token(block, 0, len(block.plain.text), value, 2, unit)

    def find(self, path: str) -> Entry | None:
        """The figure at ``grid/row/column``; several joined by ＋ add up, those that are not there count as nothing."""
        figures: list[object] = []
        first = path.split("＋")[0].split("/")[0]
        for each in path.split("＋"):
            grid, row, column = each.split("/")
            figures.append(self._figure(grid, row, column))
        if figures and not isinstance(figures[0], Rounded):
            return None
        return self.entry(figures, first)

    def _figure(self, grid: str, row: str, column: str) -> object:
        if row == "单":
            whole = self.grids.get(grid)
            return whole.get(column) if isinstance(whole, Names) else None
        for each in self.rows(grid):
            if row == "合计" and each.get("级") == 0 and not each.get("编码"):
                return each.get(column)
            name = each.get({"左": "左名", "右": "右名"}.get(row, "名称"))
            if row in ("左", "右") and isinstance(name, str):
                label, _, amount = column.partition("·")
                if unnumbered(name) == label:
                    return each.get(amount or f"{row}额")
            if row == "信息" and isinstance(name, str) and re.search(column, unnumbered(name)):
                return each.get("数值")
        return None

    def by_code(self, grid: str, code: str, column: str) -> object:
        return self._where(grid, column, lambda row: row.get("编码") == code)

    def by_class(self, grid: str, name: str, column: str) -> object:
        """The row of a 类 by its name without 支出."""
        return self._where(grid, column, lambda row: row.get("级") == 1 and _called(row) == name)

    def by_line(self, grid: str, name: str, column: str) -> object:
        """The row of a 类 on the right side of a 总表, by its name without number, without 支出."""
        return self._where(grid, column, lambda row: bare(unnumbered(str(row.get("右名", "")))) == name)

    def _where(self, grid: str, column: str, fits: Callable[[Names], bool]) -> object:
        return next((row.get(column) for row in self.rows(grid) if fits(row)), None)

    def by_names(self, grid: str, path: str, column: str) -> object:
        """The row of a 项 by the names of 类, 款, 项."""
        above = ["", "", ""]
        for row in self.rows(grid):
            level = row.get("级")
            if level in (1, 2, 3):
                above[level - 1 :] = [_called(row), *[""] * (3 - level)]
                if level == 3 and "/".join(above) == path:
                    return row.get(column)
        return None

    def classes(self, grid: str, column: str) -> Iterator[tuple[str, Entry]]:
        """Every 类 of a table with its amount."""
        for row in self.rows(grid):
            figure = row.get(column)
            if row.get("级") == 1 and isinstance(figure, Rounded) and (found := self.entry([figure], grid)):
                yield _called(row), found


def _called(row: Names) -> str:
    return bare(str(row.get("名称", "")))


def unnumbered(name: str) -> str:
    """A row's name without its number."""
    return _NUMBERING.sub("", name)


# ---------------------------------------------------------------- where each figure of a text stands in the published tables


_LEFT, _RIGHT = "收支总表/左", "收支总表/右"
_SANGONG = {
    "三公经费": "合计",
    "因公出国（境）费": "出国",
    "公务用车购置及运行维护费": "公车",
    "公务用车购置费": "购置",
    "公务用车运行维护费": "运行",
    "公务接待费": "接待",
}
#: name of a figure → its cell; what stands behind the first is as good where the tables agree with one another
TIES: dict[str, tuple[str, ...]] = {
    "收支总计": (f"{_LEFT}/总计", f"{_RIGHT}/总计"),
    "收入总计@总体": (f"{_LEFT}/总计",),
    "支出总计@总体": (f"{_RIGHT}/总计",),
    "收入总计@财政": ("财政总表/左/总计",),
    "支出总计@财政": ("财政总表/右/总计·合计",),
    "财政拨款收支总计": ("财政总表/左/总计", "财政总表/右/总计·合计"),
    "本年收入合计": ("收入表/合计/本年合计", f"{_LEFT}/本年收入合计"),
    "本年支出合计": ("支出表/合计/本年合计", f"{_RIGHT}/本年支出合计"),
    "一般公共预算财政拨款收入": (f"{_LEFT}/一般公共预算财政拨款收入", "财政总表/左/一般公共预算财政拨款"),
    "政府性基金收入": (
        f"{_LEFT}/政府性基金预算财政拨款收入",
        "财政总表/左/政府性基金预算财政拨款",
        "基金表/合计/收入",
    ),
    "国有资本经营预算收入": (
        f"{_LEFT}/国有资本经营预算财政拨款收入",
        "财政总表/左/国有资本经营预算财政拨款",
        "国资表/合计/收入",
    ),
    "一般公共预算财政拨款支出": ("一般支出表/合计/合计", "财政总表/右/本年支出合计·一般"),
    "一般公共预算财政拨款基本支出": ("一般支出表/合计/基本支出",),
    "一般公共预算财政拨款项目支出": ("一般支出表/合计/项目支出",),
    "财政拨款基本支出": ("一般支出表/合计/基本支出＋基金表/合计/基本支出＋国资表/合计/基本支出",),
    "政府性基金支出": ("基金表/合计/支出", "财政总表/右/本年支出合计·基金"),
    "国有资本经营预算支出": ("国资表/合计/支出", "国资支出表/合计/合计", "财政总表/右/本年支出合计·国资"),
    "财政拨款收入@": ("收入表/合计/财政拨款", "财政总表/左/本年收入合计"),
    "财政拨款支出@": ("财政总表/右/本年支出合计·合计",),
    "上级补助收入": ("收入表/合计/上级补助", f"{_LEFT}/上级补助收入"),
    "事业收入": ("收入表/合计/事业", f"{_LEFT}/事业收入"),
    "经营收入": ("收入表/合计/经营", f"{_LEFT}/经营收入"),
    "附属单位上缴收入": ("收入表/合计/附属上缴", f"{_LEFT}/附属单位上缴收入"),
    "其他收入@": ("收入表/合计/其他", f"{_LEFT}/其他收入"),
    "上缴上级支出": ("支出表/合计/上缴上级",),
    "经营支出": ("支出表/合计/经营",),
    "对附属单位补助支出": ("支出表/合计/对附属补助",),
    "基本支出@一般": ("一般支出表/合计/基本支出",),
    "项目支出@一般": ("一般支出表/合计/项目支出",),
    "基本支出@支出": ("支出表/合计/基本支出",),
    "项目支出@支出": ("支出表/合计/项目支出",),
    "基本支出@基金": ("基金表/合计/基本支出",),
    "项目支出@基金": ("基金表/合计/项目支出",),
    "基本支出@国资": ("国资表/合计/基本支出",),
    "项目支出@国资": ("国资表/合计/项目支出",),
    "人员经费@一般": ("一般基本表/单/人员合计",),
    "公用经费@一般": ("一般基本表/单/公用合计",),
    "年初结转结余@总体": (f"{_LEFT}/年初结转和结余",),
    "年末结转结余@总体": (f"{_RIGHT}/年末结转和结余",),
    "年初结转结余@收入": (f"{_LEFT}/年初结转和结余",),
    "年末结转结余@支出": (f"{_RIGHT}/年末结转和结余",),
    "年初结转结余@财政": ("财政总表/左/年初财政拨款结转和结余",),
    "年末结转结余@财政": ("财政总表/右/年末财政拨款结转和结余·合计",),
    "年初结转结余@基金": ("基金表/合计/年初",),
    "年末结转结余@基金": ("基金表/合计/年末",),
    "年初结转结余@国资": ("国资表/合计/年初",),
    "年末结转结余@国资": ("国资表/合计/年末",),
    "机关运行经费": ("信息表/信息/^机关运行经费",),
    "政府采购支出总额": ("信息表/信息/^政府采购支出(?:合计|总额)",),
    "政府采购货物支出": ("信息表/信息/货物支出",),
    "政府采购工程支出": ("信息表/信息/工程支出",),
    "政府采购服务支出": ("信息表/信息/服务支出",),
    "授予中小企业合同金额": ("信息表/信息/授予中小企业",),
    "授予小微企业合同金额": ("信息表/信息/授予小微企业",),
    **{name: (f"三公表/单/决算{part}",) for name, part in _SANGONG.items()},
}
#: what else a careful writer may mean by the same words: equal to one of these is right, or a matter of 口径
OTHERS: dict[str, tuple[str, ...]] = {
    "收入总计@总体": ("收入表/合计/本年合计", f"{_LEFT}/本年收入合计"),
    "支出总计@总体": ("支出表/合计/本年合计", f"{_RIGHT}/本年支出合计"),
    "收支总计": (f"{_LEFT}/本年收入合计", f"{_RIGHT}/本年支出合计", "财政总表/左/总计"),
    "收入总计@财政": ("财政总表/左/本年收入合计", "收入表/合计/财政拨款"),
    "支出总计@财政": ("财政总表/右/本年支出合计·合计",),
    "财政拨款收支总计": ("财政总表/左/本年收入合计", "财政总表/右/本年支出合计·合计"),
    "财政拨款收入@": ("财政总表/左/总计", f"{_LEFT}/一般公共预算财政拨款收入"),
    "财政拨款支出@": ("财政总表/右/总计·合计", "一般支出表/合计/合计"),
    "基本支出@": ("支出表/合计/基本支出", "一般支出表/合计/基本支出"),
    "项目支出@": ("支出表/合计/项目支出", "一般支出表/合计/项目支出"),
    "人员经费@": ("一般基本表/单/人员合计",),
    "公用经费@": ("一般基本表/单/公用合计",),
    "政府性基金支出": ("基金表/合计/收入",),
    "年末结转结余@总体": ("财政总表/右/年末财政拨款结转和结余·合计",),
    "年末结转结余@支出": ("财政总表/右/年末财政拨款结转和结余·合计",),
    **{name: (f"三公表/单/决算{part}＋基金三公表/单/决算{part}",) for name, part in _SANGONG.items()},
}
_CODES = {
    "一般": (("一般支出表", "合计"),),
    "基金": (("基金表", "支出"),),
    "国资": (("国资表", "支出"), ("国资支出表", "合计")),
}
_LINES = {"一般": (("财政总表", "一般"),), "基金": (("财政总表", "基金"),), "国资": (("财政总表", "国资"),)}
_ALL_LINES = (("收支总表", "右额"), ("财政总表", "合计"))
_ALL_CODES = (("支出表", "本年合计"), ("一般支出表", "合计"), ("基金表", "支出"), ("国资表", "支出"))


def entries(cells: TableCells, key: str, scope: str) -> Iterator[Entry]:
    """The cells of a figure, the best first; nothing where the tables have none."""
    if key.startswith(("类:", "项:", "名:")):
        yield from _by_code(cells, key, scope)
        return
    name = key.partition("@")[0]
    for path in TIES.get(key) or TIES.get(f"{name}@") or ():
        if (found := cells.find(path)) is not None:
            yield found


def alternatives(cells: TableCells, key: str) -> Iterator[Entry]:
    """Other cells that the words may mean."""
    name, _, scope = key.partition("@")
    if f"{name}@" in OTHERS and key in TIES and scope in ("一般", "支出", "基金", "国资"):
        return
    for path in OTHERS.get(key) or OTHERS.get(f"{name}@") or ():
        if (found := cells.find(path)) is not None:
            yield found


def budgets_of(cells: TableCells, key: str) -> Iterator[tuple[Entry, Entry]]:
    """Outturn, budget of a 三公 item: of 一般公共预算, then of all 财政拨款."""
    part = _SANGONG.get(key)
    for path in ("三公表/单/{0}", "三公表/单/{0}＋基金三公表/单/{0}") if part else ():
        outturn, budget = cells.find(path.format(f"决算{part}")), cells.find(path.format(f"预算{part}"))
        if outturn is not None and budget is not None:
            yield outturn, budget


def _by_code(cells: TableCells, key: str, scope: str) -> Iterator[Entry]:
    kind, _, name = key.partition(":")
    name = name.partition("@")[0]
    for grid, column in _CODES.get(scope, _ALL_CODES):
        if kind == "项":
            figures = [cells.by_code(grid, code, column) for code in name.split("+")]
        elif kind == "类":
            figures = [cells.by_class(grid, name, column)]
        else:
            figures = [cells.by_names(grid, name, column)]
        if all(figure is not None for figure in figures) and (found := cells.entry(figures, grid)):
            yield found
    if kind == "类":
        for grid, column in _LINES.get(scope, _ALL_LINES):
            if found := cells.entry([cells.by_line(grid, name, column)], grid):
                yield found
    if scope not in _CODES:
        yield from _all_funds(cells, kind, name)
    codes = name.split("+") if kind == "项" else []
    if len(codes) > 1 and len({code[:3] for code in codes}) == 1:
        for grid, column in _CODES.get(scope, _ALL_CODES):
            if found := cells.entry([cells.by_code(grid, codes[0][:3], column)], grid):
                yield found


def _all_funds(cells: TableCells, kind: str, name: str) -> Iterator[Entry]:
    """A 类, a 项 in the tables of all three funds together."""
    found = []
    for grid, column in _ALL_CODES[1:]:
        for code in name.split("+") if kind == "项" else [name]:
            figure = cells.by_code(grid, code, column) if kind == "项" else cells.by_class(grid, code, column)
            if figure is not None and (entry := cells.entry([figure], grid)):
                found.append(entry)
    if len(found) > 1:
        value = sum((each.value for each in found), Decimal(0))
        half = sum((each.half for each in found), Decimal(0))
        yield Entry(tuple(cell for each in found for cell in each.cells), value, half, found[0].unit)
