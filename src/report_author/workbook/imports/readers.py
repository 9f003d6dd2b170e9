"""Reads tables of other programs: rows of codes, rows that a form fixes, lists."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from report_author.model.choices import Fund, Nature, ProcurementKind, SanGongItem, Source, VehicleUse
from report_author.model.codes import Codebook
from report_author.model.money import ZERO
from report_author.ooxml.sheets import CellKind, RawCell
from report_author.workbook.imports.tables import FISCAL, Line, Tables
from report_author.workbook.imports.view import SUMS, Amount, Block, CodeRow, View, loose
from report_author.workbook.values import key

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

    def check_across(self, whole: int | None, parts: Iterable[int], less: Iterable[int] = ()) -> None:
        """In every row the parts, ``less`` taken off, add up to the whole."""
        columns = [*((column, 1) for column in parts), *((column, -1) for column in less)]
        if whole is None or not columns:
            return
        for row in self._block.rows:
            if not (row.code or row.total):
                continue
            stated = self._view.amount(row.row, whole)
            amounts = [(self._view.amount(row.row, column), sign) for column, sign in columns]
            summed = sum((sign * amount.value for amount, sign in amounts if amount), ZERO)
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


def _part(whole: str, parts: Iterable[tuple[str, Any]], path: tuple[str, ...]) -> Any:
    """The one of ``parts`` that headings name; “whole” for the sum of all."""
    core = tuple(word for word in _core(path) if word != whole)
    return next((part for word, part in parts if core == (word,)), None) if core else "whole"


def _read_spent(
    view: View, table: CodeTable, tables: Tables, fund: Fund | None, nature: Nature | None
) -> None:
    columns = table.columns(partial(_part, "本年支出", _NATURES))
    if not columns or (nature is None and len(columns) == 1 and "whole" not in columns):
        view.unreadable()
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
    columns = table.columns(partial(_part, "本年收入", _SOURCES))
    sources = {s: c for s, c in columns.items() if s != "whole"}
    if not sources:
        view.unreadable()
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
        if group == "spent" and len(core) == 2:
            return next((n for word, n in _NATURES if core[1] == word), None)
        return group if len(core) == 1 else None

    columns = table.columns(meaning)
    if "spent" not in columns:
        view.unreadable("找不到“本年支出”的合计栏，没有导入")
        return
    natures = {n: c for n, c in columns.items() if isinstance(n, Nature)}
    table.check_across(columns["spent"], natures.values())
    if {"opening", "income", "closing"} <= set(columns):
        came, went = ("opening", "income", "from_non_fiscal"), ("spent", "distribution")
        parts, less = ([columns[name] for name in names if name in columns] for names in (came, went))
        table.check_across(columns["closing"], parts, less)
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
            view.unreadable()
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


_NUMBERING = re.compile(
    r"^(?:其中)?(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)]|\d+[.．、]|[①-⑳])*(?:其中[:：])?"
)
_UNIT_WORDS = re.compile(r"[（(](?:辆|台|套|台，套|台,套|台、套|个|人|批|人次|批次|元|万元)[）)]$")
_INITIAL, _REVISED, _ACTUAL = "initial", "revised", "actual"
_FIGURES = (_INITIAL, _REVISED, _ACTUAL)
_I = SanGongItem

_COUNTS: Mapping[str, str] = {
    "因公出国境团组数": "abroad_groups",
    "因公出国境人次数": "abroad_people",
    "因公出国境人数": "abroad_people",
    "国内公务接待批次": "domestic_batches",
    "国内公务接待人次": "domestic_people",
    "外事接待批次": "foreign_batches",
    "外事接待人次": "foreign_people",
    "单价50万元以上通用设备": "general_equipment",
    "单价50万元含以上通用设备": "general_equipment",
    "单价100万元以上专用设备": "special_equipment",
    "单价100万元含以上专用设备": "special_equipment",
}
_CONTRACTS: Mapping[str, str] = {
    "政府采购授予中小企业合同金额": "sme_contracts",
    "授予中小企业合同金额": "sme_contracts",
    "授予小微企业合同金额": "micro_contracts",
    "政府采购授予小微企业合同金额": "micro_contracts",
}
_OPERATING: Mapping[str, str] = {
    "行政单位": "operating_administrative",
    "参照公务员法管理事业单位": "operating_civil_service_like",
    "参照公务员法管理的事业单位": "operating_civil_service_like",
}
_SANGONG: Mapping[str, SanGongItem] = {
    "因公出国境费": _I.ABROAD,
    "公务用车购置费": _I.VEHICLE_PURCHASE,
    "公务用车运行维护费": _I.VEHICLE_RUNNING,
    "公务用车运行费": _I.VEHICLE_RUNNING,
    "国内接待费": _I.RECEPTION_DOMESTIC,
    "外事接待费": _I.RECEPTION_FOREIGN,
    "公务接待费": _I.RECEPTION_DOMESTIC,
}
_USES = {loose(use.value): use for use in VehicleUse} | {"部级领导干部用车": VehicleUse.MINISTER}
#: what a row states: (block, key, field)
_COUNTED: Mapping[str, tuple[str, tuple[Any, ...], str]] = {
    **{label: ("counts", (), name) for label, name in _COUNTS.items()},
    **{label: ("vehicles_by_use", (use,), "held") for label, use in _USES.items()},
}
_PAID: Mapping[str, tuple[str, tuple[Any, ...], str]] = {
    **{label: ("counts", (), name) for label, name in (*_CONTRACTS.items(), *_OPERATING.items())},
    **{f"政府采购{kind.value}支出": ("procurements", (kind,), "amount") for kind in ProcurementKind},
}


def bare(text: str) -> str:
    """A row label without its number and its unit."""
    words = "".join(text.split())
    return loose(_UNIT_WORDS.sub("", _NUMBERING.sub("", words)))


_BUDGETS = (("年初预算", _INITIAL), ("全年预算", _REVISED), ("调整预算", _REVISED))
_HEADS = {"预算数": "budget", "行次": "number", "栏次": "number"}


class _Lines:
    """Row labels of a sheet with the numbers to their right, by the heading of the column."""

    def __init__(self, view: View) -> None:
        self.view = view
        self._heads = self._headings()

    def _headings(self) -> dict[int, str]:
        """For each column which figure it holds; columns of no known heading hold the outturn."""
        heads: dict[int, str] = {}
        for _, column, text in self.view.texts(0, 12):
            word = loose(text)
            head = next((name for part, name in _BUDGETS if part in word), _HEADS.get(word))
            if head is not None:
                heads[column] = head
        return heads

    def __iter__(self) -> Any:
        """(label, row, column) of every text that may be a row label."""
        for row, cells in self.view.rows.items():
            for column, cell in cells.items():
                if cell.kind is CellKind.TEXT and (label := bare(cell.text)):
                    yield label, row, column

    def numbers(self, row: int, column: int) -> dict[str, tuple[int, int]]:
        """The cells right of a label up to the next label: by figure, the outturn under ``actual``."""
        found: dict[str, tuple[int, int]] = {}
        for at, cell in sorted(self.view.rows[row].items()):
            if at <= column:
                continue
            head = self._heads.get(at, _ACTUAL)
            if cell.kind is CellKind.TEXT and not re.fullmatch(r"[-\d.,—]+", cell.text.strip()):
                break
            if head != "number":
                found.setdefault(head, (row, at))
        return found

    def actual(self, row: int, column: int) -> Amount | None:
        at = self.numbers(row, column).get(_ACTUAL)
        return self.view.amount(*at) if at else None


def read_overall(view: View, tables: Tables) -> None:
    """收入支出决算总表: the totals that the other tables are held against."""
    names: dict[str, Any] = {loose(s.value): ("income", s) for s in Source}
    names |= {
        "本年收入合计": ("income", None),
        "本年支出合计": ("spent", None),
        "年初结转和结余": ("opening", None),
        "年末结转和结余": ("closing", None),
        "使用非财政拨款结余": ("from_non_fiscal",),
        "使用非财政拨款结余含专用结余": ("from_non_fiscal",),
        "结余分配": ("distribution",),
    }
    _read_totals(view, tables, names, {})


def read_fiscal(view: View, tables: Tables) -> None:
    """财政拨款收入支出决算总表: totals by fund."""
    funds = [source for source in Source if source.fund.fiscal]
    names: dict[str, Any] = {
        f"{source.fund.value}财政拨款{end}": ("income", source) for source in funds for end in ("", "收入")
    }
    names |= {
        "年初财政拨款结转和结余": ("opening", FISCAL),
        "本年收入合计": ("income", FISCAL),
        "本年支出合计": ("spent", FISCAL),
    }
    below = {f"{source.fund.value}财政拨款": ("opening", source.fund) for source in funds}
    _read_totals(view, tables, names, below, "年初财政拨款结转和结余")


def _read_totals(
    view: View, tables: Tables, names: Mapping[str, Any], below: Mapping[str, Any], opens: str = ""
) -> None:
    """``below`` holds once the row ``opens`` has been passed; a blank cell says zero."""
    lines = _Lines(view)
    opened: int | None = None
    found: dict[Any, Amount] = {}
    for label, row, column in lines:
        if label == opens:
            opened = row
        what = below.get(label) if opened is not None and row > opened else names.get(label)
        if what is None or not any(c.kind is CellKind.NUMBER for c in view.rows[row].values()):
            continue  # a heading reads like a row, but has no 行次
        amount = lines.actual(row, column) or Amount(ZERO, view.ref(row, column), view.slack)
        if what in found and found[what].value != amount.value:
            view.wrong(
                "I05", view.ref(row, column), f"“{label}”出现了不止一次，分不清用哪一个", "请核对来源文件"
            )
        found[what] = amount
    if not found:
        view.unreadable("找不到认识的行，没有导入", "请核对表头和行名是否完整")
    if not view.broken:
        for what, amount in found.items():
            tables.add_total(what, amount)


def read_information(view: View, tables: Tables) -> None:
    """机构运行信息表, 公开15表: 三公, counts, 机关运行经费, assets, 政府采购 by the words of the rows."""
    lines = _Lines(view)
    section = ""
    domestic = foreign = None
    for label, row, column in lines:
        section = _section(label) or section
        at = lines.numbers(row, column)
        if not at:
            continue
        if label in _SANGONG and section in ("", "三公"):
            if label == "公务接待费":
                continue  # the sum of 国内 and 国（境）外, which have rows of their own
            if label == "国内接待费":
                domestic = (row, at)
            elif label == "外事接待费":
                foreign = (row, at)
            else:
                for name in (each for each in _FIGURES if each in at):
                    tables.add_amount(
                        "sangong", (_SANGONG[label], Fund.GENERAL), name, view.amount(*at[name])
                    )
        elif label in _COUNTED:
            _count(view, tables, *_COUNTED[label], at)
        elif label in _PAID and _ACTUAL in at and (label not in _OPERATING or section == "机关运行经费"):
            tables.add_amount(*_PAID[label], view.amount(*at[_ACTUAL]))
    _receptions(view, tables, domestic, foreign)


def _section(label: str) -> str:
    if "三公" in label:
        return "三公"
    if label in ("机关运行经费", "会议费", "培训费") or label.startswith("机关运行经费"):
        return label[:6]
    return "其他" if re.search("资产|政府采购", label) else ""


Places = dict[str, tuple[int, int]]


def _receptions(
    view: View, tables: Tables, domestic: tuple[int, Places] | None, foreign: tuple[int, Places] | None
) -> None:
    """国内接待费 includes 外事接待费 in this form; the workbook keeps them apart."""
    if domestic is None:
        return
    for name in _FIGURES:
        whole = view.amount(*domestic[1][name]) if name in domestic[1] else None
        part = view.amount(*foreign[1][name]) if foreign is not None and name in foreign[1] else None
        if whole is not None:
            rest = whole.value - (part.value if part else ZERO)
            tables.add_item("sangong", (_I.RECEPTION_DOMESTIC, Fund.GENERAL), name, rest, whole.cell)
        if part is not None:
            tables.add_item("sangong", (_I.RECEPTION_FOREIGN, Fund.GENERAL), name, part.value, part.cell)


def _count(view: View, tables: Tables, block: str, about: tuple[Any, ...], name: str, at: Places) -> None:
    place = at.get(_ACTUAL)
    cell = view.rows[place[0]].get(place[1]) if place else None
    if place is None or cell is None:
        return
    number = view.number(cell, view.ref(*place))
    if number is None:
        return
    if number != number.to_integral_value() or number < 0:
        view.wrong("I07", view.ref(*place), f"应是整数，现在是 {number:f}", "请改正来源文件，再导入")
        return
    tables.add_item(block, about, name, int(number), view.ref(*place))


def read_sangong(view: View, tables: Tables, budget: str) -> None:
    """“三公”经费支出决算表: one row of budgets and outturns; ``budget`` says which budget the table prints."""
    fund = fund_of(view.title) or Fund.GENERAL
    data = [
        row
        for row, cells in view.rows.items()
        if sum(c.kind is CellKind.NUMBER for c in cells.values()) >= 1
        and not _is_numbering(cells)
        and not any(c.kind is CellKind.TEXT and len(c.text) > 12 for c in cells.values())
    ]
    if len(data) > 1:
        view.wrong(
            "I05", view.ref(data[1], 0), "“三公”经费表有不止一行数，分不清用哪一行", "请只保留一行，再导入"
        )
    if len(data) != 1:
        return
    row = data[0]
    sums: dict[str, dict[Any, Decimal]] = {}
    for column in range(max(view.rows[row]) + 1):
        heads = [loose(view.spread(r, column)) for r in view.rows if view.preamble < r < row]
        path = list(dict.fromkeys(head for head in heads if head))
        side = _ACTUAL if "决算数" in path else budget if any("预算数" in p for p in path) else ""
        item = next((_SANGONG[p] for p in path if p in _SANGONG), None)
        amount = view.amount(row, column)
        if not side or amount is None:
            continue
        part: Any = item or ("小计" if any("购置及运行" in p for p in path) else "合计")
        sums.setdefault(side, {})[part] = amount.value
        if item is not None:
            tables.add_amount("sangong", (item, fund), side, amount)
    _check_sangong(view, row, sums)


def _is_numbering(cells: Mapping[int, RawCell]) -> bool:
    """The row 1 2 3 … under the headings."""
    numbers = [c.value for c in cells.values() if c.kind is CellKind.NUMBER]
    return len(numbers) > 2 and all(n == i for i, n in enumerate(numbers, start=1))


def _check_sangong(view: View, row: int, sums: Mapping[str, Mapping[Any, Decimal]]) -> None:
    for parts in sums.values():
        items = {k: v for k, v in parts.items() if isinstance(k, SanGongItem)}
        vehicle = sum((v for k, v in items.items() if k in (_I.VEHICLE_PURCHASE, _I.VEHICLE_RUNNING)), ZERO)
        for stated, summed in ((parts.get("小计"), vehicle), (parts.get("合计"), sum(items.values(), ZERO))):
            if stated is not None and abs(stated - summed) > view.slack * 5:
                view.wrong(
                    "I04",
                    view.ref(row, 0),
                    "“三公”经费的合计与各项之和不相等",
                    "请核对来源文件",
                    stated=f"{stated:,.2f}",
                    expected=f"{summed:,.2f}",
                )


_MONEY = {
    "initial": re.compile("^年初预算数?$"),
    "revised": re.compile("^(全年预算数?|调整后?预算数?|调整后?全年预算数?)$"),
    "actual": re.compile("^(执行数|全年执行数|决算数|支出数|预算执行数)$"),
}
_TEXTS = {
    "name": re.compile("^项目名称$"),
    "code": re.compile("^项目(代码|编码|编号)$"),
    "function": re.compile("^(支出)?功能(分类)?科目(编码|代码)$|^科目(编码|代码)$"),
    "fund": re.compile("^资金性质$"),
    "nature": re.compile("^支出性质$"),
    "score": re.compile("^(评价得分|自评得分|自评总分)$"),
}
_INDICATORS = {
    "level1": re.compile("^一级指标$"),
    "level2": re.compile("^二级指标$"),
    "level3": re.compile("^三级指标$"),
    "planned": re.compile("^(年度|预期|全年)?(预期)?指标值$"),
    "achieved": re.compile("^(全年)?实际完成(指标)?值?$"),
}
_FUND_WORDS = {loose(f.value): f for f in Fund} | {loose(f.value + "财政拨款"): f for f in Fund}
_NATURE_WORDS = {loose(n.value): n for n in Nature}
#: the column of a heading that a list does not have: nothing stands there
_NOWHERE = -1


def heading(
    view: View, patterns: Mapping[str, re.Pattern[str]], least: int
) -> tuple[int, dict[str, int]] | None:
    """The row with most of these headings, at least ``least`` of them: (row, column by name)."""
    best: tuple[int, dict[str, int]] | None = None
    for row in view.rows:
        found: dict[str, int] = {}
        for column, cell in view.rows[row].items():
            if cell.kind is not CellKind.TEXT or len(cell.text) > 40:
                continue
            word = loose(re.sub(r"[（(].*?[）)]", "", view.text(row, column)))
            for name, pattern in patterns.items():
                if pattern.match(word) and name not in found:
                    found[name] = column
        if len(found) >= least and (best is None or len(found) > len(best[1])):
            best = row, found
    return best


def read_budget(view: View, tables: Tables) -> bool:
    """A list of 年初 and 全年 per 功能项; whether the sheet is one."""
    head = heading(view, {**_MONEY, **{k: _TEXTS[k] for k in ("function", "fund", "nature")}}, 2)
    if head is None or "function" not in head[1] or not {"initial", "revised"} & set(head[1]):
        return False
    top, columns = head
    fund, nature = fund_of(view.title), nature_of(view.title)
    for row in view.rows:
        code = re.match(r"(\d{7})(?!\d)", view.spread(row, columns["function"]).replace(".", ""))
        if row <= top or code is None:
            continue
        its_fund = _FUND_WORDS.get(loose(view.spread(row, columns["fund"]))) if "fund" in columns else fund
        its_nature = (
            _NATURE_WORDS.get(loose(view.spread(row, columns["nature"]))) if "nature" in columns else nature
        )
        for name in ("initial", "revised"):
            amount = view.amount(row, columns.get(name, _NOWHERE))
            tables.add_amount("budgets", (code[1], its_fund, its_nature), name, amount)
    return True


def read_projects(view: View, tables: Tables) -> bool:
    """A list of projects with their money; whether the sheet is one."""
    head = heading(view, {**_MONEY, **_TEXTS}, 2)
    if head is None or "name" not in head[1] or not set(_MONEY) & set(head[1]):
        return False
    top, columns = head
    for row in view.rows:
        name = view.text(row, columns["name"])
        if row <= top or not name or key(name) in ("合计", "小计", "总计", "项目名称"):
            continue
        fund = _FUND_WORDS.get(loose(view.text(row, columns.get("fund", _NOWHERE))), Fund.GENERAL)
        code = re.match(r"(\d{7})(?!\d)", view.text(row, columns.get("function", _NOWHERE)))
        about = (name, fund, code[1] if code else "")
        _put_texts(view, tables, row, columns, about)
        for field in _MONEY:
            tables.add_amount("projects", about, field, view.amount(row, columns.get(field, _NOWHERE)))
    return True


def _put_texts(
    view: View, tables: Tables, row: int, columns: Mapping[str, int], about: tuple[Any, ...]
) -> None:
    if code := view.text(row, columns.get("code", _NOWHERE)):
        tables.add_item("projects", about, "code", code, view.ref(row, columns["code"]))
    if (cell := view.rows[row].get(columns.get("score", _NOWHERE))) is not None:
        place = view.ref(row, columns["score"])
        if (score := view.number(cell, place)) is not None:
            tables.add_item("projects", about, "score", score, place)


def read_self_assessment(view: View, tables: Tables) -> bool:
    """One project's 自评表: money, goals, indicators with their results; whether the sheet is one."""
    head = heading(view, _INDICATORS, 3)
    name = _beside(view, "项目名称")
    if head is None or name is None or "level3" not in head[1]:
        return False
    about = (view.spread(*name), Fund.GENERAL, "")
    if view.factor is not None:
        _form_money(view, tables, about)
    for label, field in (
        ("年初设定目标", "goal_planned"),
        ("预期目标", "goal_planned"),
        ("全年实际完成情况", "goal_achieved"),
        ("实际完成情况", "goal_achieved"),
    ):
        place = _below(view, label)
        if place is not None:
            tables.add_item("projects", about, field, view.text(*place), view.ref(*place))
    _indicators(view, tables, head, about[0])
    return True


def _indicators(view: View, tables: Tables, head: tuple[int, dict[str, int]], project: str) -> None:
    top, columns = head
    levels = {"level1": "", "level2": ""}
    number = 0
    for row in view.rows:
        third = view.text(row, columns["level3"])
        if row <= top or not third or key(third) in ("总分", "合计"):
            continue
        number += 1
        about = (project, number)
        for field in ("level1", "level2"):
            if field in columns:
                levels[field] = view.spread(row, columns[field]).replace("\n", "") or levels[field]
                tables.add_item("indicators", about, field, levels[field], view.ref(row, columns[field]))
        tables.add_item("indicators", about, "level3", third, view.ref(row, columns["level3"]))
        for field in ("planned", "achieved"):
            if text := view.text(row, columns.get(field, _NOWHERE)):
                tables.add_item("indicators", about, field, text, view.ref(row, columns[field]))


def _form_money(view: View, tables: Tables, about: tuple[str, Fund, str]) -> None:
    head = heading(view, _MONEY, 2)
    if head is None:
        return
    for row in (r for r in view.rows if head[0] < r < head[0] + 8):
        labels = {loose(view.text(row, c)) for c in view.rows[row]}
        if any(re.search("资金总额|财政拨款", label) for label in labels) or row == head[0] + 1:
            for field, column in head[1].items():
                tables.add_amount("projects", about, field, view.amount(row, column))
            return


def _beside(view: View, label: str) -> tuple[int, int] | None:
    """The first filled cell to the right of a label."""
    for row, column, text in view.texts():
        if key(text).rstrip(":：") == key(label):
            return next(((row, c) for c in sorted(view.rows[row]) if c > column), None)
    return None


def _below(view: View, label: str) -> tuple[int, int] | None:
    """The first filled cell under a label."""
    for row, column, text in view.texts():
        if loose(text) == loose(label):
            return next(
                ((r, column) for r in sorted(view.rows) if row < r < row + 3 and view.text(r, column)), None
            )
    return None
