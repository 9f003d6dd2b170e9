"""Writes the fill-in workbook, empty or filled with entries."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from xlsxwriter.workbook import Workbook

from report_author.model.codes import Code, Codebook
from report_author.ooxml.package import read_package, write_package
from report_author.ooxml.sheets import column_letters
from report_author.workbook.computed import Book
from report_author.workbook.content import contents
from report_author.workbook.layout import (
    ECONOMIC_DICTIONARY,
    FUNCTION_DICTIONARY,
    OPTION_DICTIONARY,
    SHEETS,
)
from report_author.workbook.plain_sheet import PlainSheet, write_plain_sheet
from report_author.workbook.plan import plan
from report_author.workbook.shape import Form, ListBlock
from report_author.workbook.styles import Styles
from report_author.workbook.write import SheetWriter

_OPEN_RESULT = re.compile(rb'(<c r="[A-Z]+[0-9]+"(?: s="[0-9]+")?)(><f>[^<]*</f><v></v></c>)')
#: stamped into every workbook, so that the same entries give the same bytes
_CREATED = datetime(2024, 1, 1, tzinfo=UTC).replace(tzinfo=None)


def create_workbook(
    path: Path, entries: Mapping[str, Any], *, year: int, codebook: Codebook | None = None
) -> None:
    """Write the fill-in workbook to ``path``, replacing it.

    ``entries`` maps a block id (the name of a field of ``Facts``) to a dict of values, or for a list to a
    list of dicts; values are plain: str, Decimal, int, bool, date, an enum member or its label. ``year``
    chooses the dictionaries, fills 报告年度 too. Raises ``ValueError`` for entries that no cell can hold,
    ``OSError`` where the file cannot be written.
    """
    path.write_bytes(workbook_bytes(entries, year=year, codebook=codebook))


def workbook_bytes(
    entries: Mapping[str, Any],
    *,
    year: int,
    codebook: Codebook | None = None,
    more: Sequence[PlainSheet] = (),
) -> bytes:
    """The file that :func:`create_workbook` writes, with ``more`` sheets that nobody fills in at its end."""
    book_of_codes = codebook or Codebook.for_year(year)
    values = contents(entries, year)
    places = plan({key: len(rows) for key, rows in values.items()})
    target = io.BytesIO()
    book = Workbook(target, {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False})
    book.set_properties({"title": "部门决算公开填报表", "created": _CREATED})
    book.set_calc_mode("auto")
    styles = Styles(book)
    context = Book(places, values, book_of_codes)
    options = _options()
    writers = [SheetWriter(book, sheet, styles, context, options) for sheet in SHEETS]
    for writer in writers:
        writer.write()
    for sheet in more:
        write_plain_sheet(book, sheet, styles)
    _write_codes(book, FUNCTION_DICTIONARY, book_of_codes.functions, styles)
    _write_codes(book, ECONOMIC_DICTIONARY, book_of_codes.economics, styles)
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
            if isinstance(block, Form | ListBlock):
                for column in block.columns:
                    if column.labels and column.labels not in found:
                        letters = column_letters(len(found))
                        found[column.labels] = (
                            f"='{OPTION_DICTIONARY}'!${letters}$2:${letters}${len(column.labels) + 1}"
                        )
    return found


def _write_codes(book: Workbook, name: str, codes: Mapping[str, Code], styles: Styles) -> None:
    sheet = book.add_worksheet(name)
    sheet.hide()
    sheet.set_column(0, 0, 12)
    sheet.set_column(1, 1, 48)
    for column, label in enumerate(("编码", "名称", "级次")):
        sheet.write_string(0, column, label, styles.header())
    for row, code in enumerate(codes.values(), start=1):
        for column, text in enumerate((code.code, code.name, code.level)):
            sheet.write_string(row, column, text)


def _write_options(book: Workbook, options: Mapping[tuple[str, ...], str], styles: Styles) -> None:
    sheet = book.add_worksheet(OPTION_DICTIONARY)
    sheet.hide()
    for column, labels in enumerate(options):
        sheet.write_string(0, column, f"选项{column + 1}", styles.header())
        for row, label in enumerate(labels, start=1):
            sheet.write_string(row, column, label)
