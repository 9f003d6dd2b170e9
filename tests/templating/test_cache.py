"""Compiled templates are kept between runs, for one user, and never mistaken for others."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from report_author.templating import cache


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("REPORT_AUTHOR_NO_CACHE", raising=False)
    monkeypatch.setattr(cache, "cache_folder", lambda: tmp_path / "compiled")
    return tmp_path / "compiled"


def test_what_was_stored_is_loaded() -> None:
    code = compile("answer = 42", "<template>", "exec")
    cache.store("a", code)
    loaded = cache.load("a")
    space: dict[str, int] = {}
    assert loaded is not None
    exec(loaded, space)
    assert space["answer"] == 42


def test_another_source_or_engine_has_another_key() -> None:
    assert len({cache.key_of("Word", "甲"), cache.key_of("Word", "乙"), cache.key_of("Excel", "甲")}) == 3


def test_a_damaged_entry_is_compiled_anew(folder: Path) -> None:
    cache.store("a", compile("1", "<template>", "eval"))
    entry = next(folder.glob("*/*.bin"))
    entry.write_bytes(entry.read_bytes()[:-1] + b"?")
    assert cache.load("a") is None
    entry.write_bytes(b"")
    assert cache.load("a") is None


def test_an_entry_under_another_name_is_not_used(folder: Path) -> None:
    cache.store("a", compile("1", "<template>", "eval"))
    entry = next(folder.glob("*/*.bin"))
    entry.rename(entry.with_name("b.bin"))
    assert cache.load("b") is None


def test_a_folder_that_cannot_be_written_does_no_harm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(cache, "cache_folder", lambda: tmp_path / "file" / "compiled")
    cache.store("a", compile("1", "<template>", "eval"))
    assert cache.load("a") is None


def test_entries_of_old_versions_go(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.mkdir()
    (folder / "old.bin").write_bytes(b"1")
    (folder / "notes.txt").write_text("not ours")
    for number in range(6):
        monkeypatch.setattr(cache, "_engine", lambda number=number: f"engine{number}")
        cache.store("a", compile("1", "<template>", "eval"))
        os.utime(folder / f"engine{number}", (number, number))
    left = {entry.name for entry in folder.iterdir()}
    assert left == {"notes.txt", "engine3", "engine4", "engine5"}
    assert cache.load("a") is not None
