"""Reports that were published as PDF."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pypdf import PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError

from report_author.audit.reading.blocks import Block, Document, Grid, squeeze
from report_author.audit.reading.headings import Path, is_contents, level_of
from report_author.audit.reading.pdf_page import Page, read_page
from report_author.audit.reading.pdf_tables import PageTable, take_tables
from report_author.audit.reading.pdf_text import TextLine, lines_of
from report_author.audit.reading.remarks import scanned
from report_author.model.findings import Finding, error, warning

_PAGE_NUMBER = re.compile(r"[-—–－·\s]*(?:第?\s*\d{1,3}\s*页?)(?:[,，、/\s]*共?\s*\d{1,3}\s*页?)?[-—–－·\s]*")
_EDGE = 0.09  # of the height of a page, where headers, footers stand
_FEW = 12  # characters on a page that is a picture
_SMALL = 0.75  # of the type of the text: labels of charts
_SHORT = 40
_MOSTLY = 0.4  # of a page, covered by pictures
_WORDS = re.compile(r"[\u4e00-\u9fffA-Za-z0-9，。、；：（）%.\s“”《》〔〕—\-]")


@dataclass(slots=True)
class _Sheet:
    """A page after reading: what stands outside of its tables, from top to bottom."""

    number: int
    page: Page
    lines: list[TextLine]
    tables: list[PageTable]


@dataclass(slots=True)
class _Paragraph:
    """Lines that are one paragraph."""

    page: int
    lines: list[TextLine] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The lines joined; numbers do not run into each other where a line ends."""
        text = self.lines[0].text
        for line in self.lines[1:]:
            text += line.text
        return text


def read_pdf(name: str, data: bytes) -> Document:
    """The report in a PDF; whatever ``pypdf`` raises for a damaged file comes through."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        pdf = PdfReader(io.BytesIO(data))
        if pdf.is_encrypted:
            pdf.decrypt("")
        pages = list(pdf.pages)
    except (DependencyError, FileNotDecryptedError):
        return Document(name, (), problems=(_locked(name),))
    sheets, problems = [], list[Finding]()
    for number, each in enumerate(pages, start=1):
        try:
            page = read_page(each)
        except DependencyError:
            return Document(name, (), problems=(_locked(name),))
        except Exception as problem:  # pypdf raises whatever comes up in a damaged page
            problems.append(_unread(number, problem))
            continue
        tables, left = take_tables(page)
        sheets.append(_Sheet(number, page, lines_of(left), tables))
    problems += _pictures(name, sheets)
    reader = _Reader(sheets)
    return Document(name, tuple(reader.blocks), tuple(reader.grids), problems=tuple(problems))


def _locked(name: str) -> Finding:
    return error("B40", name, "PDF 设有密码，读不了。", "请用没有密码的文件，或者用 Word 原件（.docx）核对。")


def _unread(number: int, problem: Exception) -> Finding:
    return warning(
        "B42", f"第{number}页", f"这一页读不了（{type(problem).__name__}），没有核对。", "请重新生成 PDF，或者用 Word 原件（.docx）核对。"
    )


def _pictures(name: str, sheets: Sequence[_Sheet]) -> Iterator[Finding]:
    """Pages without text, text that cannot be searched."""
    shown = {sheet.number: "".join(piece.text for piece in sheet.page.pieces) for sheet in sheets}
    if not any(len(text.strip()) > _FEW for text in shown.values()):
        yield scanned(name)
        return
    scans = [s.number for s in sheets if len(shown[s.number].strip()) <= _FEW and s.page.pictures > _MOSTLY]
    if scans:
        pages = "、".join(map(str, scans))
        yield scanned(f"第{pages}页", f"第{pages}页是图片，没有可检索的文字")
    whole = "".join(shown.values())
    if len(_WORDS.findall(whole)) * 10 < len(whole) * 7:
        yield scanned(name, "文件里的文字复制出来是乱码，不能检索")


class _Reader:
    """The pages of a report as blocks."""

    def __init__(self, sheets: Sequence[_Sheet]) -> None:
        self.blocks: list[Block] = []
        self.grids: list[Grid] = []
        self._path = Path()
        self._open: _Paragraph | None = None
        self._edges = _repeated(sheets)
        self._left, self._right = _margins(sheets)
        self._size = _body_size(sheets)
        for line in self._edges.values():
            if not _PAGE_NUMBER.fullmatch(line):
                self.blocks.append(Block(line, "页眉或页脚", "页眉"))
        for sheet in sheets:
            self._sheet(sheet)
        self._close()

    def _sheet(self, sheet: _Sheet) -> None:
        tables = list(sheet.tables)
        number = 0
        for line in sheet.lines:
            if _at_edge(line, sheet.page) and (_digitless(line.text) in self._edges or _PAGE_NUMBER.fullmatch(line.text)):
                continue
            while tables and tables[0].bottom > line.base:
                number += 1
                self._table(sheet.number, number, tables.pop(0))
            self._line(sheet, line)
        for table in tables:
            number += 1
            self._table(sheet.number, number, table)

    def _line(self, sheet: _Sheet, line: TextLine) -> None:
        apart = "\t" in line.text or is_contents(line.text)
        if self._open is not None and (apart or not self._goes_on(self._open, sheet.number, line)):
            self._close()
        if self._open is None:
            self._open = _Paragraph(sheet.number)
        self._open.lines.append(line)
        if apart:
            self._close()

    def _goes_on(self, before: _Paragraph, page: int, line: TextLine) -> bool:
        """Whether a line belongs to the paragraph: the last one is full, this one begins at the margin."""
        last = before.lines[-1]
        em = last.size
        if abs(line.size - em) > em * 0.12:
            return False
        if len(before.lines) > 1 or page == before.page:
            near = page != before.page or last.base - line.base < em * 2.6
            left = min(self._left.get(round(em), line.left), last.left)
        else:
            near, left = True, self._left.get(round(em), line.left)
        return near and last.right > self._right.get(round(em), last.right) - em * 2 and line.left < left + em * 1.1

    def _close(self) -> None:
        paragraph, self._open = self._open, None
        if paragraph is None:
            return
        text = paragraph.text
        plain = squeeze(text).text
        where = f"第{paragraph.page}页"
        if is_contents(text):
            self.blocks.append(Block(text, f"{where}目录", "目录"))
        elif "\t" in text or re.fullmatch(r"[\d.,% -]+", plain):
            self._path.take(plain, 0)
            self.blocks.append(Block(text, f"{where}{self._path.place}", "表格", section=self._path.text))
        elif paragraph.lines[0].size < self._size * _SMALL and len(plain) < _SHORT and not plain.endswith("。"):
            self.blocks.append(Block(text, f"{where}{self._path.place}的图", "图", section=self._path.text))
        elif plain:
            level = level_of(plain)
            self._path.take(plain, level)
            self.blocks.append(Block(text, f"{where}{self._path.place}", section=self._path.text, style=level))

    def _table(self, page: int, number: int, table: PageTable) -> None:
        self._close()
        place = f"第{page}页第{number}张表"
        above = [block.text.strip() for block in self.blocks[-4:] if block.place.startswith(f"第{page}页") and len(block.text) < 60]
        for row, texts in enumerate(table.rows, start=1):
            for column, text in enumerate(texts, start=1):
                if text:
                    self.blocks.append(Block(text, f"{place}第{row}行第{column}格", "表格", section=self._path.text))
        self.grids.append(Grid(place, table.rows, before="\n".join(above[-3:]), section=self._path.text, merged=table.merged))


def _at_edge(line: TextLine, page: Page) -> bool:
    return line.base < page.height * _EDGE or line.base > page.height * (1 - _EDGE)


def _digitless(text: str) -> str:
    return re.sub(r"\d+", "#", "".join(text.split()))


def _repeated(sheets: Sequence[_Sheet]) -> dict[str, str]:
    """What stands at the edge of several pages, by its text without digits."""
    found: Counter[str] = Counter()
    text: dict[str, str] = {}
    for sheet in sheets:
        for key, line in {_digitless(li.text): li.text for li in sheet.lines if _at_edge(li, sheet.page)}.items():
            found[key] += 1
            text.setdefault(key, line)
    return {key: text[key] for key, count in found.items() if count >= 3}


def _margins(sheets: Sequence[_Sheet]) -> tuple[dict[int, float], dict[int, float]]:
    """Where the lines of each type size begin, where full ones end."""
    lefts: dict[int, Counter[int]] = {}
    rights: dict[int, list[float]] = {}
    for sheet in sheets:
        for line in sheet.lines:
            if len(line.text) > 12 and "\t" not in line.text and not is_contents(line.text):
                lefts.setdefault(round(line.size), Counter())[round(line.left)] += 1
                rights.setdefault(round(line.size), []).append(line.right)
    left = {size: float(_leftmost(count)) for size, count in lefts.items()}
    right = {size: sorted(each)[int(len(each) * 0.7)] for size, each in rights.items()}
    return left, right


def _body_size(sheets: Sequence[_Sheet]) -> float:
    """The size of type that most of the text has."""
    counted: Counter[float] = Counter()
    for sheet in sheets:
        for line in sheet.lines:
            counted[line.size] += len(line.text)
    return max(counted, key=lambda size: counted[size], default=0.0)


def _leftmost(counted: Counter[int]) -> int:
    """The margin: the leftmost place where more than stray lines begin."""
    enough = max(counted.values()) * 0.15
    return min(place for place, count in counted.items() if count >= enough)
