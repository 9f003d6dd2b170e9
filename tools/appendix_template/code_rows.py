"""Rows of a table whose left columns are 功能科目: 类 款 项 with the name."""

from __future__ import annotations

from collections.abc import Sequence

from tools.appendix_template.page import HEAD_HEIGHT, ROW_HEIGHT, Page


def code_head(page: Page, label: str = "支出功能分类科目编码", name: str = "科目名称") -> None:
    """The four left columns of a code table over head rows 4–6, from the current row."""
    head = page.looks.head()
    row = page.row
    page.put(0, "项目", head, 3)
    page.row = row + 1
    page.put(0, label, head, 2, rows=2)
    page.put(3, name, head, rows=2)
    page.row = row


def level_rows(page: Page, fields: Sequence[str], *, projects: bool = False) -> None:
    """The body of a code table: one pattern row each for 合计, 类, 款, 项."""
    looks = page.looks
    page.control(f"{{%tr for 行 in {page.grid}.行 %}}")
    page.control("{%tr if 行.级 == 0 %}")
    page.put(0, "合计", looks.centre(bold=True), 3)
    _amounts(page, fields, bold=True)
    for level in (1, 2):
        page.control(f"{{%tr elif 行.级 == {level} %}}")
        page.put(0, "{{ 行.编码 }}", looks.code(level == 1), 2)
        page.put(3, "{{ 行.名称 }}", looks.name(level - 1, level == 1))
        _amounts(page, fields, bold=level == 1)
    if projects:
        page.control("{%tr elif 行.级 == 4 %}")
        page.put(0, "", looks.code(), 2)
        page.put(3, "{{ 行.名称 }}", looks.name(3, wrap=True))
        _amounts(page, fields, bold=False, height=None)
    page.control("{%tr else %}")
    page.put(0, "{{ 行.编码 }}", looks.code(), 2)
    page.put(3, "{{ 行.名称 }}", looks.name(2))
    _amounts(page, fields, bold=False)
    page.control("{%tr endif %}")
    page.control("{%tr endfor %}")


def _amounts(page: Page, fields: Sequence[str], *, bold: bool, height: float | None = ROW_HEIGHT) -> None:
    for column, field in enumerate(fields, start=4):
        page.put(column, f"{{{{ 行.{field} }}}}", page.looks.money(bold))
    page.next(height)


def numbers(page: Page, first: int, count: int) -> None:
    """The 栏次 row: 类 款 项 栏次 1 2 3 …"""
    head = page.looks.head()
    for column, text in enumerate(("类", "款", "项", "栏次")):
        page.put(column, text, head)
    for index in range(count):
        page.put(first + index, index + 1, head)
    page.next(HEAD_HEIGHT)
