"""The contents page: its field (TOC), the styles that it lists, how it is filled from the headings really printed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lxml import etree

from report_author.model.findings import Finding
from report_author.ooxml.markup import (
    Element,
    W,
    detach,
    escape_xml,
    parse_xml,
    quote_attribute,
    serialise,
    value,
    w,
)
from report_author.ooxml.package import Package
from report_author.ooxml.relations import first_related, main_part
from report_author.ooxml.word_styles import StyleSheet
from report_author.records import frozen
from report_author.templating.messages import finding
from report_author.templating.normalise import drop_bookmarks, own_texts, style_of

#: What stands in place of a page number that is not known yet.
UNKNOWN_PAGE = "—"
_PREFIX = "_Toc"
_FIRST_ID = 100_001  # bookmarks of the text are counted from 1 while rendering, over all parts
_PLACE = "Word模板·目录"
_BREAK = re.compile(r"([!-~])?[^\S\n]*\n\s*([!-~])?")
_DEFAULT_TAB = 8844
#: the marks of a field: WPS does not show a field that sits in one run
_BEGIN, _SEPARATE, _END = (
    f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
)


@frozen
class ContentsFiller:
    """Fills the contents field of a rendered body; a ``Change`` of the Word engine.

    Every heading that is listed gets a bookmark, every entry its text, a dot leader, and the number of its page, for which
    ``UNKNOWN_PAGE`` stands until the pages are counted.
    """

    styles: ParagraphStyles
    tab: int

    def __call__(self, root: Element) -> None:
        fields = contents_fields(root) if root.tag == w("document") else []
        names: dict[Element, str] = {}
        for contents in fields:
            entries = []
            for paragraph, level, text in printed_headings(root, contents.switches, self.styles):
                name = names.setdefault(paragraph, f"{_PREFIX}{len(names) + 1:08d}")
                entries.append(self._entry(level, text, name))
            _insert(contents, entries)
        for number, (paragraph, name) in enumerate(names.items(), start=_FIRST_ID):
            add_bookmark(paragraph, name, number)

    def _entry(self, level: int, text: str, name: str) -> str:
        style = self.styles.ids[f"toc {level}"]
        tabs = ""
        if style not in self.styles.tabbed:
            tabs = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{self.tab}"/></w:tabs>'
        return (
            f'<w:p><w:pPr><w:pStyle w:val="{escape_xml(style)}"/>{tabs}</w:pPr>'
            f'<w:hyperlink w:anchor="{name}" w:history="1"><w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>'
            f'<w:t xml:space="preserve">{escape_xml(text)}</w:t></w:r><w:r><w:tab/></w:r>{_BEGIN}'
            f'<w:r><w:instrText xml:space="preserve"> PAGEREF {name} \\h </w:instrText></w:r>{_SEPARATE}'
            f"<w:r><w:t>{UNKNOWN_PAGE}</w:t></w:r>{_END}</w:hyperlink></w:p>"
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
    drop_bookmarks(root, _PREFIX)
    for mark in root.iter(w("fldChar")):
        if mark.get(w("dirty")):
            del mark.attrib[w("dirty")]
    levels = range(min(c.switches.levels[0] for c in fields), max(c.switches.levels[-1] for c in fields) + 1)
    package = with_entry_styles(package.with_parts({body: serialise(root)}), levels)
    styles = read_styles(package)
    filler = ContentsFiller(styles, _text_width(root))
    return package, filler, _numbering_findings(root, fields, styles)


def printed_headings(
    root: Element, switches: Switches, styles: ParagraphStyles
) -> list[tuple[Element, int, str]]:
    """The headings that the field lists: paragraph, level, text on one line. Empty ones, and those in text boxes, are left out."""
    named, outline = _style_levels(switches, styles)
    levels: dict[Element, int] = {}
    for element in root.iter(w("pStyle"), w("outlineLvl")):
        properties = element.getparent()
        paragraph = properties.getparent() if properties is not None else None
        if paragraph is None or paragraph.tag != w("p"):
            continue
        said = element.get(w("val"), "")
        if element.tag == w("pStyle"):
            level = named.get(said) or outline.get(said, 0)
        elif switches.outline and style_of(paragraph) not in named:
            level = int(said) + 1 if said.isdecimal() else 0  # its own goes before that of its style
            level = level if level in switches.levels else 0
        else:
            continue
        levels.pop(paragraph, None)
        if level:
            levels[paragraph] = level
    found = [(paragraph, level, heading_text(paragraph)) for paragraph, level in levels.items()]
    return [each for each in found if each[2] and next(each[0].iterancestors(w("txbxContent")), None) is None]


def heading_text(paragraph: Element) -> str:
    """The text of a heading on one line: a line break inside it joins what it parted, as Chinese is written without spaces."""
    text = "".join(text for _, text in own_texts(paragraph)).replace("\t", "\u3000")
    return _BREAK.sub(_joined, text.strip())


def _joined(found: re.Match[str]) -> str:
    before, after = found[1] or "", found[2] or ""
    return before + (" " if before and after else "") + after


def _style_levels(switches: Switches, styles: ParagraphStyles) -> tuple[dict[str, int], dict[str, int]]:
    """The level of each style that the field names (built-in headings included), then of each that has an outline level."""
    headings = styles.headings if switches.headings else {}
    named = {style: level for style, level in headings.items() if level in switches.levels}
    named |= {styles.ids[name]: level for name, level in switches.styles.items() if name in styles.ids}
    outline = styles.outline if switches.outline else {}
    return named, {style: level for style, level in outline.items() if level in switches.levels}


def _elements(xml: str) -> list[Element]:
    return list(etree.fromstring(f'<w:body xmlns:w="{W}">{xml}</w:body>'))


def _insert(contents: ContentsField, entries: list[str]) -> None:
    """Put the entries behind the field's separator; the first one shares the field's first paragraph."""
    if not entries:
        return
    new = _elements("".join(entries))
    first = contents.first
    detach(*first.findall(w("pPr")))
    first.insert(0, new[0][0])
    first.extend(list(new[0]))
    for paragraph in reversed(new[1:]):
        first.addnext(paragraph)


def add_bookmark(paragraph: Element, name: str, number: int) -> None:
    """A bookmark around a whole paragraph."""
    start = etree.Element(w("bookmarkStart"), {w("id"): str(number), w("name"): name})
    paragraph.insert(_behind_properties(paragraph), start)
    etree.SubElement(paragraph, w("bookmarkEnd"), {w("id"): str(number)})


def _behind_properties(paragraph: Element) -> int:
    return 0 if paragraph.find(w("pPr")) is None else 1


def _text_width(root: Element) -> int:
    """The width of the text of the last section in twips: where the page numbers end, when no style says so."""
    sections = list(root.iter(w("sectPr")))
    if not sections or any(sections[-1].find(w(name)) is None for name in ("pgSz", "pgMar")):
        return _DEFAULT_TAB
    left, right = (int(value(sections[-1], "pgMar", side) or "0") for side in ("left", "right"))
    return int(value(sections[-1], "pgSz", "w") or "11906") - left - right


def _numbering_findings(
    root: Element, fields: Iterable[ContentsField], styles: ParagraphStyles
) -> list[Finding]:
    """Headings that Word numbers by itself: their numbers are not text, so neither the contents nor a web page shows them."""
    numbered = []
    for contents in fields:
        for paragraph, _, text in printed_headings(root, contents.switches, styles):
            own = value(paragraph, "pPr/numPr/numId")
            if own != "0" if own else style_of(paragraph) in styles.numbered:
                numbered.append(text)
    if not numbered:
        return []
    message = f"模板中有 {len(numbered)} 个标题用了 Word 的自动编号，目录里不会有这些编号。"
    advice = "请去掉自动编号，改用标签 {{ 部分号 }}、{{ 章号 }}、{{ 节号 }} 写在标题前面。"
    return [finding("T31", _PLACE, message, advice, numbered[0])]


_SWITCH = re.compile(r'\\([a-zA-Z])\s*("[^"]*"|[^\s\\"]+)?')
_RANGE = re.compile(r"\s*([1-9])\s*-\s*([1-9])\s*")


@frozen
class Switches:
    r"""What the field's instruction asks for: ``\o "1-3"`` (built-in headings), ``\u`` (outline levels), ``\t`` (named styles)."""

    levels: range
    headings: bool
    outline: bool
    styles: Mapping[str, int]


@frozen
class ContentsField:
    """A contents field: the paragraph it begins in, the paragraph it ends in, its instruction."""

    first: Element
    last: Element
    begin: Element
    end: Element
    instruction: str

    @property
    def switches(self) -> Switches:
        return read_switches(self.instruction)


def read_switches(instruction: str) -> Switches:
    """The switches of a TOC instruction; without any, Word lists the built-in headings."""
    found = {name.lower(): value.strip('"') for name, value in _SWITCH.findall(instruction)}
    limits = _RANGE.fullmatch(found.get("o", ""))
    levels = range(int(limits[1]), int(limits[2]) + 1) if limits else range(1, 10)
    words = [word.strip() for word in re.split(r"[,;，；]", found.get("t", ""))]
    styles = {
        name.lower(): int(level)
        for name, level in zip(words[::2], words[1::2], strict=False)
        if level.isdecimal() and int(level) in range(1, 10)
    }
    return Switches(levels, "o" in found or not ({"u", "t"} & found.keys()), "u" in found, styles)


def contents_fields(root: Element) -> list[ContentsField]:
    """The fields that list headings, in order; lists of figures, of tables or of marked terms are other fields."""
    found = []
    open_fields: list[_Open] = []
    for element in root.iter(w("fldChar"), w("instrText")):
        if element.tag == w("instrText"):
            if open_fields and not open_fields[-1].separated:
                open_fields[-1].instruction.append(element.text or "")
            continue
        kind = element.get(w("fldCharType"))
        if kind == "begin":
            open_fields.append(_Open(element))
        elif kind == "separate" and open_fields:
            open_fields[-1].separated = True
        elif kind == "end" and open_fields:
            done = open_fields.pop()
            instruction = "".join(done.instruction)
            first, last = _paragraph(done.begin), _paragraph(element)
            if _lists_headings(instruction) and first is not None and last is not None:
                found.append(ContentsField(first, last, done.begin, element, instruction))
    return found


@dataclass(slots=True)
class _Open:
    begin: Element
    instruction: list[str] = field(default_factory=list)
    separated: bool = False


def _lists_headings(instruction: str) -> bool:
    words = instruction.split()
    names = {name.lower() for name, _ in _SWITCH.findall(instruction)}
    return bool(words) and words[0].upper() == "TOC" and not names & {"a", "c", "f"}


def _paragraph(element: Element) -> Element | None:
    return next(element.iterancestors(w("p")), None)


def empty_field(root: Element, contents: ContentsField) -> None:
    """Take the field's old entries out: its first paragraph keeps begin, instruction and separator, a last one keeps the end.

    The last paragraph stays even when nothing else is in it, because a section may end with it.
    """
    first, last = contents.first, contents.last
    paragraphs = list(root.iter(w("p")))
    for paragraph in paragraphs[paragraphs.index(first) + 1 : paragraphs.index(last)]:
        _remove_block(paragraph)
    begin, end = _child_of(first, contents.begin), _child_of(last, contents.end)
    if first is last:
        last = _split(first, end)
    detach(end, *(each for each in end.itersiblings(preceding=True) if each.tag != w("pPr")))
    detach(begin, *begin.itersiblings())
    text = f'<w:r><w:instrText xml:space="preserve">{escape_xml(contents.instruction)}</w:instrText></w:r>'
    first.extend(_elements(_BEGIN + text + _SEPARATE))
    last.insert(_behind_properties(last), *_elements(_END))


def _split(paragraph: Element, end: Element) -> Element:
    """Move what begins with ``end`` into a paragraph of its own behind, which takes over the section break."""
    last = etree.Element(w("p"))
    properties = paragraph.find(w("pPr"))
    if properties is not None:
        section = properties.find(w("sectPr"))
        if section is not None:
            etree.SubElement(last, w("pPr")).append(section)
    last.extend([end, *end.itersiblings()])
    paragraph.addnext(last)
    return last


def _remove_block(paragraph: Element) -> None:
    """Take a paragraph out, with the content control that held nothing else."""
    parent = paragraph.getparent()
    detach(paragraph)
    if parent is not None and parent.tag == w("sdtContent") and len(parent) == 0:
        detach(next(parent.iterancestors()))


def _child_of(paragraph: Element, element: Element) -> Element:
    """The direct child of ``paragraph`` that holds ``element``."""
    return next(each for each in (element, *element.iterancestors()) if each.getparent() is paragraph)


_LEVELS = tuple("012345678")
_STEP = 320  # twips that each level is moved in: one character of 16 pt
_RIGHT_TAB = f"{w('pPr')}/{w('tabs')}/{w('tab')}[@{w('val')}='right']"


@frozen
class ParagraphStyles:
    """The paragraph styles by id, what they inherit included. Levels count from 1 (``heading 1``, ``w:outlineLvl`` 0)."""

    default: str
    ids: Mapping[str, str]
    headings: Mapping[str, int]
    outline: Mapping[str, int]
    numbered: frozenset[str]
    tabbed: frozenset[str]


def read_styles(package: Package) -> ParagraphStyles:
    """The paragraph styles of ``package``; none where it has no styles part."""
    sheet = StyleSheet(package, main_part(package) or "")
    names = {identity: sheet.names[identity].lower() for identity in sheet.paragraphs}
    headings = {
        identity: int(name[-1]) for identity, name in names.items() if re.fullmatch("heading [1-9]", name)
    }
    levels = sheet.values("pPr/outlineLvl")
    outline = {
        identity: int(levels[identity]) + 1 for identity in names if levels.get(identity, "") in _LEVELS
    }
    lists = sheet.values("pPr/numPr/numId")
    numbered = frozenset(identity for identity in names if lists.get(identity, "0") != "0")
    tabbed = sheet.inherited(lambda style: style.find(_RIGHT_TAB))
    ids = {name: identity for identity, name in names.items()}
    return ParagraphStyles(sheet.default, ids, headings, outline, numbered, frozenset(tabbed))


def with_entry_styles(package: Package, levels: range) -> Package:
    """``package`` with a style ``toc N`` for each of ``levels``: Word keeps the unused ones to itself, outside of the file."""
    part = first_related(package, main_part(package) or "", "styles")
    known = read_styles(package)
    missing = [level for level in levels if f"toc {level}" not in known.ids]
    if not part or not missing:
        return package
    root = parse_xml(package[part])
    taken = {style.get(w("styleId")) for style in root.iter(w("style"))}
    for level in missing:
        identity = f"TOC{level}" if f"TOC{level}" not in taken else f"TOCEntry{level}"
        root.append(_entry_style(identity, level, known.default))
    return package.with_parts({part: serialise(root)})


def _entry_style(identity: str, level: int, base: str) -> Element:
    based = f"<w:basedOn w:val={quote_attribute(base)}/>" if base else ""
    [style] = _elements(
        f'<w:style w:type="paragraph" w:styleId="{identity}"><w:name w:val="toc {level}"/>{based}'
        f'<w:uiPriority w:val="39"/><w:pPr><w:ind w:left="{(level - 1) * _STEP}" w:firstLineChars="0" w:firstLine="0"/>'
        "</w:pPr></w:style>"
    )
    return style
