"""The workbooks in inputs/示例 are those the samples make today."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from report_author.workbook.create import workbook_bytes
from tools.make_samples import FOLDER, SAMPLES, file_name


def parts(book: bytes | Path) -> dict[str, bytes]:
    """The unpacked parts: compression may differ from one machine to the next."""
    with zipfile.ZipFile(io.BytesIO(book) if isinstance(book, bytes) else book) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.mark.parametrize("entries", SAMPLES, ids=file_name)
def test_a_sample_workbook_is_up_to_date(entries: dict) -> None:
    made = workbook_bytes(entries, year=entries["department"]["year"])
    assert parts(FOLDER / file_name(entries)) == parts(made), "请运行 python tools/make_samples.py"
