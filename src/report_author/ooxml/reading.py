"""The paragraphs of a Word document as a reader sees them, each with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from report_author.ooxml.markup import MC, R, W, parse_xml, w
from report_author.ooxml.package import Package
from report_author.ooxml.relations import main_part, related, relations

_PARAGRAPH, _RUN, _TEXT, _TAB = w("p"), w("r"), w("t"), w("tab")
_BREAKS = (w("br"), w("cr"))
_TABLE, _ROW, _CELL = w("tbl"), w("tr"), w("tc")
_FALLBACK = f"{{{MC}}}Fallback"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
_UNSEEN = (w("moveFrom"), w("del"))
_STORIES = {"header": "页眉", "footer": "页脚", "footnotes": "脚注", "endnotes": "尾注"}
_OFF = ("0", "false", "off")


@dataclass(frozen=True, slots=True)
class Cell:
    """Where in a table: everything counts from 0; ``across`` columns wide; ``continued`` below a cell merged with it."""

    table: int
    row: int
    column: int
    across: int = 1
    continued: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph. ``index`` counts the ``w:p`` of ``part`` from 0; tabs and line breaks are one character of ``text``.

    ``level`` is 1 … 9 for headings, 0 for body text; ``contents`` marks an entry of the contents page. ``charts`` are the
    parts of the charts that it shows; ``heading`` are the headings above it; ``place`` says in Chinese where it stands.
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


def read_lines(package: Package) -> list[Line]:
    """All paragraphs that are shown: the body in order, then headers, footers, notes. Text boxes follow their paragraph.

    Deleted and hidden text is left out. Raises ``etree.XMLSyntaxError`` or ``KeyError`` for a damaged package.
    """
    body = main_part(package)
    if body is None:
        return []
    styles = _Styles(package, body)
    lines = list(_Story(package, body, "", styles).lines())
    for kind, label in _STORIES.items():
        for part in related(package, body, kind):
            lines += _Story(package, part, label, styles).lines()
    return lines


class _Styles:
    """Names and outline levels of the paragraph styles, inherited ones included."""

    def __init__(self, package: Package, body: str) -> None:
        self._levels: dict[str, int] = {}
        self._names: dict[str, str] = {}
        parents: dict[str, str] = {}
        for part in related(package, body, "styles"):
            for style in parse_xml(package[part]).iter(w("style")):
                identity = style.get(w("styleId"), "")
                self._names[identity] = _value(style.find(w("name")))
                parents[identity] = _value(style.find(w("basedOn")))
                level = _value(style.find(f"{w('pPr')}/{w('outlineLvl')}"))
                if level.isdigit():
                    self._levels[identity] = int(level)
        for identity in parents:
            at, seen = identity, {""}
            while at not in seen and at not in self._levels:
                seen.add(at)
                at = parents.get(at, "")
            self._levels.setdefault(identity, self._levels.get(at, 9))

    def name(self, identity: str) -> str:
        return self._names.get(identity, "")

    def level(self, paragraph: etree._Element, style: str) -> int:
        """1 for the outermost heading; 0 for body text."""
        own = _value(paragraph.find(f"{w('pPr')}/{w('outlineLvl')}"))
        level = int(own) if own.isdigit() else self._levels.get(style, 9)
        return level + 1 if level < 9 else 0


class _Story:
    """One part while it is read."""

    def __init__(self, package: Package, part: str, label: str, styles: _Styles) -> None:
        self._part, self._label, self._styles = part, label, styles
        self._root = parse_xml(package[part])
        self._targets = {relation.id: relation.target for relation in relations(package, part)}
        self._cells = _cells(self._root)
        self._path: list[tuple[int, str]] = []
        self._count = 0
        self._tables: dict[int, tuple[str, int]] = {}

    def lines(self) -> Iterator[Line]:
        for index, paragraph in enumerate(self._root.iter(_PARAGRAPH)):
            if next(paragraph.iterancestors(_FALLBACK), None) is not None:
                continue
            yield self._line(index, paragraph)

    def _line(self, index: int, paragraph: etree._Element) -> Line:
        style = _value(paragraph.find(f"{w('pPr')}/{w('pStyle')}"))
        text = paragraph_text(paragraph)
        holder = next(paragraph.iterancestors(_CELL), None)
        cell = None if holder is None else self._cells[holder]
        contents = self._styles.name(style).lower().startswith("toc ")
        level = 0 if contents or cell is not None or not text.strip() else self._styles.level(paragraph, style)
        if level:
            self._path = [(n, name) for n, name in self._path if n < level] + [(level, " ".join(text.split()))]
            self._count = 0
        charts = tuple(
            self._targets[found.get(f"{{{R}}}id", "")]
            for found in paragraph.iter(_CHART)
            if found.get(f"{{{R}}}id", "") in self._targets and next(found.iterancestors(_PARAGRAPH)) is paragraph
        )
        place = self._place(cell, bool(level), contents, text)
        path = " › ".join(name for _, name in self._path)
        return Line(self._part, index, text, place, path, level, style, cell, contents, charts)

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


def _cells(root: etree._Element) -> Mapping[etree._Element, Cell]:
    """Every cell of the outermost tables, in which cells of nested tables have the place of the one around them."""
    found: dict[etree._Element, Cell] = {}
    number = 0
    for table in root.iter(_TABLE):
        around = next(table.iterancestors(_CELL), None)
        if around is not None:
            found.update(dict.fromkeys(table.iter(_CELL), found[around]))
            continue
        rows = [row for row in table.iter(_ROW) if next(row.iterancestors(_TABLE)) is table]
        for row_number, row in enumerate(rows):
            column = int(_value(row.find(f"{w('trPr')}/{w('gridBefore')}")) or 0)
            for cell in (c for c in row.iter(_CELL) if next(c.iterancestors(_ROW)) is row):
                across = int(_value(cell.find(f"{w('tcPr')}/{w('gridSpan')}")) or 1)
                merge = cell.find(f"{w('tcPr')}/{w('vMerge')}")
                continued = merge is not None and merge.get(w("val"), "continue") == "continue"
                found[cell] = Cell(number, row_number, column, across, continued)
                column += across
        number += 1
    return found


def paragraph_text(paragraph: etree._Element) -> str:
    """The text a reader sees, without that of text boxes in the paragraph."""
    pieces: list[str] = []
    for element in paragraph.iter(_TEXT, _TAB, *_BREAKS):
        run = element.getparent()
        if run is None or run.tag != _RUN or next(element.iterancestors(_PARAGRAPH)) is not paragraph or _unseen(run):
            continue
        pieces.append((element.text or "") if element.tag == _TEXT else "\t" if element.tag == _TAB else "\n")
    return "".join(pieces)


def _unseen(run: etree._Element) -> bool:
    hidden = run.find(f"{w('rPr')}/{w('vanish')}")
    if hidden is not None and hidden.get(w("val"), "true") not in _OFF:
        return True
    return any(ancestor.tag in _UNSEEN for ancestor in run.iterancestors(*_UNSEEN))


def _value(element: etree._Element | None) -> str:
    return "" if element is None else element.get(f"{{{W}}}val", "")
