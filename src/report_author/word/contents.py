"""The contents page, filled from the headings really printed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from report_author.model.findings import Finding
from report_author.ooxml.markup import W, escape_xml, parse_xml, serialise, w
from report_author.ooxml.package import Package
from report_author.ooxml.relations import main_part
from report_author.templating.messages import finding
from report_author.templating.normalise import own_texts, style_of
from report_author.templating.revisions import detach
from report_author.word.contents_field import ContentsField, Switches, contents_fields, empty_field
from report_author.word.contents_styles import ParagraphStyles, read_styles, with_entry_styles

#: What stands in place of a page number that is not known yet.
UNKNOWN_PAGE = "—"
_PREFIX = "_Toc"
_FIRST_ID = 100_001  # bookmarks of the text are counted from 1 while rendering, over all parts
_PLACE = "Word模板·目录"
_BREAK = re.compile(r"([!-~])?[^\S\n]*\n\s*([!-~])?")
_DEFAULT_TAB = 8844


@dataclass(frozen=True, slots=True)
class ContentsFiller:
    """Fills the contents field of a rendered body; a ``Change`` of the Word engine.

    Every heading that is listed gets a bookmark, every entry its text, a dot leader, and the number of its page, for which
    ``UNKNOWN_PAGE`` stands until the pages are counted.
    """

    styles: ParagraphStyles
    tab: int

    def __call__(self, root: etree._Element) -> None:
        fields = contents_fields(root) if root.tag == w("document") else []
        names: dict[etree._Element, str] = {}
        for contents in fields:
            entries = []
            for paragraph, level, text in printed_headings(root, contents.switches, self.styles):
                name = names.setdefault(paragraph, f"{_PREFIX}{len(names) + 1:08d}")
                entries.append(self._entry(level, text, name))
            _insert(contents, entries)
        for number, (paragraph, name) in enumerate(names.items(), start=_FIRST_ID):
            _mark(paragraph, name, number)

    def _entry(self, level: int, text: str, name: str) -> str:
        style = self.styles.entry(level)
        tabs = ""
        if style not in self.styles.tabbed:
            tabs = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{self.tab}"/></w:tabs>'
        pieces = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
        begin, separate, end = pieces  # WPS does not show a field that sits in one run
        return (
            f'<w:p><w:pPr><w:pStyle w:val="{escape_xml(style)}"/>{tabs}</w:pPr>'
            f'<w:hyperlink w:anchor="{name}" w:history="1"><w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>'
            f'<w:t xml:space="preserve">{escape_xml(text)}</w:t></w:r><w:r><w:tab/></w:r>{begin}'
            f'<w:r><w:instrText xml:space="preserve"> PAGEREF {name} \\h </w:instrText></w:r>{separate}'
            f"<w:r><w:t>{UNKNOWN_PAGE}</w:t></w:r>{end}</w:hyperlink></w:p>"
        )


def prepare_contents(package: Package) -> tuple[Package, ContentsFiller | None, list[Finding]]:
    """Make a template ready: old entries and their bookmarks go before anything in them is taken for a tag.

    Returns no filler, with a 提示, where the template has no contents field.
    """
    body = main_part(package)
    if body is None:
        return package, None, []
    try:
        root = parse_xml(package[body])
    except etree.XMLSyntaxError:
        return package, None, []  # the engine refuses the template, with its place
    fields = contents_fields(root)
    if not fields:
        advice = "请在模板的目录页用“引用→目录”插入目录（显示 1-3 级），内容由程序填入。"
        return package, None, [finding("T30", _PLACE, "模板中没有目录域，报告不会有目录。", advice)]
    for contents in fields:
        empty_field(root, contents)
    _drop_old_bookmarks(root)
    for mark in root.iter(w("fldChar")):
        if mark.get(w("dirty")):
            del mark.attrib[w("dirty")]
    levels = range(min(c.switches.levels[0] for c in fields), max(c.switches.levels[-1] for c in fields) + 1)
    package = with_entry_styles(package.with_parts({body: serialise(root)}), levels)
    styles = read_styles(package)
    filler = ContentsFiller(styles, _text_width(root))
    return package, filler, _numbering_findings(root, fields, styles)


def printed_headings(
    root: etree._Element, switches: Switches, styles: ParagraphStyles
) -> list[tuple[etree._Element, int, str]]:
    """The headings that the field lists: paragraph, level, text on one line. Empty ones, and those in text boxes, are left out."""
    named, outline = _style_levels(switches, styles)
    levels: dict[etree._Element, int] = {}
    for element in root.iter(w("pStyle"), w("outlineLvl")):
        properties = element.getparent()
        paragraph = properties.getparent() if properties is not None else None
        if paragraph is None or paragraph.tag != w("p"):
            continue
        value = element.get(w("val"), "")
        if element.tag == w("pStyle"):
            level = named.get(value) or outline.get(value)
        elif (
            switches.outline and style_of(paragraph) not in named
        ):  # the paragraph's own level goes before its style's
            level = int(value) + 1 if value.isdecimal() else None
            level = level if level in switches.levels else None
        else:
            continue
        levels.pop(paragraph, None)
        if level is not None:
            levels[paragraph] = level
    found = []
    for paragraph, level in levels.items():
        text = heading_text(paragraph)
        if text and next(iter(paragraph.iterancestors(w("txbxContent"))), None) is None:
            found.append((paragraph, level, text))
    return found


def heading_text(paragraph: etree._Element) -> str:
    """The text of a heading on one line: a line break inside it joins what it parted, as Chinese is written without spaces."""
    text = "".join(text for _, text in own_texts(paragraph)).replace("\t", "\u3000")
    return _BREAK.sub(_joined, text.strip())


def _joined(found: re.Match[str]) -> str:
    before, after = found.group(1) or "", found.group(2) or ""
    return before + (" " if before and after else "") + after


def _style_levels(switches: Switches, styles: ParagraphStyles) -> tuple[dict[str, int], dict[str, int]]:
    """The level of each style that the field names (built-in headings included), then of each that has an outline level."""
    headings = styles.headings if switches.headings else {}
    named = {style: level for style, level in headings.items() if level in switches.levels}
    named |= {styles.ids[name]: level for name, level in switches.styles.items() if name in styles.ids}
    outline = styles.outline if switches.outline else {}
    return named, {style: level for style, level in outline.items() if level in switches.levels}


def _insert(contents: ContentsField, entries: list[str]) -> None:
    """Put the entries behind the field's separator; the first one shares the field's first paragraph."""
    if not entries:
        return
    new = list(etree.fromstring(f'<w:body xmlns:w="{W}">{"".join(entries)}</w:body>'))
    first = contents.first
    old = first.find(w("pPr"))
    if old is not None:
        first.remove(old)
    first.insert(0, new[0][0])
    first.extend(list(new[0]))
    for paragraph in reversed(new[1:]):
        first.addnext(paragraph)


def _mark(paragraph: etree._Element, name: str, number: int) -> None:
    start = etree.Element(w("bookmarkStart"), {w("id"): str(number), w("name"): name})
    paragraph.insert(1 if paragraph.find(w("pPr")) is not None else 0, start)
    etree.SubElement(paragraph, w("bookmarkEnd"), {w("id"): str(number)})


def _drop_old_bookmarks(root: etree._Element) -> None:
    old = [start for start in root.iter(w("bookmarkStart")) if start.get(w("name"), "").startswith(_PREFIX)]
    gone = {start.get(w("id")) for start in old}
    for element in [*old, *(end for end in root.iter(w("bookmarkEnd")) if end.get(w("id")) in gone)]:
        detach(element)


def _text_width(root: etree._Element) -> int:
    """The width of the text of the last section in twips: where the page numbers end, when no style says so."""
    sections = list(root.iter(w("sectPr")))
    size = sections[-1].find(w("pgSz")) if sections else None
    margins = sections[-1].find(w("pgMar")) if sections else None
    if size is None or margins is None:
        return _DEFAULT_TAB
    return (
        int(size.get(w("w"), "11906")) - int(margins.get(w("left"), "0")) - int(margins.get(w("right"), "0"))
    )


def _numbering_findings(
    root: etree._Element, fields: Iterable[ContentsField], styles: ParagraphStyles
) -> list[Finding]:
    """Headings that Word numbers by itself: their numbers are not text, so neither the contents nor a web page shows them."""
    numbered = []
    for contents in fields:
        for paragraph, _, text in printed_headings(root, contents.switches, styles):
            own = paragraph.find(f"{w('pPr')}/{w('numPr')}/{w('numId')}")
            automatic = (
                own.get(w("val")) != "0" if own is not None else style_of(paragraph) in styles.numbered
            )
            if automatic:
                numbered.append(text)
    if not numbered:
        return []
    message = f"模板中有 {len(numbered)} 个标题用了 Word 的自动编号，目录里不会有这些编号。"
    advice = "请去掉自动编号，改用标签 {{ 部分号 }}、{{ 章号 }}、{{ 节号 }} 写在标题前面。"
    return [finding("T31", _PLACE, message, advice, numbered[0])]
