"""Reports that were published as PDF: paragraphs out of lines."""

from __future__ import annotations

import contextlib
import io
import logging
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from report_author.audit.reading.blocks import Block, Document, Grid, squeeze
from report_author.audit.reading.headings import Path, contents_of, is_contents, level_of
from report_author.audit.reading.pdf_page import Page, PageTable, TextLine, lines_of, read_page, take_tables
from report_author.audit.reading.remarks import scanned
from report_author.audit.reading.text_reader import OPENING
from report_author.model.findings import Finding, error, warning

PAGE_NUMBER = re.compile(r"[-—–－·\s]*(?:第?\s*\d{1,3}\s*页?)(?:[,，、/\s]*共?\s*\d{1,3}\s*页?)?[-—–－·\s]*")
_EDGE = 0.09  # of the height of a page, where headers, footers stand
_LARGE = 1.15  # of the type of the text: titles
_CLOSE = 2.6  # type sizes from line to line of one paragraph
_NEARLY = 0.62  # of a full line: a centred one that goes on
_WIDE = 0.84  # of the width of a page, where lines end if nothing shows it
_OFTEN = 3  # pages with the same header
_LONG = 12  # characters of a line that shows where the margins are
_TITLES = 4  # lines above a table
_NEAR = 4.0  # points between the lines of two tables that are one


@dataclass(slots=True)
class Sheet:
    """A page after reading: what stands outside of its tables, from top to bottom."""

    number: int
    page: Page
    lines: list[TextLine]
    tables: list[PageTable]


@dataclass(slots=True)
class Paragraph:
    """Lines that are one paragraph; it begins on ``page``."""

    page: int
    lines: list[TextLine] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(line.text for line in self.lines)

    @property
    def size(self) -> float:
        return self.lines[0].size


@dataclass(slots=True)
class Table:
    """A table, which may go on on later pages; ``number`` counts those of the page it begins on."""

    page: int
    number: int
    drawn: PageTable


Item: TypeAlias = Paragraph | Table


class Pages:
    """The paragraphs with the tables of a report in order; ``edges`` are the headers with the footers, ``size`` is that of the text."""

    def __init__(self, sheets: Sequence[Sheet]) -> None:
        self.items: list[Item] = []
        self.size = _body_size(sheets)
        self._edges = _repeated(sheets)
        self.edges = [line for line in self._edges.values() if not PAGE_NUMBER.fullmatch(line)]
        self._left, self._right = _margins(sheets)
        self._widest = max(
            self._right.values(), default=max((sheet.page.width for sheet in sheets), default=0) * _WIDE
        )
        main = round(self.size)
        self._column = self._left.get(main, 0.0), self._right.get(main, self._widest)
        self._titles: list[str] = []
        for sheet in sheets:
            self._sheet(sheet)

    def _sheet(self, sheet: Sheet) -> None:
        kept = [line for line in sheet.lines if not self._is_edge(line, sheet.page)]
        for number, table in enumerate(sheet.tables):
            above = [line for line in kept if line.base >= table.bottom]
            kept = kept[len(above) :]
            if number == 0 and self._continues(table, [line.text for line in above]):
                self._lengthen(table)
            else:
                for line in above:
                    self._line(sheet, line)
                self.items.append(Table(sheet.number, number + 1, table))
                self._titles = [line.text for line in above[-_TITLES:]]
        for line in kept:
            self._line(sheet, line)

    def _is_edge(self, line: TextLine, page: Page) -> bool:
        return _at_edge(line, page) and (
            _digitless(line.text) in self._edges or PAGE_NUMBER.fullmatch(line.text) is not None
        )

    def _continues(self, table: PageTable, above: list[str]) -> bool:
        """Whether the first table of a page is the last one of the page before: the same columns, no new title."""
        last = self.items[-1] if self.items else None
        if not isinstance(last, Table) or len(last.drawn.columns) != len(table.columns):
            return False
        same = all(abs(a - b) < _NEAR for a, b in zip(last.drawn.columns, table.columns, strict=True))
        return same and (not above or above == self._titles[-len(above) :])

    def _lengthen(self, table: PageTable) -> None:
        last = self.items[-1]
        assert isinstance(last, Table)
        rows, merged = last.drawn.rows, last.drawn.merged
        heads = 0
        while heads < min(len(rows), len(table.rows)) and rows[heads] == table.rows[heads]:
            heads += 1
        down = len(rows) - heads
        spans = tuple(
            (row + down, column, height, width) for row, column, height, width in table.merged if row >= heads
        )
        last.drawn = replace(last.drawn, rows=rows + table.rows[heads:], merged=merged + spans)

    def _line(self, sheet: Sheet, line: TextLine) -> None:
        last = self.items[-1] if self.items else None
        if isinstance(last, Paragraph) and self._goes_on(last, sheet.number, line):
            last.lines.append(line)
        else:
            self.items.append(Paragraph(sheet.number, [line]))

    def _goes_on(self, before: Paragraph, page: int, line: TextLine) -> bool:
        """Whether a line belongs to the paragraph: the last one is full, this one begins at the margin."""
        last = before.lines[-1]
        em = last.size
        if abs(line.size - em) > em * 0.12 or _apart(last.text) or _apart(line.text):
            return False
        if page == before.page and len(before.lines) == 1 and last.base - line.base > em * _CLOSE:
            return False
        right = self._right.get(round(em), self._widest)
        left = self._left.get(round(em), line.left)
        if em > self.size * _LARGE:
            # a title that is too long for its line
            return (
                page == before.page
                and last.right - last.left > (right - left) * _NEARLY
                and not OPENING.match(line.text)
            )
        if page == before.page and self._title_goes_on(last, line, first=len(before.lines) == 1):
            return True
        if _centred(last, *self._column) and _centred(line, *self._column):
            return False
        opens = OPENING.match(line.text) or level_of(line.text)
        if opens and last.text.endswith(("。", "；", "：", ";", ":")):
            return False
        return last.right > right - em * 2 and line.left < min(left, last.left) + em * 1.1

    def _title_goes_on(self, last: TextLine, line: TextLine, first: bool) -> bool:
        """Whether two lines in the middle are one: the first is wide, or the second adds something in brackets.

        A caption is no part of what stands above it.
        """
        left, right = self._column
        if not _in_middle(line, left, right) or line.text.startswith("（图") or last.text.endswith("。"):
            return False
        if _centred(last, left, right):
            wide = last.right - last.left > (right - left) * _NEARLY
            return line.text.startswith("（") or (wide and _centred(line, left, right))
        return (
            first
            and last.left < left + last.size * 1.2
            and _centred(line, left, right)
            and _in_middle(last, left, right)
        )


def _in_middle(line: TextLine, left: float, right: float) -> bool:
    return abs((line.left + line.right) - (left + right)) < line.size


def _centred(line: TextLine, left: float, right: float) -> bool:
    """Whether a line stands in the middle, away from the margins."""
    return line.left - left > line.size * 1.2 and _in_middle(line, left, right)


def _apart(text: str) -> bool:
    """Whether a line is one of several columns, or an entry of the contents."""
    return "\t" in text or is_contents(text)


def _at_edge(line: TextLine, page: Page) -> bool:
    return line.base < page.height * _EDGE or line.base > page.height * (1 - _EDGE)


def _digitless(text: str) -> str:
    return re.sub(r"\d+", "#", "".join(text.split()))


def _repeated(sheets: Sequence[Sheet]) -> dict[str, str]:
    """What stands at the edge of several pages, by its text without digits."""
    found: Counter[str] = Counter()
    text: dict[str, str] = {}
    for sheet in sheets:
        for key, line in {
            _digitless(li.text): li.text for li in sheet.lines if _at_edge(li, sheet.page)
        }.items():
            found[key] += 1
            text.setdefault(key, line)
    return {key: text[key] for key, count in found.items() if count >= _OFTEN}


def _margins(sheets: Sequence[Sheet]) -> tuple[dict[int, float], dict[int, float]]:
    """Where the lines of each type size begin, where full ones end."""
    lefts: dict[int, Counter[int]] = {}
    rights: dict[int, list[float]] = {}
    for sheet in sheets:
        for line in sheet.lines:
            if len(line.text) > _LONG and not _apart(line.text):
                lefts.setdefault(round(line.size), Counter())[round(line.left)] += 1
                rights.setdefault(round(line.size), []).append(line.right)
    left = {size: float(_leftmost(count)) for size, count in lefts.items()}
    right = {size: sorted(each)[int(len(each) * 0.7)] for size, each in rights.items()}
    return left, right


def _body_size(sheets: Sequence[Sheet]) -> float:
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


# ---------------------------------------------------------------- reports that were published as PDF


_FEW = 12  # characters on a page that is a picture
_SMALL = 0.75  # of the type of the text: labels of charts
_SHORT = 40  # characters of a label
_TITLE, _ABOVE = 60, 4  # characters, lines above a table
_MOSTLY = 0.4  # of a page, covered by pictures
_UNPACKED = 400_000_000  # bytes: no picture of a page has more
_WORDS = re.compile(r"[\u4e00-\u9fffA-Za-z0-9，。、；：（）%.\s“”《》〔〕—\-]")


def read_pdf(name: str, data: bytes) -> Document:
    """The report in a PDF; whatever pdfminer raises for a damaged file comes through."""
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    _refuse_bombs(data)
    sheets, problems = [], list[Finding]()
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            for number, each in enumerate(pdf.pages, start=1):
                try:
                    page = read_page(each)
                except Exception as problem:  # pdfminer raises whatever comes up in a damaged page
                    problems.append(_unread(number, problem))
                    continue
                each.close()
                tables, left = take_tables(page)
                sheets.append(Sheet(number, page, lines_of(left), tables))
    except PdfminerException as problem:
        if isinstance(problem.args[0], (PDFPasswordIncorrect, PDFEncryptionError)):
            return Document(name, (), problems=(_locked(name),))
        raise
    problems += _pictures(name, sheets)
    reader = _Reader(Pages(sheets))
    return Document(name, tuple(reader.blocks), tuple(reader.grids), problems=tuple(problems))


def _refuse_bombs(data: bytes) -> None:
    """Raise ``ValueError`` where a small stream unpacks into more than the memory holds: pdfminer unpacks it whole."""
    for found in re.finditer(rb"(?<!end)stream\r?\n", data):
        packed = data[found.end() : data.find(b"endstream", found.end())]
        with contextlib.suppress(zlib.error):
            if len(zlib.decompressobj().decompress(packed, _UNPACKED)) >= _UNPACKED:
                raise ValueError("a stream unpacks into too much")


def _locked(name: str) -> Finding:
    return error("B40", name, "PDF 设有密码，读不了。", "请用没有密码的文件，或者用 Word 原件（.docx）核对。")


def _unread(number: int, problem: Exception) -> Finding:
    return warning(
        "B42",
        f"第{number}页",
        f"这一页读不了（{type(problem).__name__}），没有核对。",
        "请重新生成 PDF，或者用 Word 原件（.docx）核对。",
    )


def _pictures(name: str, sheets: Sequence[Sheet]) -> Iterator[Finding]:
    """Pages without text, text that cannot be searched."""
    shown = {sheet.number: "".join(piece.text for piece in sheet.page.pieces) for sheet in sheets}
    bare = not any(len(text.strip()) > _FEW for text in shown.values())
    if bare and any(sheet.page.pictures > _MOSTLY for sheet in sheets):
        yield scanned(name)
        return
    if not any(text.strip() for text in shown.values()):
        yield scanned(name, "文件里没有文字")
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

    def __init__(self, pages: Pages) -> None:
        self.blocks: list[Block] = [Block(line, "页眉或页脚", "页眉") for line in pages.edges]
        self.grids: list[Grid] = []
        self._path = Path()
        self._small = pages.size * _SMALL
        paragraphs = [item for item in pages.items if isinstance(item, Paragraph)]
        entries = contents_of([squeeze(item.text).text for item in paragraphs])
        listed = {id(paragraphs[number]) for number in entries} | _broken_entries(paragraphs)
        for item in pages.items:
            if isinstance(item, Table):
                self._table(item)
            else:
                self._paragraph(item, id(item) in listed)

    def _paragraph(self, item: Paragraph, listed: bool) -> None:
        text = item.text
        plain = squeeze(text).text
        where = f"第{item.page}页"
        if not plain:
            return
        if listed or is_contents(text):
            self.blocks.append(Block(text, f"{where}目录", "目录"))
        elif "\t" in text or re.fullmatch(r"[\d.,% -]+", plain):
            self._path.take(plain, 0)
            self.blocks.append(Block(text, f"{where}{self._path.place}", "表格", section=self._path.text))
        elif item.size < self._small and len(plain) < _SHORT and not plain.endswith("。"):
            self.blocks.append(Block(text, f"{where}{self._path.place}的图", "图", section=self._path.text))
        else:
            level = level_of(plain)
            self._path.take(plain, level)
            self.blocks.append(
                Block(text, f"{where}{self._path.place}", section=self._path.text, style=level)
            )

    def _table(self, table: Table) -> None:
        place = f"第{table.page}页第{table.number}张表"
        above = self._above(f"第{table.page}页")
        for row, texts in enumerate(table.drawn.rows, start=1):
            for column, text in enumerate(texts, start=1):
                if text:
                    self.blocks.append(
                        Block(text, f"{place}第{row}行第{column}格", "表格", section=self._path.text)
                    )
        grid = Grid(
            place,
            table.drawn.rows,
            before="\n".join(above),
            section=self._path.text,
            merged=table.drawn.merged,
        )
        self.grids.append(grid)

    def _above(self, page: str) -> list[str]:
        """The short lines right above a table: its title, its unit. Small type is no sign of a chart there."""
        near: list[str] = []
        for at in range(len(self.blocks) - 1, max(len(self.blocks) - 1 - _ABOVE, -1), -1):
            block = self.blocks[at]
            if (
                not block.place.startswith(page)
                or block.kind == "目录"
                or len(block.text) > _TITLE
                or re.search(r"第\d+格$", block.place)
            ):
                break
            if block.kind == "图":
                self.blocks[at] = replace(block, kind="正文", place=block.place.removesuffix("的图"))
            near.insert(0, block.text.strip())
        return near


def _broken_entries(paragraphs: Sequence[Paragraph]) -> set[int]:
    """The first lines of entries of the contents that are longer than a line."""
    dotted = [is_contents(each.text) for each in paragraphs]
    return {
        id(each)
        for at, each in enumerate(paragraphs[1:-1], start=1)
        if dotted[at - 1] and dotted[at + 1] and not dotted[at]
    }
