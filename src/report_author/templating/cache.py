"""Compiled templates kept on disk between runs, per user."""

from __future__ import annotations

import contextlib
import hashlib
import marshal
import os
import shutil
import sys
from functools import cache
from pathlib import Path
from typing import Any

import jinja2

from report_author.version import __version__

_KIND = f"{__version__}|{jinja2.__version__}|{sys.implementation.cache_tag}|{sys.hexversion:x}"
#: engines whose entries stay when a new one makes its first
_KEPT = 3


def cache_folder() -> Path | None:
    """The user's own cache folder, never a shared one: what lies there is executable. None where there is no home."""
    if os.environ.get("REPORT_AUTHOR_NO_CACHE"):
        return None
    try:
        if sys.platform == "win32":
            base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
        elif sys.platform == "darwin":
            base = Path.home() / "Library" / "Caches"
        else:
            base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    except RuntimeError:
        return None
    return base / "report-author" / "compiled"


@cache
def _engine() -> str:
    """A digest of this program, its modules told apart as Python itself does: a changed engine never meets old code."""
    digest = hashlib.sha256(_KIND.encode())
    root = Path(__file__).parents[1]
    for module in sorted(root.rglob("*.py")):  # a frozen program has none, but a version of its own
        state = module.stat()
        digest.update(f"|{module.relative_to(root)}|{state.st_mtime_ns}|{state.st_size}".encode())
    return digest.hexdigest()


def key_of(environment: str, source: str) -> str:
    """The name under which the compiled form of ``source`` is kept; ``environment`` says what it was compiled for."""
    return hashlib.sha256(f"{_engine()}|{environment}\n{source}".encode("utf-8", "surrogatepass")).hexdigest()


def _path(key: str) -> Path | None:
    folder = cache_folder()
    return folder / _engine() / f"{key}.bin" if folder is not None else None


def load(key: str) -> Any:
    """What was stored, or None where it is not there, is not the user's own, or cannot be used."""
    path = _path(key)
    if path is None:
        return None
    try:
        if hasattr(os, "getuid") and path.stat().st_uid != os.getuid():
            return None
        data = path.read_bytes()
        digest, body = data[:32], data[32:]
        if hashlib.sha256(key.encode() + body).digest() != digest:
            return None
        return marshal.loads(body)
    except (OSError, ValueError, EOFError, TypeError):
        return None


def store(key: str, code: Any) -> None:
    """Keep compiled code, or a tuple of it; a folder that cannot be written is no reason to fail."""
    path = _path(key)
    if path is None:
        return
    body = marshal.dumps(code)
    with contextlib.suppress(OSError):
        if not path.parent.exists():
            path.parent.mkdir(parents=True, mode=0o700)
            _drop_old(path.parents[1])
        temporary = path.with_suffix(f".{os.getpid()}.tmp")
        temporary.write_bytes(hashlib.sha256(key.encode() + body).digest() + body)
        temporary.replace(path)


def _drop_old(folder: Path) -> None:
    """Leave the entries of the engines that came last; in older versions they lay in ``folder`` itself."""
    engines = [entry for entry in os.scandir(folder) if entry.is_dir(follow_symlinks=False)]
    engines.sort(key=lambda entry: entry.stat().st_mtime_ns, reverse=True)
    for engine in engines[_KEPT:]:
        shutil.rmtree(engine.path, ignore_errors=True)
    for entry in folder.glob("*.bin"):
        entry.unlink(missing_ok=True)
