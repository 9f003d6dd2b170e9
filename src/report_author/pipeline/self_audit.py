"""Our own report and tables, held against the audit before they are published."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from report_author.audit.audit import audit
from report_author.audit.claims.report import make_report
from report_author.audit.judges.relations import Doubt
from report_author.audit.judges.tables import Rules, Tables
from report_author.audit.reading.blocks import Block
from report_author.audit.reading.docx_reader import read_docx
from report_author.checks.own_tables import differences, grid_of
from report_author.checks.printed_sheet import PrintedSheet
from report_author.checks.rulebook import RuleBook
from report_author.model.findings import Finding, Severity, error, warning
from report_author.model.format import Format
from report_author.ooxml.package import Package
from report_author.ooxml.relations import main_part
from report_author.ooxml.sheets import RawWorkbook
from report_author.pipeline.own_marks import Placed, oddities, placed_marks
from report_author.pipeline.own_tables import OwnTable, contradicting_notes, faults, wrong_titles
from report_author.pipeline.template_words import TWICE, TemplateWords
from report_author.pipeline.typed_texts import TypedTexts
from report_author.templating.table_book import RenderedBook
from report_author.workpaper.evidence import Evidence

#: so many right reports were audited (tests/pipeline/test_planted_faults.py), on which none of ``STOPS`` spoke as an 错误
PROVED = 300
#: kinds of the audit that stop a report. Not among them: C43 编制, C25 codes, C33 tails, C26–C29 and whatever else can
#: only be suspected; those are 警告 at most.
STOPS = frozenset(
    [
        "C01",
        "C02",
        "C04",
        "C05",
        "C06",
        "C07",
        "C09",
        "C10",
        "C11",
        "C13",
        "C14",
        "C15",
        "C16",
        "C18",
        "C21",
        "C22",
        "C31",
        "C33",
        "C36",
        "C38",
        "C39",
        "C48",
        "C52",
        "S01",
        "S03",
        "S04",
        "S05",
        "S06",
        "S07",
        "S09",
        "S10",
    ]
)
#: what our own rules judge on the facts, where more is known than the report says: W01, W02, W26, R59, W24; the terms are
#: those of the codes used
_OURS = frozenset(["C23", "C28", "C29", "C43"])
#: what follows from a figure in the wrong place
_NUMBERS = frozenset(
    [
        "C01",
        "C02",
        "C03",
        "C10",
        "C13",
        "C14",
        "C15",
        "C16",
        "C21",
        "C22",
        "C31",
        "C32",
        "C33",
        "C36",
        "C38",
        "C47",
        "C48",
        "C52",
    ]
)
_EXACT = frozenset(["S01", "S03", "S04", "S05", "S10"])
_RELEASE = "确认无误的，把编号抄到“校验与核实”的核实说明，写明情况，就可以生成。"
_MISSING = "【缺："
_FEW = 3


@dataclass(frozen=True)
class OwnReport:
    """A report with its tables in memory: ``report`` is the document, ``book`` the tables as they were read back."""

    title: str
    report: Package
    tables: RenderedBook
    book: RawWorkbook
    evidence: Evidence
    fmt: Format
    rules: RuleBook
    words: TemplateWords


def self_audit(own: OwnReport, earlier: Sequence[Finding]) -> list[Finding]:
    """What is wrong with the finished documents, each with the cell or the place in a template that it came from.

    ``earlier`` are the findings of the other checks: what they said of a cell is not said again.
    """
    audited = _Audit(own)
    exact = [*audited.template(), *audited.tables(), *audited.words()]
    told = {found.place for found in earlier}
    follows = any(found.code in _EXACT and found.severity is Severity.ERROR for found in exact)
    places = {found.place for found in exact}
    doubts = [
        found
        for found in audited.doubts()
        if found.place not in told and not (follows and found.code in _NUMBERS) and found.place not in places
    ]
    return list(dict.fromkeys([*exact, *doubts]))


class _Audit:
    """One report while it is audited."""

    def __init__(self, own: OwnReport) -> None:
        self.own = own
        # what the charts show was held against their workbooks as they were verified
        self.document = read_docx(own.title, own.report, stored=False)
        self.printed = self._printed()
        self.sheets = {each.spec.grid: each.sheet for each in reversed(self.printed)}
        self.grids = {each.spec.grid: each.grid for each in reversed(self.printed)}
        body = {block.paragraph: block for block in self.document.blocks if block.kind in ("正文", "表格")}
        self.marks = placed_marks(body, own.evidence.marks, main_part(own.report) or "")
        self.rendered = {title: sheet for title, sheet in own.tables.sheets}

    def _printed(self) -> list[OwnTable]:
        """The tables of the list that were printed, each with what its headers say."""
        own, year = self.own, self.own.evidence.facts.department.year
        specs = {spec.sheet: spec for spec in own.fmt.tables_for(own.evidence.facts.department.scope.value)}
        raw = {sheet.name: sheet for sheet in own.book.sheets}
        found = []
        for title, rendered in own.tables.sheets:
            if rendered.template in specs and title in raw:
                spec, sheet = specs[rendered.template], PrintedSheet(raw[title], exact=True)
                found.append(OwnTable(spec, sheet, grid_of(spec.grid, sheet, year)))
        return found

    @cached_property
    def typed(self) -> TypedTexts:
        return TypedTexts.of(self.own.evidence.facts, self.own.fmt)

    # -- what is exact ---------------------------------------------------------------------------------------------------

    def template(self) -> Iterator[Finding]:
        """The fixed words of the template; they are judged once for all departments."""
        for slip in self.own.words.slips:
            yield self._finding(slip.code, slip.place, slip.message, slip.advice, slip.quote, slip.stated)
        for place, message, advice, stated, expected in contradicting_notes(
            self.own.fmt, self.own.words, self.printed, self.origin
        ):
            yield self._finding("S09", place, message, advice, stated, stated, expected)

    def tables(self) -> Iterator[Finding]:
        """Every figure of the tables where a reader looks for it."""
        where = {(mark.sheet, mark.printed.figure.name): mark.cell for mark in self.own.evidence.table_marks}
        found = differences(
            ((each.spec.grid, each.sheet, each.grid) for each in self.printed), self.own.evidence.names["表"]
        )
        for fault in (
            *faults(found, self.printed, where, self.origin),
            *wrong_titles(self.printed, self.origin),
        ):
            severity = Severity.ERROR if fault.sure else Severity.WARNING
            yield self._finding(
                "S10",
                fault.place,
                fault.message,
                fault.advice,
                fault.quote,
                fault.stated,
                fault.expected,
                severity,
            )

    def origin(self, place: str) -> str:
        """The cell of the table template that printed a cell (公开03表!F12) of the tables."""
        title, _, cell = place.partition("!")
        sheet = self.rendered.get(title)
        return f"公开表模板·{sheet.origin(cell) if cell else sheet.template}" if sheet is not None else ""

    def words(self) -> Iterator[Finding]:
        """Figures under a wrong name, words that stand there twice."""
        for odd in oddities(self.marks, self.own.evidence):
            place = self._in_template(odd.block) or self._source(odd.block, odd.start, odd.end)
            quote = odd.block.text[max(0, odd.start - 12) : odd.end + 4]
            yield self._finding(
                odd.code,
                place,
                f"{odd.message}{_from(odd.figures)}",
                odd.advice,
                quote,
                odd.stated,
                odd.expected,
            )
        for block in self.document.blocks:
            if block.kind in ("正文", "表格", "文本框"):
                for found in TWICE.finditer(block.text):
                    half = found.start() + len(
                        found.group(1)
                    )  # the second one is typed where the first is the template's
                    place = self.typed.cell(block.text, half, found.end()) or self._in_template(block)
                    message = f"“{found.group(1)}”印了两遍。"
                    advice = "请删去一个：模板里已经写了的，填报表里不用再写。"
                    yield self._finding(
                        "S07", place, message, advice, _around(block, *found.span()), found.group()
                    )

    # -- what the auditor doubts -----------------------------------------------------------------------------------------

    def doubts(self) -> Iterator[Finding]:
        own = self.own
        rules = Rules(own.fmt, own.rules)
        # the 审核公式 have been judged on the figures; that the tables show these figures is known by now
        tables = Tables("公开表", own.book, rules, (self.sheets, self.grids), formulas=False)
        for doubt in audit(make_report(self.document), own.fmt.residues, tables=tables).doubts:
            if doubt.severity is not Severity.INFO and not self._known(doubt):
                yield self._told(doubt)

    def _known(self, doubt: Doubt) -> bool:
        """Whether our own report says it rightly: a draft's gaps, totals that need not be equal on the basis of 本年合计."""
        if doubt.block is not None and _MISSING in doubt.block.text:
            return True
        if doubt.code == "C10" and doubt.severity is Severity.WARNING:
            return True  # a rate of 10,000 times: units are judged on the facts
        if doubt.code == "C38" and doubt.stated.startswith("-"):
            return True  # a slice below zero: T24 has said so
        return doubt.code in _OURS or (doubt.code == "C47" and self.own.fmt.option("收支口径") == "本年合计")

    def _told(self, doubt: Doubt) -> Finding:
        block = doubt.block
        place, more = "", ""
        if block is None:
            place = self.origin(doubt.place) if "!" in doubt.place else ""
        elif "!" in block.place and block.paragraph < 0:
            place = self.origin(block.place)
        else:
            start, end = block.plain.original(doubt.start, doubt.end)
            place, more = self._cause(block, start, end, doubt.code in _NUMBERS)
        return self._finding(
            doubt.code,
            place,
            f"生成的报告里：{doubt.message}{more}",
            doubt.advice,
            doubt.quote,
            doubt.stated,
            doubt.expected,
            doubt.severity,
            doubt.place,
        )

    def _cause(self, block: Block, start: int, end: int, of_numbers: bool) -> tuple[str, str]:
        """The place that a stretch of the report came from; what else to say of it."""
        typed = self.typed.cell(block.text, start, end)
        if typed:
            return typed, ""
        template = self._in_template(block)
        here = self._marks_at(block, start, end)
        cells = list(dict.fromkeys(cell for placed in here for cell in placed.figure.sources))
        if template and (not of_numbers or len(cells) != 1):
            return template, _from(tuple(placed.figure for placed in here))
        if cells:
            return cells[0], f"（印在{template}）" if template else ""
        return template, ""

    # -- places ----------------------------------------------------------------------------------------------------------

    def _in_template(self, block: Block) -> str:
        return self.own.words.place(block.text, block.section.rpartition(" › ")[2])

    def _source(self, block: Block, start: int, end: int) -> str:
        return next(
            (cell for placed in self._marks_at(block, start, end) for cell in placed.figure.sources), ""
        )

    def _marks_at(self, block: Block, start: int, end: int) -> list[Placed]:
        return [placed for placed in self.marks.get(block, ()) if placed.at < end and start < placed.end]

    def _finding(
        self,
        code: str,
        place: str,
        message: str,
        advice: str,
        quote: str,
        stated: str = "",
        expected: str = "",
        severity: Severity = Severity.ERROR,
        printed: str = "",
    ) -> Finding:
        """A stop where the place is known and the kind is proved, else a 警告; it can be released either way."""
        quote = re.sub(r"[\d.,]+", "…", quote)[:80]
        if not place:
            message = (
                f"{message}（没有找到它出自哪个单元格、模板的哪一段，请到报告里看：{printed or '公开表'}）"
            )
            return warning(
                code,
                f"报告·{printed or '公开表'}",
                message,
                advice,
                quote=quote,
                stated=stated,
                expected=expected,
            )
        if severity is not Severity.ERROR or code not in STOPS:
            return warning(code, place, message, advice, quote=quote, stated=stated, expected=expected)
        found = error(code, place, message, advice, quote=quote, stated=stated, expected=expected)
        return _releasable(found)


def _releasable(found: Finding) -> Finding:
    return Finding(
        found.code,
        found.severity,
        found.place,
        found.message,
        f"{found.advice}{_RELEASE}",
        found.quote,
        found.stated,
        found.expected,
        releasable=True,
    )


def _from(figures: Sequence[object]) -> str:
    """Where the figures come from, in words; nothing for those made of many cells."""
    cells = list(dict.fromkeys(cell for figure in figures for cell in getattr(figure, "sources", ())))
    return f"（数来自 {'、'.join(cells)}）" if 0 < len(cells) <= _FEW else ""


def _around(block: Block, start: int, end: int) -> str:
    return block.text[max(0, start - 12) : end + 12]
