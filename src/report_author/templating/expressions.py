"""The one environment in which every template, Word or Excel, is compiled."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from types import CodeType
from typing import Any

from jinja2 import Template, nodes
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import SandboxedEnvironment
from jinja2.utils import missing
from markupsafe import Markup, escape

from report_author.figures.figure import Figure, MoneyWithoutUnit
from report_author.figures.ledger import MARK_APART, MARK_CLOSE, MARK_OPEN, MARK_TEXT
from report_author.figures.values import Names, Wanted
from report_author.model.findings import Finding
from report_author.ooxml.markup import ILLEGAL
from report_author.records import frozen
from report_author.templating import cache, grammar, operations
from report_author.templating.renderlog import Missing, Position, RenderLog, current_log, lacking, logging_to

_LOOP_NAMES = frozenset({"index", "index0", "first", "last", "length"})
_MARKS = {ord(mark): None for mark in (MARK_OPEN, MARK_TEXT, MARK_CLOSE, MARK_APART)}
#: a digit follows in the same paragraph or cell, in another run perhaps, perhaps a figure with its marker
_APART = re.compile(f"{MARK_APART}(?=(?:<(?!/w:p>|/c>)[^>]*>|{MARK_OPEN}\\d+{MARK_TEXT})*(?P<digit>\\d)?)")


class NamesContext(Context):
    """A context that asks the root name space only for the names a template uses, so that lazy entries stay lazy."""

    def resolve_or_missing(self, key: str) -> Any:
        if key in self.vars:
            return self.vars[key]
        if key.startswith("_"):
            return self.parent[key]
        names = self.parent[""]
        return names[key] if key in names else missing  # noqa: SIM401 - .get would hide a KeyError of a lazy entry


class TemplateEnvironment(SandboxedEnvironment):
    """Jinja with a whitelisted grammar, strict names, and a finding in place of every run-time error.

    ``text`` turns a plain value into the XML of its place (escaping it); ``lines`` does the same for the line feeds of a value
    that comes escaped (``__html__``).
    """

    intercepted_binops = frozenset({"+", "-", "*", "/", "%"})
    intercepted_unops = frozenset({"-"})
    context_class = NamesContext

    def __init__(
        self,
        filters: Mapping[str, Callable[..., Any]],
        text: Callable[[str], str],
        lines: Callable[[str], str],
    ) -> None:
        super().__init__(
            autoescape=True,
            keep_trailing_newline=True,
            undefined=Missing,
            finalize=self.printed,
            cache_size=0,
        )
        self.text = text
        self.lines = lines
        self.globals.clear()
        self.tests.clear()
        self.filters = {name: operations.guarded_filter(name, each) for name, each in filters.items()}

    def _generate(self, source: nodes.Template, *args: Any, **kwargs: Any) -> str:
        return super()._generate(operations.intercept(source), *args, **kwargs)

    # -- looking up ------------------------------------------------------------------------------------------------------

    def getattr(self, obj: Any, attribute: str) -> Any:
        """``obj.attribute`` in a template: entries of a name space, Chinese attributes of our objects, a few of ``loop``."""
        if isinstance(obj, Mapping):
            if attribute in obj:
                return obj[attribute]
        elif isinstance(obj, (Missing, Wanted)):
            return operations.pass_on(obj)
        elif isinstance(obj, LoopContext):
            if attribute in _LOOP_NAMES:
                return getattr(obj, attribute)
        elif not attribute.isascii() and hasattr(obj, attribute):
            return getattr(obj, attribute)
        return self._no_entry(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """``obj[argument]`` in a template."""
        for value in (obj, argument):
            if isinstance(value, (Missing, Wanted)):
                return operations.pass_on(value)
        if isinstance(argument, str):
            return self.getattr(obj, argument)
        if isinstance(obj, (list, tuple)) and type(argument) is int and -len(obj) <= argument < len(obj):
            return obj[argument]
        if isinstance(obj, Mapping) and not isinstance(argument, Figure) and argument in obj:
            return obj[argument]
        return self._no_entry(obj, str(argument))

    def _no_entry(self, obj: Any, name: str) -> Missing:
        if isinstance(obj, Mapping):
            known, owner = list(map(str, obj)), obj.path if isinstance(obj, Names) else ""
        elif isinstance(obj, LoopContext):
            known, owner = sorted(_LOOP_NAMES), "loop"
        else:
            known, owner = [key for key in dir(obj) if not key.isascii()], operations.described(obj)
        listed = "请对照名称表核对"
        if isinstance(obj, Mapping | LoopContext):
            listed = "可用的有：" + "、".join(known[:20])
        below = f"“{owner}”下" if owner else ""
        current_log().note("T04", f"{below}没有“{name}”", grammar.suggestion(name, known, listed))
        return lacking(f"{owner}.{name}" if isinstance(obj, Names) and owner else name)

    # -- operators (see ``operations``) ----------------------------------------------------------------------------------

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        return operations.calculate(operator, left, right)

    def call_unop(self, context: Context, operator: str, arg: Any) -> Any:
        return operations.calculate("-", 0, arg)

    compare = staticmethod(operations.compare)
    iterate = staticmethod(operations.iterate)
    decimal = staticmethod(Decimal)

    # -- printing --------------------------------------------------------------------------------------------------------

    def printed(self, value: Any) -> Markup:
        """What ``{{ value }}`` puts into the document: escaped, never silently blank."""
        kind = type(value)
        if kind is str:
            return self._printed_text(value)
        if kind is int:
            return Markup(str(value))
        if kind is Decimal:
            return Markup(f"{value:f}")
        if value is None:
            return self._printed_text("")
        if isinstance(value, Missing):
            return Markup(escape(str(value)))
        if isinstance(value, Wanted):
            log = current_log()
            position = log.position()
            log.add(value.finding)
            return Markup(f"【缺：{escape(operations.tag_core(position.quote) or '待填写')}】")
        if hasattr(value, "__html__"):
            return self._printed_object(value)
        return self._not_printable(value)

    def _printed_text(self, value: str) -> Markup:
        if not value.strip():
            return Markup(f"【缺：{escape(operations.note_blank() or '空白')}】")
        if ILLEGAL.search(value):
            return self._without_controls(value)
        return Markup(self.text(value))

    def _printed_object(self, value: Any) -> Markup:
        try:
            shown = str(value.__html__())
        except MoneyWithoutUnit as problem:
            current_log().note(
                "T07", str(problem), "请写成 {{ …|万元 }} 或 {{ …|元 }}，单位的文字写在标签后面"
            )
            return Markup(f"【缺：{escape(value.name)}的单位】")
        if not shown and not isinstance(value, Markup):
            return self._printed_text("")
        if ILLEGAL.search(shown.translate(_MARKS)):
            return self._without_controls(shown)
        return Markup(shown if isinstance(value, Markup) else self.lines(shown))

    def _without_controls(self, value: str) -> Markup:
        shown = ILLEGAL.sub("□", value)
        current_log().note(
            "T14",
            f"“{shown[:40]}”中有看不见的控制字符（以□表示）",
            "请在填报表中删去该单元格内的特殊字符，重新输入",
        )
        return Markup(self.text(shown))

    def _not_printable(self, value: Any) -> Markup:
        what = operations.described(value)
        advice = (
            "请写到具体的一项"
            if isinstance(value, Mapping)
            else "列表请用 {%p for … %} 逐项印出，或用“连接”过滤器"
        )
        if isinstance(value, bool):
            advice = "是非值只能用在 {% if %} 中"
        current_log().note("T07", f"{what}不能直接印出", advice)
        return Markup("【缺：不能印出】")


class Source:
    """Template source under construction, with the position of each of its lines: every tag stands on a line of its own."""

    def __init__(self) -> None:
        self._chunks: list[str] = []
        self._lines: list[Position] = [Position("模板")]

    def text(self, text: str) -> None:
        """XML that is printed as it is: a brace in it opens no tag, since XML can name it by its number."""
        self._chunks.append(text.replace("{", "&#123;"))
        self._lines.extend([self._lines[-1]] * text.count("\n"))

    def tag(self, code: str, position: Position) -> None:
        """``grammar.output(…)`` or ``grammar.statement(…)`` of the tag at ``position``."""
        self._chunks.append(f"{{#\n#}}{code}")
        self._lines.append(position)
        self._lines.extend([position] * code.count("\n"))

    def compile(self, environment: TemplateEnvironment) -> CompiledSource:
        """Compile; the tags must have passed ``grammar`` and ``structure`` before."""
        key = cache.key_of(f"{type(environment).__name__}|{sorted(environment.filters)}", str(self))
        code = cache.load(key)
        if code is None:
            code = self.code(environment)
            cache.store(key, code)
        return self.compiled(environment, code)

    def __str__(self) -> str:
        return "".join(self._chunks)

    def code(self, environment: TemplateEnvironment) -> CodeType:
        """What ``compiled`` takes; it may be kept between runs."""
        return environment.compile(str(self))

    def compiled(self, environment: TemplateEnvironment, code: CodeType) -> CompiledSource:
        template = Template.from_code(environment, code, environment.make_globals(None))
        return CompiledSource(str(self), template, tuple(self._lines))


@frozen
class CompiledSource:
    """Compiled template source: immutable, reusable, safe in threads."""

    text: str
    template: Template
    lines: tuple[Position, ...]

    def render(
        self,
        names: Mapping[str, object],
        findings: list[Finding],
        private: Mapping[str, object] | None = None,
    ) -> str:
        """The text with its markers; what went wrong is added to ``findings``. Open a ledger around it.

        ``private`` holds the functions (``_cell``) that the engine's own source calls; no tag can name them.
        """
        log = RenderLog(self.lines, names)
        try:
            with logging_to(log):
                context = self.template.environment.context_class(
                    self.template.environment,
                    {**(private or {}), "": names},
                    self.template.name,
                    self.template.blocks,
                )
                text = "".join(self.template.root_render_func(context))
        finally:
            findings.extend(log.findings)
        return kept_apart(text)


def kept_apart(text: str) -> str:
    """``text`` with a space behind each item number that a digit follows: “1. 208” is no decimal."""
    return _APART.sub(lambda found: " " if found["digit"] else "", text) if MARK_APART in text else text
