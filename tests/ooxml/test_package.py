"""Office files in and out: nothing lost, the same bytes for the same content, bad files refused in Chinese."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from report_author.ooxml import package as package_module
from report_author.ooxml.package import Package, PackageError, read_package, write_package
from report_author.ooxml.relations import (
    content_type,
    drop_part,
    main_part,
    related,
    relations,
    with_part,
    with_relation,
)

TYPES = (
    b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="main"/></Types>'
)
RELS = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)


def _zip(entries: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return stream.getvalue()


def _small() -> Package:
    parts = {
        "_rels/.rels": RELS,
        "[Content_Types].xml": TYPES,
        "word/document.xml": b"<d/>" * 100,
        "文/图.bin": b"\x00\x01",
    }
    return read_package(_zip({"word/": b"", **parts}))


def test_a_file_is_written_the_same_whenever_it_is_written() -> None:
    first, second = write_package(_small()), write_package(dict(_small()))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["[Content_Types].xml", "_rels/.rels", "word/document.xml", "文/图.bin"]
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.read("文/图.bin") == b"\x00\x01"
    assert dict(read_package(first)) == dict(_small())


def test_a_changed_part_leaves_the_others_alone(tmp_path: Path) -> None:
    package = _small()
    changed = package.with_parts({"word/document.xml": b"<e/>"})
    write_package(changed, tmp_path / "甲.docx")
    again = read_package(tmp_path / "甲.docx")
    assert again["word/document.xml"] == b"<e/>"
    assert package["word/document.xml"] == b"<d/>" * 100
    assert again["_rels/.rels"] == package["_rels/.rels"]
    assert "文/图.bin" not in changed.without(["文/图.bin"])


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "旧格式"),
        (b"not a zip", "已损坏"),
        (_zip({"a.txt": b"x"}), "不是 Word 或 Excel"),
        (_zip({"[Content_Types].xml": TYPES, "../a.xml": b"x"}), "名称不正常"),
        (_zip({"[Content_Types].xml": TYPES, "/etc/a": b"x"}), "名称不正常"),
        (write_package(_small())[:-40], "已损坏"),
    ],
)
def test_a_bad_file_is_refused_in_chinese(data: bytes, says: str) -> None:
    with pytest.raises(PackageError) as caught:
        read_package(data)
    assert says in caught.value.message
    assert caught.value.advice


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(PackageError, match="找不到"):
        read_package(tmp_path / "没有.docx")


def test_a_zip_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package_module, "MAX_TOTAL", 1000)
    with pytest.raises(PackageError, match="过大"):
        read_package(_zip({"[Content_Types].xml": TYPES, "a.xml": b"0" * 2000}))


def test_relations_are_followed_added_and_dropped() -> None:
    package = _small()
    assert main_part(package) == "word/document.xml"
    package = with_part(package, "word/media/i.png", b"png", "image/png")
    package, first = with_relation(package, "word/document.xml", "image", "word/media/i.png")
    package, second = with_relation(package, "word/document.xml", "hyperlink", "http://a/b", external=True)
    assert (first, second) == ("rId1", "rId2")
    assert related(package, "word/document.xml", "image") == ("word/media/i.png",)
    assert [(r.kind, r.target, r.external) for r in relations(package, "word/document.xml")][1] == (
        "hyperlink",
        "http://a/b",
        True,
    )
    assert content_type(package, "word/media/i.png") == "image/png"
    assert content_type(package, "word/other.xml") == "application/xml"
    package = drop_part(package, "word/media/i.png")
    assert "word/media/i.png" not in package
    assert [r.kind for r in relations(package, "word/document.xml")] == ["hyperlink"]
    assert b"i.png" not in package["[Content_Types].xml"]
