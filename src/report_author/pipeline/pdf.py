"""Report with appendix as one PDF for the website."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from report_author.model.findings import Finding, info
from report_author.pipeline.libreoffice import PLAIN_PDF, convert

_TABLES_TITLE = "公开表"
_PLACE = "PDF"
_ADVICE = (
    "Word 和 Excel 文件不受影响。请安装 LibreOffice（https://zh-cn.libreoffice.org/）后再运行；"
    "或者用 Word、WPS 打开生成的文件，另存为 PDF。"
)


@dataclass(frozen=True, slots=True)
class Documents:
    """A finished report with its finished tables, and what the PDF says of itself."""

    report: bytes
    tables: bytes
    title: str
    department: str


@dataclass(frozen=True, slots=True)
class OnePdf:
    """The PDF; empty where a finding says why."""

    data: bytes
    findings: tuple[Finding, ...] = ()


def make_pdfs(documents: Sequence[Documents]) -> list[OnePdf]:
    """Print every report with its tables, in one run of LibreOffice; the files themselves are only read."""
    files = {}
    for number, each in enumerate(documents):
        files[f"{number}.docx"], files[f"{number}.xlsx"] = each.report, each.tables
    made = convert(files, PLAIN_PDF)
    out = []
    for number, each in enumerate(documents):
        parts = [made.files.get(f"{number}.{kind}") for kind in ("docx", "xlsx")]
        joined = _joined(parts[0], parts[1], each) if parts[0] and parts[1] else b""
        if joined:
            out.append(OnePdf(joined))
        else:
            why = made.problem or "LibreOffice 的转换结果读不出来"
            out.append(OnePdf(b"", (info("P11", _PLACE, f"没有生成 PDF：{why}。", _ADVICE),)))
    return out


def _joined(report: bytes, tables: bytes, about: Documents) -> bytes:
    """Both in one file: the outline lists the headings, then the tables; no clock or chance is in it. Empty where one is unreadable."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.errors import PyPdfError
    from pypdf.generic import NameObject, TextStringObject

    try:
        writer = PdfWriter()
        writer.append(PdfReader(io.BytesIO(report)))
        writer.append(PdfReader(io.BytesIO(tables)), outline_item=_TABLES_TITLE)
        writer.metadata = {"/Title": about.title, "/Author": about.department}
        writer.page_mode = "/UseOutlines"
        writer.root_object[NameObject("/Lang")] = TextStringObject("zh-CN")
        out = io.BytesIO()
        writer.write(out)
    except (PyPdfError, ValueError, KeyError, TypeError):
        return b""
    return out.getvalue()
