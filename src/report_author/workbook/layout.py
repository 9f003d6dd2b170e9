"""The sheets of the fill-in workbook in order, declared once for its creator, its reader."""

from __future__ import annotations

from report_author.workbook.shape import Block, Form, ListBlock, Sheet
from report_author.workbook.sheets_basic import HOME, REASONS, STAFF, TEXTS
from report_author.workbook.sheets_money import BUDGET, EXPENDITURE, INCOME, LAST_YEAR, RECEPTIONS, SANGONG
from report_author.workbook.sheets_results import CHECKS, EVALUATION, INDICATORS, PROJECTS

SHEETS: tuple[Sheet, ...] = (
    HOME,
    STAFF,
    TEXTS,
    INCOME,
    EXPENDITURE,
    BUDGET,
    LAST_YEAR,
    SANGONG,
    RECEPTIONS,
    PROJECTS,
    INDICATORS,
    EVALUATION,
    REASONS,
    CHECKS,
)

FUNCTION_DICTIONARY, ECONOMIC_DICTIONARY, OPTION_DICTIONARY = "科目字典", "经济科目字典", "选项字典"


def lists() -> dict[str, tuple[Sheet, ListBlock]]:
    """Every list by its block id, with the sheet it stands on."""
    return {b.id: (sheet, b) for sheet in SHEETS for b in sheet.blocks if isinstance(b, ListBlock)}


def forms() -> dict[str, list[tuple[Sheet, Form]]]:
    """Every form by its block id; several forms of one id fill one record together."""
    found: dict[str, list[tuple[Sheet, Form]]] = {}
    for sheet, block in _blocks():
        if isinstance(block, Form):
            found.setdefault(block.id, []).append((sheet, block))
    return found


def _blocks() -> list[tuple[Sheet, Block]]:
    return [(sheet, block) for sheet in SHEETS for block in sheet.blocks]
