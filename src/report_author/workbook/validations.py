"""What Excel itself refuses or explains while a cell is being filled."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from report_author.workbook.shape import Column, Kind, Sign

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
            rule = {"validate": "decimal", "criteria": "between", "minimum": lowest, "maximum": _HIGHEST}
            return rule | _error("这里只能填数字" + ("，不能为负数。" if lowest == 0 else "。"))
        case Kind.COUNT:
            low, high = (2000, 2099) if column.field == "year" else (0, 999_999_999)
            rule = {"validate": "integer", "criteria": "between", "minimum": low, "maximum": high}
            return rule | _error("这里只能填整数。")
        case Kind.DATE:
            rule = {"validate": "date", "criteria": "between"}
            rule |= {"minimum": date(2000, 1, 1), "maximum": date(2099, 12, 31)}
            return rule | _error("请填日期，例如 2022-09-01。")
        case Kind.FUNCTION | Kind.ECONOMIC:
            lengths = ",".join(f'LEN(TRIM({cell}&""))={n}' for n in column.levels)
            digits = "、".join(str(n) for n in column.levels)
            rule = {"validate": "custom", "value": f"=OR({lengths})"}
            return rule | _error(f"编码一般是 {digits} 位数字，请核对。") | {"error_type": "warning"}
        case _:
            return {}


def _error(message: str) -> dict[str, Any]:
    return {"error_title": "请检查填写内容", "error_message": message}
