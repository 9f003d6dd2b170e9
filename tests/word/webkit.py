"""Reads a web page and the body of a Word report, each by itself, into lists of lines of text."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from html.parser import HTMLParser
from zipfile import ZipFile

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BLOCKS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "th", "figcaption", "caption"}
VOID = {"meta", "col", "img", "br"}


@dataclass(frozen=True)
class Element:
    """An element that was met: name, attributes, names of those around it."""

    tag: str
    attributes: dict[str, str]
    inside: tuple[str, ...]


@dataclass
class Page(HTMLParser):
    """The text of every block in order, without the tables of charts; refuses tags that do not match."""

    source: str
    blocks: list[tuple[str, str]] = field(default_factory=list)
    elements: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[str] = []
        self._text = ""
        self.feed(self.source)
        self.close()
        assert self._open == []

    @property
    def lines(self) -> list[str]:
        return [text for _, text in self.blocks]

    def of(self, tag: str) -> list[str]:
        return [text for name, text in self.blocks if name == tag]

    def all(self, tag: str) -> list[Element]:
        return [element for element in self.elements if element.tag == tag]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}, tuple(self._open)))
        if tag == "br":
            self._text += "\n"
        elif tag not in VOID:
            if tag in BLOCKS or tag == "ul":
                self._flush()
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS or tag == "ul":
            self._flush()
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not {"head", "style"} & set(self._open) and data != "\n":
            self._text += data

    def _flush(self) -> None:
        owner = next((tag for tag in reversed(self._open) if tag in BLOCKS), "")
        if self._text and not ("figure" in self._open and "table" in self._open):
            self.blocks.append((owner, self._text))
        self._text = ""


def word_lines(report: bytes) -> list[str]:
    """The text of every paragraph of the body that has any; the entries of the contents without their page numbers."""
    root = etree.fromstring(ZipFile(io.BytesIO(report)).read("word/document.xml"))
    lines = []
    for paragraph in root.iter(f"{W}p"):
        text = ""
        for element in paragraph.iter(f"{W}t", f"{W}br", f"{W}tab"):
            if (
                element.getparent().tag == f"{W}r"
            ):  # a tab stop is a tab, too, in the properties of a paragraph
                text += element.text or {f"{W}br": "\n", f"{W}tab": "\t"}.get(element.tag, "")
        if next(paragraph.iter(f"{W}hyperlink"), None) is not None:
            text = text.partition("\t")[0]
        if text:
            lines.append(text.replace("\t", "\u3000"))
    return lines
