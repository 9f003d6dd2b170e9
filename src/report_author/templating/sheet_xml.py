"""The XML of a worksheet, taken apart without losing a byte of what is not cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_DATA = re.compile(r"<sheetData\s*/>|<sheetData\b[^>]*>(.*?)</sheetData>", re.S)
_ROW = re.compile(r"<row\b([^>]*?)(?:/>|>(.*?)</row>)", re.S)
_CELL = re.compile(r"<c\b([^>]*?)(?:/>|>(.*?)</c>)", re.S)
_REFERENCE = re.compile(r'\s*\br="([A-Z]*)(\d+)"')
_SPANS = re.compile(r'\s*\bspans="[^"]*"')
_TYPE = re.compile(r'\s*\bt="(\w+)"')
_TEXTS = re.compile(r"<t\b[^>]*?(?:/>|>(.*?)</t>)", re.S)
_PHONETIC = re.compile(r"<rPh\b.*?</rPh>", re.S)
_VALUE = re.compile(r"<v\b[^>]*>(.*?)</v>", re.S)
_FORMULA = re.compile(r"<f\b([^>]*?)(?:/>|>(.*?)</f>)", re.S)
_ENTITY = re.compile(r"&(?:#x([0-9A-Fa-f]+)|#(\d+)|(amp|lt|gt|quot|apos));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_ITEM = re.compile(r"<si\b[^>]*?(?:/>|>(.*?)</si>)", re.S)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the template. ``attributes`` are all but reference with type, ``inner`` is the XML inside."""

    column: int
    attributes: str
    kind: str
    inner: str
    text: str
    formula: str | None

    def raw(self, reference: str) -> str:
        """The cell as it was, at ``reference``."""
        kind = f' t="{self.kind}"' if self.kind else ""
        if not self.inner:
            return f'<c r="{reference}"{self.attributes}{kind}/>'
        return f'<c r="{reference}"{self.attributes}{kind}>{self.inner}</c>'


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the template; ``attributes`` are all but its number with spans."""

    number: int
    attributes: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class SheetXml:
    """A worksheet part: what stands before its rows, the rows, what stands after."""

    head: str
    rows: tuple[Row, ...]
    tail: str


def column_number(letters: str) -> int:
    """A → 0, AA → 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def shared_strings(xml: str) -> list[str]:
    """The texts of sharedStrings.xml, runs joined."""
    return [_joined(item.group(1) or "") for item in _ITEM.finditer(xml)]


def without_strings(xml: str, gone: set[int]) -> str:
    """sharedStrings.xml with the strings numbered in ``gone`` emptied, so that no tag is left in it."""
    numbers = iter(range(len(xml)))
    return _ITEM.sub(lambda item: "<si><t/></si>" if next(numbers) in gone else item.group(), xml)


def _joined(inner: str) -> str:
    return "".join(unescape_xml(text or "") for text in _TEXTS.findall(_PHONETIC.sub("", inner)))


def unescape_xml(text: str) -> str:
    """Text of an XML element as characters."""
    if "&" not in text:
        return text
    return _ENTITY.sub(_character, text)


def _character(found: re.Match[str]) -> str:
    if found[1]:
        return chr(int(found[1], 16))
    return chr(int(found[2])) if found[2] else _NAMED[found[3]]


def split_sheet(xml: str, strings: Sequence[str]) -> SheetXml | None:
    """Take a worksheet apart; None where it has no plain ``<sheetData>`` (a prefixed or damaged part)."""
    data = _DATA.search(xml)
    if data is None:
        return None
    rows: list[Row] = []
    number = 0
    for match in _ROW.finditer(data.group(1) or ""):
        attributes = match.group(1)
        found = _REFERENCE.search(attributes)
        number = int(found.group(2)) if found else number + 1
        kept = _SPANS.sub("", _REFERENCE.sub("", attributes)).rstrip()
        rows.append(Row(number, kept, tuple(_cells(match.group(2) or "", strings))))
    return SheetXml(xml[: data.start()], tuple(rows), xml[data.end() :])


def _cells(xml: str, strings: Sequence[str]) -> list[Cell]:
    cells: list[Cell] = []
    column = -1
    for match in _CELL.finditer(xml):
        attributes, inner = match.group(1), match.group(2) or ""
        found = _REFERENCE.search(attributes)
        column = column_number(found.group(1)) if found else column + 1
        kind = _TYPE.search(attributes)
        kept = _TYPE.sub("", _REFERENCE.sub("", attributes)).rstrip()
        type_ = kind.group(1) if kind else ""
        formula = _FORMULA.search(inner)
        cells.append(
            Cell(
                column, kept, type_, inner, _text(type_, inner, strings), formula and (formula.group(2) or "")
            )
        )
    return cells


def _text(kind: str, inner: str, strings: Sequence[str]) -> str:
    if kind == "inlineStr":
        return _joined(inner)
    value = _VALUE.search(inner)
    if value is None:
        return ""
    if kind == "s":
        return strings[int(value.group(1))]
    return unescape_xml(value.group(1)) if kind == "str" else ""


def string_index(cell: Cell) -> int | None:
    """The number of the shared string that ``cell`` shows."""
    value = _VALUE.search(cell.inner) if cell.kind == "s" else None
    return int(value.group(1)) if value else None
