"""What shows how much of a report can be seen: whether it is whole, whether a line is a row of a table."""

from __future__ import annotations

import re

from report_author.audit.claims.report import Report

_CUT = re.compile(r"…+|\.{3,}|[（(](?:略|下略|节选|省略)[）)]")
_SIGNS = (
    r"(?:收入|收支)[^。\n]{0,8}总体情况",
    r"收入[决预]算",
    r"支出[决预]算",
    r"“?三公”?经费",
    r"机关运行经费|其他重要事项",
    r"名词解释",
)


def is_whole(report: Report) -> bool:
    """Whether the text has its usual parts from the first to the last, nothing cut out."""
    blocks = report.document.blocks
    if any(_CUT.fullmatch(block.plain.text) for block in blocks):
        return False
    return all(re.search(sign, report.text) for sign in _SIGNS) and len(report.text) > 2000


def is_cut(text: str) -> bool:
    """Whether a squeezed paragraph is nothing but the mark of a cut."""
    return bool(_CUT.fullmatch(text))


def is_row(text: str) -> bool:
    """Whether a squeezed paragraph is a row of a table that became text: numbers without units side by side."""
    return bool(re.search(r"\d\.\d\d -?\d", text)) or len(re.findall(r"(?<![\d.])\d[\d,]*\.\d\d(?!\d|万元|元|%)", text)) > 2
