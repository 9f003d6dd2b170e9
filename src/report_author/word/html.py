"""A finished report as a web page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape

from report_author.model.findings import Finding, info
from report_author.ooxml.list_numbers import ListNumbers
from report_author.ooxml.markup import Element, count_at, parse_xml, value, w
from report_author.ooxml.package import Package, read_package
from report_author.ooxml.relations import main_part, related, relations
from report_author.ooxml.word_styles import StyleSheet
from report_author.records import frozen
from report_author.word.contents import ContentsField, contents_fields
from report_author.word.html_text import Content, TextReader

_BLOCKS = (w("p"), w("tbl"))
_TOC_LEVEL = re.compile(r"toc ([1-9])")
_DRAFT = '<p style="text-align:center;text-indent:0"><strong>送审稿，不能公开</strong></p>\n'
#: For the page by itself; what is pasted elsewhere takes the looks of that site.
_LOOKS = """
body { max-width: 52em; margin: 0 auto; padding: 1em; font: 17px/1.9 FangSong, 仿宋, STFangsong, serif; color: #222; }
h1, h2, h3, h4, h5, h6 { font-family: SimHei, 黑体, "Noto Sans CJK SC", sans-serif; line-height: 1.5; }
h1 { margin: 2.5em 0 1em; font-size: 1.6em; } h2 { font-size: 1.25em; } h3, h4, h5, h6 { font-size: 1.05em; }
p { margin: 0.4em 0; text-indent: 2em; }
header p { text-indent: 0; } header p:nth-child(-n+3) { font-size: 1.5em; }
nav ul { list-style: none; padding-left: 1.5em; margin: 0; }
table { margin: 0.8em auto; font-size: 0.9em; line-height: 1.5; }
th, td { padding: 0.25em 0.5em; border: 1px solid #888; } thead th, td p { text-indent: 0; }
caption { white-space: nowrap; } figure { margin: 1em 0; text-align: center; } img { max-width: 100%; }
"""


@frozen
class WebPage:
    """The page in UTF-8, with what a person must know about it."""

    data: bytes
    findings: tuple[Finding, ...]


def web_page(report: bytes, title: str, *, draft: bool = False) -> WebPage:
    """The page of a finished report, read from the file itself: what is published in both is the same.

    Headings are ``h1``–``h6``, the contents links without page numbers, tables have merged cells, charts are pictures with
    tables of their data. There are no scripts, no field codes, no classes of Word; the same report gives the same bytes.
    A ``draft`` says in its first line that it is one.
    """
    page = _Page(read_package(report))
    body = page.write()
    text = (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_LOOKS}</style>\n</head>\n<body>\n"
        f"{_DRAFT if draft else ''}<article>\n{body}</article>\n</body>\n</html>\n"
    )
    return WebPage(text.encode("utf-8"), tuple(page.findings(title)))


# By mammoth (337 ms a report in place of 74) charts lose their pictures, tables their heads, paragraphs their alignment.
class _Page:
    """One writing of a page."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._part = main_part(package) or ""
        self._root = parse_xml(package[self._part])
        self._styles = read_web_styles(package)
        self._numbers = ListNumbers.of(package)
        self._anchors = _anchors(self._root)
        self._notes: list[tuple[str, str]] = []
        known = {relation.id: relation for relation in relations(package, self._part)}
        self._text = TextReader(package, known, self._anchors, self._note)

    def write(self) -> str:
        """The blocks of the body: the cover apart, then the contents, then the text with its notes."""
        body = self._root.find(w("body"))
        blocks = list(children(body, *_BLOCKS)) if body is not None else []
        contents = {each.first: each for each in contents_fields(self._root)}
        starts = [n for n, block in enumerate(blocks) if block in contents or self._level(block)]
        cover = starts[0] if starts else 0
        head = self._blocks(blocks[:cover])
        out = [f"<header>\n{head}</header>\n"] if head else []
        at = cover
        for number in range(cover, len(blocks)):
            if number >= at and blocks[number] in contents:
                out.append(self._blocks(blocks[at:number]))
                at = _behind(blocks, contents[blocks[number]], number)
                out.append(self._contents(blocks[number:at]))
        out.append(self._blocks(blocks[at:]))
        return "".join(out) + self._written_notes()

    def findings(self, title: str) -> list[Finding]:
        if not self._text.unseen:
            return []
        message = f"报告里有 {self._text.unseen} 张图片的格式浏览器显示不了，网页里没有这些图片。"
        advice = "请在附件里把这些图片另存为 PNG 或 JPG 再插入。"
        return [info("P12", f"{title}.html", message, advice)]

    def _level(self, block: Element) -> int:
        return web_style(block, self._styles).level if block.tag == w("p") else 0

    def _blocks(self, blocks: Sequence[Element]) -> str:
        out: list[str] = []
        for block in blocks:
            out.append(self._table(block) if block.tag == w("tbl") else self._paragraph(block, out))
        return "".join(out)

    def _paragraph(self, paragraph: Element, before: list[str]) -> str:
        style = web_style(paragraph, self._styles)
        label = self._numbers.label(style.number)
        content = self._text.read(paragraph, plain=bool(style.level))
        if not content.html:
            return self._behind(content)
        text = escape(label, quote=False) + (" " if label and label[-1].isascii() else "") + content.html
        figure = "</figure>\n"
        if style.is_caption and before and before[-1].endswith(figure) and "<figcaption" not in before[-1]:
            before[-1] = f"{before[-1].removesuffix(figure)}<figcaption>{text}</figcaption>\n{figure}"
            return self._behind(content)
        return f"{self._line(paragraph, style, text)}\n{self._behind(content)}"

    def _line(self, paragraph: Element, style: WebStyle, text: str) -> str:
        tag = f"h{style.level}" if style.level else "p"
        names = [start.get(w("name"), "") for start in paragraph.iter(w("bookmarkStart"))]
        anchor = next((self._anchors[name] for name in names if name in self._anchors), "")
        looks = f"text-align:{style.align}" + ("" if style.level else ";text-indent:0") if style.align else ""
        return f"<{tag}{_attribute('id', anchor)}{_attribute('style', looks)}>{text}</{tag}>"

    def _behind(self, content: Content) -> str:
        figures = "".join(f"<figure>\n{figure}\n</figure>\n" for figure in content.figures)
        boxes = (self._blocks(list(children(box, *_BLOCKS))) for box in content.boxes)
        return figures + "".join(f"<aside>\n{box}</aside>\n" for box in boxes if box)

    def _contents(self, paragraphs: Iterable[Element]) -> str:
        """The entries as nested lists of links; page numbers mean nothing on a page of the web."""
        out, depth = "", 0
        for paragraph in paragraphs:
            self._text.read(paragraph)  # the field goes on behind the contents
            link = next(paragraph.iter(w("hyperlink")), None)
            anchor = self._anchors.get(link.get(w("anchor"), "")) if link is not None else None
            if link is None or anchor is None:
                continue
            found = _TOC_LEVEL.fullmatch(web_style(paragraph, self._styles).name.lower())
            level = min(int(found[1]) if found else 1, depth + 1)
            if level > depth:
                out += "\n<ul>\n"
            else:
                out += "</li>\n" + "</ul>\n</li>\n" * (depth - level)
            out += f'<li><a href="#{anchor}">{escape(_entry(link), quote=False)}</a>'
            depth = level
        return f"<nav>{out}</li>\n{'</ul></li>' * (depth - 1)}</ul>\n</nav>\n" if depth else ""

    def _table(self, element: Element) -> str:
        table = read_table(element)
        columns = "".join(f'<col style="width:{width}%">' for width in table.widths)
        lines = [
            self._row(row, "th" if number < table.heads else "td") for number, row in enumerate(table.rows)
        ]
        head, rest = "".join(lines[: table.heads]), "".join(lines[table.heads :])
        return (
            '<table border="1" style="border-collapse:collapse;width:100%">\n'
            + (f"<colgroup>{columns}</colgroup>\n" if columns else "")
            + (f"<thead>\n{head}</thead>\n" if head else "")
            + f"<tbody>\n{rest}</tbody>\n</table>\n"
        )

    def _row(self, cells: Iterable[WebCell], tag: str) -> str:
        return f"<tr>{''.join(self._cell(cell, tag) for cell in cells)}</tr>\n"

    def _cell(self, cell: WebCell, tag: str) -> str:
        """A cell of one paragraph holds its text, of more its blocks."""
        spans = _attribute("colspan", cell.columns if cell.columns > 1 else "")
        spans += _attribute("rowspan", cell.rows if cell.rows > 1 else "")
        if cell.element is None:
            return f"<{tag}{spans}></{tag}>"
        blocks = list(children(cell.element, *_BLOCKS))
        style = web_style(blocks[0], self._styles) if len(blocks) == 1 and blocks[0].tag == w("p") else None
        inner = self._blocks(blocks)
        if style is not None and not style.level and inner.count("<p") == 1 and inner.endswith("</p>\n"):
            inner = inner[inner.index(">") + 1 : -len("</p>\n")]
            spans += _attribute("style", f"text-align:{style.align}" if style.align else "")
        return f"<{tag}{spans}>{inner}</{tag}>"

    def _note(self, reference: Element) -> int:
        """The number of the footnote or endnote that is referred to next."""
        kind = "footnotes" if reference.tag == w("footnoteReference") else "endnotes"
        self._notes.append((kind, reference.get(w("id"), "")))
        return len(self._notes)

    def _written_notes(self) -> str:
        """Footnotes and endnotes at the end of the page."""
        out = ""
        for number, (kind, identity) in enumerate(self._notes, start=1):
            for part in related(self._package, self._part, kind):
                notes = parse_xml(self._package[part])
                text = "<br>".join(
                    self._text.read(paragraph).html
                    for note in notes
                    if note.get(w("id")) == identity
                    for paragraph in note.iter(w("p"))
                )
                out += f'<p id="note{number}">〔{number}〕{text}</p>\n'
        return f"<footer>\n{out}</footer>\n" if out else ""


def _anchors(root: Element) -> dict[str, str]:
    """Short ids for the bookmarks that something refers to."""
    marks = {start.get(w("name"), "") for start in root.iter(w("bookmarkStart"))}
    wanted = dict.fromkeys(link.get(w("anchor"), "") for link in root.iter(w("hyperlink")))
    return {name: f"s{number}" for number, name in enumerate((n for n in wanted if n in marks), start=1)}


def _behind(blocks: Sequence[Element], contents: ContentsField, first: int) -> int:
    """The place behind the last block of the contents."""
    return next((n + 1 for n in range(first, len(blocks)) if blocks[n] is contents.last), first + 1)


def _entry(link: Element) -> str:
    """The text of an entry, up to the tab before its page number."""
    text = ""
    for element in link.iter(w("t"), w("tab")):
        if element.tag == w("tab"):
            break
        text += element.text or ""
    return text


def _attribute(name: str, value: object) -> str:
    return f' {name}="{escape(str(value))}"' if value != "" else ""


_ALIGN = {"center": "center", "right": "right", "end": "right"}
_DEEPEST = 6
_CAPTIONS = ("图题", "caption")
#: A heading, perhaps of an inserted document: under the heading of the annex.
_HEADING = re.compile(r"heading ([1-9])(（附件\d+）)?")
_ANNEX_LEVEL = 2


@frozen
class WebStyle:
    """A paragraph style: ``level`` 1–6 of a heading (0: none), ``align`` (empty: left), its list with the level in it."""

    name: str = ""
    level: int = 0
    align: str = ""
    number: tuple[str, int] | None = None

    @property
    def is_caption(self) -> bool:
        """Whether paragraphs of this style stand under pictures."""
        return self.name.lower() in _CAPTIONS


def read_web_styles(package: Package) -> dict[str, WebStyle]:
    """The paragraph styles by id, what they inherit included; the default one under the empty id, too."""
    sheet = StyleSheet(package, main_part(package) or "")
    levels, aligned = sheet.values("pPr/outlineLvl"), sheet.values("pPr/jc")
    lists = sheet.inherited(_number)
    found = {}
    for identity in sheet.paragraphs:
        name = sheet.names[identity]
        level = _named_level(name.lower()) or _level(levels.get(identity, ""))
        align = _ALIGN.get(aligned.get(identity, ""), "")
        found[identity] = WebStyle(name, level, align, lists.get(identity))
    return {"": found.get(sheet.default, WebStyle()), **found}


def web_style(paragraph: Element, styles: Mapping[str, WebStyle]) -> WebStyle:
    """The style of a paragraph with its own alignment, level, list in place of those of the style."""
    style = styles.get(value(paragraph, "pPr/pStyle"), styles[""])
    level, align = value(paragraph, "pPr/outlineLvl"), value(paragraph, "pPr/jc")
    return replace(
        style,
        level=_level(level) if level else style.level,
        align=_ALIGN.get(align, "") if align else style.align,
        number=_number(paragraph) or style.number,
    )


def _named_level(name: str) -> int:
    found = _HEADING.fullmatch(name)
    return min(int(found[1]) + (_ANNEX_LEVEL if found[2] else 0), _DEEPEST) if found else 0


def _level(text: str) -> int:
    return min(int(text) + 1, _DEEPEST) if text.isdecimal() and int(text) < 9 else 0


def _number(owner: Element) -> tuple[str, int] | None:
    """The list and the level in it; the list ``0`` takes a paragraph out of that of its style."""
    identity = value(owner, "pPr/numPr/numId")
    return (identity, count_at(owner, "pPr/numPr/ilvl", 0)) if identity else None


_SEEN_THROUGH = (w("sdt"), w("sdtContent"), w("customXml"), w("ins"))


@dataclass(slots=True)
class WebCell:
    """A cell with the columns and rows that it covers; without an element where a row leaves columns free."""

    element: Element | None
    columns: int
    rows: int = 1


@frozen
class WebTable:
    """The cells row by row, each where it begins; the first ``heads`` rows are repeated on every page. ``widths`` are in %."""

    rows: tuple[tuple[WebCell, ...], ...]
    heads: int
    widths: tuple[int, ...]


def children(parent: Element, *tags: str) -> Iterator[Element]:
    """The children with these tags, content controls seen through."""
    for child in parent:
        if child.tag in tags:
            yield child
        elif child.tag in _SEEN_THROUGH:
            yield from children(child, *tags)


def read_table(table: Element) -> WebTable:
    """Cells merged down become one cell over several rows."""
    rows: list[tuple[WebCell, ...]] = []
    above: dict[int, WebCell] = {}
    heads = 0
    for number, row in enumerate(children(table, w("tr"))):
        cells, above = _read_row(row, above)
        rows.append(tuple(cells))
        if heads == number and row.find(f"{w('trPr')}/{w('tblHeader')}") is not None:
            heads += 1
    if any(number + cell.rows > heads for number, row in enumerate(rows[:heads]) for cell in row):
        heads = 0  # a cell goes on below the head: no cell may stand in both
    texts = [column.get(w("w"), "") for column in table.iterfind(f"{w('tblGrid')}/{w('gridCol')}")]
    grid = [int(text) if text.isdecimal() else 0 for text in texts]
    whole = sum(grid)
    widths = tuple(width * 100 // whole for width in grid) if whole else ()
    return WebTable(tuple(rows), heads, widths)


def _read_row(row: Element, above: dict[int, WebCell]) -> tuple[list[WebCell], dict[int, WebCell]]:
    """The cells that begin in this row; also, by column, the cells that those of the next row may go on."""
    cells: list[WebCell] = []
    open_cells: dict[int, WebCell] = {}
    column = count_at(row, "trPr/gridBefore", 0)
    if column:
        cells.append(WebCell(None, column))
    for element in children(row, w("tc")):
        merge = element.find(f"{w('tcPr')}/{w('vMerge')}")
        columns = count_at(element, "tcPr/gridSpan", 1)
        upper = above.get(column)
        if (
            merge is not None
            and merge.get(w("val"), "continue") == "continue"
            and upper
            and upper.columns == columns
        ):
            upper.rows += 1
            open_cells[column] = upper
        else:
            cell = WebCell(element, columns)
            cells.append(cell)
            if merge is not None:
                open_cells[column] = cell
        column += columns
    after = count_at(row, "trPr/gridAfter", 0)
    if after:
        cells.append(WebCell(None, after))
    return cells, open_cells
