"""A report from a file of whatever kind."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from enum import Enum
from pathlib import Path
from typing import TypeAlias

from report_author.audit.reading.blocks import Document
from report_author.audit.reading.docx_reader import read_docx
from report_author.audit.reading.html_reader import page_in, read_html
from report_author.audit.reading.remarks import scanned
from report_author.audit.reading.text_reader import decode, read_text
from report_author.model.findings import Finding, error
from report_author.ooxml.package import CONTENT_TYPES_PART, Package, PackageError, read_package
from report_author.ooxml.relations import content_type, main_part

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|div|table|p)[\s>]", re.IGNORECASE)
_MESSAGE = re.compile(rb"\A\s*(?:MIME-Version|From|Subject|Date|Content-Type):", re.IGNORECASE)


class Kind(Enum):
    """The kinds of file that people hand in as a report."""

    EMPTY = "empty"
    WORD = "zip package"
    OLD_WORD = "binary Word or WPS"
    LOCKED = "encrypted Office"
    OLD_SHEET = "binary Excel"
    OTHER_OLE = "other compound file"
    RICH = "rtf"
    OPEN_TEXT = "odt"
    WORD_XML = "flat Word XML"
    PDF = "pdf"
    OFD = "ofd"
    PAGE = "html"
    SAVED_PAGE = "mhtml"
    PICTURE = "picture"
    ARCHIVE = "zip, rar or 7z"
    TEXT = "text"


def kind_of(data: bytes) -> Kind:
    """The kind of ``data``; what looks like nothing else is text."""
    start = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not data.strip():
        return Kind.EMPTY
    if data.startswith(_OLE):
        return _ole(data)
    if b"%PDF-" in data[:1024]:
        return Kind.PDF
    if data.startswith(b"PK\x03\x04"):
        return _zip(data)
    if start.startswith(b"{\\rtf"):
        return Kind.RICH
    if data.startswith((b"Rar!", b"7z\xbc\xaf")):
        return Kind.ARCHIVE
    if data.startswith(_PICTURES):
        return Kind.PICTURE
    if start.startswith(b"<") and (
        b'progid="Word.Document"' in start or b"schemas.microsoft.com/office/2006/xmlPackage" in start
    ):
        return Kind.WORD_XML
    if _MESSAGE.match(data) and b"text/html" in data[:20_000].lower():
        return Kind.SAVED_PAGE
    if start.startswith(b"<") and _HTML.search(start):
        return Kind.PAGE
    return Kind.TEXT


def _ole(data: bytes) -> Kind:
    if _has(data, ["EncryptedPackage", "EncryptionInfo"]):
        return Kind.LOCKED
    if _has(data, ["WordDocument"]):
        return Kind.OLD_WORD
    return Kind.OLD_SHEET if _has(data, ["Workbook", "Book"]) else Kind.OTHER_OLE


def _has(data: bytes, streams: Iterable[str]) -> bool:
    """Whether a compound file names one of ``streams``."""
    return any(name.encode("utf-16-le") + b"\x00\x00" in data for name in streams)


def _zip(data: bytes) -> Kind:
    """Of the zip files only those that are no Office packages; what is damaged is left to the reader of packages."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = frozenset(archive.namelist())
    except (zipfile.BadZipFile, ValueError, UnicodeError):
        return Kind.WORD
    if CONTENT_TYPES_PART in names:
        return Kind.WORD
    if "OFD.xml" in names:
        return Kind.OFD
    return Kind.OPEN_TEXT if {"content.xml", "META-INF/manifest.xml"} <= names else Kind.ARCHIVE


_STRICT = b"http://purl.oclc.org/ooxml/"
_NAMES = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    b"http://purl.oclc.org/ooxml/officeDocument/math": b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    b"http://purl.oclc.org/ooxml/drawingml/main": b"http://schemas.openxmlformats.org/drawingml/2006/main",
    b"http://purl.oclc.org/ooxml/drawingml/": b"http://schemas.openxmlformats.org/drawingml/2006/",
}


def transitional(package: Package, body: str) -> Package:
    """``package`` with the names that Word writes by default; the very same where it has them already."""
    if _STRICT not in package[body]:
        return package
    changed = {}
    for name, data in package.items():
        if name.endswith((".xml", ".rels")) and _STRICT in data:
            for strict, usual in _NAMES.items():
                data = data.replace(strict, usual)
            changed[name] = data
    return package.with_parts(changed)


# ---------------------------------------------------------------- a report from a file of whatever kind


#: makes a .docx of a file (name, bytes); with it, in Chinese, why it could not
ToWord: TypeAlias = Callable[[str, bytes], tuple[bytes, str]]

_SAVE = "请用 Word 或 WPS 打开，另存为 .docx 后再试。"
_LARGEST = 300_000_000
_CONVERTED = {Kind.OLD_WORD: ".doc", Kind.RICH: ".rtf", Kind.OPEN_TEXT: ".odt", Kind.WORD_XML: ".xml"}
_REFUSED = {
    Kind.EMPTY: ("文件是空的。", "请核对是不是选错了文件。"),
    Kind.LOCKED: ("文件设有打开密码，读不了。", "请用 Word 或 WPS 打开，去掉密码，另存为 .docx 后再试。"),
    Kind.OLD_SHEET: (
        "这是 Excel 文件，不是报告。",
        "报告请选 .docx、.pdf 或 .txt；公开表请用 --tables 给出。",
    ),
    Kind.OTHER_OLE: ("认不出这是什么文件。", _SAVE),
    Kind.OFD: ("OFD 版式文件读不了。", "请用 Word 原件（.docx）或 PDF 核对。"),
    Kind.ARCHIVE: ("这是压缩包。", "请先解压，再选里面的报告。"),
}


def read_report(path: Path, to_word: ToWord | None = None) -> Document:
    """The report in ``path``; whatever is wrong with the file is one of the ``problems``, nothing is raised.

    ``to_word`` makes a .docx of the kinds that are not read here (.doc, .wps, .rtf, .odt).
    """
    try:
        too_large = path.stat().st_size > _LARGEST
        data = b"" if too_large else path.read_bytes()
    except OSError:
        return _refused(
            path,
            "文件打不开，可能不存在、正被别的程序占用，或没有读取权限。",
            "请核对文件名，关闭 Word 或 WPS 后再试。",
        )
    if too_large:
        return _refused(path, "文件太大，读不了。", "请删去不需要的图片，另存一份后再试。")
    try:
        return _read(path, data, to_word)
    except PackageError as problem:
        return _refused(path, f"报告读不了：{problem.message}。", f"{problem.advice}。")
    except Exception:  # a damaged file may break its reader anywhere, pdfminer most of all
        return _refused(path, "报告读不了，文件可能已损坏。", _SAVE)


def _read(path: Path, data: bytes, to_word: ToWord | None) -> Document:
    kind = kind_of(data)
    if kind in _REFUSED:
        return _refused(path, *_REFUSED[kind])
    if kind is Kind.PICTURE:
        return Document(path.stem, (), problems=(scanned(path.name, "这是一张图片，没有可检索的文字"),))
    if kind in _CONVERTED:
        return _converted(path, data, _CONVERTED[kind], to_word)
    if kind is Kind.PDF:
        try:  # pdfplumber takes a moment to load, which only those wait who need it
            from report_author.audit.reading.pdf_reader import read_pdf
        except ImportError:
            return _refused(
                path,
                "读 PDF 要用的软件包 pdfplumber 没有装。",
                "请用 Word 原件（.docx）核对，或者装上它再试。",
            )
        return read_pdf(path.stem, data)
    if kind is Kind.WORD:
        return _word(path, data)
    return _textual(path, data, kind)


def _word(path: Path, data: bytes) -> Document:
    package = read_package(data)
    body = main_part(package)
    if body is None or "word" not in content_type(package, body):
        return _refused(
            path, "这不是 Word 文件。", "报告请选 .docx、.pdf 或 .txt；公开表请用 --tables 给出。"
        )
    plain = transitional(package, body)
    document = read_docx(path.stem, plain)
    return document if plain is package else replace(document, commentable=False)


def _textual(path: Path, data: bytes, kind: Kind) -> Document:
    if kind in (Kind.PAGE, Kind.SAVED_PAGE):
        document = read_html(path.stem, page_in(data) if kind is Kind.SAVED_PAGE else data)
        return (
            document
            if document.blocks
            else _refused(path, "网页里没有文字。", "请下载网页里的报告文件后再试。")
        )
    text = decode(data)
    if text is None:
        return _refused(path, "认不出这是什么文件，或者文字的编码。", _SAVE)
    return read_text(path.stem, text)


def _converted(path: Path, data: bytes, ending: str, to_word: ToWord | None) -> Document:
    """What LibreOffice makes of an older format; its pages are the same, its paragraphs cannot take comments."""
    what = path.suffix or ending
    if to_word is None:
        return _refused(path, f"{what} 格式不能直接读取。", _SAVE)
    made, problem = to_word(f"report{ending}", data)
    if not made:
        return _refused(path, f"{what} 格式要由 LibreOffice 转换，{problem}。", _SAVE)
    return replace(read_docx(path.stem, read_package(made)), commentable=False)


def _refused(path: Path, message: str, advice: str) -> Document:
    finding: Finding = error("B40", path.name, message, advice)
    return Document(path.stem, (), problems=(finding,))
