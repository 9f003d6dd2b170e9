"""The environment of Excel templates: the common one, with a short way for the thousands of cells of a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame

from report_author.figures.values import Names
from report_author.templating.expressions import TemplateEnvironment
from report_author.templating.grammar import Problem, check_output

#: The engine's own function around the tag of a whole cell; no template can write a call.
CELL_FUNCTION = "_cell"


def cell_call(inner: str) -> str:
    """Template source that prints ``inner`` as a whole cell."""
    return f"{CELL_FUNCTION}({inner})"


class _SheetCode(CodeGenerator):
    """Calls that the engine wrote itself need no sandbox; what a cell prints is finished XML already."""

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        if not (_is_cell(node) or isinstance(node.node, nodes.EnvironmentAttribute)):
            super().visit_Call(node, frame, forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for index, argument in enumerate(node.args):
            self.write(", " if index else "")
            self.visit(argument, frame)
        self.write(")")

    def _output_child_pre(
        self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo
    ) -> None:
        if not _is_cell(node):
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(
        self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo
    ) -> None:
        if not _is_cell(node):
            super()._output_child_post(node, frame, finalize)


def _is_cell(node: nodes.Node) -> bool:
    return (
        isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name == CELL_FUNCTION
    )


class SheetEnvironment(TemplateEnvironment):
    """The common environment, faster where tables spend their time."""

    code_generator_class = _SheetCode

    def __init__(self, filters: Mapping[str, Callable[..., Any]], text: Callable[[str], str]) -> None:
        super().__init__(filters, text, lines=str)
        self._checked: dict[str, list[Problem]] = {}

    def problems_of(self, inner: str) -> list[Problem]:
        """What is wrong with the expression ``inner``; tables say the same in many cells, so each is checked once."""
        if inner not in self._checked:
            self._checked[inner] = check_output(self, inner)
        return self._checked[inner]

    def getattr(self, obj: Any, attribute: str) -> Any:
        """As the common one; most look-ups are entries of a row."""
        if type(obj) is Names and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)
