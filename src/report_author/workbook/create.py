"""Writes the fill-in workbook, empty or filled with entries."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook

from report_author.model.codes import Code, Codebook
from report_author.ooxml.package import read_package, write_package
from report_author.records import frozen_by_name
from report_author.workbook import marks
from report_author.workbook.computed import (
    EVEN,
    FIRST_COLUMN,
    UNSETTLED,
    VERDICT,
    Book,
    Computed,
    Place,
    balance,
    difference,
    plan,
    status,
    verdict,
)
from report_author.workbook.layout import ECONOMIC_DICTIONARY, FUNCTION_DICTIONARY, OPTION_DICTIONARY, SHEETS
from report_author.workbook.shape import TIE_OUT, CheckBlock, Column, Form, Kind, ListBlock, Sheet, Sign
from report_author.workbook.styles import Styles, height, lines
from report_author.workbook.values import Row, Value, contents

#: XlsxWriter and Excel accept no longer ones
_LONGEST_TITLE, _LONGEST_MESSAGE = 32, 255
_HIGHEST = 9_999_999_999_999


def validation(column: Column, cell: str, options: Mapping[tuple[str, ...], str]) -> dict[str, Any] | None:
    """The data validation of a column whose first cell is ``cell``; ``None`` where anything may be typed."""
    rule = _rule(column, cell, options)
    if column.hint:
        rule |= {
            "input_title": column.label[:_LONGEST_TITLE],
            "input_message": column.hint[:_LONGEST_MESSAGE],
        }
    if not rule:
        return None
    return {"validate": "any", **rule}


def _rule(column: Column, cell: str, options: Mapping[tuple[str, ...], str]) -> dict[str, Any]:
    if column.labels:
        rule: dict[str, Any] = {"validate": "list", "source": options[column.labels]}
        if column.kind is Kind.TEXT and not column.closed:  # the list only suggests
            return rule | {"show_error": False}
        return rule | _error("请从下拉列表中选择。")
    match column.kind:
        case Kind.MONEY | Kind.NUMBER:
            lowest = 0 if column.sign is Sign.NOT_NEGATIVE else -_HIGHEST
            message = "这里只能填数字" + ("，不能为负数。" if lowest == 0 else "。")
            return _between("decimal", lowest, _HIGHEST, message)
        case Kind.COUNT:
            low, high = (2000, 2099) if column.field == "year" else (0, 999_999_999)
            return _between("integer", low, high, "这里只能填整数。")
        case Kind.DATE:
            return _between("date", date(2000, 1, 1), date(2099, 12, 31), "请填日期，例如 2022-09-01。")
        case Kind.FUNCTION | Kind.ECONOMIC:
            lengths = ",".join(f'LEN(TRIM({cell}&""))={n}' for n in column.levels)
            digits = "、".join(str(n) for n in column.levels)
            rule = {"validate": "custom", "value": f"=OR({lengths})"}
            return rule | _error(f"编码一般是 {digits} 位数字，请核对。") | {"error_type": "warning"}
        case _:
            return {}


def _between(kind: str, low: date | int, high: date | int, message: str) -> dict[str, Any]:
    return {"validate": kind, "criteria": "between", "minimum": low, "maximum": high, **_error(message)}


def _error(message: str) -> dict[str, Any]:
    return {"error_title": "请检查填写内容", "error_message": message}


_HEADER = 2


@frozen_by_name
class PlainSheet:
    """A title, a line that explains, a header, rows; the first row of data is sheet row ``FIRST_ROW``."""

    name: str
    title: str
    hint: str
    header: tuple[str, ...]
    widths: tuple[int, ...]
    rows: Sequence[tuple[str | Decimal | Computed, ...]]


#: counts from 1, as formulas do
FIRST_ROW = _HEADER + 2


def write_plain_sheet(book: Workbook, sheet: PlainSheet, styles: Styles) -> None:
    """Add ``sheet`` behind the sheets already there; it is protected, since nothing in it is to be typed."""
    out = book.add_worksheet(sheet.name)
    looks = styles.of_sheet(TIE_OUT)
    out.set_tab_color(f"#{TIE_OUT}")
    out.hide_gridlines(2)
    for column, width in enumerate(sheet.widths):
        out.set_column(column, column, width)
    out.write_string(0, 0, sheet.title, looks.title())
    out.write_string(1, 0, sheet.hint, looks.hint())
    out.write_row(_HEADER, 0, sheet.header, looks.header())
    money = looks.computed("#,##0.00")
    for number, row in enumerate(sheet.rows, start=_HEADER + 1):
        for column, value in enumerate(row):
            match value:
                case str():
                    out.write_string(number, column, value, looks.label())
                case Decimal():
                    out.write_number(number, column, value, money)
                case Computed():
                    out.write_formula(number, column, value.formula, money, value.value)
    out.freeze_panes(_HEADER + 1, 3)
    out.repeat_rows(0, _HEADER)
    out.set_landscape()
    out.fit_to_pages(1, 0)
    out.protect("", {"format_columns": True, "format_rows": True})


_MONEY = "#,##0.00"
_A3, _A4 = 8, 9


class SheetWriter:
    """One visible sheet; made before any is written, so that the sheets come in order."""

    def __init__(
        self,
        book: Workbook,
        sheet: Sheet,
        styles: Styles,
        context: Book,
        options: Mapping[tuple[str, ...], str],
    ) -> None:
        self._out = book.add_worksheet(sheet.name)
        self._sheet = sheet
        self._styles = styles.of_sheet(sheet.colour)
        self._context = context
        self._options = options

    def write(self) -> None:
        self._set_up()
        for block in self._sheet.blocks:
            place = self._context.places[block.key]
            self._out.set_row(place.top, 24)
            self._out.write_string(place.top, FIRST_COLUMN, block.title, self._styles.block_title())
            match block:
                case Form():
                    self._write_form(block, place)
                case ListBlock():
                    self._write_list(block, place)
                case CheckBlock():
                    self._write_checks(block, place)
                case _:
                    self._write_progress(place)

    def _set_up(self) -> None:
        out, sheet = self._out, self._sheet
        out.set_tab_color(f"#{sheet.colour}")
        out.hide_gridlines(2)
        out.set_column(0, 0, 4, None, {"hidden": True})
        for offset, width in enumerate(sheet.widths):
            out.set_column(FIRST_COLUMN + offset, FIRST_COLUMN + offset, width)
        out.set_row(0, 34)
        out.write_string(0, 0, marks.sheet(sheet))
        out.write_string(0, FIRST_COLUMN, sheet.title, self._styles.title())
        for row, hint in enumerate(sheet.hint.split("\n"), start=1):
            out.set_row(row, 20)
            out.write_string(row, FIRST_COLUMN, hint, self._styles.hint())
        out.set_paper(_A3 if sum(sheet.widths) > 300 else _A4)
        out.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        out.fit_to_pages(1, 1 if sheet.protected else 0)
        if sum(sheet.widths) > 100:
            out.set_landscape()
        out.set_footer("&C&A  第 &P 页，共 &N 页")
        self._freeze()
        if sheet.protected:
            out.protect("", {"format_columns": True, "format_rows": True})

    def _freeze(self) -> None:
        """Keep the title in sight, with the labels too where the sheet is a single list."""
        lists = self._sheet.lists
        if len(self._sheet.blocks) == 1 and lists:
            header = self._context.places[lists[0].key].header
            pinned = FIRST_COLUMN + 2 if len(lists[0].columns) > 10 else 0
            self._out.freeze_panes(header + 1, pinned)
            self._out.repeat_rows(0, header)
        else:
            self._out.freeze_panes(1, 0)

    def _write_form(self, form: Form, place: Place) -> None:
        out, styles = self._out, self._styles
        value, note = FIRST_COLUMN + 1, FIRST_COLUMN + 1 + form.value_span
        out.set_row(place.header, 22)
        out.write_string(place.header, FIRST_COLUMN, marks.FORM_LABEL, styles.header())
        self._spanned(place.header, value, form.value_span, marks.FORM_VALUE, styles.header())
        out.write_string(place.header, note, marks.FORM_NOTE, styles.header())
        values = self._context.contents[form.key][0]
        for row, column in enumerate(form.columns, start=place.first):
            out.write_string(row, 0, marks.field(form.id, column.field))
            out.write_string(row, FIRST_COLUMN, marks.label(column), styles.label())
            self._spanned(row, value, form.value_span, values[column.field], styles.input(column))
            out.write_string(row, note, column.hint, styles.note())
            self._validate(column, row, value, row)
            out.set_row(row, height(self._lines({column.field: values[column.field]}, form.columns, place)))

    def _write_list(self, block: ListBlock, place: Place) -> None:
        out, styles = self._out, self._styles
        out.set_row(place.ids, None, None, {"hidden": True})
        out.write_string(place.ids, 0, marks.block(block))
        out.set_row(place.header, 32)
        rows = self._context.contents[block.key]
        fixed_key = block.columns[0] if block.fixed else None
        for column in block.columns:
            at = place.columns[column.field]
            out.write_string(place.ids, at, column.field)
            self._spanned(place.header, at, column.span, marks.label(column), styles.header())
            if column is not fixed_key and column.kind is not Kind.LOOKUP:
                self._validate(column, place.first, at, place.reach)
            if column.kind is Kind.TEXT or column.kind.code:
                out.ignore_errors({"number_stored_as_text": _span(place.first, at, place.reach)})
        self._colour_faults(block, place)
        for row in range(place.first, place.last + 1):
            index = row - place.first
            self._write_row(block, place, row, rows[index] if index < len(rows) else None)

    def _colour_faults(self, block: ListBlock, place: Place) -> None:
        """While typing: a code that no dictionary has, a cell that a row begun still needs."""
        for column in block.columns:
            at = place.columns[column.field]
            area = _span(place.first, at, place.reach)
            if column.kind is Kind.LOOKUP:
                self._alarm(area, "text", "begins with", "（")
            elif self._always_needed(block, column):
                others = [c for c in block.inputs if c is not column and c.default is None]
                cells = [xl_rowcol_to_cell(place.first, place.columns[c.field], col_abs=True) for c in others]
                own = xl_rowcol_to_cell(place.first, at, col_abs=True)
                begun = ",".join(f'{cell}<>""' for cell in cells)
                formula = f'=AND({own}="",OR({begun}))'
                self._out.conditional_format(
                    area, {"type": "formula", "criteria": formula, "format": self._styles.lacking()}
                )

    @staticmethod
    def _always_needed(block: ListBlock, column: Column) -> bool:
        """Whether no row of the list may leave this cell blank."""
        repeated = column.field in (*block.fill_down, *block.carried)
        return column.required and not repeated and not block.fixed and len(block.inputs) > 1

    def _write_row(self, block: ListBlock, place: Place, row: int, values: Row | None) -> None:
        styles = self._styles
        tall = height(self._lines(values or {}, block.columns, place))
        self._out.set_row(row, tall if values else 20)
        for column in block.columns:
            at = place.columns[column.field]
            if column.kind is Kind.LOOKUP:
                self._computed(row, at, self._context.lookup(place, column, row, values), styles.computed())
            elif block.fixed and column is block.columns[0]:
                assert values is not None
                label = str(values[column.field])
                self._out.write_string(row, 0, marks.row(block, label))
                self._out.write_string(row, at, label, styles.label())
            else:
                self._spanned(row, at, column.span, (values or {}).get(column.field), styles.input(column))

    def _head(self, place: Place, *labels: str) -> None:
        self._out.set_row(place.header, 22)
        self._out.write_row(place.header, FIRST_COLUMN, labels, self._styles.header())

    def _alarm(self, area: str, kind: str, criteria: str, value: str) -> None:
        """Make results stand out that need a look."""
        rule = {"type": kind, "criteria": criteria, "value": value, "format": self._styles.alarm()}
        self._out.conditional_format(area, rule)

    def _write_checks(self, block: CheckBlock, place: Place) -> None:
        out, styles = self._out, self._styles
        self._head(place, "核对内容", "左边", "右边", "差额", "结果")
        for row, check in enumerate(block.checks, start=place.first):
            left, right = self._context.check_side(check.left), self._context.check_side(check.right)
            out.write_string(row, FIRST_COLUMN, check.label, styles.label())
            cells = self._sides(row, _MONEY, left, right)
            gap = difference(left, right, *cells)
            self._computed(row, FIRST_COLUMN + 3, gap, styles.computed(_MONEY))
            result = verdict(check, left, right, *cells)
            self._computed(row, FIRST_COLUMN + VERDICT, result, styles.verdict())
        area = _span(place.first, FIRST_COLUMN + VERDICT, place.last)
        self._alarm(area, "cell", "!=", f'"{EVEN}"')

    def _write_progress(self, place: Place) -> None:
        out, styles = self._out, self._styles
        self._head(place, "工作表", "已填格数", "应填格数", "情况")
        for row, sheet in enumerate(SHEETS[1:], start=place.first):
            filled, wanted = self._context.filled(sheet)
            out.write_url(row, FIRST_COLUMN, f"internal:'{sheet.name}'!A1", styles.link(), sheet.name)
            cells = self._sides(row, "0", filled, wanted)
            result = status(filled, wanted, *cells)
            self._computed(row, FIRST_COLUMN + 3, result, styles.computed())
        self._write_balance(place.last)
        area = _span(place.first, FIRST_COLUMN + 3, place.last)
        for words in ("还缺", UNSETTLED):
            self._alarm(area, "text", "begins with", words)

    def _write_balance(self, row: int) -> None:
        """The last line of the progress: how many of the live checks agree."""
        styles = self._styles
        even, every = self._context.live_checks()
        checks = self._context.places["live_checks"]
        target = f"internal:'{checks.sheet.name}'!{xl_rowcol_to_cell(checks.top, FIRST_COLUMN)}"
        self._out.write_url(row, FIRST_COLUMN, target, styles.link(), "填报核对（平的条数）")
        cells = self._sides(row, "0", even, every)
        self._computed(row, FIRST_COLUMN + 3, balance(even, every, *cells), styles.computed())

    def _sides(self, row: int, number_format: str, *sides: Computed) -> list[str]:
        """Two figures beside a label; where they stand."""
        for column, side in enumerate(sides, start=FIRST_COLUMN + 1):
            self._computed(row, column, side, self._styles.computed(number_format))
        return [xl_rowcol_to_cell(row, FIRST_COLUMN + n) for n in (1, 2)]

    def _computed(self, row: int, column: int, cell: Computed, look: Format) -> None:
        self._out.write_formula(row, column, cell.formula, look, cell.value)

    def _spanned(self, row: int, column: int, span: int, value: Value, look: Format) -> None:
        if span > 1:
            self._out.merge_range(row, column, row, column + span - 1, "", look)
        self._put(row, column, value, look)

    def _put(self, row: int, column: int, value: Value, look: Format) -> None:
        match value:
            case None:
                self._out.write_blank(row, column, None, look)
            case str():
                # XlsxWriter takes text between <r> and </r> for its own rich strings, unescaped
                guard = " " if value.startswith("<r>") and value.endswith("</r>") else ""
                self._out.write_string(row, column, value + guard, look)
            case date():
                self._out.write_datetime(row, column, value, look)
            case Decimal():
                # XlsxWriter prints a Decimal with %.16G, as it does a float: below 10^13 that keeps every 分
                self._out.write_number(row, column, value, look)

    def _validate(self, column: Column, first: int, at: int, last: int) -> None:
        rule = validation(column, xl_rowcol_to_cell(first, at), self._options)
        if rule is not None:
            self._out.data_validation(first, at, last, at, rule)

    def _lines(self, values: Row, columns: tuple[Column, ...], place: Place) -> int:
        most = 1
        for column in columns:
            value = values.get(column.field)
            if isinstance(value, str):
                at = place.columns[column.field] - FIRST_COLUMN
                span = place.block.value_span if isinstance(place.block, Form) else column.span
                most = max(most, lines(value, sum(self._sheet.widths[at : at + span])))
        return most


def _span(first: int, column: int, last: int) -> str:
    return f"{xl_rowcol_to_cell(first, column)}:{xl_rowcol_to_cell(last, column)}"


_OPEN_RESULT = re.compile(rb'(<c r="[A-Z]+[0-9]+"(?: s="[0-9]+")?)(><f>[^<]*</f><v></v></c>)')
#: stamped into every workbook, so that the same entries give the same bytes
_CREATED = datetime(2024, 1, 1, tzinfo=UTC).replace(tzinfo=None)


def create_workbook(path: Path, entries: Mapping[str, Any], *, year: int) -> None:
    """Write the fill-in workbook to ``path``, replacing it.

    ``entries`` maps a block id (the name of a field of ``Facts``) to a dict of values, or for a list to a
    list of dicts; values are plain: str, Decimal, int, bool, date, an enum member or its label. ``year``
    chooses the dictionaries, fills 报告年度 too. Raises ``ValueError`` for entries that no cell can hold,
    ``OSError`` where the file cannot be written.
    """
    path.write_bytes(workbook_bytes(entries, year=year))


def workbook_bytes(
    entries: Mapping[str, Any],
    *,
    year: int,
    more: Sequence[PlainSheet] = (),
) -> bytes:
    """The file that :func:`create_workbook` writes, with ``more`` sheets that nobody fills in at its end."""
    codes = Codebook.for_year(year)
    values = contents(entries, year)
    places = plan({key: len(rows) for key, rows in values.items()})
    target = io.BytesIO()
    book = Workbook(target, {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False})
    book.set_properties({"title": "部门决算公开填报表", "created": _CREATED})
    book.set_calc_mode("auto")
    styles = Styles(book)
    context = Book(places, values, codes)
    options = _options()
    writers = [SheetWriter(book, sheet, styles, context, options) for sheet in SHEETS]
    for writer in writers:
        writer.write()
    for sheet in more:
        write_plain_sheet(book, sheet, styles)
    _write_codes(book, FUNCTION_DICTIONARY, codes.functions, styles)
    _write_codes(book, ECONOMIC_DICTIONARY, codes.economics, styles)
    _write_options(book, options, styles)
    book.close()
    return _with_empty_results(target.getvalue())


def _with_empty_results(data: bytes) -> bytes:
    """Mark formulas whose result is an empty text as calculated; XlsxWriter leaves them open."""
    package = read_package(data)
    sheets = {name: part for name, part in package.items() if name.startswith("xl/worksheets/sheet")}
    return write_package(
        package.with_parts({name: _OPEN_RESULT.sub(rb'\1 t="str"\2', part) for name, part in sheets.items()})
    )


def _options() -> dict[tuple[str, ...], str]:
    """For each list of choices the range of the hidden sheet that a drop-down refers to."""
    found: dict[tuple[str, ...], str] = {}
    for sheet in SHEETS:
        for block in sheet.blocks:
            for column in block.columns if isinstance(block, Form | ListBlock) else ():
                if column.labels and column.labels not in found:
                    first, last = (
                        xl_rowcol_to_cell(row, len(found), True, True) for row in (1, len(column.labels))
                    )
                    found[column.labels] = f"='{OPTION_DICTIONARY}'!{first}:{last}"
    return found


def _write_codes(book: Workbook, name: str, codes: Mapping[str, Code], styles: Styles) -> None:
    sheet = book.add_worksheet(name)
    sheet.hide()
    sheet.set_column(0, 0, 12)
    sheet.set_column(1, 1, 48)
    sheet.write_row(0, 0, ("编码", "名称", "级次"), styles.header())
    for row, code in enumerate(codes.values(), start=1):
        sheet.write_row(row, 0, (code.code, code.name, code.level))


def _write_options(book: Workbook, options: Mapping[tuple[str, ...], str], styles: Styles) -> None:
    sheet = book.add_worksheet(OPTION_DICTIONARY)
    sheet.hide()
    for column, labels in enumerate(options):
        sheet.write_string(0, column, f"选项{column + 1}", styles.header())
        sheet.write_column(1, column, labels)
