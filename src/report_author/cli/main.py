"""The commands."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from report_author.cli.arguments import make_parser
from report_author.cli.console import (
    COULD_NOT_RUN,
    OK,
    WITH_ERRORS,
    CannotRun,
    must_be_folder,
    must_exist,
    progress,
    say,
    write_json,
    write_text,
)

if TYPE_CHECKING:
    from report_author import Coverage, Outcome, Transfers

#: so many workbooks share one short run of LibreOffice; a batch measures pages only when told to
_FEW = 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is 0 (no 错误), 1 (错误 found) or 2 (could not run)."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a console of cp936 lacks some characters of names
    options = make_parser().parse_args(arguments)
    try:
        return _COMMANDS[options.command](options)
    except CannotRun as reason:
        print(reason, file=sys.stderr)
        return COULD_NOT_RUN
    except KeyboardInterrupt:
        print("已中断；已生成的文件是完整的。", file=sys.stderr)
        return COULD_NOT_RUN


def _build(options: argparse.Namespace) -> int:
    from report_author import BuildOptions, build_all

    must_be_folder(options.out)
    books = _books(options.paths)
    pages = len(books) <= _FEW if options.pages is None else options.pages
    wanted = BuildOptions(
        pages=pages,
        pdf=options.pdf,
        draft=options.draft,
        html=options.web,
        workpaper=options.workpaper,
        workpaper_book=options.workpaper_book,
        review=options.review,
        hearing=options.hearing,
        turn=options.round,
    )
    outcomes = list(build_all(progress(books), options.out, options.format, wanted))
    return _report(options, books, outcomes)


def _check(options: argparse.Namespace) -> int:
    from report_author import check

    books = _books(options.paths)
    targets = _mark_targets(options.mark, books)
    if options.hearing is not None:
        must_be_folder(options.hearing)
    outcomes = [check(book, options.format) for book in progress(books)]
    if targets:
        outcomes = [_marked(*each) for each in zip(books, outcomes, targets, strict=True)]
    if options.hearing is not None:
        from report_author import write_hearings

        outcomes = write_hearings(books, outcomes, options.hearing, options.format, options.round)
    return _report(options, books, outcomes, _coverages(books, options.format) if options.coverage else None)


def _coverages(books: Sequence[Path], wanted_format: str) -> dict[Path, Coverage]:
    """What the checks watch in each workbook that can be read."""
    from report_author import cover

    print("正在逐格改错试一遍，每张填报表要十几秒到一分钟……", file=sys.stderr, flush=True)
    found = ((book, cover(book, wanted_format)) for book in progress(list(books)))
    return {book: coverage for book, coverage in found if coverage is not None}


def _mark_targets(wanted: Path | None, books: Sequence[Path]) -> list[Path]:
    """Where the marked copies go: the file named for a single workbook, else files in the folder named."""
    from report_author import marked_name

    if wanted is None:
        return []
    if wanted.suffix.lower() != ".xlsx" or wanted.is_dir():
        if wanted.is_file():
            raise CannotRun(f"标注副本的文件名要以 .xlsx 结尾，现在是“{wanted.name}”。")
        targets = [wanted / marked_name(book) for book in books]
    elif len(books) == 1:
        targets = [wanted]
    else:
        raise CannotRun(f"要标注 {len(books)} 个填报表，请在 --mark 后面写一个文件夹。")
    own = {book.resolve() for book in books}
    if any(target.resolve() in own for target in targets):
        raise CannotRun("标注副本不能写在原来的填报表上，请换一个文件名。")
    return targets


def _marked(book: Path, outcome: Outcome, target: Path) -> Outcome:
    from report_author import write_marked

    problems = write_marked(book, target, outcome)
    if problems:
        raise CannotRun("\n".join(f"{finding.message}{finding.advice}" for finding in problems))
    if problems is None:
        print(f"“{book.name}”打不开，没有标注副本。", file=sys.stderr)
        return outcome
    return replace(outcome, marked=target)


def _new(options: argparse.Namespace) -> int:
    from report_author import new_workbook

    out: Path = options.out
    if out.suffix.lower() != ".xlsx":
        raise CannotRun(f"填报表的文件名要以 .xlsx 结尾，现在是“{out.name}”。")
    findings = new_workbook(out, options.department, options.year, options.format)
    if findings:
        raise CannotRun("\n".join(f"{finding.message}{finding.advice}" for finding in findings))
    print(f"已新建填报表：{out}")
    print("请用 Excel 或 WPS 打开填写，保存后放进 inputs 文件夹，再运行一次生成报告。")
    return OK


def _rollover(options: argparse.Namespace) -> int:
    from report_author import roll_over

    must_exist([options.book])
    if options.out is not None and options.out.suffix.lower() != ".xlsx":
        raise CannotRun(f"填报表的文件名要以 .xlsx 结尾，现在是“{options.out.name}”。")
    return _report(options, [options.book], [roll_over(options.book, options.out, options.year)])


def _consolidate(options: argparse.Namespace) -> int:
    from report_author import consolidate_into

    must_exist([*options.units, options.into])
    wanted = _ask_to_eliminate if options.eliminate is None else options.eliminate
    results = consolidate_into(options.units, options.into, wanted)
    return _report(options, [path for path, _ in results], [outcome for _, outcome in results])


def _prefill(options: argparse.Namespace) -> int:
    from report_author import prefill

    must_exist([options.roster, options.folder])
    if not options.folder.is_dir():
        raise CannotRun(f"“{options.folder}”不是文件夹。")
    must_be_folder(options.out)
    results = prefill(options.roster, options.folder, options.out, options.year)
    return _report(options, [path for path, _ in results], [outcome for _, outcome in results])


def _ask_to_eliminate(transfers: Sequence[Transfers]) -> bool:
    """Ask on a terminal; a script that does not say so eliminates nothing, and is told."""
    if not sys.stdin.isatty():
        return False
    for each in transfers:
        print(f"单位之间的内部往来：{each.source.value}与{each.nature.value} {each.amount:,.2f} 元")
    return input("要抵销吗？（y 抵销，回车不抵销）").strip().lower() in ("y", "yes", "是")


def _import(options: argparse.Namespace) -> int:
    from report_author.cli.importing import run

    return run(options)


def _audit(options: argparse.Namespace) -> int:
    if options.workbook is not None:
        from report_author.cli.comparing import run
    else:
        from report_author.cli.auditing import run
    return run(options)


_COMMANDS = {
    "build": _build,
    "check": _check,
    "audit": _audit,
    "import": _import,
    "new": _new,
    "rollover": _rollover,
    "consolidate": _consolidate,
    "prefill": _prefill,
}


def _books(paths: Sequence[Path]) -> list[Path]:
    """The workbooks meant: files as named, of a folder its workbooks (not ``~$`` lock files, not our own outputs)."""
    from report_author import is_own_output

    must_exist(paths)
    books: list[Path] = []
    for path in paths:
        if path.is_dir():
            found = sorted(
                book
                for book in path.iterdir()
                if book.is_file()
                and book.suffix.lower() in (".xlsx", ".xlsm", ".xls", ".xlsb", ".et", ".ods")
                and not book.name.startswith(("~$", "."))
                and not is_own_output(book.name)
            )
            if not found:
                raise CannotRun(f"文件夹“{path}”里没有填报表（.xlsx）。")
            books += _without_copies(found)
        else:
            books.append(path)
    return list(dict.fromkeys(books))


def _without_copies(found: Sequence[Path]) -> list[Path]:
    """A marked copy counts only where the workbook it was made of is gone: which of two is right, nobody can tell."""
    from report_author import original_name

    names = {book.name for book in found}
    copies = [book for book in found if original_name(book.name) in names]
    for copy in copies:
        print(
            f"“{copy.name}”没有用：“{original_name(copy.name)}”还在。在副本里改过、写过核实说明的，请移走原来的那一份再运行。",
            file=sys.stderr,
        )
    return [book for book in found if book not in copies]


def _report(
    options: argparse.Namespace,
    books: Sequence[Path],
    outcomes: Sequence[Outcome],
    coverages: Mapping[Path, Coverage] | None = None,
) -> int:
    from report_author import has_errors
    from report_author.cli.covering import coverage_json, coverage_text
    from report_author.cli.listing import listing

    findings = [finding for outcome in outcomes for finding in outcome.findings]
    out = sys.stderr if options.json == "-" else sys.stdout
    for book, outcome in zip(books, outcomes, strict=True):
        say(listing(book, outcome, building=options.command != "check"), out)
        if coverages and book in coverages:
            say(coverage_text(coverages[book]), out)
    if getattr(options, "html", ""):
        _write_html(options.html, books, outcomes)
    if options.json:
        answer: dict[str, object] = {
            "findings": [finding.as_json() for finding in findings],
            "unchecked": [
                {"code": gap.code, "why": gap.why} for outcome in outcomes for gap in outcome.unchecked
            ],
            "outputs": [str(path) for outcome in outcomes for path in outcome.outputs],
            "marked": [str(outcome.marked) for outcome in outcomes if outcome.marked],
            "corrected": [str(outcome.corrected) for outcome in outcomes if outcome.corrected],
            "hearing": [str(path) for outcome in outcomes for path in outcome.hearing],
            "compared": [
                outcome.compared.as_json(str(book)) for book, outcome in zip(books, outcomes, strict=True)
            ],
        }
        if coverages is not None:
            answer["coverage"] = [coverage_json(*each) for each in coverages.items()]
        write_json(options.json, answer)
    return WITH_ERRORS if has_errors(findings) else OK


def _write_html(target: Path, books: Sequence[Path], outcomes: Sequence[Outcome]) -> None:
    from report_author import Checked, html_page

    pages = [
        Checked(
            book.name,
            outcome.title,
            outcome.findings,
            outcome.unchecked,
            [str(path) for path in outcome.outputs],
            outcome.compared,
        )
        for book, outcome in zip(books, outcomes, strict=True)
    ]
    write_text(target, html_page(pages), "网页")
