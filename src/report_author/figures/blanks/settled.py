"""What became of the blank cells of a workbook."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from report_author.model.facts import Budget, Counts, Facts, Project, SanGong
from report_author.model.money import ZERO

SHEET = "三公资产采购"
TYPE_ZERO = "没有的填 0。"


@dataclass(frozen=True, slots=True)
class Lacking:
    """A cell that must be typed: what it is, why it is needed, what to do."""

    cell: str
    label: str
    why: str
    advice: str


@dataclass(frozen=True, slots=True)
class Clash:
    """An answer that a typed figure contradicts."""

    cell: str
    answer: str
    other: str
    label: str
    value: str


@dataclass(slots=True)
class Settled:
    """The facts with every blank resolved that may be; ``lacking`` are those that may not (they stay ``None``).

    ``taken`` are the groups taken for 没有 because other cells show it, ``added`` the rows of 年中追加, each with its cell,
    ``unbudgeted`` the rows whose budget is lacking: nothing is compared with it.
    """

    facts: Facts
    lacking: list[Lacking] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)
    taken: list[tuple[str, str]] = field(default_factory=list)
    added: list[tuple[str, str]] = field(default_factory=list)
    unbudgeted: list[tuple[Budget | SanGong | Project, Lacking]] = field(default_factory=list)

    @property
    def counts(self) -> Counts:
        return self.facts.counts

    def lack(self, cell: str, label: str, why: str, advice: str = "请填写；" + TYPE_ZERO) -> None:
        self.lacking.append(Lacking(cell, label, why, advice))

    def blank_cell(self, block: str, label: str, name: str) -> str:
        """Where a row that stands ready would be filled in."""
        return self.facts.unfilled.get(f"{block}.{label}.{name}", "")

    def zero_counts(self, names: Iterable[str]) -> None:
        """The blank ones of these counts are 0."""
        zeros: dict[str, Any] = {
            name: ZERO if name.endswith("contracts") else 0
            for name in names
            if getattr(self.counts, name) is None
        }
        self.facts = replace(self.facts, counts=replace(self.counts, **zeros))


def begun(row: SanGong) -> bool:
    """Whether an amount is typed in this row."""
    return any(each is not None for each in (row.initial, row.revised, row.actual))
