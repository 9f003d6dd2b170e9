"""The command ``import``: shows what would be taken, asks, writes."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TextIO

from report_author import (
    ENDINGS,
    Change,
    Finding,
    Prepared,
    Severity,
    State,
    has_errors,
    prepare_import,
    shown,
    write_import,
)
from report_author.cli.console import COULD_NOT_RUN, OK, WITH_ERRORS, CannotRun, must_exist, write_json


def run(options: argparse.Namespace) -> int:
    """Read the sources, print the plan; write it with ``--yes`` or when the person says so."""
    into: Path = options.into
    if not into.is_file():
        raise CannotRun(f"找不到填报表“{into}”。可以先用 new 命令新建一张。")
    sources = _sources(options.sources, into)
    prepared = prepare_import(sources, into, overwrite=options.overwrite)
    out = sys.stderr if options.json == "-" else sys.stdout
    print(*_plan(prepared, into), sep="\n", file=out)
    findings = list(prepared.findings)
    backup = None
    status = WITH_ERRORS if has_errors(findings) else OK
    if status == OK and _wanted(prepared, overwrite=options.overwrite):
        if not options.yes and not _agreed(out):
            print("没有写入，填报表没有改动。", file=out)
        else:
            backup, problems = write_import(prepared, into, overwrite=options.overwrite)
            findings += problems
            status = COULD_NOT_RUN if problems else OK
            for line in _findings(problems):
                print(line, file=out)
            if backup is not None:
                print(f"已写入 {into}；原来的文件另存为 {backup.name}。", file=out)
    elif status == WITH_ERRORS:
        print("有错误，没有写入，填报表没有改动。", file=out)
    else:
        print("没有要写入的数。", file=out)
    if options.json:
        write_json(options.json, _answer(prepared, findings, into, backup))
    return status


def _sources(paths: Sequence[Path], into: Path) -> list[Path]:
    must_exist(paths)
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(
                one
                for one in path.iterdir()
                if one.is_file() and one.suffix.lower() in ENDINGS and not one.name.startswith(("~$", "."))
            )
        else:
            found.append(path)
    found = [path for path in dict.fromkeys(found) if path.resolve() != into.resolve()]
    if not found:
        raise CannotRun("没有可以导入的文件（.xlsx、.xls、.ods、.et、.docx、.txt）。")
    return found


def _wanted(prepared: Prepared, *, overwrite: bool) -> bool:
    return any(prepared.plan.cells(overwrite=overwrite).values())


def _agreed(out: TextIO) -> bool:
    if not sys.stdin.isatty():
        print("没有写入：在脚本里运行时请加 --yes。", file=out)
        return False
    print("写进填报表吗？原来的文件会另外保留。输入 y 写入，其他键不写入：", end="", file=out, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes", "是")


def _plan(prepared: Prepared, into: Path) -> Iterator[str]:
    plan = prepared.plan
    yield f"■ {into.name}"
    for state, words in ((State.CONFLICT, "与填报表已填的数不同"), (State.NEW, "要填进空格的数")):
        changes = plan.of(state)
        if changes:
            yield f"  〔{words}〕{len(changes)} 个"
        yield from map(_line, changes)
    if plan.of(State.CONFLICT):
        yield "    不同的数以填报表为准，没有改；确实要改成来源的数，请加 --overwrite。"
    if same := len(plan.of(State.SAME)):
        yield f"  〔已经填好〕{same} 个，与来源相同"
    yield from _findings(prepared.findings)


def _line(change: Change) -> str:
    old = f"（现在是 {shown(change.old)}）" if change.state is State.CONFLICT else ""
    return f"    {change.place}　{change.label}：{shown(change.new)}{old}　← {change.source}"


def _findings(findings: Sequence[Finding]) -> Iterator[str]:
    for finding in sorted(findings, key=lambda f: f.severity.rank):
        yield f"  〔{finding.severity.label}〕{finding.place}　{finding.message}"
        if finding.stated or finding.expected:
            yield f"      来源是 {finding.stated}；另一边是 {finding.expected}"
        if finding.severity is not Severity.INFO:
            yield f"      → {finding.advice}"


def _answer(
    prepared: Prepared, findings: Sequence[Finding], into: Path, backup: Path | None
) -> dict[str, object]:
    return {
        "findings": [finding.as_json() for finding in findings],
        "unchecked": [],
        "outputs": [str(into)] if backup is not None else [],
        "backup": str(backup) if backup is not None else "",
        "changes": [change.as_json() for change in prepared.plan.changes],
    }
