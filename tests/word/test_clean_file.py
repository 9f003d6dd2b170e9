"""Everything in a finished package that a reader or a curious neighbour could find."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

import docx
import pytest
from lxml import etree

from report_author.model.findings import Severity
from report_author.ooxml.relations import with_part, with_relation
from report_author.word.clean import clean_template
from tests.support.samples import NAMES, printed
from tests.templating.wordkit import BODY, W, body_xml, packed
from tests.word.contentskit import root_of, shown, text

MARKS = {
    "ins",
    "del",
    "moveFrom",
    "moveTo",
    "commentRangeStart",
    "commentReference",
    "vanish",
    "specVanish",
    "webHidden",
}
CORE = "docProps/core.xml"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
DOCUMENTS = [(name, kind) for name in NAMES for kind in ("report", "tables")]
IDS = [f"sample{NAMES.index(name) + 1}-{kind}" for name, kind in DOCUMENTS]


def packages(data: bytes, place: str = "") -> Iterator[tuple[str, zipfile.ZipFile]]:
    """The package with those embedded in it."""
    archive = zipfile.ZipFile(io.BytesIO(data))
    yield place, archive
    for name in archive.namelist():
        if name.endswith((".xlsx", ".docx")):
            yield from packages(archive.read(name), f"{place}{name}!")


def parts(data: bytes) -> Iterator[tuple[str, bytes]]:
    for place, archive in packages(data):
        for name in archive.namelist():
            yield place + name, archive.read(name)


@pytest.mark.parametrize(("name", "kind"), DOCUMENTS, ids=IDS)
class TestFinishedFile:
    @pytest.fixture
    def data(self, name: str, kind: str) -> bytes:
        return getattr(printed(name), kind)

    def test_no_part_is_for_authors_only(self, data: bytes) -> None:
        names = [name for name, _ in parts(data)]
        unwanted = re.compile(
            r"comment|people|thumbnail|customXml|custom\.xml|vbaProject|printerSettings|glossary", re.I
        )
        assert [name for name in names if unwanted.search(name)] == []

    def test_nobody_is_named_but_the_department(self, data: bytes, name: str) -> None:
        department = printed(name).department.full_name
        for place, part in parts(data):
            if place.endswith("docProps/core.xml"):
                root = etree.fromstring(part)
                fields = {etree.QName(e).localname: e.text for e in root}
                assert fields.get("creator") in (None, "", department), place
                assert fields.get("lastModifiedBy") in (None, "", department), place
            if place.endswith("docProps/app.xml"):
                filled = {etree.QName(e).localname for e in etree.fromstring(part) if e.text}
                assert not filled & {"Company", "Manager", "Template"}, place

    def test_no_tag_of_the_template_is_left(self, data: bytes) -> None:
        for place, part in parts(data):
            if place.endswith((".xml", ".rels")):
                plain = re.sub(r"<[^>]*>", "", part.decode())
                assert not re.search(r"\{\{|\{%|%\}|\}\}|【缺", plain), place
                assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ufdd0-\ufdef]", part.decode()), place

    def test_no_clock_is_in_the_zip(self, data: bytes) -> None:
        for place, archive in packages(data):
            assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}, place

    def test_no_change_is_tracked_and_nothing_hidden(self, data: bytes) -> None:
        for place, part in parts(data):
            if place.endswith(".xml") and place.startswith("word/"):
                found = {etree.QName(e).localname for e in etree.fromstring(part).iter(f"{W}*")} & MARKS
                assert found == set(), place
            if place == "word/settings.xml":
                found = {etree.QName(e).localname for e in etree.fromstring(part)}
                assert not found & {
                    "trackRevisions",
                    "rsids",
                    "attachedTemplate",
                    "documentProtection",
                    "docVars",
                }


@pytest.mark.parametrize("name", NAMES)
def test_the_report_has_no_instruction_and_names_its_pictures(name: str) -> None:
    files = dict(parts(printed(name).report))
    styles = {
        s.get(f"{W}styleId"): s.find(f"{W}name").get(f"{W}val")
        for s in etree.fromstring(files["word/styles.xml"]).iter(f"{W}style")
    }
    root = etree.fromstring(files[BODY])
    used = {styles[s.get(f"{W}val")] for s in root.iter(f"{W}pStyle")}
    assert not used & {"填写说明", "模板标签"}
    assert all((d.get("descr") or d.get("title")) for d in root.iter(DRAWING))
    core = files[CORE].decode()
    assert "<dc:language>zh-CN</dc:language>" in core
    assert printed(name).department.full_name in core


# ------------------------------------------------------------------ templates as they come from an office


def hidden(words: str) -> str:
    return f"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>{words}</w:t></w:r><w:r><w:t>看得见</w:t></w:r></w:p>"


def test_hidden_text_is_not_published_and_its_author_is_told() -> None:
    package, findings = clean_template(body_xml(packed(docx.Document()), hidden("给自己的备注")))
    assert [shown(p) for p in root_of(package).iter(f"{W}p")] == ["看得见"]
    assert [(f.code, f.severity, f.quote) for f in findings] == [("T32", Severity.INFO, "给自己的备注")]


def test_text_hidden_by_a_style_goes_too() -> None:
    package = packed(docx.Document())
    style = "<w:style w:type='character' w:styleId='Secret'><w:name w:val='暗'/><w:rPr><w:vanish/></w:rPr></w:style>"
    sheet = package["word/styles.xml"].decode().replace("</w:styles>", style + "</w:styles>")
    run = "<w:p><w:r><w:rPr><w:rStyle w:val='Secret'/></w:rPr><w:t>备注</w:t></w:r><w:r><w:t>看得见</w:t></w:r></w:p>"
    package, findings = clean_template(body_xml(package.with_parts({"word/styles.xml": sheet.encode()}), run))
    assert [shown(p) for p in root_of(package).iter(f"{W}p")] == ["看得见"]
    assert len(findings) == 1


def test_hidden_tags_stay_in_force() -> None:
    package, findings = clean_template(body_xml(packed(docx.Document()), hidden("{%p if 有 %}")))
    assert [shown(p) for p in root_of(package).iter(f"{W}p")] == ["{%p if 有 %}看得见"]
    assert b"vanish" not in package[BODY]
    assert findings == []


def test_a_template_with_nothing_hidden_is_left_as_it_is() -> None:
    package = body_xml(packed(docx.Document()), text("正文"))
    assert clean_template(package)[0][BODY] is package[BODY]


def test_the_template_s_company_and_editing_sessions_go() -> None:
    package = packed(docx.Document())
    assert "docProps/app.xml" in package
    traces = "<w:trackRevisions/><w:rsids><w:rsidRoot w:val='00B4'/></w:rsids>"
    settings = re.sub(rb"(<w:defaultTabStop)", traces.encode() + rb"\1", package["word/settings.xml"])
    package = package.with_parts({"word/settings.xml": settings})
    package, _ = with_relation(
        package, "word/settings.xml", "attachedTemplate", "file:///C:/张三/模板.dotx", external=True
    )
    package = with_part(package, "docProps/custom.xml", b"<Properties/>", "application/x")
    package, _ = with_relation(package, "", "custom-properties", "docProps/custom.xml")
    package, _ = clean_template(package)
    assert not {"docProps/app.xml", "docProps/custom.xml", "docProps/thumbnail.jpeg"} & set(package)
    assert not any(
        "张三" in data.decode(errors="replace") for name, data in package.items() if name.endswith(".rels")
    )
    assert (
        b"trackRevisions" not in package["word/settings.xml"] and b"rsid" not in package["word/settings.xml"]
    )
