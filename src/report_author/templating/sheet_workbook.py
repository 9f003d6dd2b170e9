"""The list of sheets in a workbook: order, names, print areas, what is left out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from report_author.ooxml.markup import escape_xml, quote_attribute
from report_author.ooxml.package import CONTENT_TYPES_PART, Package
from report_author.ooxml.relations import drop_part, main_part, relations, relations_part
from report_author.templating.sheet_moves import references
from report_author.templating.sheet_tail import Journey
from report_author.templating.sheet_xml import unescape_xml

_SHEETS = re.compile(r"(<sheets>)(.*?)(</sheets>)", re.S)
_SHEET = re.compile(r"<sheet\b[^>]*?/>")
_NAMES = re.compile(r"<definedNames>(.*?)</definedNames>", re.S)
_NAME = re.compile(r"<definedName\b([^>]*)>(.*?)</definedName>", re.S)
_LOCAL = re.compile(r'(\blocalSheetId=")(\d+)(")')
_NAME_ATTRIBUTE = re.compile(r'\bname=("[^"]*"|\'[^\']*\')')
_TAB = re.compile(r'\s(?:activeTab|firstSheet)="\d+"')
_SELECTED = re.compile(r'\stabSelected="(?:1|true)"')
_TITLES = re.compile(r"<(HeadingPairs|TitlesOfParts)>.*?</\1>", re.S)


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """One ``<sheet>`` of workbook.xml: its name, its element, its part, worksheet or another kind."""

    name: str
    element: str
    part: str
    kind: str


def sheet_entries(package: Package, main: str) -> tuple[SheetEntry, ...]:
    """The sheets of a workbook in order."""
    targets = {relation.id: relation for relation in relations(package, main)}
    found = _SHEETS.search(package[main].decode("utf-8"))
    entries = []
    for element in _SHEET.findall(found[2]) if found else []:
        relation = targets[re.search(r'\w+:id="([^"]*)"', element)[1]]  # type: ignore[index]
        name = unescape_xml(_NAME_ATTRIBUTE.search(element)[1][1:-1])  # type: ignore[index]
        entries.append(SheetEntry(name, element, relation.target, relation.kind))
    return tuple(entries)


def print_titles(workbook: str, entries: Sequence[SheetEntry]) -> dict[str, str]:
    """The rows and columns that each sheet repeats on every page, as its defined name says them."""
    found: dict[str, str] = {}
    names = _NAMES.search(workbook)
    for attributes, formula in _NAME.findall(names[1]) if names else []:
        local = _LOCAL.search(attributes)
        if local and "_xlnm.Print_Titles" in attributes:
            found[entries[int(local[2])].name] = unescape_xml(formula)
    return found


def finished_workbook(
    package: Package, entries: Sequence[SheetEntry], wanted: Sequence[tuple[str, str]], journey: Journey
) -> Package:
    """``package`` with the sheets ``wanted`` (template name, new name) in that order, all references brought along."""
    main = main_part(package)
    if main is None:
        return package
    by_name = {entry.name: entry for entry in entries}
    kept = [(by_name[sheet], title) for sheet, title in wanted if sheet in by_name]
    same = [entry.name for entry in entries] == [entry.name for entry, _ in kept]
    renamed = any(entry.name != title for entry, title in kept)
    old = package[main].decode("utf-8")
    xml = (
        _SHEETS.sub(lambda found: found[1] + "".join(_named(*pair) for pair in kept) + found[3], old)
        if renamed or not same
        else old
    )
    xml = _NAMES.sub(lambda found: _moved_names(found[1], entries, kept, journey), xml)
    changed: dict[str, bytes] = {}
    if not same:
        xml = _TAB.sub("", xml)
        for index, (entry, _) in enumerate(kept):
            changed.update(_unselected(package, entry.part, keep=index == 0))
    if xml != old:
        changed[main] = xml.encode()
    if renamed or not same:
        changed.update(_without_titles(package))
    package = package.with_parts(changed)
    gone = [entry.part for entry in entries if entry.name not in {each.name for each, _ in kept}]
    return _without_sheets(package, gone) if gone else package


def _named(entry: SheetEntry, title: str) -> str:
    if title == entry.name:
        return entry.element
    return _NAME_ATTRIBUTE.sub(lambda _: f"name={quote_attribute(title)}", entry.element, count=1)


def _moved_names(
    inner: str, entries: Sequence[SheetEntry], kept: Sequence[tuple[SheetEntry, str]], journey: Journey
) -> str:
    """Defined names after the moves; those of sheets that are gone go, too."""
    places: Mapping[str, int] = {entry.name: index for index, (entry, _) in enumerate(kept)}
    known = {entry.name for entry in entries}
    names = []
    for found in _NAME.finditer(inner):
        attributes, own = found[1], ""
        local = _LOCAL.search(attributes)
        if local:
            own = entries[int(local[2])].name
            if own not in places:
                continue
            attributes = _LOCAL.sub(lambda match, at=places[own]: f"{match[1]}{at}{match[3]}", attributes)
        formula = unescape_xml(found[2])
        if any(sheet in known and sheet not in places for sheet, _ in references(formula)):
            continue
        names.append(f"<definedName{attributes}>{journey.formula(escape_xml(formula), own)}</definedName>")
    return f"<definedNames>{''.join(names)}</definedNames>" if names else ""


def _unselected(package: Package, part: str, *, keep: bool) -> dict[str, bytes]:
    """Two selected sheets would be edited together: only the first stays selected."""
    xml = package[part].decode("utf-8")
    if keep or not _SELECTED.search(xml):
        return {}
    return {part: _SELECTED.sub("", xml, count=1).encode()}


def _without_titles(package: Package) -> dict[str, bytes]:
    part = next((r.target for r in relations(package) if r.kind == "extended-properties"), "")
    if part not in package:
        return {}
    return {part: _TITLES.sub("", package[part].decode("utf-8")).encode()}


def _without_sheets(package: Package, gone: Sequence[str]) -> Package:
    """Drop sheets with everything that only they used."""
    for part in gone:
        package = drop_part(package, part)
    reached = {CONTENT_TYPES_PART, relations_part("")}
    waiting = [""]
    while waiting:
        for relation in relations(package, waiting.pop()):
            if not relation.external and relation.target in package and relation.target not in reached:
                reached |= {relation.target, relations_part(relation.target)}
                waiting.append(relation.target)
    for part in [name for name in package if name not in reached]:
        package = drop_part(package, part)
    return package
