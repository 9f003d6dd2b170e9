"""The cells of an .xlsx file as they were stored, numbers as exact decimals."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import field
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from enum import Enum
from itertools import product
from pathlib import Path

from lxml import etree

from report_author.ooxml.markup import YES, Element, parse_xml
from report_author.ooxml.package import Package, PackageError, read_package
from report_author.ooxml.relations import first_related, main_part, relation_id, relations
from report_author.records import frozen

_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: the stream of an OLE file that holds an encrypted Office package, as it is spelt there
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
#: a fill-in workbook is below 1 MB; beyond this a file is something else
MAX_BYTES = 50_000_000
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DATE_FORMATS = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_PERCENT_FORMATS = frozenset({9, 10})
#: what is not a letter of the pattern: quoted text, escaped characters, [colours] and [conditions]
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\[[^\]]*\]')
_EPOCH, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)
_LAST_SERIAL = 2958465  # 9999-12-31
_LARGEST_EXPONENT = 400  # beyond what a double holds


class UnreadableBook(Exception):
    """A file that is no readable workbook; ``kind`` says why, ``detail`` adds what the file itself says."""

    class Kind(Enum):
        MISSING = "missing"
        FOLDER = "folder"
        LOCKED = "locked"
        EMPTY = "empty"
        OLD_XLS = "old xls"
        ENCRYPTED = "encrypted"
        NOT_XLSX = "not xlsx"
        DAMAGED = "damaged"
        MACROS = "macros"
        BINARY = "binary xlsb"
        TOO_LARGE = "too large"

    def __init__(self, kind: Kind, detail: str = "") -> None:
        super().__init__(kind.value, detail)
        self.kind = kind
        self.detail = detail


class CellKind(Enum):
    """What a cell holds."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    BOOL = "bool"
    ERROR = "error"
    UNCALCULATED = "formula without a value"


@frozen
class RawCell:
    """One cell that is not blank. ``text`` is what was stored; ``value`` its exact number or date, if any."""

    ref: str
    kind: CellKind
    text: str
    value: Decimal | date | bool | None = None
    formula: bool = False
    percent: bool = False


@frozen
class RawSheet:
    """A worksheet; rows and columns count from zero. ``merged`` maps each covered cell to its top left one."""

    name: str
    visible: bool
    cells: Mapping[tuple[int, int], RawCell]
    merged: Mapping[tuple[int, int], tuple[int, int]] = field(default_factory=dict)

    def place(self, row: int, column: int) -> str:
        """``支出!H12`` for a row and a column counted from zero."""
        return f"{self.name}!{cell_ref(row, column)}"


@frozen
class RawWorkbook:
    """The worksheets in the order of their tabs."""

    sheets: tuple[RawSheet, ...]


def read_workbook_file(path: Path, *, skip: Collection[str] = ()) -> RawWorkbook:
    """Read the worksheets of ``path`` but those named in ``skip``; raises :class:`UnreadableBook`, nothing else."""
    return parse_workbook(workbook_file_bytes(path), skip=skip)


def parse_workbook(data: bytes, *, skip: Collection[str] = ()) -> RawWorkbook:
    """Read the worksheets of the file ``data`` but those in ``skip``; raises :class:`UnreadableBook`."""
    package = _package(data)
    try:
        return _Reader(package).workbook(skip)
    except (etree.XMLSyntaxError, KeyError, ValueError, IndexError, OverflowError) as problem:
        raise UnreadableBook(UnreadableBook.Kind.DAMAGED, str(problem)) from problem


def workbook_file_bytes(path: Path) -> bytes:
    """The bytes of a file that may be a workbook; raises :class:`UnreadableBook`, nothing else."""
    kinds = UnreadableBook.Kind
    try:
        if path.is_dir():
            raise UnreadableBook(kinds.FOLDER)
        if path.stat().st_size > MAX_BYTES:
            raise UnreadableBook(kinds.TOO_LARGE)
        return path.read_bytes()
    except FileNotFoundError as problem:
        raise UnreadableBook(kinds.MISSING) from problem
    except (OSError, ValueError) as problem:
        raise UnreadableBook(kinds.LOCKED, str(problem)) from problem


def _package(data: bytes) -> Package:
    kinds = UnreadableBook.Kind
    if not data:
        raise UnreadableBook(kinds.EMPTY)
    if data.startswith(_OLE_MAGIC):
        raise UnreadableBook(kinds.ENCRYPTED if _ENCRYPTED in data else kinds.OLD_XLS)
    if not data.startswith(b"PK"):
        raise UnreadableBook(kinds.NOT_XLSX)
    try:
        package = read_package(data)
    except PackageError as problem:
        kind = kinds.TOO_LARGE if "过大" in problem.message else kinds.DAMAGED
        raise UnreadableBook(kind, problem.message) from problem
    if any(name.lower().endswith("vbaproject.bin") for name in package):
        raise UnreadableBook(kinds.MACROS)
    if any(name.lower().endswith("workbook.bin") for name in package):
        raise UnreadableBook(kinds.BINARY)
    return package


class _Reader:
    """Reads one package; elements are matched by local name, so strict and transitional files are alike."""

    def __init__(self, package: Package) -> None:
        self._package = package
        main = main_part(package)
        if main is None or not main.lower().startswith("xl/"):
            raise UnreadableBook(UnreadableBook.Kind.NOT_XLSX)
        self._main = main
        self._root = parse_xml(package[main])
        self._strings = self._shared_strings()
        self._dates, self._percents = self._number_styles()
        is_1904 = any(each.get("date1904") in YES for each in self._root.iterfind("{*}workbookPr"))
        self._epoch = _EPOCH_1904 if is_1904 else _EPOCH

    def workbook(self, skip: Collection[str]) -> RawWorkbook:
        found = (
            self._sheet(sheet, self._package[part])
            for sheet, part in worksheets(self._package, self._main, self._root)
            if sheet.get("name") not in skip
        )
        return RawWorkbook(tuple(found))

    def _shared_strings(self) -> list[str]:
        part = first_related(self._package, self._main, "sharedStrings")
        return list(map(string_text, parse_xml(self._package[part]).iterchildren("{*}si"))) if part else []

    def _number_styles(self) -> tuple[set[int], set[int]]:
        """The cell styles that print a date, the cell styles that print a percentage."""
        dates, percents = set[int](), set[int]()
        part = first_related(self._package, self._main, "styles")
        if not part:
            return dates, percents
        root = parse_xml(self._package[part])
        patterns = {
            int(item.get("numFmtId", "0")): _LITERAL.sub("", item.get("formatCode", ""))
            for item in root.iterfind("{*}numFmts/{*}numFmt")
        }
        for index, item in enumerate(root.iterfind("{*}cellXfs/{*}xf")):
            number = int(item.get("numFmtId", "0"))
            pattern = patterns.get(number)
            if number in _DATE_FORMATS if pattern is None else re.search("[ymdhs年月日]", pattern, re.I):
                dates.add(index)
            elif number in _PERCENT_FORMATS if pattern is None else "%" in pattern:
                percents.add(index)
        return dates, percents

    def _sheet(self, sheet: Element, data: bytes) -> RawSheet:
        root = parse_xml(data)
        cells: dict[tuple[int, int], RawCell] = {}
        row = -1
        for row_element in root.iterfind("{*}sheetData/{*}row"):
            row = int(row_element.get("r", row + 2)) - 1
            column = -1
            for element in row_element.iterchildren("{*}c"):
                ref = element.get("r")
                row, column = cell_position(ref) if ref else (row, column + 1)
                if len(element) and (cell := self._cell(element, cell_ref(row, column))) is not None:
                    cells[row, column] = cell
        visible = sheet.get("state", "visible") == "visible"
        return RawSheet(sheet.get("name", ""), visible, cells, _merged(root))

    def _cell(self, element: Element, ref: str) -> RawCell | None:
        parts = {child.tag.rpartition("}")[2]: child for child in element if isinstance(child.tag, str)}
        formula, stored = "f" in parts, parts.get("v")
        text = (stored.text or "") if stored is not None else ""
        match kind := element.get("t", "n"):
            case "s" | "inlineStr" | "str":
                if kind == "str" and formula and stored is None:
                    return RawCell(ref, CellKind.UNCALCULATED, "", None, True)
                if kind == "s":
                    text = self._strings[int(text)] if text else ""
                elif kind == "inlineStr":
                    text = string_text(parts["is"]) if "is" in parts else ""
                return RawCell(ref, CellKind.TEXT, _unescape(text), None, formula) if text else None
            case "b":
                return RawCell(ref, CellKind.BOOL, text, text.strip() == "1", formula)
            case "e":
                return RawCell(ref, CellKind.ERROR, text, None, formula)
            case "d":
                day = datetime.fromisoformat(text.strip()).date()
                return RawCell(ref, CellKind.DATE, day.isoformat(), day, formula)
        if not text.strip():
            return RawCell(ref, CellKind.UNCALCULATED, "", None, True) if formula else None
        return self._number(ref, text.strip(), int(element.get("s", "0")), formula)

    def _number(self, ref: str, text: str, style: int, formula: bool) -> RawCell:
        try:
            value = Decimal(text)
        except InvalidOperation as problem:
            raise ValueError(f"{ref}: {text}") from problem
        if not value.is_finite() or abs(value.adjusted()) > _LARGEST_EXPONENT:
            raise ValueError(f"{ref}: {text}")
        if style in self._dates and 0 <= value <= _LAST_SERIAL:
            day = (self._epoch + timedelta(days=int(value))).date()
            return RawCell(ref, CellKind.DATE, day.isoformat(), day, formula)
        return RawCell(ref, CellKind.NUMBER, text, value, formula, style in self._percents)


def worksheets(package: Package, main: str, book: Element) -> list[tuple[Element, str]]:
    """The ``sheet`` of each worksheet in ``book``, the root of the part ``main``, with its part; in the order of the tabs.

    Raises ``KeyError`` where a sheet leads nowhere.
    """
    targets = {r.id: r for r in relations(package, main)}
    found = [(sheet, targets[relation_id(sheet)]) for sheet in book.iterfind("{*}sheets/{*}sheet")]
    return [(sheet, relation.target) for sheet, relation in found if relation.kind == "worksheet"]


def string_text(item: Element) -> str:
    """The text of ``si`` or ``is`` as it is stored: plain, or its rich runs joined; phonetic guides are not text."""
    return "".join(
        text.text or ""
        for child in item.iterchildren("{*}t", "{*}r")
        for text in (child.iterchildren("{*}t") if child.tag.endswith("}r") else (child,))
    )


def _unescape(text: str) -> str:
    """``_x000D_`` is how Excel stores a character that XML cannot hold."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _merged(root: Element) -> dict[tuple[int, int], tuple[int, int]]:
    covered: dict[tuple[int, int], tuple[int, int]] = {}
    for merge in root.iterfind("{*}mergeCells/{*}mergeCell"):
        first, last = corners(merge.get("ref", "A1"))
        rows, columns = (range(start, end + 1) for start, end in zip(first, last, strict=True))
        if len(rows) * len(columns) > 100_000:
            continue  # whole rows or columns merged: nobody types below them
        covered.update({at: first for at in product(rows, columns) if at != first})
    return covered


def corners(area: str) -> tuple[tuple[int, int], tuple[int, int]]:
    """The first and the last cell of ``A1:C3``; of ``A1`` both are the same."""
    first, _, last = area.partition(":")
    return cell_position(first), cell_position(last or first)


def cell_position(ref: str) -> tuple[int, int]:
    """Row and column, counted from zero, of ``H12`` or ``$H$12``; raises ``ValueError`` for anything else."""
    found = re.fullmatch(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})", ref)
    if found is None:
        raise ValueError(f"cell reference {ref}")
    return int(found[2]) - 1, column_number(found[1].upper())


def cell_ref(row: int, column: int) -> str:
    """``H12`` for a row and a column counted from zero."""
    return f"{column_letters(column)}{row + 1}"


def column_number(letters: str) -> int:
    """A → 0, AA → 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_letters(column: int) -> str:
    """A, B, … Z, AA … for a column counted from zero."""
    text, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text
