"""What goes wrong while a template is rendered, with the tag where it happens."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from types import FrameType
from typing import Any

from jinja2 import Template, Undefined
from jinja2.utils import missing

from report_author.model.findings import Finding
from report_author.records import frozen
from report_author.templating import grammar
from report_author.templating.messages import finding


@frozen
class Position:
    """Where a tag stands in the template: ``place`` as a person reads it, ``quote`` the tag as typed."""

    place: str
    quote: str = ""


@dataclass(slots=True)
class Noted:
    """Whoever looks at tags: ``findings`` tell what is wrong with them."""

    findings: list[Finding] = field(default_factory=list, kw_only=True)

    def add(self, code: str, position: Position, message: str, advice: str) -> None:
        self.findings.append(finding(code, position.place, message, advice, position.quote))

    def add_all(self, problems: Iterable[grammar.Problem], position: Position) -> None:
        """What is wrong with one tag."""
        for problem in problems:
            self.add(problem.code, position, problem.message, problem.advice)


@dataclass(slots=True)
class RenderLog:
    """What went wrong in one rendering of ``names``. ``lines[n - 1]`` is the position of line n of the template source."""

    lines: Sequence[Position]
    names: Mapping[str, object]
    findings: list[Finding] = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)

    def position(self) -> Position:
        """The tag being rendered, found through the running template's frame."""
        frame: FrameType | None = sys._getframe(1)
        while frame is not None:
            template = frame.f_globals.get("__jinja_template__")
            if isinstance(template, Template):
                line = template.get_corresponding_lineno(frame.f_lineno)
                return self.lines[min(line, len(self.lines)) - 1]
            frame = frame.f_back
        return Position("模板")

    def note(self, code: str, message: str, advice: str) -> Position:
        """Record a finding at the running tag, once for each tag."""
        position = self.position()
        self.add(finding(code, position.place, message, advice, position.quote))
        return position

    def add(self, found: Finding) -> None:
        key = f"{found.code}|{found.place}|{found.quote}|{found.message}"
        if key not in self._seen:
            self._seen.add(key)
            self.findings.append(found)


_log: ContextVar[RenderLog | None] = ContextVar("render log", default=None)


def current_log() -> RenderLog:
    """The log of the rendering under way; raises ``LookupError`` outside of one (Jinja then leaves the work to the rendering)."""
    log = _log.get()
    if log is None:
        raise LookupError("no rendering is under way")
    return log


@contextmanager
def logging_to(log: RenderLog) -> Iterator[RenderLog]:
    """Make ``log`` the log of the renderings inside."""
    token = _log.set(log)
    try:
        yield log
    finally:
        _log.reset(token)


class Missing(Undefined):
    """A name that does not exist: recorded where it is used, printed as 【缺：…】, never silently blank."""

    __slots__ = ("label",)

    def __init__(
        self, hint: str | None = None, obj: Any = missing, name: str | None = None, exc: Any = None
    ) -> None:
        super().__init__(hint, obj, name)
        self.label = name or "?"
        if obj is missing and hint is None:
            log = current_log()
            advice = grammar.suggestion(self.label, log.names, "请对照名称表核对")
            log.note("T04", f"没有“{self.label}”这个名称", advice)

    def __str__(self) -> str:
        return f"【缺：{self.label}】"

    __html__ = __str__


def lacking(label: str) -> Missing:
    """A stand-in for a value whose absence has been recorded already."""
    return Missing(hint="recorded", name=label)
