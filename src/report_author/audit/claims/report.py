"""A report with its claims read, ready to be judged."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import takewhile

from report_author.audit.claims.changes import Reading, read_claims
from report_author.audit.claims.mentions import Mention, Role
from report_author.audit.claims.tokens import Span, Style, Token, style_of, tokens_of, total
from report_author.audit.reading.blocks import Block, Document
from report_author.audit.reading.cover import unit_of
from report_author.model.codes import Codebook

_TITLE = re.compile(r"(?<![与比较同])(?P<year>20\d\d)年?度?[^。]{0,40}?(?P<kind>决算|预算)")


@dataclass(frozen=True, eq=False)
class Report:
    """What the judges work on. ``year`` is 0, ``unit`` empty where the report does not tell it."""

    document: Document
    year: int
    budget: bool
    readings: tuple[Reading, ...]
    style: Style
    unit: str = ""
    codes: Codebook = field(default_factory=lambda: Codebook.for_year(2021))

    @cached_property
    def index(self) -> dict[Block, int]:
        return {reading.block: number for number, reading in enumerate(self.readings)}

    @cached_property
    def text(self) -> str:
        """All prose, squeezed, a line for each block."""
        return "\n".join(reading.text for reading in self.readings)

    @cached_property
    def prose(self) -> list[Block]:
        """The paragraphs that sentences stand in."""
        return self.document.prose()

    @property
    def blocks(self) -> tuple[Block, ...]:
        return self.document.blocks

    def find(self, pattern: re.Pattern[str]) -> Iterator[tuple[Block, re.Match[str]]]:
        """Each place of the prose that ``pattern`` fits."""
        return ((block, found) for block in self.prose for found in pattern.finditer(block.plain.text))

    def span(self, token: Token) -> Span:
        """All that a number as printed can stand for."""
        return self.style.span(token)

    def total(self, tokens: Iterable[Token]) -> Span:
        """All that the sum of numbers as printed can be."""
        return total(self.span(token) for token in tokens)

    def below(self, number: int) -> Iterator[Reading]:
        """The readings behind the one at ``number`` up to the next heading."""
        section = self.readings[number].block.section
        return takewhile(
            lambda r: r.block.section == section and not r.block.style,
            self.readings[number + 1 : number + 80],
        )

    def before(self, block: Block, how_many: int = 3) -> list[Reading]:
        """The readings right before ``block`` in its section, nearest first."""
        at = self.index[block]
        near = [r for r in self.readings[max(0, at - how_many) : at] if r.block.section == block.section]
        return near[::-1]

    def mentions(self, *roles: Role) -> Iterator[Mention]:
        for reading in self.readings:
            for mention in reading.mentions:
                if not roles or mention.role in roles:
                    yield mention

    def quote(self, block: Block, start: int, end: int) -> str:
        """The original words of a stretch of the squeezed text."""
        first, last = block.plain.original(start, end)
        return block.text[first:last]

    def sentence(self, token: Token) -> str:
        """The sentence of ``token`` in its original words, shortened around it where it is long."""
        text = token.block.plain.text
        start = max(text.rfind("。", 0, token.start) + 1, token.start - 60)
        stop = text.find("。", token.end)
        end = min(stop + 1 if stop >= 0 else len(text), token.end + 40)
        return self.quote(token.block, start, end).strip()


def make_report(document: Document) -> Report:
    """Read the claims of ``document``; the year comes from its title, else from its first sentences."""
    year, budget = _year_and_kind(document)
    prose = document.prose()
    readings = tuple(read_claims(block, year, budget=budget) for block in prose)
    tokens = [token for block in prose for token in tokens_of(block) if token.is_money]
    for reading in readings:
        said = (
            *(c.rate for c in reading.changes),
            *(s.rate for s in reading.shares),
            *(c.rate for c in reading.completions),
        )
        tokens += [rate for rate in said if rate is not None]
    return Report(
        document, year, budget, readings, style_of(tokens), unit_of(document), Codebook.for_year(year or 2021)
    )


def _year_and_kind(document: Document) -> tuple[int, bool]:
    counted: dict[int, int] = {}
    budgets = finals = 0
    for text in [document.name, *(block.plain.text for block in document.blocks[:400])]:
        for found in _TITLE.finditer(text[:200]):
            weight = 5 if len(text) < 60 else 1
            counted[int(found["year"])] = counted.get(int(found["year"]), 0) + weight
        finals += text.count("决算")
        budgets += (
            text.count("预算")
            - text.count("一般公共预算")
            - text.count("政府性基金预算")
            - text.count("国有资本经营预算")
        )
    named = _TITLE.search(document.name)
    if named:
        return int(named["year"]), named["kind"] == "预算"
    year = max(counted, key=lambda y: counted[y]) if counted else 0
    return year, finals * 4 < budgets
