"""One department from its workbook to its published files; checks without them."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path

from report_author.appendix.book import make_appendix
from report_author.checks.facts import check_facts, compared
from report_author.checks.units import Suspicion, folded, suspect_units
from report_author.figures.account import Account
from report_author.figures.values import Names
from report_author.figures.vocabulary import vocabulary
from report_author.model.codes import Codebook
from report_author.model.facts import Department, Facts
from report_author.model.findings import (
    NOT_COMPARED,
    Compared,
    Finding,
    Severity,
    Unchecked,
    error,
    has_errors,
)
from report_author.model.format import Format
from report_author.ooxml.package import read_package, write_package
from report_author.ooxml.sheet_editor import with_print_header
from report_author.ooxml.watermark import with_watermark
from report_author.pipeline.checking import check_published, with_corrected_copy, with_marked_copy
from report_author.pipeline.hearing import write_hearings
from report_author.pipeline.library import Library, library_for
from report_author.pipeline.office import Documents, leave_unnumbered, make_pdfs, number_pages
from report_author.pipeline.outcome import (
    PAGE,
    PDF,
    RECORD,
    REPORT,
    REVIEW,
    TABLES,
    TIE_OUT_BOOK,
    TIE_OUT_PAGE,
    Outcome,
    document_title,
    output_name,
    program_fault,
    publish,
)
from report_author.pipeline.own_report import OwnReport, self_audit, unprinted
from report_author.pipeline.verify import reopened, verify_charts, verify_report, verify_tables
from report_author.records import frozen
from report_author.review.release import record, release, unexplained
from report_author.templating.word_finish import Mark
from report_author.word.html import web_page
from report_author.word.report import make_report
from report_author.workbook.messages import CODE_DOUBTS
from report_author.workbook.read import interpret, open_book, read_workbook
from report_author.workbook.suppose import REPEATED, causes, is_unreadable, supposed, without_rows
from report_author.workpaper.book import tie_out_book
from report_author.workpaper.evidence import Evidence, last_year_figures
from report_author.workpaper.page import tie_out_page
from report_author.workpaper.tie import tie_out


def workpapers(
    book: Path, printed: Printed, report: bytes, out: Path, options: BuildOptions
) -> dict[str, bytes]:
    """File names with their bytes; ``report`` is the finished file, ``book`` the workbook that the links lead to from ``out``."""
    evidence = printed.evidence
    if evidence is None or not (options.workpaper or options.workpaper_book or options.review):
        return {}
    title = document_title(printed.department)
    tie = tie_out(report, printed.tables, evidence)
    last_year = last_year_figures(evidence.names)
    files: dict[str, bytes] = {}
    if options.workpaper_book:
        made = tie_out_book(tie, title, _link(book, out), last_year, evidence.compared)
        files[printed.name(TIE_OUT_BOOK)] = made
    if options.workpaper:
        page = tie_out_page(tie, title, evidence, last_year)
        files[printed.name(TIE_OUT_PAGE)] = page.encode("utf-8")
    if options.review:
        from report_author.workpaper.review import review_copy  # python-docx: 0.1 s to load

        files[printed.name(REVIEW)] = review_copy(report, tie, last_year)
    return files


def _link(book: Path, out: Path) -> str:
    """The workbook as seen from ``out``; in full where the two are on different drives."""
    try:
        return Path(os.path.relpath(book.resolve(), out.resolve())).as_posix()
    except ValueError:
        return book.resolve().as_posix()


@frozen
class BuildOptions:
    """``pages``: measure page numbers through LibreOffice (2 s a run).

    ``pdf``: report with tables as one PDF, too; ``html``: the report as a web page, too; ``draft``: a 送审稿 with a
    watermark, even while an 错误 stands; ``workpaper``: the tie-out (核对底稿) as a page, too; ``workpaper_book``: as a
    workbook, too; ``review``: the 审阅稿, too; ``hearing``: the 会审单, too, even while an 错误 stands; ``turn``: which round
    of 会审 it is, 0 to be written in by hand.
    """

    pages: bool = False
    pdf: bool = False
    draft: bool = False
    html: bool = False
    workpaper: bool = False
    workpaper_book: bool = False
    review: bool = False
    hearing: bool = False
    turn: int = 0

    @property
    def together(self) -> int:
        """How many departments share a run of LibreOffice, hence wait for one another."""
        return 20 if self.pages or self.pdf or self.hearing else 1


@frozen
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

    def name(self, what: str) -> str:
        """The name of a file made of it."""
        return output_name(self.department, what, draft=self.draft)


@frozen
class Completed:
    """File names with their bytes, ready to be published together; nothing is published while an 错误 stands."""

    files: Mapping[str, bytes]
    findings: tuple[Finding, ...]


def complete(printed: Sequence[Printed], options: BuildOptions) -> list[Completed]:
    """Number the pages of these reports, make their PDFs. Without LibreOffice they stay as they are, with a 提示."""
    reports = [each.report for each in printed]
    numbered = number_pages(reports) if options.pages else [leave_unnumbered(report) for report in reports]
    files, findings = list[dict[str, bytes]](), list[list[Finding]]()
    for each, new in zip(printed, numbered, strict=True):
        made, found = _files(each, new.data), list(new.findings)
        if new.data is not each.report:
            found += verify_report(new.data, each.marks)
        if options.html:
            page = web_page(new.data, document_title(each.department), draft=each.draft)
            made[each.name(PAGE)] = page.data
            found += page.findings
        files.append(made)
        findings.append(found)
    if options.pdf:
        wanted = [number for number, found in enumerate(findings) if not has_errors(found)]
        documents = [_to_convert(printed[number], numbered[number].data) for number in wanted]
        for number, pdf in zip(wanted, make_pdfs(documents), strict=True):
            findings[number] += pdf.findings
            if pdf.data:
                files[number][printed[number].name(PDF)] = pdf.data
    return [Completed(made, tuple(found)) for made, found in zip(files, findings, strict=True)]


def _files(printed: Printed, report: bytes) -> dict[str, bytes]:
    """File names with their bytes. The record opens in Notepad as Chinese: it begins with the mark of UTF-8."""
    files = {printed.name(REPORT): report, printed.name(TABLES): printed.tables}
    if printed.record and not printed.draft:
        files[printed.name(RECORD)] = printed.record.encode("utf-8-sig")
    return files


def _to_convert(printed: Printed, report: bytes) -> Documents:
    who = printed.department
    return Documents(report, printed.tables, document_title(who), who.full_name)


# ---------------------------------------------------------------- one department: read, check, render, verify, publish


_PLAIN = BuildOptions()


@frozen
class Rendered:
    """Both documents in memory, verified, not yet published; nothing but a draft is ``printed`` while an 错误 stands."""

    printed: Printed | None
    findings: tuple[Finding, ...]
    unchecked: tuple[Unchecked, ...] = ()
    title: str = ""
    #: amounts whose unit is in doubt
    doubt: Suspicion | None = None
    compared: Compared = NOT_COMPARED
    following: int = 0

    def outcome(self) -> Outcome:
        """What became of a workbook of which nothing is published."""
        return Outcome(
            self.findings, self.unchecked, title=self.title, compared=self.compared, following=self.following
        )


def build(
    book: Path | str, out: Path | str, wanted_format: str = "", options: BuildOptions = _PLAIN
) -> Outcome:
    """Make the report and the tables of one workbook; nothing is published while an 错误 stands."""
    return next(build_all([book], out, wanted_format, options))


def build_all(
    books: Iterable[Path | str], out: Path | str, wanted_format: str = "", options: BuildOptions = _PLAIN
) -> Iterator[Outcome]:
    """Make the documents of many workbooks, one outcome for each, in their order."""
    coming, out = map(Path, books), Path(out)
    made_by: dict[Path, Path] = {}
    while some := list(islice(coming, options.together)):
        with _few_collections():
            made = [guarded(book, wanted_format, draft=options.draft) for book in some]
            completed = iter(complete([each.printed for each in made if each.printed], options))
            outcomes = []
            for book, each in zip(some, made, strict=True):
                outcome = each.outcome()
                if each.printed:
                    outcome = _published(book, each, each.printed, next(completed), out, made_by, options)
                outcomes.append(
                    with_corrected_copy(book, out, with_marked_copy(book, out, outcome), each.doubt)
                )
        if options.hearing:
            outcomes = write_hearings(some, outcomes, out, wanted_format, options.turn)
        yield from outcomes


@contextmanager
def _few_collections() -> Iterator[None]:
    """A department makes many small objects and few circles: looking for those less often saves a tenth of its time."""
    before = gc.get_threshold()
    gc.set_threshold(50_000, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _published(
    book: Path,
    made: Rendered,
    printed: Printed,
    completed: Completed,
    out: Path,
    made_by: dict[Path, Path],
    options: BuildOptions,
) -> Outcome:
    """Publish one department's files; ``made_by`` remembers which workbook of this run made which file."""
    outcome = replace(made.outcome(), findings=(*made.findings, *completed.findings), draft=printed.draft)
    if has_errors(completed.findings):
        return outcome
    report = completed.files[printed.name(REPORT)]
    papers = workpapers(book, printed, report, out, options)
    files = {out / name: data for name, data in {**completed.files, **papers}.items()}
    other = next((made_by[path] for path in files if path in made_by), None)
    problems = [_same_department(book, other)] if other else publish(files)
    made_by.update({} if problems else dict.fromkeys(files, book))
    if problems:
        return replace(outcome, findings=(*outcome.findings, *problems))
    return replace(outcome, outputs=tuple(files))


def _same_department(book: Path, other: Path) -> Finding:
    return error(
        "P04",
        book.name,
        f"“{book.name}”与“{other.name}”是同一个部门、同一个年度，报告的文件名相同，这一份没有生成。",
        "请只留一份填报表；确是两个部门的，请改正首页的部门全称。",
        stated=book.name,
        expected=other.name,
    )


def read_figures(book: Path | str, wanted_format: str = "") -> tuple[Names | None, list[Finding]]:
    """The figures of a workbook under the names that templates use (``names["收入"]["本年合计"]``), amounts in 元.

    None where the workbook cannot be read or has no format; the findings say why. Nothing is judged: see ``check``.
    """
    book = Path(book)
    facts, findings = read_workbook(book)
    if facts is None:
        return None, findings
    fmt, problems = library_for(book).choose_for(facts, wanted_format)
    if fmt is None:
        return None, [*findings, *problems]
    account = Account(facts, fmt)
    return vocabulary(account), [*findings, *problems]


def check(book: Path | str, wanted_format: str = "") -> Outcome:
    """All that ``build`` would find, nothing written; a 公开表 is judged by the rules on tables."""
    book = Path(book)
    outcome = guarded(book, wanted_format).outcome()
    if any(found.code == "F11" for found in outcome.findings):
        return check_published(book, wanted_format) or outcome
    return outcome


def guarded(book: Path, wanted_format: str = "", *, draft: bool = False) -> Rendered:
    """``render``, where a fault of the program itself becomes a finding: the other workbooks of a run go on."""
    try:
        return render(book, wanted_format, draft=draft)
    except Exception:
        return Rendered(None, (program_fault(book.name, "填报表"),))


def render(book: Path, wanted_format: str = "", *, draft: bool = False) -> Rendered:
    """Read, check, render and verify one workbook in memory; a ``draft`` is printed in spite of 错误 where it can be."""
    cells, findings = open_book(book)
    if cells is None:
        return Rendered(None, tuple(findings))
    facts, findings = interpret(cells, book.name)
    meant: list[Facts] = []
    if facts is not None and any(map(is_unreadable, findings)):
        codebook = Codebook.for_year(facts.department.year)
        supposing = (supposed(cells, findings, codebook, variant) for variant in (0, 1))
        read = (interpret(one, book.name)[0] for one in supposing if one is not None)
        meant = [one for one in read if one is not None]
    return render_facts(facts, findings, book, wanted_format, draft=draft, meant=meant)


def render_facts(
    facts: Facts | None,
    findings: list[Finding],
    book: Path,
    wanted_format: str = "",
    *,
    draft: bool = False,
    meant: Sequence[Facts] = (),
) -> Rendered:
    """``render`` for a workbook already read; ``book`` is where it lies, with its annexes and templates beside it.

    ``meant``: the facts as they may be, one way or another, once what could not be read is put right.
    """
    if facts is None:
        return Rendered(None, tuple(findings))
    title = document_title(facts.department)
    library = library_for(book)
    fmt, problems = library.choose_for(facts, wanted_format)
    findings = [*findings, *problems]
    if fmt is None:
        return Rendered(None, tuple(findings), title=title)
    added = {each.code for each in fmt.codes}
    findings = [each for each in findings if not (each.code in CODE_DOUBTS and each.stated in added)]
    compiled = library.compiled(fmt)
    findings += compiled.findings
    read = list(findings)
    account = Account(facts, fmt)
    doubt = suspect_units(account, read)
    printed, problems, unchecked = _made(account, library, book.parent, read, draft=draft)
    read, problems, following = _causes_first(facts, fmt, library, book.parent, read, problems, meant)
    findings = list(dict.fromkeys([*read, *problems]))
    if doubt is not None:
        right = Account(doubt.corrected, fmt)
        findings = folded(doubt, findings, [*read, *_made(right, library, book.parent, read)[1]])
    findings = release(findings, facts.explanations, fmt.opinions)
    missing = unexplained(findings) if fmt.yes("警告须核实") else None
    findings += [missing] if missing else []
    if printed is not None and not draft:
        printed = None if has_errors(findings) else replace(printed, record=record(title, findings))
    held = compared(account, unchecked)
    if printed is not None and printed.evidence is not None:
        printed = replace(printed, evidence=replace(printed.evidence, findings=findings, compared=held.line))
    return Rendered(printed, tuple(findings), tuple(unchecked), title, doubt, held, following)


def _causes_first(
    facts: Facts,
    fmt: Format,
    library: Library,
    folder: Path,
    read: Sequence[Finding],
    problems: list[Finding],
    meant: Sequence[Facts],
) -> tuple[list[Finding], list[Finding], int]:
    """What the reader said, what is found on the facts and does not follow from it, how much follows."""

    def problems_of(supposed: Facts) -> list[Finding]:
        return _made(Account(supposed, fmt), library, folder, read)[1]

    if any(map(is_unreadable, read)):
        return [*read], *causes(problems, map(problems_of, meant))
    told = release(read, facts.explanations, fmt.opinions)
    repeated = [each for each in told if each.code == REPEATED and not each.explanation]
    if not repeated:
        return [*read], problems, 0
    once = without_rows(facts, frozenset(each.place for each in repeated))
    left, following = causes(problems, [problems_of(once)])
    if not following:
        return [*read], problems, 0
    # the rows explain what is found, so they are asked about first; a 核实说明 for them brings the rest back
    worse = {each: replace(each, severity=Severity.ERROR, releasable=True) for each in repeated}
    return [worse.get(each, each) for each in read], left, following


def _made(
    account: Account, library: Library, folder: Path, earlier: Sequence[Finding], *, draft: bool = False
) -> tuple[Printed | None, list[Finding], list[Unchecked]]:
    """The account judged and printed: its documents, what was found, what could not be judged."""
    fmt, facts = account.format, account.facts
    names = vocabulary(account)
    ruled, unchecked = check_facts(account, names, library.rules(fmt))
    printed, problems = _documents(library, fmt, names, facts, folder, [*earlier, *ruled], draft=draft)
    if printed is not None and printed.evidence is not None:
        told = {found.place for found in ruled}
        problems += unprinted(facts, fmt, printed.report, printed.evidence, told)
    return printed, [*ruled, *problems], unchecked


#: what is wrong with a document itself: it is no draft either
_BROKEN = frozenset({"T15", "P02", "P03"})
_DRAFT = "送审稿"


def _documents(
    library: Library,
    fmt: Format,
    names: Names,
    facts: Facts,
    folder: Path,
    earlier: Sequence[Finding],
    *,
    draft: bool,
) -> tuple[Printed | None, list[Finding]]:
    """Both documents; all that is missing for them comes at once. In a draft it shows as 【缺：…】 behind a watermark.

    They are audited where they would be published: while another 错误 stands (in ``earlier`` or here) much follows from it.
    """
    compiled = library.compiled(fmt)
    if compiled.word is None or compiled.book is None:
        return None, []
    report = make_report(compiled.word, names, facts, folder)
    who = facts.department
    tables = make_appendix(
        compiled.book, fmt, names, who.scope.value, f"{document_title(who)}公开表", who.full_name
    )
    findings = [*report.findings, *tables.findings]
    if has_errors(findings) and not draft:
        return None, findings
    document, package = report.data, tables.package
    if draft:
        document = write_package(with_watermark(read_package(document), _DRAFT))
        package = with_print_header(package, _DRAFT)
    data = write_package(package)
    findings += verify_report(document, report.marks) + verify_charts(document, report.chart_marks)
    table_marks = tables.marks()
    read, problems = reopened(data)
    findings += problems or verify_tables(data, table_marks)
    if read is None or any(found.code in _BROKEN for found in findings):
        return None, findings
    evidence = Evidence(facts, report.marks, report.chart_marks, table_marks, names)
    if draft or not has_errors([*earlier, *findings]):
        own = OwnReport(
            document_title(who),
            read_package(document),
            tables,
            read,
            evidence,
            fmt,
            library.rules(fmt),
            library.words(fmt),
        )
        findings += self_audit(own, [*earlier, *findings])
    return Printed(who, document, report.marks, data, draft, evidence=evidence), findings
