"""The classification dictionaries, with the name that a code bears in a given year."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

from report_author.records import frozen

#: a row of the edition the dictionaries describe; it holds for every year that no other row of the code names
BASE_YEAR = "2021"
#: names of 项 that recur under most 款 (行政运行 …), by their last two digits
_RECURRING = {"01": "行政运行", "02": "一般行政管理事务", "03": "机关服务", "50": "事业运行"}
_REST = "99"


@frozen
class Code:
    """A code of 支出功能分类 (类/款/项, 3/5/7 digits) or 支出经济分类 (类/款, 3/5 digits)."""

    code: str
    name: str
    level: str
    parent: str
    confidence: str
    note: str = ""
    year: str = BASE_YEAR

    @property
    def doubtful(self) -> bool:
        """Whether the dictionary itself is unsure; a rule may only remind of such a code."""
        return self.confidence == "recall-unsure"


@frozen
class Codebook:
    """The codes valid in one year; doubt never fails, an unknown code has simply no entry."""

    year: int
    functions: Mapping[str, Code]
    economics: Mapping[str, Code]
    _other_functions: Mapping[str, Code]
    _other_economics: Mapping[str, Code]

    @classmethod
    def for_year(cls, year: int) -> Codebook:
        """The dictionaries of ``year``; each year is built once."""
        return _codebook(year)

    def function(self, code: str) -> Code | None:
        """The functional code, where it is valid in this year."""
        return self.functions.get(code)

    def economic(self, code: str) -> Code | None:
        """The economic code (部门预算支出经济分类), where it is valid in this year."""
        return self.economics.get(code)

    def of_other_years(self, code: str) -> Code | None:
        """A functional or economic code that only other years know (abolished or later)."""
        return self._other_functions.get(code) or self._other_economics.get(code)

    def function_name(self, code: str) -> str | None:
        """The name to print: of this year, else of another year, else of a recurring 项 (…01, …99)."""
        known = self.functions.get(code) or self._other_functions.get(code)
        return known.name if known else self._recurring(code)

    def economic_name(self, code: str) -> str | None:
        """The name to print: of this year, else of another year."""
        known = self.economics.get(code) or self._other_economics.get(code)
        return known.name if known else None

    def _recurring(self, code: str) -> str | None:
        group = self.functions.get(code[:5])
        if len(code) != 7 or group is None:
            return None
        if code[5:] == _REST:
            return f"其他{group.name.removesuffix('支出')}支出"
        first = self.functions.get(f"{group.code}01")
        if first is not None and first.name != _RECURRING["01"]:
            return None  # this 款 numbers its 项 in a way of its own (the funds do)
        return _RECURRING.get(code[5:])


@frozen
class GovernmentCode:
    """A code of 政府预算支出经济分类 with those of 部门预算支出经济分类 that it gathers (财预〔2017〕98号, 对照表)."""

    code: str
    name: str
    department_codes: tuple[str, ...]


def government_code(code: str) -> GovernmentCode | None:
    """The code of 政府预算支出经济分类 (501…), which is none of 部门预算支出经济分类 (301…)."""
    return _government_codes().get(code)


@cache
def _government_codes() -> Mapping[str, GovernmentCode]:
    return {
        code: GovernmentCode(code, name, tuple(others.split()))
        for code, name, others in _lines("government_economic_codes.csv")
    }


@cache
def _codebook(year: int) -> Codebook:
    functions, other_functions = _names_of(_rows("function_codes.csv"), year)
    economics, other_economics = _names_of(_rows("economic_codes.csv"), year)
    return Codebook(year, functions, economics, other_functions, other_economics)


@cache
def _rows(name: str) -> tuple[Code, ...]:
    return tuple(
        Code(code, name, level, parent, confidence, note, year)
        for code, name, year, level, parent, confidence, note in _lines(name)
    )


def _lines(name: str) -> Iterable[list[str]]:
    text = (files("report_author.model") / "data" / name).read_text(encoding="utf-8")
    return csv.reader(text.splitlines()[1:])


def _names_of(rows: Iterable[Code], year: int) -> tuple[dict[str, Code], dict[str, Code]]:
    """The rows valid in ``year`` by code, then those of other years only.

    A row bound to years that include ``year`` goes before the base row of the same code.
    """
    base: dict[str, Code] = {}
    bound: dict[str, Code] = {}
    other: dict[str, Code] = {}
    for row in rows:
        if row.year == BASE_YEAR:
            base[row.code] = row
        elif _covers(row.year, year):
            bound.setdefault(row.code, row)
        else:
            other.setdefault(row.code, row)
    valid = dict(sorted((base | bound).items()))
    return valid, {code: row for code, row in other.items() if code not in valid}


def _covers(validity: str, year: int) -> bool:
    """Whether ``≤2019``, ``2021-2022``, ``2024-`` or ``2018`` includes ``year``."""
    bounds = re.fullmatch(r"(≤)?(\d{4})?(-)?(\d{4})?", validity)
    if bounds is None or not bounds[2]:
        raise ValueError(f"unreadable validity in the dictionary: {validity}")
    first = int(bounds[2])
    if bounds[1]:
        return year <= first
    last = int(bounds[4]) if bounds[4] else (9999 if bounds[3] else first)
    return first <= year <= last
