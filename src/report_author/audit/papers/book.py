"""The doubts as a workbook that goes to the audited units for their answers."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

from xlsxwriter.workbook import Workbook, Worksheet

from report_author.audit.papers.entries import Audited, Entry
from report_author.model.findings import Severity
from report_author.review.marked import COLOURS
from report_author.workbook.styles import height, lines
from report_author.workpaper.lists import Header, Looks, head, listing_book

ANSWERS = ("属实", "不属实", "已改正", "说明后认可")
_DOUBTS: Header = (
    ("序号", 5),
    ("单位", 12),
    ("种类", 12),
    ("级别", 6),
    ("把握", 6),
    ("问题", 24),
    ("原文", 26),
    ("位置", 15),
    ("现写", 12),
    ("应为", 12),
    ("算式", 14),
    ("差额", 9),
    ("依据", 12),
    ("建议", 16),
    ("单位说明", 16),
    ("结论", 9),
)
_OPEN: Header = (
    ("序号", 6),
    ("单位", 20),
    ("种类", 22),
    ("位置", 36),
    ("原文", 60),
    ("为什么没有核对", 40),
)
_KINDS: Header = (
    ("种类", 34),
    ("核对的关系", 12),
    ("成立", 12),
    ("其中尾差", 12),
    ("不成立", 12),
    ("疑点", 12),
)
_REPORTS: Header = (
    ("序号", 6),
    ("单位", 28),
    ("报告", 40),
    ("核对的关系", 11),
    ("成立", 9),
    *((s.label, 8) for s in Severity),
    ("未核对", 9),
    ("审核意见", 40),
)
#: what one cell can hold, with room to spare
_MOST = 32_000


def doubts_book(audited: Audited) -> bytes:
    """疑点清单 of one report: 疑点, 未核对, 情况."""
    return _book(f"{audited.stem}疑点清单", [audited], {})


def summary_book(reports: Sequence[Audited], links: Mapping[Audited, str]) -> bytes:
    """审核汇总 of several reports: a row for each in front; ``links`` are the pages of the reports, relative."""
    return _book("审核汇总", reports, links)


def _book(title: str, reports: Sequence[Audited], links: Mapping[Audited, str]) -> bytes:
    target = io.BytesIO()
    with listing_book(target, title) as book:
        _sheets(book, reports, links)
    return target.getvalue()


def _sheets(book: Workbook, reports: Sequence[Audited], links: Mapping[Audited, str]) -> None:
    looks = _Looks(book)
    if links or len(reports) > 1:
        _reports(book.add_worksheet("各报告"), reports, links, looks)
    _doubts(book.add_worksheet("疑点"), [(one, entry) for one in reports for entry in one.entries], looks)
    _open(book.add_worksheet("未核对"), reports, looks)
    _kinds(book.add_worksheet("情况"), reports, looks)


class _Looks(Looks):
    def __init__(self, book: Workbook) -> None:
        super().__init__(book, 11, "vcenter")
        self.link = self.cell(text_wrap=True, font_color="0563C1", underline=1)
        self.answer = self.cell(text_wrap=True, bg_color="FFF9E5", locked=False)
        self.levels = {
            severity.label: self.cell(text_wrap=True, bg_color=COLOURS[severity.label])
            for severity in Severity
        }
        self.count = self.cell(num_format="0;-0;")


def _doubts(sheet: Worksheet, listed: Sequence[tuple[Audited, Entry]], looks: _Looks) -> None:
    _head(sheet, _DOUBTS, len(listed), looks)
    for row, (audited, entry) in enumerate(listed, start=1):
        doubt, kind = entry.doubt, entry.kind
        also = "".join(f"\n另见：{words}" for words in entry.also)
        texts = (
            audited.unit,
            f"{kind.code} {kind.name}",
            entry.level,
            doubt.confidence,
            doubt.message + also,
            doubt.quote,
            doubt.place,
            doubt.stated,
            doubt.expected,
            doubt.working,
            doubt.difference,
            doubt.basis or kind.basis,
            doubt.advice,
        )
        sheet.write_number(row, 0, row, looks.whole)
        _texts(sheet, row, texts, _DOUBTS, looks)
        sheet.write_string(row, 3, entry.level, looks.levels[entry.level])
        for column in (len(_DOUBTS) - 2, len(_DOUBTS) - 1):
            sheet.write_blank(row, column, None, looks.answer)
    if listed:
        choice = {
            "validate": "list",
            "source": list(ANSWERS),
            "error_title": "结论",
            "error_message": f"请选：{'、'.join(ANSWERS)}。",
            "input_title": "结论",
            "input_message": "按核实的情况选一项。",
        }
        sheet.data_validation(1, len(_DOUBTS) - 1, len(listed), len(_DOUBTS) - 1, choice)


def _open(sheet: Worksheet, reports: Sequence[Audited], looks: _Looks) -> None:
    listed = [(one, each) for one in reports for each in one.audit.not_judged]
    _head(sheet, _OPEN, len(listed), looks)
    names = {kind.kind.code: kind.kind.name for one in reports for kind in one.kinds}
    for row, (one, each) in enumerate(listed, start=1):
        sheet.write_number(row, 0, row, looks.whole)
        kind = f"{each.code} {names.get(each.code, '')}".strip()
        _texts(sheet, row, (one.unit, kind, each.place, each.quote, each.why), _OPEN, looks)


def _kinds(sheet: Worksheet, reports: Sequence[Audited], looks: _Looks) -> None:
    """How many relations were checked, kind by kind, over all reports."""
    totals: dict[str, list[int]] = {}
    for one in reports:
        for each in one.kinds:
            counts = (
                each.checked,
                each.held + each.tails,
                each.tails,
                each.checked - each.held - each.tails,
                each.doubts,
            )
            label = f"{each.kind.code} {each.kind.name}"
            totals[label] = [a + b for a, b in zip(totals.get(label, [0] * len(counts)), counts, strict=True)]
    _head(sheet, _KINDS, len(totals), looks)
    rows = [
        *sorted(totals.items()),
        ("合计", [sum(column) for column in zip(*totals.values(), strict=True)] if totals else [0] * 5),
    ]
    for row, (label, numbers) in enumerate(rows, start=1):
        sheet.write_string(row, 0, label, looks.text)
        for column, number in enumerate(numbers, start=1):
            sheet.write_number(row, column, number, looks.count)
    notes = (
        "核对的关系：报告里两个以上的数之间应当成立的算术关系，如增减额、增减率、占比、分项之和、前后一致。",
        "尾差：相差在四舍五入的范围内，算成立。几处关系因同一个数不成立时，合成一条疑点，所以疑点可以少于不成立的关系。",
        "不是算术的疑点（用语、序号、缺漏等）不计入关系。",
    )
    compared = dict.fromkeys(one.compared.line for one in reports)
    for row, note in enumerate((*compared, *notes), start=len(rows) + 2):
        sheet.write_string(row, 0, note, looks.note)


def _reports(
    sheet: Worksheet, reports: Sequence[Audited], links: Mapping[Audited, str], looks: _Looks
) -> None:
    _head(sheet, _REPORTS, len(reports), looks)
    for row, one in enumerate(reports, start=1):
        sheet.write_number(row, 0, row, looks.whole)
        _texts(sheet, row, (one.unit, one.name), _REPORTS, looks)
        numbers = (one.audit.checked, one.audit.held, *one.counts.values(), len(one.audit.not_judged))
        for column, number in enumerate(numbers, start=3):
            sheet.write_number(row, column, number, looks.whole)
        link = links.get(one, "")
        if link:
            sheet.write_url(
                row, len(_REPORTS) - 1, f"external:{link}", looks.link, link, "打开这份报告的审核意见"
            )
        else:
            sheet.write_string(row, len(_REPORTS) - 1, "", looks.text)


def _texts(sheet: Worksheet, row: int, texts: Sequence[str], columns: Header, looks: _Looks) -> None:
    """The texts from the second column on, the row as high as the longest needs."""
    tallest = 1
    for column, text in enumerate(texts, start=1):
        sheet.write_string(row, column, text[:_MOST], looks.text)
        tallest = max(tallest, lines(text, columns[column][1]))
    sheet.set_row(row, height(tallest))


def _head(sheet: Worksheet, header: Header, rows: int, looks: _Looks) -> None:
    head(sheet, header, rows, looks)
    sheet.set_margins(0.4, 0.4, 0.6, 0.6)
    sheet.set_footer("&C第 &P 页，共 &N 页")
