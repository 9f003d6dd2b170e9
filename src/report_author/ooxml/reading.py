"""The paragraphs of a Word document as a reader sees them, each with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from report_author.ooxml.markup import MC, A, Element, R, count_at, own, parse_xml, value, w
from report_author.ooxml.package import Package
from report_author.ooxml.relations import main_part, related, relations
from report_author.ooxml.shown_text import field_codes, is_hidden, paragraph_text
from report_author.ooxml.word_styles import WordStyles
from report_author.records import frozen

_PARAGRAPH, _TABLE, _ROW, _CELL, _BOX = w("p"), w("tbl"), w("tr"), w("tc"), w("txbxContent")
_MARK = f"{w('pPr')}/{w('rPr')}"
_FALLBACK = f"{{{MC}}}Fallback"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"
_DRAWN = f"{{{A}}}p"
_LONGEST_ENTRY = 120
_STORIES = {"header": "页眉", "footer": "页脚", "footnotes": "脚注", "endnotes": "尾注"}


@frozen
class Cell:
    """Where in a table: everything counts from 0; ``across`` columns wide; ``continued`` below a cell merged with it."""

    table: int
    row: int
    column: int
    across: int = 1
    continued: bool = False


@frozen
class Line:
    """A paragraph. ``index`` counts the ``w:p`` of ``part`` from 0; tabs and line breaks are one character of ``text``.

    ``level`` is 1 … 9 for headings, 0 for body text; ``contents`` marks an entry of the contents page. ``charts`` are the
    parts of the charts that it shows; ``heading`` are the headings above it; ``place`` says in Chinese where it stands.
    ``cell`` is the one of an outermost table, ``inner`` the one right around it; ``box`` is the paragraph that a text box
    hangs on (-1: it stands in none). ``list`` is what numbers it: the list with the level in it. ``drawn`` are the texts
    of its drawings that are no paragraphs. ``runs_on`` says that its end was deleted: the next paragraph goes on in it.
    """

    part: str
    index: int
    text: str
    place: str
    heading: str = ""
    level: int = 0
    style: str = ""
    cell: Cell | None = None
    contents: bool = False
    charts: tuple[str, ...] = ()
    inner: Cell | None = None
    box: int = -1
    list: tuple[str, int] | None = None
    drawn: tuple[str, ...] = ()
    runs_on: bool = False


def read_lines(package: Package) -> list[Line]:
    """All paragraphs that are shown: the body in order, then headers, footers, notes. Text boxes follow their paragraph.

    Deleted and hidden text is left out. Raises ``etree.XMLSyntaxError`` or ``KeyError`` for a damaged package.
    """
    body = main_part(package)
    if body is None:
        return []
    styles = WordStyles(package, body)
    lines = list(_Story(package, body, "", styles).lines())
    for kind, label in _STORIES.items():
        for part in related(package, body, kind):
            lines += _Story(package, part, label, styles).lines()
    return lines


class _Story:
    """One part while it is read."""

    def __init__(self, package: Package, part: str, label: str, styles: WordStyles) -> None:
        self._package, self._part, self._label, self._styles = package, part, label, styles
        self._root = parse_xml(package[part])
        self._targets = {relation.id: relation.target for relation in relations(package, part)}
        self._cells = _cells(self._root)
        self._path: list[tuple[int, str]] = []
        self._count = 0
        self._tables: dict[int, tuple[str, int]] = {}
        self._indices = {paragraph: index for index, paragraph in enumerate(self._root.iter(_PARAGRAPH))}

    def lines(self) -> Iterator[Line]:
        for paragraph, index in self._indices.items():
            if next(paragraph.iterancestors(_FALLBACK), None) is None:
                yield self._line(index, paragraph)

    def _line(self, index: int, paragraph: Element) -> Line:
        style = value(paragraph, "pPr/pStyle")
        text = paragraph_text(paragraph, self._styles.hidden)
        holder = next(paragraph.iterancestors(_CELL, _BOX), None)
        inner, cell = self._cells[holder] if holder is not None and holder.tag == _CELL else (None, None)
        contents = self._styles.name(style).lower().startswith("toc ") or _is_entry(paragraph, text)
        level = (
            0 if contents or cell is not None or not text.strip() else self._styles.level(paragraph, style)
        )
        if level:
            self._path = [(n, name) for n, name in self._path if n < level] + [
                (level, " ".join(text.split()))
            ]
            self._count = 0
        place = self._place(cell, bool(level), contents, text)
        path = " › ".join(name for _, name in self._path)
        return Line(
            self._part,
            index,
            text,
            place,
            path,
            level,
            style,
            cell,
            contents,
            self._shown_parts(paragraph, _CHART),
            inner,
            self._box(paragraph),
            None if _gone(paragraph, text) else self._styles.list_of(paragraph, style),
            self._drawn(paragraph),
            bool(text) and _mark_deleted(paragraph),
        )

    def _shown_parts(self, paragraph: Element, tag: str) -> tuple[str, ...]:
        """The parts that drawings of this very paragraph show."""
        name = f"{{{R}}}{'dm' if tag == _DIAGRAM else 'id'}"
        return tuple(
            self._targets[found.get(name, "")]
            for found in own(paragraph, tag)
            if found.get(name, "") in self._targets
        )

    def _drawn(self, paragraph: Element) -> tuple[str, ...]:
        drawn = [each for each in own(paragraph, _DRAWN) if next(each.iterancestors(_FALLBACK), None) is None]
        for part in self._shown_parts(paragraph, _DIAGRAM):
            if part in self._package:
                drawn += parse_xml(self._package[part]).iter(_DRAWN)
        texts = ("".join(piece.text or "" for piece in each.iter(f"{{{A}}}t")).strip() for each in drawn)
        return tuple(text for text in texts if text)

    def _box(self, paragraph: Element) -> int:
        boxes = list(paragraph.iterancestors(_BOX))
        holder = next(boxes[-1].iterancestors(_PARAGRAPH), None) if boxes else None
        return self._indices[holder] if holder is not None else -1

    def _place(self, cell: Cell | None, heading: bool, contents: bool, text: str) -> str:
        if self._label:
            return self._label
        if contents:
            return "目录"
        where = f"“{self._path[-1][1]}”" if self._path else "封面"
        if heading:
            return f"标题{where}"
        if cell is not None:
            if cell.table not in self._tables:
                same = sum(1 for other, _ in self._tables.values() if other == where)
                self._tables[cell.table] = (where, same + 1)
            where, number = self._tables[cell.table]
            return f"{where}第{number}张表第{cell.row + 1}行第{cell.column + 1}格"
        if text.strip():
            self._count += 1
        return f"{where}第{max(self._count, 1)}段"


def _cells(root: Element) -> Mapping[Element, tuple[Cell, Cell]]:
    """Every cell as itself, then as the cell of the outermost table around it. Nested tables count after those."""
    tables = [(table, next(table.iterancestors(_CELL, _BOX), None)) for table in root.iter(_TABLE)]
    outer = [table for table, around in tables if around is None or around.tag == _BOX]
    nested = [(table, around) for table, around in tables if around is not None and around.tag == _CELL]
    found: dict[Element, tuple[Cell, Cell]] = {}
    for number, table in enumerate(outer):
        found.update({element: (cell, cell) for element, cell in _cells_of(table, number)})
    for number, (table, around) in enumerate(nested, start=len(outer)):
        found.update({element: (cell, found[around][1]) for element, cell in _cells_of(table, number)})
    return found


def _cells_of(table: Element, number: int) -> Iterator[tuple[Element, Cell]]:
    for row_number, row in enumerate(own(table, _ROW)):
        column = count_at(row, "trPr/gridBefore", 0)
        for cell in own(row, _CELL):
            across = count_at(cell, "tcPr/gridSpan", 1)
            merge = cell.find(f"{w('tcPr')}/{w('vMerge')}")
            continued = merge is not None and merge.get(w("val"), "continue") == "continue"
            yield cell, Cell(number, row_number, column, across, continued)
            column += across


def _is_entry(paragraph: Element, text: str) -> bool:
    """Whether a paragraph refers to the page of a heading, as the entries of a contents page do."""
    return len(text) < _LONGEST_ENTRY and text.strip()[-1:].isdigit() and "PAGEREF" in field_codes(paragraph)


def _gone(paragraph: Element, text: str) -> bool:
    """Whether a paragraph was deleted or hidden together with its mark, so that no list counts it."""
    return not text and (bool(is_hidden(paragraph.find(_MARK))) or _mark_deleted(paragraph))


def _mark_deleted(paragraph: Element) -> bool:
    mark = paragraph.find(_MARK)
    return mark is not None and any(mark.find(w(name)) is not None for name in ("del", "moveFrom"))
