"""The filters templates may use on figures: 万元, 元, 千分位, 占比, 增减, 完成, 连接, 数, 大写."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from report_author.figures.account import Conventions
from report_author.figures.compare import Change, Completion
from report_author.figures.figure import Figure, show_wan, show_yuan
from report_author.figures.texts import Phrase, show_percent
from report_author.figures.topics_money import share
from report_author.figures.values import Wanted
from report_author.ooxml.list_numbers import chinese


class WrongKind(TypeError):
    """A filter was used on a value it is not for; the message is for the author of the template."""


def _money(value: object, filter_name: str) -> Figure:
    if isinstance(value, Figure) and value.is_money:
        return value
    raise WrongKind(f"过滤器“{filter_name}”只能用于金额")


def make_filters(conventions: Conventions) -> Mapping[str, Callable[..., object]]:
    """The filters of one format. A value that is still wanted passes through, so that its own finding is reported."""
    strip = conventions.strip_zeros

    def in_wan(value: object) -> object:
        return value if isinstance(value, Wanted) else show_wan(_money(value, "万元"), strip_zeros=strip)

    def in_yuan(value: object) -> object:
        return value if isinstance(value, Wanted) else show_yuan(_money(value, "元"), strip_zeros=strip)

    def in_yuan_grouped(value: object) -> object:
        return (
            value
            if isinstance(value, Wanted)
            else show_yuan(_money(value, "千分位"), strip_zeros=strip, thousands=True)
        )

    def as_share(value: object, whole: object) -> object:
        for each in (value, whole):
            if isinstance(each, Wanted):
                return each
        part, total = _money(value, "占比"), _money(whole, "占比")
        return show_percent(share(part, total, f"{part.name}占{total.name}的比重"))

    def moved(value: object, 分隔: str = "，", 持平: str | None = None) -> Phrase | Wanted:
        if isinstance(value, Wanted):
            return value
        if not isinstance(value, Change):
            raise WrongKind("过滤器“增减”只能用于与上年的比较，如 一般公共预算.比上年")
        return value.phrase(分隔, 持平)

    def completed(value: object, 持平: str | None = None) -> Phrase | Wanted:
        if isinstance(value, Wanted):
            return value
        if not isinstance(value, Completion):
            raise WrongKind("过滤器“完成”只能用于完成预算，如 三公.完成预算")
        return value.phrase(持平)

    return {
        "万元": in_wan,
        "元": in_yuan,
        "千分位": in_yuan_grouped,
        "占比": as_share,
        "增减": moved,
        "完成": completed,
        "连接": _joined,
        "数": _length,
        "大写": _ordinal,
    }


def _joined(values: object, separator: str = "、") -> str:
    if (
        not isinstance(values, Sequence)
        or isinstance(values, str)
        or not all(isinstance(each, str) for each in values)
    ):
        raise WrongKind("过滤器“连接”只能用于文字的列表")
    return separator.join(values)


def _length(values: object) -> int:
    if not isinstance(values, Sequence) or isinstance(values, str):
        raise WrongKind("过滤器“数”只能用于列表")
    return len(values)


def _ordinal(value: object) -> str:
    number = value.value if isinstance(value, Figure) and not value.is_money else value
    if isinstance(number, (int, Decimal)) and not isinstance(number, bool):
        whole = int(number)
        if whole == number and 0 < whole < 1000:
            return chinese(whole)
    raise WrongKind("过滤器“大写”只能用于1至999的整数")
