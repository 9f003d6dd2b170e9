"""The document settings of a report."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from lxml import etree

from report_author.ooxml.markup import parse_xml, serialise, w
from report_author.ooxml.package import Package
from report_author.ooxml.relations import main_part, related, relations_part

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
    return edited.without(relations_part(part) for part in _parts(package) if edited[part] != package[part])


def _edited(package: Package, edit: Callable[[etree._Element], bool]) -> Package:
    changed = {}
    for part in _parts(package):
        root = parse_xml(package[part])
        if edit(root):
            changed[part] = serialise(root)
    return package.with_parts(changed) if changed else package


def _parts(package: Package) -> tuple[str, ...]:
    body = main_part(package)
    return related(package, body, "settings") if body else ()


def _ask(root: etree._Element) -> bool:
    _drop(root, ["updateFields"])
    at = next((at for at, child in enumerate(root) if child.tag in _BEHIND), len(root))
    root.insert(at, etree.Element(w("updateFields"), {w("val"): "true"}))
    return True


def _drop(root: etree._Element, names: Iterable[str]) -> bool:
    found = [child for name in names for child in root.findall(w(name))]
    for child in found:
        root.remove(child)
    return bool(found)
