"""Reports that were published as a page of the web."""

from __future__ import annotations

import email
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from email.message import Message

from lxml import etree

from report_author.audit.reading.blocks import Block, Document, Grid, squeeze
from report_author.audit.reading.headings import Path, contents_of, is_contents, level_of
from report_author.audit.reading.text_reader import decode
from report_author.records import frozen

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_UNSEEN = frozenset(
    (
        "script",
        "style",
        "noscript",
        "select",
        "option",
        "button",
        "nav",
        "template",
        "head",
        "textarea",
        "title",
    )
)
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "main",
        "header",
        "footer",
        "aside",
        "li",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "table",
        "tbody",
        "thead",
        "tfoot",
        "tr",
        "td",
        "th",
        "caption",
        "blockquote",
        "pre",
        "form",
        "center",
        "figure",
        "figcaption",
        "hr",
        "body",
        "html",
    ]
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_ROW, _CELLS = "tr", ("td", "th")
_LONG_CELL = 120  # characters: a table with such cells lays out a page
_SHORT = 60


def read_html(name: str, data: bytes) -> Document:
    """The report on a page of the web; raises ``ValueError`` where its encoding is unknown, ``etree.ParserError`` where it is empty."""
    text = _text(data)
    if text is None:
        raise ValueError("no known encoding")
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    root = etree.fromstring(text.encode("utf-8"), parser)
    reader = _Reader(_Walk(root).items if root is not None else ())
    return Document(name, tuple(reader.blocks), tuple(reader.grids))


def page_in(data: bytes) -> bytes:
    """The page inside of a file that a browser or Word saved as one (.mht); empty where it has none."""
    message = email.message_from_bytes(data)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                return _with_charset(part, payload)
    return b""


def _with_charset(part: Message, payload: bytes) -> bytes:
    charset = part.get_content_charset()
    if charset and charset not in ("utf-8", "us-ascii"):
        try:
            return re.sub(
                rb"charset\s*=\s*[\"']?[\w-]+", b"charset=utf-8", payload.decode(charset).encode("utf-8")
            )
        except (LookupError, UnicodeDecodeError):
            return payload
    return payload


def _text(data: bytes) -> str | None:
    found = _CHARSET.search(data[:4096])
    named = found[1].decode("ascii").lower() if found else ""
    if named and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("gb18030" if named.startswith(("gb", "x-gb")) else named)
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data)


@frozen
class _Item:
    """A paragraph with the level of its tag, or a table."""

    text: str
    level: int = 0
    table: Grid | None = None


class _Walk:
    """A page while its items are gathered."""

    def __init__(self, root: etree._Element) -> None:
        self.items: list[_Item] = []
        self._words: list[str] = []
        self._level = 0
        self._take(root)
        self._close()

    def _take(self, element: etree._Element) -> None:
        tag = element.tag if isinstance(element.tag, str) else ""
        if (
            not tag
            or tag in _UNSEEN
            or _HIDDEN.search(element.get("style", ""))
            or element.get("hidden") is not None
        ):
            return
        if tag == "br":
            self._close()
        elif tag == "table" and _holds_data(element):
            self._close()
            self.items.append(_Item("", table=_grid(element)))
        else:
            if tag in _BLOCKS:
                self._close()
            self._level = int(tag[1]) if re.fullmatch(r"h[1-6]", tag) else self._level
            self._words.append(_number_of(element) + (element.text or ""))
            for child in element:
                self._take(child)
                self._words.append(child.tail or "")
            if tag in _BLOCKS:
                self._close()

    def _close(self) -> None:
        text = re.sub(r"[ \t\r\n]+", " ", "".join(self._words)).strip()
        self._words.clear()
        if text:
            self.items.append(_Item(text, self._level))
            self._level = 0


class _Reader:
    """The items of a page as blocks."""

    def __init__(self, items: Sequence[_Item]) -> None:
        self.blocks: list[Block] = []
        self.grids: list[Grid] = []
        self._path = Path()
        self._tables: dict[str, int] = {}
        plain = [squeeze(item.text).text for item in items]
        entries = contents_of(plain)
        for number, item in enumerate(items):
            if item.table is not None:
                self._table(item.table)
            elif plain[number] and (number in entries or is_contents(item.text)):
                self.blocks.append(Block(item.text, "目录", "目录"))
            elif plain[number]:
                level = level_of(plain[number], item.level)
                self._path.take(plain[number], level)
                self.blocks.append(Block(item.text, self._path.place, section=self._path.text, style=level))

    def _table(self, grid: Grid) -> None:
        where = self._path.text.rpartition(" › ")[2]
        where = f"“{where}”" if where else "开头"
        self._tables[where] = self._tables.get(where, 0) + 1
        place = f"{where}第{self._tables[where]}张表"
        near = [block.text for block in self.blocks[-3:] if block.kind == "正文" and len(block.text) < _SHORT]
        self.grids.append(replace(grid, place=place, before="\n".join(near), section=self._path.text))
        for row, texts in enumerate(grid.rows, start=1):
            for column, text in enumerate(texts, start=1):
                if text:
                    self.blocks.append(
                        Block(text, f"{place}第{row}行第{column}格", "表格", section=self._path.text)
                    )


def _number_of(element: etree._Element) -> str:
    """The number of an item of an ordered list."""
    holder = element.getparent()
    if element.tag != "li" or holder is None or holder.tag != "ol":
        return ""
    start = holder.get("start", "1")
    before = sum(1 for each in element.itersiblings("li", preceding=True))
    return f"{(int(start) if start.isdecimal() else 1) + before}. "


def _holds_data(table: etree._Element) -> bool:
    """Whether a table is one for readers, not the frame of the page."""
    if next(table.iterdescendants("table"), None) is not None:
        return False
    rows = [[_cell_text(cell) for cell in row.iter(*_CELLS)] for row in table.iter(_ROW)]
    cells = [text for row in rows for text in row]
    long = sum(1 for text in cells if len(text) > _LONG_CELL)
    return len(rows) > 1 and max(map(len, rows), default=0) > 1 and long * 4 <= len(cells)


def _cell_text(cell: etree._Element) -> str:
    return " ".join("".join(str(piece) for piece in cell.itertext()).split())


def _grid(table: etree._Element) -> Grid:
    texts: dict[tuple[int, int], str] = {}
    taken: set[tuple[int, int]] = set()
    merged: list[tuple[int, int, int, int]] = []
    for row, element in enumerate(table.iter(_ROW)):
        column = 0
        for cell in element.iter(*_CELLS):
            while (row, column) in taken:
                column += 1
            down, across = (min(_span(cell.get(name, "1")), 300) for name in ("rowspan", "colspan"))
            texts[row, column] = _cell_text(cell)
            taken.update((row + r, column + c) for r in range(down) for c in range(across))
            if down > 1 or across > 1:
                merged.append((row, column, down, across))
            column += across
    return Grid("", tuple(_rows(texts, taken)), merged=tuple(merged))


def _span(text: str) -> int:
    return max(int(text), 1) if text.strip().isdecimal() else 1


def _rows(texts: dict[tuple[int, int], str], taken: set[tuple[int, int]]) -> Iterator[tuple[str, ...]]:
    width = max((column for _, column in taken), default=0) + 1
    for row in range(max((row for row, _ in texts), default=-1) + 1):
        yield tuple(texts.get((row, column), "") for column in range(width))
