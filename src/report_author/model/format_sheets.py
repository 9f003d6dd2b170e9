"""Sheets of 格式.xlsx as rows under labelled columns."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from report_author.model.findings import Finding, error


def column_letters(column: int) -> str:
    """1 → A, 27 → AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


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
        return f"{self.sheet}!{column_letters(self.columns.get(label, 1))}{self.number}"

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


_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def open_format_book(path: Path) -> tuple[FormatBook | None, list[Finding]]:
    """The sheets of ``path``; None where it cannot be read."""
    try:
        with zipfile.ZipFile(path) as package:
            return FormatBook(_texts(package)), []
    except (OSError, KeyError, zipfile.BadZipFile, etree.XMLSyntaxError) as problem:
        message = f"格式文件“{path}”读不出来：{problem}"
        return None, [
            error("G01", str(path), message, "用 Excel 或 WPS 打开看看；打不开就换回原来的格式文件")
        ]


def _texts(package: zipfile.ZipFile) -> dict[str, dict[tuple[int, int], str]]:
    shared: list[str] = []
    if "xl/sharedStrings.xml" in package.namelist():
        for item in etree.fromstring(package.read("xl/sharedStrings.xml")):
            shared.append("".join(text.text or "" for text in item.iter(f"{_MAIN}t")))
    targets = {
        r.get("Id"): r.get("Target") for r in etree.fromstring(package.read("xl/_rels/workbook.xml.rels"))
    }
    sheets = {}
    for sheet in etree.fromstring(package.read("xl/workbook.xml")).iter(f"{_MAIN}sheet"):
        root = etree.fromstring(package.read("xl/" + str(targets[sheet.get(f"{_REL}id")])))
        cells = {}
        for cell in root.iter(f"{_MAIN}c"):
            reference = str(cell.get("r"))
            letters = reference.rstrip("0123456789")
            column = 0
            for letter in letters:
                column = column * 26 + ord(letter) - 64
            text = cell.findtext(f"{_MAIN}v") or "".join(t.text or "" for t in cell.iter(f"{_MAIN}t"))
            if cell.get("t") == "s":
                text = shared[int(text)]
            cells[int(reference[len(letters) :]), column] = text
        sheets[str(sheet.get("name"))] = cells
    return sheets
