"""Whose report it is, as its cover says."""

from __future__ import annotations

import re

from report_author.audit.reading.blocks import Document

#: so many paragraphs a cover has at most
_COVER = 12
_TITLE = re.compile(r"(?:20\d\d年度?)?(?P<kind>部门|单位)?(?:决算|预算)(?:公开|报告|说明|编制|情况|文本)*")
_NAME = re.compile(r"(?!第.{1,2}部分)(?:20\d\d年度?)?(?P<name>[\u4e00-\u9fff（）]{4,40})(?:20\d\d年度?)?")
_WHOLE = re.compile(
    r"(?!第.{1,2}部分)(?:20\d\d年度?)?(?P<name>[\u4e00-\u9fff（）]{4,40}?)(?:20\d\d年度?)?(?P<kind>部门|单位)(?:决算|预算)(?:公开|报告|说明|编制|情况|文本)*"
)


_ENDING = r"(?:[局委会厅处院所站办队室园馆校社联部]|中心|政府|法院|中学|小学|医院|支队|总队|大队|学院|学校|幼儿园|管委会|街道办事处)"
_OF_WHAT = r"(?:部门|单位)?(?:决算|预算|一般公共预算|政府性基金|财政拨款|“?三公”?经费|收支)"
_YEAR = r"(?:20\d\d年度?)?"
#: so many paragraphs are searched for a title or a sentence that names the unit
_FIRST = 60
_TITLES = (
    re.compile(
        rf"(?:第.{{1,2}}部分)?{_YEAR}(?P<name>[\u4e00-\u9fff（）]{{3,40}}?{_ENDING}){_YEAR}{_OF_WHAT}"
    ),
    re.compile(rf"第.{{1,2}}部分(?P<name>[\u4e00-\u9fff（）]{{3,40}}?{_ENDING})(?:部门|单位)?概况"),
)
_NO_NAME = re.compile(r"根据|按照|本部门|本单位|经费|情况|^第.{1,2}部分")
_FILE = re.compile(
    rf"\d*[\W_]*{_YEAR}(?:关于)?(?P<name>[\u4e00-\u9fff（）]{{4,40}}?)(?<!（){_YEAR}(?:部门|单位)?(?:决算|预算)"
)


def unit_of(document: Document) -> str:
    """Whose report it is: as its cover says, a title or a sentence near the beginning, else the name of its file."""
    cover, titled = cover_of(document)[0], _titled(document)
    if titled.endswith(cover):
        return titled or _near_title(document) or _named(document)  # a long name takes two lines of a cover
    return cover


def _titled(document: Document) -> str:
    for pattern in _TITLES:
        for block in document.blocks[:_FIRST]:
            text = re.sub(r"^[（(]?[一二三四五六七八九十]+[）)、]", "", block.plain.text)
            found = pattern.match(text)
            if found and not _NO_NAME.search(found["name"]):
                return found["name"]
    return ""


def _near_title(document: Document) -> str:
    """The name that stands in a line of its own near “部门决算” on the first page."""
    lines = [block.plain.text for block in document.blocks[:_COVER]]
    for number, line in enumerate(lines):
        near = "".join(lines[max(0, number - 2) : number + 3])
        if re.fullmatch(rf"[\u4e00-\u9fff]{{3,28}}{_ENDING}", line) and re.search(
            "(?:部门|单位)(?:决算|预算)", near
        ):
            return line
    return ""


def _named(document: Document) -> str:
    found = _FILE.match(document.name)
    return found["name"] if found else ""


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
