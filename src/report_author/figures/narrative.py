"""Texts of the clerk, with the figures they quote as {名称}."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Protocol

from report_author.figures.compare import Phrase, show_percent
from report_author.figures.conventions import Conventions
from report_author.figures.figure import Figure, Shown, show_wan, show_yuan
from report_author.figures.values import Names, Wanted
from report_author.model.facts import Numbering, Quotable
from report_author.model.findings import error
from report_author.model.money import plain

_QUOTE = re.compile(r"\{([^\W\d][\w.]{0,60})\}")
_ENDS = "。！？；：，.!?;:,"

#: Looks a dotted name up in the vocabulary; None where there is none.
Lookup = Callable[[str], object]


class Paragraph(Protocol):
    """What 文字材料 and 评价报告 rows have in common."""

    @property
    def numbering(self) -> Numbering: ...
    @property
    def heading(self) -> str: ...
    @property
    def body(self) -> str: ...
    def cell(self, name: str) -> str: ...


class Quoter:
    """Replaces {名称} in texts by the figure of that name: first 引用数据, then the vocabulary."""

    def __init__(self, quotables: Iterable[Quotable], lookup: Lookup, conventions: Conventions) -> None:
        self._own = {quotable.name: quotable for quotable in quotables}
        self._lookup = lookup
        self._conventions = conventions

    def text(self, text: str, place: str) -> str | Phrase:
        """The text itself, or a phrase where it quotes figures."""
        if "{" not in text:
            return text
        parts: list[str | Shown | Wanted] = []
        position = 0
        for match in _QUOTE.finditer(text):
            parts += [text[position : match.start()], self._shown(match.group(1), place)]
            position = match.end()
        if not position:
            return text
        return Phrase(*parts, text[position:])

    def _shown(self, name: str, place: str) -> Shown | Wanted:
        own = self._own.get(name)
        strip = self._conventions.strip_zeros
        if own is not None:
            figure = Figure(name, own.value, own.unit, "引用数据表", (own.cell("value"),))
            if figure.is_money:
                return show_yuan(figure, strip_zeros=strip, thousands=True)
            return Shown(figure, own.unit, plain(own.value, strip_zeros=True))
        found = self._lookup(name)
        if isinstance(found, Figure):
            if found.is_money:
                return show_wan(found, strip_zeros=strip)
            return (
                show_percent(found)
                if found.unit == "%"
                else Shown(found, found.unit, plain(found.value, strip_zeros=True))
            )
        return Wanted(
            error(
                "V84",
                place,
                f"文字里引用了“{{{name}}}”，但没有叫这个名称的数据。",
                "请在“引用数据”里加上这个名称，或改成已有的名称；如果只是要印花括号，请改用全角｛｝。",
                quote=f"{{{name}}}",
            )
        )


def paragraphs(path: str, rows: Iterable[Paragraph], quoter: Quoter) -> tuple[Names, ...]:
    """Rows {编号 小标题 正文 全文}; the numbers are counted, never typed."""
    found: list[Names] = []
    first = second = 0
    for row in rows:
        label = ""
        if row.numbering is Numbering.FIRST:
            first, second = first + 1, 0
            label = f"{first}."
        elif row.numbering is Numbering.SECOND:
            second += 1
            label = f"（{second}）"
        body = quoter.text(row.body, row.cell("body"))
        lead = row.heading + ("。" if row.heading and row.heading[-1] not in _ENDS else "")
        whole: str | Phrase
        if isinstance(body, Phrase):
            whole = Phrase(lead, *body.parts)
        else:
            whole = lead + body
        found.append(Names(path, {"编号": label, "小标题": row.heading, "正文": body, "全文": whole}))
    return tuple(found)
