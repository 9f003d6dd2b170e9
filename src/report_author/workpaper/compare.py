"""What people changed in a report after it was built."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import TypeVar

from report_author.model.findings import Finding
from report_author.model.money import Number, find_numbers
from report_author.ooxml.package import Package
from report_author.ooxml.reading import Line, read_lines
from report_author.workpaper import compare_words as say
from report_author.workpaper.compare_charts import compare_charts
from report_author.workpaper.tie import Entry, TieOut

_T = TypeVar("_T")
_PAGE = re.compile(r"\t\s*[\d—–-]*\s*$|^\s*[—–-]?\s*\d+\s*[—–-]?\s*$")
_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；\n]?")
#: pairs of lines beyond which a block is paired by position
_MOST_PAIRS = 20_000


@dataclass(slots=True)
class Comparison:
    """Findings on every change, with how many numbers of the built report stand unchanged."""

    findings: list[Finding] = field(default_factory=list)
    numbers: int = 0
    unchanged: int = 0


def compare_report(tie: TieOut, built: Package, edited: Package) -> Comparison:
    """Hold ``edited`` against the report that ``tie`` accounts for (``built``).

    Paragraphs are matched by their text, so that added or moved ones do not shift the others; page numbers and the
    contents page do not count. Raises ``etree.XMLSyntaxError`` or ``KeyError`` for a damaged file.
    """
    entries: dict[tuple[str, int | str], list[Entry]] = {}
    for entry in tie.entries:
        entries.setdefault(entry.key[:2], []).append(entry)
    comparison = _Comparer(entries).compare(_shown(tie.lines), _shown(read_lines(edited)))
    charts, values, same = compare_charts(tie, built, edited)
    comparison.findings += charts
    comparison.numbers += values
    comparison.unchanged += same
    return comparison


def _shown(lines: Sequence[Line]) -> list[Line]:
    return [
        line
        for line in lines
        if line.text.strip() and not line.contents and (line.cell or not _PAGE.search(line.text))
    ]


class _Comparer:
    def __init__(self, entries: dict[tuple[str, int | str], list[Entry]]) -> None:
        self._entries = entries
        self._result = Comparison()

    def compare(self, before: Sequence[Line], after: Sequence[Line]) -> Comparison:
        self._result.numbers = sum(len(self._of(line)) for line in before)
        changed = 0
        gone: list[Line] = []
        added: list[Line] = []
        for left, right in matched(before, after):
            if left is None:
                added.append(right)  # type: ignore[arg-type]
            elif right is None:
                gone.append(left)
            elif _key(left) != _key(right):
                changed += self._pair(left, right)
        moved = Counter(_key(line) for line in gone) & Counter(_key(line) for line in added)
        for line in gone:
            if not moved[_key(line)]:
                owned = self._of(line)
                changed += len(owned)
                self._result.findings.append(say.paragraph_gone(line, owned))
        for line in added:
            if moved[_key(line)] > 0:
                moved[_key(line)] -= 1
                self._result.findings.append(say.paragraph_moved(line))
            else:
                self._result.findings.append(
                    say.paragraph_added(line, [n for n in find_numbers(line.text) if n.kind.counted])
                )
        self._result.unchanged = self._result.numbers - changed
        return self._result

    def _of(self, line: Line) -> list[Entry]:
        return self._entries.get((line.part, line.index), [])

    def _owner(self, line: Line, number: Number) -> Entry | None:
        return next(
            (e for e in self._of(line) if e.key[2] < number.end and number.start < e.key[2] + len(e.shown)),
            None,
        )

    def _pair(self, left: Line, right: Line) -> int:
        """The findings on a changed paragraph; how many numbers of it changed or are gone."""
        changed = 0
        told: set[str] = set()
        for old, new in _number_changes(left.text, right.text):
            sentence = sentence_of(right.text, new) if new else ""
            owner = self._owner(left, old) if old else None
            if old and new:
                self._result.findings.append(say.number_changed(right, old, new, sentence, owner))
            elif old:
                sentence = sentence_of(left.text, old)
                self._result.findings.append(say.number_gone(right, old, sentence, owner))
            elif new:
                self._result.findings.append(say.number_added(right, new, sentence))
            told.add(sentence)
            changed += old is not None and owner is not None
        for was, now in _sentence_changes(left.text, right.text):
            if was not in told and now not in told:
                traced = any(entry.figure is not None and entry.context == was for entry in self._of(left))
                self._result.findings.append(say.sentence_changed(right, was, now, traced=traced))
        return changed


def matched(before: Sequence[Line], after: Sequence[Line]) -> Iterator[tuple[Line | None, Line | None]]:
    """Lines side by side; None where one side has no counterpart."""
    left, right = [_key(line) for line in before], [_key(line) for line in after]
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if tag == "equal" or i2 - i1 == j2 - j1 or (i2 - i1) * (j2 - j1) > _MOST_PAIRS:
            yield from zip_longest(before[i1:i2], after[j1:j2])
        else:
            yield from _alike(before[i1:i2], after[j1:j2])


def _alike(before: Sequence[Line], after: Sequence[Line]) -> Iterator[tuple[Line | None, Line | None]]:
    """Pairs of lines that resemble one another, in order."""
    at = 0
    for line in before:
        ratios = [
            (SequenceMatcher(None, _key(line), _key(other), autojunk=False).ratio(), -n)
            for n, other in enumerate(after[at:])
        ]
        best = max(ratios, default=(0.0, 0))
        if best[0] < 0.5:
            yield line, None
            continue
        for skipped in after[at : at - best[1]]:
            yield None, skipped
        at -= best[1]
        yield line, after[at]
        at += 1
    for rest in after[at:]:
        yield None, rest


def changed_runs(
    left: Sequence[_T], right: Sequence[_T], key: Callable[[_T], str]
) -> Iterator[tuple[Sequence[_T], Sequence[_T]]]:
    """The runs in which both sides differ by ``key``."""
    old, new = ([key(each) for each in side] for side in (left, right))
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield left[i1:i2], right[j1:j2]


def _key(line: Line) -> str:
    return "".join(line.text.split())


def _number_changes(before: str, after: str) -> Iterator[tuple[Number | None, Number | None]]:
    """Numbers replaced, dropped (second is None), added (first is None); what is not a number counts as context."""
    for left, right in changed_runs(
        _pieces(before), _pieces(after), lambda each: each.text if isinstance(each, Number) else f"\0{each}"
    ):
        yield from zip_longest(
            *([each for each in side if isinstance(each, Number)] for side in (left, right))
        )


def _pieces(text: str) -> list[str | Number]:
    """The text in order: every counted number as one piece, every other character as one."""
    found: list[str | Number] = []
    at = 0
    for number in find_numbers(text):
        if number.kind.counted:
            found += [*text[at : number.start], number]
            at = number.end
    return [piece for piece in [*found, *text[at:]] if isinstance(piece, Number) or piece.strip()]


def sentence_of(text: str, number: Number) -> str:
    """The sentence that holds ``number``."""
    return next(
        (m.group().strip() for m in _SENTENCE.finditer(text) if m.start() <= number.start < m.end()),
        text.strip(),
    )


def _sentence_changes(before: str, after: str) -> Iterator[tuple[str, str]]:
    """Sentences that differ in more than their numbers, side by side."""
    old, new = ([found.group().strip() for found in _SENTENCE.finditer(text)] for text in (before, after))
    for left, right in changed_runs(old, new, _without_numbers):
        yield from zip_longest(left, right, fillvalue="")


def _without_numbers(sentence: str) -> str:
    return "".join("#" if isinstance(piece, Number) else piece for piece in _pieces(sentence))
