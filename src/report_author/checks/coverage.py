"""Which filled cells of a workbook some check watches: measured by typing mistakes into them one at a time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from functools import partial

from report_author.checks.facts import ODD_RULES, judged
from report_author.checks.judge import findings_of
from report_author.checks.rulebook import Rule, RuleBook, rules_for
from report_author.figures.account import Account
from report_author.figures.values import Names
from report_author.figures.vocabulary import vocabulary
from report_author.model.codes import Codebook
from report_author.model.facts import Facts
from report_author.model.findings import Finding, Severity
from report_author.model.format import Format
from report_author.ooxml.sheets import CellKind, RawCell, RawSheet, RawWorkbook, cell_ref
from report_author.records import frozen
from report_author.workbook.layout import CHECKS, SHEETS
from report_author.workbook.locate import SheetMap, sheets_of
from report_author.workbook.read import SheetContent, interpret, read_sheet
from report_author.workbook.shape import Column, Kind, Sheet

#: a text that is a code: 311001, P01
_CODE = re.compile(r"[A-Za-z]{0,4}\d{1,24}")
#: what stands there is itself what the facts are held against
_YARDSTICK = frozenset((CHECKS.id,))
#: a code that is no figure of the report
_NOT_CHECKED = frozenset(("format_id",))


@frozen
class Filled:
    """One filled cell: ``sheet`` is its name in this workbook, ``at`` its row and column from zero, ``block`` the layout's id."""

    sheet: str
    at: tuple[int, int]
    block: str
    column: Column
    cell: RawCell

    @property
    def place(self) -> str:
        return f"{self.sheet}!{cell_ref(*self.at)}"

    @property
    def is_code(self) -> bool:
        """Whether it is a text that is a code: a project, a budget unit."""
        return (
            self.column.kind is Kind.TEXT
            and not self.column.options
            and _CODE.fullmatch(self.cell.text.strip()) is not None
        )


def filled_cells(book: RawWorkbook) -> tuple[Filled, ...]:
    """Amounts, counts, codes, dates, choices that are typed, in the order of the workbook; prose is left out.

    批复数 and 核实说明 are left out as well.
    """
    return tuple(each for each in _typed(book) if _checkable(each))


def with_cell(book: RawWorkbook, where: Filled, cell: RawCell) -> RawWorkbook:
    """The workbook with another cell at this place; ``book`` stays as it is."""
    return RawWorkbook(
        tuple(
            replace(sheet, cells={**sheet.cells, where.at: cell}) if sheet.name == where.sheet else sheet
            for sheet in book.sheets
        )
    )


def _checkable(filled: Filled) -> bool:
    column = filled.column
    if column.field in _NOT_CHECKED or column.kind is Kind.LONG:
        return False
    return column.kind is not Kind.TEXT or bool(column.options) or filled.is_code


def _typed(book: RawWorkbook) -> Iterator[Filled]:
    found = sheets_of(book, [])
    for declared in SHEETS:
        if declared.id not in found or declared.id in _YARDSTICK:
            continue
        sheet = SheetMap(declared, found[declared.id], [])
        for form in sheet.forms():
            for column in form.form.columns:
                at = form.values.get(column.field)
                if at is not None and at in form.sheet.cells:
                    yield Filled(form.sheet.name, at, form.form.id, column, form.sheet.cells[at])
        for each in sheet.lists():
            for row in each.rows:
                for column in each.block.inputs:
                    place = (row, each.columns.get(column.field, -1))
                    label = each.block.fixed is not None and column is each.block.columns[0]
                    if place in each.sheet.cells and not label:
                        yield Filled(each.sheet.name, place, each.block.id, column, each.sheet.cells[place])


_FEN = Decimal("0.01")


@frozen
class Change:
    """``label`` says in Chinese what was typed instead; ``small`` is a mistake that only an exact check notices."""

    label: str
    cell: RawCell
    small: bool = True


def changes_of(filled: Filled, codebook: Codebook, others: Sequence[RawCell]) -> tuple[Change, ...]:
    """The mistakes to try on one cell; ``others`` are the other filled cells of its column."""
    maker = _MAKERS.get(filled.column.kind, _of_choice)
    if filled.is_code:
        maker = _of_text_code
    return tuple(maker(filled, codebook, others))


def number_cell(cell: RawCell, value: Decimal) -> RawCell:
    """The cell with another number typed."""
    return replace(cell, kind=CellKind.NUMBER, text=f"{value:f}", value=value, formula=False)


def text_cell(cell: RawCell, text: str) -> RawCell:
    """The cell with another text typed."""
    return replace(cell, kind=CellKind.TEXT, text=text, value=None, formula=False)


def _number(filled: Filled) -> Decimal:
    value = filled.cell.value
    if isinstance(value, Decimal):
        return value
    found = re.search(r"-?\d+(?:\.\d+)?", filled.cell.text.replace(",", ""))
    return Decimal(found.group()) if found else Decimal(0)


def _of_number(filled: Filled, codebook: Codebook, others: Sequence[RawCell]) -> Iterator[Change]:
    value, kind = _number(filled), filled.column.kind
    step, least = (Decimal(1), 10) if kind is Kind.COUNT else (_FEN, 1000)
    told = f"{step} 元" if kind is Kind.MONEY else str(step)
    yield Change(f"多 {told}", number_cell(filled.cell, value + step))
    if value > 0:
        yield Change(f"少 {told}", number_cell(filled.cell, value - step))
    label = "多写一个 0" if value else f"写成 {least}"
    yield Change(label, number_cell(filled.cell, value * 10 or Decimal(least)), small=False)


def _of_date(filled: Filled, codebook: Codebook, others: Sequence[RawCell]) -> Iterator[Change]:
    day = filled.cell.value
    if not isinstance(day, date):
        return
    for label, other, small in (
        ("晚一天", day + timedelta(days=1), True),
        ("早一年", day - timedelta(days=365), False),
        ("晚一年", day + timedelta(days=365), False),
    ):
        yield Change(label, replace(filled.cell, value=other, text=other.isoformat()), small)


def _of_code(filled: Filled, codebook: Codebook, others: Sequence[RawCell]) -> Iterator[Change]:
    """A neighbour in the dictionary that this column does not use, then a code that it does use."""
    economic = filled.column.kind is Kind.ECONOMIC
    typed = filled.cell.text.strip()
    used = {cell.text.strip() for cell in others}
    known = [
        code for code in (codebook.economics if economic else codebook.functions) if len(code) == len(typed)
    ]
    after = [code for code in known if code > typed] + [code for code in known if code < typed]
    fresh = next((code for code in after if code not in used), "")
    again = next((code for code in after if code in used), "")
    for code in filter(None, (fresh, again)):
        yield Change(f"写成 {code}", text_cell(filled.cell, code))


def _of_choice(filled: Filled, codebook: Codebook, others: Sequence[RawCell]) -> Iterator[Change]:
    """The choices beside the one typed; where the list only suggests, what else is typed in this column."""
    labels = filled.column.labels
    typed = _chosen(filled.cell)
    if filled.column.kind is Kind.TEXT:
        labels = tuple(dict.fromkeys((*labels, *(_chosen(cell) for cell in others))))
    at = labels.index(typed) if typed in labels else -1
    rest = [*labels[at + 1 :], *labels[: max(at, 0)]]
    for label in dict.fromkeys((*rest[:1], *rest[-1:])):
        yield Change(f"选成“{label}”", text_cell(filled.cell, label))


def _chosen(cell: RawCell) -> str:
    return "是" if cell.value is True else "否" if cell.value is False else cell.text.strip()


def _of_text_code(filled: Filled, codebook: Codebook, others: Sequence[RawCell]) -> Iterator[Change]:
    typed = filled.cell.text.strip()
    yield Change("写错末位", text_cell(filled.cell, typed[:-1] + str((int(typed[-1]) + 1) % 10)))
    other = next((cell.text for cell in others if cell.text.strip() != typed), "")
    if other:
        yield Change(f"写成 {other.strip()}", text_cell(filled.cell, other))


_Maker = Callable[[Filled, Codebook, Sequence[RawCell]], Iterator[Change]]
_MAKERS: Mapping[Kind, _Maker] = {
    Kind.MONEY: _of_number,
    Kind.NUMBER: _of_number,
    Kind.COUNT: _of_number,
    Kind.DATE: _of_date,
    Kind.FUNCTION: _of_code,
    Kind.ECONOMIC: _of_code,
}


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


@frozen
class Watched:
    """One filled cell; ``by`` are the codes that noticed a mistake, ``missed`` the mistakes that nothing noticed."""

    filled: Filled
    watch: Watch
    by: tuple[str, ...]
    missed: tuple[str, ...]


@frozen
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
        account = Account(facts, self.format)
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
