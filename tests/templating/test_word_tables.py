"""Tables whose rows, columns and merged cells follow the data."""

from __future__ import annotations

import io
from typing import Any

import docx
from lxml import etree

from report_author.figures.values import Names
from report_author.ooxml.package import write_package
from tests.templating.wordkit import (
    BODY,
    W,
    body_xml,
    clean_texts,
    codes,
    compiled,
    packed,
    paragraphs,
    refused,
    rendered,
    table,
    texts,
)

INDICATORS = [
    {"一": "产出", "二": "数量", "三": "甲"},
    {"一": "产出", "二": "数量", "三": "乙"},
    {"一": "产出", "二": "质量", "三": "丙"},
    {"一": "效益", "二": "质量", "三": "丁"},
]


def _merges(result: Any) -> list[list[str]]:
    """For each cell: ``+`` starts a merge, ``|`` continues it, else its text."""
    root = etree.fromstring(result.package[BODY])
    grid = []
    for row in root.iter(f"{W}tr"):
        line = []
        for cell in row.iter(f"{W}tc"):
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            text = "".join(t.text or "" for t in cell.iter(f"{W}t"))
            sign = "" if merge is None else "+" if merge.get(f"{W}val") == "restart" else "|"
            line.append(sign + text)
        grid.append(line)
    return grid


def test_equal_indicators_are_merged_whatever_their_number() -> None:
    document = table(
        ["{%tr for 项 in 指标 %}", "", ""],
        ["{% vm %}{{ 项.一 }}", "{% vm %}{{ 项.二 }}", "{{ 项.三 }}"],
        ["{%tr endfor %}", "", ""],
    )
    result = rendered(document, {"指标": INDICATORS})
    assert result.findings == []
    assert _merges(result) == [
        ["+产出", "+数量", "甲"],
        ["|", "|", "乙"],
        ["|", "质量", "丙"],
        ["效益", "质量", "丁"],
    ]
    root = etree.fromstring(result.package[BODY])
    assert all(cell.findall(f"{W}p") for cell in root.iter(f"{W}tc"))


def test_merging_by_value_works_in_nested_loops() -> None:
    document = table(
        ["{%tr for 甲 in 外 %}", ""],
        ["{%tr for 乙 in 甲.内 %}", ""],
        ["{% vm %}{{ 甲.名 }}", "{{ 乙 }}"],
        ["{%tr endfor %}", ""],
        ["{%tr endfor %}", ""],
    )
    result = rendered(
        document, {"外": [{"名": "A", "内": ["1", "2"]}, {"名": "B", "内": ["3"]}, {"名": "B", "内": ["4"]}]}
    )
    assert _merges(result) == [["+A", "1"], ["|", "2"], ["+B", "3"], ["|", "4"]]


def test_equal_neighbours_in_a_row_become_one_cell() -> None:
    result = rendered(table(["{% hm %}{{ 甲 }}", "{% hm %}{{ 乙 }}", "{{ 甲 }}"]), {"甲": "同", "乙": "同"})
    assert _merges(result) == [["同", "同"]]
    span = etree.fromstring(result.package[BODY]).find(f".//{W}gridSpan")
    assert span is not None and span.get(f"{W}val") == "2"


def test_columns_follow_the_data() -> None:
    document = table(["头", "{%tc for 列 in 表 %}", "{{ 列 }}", "{%tc endfor %}"])
    assert clean_texts(document, {"表": ["一", "二"]}) == ["头", "一", "二", "表后"]


def test_width_and_colour_of_a_cell_can_be_data() -> None:
    result = rendered(table(["{% colspan 宽 %}{% cellbg 色 %}甲", "乙"]), {"宽": 2, "色": "FF0000"})
    assert (
        b'<w:gridSpan w:val="2"/><w:shd w:val="clear" w:color="auto" w:fill="FF0000"/>'
        in result.package[BODY]
    )


def test_text_in_the_row_of_a_tag_is_refused_not_lost() -> None:
    findings = refused(table(["{%tr for 项 in 列 %}", "别的"], ["{{ 项 }}", ""], ["{%tr endfor %}", ""]))
    assert codes(findings) == ["T10"]
    assert findings[0].place == "Word模板第1张表第1行第1格"


def test_a_loop_cannot_begin_in_one_table_and_end_in_another() -> None:
    document = docx.Document()
    document.add_table(1, 1).cell(0, 0).text = "{%tr for 项 in 列 %}"
    document.add_paragraph()
    document.add_table(1, 1).cell(0, 0).text = "{%tr endfor %}"
    assert codes(refused(packed(document))) == ["T13"]


def test_a_table_without_rows_goes_as_a_whole() -> None:
    document = table(["{%tr for 项 in 列 %}"], ["{{ 项 }}"], ["{%tr endfor %}"])
    result = rendered(document, {"列": []})
    assert texts(result) == ["表后"]
    assert b"<w:tbl>" not in result.package[BODY]


def test_a_cell_that_a_condition_empties_keeps_a_paragraph() -> None:
    document = docx.Document()
    cell = document.add_table(1, 2).cell(0, 0)
    cell.text = "{%p if 甲 %}"
    cell.add_paragraph("内容")
    cell.add_paragraph("{%p endif %}")
    result = rendered(packed(document), {"甲": False})
    assert texts(result) == ["", ""]
    assert (
        len(docx.Document(io.BytesIO(write_package(result.package))).tables[0].rows[0].cells[0].paragraphs)
        == 1
    )


def test_drawings_and_bookmarks_in_a_loop_get_their_own_ids() -> None:
    inner = (
        "<w:p><w:r><w:t>{%p for 项 in 列 %}</w:t></w:r></w:p><w:p><w:bookmarkStart w:id='7' w:name='名'/><w:r><w:drawing>"
        "<wp:inline xmlns:wp='http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing'><wp:docPr id='3' name='图 {{ 项 }}'/>"
        "</wp:inline></w:drawing></w:r><w:bookmarkEnd w:id='7'/></w:p><w:p><w:r><w:t>{%p endfor %}</w:t></w:r></w:p>"
    )
    template = compiled(body_xml(paragraphs(""), inner))
    root = etree.fromstring(template.render({"列": ["甲", 'A"&\n']}).package[BODY])
    drawings = [e for e in root.iter() if e.tag.endswith("}docPr")]
    assert [(e.get("id"), e.get("name")) for e in drawings] == [("1", "图 甲"), ("2", '图 A"& ')]
    starts = [(e.get(f"{W}id"), e.get(f"{W}name")) for e in root.iter(f"{W}bookmarkStart")]
    assert starts == [("1", "名"), ("2", "名_2")]
    assert [e.get(f"{W}id") for e in root.iter(f"{W}bookmarkEnd")] == ["1", "2"]


def test_a_bookmark_of_which_one_end_is_dropped_goes() -> None:
    inner = (
        "<w:p><w:bookmarkStart w:id='7' w:name='名'/><w:r><w:t>一</w:t></w:r></w:p><w:p><w:r><w:t>{%p if 甲 %}</w:t></w:r></w:p>"
        "<w:p><w:bookmarkEnd w:id='7'/></w:p><w:p><w:r><w:t>{%p endif %}</w:t></w:r></w:p>"
    )
    template = compiled(body_xml(paragraphs(""), inner))
    assert b"bookmark" not in template.render({"甲": False}).package[BODY]
    assert template.render({"甲": True}).package[BODY].count(b"bookmark") == 2


def test_a_grid_is_printed_through_subscripts() -> None:
    document = table(
        ["{%tr for 行 in 表.行 %}", "", ""],
        ["{%tc for 列 in 表.列 %}", "{{ 行.金额[列.编码] }}", "{%tc endfor %}"],
        ["{%tr endfor %}", "", ""],
    )
    grid = Names(
        "表",
        {
            "列": [{"编码": "301"}, {"编码": "302"}],
            "行": [{"金额": {"301": 1, "302": 2}}, {"金额": {"301": 3, "302": 4}}],
        },
    )
    assert clean_texts(document, {"表": grid}) == ["1", "2", "3", "4", "表后"]
