"""What stands where on a page of a PDF."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from pypdf import PageObject
from pypdf.errors import PyPdfError
from pypdf.generic import DictionaryObject, NameObject
from pypdf.generic._font import Font

from report_author.audit.reading.pdf_operators import operators

Matrix: TypeAlias = tuple[float, float, float, float, float, float]
_SAME: Matrix = (1, 0, 0, 1, 0, 0)
_THIN = 2.5  # points: a filled bar that is no thicker is a line of a table
_SHORTEST = 4.0
_DEEPEST = 6  # forms in forms
#: a word of text is shown by an adjustment wider than this (thousandths of the type size)
_GAP = 250
_PAINTS = (b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*")


@dataclass(frozen=True, slots=True)
class Piece:
    """Text on one line from ``left`` to ``right`` (points; the page grows upwards from ``base``)."""

    text: str
    left: float
    right: float
    base: float
    size: float


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line: at ``at`` from ``start`` to ``end``."""

    at: float
    start: float
    end: float


@dataclass(slots=True)
class Page:
    """The pieces of text, the level and the upright lines of a page; ``pictures`` is the share of it that pictures cover."""

    width: float
    height: float
    pieces: list[Piece] = field(default_factory=list)
    level: list[Rule] = field(default_factory=list)
    upright: list[Rule] = field(default_factory=list)
    pictures: float = 0.0


def read_page(page: PageObject) -> Page:
    """Read ``page`` as it is shown, turned if it says so; may raise whatever ``pypdf`` does for damaged files."""
    box = page.cropbox
    base, width, height = _turned(
        int(page.rotation) % 360, float(box.left), float(box.bottom), float(box.width), float(box.height)
    )
    found = Page(width, height)
    contents = page.get_contents()
    if contents is not None:
        _Walk(found, page.pdf).stream(contents, page.get("/Resources"), base, 0)
    return found


def _turned(
    angle: int, left: float, bottom: float, width: float, height: float
) -> tuple[Matrix, float, float]:
    moved: Matrix = (1, 0, 0, 1, -left, -bottom)
    if angle == 90:
        return _times(moved, (0, -1, 1, 0, 0, width)), height, width
    if angle == 180:
        return _times(moved, (-1, 0, 0, -1, width, height)), width, height
    if angle == 270:
        return _times(moved, (0, 1, -1, 0, height, 0)), height, width
    return moved, width, height


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


@dataclass(slots=True)
class _State:
    """What ``q`` keeps, ``Q`` brings back."""

    ctm: Matrix
    font: Font | None = None
    size: float = 0.0
    spacing: float = 0.0
    words: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0

    def copy(self) -> _State:
        return _State(
            self.ctm, self.font, self.size, self.spacing, self.words, self.stretch, self.leading, self.rise
        )


class _Walk:
    """The operators of a page one after the other."""

    def __init__(self, page: Page, pdf: Any) -> None:
        self._page, self._pdf = page, pdf
        self._known: dict[int, Font | None] = {}

    def stream(self, contents: Any, resources: Any, base: Matrix, depth: int) -> None:
        _Stream(self, self._page, self._pdf, resources, base, depth).run(contents)

    def font(self, resource: Any) -> Font | None:
        """The font, read once however many pages use it."""
        key = id(resource)
        if key not in self._known:
            known = isinstance(resource, DictionaryObject)
            self._known[key] = Font.from_font_resource(_usual_encoding(resource)) if known else None
        return self._known[key]


class _Stream:
    """A content stream: that of the page or of a form on it."""

    def __init__(self, walk: _Walk, page: Page, pdf: Any, resources: Any, base: Matrix, depth: int) -> None:
        self._walk, self._page, self._pdf, self._depth = walk, page, pdf, depth
        self._resources = _dictionary(resources)
        self._state = _State(base)
        self._stack: list[_State] = []
        self._text = self._line = _SAME
        self._path: list[tuple[float, float, float, float]] = []
        self._point = (0.0, 0.0)
        self._first = (0.0, 0.0)
        self._does: Mapping[bytes, Callable[[Sequence[Any]], None]] = {
            b"q": lambda _: self._stack.append(self._state.copy()),
            b"Q": lambda _: self._restore(),
            b"cm": lambda a: self._set_ctm(_times(_matrix(a), self._state.ctm)),
            b"BT": lambda _: self._set_text(_SAME),
            b"Tf": self._set_font,
            b"Tm": lambda a: self._set_text(_matrix(a)),
            b"Td": lambda a: self._move(*_numbers(a, 2)),
            b"TD": self._move_down,
            b"T*": lambda _: self._move(0, -self._state.leading),
            b"Tc": lambda a: setattr(self._state, "spacing", _numbers(a, 1)[0]),
            b"Tw": lambda a: setattr(self._state, "words", _numbers(a, 1)[0]),
            b"Tz": lambda a: setattr(self._state, "stretch", _numbers(a, 1)[0] / 100),
            b"TL": lambda a: setattr(self._state, "leading", _numbers(a, 1)[0]),
            b"Ts": lambda a: setattr(self._state, "rise", _numbers(a, 1)[0]),
            b"Tj": lambda a: self._show(a[:1]),
            b"TJ": lambda a: self._show(a[0] if a else ()),
            b"'": self._next_line,
            b'"': self._next_line,
            b"m": self._start,
            b"l": self._to,
            b"re": self._rectangle,
            b"h": lambda _: self._segment(self._first),
            b"n": lambda _: self._path.clear(),
            b"Do": self._do,
        }

    def run(self, contents: Any) -> None:
        for operands, operator in operators(contents.get_data()):
            if operator in _PAINTS:
                self._paint()
            elif operator in self._does:
                self._does[operator](operands)

    def _restore(self) -> None:
        if self._stack:
            self._state = self._stack.pop()

    def _set_ctm(self, matrix: Matrix) -> None:
        self._state.ctm = matrix

    # --- text

    def _set_text(self, matrix: Matrix) -> None:
        self._text = self._line = matrix

    def _set_font(self, operands: Sequence[Any]) -> None:
        fonts = _dictionary(self._resources.get("/Font"))
        name = operands[0] if operands else ""
        found = fonts.get(name)
        self._state.font = self._walk.font(found.get_object()) if found is not None else None
        self._state.size = _numbers(operands[1:], 1)[0]

    def _move(self, x: float, y: float) -> None:
        self._set_text(_times((1, 0, 0, 1, x, y), self._line))

    def _move_down(self, operands: Sequence[Any]) -> None:
        x, y = _numbers(operands, 2)
        self._state.leading = -y
        self._move(x, y)

    def _next_line(self, operands: Sequence[Any]) -> None:
        if len(operands) > 1:
            self._state.words, self._state.spacing = _numbers(operands, 2)
        self._move(0, -self._state.leading)
        self._show(operands[-1:])

    def _show(self, shown: Sequence[Any]) -> None:
        state = self._state
        if state.font is None:
            return
        text = ""
        start = self._text
        for each in shown:
            if isinstance(each, (int, float)):
                if text and abs(each) > _GAP:
                    self._piece(text, start)
                    text = ""
                self._advance(-float(each) / 1000 * state.size * state.stretch)
                start = start if text else self._text
                continue
            letters, width = _decoded(state.font, each)
            text += letters
            gaps = len(letters) * state.spacing + letters.count(" ") * state.words
            self._advance((width / 1000 * state.size + gaps) * state.stretch)
        if text:
            self._piece(text, start)

    def _advance(self, by: float) -> None:
        self._text = _times((1, 0, 0, 1, by, 0), self._text)

    def _piece(self, text: str, start: Matrix) -> None:
        whole = _times((1, 0, 0, 1, 0, self._state.rise), _times(start, self._state.ctm))
        end = _times(self._text, self._state.ctm)
        a, b, _, d, left, base = whole
        size = abs(self._state.size * d)
        if text.strip() and size and a > 0 and abs(b) < abs(a) * 0.05 and 0 <= base <= self._page.height:
            self._page.pieces.append(Piece(text, left, max(end[4], left), base, size))

    # --- lines, pictures, forms

    def _start(self, operands: Sequence[Any]) -> None:
        self._point = self._first = self._at(*_numbers(operands, 2))

    def _to(self, operands: Sequence[Any]) -> None:
        self._segment(self._at(*_numbers(operands, 2)))

    def _segment(self, end: tuple[float, float]) -> None:
        self._path.append((*self._point, *end))
        self._point = end

    def _at(self, x: float, y: float) -> tuple[float, float]:
        a, b, c, d, e, f = self._state.ctm
        return a * x + c * y + e, b * x + d * y + f

    def _rectangle(self, operands: Sequence[Any]) -> None:
        x, y, width, height = _numbers(operands, 4)
        left, bottom = self._at(x, y)
        right, top = self._at(x + width, y + height)
        left, right, bottom, top = min(left, right), max(left, right), min(bottom, top), max(bottom, top)
        if top - bottom <= _THIN:
            self._path.append((left, (top + bottom) / 2, right, (top + bottom) / 2))
        elif right - left <= _THIN:
            self._path.append(((left + right) / 2, bottom, (left + right) / 2, top))
        else:
            corners = ((left, bottom), (right, bottom), (right, top), (left, top), (left, bottom))
            self._path += [(*a, *b) for a, b in itertools.pairwise(corners)]

    def _paint(self) -> None:
        for x, y, x2, y2 in self._path:
            if abs(y - y2) < 1 and abs(x - x2) > _SHORTEST:
                self._page.level.append(Rule((y + y2) / 2, min(x, x2), max(x, x2)))
            elif abs(x - x2) < 1 and abs(y - y2) > _SHORTEST:
                self._page.upright.append(Rule((x + x2) / 2, min(y, y2), max(y, y2)))
        self._path.clear()

    def _do(self, operands: Sequence[Any]) -> None:
        found = _dictionary(self._resources.get("/XObject")).get(operands[0] if operands else "")
        form = found.get_object() if found is not None else None
        if not isinstance(form, DictionaryObject):
            return
        if form.get("/Subtype") == "/Image":
            a, b, c, d, _, _ = self._state.ctm
            self._page.pictures += abs(a * d - b * c) / max(self._page.width * self._page.height, 1)
        elif form.get("/Subtype") == "/Form" and self._depth < _DEEPEST:
            matrix = _matrix(form.get("/Matrix", _SAME))
            resources = form.get("/Resources", self._resources)
            self._walk.stream(form, resources, _times(matrix, self._state.ctm), self._depth + 1)


def _usual_encoding(font: DictionaryObject) -> DictionaryObject:
    """``font`` with the name of its encoding as ``pypdf`` knows it: proportional GBK is GBK."""
    if font.get("/Encoding") != "/GBKp-EUC-H":
        return font
    return DictionaryObject({**font, NameObject("/Encoding"): NameObject("/GBK-EUC-H")})


def _dictionary(value: Any) -> DictionaryObject:
    found = value.get_object() if value is not None else None
    return found if isinstance(found, DictionaryObject) else DictionaryObject()


def _numbers(operands: Sequence[Any], count: int) -> tuple[float, ...]:
    if len(operands) < count:
        raise PyPdfError("an operator lacks its operands")
    return tuple(float(each) for each in operands[:count])


def _matrix(operands: Sequence[Any]) -> Matrix:
    a, b, c, d, e, f = _numbers(operands, 6)
    return a, b, c, d, e, f


def _decoded(font: Font, shown: Any) -> tuple[str, float]:
    """The text of a string, its width in thousandths of the type size."""
    if isinstance(shown, str):
        return shown, font.get_text_width(shown)
    data = bytes(shown)
    if isinstance(font.encoding, str):
        raw = data.decode(font.encoding, "replace")
        letters = raw
    else:
        raw = "".join(map(chr, data))
        letters = "".join(font.encoding.get(byte, chr(byte)) for byte in data)
    text = "".join(font.character_map.get(char, char) for char in letters)
    return text, font.get_text_width(raw)
