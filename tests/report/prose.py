"""The published report and ours as paragraphs of plain characters, for comparing them."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from difflib import SequenceMatcher
from io import BytesIO
from pathlib import Path

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PUBLISHED = Path(__file__).parent / "data" / "公开原文.txt"
#: The text dump of the published report ends with the data of its charts: numbers, not prose.
_CHARTS = "一般公共预算财政拨款支出（万元）"


def plain(text: str) -> str:
    """``text`` under NFKC without white space."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def published() -> list[str]:
    """The paragraphs of the published report."""
    text = PUBLISHED.read_text(encoding="utf-8").split(_CHARTS)[0]
    lines = (plain(line) for line in re.sub(r"\[bookmark: [^\]]*\]", "", text).split("\n"))
    return [line for line in lines if line]


def paragraphs(document: bytes) -> list[str]:
    """The paragraphs of a Word report, table cells included, in reading order."""
    with zipfile.ZipFile(BytesIO(document)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    found = []
    for paragraph in root.iter(f"{_W}p"):
        own = [t.text or "" for t in paragraph.iter(f"{_W}t") if next(t.iterancestors(f"{_W}p")) is paragraph]
        text = plain("".join(own))
        if text:
            found.append(text)
    return found


def reproduced(original: str, ours: list[str]) -> tuple[int, str]:
    """How many characters of ``original`` stand, in order, in the nearest of our paragraphs; also that paragraph."""
    if original in ours:
        return len(original), original
    best, nearest = 0, ""
    for candidate in ours:
        if min(len(original), len(candidate)) <= best:
            continue
        blocks = SequenceMatcher(None, original, candidate, autojunk=False).get_matching_blocks()
        size = sum(block.size for block in blocks)
        if size > best:
            best, nearest = size, candidate
    return best, nearest
