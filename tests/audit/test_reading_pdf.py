"""A PDF has only letters at their places: the auditor makes paragraphs, tables of them."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Sequence
from pathlib import Path

import pytest
from pypdf import PdfWriter

from report_author.audit.reading import pdf_reader
from report_author.audit.reading.blocks import Document, Grid, squeeze
from report_author.audit.reading.docx_reader import read_docx
from report_author.audit.reading.files import read_report
from report_author.audit.reading.pdf_reader import read_pdf
from report_author.ooxml.package import read_package
from report_author.pipeline.office import convert, find_soffice
from tests.audit.pdf_made import grid, line, pdf, picture, text, width
from tests.support.samples import NAMES, printed

FULL = "本年收入合计一千六百五十二万元其中一般公共预算财政"  # as wide as a line can be
LEFT, INDENT = 80, 112


def read(*pages: list[str], **more: int) -> Document:
    return read_pdf("报告", pdf(pages, **more))


def texts(document: Document, *kinds: str) -> list[str]:
    return [block.text for block in document.blocks if not kinds or block.kind in kinds]


def body(*lines: tuple[float, str], top: float = 700) -> list[str]:
    return [text(x, top - 28 * number, words) for number, (x, words) in enumerate(lines)]


def test_lines_of_a_paragraph_are_one_text_the_next_paragraph_is_another() -> None:
    page = body((INDENT, FULL), (LEFT, FULL + "拨款"), (LEFT, "收入六百万元。"), (INDENT, "支出决算情况。"))
    assert texts(read(page)) == [FULL + FULL + "拨款" + "收入六百万元。", "支出决算情况。"]


def test_a_paragraph_goes_on_on_the_next_page_past_header_and_page_number() -> None:
    def page(number: int, *lines: tuple[float, str]) -> list[str]:
        return [text(200, 800, "某局2021年度部门决算", 10), *body(*lines), text(280, 40, f"— {number} —", 12)]

    document = read(
        page(1, (INDENT, FULL), (LEFT, FULL + "拨款")),
        page(2, (LEFT, "收入六百万元。")),
        page(3, (INDENT, "完。")),
    )
    assert texts(document, "正文") == [FULL + FULL + "拨款收入六百万元。", "完。"]
    assert texts(document, "页眉") == ["某局2021年度部门决算"]


def test_the_place_says_the_page() -> None:
    document = read(
        body((LEFT, "一、收入决算情况说明"), (INDENT, "收入一百元。")), body((INDENT, "支出一百元。"))
    )
    assert [block.place for block in document.blocks] == [
        "第1页标题“一、收入决算情况说明”",
        "第1页“一、收入决算情况说明”第1段",
        "第2页“一、收入决算情况说明”第2段",
    ]


def test_a_line_set_in_pieces_is_whole_numbers_side_by_side_stay_apart() -> None:
    words = ["收入", "1652", ".54", "万元"]
    at, page = float(LEFT), []
    for word in words:
        page.append(text(at, 700, word))
        at += width(word)
    page += [text(100, 600, "1520.00"), text(100 + width("1520.00") + 6, 600, "1617.56")]
    assert [squeeze(each).text for each in texts(read(page))] == ["收入1652.54万元", "1520.00 1617.56"]


def test_words_printed_twice_to_look_bold_are_read_once() -> None:
    assert texts(read([text(100, 700, "决算"), text(100.4, 700, "决算")])) == ["决算"]


def test_lines_around_cells_make_a_table() -> None:
    page = [*body((LEFT, "支出决算表"), (LEFT, "单位：万元")), *grid((80, 200, 300, 400), (600, 560, 520))]
    page += [
        text(90, 575, "科目"),
        text(210, 575, "预算"),
        text(310, 575, "决算"),
        text(90, 535, "行政运行", 12),
        text(210, 535, "80.00", 12),
        text(310, 535, "79.5", 12),
    ]
    document = read(page)
    [found] = document.grids
    assert found.rows == (("科目", "预算", "决算"), ("行政运行", "80.00", "79.5"))
    assert (found.place, found.before) == ("第1页第1张表", "支出决算表\n单位：万元")
    assert texts(document, "正文") == ["支出决算表", "单位：万元"]
    assert next(block.place for block in document.blocks if block.text == "79.5") == "第1页第1张表第2行第3格"


def test_cells_without_a_line_between_them_are_one() -> None:
    page = [line(80, y, 400, y) for y in (600, 520)] + [line(200, 560, 400, 560)]
    page += [
        line(80, 600, 80, 520),
        line(200, 600, 200, 520),
        line(400, 600, 400, 520),
        line(300, 560, 300, 520),
    ]
    page += [
        text(90, 555, "项目", 12),
        text(260, 575, "预算", 12),
        text(210, 535, "年初", 12),
        text(310, 535, "全年", 12),
    ]
    [found] = read(page).grids
    assert found.rows == (("项目", "预算", ""), ("", "年初", "全年"))
    assert set(found.merged) == {(0, 0, 2, 1), (0, 1, 1, 2)}


def test_a_table_that_goes_on_on_the_next_page_is_one_its_head_counts_once() -> None:
    def page(*rows: tuple[str, str]) -> list[str]:
        ys = [700 - 30 * number for number in range(len(rows) + 1)]
        cells = [
            text(x, y - 20, words, 12)
            for (left, right), y in zip(rows, ys, strict=False)
            for x, words in ((90, left), (210, right))
        ]
        return [*grid((80, 200, 300), ys), *cells]

    document = read(
        [text(LEFT, 720, "支出表"), *page(("科目", "决算"), ("甲", "1"))], page(("科目", "决算"), ("乙", "2"))
    )
    assert [found.rows for found in document.grids] == [(("科目", "决算"), ("甲", "1"), ("乙", "2"))]


def test_labels_of_a_chart_are_no_sentences() -> None:
    page = [*body((INDENT, FULL), (LEFT, "其中项目支出一百元。")), text(300, 500, "项目支出 37.36%", 9)]
    assert texts(read(page), "图") == ["项目支出 37.36%"]


def test_entries_of_the_contents_are_contents() -> None:
    page = body(
        (LEFT, "目 录"),
        (LEFT, "一、职能......................1"),
        (LEFT, "二、很长很长的标题写到了行"),
        (LEFT, "末...........................2"),
        (LEFT, "三、完.......3"),
    )
    document = read(page, body((LEFT, "一、职能"), (INDENT, "职能如下。")))
    assert len(texts(document, "目录")) >= 4
    assert texts(document, "正文")[-2:] == ["一、职能", "职能如下。"]


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_a_page_that_is_shown_turned_is_read_as_shown(rotate: int) -> None:
    turned = {90: "0 1 -1 0 595 0", 180: "-1 0 0 -1 595 842", 270: "0 -1 1 0 0 842"}[rotate]
    page = [f"q {turned} cm", text(100, 400, "第一行"), text(100, 370, "第二行"), "Q"]
    assert texts(read(page, rotate=rotate)) == ["第一行", "第二行"]


def test_text_in_a_form_is_read_a_watermark_across_is_not() -> None:
    data = pdf(
        [
            [
                text(100, 700, "前"),
                "q 1 0 0 1 0 -50 cm /X0 Do Q",
                "q 0.7 0.7 -0.7 0.7 300 100 cm " + text(0, 0, "内部资料") + " Q",
            ]
        ],
        forms=[text(100, 700, "后")],
    )
    assert texts(read_pdf("报告", data)) == ["前", "后"]


def test_forms_within_forms_without_end_are_given_up() -> None:
    nested = [" ".join(f"/X{number + 1} Do" for _ in range(6)) for number in range(7)] + [text(0, 0, "深")]
    page = _nested(pdf([["/X0 Do"], [text(100, 700, "第二页")]], forms=nested))
    document = read_pdf("报告", page)
    assert [(each.code, each.place) for each in document.problems] == [("B42", "第1页")]
    assert texts(document) == ["第二页"]


def _nested(data: bytes) -> bytes:
    """The file with each form able to draw the others."""
    names = re.search(rb"/XObject<<([^>]*)>>", data)
    assert names is not None
    return data.replace(
        b"/Resources<</Font<</F1 3 0 R>>>>", b"/Resources<</Font<</F1 3 0 R>>/XObject<<" + names[1] + b">>>>"
    )


def test_a_stream_that_unpacks_into_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf_reader, "_UNPACKED", 1_000_000)
    bomb = b"9 0 obj\n<</Filter/FlateDecode>>stream\n" + zlib.compress(bytes(1_000_001)) + b"\nendstream"
    path = tmp_path / "报告.pdf"
    path.write_bytes(pdf([[text(80, 700, "前")]]) + bomb)
    assert [each.code for each in read_report(path).problems] == ["B40"]


@pytest.mark.parametrize("count", [100, 2_100])
def test_a_drawing_of_strokes_is_no_table(count: int) -> None:
    page = [*grid([10 + 4 * n for n in range(count)], [10 + 8 * n for n in range(count)])]
    assert read([*page, text(80, 700, "收入")]).grids == ()


def test_a_pdf_with_a_password_is_said_to_have_one(tmp_path: Path) -> None:
    locked = PdfWriter(clone_from=io.BytesIO(pdf([[text(80, 700, "收入")]])))
    locked.encrypt("secret", algorithm="AES-256")
    locked.write(tmp_path / "报告.pdf")
    [finding] = read_report(tmp_path / "报告.pdf").problems
    assert finding.code == "B40" and "密码" in finding.message


def test_a_pdf_that_only_may_not_be_changed_is_read(tmp_path: Path) -> None:
    closed = PdfWriter(clone_from=io.BytesIO(pdf([[text(80, 700, "收入")]])))
    closed.encrypt("", "owner", algorithm="AES-256")
    closed.write(tmp_path / "报告.pdf")
    assert texts(read_report(tmp_path / "报告.pdf")) == ["收入"]


def test_what_is_cut_off_a_page_is_not_read() -> None:
    data = pdf([[text(100, 700, "里"), text(100, 30, "外")]])
    cropped = data.replace(b"/Rotate 0", b"/CropBox[50 100 500 800]")
    assert cropped != data and texts(read_pdf("报告", cropped)) == ["里"]


def test_a_scan_is_said_to_be_one() -> None:
    [finding] = read([picture()], [picture(), text(280, 40, "2")]).problems
    assert finding.code == "C46" and "没有可检索的文字" in finding.message


def test_pages_that_are_pictures_among_others_are_named() -> None:
    words = body((INDENT, FULL), (LEFT, FULL), (LEFT, "完。"))
    document = read(words, [picture()], words, [picture()])
    assert [(each.code, each.place) for each in document.problems] == [("C46", "第2、4页")]
    assert texts(document, "正文")


def test_letters_that_are_not_what_they_look_like_are_said_to_be_so() -> None:
    assert [each.code for each in read(body((INDENT, "þÿêëìíîïðñòóôõö÷øùúû" * 2))).problems] == ["C46"]


@pytest.mark.parametrize(
    ("encoding", "codec"),
    [
        ("GBK-EUC-H", "gbk"),
        ("GBKp-EUC-H", "gbk"),
        ("GB-EUC-H", "gb2312"),
        ("UniGB-UCS2-H", "utf-16-be"),
        ("UniGB-UTF16-H", "utf-16-be"),
    ],
)
def test_fonts_that_are_not_in_the_file_are_read_by_their_encoding(encoding: str, codec: str) -> None:
    code = "收入1652.54万元".encode(codec).hex()
    document = read_pdf("报告", pdf([[f"BT /F1 16 Tf 80 700 Td <{code}> Tj ET"]], encoding=encoding))
    assert texts(document) == ["收入1652.54万元"] and not document.problems


@pytest.mark.needs_libreoffice
@pytest.mark.skipif(find_soffice() is None, reason="没有安装 LibreOffice")
@pytest.mark.slow
def test_the_pdf_of_a_report_says_what_the_word_report_says() -> None:
    made = convert({f"{name}.docx": printed(name).report for name in NAMES})
    for name in NAMES:
        word, paper = (
            read_docx("报告", read_package(printed(name).report)),
            read_pdf("报告", made.files[f"{name}.docx"]),
        )
        expected = [block.plain.text for block in word.prose() if len(block.plain.text) > 30]
        found = {block.plain.text for block in paper.prose()}
        assert len(expected) > 60 and [each for each in expected if each not in found] == []
        # on paper the two tables of a form touch each other
        assert rows(paper.grids[:1]) == rows(word.grids[:2])


def rows(grids: Sequence[Grid]) -> list[list[str]]:
    return [[squeeze(cell).text for cell in row] for found in grids for row in found.rows]
