"""Faults of the table template, as its author finds them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from report_author.checks.own_tables import Difference
from report_author.checks.printed_sheet import PrintedSheet
from report_author.figures.figure import Figure
from report_author.model.format import Format, TableSpec
from report_author.model.money import wan
from report_author.pipeline.template_words import TemplateWords

_NAMED_AS_WELL = 2
#: the other basis than the one that the option chooses
_OTHER_BASIS = {
    "年初预算数": re.compile(r"全年预算|调整后?的?预算|调整预算"),
    "全年预算数": re.compile(r"年初预算"),
}
_SANGONG_GRIDS = ("三公表", "基金三公表")
#: which paragraphs speak of which budget: words of their heading, option
_SPOKEN_OF = ((re.compile("三公"), "三公预算数口径"), (re.compile("一般公共预算.*具体情况"), "五三预算数口径"))


def faults(
    found: Iterable[Difference], where: Mapping[tuple[str, str], str], origin: Callable[[str], str]
) -> Iterator[tuple[str, str, str, str, str, str]]:
    """(place, message, advice, quote, stated, expected): one for each cell of the template, one for a sheet in a wrong unit.

    ``where`` are the cells that print a figure, by sheet and name; ``origin`` gives the template's cell.
    """
    by_sheet: dict[str, list[Difference]] = defaultdict(list)
    for each in found:
        by_sheet[each.sheet].append(each)
    for sheet, listed in by_sheet.items():
        if len(listed) >= _NAMED_AS_WELL and all(each.unit for each in listed):
            first = listed[0]
            advice = "请把模板表头的金额单位改成与格式“选项”的“表内单位”一致。"
            message = f"“{sheet}”的{len(listed)}个数都差一万倍：表头写的金额单位与表里的数不是同一个单位。"
            yield origin(sheet), message, advice, "单位", amount(first.shown), amount(first.figure)
            continue
        by_cell: dict[str, list[Difference]] = defaultdict(list)
        for each in listed:
            own = where.get((sheet, each.figure.name), "")
            by_cell[origin(each.cell or (f"{sheet}!{own}" if own else sheet))].append(each)
        for place, group in by_cell.items():
            yield place, _message(group), "请核对模板这一格的标签、表头和行名：印的应当是表头和行名所说的数。", group[0].column, *_sides(group[0])


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


def missing_tables(tables: Sequence[TableSpec], sheets: Mapping[str, PrintedSheet]) -> Iterator[tuple[str, str, str]]:
    """(place, message, advice) for every table of the list that nobody recognises by its title."""
    for table in tables:
        if table.grid not in sheets:
            message = f"公开表里认不出“{table.title}”这张表：表上的名称被改了，或者和别的表相同。"
            yield f"公开表模板·{table.sheet}", message, "请核对模板这张工作表的表名和表清单的表名。"


def contradicting_notes(
    fmt: Format, words: TemplateWords, sheets: Mapping[str, PrintedSheet], origin: Callable[[str], str]
) -> Iterator[tuple[str, str, str, str, str]]:
    """(place, message, advice, stated, expected) where words name another 预算数 than the option that the figures follow."""
    option = fmt.option("三公预算数口径")
    for table in fmt.tables:
        sheet = sheets.get(table.grid)
        if table.grid not in _SANGONG_GRIDS or sheet is None:
            continue
        for (row, column), text in sheet.texts.items():
            wrong = _OTHER_BASIS[option].search(text)
            if wrong and option[:2] not in text:
                noted = wrong.group() in table.note
                place = table.cell if noted else origin(sheet.place(row, column))
                yield place, _contradiction(wrong.group(), "三公预算数口径", option), _FOLLOW, wrong.group(), option
    for paragraph in words.paragraphs:
        key = next((key for heading, key in _SPOKEN_OF if heading.search(paragraph.heading)), "")
        text = "".join(paragraph.words)
        wrong = _OTHER_BASIS[fmt.option(key)].search(text) if key else None
        if wrong and fmt.option(key)[:2] not in text:
            yield paragraph.place, _contradiction(wrong.group(), key, fmt.option(key)), _FOLLOW, wrong.group(), fmt.option(key)


_FOLLOW = "请改文字，或改格式“选项”里的这一项，两处说同一个预算数。"


def _contradiction(words: str, key: str, option: str) -> str:
    return f"这里写的是“{words}”，格式“选项”的“{key}”选的却是“{option}”，印出的数是{option}。"
