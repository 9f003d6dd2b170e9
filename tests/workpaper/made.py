"""Both samples built, with their tie-outs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from report_author.figures.figure import Figure
from report_author.workpaper.evidence import Evidence, last_year_figures
from report_author.workpaper.tie import TieOut, tie_out
from tests.support.samples import NAMES, printed

__all__ = ["NAMES", "Made", "made"]


@dataclass(frozen=True)
class Made:
    report: bytes
    tables: bytes
    evidence: Evidence
    tie: TieOut
    last_year: dict[str, Figure]


@cache
def made(name: str) -> Made:
    """The sample workbook ``name`` with the tie-out of its outputs, made once per test run."""
    done = printed(name)
    assert done.evidence is not None
    tie = tie_out(done.report, done.tables, done.evidence)
    return Made(done.report, done.tables, done.evidence, tie, last_year_figures(done.evidence.names))
