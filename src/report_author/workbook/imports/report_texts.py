"""The texts of 第一部分 of a published report, by heading."""

from __future__ import annotations

import re
from collections.abc import Sequence

from report_author.model.choices import Numbering, Position
from report_author.model.facts import Text
from report_author.workbook.imports.report_lines import Line
from report_author.workbook.imports.report_sections import heading

_FIRST = re.compile(r"^\s*\d+\s*[.．、]\s*(?!\d)")
_SECOND = re.compile(r"^\s*[（(]\s*\d+\s*[）)]\s*")
_LONGEST_SUBHEADING = 40


def read_texts(lines: Sequence[Line]) -> tuple[Text, ...]:
    """主要职能 and 重点工作 with their numbering; the numbers themselves are left to the report."""
    texts: list[Text] = []
    position: Position | None = None
    numbered = False
    for line in lines:
        words = heading(line)
        if "主要职能" in words and "主要工作" not in words:
            position = Position.DUTY
        elif "重点工作" in words:
            position, numbered = Position.WORK, False
        elif words.startswith("机构设置") or words.startswith("机构情况"):
            position = None
        elif position is not None:
            text = _text(line, position, numbered)
            numbered = numbered or text.numbering is not Numbering.NONE
            texts.append(text)
    return tuple(texts)


def _text(line: Line, position: Position, after_first: bool) -> Text:
    numbering, body = _numbered(line)
    heading_words = ""
    if position is Position.WORK and numbering is Numbering.NONE and not after_first:
        position = Position.WORK_LEAD
    if position is Position.WORK and numbering is not Numbering.NONE:
        head, stop, rest = body.partition("。")
        if stop and rest.strip() and len(head) <= _LONGEST_SUBHEADING:
            heading_words, body = head.strip(), rest.strip()
    cells = {"body": line.place}
    return Text(position=position, numbering=numbering, heading=heading_words, body=body, cells=cells)


def _numbered(line: Line) -> tuple[Numbering, str]:
    for pattern, numbering in ((_FIRST, Numbering.FIRST), (_SECOND, Numbering.SECOND)):
        if found := pattern.match(line.text):
            return numbering, line.text[found.end() :].strip()
    return Numbering.NONE, line.text.strip()
