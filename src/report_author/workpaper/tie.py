"""Every number printed in a report with its tables, traced to its figure or to the cell it was typed in."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from enum import Enum

from report_author.figures.figure import Figure
from report_author.figures.ledger import ChartMark, Printed
from report_author.model.money import Number, NumberClass, find_numbers, half_up
from report_author.ooxml.charts import ChartText, chart_texts
from report_author.ooxml.package import Package, read_package
from report_author.ooxml.reading import Line, read_lines
from report_author.ooxml.sheets import CellKind, RawCell, RawSheet, parse_workbook
from report_author.records import frozen
from report_author.templating.word_finish import Mark
from report_author.workpaper.cells import CellIndex
from report_author.workpaper.evidence import Evidence

_SENTENCE_ENDS = "。！？；\n"


class Area(Enum):
    """Which output a number stands in."""

    REPORT = "报告"
    CHART = "图"
    TABLES = "公开表"


class Origin(Enum):
    """TRACED: a figure; TYPED: words of the clerk; FIXED: words of the template, the format or an inserted file."""

    TRACED = "有数据来源"
    TYPED = "手工填写"
    FIXED = "固定文字"


@frozen
class Entry:
    """One printed number.

    ``key`` finds it again: (part, paragraph, offset) in the report, (sheet, cell, offset) in the tables, (part, series, point)
    in a chart. ``context`` is its sentence, the label of its row, the category of its point. ``cells`` are its source cells.
    """

    number: int
    area: Area
    origin: Origin
    shown: str
    unit: str
    kind: NumberClass
    heading: str
    place: str
    context: str
    key: tuple[str, int | str, int]
    figure: Figure | None = None
    cells: tuple[str, ...] = ()


@frozen
class TieOut:
    """All printed numbers in the order of reading, and how many digits belong to names, dates, lists (``left_out``)."""

    lines: tuple[Line, ...]
    sheets: tuple[RawSheet, ...]
    charts: Mapping[str, ChartText]
    entries: tuple[Entry, ...]
    left_out: Mapping[tuple[Area, NumberClass], int]
    index: CellIndex

    def total(self, area: Area | None = None, origin: Origin | None = None) -> int:
        return sum((area in (None, e.area)) and (origin in (None, e.origin)) for e in self.entries)

    @property
    def totals(self) -> list[tuple[str, list[int]]]:
        """By area, at last of all: how many numbers there are, how many of each origin."""
        return [
            (area.value if area else "合计", [self.total(area, origin) for origin in (None, *Origin)])
            for area in (*Area, None)
        ]


def tie_out(report: bytes, tables: bytes, evidence: Evidence) -> TieOut:
    """Account for every number of the finished files; they must be those that ``evidence`` is about."""
    package = read_package(report)
    tie = _Tie(package, evidence)
    lines = read_lines(package)
    for line in lines:
        tie.line(line)
        for part in line.charts:
            tie.chart(part, line)
    tie.aside(lines)
    sheets = parse_workbook(tables).sheets
    for sheet in sheets:
        tie.sheet(sheet)
    return TieOut(tuple(lines), sheets, tie.charts, tuple(tie.entries), tie.left_out, tie.index)


class _Tie:
    """One tie-out under way."""

    def __init__(self, package: Package, evidence: Evidence) -> None:
        self.entries: list[Entry] = []
        self.left_out: Counter[tuple[Area, NumberClass]] = Counter()
        self.charts: dict[str, ChartText] = {}
        self.index = CellIndex(evidence.facts)
        self._package = package
        self._marks: dict[tuple[str, int], list[Mark]] = defaultdict(list)
        for mark in evidence.marks:
            self._marks[mark.part, mark.paragraph].append(mark)
        self._chart_marks: dict[str, list[ChartMark]] = defaultdict(list)
        for place in evidence.chart_marks:
            self._chart_marks[place.part].append(place)
        self._cell_marks: dict[tuple[str, str], list[Printed]] = defaultdict(list)
        for cell_mark in evidence.table_marks:
            self._cell_marks[cell_mark.sheet, cell_mark.cell].append(cell_mark.printed)

    def line(self, line: Line) -> None:
        """The numbers of a paragraph."""
        owned = [(mark.offset, mark.printed) for mark in self._marks[line.part, line.index]]
        where = (line.heading, line.place)
        for start, end, printed, number in _numbers(line.text, owned):
            key = (line.part, line.index, start)
            self._add(
                Area.REPORT,
                where,
                _sentence(line.text, start, end),
                key,
                line.text,
                start,
                end,
                printed,
                number,
            )

    def aside(self, lines: Sequence[Line]) -> None:
        """Figures that no paragraph shows: alternative texts."""
        shown = {(line.part, line.index) for line in lines}
        for (part, paragraph), marks in self._marks.items():
            if (part, paragraph) not in shown:
                for mark in marks:
                    text = mark.printed.text
                    self._add(
                        Area.REPORT,
                        ("", "替代文字"),
                        text,
                        (part, paragraph, mark.offset),
                        text,
                        0,
                        len(text),
                        mark.printed,
                        None,
                    )

    def chart(self, part: str, line: Line) -> None:
        """The values of a chart, the numbers in its labels."""
        if part in self.charts:
            return
        text = self.charts[part] = chart_texts(self._package, part)
        values = {(place.series, place.point): place for place in self._chart_marks[part]}
        for series in text.series:
            for point, value in series.values:
                place = values.get((series.name, point))
                where = (line.heading, f"图“{text.title or (place.key if place else '')}”")
                context = f"{series.name}·{text.category(point)}"
                number = Number(0, len(value), value, NumberClass.AMOUNT)
                printed = place.printed if place else None
                self._add(
                    Area.CHART,
                    where,
                    context,
                    (part, series.name, point),
                    value,
                    0,
                    len(value),
                    printed,
                    number,
                )
        for at, words in enumerate(text.words):
            here = [place.printed for place in self._chart_marks[part]]
            for number in find_numbers(words):
                self._label(words, number, part, at, line, here)

    def _label(
        self, words: str, number: Number, part: str, at: int, line: Line, shown: Sequence[Printed]
    ) -> None:
        """A number in a label of a chart: the value of a point, or its share worked out from all points."""
        owner = next((printed for printed in shown if printed.text == number.text), None)
        if owner is None and number.kind is NumberClass.PERCENT and shown:
            cells = [cell for printed in shown for cell in printed.figure.sources]
            figure = Figure(
                f"{words.split(' ')[0]}占图中合计的比重",
                number.value,
                "%",
                "该类金额 ÷ 图中各类金额之和",
                cells,
            )
            owner = Printed(figure, "%", number.text)
        key = (part, f"label{at}", number.start)
        where = (line.heading, f"图“{self.charts[part].title}”标签")
        self._add(Area.CHART, where, words, key, words, number.start, number.end, owner, number)

    def sheet(self, sheet: RawSheet) -> None:
        """The numbers of a table."""
        labels: dict[int, str] = {}
        lines = _line_numbers(sheet)
        for (row, column), cell in sorted(sheet.cells.items()):
            if cell.kind is CellKind.TEXT and column < 4 and not cell.text.isdigit():
                labels[row] = cell.text.strip()
            self._cell(sheet, cell, labels.get(row, ""), line_number=(row, column) in lines)

    def _cell(self, sheet: RawSheet, cell: RawCell, label: str, *, line_number: bool) -> None:
        owners = self._cell_marks[sheet.name, cell.ref]
        where = (sheet.name, f"{sheet.name}!{cell.ref}")
        if cell.kind is CellKind.NUMBER:
            printed = owners[0] if owners else None
            kind = NumberClass.AMOUNT if printed and printed.figure.is_money else NumberClass.COUNT
            if line_number:
                kind = NumberClass.ORDINAL
            # tables show amounts with two decimals, whatever the cell holds
            shown = f"{half_up(Decimal(cell.text), 2):f}" if kind is NumberClass.AMOUNT else cell.text
            number = Number(0, len(shown), shown, kind)
            self._add(
                Area.TABLES, where, label, (sheet.name, cell.ref, 0), shown, 0, len(shown), printed, number
            )
        elif cell.kind is CellKind.TEXT and re.fullmatch(r"\d+", cell.text.strip()):
            self.left_out[Area.TABLES, NumberClass.CODE] += 1
        elif cell.kind is CellKind.TEXT:
            owned = []
            at = 0
            for printed in owners:
                at = cell.text.find(printed.text, at)
                owned.append((at, printed))
                at += len(printed.text)
            for start, end, owner, found in _numbers(cell.text, owned):
                self._add(
                    Area.TABLES,
                    where,
                    cell.text,
                    (sheet.name, cell.ref, start),
                    cell.text,
                    start,
                    end,
                    owner,
                    found,
                )

    def _add(
        self,
        area: Area,
        where: tuple[str, str],
        context: str,
        key: tuple[str, int | str, int],
        text: str,
        start: int,
        end: int,
        printed: Printed | None,
        number: Number | None,
    ) -> None:
        if printed is None and number is not None and not number.kind.counted:
            self.left_out[area, number.kind] += 1
            return
        figure = printed.figure if printed else None
        cell = "" if printed else self.index.typed(text, start, end, key[:2])
        origin = Origin.TRACED if printed else Origin.TYPED if cell else Origin.FIXED
        unit = printed.view if printed else number.unit if number else ""
        cells = figure.sources if figure else (cell,) if cell else ()
        kind = _class_of(figure, number)
        heading, place = where
        self.entries.append(
            Entry(
                len(self.entries) + 1,
                area,
                origin,
                text[start:end],
                unit,
                kind,
                heading,
                place,
                context,
                key,
                figure,
                cells,
            )
        )


def _line_numbers(sheet: RawSheet) -> set[tuple[int, int]]:
    """行次 (the numbers below that word), 栏次 (those beside it, or a row that counts 1, 2, 3 …)."""
    found: set[tuple[int, int]] = set()
    words = {
        place: "".join(cell.text.split()) for place, cell in sheet.cells.items() if cell.kind is CellKind.TEXT
    }
    counted = {column for (_, column), word in words.items() if word == "行次"}
    counting = {row for (row, _), word in words.items() if word == "栏次"}
    rows: dict[int, list[tuple[int, RawCell]]] = defaultdict(list)
    for (row, column), cell in sorted(sheet.cells.items()):
        if cell.kind is CellKind.NUMBER:
            rows[row].append((column, cell))
            if column in counted:
                found.add((row, column))
    for row, cells in rows.items():
        if row in counting or (
            len(cells) > 2 and [cell.text for _, cell in cells] == [str(n) for n in range(1, len(cells) + 1)]
        ):
            found |= {(row, column) for column, _ in cells}
    return found


def _class_of(figure: Figure | None, number: Number | None) -> NumberClass:
    if figure is not None:
        return {"元": NumberClass.AMOUNT, "%": NumberClass.PERCENT}.get(figure.unit, NumberClass.COUNT)
    return number.kind if number else NumberClass.COUNT


def _numbers(
    text: str, owned: Sequence[tuple[int, Printed]]
) -> Iterator[tuple[int, int, Printed | None, Number | None]]:
    """Every number of a text in order: those that figures printed, then what is left of the others."""
    found: list[tuple[int, int, Printed | None, Number | None]] = [
        (start, start + len(printed.text), printed, None) for start, printed in owned
    ]
    for number in find_numbers(text):
        if not any(start < number.end and number.start < end for start, end, _, _ in found[: len(owned)]):
            found.append((number.start, number.end, None, number))
    return iter(sorted(found, key=lambda each: each[0]))


def _sentence(text: str, start: int, end: int) -> str:
    """The sentence around a number."""
    first = max(text.rfind(mark, 0, start) for mark in _SENTENCE_ENDS) + 1
    stops = [at for at in (text.find(mark, end) for mark in _SENTENCE_ENDS) if at >= 0]
    return text[first : min(stops) + 1 if stops else len(text)].strip()
