"""Texts of the clerk with the figures they quote as {名称}; words with figures in them, ready to print."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial

from markupsafe import escape

from report_author.figures.account import Conventions
from report_author.figures.counters import ItemNumber
from report_author.figures.figure import Figure, Shown, show_wan, show_yuan
from report_author.figures.ledger import current_ledger
from report_author.figures.values import Names, Wanted
from report_author.model.choices import Numbering
from report_author.model.facts import EvalText, Quotable, Text
from report_author.model.findings import Finding, error, warning
from report_author.model.money import plain
from report_author.records import frozen

# ---------------------------------------------------------------- words with figures in them, ready to print


@frozen
class Noted:
    """Words that are printed as they are, with a finding about them."""

    text: str
    finding: Finding


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


# ---------------------------------------------------------------- texts of the clerk, with the figures they quote as {名称}


_QUOTE = re.compile(r"\{([^\W\d][\w.]{0,60})\}(?=(万元|元)?)")
_ENDS = "。！？；：，.!?;:,"
_AROUND = "。；;.，,、：: \t\n\u3000"
#: what a sentence of the report says itself before a reason, before a use; clerks type it again
REASON_LEAD = re.compile(
    r"(?:其)?(?:变动|差异|增减)?的?(?:主要|具体)?(?:变动|差异|增减)?的?原因(?:(?:主要)?(?:是|为|系|在于)[：:，,]?|[：:，,])\s*"
    r"|主要[是系][：:，,]?\s*"
)
USE_LEAD = re.compile(
    r"(?:其他用车)?(?:主要)?[是为]?(?:用于|用途(?:[是为][：:]?|[：:]))[：:，,]?\s*|主要[是系][：:，,]?\s*"
)

#: Looks a dotted name up in the vocabulary; None where there is none.
Lookup = Callable[[str], object]


def bare(text: str, lead: re.Pattern[str] = REASON_LEAD) -> str:
    """A reason (or use) as it stands inside a sentence of the report: without what the sentence says itself, without its stop."""
    text = text.strip(_AROUND)
    while found := lead.match(text):
        text = text[found.end() :]
    return text


class Quoter:
    """Replaces {名称} in texts by the figure (or the plain name, the year) of that name: first 引用数据, then the vocabulary.

    The unit typed behind a quoted amount decides how it is shown: ``{支出.本年合计}万元``, ``{本项目.执行}元``.
    ``grouped``: with thousands commas, as tables have them and prose has not.
    """

    def __init__(
        self,
        quotables: Iterable[Quotable],
        lookup: Lookup,
        conventions: Conventions,
        *,
        grouped: bool = False,
    ) -> None:
        self._own = {quotable.name: quotable for quotable in quotables}
        self._lookup = lookup
        self._conventions = conventions
        self._grouped = grouped

    def within(self, name: str, entries: Mapping[str, object], *, grouped: bool = False) -> Quoter:
        """This quoter with one more name space, such as 本项目 for the texts of a project."""

        def look_up(dotted: str) -> object:
            space, _, entry = dotted.partition(".")
            return entries.get(entry) if space == name else self._lookup(dotted)

        return Quoter(self._own.values(), look_up, self._conventions, grouped=grouped)

    def text(self, text: str, place: str) -> str | Phrase:
        """The text itself, or a phrase where it quotes figures.

        A quoted name is looked up when the phrase is printed: texts belong to the vocabulary that they quote.
        """
        if "{" not in text:
            return text
        parts: list[Part] = []
        position = 0
        for match in _QUOTE.finditer(text):
            parts += [
                text[position : match.start()],
                partial(self._shown, match.group(1), match.group(2) or "", place),
            ]
            position = match.end(1) + 1
        if not position:
            return text
        return Phrase(*parts, text[position:])

    def clause(self, text: str, place: str, lead: re.Pattern[str] = REASON_LEAD) -> str | Phrase:
        """A text that stands inside a sentence of the template: what that says already would double."""
        return self.text(bare(text, lead), place)

    def _shown(self, name: str, unit: str, place: str) -> Piece:
        own = self._own.get(name)
        if own is not None:
            found: object = Figure(name, own.value, own.unit, "引用数据表", (own.cell("value"),))
        else:
            found = self._lookup(name)
        if isinstance(found, Figure):
            return self._view(found, name, unit, place)
        if isinstance(found, Wanted):
            return found
        if isinstance(found, (str, int)) and not isinstance(found, bool) and found != "":
            return str(found)
        return Noted(
            f"{{{name}}}",
            warning(
                "V85",
                place,
                f"文字里的“{{{name}}}”不是已有的数据名称，按原样印出。",
                "如果是要引用数据，请在“引用数据”里加上这个名称，或改成已有的名称；如果就是要印花括号，可以不改。",
                quote=f"{{{name}}}",
            ),
        )

    def _view(self, figure: Figure, name: str, unit: str, place: str) -> Piece:
        strip = self._conventions.strip_zeros
        if figure.is_money and unit == "元":
            return show_yuan(figure, strip_zeros=strip, thousands=self._grouped)
        if figure.is_money and unit == "万元":
            return show_wan(figure, strip_zeros=strip)
        if figure.is_money:
            return Wanted(
                error(
                    "V84",
                    place,
                    f"文字里引用的金额“{{{name}}}”后面没有写单位。",
                    "请紧跟在花括号后面写“元”或“万元”，金额会按这个单位印出。",
                    quote=f"{{{name}}}",
                )
            )
        if figure.unit == "%":
            return show_percent(figure)
        return Shown(figure, figure.unit, plain(figure.value, strip_zeros=True))


def paragraphs(path: str, rows: Iterable[Text | EvalText], quoter: Quoter) -> tuple[Names, ...]:
    """Rows {编号 小标题 正文 全文}; the numbers are counted, never typed."""
    found: list[Names] = []
    first = second = 0
    for row in rows:
        label = ""
        if row.numbering is Numbering.FIRST:
            first, second = first + 1, 0
            label = ItemNumber(f"{first}.")
        elif row.numbering is Numbering.SECOND:
            second += 1
            label = f"（{second}）"
        heading = quoter.text(row.heading, row.cell("heading"))
        body = quoter.text(row.body, row.cell("body"))
        stop = "。" if row.heading and row.heading[-1] not in _ENDS else ""
        whole = joined(heading, stop, body)
        found.append(Names(path, {"编号": label, "小标题": heading, "正文": body, "全文": whole}))
    return tuple(found)
