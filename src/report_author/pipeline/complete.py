"""The files of one department complete: page numbers in the contents, a PDF or a web page where one is wanted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from report_author.model.facts import Department
from report_author.model.findings import Finding, has_errors
from report_author.pipeline.outcome import (
    document_title,
    page_name,
    pdf_name,
    record_name,
    report_name,
    tables_name,
)
from report_author.pipeline.pages import leave_unnumbered, number_pages
from report_author.pipeline.pdf import Documents, make_pdfs
from report_author.pipeline.verify import verify_report
from report_author.templating.word_finish import Mark
from report_author.word.html import web_page
from report_author.workpaper.evidence import Evidence


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """``pages``: measure page numbers through LibreOffice (2 s a run).

    ``pdf``: report with tables as one PDF, too; ``html``: the report as a web page, too; ``draft``: a 送审稿 with a
    watermark, even while an 错误 stands; ``workpaper``: the tie-out (核对底稿), too; ``review``: the 审阅稿, too.
    """

    pages: bool = False
    pdf: bool = False
    draft: bool = False
    html: bool = False
    workpaper: bool = False
    review: bool = False

    @property
    def together(self) -> int:
        """How many departments share a run of LibreOffice, hence wait for one another."""
        return 20 if self.pages or self.pdf else 1


@dataclass(frozen=True, slots=True)
class Printed:
    """Verified documents of a department, not yet published.

    ``record`` is the text of the clerk's explanations, if any; ``evidence`` tells where every number comes from.
    """

    department: Department
    report: bytes
    marks: tuple[Mark, ...]
    tables: bytes
    draft: bool = False
    record: str = ""
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Completed:
    """File names with their bytes, ready to be published together; nothing is published while an 错误 stands."""

    files: Mapping[str, bytes]
    findings: tuple[Finding, ...]


def complete(printed: Sequence[Printed], options: BuildOptions) -> list[Completed]:
    """Number the pages of these reports, make their PDFs. Without LibreOffice they stay as they are, with a 提示."""
    reports = [each.report for each in printed]
    numbered = number_pages(reports) if options.pages else [leave_unnumbered(report) for report in reports]
    findings = [list(each.findings) for each in numbered]
    for each, new, found in zip(printed, numbered, findings, strict=True):
        if new.data is not each.report:
            found += verify_report(new.data, each.marks)
    files = [_files(each, new.data) for each, new in zip(printed, numbered, strict=True)]
    if options.html:
        for each, new, made, found in zip(printed, numbered, files, findings, strict=True):
            page = web_page(new.data, document_title(each.department), draft=each.draft)
            made[page_name(each.department, draft=each.draft)] = page.data
            found += page.findings
    if options.pdf:
        wanted = [number for number, found in enumerate(findings) if not has_errors(found)]
        documents = [_documents(printed[number], numbered[number].data) for number in wanted]
        for number, pdf in zip(wanted, make_pdfs(documents), strict=True):
            findings[number] += pdf.findings
            if pdf.data:
                files[number][pdf_name(printed[number].department, draft=printed[number].draft)] = pdf.data
    return [Completed(made, tuple(found)) for made, found in zip(files, findings, strict=True)]


def _files(printed: Printed, report: bytes) -> dict[str, bytes]:
    """File names with their bytes. The record opens in Notepad as Chinese: it begins with the mark of UTF-8."""
    who, draft = printed.department, printed.draft
    files = {report_name(who, draft=draft): report, tables_name(who, draft=draft): printed.tables}
    if printed.record and not draft:
        files[record_name(who)] = printed.record.encode("utf-8-sig")
    return files


def _documents(printed: Printed, report: bytes) -> Documents:
    who = printed.department
    return Documents(report, printed.tables, document_title(who), who.full_name)
