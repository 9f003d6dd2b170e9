"""The tables of a published workbook as rules read them, whatever their layout."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cached_property

from report_author.checks.amounts import Rounded, total
from report_author.checks.row_filters import lacking
from report_author.figures.values import Names, Wanted
from report_author.model.codes import Codebook
from report_author.model.findings import Finding, error
from report_author.model.money import FEN, YUAN_PER_WAN, ZERO, half_up
from report_author.ooxml.sheets import CellKind, RawCell, RawSheet, column_letters
from report_author.records import frozen

_BLANKS = frozenset(("", "-", "－", "—", "——", "/", "\\", "无"))
_TITLE_ROWS = 8
_NUMBER = re.compile(r"[-+−]?[\d,，]+(\.\d+)?")


def squeezed(text: str) -> str:
    """Text without spaces and quotation marks, as titles and headers are compared."""
    return re.sub(r"[\s　“”\"]", "", text)


@dataclass
class PrintedSheet:
    """Cells by (row, column) from zero. ``exact``: amounts are stored to the 分, else only as they are shown."""

    raw: RawSheet
    exact: bool = False
    findings: list[Finding] = field(default_factory=list)

    @cached_property
    def texts(self) -> Mapping[tuple[int, int], str]:
        return {key: squeezed(cell.text) for key, cell in self.raw.cells.items()}

    @cached_property
    def rows(self) -> Sequence[int]:
        return sorted({row for row, _ in self.texts})

    @cached_property
    def width(self) -> int:
        return max((column for _, column in self.texts), default=-1) + 1

    def row(self, number: int) -> Iterator[tuple[int, str]]:
        """The texts of one row from the left."""
        return (
            (column, self.texts[number, column])
            for column in range(self.width)
            if (number, column) in self.texts
        )

    def heads(self) -> list[str]:
        """The texts above the table: title, department, unit."""
        return [text for (row, _), text in sorted(self.texts.items()) if row < _TITLE_ROWS]

    @cached_property
    def factor(self) -> Decimal:
        """How many 元 one of the sheet's units is; 万元 where it does not say."""
        for text in self.heads():
            found = re.search(r"单位[:：](万元|元)", text)
            if found:
                return YUAN_PER_WAN if found.group(1) == "万元" else Decimal(1)
        return YUAN_PER_WAN

    def place(self, row: int, column: int) -> str:
        return f"{self.raw.name}!{column_letters(column)}{row + 1}"

    def path(self, rows: Sequence[int], column: int) -> str:
        """The header above a column, level by level; merged cells and blanks to the right belong to the text left of them."""
        found: list[str] = []
        for index, row in enumerate(rows):
            text = self._header_text(row, column, rows[index + 1 :])
            if text and text not in found:
                found.append(text)
        return "/".join(found)

    def _header_text(self, row: int, column: int, below: Sequence[int]) -> str:
        own = self.texts.get(self.raw.merged.get((row, column), (row, column)), "")
        if own or (row, column) in self.raw.merged or not any((each, column) in self.texts for each in below):
            return own
        left = next((each for each in range(column, -1, -1) if (row, each) in self.texts), None)
        if left is None or (row, left + 1) in self.raw.merged:
            return ""
        return self.texts[row, left]

    def amount(self, row: int, column: int, name: str, *, money: bool = True) -> Rounded:
        """The figure in a cell (元, or a count); a blank is zero, words are a finding."""
        cell = self.raw.cells.get((row, column))
        unit = "元" if money else ""
        value = number_in(cell)
        if value is None:
            if cell is not None and squeezed(cell.text) not in _BLANKS:
                self._not_a_number(row, column, cell)
            return Rounded(name, ZERO, unit, "", (self.place(row, column),))
        if not money:
            return Rounded(name, value, unit, "", (self.place(row, column),))
        step = FEN * self.factor
        half = ZERO if self.exact or step <= FEN or value != half_up(value, 2) else step / 2
        return Rounded(name, half_up(value * self.factor, 2), "元", "", (self.place(row, column),), half)

    def figure(self, row: int, column: int | None, name: str, missing: str) -> Rounded | Wanted:
        """The figure under a header; without the header it is wanted."""
        return self.amount(row, column, name) if column is not None else lacking(missing)

    def number(self, row: int, column: int) -> Decimal | None:
        return number_in(self.raw.cells.get((row, column)))

    def _not_a_number(self, row: int, column: int, cell: RawCell) -> None:
        uncalculated = cell.kind is CellKind.UNCALCULATED
        self.findings.append(
            error(
                "R65",
                self.place(row, column),
                "这一格是公式，还没有计算结果。"
                if uncalculated
                else f"金额格里是“{cell.text[:20]}”，不是数。",
                "请用 Excel 或 WPS 打开保存一次。" if uncalculated else "请改成数字；没有金额的留空或写 0。",
                stated="没有结果" if uncalculated else cell.text[:20],
                expected="数字",
            )
        )


def number_in(cell: RawCell | None) -> Decimal | None:
    """The number of a cell, also one stored as text with commas."""
    if cell is None:
        return None
    if cell.kind is CellKind.NUMBER and isinstance(cell.value, Decimal):
        return cell.value
    text = squeezed(cell.text).replace("−", "-")
    if cell.kind is not CellKind.TEXT or not _NUMBER.fullmatch(text):
        return None
    try:
        return Decimal(text.replace(",", "").replace("，", ""))
    except InvalidOperation:
        return None


def stored_exactly(sheets: Sequence[RawSheet]) -> bool:
    """Whether a workbook keeps more than the two decimals it shows: then every sum must hold to the 分."""
    numbers = [
        value for sheet in sheets for cell in sheet.cells.values() if (value := number_in(cell)) is not None
    ]
    finer = sum(half_up(value, 6) != half_up(value, 2) for value in numbers)
    return finer * 20 > len(numbers)


_CODED = ("编码", "名称", "级")


@frozen
class GridShape:
    """``columns`` maps a column of the grid to the words of its header, level by level from above.

    ``kind``: 总表 (two-sided, fixed rows), 科目 (rows are codes), 明细 (codes × 经济科目), 双栏 (two panels of 经济科目),
    三公 (one row), 信息 (fixed rows with one value).
    ``words`` must all stand in the title, ``without`` must not.
    """

    name: str
    kind: str
    words: tuple[str, ...]
    without: tuple[str, ...] = ()
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    single: tuple[str, ...] = ()

    @property
    def row_names(self) -> frozenset[str]:
        """The columns of its rows as rules name them."""
        fixed = {
            "总表": (
                "左名",
                "左行次",
                "左额",
                "右名",
                "右行次",
                "右额",
                "是合计",
                "合计",
                "一般",
                "基金",
                "国资",
            ),
            "明细": (*_CODED, "合计", "金额"),
            "双栏": ("左编码", "左名称", "左级", "左额", "右编码", "右名称", "右级", "右额"),
            "信息": ("名称", "行次", "级", "数值", "是金额"),
        }
        return frozenset(fixed.get(self.kind, (*_CODED, *self.columns)))


def _by_fund(column: str, words: str) -> dict[str, tuple[str, ...]]:
    return {
        f"{column}小计": (words, "小计"),
        f"{column}基本": (words, "基本支出"),
        f"{column}项目": (words, "项目支出"),
    }


_NATURES = {"合计": ("合计",), "基本支出": ("基本支出",), "项目支出": ("项目支出",)}
_BALANCE = {
    "年初": ("年初",),
    "收入": ("本年收入",),
    "支出": ("本年支出", "小计"),
    "基本支出": ("基本支出",),
    "项目支出": ("项目支出",),
    "年末": ("年末",),
}
_SANGONG_PARTS = {
    "合计": ("合计",),
    "出国": ("出国",),
    "公车": ("公务用车", "小计"),
    "购置": ("公务用车", "购置费"),
    "运行": ("公务用车", "运行"),
    "接待": ("接待",),
}
_SANGONG = {
    side + part: (f"{side}数", *words) for side in ("预算", "决算") for part, words in _SANGONG_PARTS.items()
}

SHAPES: tuple[GridShape, ...] = (
    GridShape(
        "财政总表",
        "总表",
        ("财政拨款", "收入支出决算总表"),
        ("政府性基金", "国有资本"),
        {
            "合计": ("合计",),
            "一般": ("一般公共",),
            "基金": ("政府性基金",),
            "国资": ("国有资本",),
        },
    ),
    GridShape("收支总表", "总表", ("收入支出决算总表",), ("财政拨款",)),
    GridShape(
        "收入表",
        "科目",
        ("收入决算表",),
        ("支出", "财政拨款"),
        {
            "本年合计": ("本年收入合计",),
            "财政拨款": ("财政拨款",),
            "上级补助": ("上级补助",),
            "事业": ("事业收入",),
            "经营": ("经营收入",),
            "附属上缴": ("附属单位上缴",),
            "其他": ("其他收入",),
        },
    ),
    GridShape(
        "支出表",
        "科目",
        ("支出决算表",),
        ("收入", "财政拨款", "三公"),
        {
            "本年合计": ("本年支出合计",),
            "基本支出": ("基本支出",),
            "项目支出": ("项目支出",),
            "上缴上级": ("上缴上级",),
            "经营": ("经营支出",),
            "对附属补助": ("附属单位补助",),
        },
    ),
    GridShape(
        "财政明细表",
        "科目",
        ("财政拨款支出决算明细表",),
        ("一般公共", "政府性基金", "国有资本"),
        {
            "合计": ("合计",),
            **_by_fund("一般", "一般公共"),
            **_by_fund("基金", "政府性基金"),
            **_by_fund("国资", "国有资本"),
        },
    ),
    GridShape("一般明细表", "明细", ("一般公共预算财政拨款支出决算明细表",)),
    GridShape("一般基本表", "双栏", ("一般公共预算财政拨款基本支出决算",), single=("人员合计", "公用合计")),
    GridShape("一般项目表", "科目", ("一般公共预算财政拨款项目支出决算表",), (), {"金额": ("金额",)}),
    GridShape("三公表", "三公", ("三公",), ("政府性基金",), _SANGONG, tuple(_SANGONG)),
    GridShape("基金三公表", "三公", ("政府性基金", "三公"), (), _SANGONG, tuple(_SANGONG)),
    GridShape("一般支出表", "科目", ("一般公共预算财政拨款支出决算表",), (), _NATURES),
    GridShape("基金表", "科目", ("政府性基金预算财政拨款收入支出决算表",), (), _BALANCE),
    GridShape("国资表", "科目", ("国有资本经营预算财政拨款收入支出决算表",), (), _BALANCE),
    GridShape("国资支出表", "科目", ("国有资本经营预算财政拨款支出决算表",), (), _NATURES),
    GridShape("信息表", "信息", ("机关运行经费",), ()),
)


_CODE = re.compile(r"\d{3}(\d{2}){0,2}")
_NOTE = re.compile(r"(注|说明|备注|示例)[:：.．\d]")
_UNIT = re.compile(r"(部门|单位)[^，。]{0,4}[:：]")
_TOTALS = frozenset(("合计", "总计"))
_STAFF_CLASSES = ("301", "303")


def _code_cells(sheet: PrintedSheet, row: int, last: int) -> list[tuple[int, str]]:
    """Cells of digits left of the amounts."""
    return [
        (column, text.removesuffix(".0"))
        for column, text in sheet.row(row)
        if column < last and re.fullmatch(r"\d{1,7}(\.0)?", text)
    ]


def _first_data_row(sheet: PrintedSheet) -> int | None:
    """The first row that starts with a code, or is the 合计 row."""
    for row in sheet.rows:
        cells = list(sheet.row(row))
        texts = [text for _, text in cells if sheet.number(row, _) is None]
        if any(column < 4 and _CODE.fullmatch(text) for column, text in cells):
            return row
        leading = [text for column, text in cells if column < 4]
        if _TOTALS.intersection(leading) and set(texts) <= {*_TOTALS, "类", "款", "项"}:
            return row
    return None


def _header_rows(sheet: PrintedSheet, first: int) -> list[int]:
    """The rows between the line of the unit and the data, without the 栏次."""
    unit = [
        row for row in sheet.rows if row < first and any(_UNIT.search(text) for _, text in sheet.row(row))
    ]
    start = max(unit, default=-1) + 1
    return [row for row in sheet.rows if start <= row < first and not _numbered(sheet, row)]


def _numbered(sheet: PrintedSheet, row: int) -> bool:
    """The 栏次 row: 1, 2, 3, …"""
    numbers = [value for column, _ in sheet.row(row) if (value := sheet.number(row, column)) is not None]
    labelled = any(text == "栏次" for _, text in sheet.row(row))
    return labelled or (
        len(numbers) > 2 and [int(each) for each in numbers] == list(range(1, len(numbers) + 1))
    )


def _find_columns(
    sheet: PrintedSheet, rows: Sequence[int], wanted: Mapping[str, tuple[str, ...]], start: int = 0
) -> dict[str, int]:
    """For each wanted column the first one whose header holds all its words."""
    paths = {column: sheet.path(rows, column) for column in range(start, sheet.width)}
    found: dict[str, int] = {}
    for name, words in wanted.items():
        for column, path in paths.items():
            if column not in found.values() and all(_holds(path, word) for word in words):
                found[name] = column
                break
    return found


def _holds(path: str, word: str) -> bool:
    if word in ("合计", "小计"):
        return path.endswith(("合计", "小计"))
    return word in path


def code_grid(sheet: PrintedSheet, shape: GridShape, codebook: Codebook) -> Names:
    """收入表, 支出表 …: a row for each code, its amounts under the headers that the shape names."""
    first = _first_data_row(sheet)
    if first is None:
        return _grid(shape, ())
    columns = _find_columns(sheet, _header_rows(sheet, first), shape.columns)
    left = min(columns.values(), default=4)
    rows: list[dict[str, object]] = []
    for row, code, name, level in _coded_rows(sheet, first, left):
        entries: dict[str, object] = {"编码": code, "名称": name, "级": level}
        for label in shape.columns:
            what, missing = f"{shape.name}·{code}{name}·{label}", f"“{sheet.raw.name}”没有“{label}”一列"
            entries[label] = sheet.figure(row, columns.get(label), what, missing)
        rows.append(entries)
    return _grid(shape, rows)


def _coded_rows(sheet: PrintedSheet, first: int, left: int) -> list[tuple[int, str, str, int]]:
    """(row, code, name, level) of every data row; codes may be split over 类, 款, 项."""
    found: list[tuple[int, str, str, int]] = []
    parents = ["", ""]
    for row in sheet.rows:
        if row < first or any(_NOTE.match(text) for _, text in sheet.row(row)):
            continue
        digits = _code_cells(sheet, row, left)
        names = [
            text
            for column, text in sheet.row(row)
            if column < left and (column, text) not in digits and text not in ("类", "款", "项")
        ]
        code = _joined_code(digits, parents)
        name = names[-1] if names else ""
        if code:
            parents = [code[:3], code[:5] if len(code) > 3 else ""]
            found.append((row, code, name, {3: 1, 5: 2, 7: 3}[len(code)]))
        elif name in _TOTALS:
            found.append((row, "", name, 0))
        elif name and found and found[-1][3] >= 3:
            found.append((row, "", name, 4))  # a project under its 项
    return found


def _joined_code(digits: Sequence[tuple[int, str]], parents: Sequence[str]) -> str:
    if not digits:
        return ""
    last = digits[-1][1]
    if _CODE.fullmatch(last) and (len(digits) == 1 or last.startswith(digits[0][1])):
        return last
    parts = [text if len(text) >= 3 else text.zfill(2) for _, text in digits]
    joined = "".join(parts)
    if len(parts[0]) == 2:  # only 款, or only 项: what stands above goes on
        above = parents[0] if digits[0][0] == 1 else parents[1] or parents[0]
        joined = above + joined
    return joined if _CODE.fullmatch(joined) else ""


def detail_grid(sheet: PrintedSheet, shape: GridShape, codebook: Codebook) -> Names:
    """一般明细表: codes × 经济科目; a column is known by its code, else by the names of its 类 and 款."""
    first = _first_data_row(sheet)
    if first is None:
        return _grid(shape, (), 列=())
    headers = _header_rows(sheet, first)
    paths = {column: sheet.path(headers, column) for column in range(sheet.width)}
    whole = next((column for column, path in paths.items() if path in ("合计", "本年支出合计")), None)
    economics = _economic_columns(paths, codebook)
    left = min([*economics, *([whole] if whole is not None else [])], default=4)
    rows = []
    for row, code, name, level in _coded_rows(sheet, first, left):
        amounts = {
            economic: sheet.amount(row, column, f"{shape.name}·{code}{name}·{economic}")
            for column, economic in economics.items()
        }
        summed = sheet.figure(row, whole, f"{shape.name}·{code}{name}·合计", "没有“合计”一列")
        detail = Names(f"表.{shape.name}.金额", amounts)
        rows.append({"编码": code, "名称": name, "级": level, "合计": summed, "金额": detail})
    columns = tuple(
        Names(
            "列",
            {
                "编码": code,
                "名称": codebook.economic_name(code) or code,
                "块编码": code[:3],
                "块名称": codebook.economic_name(code[:3]) or code[:3],
                "是小计": len(code) == 3,
            },
        )
        for code in economics.values()
    )
    return _grid(shape, rows, 列=columns)


def _economic_columns(paths: Mapping[int, str], codebook: Codebook) -> dict[int, str]:
    by_name: dict[tuple[str, str], str] = {}
    for code in codebook.economics:
        block = codebook.economic_name(code[:3]) or ""
        by_name[_bare(block), "小计" if len(code) == 3 else _bare(codebook.economic_name(code) or "")] = code
    found: dict[int, str] = {}
    for column, path in paths.items():
        digits = re.search(r"(?<!\d)3\d{4}(?!\d)|(?<!\d)3\d{2}(?!\d)", path)
        parts = path.split("/")
        known = by_name.get((_bare(parts[0]), _bare(parts[-1])))
        economic = digits.group() if digits else known
        if economic:
            found[column] = economic
    return found


def _bare(name: str) -> str:
    return re.sub(r"[（）()\s]", "", name)


def two_sided_grid(sheet: PrintedSheet, shape: GridShape, codebook: Codebook) -> Names:
    """收支总表, 财政总表: 项目 stands twice in the header."""
    for row in sheet.rows:
        heads = [column for column, text in sheet.row(row) if text.startswith("项目")]
        if len(heads) == 2:
            return _two_sides(sheet, shape, row, heads[0], heads[1])
    return _grid(shape, ())


def _two_sides(sheet: PrintedSheet, shape: GridShape, head: int, left: int, right: int) -> Names:
    headers = [
        row
        for row in sheet.rows
        if head <= row < head + 3 and (row == head or (row, left) not in sheet.texts)
    ]
    money = _money_column(sheet, headers, left + 1, right)
    right_money = _money_column(sheet, headers, right + 1, sheet.width)
    funds = _find_columns(sheet, headers, shape.columns, right + 1)
    rows: list[dict[str, object]] = []
    for row in sheet.rows:
        left_name, right_name = sheet.texts.get((row, left), ""), sheet.texts.get((row, right), "")
        if (
            row <= head
            or not (left_name or right_name)
            or "栏次" in (left_name, right_name)
            or _NOTE.match(left_name)
        ):
            continue
        entries: dict[str, object] = {
            "左名": left_name,
            "左行次": 0,
            "右名": right_name,
            "右行次": 0,
            "是合计": left_name.endswith(("合计", "总计")),
            "左额": sheet.amount(row, money, f"{shape.name}·{left_name}") if left_name and money else None,
            "右额": None,
        }
        if right_name and right_money and not shape.columns:
            entries["右额"] = sheet.amount(row, right_money, f"{shape.name}·{right_name}")
        for label in ("合计", "一般", "基金", "国资"):
            known = right_name and label in funds
            entries[label] = (
                sheet.amount(row, funds[label], f"{shape.name}·{right_name}·{label}") if known else None
            )
        rows.append(entries)
    return _grid(shape, rows)


def _money_column(sheet: PrintedSheet, headers: Sequence[int], start: int, end: int) -> int:
    """The column of the outturn on one side; 0 where there is none."""
    paths = {column: sheet.path(headers, column) for column in range(start, end)}
    for words in ("决算数", "决算", "金额"):
        for column, path in paths.items():
            if words in path:
                return column
    return next((column for column, path in paths.items() if "行次" not in path and path), 0)


def panel_grid(sheet: PrintedSheet, shape: GridShape, codebook: Codebook) -> Names:
    """一般基本表: panels of (编码, 名称, 金额) side by side; 301 and 303 are 人员经费 wherever they stand."""
    head = next((row for row in sheet.rows if sum("编码" in text for _, text in sheet.row(row)) > 1), None)
    if head is None:
        return _grid(shape, (), 人员合计=lacking("没有找到科目编码"), 公用合计=lacking("没有找到科目编码"))
    starts = [column for column, text in sheet.row(head) if "编码" in text]
    sides: dict[str, list[tuple[str, str, Rounded]]] = {"左": [], "右": []}
    for start in starts:
        for row in (each for each in sheet.rows if each > head):
            code = sheet.texts.get((row, start), "").removesuffix(".0")
            if re.fullmatch(r"\d{3}|\d{5}", code):
                name = sheet.texts.get((row, start + 1), "")
                figure = sheet.amount(row, start + 2, f"{shape.name}·{code}{name}")
                sides["左" if code[:3] in _STAFF_CLASSES else "右"].append((code, name, figure))
    rows = []
    for index in range(max(map(len, sides.values()))):
        entries: dict[str, object] = {}
        for side, panel in sides.items():
            code, name, amount = panel[index] if index < len(panel) else ("", "", None)
            entries |= {
                f"{side}编码": code,
                f"{side}名称": name,
                f"{side}级": {0: 0, 3: 1, 5: 2}[len(code)],
                f"{side}额": amount,
            }
        rows.append(entries)
    totals = {"人员合计": _beside(sheet, "人员经费合计"), "公用合计": _beside(sheet, "公用经费合计")}
    return _grid(shape, rows, **totals)


def _beside(sheet: PrintedSheet, words: str) -> object:
    """The amount right of a label."""
    for (row, column), text in sheet.texts.items():
        if text == words:
            for each in range(column + 1, sheet.width):
                if sheet.number(row, each) is not None:
                    return sheet.amount(row, each, words)
                if (row, each) in sheet.texts:
                    break
            return Rounded(words, total(words, ()).value, "元", "", (sheet.place(row, column),))
    return lacking(f"没有“{words}”")


def sangong_grid(sheet: PrintedSheet, shape: GridShape, codebook: Codebook) -> Names:
    """三公表: one row of budget and outturn."""
    numbers = next((row for row in sheet.rows if _numbered(sheet, row)), None)
    if numbers is None:
        data = _row_of_amounts(sheet)
    else:
        data = next((row for row in sheet.rows if row > numbers), numbers + 1)
    if data is None:
        return _grid(shape, (), **{label: lacking("没有找到金额一行") for label in shape.single})
    columns = _find_columns(sheet, _header_rows(sheet, data if numbers is None else numbers), shape.columns)
    if numbers is not None and any(_NOTE.match(text) for _, text in sheet.row(data)):
        data = numbers + 1  # an empty table: its one row is blank
    entries = {
        label: sheet.figure(
            data, columns.get(label), f"{shape.name}·{label}", f"“{sheet.raw.name}”没有“{label}”一栏"
        )
        for label in shape.single
    }
    return _grid(shape, (), **entries)


def _row_of_amounts(sheet: PrintedSheet) -> int | None:
    """The first row that is mostly numbers: in forms without 栏次."""
    for row in sheet.rows:
        cells = list(sheet.row(row))
        if len(cells) >= 4 and 2 * sum(sheet.number(row, column) is not None for column, _ in cells) > len(
            cells
        ):
            return row
    return None


def facts_grid(sheet: PrintedSheet, shape: GridShape, codebook: Codebook) -> Names:
    """信息表: a value for each row; vehicles and equipment are counts."""
    rows = []
    head = next((row for row in sheet.rows if any(text.startswith("项目") for _, text in sheet.row(row))), -1)
    for row in sheet.rows:
        cells = list(sheet.row(row))
        if (
            row <= head
            or not cells
            or cells[0][0] > 1
            or sheet.number(row, cells[0][0]) is not None
            or _NOTE.match(cells[0][1])
        ):
            continue
        name = cells[0][1]
        values = [column for column, _ in cells[1:] if sheet.number(row, column) is not None]
        last = sheet.width - 1
        money = not re.search(r"车|设备|辆|台", name)
        column = values[-1] if values and values[-1] > 1 else last
        if "栏次" not in name:
            figure = sheet.amount(row, column, name, money=money) if column > 1 else None
            rows.append({"名称": name, "行次": 0, "级": 0, "数值": figure, "是金额": money})
    return _grid(shape, rows)


def _grid(shape: GridShape, rows: Sequence[Mapping[str, object]], **more: object) -> Names:
    path = f"表.{shape.name}"
    return Names(path, {"行": tuple(Names(path, row) for row in rows), "有数据": bool(rows), **more})


READERS: Mapping[str, Callable[[PrintedSheet, GridShape, Codebook], Names]] = {
    "科目": code_grid,
    "明细": detail_grid,
    "总表": two_sided_grid,
    "双栏": panel_grid,
    "三公": sangong_grid,
    "信息": facts_grid,
}
