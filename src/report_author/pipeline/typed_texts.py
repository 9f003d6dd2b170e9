"""The texts that people typed, found again in what was printed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

from report_author.model.facts import Facts, Record
from report_author.model.format import Format

_QUOTE = re.compile(r"\{[^{}]*\}")
_SHORT = 2


@dataclass(frozen=True, slots=True)
class TypedTexts:
    """Texts with their cells, the longest first: ``原因说明!D9`` of the workbook, ``名词解释!B4`` of the format."""

    pieces: Sequence[tuple[str, str]]

    @classmethod
    def of(cls, facts: Facts, fmt: Format) -> TypedTexts:
        found = [
            *_of_facts(facts),
            *((term.meaning, term.cell) for term in (*fmt.terms_first, *fmt.code_terms, *fmt.terms_last)),
        ]
        pieces = {(piece.strip("。；;. \n"), cell) for text, cell in found for piece in _QUOTE.split(text)}
        return cls(
            sorted(
                (each for each in pieces if len(each[0]) >= _SHORT), key=lambda each: (-len(each[0]), each[1])
            )
        )

    def cell(self, text: str, start: int, end: int) -> str:
        """The cell of a text that was printed over all of ``text[start:end]``."""
        return next(
            (cell for piece, cell in self.pieces if 0 <= text.find(piece, max(0, end - len(piece))) <= start),
            "",
        )


def _of_facts(facts: Facts) -> Iterator[tuple[str, str]]:
    for block in fields(facts):
        value = getattr(facts, block.name)
        for record in value if isinstance(value, tuple) else (value,):
            if isinstance(record, Record):
                for name, cell in record.cells.items():
                    text = getattr(record, name, None)
                    if isinstance(text, str) and cell and text:
                        yield text, cell
