"""What one cell of a table prints."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from markupsafe import escape

from report_author.figures.figure import Figure, Shown
from report_author.model.money import exact_wan
from report_author.templating.renderlog import current_log

#: what one cell of Excel holds
MAX_TEXT = 32_767
_BLANK = "/>"
_TEXT_OPEN = ' t="inlineStr"><is><t xml:space="preserve">'
_TEXT_CLOSE = "</t></is></c>"
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


@dataclass(frozen=True, slots=True)
class NumberLook:
    """How a format writes amounts in its tables: 表内单位 元 or 万元, 表内零值 空白, 0.00 or another sign."""

    unit: str = "万元"
    zero: str = "空白"


def cell_text(value: str) -> str:
    """``value`` as XML text of a cell; what Excel would decode (``_x0041_``) stays as typed."""
    text = value.replace("\r\n", "\n").replace("\r", "\n")
    if "_x" in text:
        text = _LOOKS_ESCAPED.sub("_x005F_", text)
    return str(escape(text))


def text_cell(inner: str) -> str:
    """The rest of a ``<c`` element that shows text; never a formula, whatever the text begins with."""
    return f"{_TEXT_OPEN}{inner}{_TEXT_CLOSE}"


def _number(inner: str) -> str:
    return f"><v>{inner}</v></c>"


def _digits(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def cell_printer(look: NumberLook, printed: Callable[[Any], Any]) -> Callable[[Any], str]:
    """A function that turns the value of a whole-cell tag into the rest of its ``<c`` element.

    Amounts are exact numbers in the format's unit, counts are numbers, text is text, nothing is a blank cell. ``printed`` is
    the environment's own printing; it reports what must not be printed.
    """
    in_wan = look.unit == "万元"
    blank_zero = look.zero == "空白"
    zero = _number("0") if look.zero == "0.00" else text_cell(cell_text(look.zero))

    def cell(value: Any) -> str:
        kind = type(value)
        if kind is Figure:
            amount = value.value
            if value.is_money:
                if not amount:
                    return _BLANK if blank_zero else zero
                shown = Shown(value, look.unit, _digits(exact_wan(amount) if in_wan else amount))
            else:
                shown = Shown(value, value.unit, _digits(amount))
            return _number(shown.__html__())
        if value is None or value == "":
            return _BLANK
        if kind is int or kind is Decimal:
            return _number(_digits(Decimal(value)))
        if kind is Shown and _NUMBER.fullmatch(value.text):
            return _number(value.__html__())
        text = str(printed(value))
        if len(text) > MAX_TEXT:
            message = f"文字有{len(text)}个字符，一个单元格最多放{MAX_TEXT}个"
            current_log().note("T15", message, "把这段文字缩短，或者分到几个单元格")
        return text_cell(text)

    return cell
