"""Whatever file a person hands in, the answer is a report or a plain sentence."""

from __future__ import annotations

import io
import struct
import sys
import zipfile
from pathlib import Path

import docx
import pytest

from report_author.audit.reading.blocks import Document
from report_author.audit.reading.files import ToWord, read_report
from report_author.ooxml.package import Package, write_package
from report_author.pipeline.office import find_soffice, to_word
from tests.audit.docx_made import made, p
from tests.audit.pdf_made import pdf, text

WORDS = "本年收入1652.54万元。"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def word() -> bytes:
    return write_package(made(p(WORDS)))


def stream(name: str) -> bytes:
    return OLE + name.encode("utf-16-le") + bytes(512)


def zipped(files: dict[str, str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, inside in files.items():
            archive.writestr(name, inside)
    return target.getvalue()


def read(folder: Path, name: str, data: bytes, converter: ToWord | None = None) -> Document:
    path = folder / name
    path.write_bytes(data)
    return read_report(path, converter)


SAME = {
    "报告.docx": word(),
    "报告.docm": word(),
    "名字不对.doc": word(),
    "没有后缀": word(),
    "报告.txt": WORDS.encode(),
    "国标码.txt": WORDS.encode("gb18030"),
    "带记号.txt": WORDS.encode("utf-8-sig"),
    "宽字符.txt": WORDS.encode("utf-16"),
    "网页.html": f"<html><body><p>{WORDS}</p></body></html>".encode(),
    "其实是网页.doc": f"<html><head><meta charset=gb2312></head><body><p>{WORDS}</p></body></html>".encode(
        "gb2312"
    ),
    "报告.pdf": pdf([[text(80, 700, WORDS)]]),
    "改了名.docx": pdf([[text(80, 700, WORDS)]]),
}


@pytest.mark.parametrize("name", SAME)
def test_the_content_counts_not_the_name(name: str, tmp_path: Path) -> None:
    document = read(tmp_path, name, SAME[name])
    assert [block.text for block in document.blocks] == [WORDS]
    assert document.name == Path(name).stem and not document.problems


def test_only_a_word_report_takes_comments(tmp_path: Path) -> None:
    assert {name: read(tmp_path, name, data).commentable for name, data in SAME.items()} == {
        name: data.startswith(b"PK") for name, data in SAME.items()
    }


REFUSED = {
    "空.docx": (b"", "空的"),
    "空白.txt": (b" \r\n", "空的"),
    "坏.docx": (word()[:300], "已损坏"),
    "缺页.docx": (write_package(made("").with_parts({"word/document.xml": b"<w:document"})), "已损坏"),
    "表.xlsx": (
        zipped(
            {
                "[Content_Types].xml": "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>"
            }
        ),
        "不是 Word",
    ),
    "表.xls": (stream("Workbook"), "Excel"),
    "加密.docx": (stream("EncryptedPackage"), "密码"),
    "别的.msg": (stream("Whatever"), "认不出"),
    "老.doc": (stream("WordDocument"), ".doc 格式"),
    "老.wps": (stream("WordDocument"), ".wps 格式"),
    "报告.rtf": (b"{\\rtf1 abc}", ".rtf 格式"),
    "报告.odt": (zipped({"mimetype": "", "content.xml": "", "META-INF/manifest.xml": ""}), ".odt 格式"),
    "版式.ofd": (zipped({"OFD.xml": "<OFD/>"}), "OFD"),
    "包.zip": (zipped({"报告.txt": "abc"}), "压缩包"),
    "包.rar": (b"Rar!\x1a\x07\x00", "压缩包"),
    "坏.pdf": (b"%PDF-1.7\nxxxx", "已损坏"),
    "乱.txt": (bytes(range(256)), "认不出"),
    "空页.html": (b"<html><body><script>1</script></body></html>", "没有文字"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_cannot_be_read_says_why_and_what_to_do(name: str, tmp_path: Path) -> None:
    data, why = REFUSED[name]
    document = read(tmp_path, name, data)
    [finding] = document.problems
    assert (finding.code, finding.severity.label, finding.place) == ("B40", "错误", name)
    assert why in finding.message and finding.advice.endswith("。")
    assert not document.blocks


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    for path in (tmp_path / "没有.docx", tmp_path):
        assert [each.code for each in read_report(path).problems] == ["B40"]


@pytest.mark.parametrize(
    "data", [b"\xff\xd8\xff\xe0" + bytes(50), b"\x89PNG\r\n\x1a\n" + bytes(50), b"II*\x00" + bytes(50)]
)
def test_a_picture_is_a_scan(data: bytes, tmp_path: Path) -> None:
    [finding] = read(tmp_path, "扫描.docx", data).problems
    assert finding.code == "C46" and "图片" in finding.message


def test_a_small_file_that_unpacks_to_gigabytes_is_refused(tmp_path: Path) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", bytes(1_000_000))
    data = bytearray(target.getvalue())
    # the directory says four gigabytes: nobody unpacks that to find out
    entry = data.rindex(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = struct.pack("<I", 0xF0000000)
    [finding] = read(tmp_path, "炸弹.docx", bytes(data)).problems
    assert "过大" in finding.message


def test_a_report_in_the_strict_form_is_read(tmp_path: Path) -> None:
    package = made(p(WORDS))
    names = {
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main": b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    }
    parts = dict(package)
    for usual, strict in names.items():
        parts = {name: data.replace(usual, strict) for name, data in parts.items()}
    document = read(tmp_path, "严格.docx", write_package(Package(parts)))
    assert [block.text for block in document.blocks] == [WORDS]
    assert not document.commentable


def test_an_older_report_is_read_as_the_converter_makes_it(tmp_path: Path) -> None:
    asked: list[tuple[str, bytes]] = []

    def converter(name: str, data: bytes) -> tuple[bytes, str]:
        asked.append((name, data))
        return word(), ""

    document = read(tmp_path, "老报告.wps", stream("WordDocument"), converter)
    assert [block.text for block in document.blocks] == [WORDS]
    assert asked == [("report.doc", stream("WordDocument"))]
    assert not document.commentable and document.name == "老报告"


def test_without_libreoffice_an_older_report_says_what_is_missing(tmp_path: Path) -> None:
    document = read(
        tmp_path, "老.doc", stream("WordDocument"), lambda name, data: (b"", "这台电脑没有安装 LibreOffice")
    )
    [finding] = document.problems
    assert "这台电脑没有安装 LibreOffice" in finding.message and "另存为 .docx" in finding.advice


@pytest.mark.needs_libreoffice
@pytest.mark.skipif(find_soffice() is None, reason="没有安装 LibreOffice")
def test_libreoffice_makes_a_readable_report_of_an_old_one(tmp_path: Path) -> None:
    rich = "{\\rtf1\\ansi " + "".join(f"\\u{ord(char)}?" for char in WORDS) + "\\par}"
    document = read(tmp_path, "老.rtf", rich.encode("ascii"), to_word)
    assert [block.text for block in document.blocks] == [WORDS]


def test_a_report_of_python_docx_is_read(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("部门概况", 1)
    document.add_paragraph(WORDS)
    document.save(str(tmp_path / "报告.docx"))
    found = read_report(tmp_path / "报告.docx")
    assert [(block.text, block.style) for block in found.blocks] == [("部门概况", 1), (WORDS, 0)]


def test_lines_of_a_text_file_become_paragraphs(tmp_path: Path) -> None:
    line = "本年收入合计一千六百五十二万元，其中一般公共预算财政拨款"
    lines = [*(["  " + line, line, "收入六百万元。"] * 6), "二、支出决算情况说明"]
    document = read(tmp_path, "报告.txt", "\n".join(lines).encode())
    assert len(document.blocks) == 7
    assert document.blocks[0].plain.text == line + line + "收入六百万元。"


def test_a_pdf_is_refused_in_plain_words_where_its_reader_is_not_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "report_author.audit.reading.pdf_reader", raising=False)
    monkeypatch.setitem(sys.modules, "pdfplumber", None)
    [finding] = read(tmp_path, "报告.pdf", b"%PDF-1.4\n").problems
    assert finding.code == "B40" and "pdfplumber" in finding.message and "Word" in finding.advice
