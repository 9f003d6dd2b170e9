"""The tie-out as a workbook: one row per printed number."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from decimal import Decimal

from xlsxwriter.workbook import Workbook, Worksheet

from report_author.figures.figure import Figure
from report_author.model.money import NumberClass
from report_author.workpaper.cells import ranges
from report_author.workpaper.lists import Header, Looks, for_print, head, listing_book
from report_author.workpaper.tie import Area, Entry, Origin, TieOut

_LINKS = 3
_HEADER: Header = (
    ("序号", 6),
    ("所在文件", 9),
    ("章节", 30),
    ("位置", 26),
    ("原文（句子、行或类别）", 46),
    ("印出的数", 14),
    ("单位", 8),
    ("类别", 8),
    ("精确值（元或原单位）", 18),
    ("数据名称", 28),
    ("计算方法", 38),
    ("上年数（元）", 16),
    ("来源", 34),
    *((f"来源链接{n}", 18) for n in range(1, _LINKS + 1)),
)
_TYPED_HEADER: Header = (
    ("序号", 6),
    ("所在文件", 9),
    ("章节", 30),
    ("位置", 30),
    ("原文（句子或行）", 60),
    ("印出的数", 14),
    ("单位", 8),
    ("类别", 8),
    ("怎么来的", 12),
    ("填在哪里", 22),
)
_FIRST_LINK = len(_HEADER) - _LINKS


def tie_out_book(
    tie: TieOut, title: str, workbook: str, last_year: Mapping[str, Figure], compared: str = ""
) -> bytes:
    """The workbook 核对底稿, ``compared`` on top. ``workbook`` is the path of the filled workbook relative to it, with slashes, for the links."""
    target = io.BytesIO()
    with listing_book(target, f"{title}核对底稿") as book:
        _sheets(book, tie, title, workbook, last_year, compared)
    return target.getvalue()


def _sheets(
    book: Workbook, tie: TieOut, title: str, workbook: str, last_year: Mapping[str, Figure], compared: str
) -> None:
    looks = _Looks(book)
    _summary(book.add_worksheet("汇总"), tie, title, compared, looks)
    traced = [entry for entry in tie.entries if entry.figure is not None]
    _traced(book.add_worksheet("有来源的数"), traced, workbook, last_year, looks)
    others = [entry for entry in tie.entries if entry.figure is None]
    _typed(book.add_worksheet("手工填写的数"), others, workbook, looks)


class _Looks(Looks):
    def __init__(self, book: Workbook) -> None:
        super().__init__(book, 10, "top")
        self.title = self.bare(font_size=14, bold=True)
        self.right = self.cell(align="right")
        self.number = self.cell(num_format="#,##0.00####")
        self.link = self.cell(font_color="0563C1", underline=1)


def _summary(sheet: Worksheet, tie: TieOut, title: str, compared: str, looks: _Looks) -> None:
    for_print(sheet)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 4, 14)
    sheet.write_string(0, 0, f"{title}核对底稿", looks.title)
    sheet.write_string(1, 0, compared, looks.note)
    for column, label in enumerate(("所在文件", "印出的数", *(origin.value for origin in Origin))):
        sheet.write_string(2, column, label, looks.head)
    row = 3
    for name, counts in tie.totals:
        sheet.write_string(row, 0, name, looks.text)
        for column, count in enumerate(counts, start=1):
            sheet.write_number(row, column, count, looks.whole)
        row += 1
    row += 1
    for column, label in enumerate(("不作为数字核对的", *(area.value for area in Area))):
        sheet.write_string(row, column, label, looks.head)
    for kind in (kind for kind in NumberClass if not kind.counted):
        row += 1
        sheet.write_string(row, 0, kind.value, looks.text)
        for column, area in enumerate(Area, start=1):
            sheet.write_number(row, column, tie.left_out.get((area, kind), 0), looks.whole)
    notes = (
        "有数据来源：由填报表的数据算出，来源单元格和计算方法见“有来源的数”。",
        "手工填写：写在填报表文字里的数，程序不计算，请对照原始资料核对，见“手工填写的数”。",
        "固定文字：模板、格式或插入的文件里原有的数，例如设备单价的标准。",
        "点“来源链接”打开填报表并选中来源单元格；请不要移动填报表和本底稿的相对位置。",
    )
    for offset, note in enumerate(notes, start=2):
        sheet.write_string(row + offset, 0, note, looks.note)


def _traced(
    sheet: Worksheet, entries: Sequence[Entry], workbook: str, last_year: Mapping[str, Figure], looks: _Looks
) -> None:
    head(sheet, _HEADER, len(entries), looks)
    found: dict[tuple[str, ...], list[str]] = {}
    for row, entry in enumerate(entries, start=1):
        figure = entry.figure
        assert figure is not None
        places = found.get(entry.cells)
        if places is None:
            places = found[entry.cells] = ranges(entry.cells)
        _place(sheet, row, entry, looks)
        _number(sheet, row, 8, figure.value, looks)
        before = last_year.get(figure.name)
        sheet.write_string(row, 9, figure.name, looks.text)
        sheet.write_string(row, 10, figure.formula, looks.text)
        if before is None:
            sheet.write_blank(row, 11, None, looks.text)
        else:
            _number(sheet, row, 11, before.value, looks)
        sheet.write_string(row, 12, "、".join(places)[:32_000], looks.text)
        _links(sheet, row, _FIRST_LINK, places[:_LINKS], workbook, looks)


def _typed(sheet: Worksheet, entries: Sequence[Entry], workbook: str, looks: _Looks) -> None:
    head(sheet, _TYPED_HEADER, len(entries), looks)
    for row, entry in enumerate(entries, start=1):
        _place(sheet, row, entry, looks)
        sheet.write_string(row, 8, entry.origin.value, looks.text)
        _links(sheet, row, 9, entry.cells[:1], workbook, looks)
        if not entry.cells:
            sheet.write_string(row, 9, "模板、格式或插入的文件", looks.text)


def _place(sheet: Worksheet, row: int, entry: Entry, looks: _Looks) -> None:
    sheet.write_number(row, 0, entry.number, looks.whole)
    for column, text in enumerate((entry.area.value, entry.heading, entry.place, entry.context), start=1):
        sheet.write_string(row, column, text, looks.text)
    sheet.write_string(row, 5, entry.shown, looks.right)
    sheet.write_string(row, 6, entry.unit, looks.text)
    sheet.write_string(row, 7, entry.kind.value, looks.text)


def _number(sheet: Worksheet, row: int, column: int, value: Decimal, looks: _Looks) -> None:
    """Excel keeps 15 digits: a longer number is written as text, nothing lost."""
    if len(value.as_tuple().digits) > 15:
        sheet.write_string(row, column, f"{value:,f}", looks.right)
    else:
        sheet.write(row, column, value, looks.number)


def _links(
    sheet: Worksheet, row: int, first: int, places: Sequence[str], workbook: str, looks: _Looks
) -> None:
    for column, place in enumerate(places, start=first):
        name, _, ref = place.rpartition("!")
        sheet.write_url(
            row, column, f"external:{workbook}#'{name}'!{ref}", looks.link, place, "打开填报表，看这个单元格"
        )
