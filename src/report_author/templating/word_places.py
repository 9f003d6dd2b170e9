"""Says in Chinese where in a document a paragraph stands."""

from __future__ import annotations

import re

from lxml import etree

from report_author.ooxml.markup import Element, W, own, parse_xml, w
from report_author.ooxml.package import Package
from report_author.ooxml.relations import main_part, related
from report_author.records import frozen
from report_author.templating.messages import WORD_TEMPLATE
from report_author.templating.normalise import PARAGRAPHS, Styles, read_styles, style_of, text_of
from report_author.templating.tags import find_tags, outside

_STORIES = {
    "hdr": "页眉",
    "ftr": "页脚",
    "footnotes": "脚注",
    "endnotes": "尾注",
    "chartSpace": "图表",
    "coreProperties": "文档属性",
}


class Places:
    """The place of every paragraph, as the author of the template counts: made before anything is changed."""

    def __init__(self, root: Element, styles: Styles) -> None:
        story = _STORIES.get(
            etree.QName(root).localname, "" if root.tag.startswith(f"{{{W}}}") else "附属部件"
        )
        self.base = "·".join(part for part in (WORD_TEMPLATE, story) if part)
        self._styles = styles
        self._cells = _cell_numbers(root)
        self._heading = ""
        self._count = 0
        self._places = {paragraph: self._place(paragraph) for paragraph in root.iter(*PARAGRAPHS)}

    def of(self, element: Element) -> str:
        """Such as ``Word模板“（二）支出决算”标题下第3段`` or ``…第2张表第3行第1格``."""
        return self._places.get(element, self.base)

    def _place(self, paragraph: Element) -> str:
        cell = next(paragraph.iterancestors(w("tc")), None)
        if cell is None and style_of(paragraph) in self._styles.headings:
            self._heading = _without_tags(text_of(paragraph))
            self._count = 0
            return f"{self.base}标题“{self._heading}”" if self._heading else f"{self.base}标题"
        below = f"“{self._heading}”标题下" if self._heading else ""
        box = "文本框中" if next(paragraph.iterancestors(w("txbxContent")), None) is not None else ""
        if cell is not None:
            return f"{self.base}{below}{box}{self._cells[cell]}"
        self._count += 1
        return f"{self.base}{below}{box}第{self._count}段"


@frozen
class TemplateParagraph:
    """A paragraph of a template: its place, the heading above it without tags, what it says between its tags."""

    place: str
    heading: str
    words: tuple[str, ...]


def template_paragraphs(package: Package) -> tuple[TemplateParagraph, ...]:
    """The paragraphs of the body that are printed, as their author reads them."""
    body = main_part(package) or ""
    root = parse_xml(package[body])
    styles = next(
        (read_styles(parse_xml(package[part])) for part in related(package, body, "styles")), Styles()
    )
    places = Places(root, styles)
    found: list[TemplateParagraph] = []
    heading = ""
    for paragraph in root.iter(*PARAGRAPHS):
        style, text = style_of(paragraph), text_of(paragraph)
        if style in styles.instructions:
            continue
        if style in styles.headings:
            heading = _without_tags(text)
        found.append(TemplateParagraph(places.of(paragraph), heading, _words(text)))
    return tuple(found)


def _words(text: str) -> tuple[str, ...]:
    """The pieces of ``text`` between its tags; one that a tag splits counts as two."""
    return tuple(piece for piece in outside(text, find_tags(text)[0]) if piece.strip())


def _cell_numbers(root: Element) -> dict[Element, str]:
    numbers: dict[Element, str] = {}
    for table_number, table in enumerate(root.iter(w("tbl")), start=1):
        for row_number, row in enumerate(own(table, w("tr")), start=1):
            for cell_number, cell in enumerate(own(row, w("tc")), start=1):
                numbers[cell] = f"第{table_number}张表第{row_number}行第{cell_number}格"
    return numbers


def _without_tags(text: str) -> str:
    shown = "…".join(outside(text, find_tags(text)[0])).strip("… ")
    if not re.search(r"\w", shown):  # nothing but tags: the tags tell one heading from another
        shown = text.strip()
    return shown if len(shown) <= 30 else shown[:29] + "…"
