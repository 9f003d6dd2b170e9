"""Brings a part of a Word template into the one form that the compiler reads."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from report_author.ooxml.markup import A, w
from report_author.templating.revisions import accept_changes, detach
from report_author.templating.tags import Stray, Tag, find_tags

PARAGRAPHS = (w("p"), f"{{{A}}}p")
TEXTS = (w("t"), f"{{{A}}}t")
_RUNS = (w("r"), f"{{{A}}}r")
_RUN_PROPERTIES = (w("rPr"), f"{{{A}}}rPr")
_GAPS = {w("tab"): "\t", w("br"): "\n", w("cr"): "\n", f"{{{A}}}br": "\n"}
_NOISE = ("proofErr", "commentRangeStart", "commentRangeEnd", "lastRenderedPageBreak", "permStart", "permEnd")
_WIDE = frozenset("“”‘’—…·")
INSTRUCTIONS = "填写说明"

Segments = list[str | Tag]


@dataclass(frozen=True, slots=True)
class Styles:
    """What the compiler needs of ``styles.xml``."""

    headings: dict[str, int] = field(default_factory=dict)
    instructions: frozenset[str] = frozenset()


def read_styles(root: etree._Element) -> Styles:
    """Heading levels (1 is the outermost) by style id; the ids of the style 填写说明."""
    headings: dict[str, int] = {}
    instructions = set()
    for style in root.iter(w("style")):
        identity = style.get(w("styleId"), "")
        name_element = style.find(w("name"))
        name = name_element.get(w("val"), "") if name_element is not None else ""
        if name == INSTRUCTIONS:
            instructions.add(identity)
        level = style.find(f"{w('pPr')}/{w('outlineLvl')}")
        number = name.lower().removeprefix("heading ")
        if level is not None and level.get(w("val"), "9") in "012345678":
            headings[identity] = int(level.get(w("val"), "0")) + 1
        elif number.isdecimal() and name.lower().startswith("heading "):
            headings[identity] = int(number)
    return Styles(headings, frozenset(instructions))


def style_of(paragraph: etree._Element) -> str:
    """The style id of a paragraph; empty for the default style."""
    style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
    return style.get(w("val"), "") if style is not None else ""


def clean(root: etree._Element, styles: Styles) -> None:
    """Accept tracked changes, drop comments, spelling marks and the bureau's instructions; hint East Asian quotes."""
    accept_changes(root)
    for element in list(root.iter(*(w(name) for name in _NOISE))):
        detach(element)
    for reference in list(root.iter(w("commentReference"))):
        run = reference.getparent()
        detach(reference)
        if run is not None and _is_empty_run(run):
            detach(run)
    _drop_bookmark(root, "_GoBack")
    for paragraph in list(root.iter(w("p"))):
        if style_of(paragraph) in styles.instructions:
            _drop_instruction(paragraph)
    for run in root.iter(w("r")):
        if any(not _WIDE.isdisjoint(text.text or "") for text in run.iterchildren(w("t"))):
            hint_east_asia(run)


def _drop_bookmark(root: etree._Element, name: str) -> None:
    for start in [s for s in root.iter(w("bookmarkStart")) if s.get(w("name")) == name]:
        identity = start.get(w("id"))
        for end in [e for e in root.iter(w("bookmarkEnd")) if e.get(w("id")) == identity]:
            detach(end)
        detach(start)


def _drop_instruction(paragraph: etree._Element) -> None:
    parent = paragraph.getparent()
    if parent is None:
        return
    keeps_section = paragraph.find(f"{w('pPr')}/{w('sectPr')}") is not None
    if keeps_section or (len(parent.findall(w("p"))) == 1 and parent.tag != w("body")):
        for child in [c for c in paragraph if c.tag != w("pPr")]:
            paragraph.remove(child)
    else:
        parent.remove(paragraph)


def hint_east_asia(run: etree._Element) -> None:
    """Quotes and dashes in the Chinese font: Word takes the Latin one without this hint (ISO 29500-1 §17.3.2.26)."""
    properties = run.find(w("rPr"))
    if properties is None:
        properties = etree.Element(w("rPr"))
        run.insert(0, properties)
    fonts = properties.find(w("rFonts"))
    if fonts is None:
        fonts = etree.Element(w("rFonts"))
        properties.insert(1 if properties.find(w("rStyle")) is not None else 0, fonts)
    fonts.set(w("hint"), "eastAsia")


def own_texts(paragraph: etree._Element) -> list[tuple[etree._Element, str]]:
    """The texts of a paragraph in order, without those of text boxes inside it; tabs and breaks count as white space."""
    found: list[tuple[etree._Element, str]] = []
    pending = list(reversed(paragraph))
    while pending:
        element = pending.pop()
        if element.tag in TEXTS:
            found.append((element, element.text or ""))
        elif element.tag in _GAPS and _stands_in_run(element):
            found.append((element, _GAPS[element.tag]))
        elif element.tag not in PARAGRAPHS:
            pending.extend(reversed(element))
    return found


def _stands_in_run(gap: etree._Element) -> bool:
    parent = gap.getparent()
    return parent is not None and parent.tag in (*_RUNS, PARAGRAPHS[1])  # not the w:tab of a tab stop


def text_of(paragraph: etree._Element) -> str:
    """The visible text of a paragraph."""
    return "".join(text for _, text in own_texts(paragraph))


def join_tags(paragraph: etree._Element) -> tuple[dict[etree._Element, Segments], list[Stray]]:
    """Move every tag into the text element where it begins, whatever runs, links or marks it was split over.

    Returns the elements that hold tags with their content in pieces, plus braces that belong to no tag.
    """
    pieces = own_texts(paragraph)
    whole = "".join(text for _, text in pieces)
    if not any(brace in whole for brace in "{}｛｝"):
        return {}, []
    tags, strays = find_tags(whole)
    segments: list[Segments] = [[] for _ in pieces]
    starts: list[int] = []
    at = 0
    for _, text in pieces:
        starts.append(at)
        at += len(text)
    for number, (_, text) in enumerate(pieces):
        position, end = starts[number], starts[number] + len(text)
        for tag in tags:
            if tag.end <= position or tag.start >= end:
                continue
            if tag.start > position:
                segments[number].append(whole[position : tag.start])
            if tag.start >= starts[number]:
                segments[number].append(tag)
            position = max(position, min(tag.end, end))
        if position < end:
            segments[number].append(whole[position:end])
    found: dict[etree._Element, Segments] = {}
    for (element, text), content in zip(pieces, segments, strict=True):
        if any(isinstance(part, Tag) for part in content):
            found[element] = content
            element.text = "".join(part if isinstance(part, str) else part.typed for part in content)
        elif text and not content:
            _drop_text(element)
        elif element.tag in TEXTS:
            element.text = "".join(str(part) for part in content)
    return found, strays


def _drop_text(element: etree._Element) -> None:
    run = element.getparent()
    detach(element)
    if run is not None and run.tag in _RUNS and _is_empty_run(run):
        detach(run)


def _is_empty_run(run: etree._Element) -> bool:
    return all(child.tag in _RUN_PROPERTIES for child in run)
