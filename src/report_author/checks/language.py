"""The text of a rule in 审核公式 as source of the one template language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from report_author.templating import grammar

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


@dataclass(frozen=True, slots=True)
class Each:
    """``逐行：列表，其中 条件``: the rule is judged for every ``name`` of ``items`` that ``condition`` keeps."""

    name: str
    items: str
    condition: str


@dataclass(frozen=True, slots=True)
class Let:
    """``设：甲 = …``: a name of the rule's own."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class When:
    """``若：条件``: else the rule does not apply."""

    condition: str


@dataclass(frozen=True, slots=True)
class Formula:
    """A rule taken apart: its steps, then two sides with their sign (a ``gteq`` b)."""

    steps: tuple[Each | Let | When, ...]
    left: str
    sign: str
    right: str

    @property
    def loops(self) -> tuple[str, ...]:
        """The names bound by 逐."""
        return tuple(step.name for step in self.steps if isinstance(step, Each))

    def expressions(self) -> Iterator[str]:
        """Every expression in the rule."""
        for step in self.steps:
            if isinstance(step, Each):
                yield step.items
                yield step.condition
            else:
                yield step.value if isinstance(step, Let) else step.condition
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


def _step(line: str) -> Each | Let | When:
    found = _STEP.match(line)
    if found is None:
        raise NotARule(f"不明白这一行：“{line}”", "等式只写在最后一行，前面的行以“逐行：”“若：”“设：”开头")
    kind, name, rest = found.groups()
    if kind == "若":
        return When(condition(rest))
    if kind == "设":
        own, equals, value = rest.replace("＝", "=").partition("=")
        if not equals or not own.strip().isidentifier():
            raise NotARule(f"“设”的写法不对：“{line}”", "写成“设：名称 = 算式”")
        return Let(own.strip(), condition(value))
    if not name:
        raise NotARule(f"“逐”后面没有名称：“{line}”", "写成“逐行：表.支出表.行”，下面就可以用 行.本年合计")
    items, _, kept = rest.replace("，其中", ",其中").partition(",其中")
    return Each(name, condition(items), condition(kept) if kept.strip() else "")


@dataclass(frozen=True, slots=True)
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
        if isinstance(step, Each):
            code += grammar.statement(f"for {step.name} in {step.items}")
            opened.append("endfor")
            if step.condition:
                code += grammar.statement(f"if {step.condition}")
                opened.append("endif")
        elif isinstance(step, Let):
            code += grammar.statement(f"set {step.name} = {step.value}")
        else:
            code += grammar.statement(f"if {step.condition}")
            opened.append("endif")
    listed, items = ", ".join(told), ", ".join(formula.loops)
    code += grammar.output(
        f"_judge({formula.left}, {formula.right}, {place or 'none'}, [{listed}], [{items}])"
    )
    return code + "".join(grammar.statement(end) for end in reversed(opened))
