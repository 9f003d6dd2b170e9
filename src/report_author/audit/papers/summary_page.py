"""Several audited reports as one offline page that leads to theirs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from report_author.audit.papers.entries import Audited
from report_author.model.findings import Compared, Severity
from report_author.workpaper.offline import page_template

_PAGE = Path(__file__).with_name("summary.html")


def summary_page(reports: Sequence[Audited], pages: Mapping[Audited, str]) -> str:
    """A row for each report, then every doubt; ``pages`` are the file names of their own pages, in the same folder."""
    listed = sorted(reports, key=lambda one: [-count for count in one.counts.values()])
    return page_template(_PAGE).render(
        reports=listed,
        compared=Compared(
            lacking=tuple(dict.fromkeys(each for one in listed for each in one.compared.lacking))
        ),
        links={one: quote(pages[one]) for one in listed if one in pages},
        levels={severity.label: sum(one.counts[severity.label] for one in listed) for severity in Severity},
        checked=sum(one.audit.checked for one in listed),
        held=sum(one.audit.held for one in listed),
        open=sum(len(one.audit.not_judged) for one in listed),
    )
