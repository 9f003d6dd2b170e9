"""Reads the tables whose rows the form fixes, by the words in them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from report_author.model.choices import Fund, ProcurementKind, SanGongItem, Source, VehicleUse
from report_author.model.money import ZERO
from report_author.ooxml.sheets import CellKind, RawCell
from report_author.workbook.imports.code_tables import fund_of
from report_author.workbook.imports.tables import Tables
from report_author.workbook.imports.view import Amount, View, loose

_NUMBERING = re.compile(
    r"^(?:其中)?(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)]|\d+[.．、]|[①-⑳])*(?:其中[:：])?"
)
_UNIT_WORDS = re.compile(r"[（(](?:辆|台|套|台，套|台,套|台、套|个|人|批|人次|批次|元|万元)[）)]$")
_INITIAL, _REVISED, _ACTUAL = "initial", "revised", "actual"
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
_KINDS = {f"政府采购{kind.value}支出": kind for kind in ProcurementKind}


def bare(text: str) -> str:
    """A row label without its number and its unit."""
    words = "".join(text.split())
    return loose(_UNIT_WORDS.sub("", _NUMBERING.sub("", words)))


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
            if "年初预算" in word:
                heads[column] = _INITIAL
            elif "全年预算" in word or "调整预算" in word:
                heads[column] = _REVISED
            elif word == "预算数":
                heads[column] = "budget"
            elif word in ("行次", "栏次"):
                heads[column] = "number"
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
            if head == "number":
                continue
            if head in found:
                continue
            found[head] = (row, at)
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
    income = {
        f"{word}财政拨款{end}": ("income", source)
        for word, source in (
            ("一般公共预算", Source.GENERAL),
            ("政府性基金预算", Source.GOVERNMENT),
            ("国有资本经营预算", Source.CAPITAL),
        )
        for end in ("", "收入")
    }
    opening = {
        "年初财政拨款结转和结余": ("opening", "财政拨款"),
        "本年收入合计": ("income", "财政拨款"),
        "本年支出合计": ("spent", "财政拨款"),
    }
    below = {
        f"{word}财政拨款": ("opening", fund)
        for word, fund in (
            ("一般公共预算", Fund.GENERAL),
            ("政府性基金预算", Fund.GOVERNMENT),
            ("国有资本经营预算", Fund.CAPITAL),
        )
    }
    _read_totals(view, tables, income | opening, below, "年初财政拨款结转和结余")


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
        view.wrong("I02", view.place, "找不到认识的行，没有导入", "请核对表头和行名是否完整")
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
                _sangong_fields(view, tables, _SANGONG[label], Fund.GENERAL, at)
        elif label in _COUNTS:
            _count(view, tables, "counts", (), _COUNTS[label], at)
        elif label in _USES:
            _count(view, tables, "vehicles_by_use", (_USES[label],), "held", at)
        elif label in _OPERATING and section == "机关运行经费":
            _money(view, tables, "counts", (), _OPERATING[label], at)
        elif label in _CONTRACTS:
            _money(view, tables, "counts", (), _CONTRACTS[label], at)
        elif label in _KINDS:
            _money(view, tables, "procurements", (_KINDS[label],), "amount", at)
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
    for name in (_INITIAL, _REVISED, _ACTUAL):
        whole = view.amount(*domestic[1][name]) if name in domestic[1] else None
        part = view.amount(*foreign[1][name]) if foreign is not None and name in foreign[1] else None
        if whole is not None:
            rest = whole.value - (part.value if part else ZERO)
            tables.add_item("sangong", (_I.RECEPTION_DOMESTIC, Fund.GENERAL), name, rest, whole.cell)
        if part is not None:
            tables.add_item("sangong", (_I.RECEPTION_FOREIGN, Fund.GENERAL), name, part.value, part.cell)


def _sangong_fields(view: View, tables: Tables, item: SanGongItem, fund: Fund, at: Places) -> None:
    for name in (_INITIAL, _REVISED, _ACTUAL):
        amount = view.amount(*at[name]) if name in at else None
        if amount is not None:
            tables.add_item("sangong", (item, fund), name, amount.value, amount.cell, amount.slack)


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


def _money(view: View, tables: Tables, block: str, about: tuple[Any, ...], name: str, at: Places) -> None:
    amount = view.amount(*at[_ACTUAL]) if _ACTUAL in at else None
    if amount is not None:
        tables.add_item(block, about, name, amount.value, amount.cell, amount.slack)


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
            tables.add_item("sangong", (item, fund), side, amount.value, amount.cell, amount.slack)
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
