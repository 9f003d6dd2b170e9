"""Brings a part of a Word template into the one form that the compiler reads."""

from __future__ import annotations

import re

from report_author.ooxml.markup import A, Element, child, detach, value, w
from report_author.records import frozen
from report_author.templating.revisions import accept_changes
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


@frozen
class Styles:
    """What the compiler needs of ``styles.xml``."""

    headings: frozenset[str] = frozenset()
    instructions: frozenset[str] = frozenset()


def read_styles(root: Element) -> Styles:
    """The ids of the styles of headings, those of the style 填写说明."""
    headings, instructions = set(), set()
    for style in root.iter(w("style")):
        identity = style.get(w("styleId"), "")
        name, level = value(style, "name"), value(style, "pPr/outlineLvl")
        if name == INSTRUCTIONS:
            instructions.add(identity)
        if (level.isdecimal() and int(level) < 9) or re.fullmatch(r"heading \d+", name.lower()):
            headings.add(identity)
    return Styles(frozenset(headings), frozenset(instructions))


def style_of(paragraph: Element) -> str:
    """The style id of a paragraph; empty for the default style."""
    return value(paragraph, "pPr/pStyle")


def clean(root: Element, styles: Styles) -> None:
    """Accept tracked changes, drop comments, spelling marks and the bureau's instructions; hint East Asian quotes."""
    accept_changes(root)
    detach(*root.iter(*map(w, _NOISE)))
    for reference in list(root.iter(w("commentReference"))):
        _drop_text(reference)
    drop_bookmarks(root, "_GoBack")
    for paragraph in list(root.iter(w("p"))):
        if style_of(paragraph) in styles.instructions:
            _drop_instruction(paragraph)
    for run in root.iter(w("r")):
        if any(not _WIDE.isdisjoint(text.text or "") for text in run.iterchildren(w("t"))):
            hint_east_asia(run)


def drop_bookmarks(root: Element, prefix: str) -> None:
    """Take out the bookmarks whose names begin with ``prefix``."""
    old = [start for start in root.iter(w("bookmarkStart")) if start.get(w("name"), "").startswith(prefix)]
    gone = {start.get(w("id")) for start in old}
    detach(*old, *(end for end in root.iter(w("bookmarkEnd")) if end.get(w("id")) in gone))


def _drop_instruction(paragraph: Element) -> None:
    parent = paragraph.getparent()
    if parent is None:
        return
    keeps_section = paragraph.find(f"{w('pPr')}/{w('sectPr')}") is not None
    if keeps_section or (len(parent.findall(w("p"))) == 1 and parent.tag != w("body")):
        detach(*(each for each in paragraph if each.tag != w("pPr")))
    else:
        parent.remove(paragraph)


def hint_east_asia(run: Element) -> None:
    """Quotes and dashes in the Chinese font: Word takes the Latin one without this hint (ISO 29500-1 §17.3.2.26)."""
    properties = child(run, w("rPr"), 0)
    behind = int(properties.find(w("rStyle")) is not None)
    child(properties, w("rFonts"), behind).set(w("hint"), "eastAsia")


def own_texts(paragraph: Element) -> list[tuple[Element, str]]:
    """The texts of a paragraph in order, without those of text boxes inside it; tabs and breaks count as white space."""
    found: list[tuple[Element, str]] = []
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


def _stands_in_run(gap: Element) -> bool:
    parent = gap.getparent()
    return parent is not None and parent.tag in (*_RUNS, PARAGRAPHS[1])  # not the w:tab of a tab stop


def text_of(paragraph: Element) -> str:
    """The visible text of a paragraph."""
    return "".join(text for _, text in own_texts(paragraph))


def join_tags(paragraph: Element) -> tuple[dict[Element, Segments], list[Stray]]:
    """Move every tag into the text element where it begins, whatever runs, links or marks it was split over.

    Returns the elements that hold tags with their content in pieces, plus braces that belong to no tag.
    """
    pieces = own_texts(paragraph)
    whole = "".join(text for _, text in pieces)
    if not any(brace in whole for brace in "{}｛｝"):
        return {}, []
    tags, strays = find_tags(whole)
    found: dict[Element, Segments] = {}
    start = 0
    for element, text in pieces:
        position, end = start, start + len(text)
        content: Segments = []
        for tag in tags:
            if tag.end <= position or tag.start >= end:
                continue
            if tag.start > position:
                content.append(whole[position : tag.start])
            if tag.start >= start:
                content.append(tag)
            position = max(position, min(tag.end, end))
        if position < end:
            content.append(whole[position:end])
        start = end
        if any(isinstance(part, Tag) for part in content):
            found[element] = content
        if text and not content:
            _drop_text(element)
        elif element.tag in TEXTS or element in found:
            element.text = "".join(part if isinstance(part, str) else part.typed for part in content)
    return found, strays


def _drop_text(element: Element) -> None:
    run = element.getparent()
    detach(element)
    if run is not None and run.tag in _RUNS and all(each.tag in _RUN_PROPERTIES for each in run):
        detach(run)
