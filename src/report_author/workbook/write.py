"""Writes one sheet of the fill-in workbook."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.workbook import Workbook

from report_author.workbook import marks
from report_author.workbook.computed import EVEN, UNSETTLED, VERDICT, Book, Computed, balance, status, verdict
from report_author.workbook.content import Row, Value
from report_author.workbook.layout import SHEETS
from report_author.workbook.plan import FIRST_COLUMN, Place
from report_author.workbook.shape import CheckBlock, Column, Form, Kind, ListBlock, Sheet
from report_author.workbook.styles import Styles, height, lines
from report_author.workbook.validations import validation

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
        lists = [b for b in self._sheet.blocks if isinstance(b, ListBlock)]
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
                rule = {
                    "type": "text",
                    "criteria": "begins with",
                    "value": "（",
                    "format": self._styles.alarm(),
                }
                self._out.conditional_format(area, rule)
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

    def _write_checks(self, block: CheckBlock, place: Place) -> None:
        out, styles = self._out, self._styles
        out.set_row(place.header, 22)
        for offset, label in enumerate(("核对内容", "左边", "右边", "差额", "结果")):
            out.write_string(place.header, FIRST_COLUMN + offset, label, styles.header())
        for row, check in enumerate(block.checks, start=place.first):
            left, right = self._context.check_side(check.left), self._context.check_side(check.right)
            cells = [xl_rowcol_to_cell(row, FIRST_COLUMN + n) for n in (1, 2)]
            assert isinstance(left.value, Decimal) and isinstance(right.value, Decimal)
            difference = Computed(f"=ROUND({cells[0]}-{cells[1]},2)", left.value - right.value)
            out.write_string(row, FIRST_COLUMN, check.label, styles.label())
            for offset, cell in enumerate((left, right, difference), start=1):
                self._computed(row, FIRST_COLUMN + offset, cell, styles.computed(_MONEY))
            result = verdict(check, left, right, *cells)
            self._computed(row, FIRST_COLUMN + VERDICT, result, styles.verdict())
        area = _span(place.first, FIRST_COLUMN + VERDICT, place.last)
        out.conditional_format(
            area, {"type": "cell", "criteria": "!=", "value": f'"{EVEN}"', "format": styles.alarm()}
        )

    def _write_progress(self, place: Place) -> None:
        out, styles = self._out, self._styles
        out.set_row(place.header, 22)
        for offset, label in enumerate(("工作表", "已填格数", "应填格数", "情况")):
            out.write_string(place.header, FIRST_COLUMN + offset, label, styles.header())
        for row, sheet in enumerate(SHEETS[1:], start=place.first):
            filled, wanted = self._context.filled(sheet)
            cells = [xl_rowcol_to_cell(row, FIRST_COLUMN + n) for n in (1, 2)]
            out.write_url(row, FIRST_COLUMN, f"internal:'{sheet.name}'!A1", styles.link(), sheet.name)
            for offset, cell in enumerate((filled, wanted), start=1):
                self._computed(row, FIRST_COLUMN + offset, cell, styles.computed("0"))
            result = status(filled, wanted, *cells)
            self._computed(row, FIRST_COLUMN + 3, result, styles.computed())
        self._write_balance(place.last)
        area = _span(place.first, FIRST_COLUMN + 3, place.last)
        for words in ("还缺", UNSETTLED):
            out.conditional_format(
                area, {"type": "text", "criteria": "begins with", "value": words, "format": styles.alarm()}
            )

    def _write_balance(self, row: int) -> None:
        """The last line of the progress: how many of the live checks agree."""
        styles = self._styles
        even, every = self._context.live_checks()
        cells = [xl_rowcol_to_cell(row, FIRST_COLUMN + n) for n in (1, 2)]
        checks = self._context.places["live_checks"]
        target = f"internal:'{checks.sheet.name}'!{xl_rowcol_to_cell(checks.top, FIRST_COLUMN)}"
        self._out.write_url(row, FIRST_COLUMN, target, styles.link(), "填报核对（平的条数）")
        for offset, cell in enumerate((even, every), start=1):
            self._computed(row, FIRST_COLUMN + offset, cell, styles.computed("0"))
        self._computed(row, FIRST_COLUMN + 3, balance(even, every, *cells), styles.computed())

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
