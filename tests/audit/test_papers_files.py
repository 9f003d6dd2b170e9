"""The list of doubts as a workbook, the copy of the report with comments."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from docx import Document as NewDocument
from lxml import etree
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openxml_audit import OpenXmlValidator

from report_author.audit.audit import Audit
from report_author.audit.claims.report import make_report
from report_author.audit.judges.relations import Doubt
from report_author.audit.papers.book import ANSWERS, doubts_book, summary_book
from report_author.audit.papers.comments import commented_copy
from report_author.audit.papers.entries import Audited
from report_author.audit.reading.docx_reader import read_docx
from report_author.model.findings import Severity
from report_author.ooxml.markup import w
from report_author.ooxml.package import read_package, write_package
from report_author.ooxml.reading import read_lines
from tests.audit.made_audit import FIRST, LONG, SECOND, doubt, made
from tests.support.validator import validate

HEADER = [
    "序号",
    "单位",
    "种类",
    "级别",
    "把握",
    "问题",
    "原文",
    "位置",
    "现写",
    "应为",
    "算式",
    "差额",
    "依据",
    "建议",
    "单位说明",
    "结论",
]


def opened(data: bytes) -> Workbook:
    return load_workbook(io.BytesIO(data))


def rows(book: Workbook, sheet: str) -> list[list[object]]:
    return [[cell.value for cell in row] for row in book[sheet].iter_rows()]


def test_every_doubt_is_a_row_with_all_that_is_known_of_it() -> None:
    audited = made()
    listed = rows(opened(doubts_book(audited)), "疑点")
    assert listed[0] == HEADER and len(listed) == 1 + len(audited.entries)
    assert listed[1][:6] == [1, "云岭县档案馆", "C02 增减额、百分比计算有误", "错误", "高", listed[1][5]]
    assert (
        str(listed[1][5]).startswith("问题在“增长20.5%”。\n另见：") and str(listed[1][5]).count("另见") == 1
    )
    assert listed[1][8:12] == ["增长20.5%", "增长20.50%", "20.50÷100", "0.01个百分点"]
    assert [row[7] for row in listed].count("公开01表!B7") == 1
    assert all(row[14] is None and row[15] is None for row in listed[1:]), "the unit answers here"


def test_the_answer_is_chosen_from_a_list() -> None:
    book = opened(doubts_book(made()))
    [choice] = book["疑点"].data_validations.dataValidation
    assert choice.formula1 == f'"{",".join(ANSWERS)}"' and str(choice.sqref) == "P2:P8"


def test_the_list_is_ready_to_be_printed() -> None:
    book = opened(doubts_book(made()))
    assert book.worksheets
    for sheet in book.worksheets:
        assert sheet.page_setup.orientation == "landscape" and sheet.page_setup.fitToHeight == 0
        assert sheet.print_title_rows == "$1:$1" and sheet.freeze_panes == "A2" and sheet.auto_filter.ref


def test_what_was_not_checked_says_why_and_the_counts_add_up() -> None:
    book = opened(doubts_book(made()))
    assert book.sheetnames == ["疑点", "未核对", "情况"]
    assert [row[2:] for row in rows(book, "未核对")[1:]][2] == [
        "C02 增减额、百分比计算有误",
        "“一、收入支出决算总体情况说明”第1段",
        LONG,
        "没有上年数",
    ]
    counts = {str(row[0]): row[1:6] for row in rows(book, "情况")}
    assert counts["C02 增减额、百分比计算有误"] == [2, 1, 0, 1, 1]
    assert counts["C33 分项之和与合计"] == [1, 1, 1, 0, 0]
    assert counts["合计"] == [3, 2, 1, 1, 7]


def test_text_that_looks_like_a_formula_stays_text() -> None:
    odd = Doubt(
        "C05", Severity.ERROR, None, "=1+1", '=HYPERLINK("x")', "-5+3", "@SUM(A1)", "=A1", "http://a.b"
    )
    audited = Audited("某.txt", Audit(made().audit.report, (odd,), (), ()))
    [_, row] = opened(doubts_book(audited))["疑点"].iter_rows()
    assert (row[7].value, row[7].data_type) == ("=1+1", "s")
    assert "f" not in {cell.data_type for cell in row} and row[8].hyperlink is None


def test_the_summary_has_a_row_for_each_report_all_doubts_in_one_list() -> None:
    one, two = made(), made(unreadable_tables=True)
    book = opened(summary_book([one, two], {one: "a审核意见.html"}))
    assert [row[3:9] for row in rows(book, "各报告")[1:]] == [[3, 2, 2, 2, 3, 3], [3, 2, 3, 2, 3, 3]]
    assert (
        book["各报告"]["J2"].hyperlink.target == "a审核意见.html" and book["各报告"]["J3"].hyperlink is None
    )
    assert len(rows(book, "疑点")) == 1 + 7 + 8


@pytest.mark.slow
def test_both_validators_find_nothing_in_the_workbooks(tmp_path: Path) -> None:
    one = made()
    (tmp_path / "疑点清单.xlsx").write_bytes(doubts_book(one))
    (tmp_path / "审核汇总.xlsx").write_bytes(summary_book([one, made()], {one: "a.html"}))
    for path in tmp_path.iterdir():
        assert not OpenXmlValidator().validate(path).errors
        assert not validate(path)


def word_file() -> bytes:
    """The report of ``made`` as Word keeps it: sentences in several runs, a table, a header."""
    document = NewDocument()
    document.add_heading("一、收入支出决算总体情况说明", 1)
    for sentence in (FIRST, SECOND):
        paragraph = document.add_paragraph()
        for at in range(0, len(sentence), 5):
            paragraph.add_run(sentence[at : at + 5]).bold = at % 2 == 0
    document.add_table(1, 2).cell(0, 1).text = "执行1.2万元"
    document.sections[0].header.paragraphs[0].text = "云岭县档案馆"
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def commented() -> tuple[bytes, bytes, Audited]:
    data = word_file()
    read = read_docx("报告", read_package(data))
    block = {b.text: b for b in read.blocks}
    doubts = (
        doubt(
            "C02",
            Severity.ERROR,
            block[FIRST],
            "增长20.5%",
            expected="增长20.50%",
            also=(f"{block[SECOND].place}：同一原因",),
        ),
        doubt("C10", Severity.WARNING, block["执行1.2万元"], "1.2万元", confidence="中"),
        doubt("C40", Severity.INFO, block[FIRST], "20.5%<初步>"),
        Doubt("C12", Severity.INFO, block["云岭县档案馆"], "页眉", "", "页眉里的名称不同。", "请统一。"),
        Doubt("C52", Severity.WARNING, None, "公开01表!B7", "", "合计不相等。", "请核对。"),
        Doubt("C23", Severity.INFO, block[SECOND], block[SECOND].place, "", "没有说明原因。", "请写明原因。"),
    )
    audited = Audited("报告.docx", Audit(make_report(read), doubts, (), ()))
    copy = commented_copy(data, audited.entries)
    assert copy is not None
    return data, copy, audited


def test_each_doubt_is_a_comment_on_its_words() -> None:
    _, copy, _ = commented()
    package = read_package(copy)
    found: dict[str, str] = {}
    taken: dict[str, str] = {}
    body = etree.fromstring(package["word/document.xml"])
    for comment in etree.fromstring(package["word/comments.xml"]).iter(w("comment")):
        assert comment.get(w("author")) == "报告审核"
        found[comment.get(w("id"))] = "\n".join("".join(p.itertext()) for p in comment.iter(w("p")))
    current: set[str] = set()
    for element in body.iter():
        if element.tag == w("commentRangeStart"):
            current.add(element.get(w("id")))
        elif element.tag == w("commentRangeEnd"):
            current.discard(element.get(w("id")))
        elif element.tag == w("t"):
            for number in current:
                taken[number] = taken.get(number, "") + (element.text or "")
    by_words = {found[number].split("\n")[0]: words for number, words in taken.items()}
    assert by_words == {
        "不在某一段文字上的疑点，2 条，详见疑点清单：": "一、收入支出决算总体情况说明",
        "【错误】1. 增减额、百分比计算有误（C02）": "增长20.5%",
        "【错误】增减额、百分比计算有误：见第 1 条疑点（“一、收入支出决算总体情况说明”第1段）。": SECOND,
        "【警告】2. 元与万元混用（C10，把握中）": "1.2万元",
        "【提示】4. 重复或多余的字（C40）": "20.5% <初步>",
        "【提示】6. 没有说明原因（C23）": SECOND,
    }
    [first] = [text for text in found.values() if "（C02）" in text]
    assert first.endswith("应为：增长20.50%\n依据：算术关系\n→ 请改正。")


def test_the_text_of_the_report_does_not_change() -> None:
    data, copy, _ = commented()
    before, after = (read_lines(read_package(each)) for each in (data, copy))
    assert [line.text for line in before] == [line.text for line in after]


@pytest.mark.slow
def test_both_validators_find_nothing_in_the_commented_copy_that_the_report_did_not_have(
    tmp_path: Path,
) -> None:
    faults = []
    for name, data in zip(("原稿.docx", "批注.docx"), commented()[:2], strict=True):
        path = tmp_path / name
        path.write_bytes(data)
        faults.append(([str(error) for error in OpenXmlValidator().validate(path).errors], validate(path)))
    assert faults[0] == faults[1]


def test_a_damaged_report_gives_no_copy() -> None:
    package = read_package(word_file())
    broken = write_package(package.with_parts({"word/document.xml": b"<w:document"}))
    assert commented_copy(b"no zip", made().entries) is None
    assert commented_copy(broken, made().entries) is None
