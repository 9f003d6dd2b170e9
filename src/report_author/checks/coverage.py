"""Which filled cells of a workbook some check watches: measured by typing mistakes into them one at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import partial

from report_author.checks.causes import findings_of
from report_author.checks.changes import changes_of
from report_author.checks.facts import ODD_RULES, judged
from report_author.checks.filled import Filled, filled_cells, with_cell
from report_author.checks.rulebook import Rule, RuleBook, rules_for
from report_author.figures.account import Account
from report_author.figures.values import Names
from report_author.figures.vocabulary import vocabulary
from report_author.model.codes import Codebook
from report_author.model.facts import Facts
from report_author.model.findings import Finding, Severity
from report_author.model.format import Format
from report_author.ooxml.sheets import RawCell, RawSheet, RawWorkbook
from report_author.workbook.read import SheetContent, interpret, read_sheet
from report_author.workbook.shape import Sheet

#: the lists and forms that the 公开表 are made of
_IN_TABLES = (
    "department",
    "incomes",
    "carryovers",
    "expenditures",
    "budgets",
    "last_year",
    "sangong",
    "counts",
    "procurements",
    "vehicles_by_type",
    "vehicles_by_use",
    "projects",
)


class Watch(Enum):
    """How well a cell is watched."""

    EXACT = "管住"
    LOOSE = "只管住一部分"
    NONE = "没有管住"


@dataclass(frozen=True, slots=True)
class Watched:
    """One filled cell; ``by`` are the codes that noticed a mistake, ``missed`` the mistakes that nothing noticed."""

    filled: Filled
    watch: Watch
    by: tuple[str, ...]
    missed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Every filled cell of one workbook in its order; ``approved`` is the number of 批复数 that they are held against."""

    cells: tuple[Watched, ...]
    approved: int


def coverage_of(book: RawWorkbook, name: str, fmt: Format, rules: RuleBook) -> Coverage:
    """Try mistakes on every filled cell of ``book``, in memory; ``name`` is its file. Deterministic."""
    watcher = Watcher(book, name, fmt, rules)
    filled = filled_cells(book)
    columns: dict[tuple[str, str], list[RawCell]] = {}
    for each in filled:
        columns.setdefault((each.block, each.column.field), []).append(each.cell)
    cells = tuple(_watched(watcher, each, columns[each.block, each.column.field]) for each in filled)
    return Coverage(cells, watcher.approved)


def _watched(watcher: Watcher, filled: Filled, column: Sequence[RawCell]) -> Watched:
    by: dict[str, None] = {}
    missed: list[str] = []
    for change in changes_of(filled, watcher.codebook, column):
        if not change.small and not missed:
            continue  # what notices a 分 notices more
        found = next(watcher.fresh(with_cell(watcher.book, filled, change.cell)), None)
        if found is None:
            missed.append(change.label)
        else:
            by[found.code] = None
    watch = Watch.NONE if not by else Watch.LOOSE if missed else Watch.EXACT
    return Watched(filled, watch, tuple(by), tuple(missed))


@dataclass
class Watcher:
    """Tells what is newly found when one thing in a workbook is changed: 错误 and 警告 only."""

    book: RawWorkbook
    name: str
    format: Format
    rules: RuleBook
    codebook: Codebook = field(init=False)
    approved: int = field(init=False)
    _sheets: dict[tuple[int, int], tuple[RawSheet, SheetContent]] = field(default_factory=dict)
    known: frozenset[tuple[str, ...]] = field(init=False)
    _base: Facts | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        facts, found = interpret(self.book, self.name, known=self._remembered)
        self.codebook = Codebook.for_year(facts.department.year if facts else 0)
        self.approved = len(facts.approved) if facts else 0
        self.known = frozenset(
            map(_identity, (each for step in self._steps(facts, found) for each in step()))
        )
        self._base = facts

    def fresh(self, changed: RawWorkbook) -> Iterator[Finding]:
        """The 错误 and 警告 that the workbook as it stands does not raise, what is cheapest to find first."""
        facts, found = interpret(changed, self.name, known=self._read)
        for step in self._steps(facts, found):
            for each in step():
                if each.severity is not Severity.INFO and _identity(each) not in self.known:
                    yield each

    def _remembered(self, declared: Sheet, sheet: RawSheet, codebook: Codebook) -> SheetContent:
        """Read a sheet of the workbook as it stands; the sheet is kept, so that its id stays its own."""
        content = read_sheet(declared, sheet, codebook)
        self._sheets[id(sheet), codebook.year] = sheet, content
        return content

    def _read(self, declared: Sheet, sheet: RawSheet, codebook: Codebook) -> SheetContent:
        """Only a changed sheet is read again."""
        kept = self._sheets.get((id(sheet), codebook.year))
        return kept[1] if kept else read_sheet(declared, sheet, codebook)

    def _steps(self, facts: Facts | None, found: list[Finding]) -> Iterator[Callable[[], Iterable[Finding]]]:
        """Reader, 批复数 and the rules in Python, rules on what is typed, rules on tables."""
        yield lambda: found
        if facts is None:
            return
        account = Account(facts, Codebook.for_year(facts.department.year), self.format)
        yield lambda: (
            each for odd in reversed(ODD_RULES) for each in odd.rule(account) if isinstance(each, Finding)
        )
        names = vocabulary(account)
        scoped = list(rules_for(self.rules, "填报表", facts.department.scope.value))
        for on_tables in (False, True):
            if on_tables and self._base is not None and not _prints_otherwise(facts, self._base):
                return
            some = [rule for rule in scoped if (rule.reads != "填报表") is on_tables]
            yield partial(_of_rules, account, names, some)


def _prints_otherwise(facts: Facts, base: Facts) -> bool:
    """Whether the tables may show something else: they are made of these lists alone."""
    return any(getattr(facts, block) != getattr(base, block) for block in _IN_TABLES)


def _of_rules(account: Account, names: Names, rules: Sequence[Rule]) -> list[Finding]:
    return findings_of(judged(account, names, rules).breaches)


def _identity(found: Finding) -> tuple[str, ...]:
    return found.code, found.place, found.quote, found.stated, found.expected
