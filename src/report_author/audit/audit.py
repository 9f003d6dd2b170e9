"""All judges over one report."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain

from report_author.audit.claims.report import Report
from report_author.audit.judges.changes import judge_change_sums, judge_changes, judge_direction, judge_level
from report_author.audit.judges.charts import judge_charts
from report_author.audit.judges.codes import judge_codes
from report_author.audit.judges.counts import judge_counts, judge_receptions
from report_author.audit.judges.disclosures import judge_disclosures
from report_author.audit.judges.grids import judge_grids
from report_author.audit.judges.last_year import judge_last
from report_author.audit.judges.leftovers import judge_leftovers
from report_author.audit.judges.lists import judge_lists
from report_author.audit.judges.names import judge_names
from report_author.audit.judges.rates import judge_averages, judge_implied, judge_rates
from report_author.audit.judges.relations import Doubt, NotJudged, Relation, Verdict, grouped
from report_author.audit.judges.same import judge_alike, judge_same
from report_author.audit.judges.shares import judge_share_sums, judge_shares
from report_author.audit.judges.structure import judge_contents, judge_structure
from report_author.audit.judges.sums import judge_items, judge_sums
from report_author.audit.judges.tables import Rules, Tables, judge_tables
from report_author.audit.judges.words import judge_privacy, judge_punctuation, judge_uses, judge_words
from report_author.audit.judges.years import judge_years
from report_author.model.format import Residue
from report_author.records import frozen

#: relations between numbers
NUMBERS: Sequence[Callable[[Report], Iterator[Relation | NotJudged]]] = (
    judge_changes,
    judge_change_sums,
    judge_shares,
    judge_share_sums,
    judge_rates,
    judge_direction,
    judge_sums,
    judge_items,
    judge_implied,
    judge_level,
    judge_receptions,
    judge_averages,
    judge_same,
    judge_alike,
)
#: everything else
WORDS: Sequence[Callable[[Report], Iterator[Doubt]]] = (
    judge_counts,
    judge_lists,
    judge_names,
    judge_codes,
    judge_uses,
    judge_structure,
    judge_contents,
    judge_disclosures,
    judge_years,
    judge_words,
    judge_punctuation,
    judge_privacy,
)


@frozen
class Audit:
    """What the judges say of a report: doubts worst first, what they could not check, every relation they checked."""

    report: Report
    doubts: tuple[Doubt, ...]
    not_judged: tuple[NotJudged, ...]
    relations: tuple[Relation, ...]

    @property
    def checked(self) -> int:
        """How many relations were checked."""
        return len(self.relations)

    @property
    def held(self) -> int:
        """How many of them hold, tails included."""
        return sum(1 for relation in self.relations if relation.verdict is not Verdict.BROKEN)


def audit(
    report: Report,
    residues: Sequence[Residue] = (),
    *,
    rules: Rules | None = None,
    tables: Tables | None = None,
    last: Report | None = None,
) -> Audit:
    """Run every judge.

    ``residues`` are the words that the bureau's list forbids, ``rules`` those for tables inside the report, ``tables`` its
    公开表, ``last`` the report of the year before.
    """
    relations: list[Relation] = []
    not_judged: list[NotJudged] = []
    doubts: list[Doubt] = []
    judges = [judge(report) for judge in NUMBERS]
    others = [judge_grids(report, rules), judge_charts(report)]
    others += [judge_tables(report, tables)] if tables is not None else []
    others += [judge_last(report, last)] if last is not None else []
    for found in chain(*judges, *others):
        if isinstance(found, Relation):
            relations.append(found)
        elif isinstance(found, Doubt):
            doubts.append(found)
        else:
            not_judged.append(found)
    doubts += grouped(report, relations)
    for words in WORDS:
        doubts += words(report)
    doubts += judge_leftovers(report, residues)
    order = {block: number for number, block in enumerate(report.document.blocks)}
    doubts.sort(key=lambda d: (d.severity.rank, order.get(d.block, -1) if d.block else -1, d.start))
    return Audit(report, tuple(doubts), tuple(not_judged), tuple(relations))
