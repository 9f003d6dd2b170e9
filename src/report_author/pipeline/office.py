"""LibreOffice: page numbers of the contents page, PDF, old file formats."""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from report_author.model.findings import Finding, info
from report_author.pipeline.outcome import trouble
from report_author.records import frozen
from report_author.word.pages import listed_headings, measuring_copy, printed_numbers, with_page_numbers

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


@frozen
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


_PLACE = "报告目录"
_UPDATE = (
    "请用 Word 打开报告，对“是否更新域”的询问选“是”；用 WPS 时，在目录上点右键，选“更新域”（或单击目录后按 F9），"
    "选“只更新页码”，再保存。"
)


@frozen
class Made:
    """A report with its page numbers, or its PDF; where that could not be done, a finding says so (and a PDF is empty)."""

    data: bytes
    findings: tuple[Finding, ...] = ()


def number_pages(reports: Sequence[bytes]) -> list[Made]:
    """Measure all ``reports`` in one run of LibreOffice and write the page numbers into their contents.

    A report that could not be measured comes back as it was, with a 提示 that says what to press.
    """
    wanted = {f"{number}.docx": data for number, data in enumerate(reports) if listed_headings(data)}
    made = (
        convert({name: measuring_copy(data) for name, data in wanted.items()}, WITH_DESTINATIONS)
        if wanted
        else None
    )
    out = []
    for number, data in enumerate(reports):
        name = f"{number}.docx"
        if name not in wanted or made is None:
            out.append(Made(data))
            continue
        numbers = printed_numbers(data, _destinations(made.files[name])) if name in made.files else None
        if numbers is None:
            why = made.problem or "LibreOffice 的排版结果里缺少标题的位置"
            out.append(Made(data, (_unnumbered(f"目录里的页码没有填：{why}。"),)))
        else:
            out.append(Made(with_page_numbers(data, numbers)))
    return out


def leave_unnumbered(report: bytes) -> Made:
    """A report whose pages are not to be measured, with what to press."""
    if not listed_headings(report):
        return Made(report)
    return Made(
        report,
        (_unnumbered("目录里的页码没有填：这一次没有测量页码（加 --pages 就测量，需要 LibreOffice）。"),),
    )


def _unnumbered(message: str) -> Finding:
    return info("P10", _PLACE, message, _UPDATE)


def _destinations(pdf: bytes) -> dict[str, int]:
    """The page, counted from 0, of every named destination; none where the file cannot be read."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(pdf))
        named = reader.named_destinations
        pages = {name: reader.get_destination_page_number(place) for name, place in named.items()}
    except (PyPdfError, ValueError, KeyError, TypeError):
        return {}
    return {name.lstrip("/"): page for name, page in pages.items() if page is not None}


# ---------------------------------------------------------------- report with appendix as one PDF for the website


_TABLES_TITLE = "公开表"
_PDF_PLACE = "PDF"
_ADVICE = (
    "Word 和 Excel 文件不受影响。请安装 LibreOffice（https://zh-cn.libreoffice.org/）后再运行；"
    "或者用 Word、WPS 打开生成的文件，另存为 PDF。"
)


@frozen
class Documents:
    """A finished report with its finished tables, and what the PDF says of itself."""

    report: bytes
    tables: bytes
    title: str
    department: str


def make_pdfs(documents: Sequence[Documents]) -> list[Made]:
    """Print every report with its tables, in one run of LibreOffice; the files themselves are only read."""
    files = {}
    for number, each in enumerate(documents):
        files[f"{number}.docx"], files[f"{number}.xlsx"] = each.report, each.tables
    made = convert(files, PLAIN_PDF)
    out = []
    for number, each in enumerate(documents):
        parts = [made.files.get(f"{number}.{kind}") for kind in ("docx", "xlsx")]
        joined = _joined(parts[0], parts[1], each) if parts[0] and parts[1] else b""
        if joined:
            out.append(Made(joined))
        else:
            why = made.problem or "LibreOffice 的转换结果读不出来"
            out.append(Made(b"", (info("P11", _PDF_PLACE, f"没有生成 PDF：{why}。", _ADVICE),)))
    return out


def _joined(report: bytes, tables: bytes, about: Documents) -> bytes:
    """Both in one file: the outline lists the headings, then the tables; no clock or chance is in it. Empty where one is unreadable."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.errors import PyPdfError
    from pypdf.generic import NameObject, TextStringObject

    try:
        writer = PdfWriter()
        writer.append(PdfReader(io.BytesIO(report)))
        writer.append(PdfReader(io.BytesIO(tables)), outline_item=_TABLES_TITLE)
        writer.metadata = {"/Title": about.title, "/Author": about.department}
        writer.page_mode = "/UseOutlines"
        writer.root_object[NameObject("/Lang")] = TextStringObject("zh-CN")
        out = io.BytesIO()
        writer.write(out)
    except (PyPdfError, ValueError, KeyError, TypeError):
        return b""
    return out.getvalue()
