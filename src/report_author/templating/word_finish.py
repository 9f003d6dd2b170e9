"""What is left to do with a rendered part: strict parse, provenance marks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape

from lxml import etree

from report_author.figures.ledger import MARK_CLOSE, MARK_OPEN, MARK_TEXT, Ledger, Printed
from report_author.model.findings import Finding
from report_author.ooxml.markup import DECLARATION, parse_xml
from report_author.templating.characters import ILLEGAL
from report_author.templating.messages import finding
from report_author.templating.word_tree import Change

#: The markers as an XML parser can read them: non-characters, which data can never hold (``characters.ILLEGAL``).
_OPEN, _TEXT, _CLOSE = "\ufdd2", "\ufdd3", "\ufdd4"
_MARK = re.compile(f"{_OPEN}(\\d+){_TEXT}([^{_CLOSE}<]*){_CLOSE}")
_TOKEN = re.compile(
    r"<w:p(?:\s[^>]*?)?(?P<empty>/)?>|(?P<end></w:p>)|<w:t(?:\s[^>]*)?>(?P<text>[^<]*)</w:t>"
    r"|(?P<gap><w:(?:tab|br|cr)/>)|(?P<bare>" + _OPEN + ")"
)


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a figure is printed: ``paragraph`` counts the ``w:p`` of the rendered part from 0, ``offset`` the characters before it.

    ``paragraph`` and ``offset`` are -1 for a figure outside of any text, such as an alt text.
    """

    printed: Printed
    part: str
    paragraph: int
    offset: int


def finish(
    text: str, part: str, ledger: Ledger, changes: Iterable[Change]
) -> tuple[bytes, list[Mark], list[Finding]]:
    """The bytes of a part from its rendered ``text``, parsed strictly; ``changes`` edit the tree and say whether they did."""
    readable = text.replace(MARK_OPEN, _OPEN).replace(MARK_TEXT, _TEXT).replace(MARK_CLOSE, _CLOSE)
    try:
        root = parse_xml(readable.encode("utf-8"))
    except (etree.XMLSyntaxError, UnicodeEncodeError) as problem:
        return b"", [], [_broken(readable, part, problem)]
    if any([change(root) for change in changes]):
        readable = etree.tostring(root, encoding="unicode")
    marks, findings = _marks(readable, part, ledger)
    plain = _MARK.sub(r"\2", readable)
    if ILLEGAL.search(plain):
        findings.append(
            finding("T15", part, "数字的来源记号不完整", "这是程序的问题，请把填报表和模板发给维护人员")
        )
    return (DECLARATION + plain).encode("utf-8"), marks, findings


def _broken(text: str, part: str, problem: Exception) -> Finding:
    column = getattr(problem, "position", (1, 1))[1]
    around = re.sub(f"<[^>]*>?|[{_OPEN}{_TEXT}{_CLOSE}]", "", text[max(0, column - 60) : column + 60])
    return finding(
        "T15",
        part,
        "生成的内容不是完整的文档，没有写出",
        "请检查这一处的标签和所用的名称，并告诉维护人员",
        around.strip()[:60],
    )


def _marks(text: str, part: str, ledger: Ledger) -> tuple[list[Mark], list[Finding]]:
    marks: list[Mark] = []
    findings: list[Finding] = []
    open_paragraphs: list[list[int]] = []
    count = 0
    for token in _TOKEN.finditer(text):
        kind = token.lastgroup
        if kind is None or kind == "empty":
            if kind is None:
                open_paragraphs.append([count, 0])
            count += 1
        elif kind == "end":
            open_paragraphs.pop()
        elif kind == "gap":
            if open_paragraphs:
                open_paragraphs[-1][1] += 1
        elif kind == "text":
            here = open_paragraphs[-1] if open_paragraphs else [-1, -1]
            _marks_in(token.group("text"), part, ledger, here, marks, findings)
        else:
            found = _MARK.match(text, token.start())
            if found:
                _marks_in(found.group(), part, ledger, [-1, -1], marks, findings)
    return marks, findings


def _marks_in(
    text: str, part: str, ledger: Ledger, here: list[int], marks: list[Mark], findings: list[Finding]
) -> None:
    at = 0
    for found in _MARK.finditer(text):
        here[1] += len(unescape(text[at : found.start()])) if here[0] >= 0 else 0
        number, shown = int(found.group(1)), unescape(found.group(2))
        if number < len(ledger.printed) and ledger.printed[number].text == shown:
            marks.append(Mark(ledger.printed[number], part, here[0], here[1]))
        else:
            findings.append(
                finding(
                    "T15",
                    part,
                    f"数字“{shown}”的来源记号不对",
                    "这是程序的问题，请把填报表和模板发给维护人员",
                )
            )
        here[1] += len(shown) if here[0] >= 0 else 0
        at = found.end()
    here[1] += len(unescape(text[at:])) if here[0] >= 0 else 0
