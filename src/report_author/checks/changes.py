"""Mistakes of typing that are tried on a cell to see whether anything notices them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from report_author.checks.filled import Filled
from report_author.model.codes import Codebook
from report_author.ooxml.sheets import CellKind, RawCell
from report_author.workbook.shape import Kind

_FEN = Decimal("0.01")


@dataclass(frozen=True, slots=True)
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


def _of_amount(filled: Filled, codebook: Codebook, others: Sequence[RawCell]) -> Iterator[Change]:
    value = _number(filled)
    unit = "元" if filled.column.kind is Kind.MONEY else ""
    yield Change(f"多 0.01{unit and ' ' + unit}", number_cell(filled.cell, value + _FEN))
    if value > 0:
        yield Change(f"少 0.01{unit and ' ' + unit}", number_cell(filled.cell, value - _FEN))
    yield Change(
        "多写一个 0" if value else "写成 1000",
        number_cell(filled.cell, value * 10 or Decimal(1000)),
        small=False,
    )


def _of_count(filled: Filled, codebook: Codebook, others: Sequence[RawCell]) -> Iterator[Change]:
    value = _number(filled)
    yield Change("多 1", number_cell(filled.cell, value + 1))
    if value > 0:
        yield Change("少 1", number_cell(filled.cell, value - 1))
    yield Change(
        "多写一个 0" if value else "写成 10", number_cell(filled.cell, value * 10 or Decimal(10)), small=False
    )


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
    Kind.MONEY: _of_amount,
    Kind.NUMBER: _of_amount,
    Kind.COUNT: _of_count,
    Kind.DATE: _of_date,
    Kind.FUNCTION: _of_code,
    Kind.ECONOMIC: _of_code,
}
