"""Operators of the template language, each answering a wrong use with a finding."""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, DivisionByZero, InvalidOperation
from typing import Any

from jinja2 import nodes
from markupsafe import Markup

from report_author.figures.figure import Figure
from report_author.figures.values import Names, Wanted
from report_author.templating.grammar import is_chinese
from report_author.templating.renderlog import Missing, current_log, lacking

_ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "%": operator.mod,
}
_COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "gt": operator.gt,
    "gteq": operator.ge,
    "lt": operator.lt,
    "lteq": operator.le,
}
_MISUSE = (TypeError, ValueError, ArithmeticError, LookupError, AttributeError)


def described(value: object) -> str:
    """A value in the words of a message."""
    if isinstance(value, Figure):
        return f"数字“{value.name}”"
    if isinstance(value, Names):
        return value.path or "一组名称"
    if isinstance(value, Mapping):
        return "一组名称"
    if isinstance(value, bool):
        return "是非值"
    if isinstance(value, str):
        return f"文字“{value[:20]}”"
    if isinstance(value, (int, Decimal)):
        return f"数字 {value}"
    if isinstance(value, (list, tuple)):
        return "列表"
    return "空白" if value is None else "这项内容"


def tag_core(quote: str) -> str:
    """What stands inside the braces of a tag."""
    return quote.strip("{}｛｝%％ ")


def pass_on(value: Any) -> Any:
    """Use of an absent value: what is wanted is recorded, what is missing has been."""
    if isinstance(value, Wanted):
        log = current_log()
        log.add(value.finding)
        return lacking(tag_core(log.position().quote))
    return value


def note_blank() -> str:
    """Record that a value to be printed is blank; what its tag says."""
    message = "这里要印出的内容是空白"
    advice = "请在填报表中填写这一项；确实可以不写的，请用 {% if … %} 判断后再印"
    return tag_core(current_log().note("T05", message, advice).quote)


def _absent(value: object) -> bool:
    return isinstance(value, (Missing, Wanted))


def _kind(value: object) -> str:
    if isinstance(value, bool):
        return "是非"
    if isinstance(value, (int, Decimal, Figure)):
        return "数字"
    if isinstance(value, str) and (value == "" or not isinstance(value, Markup)):
        return "文字"
    return ""


def calculate(sign: str, left: Any, right: Any) -> Any:
    """``left sign right`` for numbers."""
    for value in (left, right):
        if _absent(value):
            return pass_on(value)
    log = current_log()
    for value in (left, right):
        if _kind(value) != "数字":
            advice = "请在填报表中填写这一项" if value is None else "文字和列表请直接印出，不要相加"
            log.note("T06", f"{described(value)}不能参加“{sign}”计算", advice)
            return lacking("计算结果")
    try:
        if sign == "-" and left == 0 and type(left) is int:
            return -right if not isinstance(right, Figure) else right - right - right
        if isinstance(left, int) and isinstance(right, int) and sign == "/":
            return Decimal(left) / Decimal(right)
        return _ARITHMETIC[sign](left, right)
    except (ZeroDivisionError, DivisionByZero, InvalidOperation):
        log.note("T06", "除数是 0", "请先用 {% if … %} 判断分母不为零")
    except TypeError as problem:
        log.note(
            "T06",
            _reason(problem, f"{described(left)}与{described(right)}不能用“{sign}”计算"),
            "请核对两边的内容和单位",
        )
    return lacking("计算结果")


def compare(left: Any, sign: str, right: Any) -> bool:
    """``left sign right``; false, with a finding, where the two cannot be compared."""
    for value in (left, right):
        if _absent(value):
            pass_on(value)
            return False
    log = current_log()
    if sign in ("in", "notin"):
        if not isinstance(right, (list, tuple)):
            log.note("T06", "in 的右边不是列表", "只能判断“某项 in 列表”")
            return False
        return (left in right) is (sign == "in")
    if sign in ("eq", "ne") and (left is None or right is None):
        return (left is right) is (sign == "eq")
    if not _kind(left) or _kind(left) != _kind(right):
        log.note(
            "T06",
            f"{described(left)}不能与{described(right)}比较",
            "数字只能与数字比较，文字只能与加引号的文字比较",
        )
        return False
    try:
        return bool(_COMPARISONS[sign](left, right))
    except TypeError as problem:
        log.note(
            "T06",
            _reason(problem, f"{described(left)}不能与{described(right)}比较"),
            "请核对两边的内容和单位",
        )
        return False


def iterate(value: Any) -> Sequence[Any]:
    """The items of a ``for``: of a list, nothing else."""
    if isinstance(value, (list, tuple)):
        return value
    if _absent(value):
        pass_on(value)
        return ()
    current_log().note("T17", f"{described(value)}不是列表，不能循环", "for … in 后面请写一个列表的名称")
    return ()


def guarded_filter(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """``function`` as a filter whose misuse is a finding; absent values pass through to where they are printed."""

    @functools.wraps(function)
    def apply(value: Any, *args: Any, **kwargs: Any) -> Any:
        for given in (value, *args, *kwargs.values()):
            if _absent(given):
                return given
        log = current_log()
        if value is None:
            return lacking(note_blank())
        try:
            return function(value, *args, **kwargs)
        except _MISUSE as problem:
            log.note(
                "T06",
                _reason(problem, f"{described(value)}不能使用过滤器“{name}”"),
                "请核对过滤器前面的名称和后面的参数",
            )
            return lacking(tag_core(log.position().quote))

    return apply


def _reason(problem: Exception, otherwise: str) -> str:
    return str(problem) if is_chinese(str(problem)) else otherwise


def intercept(tree: nodes.Template) -> nodes.Template:
    """Send comparisons and loops through the functions above; decimals in a template stay exact."""
    for node in list(tree.find_all(nodes.For)):
        iterable: Any = node.iter
        if not isinstance(iterable, nodes.Call):
            node.iter = _call("iterate", [iterable])
    _replace(tree)
    return tree


def _replace(node: nodes.Node) -> None:
    for name, value in node.iter_fields():
        if isinstance(value, list):
            setattr(node, name, [_replaced(item) if isinstance(item, nodes.Node) else item for item in value])
        elif isinstance(value, nodes.Node):
            setattr(node, name, _replaced(value))


def _replaced(node: Any) -> Any:
    _replace(node)
    if isinstance(node, nodes.Compare):
        parts: list[nodes.Expr] = []
        left = node.expr
        for operand in node.ops:
            parts.append(_call("compare", [left, nodes.Const(operand.op, lineno=node.lineno), operand.expr]))
            left = operand.expr
        return functools.reduce(lambda a, b: nodes.And(a, b, lineno=node.lineno), parts)
    if isinstance(node, nodes.Const) and isinstance(node.value, float):
        return _call("decimal", [nodes.Const(repr(node.value), lineno=node.lineno)])
    if isinstance(node, nodes.Const) and node.value == "" and isinstance(node.value, str):
        return nodes.Const(Markup(""), lineno=node.lineno)
    return node


def _call(name: str, args: list[nodes.Expr]) -> nodes.Call:
    line = args[0].lineno
    return nodes.Call(nodes.EnvironmentAttribute(name, lineno=line), args, [], None, None, lineno=line)
