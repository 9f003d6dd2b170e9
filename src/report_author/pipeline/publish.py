"""Files reach their final names together, or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from report_author.model.findings import Finding, error

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
