"""Reports that were published as PDF."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pypdf import PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError

from report_author.audit.reading.blocks import Block, Document, Grid, squeeze
from report_author.audit.reading.headings import Path, contents_of, is_contents, level_of
from report_author.audit.reading.pdf_page import read_page
from report_author.audit.reading.pdf_paragraphs import Pages, Paragraph, Sheet, Table
from report_author.audit.reading.pdf_tables import take_tables
from report_author.audit.reading.pdf_text import lines_of
from report_author.audit.reading.remarks import scanned
from report_author.model.findings import Finding, error, warning

_FEW = 12  # characters on a page that is a picture
_SMALL = 0.75  # of the type of the text: labels of charts
_SHORT = 40  # characters of a label
_TITLE, _ABOVE = 60, 4  # characters, lines above a table
_MOSTLY = 0.4  # of a page, covered by pictures
_WORDS = re.compile(r"[\u4e00-\u9fffA-Za-z0-9，。、；：（）%.\s“”《》〔〕—\-]")


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
        sheets.append(Sheet(number, page, lines_of(left), tables))
    problems += _pictures(name, sheets)
    reader = _Reader(Pages(sheets))
    return Document(name, tuple(reader.blocks), tuple(reader.grids), problems=tuple(problems))


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
