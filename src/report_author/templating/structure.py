"""Matches every if and for of a template with its end."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field

from report_author.model.findings import Finding
from report_author.templating.grammar import keyword_of
from report_author.templating.renderlog import Noted, Position

_ENDS = {"endif": "if", "endfor": "for"}
_NAMES = {"if": "条件 if", "for": "循环 for"}


@dataclass(slots=True)
class _Open:
    keyword: str
    level: Hashable
    position: Position
    had_else: bool = False


@dataclass(slots=True)
class Blocks(Noted):
    """Feed it every statement in order. ``level`` tells where a statement stands: the parts of one block must agree in it."""

    _open: list[_Open] = field(default_factory=list)

    def feed(self, inner: str, level: Hashable, position: Position) -> None:
        keyword = keyword_of(inner)
        if keyword in _NAMES:
            self._open.append(_Open(keyword, level, position))
        elif keyword in ("elif", "else"):
            self._middle(keyword, level, position)
        elif keyword in _ENDS:
            self._end(keyword, level, position)

    def _middle(self, keyword: str, level: Hashable, position: Position) -> None:
        if not self._open:
            self.add("T12", position, f"{keyword} 前面没有 if", "请补上 {% if 条件 %}，或删去这个标签")
            return
        opened = self._open[-1]
        if keyword == "elif" and opened.keyword == "for":
            self.add(
                "T12",
                position,
                f"elif 不能用在循环里（循环始于{opened.position.place}）",
                "请检查是否少了 {% endfor %}",
            )
        elif opened.had_else:
            self.add("T12", position, f"{keyword} 写在 else 之后", "else 只能有一个，且放在最后")
        self._same_level(opened, level, position)
        opened.had_else = opened.had_else or keyword == "else"

    def _end(self, keyword: str, level: Hashable, position: Position) -> None:
        wanted = _ENDS[keyword]
        if not self._open:
            self.add(
                "T12", position, f"{keyword} 没有对应的开始标签", f"请补上 {{% {wanted} … %}}，或删去这个标签"
            )
            return
        opened = self._open[-1]
        if opened.keyword == wanted:
            self._open.pop()
            self._same_level(opened, level, position)
            return
        self.add(
            "T12",
            position,
            f"此处是 {keyword}，但还没有结束的是{_NAMES[opened.keyword]}（{opened.position.place}，{opened.position.quote}）",
            f"请核对先后顺序，或在前面补上 {{% end{opened.keyword} %}}",
        )
        if any(block.keyword == wanted for block in self._open):
            while self._open.pop().keyword != wanted:
                pass

    def _same_level(self, opened: _Open, level: Hashable, position: Position) -> None:
        if opened.level == level:
            return
        self.add(
            "T13",
            position,
            f"与它配对的{_NAMES[opened.keyword]}在{opened.position.place}（{opened.position.quote}），两者不在同一层",
            "开始与结束要用同一种标签：都独占一段用 {%p … %}，都独占表格一行用 {%tr … %}，都在同一段文字里用 {% … %}；"
            "不能一个在表格内、一个在表格外",
        )

    def finish(self) -> list[Finding]:
        """All findings; blocks never closed among them."""
        for opened in self._open:
            self.add(
                "T12",
                opened.position,
                f"{_NAMES[opened.keyword]}没有结束",
                f"请在它管的内容后面补上结束标签 end{opened.keyword}，标签的种类与开始标签相同",
            )
        self._open.clear()
        return self.findings
