"""An audit of anyone's reports, as a list on the terminal."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from report_author import (
    Audited,
    Finding,
    Source,
    Written,
    audit_all,
    has_errors,
    report_source,
    reports_in,
    short,
    write_audits,
)
from report_author import AuditEntry as Entry
from report_author.cli.console import (
    OK,
    WITH_ERRORS,
    CannotRun,
    heading,
    must_be_folder,
    must_exist,
    progress,
    say,
    write_json,
)

_LONGEST = 120
#: so many reports are listed in full beside the files made of them
_FEW = 3
_NOTHING = Written((), ())


def run(options: argparse.Namespace) -> int:
    """``audit REPORT…``: the exit status is 1 where a report has an 错误."""
    out: Path | None = options.out
    must_be_folder(out)
    sources = _sources(options)
    results = list(audit_all(progress(sources), options.last, options.format))
    written, summary = (
        write_audits(results, out) if out is not None else ([_NOTHING] * len(results), _NOTHING)
    )
    brief = out is not None and len(results) > _FEW
    stream = sys.stderr if options.json == "-" else sys.stdout
    for (_, audited), made in zip(results, written, strict=True):
        say("\n".join(_report(audited, made, brief=brief)), stream)
    for line in _ending([audited for _, audited in results], summary):
        say(line, stream)
    if options.json:
        write_json(options.json, _answer(results, [*written, summary]))
    failed = any(audited.errors for _, audited in results)
    return WITH_ERRORS if failed or any(has_errors(made.problems) for made in (*written, summary)) else OK


def _sources(options: argparse.Namespace) -> list[Source]:
    """The reports meant, with their tables: those named, else those beside them."""
    must_exist(options.reports)
    found: list[Source] = []
    for path in options.reports:
        if path.is_dir():
            inside = reports_in(path)
            if not inside:
                raise CannotRun(f"文件夹“{path}”里没有报告（.docx、.pdf、.txt、.doc、.wps、.html）。")
            found += inside
        else:
            found.append(report_source(path))
    found = list({each.report.resolve(): each for each in found}.values())
    for name, path in (("--tables", options.tables), ("--last", options.last)):
        if path is None:
            continue
        if not path.is_file():
            raise CannotRun(f"找不到“{path}”，请核对文件名和所在文件夹。")
        if len(found) > 1:
            raise CannotRun(f"一次审核 {len(found)} 份报告时不能用 {name}，请一份一份审核。")
    if options.tables is not None:
        return [Source(found[0].report, options.tables, (f"公开表：{options.tables.name}，一并核对。",))]
    return found


def _report(audited: Audited, made: Written, *, brief: bool) -> list[str]:
    title = f"　{audited.title}" if audited.title != audited.stem else ""
    lines = heading(f"{audited.name}{title}", audited.compared)
    lines += (f"  {remark}" for remark in audited.remarks)
    if not brief:
        for entry in audited.entries:
            lines += _entry(entry)
        if audited.reasons:
            listed = "；".join(f"{why}（{count} 处）" for why, count in audited.reasons)
            lines.append(f"  〔未核对〕{len(audited.audit.not_judged)} 处：{listed}。")
    lines.append(f"  {audited.summary}。")
    return [*lines, *_files(made)]


def _entry(entry: Entry) -> list[str]:
    doubt = entry.doubt
    sure = "" if doubt.confidence == "高" else f"（把握{doubt.confidence}）"
    lines = [
        f"  〔{entry.level}〕{entry.number}. {entry.kind.name}{sure}　{doubt.place}",
        f"    {doubt.message}",
    ]
    if doubt.quote not in ("", doubt.stated):
        lines.append(f"    原文：{short(doubt.quote, _LONGEST)}")
    if doubt.expected:
        working = f"　算式：{short(doubt.working, _LONGEST)}" if doubt.working else ""
        lines.append(f"    现写 {doubt.stated or '（没有写）'} → 应为 {doubt.expected}{working}")
    if entry.also:
        lines.append(f"    同一原因还涉及：{short('；'.join(entry.also), _LONGEST)}")
    return [*lines, f"    → {doubt.advice}"]


def _files(made: Written) -> list[str]:
    lines = [f"  〔{problem.severity.label}〕{problem.message}{problem.advice}" for problem in made.problems]
    if made.outputs:
        lines += ["  已生成：", *(f"    {path}" for path in made.outputs)]
    return lines


def _ending(reports: Sequence[Audited], summary: Written) -> list[str]:
    if len(reports) < 2:
        return []
    checked, held, left = (
        sum(numbers)
        for numbers in zip(
            *((r.audit.checked, r.audit.held, len(r.audit.not_judged)) for r in reports), strict=True
        )
    )
    levels = "、".join(f"{level} {sum(r.counts[level] for r in reports)}" for level in reports[0].counts)
    line = f"共 {len(reports)} 份报告：核对了 {checked} 处关系，{held} 处成立；疑点：{levels}；未核对 {left} 处。"
    return [line, *_files(summary)]


def _answer(results: Sequence[tuple[Source, Audited]], written: Sequence[Written]) -> dict[str, object]:
    problems: list[Finding] = [problem for made in written for problem in made.problems]
    return {
        "findings": [
            *(entry.as_json(str(source.report)) for source, audited in results for entry in audited.entries),
            *(problem.as_json() for problem in problems),
        ],
        "unchecked": [
            {
                "code": each.code,
                "why": each.why,
                "place": each.place,
                "quote": each.quote,
                "report": str(source.report),
            }
            for source, audited in results
            for each in audited.audit.not_judged
        ],
        "outputs": [str(path) for made in written for path in made.outputs],
        "compared": [audited.compared.as_json(str(source.report)) for source, audited in results],
        "reports": [
            {
                "report": str(source.report),
                "tables": str(source.tables or ""),
                "unit": audited.unit,
                "year": audited.audit.report.year,
                "checked": audited.audit.checked,
                "held": audited.audit.held,
            }
            for source, audited in results
        ],
    }
