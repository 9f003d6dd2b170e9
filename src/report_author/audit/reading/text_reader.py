"""Plain text of a report, whole paragraphs made of broken lines."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from report_author.audit.reading.blocks import Block, Document, squeeze
from report_author.audit.reading.headings import Path, contents_of, is_contents, level_of

_BOOKMARK = re.compile(r"\[bookmark:[^\]]*\]")
OPENING = re.compile(
    r"\s*(?:第[一二三四五六七八九十\d]{1,2}部分|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、](?!\d))"
)
_PAGE = re.compile(r"\s*[-—–]?\s*\d{1,3}\s*[-—–]?\s*$")


def read_text(name: str, text: str) -> Document:
    """A report from its text: the encoding is the caller's affair."""
    lines = _BOOKMARK.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    return document_of(name, join_lines(lines))


def decode(data: bytes) -> str | None:
    """Text of a file in one of the encodings in use; None where it is none."""
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\x00" in text else text
    return None


def join_lines(lines: Iterable[str]) -> list[str]:
    """Paragraphs: where sentences break off at one width, a full line goes on in the next one."""
    kept = [line.rstrip() for line in lines]
    prose = [
        line
        for line in kept
        if width(line) > 20 and re.search("[，。；,]", line) and not re.search(r"[\t|]|\S  +\S", line)
    ]
    widths = sorted(width(line) for line in prose)
    if len(widths) < 8:
        return kept
    full = widths[int(len(widths) * 0.9)]
    broken = [width(line) for line in prose if not re.search("[。；：！？;:!?）)]$", line)]
    at_edge = sum(1 for each in broken if full * 0.8 <= each <= full * 1.15)
    wrapped = full <= 110 and len(broken) >= 6 and at_edge * 10 >= len(broken) * 7
    return _joined(kept, full) if wrapped else kept


def _joined(lines: list[str], full: int) -> list[str]:
    found: list[str] = []
    open_ = False
    for line in lines:
        if not line.strip() or _PAGE.fullmatch(line):
            continue  # a page ends inside a sentence as anywhere else
        if open_ and (not OPENING.match(line) or not found[-1].endswith(("。", "；", ";", "：", ":"))):
            found[-1] += line.strip()
        else:
            found.append(line)
        open_ = width(line) >= full * 0.8 and not re.search(r"[。]$", line)
        if re.match(r"^[，。；：、）]", line.strip()) and len(line.strip()) < 3:
            open_ = False
    return found


def width(line: str) -> int:
    """Columns on a page: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(char) in "FWA" else 1 for char in line)


def document_of(name: str, paragraphs: Iterable[str]) -> Document:
    """Blocks with places for paragraphs that have nothing but their text."""
    path = Path()
    blocks = []
    kept = [(paragraph, text) for paragraph in paragraphs if (text := squeeze(paragraph).text)]
    entries = contents_of([text for _, text in kept])
    for number, (paragraph, text) in enumerate(kept):
        if number in entries or is_contents(paragraph):
            blocks.append(Block(paragraph, "目录", "目录"))
            continue
        if "\t" in paragraph.strip() or _cells_only(text):
            path.take(text, 0)
            blocks.append(Block(paragraph, path.place, "表格", section=path.text))
            continue
        level = level_of(text)
        path.take(text, level)
        blocks.append(Block(paragraph, path.place, section=path.text, style=level))
    return Document(name, tuple(blocks))


def _cells_only(text: str) -> bool:
    """Whether a line holds nothing but numbers, as tables leave them when they become text."""
    return bool(re.fullmatch(r"[\d.,% -]+", text))
