"""Reads the tables whose rows are codes of 功能科目 or 经济科目."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any

from report_author.model.choices import Fund, Nature, Source
from report_author.model.codes import Codebook
from report_author.model.money import ZERO
from report_author.workbook.imports.tables import FISCAL, Line, Tables
from report_author.workbook.imports.view import SUMS, Amount, Block, CodeRow, View, loose

_FUNDS = (("一般公共预算", Fund.GENERAL), ("政府性基金", Fund.GOVERNMENT), ("国有资本经营", Fund.CAPITAL))
_NATURES = tuple((loose(n.value), n) for n in Nature)
_SOURCES: tuple[tuple[str, Source | str], ...] = (
    ("财政拨款收入", FISCAL),
    ("上级补助收入", Source.SUPERIOR),
    ("事业收入", Source.UNDERTAKING),
    ("经营收入", Source.BUSINESS),
    ("附属单位上缴收入", Source.SUBORDINATE),
    ("其他收入", Source.OTHER),
)
_GROUPS = (
    ("年初结转和结余", "opening"),
    ("年初财政拨款结转和结余", "opening"),
    ("上年结转和结余", "opening"),
    ("本年收入", "income"),
    ("本年支出", "spent"),
    ("年末结转和结余", "closing"),
    ("年末财政拨款结转和结余", "closing"),
    ("使用非财政拨款结余", "from_non_fiscal"),
    ("结余分配", "distribution"),
)
_ALIASES = {"公务用车运行费": "30231", "因公出国境费": "30212", "养老保险缴费": "30108"}
#: what a column means: the name of a line, with its key
Meaning = tuple[str, Any]


def fund_of(title: str) -> Fund | None:
    """The one fund that a title names."""
    return next((fund for word, fund in _FUNDS if word in title), None)


def nature_of(title: str) -> Nature | None:
    """The one kind of 支出 that a title names."""
    natures = ((Nature.BASIC, "基本支出"), (Nature.PROJECT, "项目支出"), (Nature.BUSINESS, "经营支出"))
    return next((nature for nature, word in natures if word in title), None)


class CodeTable:
    """One table of codes, read into lines that tie with its own 合计."""

    def __init__(self, view: View, block: Block) -> None:
        self._view, self._block = view, block

    def columns(self, meaning: Callable[[tuple[str, ...]], Any]) -> dict[Any, int]:
        """The sheet column of each meaning; two columns of one meaning spoil the table."""
        found: dict[Any, int] = {}
        for column in self._block.amounts:
            what = meaning(self._block.paths[column])
            if what is None:
                self._report_ignored(column)
            elif what in found:
                heads = "/".join(self._block.paths[column]) or "没有标题"
                self._view.wrong(
                    "I05",
                    self._view.ref(self._block.rows[0].row, column),
                    f"有两栏意思相同（{heads}），分不清用哪一栏",
                    "请只保留一栏，再导入",
                )
            else:
                found[what] = column
        return found

    def _report_ignored(self, column: int) -> None:
        rows = [r.row for r in self._block.rows if self._view.rows[r.row].get(column) is not None]
        path = self._block.paths[column]
        if rows and path:
            self._view.ignored.append((self._view.ref(rows[0], column), "/".join(path)))

    def line(self, column: int, depth: int = 7) -> Line:
        """The amounts of the lowest codes in one column, once they agree with the sums above them."""
        values: dict[str, Amount] = {}
        whole: Amount | None = None
        wholes = 0
        for row in self._block.rows:
            amount = self._view.amount(row.row, column)
            if row.total:
                whole, wholes = amount, wholes + 1
            elif row.code and amount is not None:
                values[row.code] = amount
        lowest = {code: a for code, a in values.items() if len(code) == depth}
        self._check_parents(column, values, lowest, depth)
        summed = sum((a.value for a in lowest.values()), ZERO)
        stated = whole.value if whole is not None else ZERO
        if wholes and abs(summed - stated) > self._slack(len(lowest)):
            self._untied(
                whole.cell if whole else self._view.ref(self._block.rows[0].row, column),
                "合计",
                stated,
                summed,
            )
        return {code: a for code, a in lowest.items() if a.value}

    def _slack(self, count: int) -> Decimal:
        return self._view.slack * (count + 1)

    def _check_parents(self, column: int, values: dict[str, Amount], lowest: Line, depth: int) -> None:
        for code, amount in values.items():
            if len(code) >= depth:
                continue
            below = [a.value for c, a in lowest.items() if c.startswith(code)]
            if abs(sum(below, ZERO) - amount.value) > self._slack(len(below)):
                self._untied(amount.cell, f"{code} ", amount.value, sum(below, ZERO))

    def _untied(self, cell: str, what: str, stated: Decimal, summed: Decimal) -> None:
        self._view.wrong(
            "I04",
            cell,
            f"{what}与下级各行之和不相等，整张表没有导入",
            "请核对来源文件：可能少了行，或改过数",
            stated=f"{stated:,.2f}",
            expected=f"{summed:,.2f}",
        )

    def rows_are_unique(self, *, in_panels: bool = False) -> bool:
        """Whether every code stands once; projects or units below the codes would repeat them.

        A panel of 基本支出 has its 合计 in words of its own.
        """
        seen: dict[str, CodeRow] = {}
        for row in self._block.rows:
            if row.code and row.code in seen:
                self._view.repeats = self._view.ref(row.row, self._block.codes[0])
                return False
            if row.code:
                seen[row.code] = row
        if not in_panels and not any(row.total for row in self._block.rows):
            self._view.note("没有“合计”行，没法核对行是否齐全")
        return True

    def check_across(self, whole: int | None, parts: Iterable[int], signs: Sequence[int] = ()) -> None:
        """In every row the parts add up to the whole."""
        columns = list(parts)
        weights = list(signs) or [1] * len(columns)
        if whole is None or not columns:
            return
        for row in self._block.rows:
            if not (row.code or row.total):
                continue
            stated = self._view.amount(row.row, whole)
            amounts = [self._view.amount(row.row, c) for c in columns]
            summed = sum((w * a.value for a, w in zip(amounts, weights, strict=True) if a), ZERO)
            value = stated.value if stated else ZERO
            if abs(value - summed) > self._slack(len(columns)):
                self._untied(self._view.ref(row.row, whole), "这一格与同行各栏之和不相等（", value, summed)
                return


def read_function_table(view: View, block: Block, tables: Tables, codebook: Codebook) -> None:
    """支出决算表, 收入决算表, 收入支出决算表, 支出决算明细表 with 功能科目 rows."""
    table = CodeTable(view, block)
    if not table.rows_are_unique():
        return
    title = view.title
    names = EconomicNames(codebook)
    if any(names.of(path)[0] for path in block.paths.values()):
        _read_matrix(view, block, table, tables, names)
    elif "收入支出" in title:
        _read_flow(view, table, tables, fund_of(title))
    elif "收入" in title:
        _read_income(view, table, tables)
    else:
        _read_spent(view, table, tables, fund_of(title), nature_of(title))


def _core(path: tuple[str, ...]) -> tuple[str, ...]:
    """The headings but the words that only say: all of it."""
    return tuple(loose(part) for part in path if part not in SUMS)


def _read_spent(
    view: View, table: CodeTable, tables: Tables, fund: Fund | None, nature: Nature | None
) -> None:
    def meaning(path: tuple[str, ...]) -> Any:
        core = tuple(part for part in _core(path) if part != "本年支出")
        if not core:
            return "whole"
        return next((n for word, n in _NATURES if core == (word,)), None)

    columns = table.columns(meaning)
    if not columns or (nature is None and len(columns) == 1 and "whole" not in columns):
        view.wrong("I02", view.place, "看不懂栏目标题，没有导入", "请核对表头是否完整")
        return
    natures = {n: c for n, c in columns.items() if isinstance(n, Nature)}
    if natures and nature is None:
        table.check_across(columns.get("whole"), natures.values())
    lines: list[tuple[tuple[Fund | None, Nature | None], Line]] = [
        ((fund, n), table.line(c)) for n, c in natures.items() if nature in (None, n)
    ]
    if "whole" in columns:
        lines.append(((fund, nature), table.line(columns["whole"])))
    if not view.broken:
        for about, line in lines:
            tables.add(tables.spent, about, line)


def _read_income(view: View, table: CodeTable, tables: Tables) -> None:
    def meaning(path: tuple[str, ...]) -> Any:
        core = tuple(part for part in _core(path) if part != "本年收入")
        if not core:
            return "whole"
        return next((source for word, source in _SOURCES if core == (word,)), None)

    columns = table.columns(meaning)
    sources = {s: c for s, c in columns.items() if s != "whole"}
    if not sources:
        view.wrong("I02", view.place, "看不懂栏目标题，没有导入", "请核对表头是否完整")
        return
    table.check_across(columns.get("whole"), sources.values())
    lines = [(source, table.line(column)) for source, column in sources.items()]
    if "whole" in columns:
        lines.append((None, table.line(columns["whole"])))
    if not view.broken:
        for about, line in lines:
            tables.add(tables.income, about, line)


def _read_flow(view: View, table: CodeTable, tables: Tables, fund: Fund | None) -> None:
    def meaning(path: tuple[str, ...]) -> Any:
        core = _core(path)
        group = next((name for word, name in _GROUPS if core and core[0] == loose(word)), None)
        if group is None:
            return None
        if len(core) == 1:
            return group
        if group == "spent" and len(core) == 2:
            return next((n for word, n in _NATURES if core[1] == word), None)
        return None

    columns = table.columns(meaning)
    if "spent" not in columns:
        view.wrong("I02", view.place, "找不到“本年支出”的合计栏，没有导入", "请核对表头是否完整")
        return
    natures = {n: c for n, c in columns.items() if isinstance(n, Nature)}
    table.check_across(columns["spent"], natures.values())
    if {"opening", "income", "closing"} <= set(columns):
        parts = [columns["opening"], columns["income"], columns["spent"]]
        signs = [1, 1, -1]
        for name, sign in (("from_non_fiscal", 1), ("distribution", -1)):
            if name in columns:
                parts.append(columns[name])
                signs.append(sign)
        table.check_across(columns["closing"], parts, signs)
    lines = {name: table.line(column) for name, column in columns.items()}
    if view.broken:
        return
    for name, line in lines.items():
        if isinstance(name, Nature):
            tables.add(tables.spent, (fund, name), line)
        elif name == "spent":
            tables.add(tables.spent, (fund, None), line)
        elif name == "income":
            tables.add(tables.income, fund.value if fund else None, line)
        else:
            tables.add(getattr(tables, name), fund, line)


def _read_matrix(view: View, block: Block, table: CodeTable, tables: Tables, names: EconomicNames) -> None:
    """功能 × 经济, unpivoted; 小计 of every 类 and the 合计 are held against their parts."""
    fund, nature = fund_of(view.title), nature_of(view.title)
    columns: dict[str, int] = {}
    block_name = ""
    filled = {column for row in block.rows for column in view.rows[row.row]}
    for column in block.amounts:
        path = block.paths[column]
        code, block_name = names.of(path, block_name)
        if column not in filled and _core(path):
            continue
        if not code and not _core(path) and path:
            code = "whole"
        if not code:
            if any((a := view.amount(r.row, column)) is not None and a.value for r in block.rows):
                view.wrong(
                    "I02",
                    view.ref(block.rows[0].row, column),
                    f"看不懂栏目“{'/'.join(path)}”，整张表没有导入",
                    "请核对经济科目的名称或编码",
                )
            continue
        if code in columns:
            view.wrong(
                "I05",
                view.ref(block.rows[0].row, column),
                f"有两栏都是 {code}，分不清用哪一栏",
                "请只保留一栏，再导入",
            )
        columns[code] = column
    items = {code: column for code, column in columns.items() if len(code) == 5 and code != "whole"}
    if "whole" not in columns:
        view.note("没有“合计”栏，没法核对各栏是否齐全")
    table.check_across(columns.get("whole"), items.values())
    for code, column in columns.items():
        if len(code) == 3:
            table.check_across(column, [c for item, c in items.items() if item.startswith(code)])
    detail: Line = {}
    for code, column in items.items():
        for function, amount in table.line(column).items():
            detail[function, code] = amount
    whole = table.line(columns["whole"]) if "whole" in columns else None
    if view.broken:
        return
    tables.add(tables.detail, (fund, nature), detail)
    if whole is not None and (fund, nature) != (None, None):  # 财决05表 may leave out what has no 经济科目
        tables.add(tables.spent, (fund, nature), whole)


class EconomicNames:
    """The 经济科目 by their names as headings print them."""

    def __init__(self, codebook: Codebook) -> None:
        self._classes: dict[str, str] = {}
        self._items: dict[str, list[str]] = {}
        for code in codebook.economics.values():
            if len(code.code) == 3:
                self._classes[loose(code.name)] = code.code
            elif len(code.code) == 5:
                self._items.setdefault(loose(code.name), []).append(code.code)
        for name, item in _ALIASES.items():
            self._items.setdefault(name, []).append(item)

    def of(self, path: tuple[str, ...], block: str = "") -> tuple[str, str]:
        """The 类 or 款 that headings name (empty for none), with the 类 that the next columns belong to."""
        for part in reversed(path):
            if found := re.match(r"(3\d\d(?:\d\d)?)(?!\d)", part):
                return found[1], found[1][:3]
        core = _core(path)
        named = next((self._classes[part] for part in core if part in self._classes), "")
        block = named or block
        # 399 其他支出 has a 款 of its own name
        items = [part for part in core if part not in self._classes] or core[1:]
        if not items:
            return named or (block if path and path[-1] == "小计" else ""), block
        hits = [code for code in self._items.get(items[-1], ()) if code.startswith(block)]
        return (hits[0] if len(hits) == 1 else ""), block


def read_economic_table(view: View, blocks: Sequence[Block], tables: Tables) -> None:
    """财政拨款支出决算明细表 by 经济科目, or the two panels of the 基本支出决算表."""
    title = view.title
    fund, nature = fund_of(title), nature_of(title)
    lines: dict[tuple[Fund | None, Nature | None], Line] = {}
    for block in blocks:
        table = CodeTable(view, block)
        if not table.rows_are_unique(in_panels=len(blocks) > 1):
            return

        def meaning(path: tuple[str, ...]) -> Any:
            core = [p for p in _core(path) if p not in ("人员经费", "公用经费")]
            its_fund = next((f for part in core for word, f in _FUNDS if word in part), fund)
            its_nature = next((n for part in core for word, n in _NATURES if part == word), nature)
            return (its_fund or FISCAL, its_nature)

        columns = table.columns(meaning)
        if len(blocks) > 1 and len(columns) != 1:
            view.wrong("I02", view.place, "看不懂栏目标题，没有导入", "请核对表头是否完整")
            return
        for about, column in columns.items():
            lines.setdefault(about, {}).update(table.line(column, 5))
        for its_fund in {f for f, _ in columns}:
            natures = [c for (f, n), c in columns.items() if f == its_fund and n is not None]
            table.check_across(columns.get((its_fund, None)), natures)
        table.check_across(
            columns.get((FISCAL, None)), [c for (f, n), c in columns.items() if f != FISCAL and n is None]
        )
    if view.broken:
        return
    for about, line in lines.items():
        tables.add(tables.economics, about, line)
