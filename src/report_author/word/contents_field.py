"""The contents field (TOC) in the body of a document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from report_author.ooxml.markup import XML_SPACE, w
from report_author.templating.revisions import detach

_SWITCH = re.compile(r'\\([a-zA-Z])\s*("[^"]*"|[^\s\\"]+)?')
_RANGE = re.compile(r"\s*([1-9])\s*-\s*([1-9])\s*")


@dataclass(frozen=True, slots=True)
class Switches:
    r"""What the field's instruction asks for: ``\o "1-3"`` (built-in headings), ``\u`` (outline levels), ``\t`` (named styles)."""

    levels: range
    headings: bool
    outline: bool
    styles: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ContentsField:
    """A contents field: the paragraph it begins in, the paragraph it ends in, its instruction."""

    first: etree._Element
    last: etree._Element
    begin: etree._Element
    end: etree._Element
    instruction: str

    @property
    def switches(self) -> Switches:
        return read_switches(self.instruction)


def read_switches(instruction: str) -> Switches:
    """The switches of a TOC instruction; without any, Word lists the built-in headings."""
    found = {name.lower(): value.strip('"') for name, value in _SWITCH.findall(instruction)}
    limits = _RANGE.fullmatch(found.get("o", ""))
    levels = range(int(limits.group(1)), int(limits.group(2)) + 1) if limits else range(1, 10)
    words = [word.strip() for word in re.split(r"[,;，；]", found.get("t", ""))]
    styles = {
        name.lower(): int(level)
        for name, level in zip(words[::2], words[1::2], strict=False)
        if level.isdecimal() and int(level) in range(1, 10)
    }
    return Switches(levels, "o" in found or not ({"u", "t"} & found.keys()), "u" in found, styles)


def contents_fields(root: etree._Element) -> list[ContentsField]:
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
    begin: etree._Element
    instruction: list[str] = field(default_factory=list)
    separated: bool = False


def _lists_headings(instruction: str) -> bool:
    words = instruction.split()
    names = {name.lower() for name, _ in _SWITCH.findall(instruction)}
    return bool(words) and words[0].upper() == "TOC" and not names & {"a", "c", "f"}


def _paragraph(element: etree._Element) -> etree._Element | None:
    return next(iter(element.iterancestors(w("p"))), None)


def empty_field(root: etree._Element, contents: ContentsField) -> None:
    """Take the field's old entries out: its first paragraph keeps begin, instruction and separator, a last one keeps the end.

    The last paragraph stays even when nothing else is in it, because a section may end with it.
    """
    for paragraph in list(_between(root, contents.first, contents.last)):
        _remove_block(paragraph)
    begin = _child_of(contents.first, contents.begin)
    end = _child_of(contents.last, contents.end)
    if contents.first is contents.last:
        last = _split(contents.first, end)
    else:
        last = contents.last
        for child in list(end.itersiblings(preceding=True)):
            if child.tag != w("pPr"):
                last.remove(child)
    last.remove(end)
    for child in [begin, *begin.itersiblings()]:
        contents.first.remove(child)
    contents.first.extend([_mark("begin"), _instruction(contents.instruction), _mark("separate")])
    last.insert(1 if last.find(w("pPr")) is not None else 0, _mark("end"))


def _split(paragraph: etree._Element, end: etree._Element) -> etree._Element:
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


def _between(root: etree._Element, first: etree._Element, last: etree._Element) -> Iterator[etree._Element]:
    if first is last:
        return
    inside = False
    for paragraph in root.iter(w("p")):
        if paragraph is last:
            return
        if inside:
            yield paragraph
        inside = inside or paragraph is first


def _remove_block(paragraph: etree._Element) -> None:
    """Take a paragraph out, with the content control that held nothing else."""
    parent = paragraph.getparent()
    detach(paragraph)
    if parent is not None and parent.tag == w("sdtContent") and len(parent) == 0:
        control = parent.getparent()
        if control is not None:
            detach(control)


def _child_of(paragraph: etree._Element, element: etree._Element) -> etree._Element:
    """The direct child of ``paragraph`` that holds ``element``."""
    here = element
    while (parent := here.getparent()) is not None and parent is not paragraph:
        here = parent
    return here


def _mark(kind: str) -> etree._Element:
    run = etree.Element(w("r"))
    etree.SubElement(run, w("fldChar"), {w("fldCharType"): kind})
    return run


def _instruction(text: str) -> etree._Element:
    run = etree.Element(w("r"))
    etree.SubElement(run, w("instrText"), {XML_SPACE: "preserve"}).text = text
    return run
