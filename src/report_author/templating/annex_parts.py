"""Brings the pictures, links, charts, list numbers of an inserted document along."""

from __future__ import annotations

import posixpath
from copy import deepcopy

from lxml import etree

from report_author.ooxml.markup import MC, Element, R, W, detach, parse_xml, serialise, value, w
from report_author.ooxml.package import Package
from report_author.ooxml.relations import (
    content_type,
    first_related,
    relations,
    relations_part,
    with_part,
    with_relation,
)

_NUMBERING_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"


def without_newer(element: Element) -> Element:
    """``element``, rid of what newer Words add in name spaces that the report need not declare as ignorable."""
    for child in list(element.iter(etree.Element)):
        for key in list(child.attrib):
            if _is_newer(str(key)):
                del child.attrib[key]
        if _is_newer(str(child.tag)) and next(child.iterancestors(f"{{{MC}}}AlternateContent"), None) is None:
            detach(child)
    return element


def _is_newer(name: str) -> bool:
    return name.startswith("{http://schemas.microsoft.com/office/word/20")


def copy_relations(
    package: Package, part: str, annex: Package, annex_part: str, blocks: list[Element], tag: str
) -> Package:
    """``package`` with everything that ``blocks`` refer to by ``r:id``, ``r:embed`` …; the references are set anew."""
    known = {relation.id: relation for relation in relations(annex, annex_part)}
    copied: dict[str, str] = {}
    ids: dict[str, str] = {}
    for block in blocks:
        for element in block.iter(etree.Element):
            for key, identity in element.attrib.items():
                if not str(key).startswith(f"{{{R}}}") or str(identity) not in known:
                    continue
                relation = known[str(identity)]
                if relation.id not in ids:
                    target = relation.target
                    if not relation.external:
                        package, target = _copy_part(package, annex, relation.target, tag, copied)
                    base = relation.type.rsplit("/", 1)[0]
                    package, ids[relation.id] = with_relation(
                        package, part, relation.kind, target, external=relation.external, type_base=base
                    )
                element.set(key, ids[relation.id])
    return package


def _copy_part(
    package: Package, annex: Package, part: str, tag: str, copied: dict[str, str]
) -> tuple[Package, str]:
    """Copy ``part`` under a new name, along with the parts it is related to (a chart brings its workbook)."""
    if part in copied:
        return package, copied[part]
    folder, name = posixpath.split(part)
    stem, dot, extension = name.rpartition(".")
    new = f"{folder}/{tag}_{stem}{dot}{extension}"
    while new in package:
        new = f"{folder}/x{posixpath.basename(new)}"
    copied[part] = new
    package = with_part(package, new, annex.get(part, b""), content_type(annex, part))
    own = annex.get(relations_part(part))
    if own is None:
        return package, new
    root = parse_xml(own)
    for element in root:
        if element.get("TargetMode") == "External":
            continue
        relation = next(r for r in relations(annex, part) if r.id == element.get("Id"))
        if relation.target in annex:
            package, target = _copy_part(package, annex, relation.target, tag, copied)
            element.set("Target", "/" + target)
    return package.with_parts({relations_part(new): serialise(root)}), new


def copy_numbering(
    package: Package, part: str, annex: Package, annex_part: str, elements: list[Element]
) -> Package:
    """``package`` with the lists that ``elements`` use, under new numbers."""
    uses = [use for element in elements for use in element.iter(w("numId")) if use.get(w("val"), "0") != "0"]
    found = first_related(annex, annex_part, "numbering")
    if not uses or not found:
        return package
    source = parse_xml(annex[found])
    nums, abstracts = _numbered(source, "num"), _numbered(source, "abstractNum")
    own = first_related(package, part, "numbering")
    name = own or posixpath.join(posixpath.dirname(part), "numbering.xml")
    root = parse_xml(package[name]) if own else etree.Element(w("numbering"), nsmap={"w": W})
    next_num = 1 + max(map(int, _numbered(root, "num")), default=0)
    next_abstract = 1 + max(map(int, _numbered(root, "abstractNum")), default=-1)
    mapped: dict[str, str] = {}
    for use in uses:
        old = use.get(w("val"), "")
        if old not in nums:
            use.set(w("val"), "0")
            continue
        if old not in mapped:
            _copy_list(root, nums[old], abstracts, next_num, next_abstract)
            mapped[old] = str(next_num)
            next_num, next_abstract = next_num + 1, next_abstract + 1
        use.set(w("val"), mapped[old])
    if own:
        return package.with_parts({name: serialise(root)})
    package, _ = with_relation(package, part, "numbering", name)
    return with_part(package, name, serialise(root), _NUMBERING_TYPE)


def _numbered(root: Element, kind: str) -> dict[str, Element]:
    """The lists (``num``) or their definitions (``abstractNum``) by number."""
    return {each.get(w(f"{kind}Id"), "0"): each for each in root.iter(w(kind))}


def _copy_list(
    root: Element,
    num: Element,
    abstracts: dict[str, Element],
    number: int,
    abstract_number: int,
) -> None:
    original = abstracts.get(value(num, "abstractNumId"))
    if original is None:
        return
    abstract = without_newer(deepcopy(original))
    abstract.set(w("abstractNumId"), str(abstract_number))
    detach(*abstract.iter(w("nsid"), w("tmpl"), w("pStyle"), w("styleLink"), w("numStyleLink")))
    root.insert(len(root.findall(w("abstractNum"))) + len(root.findall(w("numPicBullet"))), abstract)
    copy = without_newer(deepcopy(num))
    copy.set(w("numId"), str(number))
    for target in copy.iterchildren(w("abstractNumId")):
        target.set(w("val"), str(abstract_number))
    at = max(
        (index for index, child in enumerate(root) if child.tag in (w("num"), w("abstractNum"))), default=-1
    )
    root.insert(at + 1, copy)
