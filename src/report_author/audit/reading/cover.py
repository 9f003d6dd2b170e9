"""Whose report it is, as its cover says."""

from __future__ import annotations

import re

from report_author.audit.reading.blocks import Document

#: so many paragraphs a cover has at most
_COVER = 12
_TITLE = re.compile(r"(?:20\d\d年度?)?(?P<kind>部门|单位)?(?:决算|预算)(?:公开|报告|说明|编制|情况|文本)*")
_NAME = re.compile(r"(?:20\d\d年度?)?(?P<name>[\u4e00-\u9fff（）]{4,40})(?:20\d\d年度?)?")
_WHOLE = re.compile(r"(?:20\d\d年度?)?(?P<name>[\u4e00-\u9fff（）]{4,40}?)(?:20\d\d年度?)?(?P<kind>部门|单位)(?:决算|预算)(?:公开|报告|说明|编制|情况|文本)*")


def cover_of(document: Document) -> tuple[str, str]:
    """(name, 部门 or 单位) as the cover has them, in one line or the name above the title; empty where it has none."""
    before = ""
    for block in document.blocks[:_COVER]:
        text = block.plain.text.strip()
        if re.fullmatch("目录", text) or text.startswith("第一部分"):
            break
        title = _TITLE.fullmatch(text)
        if title and (name := _NAME.fullmatch(before)):
            return name["name"], title["kind"] or "部门"
        whole = _WHOLE.fullmatch(text)
        if whole:
            return whole["name"], whole["kind"]
        before = text
    return "", ""
