"""The page on the public interface is true, and complete."""

from __future__ import annotations

import ast
import doctest
import subprocess
import sys
from pathlib import Path

import pytest

import report_author

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "接口.md"


def test_the_examples_of_the_page_give_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    result = doctest.testfile(
        str(PAGE), module_relative=False, globs={"out": tmp_path / "结果"}, encoding="utf-8"
    )
    assert result.attempted > 15 and result.failed == 0


def test_every_public_name_exists_and_the_page_tells_of_those_that_are_called() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for name in report_author.__all__:
        thing = getattr(report_author, name)
        if callable(thing) and name.islower() and name not in ("short", "shown", "column_letters"):
            assert name in text, name


def test_importing_the_package_loads_nothing_else() -> None:
    code = "import report_author, sys; print([m for m in sys.modules if m.startswith('report_author.')])"
    loaded = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(ROOT / "src")},
    ).stdout
    assert loaded.strip() == "['report_author.version']"


def test_there_is_no_other_name() -> None:
    with pytest.raises(AttributeError):
        _ = report_author.nothing_of_the_kind


def test_what_a_type_checker_sees_is_what_there_is() -> None:
    tree = ast.parse((ROOT / "src" / "report_author" / "__init__.py").read_text(encoding="utf-8"))
    [block] = [node for node in tree.body if isinstance(node, ast.If)]
    seen = {
        alias.asname: (each.module, alias.name)
        for each in block.body
        if isinstance(each, ast.ImportFrom)
        for alias in each.names
    }
    seen["AuditEntry"] = seen.pop("_AuditEntry")
    loaded = {name: (f"report_author.{module}", own) for name, (module, own) in report_author._PUBLIC.items()}
    assert seen == loaded
