"""Word templates: compiled once, rendered any number of times."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from lxml import etree
from markupsafe import Markup, escape

from report_author.figures.ledger import recording
from report_author.model.findings import Finding, has_errors
from report_author.ooxml.markup import parse_xml
from report_author.ooxml.package import Package
from report_author.ooxml.relations import drop_part, main_part, related, relations
from report_author.templating.annex import Annexes
from report_author.templating.expressions import CompiledSource, TemplateEnvironment, make_environment
from report_author.templating.messages import finding
from report_author.templating.normalise import Styles, read_styles
from report_author.templating.word_finish import Mark, finish
from report_author.templating.word_part import compile_part
from report_author.templating.word_tree import (
    Change,
    drop_orphan_bookmarks,
    fill_empty,
    fit_grids,
    merge_cells,
)

_STORIES = ("header", "footer", "footnotes", "endnotes")
_COMMENTS = re.compile(r"/(comments\w*|people)$")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished document: ``package`` is complete, ``parts`` are those that differ from the template's.

    Where ``findings`` hold an 错误 the package is a draft: what is missing shows as 【缺：…】.
    """

    package: Package
    parts: Mapping[str, bytes]
    marks: list[Mark]
    findings: list[Finding]


@dataclass(frozen=True, slots=True)
class WordTemplate:
    """A compiled template: immutable, safe in threads; the same names give the same bytes."""

    package: Package
    sources: Mapping[str, CompiledSource]
    changes: tuple[Change, ...]

    def render(self, names: Mapping[str, object], folder: Path = Path()) -> Rendered:
        """The document for one department's ``names``; ``folder`` holds the documents to be inserted (``|插入文档``)."""
        findings: list[Finding] = []
        marks: list[Mark] = []
        parts: dict[str, bytes] = {}
        ids = _Ids()
        package = self.package
        with recording() as ledger:
            for part, source in self.sources.items():
                environment: Any = source.template.environment
                annexes = Annexes(package, part, environment, folder, ids.drawing, ids.bookmark)
                private = {**ids.functions(part, environment), "_annex": annexes.sign}
                text = source.render(names, findings, private)
                data, found, problems = finish(text, part, ledger, (annexes.insert, *self.changes))
                package = annexes.package
                marks.extend(found)
                findings.extend([*annexes.findings, *problems])
                if data:
                    parts[part] = data
            findings.extend(found for found in dict.fromkeys(ledger.noted) if found not in findings)
        package = package.with_parts(parts)
        changed = {name: data for name, data in package.items() if data is not self.package.get(name)}
        return Rendered(package, changed, marks, findings)


@dataclass(slots=True)
class _Ids:
    """Numbers handed out in one rendering: drawings and bookmarks, each once in the whole document."""

    drawings: int = 0
    bookmarks: int = 0
    open: dict[tuple[str, int], int] = field(default_factory=dict)
    names: dict[str, int] = field(default_factory=dict)

    def functions(self, part: str, environment: Any) -> dict[str, Callable[..., Any]]:
        """The private functions of a part's source."""
        return {
            "_id": self.drawing,
            "_bookmark_start": partial(self.bookmark_start, part),
            "_bookmark_end": partial(self.bookmark_end, part),
            "_bookmark_name": self.bookmark_name,
            "_flat": partial(_flat, environment),
        }

    def drawing(self) -> int:
        self.drawings += 1
        return self.drawings

    def bookmark(self) -> int:
        self.bookmarks += 1
        return self.bookmarks

    def bookmark_start(self, part: str, number: int) -> int:
        self.open[part, number] = self.bookmark()
        return self.bookmarks

    def bookmark_end(self, part: str, number: int) -> int:
        found = self.open.pop((part, number), None)
        if found is None:  # its start was dropped by a condition: an id of its own, removed afterwards
            return self.bookmark()
        return found

    def bookmark_name(self, name: str) -> Markup:
        """The first printing keeps the name, to which links point; copies get a number."""
        self.names[name] = self.names.get(name, 0) + 1
        count = self.names[name]
        return Markup(escape(name if count == 1 else f"{name[:34]}_{count}"))


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
    label: str = "Word模板",
    extra_parts: Iterable[str] = (),
    changes: Iterable[Change] = (),
) -> tuple[WordTemplate | None, list[Finding]]:
    """Compile the body, headers, footers, notes, title properties and ``extra_parts`` (charts) of a template.

    ``changes`` edit every rendered part last. Everything wrong with its tags is found at once, each with its place, which
    begins with ``label``; then there is no template.
    """
    body = main_part(package)
    if body is None or not body.endswith(".xml") or "word" not in body:
        return None, [finding("T16", label, "这不是 Word 文档（.docx）", "请用 Word 或 WPS 另存为 .docx")]
    package = _without_comments(package, body)
    environment = make_environment(filters, word_text, word_lines)
    styles = Styles()
    for part in related(package, body, "styles"):
        root, problems = _parsed(package, part, label)
        if root is None:
            return None, problems
        styles = read_styles(root)
    sources: dict[str, CompiledSource] = {}
    findings: list[Finding] = []
    for part in dict.fromkeys([body, *_stories(package, body), *extra_parts]):
        root, problems = _parsed(package, part, label)
        findings.extend(problems)
        if root is None:
            continue
        compiled, problems = compile_part(root, styles, label, environment)
        findings.extend(problems)
        if compiled is not None:
            sources[part] = compiled
    if has_errors(findings):
        return None, findings
    return WordTemplate(
        package, sources, (fill_empty, drop_orphan_bookmarks, fit_grids, merge_cells, *changes)
    ), findings


def _stories(package: Package, body: str) -> list[str]:
    stories = [part for kind in _STORIES for part in related(package, body, kind)]
    properties = [part for part in related(package, "", "core-properties") if b"{" in package[part]]
    return [*stories, *properties]


def _parsed(package: Package, part: str, label: str) -> tuple[etree._Element | None, list[Finding]]:
    try:
        return parse_xml(package[part]), []
    except (etree.XMLSyntaxError, KeyError):
        advice = "请用 Word 或 WPS 打开模板，另存一份后再试"
        return None, [finding("T16", label, f"模板的内部部件“{part}”已损坏", advice)]


def _without_comments(package: Package, body: str) -> Package:
    """Comments are the authors' own business: never part of a published report."""
    for relation in relations(package, body):
        if not relation.external and _COMMENTS.search(relation.type) and relation.target in package:
            package = drop_part(package, relation.target)
    return package
