"""Tables inside a report: published tables, sums, self-evaluation forms."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from report_author.audit.claims.report import Report
from report_author.audit.judges.forms import judge_form_grid, judge_forms
from report_author.audit.judges.grid_cells import Table, judge_sums_of
from report_author.audit.judges.grid_sheets import Sheets, cell_blocks, in_words, published_sheets, table_of
from report_author.audit.judges.relations import ERROR, Doubt, NotJudged, Relation
from report_author.audit.judges.table_text import judge_projects, judge_text
from report_author.audit.judges.tables import Rules, merged, rule_doubts
from report_author.audit.reading.blocks import Grid

_LEAST = 3  # fewer tables than this are not judged by the rules between tables
_MOST = 3  # more faults than this in one table: its columns were not read as they are meant


def judge_grids(report: Report, rules: Rules | None = None) -> Iterator[Relation | Doubt | NotJudged]:
    """Every table of the report; published tables by the rules where these are given."""
    grids = report.document.grids
    blocks = cell_blocks(report.document)
    sheets = published_sheets(report)
    ruled: frozenset[str] = frozenset()
    if sheets is not None:
        judged = rules if len(sheets.published) >= _LEAST else None
        doubts, open_ = _by_rules(sheets, judged, grids)
        faults = Counter(table_of(doubt.place) for doubt in doubts if doubt.severity is ERROR)
        misread = {place for place, count in faults.items() if count > _MOST}
        if judged is not None:
            ruled = frozenset(grids[number].place for number in sheets.published) - misread
        kept = [doubt for doubt in doubts if table_of(doubt.place) not in misread]
        yield from merged(kept, [*judge_text(report, sheets.cells), *judge_projects(sheets.cells)])
        yield from (NotJudged("C52", place, "", _MISREAD.format(faults[place])) for place in sorted(misread))
        yield from open_
    for grid in grids:
        table = Table(grid, blocks)
        if grid.place not in ruled:
            yield from judge_sums_of(table)
        yield from judge_form_grid(table)
    yield from judge_forms(report)


_MISREAD = "这张表有{}处不平，可能是表格的行列没有读对，没有按审核公式核对"


def _by_rules(
    sheets: Sheets, rules: Rules | None, grids: Sequence[Grid]
) -> tuple[list[Doubt], list[NotJudged]]:
    if rules is None:
        return [], []
    found = [*rule_doubts(rules, sheets.cells)]
    doubts = [_worded(each, grids) for each in found if isinstance(each, Doubt)]
    reasons = dict.fromkeys(
        re.sub("，所以没有核对.*$", "", each.why) for each in found if isinstance(each, NotJudged)
    )
    why = in_words(f"{'；'.join(reasons)}：涉及的审核公式没有核对", grids)
    return doubts, [NotJudged("C52", "报告里的公开表", "", why)] if reasons else []


def _worded(doubt: Doubt, grids: Sequence[Grid]) -> Doubt:
    return replace(doubt, place=in_words(doubt.place, grids), message=in_words(doubt.message, grids))
