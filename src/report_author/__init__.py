"""One filled workbook becomes the official 部门决算公开 report.

What stands in ``__all__`` is the public interface; the command line uses nothing else, and docs/接口.md shows how.
A name is loaded when it is first used, so that importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from report_author.version import __version__ as __version__

if TYPE_CHECKING:
    from report_author.audit.papers.entries import Audited as Audited
    from report_author.audit.papers.entries import Entry as _AuditEntry
    from report_author.audit.papers.entries import short as short
    from report_author.checks.coverage import Coverage as Coverage
    from report_author.checks.coverage import Watch as Watch
    from report_author.checks.coverage import Watched as Watched
    from report_author.figures.figure import Figure as Figure
    from report_author.figures.values import Names as Names
    from report_author.model.facts import Facts as Facts
    from report_author.model.findings import Compared as Compared
    from report_author.model.findings import Finding as Finding
    from report_author.model.findings import Severity as Severity
    from report_author.model.findings import Unchecked as Unchecked
    from report_author.model.findings import has_errors as has_errors
    from report_author.ooxml.sheets import column_letters as column_letters
    from report_author.pipeline.auditing import Source as Source
    from report_author.pipeline.auditing import Written as Written
    from report_author.pipeline.auditing import audit_all as audit_all
    from report_author.pipeline.auditing import audit_file as audit_file
    from report_author.pipeline.auditing import compare_with_workbook as compare_with_workbook
    from report_author.pipeline.auditing import report_source as report_source
    from report_author.pipeline.auditing import reports_in as reports_in
    from report_author.pipeline.auditing import write_audits as write_audits
    from report_author.pipeline.building import BuildOptions as BuildOptions
    from report_author.pipeline.building import build as build
    from report_author.pipeline.building import build_all as build_all
    from report_author.pipeline.building import check as check
    from report_author.pipeline.building import read_figures as read_figures
    from report_author.pipeline.checking import cover as cover
    from report_author.pipeline.checking import write_marked as write_marked
    from report_author.pipeline.consolidating import consolidate_into as consolidate_into
    from report_author.pipeline.hearing import write_hearings as write_hearings
    from report_author.pipeline.importing import ENDINGS as ENDINGS
    from report_author.pipeline.importing import Prepared as Prepared
    from report_author.pipeline.importing import new_workbook as new_workbook
    from report_author.pipeline.importing import prepare_import as prepare_import
    from report_author.pipeline.importing import write_import as write_import
    from report_author.pipeline.outcome import Outcome as Outcome
    from report_author.pipeline.outcome import is_own_output as is_own_output
    from report_author.pipeline.outcome import marked_name as marked_name
    from report_author.pipeline.outcome import original_name as original_name
    from report_author.pipeline.outcome import trouble as trouble
    from report_author.pipeline.yearly import prefill as prefill
    from report_author.pipeline.yearly import roll_over as roll_over
    from report_author.review.arrange import Entry as Entry
    from report_author.review.arrange import arrange as arrange
    from report_author.review.arrange import by_sheet as by_sheet
    from report_author.review.arrange import tally as tally
    from report_author.review.arrange import to_do_first as to_do_first
    from report_author.review.page import Checked as Checked
    from report_author.review.page import html_page as html_page
    from report_author.workbook.imports.writing import Change as Change
    from report_author.workbook.imports.writing import State as State
    from report_author.workbook.imports.writing import shown as shown
    from report_author.workbook.read import read_workbook as read_workbook
    from report_author.workbook.summing import Transfers as Transfers

    AuditEntry = _AuditEntry

_PLACES = {
    "audit.papers.entries": ("Audited", "AuditEntry=Entry", "short"),
    "checks.coverage": ("Coverage", "Watch", "Watched"),
    "figures.figure": ("Figure",),
    "figures.values": ("Names",),
    "model.facts": ("Facts",),
    "model.findings": ("Compared", "Finding", "Severity", "Unchecked", "has_errors"),
    "ooxml.sheets": ("column_letters",),
    "pipeline.auditing": (
        "Source",
        "Written",
        "audit_all",
        "audit_file",
        "compare_with_workbook",
        "report_source",
        "reports_in",
        "write_audits",
    ),
    "pipeline.building": ("BuildOptions", "build", "build_all", "check", "read_figures"),
    "pipeline.checking": ("cover", "write_marked"),
    "pipeline.consolidating": ("consolidate_into",),
    "pipeline.hearing": ("write_hearings",),
    "pipeline.importing": ("ENDINGS", "Prepared", "new_workbook", "prepare_import", "write_import"),
    "pipeline.outcome": ("Outcome", "is_own_output", "marked_name", "original_name", "trouble"),
    "pipeline.yearly": ("prefill", "roll_over"),
    "review.arrange": ("Entry", "arrange", "to_do_first", "by_sheet", "tally"),
    "review.page": ("Checked", "html_page"),
    "workbook.imports.writing": ("Change", "State", "shown"),
    "workbook.read": ("read_workbook",),
    "workbook.summing": ("Transfers",),
}
_PUBLIC = {
    name.partition("=")[0]: (module, name.rpartition("=")[2])
    for module, names in _PLACES.items()
    for name in names
}
__all__ = sorted(_PUBLIC)


def __getattr__(name: str) -> object:
    if name not in _PUBLIC:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, own = _PUBLIC[name]
    return getattr(import_module(f"report_author.{module}"), own)
