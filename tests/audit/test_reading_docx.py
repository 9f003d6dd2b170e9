"""The auditor reads what a reader of the Word report sees, no more and no less."""

from __future__ import annotations

import io
from decimal import Decimal

import docx
import pytest
import xlsxwriter

from report_author.audit.reading.docx_reader import read_docx
from report_author.ooxml.annotate_words import WordNote, annotate_document
from report_author.ooxml.package import Package, read_package, write_package
from tests.audit.docx_made import level, listed, made, only, p, r, read, texts
from tests.support.samples import NAMES, printed

BOX = "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp><wps:txbx>{0}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{0}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"


def test_deleted_text_is_gone_inserted_text_is_there() -> None:
    changed = f"<w:p>{r('收入')}<w:del w:id='1'><w:r><w:delText>100</w:delText></w:r></w:del><w:ins w:id='2'>{r('120')}</w:ins>{r('万元。')}</w:p>"
    document = read(made(changed))
    assert [block.text for block in document.blocks] == ["收入120万元。"]
    assert [(each.code, each.severity.label) for each in document.problems] == [("B43", "提示")]
    assert "2 处修订" in document.problems[0].message


def test_paragraphs_whose_border_was_deleted_are_one() -> None:
    first = f"<w:p><w:pPr><w:rPr><w:del w:id='1'/></w:rPr></w:pPr>{r('收入100万元，')}</w:p>"
    block = only(made(first + p("支出80万元。") + p("完。")), "收入")
    assert (block.text, block.paragraph) == ("收入100万元，支出80万元。", 0)
    assert block.in_paragraph(7, 11) == (0, 0)


def test_text_that_was_moved_is_read_once() -> None:
    moved = f"<w:p><w:moveFrom w:id='1'>{r('甲')}</w:moveFrom>{r('乙')}</w:p><w:p><w:moveTo w:id='2'>{r('甲')}</w:moveTo></w:p>"
    assert texts(made(moved)) == ["乙", "甲"]


@pytest.mark.parametrize("hidden", ["<w:vanish/>", "<w:rStyle w:val='暗'/>", "<w:rStyle w:val='更暗'/>"])
def test_hidden_text_is_not_read(hidden: str) -> None:
    styles = "<w:style w:type='character' w:styleId='暗'><w:rPr><w:vanish/></w:rPr></w:style><w:style w:type='character' w:styleId='更暗'><w:basedOn w:val='暗'/></w:style>"
    assert texts(made(f"<w:p>{r('收入')}{r('（填写说明）', hidden)}{r('一百元')}</w:p>", styles=styles)) == [
        "收入一百元"
    ]


def test_text_shown_against_its_style_is_read() -> None:
    styles = "<w:style w:type='character' w:styleId='暗'><w:rPr><w:vanish/></w:rPr></w:style>"
    shown = '<w:rStyle w:val="暗"/><w:vanish w:val="0"/>'
    assert texts(made(f"<w:p>{r('看得见', shown)}</w:p>", styles=styles)) == ["看得见"]


def test_of_a_field_only_the_result_is_read() -> None:
    def mark(kind: str) -> str:
        return f"<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>"

    inner = (
        mark("begin")
        + "<w:r><w:instrText>REF a</w:instrText></w:r>"
        + mark("separate")
        + r("不显示的结果")
        + mark("end")
    )
    field = f"{mark('begin')}<w:r><w:instrText>IF </w:instrText></w:r>{inner}{mark('separate')}{r('1652.54')}{mark('end')}"
    assert texts(made(f"<w:p>{r('收入')}{field}{r('万元')}</w:p>")) == ["收入1652.54万元"]
    simple = f"<w:p>{r('共')}<w:fldSimple w:instr='NUMPAGES'>{r('30')}</w:fldSimple>{r('页')}</w:p>"
    assert texts(made(simple)) == ["共30页"]


def test_links_content_controls_smart_tags_are_read_in_place() -> None:
    body = f"<w:p>{r('见')}<w:hyperlink w:anchor='a'>{r('附件1')}</w:hyperlink><w:sdt><w:sdtContent>{r('、附件2')}</w:sdtContent></w:sdt><w:smartTag>{r('、附件3')}</w:smartTag></w:p>"
    block = f"<w:sdt><w:sdtContent>{p('整段控件')}</w:sdtContent></w:sdt>"
    assert texts(made(body + block)) == ["见附件1、附件2、附件3", "整段控件"]


def test_a_text_box_is_read_once_with_its_kind() -> None:
    box = f"<w:txbxContent>{p('三公经费4.17万元')}</w:txbxContent>"
    package = made(p("前") + f"<w:p>{r('正文')}{BOX.format(box)}</w:p>")
    assert texts(package) == ["前", "正文", "三公经费4.17万元"]
    found = only(package, "三公")
    assert (found.kind, found.paragraph, found.prose) == ("文本框", 1, True)
    # Word has no comments inside of text boxes: they go to the paragraph that the box hangs on
    assert found.in_paragraph(0, 4) == (0, 0)


def test_an_old_text_box_is_read_too() -> None:
    assert texts(
        made(
            f"<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent>{p('旧文本框')}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
        )
    ) == ["旧文本框"]


def test_headers_footers_notes_are_read_under_their_names() -> None:
    notes = f"<w:footnote w:id='1'>{p('脚注里的100万元')}</w:footnote>"
    package = made(p("正文"), header1=p("某局2020年度部门决算"), footnotes=notes)
    assert [(block.kind, block.place, block.text) for block in read(package).blocks] == [
        ("正文", "开头第1段", "正文"),
        ("页眉", "页眉", "某局2020年度部门决算"),
        ("脚注", "脚注", "脚注里的100万元"),
    ]


def test_signs_that_are_elements_are_read_as_signs() -> None:
    body = "<w:p><w:r><w:t>A</w:t><w:noBreakHyphen/><w:t>B</w:t><w:tab/><w:sym w:font='Wingdings' w:char='F0FE'/><w:br/><w:t>C</w:t></w:r></w:p>"
    assert texts(made(body)) == ["A-B\t☑\nC"]


def test_formulas_are_read() -> None:
    body = f"<w:p>{r('执行率=')}<m:oMath><m:r><m:t>80/100</m:t></m:r></m:oMath>{r('=80%')}</w:p>"
    assert texts(made(body)) == ["执行率=80/100=80%"]


def test_reading_aids_above_words_are_left_out() -> None:
    body = f"<w:p><w:r><w:ruby><w:rt>{r('hàn')}</w:rt><w:rubyBase>{r('汉')}</w:rubyBase></w:ruby></w:r>{r('字')}</w:p>"
    assert texts(made(body)) == ["汉字"]


def test_smart_art_is_read() -> None:
    data = b'<dgm:dataModel xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><dgm:pt><dgm:t><a:p><a:r><a:t>\xe5\x86\x85\xe8\xae\xbe5\xe4\xb8\xaa\xe8\x82\xa1\xe5\xae\xa4</a:t></a:r></a:p></dgm:t></dgm:pt></dgm:dataModel>'
    body = "<w:p><w:r><w:drawing><wp:inline><a:graphic><a:graphicData><dgm:relIds r:dm='d1'/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    assert texts(made(body, {"diagramData#d1.xml": data}), "文本框") == ["内设5个股室"]


# --- where things stand


def test_headings_are_known_by_style_by_level_by_their_number() -> None:
    styles = "<w:style w:type='paragraph' w:styleId='a1'><w:name w:val='heading 1'/></w:style><w:style w:type='paragraph' w:styleId='a2'><w:basedOn w:val='a1'/></w:style>"
    body = (
        p("部门概况", "<w:pStyle w:val='a2'/>")
        + p("基本职能", "<w:outlineLvl w:val='1'/>")
        + p("说明文字。")
        + p("二、机构设置")
        + p("下设三个股室。")
    )
    blocks = read(made(body, styles=styles)).blocks
    assert [(block.style, block.section) for block in blocks] == [
        (1, "部门概况"),
        (2, "部门概况 › 基本职能"),
        (0, "部门概况 › 基本职能"),
        (2, "部门概况 › 二、机构设置"),
        (0, "部门概况 › 二、机构设置"),
    ]
    assert blocks[4].place == "“二、机构设置”第1段"


def test_a_contents_page_typed_by_hand_opens_no_sections() -> None:
    entries = ["第一部分 概况", "一、职能", "二、机构", "第二部分 说明"]
    body = "".join(
        map(
            p,
            [
                "某局决算",
                "目 录",
                *entries,
                "公开时间：2022年9月15日",
                *entries[:2],
                "职能是这些。",
                *entries[2:],
            ],
        )
    )
    found = [(block.kind, block.text) for block in read(made(body)).blocks]
    assert [text for kind, text in found if kind == "目录"] == ["目 录", *entries]
    assert ("正文", "公开时间：2022年9月15日") in found
    assert [text for kind, text in found if kind == "正文"].count("一、职能") == 1


def test_entries_of_a_generated_contents_page_are_contents() -> None:
    field = "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>PAGEREF _Toc1 \\h</w:instrText></w:r><w:r><w:fldChar w:fldCharType='separate'/></w:r>"
    entry = f"<w:p>{r('一、职能')}{field}{r('3')}<w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>"
    assert only(made(entry), "职能").kind == "目录"


def test_a_field_code_that_leaked_into_the_text_is_text() -> None:
    assert only(made(p("错误！未找到引用源。")), "错误").kind == "正文"


# --- tables


FIRST, WIDE = "<w:vMerge w:val='restart'/>", "<w:gridSpan w:val='2'/>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def test_a_table_keeps_its_merged_cells() -> None:
    rows = (
        f"<w:tr>{cell('项目', FIRST)}{cell('预算', WIDE)}</w:tr>"
        f"<w:tr>{cell('', '<w:vMerge/>')}{cell('年初')}{cell('全年')}</w:tr><w:tr>{cell('培训费')}{cell('1')}{cell('2')}</w:tr>"
    )
    document = read(made(p("“三公”经费表") + p("单位：万元") + f"<w:tbl>{rows}</w:tbl>"))
    [grid] = document.grids
    assert grid.rows == (("项目", "预算", ""), ("", "年初", "全年"), ("培训费", "1", "2"))
    assert set(grid.merged) == {(0, 0, 2, 1), (0, 1, 1, 2)}
    assert grid.before == "“三公”经费表\n单位：万元"
    by_place = {block.place: block for block in document.blocks if block.kind == "表格"}
    assert by_place[f"{grid.place}第3行第2格"].text == "1"
    assert by_place[f"{grid.place}第3行第2格"].paragraph == grid.paragraphs[2][1]


def test_a_table_inside_of_a_table_is_one_of_its_own() -> None:
    inner = f"<w:tbl><w:tr>{cell('甲')}{cell('1')}</w:tr></w:tbl>"
    outer = f"<w:tbl><w:tr><w:tc>{p('外')}{inner}{p('尾')}</w:tc>{cell('乙')}</w:tr></w:tbl>"
    grids = read(made(outer)).grids
    assert sorted(grid.rows for grid in grids) == [(("外\n尾", "乙"),), (("甲", "1"),)]


def test_a_text_box_in_a_cell_does_not_break_the_table() -> None:
    box = BOX.format(f"<w:txbxContent>{p('框里')}</w:txbxContent>")
    rows = (
        f"<w:tr><w:tc><w:p>{r('甲')}{box}</w:p></w:tc>{cell('1')}</w:tr><w:tr>{cell('乙')}{cell('2')}</w:tr>"
    )
    document = read(made(f"<w:tbl>{rows}</w:tbl>" + p("后")))
    assert [grid.rows for grid in document.grids] == [(("甲", "1"), ("乙", "2"))]
    assert [(block.kind, block.text) for block in document.blocks][-2:] == [
        ("文本框", "框里"),
        ("正文", "后"),
    ]


def test_a_table_in_a_header_is_a_header() -> None:
    document = read(made(p("正文"), header1=f"<w:tbl><w:tr>{cell('某局')}{cell('决算')}</w:tr></w:tbl>"))
    assert [(block.kind, block.paragraph) for block in document.blocks] == [
        ("正文", 0),
        ("页眉", -1),
        ("页眉", -1),
    ]
    assert not document.grids


# --- charts


def chart(values: list[str], stored: list[float] | None) -> Package:
    points = "".join(f"<c:pt idx='{n}'><c:v>{value}</c:v></c:pt>" for n, value in enumerate(values))
    names = "".join(
        f"<c:pt idx='{n}'><c:v>{name}</c:v></c:pt>" for n, name in enumerate(("基本支出", "项目支出"))
    )
    xml = (
        "<c:chartSpace xmlns:c='http://schemas.openxmlformats.org/drawingml/2006/chart' xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main'>"
        "<c:chart><c:title><c:tx><c:rich><a:p><a:r><a:t>支出结构</a:t></a:r></a:p></c:rich></c:tx></c:title><c:plotArea><c:pieChart><c:ser>"
        f"<c:tx><c:strRef><c:strCache><c:pt idx='0'><c:v>金额</c:v></c:pt></c:strCache></c:strRef></c:tx><c:cat><c:strRef><c:strCache>{names}</c:strCache></c:strRef></c:cat>"
        f"<c:val><c:numRef><c:f>'表 1'!$B$2:$B$3</c:f><c:numCache>{points}</c:numCache></c:numRef></c:val></c:ser></c:pieChart></c:plotArea></c:chart></c:chartSpace>"
    )
    body = "<w:p><w:r><w:drawing><wp:inline><a:graphic><a:graphicData><c:chart r:id='c1'/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    package = made(p("支出决算情况") + body, {"chart#c1.xml": xml.encode()})
    if stored is None:
        return package
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        book.add_worksheet("表 1").write_column(1, 1, stored)
    rel = "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'><Relationship Id='x' Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/package' Target='book.xlsx'/></Relationships>"
    return package.with_parts({"word/_rels/c1.xml.rels": rel.encode(), "word/book.xlsx": file.getvalue()})


def test_a_chart_is_read_with_its_values_and_those_of_its_sheet() -> None:
    document = read(chart(["1000.5400000000002", "652"], [1000.54, 700]))
    assert document.chart_titles == ("支出结构",)
    assert [(c.chart, c.series, c.category, c.value, c.stored) for c in document.charts] == [
        ("支出结构", "金额", "基本支出", Decimal("1000.54"), Decimal("1000.54")),
        ("支出结构", "金额", "项目支出", Decimal("652"), Decimal("700")),
    ]
    assert "支出结构" in [block.text for block in document.blocks if block.kind == "图"]


def test_a_chart_without_its_sheet_has_no_stored_values() -> None:
    assert {c.stored for c in read(chart(["1", "2"], None)).charts} == {None}


def test_a_damaged_chart_is_said_and_the_rest_is_read() -> None:
    package = chart(["1", "2"], None)
    document = read(package.with_parts({"word/c1.xml": b"<c:chartSpace"}))
    assert [block.text for block in document.blocks] == ["支出决算情况"]
    assert [(each.code, each.severity.label) for each in document.problems] == [("B42", "警告")]


# --- what is no text


PICTURE = "<w:p><w:r><w:drawing><wp:inline><wp:extent cx='{0}' cy='{0}'/><a:graphic><a:graphicData><pic:pic/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"


def test_a_report_of_pictures_is_called_a_scan() -> None:
    [finding] = read(made(PICTURE.format(6_000_000) * 3)).problems
    assert finding.code == "C46" and finding.severity.label == "警告"
    assert "没有可检索的文字" in finding.message and "财预〔2016〕143号" in finding.advice


def test_large_pictures_in_a_report_are_named_as_not_read_small_ones_are_not() -> None:
    text = p("收入支出决算总体情况说明，收入一百元，支出一百元，与上年相比没有变化，原因是任务相同。" * 4)
    assert [each.code for each in read(made(text + PICTURE.format(6_000_000))).problems] == ["B45"]
    assert not read(made(text + PICTURE.format(200_000))).problems


def test_comments_that_would_be_published_are_mentioned() -> None:
    [finding] = read(made(p("正文"), comments=f"<w:comment w:id='1'>{p('请核实')}</w:comment>")).problems
    assert finding.code == "B44" and "1 条批注" in finding.message


# --- Word comments on what was read


def commented(package: Package, note: WordNote) -> str:
    """The words between the marks of the comment."""
    done = docx.Document(io.BytesIO(write_package(annotate_document(package, [note], "审核"))))
    words, inside = "", False
    for element in done.element.body.iter():
        tag = str(element.tag).rpartition("}")[2]
        inside = tag == "commentRangeStart" or (inside and tag != "commentRangeEnd")
        words += (element.text or "") if inside and tag == "t" else ""
    return words


@pytest.mark.parametrize(
    "body",
    [
        p("本年收入 1,652.54 万元。"),
        f"<w:p>{r('本年')}{r('收入', '<w:vanish/>')}{r('收入')}{r(' 1,652.54 万元。')}</w:p>",
        f"<w:p>{r('本年收入')}<w:moveFrom w:id='1'>{r('九九九')}</w:moveFrom><w:ins w:id='2'>{r(' 1,652')}</w:ins>{r('.54 万元。')}</w:p>",
        f"<w:p><m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath>{r('本年收入 1,652.54 万元。')}</w:p>",
        listed("本年收入 1,652.54 万元。"),
    ],
)
def test_a_comment_takes_the_words_that_the_judge_means(body: str) -> None:
    numbering = f"<w:abstractNum w:abstractNumId='0'>{level(0, 'chineseCounting', '（%1）')}</w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>"
    package = made(body, numbering=numbering, styles="<w:style w:styleId='a'/>")
    block = only(package, "1,652.54")
    at = block.plain.text.index("1,652.54")
    start, length = block.in_paragraph(at, at + 8)
    assert commented(package, WordNote(block.paragraph, "不对", start, length)) == "1,652.54"


def test_a_doubt_about_a_number_of_a_list_takes_the_paragraph() -> None:
    numbering = f"<w:abstractNum w:abstractNumId='0'>{level(0, 'decimal', '%1、')}</w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>"
    block = only(made(listed("情况说明"), numbering=numbering), "情况")
    assert (block.text, block.in_paragraph(0, 2)) == ("1、情况说明", (0, 0))


# --- our own reports


@pytest.mark.parametrize("name", NAMES)
def test_our_own_report_is_read_without_a_remark(name: str) -> None:
    package = read_package(printed(name).report)
    document = read_docx("报告", package)
    assert not document.problems
    assert len({block.style for block in document.blocks if block.kind == "正文"}) > 3
    assert len(document.chart_titles) == 7 and all(c.value == c.stored for c in document.charts)
    body = docx.Document(io.BytesIO(printed(name).report))
    expected = [paragraph.text for paragraph in body.paragraphs if paragraph.text.strip()]
    assert [b.text for b in document.blocks if b.kind in ("正文", "目录")] == expected
