"""Both samples with 批复数 complete, with one cell typed wrong at random."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from functools import cache
from random import Random

from report_author.checks.coverage import Filled, Watcher, filled_cells, with_cell
from report_author.model.findings import Finding
from report_author.ooxml.sheets import CellKind, RawCell, RawWorkbook, parse_workbook
from report_author.workbook.create import workbook_bytes
from report_author.workbook.layout import ECONOMIC_DICTIONARY, FUNCTION_DICTIONARY, OPTION_DICTIONARY
from report_author.workbook.shape import Kind
from tests.checks.books import rule_book
from tests.figures.books import shipped_format
from tools.make_samples import SAMPLES
from tools.samples.approval import complete_approval
from tools.samples.to_facts import entries_to_facts

#: what no 批复数, rule, list or dictionary reads: the columns that ``check --coverage`` has to list
UNREAD = frozenset(
    (
        ("department", "unit_code"),
        ("texts", "numbering"),
        ("eval_texts", "numbering"),
        ("quotables", "value"),
        ("quotables", "unit"),
    )
)
_DICTIONARIES = (FUNCTION_DICTIONARY, ECONOMIC_DICTIONARY, OPTION_DICTIONARY)


@dataclass(frozen=True)
class Sample:
    """A sample ready to be corrupted; ``columns`` are the texts typed in each column."""

    watcher: Watcher
    cells: tuple[Filled, ...]
    columns: dict[tuple[str, str], list[str]]


@cache
def book_of(number: int) -> RawWorkbook:
    """A sample whose 批复数 are complete."""
    entries = dict(SAMPLES[number])
    entries["approved"] = complete_approval(entries_to_facts(entries), shipped_format())
    return parse_workbook(workbook_bytes(entries, year=2021), skip=_DICTIONARIES)


@cache
def sample(number: int) -> Sample:
    watcher = Watcher(book_of(number), f"示例{number}.xlsx", shipped_format(), rule_book())
    cells = filled_cells(watcher.book)
    columns: dict[tuple[str, str], list[str]] = {}
    for each in cells:
        columns.setdefault(column_of(each), []).append(each.cell.text.strip())
    return Sample(watcher, cells, columns)


def column_of(filled: Filled) -> tuple[str, str]:
    return filled.block, filled.column.field


def read_cells(of: Sample) -> list[Filled]:
    """The cells that something reads."""
    return [each for each in of.cells if column_of(each) not in UNREAD]


def _typed(cell: RawCell, value: Decimal | str) -> RawCell:
    if isinstance(value, str):
        return replace(cell, kind=CellKind.TEXT, text=value, value=None)
    return replace(cell, kind=CellKind.NUMBER, text=f"{value:f}", value=value)


def _amounts(value: Decimal, rng: Random) -> Iterator[tuple[str, Decimal]]:
    yield "多 1 分", value + Decimal("0.01")
    yield "少 1 分", value - Decimal("0.01")
    yield "多些", value + Decimal(rng.randint(2, 10**7)) / 100
    yield "漏一个 0", (value / 10).quantize(Decimal("0.01"))
    yield "多一个 0", value * 10
    yield "正负号", -value
    digits = [*f"{value:.2f}"]
    places = [n for n in range(len(digits) - 1) if digits[n].isdigit() and digits[n + 1].isdigit()]
    at = rng.choice(places)
    digits[at], digits[at + 1] = digits[at + 1], digits[at]
    yield "两位颠倒", Decimal("".join(digits))


def mistakes(of: Sample, filled: Filled, rng: Random) -> dict[str, RawCell]:
    """Every kind of mistake that this cell allows, each once; what comes out as it was is none."""
    cell, kind, labels = filled.cell, filled.column.kind, filled.column.labels
    made: dict[str, RawCell] = {}
    if kind in (Kind.MONEY, Kind.NUMBER):
        value = cell.value if isinstance(cell.value, Decimal) else Decimal(cell.text)
        made = {
            f"金额：{label}": _typed(cell, wrong) for label, wrong in _amounts(value, rng) if wrong != value
        }
    elif kind is Kind.COUNT:
        value = cell.value if isinstance(cell.value, Decimal) else Decimal(cell.text)
        made = {"数量：多 1": _typed(cell, value + 1), "数量：少 1": _typed(cell, value - 1)}
        if value:
            made["数量：多一个 0"] = _typed(cell, value * 10)
    elif kind is Kind.DATE:
        for label, days in (("差几天", rng.randint(1, 28)), ("差一年", rng.choice((-365, 365)))):
            day = cell.value + timedelta(days=days)  # type: ignore[operator]
            made[f"日期：{label}"] = replace(cell, value=day, text=day.isoformat())
    elif kind.code:
        known = of.watcher.codebook.economics if kind is Kind.ECONOMIC else of.watcher.codebook.functions
        others = [code for code in known if len(code) == len(cell.text) and code != cell.text]
        made = {"编码：别的科目": _typed(cell, rng.choice(others))}
        used = sorted({*of.columns[column_of(filled)]} - {cell.text})
        if used:
            made["编码：本表别的科目"] = _typed(cell, rng.choice(used))
    elif filled.is_code:
        made = {
            "编码：错一位": _typed(cell, cell.text[:-1] + str((int(cell.text[-1]) + rng.randint(1, 9)) % 10))
        }
    else:
        typed = "是" if cell.value is True else "否" if cell.value is False else cell.text.strip()
        others = sorted({*labels, *of.columns[column_of(filled)]} - {typed})
        if others:
            made = {"选项：选错": _typed(cell, rng.choice(others))}
    return made


def noticed(of: Sample, filled: Filled, cell: RawCell) -> Finding | None:
    """What is found at the right cell or by a rule that compares; the reader of cells has to name the row itself."""
    for found in of.watcher.fresh(with_cell(of.watcher.book, filled, cell)):
        if not found.code.startswith(("V0", "V1", "V2", "V3", "L")):
            return found
        sheet, _, ref = found.place.partition("!")
        row = ref.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        repeated = re.search(rf"[A-Z]{filled.at[0] + 1}\b", found.message) is not None
        if sheet == filled.sheet and (row == str(filled.at[0] + 1) or repeated):
            return found
    return None


@dataclass
class Score:
    """How many mistakes were made, how many noticed, by kind and by sheet; those that were missed by name."""

    made: Counter[str]
    found: Counter[str]
    missed: list[str]

    @classmethod
    def empty(cls) -> Score:
        return cls(Counter(), Counter(), [])

    def count(self, of: Sample, filled: Filled, label: str, cell: RawCell) -> None:
        keys = ("全部", label, filled.sheet)
        self.made.update(keys)
        if noticed(of, filled, cell) is None:
            self.missed.append(f"{filled.place} {filled.column.label} {label} → {cell.text}")
        else:
            self.found.update(keys)

    @property
    def rate(self) -> float:
        return self.found["全部"] / self.made["全部"]

    def __str__(self) -> str:
        lines = [
            f"{key}　{self.found[key]}/{made}　{self.found[key] / made:.1%}"
            for key, made in self.made.items()
        ]
        return "\n".join([*lines, *self.missed])
