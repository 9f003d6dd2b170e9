"""Compiled templates kept on disk between runs, per user."""

from __future__ import annotations

import contextlib
import hashlib
import marshal
import os
import sys
from functools import cache
from pathlib import Path
from types import CodeType

import jinja2

from report_author import __version__

#: What a compiled template depends on besides its source.
_SHAPERS = ("expressions.py", "grammar.py", "operations.py", "table_plan.py")
_KIND = f"{__version__}|{jinja2.__version__}|{sys.implementation.cache_tag}|{sys.hexversion:x}"


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
    """A digest of the modules that shape compiled code: a changed engine never meets old code."""
    digest = hashlib.sha256(_KIND.encode())
    for name in _SHAPERS:
        with contextlib.suppress(OSError):  # a frozen program has no sources, but a version of its own
            digest.update((Path(__file__).parent / name).read_bytes())
    return digest.hexdigest()


def key_of(environment: str, source: str) -> str:
    """The name under which the compiled form of ``source`` is kept; ``environment`` says what it was compiled for."""
    return hashlib.sha256(f"{_engine()}|{environment}\n{source}".encode("utf-8", "surrogatepass")).hexdigest()


def load(key: str) -> CodeType | None:
    """The compiled template, or None where it is not there, is not the user's own, or cannot be used."""
    folder = cache_folder()
    if folder is None:
        return None
    path = folder / f"{key}.bin"
    try:
        if hasattr(os, "getuid") and path.stat().st_uid != os.getuid():
            return None
        data = path.read_bytes()
        digest, body = data[:32], data[32:]
        if hashlib.sha256(key.encode() + body).digest() != digest:
            return None
        code = marshal.loads(body)
    except (OSError, ValueError, EOFError, TypeError):
        return None
    return code if isinstance(code, CodeType) else None


def store(key: str, code: CodeType) -> None:
    """Keep a compiled template; a folder that cannot be written is no reason to fail."""
    folder = cache_folder()
    if folder is None:
        return
    body = marshal.dumps(code)
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        temporary = folder / f"{key}.{os.getpid()}.tmp"
        temporary.write_bytes(hashlib.sha256(key.encode() + body).digest() + body)
        temporary.replace(folder / f"{key}.bin")
