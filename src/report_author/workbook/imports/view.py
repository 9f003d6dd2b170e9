"""A sheet of another program as rows of codes, names, amounts with their headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import field
from decimal import Decimal

from report_author.model.findings import Finding, error, warning
from report_author.model.money import YUAN_PER_WAN, ZERO, half_up
from report_author.ooxml.sheets import CellKind, RawCell, RawSheet
from report_author.records import frozen
from report_author.workbook.values import key, shown

#: words for a sum of the columns or rows beside it
SUMS = frozenset(("合计", "小计", "总计", "本年支出合计", "本年收入合计", "本年合计"))
_TOTALS = frozenset(("合计", "总计"))
_NOISE = frozenset(("栏次", "金额", "决算数", "项目", "本年决算数"))
_NOTHING = frozenset(("", "-", "--", "—", "——", "/", "无"))
_UNIT = re.compile(r"单位[:：]?[（(]?(万元|千元|百元|亿元|元)")
_YEAR = re.compile(r"(20\d\d)\s*年")
_ORGANISATION = re.compile(r"^(?:编制单位|填报单位|预算单位|部门名称|单位名称|部门|单位)\s*[:：]\s*(.+)$")
_CODE = re.compile(r"(\d{3}(?:\.?\d\d){0,2})(?!\d)")
_NUMBER = re.compile(r"-?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?")
_UNIT_OF_COLUMNS = re.compile(r"[（(](万元|元)[）)]")
_FACTORS = {"元": Decimal(1), "万元": YUAN_PER_WAN}
#: how far down a title, a unit, a year may stand
_TOP = 12
_RESIDUE = Decimal("0.000001")


def loose(text: str) -> str:
    """``text`` as names are compared: brackets, quotes, points, numbering, white space do not matter."""
    return re.sub(r"[（）()“”\"'‘’、，,．.：:·\-—]", "", key(text))


@frozen
class Amount:
    """An amount in 元 with the cell it stands in; ``slack`` is what rounding to 0.01 万元 may have taken (元)."""

    value: Decimal
    cell: str
    slack: Decimal = ZERO


@frozen
class CodeRow:
    """A data row: its code (empty for 合计, or for a row of names below a code), its name."""

    row: int
    code: str
    name: str
    total: bool = False


@frozen
class Block:
    """One block of code rows: from which sheet column its codes, its name, its amounts stand."""

    codes: tuple[int, ...]
    name: int
    amounts: tuple[int, ...]
    rows: tuple[CodeRow, ...]
    paths: dict[int, tuple[str, ...]] = field(default_factory=dict)


class View:
    """One sheet, read lazily; ``findings`` gathers what is wrong with it."""

    def __init__(self, file: str, sheet: RawSheet, findings: list[Finding]) -> None:
        self.file, self.sheet, self.findings = file, sheet, findings
        self.rows: dict[int, dict[int, RawCell]] = {}
        for (row, column), cell in sorted(sheet.cells.items()):
            self.rows.setdefault(row, {})[column] = cell
        self.slack = ZERO
        self.broken = False
        self._texts: dict[tuple[int, int], str] = {}
        self._amounts: dict[tuple[int, int], Amount | None] = {}
        #: where a code stands for the second time: the table is one of projects or units
        self.repeats = ""
        #: columns with amounts that mean nothing to the workbook: (cell, heading)
        self.ignored: list[tuple[str, str]] = []
        #: the rows that titles and units take, so that headings are looked for below them
        self.preamble = -1
        self.title, self.year, self.organisation = "", 0, ""
        self.factor: Decimal | None = None
        self._read_top()

    @property
    def place(self) -> str:
        return f"{self.file}·{self.sheet.name}"

    def ref(self, row: int, column: int) -> str:
        return f"{self.file}·{self.sheet.place(row, column)}"

    def text(self, row: int, column: int) -> str:
        """What stands at a cell itself."""
        known = self._texts.get((row, column))
        if known is None:
            cell = self.sheet.cells.get((row, column))
            known = self._texts[row, column] = shown(cell).strip() if cell is not None else ""
        return known

    def spread(self, row: int, column: int) -> str:
        """What a cell shows, the cell it is merged into included."""
        origin = self.sheet.merged.get((row, column))
        return self.text(*origin) if origin else self.text(row, column)

    def texts(self, top: int = 0, bottom: int = 1 << 30) -> Iterator[tuple[int, int, str]]:
        for row, cells in self.rows.items():
            if top <= row < bottom:
                for column in cells:
                    yield row, column, self.text(row, column)

    def _read_top(self) -> None:
        units: set[str] = set()
        of_columns: set[str] = set()
        for row, _, text in self.texts(0, _TOP):
            bare = "".join(text.split())
            if found := _UNIT.search(bare):
                units.add(found[1])
                self.preamble = max(self.preamble, row)
            of_columns.update(_UNIT_OF_COLUMNS.findall(bare))
            if (found := _ORGANISATION.match(text)) and not _UNIT.search(bare) and not self.organisation:
                self.organisation = re.split(r"\s{2,}|　", found[1].strip())[0]
                self.preamble = max(self.preamble, row)
            if not self.year and (found := _YEAR.search(bare)) and len(bare) < 60 and "注" not in bare[:2]:
                self.year = int(found[1])
            if (
                not self.title
                and re.search("表|自评", bare)
                and 4 <= len(bare) <= 60
                and not _is_number(bare)
            ):
                self.title = bare
                self.preamble = max(self.preamble, row)
            if re.fullmatch(r"[（(]?(?:公开|财决).{0,6}表[）)]?", bare):
                self.preamble = max(self.preamble, row)
                if self.title == bare:
                    self.title = ""
        units = units or of_columns
        if len(units) == 1:
            self.factor = _FACTORS.get(next(iter(units)))

    def wrong(
        self, code: str, place: str, message: str, advice: str, *, stated: str = "", expected: str = ""
    ) -> None:
        """The sheet cannot be trusted: nothing of it is taken."""
        self.broken = True
        self.findings.append(error(code, place, message, advice, stated=stated, expected=expected))

    def unreadable(
        self, message: str = "看不懂栏目标题，没有导入", advice: str = "请核对表头是否完整"
    ) -> None:
        """Nothing of the sheet can be understood."""
        self.wrong("I02", self.place, message, advice)

    def note(self, message: str) -> None:
        """Something of the sheet could not be checked."""
        self.findings.append(warning("I10", self.place, message, "请自己核对这张表是否完整"))

    def amount(self, row: int, column: int) -> Amount | None:
        """The amount of a cell in 元; ``None`` where it is blank."""
        if (row, column) not in self._amounts:
            self._amounts[row, column] = self._amount(row, column)
        return self._amounts[row, column]

    def _amount(self, row: int, column: int) -> Amount | None:
        cell = self.rows.get(row, {}).get(column)
        if cell is None:
            return None
        value = self.number(cell, self.ref(row, column))
        if value is None:
            return None
        exact = value * (self.factor or 1)
        rounded = half_up(exact)
        if abs(rounded - exact) >= _RESIDUE:
            self.findings.append(
                warning(
                    "I08",
                    self.ref(row, column),
                    "金额不到一分的部分已四舍五入",
                    "请核对来源；决算的金额应精确到分",
                    stated=f"{exact:f} 元",
                    expected=f"{rounded:f} 元",
                )
            )
        return Amount(rounded, self.ref(row, column), self.slack)

    def number(self, cell: RawCell, place: str) -> Decimal | None:
        """The number of a cell as it stands; anything else than a number spoils the sheet."""
        if cell.kind is CellKind.NUMBER and isinstance(cell.value, Decimal) and not cell.percent:
            return cell.value
        if cell.kind is CellKind.TEXT:
            bare = "".join(cell.text.split()).removeprefix("¥")
            if bare in _NOTHING:
                return None
            if _NUMBER.fullmatch(bare):
                return Decimal(bare.replace(",", ""))
        if cell.kind is CellKind.UNCALCULATED:
            self.wrong("I06", place, "公式没有计算结果", "请用 Excel 或 WPS 打开这个文件并保存一次，再导入")
        else:
            self.wrong(
                "I07",
                place,
                f"应是数字，现在是“{shown(cell)[:30]}”",
                "请改正来源文件，再导入",
                stated=shown(cell),
            )
        return None

    def blocks(self) -> list[Block]:
        """The code blocks side by side (one, or the two panels of 基本支出)."""
        heads = self._code_heads()
        found = []
        for index, (row, codes, name) in enumerate(heads):
            right = (
                heads[index + 1][1][0]
                if index + 1 < len(heads)
                else 1 + max(c for cells in self.rows.values() for c in cells)
            )
            rows = self._code_rows(row, codes, name)
            if rows:
                amounts = tuple(range(name + 1, right))
                first = min(r.row for r in rows)
                paths = self._paths(amounts, first)
                found.append(Block(codes, name, amounts, rows, paths))
        return found

    def _code_heads(self) -> list[tuple[int, tuple[int, ...], int]]:
        """(row, code columns, name column) of every heading 科目编码, or 类 款 项."""
        heads: list[tuple[int, tuple[int, ...], int]] = []
        texts = list(self.texts(0, 40))
        marks = [
            (row, column)
            for row, column, text in texts
            if "科目" in text and re.search("编码|代码", text) and len(text) < 30
        ] or [
            (row, column)
            for row, column, text in texts
            if key(text) == "类" and key(self.text(row, column + 1)) == "款"
        ]
        marks = sorted(mark for mark in marks if mark[0] == min(marks)[0])
        for index, (row, column) in enumerate(marks):
            limit = marks[index + 1][1] if index + 1 < len(marks) else column + 6
            names = [
                c
                for c in range(column + 1, limit)
                for r in range(row - 2, row + 4)
                if "名称" in self.text(r, c)
            ]
            after = column + 1
            while self.sheet.merged.get((row, after)) == (row, column):
                after += 1
            if names:
                heads.append((row, tuple(range(column, min(names))), min(names)))
            elif "名称" in self.text(row, column):
                heads.append((row, (column,), column))
            else:
                heads.append((row, tuple(range(column, after)), after))
        return heads

    def _code_rows(self, head: int, codes: Sequence[int], name: int) -> tuple[CodeRow, ...]:
        rows: list[CodeRow] = []
        last = ""
        for row in self.rows:
            if row <= head:
                continue
            parts = [self._code_part(row, column) for column in codes]
            label = self.spread(row, name)
            labels = {key(text) for text in (*parts, label)}
            if labels & _TOTALS:
                rows.append(CodeRow(row, "", "合计", total=True))
                continue
            code = joined(parts, last)
            if code:
                last = code
                rows.append(
                    CodeRow(row, code, _CODE.sub("", label, count=1).strip() if name in codes else label)
                )
            elif (
                rows and label and not any(parts) and not re.match("(注|说明|备注|填表|制表|单位负责)", label)
            ):
                rows.append(CodeRow(row, "", label))
        return tuple(rows)

    def _code_part(self, row: int, column: int) -> str:
        origin = self.sheet.merged.get((row, column))
        if origin is None:
            return self.text(row, column)
        return self.text(*origin) if origin[1] == column else ""

    def _paths(self, columns: Sequence[int], first: int) -> dict[int, tuple[str, ...]]:
        """For each column its headings from the top down, as keys, without repetitions."""
        heading_rows = [row for row in self.rows if self.preamble < row < first]
        filled: dict[tuple[int, int], tuple[int, int]] = {}
        paths = {}
        for column in columns:
            path: list[str] = []
            seen: set[tuple[int, int]] = set()
            for row in heading_rows:
                origin = self._heading_cell(row, column, columns, heading_rows, filled)
                text = key(self.text(*origin))
                code = re.fullmatch(r"3\d\d(\d\d)?", text)
                if text and origin not in seen and (code or not _is_number(text)) and text not in _NOISE:
                    path.append(text)
                seen.add(origin)
            paths[column] = tuple(path)
        return paths

    def _heading_cell(
        self,
        row: int,
        column: int,
        columns: Sequence[int],
        heading_rows: Sequence[int],
        filled: dict[tuple[int, int], tuple[int, int]],
    ) -> tuple[int, int]:
        """The cell that a heading stands in; a group's heading may stand over its first column only."""
        origin = self.sheet.merged.get((row, column), (row, column))
        if origin == (row, column) and not self.text(row, column) and column - 1 in columns:
            below = [r for r in heading_rows if r > row]
            if self._has_heading(below, column) and self._has_heading(below, column - 1):
                origin = filled.get((row, column - 1), origin)
        filled[row, column] = origin
        return origin

    def _has_heading(self, rows: Sequence[int], column: int) -> bool:
        return any(self.text(r, column) and not _is_number(self.text(r, column)) for r in rows)


def joined(parts: Sequence[str], last: str) -> str:
    """The code that the code cells of one row spell; ``last`` is the code above, for parts left blank."""
    filled = [(at, part) for at, part in enumerate(parts) if part]
    if not filled:
        return ""
    first_at, first = filled[0]
    found = _CODE.match("".join(first.split()))
    if found and (first_at == 0 or len(filled) == 1 or len(found[1]) > 3):
        code = found[1].replace(".", "")
        for _, part in filled[1:]:
            if part.startswith(code) and _CODE.fullmatch(part):
                code = part
            elif re.fullmatch(r"\d{1,2}", part) and len(code) < 7:
                code += part.zfill(2)
            else:
                return ""
        return code
    if first_at == 0 or not all(re.fullmatch(r"\d{1,2}", part) for _, part in filled):
        return ""
    above = (last[:3], last[3:5], last[5:7])[:first_at]
    if not all(above) or [at for at, _ in filled] != list(range(first_at, first_at + len(filled))):
        return ""
    return "".join(above) + "".join(part.zfill(2) for _, part in filled)


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"[\d.,\-]+", text))
