"""Every number of a report replaced by a wrong one, and which of them another number contradicts.

Whether a number stands in a relation is decided from where it came from (figures, formulas, source cells), never from
what the auditor can read.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

from report_author.audit.reading.blocks import Block, Document, Grid
from report_author.model.money import NumberClass
from report_author.workpaper.tie import Area, Entry, Origin
from tests.audit.cases import BODY, Case

#: what can happen to a number
KINDS = ("末位加一", "末位减一", "首位", "换位", "十倍")
_CHANGE = re.compile(r"(.+)与(.+)的公开数之差")
_GROWTH = re.compile(r"（(.+) - (.+)）÷ .+")
_RATIO = re.compile(r"(.+) ÷ (.+)")


@dataclass(frozen=True, eq=False)
class Mutant:
    """A report with one wrong number."""

    entry: Entry
    kind: str
    shown: str
    document: Document

    @property
    def coarse(self) -> bool:
        """Whether rounding cannot explain it: more than the last digit is wrong."""
        return not self.kind.startswith("末位")


def wrong(shown: str, kind: str) -> str:
    """``shown`` changed as ``kind`` says; empty where that leaves it as it is or makes no number."""
    digits = [at for at, char in enumerate(shown) if char.isdigit()]
    changed = list(shown)
    if kind in ("末位加一", "末位减一"):
        step = 1 if kind == "末位加一" else 9
        changed[digits[-1]] = str((int(shown[digits[-1]]) + step) % 10)
    elif kind == "首位":
        changed[digits[0]] = str(int(shown[digits[0]]) % 9 + 1)
    elif kind == "换位":
        pair = next(((a, b) for a, b in pairwise(digits) if shown[a] != shown[b]), None)
        if pair is None:
            return ""
        changed[pair[0]], changed[pair[1]] = changed[pair[1]], changed[pair[0]]
    elif kind == "十倍":
        return _tenfold(shown)
    text = "".join(changed)
    return "" if text == shown or re.match(r"0\d", text) else text


def _tenfold(shown: str) -> str:
    value = Decimal(shown.replace(",", ""))
    if not value:
        return ""
    text = f"{value * 10:,f}" if "," in shown else f"{value * 10:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def mutants(case: Case, entry: Entry) -> Iterator[Mutant]:
    """The report with the number of ``entry`` replaced, once for each kind of mistake."""
    found = place(case, entry)
    if found is None:
        return
    at, start = found
    blocks = case.document.blocks
    for kind in KINDS:
        text = wrong(entry.shown, kind)
        if text:
            old = blocks[at]
            block = replace(old, text=old.text[:start] + text + old.text[start + len(entry.shown) :])
            grids = tuple(_changed(grid, old, block) for grid in case.document.grids)
            document = replace(case.document, blocks=(*blocks[:at], block, *blocks[at + 1 :]), grids=grids)
            yield Mutant(entry, kind, text, document)


def _changed(grid: Grid, old: Block, new: Block) -> Grid:
    """``grid`` with the text of its cell changed as the block was."""
    rows = tuple(
        tuple(
            text.replace(old.text, new.text, 1) if at == old.paragraph else text
            for text, at in zip(texts, places, strict=True)
        )
        for texts, places in zip(grid.rows, grid.paragraphs, strict=True)
    )
    return replace(grid, rows=rows) if old.kind == "表格" else grid


def place(case: Case, entry: Entry) -> tuple[int, int] | None:
    """Which block shows the number, at which character."""
    part, paragraph, offset = entry.key
    if entry.area is not Area.REPORT or part != BODY:
        return None
    for at, block in enumerate(case.document.blocks):
        start = len(block.number) + offset
        if block.paragraph == paragraph and block.text[start : start + len(entry.shown)] == entry.shown:
            return at, start
    return None


class Relations:
    """Which numbers of a report its other numbers (or those of its tables) determine."""

    def __init__(self, entries: Sequence[Entry], *, tables: bool) -> None:
        seen = [e for e in entries if e.origin is Origin.TRACED and (tables or e.area is not Area.TABLES)]
        self._entries = [e for e in seen if e.figure is not None]
        self._by_name: dict[str, list[Entry]] = defaultdict(list)
        self._by_source: dict[frozenset[str], list[Entry]] = defaultdict(list)
        for entry in self._entries:
            assert entry.figure is not None
            self._by_name[entry.figure.name].append(entry)
            self._by_source[sources(entry)].append(entry)

    def of(self, entry: Entry) -> str:
        """Why ``entry`` stands in a relation; empty where it does not."""
        if entry.figure is None:
            return ""
        if any(other is not entry for other in self._same(entry)):
            return "重复"
        return "公式" if entry.number in self._determined else "分项" if entry.number in self._summed else ""

    def _same(self, entry: Entry) -> list[Entry]:
        """Where the same figure is printed: under its name, or from the same cells with the same value."""
        figure = entry.figure
        assert figure is not None
        named = [
            e for e in self._by_name[figure.name] if e.figure is not None and e.figure.value == figure.value
        ]
        if not sources(entry) or not figure.value:
            return named
        alike = [e for e in self._by_source[sources(entry)] if e.figure is not None]
        return [*named, *(e for e in alike if e.figure is not None and _value(e) == _value(entry))]

    @cached_property
    def _determined(self) -> set[int]:
        """Members of 增减 groups of which three of four are printed, of ratios whose three numbers are all printed."""
        found: set[int] = set()
        for entry in self._entries:
            assert entry.figure is not None
            change, growth = _CHANGE.fullmatch(entry.figure.formula), _GROWTH.fullmatch(entry.figure.formula)
            ratio = None if growth else _RATIO.fullmatch(entry.figure.formula)
            if change or growth:
                now, before = (change or growth)[1], (change or growth)[2]  # type: ignore[index]
                group = [
                    *self._operand(entry, now, before),
                    *self._operand(entry, before, now),
                    *self._moves(now),
                ]
                kinds = {e.figure.name for e in group if e.figure is not None}
                if len(kinds) >= 3:
                    found |= {e.number for e in group}
            elif ratio:
                part, whole = (
                    self._operand(entry, ratio[1], ratio[2]),
                    self._operand(entry, ratio[2], ratio[1]),
                )
                if part and whole:
                    found |= {e.number for e in (*part, *whole, entry)}
        return found

    def _moves(self, now: str) -> list[Entry]:
        return [*self._by_name[f"{now}比上年增减额"], *self._by_name[f"{now}比上年增减率"]]

    def _operand(self, entry: Entry, name: str, other: str) -> list[Entry]:
        """Where an operand of a formula is printed: by its name, else by the cells that the other does not need."""
        if self._by_name[name]:
            return self._by_name[name]
        known = self._by_name[other]
        rest = sources(entry) - (sources(known[0]) if known else frozenset())
        return (
            [e for e in self._by_source[rest] if e.figure is not None and e.figure.unit == "元"]
            if rest
            else []
        )

    @cached_property
    def _summed(self) -> set[int]:
        """Wholes with the parts printed right after them, whose cells are exactly the cells of the whole."""
        found: set[int] = set()
        shown = [e for e in self._entries if e.area is Area.REPORT and e.kind is not NumberClass.PERCENT]
        for at, whole in enumerate(shown):
            for first in range(at + 1, min(at + 4, len(shown))):
                found |= _partition(whole, shown[first : first + 40])
        return found


def _partition(whole: Entry, following: Sequence[Entry]) -> set[int]:
    """``whole`` and the first of ``following`` where these make it up; empty where they do not."""
    assert whole.figure is not None
    cells, left, parts = sources(whole), _value(whole), list[Entry]()
    for entry in following:
        if entry.figure is None or entry.figure.unit != whole.figure.unit or entry.heading != whole.heading:
            break
        if _value(entry) > left or not sources(entry) <= cells:
            break
        parts.append(entry)
        left -= _value(entry)
        if not left and len(parts) > 1 and _value(whole):
            return {whole.number, *(part.number for part in parts)}
    return set()


def sources(entry: Entry) -> frozenset[str]:
    """The cells that a number comes from."""
    return frozenset(entry.cells)


def _value(entry: Entry) -> Decimal:
    assert entry.figure is not None
    return entry.figure.value


def numbers(case: Case) -> list[Entry]:
    """The numbers of the report's text that count."""
    return [e for e in case.tie.entries if e.area is Area.REPORT and e.kind.counted]


#: words of direction with their opposites
OPPOSITES = {"增加": "减少", "减少": "增加", "增长": "下降", "下降": "增长", "大于": "小于", "小于": "大于"}
_DIRECTED = re.compile(r"(?P<word>增加|减少|增长|下降)(?=\d)|决算数(?P<level>大于|小于)(?=预算数)")


def turned(case: Case) -> Iterator[tuple[str, Document]]:
    """The report with one word of direction turned into its opposite, word by word; then amount and rate together."""
    blocks = case.document.blocks
    for at, old in enumerate(blocks):
        if not old.section.startswith("第二部分") and "、" not in old.section[:3]:
            continue
        words = [
            (found.span(found.lastgroup or 0), found[found.lastgroup or 0])
            for found in _DIRECTED.finditer(old.text)
        ]
        single = [[word] for word in words]
        pairs = [[first, second] for first, second in pairwise(words) if second[0][0] - first[0][1] < 16]
        for change in (*single, *pairs):
            text = old.text
            for (start, end), word in change:
                text = text[:start] + OPPOSITES[word] + text[end:]
            yield (
                text,
                replace(case.document, blocks=(*blocks[:at], replace(old, text=text), *blocks[at + 1 :])),
            )
