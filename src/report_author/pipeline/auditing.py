"""Audits of anyone's reports."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from lxml import etree

from report_author.audit.audit import Audit, audit
from report_author.audit.claims.report import Report, make_report
from report_author.audit.judges.tables import Rules, Tables, department_of
from report_author.audit.papers.book import doubts_book, summary_book
from report_author.audit.papers.entries import Audited
from report_author.audit.papers.page import audit_page, summary_page
from report_author.audit.reading.blocks import Document
from report_author.audit.reading.cover import cover_of
from report_author.audit.reading.files import read_report
from report_author.model.findings import Compared, Finding, error, has_errors, info, warning
from report_author.model.format import Format
from report_author.ooxml.package import PackageError, read_package
from report_author.ooxml.sheets import UnreadableBook, read_workbook_file
from report_author.pipeline.building import Printed, guarded
from report_author.pipeline.library import Library, library_for
from report_author.pipeline.office import to_word
from report_author.pipeline.outcome import Outcome, file_name, program_fault, publish
from report_author.records import frozen
from report_author.workpaper.compare import Comparison, compare_report
from report_author.workpaper.compare_tables import compare_tables
from report_author.workpaper.tie import TieOut, tie_out

# ---------------------------------------------------------------- which files an audit is about


#: endings of reports; of several files of one name the first kind is read
ENDINGS = (
    ".docx",
    ".docm",
    ".doc",
    ".wps",
    ".odt",
    ".rtf",
    ".pdf",
    ".html",
    ".htm",
    ".mht",
    ".mhtml",
    ".txt",
)
PAGE, COPY, LIST, SUMMARY = "审核意见", "（审核批注）", "疑点清单", "审核汇总"
#: what this program itself puts beside a report
_OWN = re.compile(
    rf"(?:{PAGE}|{COPY}|{LIST}|{SUMMARY}|核对底稿|核对标注）|（审阅稿）|核实说明|填报表)(?:（送审稿）)?$"
)
#: words that a report and its tables have apart from each other
_APART = re.compile(
    r"附件\d*|公开表|附表|报表|表格|(?<=算)(?:明细|总)?表|公开报告|报告|文本|编制说明|情况说明|说明|公开|批复|(?<=年)度|"
    r"送审稿|定稿|终稿|word版?|excel版?|[\W_]",
    re.I,
)
_SHORTEST = 4
_SAVE_AS_DOCX = "请用 Word 或 WPS 打开，另存为 .docx 后再试。"
_SAVE_AS_XLSX = "请用 Excel 或 WPS 打开，另存为 .xlsx 后再试。"


@frozen
class Source:
    """A report to audit; ``tables`` are its 公开表, ``remarks`` say what was taken, left, beside it."""

    report: Path
    tables: Path | None = None
    remarks: tuple[str, ...] = ()


def reports_in(folder: Path) -> list[Source]:
    """The reports in ``folder`` with the tables beside them; no lock files, nothing that this program made of a report."""
    found: dict[str, list[Path]] = {}
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in ENDINGS and path.is_file() and _is_given(path):
            found.setdefault(path.stem, []).append(path)
    sources = []
    for same in found.values():
        first, *others = sorted(same, key=lambda path: ENDINGS.index(path.suffix.lower()))
        left = [f"同名的{'、'.join(f'“{path.name}”' for path in others)}没有另外审核。"] if others else []
        sources.append(report_source(first, left))
    return sources


def _is_given(path: Path) -> bool:
    return not path.name.startswith(("~$", ".")) and not _OWN.search(path.stem)


def report_source(report: Path, remarks: Sequence[str] = ()) -> Source:
    """A report with the tables that its folder holds for it, if there is no doubt which."""
    tables = _tables_beside(report)
    if len(tables) == 1:
        taken = f"公开表：同一文件夹里的“{tables[0].name}”名称相配，一并核对。"
        return Source(report, tables[0], (*remarks, taken))
    if tables:
        names = "、".join(f"“{path.name}”" for path in tables)
        return Source(
            report, None, (*remarks, f"公开表：{names}的名称都相配，没有取用，请用 --tables 指定。")
        )
    return Source(report, None, tuple(remarks))


def _tables_beside(report: Path) -> list[Path]:
    exact = report.with_name(f"{report.stem}公开表.xlsx")
    if exact.is_file():
        return [exact]
    key = _key(report.stem)
    if len(key) < _SHORTEST:
        return []
    return [
        path
        for path in sorted(report.parent.glob("*.xlsx"))
        if path.name != report.name and _is_given(path) and _key(path.stem) == key
    ]


def _key(stem: str) -> str:
    """What the names of a report and its tables have in common."""
    return _APART.sub("", unicodedata.normalize("NFKC", stem))


def output_stems(reports: Iterable[Path]) -> dict[Path, str]:
    """The name of each report in its outputs: its own; of two alike the second says its kind, else its number."""
    taken: dict[str, Path] = {}
    for path in reports:
        choices = (
            path.stem,
            f"{path.stem}（{path.suffix.lstrip('.').lower()}）",
            *(f"{path.stem}（{n}）" for n in range(2, 10_000)),
        )
        taken[next(each for each in choices if each not in taken)] = path
    return {path: stem for stem, path in taken.items()}


# ---------------------------------------------------------------- the papers of an audit reach their folder


_WORD = (".docx", ".docm")


@frozen
class Written:
    """The files made, of which ``page`` is for reading; ``problems`` say which could not be made."""

    outputs: tuple[Path, ...]
    problems: tuple[Finding, ...]
    page: Path | None = None


def write_audits(results: Sequence[tuple[Source, Audited]], out: Path) -> tuple[list[Written], Written]:
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


# ---------------------------------------------------------------- reports that anyone wrote are audited


#: a paper of another department was given: said before all that follows from it
_ANOTHER = "B31"


def audit_all(
    sources: Iterable[Source], last: Path | None = None, wanted_format: str = ""
) -> Iterator[tuple[Source, Audited]]:
    """The sources one by one; a fault of the program in one does not keep the others from being audited."""
    for each in sources:
        try:
            found = audit_file(each.report, each.tables, last, wanted_format)
        except Exception:
            problem = program_fault(each.report.name, "报告")
            found = Audited(each.report.name, _nothing(Document(each.report.stem, ())), (problem,))
        yield each, replace(found, remarks=(*each.remarks, *found.remarks))


def audit_file(
    report: Path | str, tables: Path | None = None, last: Path | None = None, wanted_format: str = ""
) -> Audited:
    """Read ``report``, with it its 公开表, last year's report; judge what was read. Nothing is written, nothing raised."""
    report = Path(report)
    document = read_report(report, to_word)
    problems = list(document.problems)
    if not document.blocks:
        return Audited(report.name, _nothing(document), tuple(problems))
    understood = make_report(document)
    fmt, library, about_format = _format(report, understood.year, wanted_format)
    problems += about_format
    rules = (
        Rules(fmt, library.rules(fmt)) if fmt is not None and (document.grids or tables is not None) else None
    )
    book = _tables(tables, rules, problems) if tables is not None and rules is not None else None
    before = _last(last, problems) if last is not None else None
    unit = cover_of(document)[0]
    if tables is not None and book is not None:
        problems += _of_another(tables, "公开表", department_of(book), unit)
    if last is not None and before is not None:
        problems += _of_another(last, "上年报告", cover_of(before.document)[0], unit)
    found = audit(understood, fmt.residues if fmt else (), rules=rules, tables=book, last=before)
    doubtful = tuple(problem.message for problem in problems if problem.code == _ANOTHER)
    compared = _compared(document, book, before)
    return Audited(report.name, found, tuple(problems), doubtful, compared)


def _compared(document: Document, book: Tables | None, before: Report | None) -> Compared:
    """A report alone can be held against itself only."""
    given = (("公开表", book is not None), ("上年报告", before is not None))
    without = [name for name, there in given if not there]
    if book is None and document.grids:
        without[0] = "公开表（只核对了报告里的附表）"
    against = ["报告自身", *(name for name, there in given if there)]
    return Compared(tuple(against), (*without, "填报表", "批复数"))


def _nothing(document: Document) -> Audit:
    return Audit(make_report(document), (), (), ())


def _format(report: Path, year: int, wanted: str) -> tuple[Format | None, Library, list[Finding]]:
    """The format whose 残留用语 and 审核公式 apply; which one it is matters only to those who asked for one."""
    library = library_for(report)
    newest = max((one.year for one in library.formats), default=0)
    fmt, findings = library.choose(year or newest, wanted)
    return fmt, library, findings if wanted or fmt is None else []


def _tables(path: Path, rules: Rules, problems: list[Finding]) -> Tables | None:
    try:
        return Tables(path.name, read_workbook_file(path), rules)
    except UnreadableBook:
        problems.append(error("B30", path.name, "公开表读不了，没有核对。", _SAVE_AS_XLSX))
        return None


def _of_another(path: Path, what: str, theirs: str, own: str) -> list[Finding]:
    """A warning where two covers name different departments."""
    if not theirs or not own or theirs == own:
        return []
    message = f"{what}写的单位是“{theirs}”，这份报告的封面是“{own}”，像是取错了文件。"
    return [
        warning(
            _ANOTHER,
            path.name,
            message,
            "请核对；确是同一单位改了名称的，可以不管。",
            stated=theirs,
            expected=own,
        )
    ]


def _last(path: Path, problems: list[Finding]) -> Report | None:
    document = read_report(path, to_word)
    if document.blocks:
        return make_report(document)
    why = "".join(problem.message for problem in document.problems)
    problems.append(
        warning(
            "B30",
            path.name,
            f"上年的报告读不了，没有核对上年数。{why}",
            _SAVE_AS_DOCX,
        )
    )
    return None


def compare_with_workbook(
    report: Path, book: Path, tables: Path | None = None, wanted_format: str = ""
) -> Outcome:
    """Every number, sentence, chart value of ``report`` (and ``tables``) that ``book`` would not give today."""
    made = guarded(book, wanted_format, draft=True)
    printed = made.printed
    if printed is None or printed.evidence is None:
        return made.outcome()
    tie = tie_out(printed.report, printed.tables, printed.evidence)
    findings = [_wrong_workbook(book)] if has_errors(made.findings) else []
    findings += _report_findings(report, printed, tie)
    findings += _table_findings(tables, tie) if tables is not None else []
    lacking = () if tables is not None else ("公开表（没有给出）",)
    compared = Compared((f"填报表“{book.name}”", "公开表"), (*lacking, *made.compared.lacking))
    return replace(made.outcome(), findings=tuple(findings), unchecked=(), compared=compared)


def _wrong_workbook(book: Path) -> Finding:
    return warning(
        "B31",
        book.name,
        "填报表现在还有错误，下面是与错误的填报表比对的结果。",
        "请先用 check 检查并改好填报表，再核对报告。",
    )


def _report_findings(report: Path, printed: Printed, tie: TieOut) -> list[Finding]:
    try:
        compared = compare_report(tie, read_package(printed.report), read_package(report))
    except PackageError as problem:
        return [error("B30", report.name, f"报告读不了：{problem.message}。", f"{problem.advice}。")]
    except (etree.XMLSyntaxError, KeyError, ValueError):
        return [
            error(
                "B30",
                report.name,
                "报告读不了，文件可能已损坏。",
                _SAVE_AS_DOCX,
            )
        ]
    return [*compared.findings, _total(compared)]


def _total(compared: Comparison) -> Finding:
    message = f"报告和图里共有 {compared.numbers} 个数，与填报表一致的 {compared.unchanged} 个。"
    return info(
        "B00", "报告!合计", message, "不一致的逐条列出；文字里手工填写的数只比对，不计算，请对照原始资料。"
    )


def _table_findings(tables: Path, tie: TieOut) -> list[Finding]:
    try:
        sheets = read_workbook_file(tables).sheets
    except UnreadableBook:
        return [error("B30", tables.name, "公开表读不了。", _SAVE_AS_XLSX)]
    return compare_tables(tie, sheets)
