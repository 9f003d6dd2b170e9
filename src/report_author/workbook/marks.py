"""The labels, the hidden ids by which the reader finds what the creator wrote."""

from __future__ import annotations

from report_author.workbook.shape import Column, ListBlock, Sheet

FORM_LABEL, FORM_VALUE, FORM_NOTE = "项目", "填写内容", "填写说明"
#: stands after the label of a required field
REQUIRED = " *"


def sheet(sheet: Sheet) -> str:
    """In A1."""
    return f"sheet:{sheet.id}"


def block(block: ListBlock) -> str:
    """In column A of the hidden row above a list's labels."""
    return f"list:{block.id}"


def field(block_id: str, name: str) -> str:
    """In column A beside a line of a form."""
    return f"{block_id}.{name}"


def row(block: ListBlock, label: str) -> str:
    """In column A beside a fixed row of a list."""
    assert block.fixed is not None
    return f"{block.id}.{block.fixed(label).name}"


def label(column: Column) -> str:
    """As printed in the header."""
    return column.label + (REQUIRED if column.required else "")
