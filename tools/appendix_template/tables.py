"""The fifteen tables of 四川2021年度（15表）, each drawn once."""

from __future__ import annotations

from collections.abc import Sequence

import xlsxwriter

from tools.appendix_template.code_rows import code_head, level_rows, numbers
from tools.appendix_template.page import A3, HEAD_HEIGHT, ROW_HEIGHT, Looks, Page

#: 编号 of a code cell: the full code merged over 类 款 项
CODE_WIDTHS = (4, 4, 4)
MONEY_WIDTH = 12.5
#: 07: the columns that an A3 page holds while they are legible
ONE_PAGE_COLUMNS = 40


def draw_all(book: xlsxwriter.Workbook) -> None:
    """Draw the sheets 公开01表 … 公开15表."""
    looks = Looks(book)
    income_and_expense(book, looks)
    code_table(
        book,
        looks,
        "公开02表",
        "收入表",
        (
            ("本年收入合计", "本年合计"),
            ("财政拨款收入", "财政拨款"),
            ("上级补助收入", "上级补助"),
            ("事业收入", "事业"),
            ("经营收入", "经营"),
            ("附属单位上缴收入", "附属上缴"),
            ("其他收入", "其他"),
        ),
    )
    code_table(
        book,
        looks,
        "公开03表",
        "支出表",
        (
            ("本年支出合计", "本年合计"),
            ("基本支出", "基本支出"),
            ("项目支出", "项目支出"),
            ("上缴上级支出", "上缴上级"),
            ("经营支出", "经营"),
            ("对附属单位补助支出", "对附属补助"),
        ),
    )
    fiscal_total(book, looks)
    fiscal_detail(book, looks)
    three = (("合计", "合计"), ("基本支出", "基本支出"), ("项目支出", "项目支出"))
    code_table(book, looks, "公开06表", "一般支出表", three, landscape=False)
    general_detail(book, looks)
    general_basic(book, looks)
    general_projects(book, looks)
    three_public(book, looks, "公开10表", "三公表")
    fund_table(book, looks, "公开11表", "基金表")
    three_public(book, looks, "公开12表", "基金三公表")
    fund_table(book, looks, "公开13表", "国资表")
    code_table(book, looks, "公开14表", "国资支出表", three, landscape=False)
    information(book, looks)


def _width(label: str) -> float:
    """The width of a money column; eight characters would leave the last one alone on a second line."""
    return 15 if len(label) == 8 else MONEY_WIDTH


def income_and_expense(book: xlsxwriter.Workbook, looks: Looks) -> None:
    """01: income on the left, expenditure by function class on the right."""
    page = Page(book, looks, "公开01表", "收支总表", (31, 5, 13.5, 28, 5, 13.5), landscape=False)
    page.heading(left=1, right=4)
    head = looks.head()
    page.put(0, "收入", head, 2)
    page.put(3, "支出", head, 5)
    page.next(HEAD_HEIGHT)
    for column, text in enumerate(("项目", "行次", "金额") * 2):
        page.put(column, text, head)
    page.next(HEAD_HEIGHT)
    for column, text in enumerate(("栏次", "", "1", "栏次", "", "2")):
        page.put(column, int(text) if text.isdigit() else text, head)
    page.next(HEAD_HEIGHT)
    page.freeze()
    page.control(f"{{%tr for 行 in {page.grid}.行 %}}")
    for tag, bold in (("{%tr if 行.是合计 %}", True), ("{%tr else %}", False)):
        page.control(tag)
        label = looks.centre(bold) if bold else looks.name()
        page.put(0, "{{ 行.左名 }}", label)
        page.put(1, "{{ 行.左行次 }}", looks.centre())
        page.put(2, "{{ 行.左额 }}", looks.money(bold))
        page.put(3, "{{ 行.右名 }}", label)
        page.put(4, "{{ 行.右行次 }}", looks.centre())
        page.put(5, "{{ 行.右额 }}", looks.money(bold))
        page.next(ROW_HEIGHT + 3)
    page.control("{%tr endif %}")
    page.control("{%tr endfor %}")
    page.foot(one_page=True)


def fiscal_total(book: xlsxwriter.Workbook, looks: Looks) -> None:
    """04: 财政拨款 by purse."""
    page = Page(book, looks, "公开04表", "财政总表", (32, 5, 13, 28, 5, 13, 13, 13, 13))
    page.heading(left=2, right=7)
    head = looks.head()
    page.put(0, "收入", head, 2)
    page.put(3, "支出", head, 8)
    page.next(HEAD_HEIGHT)
    labels = (
        "项目",
        "行次",
        "金额",
        "项目",
        "行次",
        "合计",
        "一般公共预算财政拨款",
        "政府性基金预算财政拨款",
        "国有资本经营预算财政拨款",
    )
    for column, text in enumerate(labels):
        page.put(column, text, head)
    page.next(HEAD_HEIGHT * 1.8)
    for column, text in enumerate(("栏次", "", "1", "栏次", "", "2", "3", "4", "5")):
        page.put(column, int(text) if text.isdigit() else text, head)
    page.next(HEAD_HEIGHT)
    page.freeze()
    page.control(f"{{%tr for 行 in {page.grid}.行 %}}")
    for tag, bold in (("{%tr if 行.是合计 %}", True), ("{%tr else %}", False)):
        page.control(tag)
        label = looks.centre(bold) if bold else looks.name()
        for column, field in enumerate(
            ("左名", "左行次", "左额", "右名", "右行次", "合计", "一般", "基金", "国资")
        ):
            look = label if column in (0, 3) else looks.centre() if column in (1, 4) else looks.money(bold)
            page.put(column, f"{{{{ 行.{field} }}}}", look)
        page.next()
    page.control("{%tr endif %}")
    page.control("{%tr endfor %}")
    page.foot(one_page=True)


def code_table(
    book: xlsxwriter.Workbook,
    looks: Looks,
    sheet: str,
    grid: str,
    columns: Sequence[tuple[str, str]],
    *,
    landscape: bool = True,
) -> None:
    """02 03 06 14: 类款项 against plain money columns."""
    page = Page(
        book,
        looks,
        sheet,
        grid,
        (*CODE_WIDTHS, 34, *(_width(label) for label, _ in columns)),
        landscape=landscape,
    )
    last = page.last
    page.heading(left=3, right=last - (1 if last > 6 else 0))
    code_head(page)
    for column, (label, _) in enumerate(columns, start=4):
        page.put(column, label, looks.head(), rows=3)
    for _ in range(3):
        page.next(HEAD_HEIGHT)
    numbers(page, 4, len(columns))
    page.freeze(4)
    level_rows(page, [field for _, field in columns])
    page.foot()


def fiscal_detail(book: xlsxwriter.Workbook, looks: Looks) -> None:
    """05: economic classes against the three purses."""
    page = Page(book, looks, "公开05表", "财政明细表", (4, 4, 28, *(MONEY_WIDTH,) * 10))
    page.heading(left=3, right=11)
    head = looks.head()
    page.put(0, "项目", head, 2)
    page.put(3, "合计", head, rows=3)
    for index, label in enumerate(
        ("一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款")
    ):
        page.put(4 + 3 * index, label, head, 6 + 3 * index)
    page.next(HEAD_HEIGHT)
    page.put(0, "支出经济分类科目编码", head, 1, rows=2)
    page.put(2, "科目名称", head, rows=2)
    for index in range(9):
        page.put(4 + index, ("小计", "基本支出", "项目支出")[index % 3], head, rows=2)
    page.next(HEAD_HEIGHT)
    page.next(HEAD_HEIGHT)
    for column, text in enumerate(("类", "款", "栏次")):
        page.put(column, text, head)
    for index in range(10):
        page.put(3 + index, index + 1, head)
    page.next(HEAD_HEIGHT)
    page.freeze(3)
    fields = [
        "合计",
        *(fund + part for fund in ("一般", "基金", "国资") for part in ("小计", "基本", "项目")),
    ]
    page.control(f"{{%tr for 行 in {page.grid}.行 %}}")
    for tag, bold in (
        ("{%tr if 行.级 == 0 %}", True),
        ("{%tr elif 行.级 == 1 %}", True),
        ("{%tr else %}", False),
    ):
        page.control(tag)
        if "== 0" in tag:
            page.put(0, "合计", looks.centre(bold=True), 2)
        else:
            page.put(0, "{{ 行.编码 }}", looks.code(bold), 1)
            page.put(2, "{{ 行.名称 }}", looks.name(0 if bold else 1, bold))
        for column, field in enumerate(fields, start=3):
            page.put(column, f"{{{{ 行.{field} }}}}", looks.money(bold))
        page.next(ROW_HEIGHT - 2)
    page.control("{%tr endif %}")
    page.control("{%tr endfor %}")
    page.foot()


def general_detail(book: xlsxwriter.Workbook, looks: Looks) -> None:
    """07: function codes against the economic codes in use, a block for each 类.

    Up to ONE_PAGE_COLUMNS columns go on one page. A wider table goes on over further pages, its left columns come again, so
    the heading stands over them.
    """
    page = Page(book, looks, "公开07表", "一般明细表", (3, 3, 3, 27, 12, 7.2), paper=A3)
    page.control(f"{{%tr if {page.grid}.列|数 <= {ONE_PAGE_COLUMNS} %}}")
    page.heading(left=3, right=4)
    page.control("{%tr else %}")
    page.heading_at_left(4)
    page.control("{%tr endif %}")
    page.control(f"{{%tc for 列 in {page.grid}.列 %}}{{%tc endfor %}}", column=5)
    head = looks.head()
    code_head(page)
    page.put(4, "合计", head, rows=3)
    page.put(5, "{{ 列.块名称 }}{% hm %}", head)
    page.next(HEAD_HEIGHT)
    page.put(5, "{{ 列.名称 }}", head, rows=2)
    page.next(HEAD_HEIGHT)
    page.next(HEAD_HEIGHT * 3)
    numbers(page, 4, 1)
    page.row -= 1
    page.put(5, "{{ loop.index + 1 }}", head)
    page.next(HEAD_HEIGHT)
    page.freeze(5)
    level_rows(page, ["合计", "金额[列.编码]"])
    page.sheet.repeat_columns(0, 4)
    page.foot()


def general_basic(book: xlsxwriter.Workbook, looks: Looks) -> None:
    """08: 人员经费 beside 公用经费."""
    page = Page(book, looks, "公开08表", "一般基本表", (7, 29, 12.5, 7, 29, 12.5), landscape=False)
    page.heading(left=1, right=4)
    head = looks.head()
    page.put(0, "人员经费", head, 2)
    page.put(3, "公用经费", head, 5)
    page.next(HEAD_HEIGHT)
    for column, text in enumerate(("经济分类科目编码", "科目名称", "金额") * 2):
        page.put(column, text, head)
    page.next(HEAD_HEIGHT * 2)
    page.freeze()
    page.control(f"{{%tr for 行 in {page.grid}.行 %}}")
    page.put(0, "{{ 行.左编码 }}", looks.code())
    page.put(1, "{{ 行.左名称 }}", looks.name())
    page.put(2, "{{ 行.左额 }}", looks.money())
    page.put(3, "{{ 行.右编码 }}", looks.code())
    page.put(4, "{{ 行.右名称 }}", looks.name())
    page.put(5, "{{ 行.右额 }}", looks.money())
    bold = book.add_format({"bold": True})
    for first, last, code in ((0, 2, "A"), (3, 5, "D")):
        rule = {"type": "formula", "criteria": f"=LEN(${code}{page.row + 1})=3", "format": bold}
        page.sheet.conditional_format(page.row, first, page.row, last, rule)
    page.next(15)
    page.control("{%tr endfor %}")
    page.put(0, "人员经费合计", looks.centre(bold=True), 1)
    page.put(2, f"{{{{ {page.grid}.人员合计 }}}}", looks.money(bold=True))
    page.put(3, "公用经费合计", looks.centre(bold=True), 4)
    page.put(5, f"{{{{ {page.grid}.公用合计 }}}}", looks.money(bold=True))
    page.next()
    page.foot(one_page=True)


def general_projects(book: xlsxwriter.Workbook, looks: Looks) -> None:
    """09: 项目支出 by function code, the projects under their 项."""
    page = Page(book, looks, "公开09表", "一般项目表", (*CODE_WIDTHS, 56, 15), landscape=False)
    page.heading(left=2, right=4)
    code_head(page, name="科目名称（项目名称）")
    page.put(4, "金额", looks.head(), rows=3)
    for _ in range(3):
        page.next(HEAD_HEIGHT)
    numbers(page, 4, 1)
    page.freeze(4)
    level_rows(page, ["金额"], projects=True)
    page.foot()


def three_public(book: xlsxwriter.Workbook, looks: Looks, sheet: str, grid: str) -> None:
    """10 12: budget and outturn of “三公”经费, one row of figures."""
    page = Page(book, looks, sheet, grid, (10.5, 13, 10.5, 11, 11, 10.5) * 2)
    page.heading(left=4, right=10)
    head = looks.head()
    page.put(0, "预算数", head, 5)
    page.put(6, "决算数", head, 11)
    page.next(HEAD_HEIGHT)
    for first in (0, 6):
        page.put(first, "合计", head, rows=2)
        page.put(first + 1, "因公出国（境）费", head, rows=2)
        page.put(first + 2, "公务用车购置及运行维护费", head, first + 4)
        page.put(first + 5, "公务接待费", head, rows=2)
    page.next(HEAD_HEIGHT)
    for first in (2, 8):
        for index, label in enumerate(("小计", "公务用车购置费", "公务用车运行维护费")):
            page.put(first + index, label, head)
    page.next(HEAD_HEIGHT * 1.8)
    for index in range(12):
        page.put(index, index + 1, head)
    page.next(HEAD_HEIGHT)
    page.freeze()
    items = ("合计", "出国", "公车", "购置", "运行", "接待")
    for index, field in enumerate(side + item for side in ("预算", "决算") for item in items):
        page.put(index, f"{{{{ {page.grid}.{field} }}}}", looks.money())
    page.next(ROW_HEIGHT * 1.5)
    page.foot(one_page=True)


def fund_table(book: xlsxwriter.Workbook, looks: Looks, sheet: str, grid: str) -> None:
    """11 13: opening, income, expenditure, closing of one purse."""
    page = Page(book, looks, sheet, grid, (*CODE_WIDTHS, 36, *(MONEY_WIDTH,) * 6))
    page.heading(left=3, right=8)
    head = looks.head()
    code_head(page)
    page.put(4, "年初结转和结余", head, rows=3)
    page.put(5, "本年收入", head, rows=3)
    page.put(6, "本年支出", head, 8)
    page.put(9, "年末结转和结余", head, rows=3)
    page.next(HEAD_HEIGHT)
    for column, label in enumerate(("小计", "基本支出", "项目支出"), start=6):
        page.put(column, label, head, rows=2)
    page.next(HEAD_HEIGHT)
    page.next(HEAD_HEIGHT)
    numbers(page, 4, 6)
    page.freeze(4)
    level_rows(page, ["年初", "收入", "支出", "基本支出", "项目支出", "年末"])
    page.foot()


def information(book: xlsxwriter.Workbook, looks: Looks) -> None:
    """15: 机关运行经费, vehicles with equipment, 政府采购."""
    page = Page(book, looks, "公开15表", "信息表", (56, 8, 20), landscape=False)
    page.heading(left=0, right=2)
    head = looks.head()
    for column, text in enumerate(("项目", "行次", "统计数")):
        page.put(column, text, head)
    page.next(HEAD_HEIGHT)
    page.put(0, "栏次", head)
    page.put(1, "", head)
    page.put(2, 1, head)
    page.next(HEAD_HEIGHT)
    page.freeze()
    page.control(f"{{%tr for 行 in {page.grid}.行 %}}")
    for level, tag in enumerate(("{%tr if 行.级 <= 1 %}", "{%tr elif 行.级 == 2 %}", "{%tr else %}")):
        page.control(tag)
        for inner, amount in (("{%tr if 行.是金额 %}", True), ("{%tr else %}", False)):
            page.control(inner)
            page.put(0, "{{ 行.名称 }}", looks.name(level, bold=level == 0))
            page.put(1, "{{ 行.行次 }}", looks.centre())
            page.put(2, "{{ 行.数值 }}", looks.money(level == 0) if amount else looks.count(level == 0))
            page.next(20)
        page.control("{%tr endif %}")
    page.control("{%tr endif %}")
    page.control("{%tr endfor %}")
    page.foot(one_page=True)
