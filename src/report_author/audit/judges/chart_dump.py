"""Charts that became text: names, then as many numbers, as copying out of Word leaves them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from report_author.audit.reading.blocks import Block, ChartValue, squeeze

_NUMBER = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?")
_TITLE_LINES = 3


def dumped_charts(blocks: Sequence[Block]) -> list[ChartValue]:
    """The values of each chart among ``blocks``; a line of a table is none: it has one name before its numbers."""
    found: list[ChartValue] = []
    for number, block in enumerate(blocks):
        if "\t" not in block.text.strip():
            continue
        fields = [text for field in block.text.split("\t") if (text := squeeze(field).text)]
        found += _series(_title(blocks, number), _name(blocks, number), fields)
    return found


def _series(title: str, name: str, fields: Sequence[str]) -> Iterator[ChartValue]:
    at = 0
    while at < len(fields):
        words = _run(fields, at, numbers=False)
        values = _run(fields, at + len(words), numbers=True)
        if len(words) < 2 or not values or len(values) > len(words):
            return
        if len(values) >= 2:
            for category, value in zip(words[-len(values) :], values, strict=True):
                yield ChartValue(
                    title, words[0] if len(words) > len(values) else name, category, _decimal(value)
                )
        elif len(words) == 2 and at:
            yield ChartValue(title, "", words[0], _decimal(values[0]))  # a series that somebody left over
        name = ""
        at += len(words) + len(values)


def _run(fields: Sequence[str], start: int, *, numbers: bool) -> list[str]:
    found = []
    for field in fields[start:]:
        if bool(_NUMBER.fullmatch(field)) is not numbers:
            break
        found.append(field)
    return found


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def _name(blocks: Sequence[Block], number: int) -> str:
    """The last word before the line: on a line of its own, or at the end of the line of the series before."""
    text = blocks[number - 1].text if number else ""
    last = squeeze(text.rpartition("\t")[2]).text
    return last if len(last) <= 20 and not _NUMBER.fullmatch(last) else ""


def _title(blocks: Sequence[Block], number: int) -> str:
    """The nearest short line above that names the chart."""
    for block in blocks[max(0, number - _TITLE_LINES) : number][::-1]:
        text = squeeze(block.text.strip().partition("\t")[0]).text
        if re.search("总体|结构|情况|变动|支出|收入|决算", text) and 4 < len(text) <= 40:
            return text
    return f"第{number + 1}行的图"
