"""Short reports for the judges of words: a title, headings, the paragraphs of a test."""

from __future__ import annotations

from report_author.audit.claims.report import Report, make_report
from report_author.audit.judges.codes import judge_codes
from report_author.audit.judges.counts import judge_counts
from report_author.audit.judges.disclosures import judge_disclosures
from report_author.audit.judges.leftovers import judge_leftovers
from report_author.audit.judges.lists import judge_lists
from report_author.audit.judges.names import judge_names
from report_author.audit.judges.relations import Doubt
from report_author.audit.judges.structure import judge_contents, judge_structure
from report_author.audit.judges.words import judge_privacy, judge_punctuation, judge_uses, judge_words
from report_author.audit.judges.years import judge_years
from report_author.audit.reading.text_reader import document_of

_JUDGES = (
    judge_codes,
    judge_contents,
    judge_counts,
    judge_disclosures,
    judge_leftovers,
    judge_lists,
    judge_names,
    judge_privacy,
    judge_punctuation,
    judge_structure,
    judge_uses,
    judge_words,
    judge_years,
)


def report_of(text: str, title: str = "青溪县农业农村局2021年度部门决算") -> Report:
    """A report whose paragraphs are parted by “|”."""
    return make_report(document_of(title, [title, *text.split("|")]))


def doubts_of(text: str, title: str = "青溪县农业农村局2021年度部门决算") -> list[Doubt]:
    """All that the judges of words say of it."""
    return judged(report_of(text, title))


def judged(report: Report) -> list[Doubt]:
    """All that the judges of words say of ``report``."""
    return [doubt for judge in _JUDGES for doubt in judge(report)]


def codes_of(text: str, title: str = "青溪县农业农村局2021年度部门决算") -> set[str]:
    """The kinds of their doubts."""
    return {doubt.code for doubt in doubts_of(text, title)}
