"""The audited report with the doubts as comments of Word."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from report_author.audit.papers.entries import Entry, short
from report_author.ooxml.annotate_words import WordNote, annotate_document
from report_author.ooxml.package import PackageError, read_package, write_package

_AUTHOR = "报告审核"
_LONGEST = 200


def commented_copy(report: bytes, entries: Sequence[Entry]) -> bytes | None:
    """A copy of the docx ``report`` with a comment for each doubt; None where it cannot be written.

    Other places of the same cause say so in short; doubts about no paragraph (tables, headers) share one on the first.
    """
    notes = []
    for entry in entries:
        block = entry.doubt.block
        if block is not None and block.paragraph >= 0:
            start, length = block.in_paragraph(entry.doubt.start, entry.doubt.end)
            notes.append(WordNote(block.paragraph, _words(entry), start, length))
        notes += [
            WordNote(
                each.paragraph,
                f"【{entry.level}】{entry.kind.name}：见第 {entry.number} 条疑点（{entry.doubt.place}）。",
            )
            for each in entry.near
            if each.paragraph >= 0
        ]
    elsewhere = [entry for entry in entries if entry.doubt.block is None or entry.doubt.block.paragraph < 0]
    if elsewhere:
        notes.insert(0, WordNote(0, _together(elsewhere)))
    try:
        return write_package(annotate_document(read_package(report), notes, _AUTHOR))
    except (PackageError, etree.XMLSyntaxError, KeyError, ValueError):
        return None


def _together(entries: Sequence[Entry]) -> str:
    lines = [
        f"{entry.number}.【{entry.level}】{entry.doubt.place}：{entry.doubt.message}" for entry in entries
    ]
    return "\n".join([f"不在某一段文字上的疑点，{len(entries)} 条，详见疑点清单：", *lines])


def _words(entry: Entry) -> str:
    """The doubt in a comment: the reader sees the sentence beside it."""
    doubt = entry.doubt
    sure = "" if doubt.confidence == "高" else f"，把握{doubt.confidence}"
    lines = [f"【{entry.level}】{entry.number}. {entry.kind.name}（{entry.kind.code}{sure}）", doubt.message]
    lines += [
        f"{name}：{short(text, _LONGEST)}" for name, text in entry.facts if name not in ("原文", "把握")
    ]
    return "\n".join([*lines, f"→ {doubt.advice}"])
