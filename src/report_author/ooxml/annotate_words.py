"""Word comments on the text of somebody's document."""

from __future__ import annotations

import copy
from collections.abc import Collection, Sequence
from typing import Any, cast

from docx.oxml.comments import CT_Comments
from docx.oxml.parser import OxmlElement
from docx.oxml.parser import parse_xml as parse_comments
from docx.oxml.text.run import CT_R
from docx.package import Package as DocxPackage
from docx.parts.comments import CommentsPart
from docx.text.run import Run
from lxml import etree

from report_author.ooxml.markup import XML_SPACE, Element, detach, own, parse_xml, serialise, w
from report_author.ooxml.package import Package
from report_author.ooxml.relations import first_related, main_part, with_part, with_relation
from report_author.ooxml.shown_text import MATH, shown_pieces
from report_author.ooxml.word_styles import WordStyles
from report_author.records import frozen

_PARAGRAPH, _RUN, _TEXT = w("p"), w("r"), w("t")
_FORMULA = f"{{{MATH}}}r"


@frozen
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

    python-docx makes the comments on the two parts that hold them; its reader of whole files would refuse, or write anew,
    what others put into theirs. Notes on paragraphs that the document lacks are left out.
    Raises ``etree.XMLSyntaxError`` for a damaged package.
    """
    body = main_part(package)
    if body is None:
        return package
    root = parse_xml(package[body])
    paragraphs = list(root.iter(_PARAGRAPH))
    wanted = [note for note in notes if note.paragraph < len(paragraphs)]
    if not wanted:
        return package
    part = first_related(package, body, "comments")
    page = CommentsPart.default(DocxPackage())
    if part:
        known = cast(CT_Comments, parse_comments(package[part]))
        page = CommentsPart(page.partname, page.content_type, known, DocxPackage())
    hidden = WordStyles(package, body).hidden
    for note in wanted:
        comment = page.comments.add_comment(note.text, author, author[:1])
        _enclose(_Text(paragraphs[note.paragraph], hidden), comment.comment_id, note)
        del page.element.comment_lst[-1].attrib[w("date")]  # the same report gives the same bytes
        _without_styles(page.element.comment_lst[-1])
    package = package.with_parts({body: serialise(root)})
    if part:
        return package.with_parts({part: serialise(page.element)})
    package = with_part(package, "word/comments.xml", serialise(page.element), page.content_type)
    return with_relation(package, body, "comments", "word/comments.xml")[0]


class _Text:
    """A paragraph with the width of all that holds its text: how many characters of it a reader sees there."""

    def __init__(self, paragraph: Element, hidden: Collection[str]) -> None:
        self.paragraph, self._hidden = paragraph, hidden
        self.measure()

    def measure(self) -> None:
        """Look at the runs anew."""
        self._width = {element: len(text) for element, text in shown_pieces(self.paragraph, self._hidden)}
        self.runs = own(self.paragraph, _RUN, _FORMULA)

    def width(self, element: Element) -> int:
        return self._width.get(element, 0)

    def of_run(self, run: Element) -> int:
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
    if inside:
        first, last = _outside(inside[0]), _outside(inside[-1])
    else:
        first = last = etree.SubElement(text.paragraph, _RUN)
    # a formula is no run of python-docx: the range goes between two empty runs, which leave again
    ends = [cast(CT_R, OxmlElement("w:r")) for _ in range(2)]
    first.addprevious(ends[0])
    last.addnext(ends[1])
    Run(ends[0], cast(Any, None)).mark_comment_range(Run(ends[1], cast(Any, None)), number)
    _without_styles(list(ends[1].itersiblings())[1])  # after the end of the range: the reference
    detach(*ends, *(() if inside else (first,)))


def _without_styles(made: Element) -> None:
    """What python-docx made names styles that a document need not have."""
    detach(*made.iter(w("pPr"), w("rPr")))


def _outside(run: Element) -> Element:
    """The run itself, or the formula that it is a part of."""
    around = [each for each in run.iterancestors() if str(each.tag).startswith(f"{{{MATH}}}")]
    return around[-1] if around else run


def _second_half(whole: _Text, run: Element, at: int) -> Element:
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
