"""The text, the tables, the charts of a report as HTML with every number in a link."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from itertools import groupby

from report_author.ooxml.charts import ChartText
from report_author.ooxml.reading import Line
from report_author.ooxml.sheets import CellKind, RawSheet
from report_author.workpaper.tie import Entry, Origin, TieOut

_CLASSES = {Origin.TRACED: "n", Origin.TYPED: "n typed", Origin.FIXED: "n fixed"}


def body(tie: TieOut, severities: Mapping[int, str]) -> str:
    """The report, then its tables. ``severities`` colour the numbers of these entries."""
    return "\n".join(_Body(tie, severities).parts())


class _Body:
    def __init__(self, tie: TieOut, severities: Mapping[int, str]) -> None:
        self._tie = tie
        self._severities = severities
        self._by_place: dict[tuple[str, int | str], list[Entry]] = defaultdict(list)
        for entry in tie.entries:
            self._by_place[entry.key[:2]].append(entry)
        self._drawn: set[str] = set()

    def parts(self) -> Iterator[str]:
        for table, lines in groupby(
            self._tie.lines, key=lambda line: (line.part, line.cell.table) if line.cell else None
        ):
            if table is None:
                for line in lines:
                    yield from self._line(line)
            else:
                yield self._table(list(lines))
        for sheet in self._tie.sheets:
            yield self._sheet(sheet)

    def _line(self, line: Line) -> Iterator[str]:
        if line.text.strip():
            name = f"h{min(line.level, 5)}" if line.level else "p"
            kind = (
                ' class="contents"'
                if line.contents
                else ' class="cover"'
                if not line.heading and not line.level
                else ""
            )
            yield f"<{name}{kind}>{self._text(line)}</{name}>"
        for part in line.charts:
            if part in self._tie.charts and part not in self._drawn:
                self._drawn.add(part)
                yield self._chart(part, self._tie.charts[part])

    def _text(self, line: Line) -> str:
        return self._linked(line.text, self._by_place[line.part, line.index])

    def _linked(self, text: str, entries: Iterable[Entry]) -> str:
        pieces, at = [], 0
        for entry in sorted(entries, key=lambda each: each.key[2]):
            start = entry.key[2]
            if start < at:
                continue
            pieces += [escape(text[at:start]), self._link(entry)]
            at = start + len(entry.shown)
        return "".join([*pieces, escape(text[at:])])

    def _link(self, entry: Entry, shown: str = "") -> str:
        severity = self._severities.get(entry.number, "")
        name = f"{_CLASSES[entry.origin]} {severity}".strip()
        return (
            f'<a class="{name}" tabindex="0" data-e="{entry.number - 1}">{escape(shown or entry.shown)}</a>'
        )

    def _table(self, lines: list[Line]) -> str:
        """A table of the report; cells continued from above are drawn into them."""
        texts: dict[tuple[int, int], list[str]] = defaultdict(list)
        spans: dict[tuple[int, int], tuple[int, bool]] = {}
        for line in lines:
            cell = line.cell
            assert cell is not None
            texts[cell.row, cell.column].append(
                "".join(self._line(line)) if line.charts else self._text(line)
            )
            spans[cell.row, cell.column] = (cell.across, cell.continued)
        rows = []
        for row, places in groupby(sorted(texts), key=lambda place: place[0]):
            cells = []
            for place in places:
                across, continued = spans[place]
                if not continued:
                    down = _depth(spans, row, place[1])
                    attributes = (f' colspan="{across}"' if across > 1 else "") + (
                        f' rowspan="{down}"' if down > 1 else ""
                    )
                    cells.append(f"<td{attributes}>{'<br>'.join(texts[place])}</td>")
            rows.append(f"<tr>{''.join(cells)}</tr>")
        return f'<div class="wide"><table>{"".join(rows)}</table></div>'

    def _chart(self, part: str, chart: ChartText) -> str:
        """The data that a chart draws, as a table."""
        values = {
            (entry.key[1], entry.key[2]): entry
            for series in chart.series
            for entry in self._by_place[part, series.name]
        }
        labels: dict[str, list[Entry]] = {
            words: self._by_place[part, f"label{n}"] for n, words in enumerate(chart.words)
        }
        head = "".join(f"<td>{escape(series.name)}</td>" for series in chart.series)
        rows = [f"<tr><td>图的数据</td>{head}</tr>"]
        for point, category in chart.categories:
            cells = "".join(
                f'<td class="r">{self._link(values[series.name, point]) if (series.name, point) in values else ""}</td>'
                for series in chart.series
            )
            rows.append(f"<tr><td>{self._linked(category, labels.get(category, []))}</td>{cells}</tr>")
        others = [
            words for words in chart.words if labels[words] and words not in dict(chart.categories).values()
        ]
        notes = "".join(f"<p>{self._linked(words, labels[words])}</p>" for words in others)
        return f'<div class="wide"><table class="chart"><caption>图：{escape(chart.title)}</caption>{"".join(rows)}</table></div>{notes}'

    def _sheet(self, sheet: RawSheet) -> str:
        if not sheet.cells:
            return ""
        last_row = max(row for row, _ in sheet.cells) + 1
        last_column = max(column for _, column in sheet.cells) + 1
        down, across = _merges(sheet)
        rows = []
        for row in range(last_row):
            cells = []
            for column in range(last_column):
                if (row, column) in sheet.merged:
                    continue
                spans = (down.get((row, column), 1), across.get((row, column), 1))
                attributes = (f' rowspan="{spans[0]}"' if spans[0] > 1 else "") + (
                    f' colspan="{spans[1]}"' if spans[1] > 1 else ""
                )
                cells.append(self._sheet_cell(sheet, row, column, attributes))
            rows.append(f"<tr>{''.join(cells)}</tr>")
        return f'<h2>{escape(sheet.name)}</h2><div class="wide"><table class="sheet">{"".join(rows)}</table></div>'

    def _sheet_cell(self, sheet: RawSheet, row: int, column: int, attributes: str) -> str:
        cell = sheet.cells.get((row, column))
        if cell is None:
            return f"<td{attributes}></td>"
        entries = self._by_place[sheet.name, cell.ref]
        if cell.kind is CellKind.NUMBER:
            return (
                f'<td class="r"{attributes}>{self._link(entries[0]) if entries else escape(cell.text)}</td>'
            )
        return f"<td{attributes}>{self._linked(cell.text, entries)}</td>"


def _depth(spans: Mapping[tuple[int, int], tuple[int, bool]], row: int, column: int) -> int:
    """How many rows a cell of a Word table covers."""
    below = row + 1
    while spans.get((below, column), (1, False))[1]:
        below += 1
    return below - row


def _merges(sheet: RawSheet) -> tuple[dict[tuple[int, int], int], dict[tuple[int, int], int]]:
    """Rows and columns covered by the first cell of every merge."""
    down: dict[tuple[int, int], int] = {}
    across: dict[tuple[int, int], int] = {}
    for (row, column), first in sheet.merged.items():
        down[first] = max(down.get(first, 1), row - first[0] + 1)
        across[first] = max(across.get(first, 1), column - first[1] + 1)
    return down, across
