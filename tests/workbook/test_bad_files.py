"""A file that is no readable workbook is named for what it is."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from report_author.ooxml import sheets
from report_author.workbook.read import open_book, read_workbook


def _code(path: Path) -> str:
    facts, findings = read_workbook(path)
    assert facts is None
    assert len(findings) == 1
    assert findings[0].place == path.name
    assert findings[0].message and findings[0].advice
    return findings[0].code


def _with(
    data: bytes, change: Callable[[str, bytes], bytes | None], extra: dict[str, bytes] | None = None
) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = change(name, old.read(name))
            if part is not None:
                new.writestr(name, part)
        for name, part in (extra or {}).items():
            new.writestr(name, part)
    return target.getvalue()


def _same(_: str, part: bytes) -> bytes:
    return part


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "F04"),
        (OLE + "Workbook".encode("utf-16-le"), "F05"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "F06"),
        ("科目,金额\n2040201,1".encode("gbk"), "F07"),
        ("科目,金额\n2040201,1".encode(), "F07"),
        (b"PK\x03\x04" + b"garbage" * 20, "F08"),
    ],
)
def test_a_file_of_another_kind(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "填报表.xlsx"
    path.write_bytes(content)
    assert _code(path) == code


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    assert _code(tmp_path / "没有.xlsx") == "F01"
    assert _code(tmp_path) == "F02"


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="管理员能读任何文件")
def test_a_file_without_permission_to_read(tmp_path: Path, filled: bytes) -> None:
    path = tmp_path / "填报表.xlsx"
    path.write_bytes(filled)
    path.chmod(0)
    assert _code(path) == "F03"


def test_a_file_that_another_program_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, filled: bytes
) -> None:
    path = tmp_path / "填报表.xlsx"
    path.write_bytes(filled)

    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "in use")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert _code(path) == "F03"


def test_a_truncated_file_and_broken_xml(tmp_path: Path, filled: bytes) -> None:
    path = tmp_path / "填报表.xlsx"
    path.write_bytes(filled[: len(filled) // 2])
    assert _code(path) == "F08"
    path.write_bytes(_with(filled, lambda n, p: p[:-20] if n.endswith("sheet5.xml") else p))
    assert _code(path) == "F08"
    path.write_bytes(
        _with(filled, lambda n, p: p.replace(b"</row>", b"", 1) if n.endswith("sheet5.xml") else p)
    )
    assert _code(path) == "F08"
    path.write_bytes(_with(filled, lambda n, p: None if n.endswith("sheet5.xml") else p))
    assert _code(path) == "F08"


def test_entities_are_not_expanded(tmp_path: Path, filled: bytes) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>'
    path = tmp_path / "填报表.xlsx"
    path.write_bytes(
        _with(filled, lambda n, p: p.replace(b"?>", b"?>" + bomb, 1) if n.endswith("sheet1.xml") else p)
    )
    assert _code(path) == "F08"


def test_a_macro_file_and_a_binary_workbook(tmp_path: Path, filled: bytes) -> None:
    path = tmp_path / "填报表.xlsm"
    path.write_bytes(_with(filled, _same, {"xl/vbaProject.bin": b"x"}))
    assert _code(path) == "F09"
    path.write_bytes(_with(filled, _same, {"xl/workbook.bin": b"x"}))
    assert _code(path) == "F12"


def test_a_file_that_unpacks_to_too_much(
    tmp_path: Path, filled: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "填报表.xlsx"
    path.write_bytes(filled)
    monkeypatch.setattr(sheets, "MAX_BYTES", 1000)
    assert _code(path) == "F10"
    monkeypatch.undo()
    monkeypatch.setattr("report_author.ooxml.package.MAX_TOTAL", 10_000)
    assert _code(path) == "F10"


def test_a_word_file_and_somebody_elses_workbook(tmp_path: Path, filled: bytes) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(_with(filled, lambda n, p: None if n == "_rels/.rels" else p))
    assert _code(path) == "F07"
    book = openpyxl.Workbook()
    book.active["A1"] = "工资表"
    book.save(path)
    assert _code(path) == "F11"


def test_a_strict_open_xml_workbook_reads_the_same(tmp_path: Path, filled: bytes) -> None:
    main, strict = (
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    )
    rel, strict_rel = (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    )
    path = tmp_path / "填报表.xlsx"
    path.write_bytes(_with(filled, lambda n, p: p.replace(main, strict).replace(rel, strict_rel)))
    ours, _ = open_book(path)
    assert ours is not None
    path.write_bytes(filled)
    theirs, _ = open_book(path)
    assert ours == theirs
