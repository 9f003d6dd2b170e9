"""The page of an audit, clicked through in a real Chromium."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from pathlib import Path

from report_author.audit.audit import Audit
from report_author.audit.claims.report import make_report
from report_author.audit.papers.entries import Audited
from report_author.audit.papers.page import audit_page, summary_page
from report_author.audit.reading.blocks import Block, Document
from report_author.model.findings import Severity
from tests.audit.made_audit import LONG, blocks, doubt, made
from tests.support.browser import in_browser, needs_chromium

#: text of the cards that show, of the open ones; numbers of the links marked in the text
_STATE = (
    "const state = () => ({open: [...document.querySelectorAll('.card.open')].map(c => Number(c.dataset.d)),"
    " seen: cards.filter(c => !c.hidden).map(c => Number(c.dataset.d)),"
    " now: [...document.querySelectorAll('a.d.now')].map(a => a.textContent), shown: document.getElementById('shown').textContent});"
)


def text_of(html: str) -> str:
    return "".join(unescape(re.sub(r"<[^>]*>", "", html)).split())


def test_the_page_needs_no_other_file_and_no_network() -> None:
    html = audit_page(made())
    assert not re.search(r'(?:src|href)="(?!#)[^"]', html) and "http" not in html


def test_the_whole_report_stands_on_the_page_as_it_was_written() -> None:
    main = text_of(audit_page(made()).partition("<main")[2].partition("</main>")[0])
    for block in blocks():
        assert "".join(block.text.split()) in main
    assert LONG in main and "没有写出预算数（2处）" in main


def test_a_doubt_is_coloured_where_it_stands_numbered_for_the_printed_page() -> None:
    html = audit_page(made())
    links = re.findall(
        r'<a class="d (\w+)(?: also)?" tabindex="0" data-d="([\d ]+)"(?: data-n="([^"]*)")?>(.*?)</a>', html
    )
    assert ("error", "1", "", "增长") in links
    assert ("error", "1 6", "1", "20.5%") in links, "where two doubts overlap the worse one gives the colour"
    assert ("info", "6", "6", " &lt;初步&gt;") in links
    assert ("warning", "3", "3", "1.2万元") in links
    assert ("error", "1", "另见1", "") in links, "another place of the same cause"
    whole = "".join(text for _, numbers, _, text in links if "7" in numbers.split())
    assert whole == blocks()[4].text, "a doubt about no words in particular takes the paragraph"


def test_the_first_lines_say_how_much_was_checked() -> None:
    assert text_of(re.search(r'<p id="summary">.*?</p>', audit_page(made()))[0]) == (  # type: ignore[index]
        "核对了3处关系，2处成立；疑点：错误2、警告2、提示3；未核对3处。"
    )


def test_a_file_that_was_not_read_in_full_says_so_first() -> None:
    entries = made(unreadable_tables=True).entries
    assert entries[0].doubt.message.startswith("公开表读不了") and entries[0].kind.name == "文件"
    assert [entry.number for entry in entries] == list(range(1, 9))


@needs_chromium
def test_a_click_on_the_text_opens_its_cards(tmp_path: Path) -> None:
    answer = in_browser(
        tmp_path,
        audit_page(made()),
        _STATE + "document.querySelector('a.d[data-d=\"1 6\"]').click();"
        "const card = document.getElementById('d1'); return [state(), card.querySelector('dl').innerText, getComputedStyle(card.querySelector('.more')).display];",
    )
    assert answer[0]["open"] == [1, 6] and answer[0]["now"] == ["增长", "20.5%", " <初步>", ""]
    for words in ("增长20.5%", "增长20.50%", "20.50÷100", "0.01个百分点", "算术关系", "高", "请改正。"):
        assert words in answer[1]
    assert answer[2] == "block"


@needs_chromium
def test_a_click_on_a_card_shows_the_place_in_the_text_a_second_closes_it(tmp_path: Path) -> None:
    answer = in_browser(
        tmp_path,
        audit_page(made()),
        _STATE
        + "const card = document.getElementById('d3'); card.click(); const first = state(); card.click(); return [first, state()];",
    )
    assert answer[0]["open"] == [3] and answer[0]["now"] == ["1.2万元"]
    assert answer[1]["open"] == [] and answer[1]["now"] == []


@needs_chromium
def test_doubts_are_filtered_by_level_kind_words(tmp_path: Path) -> None:
    answer = in_browser(
        tmp_path,
        audit_page(made()),
        _STATE
        + "const set = (id, value, kind) => { const box = document.getElementById(id); box.value = value; box.dispatchEvent(new Event(kind)); };"
        "const box = document.querySelector('.level[value=\"提示\"]'); box.checked = false; box.dispatchEvent(new Event('change')); const level = state();"
        "set('kind', 'C10', 'change'); const kind = state(); set('kind', '', 'change');"
        "set('words', '合计与各行 之和', 'input'); const words = state();"
        "document.querySelector('a.d[data-d=\"2 7\"]').click(); return [level, kind, words, state()];",
    )
    assert answer[0]["seen"] == [1, 2, 3, 4] and answer[0]["shown"] == "显示 4 / 7 条"
    assert answer[1]["seen"] == [3]
    assert answer[2]["seen"] == [4]
    assert answer[3]["seen"] == [1, 2, 3, 4, 5, 6, 7], "a doubt chosen in the text is never hidden"


@needs_chromium
def test_search_finds_words_across_the_coloured_stretches(tmp_path: Path) -> None:
    answer = in_browser(
        tmp_path,
        audit_page(made()),
        "search('总计120.50'); const first = document.getElementById('hits').textContent; search('元，增长20.5%<初'); "
        "return [first, hits.length, hits[0].map(box => box.textContent).join('')];",
    )
    assert answer == ["1 / 3 处", 1, "元，增长20.5%<初"]


@needs_chromium
def test_a_link_from_the_summary_opens_the_card(tmp_path: Path) -> None:
    answer = in_browser(
        tmp_path, audit_page(made()), _STATE + "location.hash = 'd2'; arrive(); return state().open;"
    )
    assert answer == [2]


def long_report() -> Audited:
    """Some forty pages: 1,200 paragraphs, a doubt in every sixth."""
    listed = [
        Block(
            f"第{n}段，2021年支出{n}.25万元，比上年增长{n % 90}.5%，" + "主要原因是项目经费变动" * 4 + "。",
            f"第{n}段",
        )
        for n in range(1200)
    ]
    report = make_report(Document("长报告", tuple(listed)))
    doubts = tuple(doubt("C02", Severity.WARNING, block, "万元，比上年增长") for block in listed[::6])
    return Audited("长报告.txt", Audit(report, doubts, (), ()))


@needs_chromium
def test_a_long_report_opens_at_once(tmp_path: Path) -> None:
    html = audit_page(long_report())
    answer = in_browser(
        tmp_path,
        html,
        "document.querySelector('a.d').click(); search('项目经费'); const times = performance.getEntriesByType('navigation')[0];"
        "return [hits.length, cards.length, times.domInteractive];",
    )
    assert answer[:2] == [4800, 200]
    assert answer[2] < 2000 and len(html) < 2_000_000


def test_the_summary_lists_every_report_worst_first_with_links_to_its_doubts() -> None:
    worse, better = made(unreadable_tables=True), replace(made(), name="2021年云岭县档案馆单位决算 定稿.docx")
    html = summary_page([better, worse], {better: "a b#审核意见.html", worse: "c审核意见.html"})
    rows = re.findall(
        r"<tr>\s*(<td>.*?)</tr>", html.partition('id="reports"')[2].partition("</table>")[0], re.S
    )
    assert [text_of(row) for row in rows] == [
        "云岭县档案馆2021年度云岭县档案馆部门决算.docx323233",
        "云岭县档案馆2021年云岭县档案馆单位决算定稿.docx322233",
    ]
    links = re.findall(r'href="([^"]*)"', html)
    assert "a%20b%23%E5%AE%A1%E6%A0%B8%E6%84%8F%E8%A7%81.html#d7" in links and len(links) == 2 + 8 + 7
    assert "http" not in html


@needs_chromium
def test_the_summary_hides_what_only_informs_until_asked(tmp_path: Path) -> None:
    one = made()
    answer = in_browser(
        tmp_path,
        summary_page([one, replace(one)], {one: "a.html"}),
        "const seen = () => lines.filter(line => !line.hidden).length; const first = seen();"
        "const box = document.querySelector('.level[value=\"提示\"]'); box.checked = true; box.dispatchEvent(new Event('change'));"
        "const all = seen(); const words = document.getElementById('words'); words.value = '三公'; words.dispatchEvent(new Event('input')); return [first, all, seen()];",
    )
    assert answer == [8, 14, 0]
