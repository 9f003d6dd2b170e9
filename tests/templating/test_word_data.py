"""Data of any kind leaves the document around it whole, each printed number is traced."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from report_author.figures.compare import Phrase
from report_author.figures.counters import Counter
from report_author.figures.values import Names, Wanted
from report_author.model.findings import error
from report_author.ooxml.markup import ILLEGAL
from report_author.ooxml.package import write_package
from tests.templating.wordkit import (
    BODY,
    _wan,
    codes,
    compiled,
    money,
    paragraphs,
    rendered,
    table,
    texts,
)

LEGAL = st.text(st.characters(exclude_categories=("Cs",)), min_size=1).filter(
    lambda value: value.strip() != "" and not ILLEGAL.search(value) and "\r" not in value
)
HOSTILE = st.text(st.sampled_from("&<>{}%\"'#|/]\u3000 ;x吉\ue000\U00020bb7"), min_size=1).filter(
    lambda value: value.strip() != ""
)
TEMPLATE = compiled(paragraphs("前{{ 甲 }}后", "{%p for 项 in 列 %}", "{{ 项 }}", "{%p endfor %}", "末段"))
SPLIT = "一{{ 甲.乙|万元 }}二{% if 甲.有 %}三{% endif %}四"


@settings(max_examples=150, deadline=None)
@given(st.one_of(LEGAL, HOSTILE), st.lists(st.one_of(LEGAL, HOSTILE), max_size=3))
@pytest.mark.slow
def test_any_text_as_data_loses_nothing_of_the_document_around_it(value: str, items: list[str]) -> None:
    result = TEMPLATE.render({"甲": value, "列": items})
    assert result.findings == []
    flat = [text.replace("\n", "").replace("\t", "") for text in (value, *items)]
    assert texts(result) == [f"前{flat[0]}后", *flat[1:], "末段"]


@settings(max_examples=60, deadline=None)
@given(st.sets(st.integers(1, len(SPLIT) - 1)))
@pytest.mark.slow
def test_a_template_split_into_runs_anywhere_prints_the_same(cuts: set[int]) -> None:
    typed = "".join(("¦" if at in cuts else "") + sign for at, sign in enumerate(SPLIT))
    result = rendered(paragraphs(typed), {"甲": Names("甲", {"乙": money("乙", "12345"), "有": True})})
    assert (texts(result), result.findings) == (["一1.23二三四"], [])


@pytest.mark.parametrize(
    "bad", ["\x01", "\x010\x02999\x03", "\x0b", "\x1f", "\ufffe", "\ud800", "\ufdd20\ufdd3999\ufdd4"]
)
def test_a_control_character_is_a_finding_and_the_text_stays(bad: str) -> None:
    result = rendered(paragraphs("前{{ 甲 }}后", "末段"), {"甲": f"一{bad}二"})
    assert codes(result.findings) == ["T14"]
    shown = texts(result)
    assert shown[0].startswith("前一□") and shown[0].endswith("二后") and shown[1] == "末段"
    assert result.marks == []


def test_every_printed_number_is_traced_to_its_place() -> None:
    income, expense = money("收入", "123456789"), money("支出", "20000")
    document = paragraphs("无", "本年&收入¦{{ 收入|万元 }}¦万元，支出{{ 支出|万元 }}万元。")
    result = rendered(document, {"收入": income, "支出": expense})
    assert texts(result)[1] == "本年&收入12345.68万元，支出2万元。"
    assert [
        (m.printed.figure, m.printed.view, m.printed.text, m.part, m.paragraph) for m in result.marks
    ] == [
        (income, "万元", "12345.68", BODY, 1),
        (expense, "万元", "2", BODY, 1),
    ]
    for mark in result.marks:
        assert texts(result)[mark.paragraph][mark.offset :].startswith(mark.printed.text)


def test_numbers_inside_phrases_and_merged_tables_are_traced() -> None:
    document = table(
        ["{%tr for 行 in 列 %}", ""], ["{% vm %}{{ 行.额|万元 }}", "{{ 行.话 }}"], ["{%tr endfor %}", ""]
    )
    rows = [
        {"额": money("额", "10000"), "话": Phrase("增&加", _wan(money(f"增{n}", "30000")), "万元")}
        for n in range(2)
    ]
    result = rendered(document, {"列": rows})
    assert texts(result) == ["1", "增&加3万元", "", "增&加3万元", "表后"]
    assert [(m.printed.figure.name, m.paragraph, m.offset) for m in result.marks] == [
        ("额", 0, 0),
        ("增0", 1, 3),
        ("增1", 3, 3),
    ]


def test_a_broken_phrase_is_a_finding_not_a_broken_document() -> None:
    class Unescaped:
        def __html__(self) -> str:
            return "<b>坏 & 字"

    result = rendered(paragraphs("前{{ 甲 }}"), {"甲": Unescaped()})
    assert codes(result.findings) == ["T15"]
    assert "前{{ 甲 }}" in re.sub("<[^>]*>", "", result.package[BODY].decode())


def test_heading_numbers_renumber_themselves() -> None:
    document = paragraphs("{{ 章号 }}甲", "{%p if 乙 %}", "{{ 章号 }}乙", "{%p endif %}", "{{ 章号 }}丙")
    names = {"章号": Counter("章号")}
    assert texts(rendered(document, {**names, "乙": True})) == ["一、甲", "二、乙", "三、丙"]
    template = compiled(document)
    for _ in range(2):
        assert texts(template.render({**names, "乙": False})) == ["一、甲", "二、丙"]


def test_one_template_serves_many_threads_with_the_same_bytes() -> None:
    template = compiled(paragraphs("{{ 甲|万元 }}", "{%p for 项 in 列 %}", "{{ 项 }}", "{%p endfor %}"))
    names = [{"甲": money("甲", str(n * 10000)), "列": [str(n)] * n} for n in range(1, 9)]
    alone = [write_package(template.render(each).package) for each in names]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda each: write_package(template.render(each).package), names * 3))
    assert together == alone * 3


def test_unchanged_parts_stay_byte_for_byte() -> None:
    template = compiled(paragraphs("{{ 甲 }}"))
    result = template.render({"甲": "值"})
    changed = {name for name in result.package if result.package[name] != template.package[name]}
    assert changed == {BODY}


def test_the_lines_of_a_text_that_quotes_a_figure_stay_lines() -> None:
    phrase = Phrase("第一行\n第二行", _wan(money("数", "10000")), "万元")
    document = paragraphs("{{ 甲 }}")
    result = rendered(document, {"甲": phrase})
    assert result.findings == []
    assert '第一行</w:t><w:br/><w:t xml:space="preserve">第二行1万元'.encode() in result.package[BODY]


def test_a_text_that_a_phrase_lacks_is_reported_with_its_own_finding() -> None:
    wanted = Wanted(error("V81", "原因说明!C3", "原因没有填", "请填写"))
    result = rendered(paragraphs("{{ 甲 }}"), {"甲": Phrase("因为", wanted)})
    assert result.findings == [wanted.finding]
