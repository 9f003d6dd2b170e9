"""The papers of an audit reach their folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from report_author.audit.papers.book import doubts_book, summary_book
from report_author.audit.papers.entries import Audited
from report_author.audit.papers.page import audit_page, summary_page
from report_author.model.findings import Finding, info
from report_author.pipeline.audit_sources import COPY, LIST, PAGE, SUMMARY, Source, output_stems
from report_author.pipeline.publish import file_name, publish

_WORD = (".docx", ".docm")


@dataclass(frozen=True, slots=True)
class Written:
    """The files made, of which ``page`` is for reading; ``problems`` say which could not be made."""

    outputs: tuple[Path, ...]
    problems: tuple[Finding, ...]
    page: Path | None = None


def write_all(results: Sequence[tuple[Source, Audited]], out: Path) -> tuple[list[Written], Written]:
    """The papers of every report, then the summary of several; the files of one report are made together or not at all."""
    stems = output_stems(source.report for source, _ in results)
    written = [
        _write(source.report, audited, out, file_name(stems[source.report])) for source, audited in results
    ]
    if len(results) < 2:
        return written, Written((), ())
    all_audited = [audited for _, audited in results]
    pages = {audited: one.page.name for audited, one in zip(all_audited, written, strict=True) if one.page}
    page = out / f"{SUMMARY}.html"
    files = {
        page: summary_page(all_audited, pages).encode("utf-8"),
        out / f"{SUMMARY}.xlsx": summary_book(all_audited, pages),
    }
    return written, _published(files, page, [])


def _write(report: Path, audited: Audited, out: Path, stem: str) -> Written:
    page = out / f"{stem}{PAGE}.html"
    files = {page: audit_page(audited).encode("utf-8"), out / f"{stem}{LIST}.xlsx": doubts_book(audited)}
    problems = []
    if audited.audit.report.document.commentable and report.suffix.lower() in _WORD:
        from report_author.audit.papers.comments import commented_copy  # python-docx: 0.1 s to load

        copy = commented_copy(report.read_bytes(), audited.entries)
        if copy is not None:
            files[out / f"{stem}{COPY}{report.suffix.lower()}"] = copy
        else:
            advice = "请看审核意见和疑点清单，内容相同。"
            problems.append(info("B32", report.name, "这份 Word 文件写不进批注，没有生成批注稿。", advice))
    return _published(files, page, problems)


def _published(files: dict[Path, bytes], page: Path, problems: list[Finding]) -> Written:
    failed = publish(files)
    if failed:
        return Written((), (*problems, *failed))
    return Written(tuple(files), tuple(problems), page)
