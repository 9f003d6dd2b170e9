"""The content of a paragraph as HTML."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from itertools import groupby

from report_author.ooxml.charts import c
from report_author.ooxml.markup import MC, A, Element, R, is_on, value, w
from report_author.ooxml.package import Package
from report_author.ooxml.relations import Relation
from report_author.ooxml.shown_text import turn_field
from report_author.word.html_charts import read_chart

_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_VML = "{urn:schemas-microsoft-com:vml}"
_WRAPPERS = tuple(
    w(n) for n in ("ins", "moveTo", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml", "dir", "bdo")
)
_OBJECTS = (w("drawing"), w("pict"), w("object"), f"{{{MC}}}AlternateContent")
_SHOWN = (c("chart"), f"{{{A}}}blip", f"{_VML}imagedata", w("txbxContent"))
_PICTURES = {
    "png": "png",
    "jpg": "jpeg",
    "jpeg": "jpeg",
    "gif": "gif",
    "bmp": "bmp",
    "webp": "webp",
    "svg": "svg+xml",
}
_SCHEMES = ("http://", "https://", "mailto:")
#: Signs of the font Wingdings that forms use.
_SYMBOLS = {
    "6F": "☐",
    "A8": "☐",
    "FE": "☑",
    "52": "☑",
    "FC": "✓",
    "FB": "✗",
    "D8": "➢",
    "6C": "●",
    "6E": "■",
    "75": "◆",
}
_CODE = re.compile(r"[0-9A-F]{2,4}")
_MARKS = (("b", "strong"), ("i", "em"))
_HEIGHTS = {"superscript": "sup", "subscript": "sub"}


@dataclass(slots=True)
class Content:
    """What a paragraph shows: ``html`` in its line; ``figures`` and ``boxes`` (text boxes) that stand as blocks behind it."""

    html: str = ""
    figures: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)


@dataclass(slots=True)
class TextReader:
    """Reads paragraphs from the first to the last: a field may go over several.

    ``anchors`` are the ids of bookmarks by name; ``note`` numbers a footnote or an endnote; ``unseen`` counts pictures of a kind
    that browsers do not show.
    """

    package: Package
    relations: Mapping[str, Relation]
    anchors: Mapping[str, str]
    note: Callable[[Element], int]
    unseen: int = 0
    _instructions: list[bool] = field(default_factory=list)

    def read(self, paragraph: Element, *, plain: bool = False) -> Content:
        """The content; ``plain`` leaves bold and italics out, as in headings, which are bold by themselves."""
        content = Content()
        pieces = [((), text) if plain else (marks, text) for marks, text in self._pieces(paragraph, content)]
        for marks, group in groupby(pieces, key=lambda piece: piece[0]):
            text = "".join(piece for _, piece in group)
            if text:
                opened = "".join(f"<{mark}>" for mark in marks)
                content.html += opened + text + "".join(f"</{mark}>" for mark in reversed(marks))
        return content

    def _pieces(self, element: Element, content: Content) -> Iterator[tuple[tuple[str, ...], str]]:
        for child in element:
            if child.tag == w("r"):
                yield from self._run(child, content)
            elif child.tag == w("hyperlink"):
                address = self._address(child)
                yield (), f'<a href="{escape(address)}">' if address else ""
                yield from self._pieces(child, content)
                yield (), "</a>" if address else ""
            elif child.tag in _WRAPPERS:
                yield from self._pieces(child, content)
            elif child.tag in (f"{_MATHS}oMath", f"{_MATHS}oMathPara"):
                yield (), escape("".join(text.text or "" for text in child.iter(f"{_MATHS}t")), quote=False)

    def _run(self, run: Element, content: Content) -> Iterator[tuple[tuple[str, ...], str]]:
        marks, hidden = _marks(run)
        for child in run:
            if child.tag == w("fldChar"):
                turn_field(self._instructions, child.get(w("fldCharType"), ""))
            elif hidden or any(self._instructions):
                continue
            elif child.tag in _OBJECTS:
                yield (), self._object(child, content)
            elif child.tag in (w("footnoteReference"), w("endnoteReference")):
                number = self.note(child)
                yield (), f'<sup><a href="#note{number}">〔{number}〕</a></sup>'
            else:
                yield marks, _text(child)

    def _address(self, link: Element) -> str:
        anchor = self.anchors.get(link.get(w("anchor"), ""))
        if anchor:
            return f"#{anchor}"
        relation = self.relations.get(link.get(f"{{{R}}}id", ""))
        safe = relation is not None and relation.external and relation.target.lower().startswith(_SCHEMES)
        return relation.target if safe and relation is not None else ""

    def _object(self, element: Element, content: Content) -> str:
        """Pictures stand in the line, charts and text boxes behind the paragraph."""
        if element.tag == f"{{{MC}}}AlternateContent":
            element = next((each for each in element if next(each.iter(*_SHOWN), None) is not None), element)
        named = next(element.iter("{*}docPr"), None)
        alternative = named.get("descr") or named.get("title") or "" if named is not None else ""
        pictures = ""
        for found in element.iter(*_SHOWN):
            if any(each in content.boxes for each in found.iterancestors(w("txbxContent"))):
                continue
            if found.tag == w("txbxContent"):
                content.boxes.append(found)
                continue
            identity = found.get(f"{{{R}}}id") or found.get(f"{{{R}}}embed") or ""
            relation = self.relations.get(identity)
            part = relation.target if relation is not None and relation.target in self.package else ""
            if found.tag == c("chart"):
                chart = read_chart(self.package, part) if part else None
                content.figures += [chart.html()] if chart else []
            else:
                pictures += self._picture(part, alternative)
        return pictures

    def _picture(self, part: str, alternative: str) -> str:
        kind = _PICTURES.get(part.rsplit(".", 1)[-1].lower())
        if kind is None:
            self.unseen += 1
            return ""
        data = base64.b64encode(self.package[part]).decode()
        return f'<img alt="{escape(alternative)}" src="data:image/{kind};base64,{data}">'


def _marks(run: Element) -> tuple[tuple[str, ...], bool]:
    """The elements that say how a run looks, whether it is hidden."""
    properties = run.find(w("rPr"))
    if properties is None:
        return (), False
    marks = [mark for name, mark in _MARKS if is_on(properties.find(w(name)))]
    height = value(properties, "vertAlign")
    if height in _HEIGHTS:
        marks.append(_HEIGHTS[height])
    return tuple(marks), is_on(properties.find(w("vanish")))


def _text(element: Element) -> str:
    if element.tag == w("t"):
        return escape(element.text or "", quote=False)
    if element.tag in (w("tab"), w("ptab")):
        return "\u3000"
    if element.tag == w("cr") or (
        element.tag == w("br") and element.get(w("type"), "textWrapping") == "textWrapping"
    ):
        return "<br>"
    if element.tag == w("noBreakHyphen"):
        return "-"
    if element.tag == w("sym"):
        code = element.get(w("char"), "").upper()
        if element.get(w("font"), "").startswith("Wingdings"):
            return _SYMBOLS.get(code[-2:], "•")
        return escape(chr(int(code, 16))) if _CODE.fullmatch(code) else "•"
    return ""
