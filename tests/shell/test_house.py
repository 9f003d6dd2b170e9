"""What docs/开发.md says of the house is true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HOUSE = (ROOT / "docs" / "开发.md").read_text(encoding="utf-8")
SOURCE = ROOT / "src" / "report_author"
ROOMS = {path.name for path in SOURCE.iterdir() if path.is_dir()}


def _named() -> list[str]:
    """The files of the house that the page names, as it names them: ``room/file``, ``room/file.py``, ``room/beginning*``."""
    found = re.findall(r"`([a-z_]+/[a-z_/]+(?:\.py|\*)?)`", HOUSE)
    return sorted({name for name in found if name.split("/")[0] in ROOMS})


@pytest.mark.parametrize("name", _named())
def test_a_file_that_the_page_names_is_there(name: str) -> None:
    stem = name.removesuffix(".py").removesuffix("*")
    files = SOURCE.glob(f"{stem}*") if name.endswith("*") else [SOURCE / f"{stem}.py", SOURCE / stem]
    assert any(path.exists() for path in files), name
