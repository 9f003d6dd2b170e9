"""The filters that rules may use on rows, beside those of the templates."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal
from functools import wraps
from typing import Any, TypeVar

from report_author.checks.amounts import Rounded, scaled, total
from report_author.figures.figure import Figure
from report_author.figures.filters import WrongKind
from report_author.figures.texts import bare
from report_author.figures.values import Names, Wanted
from report_author.model.findings import error
from report_author.model.money import ZERO
from report_author.templating.renderlog import Missing

Rows = Sequence[Mapping[str, Any]]
Index = TypeVar("Index")


def _of_rows(name: str, on_rows: Callable[..., Any]) -> Callable[..., Any]:
    """A filter that is told where it is used on anything but rows."""

    @wraps(on_rows)
    def checked(value: object, *more: Any, **named: Any) -> Any:
        if isinstance(value, (list, tuple)):
            return on_rows(value, *more, **named)
        raise WrongKind(f"过滤器“{name}”只能用于一列行，如 表.支出表.行")

    return checked


#: while rules are judged: (list, kind of index) → the list itself, so that its id stays its own, and the index
_indexes: ContextVar[dict[tuple[int, object], tuple[object, Any]] | None] = ContextVar(
    "indexes", default=None
)


@contextmanager
def indexing() -> Iterator[None]:
    """Within this, lists of rows are indexed once for all rules."""
    token = _indexes.set({})
    try:
        yield
    finally:
        _indexes.reset(token)


def indexed(rows: Rows, kind: object, build: Callable[[], Index]) -> Index:
    """The index of a list, made once."""
    known = _indexes.get()
    if known is None:
        return build()
    key = (id(rows), kind)
    if key not in known:
        known[key] = (rows, build())
    index: Index = known[key][1]
    return index


def _entry(row: Mapping[str, Any], column: str, within: str | None = None) -> Any:
    if column not in row:
        known = "、".join(str(key) for key in row)
        raise WrongKind(f"行里没有“{column}”这一列，有的是：{known}")
    entry = row[column]
    return entry if within is None or not isinstance(entry, Mapping) else entry.get(within)


def sum_of(rows: Rows, column: str, within: str | None = None) -> Rounded | Wanted | Missing:
    """``行|求和("列")``: the sum of a column; ``within`` names an entry of it (金额 of one 经济科目)."""
    found: list[Figure] = []
    for row in rows:
        entry = _entry(row, column, within)
        if isinstance(entry, (Wanted, Missing)):
            return entry
        if isinstance(entry, Figure):
            found.append(entry)
    path = rows[0].path if rows and isinstance(rows[0], Names) else ""
    return total(f"{path}{column}之和", found)


def where(rows: Rows, **wanted: object) -> tuple[Mapping[str, Any], ...]:
    """``行|其中(级=1, 资金性质="一般公共预算")``: the rows that have these values."""
    for key, each in wanted.items():
        if isinstance(each, str):
            rows = _by_text(rows, key).get(each, ())
        else:
            rows = tuple(row for row in rows if _same(_entry(row, key), each))
    return tuple(rows)


def _by_text(rows: Rows, column: str) -> Mapping[object, tuple[Mapping[str, Any], ...]]:
    """The rows by the text in a column."""

    def build() -> Mapping[object, tuple[Mapping[str, Any], ...]]:
        found: dict[object, list[Mapping[str, Any]]] = {}
        for row in rows:
            entry = _entry(row, column)
            if isinstance(entry, str):
                found.setdefault(str(entry), []).append(row)
        return {key: tuple(each) for key, each in found.items()}

    return indexed(rows, ("text", column), build)


def _same(entry: object, wanted: object) -> bool:
    if isinstance(entry, Figure):
        return isinstance(wanted, (int, Decimal)) and entry.value == wanted
    if isinstance(wanted, (list, tuple)):
        return entry in wanted
    return bool(entry == wanted)


def under(rows: Rows, code: str, column: str = "编码") -> tuple[Mapping[str, Any], ...]:
    """``行|以下("208")``: the rows whose 编码 (or other ``column``) begins so."""
    return tuple(row for row in rows if str(_entry(row, column)).startswith(code))


def children(rows: Rows, parent: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    """``行|下级(行)``: the rows one level below a row (类 of 合计, 款 of 类, 项 of 款)."""

    def build() -> Mapping[object, tuple[Mapping[str, Any], ...]]:
        found: dict[object, list[Mapping[str, Any]]] = {}
        for row in rows:
            level, code = _entry(row, "级"), str(_entry(row, "编码"))
            if code:
                found.setdefault((level - 1, code[: (0, 0, 3, 5)[level]]), []).append(row)
        return {key: tuple(each) for key, each in found.items()}

    return indexed(rows, "children", build).get((_entry(parent, "级"), str(_entry(parent, "编码"))), ())


def amount_of(rows: Rows, code: str, column: str, within: str | None = None) -> object:
    """``行|额("208", "合计")``: the amount in the row of a code; a code without a row is zero."""
    for row in _by_text(rows, "编码").get(code, ())[:1]:
        entry = _entry(row, column, within)
        return Rounded(f"{code}·{column}", ZERO) if entry is None else entry
    return Rounded(f"{code}·{column}", ZERO)


def side(column: str, label: str) -> Callable[..., object]:
    """``行|左("本年收入合计")``, ``行|右("本年支出合计", "一般")``: the amount of a fixed row, found by its words."""

    def amount(rows: Rows, words: str, which: str = column) -> object:
        def build() -> Mapping[object, Mapping[str, Any]]:
            return {_bare(str(_entry(row, label))): row for row in reversed(rows)}

        row = indexed(rows, ("bare", label), build).get(_bare(words))
        if row is not None:
            entry = _entry(row, which)
            return Rounded(words, ZERO) if entry is None else entry
        return lacking(f"表里没有“{words}”这一行")

    return amount


def lacking(what: str) -> Wanted:
    """A value that a table does not have: the rule cannot be judged, and says why."""
    return Wanted(error("V83", "公开表", what, "请补上后再核对。"))


def _bare(words: str) -> str:
    """The words of a row without number, without brackets: 一、其他支出（款） → 其他支出."""
    return re.sub(r"^[\s　]*[一二三四五六七八九十]+、|（[^（）]*）|[\s　]", "", words)


def numbered(rows: Rows, label: str) -> tuple[Mapping[str, Any], ...]:
    """``行|编号行("左名")``: the rows called 一、二、三、… before the first 合计 or 总计."""
    found = []
    for row in rows:
        words = str(_entry(row, label))
        if re.match(r"[\s　]*[一二三四五六七八九十]+、", words):
            found.append(row)
        elif words.endswith(("合计", "总计")):
            break
    return tuple(found)


def after(rows: Rows, label: str, words: str) -> tuple[Mapping[str, Any], ...]:
    """``行|之后("左名", "年初财政拨款结转和结余")``: the rows below the one with these words."""
    for index, row in enumerate(rows):
        if _bare(str(_entry(row, label))) == _bare(words):
            return tuple(rows[index + 1 :])
    return ()


def across(value: object, columns: object) -> object:
    """``行.金额|合列(列)``: the sum of a row over some of its columns."""
    if not isinstance(value, Mapping):
        raise WrongKind("过滤器“合列”只能用于一行的金额，如 行.金额")
    found = [value.get(column["编码"]) for column in _of_rows("合列", tuple)(columns)]
    return total("各列之和", [entry for entry in found if isinstance(entry, Figure)])


def with_amount(rows: Rows, column: str) -> tuple[Mapping[str, Any], ...]:
    """``行|有数("列")``: the rows whose column is not zero."""
    return tuple(row for row in rows if isinstance(_entry(row, column), Figure) and row[column])


def below_zero(rows: Rows, column: str) -> tuple[Mapping[str, Any], ...]:
    """``行|负数("列")``: the rows whose column is 红字."""
    return tuple(row for row in with_amount(rows, column) if row[column] < 0)


def column_of(rows: Rows, column: str) -> tuple[Any, ...]:
    """``行|列出("编码")``: the values of a column, for ``in``."""
    return tuple(_entry(row, column) for row in rows)


def absolute(value: object) -> object:
    """``金额|绝对值``."""
    if not isinstance(value, Figure):
        raise WrongKind("过滤器“绝对值”只能用于数")
    return scaled(value, Decimal(1 if value.value >= 0 else -1), value.name)


def vague(value: object, phrases: str) -> str:
    """``原因|空泛(选项.空泛原因用语)``: the empty phrase that is all a text says; nothing where it says more."""
    if not isinstance(value, str):
        raise WrongKind("过滤器“空泛”只能用于文字")
    said = bare(value)
    return said if said in phrases.split("、") or len(said) < 4 else ""


def named(rows: Rows, words: str) -> object:
    """``行|名称行("车辆数合计")``: the value of the row of 信息表 with these words."""
    for row in rows:
        if (
            _bare(
                re.sub(r"^\s*(（[一二三四五六七八九十]+）|\d+[.．]|其中[：:])", "", str(_entry(row, "名称")))
            )
            == words
        ):
            entry = _entry(row, "数值")
            return lacking(f"“{words}”这一行没有填数") if entry is None else entry
    return lacking(f"表里没有“{words}”这一行")


def named_like(rows: Rows, words: str) -> tuple[Mapping[str, Any], ...]:
    """``行|名称含("用车")``: the rows whose 名称 holds these words."""
    return tuple(row for row in rows if words in str(_entry(row, "名称")))


def entry_where(rows: Rows, label: str, key: object, column: str) -> object:
    """``行|取("项目", "年末结转和结余", "上年数")``: one entry of the one row that has this key."""
    for row in rows:
        if _same(_entry(row, label), key):
            entry = _entry(row, column)
            if entry is not None:
                return entry
    return lacking(f"没有填“{key}”")


def first_cell(rows: Rows, column: str) -> str:
    """``行|格子("购置金额")``: the first cell of a column, as a place."""
    cells = [str(_entry(row, "格")[column]) for row in rows]
    return next(filter(None, cells), "")


def in_yuan(value: object) -> object:
    """``三公.保有量 * 上限|成元``: a plain number as money, so that a count times it is money."""
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return Rounded(f"{value}元", Decimal(value))
    raise WrongKind("过滤器“成元”只能用于数")


def year_in(value: object) -> int:
    """``公开时间|年份``: the year of a date."""
    if isinstance(value, str) and re.match(r"\d{4}-", value):
        return int(value[:4])
    raise WrongKind("过滤器“年份”只能用于日期")


def has_digits(value: object) -> str:
    """``文字|含数字``: 有 or 没有."""
    return "有" if isinstance(value, str) and re.search(r"\d", value) else "没有"


_ON_ROWS: Mapping[str, Callable[..., Any]] = {
    "求和": sum_of,
    "其中": where,
    "以下": under,
    "下级": children,
    "额": amount_of,
    "编号行": numbered,
    "之后": after,
    "名称行": named,
    "名称含": named_like,
    "取": entry_where,
    "格子": first_cell,
    "左": side("左额", "左名"),
    "右": side("右额", "右名"),
    "有数": with_amount,
    "负数": below_zero,
    "列出": column_of,
}
ROW_FILTERS: Mapping[str, Callable[..., Any]] = {
    **{name: _of_rows(name, each) for name, each in _ON_ROWS.items()},
    "合列": across,
    "成元": in_yuan,
    "年份": year_in,
    "含数字": has_digits,
    "绝对值": absolute,
    "空泛": vague,
}
