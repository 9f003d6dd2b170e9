"""An Office file as an immutable set of named parts."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

CONTENT_TYPES_PART = "[Content_Types].xml"
MAX_PARTS = 5_000
MAX_TOTAL = 300_000_000
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # that a zip can hold
_SAVE_AGAIN = "请用 Word/Excel 或 WPS 打开，另存一份后再试"
_LEVEL = 5  # 2 % larger than the usual 6, in two thirds of its time


class PackageError(Exception):
    """A file that is not a usable Office package: ``message`` says what, ``advice`` what to do (both in Chinese)."""

    def __init__(self, message: str, advice: str) -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice


class Package(Mapping[str, bytes]):
    """Parts by name, such as ``word/document.xml``, in the order of the file.

    Immutable: ``with_parts`` and ``without`` give a new package that shares every unchanged part.
    """

    __slots__ = ("_parts",)

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self._parts = MappingProxyType(dict(parts))

    def __getitem__(self, name: str) -> bytes:
        return self._parts[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._parts)

    def __len__(self) -> int:
        return len(self._parts)

    def with_parts(self, changed: Mapping[str, bytes]) -> Package:
        """This package with ``changed`` parts replaced or added (added ones last)."""
        return Package({**self._parts, **changed})

    def without(self, names: Iterable[str]) -> Package:
        """This package without the parts ``names`` (their relations are the caller's affair: see ``relations.drop_part``)."""
        gone = set(names)
        return Package({n: data for n, data in self._parts.items() if n not in gone})


def read_package(source: Path | bytes) -> Package:
    """Read an Office file; raises ``PackageError`` when it is missing, locked, damaged, encrypted, unsafe or too large.

    Folder entries, which WPS writes, are dropped.
    """
    try:
        data = source if isinstance(source, bytes) else source.read_bytes()
    except FileNotFoundError as problem:
        raise PackageError("找不到这个文件", "请核对文件名和所在文件夹") from problem
    except OSError as problem:
        raise PackageError(
            "文件打不开，可能正被别的程序占用，或没有读取权限", "请关闭 Word、Excel 或 WPS 后再试"
        ) from problem
    if data.startswith(_OLE_MAGIC):
        raise PackageError(
            "文件是旧格式（.doc/.xls）或设有打开密码",
            "请用 Word/Excel 或 WPS 打开，去掉密码，另存为 .docx 或 .xlsx",
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return Package(_parts_of(archive))
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        struct.error,
        UnicodeError,
    ) as problem:
        raise PackageError("文件已损坏，或不是 .docx/.xlsx 文件", _SAVE_AGAIN) from problem


def _parts_of(archive: zipfile.ZipFile) -> dict[str, bytes]:
    entries = [entry for entry in archive.infolist() if not entry.filename.endswith(("/", "\\"))]
    if len(entries) > MAX_PARTS or sum(entry.file_size for entry in entries) > MAX_TOTAL:
        raise PackageError("文件解开后过大", "请删去不需要的图片或工作表，另存一份后再试")
    parts: dict[str, bytes] = {}
    left = MAX_TOTAL
    for entry in entries:
        name = entry.filename.replace("\\", "/")
        if name in parts or name.startswith("/") or ":" in name or ".." in name.split("/"):
            raise PackageError("文件内部的名称不正常，可能被改动过", _SAVE_AGAIN)
        if entry.flag_bits & 1:
            raise PackageError("文件设有密码", "请去掉密码，另存一份后再试")
        with archive.open(entry) as stream:
            parts[name] = stream.read(left + 1)
        left -= len(parts[name])
        if left < 0:
            raise PackageError("文件解开后过大", "请删去不需要的图片或工作表，另存一份后再试")
    if CONTENT_TYPES_PART not in parts:
        raise PackageError("不是 Word 或 Excel 文件", "请选择 .docx 或 .xlsx 文件")
    return parts


def write_package(parts: Mapping[str, bytes], path: Path | None = None) -> bytes:
    """The bytes of an Office file, the same for the same parts; written to ``path`` where one is given.

    ``[Content_Types].xml`` comes first, as readers expect; neither a clock nor the operating system shows in the bytes.
    Raises ``OSError`` as ``Path.write_bytes`` does.
    """
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in sorted(parts, key=lambda name: name != CONTENT_TYPES_PART):
            info = zipfile.ZipInfo(name, _EARLIEST)
            info.create_system = 0
            archive.writestr(info, parts[name], zipfile.ZIP_DEFLATED, _LEVEL)
    data = target.getvalue()
    if path is not None:
        path.write_bytes(data)
    return data
