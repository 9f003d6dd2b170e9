"""What a file is, by its first bytes: its name may say something else."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from enum import Enum

from report_author.ooxml.package import CONTENT_TYPES_PART

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
