"""What every command does at the console: exit status, progress, words, JSON."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, TypeVar

if TYPE_CHECKING:
    from report_author import Compared

_T = TypeVar("_T")
OK, WITH_ERRORS, COULD_NOT_RUN = 0, 1, 2


class CannotRun(Exception):
    """The command could not start; the words are for the person who started it."""


def progress(books: Sequence[_T]) -> Iterable[_T]:
    """``books`` with a bar on the terminal where it takes a while."""
    if len(books) < 4 or not sys.stderr.isatty():
        return books
    from tqdm import tqdm

    return tqdm(books, desc="进度", unit="个", ascii=True, file=sys.stderr)


def say(text: str, stream: TextIO) -> None:
    """Print lines; whoever stops reading them (head, more) stops nothing else."""
    try:
        print(text, file=stream, flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def heading(name: str, compared: Compared) -> list[str]:
    """The first lines of what is said of a file."""
    return [f"■ {name}", *([f"  {compared.line}"] if compared.line else [])]


def write_json(target: str, answer: object) -> None:
    """Write what a command found where ``--json`` says."""
    text = json.dumps(answer, ensure_ascii=False, indent=2) + "\n"
    if target == "-":
        # JSON is UTF-8 whatever the console's own encoding is
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("utf-8"))
        sys.stdout.flush()
        return
    write_text(Path(target), text, "JSON")


def write_text(target: Path, text: str, what: str) -> None:
    """Write ``text``; ``what`` it is (网页, JSON) is said where it cannot be written."""
    from report_author import trouble

    try:
        target.write_text(text, encoding="utf-8")
    except OSError as problem:
        raise CannotRun(
            f"{what}写不进“{target}”（{trouble(problem)}），请检查文件夹是否存在、能否写入。"
        ) from problem


def must_exist(paths: Iterable[Path]) -> None:
    """Stop where one of these is not there."""
    for path in paths:
        if not path.exists():
            raise CannotRun(f"找不到“{path}”，请核对文件名和所在文件夹。")


def must_be_folder(out: Path | None) -> None:
    """Stop where the folder to write to is something else."""
    if out is not None and out.exists() and not out.is_dir():
        raise CannotRun(f"“{out}”不是文件夹，请用 --out 指定一个文件夹。")
