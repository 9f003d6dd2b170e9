"""Write templates/xlsx/sichuan-2021/格式.xlsx: run once, then the bureau edits the workbook itself."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

import xlsxwriter  # noqa: E402

from report_author.model.format import (  # noqa: E402
    CHART_UNITS,
    OPTION_SPECS,
    TERM_CONDITIONS,
)
from tools.format_book import tables  # noqa: E402
from tools.format_book.rules import TABLE_RULES  # noqa: E402
from tools.format_book.rules_between import BETWEEN_RULES  # noqa: E402
from tools.format_book.rules_facts import FACT_RULES  # noqa: E402
from tools.format_book.rules_last_year import LAST_YEAR_RULES  # noqa: E402
from tools.format_book.rules_lists import LIST_RULES  # noqa: E402
from tools.repack import repack  # noqa: E402

TARGET = ROOT / "templates" / "xlsx" / "sichuan-2021" / "格式.xlsx"
TERMS = Path(__file__).parent / "format_book" / "terms.txt"


def terms() -> list[tuple[str, str, str, str]]:
    """术语或编码, 释义, 类别, 条件 of every line of terms.txt."""
    rows = []
    section = ""
    for line in TERMS.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        heading = re.fullmatch(r"\[(.+)\]", line)
        if heading:
            section = heading.group(1)
            continue
        term, meaning, *condition = line.split("|")
        rows.append((term, meaning, section, condition[0] if condition else ""))
    return rows


class Book:
    """The workbook under construction: one look for all its sheets."""

    def __init__(self, path: Path) -> None:
        self.book = xlsxwriter.Workbook(str(path))
        font = {"font_name": "宋体", "font_size": 10.5, "valign": "vcenter", "text_wrap": True, "border": 1}
        self.title = self.book.add_format({"font_name": "黑体", "font_size": 14})
        self.hint = self.book.add_format(
            {
                "font_name": "楷体",
                "font_size": 10.5,
                "font_color": "#7F7F7F",
                "text_wrap": True,
                "valign": "top",
            }
        )
        self.head = self.book.add_format({**font, "bold": True, "bg_color": "#D9E2F3", "align": "center"})
        self.label = self.book.add_format({**font, "bg_color": "#F2F2F2"})
        self.input = self.book.add_format({**font, "bg_color": "#FFF9E5", "num_format": "@"})

    def sheet(
        self,
        name: str,
        hint: str,
        columns: Sequence[tuple[str, float, bool]],
        rows: Iterable[Sequence[str]],
        lists: dict[str, Sequence[str]] | None = None,
    ) -> xlsxwriter.worksheet.Worksheet:
        """One sheet: title, hint, header in row 3, rows; a column is (label, width, 可以改)."""
        sheet = self.book.add_worksheet(name)
        sheet.write_string(0, 0, name, self.title)
        last = len(columns) - 1
        sheet.merge_range(1, 0, 1, last, hint, self.hint)
        width = sum(column[1] for column in columns)
        sheet.set_row(1, 16 * max(1, -(-len(hint) * 2 // int(width))) + 2)
        for index, (label, size, _) in enumerate(columns):
            sheet.set_column(index, index, size)
            sheet.write_string(2, index, label, self.head)
        number = 3
        for number, row in enumerate(rows, start=3):
            lines = 1
            for index, text in enumerate(row):
                sheet.write_string(number, index, text, self.input if columns[index][2] else self.label)
                lines = max(lines, -(-_display_width(text) // int(columns[index][1] - 1)))
            sheet.set_row(number, 15 * lines + 3)
        for label, choices in (lists or {}).items():
            index = [column[0] for column in columns].index(label)
            sheet.data_validation(
                3, index, number + 200, index, {"validate": "list", "source": list(choices)}
            )
        sheet.freeze_panes(3, 0)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(2)
        sheet.set_footer("&C第 &P 页，共 &N 页")
        return sheet


def _display_width(text: str) -> int:
    return sum(2 if ord(char) > 255 else 1 for char in text)


def build(path: Path) -> None:
    """Write the format book of 四川2021年度（15表） to ``path``, the same bytes every time."""
    book = Book(path)
    _options(book)
    _lists(book)
    _rules(book)
    book.book.close()
    repack(path)


def _options(book: Book) -> None:
    rows = []
    for spec in OPTION_SPECS:
        value = tables.OPTIONS.get(spec.key, spec.default)
        if value is None:
            raise SystemExit(f"选项“{spec.key}”没有取值")
        rows.append(
            (
                spec.key,
                value,
                "、".join(spec.choices) or {"用语": "文字"}.get(spec.kind, spec.kind),
                spec.meaning,
            )
        )
    sheet = book.sheet(
        "选项",
        "这套格式的各项选择。只改“取值”一列。用语中的{上年}会换成上一个年度。",
        (("选项", 24, False), ("取值", 30, True), ("可以填", 24, False), ("说明", 76, False)),
        rows,
    )
    for number, spec in enumerate(OPTION_SPECS, start=3):
        if spec.choices:
            sheet.data_validation(number, 1, number, 1, {"validate": "list", "source": list(spec.choices)})


def _lists(book: Book) -> None:
    book.sheet(
        "表清单",
        "公开表的清单，顺序就是印刷顺序。增加、删去、改名、调整顺序，改这里和模板的工作表即可。"
        "“工作表”是公开表模板中工作表的名称，"
        "“取数”是表里用的数据。注和空表说明可以引用{部门.全称}{部门.类别}{年度}，"
        "还可以引用{三公预算数口径}{机关运行经费口径}{明细表隐去零列}，照“选项”的取值写出来。适用：全部、部门、单位。",
        (
            ("编号", 7, True),
            ("表名", 44, True),
            ("工作表", 14, True),
            ("取数", 14, True),
            ("注", 60, True),
            ("空表说明", 50, True),
            ("适用", 8, True),
        ),
        (
            (f"{n:02}", title, f"公开{n:02}表", grid, note, empty, "全部")
            for n, (title, grid, note, empty) in enumerate(
                zip(tables.TITLES, tables.GRIDS, tables.NOTES, tables.EMPTY_NOTES, strict=True), start=1
            )
        ),
        {"适用": ("全部", "部门", "单位")},
    )
    book.sheet(
        "图清单",
        "报告中的图。“键”是报告模板中图的替代文字，按它找到图。",
        (("编号", 8, True), ("名称", 50, True), ("键", 36, True), ("单位", 10, True)),
        tables.CHARTS,
        {"单位": CHART_UNITS},
    )
    book.sheet(
        "图数据",
        "每张图画哪些数，一行一个点。“键”同图清单；“取数”是名称表里的金额。"
        "“类别”空着时，“取数”是一个列表（如 收入.构成），每项的名称作类别，金额作数值。"
        "类别可引用{年度}{上年}。饼图自动略去为零的类别。",
        (("键", 36, True), ("类别", 32, True), ("系列", 32, True), ("取数", 32, True)),
        tables.CHART_DATA,
    )
    book.sheet(
        "支出类",
        "收支总表支出一侧列出的支出功能分类类级科目，按这里的顺序和名称列示，不发生的也列。",
        (("编码", 12, True), ("名称", 44, True)),
        tables.FUNCTION_CLASSES,
    )
    book.sheet(
        "信息表",
        "机关运行经费、资产占用情况及政府采购支出信息表的各行，按这里的顺序列示，行次自动编。行标题可引用选项，如{通用设备单价}。"
        "级：1、2、3，决定缩进和加粗。取数：名称表里的数，如 资产.车辆数；只是标题的行，取数空着。",
        (("行标题", 60, True), ("级", 8, True), ("取数", 32, True)),
        tables.FACTS,
        {"级": ("1", "2", "3")},
    )
    book.sheet(
        "名词解释",
        "第三部分。固定术语按顺序印；写了条件的，有这项收支才印；科目按编码顺序印本年用到的项。"
        "术语或编码：7位编码只用于该项；"
        "名称用于各款下同名的项；“*”代表任意文字，释义中用{*}引用。释义可引用{名称}{款名称}{类名称}。",
        (("术语或编码", 26, True), ("释义", 110, True), ("类别", 8, True), ("条件", 22, True)),
        terms(),
        {"类别": ("固定", "科目"), "条件": TERM_CONDITIONS},
    )
    book.sheet(
        "残留用语",
        "公开的报告里不应出现的文字。方式：包含＝出现即提示；正则＝按正则表达式查找。",
        (("用语", 44, True), ("方式", 10, True), ("说明", 44, True)),
        tables.RESIDUES,
        {"方式": ("包含", "正则")},
    )
    book.sheet(
        "科目",
        "本地增加的、科目字典里没有的编码。体系：功能、经济。没有就空着。",
        (("编码", 14, True), ("名称", 44, True), ("体系", 10, True)),
        (),
        {"体系": ("功能", "经济")},
    )


def _rules(book: Book) -> None:
    book.sheet(
        "审核公式",
        "核对用的公式，一行一条；增加、修改、删去都在这里，不用改程序。写法见 docs/审核公式.md：最后一行是“左边 = 右边”，"
        "上面可以写“逐行：列表”“若：条件”“设：名称 = 算式”。适用范围：表格＝公开表，填报表，全部；只用于一种口径的再加“部门”或“单位”。"
        "提示可以用{名称}引用数。“左边”“右边”是两边在提示里的叫法，“位置”写发现算在哪一格，都可以空着。",
        (
            ("编号", 9, True),
            ("名称", 34, True),
            ("等式或条件", 70, True),
            ("级别", 7, True),
            ("适用范围", 10, True),
            ("容差", 7, True),
            ("依据", 20, True),
            ("提示", 40, True),
            ("怎么改", 44, True),
            ("左边", 16, True),
            ("右边", 16, True),
            ("位置", 20, True),
        ),
        (*TABLE_RULES, *BETWEEN_RULES, *FACT_RULES, *LAST_YEAR_RULES, *LIST_RULES),
        {"级别": ("错误", "警告", "提示")},
    )


if __name__ == "__main__":
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    build(TARGET)
    print(TARGET)
