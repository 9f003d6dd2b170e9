"""What a command leaves behind: findings, files put in place together or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import tempfile
import traceback
from collections.abc import Mapping
from pathlib import Path

from report_author.model.facts import Department
from report_author.model.findings import NOT_COMPARED, Compared, Finding, Unchecked, error
from report_author.records import frozen
from report_author.version import __version__

# ---------------------------------------------------------------- what became of one workbook


_DRAFT, _MARKED, _TIE_OUT, _HEARING = "（送审稿）", "（核对标注）", "核对底稿", "会审单"


@frozen
class Outcome:
    """Findings, rules that could not run, files made (none while an 错误 stands, unless it is a ``draft``).

    ``title`` says whose report of which year it is; ``marked`` is the copy of the workbook with its findings, which a
    build that failed leaves for the clerk; ``corrected`` is a copy in which amounts of a wrong unit are put right;
    ``compared`` is what it was held against; ``hearing`` are the files of its 会审单; ``following`` is how many findings
    are not told because they follow from
    what could not be read.
    """

    findings: tuple[Finding, ...]
    unchecked: tuple[Unchecked, ...] = ()
    outputs: tuple[Path, ...] = ()
    title: str = ""
    marked: Path | None = None
    draft: bool = False
    corrected: Path | None = None
    compared: Compared = NOT_COMPARED
    following: int = 0
    hearing: tuple[Path, ...] = ()


def document_title(department: Department) -> str:
    """``{年度}年度{全称}部门决算`` (单位决算 for a 单位)."""
    return f"{department.year}年度{department.full_name}{department.scope.value}决算"


#: what follows the title in the names of the files that a build makes
REPORT, TABLES, PDF, PAGE = ".docx", "公开表.xlsx", ".pdf", ".html"
TIE_OUT_BOOK, TIE_OUT_PAGE, REVIEW = f"{_TIE_OUT}.xlsx", f"{_TIE_OUT}.html", "（审阅稿）.docx"
HEARING, HEARING_PDF = f"{_HEARING}.xlsx", f"{_HEARING}.pdf"
#: the clerk's explanations
RECORD = "核实说明.txt"


def output_name(department: Department, what: str, *, draft: bool = False) -> str:
    """The name of one of these files: the title, what it is, whether it is a draft, its ending."""
    kind, _, ending = what.partition(".")
    return f"{file_name(document_title(department))}{kind}{_DRAFT if draft else ''}.{ending}"


def marked_name(book: Path) -> str:
    """The marked copy of a workbook; that of a marked copy, in which a clerk went on, has the same name."""
    return f"{book.stem.removesuffix(_MARKED)}{_MARKED}.xlsx"


def original_name(copy: str) -> str:
    """The workbook that a marked copy was made of; empty where the name is none of a marked copy."""
    stem = copy.removesuffix(".xlsx")
    return f"{stem.removesuffix(_MARKED)}.xlsx" if stem.endswith(_MARKED) else ""


def corrected_name(book: Path) -> str:
    """The copy of a workbook with amounts of a wrong unit put right."""
    return f"{book.stem}（金额改为元）.xlsx"


def is_own_output(name: str) -> bool:
    """Whether a file in a folder is one that this program makes, hence no workbook to be filled in."""
    tables = rf"20\d\d年度.+(部门|单位)决算(公开表|{_TIE_OUT}|{_HEARING})({_DRAFT})?\.xlsx"
    return re.fullmatch(tables, name) is not None


# ---------------------------------------------------------------- a fault of the program itself as a finding


def program_fault(name: str, what: str) -> Finding:
    """Called while an exception is handled: its record goes to a temporary file, ``what`` (填报表, 报告) is let alone."""
    handle, record = tempfile.mkstemp(prefix="report-author-", suffix=".txt")
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(f"report-author {__version__}\n{name}\n\n{traceback.format_exc()}")
    return error(
        "P09",
        name,
        f"程序自身出错，这份{what}没有处理；其他{what}不受影响，原有的文件没有改动。",
        f"请把{what}和出错记录“{record}”发给维护人员。",
    )


# ---------------------------------------------------------------- files reach their final names together, or not at all


_FULL_WIDTH = str.maketrans('\\/:*?"<>|', "＼／：＊？＂＜＞｜")


_TROUBLES = {
    errno.ENOENT: "文件夹不存在",
    errno.EISDIR: "同名的是一个文件夹",
    errno.ENOTDIR: "路径里有一段不是文件夹",
    errno.EROFS: "磁盘是只读的",
    errno.ENAMETOOLONG: "文件名太长",
    errno.ENOSPC: "磁盘空间不足",
    errno.EACCES: "没有写入权限，或正被别的程序打开",
    errno.EPERM: "没有写入权限",
    errno.EIO: "磁盘读写出错",
}


def trouble(problem: OSError) -> str:
    """Why the system refused a file, in Chinese."""
    return _TROUBLES.get(problem.errno or 0, f"系统错误 {problem.errno or type(problem).__name__}")


def file_name(text: str) -> str:
    """``text`` as a file name: characters that Windows forbids become full-width, control characters go."""
    name = "".join(c for c in text.translate(_FULL_WIDTH) if c >= " ").strip().rstrip(".")
    return name[:120] or "未命名"


def publish(files: Mapping[Path, bytes]) -> list[Finding]:
    """Write all ``files`` or none.

    Each goes to a temporary file in its own folder first; only when all are complete do they take their names. Where one
    cannot (open in Word or WPS, no right to write), those already in place are put back as they were.
    """
    waiting: dict[Path, Path] = {}
    kept: dict[Path, bytes | None] = {}
    try:
        for target, data in files.items():
            waiting[target] = _write_beside(target, data)
        for target in files:
            before = target.read_bytes() if target.exists() else None
            waiting[target].replace(target)
            kept[target] = before
            del waiting[target]
    except OSError as problem:
        _put_back(kept)
        return [_finding(target, problem)]
    finally:
        for temporary in waiting.values():
            with contextlib.suppress(OSError):
                temporary.unlink()
    return []


def _write_beside(target: Path, data: bytes) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".", suffix=".tmp", dir=target.parent)
    with os.fdopen(handle, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    temporary = Path(name)
    temporary.chmod(0o644)
    return temporary


def _put_back(kept: Mapping[Path, bytes | None]) -> None:
    for target, before in kept.items():
        with contextlib.suppress(OSError):
            if before is None:
                target.unlink()
            else:
                target.write_bytes(before)


def _finding(target: Path, problem: OSError) -> Finding:
    if isinstance(problem, PermissionError):
        why = "正被别的程序打开，或没有写入权限"
        advice = "请关闭 Word、Excel 或 WPS 中打开的这个文件再运行；文件夹只读时，请用 --out 换一个文件夹。"
    elif problem.errno == errno.ENOSPC:
        why, advice = "磁盘空间不足", "请清理磁盘后再运行。"
    else:
        why, advice = (
            f"写不进去（{trouble(problem)}）",
            "请检查文件夹是否存在、能否写入。",
        )
    return error("P01", str(target), f"“{target.name}”{why}，没有生成；原有的文件没有改动。", advice)
