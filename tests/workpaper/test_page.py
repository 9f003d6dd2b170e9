"""The tie-out page, clicked through in a real Chromium."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from report_author.model.findings import Finding, warning
from report_author.ooxml.package import read_package
from report_author.ooxml.reading import read_lines
from report_author.workpaper.evidence import Evidence
from report_author.workpaper.page import tie_out_page
from report_author.workpaper.tie import Area, Entry
from tests.support.browser import in_browser, needs_chromium
from tests.workpaper.made import NAMES, made

SEED = NAMES[0]
both = pytest.mark.parametrize("name", NAMES)


def page(name: str, findings: tuple[Finding, ...] = ()) -> str:
    one = made(name)
    evidence = Evidence(
        one.evidence.facts,
        one.evidence.marks,
        one.evidence.chart_marks,
        one.evidence.table_marks,
        one.evidence.names,
        findings,
    )
    return tie_out_page(one.tie, "2021年度某局部门决算", evidence, one.last_year)


def entry(shown: str, area: Area = Area.REPORT, words: str = "") -> Entry:
    return next(
        e for e in made(SEED).tie.entries if e.area is area and e.shown == shown and words in e.context
    )


@both
def test_the_page_needs_no_other_file_and_no_network(name: str) -> None:
    html = page(name)
    assert not re.search(r'(?:src|href)="(?!#)[^"]', html) and "http" not in html.replace("http-equiv", "")
    assert len(html) < 2_000_000


@both
def test_every_number_can_be_clicked_and_every_paragraph_stands_on_the_page(name: str) -> None:
    html = page(name)
    shown = set(map(int, re.findall(r'data-e="(\d+)"', html)))
    assert shown == {e.number - 1 for e in made(name).tie.entries}
    text = "".join(unescape(re.sub(r"<[^>]*>", "", html)).split())
    for line in read_lines(read_package(made(name).report)):
        assert "".join(line.text.split()) in text, line.text


@needs_chromium
def test_a_click_shows_cells_formula_last_year_and_the_other_places(tmp_path: Path) -> None:
    number = entry("29.9", words="机关运行经费支出").number - 1
    answer = in_browser(
        tmp_path,
        page(SEED),
        f"document.querySelector('a[data-e=\"{number}\"]').click();"
        "const text = id => document.getElementById(id) ? document.getElementById(id).textContent : '';"
        "return {name: text('figure'), exact: text('exact'), last: text('last'), cells: document.querySelector('.cells').textContent,"
        " same: [...document.querySelectorAll('#same li')].map(li => li.textContent), now: document.querySelectorAll('a.now').length};",
    )
    assert answer["name"] == "机关运行经费" and answer["exact"].startswith("299,000.00")
    assert answer["last"] == "306,300.0000 元" or answer["last"].startswith("306,300")
    assert "三公资产采购!C65" in answer["cells"] and answer["now"] == 1
    assert any("公开15表" in place for place in answer["same"]) and len(answer["same"]) > 1


@needs_chromium
def test_a_figure_names_its_places_in_charts_and_tables_and_leads_there(tmp_path: Path) -> None:
    number = entry("614.67", words="一般公共预算财政拨款收入").number - 1
    answer = in_browser(
        tmp_path,
        page(SEED),
        f"document.querySelector('a[data-e=\"{number}\"]').click();"
        "const same = [...document.querySelectorAll('#same a')]; const places = same.map(a => a.textContent);"
        "same[same.length - 1].click();"
        "return {places, now: document.querySelector('a.now').textContent, marked: document.querySelectorAll('a.same').length};",
    )
    assert any("图“" in place for place in answer["places"])
    assert any("公开01表" in place for place in answer["places"])
    assert answer["now"] == "614.67" and answer["marked"] == len(answer["places"])


@needs_chromium
def test_a_typed_number_shows_the_cell_it_was_typed_in(tmp_path: Path) -> None:
    number = entry("70770").number - 1
    answer = in_browser(
        tmp_path,
        page(SEED),
        f"const link = document.querySelector('a[data-e=\"{number}\"]'); link.click();"
        "return [link.className, document.getElementById('panel').textContent];",
    )
    assert answer[0].startswith("n typed") and "手工填写" in answer[1] and "文字材料!" in answer[1]


@needs_chromium
def test_search_marks_every_hit_and_counts_them(tmp_path: Path) -> None:
    answer = in_browser(
        tmp_path,
        page(SEED),
        "search('614.67'); const all = document.querySelectorAll('main mark').length; const first = document.getElementById('hits').textContent;"
        "next(); const second = document.getElementById('hits').textContent; search('');"
        "return [all, first, second, document.querySelectorAll('main mark').length];",
    )
    hits = page(SEED).partition("<main ")[2].partition("</main>")[0].count("614.67")
    assert answer == [hits, f"1 / {hits} 处", f"2 / {hits} 处", 0]


@needs_chromium
def test_words_are_found_across_links_whatever_spaces_stand_between(tmp_path: Path) -> None:
    answer = in_browser(
        tmp_path,
        page(SEED),
        "search('为614.67 万元'); const found = hits.map(hit => hit.map(box => box.textContent).join(''));"
        "return [new Set(found).size, found[0], document.querySelectorAll('main mark').length > found.length];",
    )
    assert answer == [1, "为614.67万元", True]


@needs_chromium
def test_findings_stand_at_the_numbers_made_from_their_cell(tmp_path: Path) -> None:
    cell = entry("29.9", words="机关运行经费支出").cells[0]
    finding = warning("R99", cell, "机关运行经费与公用经费不一致。", "请核对。<b>")
    number = entry("29.9", words="机关运行经费支出").number - 1
    answer = in_browser(
        tmp_path,
        page(SEED, (finding,)),
        "const touches = document.querySelector('.touches').textContent;"
        f"const link = document.querySelector('a[data-e=\"{number}\"]'); link.click();"
        "return [touches, link.className, document.getElementById('panel').textContent];",
    )
    assert answer[0].startswith("涉及") and "warning" in answer[1]
    assert "机关运行经费与公用经费不一致。" in answer[2] and "请核对。<b>" in answer[2]
