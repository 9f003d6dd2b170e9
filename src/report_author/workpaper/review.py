"""The report with comments that say where its key figures come from."""

from __future__ import annotations

from collections.abc import Mapping

from report_author.figures.figure import Figure
from report_author.model.money import NumberClass
from report_author.ooxml.annotate_words import WordNote, annotate_document
from report_author.ooxml.package import read_package, write_package
from report_author.workpaper.cells import ranges
from report_author.workpaper.tie import Area, Entry, TieOut

_AUTHOR = "核对底稿"
_MOST_PLACES = 6


def review_copy(report: bytes, tie: TieOut, last_year: Mapping[str, Figure]) -> bytes:
    """The 审阅稿: a comment on every amount or rate where the report prints it for the first time, zeros left out."""
    package = read_package(report)
    notes = []
    seen: set[tuple[object, ...]] = set()
    for entry in tie.entries:
        figure = entry.figure
        if (
            figure is None
            or entry.area is not Area.REPORT
            or not isinstance(entry.key[1], int)
            or not figure.value
        ):
            continue
        identity = (figure.unit, figure.value, entry.cells)
        if entry.kind is NumberClass.COUNT or entry.key[1] < 0 or identity in seen:
            continue
        seen.add(identity)
        notes.append(WordNote(entry.key[1], _words(entry, figure, last_year), entry.key[2], len(entry.shown)))
    return write_package(annotate_document(package, notes, _AUTHOR))


def _words(entry: Entry, figure: Figure, last_year: Mapping[str, Figure]) -> str:
    places = ranges(entry.cells)
    more = f"等 {len(places)} 处" if len(places) > _MOST_PLACES else ""
    lines = [f"{figure.name}：{figure.value:,f} {figure.unit}"]
    if figure.formula:
        lines.append(f"算法：{figure.formula}")
    if places:
        lines.append(f"来源：{'、'.join(places[:_MOST_PLACES])}{more}")
    before = last_year.get(figure.name)
    if before is not None:
        lines.append(f"上年：{before.value:,f} {before.unit}")
    return "\n".join(lines)
