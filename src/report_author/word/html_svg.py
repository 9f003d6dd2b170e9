"""Draws bars or a pie as SVG."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape

from report_author.model.money import ZERO

_WIDTH = 720
_FONTS = "Microsoft YaHei, PingFang SC, Noto Sans CJK SC, SimSun, sans-serif"
_SIZE, _TITLE_SIZE, _LINE = 14, 17, 20
_NARROW = 0.58  # of a Chinese character: the width of a digit
_TOP = 56  # below the title
_RADIUS = 120
_LEGEND_AT = 330
_PLOT_LEFT, _PLOT_WIDTH, _PLOT_HEIGHT = 30, 660, 230
_WIDEST_BAR = 70
_TURN = 1_000_000


@dataclass(frozen=True, slots=True)
class Slice:
    """A slice of a pie: its words, its size, its colour ``RRGGBB``."""

    name: str
    value: str
    share: str
    size: Decimal
    colour: str


@dataclass(frozen=True, slots=True)
class Bars:
    """A series of bars, a value with its words for each category."""

    name: str
    values: Sequence[Decimal | None]
    labels: Sequence[str]
    colour: str


def draw_pie(title: str, slices: Sequence[Slice]) -> str:
    """A pie with a legend beside it that says name, value, share of every slice."""
    entries = [_wrapped(f"{s.name} {s.value} {s.share}", (_WIDTH - _LEGEND_AT - 40) / _SIZE) for s in slices]
    tall = sum(len(lines) * _LINE + 6 for lines in entries)
    height = max(2 * _RADIUS, tall) + _TOP + 20
    middle = _TOP + (height - _TOP - 20) / 2
    out = [_pie(slices, _PLOT_LEFT + 20 + _RADIUS, middle)]
    y = middle - tall / 2
    for piece, lines in zip(slices, entries, strict=True):
        out.append(f'<rect x="{_LEGEND_AT}" y="{y + 3:.0f}" width="14" height="14" fill="#{piece.colour}"/>')
        out.append(_text(_LEGEND_AT + 24, y + 15, lines))
        y += len(lines) * _LINE + 6
    return _svg(title, height, out)


def _pie(slices: Sequence[Slice], x: float, y: float) -> str:
    whole = sum((piece.size for piece in slices), ZERO)
    before = ZERO
    out = []
    for piece in slices:
        if piece.size == whole:
            return f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{_RADIUS}" fill="#{piece.colour}"/>'
        points = []
        for bound in (before, before + piece.size):
            angle = int(bound / whole * _TURN) * 2 * math.pi / _TURN
            points.append(f"{x + _RADIUS * math.sin(angle):.2f} {y - _RADIUS * math.cos(angle):.2f}")
        large = int(piece.size * 2 > whole)
        path = f"M{x:.2f} {y:.2f}L{points[0]}A{_RADIUS} {_RADIUS} 0 {large} 1 {points[1]}Z"
        out.append(f'<path d="{path}" fill="#{piece.colour}" stroke="#FFFFFF"/>')
        before += piece.size
    return "".join(out)


def draw_bars(title: str, categories: Sequence[str], series: Sequence[Bars]) -> str:
    """Bars side by side in each category, every one with its value; a legend below where there are several series."""
    values = [value for each in series for value in each.values if value is not None]
    high, low = max([*values, ZERO]), min([*values, ZERO])
    if high == low:
        high = Decimal(1)  # nothing but zeros: they stand on the ground
    span = high - low
    slot = _PLOT_WIDTH / max(len(categories), 1)
    wide = min(_WIDEST_BAR, slot * 0.8 / max(len(series), 1))
    widest = max((_width(label) for each in series for label in each.labels), default=0) * _SIZE
    turned = widest > wide + slot * 0.1
    top = _TOP + (widest if turned else _LINE)
    zero = top + int(high / span * _PLOT_HEIGHT)
    out = []
    for number in range(len(categories)):
        left = _PLOT_LEFT + slot * number + (slot - wide * len(series)) / 2
        for place, each in enumerate(series):
            value = each.values[number] if number < len(each.values) else None
            if value is not None:
                length = int(abs(value) / span * _PLOT_HEIGHT)
                x, y = left + wide * place, zero - length if value >= 0 else zero
                out.append(
                    f'<rect x="{x + 1:.1f}" y="{y}" width="{wide - 2:.1f}" height="{length}" fill="#{each.colour}"/>'
                )
                at = y - 6 if value >= 0 else y + length + (6 if turned else 16)
                out.append(_label(x + wide / 2, at, each.labels[number], turned=turned, below=value < 0))
    out.append(f'<path d="M{_PLOT_LEFT} {zero}H{_PLOT_LEFT + _PLOT_WIDTH}" stroke="#A6A6A6"/>')
    bottom = top + _PLOT_HEIGHT + (widest if turned and low < 0 else _LINE if low < 0 else 0)
    names = [_wrapped(name, slot * 0.95 / _SIZE) for name in categories]
    for number, lines in enumerate(names):
        out.append(_text(_PLOT_LEFT + slot * (number + 0.5), bottom + 20, lines, middle=True))
    bottom += 20 + _LINE * max((len(lines) for lines in names), default=0)
    if len(series) > 1:
        bottom, legend = _legend(series, bottom)
        out += legend
    return _svg(title, bottom + 10, out)


def _label(x: float, y: float, text: str, *, turned: bool, below: bool) -> str:
    if not turned:
        return _text(x, y, [text], middle=True)
    anchor = ' text-anchor="end"' if below else ""
    place = f"{x + 5:.1f} {y:.0f}"
    return f'<text x="{x + 5:.1f}" y="{y:.0f}" transform="rotate(-90 {place})"{anchor}>{escape(text)}</text>'


def _legend(series: Sequence[Bars], top: float) -> tuple[float, list[str]]:
    """The entries in lines, each in the middle; also where they end."""
    lines: list[list[Bars]] = [[]]
    for each in series:
        if lines[-1] and sum(map(_entry, [*lines[-1], each])) > _PLOT_WIDTH:
            lines.append([])
        lines[-1].append(each)
    out = []
    for entries in lines:
        x = (_WIDTH - sum(map(_entry, entries))) / 2
        for each in entries:
            out.append(f'<rect x="{x:.0f}" y="{top + 2:.0f}" width="14" height="14" fill="#{each.colour}"/>')
            out.append(_text(x + 20, top + 14, [each.name]))
            x += _entry(each)
        top += _LINE + 4
    return top, out


def _entry(bars: Bars) -> float:
    return 44 + _width(bars.name) * _SIZE


def _width(text: str) -> float:
    """In Chinese characters."""
    return sum(1.0 if ord(char) > 255 else _NARROW for char in text)


def _wrapped(text: str, width: float) -> list[str]:
    """Lines of at most ``width`` Chinese characters; a number is not broken."""
    lines = [""]
    for word in re.findall(r"[!-~]+|.", text):
        if lines[-1] and _width(lines[-1] + word) > max(width, 1):
            lines.append("")
        lines[-1] += word if lines[-1] or word != " " else ""
    return lines


def _text(x: float, y: float, lines: Iterable[str], *, middle: bool = False) -> str:
    anchor = ' text-anchor="middle"' if middle else ""
    return "".join(
        f'<text x="{x:.1f}" y="{y + _LINE * number:.0f}"{anchor}>{escape(line)}</text>'
        for number, line in enumerate(lines)
    )


def _svg(title: str, height: float, content: Iterable[str]) -> str:
    heading = f'<text x="{_WIDTH // 2}" y="30" text-anchor="middle" font-size="{_TITLE_SIZE}" font-weight="bold">{escape(title)}</text>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height:.0f}" viewBox="0 0 {_WIDTH} {height:.0f}" '
        f'font-family="{_FONTS}" font-size="{_SIZE}" fill="#333333"><rect width="100%" height="100%" fill="#FFFFFF"/>'
        f"{heading}{''.join(content)}</svg>\n"
    )
