"""Faults of the table template, as its author finds them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from report_author.checks.grid_shapes import SHAPES
from report_author.checks.own_tables import Difference
from report_author.checks.printed_sheet import PrintedSheet, squeezed
from report_author.figures.figure import Figure
from report_author.model.format import Format, TableSpec
from report_author.model.money import wan
from report_author.ooxml.sheets import cell_position
from report_author.pipeline.own_marks import contradicts
from report_author.pipeline.template_words import TemplateWords

_SEVERAL = 2
#: the other basis than the one that the option chooses
_OTHER_BASIS = {
    "年初预算数": re.compile(r"全年预算|调整后?的?预算|调整预算"),
    "全年预算数": re.compile(r"年初预算"),
}
_SANGONG_GRIDS = ("三公表", "基金三公表")
#: which paragraphs speak of which budget: words of their heading, option
_SPOKEN_OF = (
    (re.compile("三公"), "三公预算数口径"),
    (re.compile("一般公共预算.*具体情况"), "五三预算数口径"),
)


@dataclass(frozen=True, slots=True)
class TableFault:
    """What is wrong at a cell of the table template; not ``sure`` where only words differ, which may be meant so."""

    place: str
    message: str
    advice: str
    quote: str
    stated: str
    expected: str
    sure: bool = True


@dataclass(frozen=True, slots=True)
class OwnTable:
    """A table as printed: its row of 表清单, the sheet, what a reader takes from it."""

    spec: TableSpec
    sheet: PrintedSheet
    grid: object


def faults(
    found: Iterable[Difference],
    tables: Sequence[OwnTable],
    where: Mapping[tuple[str, str], str],
    origin: Callable[[str], str],
) -> Iterator[TableFault]:
    """One for each cell of the template, one for a sheet in a wrong unit.

    ``where`` are the cells that print a figure, by sheet and name; ``origin`` gives the template's cell. A figure that the
    template does not print at all was left out by its author: that is no fault.
    """
    sheets = {each.sheet.raw.name: each.sheet for each in tables}
    by_sheet: dict[str, list[Difference]] = defaultdict(list)
    for each in found:
        if each.shown is not None or (each.sheet, each.figure.name) in where:
            by_sheet[each.sheet].append(each)
    for title, listed in by_sheet.items():
        if len(listed) >= _SEVERAL and all(each.unit for each in listed):
            head = next(
                (key for key, text in sheets[title].texts.items() if "单位：" in text or "单位:" in text),
                None,
            )
            yield _unit(origin(sheets[title].place(*head) if head else title), listed)
            continue
        found_here = [*_by_column(listed, sheets[title], where, origin)]
        sure = [fault for fault in found_here if fault.sure]
        yield from sure or found_here  # words that differ beside a fault are read wrong because of it


def _by_column(
    listed: Sequence[Difference],
    sheet: PrintedSheet,
    where: Mapping[tuple[str, str], str],
    origin: Callable[[str], str],
) -> Iterator[TableFault]:
    """One fault for each column of the template, at its first cell."""
    by_column: dict[str, list[tuple[str, Difference]]] = defaultdict(list)
    for each in listed:
        place = origin(each.cell or f"{each.sheet}!{where[each.sheet, each.figure.name]}")
        by_column[place.rstrip("0123456789")].append((place, each))
    for group in by_column.values():
        place, first = group[0]
        sure = first.shown is not None or _misnamed(sheet, where[first.sheet, first.figure.name], first)
        advice = "请核对模板这一列的标签、表头和行名：印的应当是表头和行名所说的数。"
        message = _message([each for _, each in group])
        yield TableFault(
            place, message, advice, first.column, amount(first.shown), amount(first.figure), sure
        )


def _unit(place: str, listed: Sequence[Difference]) -> TableFault:
    first = listed[0]
    advice = "请把模板表头的金额单位改成与格式“选项”的“表内单位”一致。"
    message = f"“{first.sheet}”的{len(listed)}个数都差一万倍：表头写的金额单位与表里的数不是同一个单位。"
    return TableFault(place, message, advice, "单位", amount(first.shown), amount(first.figure))


def _misnamed(sheet: PrintedSheet, cell: str, each: Difference) -> bool:
    """Whether the row or the column of a figure is called by the name of another one."""
    row, column = cell_position(cell)
    left = "".join(text for at, text in sheet.row(row) if at < column and not text[:1].isdigit())
    unit = max(
        (
            at
            for at in sheet.rows
            if at < row and any("单位：" in text or "单位:" in text for _, text in sheet.row(at))
        ),
        default=-1,
    )
    head = [sheet.raw.merged.get((at, column), (at, column)) for at in sheet.rows if unit < at < row]
    above = "".join(sheet.texts.get(place, "") for place in dict.fromkeys(head))
    wanted = {**_BESIDE, **next((shape.columns for shape in SHAPES if shape.name == each.grid), {})}.get(
        each.column, ()
    )
    return contradicts(left, f"{each.row}{''.join(_BESIDE.get(each.column, ()))}") or contradicts(
        above, "".join(wanted)
    )


#: the labels that stand beside the totals of 一般基本表
_BESIDE = {"人员合计": ("人员经费合计",), "公用合计": ("公用经费合计",)}


def _message(group: Sequence[Difference]) -> str:
    first = group[0]
    row = f"“{first.row}”的" if first.row else ""
    stated, expected = _sides(first)
    more = f"（同样的共 {len(group)} 处）" if len(group) > 1 else ""
    return f"“{first.sheet}”{row}“{first.column}”应当是 {expected}，表里读到的是 {stated}{more}。"


def _sides(each: Difference) -> tuple[str, str]:
    return amount(each.shown), amount(each.figure)


def amount(figure: Figure | None) -> str:
    if figure is None:
        return "没有这一格"
    return f"{wan(figure.value):f}万元" if figure.is_money else f"{figure.value:f}"


def wrong_titles(tables: Sequence[OwnTable], origin: Callable[[str], str]) -> Iterator[TableFault]:
    """Tables under the name of another one of the list."""
    titles = {squeezed(each.spec.title): each.spec.title for each in tables}
    for each in tables:
        heads, own = each.sheet.heads(), squeezed(each.spec.title)
        other = next((title for key, title in titles.items() if key in heads and key != own), "")
        if other and own not in heads:
            message = f"这张表印的名称是“{other}”，表清单里是“{each.spec.title}”。"
            advice = "请改模板的表名，或用 {{ 本表.名称 }} 由程序写。"
            yield TableFault(origin(each.sheet.raw.name), message, advice, other, other, each.spec.title)


def contradicting_notes(
    fmt: Format, words: TemplateWords, tables: Sequence[OwnTable], origin: Callable[[str], str]
) -> Iterator[tuple[str, str, str, str, str]]:
    """(place, message, advice, stated, expected) where words name another 预算数 than the option that the figures follow."""
    option = fmt.option("三公预算数口径")
    for table, sheet in ((each.spec, each.sheet) for each in tables if each.spec.grid in _SANGONG_GRIDS):
        for (row, column), text in sheet.texts.items():
            wrong = _OTHER_BASIS[option].search(text)
            if wrong and option[:2] not in text:
                noted = wrong.group() in table.note
                place = table.cell if noted else origin(sheet.place(row, column))
                yield (
                    place,
                    _contradiction(wrong.group(), "三公预算数口径", option),
                    _FOLLOW,
                    wrong.group(),
                    option,
                )
    for paragraph in words.paragraphs:
        key = next((key for heading, key in _SPOKEN_OF if heading.search(paragraph.heading)), "")
        text = "".join(paragraph.words)
        wrong = _OTHER_BASIS[fmt.option(key)].search(text) if key else None
        if wrong and fmt.option(key)[:2] not in text:
            yield (
                paragraph.place,
                _contradiction(wrong.group(), key, fmt.option(key)),
                _FOLLOW,
                wrong.group(),
                fmt.option(key),
            )


_FOLLOW = "请改文字，或改格式“选项”里的这一项，两处说同一个预算数。"


def _contradiction(words: str, key: str, option: str) -> str:
    return f"这里写的是“{words}”，格式“选项”的“{key}”选的却是“{option}”，印出的数是{option}。"
