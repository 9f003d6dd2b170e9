"""Decides whether the labels of a pie have room around it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from report_author.figures.topics_text import ChartData
from report_author.model.money import ZERO, percent, plain

#: Around a pie more labels than this are a tangle, however large the slices.
MOST_LABELS = 8
_MM_PER_POINT = 0.353
_GAP = 1.0  # mm between two labels
_LINE = 1.35  # of the font size
_ENTRY = 1.5  # of the font size: LibreOffice leaves out entries that do not fit
_LEGEND = 0.8  # of the height of the chart, the rest is for its title
_STRAIGHT = (
    0.38  # the sine of an eighth of a half turn: nearer to an axis than that, a label stands in its middle
)
_WRAP = 0.22  # of the width of the chart: Office breaks a longer label into lines


@dataclass(frozen=True, slots=True)
class LabelLook:
    """The labels of a pie in the template: font size in points, what they say, diameter of the pie as a part of the height."""

    size: float
    category: bool
    percent: bool
    value: bool
    diameter: float

    def text(self, data: ChartData, number: int, *, category: bool) -> str:
        """The label of a slice, with its name where ``category``."""
        exact = [data.exact(figure) or ZERO for figure in data.series[0].figures]
        parts = [data.categories[number]] if category else []
        if self.value:
            parts.append(plain(data.shown(data.series[0].figures[number]) or ZERO, strip_zeros=False))
        if self.percent:
            whole = sum(exact, ZERO)
            parts.append(f"{percent(exact[number], whole) if whole else ZERO:.2f}%")
        return " ".join(parts)

    def formula(self, name: str, value: str, whole: str) -> str:
        """What works out ``text`` in the workbook, so that it follows “编辑数据”: cells of name and value, range of all values."""
        parts = [name]
        if self.value:
            parts.append(f'TEXT({value},"0.00")')
        if self.percent:
            parts.append(f'TEXT({value}/SUM({whole}),"0.00%")')
        return '&" "&'.join(parts)


@dataclass(frozen=True, slots=True)
class _Box:
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: _Box) -> bool:
        apart = self.right + _GAP <= other.left or other.right + _GAP <= self.left
        return not apart and self.top < other.bottom + _GAP / 2 and other.top < self.bottom + _GAP / 2


def crowded(data: ChartData, look: LabelLook, width: float, height: float) -> bool:
    """Whether labels would run into one another or out of a chart of ``width`` × ``height`` mm.

    Office, WPS, LibreOffice place labels a little differently, so every label is tried on one line and on two, sliding along the
    pie and hung by the corner or the side that faces it.
    """
    if len(data.categories) > MOST_LABELS:
        return True
    angles = _middles([data.exact(figure) or ZERO for figure in data.series[0].figures])
    for wrapped, hung in product((False, True), repeat=2):
        boxes = [
            _box(
                look,
                look.text(data, n, category=look.category),
                angle,
                width,
                height,
                wrapped=wrapped,
                hung=hung,
            )
            for n, angle in enumerate(angles)
        ]
        if any(box.meets(other) for n, box in enumerate(boxes) for other in boxes[:n]):
            return True
        if any(max(-box.left, box.right) > width / 2 for box in boxes):
            return True
    return False


def legend_height(data: ChartData, look: LabelLook) -> float:
    """The height in mm of a chart with a title whose legend lists every slice on a line of its own."""
    return len(data.categories) * look.size * _MM_PER_POINT * _ENTRY / _LEGEND


def legend_width(data: ChartData, look: LabelLook, width: float) -> int:
    """How much of the width (mm) of a chart, in %, a legend takes that keeps its longest entry on one line, and no second column."""
    longest = max(_wide(look.text(data, n, category=True)) for n in range(len(data.categories)))
    needed = (longest + 3) * look.size * _MM_PER_POINT  # the coloured key with the gaps around it
    return min(52, math.ceil(110 * needed / width)) if width else 52


def _wide(text: str) -> float:
    """The width of a text in full-width characters."""
    return sum(1.0 if ord(char) > 255 else 0.55 for char in text)


def _middles(values: list[Decimal]) -> list[float]:
    """The direction of the middle of each slice in radians, clockwise from the top."""
    whole = sum(map(abs, values), ZERO)
    before = ZERO
    found = []
    for value in map(abs, values):
        middle = (before + value / 2) / whole if whole else ZERO
        found.append(int(middle * 1_000_000) * 2 * math.pi / 1_000_000)
        before += value
    return found


def _box(
    look: LabelLook, text: str, angle: float, width: float, height: float, *, wrapped: bool, hung: bool
) -> _Box:
    """The label in mm from the centre of the pie, touching it from outside."""
    letter = look.size * _MM_PER_POINT
    wide = _wide(text) * letter
    lines = 1
    if wrapped and wide > _WRAP * width:
        wide, lines = max(_WRAP * width, wide / 2), 2
    high = lines * letter * _LINE
    radius = look.diameter * height / 2 + letter / 2
    x, y = math.sin(angle), -math.cos(angle)
    across, down = (_side(x), _side(y)) if hung else (x, y)
    centre_x, centre_y = radius * x + wide / 2 * across, radius * y + high / 2 * down
    return _Box(centre_x - wide / 2, centre_y - high / 2, centre_x + wide / 2, centre_y + high / 2)


def _side(part: float) -> float:
    """On which side of the point a hung label lies: −1, 0 (in the middle), 1."""
    return 0.0 if abs(part) < _STRAIGHT else math.copysign(1, part)
