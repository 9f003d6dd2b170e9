"""Which paragraphs are headings, whatever style their author gave them."""

from __future__ import annotations

import re
from collections.abc import Sequence

#: how the paragraphs of a list begin
ITEM = re.compile(r"\d{1,2}[.、]|（\d{1,2}）")
_PART = re.compile(r"第[一二三四五六七八九十\d]{1,2}部分")
_FIRST = re.compile(r"[一二三四五六七八九十]{1,3}[、.．]")
_SECOND = re.compile(r"（[一二三四五六七八九十]{1,3}）")
_ARABIC = re.compile(r"\d{1,2}、")
_TITLE = re.compile(
    r"(?:情况|说明|情况说明|名词解释|附件|附表|概况|职责|职能|设置|目标|评价|建议|原因)[。：]?$"
)
_ANNEX = re.compile(
    r"附件\d*$|.{2,50}(?:绩效(?:自?评价?)?报告|绩效目标自评表?|自评报告|自评表)(?:（.{1,12}）)?$"
)
_CONTENTS = re.compile(r"(?:[.…·⋯_]{3,}|\t)\s*[（(]?\s*[-—]?\d{1,3}\s*[-—]?\s*[）)]?\s*$|PAGEREF")
_PAGE = re.compile(r"[.…·⋯_ ]*[（(]?[-—]?\d{0,3}[-—]?[）)]?$")
_FRONT, _LONGEST = 80, 200  # paragraphs before, in a contents page
_EXPLAINED = re.compile(r"[^：]{2,30}：(?:指|是指|反映)")
_AMOUNT = re.compile(r"\d\s*(?:万元|元|%)")


def is_contents(text: str) -> bool:
    """Whether a line is an entry of a contents page."""
    return bool(_CONTENTS.search(text))


def level_of(text: str, styled: int = 0) -> int:
    """1 for 第一部分 or an annex, 2 for 一、, 3 for （一）; 0 for text. ``text`` is squeezed."""
    if not text or len(text) > 60 or _AMOUNT.search(text) or _EXPLAINED.match(text):
        return 0
    short = (
        len(text) <= 45
        and not text.endswith(("，", "；"))
        and (len(text) <= 35 or not text.endswith("。") or _TITLE.search(text))
    )
    if _PART.match(text) or (_ANNEX.match(text) and not _FIRST.match(text)):
        return 1
    if short and _FIRST.match(text):
        return 2
    if short and _SECOND.match(text) and not re.search(r"[。；].", text):
        return 3
    if short and _ARABIC.match(text) and _TITLE.search(text):
        return 2
    return min(styled, 3) if styled and short else 0


def contents_of(texts: Sequence[str]) -> frozenset[int]:
    """Which of the paragraphs (squeezed) under the title 目录 are its entries: what stands in the report once more."""
    title = next((at for at, text in enumerate(texts[:_FRONT]) if text in ("目录", "目錄")), None)
    if title is None:
        return frozenset()
    keys = [_PAGE.sub("", text) for text in texts]
    end = title + 1
    for entry in range(title + 1, min(title + 4, len(keys))):
        again = next(
            (
                at
                for at in range(entry + 3, min(title + _LONGEST, len(keys)))
                if keys[entry] and keys[at] == keys[entry]
            ),
            None,
        )
        if again is not None:
            end = again - (entry - title - 1)
            break
    if any(len(text) > 60 for text in keys[title:end]):
        return frozenset()
    later = frozenset(keys[end:])
    entries = {at for at in range(title + 1, end) if keys[at] in later or level_of(texts[at])}
    return frozenset({title, *entries}) if entries else frozenset()


class Path:
    """The headings above the paragraph that is being read."""

    def __init__(self) -> None:
        self._path: list[tuple[int, str]] = []
        self.count = 0

    def take(self, text: str, level: int) -> None:
        """Count a paragraph; a heading opens its part."""
        if level:
            self._path = [(n, name) for n, name in self._path if n < level] + [(level, text)]
            self.count = 0
        else:
            self.count += 1

    @property
    def text(self) -> str:
        return " › ".join(name for _, name in self._path)

    @property
    def place(self) -> str:
        """Where the paragraph stands, in words."""
        where = f"“{self._path[-1][1]}”" if self._path else "开头"
        return f"{where}第{self.count}段" if self.count else f"标题{where}"
