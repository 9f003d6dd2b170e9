"""Whatever LibreOffice does, a build goes on."""

from __future__ import annotations

import os
import select
import stat
import sys
from pathlib import Path

import pytest

from report_author.pipeline import office
from report_author.pipeline.office import convert, find_soffice

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="用 shell 脚本扮作 LibreOffice")


@pytest.fixture
def pretend(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """A program that stands in for LibreOffice: the lines of a shell script; ``$out`` is the folder for its results."""

    def install(script: str) -> Path:
        program = tmp_path / "soffice"
        find = 'while [ $# -gt 0 ]; do [ "$1" = --outdir ] && out="$2"; last="$1"; shift; done; mkdir -p "$out"\n'
        program.write_text(f"#!/bin/sh\n{find}{script}\n")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setattr(office, "find_soffice", lambda: str(program))
        return program

    return install


def test_what_was_made_comes_back_under_its_own_name(pretend) -> None:
    pretend('printf "%%PDF-1.7 ... %%%%EOF" > "$out/0001.pdf"')
    made = convert({"报告.docx": b"x"})
    assert dict(made.files) == {"报告.docx": b"%PDF-1.7 ... %%EOF"}
    assert made.problem == ""


def test_the_others_of_a_batch_are_kept_when_one_fails(pretend) -> None:
    pretend('printf "%%PDF %%%%EOF" > "$out/0002.pdf"; exit 1')
    made = convert({"甲.docx": b"x", "乙.xlsx": b"y"})
    assert set(made.files) == {"乙.xlsx"}
    assert "没有转换成功" in made.problem


def test_half_a_file_is_none(pretend) -> None:
    pretend('printf "%%PDF-1.7 half" > "$out/0001.pdf"')
    made = convert({"甲.docx": b"x"})
    assert not made.files and made.problem


def test_one_that_never_ends_is_stopped_with_its_children(
    pretend, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    held = tmp_path / "held"
    os.mkfifo(held)
    reader = os.open(held, os.O_RDONLY | os.O_NONBLOCK)
    pretend(f'exec 3> "{held}"; sleep 600 & wait')
    monkeypatch.setattr(office, "_START_SECONDS", 0.5)
    monkeypatch.setattr(office, "_FILE_SECONDS", 0)
    made = convert({"甲.docx": b"x"})
    assert not made.files and "太久" in made.problem
    ended, _, _ = select.select([reader], [], [], 20)
    assert ended and os.read(reader, 1) == b"", "a process still holds the pipe"
    os.close(reader)


def test_a_program_that_cannot_start_is_no_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(office, "find_soffice", lambda: str(tmp_path / "none"))
    made = convert({"甲.docx": b"x"})
    assert not made.files and "没有运行起来" in made.problem


def test_without_libreoffice_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find_soffice", lambda: None)
    assert "没有安装" in convert({"甲.docx": b"x"}).problem


def test_nothing_is_left_in_the_temporary_folder(
    pretend, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pretend("exit 0")
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    convert({"甲.docx": b"x"})
    assert list(temporary.iterdir()) == []


def test_it_is_found_where_its_installer_puts_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    program = tmp_path / "LibreOffice" / "program" / "soffice.exe"
    program.parent.mkdir(parents=True)
    program.touch()
    monkeypatch.setattr(sys, "platform", "win32")
    for name in ("ProgramFiles", "ProgramFiles(x86)", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    assert find_soffice() is None
    monkeypatch.setenv("ProgramFiles", str(tmp_path))
    assert find_soffice() == str(program)
