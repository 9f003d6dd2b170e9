"""Page numbers of finished reports, measured through LibreOffice."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from report_author.model.findings import Finding, info
from report_author.pipeline.libreoffice import WITH_DESTINATIONS, convert
from report_author.word.pages import listed_headings, measuring_copy, printed_numbers, with_page_numbers

_PLACE = "报告目录"
_UPDATE = (
    "请用 Word 打开报告，对“是否更新域”的询问选“是”；用 WPS 时，在目录上点右键，选“更新域”（或单击目录后按 F9），"
    "选“只更新页码”，再保存。"
)


@dataclass(frozen=True, slots=True)
class Numbered:
    """A report; its page numbers are in it unless a finding says what to do."""

    data: bytes
    findings: tuple[Finding, ...] = ()


def number_pages(reports: Sequence[bytes]) -> list[Numbered]:
    """Measure all ``reports`` in one run of LibreOffice and write the page numbers into their contents.

    A report that could not be measured comes back as it was, with a 提示 that says what to press.
    """
    wanted = {f"{number}.docx": data for number, data in enumerate(reports) if listed_headings(data)}
    made = (
        convert({name: measuring_copy(data) for name, data in wanted.items()}, WITH_DESTINATIONS)
        if wanted
        else None
    )
    out = []
    for number, data in enumerate(reports):
        name = f"{number}.docx"
        if name not in wanted or made is None:
            out.append(Numbered(data))
            continue
        numbers = printed_numbers(data, _destinations(made.files[name])) if name in made.files else None
        if numbers is None:
            why = made.problem or "LibreOffice 的排版结果里缺少标题的位置"
            out.append(Numbered(data, (_unnumbered(f"目录里的页码没有填：{why}。"),)))
        else:
            out.append(Numbered(with_page_numbers(data, numbers)))
    return out


def leave_unnumbered(report: bytes) -> Numbered:
    """A report whose pages are not to be measured, with what to press."""
    if not listed_headings(report):
        return Numbered(report)
    return Numbered(
        report,
        (_unnumbered("目录里的页码没有填：这一次没有测量页码（加 --pages 就测量，需要 LibreOffice）。"),),
    )


def _unnumbered(message: str) -> Finding:
    return info("P10", _PLACE, message, _UPDATE)


def _destinations(pdf: bytes) -> dict[str, int]:
    """The page, counted from 0, of every named destination; none where the file cannot be read."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(pdf))
        named = reader.named_destinations
        pages = {name: reader.get_destination_page_number(place) for name, place in named.items()}
    except (PyPdfError, ValueError, KeyError, TypeError):
        return {}
    return {name.lstrip("/"): page for name, page in pages.items() if page is not None}
