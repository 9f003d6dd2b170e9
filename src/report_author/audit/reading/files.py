"""A report from a file of whatever kind."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from report_author.audit.reading.blocks import Document
from report_author.audit.reading.docx_reader import read_docx
from report_author.audit.reading.text_reader import decode, read_text
from report_author.model.findings import Finding, error
from report_author.ooxml.package import PackageError, read_package

_SAVE = "请用 Word 或 WPS 打开，另存为 .docx 后再试。"


def read_report(path: Path) -> Document:
    """The report in ``path``; whatever is wrong with the file is one of the ``problems``, nothing is raised."""
    try:
        data = path.read_bytes()
    except OSError:
        return _unread(path, "文件打不开，可能不存在、正被别的程序占用，或没有读取权限。", "请核对文件名，关闭 Word 或 WPS 后再试。")
    if path.suffix.lower() == ".txt":
        text = decode(data)
        return read_text(path.stem, text) if text is not None else _unread(path, "文字的编码认不出来。", "请另存为 UTF-8 编码的文本。")
    try:
        return read_docx(path.stem, read_package(data))
    except PackageError as problem:
        return _unread(path, f"报告读不了：{problem.message}。", f"{problem.advice}。")
    except (etree.XMLSyntaxError, KeyError, ValueError):
        return _unread(path, "报告读不了，文件可能已损坏。", _SAVE)


def _unread(path: Path, message: str, advice: str) -> Document:
    finding: Finding = error("B40", path.name, message, advice)
    return Document(path.stem, (), problems=(finding,))
