"""Heading numbers: Chinese ordinals, counted while a report is rendered."""

from __future__ import annotations

from collections.abc import Callable

from report_author.figures.ledger import MARK_APART, current_ledger
from report_author.ooxml.list_numbers import chinese

#: From the outermost in: printing one resets all that follow it.
_LEVELS = ("部分号", "附件号", "章号", "节号", "条号", "款号")
_FORMS: dict[str, Callable[[int], str]] = {
    "部分号": lambda n: f"第{chinese(n)}部分",
    "附件号": lambda n: f"附件{n}",
    "章号": lambda n: f"{chinese(n)}、",
    "节号": lambda n: f"（{chinese(n)}）",
    "条号": lambda n: f"{n}.",
    "款号": lambda n: f"（{n}）",
    "图号": lambda n: f"图{n}",
}


class ItemNumber(str):
    """A number such as “1.” in front of a text: kept apart from a digit that follows, so that “1.2021年” is no decimal."""

    __slots__ = ()

    def __html__(self) -> str:
        return f"{self}{MARK_APART}" if current_ledger() is not None else str(self)


class Counter:
    """A heading number; each print is the next one. It keeps no count itself: the ledger of the rendering does.

    Numbers are text, not Word lists: a dropped section renumbers the rest, web pages keep them
    (automatic numbers of a published report came out as “9、” and “第3部分”).
    """

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def __html__(self) -> str:
        ledger = current_ledger()
        if ledger is None:
            return _FORMS[self.name](1)
        counts = ledger.counters
        counts[self.name] = counts.get(self.name, 0) + 1
        if self.name in _LEVELS:
            for lower in _LEVELS[_LEVELS.index(self.name) + 1 :]:
                counts[lower] = 0
        text = _FORMS[self.name](counts[self.name])
        return ItemNumber(text).__html__() if text.endswith(".") else text

    __str__ = __html__


def counters() -> dict[str, Counter]:
    """All counters by their template name."""
    return {name: Counter(name) for name in _FORMS}
