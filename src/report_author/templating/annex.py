"""Inserts whole Word documents into a report as they are."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree
from markupsafe import Markup

from report_author.figures.values import Wanted
from report_author.model.findings import Finding
from report_author.ooxml.markup import MC, Element, W, detach, parse_xml, serialise, w
from report_author.ooxml.package import Package, PackageError, read_package
from report_author.ooxml.relations import first_related, main_part
from report_author.templating.annex_parts import (
    StyleImport,
    copy_numbering,
    copy_relations,
    settle_fonts,
    without_newer,
)
from report_author.templating.expressions import TemplateEnvironment
from report_author.templating.messages import finding
from report_author.templating.normalise import Styles, clean
from report_author.templating.renderlog import Missing

#: The one filter of the engine itself: ``{{ 附件|插入文档 }}``, alone in its paragraph.
FILTER = "插入文档"
FILTERED = re.compile(rf"^(?P<name>.*?)\|\s*{FILTER}\s*$", re.DOTALL)
_SIGNS = etree.XPath("//processing-instruction('annex')")
_NOTES = ("footnoteReference", "endnoteReference", "footnoteRef", "endnoteRef")
_PARTS_OF_BODY = {w("p"), w("tbl"), w("sdt"), w("customXml")}


@dataclass(slots=True)
class Annexes:
    """The documents inserted in one rendering. ``package`` grows with what they bring along; ``folder`` is where they lie."""

    package: Package
    part: str
    environment: TemplateEnvironment
    folder: Path
    findings: list[Finding] = field(default_factory=list)
    _documents: list[tuple[str, Package]] = field(default_factory=list)

    def sign(self, value: object) -> Markup:
        """What ``{{ value|插入文档 }}`` renders to: a sign in place of the paragraph, or a visible gap."""
        if isinstance(value, str) and value.strip():
            document = self._open(value.strip())
            if document is not None:
                self._documents.append((value.strip(), document))
                return Markup(f"<?annex {len(self._documents) - 1}?>")
            shown: object = f"【缺：附件 {value.strip()}】"
        elif value is None or value == "" or isinstance(value, (Missing, Wanted)):
            shown = value
        else:
            shown = "【缺：附件】"
            self._refuse("附件", "附件应当是一个文件名", "请在填报表中写明 .docx 文件的名称")
        text = self.environment.printed(shown)
        return Markup(f'<w:p xmlns:w="{W}"><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>')

    def _open(self, name: str) -> Package | None:
        place = f"附件“{name}”"
        if not name.lower().endswith(".docx"):
            self._refuse(place, "附件不是 .docx 文件", "请用 Word 或 WPS 另存为 .docx，再把文件名写进填报表")
            return None
        try:
            document = read_package(self.folder / name)
            body = main_part(document)
            if body is not None and parse_xml(document[body]).find(w("body")) is not None:
                return document
            self._refuse(place, "附件不是 Word 文档", "请用 Word 或 WPS 打开，另存为 .docx 后再试")
        except PackageError as problem:
            self._refuse(
                place, f"附件不能使用：{problem.message}", f"{problem.advice}；附件要与填报表放在同一文件夹"
            )
        except etree.XMLSyntaxError:
            self._refuse(place, "附件已损坏", "请用 Word 或 WPS 打开，另存一份后再试")
        return None

    def _refuse(self, place: str, message: str, advice: str) -> None:
        self.findings.append(finding("T18", place, message, advice))

    def insert(self, root: Element) -> None:
        """Put the documents in place of their signs."""
        signs: list[Element] = _SIGNS(root)  # type: ignore[assignment]
        for order, sign in enumerate(signs, start=1):
            name, document = self._documents[int(sign.text or "0")]
            blocks = self._blocks(name, document, f"附件{order}")
            parent = sign.getparent()
            if parent is not None:
                at = parent.index(sign)
                parent[at : at + 1] = blocks

    def _blocks(self, name: str, document: Package, tag: str) -> list[Element]:
        """The content of a document, ready for the report."""
        part = main_part(document) or ""
        root = parse_xml(document[part])
        clean(root, Styles())
        self._drop_what_cannot_come(name, root)
        body = root.find(w("body"))
        blocks = [_carried(each) for each in (body if body is not None else ()) if each.tag in _PARTS_OF_BODY]
        self._rename(blocks, tag)
        package = copy_relations(self.package, self.part, document, part, blocks, f"annex{tag[2:]}")
        imported = list(blocks)
        styles, own = first_related(document, part, "styles"), first_related(package, self.part, "styles")
        host = parse_xml(package[own]) if own else None
        if styles and host is not None:
            importer = StyleImport(host, parse_xml(document[styles]), tag)
            importer.apply(blocks)
            imported += [without_newer(style) for style in importer.imported]
        theme = first_related(document, part, "theme")
        settle_fonts(imported, parse_xml(document[theme]) if theme else None)
        package = copy_numbering(package, self.part, document, part, imported)
        self.package = package.with_parts({own: serialise(host)}) if host is not None else package
        return blocks

    def _drop_what_cannot_come(self, name: str, root: Element) -> None:
        lost = []
        notes = list(root.iter(*map(w, _NOTES)))
        if notes:
            lost.append("脚注和尾注")
        if any(size.get(w("orient")) == "landscape" for size in root.iter(w("pgSz"))):
            lost.append("横向页面")
        detach(*notes, *root.iter(w("sectPr"), w("outlineLvl")))
        if lost:
            self.findings.append(
                finding(
                    "T19",
                    f"附件“{name}”",
                    f"附件中的{'、'.join(lost)}没有带入报告",
                    "请核对报告中这份附件；需要的内容请写进附件正文",
                )
            )

    def _rename(self, blocks: list[Element], tag: str) -> None:
        """Bookmarks get names that the report does not use; links inside the annex follow."""
        names: dict[str, str] = {}
        elements = [element for block in blocks for element in block.iter(etree.Element)]
        for element in elements:
            if element.tag in (w("bookmarkStart"), w("bookmarkEnd")):
                element.set(w("id"), f"{tag}_{element.get(w('id'), '')}")
            if element.tag == w("bookmarkStart"):
                old = element.get(w("name"), "")
                names[old] = f"{tag}_{old}"[:40]
                element.set(w("name"), names[old])
        for element in elements:
            if element.tag == w("hyperlink") and element.get(w("anchor")) in names:
                element.set(w("anchor"), names[element.get(w("anchor"), "")])
            elif element.tag == w("instrText") and element.text:
                element.text = re.sub(
                    r"\S+", lambda found: names.get(found.group(), found.group()), element.text
                )


def _carried(block: Element) -> Element:
    """``block`` as it can stand in another document: alternative contents name their name spaces by prefix, so it brings those."""
    if next(block.iter(f"{{{MC}}}AlternateContent"), None) is not None:
        block = etree.fromstring(etree.tostring(block))
    return without_newer(block)
