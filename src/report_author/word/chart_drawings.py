"""Finds the drawings of charts in the XML text of a rendered story."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape

#: English Metric Units in a millimetre.
EMU = 36_000
_PROPERTY = re.compile(rb'\b(title|descr|name)="([^"]*)"')
_SIZE = re.compile(rb'\bcx="(\d+)"\s+cy="(\d+)"')


@dataclass(frozen=True, slots=True)
class Drawing:
    """A reference to a chart: ``span`` is that of its relation id in the text, ``height_span`` that of the drawing's height.

    ``properties`` are title, description and name of the drawing; sizes are in EMU, 0 where the drawing tells none.
    """

    part: str
    relation: str
    span: tuple[int, int]
    properties: dict[str, str]
    width: int
    height: int
    height_span: tuple[int, int]


def find_drawings(text: bytes, references: Iterable[tuple[str, str]]) -> list[Drawing]:
    """The drawings of charts in the order of the text; ``references`` are relation ids with the parts they lead to."""
    found = [
        _drawing(text, part, relation, start)
        for relation, part in references
        for start in _references(text, relation.encode())
    ]
    return sorted(found, key=lambda drawing: drawing.span)


def _references(text: bytes, relation: bytes) -> list[int]:
    """Where a relation id is that of a chart (``<c:chart r:id="…"/>``)."""
    sign = b':id="' + relation + b'"'
    found = []
    at = text.find(sign)
    while at >= 0:
        tag = text[text.rfind(b"<", 0, at) + 1 : at].split(None, 1)[0]
        if tag.rpartition(b":")[2] == b"chart":
            found.append(at + len(b':id="'))
        at = text.find(sign, at + 1)
    return found


def _drawing(text: bytes, part: str, relation: str, start: int) -> Drawing:
    """The drawing around a reference: its size, then its properties, then the chart, as the format orders them."""
    at = text.rfind(b"docPr ", 0, start)
    properties = text[at : text.find(b">", at)] if at >= 0 else b""
    texts = {name.decode(): unescape(value.decode()) for name, value in _PROPERTY.findall(properties)}
    size = _SIZE.search(text, max(text.rfind(b"extent ", 0, at), 0), at) if at >= 0 else None
    width, height = (int(size.group(1)), int(size.group(2))) if size else (0, 0)
    span = (start, start + len(relation.encode()))
    return Drawing(part, relation, span, texts, width, height, size.span(2) if size else (start, start))


def edited(text: bytes, edits: Iterable[tuple[tuple[int, int], bytes]]) -> bytes:
    """``text`` with the given spans replaced."""
    pieces = []
    at = 0
    for (start, end), new in sorted(edits):
        pieces += [text[at:start], new]
        at = end
    return b"".join([*pieces, text[at:]])
