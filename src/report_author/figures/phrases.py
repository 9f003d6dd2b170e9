"""Words with figures in them, ready to print."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import escape

from report_author.figures.figure import Figure, Shown
from report_author.figures.ledger import current_ledger
from report_author.figures.values import Wanted
from report_author.model.findings import Finding
from report_author.model.money import plain


class Noted:
    """Words that are printed as they are, with a finding about them."""

    __slots__ = ("finding", "text")

    def __init__(self, text: str, finding: Finding) -> None:
        self.text = text
        self.finding = finding


Piece = str | Shown | Wanted | Noted
#: A piece, or a function that finds it when the phrase is printed: a text may quote figures that are not computed yet.
Part = Piece | Callable[[], Piece]


class Phrase:
    """Words with figures in them, ready to print; what is missing in them is noted in the ledger."""

    __slots__ = ("parts",)

    def __init__(self, *parts: Part) -> None:
        self.parts = parts

    def __html__(self) -> str:
        return "".join(_printed(part() if callable(part) else part) for part in self.parts)

    def __str__(self) -> str:
        return "".join(_plain(part() if callable(part) else part) for part in self.parts)

    def __bool__(self) -> bool:
        return any(part != "" if isinstance(part, str) else True for part in self.parts)


def _plain(piece: Piece) -> str:
    if isinstance(piece, Wanted):
        return "【缺】"
    return piece.text if isinstance(piece, Noted) else str(piece)


def _printed(piece: Piece) -> str:
    if isinstance(piece, Shown):
        return piece.__html__()
    if isinstance(piece, (Wanted, Noted)):
        ledger = current_ledger()
        if ledger is not None:
            ledger.noted.append(piece.finding)
    return str(escape(_plain(piece)))


def joined(*texts: str | Phrase) -> str | Phrase:
    """Texts one after another; a plain text where all of them are."""
    if any(isinstance(text, Phrase) for text in texts):
        return Phrase(
            *(part for text in texts for part in (text.parts if isinstance(text, Phrase) else (text,)))
        )
    return "".join(str(text) for text in texts)


def show_percent(figure: Figure) -> Shown:
    """A rate with up to two decimals, without the sign “%”."""
    return Shown(figure, "%", plain(figure.value, strip_zeros=True))
