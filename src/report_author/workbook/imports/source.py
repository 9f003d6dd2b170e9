"""Opens a spreadsheet of another program as raw cells, whatever its format."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from report_author.model.findings import Finding, error
from report_author.model.money import half_up
from report_author.ooxml.sheets import (
    CellKind,
    RawCell,
    RawSheet,
    RawWorkbook,
    UnreadableBook,
    column_letters,
    parse_workbook,
    workbook_file_bytes,
)
from report_author.workbook.messages import FILE_CODES, say

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

#: the endings of what can be imported: sheets of other programs, reports of last year
SHEETS, REPORTS = (".xlsx", ".xls", ".ods", ".et"), (".docx", ".txt")
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ODS_MIME = b"application/vnd.oasis.opendocument.spreadsheet"
#: binary numbers carry noise behind the 15 digits that a spreadsheet keeps
_PLACES = 8
_MOST_CELLS = 2_000_000


def open_source(path: Path) -> tuple[RawWorkbook | None, list[Finding]]:
    """The cells of an .xlsx, .xls, .et or .ods file, told apart by content; else the finding that says why not."""
    try:
        data = workbook_file_bytes(path)
        if data.startswith(_OLE_MAGIC) or _ODS_MIME in data[:200]:
            return _other_format(data, path.name)
        return parse_workbook(data), []
    except UnreadableBook as problem:
        return None, [say(FILE_CODES[problem.kind], path.name)]


def _other_format(data: bytes, name: str) -> tuple[RawWorkbook | None, list[Finding]]:
    from python_calamine import CalamineError, PasswordError, SheetTypeEnum, SheetVisibleEnum, load_workbook

    try:
        book = load_workbook(io.BytesIO(data))
        sheets = []
        for meta in book.sheets_metadata:
            if meta.typ == SheetTypeEnum.WorkSheet:
                sheet = book.get_sheet_by_name(meta.name)
                if sheet.total_height * sheet.total_width > _MOST_CELLS:
                    return None, [say("F10", name)]
                sheets.append(_sheet(sheet, meta.visible == SheetVisibleEnum.Visible))
        return RawWorkbook(tuple(sheets)), []
    except PasswordError:
        return None, [say("F06", name)]
    except (CalamineError, OSError, ValueError, IndexError) as problem:
        advice = "请在 WPS 或 Excel 中打开，另存为 .xlsx 后再导入"
        return None, [error("I01", name, f"读不出这个文件（{problem}）", advice)]


def _sheet(sheet: CalamineSheet, visible: bool) -> RawSheet:
    cells: dict[tuple[int, int], RawCell] = {}
    for row, values in enumerate(sheet.to_python(skip_empty_area=False)):
        for column, value in enumerate(values):
            cell = _cell(value, f"{column_letters(column)}{row + 1}")
            if cell is not None:
                cells[row, column] = cell
    merged = {}
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                if (row, column) != (top, left):
                    merged[row, column] = (top, left)
    return RawSheet(sheet.name, visible, cells, merged)


def _cell(value: Any, ref: str) -> RawCell | None:
    if isinstance(value, bool):
        return RawCell(ref, CellKind.BOOL, str(int(value)), value)
    if isinstance(value, (int, float)):
        # repr gives the shortest decimal of the binary number: what the spreadsheet shows
        number = half_up(Decimal(repr(value)), _PLACES).normalize() + 0
        return RawCell(ref, CellKind.NUMBER, f"{number:f}", number)
    if isinstance(value, (datetime, date)):
        day = value.date() if isinstance(value, datetime) else value
        return RawCell(ref, CellKind.DATE, day.isoformat(), day)
    text = str(value) if value is not None else ""
    return RawCell(ref, CellKind.TEXT, text) if text else None
