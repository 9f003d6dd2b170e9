"""An audited report as one offline page."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from report_author.audit.judges.relations import NotJudged
from report_author.audit.papers.entries import Audited
from report_author.audit.papers.page_body import body
from report_author.workpaper.offline import page_template

_PAGE = Path(__file__).with_name("page.html")


def audit_page(audited: Audited) -> str:
    """A self-contained page: the text with the doubts in it, a card for each doubt, what could not be checked."""
    entries = audited.entries
    kinds = {entry.kind.code: entry.kind.name for entry in entries}
    return page_template(_PAGE).render(
        audited=audited,
        body=body(audited.audit.report.document.blocks, entries),
        entries=entries,
        levels=audited.counts,
        kinds=sorted(kinds.items()),
        open=_by_reason(audited.audit.not_judged),
    )


def _by_reason(listed: Sequence[NotJudged]) -> list[tuple[str, list[NotJudged]]]:
    groups = [
        (why, list(group))
        for why, group in groupby(sorted(listed, key=lambda each: each.why), key=lambda each: each.why)
    ]
    return sorted(groups, key=lambda group: -len(group[1]))
