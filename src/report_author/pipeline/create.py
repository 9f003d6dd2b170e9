"""A new fill-in workbook."""

from __future__ import annotations

from pathlib import Path

from report_author.model.codes import Codebook
from report_author.model.findings import Finding
from report_author.pipeline.library import Library, roots_for
from report_author.pipeline.publish import publish
from report_author.workbook.create import workbook_bytes


def new_workbook(out: Path, department: str, year: int, wanted_format: str = "") -> list[Finding]:
    """Write an empty workbook of ``department`` for ``year`` to ``out``; findings say why not."""
    fmt, findings = Library.of(roots_for(out)).choose(year, wanted_format)
    if fmt is None:
        return findings
    entries = {
        "department": {"full_name": department, "year": year, "format_id": fmt.id if wanted_format else ""}
    }
    return publish({out: workbook_bytes(entries, year=year, codebook=Codebook.for_year(year))})
