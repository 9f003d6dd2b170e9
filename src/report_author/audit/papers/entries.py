"""The doubts about one report, numbered as every paper of the audit shows them."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath

from report_author.audit.audit import Audit
from report_author.audit.judges.catalogue import KINDS, Kind
from report_author.audit.judges.relations import Doubt, Verdict
from report_author.audit.reading.blocks import Block
from report_author.audit.reading.cover import cover_of
from report_author.model.findings import NOT_COMPARED, Compared, Finding, Severity
from report_author.records import frozen

#: what stands in no catalogue of defects, by the first letter of its code
_OUTSIDE = {"B": "文件", "G": "格式", "P": "程序"}


@dataclass(frozen=True, eq=False)
class Entry:
    """A doubt with its number in the list; ``near`` are other paragraphs that the same cause shows in."""

    number: int
    id: str
    doubt: Doubt
    near: tuple[Block, ...] = ()

    @property
    def kind(self) -> Kind:
        return KINDS.get(self.doubt.code) or Kind(
            self.doubt.code, _OUTSIDE.get(self.doubt.code[:1], "其他"), self.doubt.basis
        )

    @property
    def level(self) -> str:
        return self.doubt.severity.label

    @property
    def span(self) -> tuple[int, int]:
        """Where it stands in the text of its block; nothing for a doubt about all of it."""
        block = self.doubt.block
        return block.plain.original(self.doubt.start, self.doubt.end) if block is not None else (0, 0)

    @property
    def also(self) -> list[str]:
        """Where else the cause shows, its own place left out."""
        own = ("", self.doubt.place, f"{self.doubt.place}：{self.doubt.quote}")
        return [words for words in dict.fromkeys(self.doubt.also) if words not in own]

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What is known of it by name, those that say nothing left out."""
        doubt = self.doubt
        named = (
            ("原文", doubt.quote),
            ("现写", doubt.stated),
            ("应为", doubt.expected),
            ("算式", doubt.working),
            ("差额", doubt.difference),
            ("依据", doubt.basis or self.kind.basis),
            ("把握", doubt.confidence),
        )
        return [(name, text) for name, text in named if text]

    def as_json(self, report: str) -> dict[str, object]:
        """As a finding of ``check``, with what an audit adds; ``start`` and ``end`` count in the paragraph."""
        doubt = self.doubt
        found = Finding(
            doubt.code,
            doubt.severity,
            doubt.place,
            doubt.message,
            doubt.advice,
            doubt.quote,
            doubt.stated,
            doubt.expected,
        )
        start, end = self.span
        return {
            **found.as_json(),
            "id": self.id,
            "number": self.id,
            "report": report,
            "name": self.kind.name,
            "working": doubt.working,
            "difference": doubt.difference,
            "confidence": doubt.confidence,
            "basis": doubt.basis or self.kind.basis,
            "also": self.also,
            "start": start,
            "end": end,
        }


@frozen
class KindCount:
    """How the relations and the doubts of one kind came out."""

    kind: Kind
    checked: int
    held: int
    tails: int
    doubts: int


@dataclass(frozen=True, eq=False)
class Audited:
    """What an audit of the file ``name`` gave; ``remarks`` say what else was read with it."""

    name: str
    audit: Audit
    problems: tuple[Finding, ...] = ()
    remarks: tuple[str, ...] = ()
    compared: Compared = NOT_COMPARED

    @property
    def stem(self) -> str:
        return PurePath(self.name).stem

    @property
    def unit(self) -> str:
        """Whose report it is; its file's name where it does not say."""
        return self.audit.report.unit or self.stem

    @property
    def title(self) -> str:
        report = self.audit.report
        if not report.year or self.unit == self.stem:
            return self.stem
        kind = cover_of(report.document)[1] or "部门"
        return f"{report.year}年度{self.unit.removesuffix(kind)}{kind}{'预算' if report.budget else '决算'}"

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Problems of the file, then the doubts, worst first."""
        doubts = [*map(_doubt, self.problems), *self.audit.doubts]
        doubts.sort(key=lambda doubt: doubt.severity.rank)
        places = Counter(block.place for block in self.audit.report.document.blocks)
        single = {
            block.place: block for block in self.audit.report.document.blocks if places[block.place] == 1
        }
        found = []
        for number, (doubt, identity) in enumerate(zip(doubts, _ids(doubts), strict=True), start=1):
            found.append(Entry(number, identity, doubt, _near(doubt, single)))
        return tuple(found)

    @property
    def errors(self) -> bool:
        return any(entry.doubt.severity is Severity.ERROR for entry in self.entries)

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many doubts of each level, 错误 first."""
        counted = Counter(entry.level for entry in self.entries)
        return {severity.label: counted[severity.label] for severity in Severity}

    @property
    def summary(self) -> str:
        """One line for a person."""
        doubts = "、".join(f"{level} {count}" for level, count in self.counts.items())
        return (
            f"核对了 {self.audit.checked} 处关系，{self.audit.held} 处成立；"
            f"疑点：{doubts}；未核对 {len(self.audit.not_judged)} 处"
        )

    @cached_property
    def reasons(self) -> list[tuple[str, int]]:
        """Why something could not be checked, the most frequent first."""
        return Counter(each.why for each in self.audit.not_judged).most_common()

    @cached_property
    def kinds(self) -> list[KindCount]:
        """The kinds that were met, in the order of the catalogue."""
        relations: dict[str, Counter[Verdict]] = {}
        for relation in self.audit.relations:
            relations.setdefault(relation.code, Counter())[relation.verdict] += 1
        doubts = Counter(entry.doubt.code for entry in self.entries)
        known = {entry.doubt.code: entry.kind for entry in self.entries} | KINDS
        return [
            KindCount(known[code], sum(met.values()), met[Verdict.HOLDS], met[Verdict.TAIL], doubts[code])
            for code in sorted(relations.keys() | doubts.keys())
            for met in (relations.get(code, Counter()),)
        ]


def _doubt(problem: Finding) -> Doubt:
    kind = KINDS.get(problem.code)
    return Doubt(
        problem.code,
        problem.severity,
        None,
        problem.place,
        problem.quote,
        problem.message,
        problem.advice,
        problem.stated,
        problem.expected,
        basis=kind.basis if kind else "",
    )


def _ids(doubts: Sequence[Doubt]) -> Iterable[str]:
    """The same doubt at the same place has the same id in every run; a second one gets a number."""
    met: Counter[str] = Counter()
    for doubt in doubts:
        digest = hashlib.sha256(
            f"{doubt.code}|{doubt.place}|{doubt.quote}|{doubt.stated}".encode()
        ).hexdigest()[:8]
        identity = f"{doubt.code}-{digest}"
        met[identity] += 1
        yield identity if met[identity] == 1 else f"{identity}-{met[identity]}"


def _near(doubt: Doubt, single: dict[str, Block]) -> tuple[Block, ...]:
    """The paragraphs that ``also`` names, as far as a place names one paragraph only."""
    found: dict[Block, None] = {}
    for words in doubt.also:
        place = words if words in single else words.partition("：")[0]
        if place in single and single[place] is not doubt.block:
            found[single[place]] = None
    return tuple(found)


def short(text: str, most: int) -> str:
    """``text`` in at most ``most`` characters."""
    return text if len(text) <= most else f"{text[: most - 1]}…"
