"""Workbooks as the 决算 software exports them, made from facts, in the variations that exports have."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from xlsxwriter.workbook import Workbook

from report_author.model.choices import Fund, Nature, SanGongItem, Source, VehicleUse
from report_author.model.codes import Codebook
from report_author.model.facts import Facts
from report_author.model.money import ZERO

Key = tuple[str, ...]
Amounts = dict[Key, Decimal]


@dataclass(frozen=True)
class Style:
    """How an export differs from another."""

    codes: str = "merged"  # merged, split, plain, numbers
    shuffle: int | None = None
    blank_lines: bool = False
    notes: bool = False
    subtotals: bool = True
    total_last: bool = False
    wan: bool = False
    economic_codes: bool = False
    flat_headings: bool = False
    text_numbers: bool = False
    extra_columns: bool = False
    zeros: bool = False
    cut_names: bool = True


PLAIN = Style()


def styles() -> dict[str, Style]:
    """Every variation by what it changes."""
    return {
        "原样": PLAIN,
        "编码分三栏": Style(codes="split"),
        "编码不合并": Style(codes="plain"),
        "编码是数字": Style(codes="numbers"),
        "行次打乱": Style(shuffle=7),
        "空行和备注": Style(blank_lines=True, notes=True),
        "没有类款小计": Style(subtotals=False),
        "合计在末行": Style(total_last=True),
        "以万元为单位": Style(wan=True),
        "栏头带经济科目编码": Style(economic_codes=True),
        "栏头不合并": Style(flat_headings=True),
        "数字是文本": Style(text_numbers=True),
        "多出其中栏": Style(extra_columns=True),
        "零也打印": Style(zeros=True),
        "全都不同": Style("split", 3, True, True, True, True, False, False, True, True, True, True),
    }


class Export:
    """One export being made; sheets are written as they are asked for."""

    def __init__(self, facts: Facts, style: Style = PLAIN) -> None:
        self.facts, self.style = facts, style
        self.year = facts.department.year
        self.book_of_codes = Codebook.for_year(self.year)
        self.target = io.BytesIO()
        self.book = Workbook(self.target, {"in_memory": True})
        self.cells: dict[str, dict[tuple[int, int], Any]] = {}
        self.merges: dict[str, list[tuple[int, int, int, int]]] = {}

    # ---- sums of facts

    def spent(self, fund: Fund | None, nature: Nature | None) -> dict[tuple[str, str], Decimal]:
        found: dict[tuple[str, str], Decimal] = {}
        for e in self.facts.expenditures:
            if fund in (None, e.fund) and nature in (None, e.nature):
                at = (e.function, e.economic)
                found[at] = found.get(at, ZERO) + e.amount
        return found

    def by_function(self, cells: Mapping[tuple[str, str], Decimal]) -> dict[str, Decimal]:
        found: dict[str, Decimal] = {}
        for (function, _), amount in cells.items():
            found[function] = found.get(function, ZERO) + amount
        return found

    def income(self, *sources: Source) -> dict[str, Decimal]:
        found: dict[str, Decimal] = {}
        for i in self.facts.incomes:
            if i.source in sources:
                found[i.function] = found.get(i.function, ZERO) + i.amount
        return found

    def opening(self, *funds: Fund) -> dict[str, Decimal]:
        found: dict[str, Decimal] = {}
        for c in self.facts.carryovers:
            if c.fund in funds:
                found[c.function] = found.get(c.function, ZERO) + c.opening
        return found

    def other_carry(self, name: str) -> Decimal:
        return sum((getattr(c, name) for c in self.facts.carryovers), ZERO)

    # ---- sheets

    def z01(self) -> None:
        put = self._sheet("Z01 收入支出决算总表(财决01表)", "收入支出决算总表", "财决01表", 10)
        put(4, 0, "收入")
        put(4, 5, "支出")
        for column, text in enumerate(
            (
                "项目",
                "行次",
                "年初预算数",
                "全年预算数",
                "决算数",
                "项目(按功能分类)",
                "行次",
                "年初预算数",
                "全年预算数",
                "决算数",
            )
        ):
            put(5, column, text)
        left = [
            (f"{'一二三四五六七八'[n]}、{s.value}", sum(self.income(s).values(), ZERO))
            for n, s in enumerate(Source)
        ]
        got = sum((amount for _, amount in left), ZERO)
        spent = sum(self.spent(None, None).values(), ZERO)
        opening = sum(self.opening(*Fund).values(), ZERO)
        used, given = self.other_carry("from_non_fiscal"), self.other_carry("distribution")
        feet = [
            ("本年收入合计", got, "本年支出合计", spent),
            ("使用非财政拨款结余", used, "结余分配", given),
            ("年初结转和结余", opening, "年末结转和结余", got + used + opening - spent - given),
            ("总计", got + used + opening, "总计", got + used + opening),
        ]
        for row, (label, amount) in enumerate(left, start=6):
            put(row, 0, label)
            put(row, 1, row - 5)
            self._money(put, row, 4, amount)
        for row, (label, amount, right, other) in enumerate(feet, start=15):
            put(row, 0, label)
            put(row, 1, row - 5)
            self._money(put, row, 4, amount)
            put(row, 5, right)
            put(row, 6, row + 20)
            self._money(put, row, 9, other)

    def z03(self) -> None:
        fiscal = self.income(Source.GENERAL, Source.GOVERNMENT, Source.CAPITAL)
        own = [s for s in Source if not s.fund.fiscal]
        columns: list[tuple[Key, dict[str, Decimal]]] = [
            (("本年收入合计",), self.income(*Source)),
            (("财政拨款收入",), fiscal),
        ]
        for s in own:
            if s is Source.UNDERTAKING:
                columns.append(((s.value, "小计"), self.income(s)))
                if self.style.extra_columns:
                    columns.append(((s.value, "其中：教育收费"), {}))
            else:
                columns.append(((s.value,), self.income(s)))
        self._code_table("Z03 收入决算表(财决03表)", "收入决算表", "财决03表", columns)

    def z04(self) -> None:
        columns: list[tuple[Key, dict[str, Decimal]]] = [
            (("本年支出合计",), self.by_function(self.spent(None, None)))
        ]
        columns += [((n.value,), self.by_function(self.spent(None, n))) for n in Nature]
        self._code_table("Z04 支出决算表(财决04表)", "支出决算表", "财决04表", columns)

    def z05(self, nature: Nature | None = None) -> None:
        word, number = {
            None: ("", "05"),
            Nature.BASIC: ("基本", "05-1"),
            Nature.PROJECT: ("项目", "05-2"),
            Nature.BUSINESS: ("经营", "05-3"),
        }[nature]
        name = f"Z{number.replace('-', '_')} {word}支出决算明细表(财决{number}表)"
        cells = {at: a for at, a in self.spent(None, nature).items() if at[1]}
        self._matrix(name, f"{word}支出决算明细表", f"财决{number}表", cells)

    def z07(self, fund: Fund = Fund.GENERAL) -> None:
        word, number = {
            Fund.GENERAL: ("一般公共预算", "07"),
            Fund.GOVERNMENT: ("政府性基金预算", "09"),
            Fund.CAPITAL: ("国有资本经营预算", "11"),
        }[fund]
        source = next(s for s in Source if s.fund is fund)
        opening, income = self.opening(fund), self.income(source)
        spent, basic, project = (
            self.by_function(self.spent(fund, n)) for n in (None, Nature.BASIC, Nature.PROJECT)
        )
        closing = {
            f: opening.get(f, ZERO) + income.get(f, ZERO) - spent.get(f, ZERO)
            for f in {*opening, *income, *spent}
        }
        columns: list[tuple[Key, dict[str, Decimal]]] = [(("年初结转和结余", "合计"), opening)]
        if self.style.extra_columns:
            columns.append((("年初结转和结余", "基本支出结转"), {}))
        columns += [
            (("本年收入", "合计"), income),
            (("本年支出", "合计"), spent),
            (("本年支出", "基本支出"), basic),
            (("本年支出", "项目支出"), project),
            (("年末结转和结余", "合计"), closing),
        ]
        title = f"{word}财政拨款收入支出决算表"
        self._code_table(f"Z{number} {title}(财决{number}表)", title, f"财决{number}表", columns)

    def z08(self, nature: Nature | None = None) -> None:
        word, number = {None: ("", "08"), Nature.BASIC: ("基本", "08-1"), Nature.PROJECT: ("项目", "08-2")}[
            nature
        ]
        title = f"一般公共预算财政拨款{word}支出决算明细表"
        cells = self.spent(Fund.GENERAL, nature)
        self._matrix(f"Z{number.replace('-', '_')} {title}(财决{number}表)", title, f"财决{number}表", cells)

    def f03(self) -> None:
        put = self._sheet("F03 机构运行信息表(财决附03表)", "机构运行信息表", "财决附03表", 5)
        for column, text in enumerate(("项目", "行次", "年初预算数", "全年预算数", "统计数")):
            put(4, column, text)
        for row, (label, values) in enumerate(self._f03_lines(), start=6):
            put(row, 0, label)
            put(row, 1, row - 5)
            for column, value in zip((2, 3, 4), values, strict=True):
                if isinstance(value, Decimal):
                    self._money(put, row, column, value)
                elif value is not None:
                    put(row, column, value)

    def _f03_lines(self) -> list[tuple[str, tuple[Any, Any, Any]]]:
        sums = {(i, name): ZERO for i in SanGongItem for name in ("initial", "revised", "actual")}
        for s in self.facts.sangong:
            for name in ("initial", "revised", "actual"):
                sums[s.item, name] += getattr(s, name)
        names = ("initial", "revised", "actual")

        def added(*items: SanGongItem) -> tuple[Any, Any, Any]:
            a, b, c = (sum((sums[i, n] for i in items), ZERO) for n in names)
            return a, b, c

        item, counts = SanGongItem, self.facts.counts
        uses = {v.use: v.held for v in self.facts.vehicles_by_use}
        bought = {p.kind.value: p.amount for p in self.facts.procurements}

        def only(value: Any) -> tuple[Any, Any, Any]:
            return None, None, value

        return [
            ("一、“三公”经费支出", only(None)),
            ("（一）支出合计", added(*item)),
            ("1.因公出国（境）费", added(item.ABROAD)),
            ("2.公务用车购置及运行维护费", added(item.VEHICLE_PURCHASE, item.VEHICLE_RUNNING)),
            ("（1）公务用车购置费", added(item.VEHICLE_PURCHASE)),
            ("（2）公务用车运行维护费", added(item.VEHICLE_RUNNING)),
            ("3.公务接待费", added(item.RECEPTION_DOMESTIC, item.RECEPTION_FOREIGN)),
            ("（1）国内接待费", added(item.RECEPTION_DOMESTIC, item.RECEPTION_FOREIGN)),
            ("其中：外事接待费", added(item.RECEPTION_FOREIGN)),
            ("（2）国（境）外接待费", added()),
            ("（二）相关统计数", only(None)),
            ("1.因公出国（境）团组数（个）", only(counts.abroad_groups)),
            ("2.因公出国（境）人次数（人）", only(counts.abroad_people)),
            ("5.国内公务接待批次（个）", only(counts.domestic_batches)),
            ("6.国内公务接待人次（人）", only(counts.domestic_people)),
            ("四、机关运行经费", only(None)),
            ("（一）行政单位", only(counts.operating_administrative)),
            ("（二）参照公务员法管理事业单位", only(counts.operating_civil_service_like)),
            ("五、国有资产占用情况", only(None)),
            ("（一）车辆数合计（辆）", only(sum(uses.values()))),
            *((f"{n}.{use.value}", only(uses.get(use))) for n, use in enumerate(VehicleUse, start=1)),
            ("（二）单价50万元以上通用设备（台，套）", only(counts.general_equipment)),
            ("（三）单价100万元以上专用设备（台，套）", only(counts.special_equipment)),
            ("六、政府采购支出信息", only(None)),
            ("（一）政府采购支出合计", only(sum(bought.values(), ZERO))),
            *(
                (f"{n}.政府采购{kind}支出", only(bought.get(kind)))
                for n, kind in enumerate(("货物", "工程", "服务"), 1)
            ),
            ("（二）政府采购授予中小企业合同金额", only(counts.sme_contracts)),
            ("其中：授予小微企业合同金额", only(counts.micro_contracts)),
        ]

    # ---- writing

    def _sheet(self, name: str, title: str, number: str, width: int) -> Callable[[int, int, Any], None]:
        name = name[:31] if self.style.cut_names else name
        cells = self.cells.setdefault(name, {})

        def put(row: int, column: int, value: Any) -> None:
            cells[row, column] = value

        put(0, 0, title)
        put(1, width - 1, number)
        put(2, 0, f"编制单位：{self.facts.department.full_name}")
        put(2, width // 2, f"{self.year}年度")
        put(2, width - 1, "金额单位：" + ("万元" if self.style.wan else "元"))
        self.merges[name] = [(0, 0, 0, width - 1)]
        return put

    def _money(self, put: Callable[[int, int, Any], None], row: int, column: int, amount: Decimal) -> None:
        if not amount and not self.style.zeros:
            return
        shown = amount.scaleb(-4) if self.style.wan else amount
        put(row, column, f"{shown:,}" if self.style.text_numbers else shown)

    def _code_table(
        self, name: str, title: str, number: str, columns: Sequence[tuple[Key, Mapping[str, Decimal]]]
    ) -> None:
        put = self._sheet(name, title, number, 4 + len(columns))
        merges = self.merges[name[:31] if self.style.cut_names else name]
        put(3, 0, "项目")
        put(4, 0, "支出功能分类科目编码")
        put(4, 3, "科目名称")
        merges += [(3, 0, 3, 3), (4, 0, 6, 2), (4, 3, 6, 3)]
        self._headings(put, merges, [key for key, _ in columns])
        put(7, 3, "栏次")
        for at in range(len(columns)):
            put(7, 4 + at, at + 1)
        self._rows(put, merges, 8, [amounts for _, amounts in columns])

    def _headings(
        self,
        put: Callable[[int, int, Any], None],
        merges: list[tuple[int, int, int, int]],
        keys: Sequence[Key],
    ) -> None:
        depth = 3
        start = 0
        while start < len(keys):
            end = start
            while end + 1 < len(keys) and len(keys[start]) > 1 and keys[end + 1][0] == keys[start][0]:
                end += 1
            put(3, 4 + start, keys[start][0])
            if len(keys[start]) == 1:
                if not self.style.flat_headings:
                    merges.append((3, 4 + start, 3 + depth, 4 + start))
            else:
                if end > start and not self.style.flat_headings:
                    merges.append((3, 4 + start, 3, 4 + end))
                for at in range(start, end + 1):
                    put(4, 4 + at, keys[at][1])
            start = end + 1

    def _rows(
        self,
        put: Callable[[int, int, Any], None],
        merges: list[tuple[int, int, int, int]],
        top: int,
        columns: Sequence[Mapping[str, Decimal]],
    ) -> None:
        items = sorted({code for amounts in columns for code, a in amounts.items() if a})
        codes = (
            sorted({part for code in items for part in (code[:3], code[:5], code)})
            if self.style.subtotals
            else items
        )
        if self.style.shuffle is not None:
            random.Random(self.style.shuffle).shuffle(codes)
        ordered = [*codes, ""] if self.style.total_last else ["", *codes]
        row = top
        for index, code in enumerate(ordered):
            if self.style.blank_lines and index % 4 == 2:
                row += 1
            if code:
                self._code(put, merges, row, code)
                put(row, 3, self.book_of_codes.function_name(code) or "")
            else:
                put(row, 3, "合计")
            for at, amounts in enumerate(columns):
                self._money(
                    put, row, 4 + at, sum((a for c, a in amounts.items() if c.startswith(code)), ZERO)
                )
            row += 1
        if self.style.notes:
            put(row + 1, 0, "注：本表由决算软件导出。")
            put(row + 2, 0, "单位负责人：      财务负责人：      制表人：")

    def _code(
        self,
        put: Callable[[int, int, Any], None],
        merges: list[tuple[int, int, int, int]],
        row: int,
        code: str,
    ) -> None:
        match self.style.codes:
            case "split":
                for at, part in enumerate((code[:3], code[3:5], code[5:7])):
                    if part:
                        put(row, at, part)
            case "numbers":
                put(row, 0, int(code))
            case "plain":
                put(row, 0, code)
            case _:
                put(row, 0, code)
                merges.append((row, 0, row, 2))

    def _matrix(self, name: str, title: str, number: str, cells: Mapping[tuple[str, str], Decimal]) -> None:
        economics = sorted(c for c in self.book_of_codes.economics if len(c) == 5 and c.startswith("3"))
        used = {e for _, e in cells}
        assert used <= set(economics), used - set(economics)
        keys: list[Key] = [("合计",)]
        columns: list[dict[str, Decimal]] = [self.by_function(cells)]
        for block in sorted({e[:3] for e in economics}):
            title_of = self._economic_title(block)
            keys.append((title_of, "小计"))
            columns.append(self.by_function({at: a for at, a in cells.items() if at[1][:3] == block}))
            for economic in (e for e in economics if e.startswith(block)):
                keys.append((title_of, self._economic_title(economic)))
                columns.append({f: a for (f, e), a in cells.items() if e == economic})
        self._code_table(name, title, number, list(zip(keys, columns, strict=True)))

    def _economic_title(self, code: str) -> str:
        name = self.book_of_codes.economic_name(code) or ""
        return f"{code} {name}" if self.style.economic_codes else name

    def data(self) -> bytes:
        """The finished file."""
        for name, cells in self.cells.items():
            sheet = self.book.add_worksheet(name)
            for first_row, first, last_row, last in self.merges.get(name, ()):
                if (first_row, first) != (last_row, last):
                    sheet.merge_range(first_row, first, last_row, last, "")
            for (row, column), value in cells.items():
                if isinstance(value, str):
                    sheet.write_string(row, column, value)
                elif value is not None:
                    sheet.write_number(row, column, value)
        self.book.close()
        return self.target.getvalue()


def full_export(facts: Facts, style: Style = PLAIN, *, funds: Iterable[Fund] = ()) -> Export:
    """Every sheet that the import knows; ``funds`` adds Z09 or Z11."""
    export = Export(facts, style)
    export.z01()
    export.z03()
    export.z04()
    for nature in (None, Nature.BASIC, Nature.PROJECT, Nature.BUSINESS):
        export.z05(nature)
    export.z07()
    for fund in funds:
        export.z07(fund)
    for nature in (None, Nature.BASIC, Nature.PROJECT):
        export.z08(nature)
    export.f03()
    return export
