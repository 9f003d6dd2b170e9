"""Word comments on the text of somebody's document."""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from lxml import etree

from report_author.ooxml.markup import XML_SPACE, W, parse_xml, serialise, w
from report_author.ooxml.package import Package
from report_author.ooxml.relations import main_part, related, with_part, with_relation
from report_author.ooxml.shown_text import MATH, shown_pieces
from report_author.ooxml.word_styles import WordStyles

_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_PARAGRAPH, _RUN, _TEXT = w("p"), w("r"), w("t")
_FORMULA = f"{{{MATH}}}r"


@dataclass(frozen=True, slots=True)
class WordNote:
    """A comment: ``paragraph`` counts the ``w:p`` of the body from 0; of its text it takes ``length`` characters from ``start``.

    The text is that of ``reading.Line``: what nobody sees does not count. Without a length the note takes the whole paragraph.
    Each line of ``text`` is a paragraph of the comment.
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
    hidden = WordStyles(package, body).hidden
    for index, found in by_paragraph.items():
        for number, note in found:
            _enclose(_Text(paragraphs[index], hidden), number, note)
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


class _Text:
    """A paragraph with the width of all that holds its text: how many characters of it a reader sees there."""

    def __init__(self, paragraph: etree._Element, hidden: Collection[str]) -> None:
        self.paragraph, self._hidden = paragraph, hidden
        self.measure()

    def measure(self) -> None:
        """Look at the runs anew."""
        self._width = {element: len(text) for element, text in shown_pieces(self.paragraph, self._hidden)}
        self.runs = [
            run
            for run in self.paragraph.iter(_RUN, _FORMULA)
            if next(run.iterancestors(_PARAGRAPH)) is self.paragraph
        ]

    def width(self, element: etree._Element) -> int:
        return self._width.get(element, 0)

    def of_run(self, run: etree._Element) -> int:
        return sum(map(self.width, run))

    def cut(self, at: int) -> None:
        """Make a run begin at character ``at``; a formula stays whole."""
        before = 0
        for run in self.runs:
            width = self.of_run(run)
            if before < at < before + width and run.tag == _RUN:
                run.addnext(_second_half(self, run, at - before))
                self.measure()
                return
            before += width


def _enclose(text: _Text, number: int, note: WordNote) -> None:
    """Put the marks of comment ``number`` around the text that ``note`` is about."""
    start, end = (
        (note.start, note.start + note.length) if note.length else (0, sum(map(text.of_run, text.runs)))
    )
    text.cut(start)
    text.cut(end)
    at = 0
    inside = []
    for run in text.runs:
        if start <= at < end and text.of_run(run):
            inside.append(run)
        at += text.of_run(run)
    opening, closing, reference = (
        etree.Element(w(name)) for name in ("commentRangeStart", "commentRangeEnd", "r")
    )
    etree.SubElement(reference, w("commentReference")).set(w("id"), str(number))
    for mark in (opening, closing):
        mark.set(w("id"), str(number))
    if inside:
        _outside(inside[0]).addprevious(opening)
        _outside(inside[-1]).addnext(closing)
    else:
        text.paragraph.extend((opening, closing))
    closing.addnext(reference)


def _outside(run: etree._Element) -> etree._Element:
    """The run itself, or the formula that it is a part of."""
    around = [each for each in run.iterancestors() if str(each.tag).startswith(f"{{{MATH}}}")]
    return around[-1] if around else run


def _second_half(whole: _Text, run: etree._Element, at: int) -> etree._Element:
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
        width = whole.width(child)
        if child.tag == _TEXT and before + width > at:
            text = child.text or ""
            later = etree.SubElement(rest, _TEXT)
            later.text, child.text = text[at - before :], text[: at - before]
            for piece in (child, later):
                piece.set(XML_SPACE, "preserve")
        before += width
    return rest
