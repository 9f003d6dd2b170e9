"""Word templates: compiled once, rendered any number of times by docxtpl."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any, cast

from docx import Document
from docx.exceptions import PythonDocxError
from docx.opc.constants import CONTENT_TYPE
from docx.opc.part import Part, XmlPart
from docxtpl import DocxTemplate
from lxml import etree
from markupsafe import Markup, escape

from report_author.figures.ledger import Ledger, recording
from report_author.model.findings import Finding, has_errors
from report_author.ooxml.markup import Element, parse_xml, serialise
from report_author.ooxml.package import Package, write_package
from report_author.ooxml.relations import drop_part, main_part, related, relations, story_parts, with_part
from report_author.records import frozen
from report_author.templating.annex import Annexes
from report_author.templating.expressions import CompiledSource, TemplateEnvironment
from report_author.templating.messages import WORD_TEMPLATE, finding
from report_author.templating.normalise import Styles, read_styles
from report_author.templating.word_finish import (
    Bookmarks,
    Change,
    Mark,
    broken,
    fill_empty,
    fit_grids,
    merge_cells,
    take_marks,
)
from report_author.templating.word_part import compile_part

_COMMENTS = re.compile(r"/(comments\w*|people)$")


@frozen
class Rendered:
    """A finished document. Where ``findings`` hold an 错误 it is a draft: what is missing shows as 【缺：…】."""

    package: Package
    marks: list[Mark]
    findings: list[Finding]


@frozen
class WordTemplate:
    """A compiled template: immutable, safe in threads; the same names give the same bytes.

    ``file`` is what python-docx opens, ``sources`` the compiled parts by name.
    """

    package: Package
    file: bytes
    sources: Mapping[str, CompiledSource]
    changes: tuple[Change, ...]

    def render(self, names: Mapping[str, object], folder: Path = Path()) -> Rendered:
        """The document for one department's ``names``; ``folder`` holds the documents to be inserted (``|插入文档``)."""
        with recording() as ledger:
            rendering = _Rendering(self, ledger, folder)
            rendering.render(cast("dict[str, Any]", names))
        findings = rendering.findings
        findings.extend(found for found in dict.fromkeys(ledger.noted) if found not in findings)
        package = rendering.package.with_parts(rendering.finished())
        return Rendered(package, rendering.marks, findings)


class _Rendering(DocxTemplate):  # type: ignore[misc]
    """One rendering, led by docxtpl.

    docxtpl opens the document, asks for the source of each part, puts what was rendered into the document of python-docx,
    numbers the drawings. Here stand its hooks: sources are normalised and compiled beforehand, every name is strict, trees are
    parsed strictly, figures keep their provenance. The file is written by ``ooxml.package``, which knows no clock.
    """

    def __init__(self, template: WordTemplate, ledger: Ledger, folder: Path) -> None:
        super().__init__(BytesIO(template.file))
        self.package = template.package
        self.findings: list[Finding] = []
        self.marks: list[Mark] = []
        self._template, self._ledger, self._folder = template, ledger, folder
        self._bookmarks = Bookmarks()
        #: the parts of the document by name; None where what was rendered is no XML
        self._parts: dict[str, Part | None] = {}

    def render_init(self) -> None:
        super().render_init()
        self.docx_ids_index = 0

    # -- from sources to text ----------------------------------------------------------------------------------------------

    def get_xml(self) -> str:
        return self.get_part_xml(self.docx.part)

    def get_part_xml(self, part: Part) -> str:
        return self._template.sources[_name(part)].text

    def patch_xml(self, src_xml: str) -> str:
        """As it is: ``word_part`` has moved the tags, since docxtpl's way breaks on ``"100%" %}`` and ``{{{ a }}}``."""
        return src_xml

    def render_xml_part(
        self, src_xml: str, part: Part, context: Mapping[str, object], jinja_env: object = None
    ) -> str:
        name = _name(part)
        source = self._template.sources[name]
        environment: Any = source.template.environment
        self._parts[name] = self.current_rendering_part = part
        self._annexes = Annexes(self.package, name, environment, self._folder)
        private = {"_flat": partial(_flat, environment), "_annex": self._annexes.sign}
        return source.render(context, self.findings, private)

    # -- from text to trees ------------------------------------------------------------------------------------------------

    def fix_tables(self, xml: str) -> Element:
        """The tree of the part rendered last; that of the template where ``xml`` is none."""
        name, annexes = _name(self.current_rendering_part), self._annexes
        try:
            root = parse_xml(xml.encode("utf-8"))
        except (etree.XMLSyntaxError, UnicodeEncodeError) as problem:
            self._parts[name] = None
            self.findings += [*annexes.findings, broken(xml, name, problem)]
            return parse_xml(self.package[name])
        own = (annexes.insert, fill_empty, self._bookmarks.number, fit_grids, merge_cells)
        for change in (*own, *self._template.changes):
            change(root)
        self.package = annexes.package
        found, problems = take_marks(root, name, self._ledger)
        self.marks += found
        self.findings += [*annexes.findings, *problems]
        return root

    def map_tree(self, tree: Element) -> None:
        """The document as a whole: moving the body into another tree would cost as much as rendering it."""
        self.docx._element = self.docx.part._element = tree

    def get_headers_footers(self, uri: str) -> Iterator[tuple[str, Part]]:
        """Each once, however many sections use it."""
        for key, part in super().get_headers_footers(uri):
            if _name(part) not in self._parts:
                yield key, part

    def map_headers_footers_xml(self, relKey: str, xml: bytes) -> None:
        self._put(xml.decode("utf-8"))

    def render_properties(self, context: Mapping[str, object], jinja_env: object = None) -> None:
        """They are a part like the others."""

    def render_footnotes(self, context: Mapping[str, object], jinja_env: object = None) -> None:
        """All the other parts: notes, properties, charts."""
        parts = {_name(part): part for part in self.docx.part.package.iter_parts()}
        for name in self._template.sources:
            if name not in self._parts:
                self._put(self.render_xml_part(self.get_part_xml(parts[name]), parts[name], context))

    def _put(self, xml: str) -> None:
        """Put a rendered text into the document as the part rendered last."""
        root: Any = self.fix_tables(xml)
        self.fix_docpr_ids(root)
        part = self.current_rendering_part
        if isinstance(part, XmlPart):
            part._element = root
        else:
            part._blob = serialise(root)

    def finished(self) -> dict[str, bytes]:
        """The rendered parts of the document as they are written."""
        return {
            name: serialise(part.element) if isinstance(part, XmlPart) else part.blob
            for name, part in self._parts.items()
            if part is not None
        }


def _name(part: Part) -> str:
    """What ``Package`` calls a part of python-docx."""
    return str(part.partname).lstrip("/")


_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'
_TAB = '</w:t><w:tab/><w:t xml:space="preserve">'


def word_lines(text: str) -> str:
    """Escaped text as it stands inside ``w:t``: line feeds and tabs become Word's own."""
    if "\n" in text or "\t" in text or "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", _BREAK).replace("\t", _TAB)
    return text


def word_text(value: str) -> str:
    """A plain text as it stands inside ``w:t``."""
    return word_lines(str(escape(value)))


def _flat(environment: TemplateEnvironment, value: object) -> Markup:
    """A value where there are no lines: in attributes, properties, drawings."""
    return Markup(environment.printed(value).replace(_BREAK, " ").replace(_TAB, " "))


def compile_word(
    package: Package,
    filters: Mapping[str, Callable[..., Any]],
    *,
    extra_parts: Iterable[str] = (),
    changes: Iterable[Change] = (),
) -> tuple[WordTemplate | None, list[Finding]]:
    """Compile the body, headers, footers, notes, title properties and ``extra_parts`` (charts) of a template.

    ``changes`` edit every rendered part last. Everything wrong with its tags is found at once, each with its place;
    then there is no template.
    """
    body = main_part(package)
    if body is None or not body.endswith(".xml") or "word" not in body:
        advice = "请用 Word 或 WPS 另存为 .docx"
        return None, [finding("T16", WORD_TEMPLATE, "这不是 Word 文档（.docx）", advice)]
    package = _without_comments(package, body)
    environment = TemplateEnvironment(filters, word_text, word_lines)
    styles = Styles()
    for part in related(package, body, "styles"):
        root, problems = _parsed(package, part)
        if root is None:
            return None, problems
        styles = read_styles(root)
    sources: dict[str, CompiledSource] = {}
    findings: list[Finding] = []
    properties = [part for part in related(package, "", "core-properties") if b"{" in package[part]]
    for part in dict.fromkeys([*story_parts(package, body), *properties, *extra_parts]):
        root, problems = _parsed(package, part)
        findings.extend(problems)
        if root is None:
            continue
        compiled, problems = compile_part(root, styles, environment)
        findings.extend(problems)
        if compiled is not None:
            sources[part] = compiled
    if has_errors(findings):
        return None, findings
    file = _as_docx(package, body)
    try:
        Document(BytesIO(file))
    except (KeyError, ValueError, PythonDocxError, etree.XMLSyntaxError):
        return None, [*findings, _damaged(body)]
    return WordTemplate(package, file, sources, tuple(changes)), findings


def _as_docx(package: Package, body: str) -> bytes:
    """``package`` as python-docx opens it: each relation leads somewhere, and the document is no form and has no macros."""
    found = {r.target for part in ("", *package) for r in relations(package, part) if not r.external}
    whole = drop_part(package, *(found - package.keys()))
    return write_package(with_part(whole, body, whole[body], CONTENT_TYPE.WML_DOCUMENT_MAIN))


def _parsed(package: Package, part: str) -> tuple[Element | None, list[Finding]]:
    try:
        return parse_xml(package[part]), []
    except (etree.XMLSyntaxError, KeyError):
        return None, [_damaged(part)]


def _damaged(part: str) -> Finding:
    advice = "请用 Word 或 WPS 打开模板，另存一份后再试"
    return finding("T16", WORD_TEMPLATE, f"模板的内部部件“{part}”已损坏", advice)


def _without_comments(package: Package, body: str) -> Package:
    """Comments are the authors' own business: never part of a published report."""
    for relation in relations(package, body):
        if not relation.external and _COMMENTS.search(relation.type) and relation.target in package:
            package = drop_part(package, relation.target)
    return package
