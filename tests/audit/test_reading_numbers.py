"""Numbers that Word counts by itself stand in front of their paragraphs, as the reader sees them."""

from __future__ import annotations

import pytest

from tests.audit.docx_made import level, listed, made, only, p, read, texts


def numbering(levels: str, *nums: str) -> str:
    made_nums = "".join(
        f"<w:num w:numId='{n}'><w:abstractNumId w:val='0'/>{more}</w:num>"
        for n, more in enumerate(nums or ("",), start=1)
    )
    return f"<w:abstractNum w:abstractNumId='0'>{levels}</w:abstractNum>{made_nums}"


OUTLINE = (
    level(0, "chineseCountingThousand", "%1、")
    + level(1, "chineseCounting", "（%2）")
    + level(2, "decimal", "%3.")
)


def numbers(body: str, rules: str, styles: str = "") -> list[str]:
    return [block.number for block in read(made(body, numbering=rules, styles=styles)).blocks]


def test_sections_count_inside_of_the_section_above() -> None:
    body = listed("甲") + listed("乙", level=1) + listed("丙", level=1) + listed("丁") + listed("戊", level=1)
    assert texts(made(body, numbering=numbering(OUTLINE))) == [
        "一、甲",
        "（一）乙",
        "（二）丙",
        "二、丁",
        "（一）戊",
    ]


def test_a_number_does_not_run_into_the_figures_after_it() -> None:
    body = listed("2021年收入100万元", level=2)
    [block] = read(made(body, numbering=numbering(OUTLINE))).blocks
    assert (block.number, block.text, block.plain.text) == (
        "1. ",
        "1. 2021年收入100万元",
        "1. 2021年收入100万元",
    )


@pytest.mark.parametrize(
    ("form", "third"),
    [
        ("decimal", "3"),
        ("decimalZero", "03"),
        ("decimalFullWidth", "３"),
        ("decimalEnclosedCircle", "③"),
        ("decimalEnclosedCircleChinese", "③"),
        ("upperRoman", "III"),
        ("lowerLetter", "c"),
        ("chineseCounting", "三"),
        ("chineseCountingThousand", "三"),
        ("ideographTraditional", "丙"),
        ("ideographZodiac", "寅"),
        ("chineseLegalSimplified", "叁"),
        ("japaneseCounting", "三"),
        ("decimalEnclosedParen", "⑶"),
        ("ideographDigital", "三"),
        ("none", ""),
    ],
)
def test_every_way_to_write_numbers(form: str, third: str) -> None:
    body = "".join(listed(text) for text in "甲乙丙")
    assert numbers(body, numbering(level(0, form, "（%1）")))[2] == f"（{third}）"


def test_ten_and_more_in_chinese() -> None:
    body = "".join(listed(str(n)) for n in range(21))
    assert numbers(body, numbering(level(0, "chineseCounting", "%1、")))[9:] == [
        "十、",
        "十一、",
        "十二、",
        "十三、",
        "十四、",
        "十五、",
        "十六、",
        "十七、",
        "十八、",
        "十九、",
        "二十、",
        "二十一、",
    ]


def test_a_list_that_begins_anew_and_one_that_goes_on() -> None:
    again = "<w:lvlOverride w:ilvl='0'><w:startOverride w:val='1'/></w:lvlOverride>"
    rules = numbering(level(0, "decimal", "%1、"), "", again, "")
    body = listed("甲") + listed("乙") + listed("丙", 2) + listed("丁", 2) + listed("戊", 3)
    assert numbers(body, rules) == ["1、", "2、", "1、", "2、", "3、"]


def test_a_list_may_begin_at_five() -> None:
    assert numbers(listed("甲") + listed("乙"), numbering(level(0, "decimal", "%1、", start=5))) == [
        "5、",
        "6、",
    ]


def test_a_level_that_never_begins_anew() -> None:
    rules = numbering(
        level(0, "decimal", "%1、") + level(1, "decimal", "（%2）", more="<w:lvlRestart w:val='0'/>")
    )
    body = listed("甲") + listed("乙", level=1) + listed("丙") + listed("丁", level=1)
    assert numbers(body, rules) == ["1、", "（1）", "2、", "（2）"]


def test_numbers_of_several_levels_in_one() -> None:
    rules = numbering(level(0, "chineseCounting", "第%1章") + level(1, "decimal", "%1.%2", more="<w:isLgl/>"))
    assert numbers(listed("甲") + listed("乙") + listed("丙", level=1), rules) == ["第一章", "第二章", "2.1 "]


def test_a_number_that_the_style_brings() -> None:
    styles = (
        "<w:style w:type='paragraph' w:styleId='题'><w:name w:val='heading 1'/><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr></w:style>"
        "<w:style w:type='paragraph' w:styleId='小题'><w:basedOn w:val='题'/><w:pPr><w:numPr><w:ilvl w:val='1'/></w:numPr></w:pPr></w:style>"
    )
    body = p("甲", "<w:pStyle w:val='题'/>") + p("乙", "<w:pStyle w:val='小题'/>")
    body += p("无号", "<w:pStyle w:val='题'/><w:numPr><w:numId w:val='0'/></w:numPr>") + p(
        "丙", "<w:pStyle w:val='题'/>"
    )
    assert numbers(body, numbering(OUTLINE), styles) == ["一、", "（一）", "", "二、"]


def test_a_list_defined_by_a_style_elsewhere() -> None:
    rules = (
        "<w:abstractNum w:abstractNumId='0'><w:numStyleLink w:val='清单'/></w:abstractNum>"
        f"<w:abstractNum w:abstractNumId='1'><w:styleLink w:val='清单'/>{level(0, 'decimal', '%1）')}</w:abstractNum>"
        "<w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>"
    )
    assert numbers(listed("甲") + listed("乙"), rules) == ["1）", "2）"]


def test_a_deleted_paragraph_is_not_counted() -> None:
    gone = (
        "<w:p><w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr><w:rPr><w:del w:id='1'/></w:rPr></w:pPr>"
        "<w:del w:id='2'><w:r><w:delText>删</w:delText></w:r></w:del></w:p>"
    )
    assert numbers(listed("甲") + gone + listed("乙"), numbering(OUTLINE)) == ["一、", "二、"]


def test_bullets_are_no_numbers() -> None:
    assert numbers(listed("甲"), numbering(level(0, "bullet", "\uf0b7"))) == [""]


def test_a_numbered_heading_opens_a_section() -> None:
    body = listed("收入决算情况说明") + p("收入一百元。")
    assert only(made(body, numbering=numbering(OUTLINE)), "一百").section == "一、收入决算情况说明"


def test_numbers_in_the_first_column_of_a_table() -> None:
    row = f"<w:tr><w:tc>{listed('')}</w:tc><w:tc>{p('某项目')}</w:tc></w:tr>"
    [grid] = read(made(f"<w:tbl>{row}{row}</w:tbl>", numbering=numbering(level(0, "decimal", "%1")))).grids
    assert grid.rows == (("1", "某项目"), ("2", "某项目"))
