"""Keeps what only the template's authors should see out of the published report; edits its document settings."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from lxml import etree

from report_author.model.findings import Finding
from report_author.ooxml.markup import Element, detach, parse_xml, serialise, value, w
from report_author.ooxml.package import Package
from report_author.ooxml.relations import drop_part, main_part, related, relations_part, story_parts
from report_author.ooxml.shown_text import is_hidden
from report_author.templating.messages import WORD_TEMPLATE, finding
from report_author.templating.normalise import text_of

#: Application, company, manager, a picture of the first page, WPS's own build numbers.
_PROPERTIES = ("extended-properties", "custom-properties", "thumbnail")


def clean_template(package: Package) -> tuple[Package, list[Finding]]:
    """A template without its authors' traces and without hidden text, which no reader of the page would ever see.

    Hidden text with tags in it is shown instead: the tags would not be in pairs without it.
    """
    for kind in _PROPERTIES:
        for part in related(package, "", kind):
            package = drop_part(package, part)
    package = without_traces(package)
    body = main_part(package)
    if body is None:
        return package, []
    styles = _hidden_styles(package, body)
    hidden: list[str] = []
    changed = {}
    for part in story_parts(package, body):
        if b"vanish" not in package[part] and not styles:
            continue
        try:
            root = parse_xml(package[part])
        except etree.XMLSyntaxError:
            continue  # the engine refuses the template, with its place
        texts = _without_hidden(root, styles)
        if texts is not None:
            hidden += texts
            changed[part] = serialise(root)
    package = package.with_parts(changed) if changed else package
    if not hidden:
        return package, []
    message = f"模板中有 {len(hidden)} 处隐藏文字，报告里不会有。"
    advice = "请在模板中删去；写给改模板的人看的话，请用“填写说明”样式。"
    return package, [finding("T32", WORD_TEMPLATE, message, advice, hidden[0][:60])]


def _hidden_styles(package: Package, body: str) -> frozenset[str]:
    return frozenset(
        style.get(w("styleId"), "")
        for part in related(package, body, "styles")
        for style in parse_xml(package[part]).iter(w("style"))
        if is_hidden(style.find(w("rPr")))
    )


def _without_hidden(root: Element, styles: frozenset[str]) -> list[str] | None:
    """Edit a part; the hidden texts that went, or None where nothing was hidden."""
    gone: list[str] = []
    touched = False
    for paragraph in root.iter(w("p")):
        runs = [run for run in paragraph.iter(w("r")) if _hides(run, styles)]
        has_tags = bool(runs) and any(brace in text_of(paragraph) for brace in "{}｛｝")
        text = "" if has_tags else "".join(t.text or "" for run in runs for t in run.iter(w("t")))
        for run in runs:
            touched = True
            if has_tags or run.find(w("fldChar")) is not None or run.find(w("instrText")) is not None:
                detach(*run.iterfind(f"{w('rPr')}/{w('vanish')}"), *run.iterfind(f"{w('rPr')}/{w('rStyle')}"))
            else:
                detach(run)
        if text:
            gone.append(text)
    marks = list(root.iter(w("vanish"), w("specVanish")))  # those of paragraph marks
    detach(*marks)
    return gone if touched or marks else None


def _hides(run: Element, styles: frozenset[str]) -> bool:
    return bool(is_hidden(run.find(w("rPr")))) or value(run, "rPr/rStyle") in styles


#: What follows ``w:updateFields`` in the schema (ISO 29500-1, CT_Settings).
_BEHIND = frozenset(
    w(name)
    for name in (
        "hdrShapeDefaults",
        "footnotePr",
        "endnotePr",
        "compat",
        "docVars",
        "rsids",
        "mathPr",
        "attachedSchema",
        "themeFontLang",
        "clrSchemeMapping",
        "doNotIncludeSubdocsInStats",
        "doNotAutoCompressPictures",
        "forceUpgrade",
        "captions",
        "readModeInkLockDown",
        "smartTagType",
        "schemaLibrary",
        "shapeDefaults",
        "doNotEmbedSmartTags",
        "decimalSymbol",
        "listSeparator",
    )
)
#: How the template was made: tracking, protection, editing sessions, paths on its author's machine.
_TRACES = (
    "attachedTemplate",
    "mailMerge",
    "trackRevisions",
    "documentProtection",
    "writeProtection",
    "docVars",
    "rsids",
)


def with_field_update(package: Package) -> Package:
    """``package`` whose fields Word brings up to date on opening, after asking; WPS does not."""
    return _edited(package, _ask)


def without_field_update(package: Package) -> Package:
    """``package`` that opens without a question."""
    return _edited(package, lambda root: _drop(root, ["updateFields"]))


def without_traces(package: Package) -> Package:
    """``package`` whose settings do not tell how, or by whom, the template was made."""
    edited = _edited(package, lambda root: _drop(root, _TRACES))
    return edited.without(
        relations_part(part) for part in _settings(package) if edited[part] != package[part]
    )


def _edited(package: Package, edit: Callable[[Element], bool]) -> Package:
    changed = {}
    for part in _settings(package):
        root = parse_xml(package[part])
        if edit(root):
            changed[part] = serialise(root)
    return package.with_parts(changed) if changed else package


def _settings(package: Package) -> tuple[str, ...]:
    body = main_part(package)
    return related(package, body, "settings") if body else ()


def _ask(root: Element) -> bool:
    _drop(root, ["updateFields"])
    at = next((at for at, child in enumerate(root) if child.tag in _BEHIND), len(root))
    root.insert(at, etree.Element(w("updateFields"), {w("val"): "true"}))
    return True


def _drop(root: Element, names: Iterable[str]) -> bool:
    found = [child for name in names for child in root.findall(w(name))]
    detach(*found)
    return bool(found)
