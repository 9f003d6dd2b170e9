"""Sheets of 格式.xlsx as rows under labelled columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from report_author.model.findings import Finding, error
from report_author.ooxml.sheets import UnreadableBook, column_letters, read_workbook_file


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a sheet: its texts by column label; a label that the sheet lacks reads as empty."""

    sheet: str
    number: int
    values: Mapping[str, str]
    columns: Mapping[str, int]

    def __getitem__(self, label: str) -> str:
        return self.values.get(label, "")

    def place(self, label: str) -> str:
        """The cell under ``label``: 选项!B5."""
        return f"{self.sheet}!{column_letters(self.columns.get(label, 1) - 1)}{self.number}"

    def need(self, labels: Iterable[str], findings: list[Finding]) -> None:
        """Report every one of ``labels`` that is blank."""
        for label in labels:
            if not self[label]:
                findings.append(error("G08", self.place(label), f"“{label}”没有填写", "填上，或者删去这一行"))

    def choice(self, label: str, choices: tuple[str, ...], findings: list[Finding]) -> None:
        """Report the value under ``label`` when it is not one of ``choices``."""
        if self[label] not in choices:
            listed = "、".join(choices)
            findings.append(
                error(
                    "G09",
                    self.place(label),
                    f"“{label}”的取值“{self[label]}”不对",
                    f"只能填：{listed}",
                    stated=self[label],
                    expected=listed,
                )
            )


class FormatBook:
    """The texts of a workbook, sheet by sheet."""

    def __init__(self, sheets: Mapping[str, Mapping[tuple[int, int], str]]) -> None:
        self._sheets = sheets
        self._rows: dict[str, list[Row]] = {}

    def has(self, sheet: str) -> bool:
        return sheet in self._sheets

    def rows(self, sheet: str, labels: tuple[str, ...], findings: list[Finding]) -> list[Row]:
        """The rows under the header row of ``sheet``; a missing sheet or column is a finding.

        Without ``labels`` the sheet is optional and its first row is the header.
        """
        if sheet in self._rows:
            return self._rows[sheet]
        cells = self._sheets.get(sheet)
        rows: list[Row] = []
        if cells is None:
            if labels:
                findings.append(error("G05", sheet, f"缺少工作表“{sheet}”", "从原来的格式文件复制这张工作表"))
        else:
            rows = _read_rows(sheet, cells, labels, findings)
        self._rows[sheet] = rows
        return rows

    def unique(self, sheet: str, label: str, findings: list[Finding]) -> None:
        """Report every value under ``label`` that an earlier row has already."""
        seen: dict[str, Row] = {}
        for row in self._rows.get(sheet, []):
            value = row[label]
            if value and value in seen:
                message = f"{label}“{value}”与第{seen[value].number}行重复"
                findings.append(
                    error("G10", row.place(label), message, "改成不同的，或者删去一行", stated=value)
                )
            seen.setdefault(value, row)


def _read_rows(
    sheet: str, cells: Mapping[tuple[int, int], str], labels: tuple[str, ...], findings: list[Finding]
) -> list[Row]:
    by_row: dict[int, dict[int, str]] = {}
    for (row, column), text in cells.items():
        if text.strip():
            by_row.setdefault(row, {})[column] = text.strip()
    header = _header_row(by_row, labels)
    if header is None:
        if labels:
            findings.append(
                error("G06", sheet, f"工作表“{sheet}”没有表头行", f"表头行应有：{'、'.join(labels)}")
            )
        return []
    columns: dict[str, int] = {}
    for column, text in sorted(by_row[header].items()):
        columns.setdefault(text, column)
    for label in labels:
        if label not in columns:
            place = f"{sheet}!A{header}"
            findings.append(error("G07", place, f"表头缺少“{label}”一列", f"表头行应有：{'、'.join(labels)}"))
    return [
        Row(
            sheet,
            number,
            {label: by_row[number].get(column, "") for label, column in columns.items()},
            columns,
        )
        for number in sorted(by_row)
        if number > header and any(column in by_row[number] for column in columns.values())
    ]


def _header_row(by_row: Mapping[int, Mapping[int, str]], labels: tuple[str, ...]) -> int | None:
    """The row that holds most of ``labels`` (a title above it may hold one); without labels the first row."""
    if not labels:
        return min(by_row, default=None)
    counts = {row: len(set(labels) & set(texts.values())) for row, texts in by_row.items()}
    best = max(sorted(counts), key=counts.__getitem__, default=None)
    return best if best is not None and counts[best] else None


def open_format_book(path: Path) -> tuple[FormatBook | None, list[Finding]]:
    """The sheets of ``path``; None where it cannot be read."""
    try:
        book = read_workbook_file(path)
    except UnreadableBook:
        message = f"格式文件“{path.name}”读不出来"
        advice = "用 Excel 或 WPS 打开，另存为没有密码的 .xlsx；打不开就换回原来的格式文件"
        return None, [error("G01", str(path), message, advice)]
    sheets = {
        sheet.name: {(row + 1, column + 1): cell.text for (row, column), cell in sheet.cells.items()}
        for sheet in book.sheets
    }
    return FormatBook(sheets), []
