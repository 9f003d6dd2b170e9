"""Reports on web pages are read without what belongs to the website."""

from __future__ import annotations

from report_author.audit.reading.blocks import Document
from report_author.audit.reading.html_reader import page_in, read_html


def page(body: str, charset: str = "utf-8", head: str = "") -> Document:
    text = f"<!DOCTYPE html><html><head><meta charset='{charset}'><title>网站</title>{head}</head><body>{body}</body></html>"
    return read_html("报告", text.encode("gb18030" if charset.startswith("gb") else charset))


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks]


def test_paragraphs_lines_and_spaces() -> None:
    body = "<div><p>一、收入<b>决算</b>情况\n 说明</p><p>本年收入<span> 100 </span>万元。<br>其中：拨款80万元。</p>尾</div>"
    assert texts(page(body)) == ["一、收入决算情况 说明", "本年收入 100 万元。", "其中：拨款80万元。", "尾"]


def test_what_a_browser_does_not_show_is_not_read() -> None:
    body = "<nav>首页</nav><script>var a=1</script><p style='display: none'>隐藏</p><p hidden>也是</p><select><option>选</option></select><p>正文</p>"
    assert texts(page(body, head="<style>p{color:red}</style>")) == ["正文"]


def test_pages_in_gb2312_are_read() -> None:
    assert texts(page("<p>“三公”经费、张䶮</p>", "gb2312")) == ["“三公”经费、张䶮"]


def test_headings_open_sections_lists_have_numbers() -> None:
    document = page("<h2>部门概况</h2><p>文字</p><ol start='3'><li>甲</li><li>乙</li></ol>")
    assert [(block.text, block.section, block.style) for block in document.blocks] == [
        ("部门概况", "部门概况", 2),
        ("文字", "部门概况", 0),
        ("3. 甲", "部门概况", 0),
        ("4. 乙", "部门概况", 0),
    ]


def test_a_table_of_figures_keeps_its_merged_cells() -> None:
    rows = "<tr><td rowspan=2>项目</td><td colspan=2>预算</td></tr><tr><td>年初</td><td>全年</td></tr><tr><td>培训费</td><td>1</td><td>2</td></tr>"
    document = page(f"<p>单位：万元</p><table>{rows}</table>")
    [grid] = document.grids
    assert grid.rows == (("项目", "预算", ""), ("", "年初", "全年"), ("培训费", "1", "2"))
    assert set(grid.merged) == {(0, 0, 2, 1), (0, 1, 1, 2)}
    assert grid.before == "单位：万元"
    assert [b.kind for b in document.blocks] == ["正文", *["表格"] * 7]


def test_a_table_that_lays_out_the_page_is_no_table() -> None:
    inner = "<table><tr><td>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr></table>"
    document = page(f"<table><tr><td>左栏</td><td><p>说明文字。</p>{inner}</td></tr></table>")
    assert texts(document)[:2] == ["左栏", "说明文字。"]
    assert [grid.rows for grid in document.grids] == [(("甲", "1"), ("乙", "2"))]


def test_a_page_saved_with_its_pictures_in_one_file() -> None:
    saved = (
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\nContent-Type: text/html; charset=gb2312\r\n"
        b"Content-Transfer-Encoding: 8bit\r\n\r\n"
        + "<html><body><p>收入100万元</p></body></html>".encode("gb2312")
        + b"\r\n--x--\r\n"
    )
    assert texts(read_html("报告", page_in(saved))) == ["收入100万元"]


def test_spans_beyond_all_measure_do_no_harm() -> None:
    [grid] = page(
        "<table><tr><td colspan=999999 rowspan=99999>甲</td></tr><tr><td>1</td><td>2</td></tr></table>"
    ).grids
    assert len(grid.rows) == 2 and len(grid.rows[0]) <= 400
