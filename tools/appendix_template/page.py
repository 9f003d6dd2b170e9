"""The common looks of the appendix tables: one printed page of the template."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import xlsxwriter

A4, A3 = 9, 8
FONT = "宋体"
DEPARTMENT = "{{ 部门.类别 }}：{{ 部门.全称 }}"
UNIT = "金额单位：{{ 本表.单位 }}"
#: heights in points
TITLE_HEIGHT, LINE_HEIGHT, HEAD_HEIGHT, ROW_HEIGHT = 30, 18, 20, 18
MONEY, COUNT = "#,##0.00_ ", "#,##0_ "  # the blank keeps digits off the border


class Looks:
    """Cell formats by their properties, made once each."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def get(self, **properties: Any) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            base = {"font_name": FONT, "font_size": 10.5, "valign": "vcenter"}
            self._made[key] = self._book.add_format({**base, **properties})
        return self._made[key]

    def head(self) -> Any:
        return self.get(border=1, align="center", text_wrap=True)

    def code(self, bold: bool = False) -> Any:
        return self.get(border=1, align="left", indent=1, bold=bold, num_format="@", shrink=True)

    def name(self, indent: int = 0, bold: bool = False, wrap: bool = False) -> Any:
        fit = {"text_wrap": True} if wrap else {"shrink": True}
        return self.get(border=1, align="left", indent=indent, bold=bold, **fit)

    def centre(self, bold: bool = False) -> Any:
        return self.get(border=1, align="center", bold=bold)

    def money(self, bold: bool = False) -> Any:
        return self.get(border=1, align="right", bold=bold, num_format=MONEY, shrink=True)

    def count(self, bold: bool = False) -> Any:
        return self.get(border=1, align="right", bold=bold, num_format=COUNT, shrink=True)


class Page:
    """One sheet of the template, filled from the top down; rows and columns count from 0."""

    def __init__(
        self,
        book: xlsxwriter.Workbook,
        looks: Looks,
        name: str,
        grid: str,
        widths: Sequence[float],
        *,
        landscape: bool = True,
        paper: int = A4,
    ) -> None:
        self.sheet = book.add_worksheet(name)
        self.looks = looks
        self.grid = f"表.{grid}"
        self.last = len(widths) - 1
        self.row = 0
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width, looks.get())
        self.sheet.set_paper(paper)
        if landscape:
            self.sheet.set_landscape()
        self.sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        self.sheet.center_horizontally()
        self.sheet.set_footer(f'&C&"{FONT},Regular"&10第 &P 页，共 &N 页')

    def put(self, column: int, text: str | int, look: Any, until: int | None = None, rows: int = 1) -> None:
        """Text in the current row, merged as far as column ``until`` and over ``rows`` rows."""
        until = column if until is None else until
        if until > column or rows > 1:
            self.sheet.merge_range(self.row, column, self.row + rows - 1, until, "", look)
        if text == "":
            self.sheet.write_blank(self.row, column, None, look)
        elif isinstance(text, int):
            self.sheet.write_number(self.row, column, text, look)
        else:
            self.sheet.write_string(self.row, column, text, look)

    def next(self, height: float | None = ROW_HEIGHT) -> None:
        """Finish the current row; no ``height`` lets Excel fit it to wrapped text."""
        if height is not None:
            self.sheet.set_row(self.row, height)
        self.row += 1

    def control(self, tag: str, column: int = 0) -> None:
        """A row that only holds a tag; it is gone in the finished table."""
        self.sheet.write_string(self.row, column, tag, self.looks.get(font_color="#C00000"))
        self.next(None)

    def heading(self, left: int, right: int) -> None:
        """Title, then the year beside the 表号, then the department beside the unit, which begin at column ``right``.

        The year stands between columns ``left`` and ``right``; where there is nothing between, it stands at the left. A table
        whose last columns repeat is drawn so, for only a merge that begins before them is printed once.
        """
        looks = self.looks
        self.put(0, "{{ 本表.名称 }}", looks.get(font_size=16, bold=True, align="center"), self.last)
        self.next(TITLE_HEIGHT)
        year = "{{ 年度 }}年度"
        if right > left + 1:
            self.put(left + 1, year, looks.get(align="center"), right - 1)
        else:
            self.put(0, year, looks.get(align="left"), left)
        self.put(right, "{{ 本表.表号 }}", looks.get(align="right"), self.last)
        self.next(LINE_HEIGHT)
        self.put(0, DEPARTMENT, looks.get(align="left", shrink=True), right - 1)
        self.put(right, UNIT, looks.get(align="right"), self.last)
        self.next(LINE_HEIGHT)

    def heading_at_left(self, until: int) -> None:
        """The same over the columns up to ``until``, which are repeated on every page."""
        looks = self.looks
        self.put(0, "{{ 本表.名称 }}", looks.get(font_size=16, bold=True, align="center", shrink=True), until)
        self.next(TITLE_HEIGHT)
        self.put(0, "{{ 年度 }}年度", looks.get(align="left"), until - 1)
        self.put(until, "{{ 本表.表号 }}", looks.get(align="right"))
        self.next(LINE_HEIGHT)
        self.put(0, DEPARTMENT, looks.get(align="left", shrink=True), until - 1)
        self.put(until, UNIT, looks.get(align="right", shrink=True))
        self.next(LINE_HEIGHT)

    def freeze(self, column: int = 0) -> None:
        """Everything so far is the head of the table: frozen on screen, repeated on paper."""
        self.sheet.freeze_panes(self.row, column)
        self.sheet.repeat_rows(0, self.row - 1)

    def foot(self, *, one_page: bool = False) -> None:
        """空表说明 where the table has no figures, the note, a mark on samples, the page set-up.

        Fixed tables go on ``one_page``, others are one page wide. The texts have no height of their own: their rows grow.
        """
        looks = self.looks
        text = looks.get(align="left", valign="top", text_wrap=True)
        for condition, words in (
            (f"not {self.grid}.有数据", "说明：{{ 本表.空表说明 }}"),
            ("本表.注", "注：{{ 本表.注 }}"),
        ):
            self.control(f"{{%tr if {condition} %}}")
            self.put(0, words, text, self.last)
            self.next(None)
            self.control("{%tr endif %}")
        self.control("{%tr if 示例说明 %}")
        self.put(
            0, "{{ 示例说明 }}", looks.get(align="left", font_color="#C00000", text_wrap=True), self.last
        )
        self.next(None)
        self.control("{%tr endif %}")
        self.sheet.print_area(0, 0, self.row - 1, self.last)
        self.sheet.fit_to_pages(1, int(one_page))
        self.sheet.ignore_errors({"number_stored_as_text": f"A1:D{self.row}"})
