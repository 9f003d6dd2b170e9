"""The values of cells: plain ones for a new workbook, typed ones read out of raw cells."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any

from report_author.model.codes import Code, Codebook, GovernmentCode, government_code
from report_author.model.findings import Finding
from report_author.model.money import half_up, plain
from report_author.ooxml.markup import ILLEGAL
from report_author.ooxml.sheets import CellKind, RawCell
from report_author.workbook.layout import forms, lists
from report_author.workbook.messages import say
from report_author.workbook.shape import Column, Kind, ListBlock, Sign

#: what a cell can hold before it is written
Value = str | Decimal | date | None
Row = dict[str, Value]
#: Excel keeps 15 digits: from 10^13 元 on, the 分 would be lost
LIMIT = Decimal(10) ** 13
#: the longest text of a cell in Excel
LONGEST_TEXT = 32767


def contents(entries: Mapping[str, Any], year: int) -> dict[str, list[Row]]:
    """For each block key its rows (a form has one), defaults and fixed labels included.

    Raises ``ValueError`` for an unknown block or field, or a value that a cell cannot hold.
    """
    known_forms, known_lists = forms(), lists()
    if strange := set(entries) - {*known_forms, *known_lists}:
        raise ValueError(f"no such block: {sorted(strange)}")
    found: dict[str, list[Row]] = {}
    for block_id, parts in known_forms.items():
        values = dict(entries.get(block_id) or {})
        if block_id == "department":
            values.setdefault("year", year)
        _refuse_strange(block_id, values, {column.field for _, form in parts for column in form.columns})
        found |= {form.key: [_row(form.columns, values, defaults=True)] for _, form in parts}
    return found | {
        block_id: _list_rows(block, entries.get(block_id)) for block_id, (_, block) in known_lists.items()
    }


def _list_rows(block: ListBlock, given: Sequence[Mapping[str, Any]] | None) -> list[Row]:
    fields = {column.field for column in block.inputs}
    rows = list(given) if given is not None else list(block.start)
    for values in rows:
        _refuse_strange(block.id, values, fields)
    if block.fixed is None:
        return [_row(block.inputs, values, defaults=False) for values in rows]
    key = block.columns[0]
    by_label = {_value(key, values[key.field]): values for values in rows}
    labels = [str(member.value) for member in block.fixed]
    if strange := set(by_label) - set(labels):
        raise ValueError(f"{block.id}: no such row: {sorted(map(str, strange))}")
    return [
        _row(block.inputs, {**by_label.get(label, {}), key.field: label}, defaults=True) for label in labels
    ]


def _refuse_strange(block_id: str, values: Mapping[str, Any], fields: set[str]) -> None:
    if strange := set(values) - fields:
        raise ValueError(f"{block_id}: no such field: {sorted(strange)}")


def _row(columns: Sequence[Column], values: Mapping[str, Any], *, defaults: bool) -> Row:
    return {c.field: _value(c, values.get(c.field, c.default if defaults else None)) for c in columns}


def _value(column: Column, value: Any) -> Value:
    """``value`` as the cell holds it: labels for enum members, 是/否 for booleans, ``None`` for nothing."""
    if value is None or value == "":
        return None
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return value
    if column.kind.numeric:
        number = Decimal(value)
        if abs(number) >= LIMIT:
            raise ValueError(f"{column.label}: {number} is too large for a cell")
        return number
    text = str(value)
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"{column.label}: a cell holds {LONGEST_TEXT} characters at the most")
    return text


#: a value that was typed but could not be understood (already reported)
INVALID = object()

#: what is left of 分 when a spreadsheet adds binary numbers; a third decimal that somebody typed is larger
_NOISE = Decimal("0.000001")
#: a spreadsheet keeps 15 digits; what stands behind them is binary noise
_DIGITS = 15
#: so many times the limit a number is none that a slip of the unit could make
_BEYOND = 10_000
_WIDE = str.maketrans("０１２３４５６７８９．，－＋％￥¥（）−", "0123456789.,-+%¥¥()-")
_NUMBER = re.compile(r"[-+]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d*)?")
_NUMBERS = re.compile(r"-?\d+(?:,\d{3})*(?:\.\d+)?")
#: letters that are typed for digits
_LOOKS_LIKE = str.maketrans("OoIl", "0011")
#: so many codes are named as examples
_NAMED = 3
_NOTHING = frozenset(("-", "--", "—", "——", "/", "／", "无", "－"))
_COUNT_UNITS = re.compile(r"(?:人次|个|人|批|次|辆|台|套|件|年|度)+$")
_DATE = re.compile(r"(\d{4})[年./-](\d{1,2})[月./-](\d{1,2})[日号]?|(\d{4})(\d{2})(\d{2})")
_YES = frozenset(("是", "有", "√", "y", "yes", "true", "1", "对"))
_NO = frozenset(("否", "无", "×", "x", "n", "no", "false", "0", "不"))


def key(text: str) -> str:
    """``text`` as labels are compared: full-width forms and white space do not matter."""
    return "".join(unicodedata.normalize("NFKC", text).split()).strip("*＊").casefold()


@dataclass(slots=True)
class ValueReader:
    """Reads values for one workbook, gathering findings."""

    codebook: Codebook
    findings: list[Finding] = field(default_factory=list)
    #: what turns the amounts of the sheet into 元: 10,000 where it is filled in 万元
    factor: Decimal = Decimal(1)
    _doubted: set[str] = field(default_factory=set)

    def read(self, column: Column, cell: RawCell, place: str) -> Any:
        """The python value; ``None`` for nothing typed, ``INVALID`` where a finding says what is wrong."""
        if cell.kind is CellKind.UNCALCULATED:
            return self._wrong("V09", column, place)
        if cell.kind is CellKind.ERROR:
            return self._wrong("V10", column, place, cell.text)
        if column.kind.numeric:
            return self._number(column, cell, place)
        if column.kind.code:
            return self._code(column, cell, place)
        readers = {Kind.DATE: self._date, Kind.CHOICE: self._choice, Kind.YES_NO: self._yes_no}
        return readers.get(column.kind, self._text)(column, cell, place)

    def _say(
        self, code: str, column: Column, place: str, stated: str = "", expected: str = "", other: str = ""
    ) -> None:
        self.findings.append(say(code, place, column.label, stated=stated, expected=expected, other=other))

    def _wrong(
        self, code: str, column: Column, place: str, stated: str = "", expected: str = "", other: str = ""
    ) -> object:
        self._say(code, column, place, stated, expected, other)
        return INVALID

    def _not_offered(self, column: Column, place: str, text: str, offered: Sequence[str]) -> object:
        """A choice that is none; the one it comes near to is named."""
        alike = [each for each in offered if each in text or text in each]
        near = alike if len(alike) == 1 else difflib.get_close_matches(text, offered, 1)
        return self._wrong("V08", column, place, text, near[0] if near else "", "、".join(offered))

    def _text(self, column: Column, cell: RawCell, place: str) -> Any:
        text = shown(cell)
        if cell.kind is CellKind.DATE:
            self._say("V25", column, place, cell.text, text)
        if bad := ILLEGAL.search(text):
            return self._wrong("V15", column, place, f"U+{ord(bad[0]):04X}")
        if len(text) > LONGEST_TEXT:
            return self._wrong("V16", column, place, str(len(text)))
        if column.closed and text.strip() and key(text) not in map(key, column.options):
            return self._not_offered(column, place, text, column.options)
        lines = [line.strip() for line in re.split(r"\r\n|\r|\n", text)]
        return ("" if column.kind is Kind.TEXT else "\n").join(line for line in lines if line) or None

    def _number(self, column: Column, cell: RawCell, place: str) -> Any:
        if cell.kind is CellKind.NUMBER and isinstance(cell.value, Decimal):
            value = cell.value
            if cell.percent:
                if column.kind is not Kind.NUMBER:
                    return self._wrong("V26", column, place, shown(cell))
                value = value * 100
        elif cell.kind is CellKind.TEXT:
            value = self._number_in_text(column, cell.text, place)
            if not isinstance(value, Decimal):
                return value
        else:
            return self._wrong("V02", column, place, shown(cell))
        return self._checked(column, value, place)

    def _number_in_text(self, column: Column, text: str, place: str) -> Any:
        bare = "".join(text.translate(_WIDE).split())
        if not bare:
            return None
        if bare in _NOTHING:
            self._say("V28", column, place, text)
            return None
        if bare.endswith("%") and column.kind is not Kind.NUMBER:
            return self._wrong("V26", column, place, text, _only_number(bare))
        # typed with “万元” behind it: said, and taken for what it says, so that nothing else is said of it
        in_wan = bare.endswith("万元") and column.kind is Kind.MONEY
        digits = bare.removeprefix("¥").removesuffix("%").removesuffix("万元" if in_wan else "元")
        if column.kind is Kind.COUNT:
            digits = _COUNT_UNITS.sub("", digits)
        if not _NUMBER.fullmatch(digits) or len(digits) > 40:
            return self._wrong("V02", column, place, text, _only_number(bare))
        value = Decimal(digits.replace(",", ""))
        if not in_wan:
            self._say("V03", column, place, text, f"{value:f}")
            return value
        value = half_up(value.scaleb(4))
        if self.factor == 1:
            self._say("V27", column, place, text, plain(value, strip_zeros=False))
        return value

    def _checked(self, column: Column, value: Decimal, place: str) -> Any:
        if column.kind is Kind.MONEY:
            value *= self.factor
        if abs(value) >= LIMIT:
            self._say("V17", column, place, f"{value:f}"[:40])
            if abs(value) >= LIMIT * _BEYOND:
                return INVALID
            return half_up(value) if column.kind is Kind.MONEY else _tidy(value)
        if column.kind is Kind.MONEY:
            rounded = half_up(value)
            if abs(rounded - value) < _NOISE * self.factor:
                value = rounded
            else:  # said, and kept as it is: sums that miss it would say so a second time
                value = _tidy(value)
                self._say("V04", column, place, plain(value / self.factor, strip_zeros=True))
        else:
            value = _tidy(value)
        stated = plain(value, strip_zeros=True)
        if column.kind is Kind.COUNT:
            if value != value.to_integral_value():
                return self._wrong("V06", column, place, stated)
            if column.field == "year" and not 2000 <= value <= 2099:
                return self._wrong("V17", column, place, stated)
        if value < 0 and column.sign is Sign.NOT_NEGATIVE:
            return self._wrong("V05", column, place, stated, plain(-value, strip_zeros=True))
        if value < 0 and column.sign is Sign.UNUSUAL:
            self._say("V24", column, place, stated)
        return int(value) if column.kind is Kind.COUNT else value

    def _date(self, column: Column, cell: RawCell, place: str) -> Any:
        if cell.kind is CellKind.DATE:
            return cell.value
        text = shown(cell)
        if not text.strip():
            return None
        found = _DATE.fullmatch("".join(text.translate(_WIDE).split()))
        try:
            if found is not None:
                year, month, day = (int(part) for part in found.groups() if part is not None)
                return date(year, month, day)
            if isinstance(cell.value, Decimal) and 36526 <= cell.value < 73051:  # a serial of 2000–2099
                return date(1899, 12, 30) + timedelta(days=int(cell.value))
        except ValueError:
            pass
        return self._wrong("V07", column, place, text)

    def _choice(self, column: Column, cell: RawCell, place: str) -> Any:
        assert column.choice is not None
        typed = _choice_key(shown(cell))
        if not typed:
            return None
        for member in column.choice:
            if _choice_key(str(member.value)) == typed:
                return member
        return self._not_offered(column, place, shown(cell), column.labels)

    def _yes_no(self, column: Column, cell: RawCell, place: str) -> Any:
        if isinstance(cell.value, bool):
            return cell.value
        typed = key(shown(cell))
        if not typed:
            return None
        if typed in _YES or typed in _NO:
            return typed in _YES
        return self._not_offered(column, place, shown(cell), column.labels)

    def _code(self, column: Column, cell: RawCell, place: str) -> Any:
        text = shown(cell)
        bare = "".join(text.translate(_WIDE).split()).strip("'‘’")
        if not bare:
            return None
        found = re.match(r"\d+(?=\D|$)", bare)
        if found is None or re.search(r"\d", bare[found.end() :]):
            return self._wrong("V20", column, place, text, self._meant_code(column, bare))
        code = found[0]
        if code != bare:
            self._say("V29", column, place, text, code)
        if column.kind is Kind.ECONOMIC and (government := government_code(code)) is not None:
            theirs = [each for each in government.department_codes if len(each) in column.levels]
            only = theirs[0] if len(theirs) == 1 else ""
            return self._wrong("V31", column, place, code, only, self._listed(government, theirs, column))
        if len(code) not in column.levels:
            length = "、".join(map(str, column.levels)) + " 位"
            return self._wrong("V12", column, place, code, length, self._below(column, code))
        economic = column.kind is Kind.ECONOMIC or (
            column.any_code and self.codebook.economic(code) is not None
        )
        known = self.codebook.economic(code) if economic else self.codebook.function(code)
        if known is None:
            former = self.codebook.of_other_years(code)
            if former is not None:
                self._say("V13", column, place, code, former.name)
            else:
                self._say("V11", column, place, code)
        elif known.doubtful and code not in self._doubted:
            self._doubted.add(code)  # once: a code stands in many rows
            self._say("V30", column, place, code, known.name)
        return code

    def _meant_code(self, column: Column, text: str) -> str:
        """The code that somebody meant who wrote a letter for a digit, or the name instead; empty where nobody can tell."""
        known = self.codebook.economics if column.kind is Kind.ECONOMIC else self.codebook.functions
        digits = text.translate(_LOOKS_LIKE)
        if digits.isdigit() and digits in known and len(digits) in column.levels:
            return digits
        named = [
            each.code for each in known.values() if each.name == text and len(each.code) in column.levels
        ]
        return named[0] if len(named) == 1 else ""

    def _below(self, column: Column, code: str) -> str:
        """Some codes of the wanted length that begin as the one typed: “，如 30101 基本工资”."""
        known = self.codebook.economics if column.kind is Kind.ECONOMIC else self.codebook.functions
        begins = [
            each for each in known.values() if each.code.startswith(code) and len(each.code) in column.levels
        ]
        return _examples(begins)

    def _listed(self, government: GovernmentCode, codes: Sequence[str], column: Column) -> str:
        names = [self.codebook.economics[code] for code in codes if code in self.codebook.economics]
        some = names or [
            each
            for each in self.codebook.economics.values()
            if each.code.startswith(government.department_codes) and len(each.code) in column.levels
        ]
        return f"{government.name}{_examples(some)}"


def _examples(codes: Sequence[Code]) -> str:
    more = "等" if len(codes) > _NAMED else ""
    return "，如 " + "、".join(f"{each.code} {each.name}" for each in codes[:_NAMED]) + more if codes else ""


def _only_number(text: str) -> str:
    """The one number in what was typed, as a plain number; empty where there is none or more than one."""
    found = _NUMBERS.findall(text.translate(_LOOKS_LIKE))
    if len(found) != 1 or len(found[0]) > 40:
        return ""
    return plain(Decimal(found[0].replace(",", "")), strip_zeros=True)


def shown(cell: RawCell) -> str:
    """The cell as its reader sees it: 95%, 2021年12月31日, 1234.5."""
    if cell.kind is CellKind.DATE and isinstance(cell.value, date):
        return f"{cell.value.year}年{cell.value.month}月{cell.value.day}日"
    if cell.kind is CellKind.NUMBER and isinstance(cell.value, Decimal):
        if cell.percent:
            return plain(_tidy(cell.value * 100), strip_zeros=True) + "%"
        return plain(_tidy(cell.value), strip_zeros=True)
    if cell.kind is CellKind.BOOL:
        return "是" if cell.value else "否"
    return cell.text


def _choice_key(text: str) -> str:
    # Excel turns a typed “1.” into the number 1
    return key(text).rstrip(".")


def _tidy(value: Decimal) -> Decimal:
    """``value`` at the 15 digits that a spreadsheet keeps; no figure has more than eight decimals."""
    places = _DIGITS - 1 - value.adjusted()
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and -exponent > places >= 0:
        return half_up(value, min(places, 8))
    return value
