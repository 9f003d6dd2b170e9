"""Word comments on the text of somebody's document."""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from report_author.ooxml.markup import XML_SPACE, W, parse_xml, serialise, w
from report_author.ooxml.package import Package
from report_author.ooxml.relations import main_part, related, with_part, with_relation

_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_PARAGRAPH, _RUN, _TEXT = w("p"), w("r"), w("t")
_ONE_CHARACTER = (w("tab"), w("br"), w("cr"))


@dataclass(frozen=True, slots=True)
class WordNote:
    """A comment: ``paragraph`` counts the ``w:p`` of the body from 0; of its text it takes ``length`` characters from ``start``.

    Without a length it takes the whole paragraph. Each line of ``text`` is a paragraph of the comment.
    """

    paragraph: int
    text: str
    start: int = 0
    length: int = 0


def annotate_document(package: Package, notes: Sequence[WordNote], author: str) -> Package:
    """``package`` with ``notes`` as comments after those it has; no other part changes, no text moves.

    Notes on paragraphs that the document lacks are left out. Raises ``etree.XMLSyntaxError`` for a damaged package.
    """
    body = main_part(package)
    if body is None:
        return package
    root = parse_xml(package[body])
    paragraphs = list(root.iter(_PARAGRAPH))
    wanted = [note for note in notes if note.paragraph < len(paragraphs)]
    if not wanted:
        return package
    part = next(iter(related(package, body, "comments")), "")
    page = parse_xml(package[part]) if part else parse_xml(f'<w:comments xmlns:w="{W}"/>'.encode())
    first = max((int(c.get(w("id"), "0")) for c in page.iter(w("comment"))), default=-1) + 1
    by_paragraph: dict[int, list[tuple[int, WordNote]]] = defaultdict(list)
    for number, note in enumerate(wanted, start=first):
        page.append(_comment(number, note.text, author))
        by_paragraph[note.paragraph].append((number, note))
    for index, found in by_paragraph.items():
        for number, note in found:
            _enclose(paragraphs[index], number, note)
    package = package.with_parts({body: serialise(root)})
    if part:
        return package.with_parts({part: serialise(page)})
    package = with_part(package, "word/comments.xml", serialise(page), _COMMENTS_TYPE)
    return with_relation(package, body, "comments", "word/comments.xml")[0]


def _comment(number: int, text: str, author: str) -> etree._Element:
    comment = etree.Element(w("comment"))
    comment.set(w("id"), str(number))
    comment.set(w("author"), author)
    comment.set(w("initials"), author[:1])
    for line in text.split("\n"):
        paragraph = etree.SubElement(comment, _PARAGRAPH)
        written = etree.SubElement(etree.SubElement(paragraph, _RUN), _TEXT)
        written.text = line
        written.set(XML_SPACE, "preserve")
    return comment


def _enclose(paragraph: etree._Element, number: int, note: WordNote) -> None:
    """Put the marks of comment ``number`` around the text that ``note`` is about."""
    runs = _runs(paragraph)
    start, end = (note.start, note.start + note.length) if note.length else (0, sum(map(_width, runs)))
    _cut(paragraph, start)
    _cut(paragraph, end)
    at = 0
    inside = []
    for run in _runs(paragraph):
        if start <= at < end:
            inside.append(run)
        at += _width(run)
    opening, closing, reference = (etree.Element(w(name)) for name in ("commentRangeStart", "commentRangeEnd", "r"))
    etree.SubElement(reference, w("commentReference")).set(w("id"), str(number))
    for mark in (opening, closing):
        mark.set(w("id"), str(number))
    if inside:
        inside[0].addprevious(opening)
        inside[-1].addnext(closing)
    else:
        paragraph.extend((opening, closing))
    closing.addnext(reference)


def _runs(paragraph: etree._Element) -> list[etree._Element]:
    """The runs of the paragraph itself, not those of text boxes in it."""
    return [run for run in paragraph.iter(_RUN) if next(run.iterancestors(_PARAGRAPH)) is paragraph]


def _width(run: etree._Element) -> int:
    """How many characters of text a run holds; a tab or a break is one."""
    return sum(len(c.text or "") if c.tag == _TEXT else 1 for c in run if c.tag in (_TEXT, *_ONE_CHARACTER))


def _cut(paragraph: etree._Element, at: int) -> None:
    """Make a run begin at character ``at`` of the paragraph."""
    before = 0
    for run in _runs(paragraph):
        width = _width(run)
        if before < at < before + width:
            run.addnext(_second_half(run, at - before))
            return
        before += width


def _second_half(run: etree._Element, at: int) -> etree._Element:
    """A run of the same looks with all that follows the first ``at`` characters of ``run``, which loses it."""
    rest = etree.Element(_RUN, {str(k): str(v) for k, v in run.attrib.items()})
    look = run.find(w("rPr"))
    if look is not None:
        rest.append(copy.deepcopy(look))
    before = 0
    for child in [c for c in run if c is not look]:
        if before >= at:
            rest.append(child)
            continue
        width = len(child.text or "") if child.tag == _TEXT else int(child.tag in _ONE_CHARACTER)
        if before + width > at:
            text = child.text or ""
            later = etree.SubElement(rest, _TEXT)
            later.text, child.text = text[at - before :], text[: at - before]
            for piece in (child, later):
                piece.set(XML_SPACE, "preserve")
        before += width
    return rest
