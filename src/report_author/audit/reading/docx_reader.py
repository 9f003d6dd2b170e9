"""Word documents as anyone wrote them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Context, Decimal, InvalidOperation
from itertools import groupby

from lxml import etree

from report_author.audit.reading.blocks import Block, ChartValue, Document, Grid, squeeze
from report_author.audit.reading.headings import Path, contents_of, is_contents, level_of
from report_author.audit.reading.remarks import remarks_on
from report_author.model.findings import Finding, warning
from report_author.ooxml.charts import ChartText, chart_book, chart_texts
from report_author.ooxml.list_numbers import ListNumbers
from report_author.ooxml.package import Package
from report_author.ooxml.reading import Line, read_lines
from report_author.ooxml.relations import main_part
from report_author.ooxml.sheets import UnreadableBook

_KINDS = {"页眉": "页眉", "页脚": "页脚", "脚注": "脚注", "尾注": "脚注"}
_ABOVE = 3  # paragraphs that may say what a table shows, in which unit
_SHORT = 60
_DIGITS = 15  # of a stored number are exact


def read_docx(name: str, package: Package, *, stored: bool = True) -> Document:
    """What a reader sees of the document ``package``; without ``stored`` the workbooks inside its charts are left closed.

    Raises ``etree.XMLSyntaxError``, ``KeyError`` or ``ValueError`` where its body is damaged; charts that are damaged are problems.
    """
    body = main_part(package) or ""
    reader = _Reader(package, body, stored=stored)
    reader.read(read_lines(package))
    problems = [*reader.problems, *remarks_on(package, body, reader.blocks)]
    return Document(
        name,
        tuple(reader.blocks),
        tuple(reader.grids),
        tuple(reader.charts),
        tuple(problems),
        True,
        tuple(reader.titles),
    )


class _Reader:
    """One document while it is read."""

    def __init__(self, package: Package, body: str, *, stored: bool) -> None:
        self._package, self._body, self._stored = package, body, stored
        self._numbers = ListNumbers.of(package)
        self._path = Path()
        self._tables: dict[str, int] = {}
        self._seen: set[tuple[str, str]] = set()
        self._entries: frozenset[int] = frozenset()
        self._joined: set[tuple[str, int]] = set()
        self.blocks: list[Block] = []
        self.grids: list[Grid] = []
        self.charts: list[ChartValue] = []
        self.titles: list[str] = []
        self.problems: list[Finding] = []

    def read(self, lines: Sequence[Line]) -> None:
        numbered = [(line, self._number(line)) for line in self._whole(lines)]
        running = [(line, number) for line, number in numbered if self._runs(line)]
        entries = contents_of([squeeze(number + line.text).text for line, number in running])
        self._entries = frozenset(running[at][0].index for at in entries)
        for table, group in groupby(self._by_table(numbered), key=lambda each: each[0]):
            found = [(line, number) for _, line, number in group]
            if table is not None:
                self._table([each for each in found if each[0].box < 0])
                found = [each for each in found if each[0].box >= 0]
            for line, number in found:
                self._take(line, number)

    def _whole(self, lines: Sequence[Line]) -> Iterator[Line]:
        """The lines, those that run on in the next one together with it."""
        begun: Line | None = None
        for line in lines:
            if begun is not None and (begun.part, begun.inner, begun.box) == (
                line.part,
                line.inner,
                line.box,
            ):
                self._joined.add((begun.part, begun.index))
                drawn, charts = begun.drawn + line.drawn, begun.charts + line.charts
                line = replace(
                    line, text=begun.text + line.text, index=begun.index, drawn=drawn, charts=charts
                )
            elif begun is not None:
                yield begun
            begun = line if line.runs_on else None
            if begun is None:
                yield line
        if begun is not None:
            yield begun

    def _by_table(self, lines: Sequence[tuple[Line, str]]) -> Iterator[tuple[int | None, Line, str]]:
        """Each line after its outermost table; a text box goes with the table that it hangs in."""
        table: int | None = None
        for line, number in lines:
            if line.box < 0:
                table = line.cell.table if line.cell is not None and line.part == self._body else None
            yield table, line, number

    def _runs(self, line: Line) -> bool:
        """Whether a line is one of the running text."""
        return line.part == self._body and line.box < 0 and line.cell is None and bool(line.text.strip())

    def _take(self, line: Line, number: str) -> None:
        text = number + line.text
        plain = squeeze(text).text
        if line.part != self._body:
            self._aside(line, text)
        elif line.box >= 0:
            self._keep(text, f"{self._here}的文本框", "文本框", line.box, number=number)
        elif plain and (line.contents or is_contents(text) or line.index in self._entries):
            self._keep(text, "目录", "目录", line.index, number=number)
        elif plain:
            level = level_of(plain, line.level)
            self._path.take(plain, level)
            self._keep(text, self._path.place, "正文", line.index, level, number)
        self._drawings(line)

    def _aside(self, line: Line, text: str) -> None:
        """Headers, footers, notes; a header that several sections share is read once."""
        label = line.place
        if (label, text) not in self._seen:
            self._seen.add((label, text))
            kind = _KINDS[label]
            self._keep(text, label, kind, -1)

    def _number(self, line: Line) -> str:
        """The number in front of a paragraph; apart from figures that it would run into."""
        if line.inner is not None and line.inner.continued:
            return ""
        label = self._numbers.label(line.list).strip("•\uf06c\uf06e\uf0d8")
        return f"{label} " if label and label[-1] in "0123456789." else label

    def _keep(
        self, text: str, place: str, kind: str, paragraph: int, style: int = 0, number: str = ""
    ) -> None:
        if text.strip():
            joined = (self._body, paragraph) in self._joined
            self.blocks.append(Block(text, place, kind, paragraph, self._path.text, style, number, joined))

    @property
    def _here(self) -> str:
        return self._path.place

    def _drawings(self, line: Line) -> None:
        host = line.index if line.part == self._body else -1
        for text in line.drawn:
            self._keep(text, f"{self._here}的图形", "文本框", host)
        for part in line.charts:
            try:
                self._chart(part, chart_texts(self._package, part), host)
            except (etree.XMLSyntaxError, KeyError, ValueError, UnreadableBook):
                self.problems.append(
                    warning(
                        "B42",
                        self._here,
                        "这里的图表读不了，图里的数没有核对。",
                        "请在 Word 中打开这张图的数据看看；已损坏的请重新插入。",
                    )
                )

    def _chart(self, part: str, chart: ChartText, host: int) -> None:
        self.titles.append(chart.title)
        place = f"{self._here}的图“{chart.title}”" if chart.title else f"{self._here}的图"
        for words in chart.words:
            self._keep(words, place, "图", host)
        book = chart_book(self._package, part) if self._stored else None
        for series in chart.series:
            for point, cached in series.values:
                value = _exact(cached)
                if value is not None:
                    stored = _exact(series.stored(point, book)) if book is not None else None
                    self.charts.append(
                        ChartValue(chart.title or place, series.name, chart.category(point), value, stored)
                    )

    def _table(self, lines: Sequence[tuple[Line, str]]) -> None:
        """The lines of an outermost table with those of the tables in it."""
        above = self._above()
        where = self._path.text.rpartition(" › ")[2]
        where = f"“{where}”" if where else "开头"
        places: dict[int, str] = {}
        texts: list[tuple[Line, str]] = []
        for line, number in lines:
            assert line.inner is not None
            if line.inner.table not in places:
                self._tables[where] = self._tables.get(where, 0) + 1
                places[line.inner.table] = f"{where}第{self._tables[where]}张表"
            place = f"{places[line.inner.table]}第{line.inner.row + 1}行第{line.inner.column + 1}格"
            texts.append((line, number + line.text))
            self._keep(number + line.text, place, "表格", line.index, number=number)
            self._drawings(line)
        for table, place in places.items():
            own = [
                (line, text) for line, text in texts if line.inner is not None and line.inner.table == table
            ]
            self.grids.append(replace(grid_of(place, own), before=above, section=self._path.text))

    def _above(self) -> str:
        """Up to three short paragraphs right above."""
        near: list[str] = []
        for block in reversed(self.blocks[-_ABOVE:]):
            if block.kind != "正文" or len(block.text) > _SHORT:
                break
            near.insert(0, block.text.strip())
        return "\n".join(near)


def _exact(text: str) -> Decimal | None:
    """A number as it was stored, without the noise that binary fractions leave behind 15 digits."""
    try:
        value = Context(prec=_DIGITS).create_decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def grid_of(place: str, lines: Sequence[tuple[Line, str]]) -> Grid:
    """The table of ``lines`` (each with its text), its cells joined from their paragraphs."""
    cells: dict[tuple[int, int], list[tuple[int, str]]] = {}
    across: dict[tuple[int, int], int] = {}
    continued: set[tuple[int, int]] = set()
    for line, text in lines:
        assert line.inner is not None
        at = line.inner.row, line.inner.column
        cells.setdefault(at, []).append((line.index, text.strip()))
        across[at] = line.inner.across
        if line.inner.continued:
            continued.add(at)
    height = max(row for row, _ in cells) + 1
    width = max(column + across[row, column] for row, column in cells)
    rows = [[""] * width for _ in range(height)]
    paragraphs = [[-1] * width for _ in range(height)]
    for (row, column), pieces in cells.items():
        rows[row][column] = "\n".join(text for _, text in pieces if text)
        paragraphs[row][column] = next((index for index, text in pieces if text), pieces[0][0])
    merged = tuple(_merged(across, continued, height))
    return Grid(
        place,
        tuple(map(tuple, rows)),
        min(line.index for line, _ in lines),
        merged=merged,
        paragraphs=tuple(map(tuple, paragraphs)),
    )


def _merged(
    across: dict[tuple[int, int], int], continued: set[tuple[int, int]], height: int
) -> Iterator[tuple[int, int, int, int]]:
    for (row, column), width in across.items():
        if (row, column) in continued:
            continue
        last = row + 1
        while last < height and (last, column) in continued and across[last, column] == width:
            last += 1
        if last > row + 1 or width > 1:
            yield row, column, last - row, width
