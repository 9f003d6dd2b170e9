"""The rules of a format (sheet 审核公式): their text in the one template language, compiled once."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from types import CodeType
from typing import Any

from jinja2 import nodes
from jinja2.runtime import Context
from jinja2.visitor import NodeVisitor

from report_author.checks.amounts import scaled
from report_author.checks.clerk_names import ROOTS, TREE
from report_author.checks.row_filters import ROW_FILTERS
from report_author.figures.account import Conventions
from report_author.figures.figure import Figure
from report_author.figures.filters import make_filters
from report_author.model.findings import Finding, Severity, error
from report_author.model.format import Format, RuleSpec
from report_author.records import frozen
from report_author.templating import cache, grammar
from report_author.templating.expressions import CompiledSource, Source, TemplateEnvironment
from report_author.templating.renderlog import Position

_WIDE = str.maketrans("＝＜＞（）＋－×÷｜，：．０１２３４５６７８９［］＊／", "=<>()+-*/|,:.0123456789[]*/")
_SIGNS = (
    ("<=", "lteq"),
    (">=", "gteq"),
    ("!=", "ne"),
    ("<>", "ne"),
    ("==", "eq"),
    ("≤", "lteq"),
    ("≥", "gteq"),
    ("≠", "ne"),
    ("=", "eq"),
    ("<", "lt"),
    (">", "gt"),
)
_SPELLED = {"eq": "==", "ne": "!=", "lteq": "<=", "gteq": ">=", "lt": "<", "gt": ">"}
_WORDS = {"且": "and", "或": "or", "非": "not"}
_STEP = re.compile(r"\s*(逐|若|设)(\w*)\s*[:：]\s*(.+)")
_QUOTED = re.compile(r"\{([^{}]+)\}")


class NotARule(Exception):
    """A rule is not written as rules are; the words say what is wrong and how to write it."""

    def __init__(self, message: str, advice: str) -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice


@frozen
class Step:
    """What stands before the equation.

    ``逐行：列表，其中 条件``: the rule is judged for every ``name`` of the list ``value`` that ``condition`` keeps.
    ``设：甲 = …``: a name of the rule's own. ``若：条件``: else the rule does not apply.
    """

    kind: str
    name: str = ""
    value: str = ""
    condition: str = ""


@frozen
class Formula:
    """A rule taken apart: its steps, then two sides with their sign (a ``gteq`` b)."""

    steps: tuple[Step, ...]
    left: str
    sign: str
    right: str

    @property
    def loops(self) -> tuple[str, ...]:
        """The names bound by 逐."""
        return tuple(step.name for step in self.steps if step.kind == "逐")

    def expressions(self) -> Iterator[str]:
        """Every expression in the rule."""
        for step in self.steps:
            yield step.value
            yield step.condition
        yield self.left
        yield self.right


def read_formula(text: str) -> Formula:
    """Take the cell 等式或条件 apart; raises :class:`NotARule`."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines:
        raise NotARule(
            "没有写等式或条件",
            '写成“左边 = 右边”，例如 表.收支总表.行|左("总计") = 表.收支总表.行|右("总计")',
        )
    steps = [_step(line) for line in lines[:-1]]
    if _STEP.match(lines[-1]):
        raise NotARule("最后一行不是等式", "逐…、若、设 的下面还要写一行“左边 = 右边”")
    left, sign, right = _sides(lines[-1])
    return Formula(tuple(steps), left, sign, right)


def _step(line: str) -> Step:
    found = _STEP.match(line)
    if found is None:
        raise NotARule(f"不明白这一行：“{line}”", "等式只写在最后一行，前面的行以“逐行：”“若：”“设：”开头")
    kind, name, rest = found.groups()
    if kind == "若":
        return Step(kind, condition=condition(rest))
    if kind == "设":
        own, equals, value = rest.replace("＝", "=").partition("=")
        if not equals or not own.strip().isidentifier():
            raise NotARule(f"“设”的写法不对：“{line}”", "写成“设：名称 = 算式”")
        return Step(kind, own.strip(), condition(value))
    if not name:
        raise NotARule(f"“逐”后面没有名称：“{line}”", "写成“逐行：表.支出表.行”，下面就可以用 行.本年合计")
    items, _, kept = rest.replace("，其中", ",其中").partition(",其中")
    return Step(kind, name, condition(items), condition(kept) if kept.strip() else "")


@frozen
class _Sign:
    start: int
    end: int
    kind: str


def _plain(text: str) -> Iterator[tuple[int, str, bool]]:
    """(position, character, inside the brackets of a filter) of what is not quoted."""
    quote = ""
    brackets: list[bool] = []
    for index, char in enumerate(text):
        if quote:
            quote = "" if char == quote else quote
            continue
        if char in "\"'":
            quote = char
            continue
        if char in "([":
            brackets.append(bool(index) and (text[index - 1].isalnum() or text[index - 1] == "_"))
        elif char in ")]" and brackets:
            brackets.pop()
        yield index, char, any(brackets)


def _narrow(text: str) -> str:
    """Full-width signs outside of quotes as the usual ones; Chinese quotes around a text as straight ones."""
    parts = re.split(r"(\"[^\"]*\"|'[^']*'|“[^”]*”)", text)
    return "".join(
        f'"{part[1:-1]}"'
        if part.startswith("“")
        else part
        if part[:1] in ("'", '"')
        else part.translate(_WIDE)
        for part in parts
    )


def _signs(text: str) -> list[_Sign]:
    found: list[_Sign] = []
    for index, _, in_filter in _plain(text):
        if in_filter or (found and index < found[-1].end):
            continue
        for spelled, kind in _SIGNS:
            if text.startswith(spelled, index):
                found.append(_Sign(index, index + len(spelled), kind))
                break
    return found


def condition(text: str) -> str:
    """An expression as the template language writes it: = becomes ==, 且 或 非 become and, or, not."""
    text = _narrow(text).strip()
    for sign in reversed(_signs(text)):
        text = f"{text[: sign.start]} {_SPELLED[sign.kind]} {text[sign.end :]}"
    parts = re.split(r"(\"[^\"]*\"|'[^']*')", text)
    for index in range(0, len(parts), 2):
        parts[index] = re.sub(r"(?<!\S)[且或非](?!\S)", lambda found: _WORDS[found.group()], parts[index])
    return "".join(parts)


def _sides(line: str) -> tuple[str, str, str]:
    text = _narrow(line)
    found = _signs(text)
    if len(found) != 1:
        many = "不止一个" if found else "没有"
        raise NotARule(
            f"最后一行{many}等号或大于、小于号：“{line}”",
            "只写一个：=、≠、≤、≥、<、>；前提写在上一行“若：”里",
        )
    sign = found[0]
    left, right = text[: sign.start].strip(), text[sign.end :].strip()
    if not left or not right:
        raise NotARule(f"等式少了一边：“{line}”", "写成“左边 = 右边”")
    return condition(left), sign.kind, condition(right)


def quoted(text: str) -> list[str]:
    """The expressions that a 提示 quotes as ``{…}``."""
    return [condition(inner) for inner in _QUOTED.findall(text)]


def fill(text: str, values: list[str]) -> str:
    """``text`` with its ``{…}`` replaced by ``values`` in order."""
    coming = iter(values)
    return _QUOTED.sub(lambda _: next(coming), text)


def source_of(formula: Formula, place: str, told: list[str]) -> str:
    """Template source that calls ``_judge(left, right, place, told, loop items)`` for each case of the rule."""
    opened: list[str] = []
    code = ""
    for step in formula.steps:
        if step.kind == "逐":
            code += grammar.statement(f"for {step.name} in {step.value}")
            opened.append("endfor")
        elif step.kind == "设":
            code += grammar.statement(f"set {step.name} = {step.value}")
        if step.condition:
            code += grammar.statement(f"if {step.condition}")
            opened.append("endif")
    listed, items = ", ".join(told), ", ".join(formula.loops)
    code += grammar.output(
        f"_judge({formula.left}, {formula.right}, {place or 'none'}, [{listed}], [{items}])"
    )
    return code + "".join(grammar.statement(end) for end in reversed(opened))


SEVERITIES = {severity.label: severity for severity in Severity}
#: 适用范围: what a rule reads, then whose report it is for
READS, SCOPES = ("表格", "填报表", "全部"), ("部门", "单位")


@frozen
class Rule:
    """One row of 审核公式, ready to be judged. ``tolerance`` is in 元 (or in counts)."""

    spec: RuleSpec
    severity: Severity
    formula: Formula
    compiled: CompiledSource
    tolerance: Decimal
    reads: str
    scope: str


@frozen
class RuleBook:
    """The rules that can be judged, with what is wrong with the others."""

    rules: tuple[Rule, ...]
    findings: tuple[Finding, ...]


class RuleEnvironment(TemplateEnvironment):
    """The template language with products and quotients of figures."""

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        if operator == "*" and isinstance(right, Figure) and not isinstance(left, Figure):
            left, right = right, left
        if operator == "*" and isinstance(left, Figure) and isinstance(right, Figure):
            money, count = (left, right) if left.is_money else (right, left)
            if not count.is_money:
                return scaled(money, count.value, f"{money.name}×{count.name}")
        if operator in "*/" and isinstance(left, Figure):
            if operator == "/" and isinstance(right, Figure) and right.value:
                return left.value / right.value
            if (
                isinstance(right, (int, Decimal))
                and not isinstance(right, bool)
                and (right or operator == "*")
            ):
                factor = Decimal(right) if operator == "*" else 1 / Decimal(right)
                return scaled(left, factor, f"{left.name}{'×' if operator == '*' else '÷'}{right}")
        return super().call_binop(context, operator, left, right)


def rule_environment(conventions: Conventions) -> RuleEnvironment:
    """The environment in which all rules of a format are compiled."""
    return RuleEnvironment({**make_filters(conventions), **ROW_FILTERS}, lambda text: text, lambda text: text)


def compile_rules(fmt: Format) -> RuleBook:
    """Compile every rule of the format; a rule that is not written as rules are becomes a finding at its row.

    A format without any fault is remembered on disk with its code, so that the next run need not check it again.
    """
    environment = rule_environment(Conventions.from_options(fmt.options))
    key = cache.key_of(f"rules|{sorted(environment.filters)}", repr(fmt.rules))
    codes = cache.load(key)
    if codes is not None:
        return RuleBook(
            tuple(_rule(environment, *each)[0] for each in zip(fmt.rules, codes, strict=True)), ()
        )
    made: list[tuple[Rule, CodeType]] = []
    findings: list[Finding] = []
    for spec in fmt.rules:
        try:
            made.append(_rule(environment, spec))
        except NotARule as problem:
            findings.append(broken(spec, problem.message, problem.advice))
    if not findings:
        cache.store(key, tuple(code for _, code in made))
    return RuleBook(tuple(rule for rule, _ in made), tuple(findings))


def broken(spec: RuleSpec, message: str, advice: str) -> Finding:
    """A fault of the rule itself, never of the data."""
    return error(
        "G20",
        spec.cell,
        f"审核公式 {spec.code or '（没有编号）'} 本身有误：{message}。",
        f"请在格式.xlsx 的“审核公式”改正这一行（与填报的数据无关）：{advice.rstrip('。')}。",
        quote=spec.formula,
    )


def _rule(
    environment: RuleEnvironment, spec: RuleSpec, code: CodeType | None = None
) -> tuple[Rule, CodeType]:
    """The rule with its code; with ``code`` from a run before it has been checked. Raises ``NotARule``."""
    for label, value in (("编号", spec.code), ("名称", spec.name), ("怎么改", spec.advice)):
        if not value:
            raise NotARule(f"没有填“{label}”", f"填写“{label}”")
    if spec.severity not in SEVERITIES:
        raise NotARule(f"级别“{spec.severity}”不对", "级别只能填：错误、警告、提示")
    reads, scope = _applies_to(spec.applies)
    formula = read_formula(spec.formula)
    place, told = (quoted("{" + spec.place + "}")[0] if spec.place else ""), quoted(spec.message)
    text = Source()
    source = source_of(formula, place, told)
    text.tag(source, Position(spec.cell, spec.formula))
    if code is None:
        for inner in (*formula.expressions(), place, *told):
            _check_expression(environment, inner)
        _check_names(environment, formula, source)
        code = text.code(environment)
    severity, tolerance = SEVERITIES[spec.severity], _tolerance(spec.tolerance)
    return Rule(spec, severity, formula, text.compiled(environment, code), tolerance, reads, scope), code


def _check_expression(environment: RuleEnvironment, inner: str) -> None:
    for problem in grammar.check_output(environment, inner) if inner else ():
        raise NotARule(f"“{inner}”：{problem.message}", problem.advice)
    if inner and _is_several(environment, inner):
        raise NotARule(f"“{inner}”里多了逗号", "一边只写一个数；数字里不写千分位的逗号，如 5000")


def _is_several(environment: RuleEnvironment, inner: str) -> bool:
    """Whether commas make several values of it: 5,000 is five and nothing."""
    return any(
        isinstance(each, nodes.Tuple)
        for out in environment.parse(grammar.output(inner)).body
        for each in out.iter_child_nodes()
    )


def _applies_to(text: str) -> tuple[str, str]:
    words = [word for word in re.split(r"[\s、，,；;/]+", text) if word]
    reads = [word for word in words if word in READS]
    scopes = [word for word in words if word in SCOPES]
    if len(reads) + len(scopes) != len(words) or len(reads) > 1 or len(scopes) > 1:
        raise NotARule(
            f"适用范围“{text}”不对",
            "填“表格”“填报表”或“全部”，只用于一种口径的再加“部门”或“单位”，用顿号隔开",
        )
    return (reads or ["全部"])[0], (scopes or [""])[0]


def _tolerance(text: str) -> Decimal:
    try:
        value = Decimal(text or 0)
    except InvalidOperation as problem:
        raise NotARule(f"容差“{text}”不是数", "填允许相差多少元，不允许相差就空着") from problem
    if value < 0:
        raise NotARule(f"容差“{text}”不能为负", "填允许相差多少元，不允许相差就空着")
    return value


class _Names(NodeVisitor):
    """Gathers the dotted names of a rule: (root, entries below it)."""

    def __init__(self) -> None:
        self.found: list[tuple[str, ...]] = []

    def visit_Name(self, node: nodes.Name) -> None:
        self.found.append((node.name,))

    def visit_Getattr(self, node: nodes.Getattr) -> None:
        path: list[str] = []
        inner: nodes.Node = node
        while isinstance(inner, nodes.Getattr):
            path.insert(0, inner.attr)
            inner = inner.node
        if isinstance(inner, nodes.Name):
            self.found.append((inner.name, *path))
        else:
            self.visit(inner)


def _check_names(environment: RuleEnvironment, formula: Formula, source: str) -> None:
    """Names that no department has are a fault of the rule, even where no data reach it."""
    rows = {step.name: _row_columns(environment, step) for step in formula.steps if step.kind == "逐"}
    own = {node.target.name for node in environment.parse(source).find_all(nodes.Assign)}  # type: ignore[attr-defined]
    visitor = _Names()
    visitor.visit(environment.parse(source))
    for root, *below in visitor.found:
        if root.startswith("_") or root in own or root == "loop":
            continue
        if root in rows:
            _known(below[:1], rows[root], f"“逐{root}”的行里")
        else:
            _known([root], ROOTS, "名称表里")
            known: Any = TREE.get(root)
            for entry in below:
                if not isinstance(known, Mapping):
                    break
                _known([entry], known, f"“{root}”下")
                known = known[entry]


def _row_columns(environment: RuleEnvironment, step: Step) -> Collection[str] | None:
    """The columns of the rows that 逐 goes through, where the list is one we know."""
    visitor = _Names()
    visitor.visit(environment.parse(grammar.output(step.value)))
    for root, *below in visitor.found:
        known: Any = TREE.get(root)
        for entry in below:
            known = known.get(entry) if isinstance(known, Mapping) else None
        if isinstance(known, frozenset):
            return known
    return None


def _known(names: Sequence[str], known: Collection[str] | None, where: str) -> None:
    for name in names:
        if known is not None and name not in known:
            listed = "有的是：" + "、".join(sorted(known)[:20])
            raise NotARule(f"{where}没有“{name}”", grammar.suggestion(name, known, listed))


def rules_for(book: RuleBook, reads: str, scope: str) -> Iterable[Rule]:
    """The rules that read the facts (填报表) or the tables (表格), of a 部门 or a 单位 ("" when unknown)."""
    return (
        rule
        for rule in book.rules
        if rule.reads in (reads, "全部") and (not scope or rule.scope in ("", scope))
    )
