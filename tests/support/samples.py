"""Both samples as finished documents in memory."""

from __future__ import annotations

from functools import cache

from report_author.pipeline.building import Printed, render
from tools.make_samples import FOLDER, SAMPLES, file_name

NAMES = tuple(file_name(entries) for entries in SAMPLES)


@cache
def printed(name: str) -> Printed:
    """Report and tables of the sample workbook ``name``, made once per test run."""
    made = render(FOLDER / name)
    assert made.printed is not None, made.findings
    return made.printed
