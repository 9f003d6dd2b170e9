"""Turns one part of a Word template into template source."""

from __future__ import annotations

import re
from collections.abc import Hashable
from dataclasses import dataclass, field
from itertools import takewhile

from lxml import etree

from report_author.model.findings import Finding
from report_author.ooxml.markup import ILLEGAL, XML_SPACE, A, Element, W, w
from report_author.templating import grammar
from report_author.templating.annex import FILTERED
from report_author.templating.expressions import CompiledSource, Source, TemplateEnvironment
from report_author.templating.messages import WORD_TEMPLATE, finding
from report_author.templating.normalise import (
    PARAGRAPHS,
    Segments,
    Styles,
    clean,
    hint_east_asia,
    join_tags,
    own_texts,
)
from report_author.templating.renderlog import Noted, Position
from report_author.templating.structure import Blocks
from report_author.templating.tags import Stray, Tag, find_tags, outside
from report_author.templating.word_finish import set_cell_property, signed
from report_author.templating.word_places import Places

#: A tag's number, standing for it in the XML until the source is put together; no tag may begin with “_”.
_HELD = re.compile(r"\{\{_(\d+)_\}\}|<\?hold (\d+)\?>")
_OBJECTS = tuple(
    w(n)
    for n in (
        "drawing",
        "pict",
        "object",
        "sym",
        "fldChar",
        "fldSimple",
        "footnoteReference",
        "endnoteReference",
    )
)
_CELL_TAGS = ("vm", "hm", "colspan", "cellbg")
_SCOPE_NAMES = {"p": "段落", "tr": "表格的行", "tc": "单元格", "r": "文字"}
_STORIES = ("document", "hdr", "ftr", "footnotes", "endnotes")
_NAMED = ("docPr", "cNvPr")


@dataclass(slots=True)
class PartCompiler(Noted):
    """Compiles one normalised part: give it the root, call ``compile`` once."""

    _root: Element
    _places: Places
    _environment: TemplateEnvironment
    _held: list[tuple[str, Position]] = field(default_factory=list)
    _blocks: Blocks = field(default_factory=Blocks)
    _strays: list[tuple[str, Stray]] = field(default_factory=list)

    def compile(self) -> CompiledSource | None:
        """The compiled part; None where ``findings`` tell why not."""
        text = etree.tostring(self._root, encoding="unicode")
        foreign = ILLEGAL.search(text)
        if foreign or _HELD.search(text):
            what = f"字符（U+{ord(foreign.group()):04X}）" if foreign else "标签（{{_数_}}）"
            self.findings.append(finding("T16", "模板", f"模板中有不能使用的{what}", "请在 Word/WPS 中删去"))
            return None
        for paragraph in list(self._root.iter(*PARAGRAPHS)):
            self._paragraph(paragraph)
        self._loose_texts()
        self._attributes()
        self._report_strays()
        self.findings.extend(self._blocks.finish())
        if self.findings:
            return None
        return self._source().compile(self._environment)

    # -- paragraphs ------------------------------------------------------------------------------------------------------

    def _paragraph(self, paragraph: Element) -> None:
        place = self._places.of(paragraph)
        found, strays = join_tags(paragraph)
        self._strays.extend((place, stray) for stray in strays[:1])
        tags = [
            (element, part) for element, content in found.items() for part in content if isinstance(part, Tag)
        ]
        if len(tags) == 1 and self._annex(paragraph, tags[0][1], place):
            return
        taken = False
        for element, content in found.items():
            for part in content:
                if isinstance(part, Tag) and part.kind == "%" and part.scope not in ("", "r"):
                    self._taker(paragraph, element, part, Position(place, part.quote), len(tags))
                    taken = True
            if taken:
                continue
            self._text(paragraph, element, content, place)

    def _annex(self, paragraph: Element, tag: Tag, place: str) -> bool:
        """``{{ 附件|插入文档 }}`` takes its paragraph away for a whole document; whether ``tag`` is one."""
        found = FILTERED.match(tag.inner) if tag.kind == "{" else None
        if found is None:
            return False
        position = Position(place, tag.quote)
        parent = paragraph.getparent()
        if paragraph.tag != w("p") or parent is None or _holds_more(paragraph, tag):
            self.add("T10", position, "插入文档的标签要独占一段", "请把这一段里别的内容移到前后的段落")
            return True
        if self._ends_section(paragraph, position):
            return True
        self._check_output(found["name"], position)
        parent.replace(
            paragraph, self._hold_element(grammar.output(f"_annex(({found.group('name')}))"), position)
        )
        return True

    def _report_strays(self) -> None:
        """Braces left over: the two halves of a tag in two paragraphs, else simply unbalanced ones."""
        pending = list(self._strays)
        while pending:
            place, stray = pending.pop(0)
            code, message = "T08", "大括号不成对，或只写了一个"
            advice = (
                "印出内容写 {{ 名称 }}，条件和循环写 {% … %}，两边都要成对；正文中确需大括号的请改用其他括号"
            )
            if stray.opens and pending and not pending[0][1].opens:
                code, message = "T09", f"这个标签没有在同一段内写完（结尾在{pending.pop(0)[0]}）"
                advice = "请把整个标签写在同一段里，中间不要回车"
            self.add(code, Position(place, stray.text), message, advice)

    def _text(self, paragraph: Element, element: Element, content: Segments, place: str) -> None:
        """A text element with tags that stay within their paragraph."""
        out: list[str] = []
        prints = False
        for part in content:
            if isinstance(part, str):
                out.append(part)
                continue
            position = Position(place, part.quote)
            keyword = grammar.keyword_of(part.inner) if part.kind == "%" else ""
            if keyword in _CELL_TAGS:
                self._cell_tag(element, keyword, part, position)
            elif part.scope == "r":
                self._run_taker(element, content, part, position)
                return
            else:
                prints = prints or part.kind == "{"
                level = ("", paragraph, _path(element, paragraph))
                out.append(self._inline(part, level, position, flat=element.tag != w("t")))
        element.text = "".join(out)
        if element.tag == w("t"):
            element.set(XML_SPACE, "preserve")
            run = element.getparent()
            if prints and run is not None and run.tag == w("r"):
                hint_east_asia(run)

    def _taker(self, paragraph: Element, element: Element, tag: Tag, position: Position, tags: int) -> None:
        """A statement that takes its paragraph, row or cell away."""
        target = paragraph
        if tag.scope in ("tr", "tc"):
            above = next(element.iterancestors(w(tag.scope)), None)
            if above is None:
                self.add(
                    "T13",
                    position,
                    f"{{%{tag.scope} … %}} 只能写在表格里",
                    "不在表格里的条件和循环请用 {%p … %}",
                )
                return
            target = above
        parent = target.getparent()
        self._statement(tag, (tag.scope, parent), position)
        if tags > 1 or _holds_more(target, tag):
            what = _SCOPE_NAMES[tag.scope]
            advice = f"这种标签要独占整个{what}，整个{what}不印出；请把别的内容移到前后的{what}"
            self.add("T10", position, f"这个标签所在的{what}里还有别的内容，会一起消失", advice)
            return
        if tag.scope == "p" and self._ends_section(paragraph, position):
            return
        if tag.scope == "tc":
            table = next(element.iterancestors(w("tbl")))
            if not signed(table, "grid"):
                table.insert(0, etree.ProcessingInstruction("grid"))
        if parent is not None:
            parent.replace(target, self._hold_element(grammar.statement(tag.inner), position))

    def _ends_section(self, paragraph: Element, position: Position) -> bool:
        found = paragraph.find(f"{w('pPr')}/{w('sectPr')}") is not None
        if found:
            self.add("T11", position, "这个段落带有分节符，标签会使它消失", "请在分节符前另起一段写标签")
        return found

    def _run_taker(self, element: Element, content: Segments, tag: Tag, position: Position) -> None:
        """``{%r … %}`` takes its run away."""
        run = element.getparent()
        parent = run.getparent() if run is not None else None
        self._statement(tag, ("r", parent), position)
        if (
            run is None
            or any(part is not tag and (not isinstance(part, str) or part.strip()) for part in content)
            or _holds_more(run, tag)
        ):
            self.add("T10", position, "{%r … %} 旁边还有同样格式的文字，会一起消失", "请改用 {% … %}，不带 r")
            return
        if parent is not None:
            parent.replace(run, self._hold_element(grammar.statement(tag.inner), position))

    def _cell_tag(self, element: Element, keyword: str, tag: Tag, position: Position) -> None:
        """``vm``, ``hm``: merge with an equal neighbour; ``colspan``, ``cellbg``: width and colour of the cell."""
        cell = next(element.iterancestors(w("tc")), None)
        argument = tag.inner.strip()[len(keyword) :].strip()
        if cell is None:
            self.add("T13", position, f"{{% {keyword} %}} 只能写在表格的单元格里", "请移到单元格中，或删去")
            return
        if keyword in ("vm", "hm"):
            if argument:
                self.add("T01", position, f"{keyword} 后面多了“{argument}”", f"请只写 {{% {keyword} %}}")
            cell.insert(0, etree.ProcessingInstruction(keyword))
            return
        self._check_output(argument, position)
        held = self._hold(grammar.output(f"_flat(({argument}))"), position)
        if keyword == "colspan":
            set_cell_property(cell, "gridSpan", val=held)
        else:
            set_cell_property(cell, "shd", val="clear", color="auto", fill=held)

    # -- the rest of a part ----------------------------------------------------------------------------------------------

    def _loose_texts(self) -> None:
        """Texts outside of paragraphs: document properties, chart caches."""
        for element in self._root.iter(etree.Element):
            text = element.text or ""
            if "{" not in text or element.tag.startswith((f"{{{W}}}", f"{{{A}}}")):
                continue
            tags, _ = find_tags(text)
            if tags:
                element.text = self._flat_text(text, tags, self._places.of(element))

    def _attributes(self) -> None:
        """Names and alt texts of drawings."""
        for element in self._root.iter(etree.Element):
            if etree.QName(element).localname not in _NAMED:
                continue
            for name in ("name", "descr", "title"):
                text, place = element.get(name, ""), f"{self._places.base}图形的替代文字"
                tags, strays = find_tags(text)
                self._strays.extend((place, stray) for stray in strays[:1])
                if tags:
                    element.set(name, self._flat_text(text, tags, place))

    def _flat_text(self, text: str, tags: list[Tag], place: str) -> str:
        first, *behind = outside(text, tags)
        for tag, after in zip(tags, behind, strict=True):
            first += self._inline(tag, ("flat", text), Position(place, tag.quote), flat=True) + after
        return first

    # -- small helpers ---------------------------------------------------------------------------------------------------

    def _inline(self, tag: Tag, level: Hashable, position: Position, *, flat: bool) -> str:
        """What stands for a tag among text; nothing for a remark."""
        if tag.kind == "%":
            self._statement(tag, level, position)
            return self._hold(grammar.statement(tag.inner), position)
        if tag.kind != "{":
            return ""
        self._check_output(tag.inner, position)
        return self._hold(grammar.output(f"_flat(({tag.inner}))" if flat else tag.inner), position)

    def _statement(self, tag: Tag, level: Hashable, position: Position) -> None:
        self.add_all(grammar.check_statement(self._environment, tag.inner), position)
        self._blocks.feed(tag.inner, level, position)

    def _check_output(self, inner: str, position: Position) -> None:
        self.add_all(grammar.check_output(self._environment, inner), position)

    def _hold(self, code: str, position: Position) -> str:
        self._held.append((code, position))
        return f"{{{{_{len(self._held) - 1}_}}}}"

    def _hold_element(self, code: str, position: Position) -> Element:
        self._held.append((code, position))
        return etree.ProcessingInstruction("hold", str(len(self._held) - 1))

    def _source(self) -> Source:
        source = Source()
        pieces = _HELD.split(etree.tostring(self._root, encoding="unicode"))
        source.text(pieces[0])
        for inline, element, after in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
            source.tag(*self._held[int(inline or element)])
            source.text(after)
        return source


def compile_part(
    root: Element, styles: Styles, environment: TemplateEnvironment
) -> tuple[CompiledSource | None, list[Finding]]:
    """Normalise and compile a part; ``root`` is changed."""
    name = etree.QName(root)
    if name.localname in _STORIES and (name.namespace != W or root.nsmap.get("w") != W):
        advice = "请用 Word 或 WPS 打开模板，另存为普通的“Word 文档（.docx）”，不要选“Strict Open XML”"
        return None, [finding("T16", WORD_TEMPLATE, "模板的保存格式不能识别", advice)]
    places = Places(root, styles)
    clean(root, styles)
    compiler = PartCompiler(root, places, environment)
    return compiler.compile(), compiler.findings


def _path(element: Element, paragraph: Element) -> tuple[str, ...]:
    inside = takewhile(lambda each: each is not paragraph, (element, *element.iterancestors()))
    return tuple(each.tag for each in inside)


def _holds_more(target: Element, tag: Tag) -> bool:
    """Whether anything but ``tag`` would vanish with ``target``."""
    if next(target.iter(*_OBJECTS), None) is not None:
        return True
    paragraphs = [target] if target.tag in PARAGRAPHS else list(target.iter(*PARAGRAPHS))
    if target.tag == w("r"):
        return False
    text = "".join(part for paragraph in paragraphs for _, part in own_texts(paragraph))
    return text.replace(tag.typed, "", 1).strip() != "" or next(target.iter(etree.PI), None) is not None
