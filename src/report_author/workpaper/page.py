"""The report as one offline page whose numbers tell where they come from."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from report_author.figures.figure import Figure
from report_author.model.findings import Finding, Severity
from report_author.workpaper.evidence import Evidence
from report_author.workpaper.offline import page_template, script_json
from report_author.workpaper.page_body import body
from report_author.workpaper.tie import Area, Entry, Origin, TieOut

_PAGE = Path(__file__).with_name("page.html")


def tie_out_page(tie: TieOut, title: str, evidence: Evidence, last_year: Mapping[str, Figure]) -> str:
    """A self-contained page: no other file, no network. A number of it shows its cells, its formula, its other places."""
    findings = sorted(evidence.findings, key=lambda finding: finding.severity.rank)
    severities = _severities(tie, findings)
    return page_template(_PAGE).render(
        title=title,
        compared=evidence.compared,
        body=body(tie, severities),
        totals=[[name, *counts] for name, counts in tie.totals],
        origins=[origin.value for origin in Origin],
        findings=findings,
        data=script_json(_data(tie, findings, last_year)),
    )


def _severities(tie: TieOut, findings: list[Finding]) -> dict[int, str]:
    """The worst severity of the findings on the source cells of each entry."""
    by_cell: dict[str, Severity] = {}
    for finding in findings:
        by_cell.setdefault(finding.place, finding.severity)
    found: dict[int, str] = {}
    for entry in tie.entries:
        hit = [by_cell[cell] for cell in entry.cells if cell in by_cell]
        if hit:
            found[entry.number] = min(hit, key=lambda each: each.rank).value
    return found


def _data(tie: TieOut, findings: list[Finding], last_year: Mapping[str, Figure]) -> dict[str, object]:
    figures: list[dict[str, object]] = []
    known: dict[tuple[object, ...], int] = {}
    groups: dict[tuple[object, ...], int] = {}
    entries: list[list[object]] = []
    used: dict[str, None] = {}
    for entry in tie.entries:
        number = -1
        if entry.figure is not None:
            key = (entry.figure.name, entry.figure.value, entry.figure.formula, entry.cells)
            if key not in known:
                known[key] = len(figures)
                figures.append(_figure(entry, entry.figure, groups, last_year))
            number = known[key]
        used.update(dict.fromkeys(entry.cells))
        place = entry.place if entry.area is Area.REPORT else f"{entry.place}（{entry.context[:24]}）"
        own = [] if entry.figure is not None else list(entry.cells)
        entries.append([number, place, entry.shown, entry.unit, entry.origin.value, own])
    cells = {
        cell: [known_cell.label, known_cell.value]
        for cell in used
        if (known_cell := tie.index.cells.get(cell))
    }
    return {
        "figures": figures,
        "entries": entries,
        "cells": cells,
        "findings": [
            {
                "severity": f.severity.value,
                "label": f.label,
                "message": f.message,
                "advice": f.advice,
                "cells": [f.place],
            }
            for f in findings
        ],
    }


def _figure(
    entry: Entry, figure: Figure, groups: dict[tuple[object, ...], int], last_year: Mapping[str, Figure]
) -> dict[str, object]:
    """Figures of one value from the same cells are the same number, whatever a table calls them."""
    same = (
        (figure.unit, figure.value, tuple(sorted(entry.cells)))
        if entry.cells
        else (figure.name, figure.value)
    )
    before = last_year.get(figure.name)
    return {
        "name": figure.name,
        "exact": _exact(figure),
        "formula": figure.formula,
        "last": _exact(before) if before is not None else "",
        "cells": list(entry.cells),
        "group": groups.setdefault(same, len(groups)),
    }


def _exact(figure: Figure) -> str:
    return f"{figure.value:,f} {figure.unit}"
