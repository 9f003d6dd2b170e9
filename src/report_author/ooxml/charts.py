"""Charts: their XML names, what a chart of a finished report shows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import TypeAlias

from report_author.ooxml.markup import A, Element, parse_xml
from report_author.ooxml.package import Package
from report_author.ooxml.relations import first_related
from report_author.ooxml.sheets import cell_position, column_letters, parse_workbook
from report_author.records import frozen

C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
PIES = frozenset({"pieChart", "pie3DChart", "doughnutChart", "ofPieChart"})
_C = {"c": C, "a": A}
_RANGE = re.compile(r"'?(?P<sheet>.+?)'?!\$(?P<column>[A-Z]+)\$(?P<row>\d+)(?::\$(?P<last>[A-Z]+)\$\d+)?")

#: the cells of the workbook behind a chart by sheet
ChartBook: TypeAlias = Mapping[str, Mapping[str, str]]


@cache
def c(name: str) -> str:
    """The qualified name of an element of a chart."""
    return f"{{{C}}}{name}"


@frozen
class SeriesText:
    """A series with its values as (point, value as cached); ``source`` are the cells that they come from."""

    name: str
    values: tuple[tuple[int, str], ...]
    source: str = ""

    def stored(self, point: int, book: ChartBook) -> str:
        """The value of ``point`` in the workbook behind the chart; empty where it has none."""
        place = _RANGE.fullmatch(self.source)
        if place is None:
            return ""
        first, row = cell_position(f"{place['column']}1")[1], int(place["row"])
        along = place["last"] not in (None, place["column"])
        ref = f"{column_letters(first + point)}{row}" if along else f"{place['column']}{row + point}"
        return book.get(place["sheet"], {}).get(ref, "")


@frozen
class ChartText:
    """The texts of one chart; ``words`` are its title, its categories, its other typed texts, each once."""

    title: str
    categories: tuple[tuple[int, str], ...]
    series: tuple[SeriesText, ...]
    words: tuple[str, ...]

    def category(self, point: int) -> str:
        return dict(self.categories).get(point, "")


def chart_texts(package: Package, part: str) -> ChartText:
    """Read the cache of the chart ``part``; raises ``KeyError`` or ``etree.XMLSyntaxError`` where it is damaged."""
    root = parse_xml(package[part])
    title = "".join(_text(root.find(".//c:chart/c:title", _C)).split())
    series = []
    categories: dict[int, str] = {}
    for ser in root.iterfind(".//c:ser", _C):
        name = next(iter(cached_texts(ser.find("c:tx", _C)).values()), "")
        values = tuple(cached_texts(ser.find("c:val", _C)).items())
        series.append(SeriesText(name, values, ser.findtext("c:val//c:f", "", _C)))
        categories = cached_texts(ser.find("c:cat", _C)) | categories
    typed = [_text(paragraph).strip() for paragraph in root.iter(f"{{{A}}}p")]
    words = dict.fromkeys([*typed, *(one.name for one in series), *categories.values()])
    return ChartText(title, tuple(categories.items()), tuple(series), tuple(word for word in words if word))


def chart_title(root: Element) -> str:
    """The title as it was typed; axes have titles of their own."""
    return "".join(text.text or "" for text in root.iterfind(f"{c('chart')}/{c('title')}//{{{A}}}t"))


def value_of(parent: Element, name: str, default: str = "0") -> str:
    """The ``val`` of a child."""
    found = parent.find(c(name))
    return default if found is None else found.get("val", default)


def cached_texts(owner: Element | None) -> dict[int, str]:
    """The cached texts of a name, of categories, of values, by point; a literal text is number 0."""
    found: dict[int, str] = {}
    if owner is not None:
        for point in owner.iter(c("pt")):
            found.setdefault(whole_number(point.get("idx")), point.findtext(c("v"), ""))
        literal = owner.findtext(c("v"))
        if literal and not found:
            found[0] = literal
    return found


def whole_number(text: str | None) -> int:
    """A number of a chart; 0 where it is none."""
    return int(text) if text and text.isdecimal() else 0


def _text(element: Element | None) -> str:
    return "" if element is None else "".join(str(piece) for piece in element.itertext())


def chart_book(package: Package, part: str) -> ChartBook:
    """The workbook behind the chart ``part``; empty where it has none, as after saving in some programs.

    Raises ``UnreadableBook`` for a damaged one.
    """
    book = first_related(package, part, "package")
    sheets = parse_workbook(package[book]).sheets if book else ()
    return {sheet.name: {cell.ref: cell.text for cell in sheet.cells.values()} for sheet in sheets}
