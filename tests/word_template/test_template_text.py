"""What the shipped Word template says: its tags, its names, its sections."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import docx
import jinja2
import pytest
from jinja2 import nodes

from report_author.figures.account import Account
from report_author.figures.filters import make_filters
from report_author.figures.values import Wanted
from report_author.figures.vocabulary import vocabulary
from report_author.model.format import read_format
from tools.samples import second_department, seed_department
from tools.samples.to_facts import entries_to_facts

ROOT = Path(__file__).parents[2]
TEMPLATE = ROOT / "templates/docx/sichuan-2021/部门决算报告.docx"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

#: what a dotted name leads to; None where the sample has nothing there to look at
Value = Any


def paragraphs(style: str | None = None) -> list[str]:
    """Every paragraph of the body, cells included, in reading order; line breaks as they are."""
    body = docx.Document(str(TEMPLATE)).element.body
    return [
        "".join(node.text if node.tag == W + "t" else "\n" for node in p.iter(W + "t", W + "br"))
        for p in body.iter(W + "p")
        if style is None or p.style == style
    ]


def program() -> str:
    """The template as one Jinja program: control paragraphs and rows are plain statements."""
    text = "\n".join(p for p in paragraphs() if "{" in p)
    return re.sub(r"\{%(p|tr) ", "{% ", text).replace("{% vm %}", "")


@cache
def environment() -> jinja2.Environment:
    fmt, _ = read_format(ROOT / "templates/xlsx/sichuan-2021")
    assert fmt is not None
    env = jinja2.Environment(autoescape=True)
    account = Account(entries_to_facts(seed_department.ENTRIES), fmt)
    env.filters.update(make_filters(account.conventions))
    env.filters["插入文档"] = lambda path: path
    return env


def samples() -> Iterator[Mapping[str, Any]]:
    fmt, _ = read_format(ROOT / "templates/xlsx/sichuan-2021")
    assert fmt is not None
    for sample in (seed_department, second_department):
        yield vocabulary(Account(entries_to_facts(sample.ENTRIES), fmt))


def look_up(value: Value, name: str) -> Value:
    """One step of a dotted name; raises LookupError where there is no such entry."""
    if value is None or isinstance(value, Wanted):
        return None
    if isinstance(value, Mapping):
        return value[name]
    if not hasattr(value, name):
        raise LookupError(name)
    return getattr(value, name)


class Walker:
    """Looks every name of the program up, with the items of its loops standing for the loop variables."""

    def __init__(self, root: Mapping[str, Any]) -> None:
        self.root = root
        self.unknown: set[str] = set()

    def value(self, node: nodes.Node, scope: Mapping[str, Value]) -> Value:
        if isinstance(node, nodes.Name):
            if node.name in scope or node.name == "loop":
                return scope.get(node.name)
            if node.name not in self.root:
                self.unknown.add(node.name)
                return None
            return self.root[node.name]
        if isinstance(node, nodes.Getattr):
            owner = self.value(node.node, scope)
            try:
                return look_up(owner, node.attr)
            except LookupError:
                self.unknown.add(f"{owner!r}.{node.attr}")
        return None

    def walk(self, node: nodes.Node, scope: Mapping[str, Value]) -> None:
        if isinstance(node, nodes.For):
            assert isinstance(node.target, nodes.Name)
            items = self.value(node.iter, scope) or [None]
            for item in items:
                for child in node.body:
                    self.walk(child, {**scope, node.target.name: item})
            return
        if isinstance(node, (nodes.Name, nodes.Getattr)):
            self.value(node, scope)
            return
        for child in node.iter_child_nodes():
            self.walk(child, scope)


def test_every_tag_is_closed_and_every_filter_exists() -> None:
    assert environment().compile(environment().parse(program()))


@pytest.mark.parametrize("number", [0, 1])
def test_every_name_is_in_the_vocabulary(number: int) -> None:
    walker = Walker(list(samples())[number])
    walker.walk(environment().parse(program()), {})
    assert walker.unknown == set()


def test_a_misspelt_name_would_be_found() -> None:
    walker = Walker(next(samples()))
    walker.walk(
        environment().parse("{{ 收入.本年全计|万元 }}{% for 笔 in 收入.构成 %}{{ 笔.名 }}{% endfor %}"), {}
    )
    assert len(walker.unknown) == 2


def test_control_tags_stand_alone_in_their_paragraph() -> None:
    tags = [text for text in paragraphs() if "{%p" in text or "{%tr" in text]
    assert tags
    for text in tags:
        assert re.fullmatch(r"\{%(p|tr) [^%]+ %\}", text), text


def test_control_tags_are_in_their_own_style() -> None:
    assert [t for t in paragraphs() if t.startswith(("{%p", "{%tr"))] == paragraphs("TemplateTag")


def test_money_always_says_its_unit() -> None:
    printed = [(text, at) for text in paragraphs() for at in re.findall(r"\|(万元|元) \}\}(.{0,2})", text)]
    assert len(printed) > 50
    for text, (unit, after) in printed:
        assert after.startswith(unit), text


def test_rates_are_followed_by_the_percent_sign() -> None:
    shares = re.findall(r"\{\{ [^}]*占(?:比|支出) \}\}(.)", program())
    assert shares and set(shares) == {"%"}


@pytest.mark.parametrize(
    "heading",
    [
        "基本职能及主要工作",
        "机构设置",
        "收入支出决算总体情况说明",
        "收入决算情况说明",
        "支出决算情况说明",
        "财政拨款收入支出决算总体情况说明",
        "一般公共预算财政拨款支出决算情况说明",
        "一般公共预算财政拨款基本支出决算情况说明",
        "“三公”经费财政拨款支出决算情况说明",
        "政府性基金预算支出决算情况说明",
        "国有资本经营预算支出决算情况说明",
        "其他重要事项的情况说明",
    ],
)
def test_every_chapter_is_there_with_a_counted_number(heading: str) -> None:
    assert "{{ 章号 }}" + heading in paragraphs("Heading2")


def test_the_five_parts_are_in_order() -> None:
    parts = [text.split("　", 1)[1] for text in paragraphs("Heading1")]
    assert parts == [
        "{{ 部门.类别 }}概况",
        "{{ 年度 }}年度{{ 部门.类别 }}决算情况说明",
        "名词解释",
        "附件",
        "附表",
    ]


@pytest.mark.parametrize("name", ["Heading2", "Heading3", "Heading4", "Heading5"])
def test_heading_numbers_are_never_typed(name: str) -> None:
    assert paragraphs(name)
    for text in paragraphs(name):
        assert text.startswith(("{{ 章号 }}", "{{ 节号 }}", "{{ 附表.序号 }}")), text


@pytest.mark.parametrize(
    "residue",
    [
        "增加/减少",
        "增长/下降",
        "（柱状图）",
        "可用表格形式反映",
        "附相关评分表",
        "其中：其中",
        "2021",
        "2020",
        "米易",
    ],
)
def test_nothing_of_the_seed_is_left_in_the_printed_text(residue: str) -> None:
    assert not [text for text in paragraphs() if residue in text]
