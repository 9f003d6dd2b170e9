"""Tags as people type them with a Chinese input method."""

from __future__ import annotations

import pytest

from report_author.templating.tags import find_tags, half_width


@pytest.mark.parametrize(
    ("typed", "inner"),
    [
        ("{{ 收入.合计|万元 }}", "收入.合计|万元"),
        ("｛｛ 收入．合计｜万元 ｝｝", "收入.合计|万元"),
        ("｛{ 收入。合计 }｝", "收入.合计"),
        ("{{\u3000甲\u00a0}}", "甲"),
        ("{{ 甲|连接（“、”） }}", '甲|连接("、")'),
        ("{{ 甲|增减（持平＝“与上年，持平”） }}", '甲|增减(持平="与上年，持平")'),
        ("{{ 甲|连接('’') }}", "甲|连接('’')"),
        ("{{ '}}' }}", "'}}'"),
    ],
)
def test_a_tag_typed_with_full_width_signs_is_the_same_tag(typed: str, inner: str) -> None:
    tags, strays = find_tags(f"前{typed}后")
    assert ([tag.inner for tag in tags], strays) == ([inner], [])
    assert (tags[0].start, tags[0].end) == (1, 1 + len(typed))


@pytest.mark.parametrize(
    ("typed", "scope", "inner"),
    [
        ('{%p if a == "100%" %}', "p", 'if a == "100%"'),
        ("{%tr if a % 2 %}", "tr", "if a % 2"),
        ("{% tr for 行 in 表 %}", "tr", "for 行 in 表"),
        ("｛％p endif ％｝", "p", "endif"),
        ("{% set p = 1 %}", "", "set p = 1"),
        ("{%tc endfor %}", "tc", "endfor"),
    ],
)
def test_the_prefix_of_a_statement_tells_what_it_takes_away(typed: str, scope: str, inner: str) -> None:
    (tag,), strays = find_tags(typed)
    assert (tag.kind, tag.scope, tag.inner, strays) == ("%", scope, inner, [])


def test_three_braces_print_a_pair_of_braces_around_the_value() -> None:
    (tag,), strays = find_tags("{{{ 甲 }}}")
    assert (tag.start, tag.end, strays) == (1, 8, [])


@pytest.mark.parametrize(
    "typed", ["{ 甲 }", "{{ 甲 }", "{ 甲 }}", "{{ 甲", "甲 }}", "{{ 甲 }}}", "{% if 甲", "{{ 甲 {{ 乙 }}"]
)
def test_a_brace_that_belongs_to_no_tag_is_seen(typed: str) -> None:
    assert find_tags(typed)[1]


def test_text_in_quotes_stays_as_typed() -> None:
    assert half_width('甲 ＝＝ "，（）"') == '甲 == "，（）"'
    assert half_width("“说“") == '"说"'
