"""会审单: one page of A4 with which a department and the bureau go through its figures."""

from __future__ import annotations

import io
from collections.abc import Sequence
from decimal import Decimal

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook, Worksheet

from report_author.model.money import half_up, wan
from report_author.records import frozen
from report_author.workbook.styles import lines
from report_author.workpaper.lists import Looks, listing_book

_WIDTHS = (27, 9.5, 9.5, 14.5, 9.5, 9.5, 9.5, 12.5)
_LAST = len(_WIDTHS) - 1
#: an amount that nobody has filled in, or that there is not
_NONE = "—"
#: so many lines for findings leave one page of A4 readable; one finding takes no more than so many
_FINDING_LINES, _LINES_EACH = 15, 2
_LINE, _AMOUNT_ROW = 13.5, 18
#: the page is so high where its width fills the paper; what the rest leaves of it is for 意见, at least so much
_PAGE, _LEAST_BOX = 900, 66
#: a row for who signs, one for the name
_SIGNING = (20, 44)
SIGNERS = ("填报人", "复核人", "单位负责人", "财政审核人", "日期")


@frozen
class HearingLine:
    """One row of amounts, all in 元; None where the workbook says nothing. ``change`` is in 万元, of the printed figures."""

    label: str
    actual: Decimal | None
    budget: Decimal | None = None
    before: Decimal | None = None
    change: Decimal | None = None
    approved: Decimal | None = None


@frozen
class Hearing:
    """What stands on the page. ``round`` is 0 where it is to be written in by hand.

    ``money`` and ``sangong`` each come with what their budget column is called; ``counts`` is the number of findings of each
    kind in words, ``findings`` are those in words, worst first; ``approvals`` says how all the 批复数 compare.
    """

    title: str
    unit: str
    code: str
    superior: str
    year: int
    round: int
    money_budget: str
    money: Sequence[HearingLine]
    sangong_budget: str
    sangong: Sequence[HearingLine]
    approvals: str
    counts: str
    findings: Sequence[str]
    compared: str


class _Looks(Looks):
    def __init__(self, book: Workbook) -> None:
        super().__init__(book, 11, "vcenter")
        line = {"valign": "vcenter", "border_color": "7F7F7F"}
        self.title = self.bare(font_size=18, bold=True, align="center", valign="vcenter")
        self.section = self.bare(font_size=12, bold=True, valign="vcenter")
        self.unit = self.bare(align="right", valign="vcenter")
        self.key = self.cell(**line, bold=True, align="center", bg_color="F2F2F2", shrink=True)
        self.value = self.cell(**line, text_wrap=True, indent=1)
        self.name = self.cell(**line, shrink=True, indent=1)
        self.amount = self.cell(**line, num_format="#,##0.00", align="right", shrink=True)
        self.none = self.cell(**line, align="right", font_color="7F7F7F")
        self.agrees = self.cell(**line, align="center", font_color="375623")
        self.differs = self.cell(**line, align="center", font_color="C00000", bold=True, shrink=True)
        self.words = self.cell(**{**line, "valign": "top"}, font_size=9, text_wrap=True, indent=1)
        self.small = self.bare(font_size=9, text_wrap=True, valign="top", font_color="595959")


def hearing_book(hearing: Hearing) -> bytes:
    """The 会审单 as a workbook that prints on one page."""
    target = io.BytesIO()
    with listing_book(target, hearing.title) as book:
        sheet = book.add_worksheet("会审单")
        _Page(sheet, _Looks(book)).write(hearing)
    return target.getvalue()


class _Page:
    def __init__(self, sheet: Worksheet, looks: _Looks) -> None:
        self._sheet, self._looks, self._row, self._used = sheet, looks, 0, 0.0
        sheet.set_paper(9)
        sheet.set_margins(left=0.55, right=0.55, top=0.55, bottom=0.5)
        sheet.center_horizontally()
        sheet.fit_to_pages(1, 1)
        sheet.hide_gridlines(2)
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width)

    def write(self, hearing: Hearing) -> None:
        self._across(hearing.title, self._looks.title, 32)
        self._who(hearing)
        self._amounts("一、收支和结转", hearing.money_budget, hearing.money)
        self._amounts("二、“三公”经费", hearing.sangong_budget, hearing.sangong)
        self._text("批复数", hearing.approvals)
        self._findings(hearing)
        self._across("四、会审意见", self._looks.section, 20)
        foot = self._tall(hearing.compared, _WIDTHS)
        self._across("", self._looks.value, max(_LEAST_BOX, _PAGE - self._used - sum(_SIGNING) - foot))
        self._signatures()
        self._across(hearing.compared, self._looks.small, foot)
        self._sheet.print_area(0, 0, self._row - 1, _LAST)

    def _who(self, hearing: Hearing) -> None:
        spoken = f"第 {hearing.round} 轮" if hearing.round else "第　　轮"
        look, row = self._looks, self._row
        self._height(row, lines(hearing.unit, sum(_WIDTHS[1:5])) * 16 + 6)
        self._sheet.write_string(row, 0, "单位", look.key)
        self._merge(row, 1, 4, hearing.unit, look.value)
        self._sheet.write_string(row, 5, "年度", look.key)
        self._merge(row, 6, 7, f"{hearing.year}年度", look.value)
        self._height(row + 1, lines(hearing.superior, sum(_WIDTHS[3:5])) * 16 + 6)
        self._sheet.write_string(row + 1, 0, "单位代码", look.key)
        self._sheet.write_string(row + 1, 1, hearing.code or _NONE, look.name)
        self._sheet.write_string(row + 1, 2, "主管部门", look.key)
        self._merge(row + 1, 3, 4, hearing.superior or _NONE, look.value)
        self._sheet.write_string(row + 1, 5, "轮次", look.key)
        self._merge(row + 1, 6, 7, spoken, look.value)
        self._row += 2

    def _amounts(self, title: str, budget: str, rows: Sequence[HearingLine]) -> None:
        look = self._looks
        self._height(self._row, 22)
        self._sheet.write_string(self._row, 0, title, look.section)
        self._merge(self._row, _LAST - 1, _LAST, "单位：万元", look.unit)
        heads = ("项目", budget, "决算数", "决算数（元）", "上年数", "增减", "批复数", "核对批复数")
        self._height(self._row + 1, 20)
        for column, label in enumerate(heads):
            self._sheet.write_string(self._row + 1, column, label, look.key)
        self._row += 2
        for each in rows:
            self._line(each)

    def _line(self, line: HearingLine) -> None:
        row = self._row
        self._height(row, _AMOUNT_ROW)
        self._sheet.write_string(row, 0, line.label, self._looks.name)
        shown = (
            _wan(line.budget),
            _wan(line.actual),
            None if line.actual is None else half_up(line.actual),
            _wan(line.before),
            line.change,
            _wan(line.approved),
        )
        for column, value in enumerate(shown, start=1):
            if value is None:
                self._sheet.write_string(row, column, _NONE, self._looks.none)
            else:
                self._sheet.write(row, column, value, self._looks.amount)
        self._verdict(row, line)
        self._row += 1

    def _verdict(self, row: int, line: HearingLine) -> None:
        if line.approved is None or line.actual is None:
            self._sheet.write_blank(row, _LAST, None, self._looks.name)
            return
        gap = line.actual - line.approved
        if gap:
            words = f"✗ {'多' if gap > 0 else '少'} {abs(gap):,.2f} 元"
            self._sheet.write_string(row, _LAST, words, self._looks.differs)
        else:
            self._sheet.write_string(row, _LAST, "✓", self._looks.agrees)

    def _text(self, label: str, text: str) -> None:
        """A label with a text beside it, across the page."""
        kept = _cut(text, sum(_WIDTHS[1:]), 3)
        self._height(self._row, self._tall(kept, _WIDTHS[1:], least=18))
        self._sheet.write_string(self._row, 0, label, self._looks.key)
        self._merge(self._row, 1, _LAST, kept, self._looks.words)
        self._row += 1

    def _findings(self, hearing: Hearing) -> None:
        self._across(f"三、检查结果：{hearing.counts}", self._looks.section, 20)
        width, room = sum(_WIDTHS), _FINDING_LINES
        texts = [_cut(text, width, _LINES_EACH) for text in hearing.findings]
        shown = 0
        for text in texts:
            needed = lines(text, width)
            if needed > room - (shown + 1 < len(texts)):
                break
            room -= needed
            shown += 1
            self._across(text, self._looks.words, self._tall(text, _WIDTHS))
        if shown < len(texts):
            more = f"（只列了前 {shown} 条）等 {len(texts)} 条，其余见检查结果。"
            self._across(more, self._looks.words, self._tall(more, _WIDTHS))
        if not texts:
            self._across("没有要改正、要核实的问题。", self._looks.words, _AMOUNT_ROW)

    def _signatures(self) -> None:
        look, row = self._looks, self._row
        places = ((0, 0), (1, 2), (3, 3), (4, 5), (6, _LAST))
        self._height(row, _SIGNING[0])
        self._height(row + 1, _SIGNING[1])
        for (first, last), label in zip(places, SIGNERS, strict=True):
            self._merge(row, first, last, label, look.key)
            self._merge(row + 1, first, last, "", look.value)
        self._row += 2

    def _across(self, text: str, look: Format, tall: float) -> None:
        self._height(self._row, tall)
        self._merge(self._row, 0, _LAST, text, look)
        self._row += 1

    def _height(self, row: int, points: float) -> None:
        self._sheet.set_row(row, points)
        self._used += points

    def _merge(self, row: int, first: int, last: int, text: str, look: Format) -> None:
        if first == last:
            self._sheet.write_string(row, first, text, look)
        else:
            self._sheet.merge_range(row, first, row, last, text, look)

    def _tall(self, text: str, widths: Sequence[float], least: float = 16.5) -> float:
        return max(least, lines(text, sum(widths)) * _LINE + 3)


def _wan(yuan: Decimal | None) -> Decimal | None:
    return None if yuan is None else wan(yuan)


def _cut(text: str, width: float, most: int) -> str:
    """So much of ``text`` as ``most`` lines hold."""
    text = " ".join(text.split())
    if lines(text, width) <= most:
        return text
    while text and lines(text + "……", width) > most:
        text = text[:-1]
    return text + "……"
