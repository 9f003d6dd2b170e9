"""What may be written inside a tag."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable

from jinja2 import Environment, TemplateSyntaxError, nodes

from report_author.records import frozen

KEYWORDS = ("if", "elif", "else", "endif", "for", "endfor", "set")
_ALONE = {"else", "endif", "endfor"}
_SHAPES = {
    "if": "{{% if {} %}}{{% endif %}}",
    "elif": "{{% if 1 %}}{{% elif {} %}}{{% endif %}}",
    "for": "{{% for {} %}}{{% endfor %}}",
    "set": "{{% set {} %}}",
}
_ALLOWED: tuple[type[nodes.Node], ...] = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.If,
    nodes.For,
    nodes.Assign,
    nodes.Name,
    nodes.Const,
    nodes.Getattr,
    nodes.Getitem,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Neg,
    nodes.Add,
    nodes.Sub,
    nodes.Mul,
    nodes.Div,
    nodes.Mod,
    nodes.CondExpr,
    nodes.Filter,
    nodes.Keyword,
    nodes.List,
    nodes.Tuple,
)
_REFUSED: dict[type[nodes.Node], tuple[str, str]] = {
    nodes.Call: ("模板中不能调用函数", "请改用过滤器，例如 {{ 金额|万元 }}；名称中不能带括号"),
    nodes.Slice: ("不能截取文字或列表的一部分", "请整项印出"),
    nodes.Concat: ("不能用“~”连接文字", "请把两个标签并排写"),
    nodes.Test: ("不能使用 is 判断", "请直接写 {% if 名称 %}，或用 ==、> 等比较"),
    nodes.Pow: ("不能使用乘方", "只可使用 + - * / %"),
    nodes.FloorDiv: ("不能使用“//”", "只可使用 + - * / %"),
    nodes.Dict: ("不能在模板中写字典", "请使用已有的名称"),
    nodes.Pos: ("数字前不要写“+”", "请删去“+”"),
    nodes.NSRef: ("不能给名称的下级赋值", "请用 {% set 名称 = … %}"),
}
_OTHER_STATEMENTS = {
    "include",
    "import",
    "from",
    "extends",
    "block",
    "macro",
    "call",
    "filter",
    "raw",
    "autoescape",
    "with",
    "trans",
    "do",
    "break",
    "continue",
    "endset",
    "endmacro",
    "endblock",
    "endraw",
    "endwith",
    "endfilter",
    "endcall",
}
_SYNTAX = (
    (re.compile(r"unexpected char (.+?) at"), "有不认识的符号{0}"),
    (re.compile(r"expected token 'end of print statement', got (.+)"), "名称后面多了{0}"),
    (re.compile(r"expected token 'end of statement block', got (.+)"), "后面多了{0}"),
    (re.compile(r"expected token 'in', got (.+)"), "for 的写法应为“for 名称 in 列表”，此处是{0}"),
    (re.compile(r"expected token (.+), got (.+)"), "这里应为{0}，却是{1}"),
    (re.compile(r"unexpected '(.+)'"), "“{0}”的位置不对"),
    (re.compile(r"Expected an expression, got"), "标签里没有内容，或少写了一部分"),
    (re.compile(r"(?i)unexpected end of"), "内容没有写完"),
)
_TOKENS = {
    "“end of print statement”": "标签的结尾",
    "“end of statement block”": "标签的结尾",
    "“assign”": "“=”",
}
_HAN = re.compile(r"[\u3400-\u9fff]")


@frozen
class Problem:
    """What is wrong with one tag (a code of ``messages.CODES``); the caller knows the place."""

    code: str
    message: str
    advice: str


def is_chinese(text: str) -> bool:
    """Whether ``text`` is a sentence of ours, not of a library."""
    return _HAN.search(text) is not None


def nearest(word: str, known: Iterable[str]) -> list[str]:
    """Names that look like ``word``, best first."""
    return difflib.get_close_matches(word, [name for name in known if not name.startswith("_")], 3, 0.5)


def suggestion(word: str, known: Iterable[str], otherwise: str) -> str:
    """“是不是…？” with the nearest names, else ``otherwise``."""
    found = nearest(word, known)
    return f"是不是“{'”或“'.join(found)}”？请改正" if found else otherwise


def keyword_of(inner: str) -> str:
    """The first word of a statement."""
    found = re.match(r"\s*(\w+)", inner)
    return found[1] if found else ""


def output(inner: str) -> str:
    """Template source that prints ``inner``."""
    return f"{{{{ {inner} }}}}"


def statement(inner: str) -> str:
    """Template source of the statement ``inner``."""
    return f"{{% {inner} %}}"


def check_output(environment: Environment, inner: str) -> list[Problem]:
    """Everything wrong with the expression of a ``{{ … }}``."""
    return _check(environment, output(inner))


def check_statement(environment: Environment, inner: str) -> list[Problem]:
    """Everything wrong with one ``{% … %}`` (its partner is the business of ``structure``)."""
    if inner[:1] in "+-" and inner[:1]:
        return [Problem("T02", f"不支持“{{%{inner[0]}”的写法", "请删去百分号后面的加减号")]
    keyword = keyword_of(inner)
    rest = inner.strip()[len(keyword) :].strip()
    if keyword not in KEYWORDS:
        return [_unknown_keyword(keyword, rest)]
    if keyword in _ALONE:
        if not rest:
            return []
        advice = "“否则如果”请写 {% elif 条件 %}" if keyword == "else" else f"请只写 {{% {keyword} %}}"
        return [Problem("T01", f"{keyword} 后面多了“{rest}”", advice)]
    if not rest:
        return [Problem("T01", f"{keyword} 后面没有内容", "请补上条件或列表")]
    return _check(environment, _SHAPES[keyword].format(rest))


def _unknown_keyword(keyword: str, rest: str) -> Problem:
    if keyword in _OTHER_STATEMENTS:
        return Problem("T02", f"模板中不能使用 {keyword}", "只可使用 if、elif、else、endif、for、endfor、set")
    if keyword == "end":
        return Problem("T01", "结束标签没有写明结束什么", "请写 {% endif %} 或 {% endfor %}，中间没有空格")
    shown = keyword or rest or "空白"
    return Problem("T01", f"不认识的语句“{shown}”", suggestion(shown, KEYWORDS, "要印出内容请用 {{ 名称 }}"))


def _check(environment: Environment, source: str) -> list[Problem]:
    try:
        tree = environment.parse(source)
    except TemplateSyntaxError as problem:
        message = f"标签写法有误：{_translated(problem.message or '')}"
        return [Problem("T01", message, "请核对括号、引号和名称，名称中不能有空格")]
    except RecursionError:
        return [Problem("T02", "标签写得过长", "请拆成几个标签")]
    public = [name for name in environment.filters if not name.startswith("_")]
    return list(dict.fromkeys(_refusals(tree, public)))


def _translated(message: str) -> str:
    for pattern, chinese in _SYNTAX:
        found = pattern.search(message)
        if found:
            shown = (part.replace("'", "“", 1).replace("'", "”", 1) for part in found.groups())
            return chinese.format(*(_TOKENS.get(part, part) for part in shown))
    return "不符合标签的写法"


def _refusals(node: nodes.Node, filters: Collection[str]) -> Iterable[Problem]:
    refused = _refusal(node, filters)
    if refused:
        yield refused
        if isinstance(node, (nodes.Call, nodes.Test)):
            return
    for child in node.iter_child_nodes():
        yield from _refusals(child, filters)


def _refusal(node: nodes.Node, filters: Collection[str]) -> Problem | None:
    for kind, (message, advice) in _REFUSED.items():
        if isinstance(node, kind):
            return Problem("T02", message, advice)
    if not isinstance(node, _ALLOWED):
        return Problem("T02", f"模板中不能使用这种写法（{type(node).__name__}）", "请改用名称、比较和过滤器")
    if isinstance(node, nodes.Filter) and node.name not in filters:
        known = "可用的有：" + "、".join(sorted(filters))
        return Problem("T03", f"没有“{node.name}”这个过滤器", suggestion(node.name, filters, known))
    if isinstance(node, nodes.Filter) and (node.dyn_args or node.dyn_kwargs):
        return Problem("T02", "过滤器的参数不能带“*”", "请直接写出参数")
    if isinstance(node, nodes.CondExpr) and node.expr2 is None:
        return Problem("T02", "“甲 if 条件”少了 else", "请写成 {{ 甲 if 条件 else 乙 }}，或用 {% if %}")
    if isinstance(node, nodes.For) and (node.recursive or not isinstance(node.target, nodes.Name)):
        return Problem("T02", "for 后面只能有一个名称", "请写成 {% for 项 in 列表 %}")
    if isinstance(node, nodes.Assign) and not isinstance(node.target, nodes.Name):
        return Problem("T02", "set 后面只能有一个名称", "请写成 {% set 名称 = … %}")
    if isinstance(node, nodes.Getitem) and not _is_plain_subscript(node.arg):
        return Problem("T02", "方括号里只能是名称、序号或加引号的文字", "例如 行.金额[列.编码]")
    return _refused_name(node)


def _refused_name(node: nodes.Node) -> Problem | None:
    name = node.name if isinstance(node, nodes.Name) else node.attr if isinstance(node, nodes.Getattr) else ""
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        name = str(node.arg.value)
    if name.startswith("_"):
        return Problem("T02", f"名称“{name}”不能使用", "名称不能以下划线开头")
    if isinstance(node, nodes.Name) and node.ctx == "store" and name == "loop":
        return Problem("T02", "“loop”是循环自带的名称，不能另用", "请换一个名称")
    return None


def _is_plain_subscript(node: nodes.Node) -> bool:
    if isinstance(node, nodes.Const):
        return isinstance(node.value, (str, int))
    while isinstance(node, nodes.Getattr):
        node = node.node
    return isinstance(node, nodes.Name)
