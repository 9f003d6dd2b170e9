"""LibreOffice as a measuring tool; what it makes of a file is read, never delivered as Word or Excel."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from report_author.pipeline.publish import trouble

_NAMES = ("soffice", "libreoffice")
_START_SECONDS, _FILE_SECONDS = 60, 20
#: Bookmarks become named destinations, by which the page of every heading is found.
WITH_DESTINATIONS = "pdf:writer_pdf_Export:" + json.dumps(
    {"ExportBookmarksToPDFDestination": {"type": "boolean", "value": "true"}}
)
PLAIN_PDF = "pdf"
_WORD = "docx:MS Word 2007 XML"
#: what the last bytes of a whole file hold, by its ending
_ENDS = {"pdf": b"%%EOF", "docx": b"PK\x05\x06"}


@dataclass(frozen=True, slots=True)
class Converted:
    """The files that were converted, by the names they were given; ``problem`` says in Chinese why others were not."""

    files: Mapping[str, bytes]
    problem: str = ""


def find_soffice() -> str | None:
    """The LibreOffice program of this machine: on the PATH, else where its installers put it."""
    for name in _NAMES:
        found = shutil.which(name)
        if found:
            return found
    return next((str(path) for path in _usual_places() if path.is_file()), None)


def _usual_places() -> list[Path]:
    if sys.platform == "win32":
        # soffice.com waits for the end of its work, which soffice.exe does not always do
        roots = [os.environ.get(name, "") for name in ("ProgramFiles", "ProgramFiles(x86)", "LOCALAPPDATA")]
        programs = [Path(root) / "LibreOffice" / "program" for root in roots if root]
        return [folder / name for folder in programs for name in ("soffice.com", "soffice.exe")]
    if sys.platform == "darwin":
        inside = Path("Applications/LibreOffice.app/Contents/MacOS/soffice")
        return [Path("/") / inside, Path.home() / inside]
    return [
        *sorted(Path("/opt").glob("libreoffice*/program/soffice")),
        Path("/usr/lib/libreoffice/program/soffice"),
    ]


def convert(files: Mapping[str, bytes], target: str = PLAIN_PDF) -> Converted:
    """Convert Office files (name with ending → bytes) in one run of LibreOffice, which never sees the originals.

    ``target`` is what ``--convert-to`` takes. Whatever goes wrong, the answer is the files that did get made and a ``problem``;
    nothing is raised, nothing is left behind, the user's own LibreOffice may stay open.
    """
    program = find_soffice()
    if program is None:
        return Converted({}, "这台电脑没有安装 LibreOffice")
    try:
        with tempfile.TemporaryDirectory(prefix="report-author-", ignore_cleanup_errors=True) as folder:
            return _convert(program, files, target, Path(folder))
    except OSError as problem:
        return Converted({}, f"LibreOffice 没有运行起来（{trouble(problem)}）")


def to_word(name: str, data: bytes) -> tuple[bytes, str]:
    """An older report (.doc, .wps, .rtf, .odt) as .docx to be read; with it why there is none, in Chinese."""
    made = convert({name: data}, _WORD)
    return made.files.get(name, b""), made.problem


def _convert(program: str, files: Mapping[str, bytes], target: str, folder: Path) -> Converted:
    sources, results = folder / "in", folder / "out"
    sources.mkdir()
    copies: dict[str, Path] = {}
    for number, (name, data) in enumerate(files.items(), start=1):
        copies[name] = sources / f"{number:04d}{Path(name).suffix}"
        copies[name].write_bytes(data)
    command = [
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--nolockcheck",
        "--nodefault",
        "--convert-to",
        target,
        "--outdir",
        str(results),
        *(str(copy) for copy in copies.values()),
    ]
    in_time = _run(command, _START_SECONDS + _FILE_SECONDS * len(files))
    made = {}
    ending = target.partition(":")[0]
    for name, copy in copies.items():
        result = results / f"{copy.stem}.{ending}"
        data = result.read_bytes() if result.is_file() else b""
        # one that was being written when time ran out has no end
        if _ENDS[ending] in data[-1024:]:
            made[name] = data
    if len(made) == len(files):
        return Converted(made)
    return Converted(made, "LibreOffice 没有转换成功" if in_time else "LibreOffice 太久没有完成，已停下")


def _run(command: Sequence[str], seconds: float) -> bool:
    """Run to the end or to the time limit, with every process it started; whether it ended by itself."""
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=sys.platform != "win32",
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        return False
    finally:
        if process.poll() is None:
            _stop(process)
    return True


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End the program with its children: on Linux and macOS ``soffice`` only starts the one that works."""
    if sys.platform == "win32":
        kill = ["taskkill", "/T", "/F", "/PID", str(process.pid)]
        subprocess.run(kill, capture_output=True, check=False)
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
