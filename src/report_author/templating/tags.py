"""Finds the tags in a line of text, forgiving the slips of Chinese input methods."""

from __future__ import annotations

import re
from collections.abc import Sequence

from report_author.records import frozen
from report_author.templating.grammar import KEYWORDS

_OPENER = re.compile(r"[{｛]+(?=[{｛%％#＃])")
_STRAY = re.compile(r"[{}｛｝]")
_CLOSERS = {
    "{": re.compile(r"[}｝]{2}"),
    "%": re.compile(r"[%％][}｝]"),
    "#": re.compile(r"[#＃][}｝]"),
}
_DOUBLE, _SINGLE = '"“”＂', "'‘’＇"
_SPACES = re.compile(r"[\s\u00a0\u2000-\u200b\u3000\ufeff]")
_EXTRA = {"。": ".", "、": ",", "【": "[", "】": "]"}
_SCOPED = re.compile(r"(p|tr|tc|r)\s+(?=\S)")
_SPACE_SCOPED = re.compile(rf"\s*(p|tr|tc|r)\s+(?={'|'.join(KEYWORDS)})")


@frozen
class Tag:
    """One tag of a text.

    ``kind`` is ``{`` (prints), ``%`` (statement) or ``#`` (remark); ``scope`` is ``p``, ``tr``, ``tc``, ``r`` for a statement that
    takes its whole paragraph, row, cell or run away, else empty; ``inner`` is what stands inside, in half-width signs.
    """

    start: int
    end: int
    kind: str
    scope: str
    inner: str
    typed: str

    @property
    def quote(self) -> str:
        return self.typed if len(self.typed) <= 80 else self.typed[:79] + "…"


@frozen
class Stray:
    """A brace that belongs to no tag. ``opens`` tells a tag that was begun here and not finished in this text."""

    start: int
    text: str
    opens: bool


def find_tags(text: str) -> tuple[list[Tag], list[Stray]]:
    """All tags of ``text``, and the braces left over.

    A pair of braces right around a tag is plain text, so ``{{{ x }}}`` prints ``{…}``.
    """
    tags: list[Tag] = []
    strays: list[Stray] = []
    at = 0
    while True:
        found = _OPENER.search(text, at)
        if found is None:
            break
        start = found.end() - 1
        mark = text[found.end()]
        kind = {"｛": "{", "％": "%", "＃": "#"}.get(mark, mark)
        end = _closing(text, found.end() + 1, kind)
        if end is None:
            strays.append(Stray(start, text[start : start + 30], True))
            at = found.end() + 1
            continue
        tags.append(_tag(text, start, end, kind))
        at = end
    strays.extend(_strays(text, tags, {stray.start for stray in strays}))
    return tags, sorted(strays, key=lambda stray: stray.start)


def outside(text: str, tags: Sequence[Tag]) -> list[str]:
    """The pieces of ``text`` before, between and behind its ``tags``."""
    edges = [0, *(edge for tag in tags for edge in (tag.start, tag.end)), len(text)]
    return [text[begin:end] for begin, end in zip(edges[::2], edges[1::2], strict=True)]


def _closing(text: str, at: int, kind: str) -> int | None:
    """Where the tag ends whose inside begins at ``at``; a sign inside quotes does not end it."""
    closer = _CLOSERS[kind]
    position = at
    while position < len(text):
        found = closer.match(text, position)
        if found:
            return found.end()
        if text[position] in _DOUBLE + _SINGLE:
            position = _literal_end(text, position) or position
        elif kind != "#" and _OPENER.match(text, position):
            break
        position += 1
    found = closer.search(text, at)
    after = _OPENER.search(text, at)
    return found.end() if found and (after is None or after.start() > found.start()) else None


def _literal_end(text: str, start: int) -> int | None:
    """The index of the quote that closes the literal opened at ``start``."""
    same = _DOUBLE if text[start] in _DOUBLE else _SINGLE
    exact = text[start] if text[start] in "\"'" else same
    for signs in (exact, same):
        if found := re.compile(f"[{signs}]").search(text, start + 1):
            return found.start()
    return None


def _tag(text: str, start: int, end: int, kind: str) -> Tag:
    inner = half_width(text[start + 2 : end - 2])
    scope = ""
    if kind == "%":
        found = _SCOPED.match(inner) or _SPACE_SCOPED.match(inner)
        if found:
            scope = found[1]
            inner = inner[found.end() :]
    return Tag(start, end, kind, scope, inner if inner[:1] in "+-" else inner.strip(), text[start:end])


def _strays(text: str, tags: list[Tag], known: set[int]) -> list[Stray]:
    inside = [range(tag.start, tag.end) for tag in tags]
    beside: set[int] = set()
    for tag in tags:
        if text[tag.start - 1 : tag.start] in ("{", "｛") and text[tag.end : tag.end + 1] in ("}", "｝"):
            beside |= {tag.start - 1, tag.end}
    found = []
    for match in _STRAY.finditer(text):
        at = match.start()
        if at in known or at - 1 in known or at in beside or any(at in span for span in inside):
            continue
        found.append(Stray(at, text[max(0, at - 12) : at + 18], False))
    return found


def half_width(inner: str) -> str:
    """The inside of a tag in half-width signs; text in quotes stays as typed, its quotes straightened."""
    out: list[str] = []
    at = 0
    while at < len(inner):
        sign = inner[at]
        end = _literal_end(inner, at) if sign in _DOUBLE + _SINGLE else None
        if end is not None:
            quote = '"' if sign in _DOUBLE else "'"
            literal = inner[at + 1 : end].replace("\\", "\\\\")
            out.append(quote + literal.replace(quote, "\\" + quote) + quote)
            at = end
        elif _SPACES.match(sign):
            out.append(" ")
        elif "！" <= sign <= "～":
            out.append(chr(ord(sign) - 0xFEE0))
        else:
            out.append({"“": '"', "”": '"', "‘": "'", "’": "'"}.get(sign) or _EXTRA.get(sign, sign))
        at += 1
    return "".join(out)
